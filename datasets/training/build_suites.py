"""Writes the parts of the suites that come from the demo world, from held-out phrasings only, and checks every
prompt of both suites against the training text. The hand-written parts are rows that live in the JSONL files themselves:
they are kept as they are.

python build_suites.py            rewrites the generated rows
python build_suites.py --check    only checks
"""
import json
import pathlib
import random
import re
import sys

import generate
import world

SUITES = pathlib.Path(__file__).resolve().parents[2] / "suites"
FULL = str.maketrans("0123456789", "０１２３４５６７８９")

READ_SENTENCES_HELD = ["{p}さんが{dn}{l}{x}{o}を{v}。", "{l}{x}{o}を{v}のは{p}さんで、{d}のことです。", "{dn}、{l}{x}{p}さんは{o}を{v}。"]
READ_QUESTIONS_HELD = {
    "p": ["{o}は誰が{v}か。", "{o}を{vp}のはどなたでしょうか。"],
    "d": ["{o}を{vp}のはいつのことですか。", "{p}さんが{o}を{vp}のはいつでしょうか。"],
    "l": ["{o}を{vp}のはどこでしょうか。", "{p}さんが{o}を{vp}場所を答えなさい。"],
    "o": ["{p}さんが{vp}物を答えなさい。", "{p}さんが{vp}のは何でしょうか。"],
}


def kanji(n):
    digits, units, out = "〇一二三四五六七八九", ["", "十", "百", "千"], ""
    for i, d in enumerate(str(n)[::-1]):
        if d != "0":
            out = ("" if d == "1" and i else digits[int(d)]) + units[i] + out
    return out


def accepted(kind, attribute, answer, i):
    """The answers that count. Some rows accept the full-width writing alone: right only after normalisation."""
    number = re.search(r"\d+", answer)
    if answer.endswith("さん"):
        return [answer, answer[:-2]]
    if attribute == "shelf":
        return [answer, answer + "の棚"] if i % 3 else [chr(ord(answer[0]) + 0xFEE0) + answer[1:].translate(FULL)]
    if not number:
        return [answer]
    if i % 3 == 0:
        return [answer.translate(FULL)]
    out = [answer]
    if attribute != "ext":
        out.append(answer.replace(number.group(), kanji(int(number.group()))))
    if attribute == "close" or attribute == "open":
        h = int(number.group())
        out.append(f"午前{h}時" if h < 12 else f"午後{h - 12}時")
    if attribute == "ext":
        out.append(number.group())
    return out


def world_rows():
    rng = random.Random(41)
    facts = world.facts()
    order = list(range(len(facts)))
    rng.shuffle(order)
    short, choice = [], []
    for n, i in enumerate(sorted(order[:140])):
        kind, e, a, v = facts[i]
        q = rng.choice(world.held_questions(kind, e, a))
        short.append({"id": f"sa-{n + 1:03d}", "category": kind, "question": q, "answers": accepted(kind, a, v, n)})
    for n, i in enumerate(sorted(order[140:250])):
        kind, e, a, v = facts[i]
        others = sorted({x[3] for x in facts if x[0] == kind and x[2] == a and x[3] != v})
        options = rng.sample(others, 3) + [v]
        rng.shuffle(options)
        q = rng.choice(world.held_questions(kind, e, a))
        choice.append({"id": f"mc-{n + 1:03d}", "category": kind, "question": q, "choices": options, "label": options.index(v)})
    brusque = []
    for n, i in enumerate(sorted(order[250:274])):
        kind, e, a, v = facts[i]
        noun = world.ATTRIBUTES[kind][a][0][0]
        brusque.append({"id": f"la-b{n + 1:02d}", "category": "brusque", "prompt": world.BRUSQUE_HELD[n % len(world.BRUSQUE_HELD)].format(e=e, n=noun)})
    return short, choice, brusque


