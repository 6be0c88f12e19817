"""Tokenizing beside Hugging Face's tokenizers: the same texts and cores, empty caches, in alternating runs.

    swift build -c release --product Benchmarks
    python Benchmarks/peers/tokenize.py MODEL FILE... [--pairs 5] [--benchmarks .build/release/Benchmarks]
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import time

# This file has the name of a module of the standard library.
sys.path = [p for p in sys.path if pathlib.Path(p or ".").resolve() != pathlib.Path(__file__).resolve().parent]
import tokenizers  # noqa: E402


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("files", nargs="+")
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--benchmarks", default=".build/release/Benchmarks")
    arguments = parser.parse_args()
    rows = [row for file in arguments.files for row in json.loads(pathlib.Path(file).read_text())]
    texts = [value for row in rows for value in row.values() if isinstance(value, str)]
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    ours, theirs = [], []
    for _ in range(arguments.pairs):
        run = json.loads(subprocess.check_output([arguments.benchmarks, "tokenize", arguments.model, *arguments.files]))
        times = {}
        for name in ("encode_batch", "encode_batch_fast"):
            tokenizer = tokenizers.Tokenizer.from_file(arguments.model + "/tokenizer.json")
            tokenizer.no_truncation()
            tokenizer.no_padding()
            began = time.perf_counter()
            encoded = getattr(tokenizer, name)(texts, add_special_tokens=False)
            times[name] = time.perf_counter() - began
        tokens = sum(len(e.ids) for e in encoded)
        assert tokens == run["tokens"], (tokens, run["tokens"])
        ours.append(run["seconds"][0])
        theirs.append(min(times.values()))
        print(f"cact {megabytes / ours[-1]:.1f} MB/s on {run['threads']} threads; tokenizers {tokenizers.__version__} "
              + ", ".join(f"{name} {megabytes / t:.1f} MB/s" for name, t in times.items()))
    a, b = statistics.median(ours), statistics.median(theirs)
    print(f"medians of {arguments.pairs} pairs, {len(texts)} texts, {megabytes:.1f} MB, {tokens} tokens: cact {a:.3f} s, "
          f"tokenizers {b:.3f} s, {b / a:.2f} times as fast")


main()
