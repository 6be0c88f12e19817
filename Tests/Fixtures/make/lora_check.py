"""python lora_check.py DIR: loads the adapter that cact wrote in DIR with PEFT, and prints how far its logits are from those that
cact wrote beside it (logits.safetensors: tokens.i and logits.i). Exit status 1 beyond 1e-4 of the largest logit."""
import pathlib
import sys

import peft
import torch
from safetensors.torch import load_file

folder = pathlib.Path(sys.argv[1])
model = peft.AutoPeftModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
merged = peft.AutoPeftModelForCausalLM.from_pretrained(folder, dtype=torch.float32).merge_and_unload().eval()
written = load_file(folder / "logits.safetensors")
worst = 0.0
for i in range(sum(name.startswith("tokens.") for name in written)):
    ours = written[f"logits.{i}"]
    for by in (model, merged):
        with torch.no_grad():
            theirs = by(input_ids=written[f"tokens.{i}"].long()[None]).logits[0]
        worst = max(worst, ((ours - theirs).abs().max() / theirs.abs().max()).item())
print(f"{folder.name}: max |difference| / max |logit| = {worst:.2e}")
sys.exit(worst > 1e-4)
