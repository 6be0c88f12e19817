"""Adapters that PEFT tuned on tiny models, with their logits, loss and gradients. Formats: ../README.md."""
import json
import pathlib
import shutil

import peft
import torch
import torch.nn.functional as F
import transformers as hf
from safetensors.torch import load_file, save_file

OUT = pathlib.Path(__file__).resolve().parents[1]
LENGTHS, STARTS = [9, 21, 14], [3, 8, 1]
ADAPTERS = [
    ("lora-llama", "llama-gqa", dict(r=4, lora_alpha=10, lora_dropout=0.1, target_modules="all-linear")),
    ("lora-llama-rs", "llama-tied", dict(r=3, lora_alpha=5, use_rslora=True, target_modules=["q_proj", "v_proj", "down_proj"])),
    ("lora-gpt2", "families/gpt2", dict(r=4, lora_alpha=8, target_modules=["c_attn", "c_proj", "c_fc"], fan_in_fan_out=True)),
    ("lora-qwen2", "families/qwen2", dict(r=2, lora_alpha=6, target_modules=r".*\.1\..*(k_proj|up_proj|o_proj)")),
]


def losses(model, tokens):
    return [F.cross_entropy(model(input_ids=x[None]).logits[0, s - 1:-1], x[s:], reduction="none")
            for x, s in zip(tokens, STARTS)]


def make(name, base, seed, options):
    torch.manual_seed(seed)
    model = hf.AutoModelForCausalLM.from_pretrained(OUT / base, dtype=torch.float32)
    model = peft.get_peft_model(model, peft.LoraConfig(task_type="CAUSAL_LM", **options))
    tokens = [torch.randint(0, model.config.vocab_size, (n,)) for n in LENGTHS]
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=3e-2)
    model.train()
    for _ in range(8):
        optimizer.zero_grad()
        torch.cat(losses(model, tokens)).mean().backward()
        optimizer.step()
    optimizer.zero_grad()
    model.eval()

    folder = OUT / name
    model.peft_config["default"].base_model_name_or_path = f"../{base}"  # from the adapter's own directory
    model.save_pretrained(folder)
    (folder / "README.md").unlink(missing_ok=True)
    path = folder / "adapter_config.json"
    fields = json.loads(path.read_text())
    if isinstance(fields["target_modules"], list):
        fields["target_modules"].sort()  # PEFT keeps a set, whose order differs from run to run
    path.write_text(json.dumps(fields, indent=2) + "\n")

    loss = torch.cat(losses(model, tokens)).mean()
    loss.backward()
    out = {"answer_start": torch.tensor(STARTS, dtype=torch.int32), "loss": loss.detach().reshape(1)}
    for i, x in enumerate(tokens):
        out[f"tokens.{i}"] = x.to(torch.int32)
        out[f"logits.{i}"] = model(input_ids=x[None]).logits[0].detach().contiguous()
    for n, p in model.named_parameters():
        if p.requires_grad:
            out["grad." + n.replace(".default", "")] = p.grad.contiguous()
    assert {n[5:] for n in out if n.startswith("grad.")} == set(load_file(folder / "adapter_model.safetensors"))
    with model.disable_adapter():  # the adapter matters
        assert (model(input_ids=tokens[0][None]).logits[0] - out["logits.0"]).abs().max() > 0.1
    save_file(out, folder / "expected.safetensors")


for seed, (name, base, options) in enumerate(ADAPTERS):
    shutil.rmtree(OUT / name, ignore_errors=True)
    make(name, base, seed, options)
