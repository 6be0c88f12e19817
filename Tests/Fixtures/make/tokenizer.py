"""Token ids by Hugging Face's tokenizers. Formats: ../README.md.

    python tokenizer.py [--data FOLDER]    FOLDER holds instruct/evol-codealpaca-*.json and tokenizers/gpt2/tokenizer.json
"""
import argparse
import json
import pathlib
import random
import struct

from tokenizers import Tokenizer

OUT = pathlib.Path(__file__).resolve().parents[1]
EMBEDDED = OUT.parents[1] / "share/model/cact-4m/tokenizer.json"
STRINGS = [
    "", " ", "  ", "   x", "x   ", "\n", "\n\n", "\r\n", "a\r\nb\r\n", "\t", "\t\tif x:\n\t\t\treturn", " \n \n", "    \n    return 1\n",
    "\u00a0", "a\u00a0b", "\u2003wide\u3000spaces", "\u200bzero\u200dwidth", "\ufeffbom", "\x0b\x0c", "a\x00b", "\x7f", "\u0085next",
    "I'm, you're, he's, we'll, they've, I'd, can't", "I'M YOU'RE 'S 't '' '", "don\u2019t", "x's'll've", "'re", " 'll",
    "0 1 12 123 1234 12345678901234567890", "3.14159e-10", "0xDEADBEEF 0b1010 1_000_000", "v1.2.3", "\u0664\u0665\u0666", "\u00b2\u00b3\u00bd", "\u2167",
    "<|endoftext|>", "a<|endoftext|>b", "<|endoftext|><|endoftext|>", "<|endoftext", "<|ENDOFTEXT|>", " <|endoftext|> ", "\n<|endoftext|>\n",
    "### Instruction:\nWrite a function.\n\n### Response:\n", "### Input:\n1 2 3",
    "def f(x):\n    return x + 1\n", "class A(B):\n    def __init__(self, *args, **kwargs):\n        super().__init__(*args, **kwargs)\n",
    "for i in range(10):\n    if i % 2 == 0:\n        print(f\"{i:>4}\")\n", "lambda x, y=1, *, z: (x, y, z)", "a[i:j] += b[::-1]", "x = {**a, 'k': [1, 2]}",
    "!@#$%^&*()_+-=[]{}|;':\",./<>?`~", "----------------", "================================================================", "......", "___", "//\\\\//",
    "h\u00e9llo w\u00f6rld na\u00efve", "e\u0301 combining", "\u00c5ngstr\u00f6m \u212b", "\u65e5\u672c\u8a9e\u306e\u30c6\u30ad\u30b9\u30c8", "\u4f60\u597d\uff0c\u4e16\u754c\uff01", "\u041f\u0440\u0438\u0432\u0435\u0442, \u043c\u0438\u0440", "\u0645\u0631\u062d\u0628\u0627 \u0628\u0643",
    "\u05e9\u05dc\u05d5\u05dd", "\u0939\u093f\u0928\u094d\u0926\u0940", "\u0e20\u0e32\u0e29\u0e32\u0e44\u0e17\u0e22", "\ud55c\uad6d\uc5b4", "\U0001f642", "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 family", "\U0001f1e9\U0001f1ea\U0001f1ef\U0001f1f5", "\u2764\ufe0f", "\U0001f44d\U0001f3fd", "\U00010348\U0001d54f",
    "\u2200x\u2208\u211d: x\u00b2\u22650", "\u2014 \u2013 \u2026 \u201cquoted\u201d", "\ufffd", "\ue000private", "\u0300", "CamelCaseIdentifier snake_case_identifier SCREAMING_SNAKE",
    "a" * 300, "ab" * 200, " " * 100, "\n" * 50, "1" * 100, "=" * 99 + "x", "https://example.org/a?b=c&d=%20#e", "me@example.org",
    "if __name__ == \"__main__\":\n    main()\n", "\"\"\"Docstring.\n\n    >>> f(1)\n    2\n    \"\"\"", "#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\n",
]


def strings():
    """The list above, then mixtures drawn from it and from all of Unicode, up to 300."""
    draw = random.Random(20240802)
    pieces = [s for s in STRINGS if 0 < len(s) < 60]
    spaces = ["", " ", "  ", "\n", "\r\n", "\t", " \n", "\n\n    ", "\u00a0", "   "]
    out = list(STRINGS)
    while len(out) < 300:
        if draw.random() < 0.7:
            parts = [draw.choice(pieces)[: draw.randint(1, 60)] + draw.choice(spaces) for _ in range(draw.randint(2, 6))]
            out.append("".join(parts))
        else:
            points = [draw.choice([draw.randint(32, 126), draw.randint(0, 0x2FF), draw.randint(0, 0xD7FF), draw.randint(0xE000, 0x1FFFF)])
                      for _ in range(draw.randint(1, 40))]
            out.append("".join(map(chr, points)))
    return out


def fnv1a(data):
    h = 0xCBF29CE484222325
    for byte in data:
        h = (h ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return h


def digest(ids):
    return f"{len(ids)}:{fnv1a(struct.pack(f'<{len(ids)}i', *ids)):016x}"


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", type=pathlib.Path)
    a = p.parse_args()
    embedded, rows = Tokenizer.from_file(str(EMBEDDED)), []
    for text in strings():
        ids = embedded.encode(text, add_special_tokens=False).ids
        assert embedded.decode(ids, skip_special_tokens=False) == text, ascii(text)
        rows.append(json.dumps(dict(text=text, ids=ids), separators=(",", ":")))
    (OUT / "tokenizer-strings.json").write_text("[\n" + ",\n".join(rows) + "\n]\n")
    if a.data:
        gpt2, out = Tokenizer.from_file(str(a.data / "tokenizers/gpt2/tokenizer.json")), {}
        for file in sorted((a.data / "instruct").glob("evol-codealpaca-*.json")):
            rows = json.loads(file.read_text())
            out[file.name] = {
                field: [digest(e.ids) for e in gpt2.encode_batch([r[field] for r in rows], add_special_tokens=False)]
                for field in ("instruction", "output")}
        (OUT / "gpt2-evol-ids.json").write_text(json.dumps(out, indent=0) + "\n")


main()
