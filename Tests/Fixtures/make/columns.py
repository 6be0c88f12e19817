"""Columns brought to one scale, by NumPy and SciPy. Format: ../README.md."""
import json
import pathlib

import numpy as np
from scipy.stats import rankdata, zscore

OUT = pathlib.Path(__file__).resolve().parents[1]


def spread(x, values):
    """The values of those that are there; null for the others."""
    result, values = [None] * len(x), list(values)
    for row in np.flatnonzero(~np.isnan(x)):
        result[row] = values.pop(0)
    return result


def column(x):
    present = x[~np.isnan(x)]
    place = np.searchsorted(np.sort(present), present, side="left")
    return {
        "values": spread(x, present.tolist()),
        "z": spread(x, zscore(present, ddof=0).tolist()),
        "rank": spread(x, ((rankdata(present, method="average") - 1) / (len(present) - 1)).tolist()),
        "bin": {str(n): spread(x, (place * n // len(present) + 1).tolist()) for n in (3, 10)},
    }


def main():
    random = np.random.default_rng(12)
    smooth, tied = random.normal(40, 12, 60), random.integers(0, 9, 60).astype(float)
    smooth[random.integers(0, 60, 7)] = np.nan
    tied[random.integers(0, 60, 5)] = np.nan
    a, b = column(smooth), column(tied)
    mix = [None if x is None or y is None else x - 0.3 * y for x, y in zip(a["z"], b["z"])]
    (OUT / "columns.json").write_text(json.dumps({"a": a, "b": b, "mix": mix}, indent=1) + "\n")


if __name__ == "__main__":
    main()
