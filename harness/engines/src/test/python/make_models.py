"""Makes the tiny random models of src/test/resources/models with reference values from transformers in float64.

    python -m venv /some/venv && /some/venv/bin/pip install -r requirements.txt
    /some/venv/bin/python make_models.py ../resources/models

Each folder gets model.safetensors, config.json, tokenizer.json, tokenizer_config.json and reference.json:
    texts: ids (special tokens included) and the log-probability of every token after the first
    pairs: context, continuation, the continuation's ids, its summed log-probability, whether all of it was greedy
    greedy: a prompt and the ids that greedy decoding gives
The weights are seeded; a second run writes the same figures.
"""
import json
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, processors, trainers
from transformers import (Gemma2Config, Gemma2ForCausalLM, GemmaConfig, GemmaForCausalLM, GPT2Config, GPT2LMHeadModel,
                          GraniteConfig, GraniteForCausalLM, LlamaConfig, LlamaForCausalLM, MistralConfig,
                          MistralForCausalLM, Qwen2Config, Qwen2ForCausalLM)

CORPUS = ["目利きは、会社が自分の機械で動かす言語モデルを選ぶための道具です。", "質問：日本の首都はどこですか。\n回答：東京です。",
          "It measures quality, speed and cost, and says how sure it is.", "正しいことと、どれだけ確かかを言うことが強みです。"]
TEXTS = ["質問：日本の首都はどこですか。\n回答：", "It measures quality, ﾊﾝｶｸ and 𠮷野家 👍🏽 too.",
         "目利きは、会社が自分の機械で動かす言語モデルを選ぶための道具です。正しいことと、どれだけ確かかを言うことが強みです。"]
PAIRS = [("質問：日本の首都は", "東京です。"), ("質問：日本の首都は", "大阪"), ("It measures  ", "speed"), ("", "東京"), ("回答：", "a")]
GREEDY = "回答："


def tokenizer(bos: bool) -> Tokenizer:
    tok = Tokenizer(models.BPE())
    tok.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tok.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=288, special_tokens=[AddedToken("<unk>", special=True), AddedToken("<s>", special=True),
                                  AddedToken("</s>", special=True)], initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    tok.train_from_iterator(CORPUS, trainer)
    if bos:
        tok.post_processor = processors.TemplateProcessing(single="<s> $A", pair="<s> $A <s> $B", special_tokens=[("<s>", 1)])
    return tok


COMMON = dict(vocab_size=288, hidden_size=64, intermediate_size=96, num_hidden_layers=2, num_attention_heads=4,
              num_key_value_heads=2, max_position_embeddings=2048, bos_token_id=1, eos_token_id=2, pad_token_id=None)
SMALL = COMMON | dict(hidden_size=32, intermediate_size=64, num_attention_heads=2, num_key_value_heads=1)
ROPE = dict(rope_type="default", rope_theta=10000.0)
LLAMA3 = dict(rope_type="llama3", rope_theta=500000.0, factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0,
              original_max_position_embeddings=32)


def llama(**more):
    return LlamaForCausalLM, LlamaConfig, COMMON | dict(rope_parameters=ROPE, tie_word_embeddings=True) | more


