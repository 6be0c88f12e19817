"""`score target`, `score contrast` and `score gradient` of a small pool, by transformers and autograd. Formats: ../README.md.

The order in which cact draws rows is drawn here by the same generator; everything else is PyTorch's: the model, its gradients, AdamW.
"""
import json
import os
import pathlib

os.environ["HF_HUB_OFFLINE"] = "1"
import numpy as np
import torch
import transformers as hf

from recipe import MASK, counter_values, fnv1a, splitmix64

torch.set_num_threads(1)

OUT = pathlib.Path(__file__).resolve().parents[1]
EMBEDDED = OUT.parents[1] / "share/model/cact-4m"
SEED, DEPTH, RATE, ADAPTER_RATE = 42, 30, 2e-3, 2e-4
RANK, ALPHA, DIMENSION, ADAPTER_STEPS, ADAPTER_ROWS = 8, 16, 1024, 40, 5
CONFIG = dict(architectures=["LlamaForCausalLM"], model_type="llama", vocab_size=4096, hidden_size=48, intermediate_size=96,
              num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2, head_dim=12, hidden_act="silu",
              max_position_embeddings=512, rope_theta=10000.0, rms_norm_eps=1e-5, tie_word_embeddings=True, bos_token_id=0,
              eos_token_id=0, torch_dtype="float32", cact_learning_rate=RATE)
AMPLITUDES = {"embed_tokens": 0.5, "norm": 0.5}  # all others 0.25


