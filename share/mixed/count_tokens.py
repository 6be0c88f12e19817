#!/usr/bin/env python3
"""Counts the set's tokens by the embedded tokenizer (needs PyPI's tokenizers) into tokens.json; run after make.py.

    python3 share/mixed/count_tokens.py    then make.py again, which puts the counts into README.md
"""

import collections
import json
import pathlib

import tokenizers

HERE = pathlib.Path(__file__).resolve().parent
AT_MOST = 300_000

tokenizer = tokenizers.Tokenizer.from_file(str(HERE.parent / "model" / "cact-4m" / "tokenizer.json"))
counts = {}
for name in ("train", "target", "search", "sealed"):
    by_kind = collections.Counter()
    for line in (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for field in ("instruction", "output"):
            by_kind[row["kind"]] += len(tokenizer.encode(row[field], add_special_tokens=False).ids)
    counts[name] = dict(sorted(by_kind.items()))
total = sum(sum(by_kind.values()) for by_kind in counts.values())
(HERE / "tokens.json").write_text(json.dumps(counts, indent=2) + "\n", encoding="utf-8")
print(f"{total:,} tokens" + (f", more than {AT_MOST:,}" if total > AT_MOST else ""))
raise SystemExit(total > AT_MOST)