# name: (class, configuration class, arguments, stored type, style of config.json, whether the tokenizer adds BOS)
MODELS = {
    "llama-tied": llama(intermediate_size=64) + ("F32", 4, True),
    "llama-untied": (LlamaForCausalLM, LlamaConfig, SMALL | dict(rope_parameters=ROPE | dict(rope_theta=50000.0), tie_word_embeddings=False), "F32", 4, True),
    "llama-heads": llama(num_key_value_heads=4, num_hidden_layers=1) + ("F32", 4, True),
    "llama-bf16": llama() + ("BF16", 4, True),
    "llama-f16": llama() + ("F16", 4, True),
    "llama3-rope": llama(rope_parameters=LLAMA3) + ("BF16", 4, True),
    "llama-linear": llama(rope_parameters=ROPE | dict(rope_type="linear", factor=4.0)) + ("BF16", 4, True),
    "llama-v5": llama(intermediate_size=64, rope_parameters=LLAMA3 | dict(rope_theta=200000.0)) + ("F32", 5, True),
    "llama-sharded": llama() + ("BF16", 4, True),
    "mistral": (MistralForCausalLM, MistralConfig, COMMON | dict(rope_parameters=ROPE, sliding_window=2048, tie_word_embeddings=False), "BF16", 4, True),
    "mistral-head-dim": (MistralForCausalLM, MistralConfig, SMALL | dict(rope_parameters=ROPE, sliding_window=None, num_attention_heads=4, num_key_value_heads=2, head_dim=16, tie_word_embeddings=False), "F32", 5, True),
    "qwen2": (Qwen2ForCausalLM, Qwen2Config, COMMON | dict(rope_parameters=ROPE | dict(rope_theta=1000000.0), tie_word_embeddings=True, use_sliding_window=False), "BF16", 4, False),
    "qwen2-f32": (Qwen2ForCausalLM, Qwen2Config, SMALL | dict(rope_parameters=ROPE, tie_word_embeddings=False), "F32", 5, False),
    "gemma": (GemmaForCausalLM, GemmaConfig, SMALL | dict(hidden_size=96, num_attention_heads=3, num_key_value_heads=1, head_dim=32, rope_parameters=ROPE), "BF16", 4, True),
    "gemma2": (Gemma2ForCausalLM, Gemma2Config, COMMON | dict(hidden_size=96, num_attention_heads=4, num_key_value_heads=2, head_dim=16, query_pre_attn_scalar=24, sliding_window=2048,
               attn_logit_softcapping=5.0, final_logit_softcapping=8.0, rope_parameters=ROPE), "BF16", 4, True),
    "gemma2-wide": (Gemma2ForCausalLM, Gemma2Config, COMMON | dict(hidden_size=32, num_attention_heads=4, num_key_value_heads=2, head_dim=16, query_pre_attn_scalar=16, sliding_window=2048,
                    rope_parameters=ROPE), "F32", 5, True),
    "granite": (GraniteForCausalLM, GraniteConfig, COMMON | dict(rope_parameters=ROPE, embedding_multiplier=6.0, logits_scaling=3.0, residual_multiplier=0.4, attention_multiplier=0.1,
                tie_word_embeddings=True), "BF16", 4, False),
    "gpt2": (GPT2LMHeadModel, GPT2Config, dict(vocab_size=288, n_embd=32, n_layer=2, n_head=2, n_positions=1024, bos_token_id=1, eos_token_id=2), "F32", 4, False),
    "gpt2-prefixed": (GPT2LMHeadModel, GPT2Config, dict(vocab_size=288, n_embd=32, n_layer=1, n_head=2, n_positions=512, n_inner=64, bos_token_id=1, eos_token_id=2), "BF16", 5, False),
}
DTYPES = {"F32": torch.float32, "BF16": torch.bfloat16, "F16": torch.float16}


def fill(model):
    for name, p in model.named_parameters():
        if name.endswith("bias"):
            p.data.normal_(0, 0.3)
        elif "norm" in name or "ln_" in name:
            p.data.normal_(0.2 if "gemma" in type(model).__name__.lower() else 1.0, 0.2)
        elif "embed" in name or "wte" in name or "wpe" in name:
            p.data.normal_(0, 0.3)
        else:
            p.data.normal_(0, 1.3 / p.shape[1] ** 0.5)


def configuration(config, style: int, dtype: str) -> dict:
    d = json.loads(config.to_json_string(use_diff=False))
    keep = {k: v for k, v in d.items() if k in config.to_diff_dict() or k in ("tie_word_embeddings",)}
    keep.pop("dtype", None)
    name = {"F32": "float32", "BF16": "bfloat16", "F16": "float16"}[dtype]
    keep["dtype" if style == 5 else "torch_dtype"] = name
    keep["transformers_version"] = "5.23.0" if style == 5 else "4.46.3"
    if style == 4 and "rope_parameters" in d:
        rope = dict(d["rope_parameters"])
        keep.pop("rope_parameters", None)
        keep["rope_theta"] = rope.pop("rope_theta")
        keep["rope_scaling"] = None if rope["rope_type"] == "default" else rope
    if style == 4 and d["model_type"] == "gpt2":
        keep["n_ctx"] = d["n_positions"]
    return keep


