"""Logits of SmolLM2-135M-Instruct by transformers from its GGUF file. Format: ../README.md.

    python smollm2.py FOLDER      FOLDER holds SmolLM2-135M-Instruct.Q4_1.gguf
"""
import pathlib
import sys

import torch
import transformers as hf
from safetensors.torch import save_file

OUT = pathlib.Path(__file__).resolve().parents[1]
NAME = "SmolLM2-135M-Instruct.Q4_1.gguf"
# Without digits: transformers' reading of a GGUF file does not cut them apart, as the model's own tokenizer does.
TEXT = """<|im_start|>user
Write a function that adds two numbers, in Python.<|im_end|>
<|im_start|>assistant
def add(a, b):
    \"\"\"Return the sum.\"\"\"
    return a + b
<|im_end|>
"""


def main():
    folder = sys.argv[1]
    tokens = hf.AutoTokenizer.from_pretrained(folder, gguf_file=NAME)(TEXT, return_tensors="pt")["input_ids"]
    model = hf.AutoModelForCausalLM.from_pretrained(folder, gguf_file=NAME, dtype=torch.float32).eval()
    with torch.no_grad():
        logits = model(input_ids=tokens).logits[0]
    save_file({"tokens": tokens[0].to(torch.int32), "logits": logits[::8, ::8].contiguous(),
               "text": torch.tensor(list(TEXT.encode()), dtype=torch.int32)}, OUT / "gguf-smollm2.safetensors")


if __name__ == "__main__":
    main()
