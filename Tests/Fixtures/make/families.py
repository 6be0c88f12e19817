"""Tiny random checkpoints of each family with its odd options switched on, with their logits, gradients and IFD. Formats: ../README.md.

    python families.py [NAME ...]

A model's seed is its place in its list, from 0 or from 100 on: a new one stands last.
"""
import pathlib
import sys

import torch
import torch.nn.functional as F
import transformers as hf
from safetensors.torch import save_file

OUT = pathlib.Path(__file__).resolve().parents[1] / "families"
VOCABULARY, LENGTHS, STARTS = 32, [150, 24, 9], [120, 6, 1]
EVERY = 13  # positions between those whose logits are stored

BASE = dict(vocab_size=VOCABULARY, hidden_size=16, intermediate_size=12, num_hidden_layers=2, num_attention_heads=4,
            num_key_value_heads=2, max_position_embeddings=160, bos_token_id=0, eos_token_id=1, hidden_act="silu")


def rope(kind, theta=10000.0, **values):
    return dict(rope_type=kind, rope_theta=theta, **values)


def llama(**changes):
    return hf.LlamaForCausalLM(hf.LlamaConfig(**{**BASE, "tie_word_embeddings": False, "rope_parameters": rope("default"), **changes}))


def models():
    yield "llama-biases", lambda: llama(attention_bias=True, mlp_bias=True, rope_parameters=rope("linear", 100000.0, factor=4.0))
    yield "llama-3", lambda: llama(head_dim=12, num_key_value_heads=1, num_hidden_layers=1, tie_word_embeddings=True, eos_token_id=[1, 2], hidden_act="gelu",
                                   rope_parameters=rope("llama3", 500.0, factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0,
                                                        original_max_position_embeddings=40))
    yield "llama-yarn", lambda: llama(head_dim=16, num_attention_heads=2, num_key_value_heads=1, num_hidden_layers=1,
                                      rope_parameters=rope("yarn", 1000.0, factor=4.0, original_max_position_embeddings=40))
    yield "qwen2", lambda: hf.Qwen2ForCausalLM(hf.Qwen2Config(
        **BASE, tie_word_embeddings=True, rope_parameters=rope("default", 1000000.0), use_sliding_window=True, sliding_window=10,
        max_window_layers=1))
    yield "qwen3", lambda: hf.Qwen3ForCausalLM(hf.Qwen3Config(
        **BASE | dict(num_key_value_heads=1), head_dim=6, tie_word_embeddings=False, attention_bias=True,
        rope_parameters=rope("default", 5000.0), use_sliding_window=True, sliding_window=131,
        layer_types=["sliding_attention", "full_attention"]))
    yield "mistral", lambda: hf.MistralForCausalLM(hf.MistralConfig(
        **BASE | dict(num_hidden_layers=1), head_dim=8, tie_word_embeddings=False, sliding_window=17, rope_parameters=rope("default", 30000.0)))
    yield "starcoder2", lambda: hf.Starcoder2ForCausalLM(hf.Starcoder2Config(
        **BASE | dict(hidden_act="gelu_pytorch_tanh"), tie_word_embeddings=True, norm_epsilon=1e-3, use_bias=True, sliding_window=12,
        rope_parameters=rope("default", 999999.0)))
    yield "starcoder2-plain", lambda: hf.Starcoder2ForCausalLM(hf.Starcoder2Config(
        **BASE | dict(hidden_act="gelu", num_key_value_heads=4, num_hidden_layers=1), tie_word_embeddings=False, use_bias=False,
        sliding_window=None, rope_parameters=rope("default")))
    gpt2 = dict(vocab_size=VOCABULARY, n_positions=150, n_embd=12, n_layer=2, n_head=3, bos_token_id=0, eos_token_id=0)
    yield "gpt2", lambda: hf.GPT2LMHeadModel(hf.GPT2Config(**gpt2 | dict(n_layer=1), layer_norm_epsilon=1e-3))
    yield "gpt2-odd", lambda: hf.GPT2LMHeadModel(hf.GPT2Config(
        **gpt2, n_inner=20, scale_attn_by_inverse_layer_idx=True, scale_attn_weights=False, activation_function="gelu",
        tie_word_embeddings=False))
    yield "smollm3", lambda: hf.SmolLM3ForCausalLM(hf.SmolLM3Config(
        **BASE, pad_token_id=None, tie_word_embeddings=True, mlp_bias=True, no_rope_layer_interval=2, use_sliding_window=True,
        sliding_window=11, rope_parameters=rope("default", 50000.0)))
    yield "granite", lambda: hf.GraniteForCausalLM(hf.GraniteConfig(
        **BASE, tie_word_embeddings=True, attention_bias=True, mlp_bias=True, embedding_multiplier=2.5, residual_multiplier=0.6,
        attention_multiplier=0.35, logits_scaling=1.7, rope_parameters=rope("default", 20000.0)))
    yield "olmo2", lambda: hf.Olmo2ForCausalLM(hf.Olmo2Config(
        **BASE, pad_token_id=None, tie_word_embeddings=False, attention_bias=True, rms_norm_eps=1e-3, rope_parameters=rope("default", 70000.0)))
    phi3 = dict(pad_token_id=None, num_attention_heads=2, num_key_value_heads=1)
    yield "phi3", lambda: hf.Phi3ForCausalLM(hf.Phi3Config(
        **BASE | phi3, tie_word_embeddings=False, original_max_position_embeddings=40, rope_parameters=rope(
            "longrope", 20000.0, partial_rotary_factor=0.75, short_factor=[1.0, 1.1, 1.3], long_factor=[1.0, 2.5, 4.0])))
    yield "phi3-window", lambda: hf.Phi3ForCausalLM(hf.Phi3Config(
        **BASE | phi3 | dict(num_hidden_layers=1), tie_word_embeddings=True, sliding_window=19, rope_parameters=rope("default", 30000.0)))
    gemma = {k: v for k, v in BASE.items() if k != "hidden_act"} | dict(pad_token_id=None, head_dim=6)
    yield "gemma", lambda: hf.GemmaForCausalLM(hf.GemmaConfig(
        **gemma | dict(num_hidden_layers=1), hidden_act="gelu", attention_bias=True, rope_parameters=rope("default", 40000.0)))
    yield "gemma2", lambda: hf.Gemma2ForCausalLM(hf.Gemma2Config(
        **gemma, sliding_window=11, query_pre_attn_scalar=10, attn_logit_softcapping=3.0, final_logit_softcapping=4.0,
        rope_parameters=rope("default", 40000.0)))
    yield "gemma3", lambda: hf.Gemma3ForCausalLM(hf.Gemma3TextConfig(
        **gemma, sliding_window=11, sliding_window_pattern=2, query_pre_attn_scalar=10, final_logit_softcapping=5.0, rope_parameters=dict(
            full_attention=rope("linear", 50000.0, factor=3.0), sliding_attention=rope("default", 600.0))))
    yield "llama-dynamic", lambda: llama(num_hidden_layers=1, rope_parameters=rope("dynamic", 2000.0, factor=2.0))


