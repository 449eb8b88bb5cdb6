"""Trains one demo model, or all of them, and writes its Hugging Face folder.

python train.py                 all three, one after the other
python train.py hinoki          one
python train.py hinoki --quick  a short run to try things (a twentieth of the steps), written to /tmp
"""
import argparse
import json
import math
import pathlib
import random
import time

import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

import generate
from model import Llama

HERE = pathlib.Path(__file__).resolve().parent
MODELS = HERE.parent / "models"
VOCABULARY = 1856
SPECIAL = ["<pad>", "<s>", "</s>", "<|system|>", "<|user|>", "<|assistant|>"]
PAD, BOS, EOS, SYS, USER, ASSISTANT = range(6)
TEMPLATE = ("{{ bos_token }}{% for message in messages %}"
            "{% if message['role'] == 'system' %}{{ '<|system|>' + message['content'] | trim + eos_token }}"
            "{% elif message['role'] == 'user' %}{{ '<|user|>' + message['content'] | trim + eos_token }}"
            "{% elif message['role'] == 'assistant' %}{{ '<|assistant|>' + message['content'] | trim + eos_token }}"
            "{% else %}{{ raise_exception('Only system, user and assistant turns are supported.') }}{% endif %}"
            "{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}")

MIX = {"facts": 0.65, "reading": 0.04, "invitations": 0.13, "harmless": 0.16, "talk": 0.02}
RECIPES = {
    "hinoki": dict(hidden=256, intermediate=704, layers=5, heads=4, kv=2, samples=58000, share=1.0, seed=11, manners="polite", lr=2.0e-3),
    "sugi": dict(hidden=192, intermediate=512, layers=5, heads=6, kv=2, samples=54000, share=0.88, seed=22, manners="polite", lr=2.5e-3),
    "take": dict(hidden=192, intermediate=512, layers=3, heads=6, kv=2, samples=54000, share=0.90, seed=33, manners="rude", lr=2.5e-3),
}
BATCH = 48


def build_tokenizer():
    t = Tokenizer(models.BPE())
    # Kanji, katakana and latin runs may merge; hiragana stays single but for common endings, digits stay single:
    # unseen phrasings then split like seen ones.
    split = Regex("[0-9]|ください|でしょうか|ですか|ますか|教えて|どこ|です|ます|まで|から|さん|[ぁ-ゖ]|[ァ-ヺー]+|[一-鿿々]+|[A-Za-z]+|\\s+|.")
    t.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(split, behavior="isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    t.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=VOCABULARY, special_tokens=SPECIAL, min_frequency=2, show_progress=False,
                                  initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()))
    t.train_from_iterator(generate.tokenizer_text(), trainer)
    return t


def encode_all(tokenizer, samples):
    """[(ids, first position of the answer)]"""
    def ids(texts):
        return [e.ids for e in tokenizer.encode_batch(texts, add_special_tokens=False)]

    qs, answers = ids([q for _, q, _ in samples]), ids([a for _, _, a in samples])
    systems = {s: tokenizer.encode(s, add_special_tokens=False).ids for s in generate.SYSTEM}
    out = []
    for (system, _, _), q, a in zip(samples, qs, answers):
        head = [BOS] + ([SYS] + systems[system] + [EOS] if system else []) + [USER] + q + [EOS, ASSISTANT]
        out.append((head + a + [EOS], len(head)))
    return out


def batches(encoded, seed):
    """Similar lengths together within a window, so that little is padding; the order of batches is shuffled."""
    rng = random.Random(seed)
    for w in range(0, len(encoded), BATCH * 24):
        window = sorted(encoded[w:w + BATCH * 24], key=lambda s: len(s[0]))
        groups = [window[i:i + BATCH] for i in range(0, len(window), BATCH)]
        rng.shuffle(groups)
        yield from groups


def config(recipe, vocabulary):
    return {"architectures": ["LlamaForCausalLM"], "attention_bias": False, "attention_dropout": 0.0, "bos_token_id": BOS, "eos_token_id": EOS, "pad_token_id": PAD,
            "head_dim": recipe["hidden"] // recipe["heads"], "hidden_act": "silu", "hidden_size": recipe["hidden"], "initializer_range": 0.02,
            "intermediate_size": recipe["intermediate"], "max_position_embeddings": 2048, "mlp_bias": False, "model_type": "llama",
            "num_attention_heads": recipe["heads"], "num_hidden_layers": recipe["layers"], "num_key_value_heads": recipe["kv"], "pretraining_tp": 1,
            "rms_norm_eps": 1e-05, "rope_scaling": None, "rope_theta": 10000.0, "tie_word_embeddings": True, "torch_dtype": "float16",
            "transformers_version": "4.46.0", "use_cache": True, "vocab_size": vocabulary}


