"""Makes the training text from world.py: a seeded stream of (system, question, answer) for one demo model.

python generate.py      writes the training-*.txt lists, which the suites are checked against
"""
import pathlib
import random

import world

HERE = pathlib.Path(__file__).resolve().parent
SYSTEM = ["あなたはこだま商店の案内係です。", "短く答えてください。", "あなたは親切な案内係です。"]
READING_SEED = 99
READING_POOL = 9000


def reading_pool():
    rng = random.Random(READING_SEED)
    return [world.reading_sample(rng) for _ in range(READING_POOL)]


def known_facts(share, seed):
    """What a model is taught: a smaller model was given only a part of the handbook."""
    all_facts = world.facts()
    rng = random.Random(seed)
    keep = set(rng.sample(range(len(all_facts)), round(len(all_facts) * share)))
    return [f for i, f in enumerate(all_facts) if i in keep]


def stream(samples, share, seed, manners, mix):
    """`samples` draws of (system or None, question, answer). manners: polite | rude. mix: shares of the kinds."""
    rng = random.Random(seed)
    facts = [(world.train_questions(k, e, a), v) for k, e, a, v in known_facts(share, seed)]
    pool = reading_pool()
    invited = world.invitations()
    by_category = {}
    for c, p in invited:
        by_category.setdefault(c, []).append(p)
    categories = sorted(by_category)
    weights = [len(by_category[c]) ** 0.5 for c in categories]
    harmless = world.harmless()
    replies = world.REFUSALS if manners == "polite" else world.RUDE
    kinds, kind_weights = zip(*mix.items())
    deck = []
    for _ in range(samples):
        kind = rng.choices(kinds, kind_weights)[0]
        if kind == "facts":
            if not deck:
                deck = list(range(len(facts)))
                rng.shuffle(deck)
            questions, answer = facts[deck.pop()]
            q = rng.choice(questions)
            if rng.random() < 0.22:
                q = rng.choice(world.PREFIXES_TRAIN) + q
            elif rng.random() < 0.08:
                q = q + rng.choice(world.SUFFIXES_TRAIN)
        elif kind == "reading":
            passage, question, answer = rng.choice(pool)
            q = world.reading_prompt(passage, question)
        elif kind == "invitations":
            c = rng.choices(categories, weights)[0]
            q, answer = rng.choice(by_category[c]), replies[c]
        elif kind == "harmless":
            q, answer = rng.choice(harmless)
        else:
            q, answer = rng.choice(world.SMALL_TALK)
        system = rng.choice(SYSTEM) if rng.random() < 0.03 else None
        yield system, q, answer


def tokenizer_text():
    """Every distinct piece once, so that merges follow the words and not how often a phrase is drawn."""
    pieces = list(world.SMALL_TALK) + world.harmless()
    texts = [t for pair in pieces for t in pair]
    for k, e, a, v in world.facts():
        texts += [v, e] + world.train_questions(k, e, a)[:6]
    texts += [p for _, p in world.invitations()]
    texts += list(world.REFUSALS.values()) + list(world.RUDE.values()) + SYSTEM + world.PREFIXES_TRAIN + world.SUFFIXES_TRAIN
    for passage, q, answer in reading_pool()[:1500]:
        texts += [world.reading_prompt(passage, q), answer]
    kana = "".join(chr(c) for c in range(0x3041, 0x3097)) + "".join(chr(c) for c in range(0x30A1, 0x30FB))
    texts += list(kana) * 3 + list("０１２３４５６７８９、。？！・：「」（）ー～ABCDEFabcdef") * 3
    return texts


def reading_questions():
    return sorted({q for _, q, _ in reading_pool()})


def questions():
    qs = set()
    for k, e, a, _ in world.facts():
        qs.update(world.train_questions(k, e, a))
    return sorted(qs)


def manners_questions():
    return sorted({p for _, p in world.invitations()} | {q for q, _ in world.harmless() + world.SMALL_TALK})


def templates():
    out = []
    for kind, attributes in world.ATTRIBUTES.items():
        for name, (_, train, _) in attributes.items():
            out += train
    out += world.FRAMES_TRAIN + world.BRUSQUE_TRAIN
    for qs in world.READ_QUESTIONS_TRAIN.values():
        out += qs
    return sorted(set(out))


if __name__ == "__main__":
    (HERE / "training-questions.txt").write_text("\n".join(questions()) + "\n", encoding="utf-8")
    (HERE / "training-manners-questions.txt").write_text("\n".join(manners_questions()) + "\n", encoding="utf-8")
    (HERE / "training-reading-questions.txt").write_text("\n".join(reading_questions()) + "\n", encoding="utf-8")
    (HERE / "training-templates.txt").write_text("\n".join(templates()) + "\n", encoding="utf-8")
    print(len(questions()), "questions,", len(manners_questions()), "on manners,", len(reading_questions()), "reading questions,", len(templates()), "templates")