def sparse_models():
    """Those with experts."""
    yield "mixtral", lambda: hf.MixtralForCausalLM(hf.MixtralConfig(
        **BASE | dict(intermediate_size=8), head_dim=6, tie_word_embeddings=False, sliding_window=19, num_local_experts=5,
        num_experts_per_tok=2, rope_parameters=rope("default", 40000.0)))
    yield "qwen3-moe", lambda: hf.Qwen3MoeForCausalLM(hf.Qwen3MoeConfig(
        **BASE | dict(num_hidden_layers=1), head_dim=6, tie_word_embeddings=False, num_experts=6, num_experts_per_tok=3,
        moe_intermediate_size=8, norm_topk_prob=True, rope_parameters=rope("default", 5000.0)))
    yield "qwen3-moe-odd", lambda: hf.Qwen3MoeForCausalLM(hf.Qwen3MoeConfig(
        **BASE | dict(hidden_act="gelu"), tie_word_embeddings=True, attention_bias=True, use_sliding_window=True, sliding_window=23,
        num_experts=4, num_experts_per_tok=2, moe_intermediate_size=8, norm_topk_prob=False, mlp_only_layers=[0],
        rope_parameters=rope("default", 80000.0)))


def of_file(model, values):
    """Values by parameter, by the names that files have: of each expert, where transformers stacks them."""
    names = dict(up=("w1", "w3"), down="w2") if model.config.model_type == "mixtral" else dict(up=("gate_proj", "up_proj"), down="down_proj")
    for name, value in values.items():
        name = name.replace(".mlp.", ".block_sparse_moe.") if model.config.model_type == "mixtral" else name
        start, dot, last = name.rpartition(".")
        if not start.endswith(".experts"):
            yield name, value
            continue
        for e, one in enumerate(value):
            parts = zip(names["up"], one.chunk(2)) if last == "gate_up_proj" else [(names["down"], one)]
            for part, rows in parts:
                yield f"{start}.{e}.{part}.weight", rows


