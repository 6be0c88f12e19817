#!/usr/bin/env python3
"""Copies a model with one seeded mutation: what a damaged or hostile file may hold.

    mutate_model.py MODEL_DIR OUT_DIR --part config|tokenizer|weights --seed S

The mutation is printed as one line. `cact run -e 'load | take 5 | score complexity' --model OUT_DIR` then works, or ends with
status 2, 3 or 5 and a message: never by a signal, never after more than 30 s, never with more than 2 GB.
"""
import argparse
import json
import os
import random
import shutil
import struct

PARTS = {
    "config": ["config.json", "generation_config.json"],
    "tokenizer": ["tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"],
    "weights": ["model.safetensors"],
}

NUMBERS = [
    0, 1, -1, 2, 3, 7, 255, 65_535, 65_536, 1_000_000, 2**24, 2**31 - 1, 2**31, 2**32, 2**40, 2**53 + 1, 2**62,
    2**63 - 1, -(2**63), 2**63, 10**30, 0.5, -0.5, 1e-300, 1e30, 1e300, -1e300, 8.0,
]
TEXTS = [
    "", " ", "\u0000", "\u001b[31m", "\u0085", "\u202e", "\u2028", "\ufeff", "../../etc/passwd", "/dev/zero", "a" * 100_000,
    "\U0010ffff", "e\u0301", "%s%n", "(a+)+$", "[", "(?<=a)b", "\\p{Han}", "(a|a)*b", "LlamaForCausalLM", "bert", "yarn",
]
EXPRESSIONS = ["(a+)+$", "(\\w|\\w)+x", "(?:a{0,1000}){0,1000}", "a**", "", "x*", "(?=(a+)+$)", "\\s*\\s*\\s*\\s*$", "^|$", "[^"]


