"""How well a score finds the planted defects: AUC of IFD for each kind of defect against the clean rows.

    cact run -e 'load | score complexity | save "scores.jsonl"'
    python share/teaching/truth.py scores.jsonl

An AUC of 0.5 means that the score cannot tell such rows from clean ones; 1 that it ranks each of them higher.
"""
import json
import sys


def auc(positives, negatives):
    """Share of pairs in which the positive is higher; ties count half (Mann and Whitney)."""
    values = sorted([(v, 1) for v in positives] + [(v, 0) for v in negatives])
    ranks, i = 0.0, 0
    while i < len(values):
        j = i
        while j < len(values) and values[j][0] == values[i][0]:
            j += 1
        ranks += sum(kind for _, kind in values[i:j]) * (i + j + 1) / 2
        i = j
    n, m = len(positives), len(negatives)
    return (ranks - n * (n + 1) / 2) / (n * m)


rows = [json.loads(line) for line in open(sys.argv[1])]
scores = {}
for row in rows:
    scores.setdefault(row["defect"] or "clean", []).append(row["ifd"])
clean = scores.pop("clean")
print(f"{len(rows)} rows, {len(clean)} clean; ifd >= 1: {sum(r['ifd'] >= 1 for r in rows) / len(rows):.1%} of all, "
      f"{sum(v >= 1 for v in clean) / len(clean):.1%} of the clean")
for defect, values in sorted(scores.items()):
    print(f"{defect:16} {len(values):4} rows  AUC {auc(values, clean):.3f}  ifd >= 1: {sum(v >= 1 for v in values) / len(values):.1%}")