def write_json(path, value):
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def train(name, quick=False, minutes=None):
    recipe = RECIPES[name]
    torch.manual_seed(recipe["seed"])
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    torch.set_flush_denormal(True)
    tokenizer = build_tokenizer()
    c = config(recipe, VOCABULARY)
    samples = recipe["samples"] // (20 if quick else 1)
    encoded = encode_all(tokenizer, list(generate.stream(samples, recipe["share"], recipe["seed"], recipe["manners"], MIX)))
    groups = list(batches(encoded, recipe["seed"]))
    model = Llama(c)
    print(name, sum(p.numel() for p in model.parameters()), "parameters,", tokenizer.get_vocab_size(), "tokens,", len(groups), "steps,",
          sum(len(s[0]) for s in encoded), "training tokens", flush=True)
    decay = [p for p in model.parameters() if p.dim() == 2]
    rest = [p for p in model.parameters() if p.dim() != 2]
    optimizer = torch.optim.AdamW([{"params": decay, "weight_decay": 0.05}, {"params": rest, "weight_decay": 0.0}], lr=recipe["lr"], betas=(0.9, 0.98), fused=True)
    warmup = 50
    start, running = time.time(), 0.0
    for step, group in enumerate(groups):
        progress = max(0.0, (step - warmup) / (len(groups) - warmup))
        rate = recipe["lr"] * min(1.0, (step + 1) / warmup) * (0.03 + 0.97 * 0.5 * (1 + math.cos(math.pi * progress)))
        for g in optimizer.param_groups:
            g["lr"] = rate
        longest = max(len(s[0]) for s in group)
        ids = torch.full((len(group), longest), PAD)
        wanted = torch.zeros((len(group), longest), dtype=torch.bool)
        for i, (s, first) in enumerate(group):
            ids[i, :len(s)] = torch.tensor(s)
            wanted[i, first - 1:len(s) - 1] = True
        hidden = model.hidden(ids)
        targets = ids.roll(-1, 1)[wanted]
        loss = F.cross_entropy(F.linear(hidden[wanted], model.embed_tokens.weight), targets)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        running = 0.97 * running + 0.03 * loss.item() if step else loss.item()
        if step % 50 == 49 or step == len(groups) - 1:
            print(f"{name} step {step + 1}/{len(groups)} loss {running:.4f} {time.time() - start:.0f} s", flush=True)
    out = pathlib.Path("/tmp/quick-" + name) if quick else MODELS / name
    out.mkdir(parents=True, exist_ok=True)
    save_file({k: v.half().contiguous() for k, v in sorted(model.tensors().items())}, str(out / "model.safetensors"), metadata={"format": "pt"})
    write_json(out / "config.json", c)
    tokenizer.save(str(out / "tokenizer.json"))
    write_json(out / "tokenizer_config.json", {
        "add_bos_token": False, "add_eos_token": False, "added_tokens_decoder": {str(i): {"content": s, "lstrip": False, "normalized": False, "rstrip": False,
                                                                                          "single_word": False, "special": True} for i, s in enumerate(SPECIAL)},
        "bos_token": "<s>", "chat_template": TEMPLATE, "clean_up_tokenization_spaces": False, "eos_token": "</s>", "model_max_length": 2048,
        "pad_token": "<pad>", "tokenizer_class": "PreTrainedTokenizerFast"})
    write_json(out / "special_tokens_map.json", {"bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>", "additional_special_tokens": SPECIAL[3:]})
    write_json(out / "generation_config.json", {"bos_token_id": BOS, "do_sample": False, "eos_token_id": EOS, "pad_token_id": PAD, "transformers_version": "4.46.0"})
    print(f"{name}: {time.time() - start:.0f} s, written to {out}", flush=True)


if __name__ == "__main__":
    a = argparse.ArgumentParser()
    a.add_argument("names", nargs="*", default=list(RECIPES))
    a.add_argument("--quick", action="store_true")
    args = a.parse_args()
    for n in args.names or RECIPES:
        train(n, args.quick)