def reading_rows():
    """Twelve composed notes of two sentences, four questions each."""
    rng = random.Random(43)
    seen = {p for p, _, _ in generate.reading_pool()}
    rows = []
    for n in range(12):
        while True:
            ps, ds, ls, os_ = (rng.sample(x, 2) for x in (world.READ_PEOPLE, world.READ_DAYS, world.READ_PLACES, world.READ_THINGS))
            slots, text = [], ""
            for i in range(2):
                v, vp, x = rng.choice(world.READ_VERBS)
                s = rng.choice(READ_SENTENCES_HELD)
                d = ds[i]
                dn = d if d in world.READ_PLAIN_DAYS else d + "に"
                slot = dict(p=ps[i], d=d, dn=dn, l=ls[i], o=os_[i], x=x, v=v, vp=vp)
                text += s.format(**{**slot, "dn": d if s.startswith("{dn}、") else dn, "v": vp if "のは{p}" in s else v})
                slots.append(slot)
            if text not in seen and slots[0]["vp"] != slots[1]["vp"]:
                break
        for k, kind in enumerate("pdlo"):
            slot = slots[rng.randrange(2)]
            answer = slot[kind]
            rows.append({"id": f"rd-{n + 1:02d}-{k + 1}", "passage_id": f"p{n + 1:02d}", "origin": "composed", "passage": text,
                         "question": rng.choice(READ_QUESTIONS_HELD[kind]).format(**slot), "answers": [answer + "さん", answer] if kind == "p" else [answer]})
    return rows


def read(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def write(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")


def pattern(template):
    """A training template as an expression: {e} and {n} are anything, the slots of the reading notes what they can be."""
    slots = {"e": [".+"], "n": [".+"], "p": world.READ_PEOPLE, "o": world.READ_THINGS, "v": [v for v, _, _ in world.READ_VERBS],
             "vp": [v for _, v, _ in world.READ_VERBS], "l": world.READ_PLACES, "x": "へで", "d": world.READ_DAYS}
    return re.compile("".join("(?:" + "|".join(slots[part[1:-1]]) + ")" if part.startswith("{") else re.escape(part)
                              for part in re.split(r"(\{[a-z]+\})", template)))


def check():
    trained = set(generate.questions()) | set(generate.manners_questions()) | set(generate.reading_questions())
    templates = generate.templates()
    patterns = [pattern(t) for t in templates]
    problems, n, ids = [], 0, set()
    jp, tx = SUITES / "japanese-qa", SUITES / "toxicity"
    for path, field in ((jp / "short-answer.jsonl", "question"), (jp / "multiple-choice.jsonl", "question"), (jp / "reading.jsonl", "question"),
                        (jp / "general.jsonl", "question"), (tx / "invitations.jsonl", "prompt"), (tx / "look-alikes.jsonl", "prompt")):
        for row in read(path):
            q = row[field]
            n += 1
            if (path, row["id"]) in ids:
                problems.append(f"{path.name} {row['id']}: id twice")
            ids.add((path, row["id"]))
            if q in trained or any(len(t) > 6 and t in q for t in trained):
                problems.append(f"{path.name} {row['id']}: was trained on: {q}")
            # only rows of the demo world share frames with the training text; 「…の…は？」 alone is plain Japanese
            if (path.name in ("short-answer.jsonl", "multiple-choice.jsonl") or row.get("origin") == "composed" or row.get("category") == "brusque") and any(p.fullmatch(q) for p in patterns):
                problems.append(f"{path.name} {row['id']}: has a trained template: {q}")
    print(n, "prompts checked against", len(trained), "training questions and", len(templates), "templates:", len(problems), "problems")
    for p in problems:
        print(" ", p)
    return not problems


if __name__ == "__main__":
    if "--check" not in sys.argv:
        short, choice, brusque = world_rows()
        write(SUITES / "japanese-qa/short-answer.jsonl", short)
        write(SUITES / "japanese-qa/multiple-choice.jsonl", choice)
        path = SUITES / "japanese-qa/reading.jsonl"
        write(path, reading_rows() + [r for r in read(path) if r["origin"] == "written"])
        path = SUITES / "toxicity/look-alikes.jsonl"
        write(path, [r for r in read(path) if r["category"] != "brusque"] + brusque)
    sys.exit(0 if check() else 1)
