"""Blocks of GGML's quantised formats, and what the package gguf makes of them. Format: ../README.md."""
import pathlib

import numpy as np
from gguf import GGMLQuantizationType as Type
from gguf.constants import GGML_QUANT_SIZES
from gguf.quants import dequantize
from safetensors.numpy import save_file

OUT = pathlib.Path(__file__).resolve().parents[1]
# Where the halves of a block's scales stand.
HALVES = {
    "Q4_0": [0], "Q4_1": [0, 2], "Q5_0": [0], "Q5_1": [0, 2], "Q8_0": [0],
    "Q2_K": [80, 82], "Q3_K": [108], "Q4_K": [0, 2], "Q5_K": [0, 2], "Q6_K": [208],
}


def main():
    random = np.random.default_rng(7)
    tensors = {}
    for name, places in HALVES.items():
        _, size = GGML_QUANT_SIZES[Type[name]]
        # Every byte is allowed; scales are of a weight's size, one is subnormal, one zero.
        blocks = random.integers(0, 256, (6, size), dtype=np.uint8)
        for place in places:
            halves = random.normal(0, 0.02, 6).astype(np.float16)
            halves[4], halves[5] = 3e-7, 0
            blocks[:, place:place + 2] = halves.view(np.uint8).reshape(6, 2)
        tensors["blocks." + name] = blocks
        tensors["values." + name] = dequantize(blocks, Type[name]).reshape(-1).astype(np.float32)
    save_file(tensors, OUT / "quantized.safetensors")


if __name__ == "__main__":
    main()
