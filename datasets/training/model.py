"""A plain Llama in torch: the same arithmetic as Hugging Face's LlamaForCausalLM, with its tensor names."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class Block(nn.Module):
    def __init__(self, c):
        super().__init__()
        h, i, n, kv = c["hidden_size"], c["intermediate_size"], c["num_attention_heads"], c["num_key_value_heads"]
        self.n, self.kv, self.d = n, kv, h // n
        self.input_layernorm = nn.RMSNorm(h, eps=c["rms_norm_eps"])
        self.post_attention_layernorm = nn.RMSNorm(h, eps=c["rms_norm_eps"])
        self.self_attn = nn.ModuleDict({"q_proj": nn.Linear(h, h, bias=False), "k_proj": nn.Linear(h, kv * self.d, bias=False),
                                        "v_proj": nn.Linear(h, kv * self.d, bias=False), "o_proj": nn.Linear(h, h, bias=False)})
        self.mlp = nn.ModuleDict({"gate_proj": nn.Linear(h, i, bias=False), "up_proj": nn.Linear(h, i, bias=False),
                                  "down_proj": nn.Linear(i, h, bias=False)})

    def forward(self, x, cos, sin):
        b, t, h = x.shape
        y = self.input_layernorm(x)
        q = self.self_attn["q_proj"](y).view(b, t, self.n, self.d).transpose(1, 2)
        k = self.self_attn["k_proj"](y).view(b, t, self.kv, self.d).transpose(1, 2)
        v = self.self_attn["v_proj"](y).view(b, t, self.kv, self.d).transpose(1, 2)
        q, k = rotate(q, cos, sin), rotate(k, cos, sin)
        r = self.n // self.kv
        a = F.scaled_dot_product_attention(q, k.repeat_interleave(r, 1), v.repeat_interleave(r, 1), is_causal=True)
        x = x + self.self_attn["o_proj"](a.transpose(1, 2).reshape(b, t, h))
        y = self.post_attention_layernorm(x)
        return x + self.mlp["down_proj"](F.silu(self.mlp["gate_proj"](y)) * self.mlp["up_proj"](y))


def rotate(x, cos, sin):
    a, b = x.chunk(2, -1)
    return x * cos + torch.cat((-b, a), -1) * sin


class Llama(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.c = c
        self.embed_tokens = nn.Embedding(c["vocab_size"], c["hidden_size"])
        self.layers = nn.ModuleList(Block(c) for _ in range(c["num_hidden_layers"]))
        self.norm = nn.RMSNorm(c["hidden_size"], eps=c["rms_norm_eps"])
        d = c["hidden_size"] // c["num_attention_heads"]
        inverse = 1.0 / c["rope_theta"] ** (torch.arange(0, d, 2).float() / d)
        angle = torch.outer(torch.arange(1024).float(), inverse)
        self.register_buffer("cos", torch.cat((angle.cos(), angle.cos()), -1), persistent=False)
        self.register_buffer("sin", torch.cat((angle.sin(), angle.sin()), -1), persistent=False)
        for name, p in self.named_parameters():
            if p.dim() == 2:
                std = 0.02 if name.startswith("embed") else (p.shape[1] ** -0.5) * 0.6
                if "o_proj" in name or "down_proj" in name:
                    std /= (2 * c["num_hidden_layers"]) ** 0.5
                nn.init.normal_(p, std=std)

    def hidden(self, ids):
        x = self.embed_tokens(ids)
        cos, sin = self.cos[:ids.shape[1]], self.sin[:ids.shape[1]]
        for block in self.layers:
            x = block(x, cos, sin)
        return self.norm(x)

    def forward(self, ids):
        return F.linear(self.hidden(ids), self.embed_tokens.weight)

    def tensors(self):
        """Hugging Face's names; the output weights are tied to the embeddings."""
        return {"model." + k: v for k, v in self.state_dict().items()}
