"""Unigram and 5-gram baselines of the model card: nats a token on the validation rows, token for token as the model sees them.

    python baselines.py CORPUS_DIR --tokenizer FILE [--out FILE]

Each row is one sequence: end-of-text, the row's tokens, end-of-text; every token after the first is predicted, from
tokens of its own row only. In a pair, template and question are predicted too; `pairs, answers only` counts the answer
and its end alone, as tuning does. Question and answer are tokenized apart.

unigram: add-one. 5-gram: interpolated Kneser-Ney (Chen and Goodman 1999) with one discount D = n1 / (n1 + 2 n2) an order; the
highest order counts occurrences, lower orders count distinct left contexts, the last step is uniform over the vocabulary.
"""
import argparse
import json
import math
import pathlib

import numpy as np
from tokenizers import Tokenizer

ORDER = 5


def sequences(path, tokenizer):
    """Per row: ids with end-of-text on both sides, and where the answer starts (None in plain text)."""
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    encode = lambda texts: [e.ids for e in tokenizer.encode_batch(texts, add_special_tokens=False)]
    heads = encode([f"### Instruction:\n{r['instruction']}\n\n### Response:\n" if "output" in r else "" for r in rows])
    tails = encode([r.get("output", r.get("text")) for r in rows])
    return [([0] + h + t + [0], 1 + len(h) if h else None) for h, t in zip(heads, tails)]


def grams(ids, n):
    """The n-grams of one stream as integers, base-4096 digits, the last token lowest; n <= 5 fits 60 bits."""
    key = np.zeros(len(ids) - n + 1, dtype=np.int64)
    for k in range(n):
        key = key << 12 | ids[k:len(ids) - n + 1 + k]
    return key


class KneserNey:
    """Interpolated Kneser-Ney over sequences of ids below 4,096."""

    def __init__(self, rows, vocabulary):
        self.vocabulary, self.orders = vocabulary, []
        for n in range(1, ORDER + 1):
            # Highest order, and grams that begin a row (nothing can stand before them), count occurrences.
            whole = np.concatenate([grams(r, n) for r in rows if len(r) >= n])
            starts = np.concatenate([grams(r[:n], n) for r in rows if len(r) >= n])
            if n < ORDER:
                longer = np.unique(np.concatenate([grams(r, n + 1) for r in rows if len(r) > n]))
                keys, counts = np.unique(np.concatenate([longer & (1 << 12 * n) - 1, starts]), return_counts=True)
            else:
                keys, counts = np.unique(whole, return_counts=True)
            contexts, first = np.unique(keys >> 12, return_index=True)
            totals, kinds = np.add.reduceat(counts, first), np.diff(np.append(first, len(keys)))
            once, twice = (counts == 1).sum(), (counts == 2).sum()
            self.orders.append((keys, counts, contexts, totals, kinds, once / (once + 2 * twice)))

    def probabilities(self, row):
        """P of each token after the first, given at most four before it."""
        out = np.full(len(row) - 1, 1 / self.vocabulary)
        for n, (keys, counts, contexts, totals, kinds, discount) in enumerate(self.orders, 1):
            if len(row) < n:
                break
            gram = grams(row, n)[1 if n == 1 else 0:]  # predicted tokens are positions max(1, n - 1) ..
            where = slice(len(out) - len(gram), None)
            c, found = lookup(keys, counts, gram)
            total, known = lookup(contexts, totals, gram >> 12)
            kind, _ = lookup(contexts, kinds, gram >> 12)
            total = np.maximum(total, 1)
            better = (np.maximum(c - discount, 0) * found + discount * kind * out[where]) / total
            out[where] = np.where(known, better, out[where])
        return out


def lookup(keys, values, wanted):
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    found = keys[at] == wanted
    return np.where(found, values[at], 0).astype(np.float64), found


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("corpus", type=pathlib.Path)
    p.add_argument("--tokenizer", required=True)
    p.add_argument("--out", type=pathlib.Path)
    a = p.parse_args()
    tokenizer = Tokenizer.from_file(a.tokenizer)
    size = tokenizer.get_vocab_size()
    assert size <= 4096
    train = [np.array(ids, dtype=np.int64) for ids, _ in sequences(a.corpus / "train.jsonl", tokenizer)]
    valid = [(np.array(ids, dtype=np.int64), start) for ids, start in sequences(a.corpus / "valid.jsonl", tokenizer)]
    counts = np.bincount(np.concatenate([r[1:] for r in train]), minlength=size) + 1.0
    unigram = -np.log(counts / counts.sum())
    model = KneserNey(train, size)
    for row, _ in valid[:3]:  # a distribution: all continuations of one context sum to 1
        mass = sum(model.probabilities(np.append(row[:6], t))[-1] for t in range(size))
        assert abs(mass - 1) < 1e-6, mass
    report = {}
    losses = [(unigram[row[1:]], -np.log(model.probabilities(row)), start) for row, start in valid]
    for kind, choose in (("all", lambda s: 0), ("text", lambda s: 0 if s is None else None),
                         ("pairs", lambda s: 0 if s is not None else None),
                         ("pairs, answers only", lambda s: s - 1 if s is not None else None)):
        picked = [(u[choose(s):], k[choose(s):]) for u, k, s in losses if choose(s) is not None]
        u, k = (np.concatenate(part) for part in zip(*picked))
        report[kind] = dict(rows=len(picked), tokens=len(u), unigram=round(float(u.mean()), 4), kneser_ney_5=round(float(k.mean()), 4))
    report["uniform"], report["train_tokens"] = round(math.log(size), 4), int(sum(len(r) - 1 for r in train))
    print(json.dumps(report, indent=1))
    if a.out:
        a.out.write_text(json.dumps(report, indent=1) + "\n")


main()