def main(out: Path):
    torch.set_num_threads(1)
    for index, (name, (cls, config_cls, args, dtype, style, bos)) in enumerate(MODELS.items()):
        folder = out / name
        folder.mkdir(parents=True, exist_ok=True)
        tok = tokenizer(bos)
        torch.manual_seed(1000 + index)
        config = config_cls(**args)
        config.architectures = [cls.__name__]
        config._attn_implementation = "eager"
        model = cls(config).eval()
        with torch.no_grad():
            fill(model)
        model = model.to(torch.float64)
        for p in model.parameters():  # only parameters are stored rounded; rotary frequencies never are
            p.data = p.data.to(DTYPES[dtype]).to(torch.float64)
        for n, b in model.named_buffers():
            if n.endswith("embed_scale"):
                b.data.fill_(config.hidden_size ** 0.5)
        state = {k: v.to(DTYPES[dtype]).contiguous().clone() for k, v in model.state_dict().items()}
        if getattr(config, "tie_word_embeddings", True):
            state.pop("lm_head.weight", None)
        if name == "gpt2":
            state = {k.removeprefix("transformer."): v for k, v in state.items()}
        for old in folder.glob("model*"):
            old.unlink()
        if name == "llama-sharded":
            keys = sorted(state)
            shards = {"model-00001-of-00002.safetensors": keys[: len(keys) // 2], "model-00002-of-00002.safetensors": keys[len(keys) // 2:]}
            for file, ks in shards.items():
                save_file({k: state[k] for k in ks}, folder / file, metadata={"format": "pt"})
            total = sum(v.numel() * v.element_size() for v in state.values())
            (folder / "model.safetensors.index.json").write_text(json.dumps(
                {"metadata": {"total_size": total}, "weight_map": {k: f for f, ks in shards.items() for k in ks}}, indent=1))
        else:
            save_file(state, folder / "model.safetensors", metadata={"format": "pt"})
        (folder / "config.json").write_text(json.dumps(configuration(config, style, dtype), indent=1) + "\n")
        tok.save(str(folder / "tokenizer.json"), pretty=False)
        (folder / "tokenizer_config.json").write_text(json.dumps(
            {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "tokenizer_class": "PreTrainedTokenizerFast"}, indent=1) + "\n")
        (folder / "reference.json").write_text(json.dumps(reference(model, tok, bos), ensure_ascii=False) + "\n")
        size = sum(f.stat().st_size for f in folder.iterdir())
        print(f"{name}: {size:,} bytes")


@torch.no_grad()
def reference(model, tok, bos: bool) -> dict:
    def logprobs(ids):
        return torch.log_softmax(model(torch.tensor([ids])).logits[0].double(), -1)

    texts = []
    for text in TEXTS:
        ids = tok.encode(text).ids
        lp = logprobs(ids)
        texts.append({"text": text, "ids": ids, "logprobs": [lp[i, t].item() for i, t in enumerate(ids[1:])]})
    pairs = []
    for context, continuation in PAIRS:
        spaces = len(context) - len(context.rstrip())
        c, k = (context[:-spaces], context[-spaces:] + continuation) if spaces else (context, continuation)
        if c:
            before = tok.encode(c).ids
            rest = tok.encode(c + k).ids[len(before):]
        else:
            before, rest = [1], tok.encode(k, add_special_tokens=False).ids
        lp = logprobs(before + rest)[len(before) - 1:-1]
        pairs.append({"context": context, "continuation": continuation, "ids": rest,
                      "logprob": sum(lp[i, t].item() for i, t in enumerate(rest)),
                      "greedy": all(lp[i].argmax().item() == t for i, t in enumerate(rest))})
    ids = tok.encode(GREEDY).ids
    made = []
    for _ in range(16):
        made.append(logprobs(ids + made)[-1].argmax().item())
        if made[-1] == 2:
            break
    return {"texts": texts, "pairs": pairs, "greedy": {"prompt": GREEDY, "ids": made, "text": tok.decode([i for i in made if i != 2])}}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
