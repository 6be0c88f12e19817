#!/usr/bin/env python3
"""A model of Qwen2.5-0.5B's exact shape with random bf16 weights and GPT-2's tokenizer, for measuring what large models
cost: make it with `qwen_shape.py TOKENIZER_FOLDER TARGET`, then run `Benchmarks large TARGET`.

TOKENIZER_FOLDER holds GPT-2's tokenizer.json, vocab.json and merges.txt. The vocabulary is padded to Qwen's 151,936.
Needs only NumPy.
"""
import json
import os
import shutil
import struct
import sys

import numpy

LAYERS, HIDDEN, INTERMEDIATE, HEADS, GROUPS, VOCABULARY = 24, 896, 4864, 14, 2, 151_936
HEAD = HIDDEN // HEADS


def shapes():
    yield "model.embed_tokens.weight", [VOCABULARY, HIDDEN]
    for i in range(LAYERS):
        layer = f"model.layers.{i}."
        yield layer + "input_layernorm.weight", [HIDDEN]
        for name, width in (("q", HEADS * HEAD), ("k", GROUPS * HEAD), ("v", GROUPS * HEAD)):
            yield f"{layer}self_attn.{name}_proj.weight", [width, HIDDEN]
            yield f"{layer}self_attn.{name}_proj.bias", [width]
        yield layer + "self_attn.o_proj.weight", [HIDDEN, HEADS * HEAD]
        yield layer + "post_attention_layernorm.weight", [HIDDEN]
        yield layer + "mlp.gate_proj.weight", [INTERMEDIATE, HIDDEN]
        yield layer + "mlp.up_proj.weight", [INTERMEDIATE, HIDDEN]
        yield layer + "mlp.down_proj.weight", [HIDDEN, INTERMEDIATE]
    yield "model.norm.weight", [HIDDEN]


def bf16(values):
    bits = values.astype(numpy.float32).view(numpy.uint32)
    return ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype("<u2")


def main(tokenizer, target):
    os.makedirs(target, exist_ok=True)
    header, offset = {"__metadata__": {"format": "pt"}}, 0
    for name, shape in shapes():
        end = offset + 2 * int(numpy.prod(shape))
        header[name] = {"dtype": "BF16", "shape": shape, "data_offsets": [offset, end]}
        offset = end
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    random = numpy.random.default_rng(1)
    with open(os.path.join(target, "model.safetensors"), "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for name, shape in shapes():
            if name.endswith("norm.weight"):
                file.write(bf16(numpy.ones(shape)).tobytes())
                continue
            left = int(numpy.prod(shape))
            while left > 0:
                count = min(left, 1 << 24)
                file.write(bf16(0.02 * random.standard_normal(count, dtype=numpy.float32)).tobytes())
                left -= count
    config = {
        "architectures": ["Qwen2ForCausalLM"], "model_type": "qwen2", "vocab_size": VOCABULARY, "hidden_size": HIDDEN,
        "intermediate_size": INTERMEDIATE, "num_hidden_layers": LAYERS, "num_attention_heads": HEADS,
        "num_key_value_heads": GROUPS, "max_position_embeddings": 32_768, "rope_theta": 1_000_000.0,
        "rms_norm_eps": 1e-6, "hidden_act": "silu", "tie_word_embeddings": True, "use_sliding_window": False,
        "sliding_window": 32_768, "max_window_layers": 21, "bos_token_id": 50_256, "eos_token_id": 50_256,
        "torch_dtype": "bfloat16",
    }
    with open(os.path.join(target, "config.json"), "w") as file:
        json.dump(config, file, indent=2)
    for name in ("tokenizer.json", "vocab.json", "merges.txt"):
        if os.path.exists(os.path.join(tokenizer, name)):
            shutil.copy(os.path.join(tokenizer, name), target)


if __name__ == "__main__":
    main(*sys.argv[1:])