class Generator:
    """xoshiro256** seeded by splitmix64, with a stream for each purpose."""

    def __init__(self, seed, stream):
        state = seed ^ fnv1a(stream)
        steps = np.uint64(state) + np.arange(4, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        self.s = [int(x) for x in splitmix64(steps)]

    def next(self):
        s, rotl = self.s, lambda x, k: (x << k | x >> 64 - k) & MASK
        result = rotl(s[1] * 5 & MASK, 7) * 9 & MASK
        t = s[1] << 17 & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotl(s[3], 45)
        return result

    def uniform(self):
        return (self.next() >> 11) * 2.0**-53

    def below(self, n):
        product = self.next() * n
        while product & MASK < n and product & MASK < (2**64 - n) % n:
            product = self.next() * n
        return product >> 64

    def permutation(self, n):
        order = list(range(n))
        for i in range(n - 1, 0, -1):
            j = self.below(i + 1)
            order[i], order[j] = order[j], order[i]
        return order


WORDS = {
    "sql": "select table join where group order count index update insert column query limit having union view key null sum row".split(),
    "shell": "grep awk sed pipe sort file cut head tail xargs chmod find mount kernel socket cron tar ssh disk log".split(),
    "verse": "moon river silver autumn lantern whisper harbour meadow winter candle thunder sparrow garden orchard shadow ember violet stone echo rain".split(),
    "sums": "seven eleven ratio total divide prime square angle triangle fraction decimal minus equals twenty hundred modulus vector matrix slope sine".split(),
}


def row(kind, number):
    """A question and an answer of words of one kind, another mixture for each number."""
    generator = Generator(number, "row " + kind)
    pick = lambda n: " ".join(WORDS[kind][generator.below(len(WORDS[kind]))] for _ in range(n))
    return dict(instruction=f"Write {kind} number {number} with {pick(5)}", output=pick(6 + generator.below(12)))


def make_model():
    model, tensors = hf.LlamaForCausalLM(hf.LlamaConfig(**CONFIG)), {}
    with torch.no_grad():
        for name, p in model.named_parameters():
            amplitude = next((a for part, a in AMPLITUDES.items() if part in name), 0.25)
            base = 1.0 if "norm" in name else 0.0
            values = (base + counter_values(name, p.numel()) * amplitude).astype(np.float32)
            p.copy_(torch.from_numpy(values).reshape(p.shape))
            tensors[name] = dict(base=base, amplitude=amplitude)
    return model.eval(), tensors


tok = hf.PreTrainedTokenizerFast(tokenizer_file=str(EMBEDDED / "tokenizer.json"))
ids = lambda text: tok(text, add_special_tokens=False).input_ids


def encoded(r, trained):
    """Tokens, and where the answer begins; end-of-text is trained, not scored."""
    q = ids(f"### Instruction:\n{r['instruction']}\n\n### Response:\n")
    return [0] + q + ids(r["output"]) + ([0] if trained else []), 1 + len(q)


def nats(model, tokens, start):
    logits = model(input_ids=torch.tensor([tokens])).logits[0, start - 1:-1]
    return torch.nn.functional.cross_entropy(logits, torch.tensor(tokens[start:]), reduction="sum"), len(tokens) - start


@torch.no_grad()
def losses(model, rows):
    return [(lambda loss, n: loss.item() / n)(*nats(model, *encoded(r, False))) for r in rows]


def order(count, per_step, steps):
    """Which rows each step sees: each epoch a new permutation, cut into steps."""
    generator, out = Generator(SEED, "tuning order"), []
    while len(out) < steps:
        epoch = generator.permutation(count)
        out += [epoch[i:i + per_step] for i in range(0, count, per_step)]
    return out[:steps]


def tune(model, parameters, rows, per_step, steps, rate):
    """AdamW; the rate rises from 0 over four steps and is held; the global norm is clipped to 1."""
    optimizer = torch.optim.AdamW(parameters, lr=rate, betas=(0.9, 0.999), eps=1e-8, weight_decay=0)
    seen = order(len(rows), per_step, steps)
    for step, batch in enumerate(seen):
        optimizer.param_groups[0]["lr"] = rate * min(1, step / 4)
        optimizer.zero_grad()
        parts = [nats(model, *encoded(rows[i], True)) for i in batch]
        (sum(p[0] for p in parts) / sum(p[1] for p in parts)).backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
    return seen


def sample(count, salt):
    return Generator(SEED + salt, "sample").permutation(count)


class LowRank(torch.nn.Module):
    def __init__(self, inner, module):
        super().__init__()
        self.inner, generator = inner, Generator(SEED, "lora_A " + module)
        bound = inner.in_features**-0.5
        a = [bound * (2 * generator.uniform() - 1) for _ in range(RANK * inner.in_features)]
        self.a = torch.nn.Parameter(torch.tensor(a, dtype=torch.float32).reshape(RANK, -1))
        self.b = torch.nn.Parameter(torch.zeros(inner.out_features, RANK))

    def forward(self, x):
        return self.inner(x) + ALPHA / RANK * (x @ self.a.T @ self.b.T)


def signs(name, count):
    """count x DIMENSION: the recipe of the README."""
    key, words = np.uint64(Generator(SEED, "projection " + name).next()), DIMENSION // 64
    with np.errstate(over="ignore"):
        z = key ^ (np.arange(count * words, dtype=np.uint64) + np.uint64(0x9E3779B97F4A7C15))
        z = (z ^ z >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ z >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
        z ^= z >> np.uint64(31)
        z = (z + np.uint64(0xD1B54A32D192ED03)) * np.uint64(0xFF51AFD7ED558CCD)
        z ^= z >> np.uint64(33)
        bits = z[:, None] >> np.arange(64, dtype=np.uint64) & np.uint64(1)
    return torch.from_numpy(1 - 2 * bits.astype(np.float32).reshape(count, DIMENSION))


def main():
    pool = [row(kind, n) for n in range(1, 23) for kind in WORDS]
    mine = [row("sql", n) for n in range(101, 161)]
    count = 50
    # `hold from`: the first of a permutation, in the order of the file.
    target = [mine[i] for i in sorted(sample(len(mine), 0x401D)[:count])]
    held = count // 10
    kept = lambda rows: [r for i, r in enumerate(rows) if i not in {k * count // held for k in range(held)}]
    per_step = (count - held) // 20

    model, tensors = make_model()
    before = losses(model, pool)
    near = make_model()[0]
    steps = tune(near, list(near.parameters()), kept(target), per_step, DEPTH, RATE)
    drawn = [pool[i] for i in sorted(sample(len(pool), 0xC0)[:count - held])]  # as many as the warm-up on the target sees
    far = make_model()[0]
    tune(far, list(far.parameters()), drawn, per_step, DEPTH, RATE)
    near, far = losses(near, pool), losses(far, pool)

    for p in model.parameters():
        p.requires_grad_(False)
    adapters = {}
    for name, module in list(model.named_modules()):
        if isinstance(module, torch.nn.Linear) and name.startswith("model.layers."):
            parent, _, last = name.rpartition(".")
            wrapped = LowRank(module, name)
            setattr(model.get_submodule(parent), last, wrapped)
            for part, p in (("A", wrapped.a), ("B", wrapped.b)):
                adapters[f"base_model.model.{name}.lora_{part}.weight"] = p
    drawn = [pool[i] for i in sorted(sample(len(pool), 0x1E55)[:ADAPTER_ROWS * ADAPTER_STEPS])]
    tune(model, list(adapters.values()), drawn, ADAPTER_ROWS, ADAPTER_STEPS, ADAPTER_RATE)
    matrices = {name: signs(name, p.numel()) for name, p in adapters.items()}

    def gradient(r):
        model.zero_grad()
        nats(model, *encoded(r, False))[0].backward()
        whole = torch.cat([p.grad.flatten() for p in adapters.values()]).double()
        vector = sum(p.grad.flatten() @ matrices[name] for name, p in adapters.items()).double()
        return vector / vector.norm(), whole / whole.norm()

    aims = [gradient(r) for r in target]
    rows = [gradient(r) for r in pool]
    projected = [float(np.mean([float(v @ a[0]) for a in aims])) for v, _ in rows]
    exact = [float(np.mean([float(v @ a[1]) for a in aims])) for _, v in rows]

    out = dict(config=CONFIG, tensors=tensors, depth=DEPTH, mine=mine, target=[r["instruction"] for r in target],
               steps=steps, per_step=per_step)
    lines = ",\n".join(
        json.dumps(r | {k: round(x, 9) for k, x in dict(
            loss=b, target=(b - n) / b, contrast=(f - n) / b, gradient=g, exact=e).items()})
        for r, b, n, f, g, e in zip(pool, before, near, far, projected, exact))
    (OUT / "measures.json").write_text(json.dumps(out)[:-1] + ', "pool": [\n' + lines + "\n]}\n")
    kinds = {k: [i for i in range(len(pool)) if f" {k} " in pool[i]["instruction"]] for k in WORDS}
    for name, values in (("target", [(b - n) / b for b, n in zip(before, near)]),
                         ("contrast", [(f - n) / b for b, n, f in zip(before, near, far)]), ("gradient", projected)):
        print(name, {k: round(float(np.mean([values[i] for i in at])), 4) for k, at in kinds.items()})
    ranks = lambda x: np.argsort(np.argsort(x))
    print("rank correlation of projected and exact:", np.corrcoef(ranks(projected), ranks(exact))[0, 1])


main()
