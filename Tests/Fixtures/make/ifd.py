"""IFD of the first 64 rows of evol-codealpaca-1.json, right and in three wrong ways. Formats: ../README.md.

    python ifd.py --peer PEER_SCORE.py --data evol-codealpaca-1.json [--model share/model/cact-4m]

Without --model it is the random model 256 wide whose weights come from a counter, so that a test can rebuild them.
"""
import argparse
import hashlib
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile

os.environ["HF_HUB_OFFLINE"] = "1"
import numpy as np
import torch
import transformers as hf

OUT = pathlib.Path(__file__).resolve().parents[1]
EMBEDDED = OUT.parents[1] / "share/model/cact-4m"
ROWS, MAX_LENGTH = 64, 1024
CONFIG = dict(architectures=["LlamaForCausalLM"], model_type="llama", vocab_size=4096, hidden_size=256, intermediate_size=704,
              num_hidden_layers=2, num_attention_heads=8, num_key_value_heads=2, head_dim=32, hidden_act="silu",
              max_position_embeddings=2048, rope_theta=10000.0, rms_norm_eps=1e-5, tie_word_embeddings=False, bos_token_id=0,
              eos_token_id=0, torch_dtype="float32")
AMPLITUDES = {"embed_tokens": 4.0, "lm_head": 0.5, "down_proj": 0.125, "norm": 0.5}  # all others 0.25


def fnv1a(data):
    h = 0xCBF29CE484222325
    for byte in data:
        h = (h ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return h


def counter_values(name, count):
    """count values in [-0.5, 0.5) in steps of 2^-24: the recipe of the README."""
    with np.errstate(over="ignore"):
        z = np.uint64(fnv1a(name.encode())) + np.arange(count, dtype=np.uint64) + np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ z >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ z >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
        z = z ^ z >> np.uint64(31)
    return (z >> np.uint64(40)).astype(np.float64) * 2.0**-24 - 0.5


def write_random(folder):
    """The random model as a Hugging Face directory; returns what the fixture says of its tensors."""
    model, tensors = hf.LlamaForCausalLM(hf.LlamaConfig(**CONFIG)), {}
    with torch.no_grad():
        for name, p in model.named_parameters():
            amplitude = next((a for part, a in AMPLITUDES.items() if part in name), 0.25)
            base = 1.0 if "norm" in name else 0.0
            values = (base + counter_values(name, p.numel()) * amplitude).astype(np.float32)
            p.copy_(torch.from_numpy(values).reshape(p.shape))
            tensors[name] = dict(shape=list(p.shape), base=base, amplitude=amplitude,
                                 probe=[float(values[k]) for k in (0, 1, 2, -1)])
    model.save_pretrained(folder)
    for file in ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"):
        (folder / file).write_bytes((EMBEDDED / file).read_bytes())
    return tensors


@torch.no_grad()
def nll(model, tokens, start):
    logits = model(input_ids=torch.tensor([tokens])).logits[0].float()
    return -torch.log_softmax(logits[start - 1:-1], -1)[range(len(tokens) - start), tokens[start:]].mean().item()


def variants(model, tok, row):
    """IFD right, with end-of-text scored, with the first token lost, and tokenized jointly."""
    ids = lambda s: tok(s, add_special_tokens=False).input_ids
    end, template = [tok.eos_token_id], f"### Instruction:\n{row['instruction']}\n\n### Response:\n"
    q = ids(template)
    cut = lambda answer: ids(answer)[: MAX_LENGTH - 1 - len(q)]
    a, indented = cut(row["output"]), cut("    " + row["output"])
    joint = (end + ids(template + "    " + row["output"]))[:MAX_LENGTH]
    ratio = lambda cond, direct: math.exp(nll(model, *cond) - nll(model, *direct))
    return dict(
        ifd=ratio((end + q + a, 1 + len(q)), (end + a, 1)),
        ifd_end_scored=ratio((end + q + a + end, 1 + len(q)), (end + a + end, 1)),
        ifd_first_lost=ratio((q + a, len(q)), (a, 1)),
        indented_ifd=ratio((end + q + indented, 1 + len(q)), (end + indented, 1)),
        indented_ifd_joint=ratio((joint, 1 + len(q)), (end + indented, 1)))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--peer", required=True)
    p.add_argument("--data", required=True, type=pathlib.Path)
    p.add_argument("--model", type=pathlib.Path)
    a = p.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        folder, name = a.model or scratch / "random-256", a.model.name if a.model else "random-256"
        out = dict(model=name, data=a.data.name, max_length=MAX_LENGTH)
        if a.model:
            out |= dict(weights_sha256=hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest())
        else:
            out |= dict(config=CONFIG, tensors=write_random(folder))
        subprocess.run([sys.executable, a.peer, folder, a.data, "--samples", str(ROWS), "--max-length", str(MAX_LENGTH),
                        "--out", scratch / "peer.jsonl"], check=True)
        peer = [json.loads(line) for line in (scratch / "peer.jsonl").read_text().splitlines()]
        tok, model = hf.AutoTokenizer.from_pretrained(folder), hf.AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
        rows = json.loads(a.data.read_text())[:ROWS]
        for reference, row in zip(peer, rows):
            own = variants(model, tok, row)
            assert abs(own.pop("ifd") / reference["ifd"] - 1) < 1e-5, reference
            reference |= own
    lines = ",\n".join(json.dumps(r) for r in peer)
    head = json.dumps(out)[:-1]
    (OUT / f"ifd-{name}.json").write_text(head + ', "rows": [\n' + lines + "\n]}\n")
    spread = np.array([r["ifd"] for r in peer])
    print(f"IFD {spread.min():.3f} to {spread.max():.3f}, standard deviation {spread.std():.3f}")
    for right, wrong in (("ifd", "ifd_end_scored"), ("ifd", "ifd_first_lost"), ("indented_ifd", "indented_ifd_joint")):
        off = np.array([abs(r[wrong] / r[right] - 1) for r in peer])
        print(f"{wrong}: off by a median of {np.median(off):.2e}, above 1e-4 on {int((off > 1e-4).sum())} of {len(peer)} rows")


main()