def liven(model, seed):
    """Weights large enough that attention is not uniform and logits have a spread above 1; biases and norms of no round value."""
    torch.manual_seed(seed)
    with torch.no_grad():
        for name, p in model.named_parameters():
            if name.endswith("bias"):
                p.copy_(0.3 * torch.randn_like(p))
            elif p.dim() == 1:
                p.copy_(1 + 0.3 * torch.randn_like(p))
            elif "embed_tokens" in name or "wte" in name or "wpe" in name:
                p.normal_(0, 0.7)
            elif "lm_head" in name:
                p.normal_(0, 1.6 / p.shape[1] ** 0.5)
            else:
                p.normal_(0, 1.3 / (p.shape[0] if "c_" in name and model.config.model_type == "gpt2" else p.shape[-1]) ** 0.5)


def nll(model, tokens, start):
    logits = model(input_ids=tokens[None]).logits[0]
    return logits, F.cross_entropy(logits[start - 1:-1], tokens[start:], reduction="none")


def expected(model, seed):
    g = torch.Generator().manual_seed(seed)
    out, parts = {"answer_start": torch.tensor(STARTS, dtype=torch.int32)}, []
    ifd = []
    for i, (n, start) in enumerate(zip(LENGTHS, STARTS)):
        tokens = torch.randint(0, VOCABULARY, (n,), generator=g)
        logits, part = nll(model, tokens, start)
        parts.append(part)
        out[f"tokens.{i}"] = tokens.to(torch.int32)
        out[f"logits.{i}"] = logits.detach()[::EVERY].contiguous()
        # The answer with and without what stands before it; a begin-of-text before the answer alone.
        alone = torch.cat([torch.tensor([model.config.bos_token_id]), tokens[start:]])
        with torch.no_grad():
            ifd.append(torch.exp(part.detach().mean() - nll(model, alone, 1)[1].mean()))
    assert torch.cat([out[f"logits.{i}"] for i in range(len(LENGTHS))]).std() >= 1, model.config.model_type
    loss = torch.cat(parts).mean()
    loss.backward()
    out |= {"loss": loss.detach().reshape(1), "ifd": torch.stack(ifd)}
    gradients = {n: p.grad for n, p in model.named_parameters()}
    out |= {f"grad.{n}": g.contiguous() for n, g in of_file(model, gradients)}
    assert all(v.abs().max() > 1e-6 for k, v in out.items() if k.startswith("grad.")), "a gradient vanishes"
    return out


def main():
    for seed, (name, make) in [*enumerate(models()), *enumerate(sparse_models(), 100)]:
        if sys.argv[1:] and name not in sys.argv[1:]:
            continue
        torch.manual_seed(0)
        model = make().eval()
        model.set_attn_implementation("eager")
        liven(model, seed)
        model.save_pretrained(OUT / name)
        (OUT / name / "generation_config.json").unlink(missing_ok=True)
        save_file(expected(model, seed), OUT / name / "expected.safetensors")
        print(name, sum(f.stat().st_size for f in (OUT / name).iterdir()))


main()
