"""Greedy and beam continuations of tiny random models, and the sets that sampling may draw from. Formats: ../README.md.

    python generation.py [NAME ...]

With names, those models are made and added to what is there. A model's seed is its place in the list: a new one stands last.
"""
import json
import pathlib
import sys

import torch
import transformers as hf

OUT = pathlib.Path(__file__).resolve().parents[1] / "generation"
PROMPTS, ROOM, BEAMS, PENALTIES, VOCABULARY = 50, 24, 4, (1.0, 0.6, 2.0), 64
SHAPE = dict(vocab_size=VOCABULARY, bos_token_id=0, eos_token_id=1)
ROTARY = dict(SHAPE, hidden_size=24, intermediate_size=32, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2,
              max_position_embeddings=64, rope_parameters=dict(rope_type="default", rope_theta=10000.0))
MODELS = {
    "llama": hf.LlamaConfig(**ROTARY, tie_word_embeddings=True),
    "qwen2": hf.Qwen2Config(**ROTARY, tie_word_embeddings=False),
    # Its window is shorter than every answer.
    "starcoder2": hf.Starcoder2Config(**ROTARY, sliding_window=7, use_bias=True, hidden_act="gelu_pytorch_tanh"),
    "gpt2": hf.GPT2Config(**SHAPE, n_embd=24, n_layer=2, n_head=3, n_positions=64),
    "smollm3": hf.SmolLM3Config(**ROTARY, pad_token_id=None, tie_word_embeddings=False, no_rope_layers=[0, 1]),
    "granite": hf.GraniteConfig(**ROTARY, tie_word_embeddings=False, embedding_multiplier=3, residual_multiplier=0.8,
                                attention_multiplier=0.3, logits_scaling=1.25),
    "olmo2": hf.Olmo2Config(**ROTARY, pad_token_id=None),
    # Answers begin with short frequencies and end with long ones.
    "phi3": hf.Phi3Config(**dict(ROTARY, rope_parameters=dict(
        rope_type="longrope", rope_theta=10000.0, short_factor=[1.0, 1.2, 1.4], long_factor=[1.0, 3.0, 5.0])),
        pad_token_id=None, original_max_position_embeddings=21),
    # √16 has no digits that bfloat16 would round.
    "gemma": hf.GemmaConfig(**dict(ROTARY, hidden_size=16, head_dim=6), pad_token_id=None),
    "gemma2": hf.Gemma2Config(**dict(ROTARY, hidden_size=16, head_dim=6), pad_token_id=None, sliding_window=7, query_pre_attn_scalar=6,
                              attn_logit_softcapping=4.0, final_logit_softcapping=8.0),
    "gemma3": hf.Gemma3TextConfig(**{k: v for k, v in ROTARY.items() if k != "rope_parameters"} | dict(hidden_size=16, head_dim=6),
                                  pad_token_id=None, sliding_window=7, sliding_window_pattern=2, query_pre_attn_scalar=6),
    "mixtral": hf.MixtralConfig(**ROTARY, num_local_experts=6, num_experts_per_tok=2, sliding_window=9),
    "qwen3-moe": hf.Qwen3MoeConfig(**ROTARY, head_dim=8, num_local_experts=4, num_experts_per_tok=3, moe_intermediate_size=16,
                                   decoder_sparse_step=2),
}
ENDS = {"llama": 1, "qwen2": 2, "starcoder2": 1, "gpt2": 1, "smollm3": 1, "granite": 1, "olmo2": 1, "phi3": 1, "gemma": 1, "gemma2": 1, "gemma3": 1, "mixtral": 1, "qwen3-moe": 1}  # how many end tokens
WARPED = 4  # models whose logits the warpers are shown


def model_of(config, seed):
    """Weights rounded to bfloat16; attention not uniform, logits with a standard deviation of at least 2."""
    torch.manual_seed(seed)
    model = hf.AutoModelForCausalLM.from_config(config).eval()
    with torch.no_grad():
        for name, p in model.named_parameters():
            if p.dim() == 1 and name.endswith("weight"):
                p.copy_(1 + 0.2 * torch.randn_like(p))
            elif p.dim() == 1:
                p.normal_(0, 0.2)
            elif "embed" in name or "wte" in name or "wpe" in name:
                p.normal_(0, 0.6)
            elif "lm_head" in name:
                p.normal_(0, 0.8)
            else:
                p.normal_(0, 1.6 / min(p.shape) ** 0.5)
    return model.to(torch.bfloat16)


def prompts(seed):
    g = torch.Generator().manual_seed(seed)
    return [torch.randint(2, VOCABULARY, (1 + i % 19,), generator=g) for i in range(PROMPTS)]