def places(value, path=()):
    """Every place of a document: path to it and what stands there."""
    found = [(path, value)]
    if isinstance(value, dict):
        for key in value:
            found += places(value[key], path + (key,))
    elif isinstance(value, list):
        # Vocabularies and merges are long: some of their places stand for all.
        step = max(1, len(value) // 50)
        for index in range(0, len(value), step):
            found += places(value[index], path + (index,))
    return found


def parent(document, path):
    for step in path[:-1]:
        document = document[step]
    return document


def nested(kind, depth):
    value = 0
    for _ in range(depth):
        value = [value] if kind == "list" else {"a": value}
    return value


def sequence(part, steps):
    return {"type": "Sequence", part: steps}


def tokenizer_mutation(document, rng):
    """A mutation that only a tokenizer's file can have."""
    model = document["model"]
    replace = {"type": "Replace", "pattern": {"String": "a"}, "content": "aa"}
    split = {"type": "Split", "pattern": {"Regex": rng.choice(EXPRESSIONS)}, "behavior": "Isolated", "invert": False}
    token = {"id": 0, "content": "<x>", "single_word": False, "lstrip": False, "rstrip": False, "normalized": True, "special": True}
    kind = rng.choice(
        ["growth", "expression", "steps", "added", "empty", "merges", "template", "decoder", "ids", "kind", "many added"])
    if kind == "growth":
        document["normalizer"] = sequence("normalizers", [replace] * rng.choice([2, 20, 60]))
    elif kind == "expression":
        document["pre_tokenizer"] = sequence(
            "pretokenizers", [split, {"type": "ByteLevel", "add_prefix_space": False, "use_regex": False}])
    elif kind == "steps":
        document["normalizer"] = sequence("normalizers", [{"type": rng.choice(["NFC", "NFKD", "Lowercase"])}] * 1000)
    elif kind == "added":
        document["added_tokens"].append(dict(token, id=rng.choice(NUMBERS), content=rng.choice(TEXTS)))
    elif kind == "many added":
        document["added_tokens"] += [dict(token, id=5000 + i, content="a" * (i + 1)) for i in range(3000)]
    elif kind == "empty":
        model["vocab"][""] = len(model["vocab"])
        model["merges"].append(["", "a"])
    elif kind == "merges":
        rng.shuffle(model["merges"])
        model["merges"] = model["merges"] * rng.choice([1, 2])
    elif kind == "template":
        ids = [rng.choice([0, -1, 4095, 4096, 2**31, 2**40])] * rng.choice([1, 3000])
        document["post_processor"] = {
            "type": "TemplateProcessing",
            "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
            "pair": [], "special_tokens": {"<s>": {"id": "<s>", "ids": ids, "tokens": ["<s>"]}},
        }
    elif kind == "decoder":
        strip = {"type": "Strip", "content": rng.choice(["", " ", "a"]), "start": rng.choice(NUMBERS), "stop": rng.choice(NUMBERS)}
        document["decoder"] = sequence("decoders", rng.choice([[strip], [{"type": "Fuse"}, strip], [replace] * 50]))
    elif kind == "ids":
        for name in rng.sample(sorted(model["vocab"]), 20):
            model["vocab"][name] = rng.choice(NUMBERS)
    elif kind == "kind":
        model["type"] = rng.choice(["WordPiece", "Unigram", "WordLevel", "", None, 7])
    return kind


def json_mutation(path, rng):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    document = json.loads(text)
    if "model" in document and rng.random() < 0.5:
        name = tokenizer_mutation(document, rng)
        text = json.dumps(document, ensure_ascii=rng.random() < 0.5)
        result = f"tokenizer: {name}"
    elif rng.random() < 0.12:
        # The text itself.
        data = bytearray(text.encode("utf-8"))
        kind = rng.choice(["cut", "flip", "insert", "deep", "empty", "repeat", "mark"])
        at = rng.randrange(len(data))
        if kind == "cut":
            data = data[:at]
        elif kind == "flip":
            data[at] ^= 1 << rng.randrange(8)
        elif kind == "insert":
            data[at:at] = rng.choice([b"\x00", b"\xff\xfe", b"NaN", b"'", b"/*", b"1e999", b"\xed\xa0\x80"])
        elif kind == "deep":
            data = bytearray(b"[" * 100_000)
        elif kind == "empty":
            data = bytearray()
        elif kind == "repeat":
            data = data + data
        else:
            data = bytearray(b"\xef\xbb\xbf") + data
        with open(path, "wb") as file:
            file.write(data)
        return f"text: {kind} at {at}"
    else:
        spots = [spot for spot in places(document) if spot[0]]
        place, value = rng.choice(spots)
        holder = parent(document, place)
        kind = rng.choice(["number", "number", "text", "type", "remove", "nest", "duplicate", "rename", "many"])
        if kind == "number":
            holder[place[-1]] = rng.choice(NUMBERS)
        elif kind == "text":
            holder[place[-1]] = rng.choice(TEXTS)
        elif kind == "type":
            holder[place[-1]] = rng.choice([None, True, [], {}, [value], {"a": value}, str(value)[:1000], 0])
        elif kind == "remove":
            del holder[place[-1]]
        elif kind == "nest":
            holder[place[-1]] = nested(rng.choice(["list", "map"]), rng.choice([10, 400, 900]))
        elif kind == "rename" and isinstance(holder, dict):
            holder[rng.choice(TEXTS)] = holder.pop(place[-1])
        elif kind == "many":
            holder[place[-1]] = [value] * rng.choice([0, 10, 2000]) if not isinstance(value, (dict, list)) else [rng.choice(NUMBERS)] * 2000
        text = json.dumps(document, indent=rng.choice([None, 2]))
        if kind == "duplicate" and isinstance(holder, dict):
            key = json.dumps(place[-1])
            text = text.replace(key + ": ", f"{key}: {json.dumps(rng.choice(NUMBERS))}, {key}: ", 1)
        result = f"{kind} at {'.'.join(map(str, place))[:200]}: {json.dumps(holder.get(place[-1]) if isinstance(holder, dict) else None)[:80]}"
    with open(path, "w", encoding="utf-8", errors="surrogatepass") as file:
        file.write(text)
    return result


def weights_mutation(path, rng):
    with open(path, "rb") as file:
        data = bytearray(file.read())
    (length,) = struct.unpack("<Q", data[:8])
    kind = rng.choice(["flip", "flips", "cut", "length", "header", "header", "header", "header text", "grow", "zero", "values", "shards"])
    detail = ""
    if kind == "flip":
        at = rng.randrange(8 + length)
        data[at] ^= 1 << rng.randrange(8)
        detail = str(at)
    elif kind == "flips":
        for _ in range(1000):
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    elif kind == "cut":
        at = rng.choice([0, 4, 8, 8 + length // 2, 8 + length, rng.randrange(len(data))])
        del data[at:]
        detail = str(at)
    elif kind == "length":
        value = rng.choice([0, 1, length - 1, length + 1, 2**31, 2**40, 2**63, 2**64 - 1, 2**64 - 8, len(data), len(data) - 8])
        data[:8] = struct.pack("<Q", value)
        detail = str(value)
    elif kind == "grow":
        data += bytes(rng.choice([1, 4096]))
    elif kind == "zero":
        data = bytearray(rng.choice([0, 7, 8, 4096]))
    elif kind == "values":
        # NaN, infinities and huge values among the weights.
        pattern = rng.choice([b"\x00\x00\xc0\x7f", b"\x00\x00\x80\x7f", b"\xff\xff\x7f\x7f", b"\x00\x00\x00\x00", b"\x01\x00\x00\x00"])
        at = 8 + length + 4 * rng.randrange((len(data) - 8 - length) // 4 - 100_000)
        count = rng.choice([1, 1000, 100_000])
        data[at : at + 4 * count] = pattern * count
        detail = f"{pattern.hex()} x {count}"
    elif kind == "header text":
        at = 8 + rng.randrange(length)
        data[at : at + 1] = rng.choice([b"\x00", b"\xff", b"[", b"}", b'"', b"9"])
        detail = str(at)
    elif kind == "shards":
        # An index in place of the file.
        folder = os.path.dirname(path)
        names = ["model.safetensors.index.json", "../../etc/passwd", "/etc/passwd", ".", "", "config.json", "absent.safetensors", "tokenizer.json"]
        header = json.loads(data[8 : 8 + length])
        target = rng.choice(names)
        index = {"weight_map": {name: target for name in header if name != "__metadata__"}}
        os.remove(path)
        with open(os.path.join(folder, "model.safetensors.index.json"), "w", encoding="utf-8") as file:
            json.dump(index, file)
        return f"shards: all in {target!r}"
    else:
        header = json.loads(data[8 : 8 + length])
        names = [name for name in header if name != "__metadata__"]
        name = rng.choice(names)
        entry = header[name]
        change = rng.choice(["shape", "offsets", "dtype", "name", "remove", "overlap", "self", "many", "twice"])
        if change == "shape":
            entry["shape"] = [rng.choice(NUMBERS) for _ in range(rng.randrange(4))]
        elif change == "offsets":
            entry["data_offsets"] = [rng.choice(NUMBERS), rng.choice(NUMBERS)][: rng.randrange(3)]
        elif change == "dtype":
            entry["dtype"] = rng.choice(["F16", "BF16", "F64", "I8", "F8_E4M3", "", None, 7, "\u001b[31m"])
        elif change == "name":
            header[rng.choice(TEXTS)] = header.pop(name)
        elif change == "remove":
            del header[name]
        elif change == "overlap":
            entry["data_offsets"] = header[rng.choice(names)]["data_offsets"]
        elif change == "self":
            header["__metadata__"] = {"original_dtypes": json.dumps({name: "F9" for name in names}), "format": [1]}
        elif change == "many":
            for i in range(50_000):
                header[f"t{i}"] = {"dtype": "F32", "shape": [0], "data_offsets": [0, 0]}
        else:
            header[name + " "] = dict(entry)
        text = json.dumps(header).encode("utf-8")
        data[: 8 + length] = struct.pack("<Q", len(text)) + text
        detail = f"{change} of {name}"
    with open(path, "wb") as file:
        file.write(data)
    return f"{kind} {detail}"


def main():
    parser = argparse.ArgumentParser(description="Copies a model with one seeded mutation.")
    parser.add_argument("model")
    parser.add_argument("out")
    parser.add_argument("--part", choices=PARTS, required=True)
    parser.add_argument("--seed", type=int, required=True)
    options = parser.parse_args()
    rng = random.Random(f"{options.part} {options.seed}")
    os.makedirs(options.out, exist_ok=True)
    for name in sorted(os.listdir(options.model)):
        shutil.copyfile(os.path.join(options.model, name), os.path.join(options.out, name))
    files = [name for name in PARTS[options.part] if os.path.exists(os.path.join(options.out, name))]
    # The first file holds nearly everything that is read.
    name = files[0] if rng.random() < 0.8 else rng.choice(files)
    path = os.path.join(options.out, name)
    what = weights_mutation(path, rng) if options.part == "weights" else json_mutation(path, rng)
    print(f"{name}: {what}")


if __name__ == "__main__":
    main()