class Gaps:
    """The smallest gap between neighbours among the candidates of each step of a beam search."""
    smallest = float("inf")

    def __call__(self, accumulated_log_probs, beams_to_keep, **rest):
        top = torch.topk(accumulated_log_probs, k=beams_to_keep + 1)[0][0]
        top = top[top > -1e8]
        self.smallest = min(self.smallest, (top[:-1] - top[1:]).min().item())
        return self.own(accumulated_log_probs=accumulated_log_probs, beams_to_keep=beams_to_keep, **rest)


def continuations(model, texts, ends):
    """Without and with beams: tokens behind the prompt (the end token among them), and the smallest gaps."""
    out = dict(greedy=[], greedy_gap=[], beam={}, beam_gap={})
    common = dict(do_sample=False, max_new_tokens=ROOM, eos_token_id=ends, pad_token_id=0)
    for x in texts:
        y = model.generate(x[None], **common)[0]
        out["greedy"].append(y[len(x):].tolist())
        top = torch.topk(model(y[None]).logits[0, len(x) - 1:-1], 2)[0]
        out["greedy_gap"].append((top[:, 0] - top[:, 1]).min().item())
    gaps = Gaps()
    gaps.own = model._get_top_k_continuations
    model._get_top_k_continuations = gaps
    for penalty in PENALTIES:
        made, smallest = [], []
        for x in texts:
            gaps.smallest = float("inf")
            y = model.generate(x[None], **common, num_beams=BEAMS, length_penalty=penalty, early_stopping=False)[0]
            made.append(y[len(x):].tolist())
            smallest.append(gaps.smallest)
        out["beam"][str(penalty)] = made
        out["beam_gap"][str(penalty)] = smallest
    del model._get_top_k_continuations
    return out


def ends_of(model, texts, count):
    """The tokens that most often come somewhere in the middle of what the model says: it is to end there."""
    seen = torch.zeros(VOCABULARY)
    for x in texts:
        y = model.generate(x[None], do_sample=False, max_new_tokens=ROOM, eos_token_id=None, pad_token_id=0)[0]
        for token in set(y[len(x) + 4:].tolist()):
            seen[token] += 1
    near = (seen - 0.4 * PROMPTS / count).abs()
    return torch.argsort(near)[:count].tolist()


def warped(logits):
    """The sets of transformers' warpers, in their order, on rows of logits."""
    cases = []
    for t, k, p in [(1.0, None, None), (0.7, 5, None), (1.3, None, 0.9), (0.8, 20, 0.5), (1.0, 1, None), (2.0, None, 0.05),
                    (0.5, 64, 0.99), (1.0, 200, 1.0)]:
        steps = [hf.TemperatureLogitsWarper(t)] if t != 1 else []
        steps += [hf.TopKLogitsWarper(k)] if k else []
        steps += [hf.TopPLogitsWarper(p)] if p is not None and p < 1 else []
        scores = logits
        for step in steps:
            scores = step(None, scores)
        cases.append(dict(temperature=t, top_k=k, top_p=p, kept=[r.isfinite().nonzero()[:, 0].tolist() for r in scores]))
    return cases


@torch.no_grad()
def main():
    OUT.mkdir(exist_ok=True)
    result, rows = dict(room=ROOM, beams=BEAMS, models={}), []
    if sys.argv[1:]:
        result = json.loads((OUT / "expected.json").read_text())
    for seed, (name, config) in enumerate(MODELS.items()):
        if sys.argv[1:] and name not in sys.argv[1:]:
            continue
        rounded = model_of(config, seed + 11)
        rounded.save_pretrained(OUT / name)
        (OUT / name / "generation_config.json").unlink(missing_ok=True)
        model = hf.AutoModelForCausalLM.from_pretrained(OUT / name, dtype=torch.float32).eval()
        texts = prompts(seed)
        logits = torch.cat([model(x[None]).logits[0] for x in texts])
        std = logits.std().item()
        assert std >= 2, (name, std)
        ends = ends_of(model, texts, ENDS[name])
        made = continuations(model, texts, ends)
        ended = sum(y[-1] in ends for y in made["greedy"])
        print(f"{name}: standard deviation of the logits {std:.2f}, ends {ends}, {ended} of {PROMPTS} greedy answers end, "
              f"smallest greedy gap {min(made['greedy_gap']):.2g}")
        assert 5 <= ended <= 45
        result["models"][name] = dict(logit_deviation=std, ends=ends, prompts=[x.tolist() for x in texts], **made)
        rows.append(logits[torch.randperm(len(logits), generator=torch.Generator().manual_seed(seed))[:3]])
    if not sys.argv[1:]:
        logits = torch.cat(rows[:WARPED])
        result["warpers"] = dict(logits=logits.tolist(), cases=warped(logits))
    (OUT / "expected.json").write_text(json.dumps(result, separators=(",", ":")) + "\n")


main()
