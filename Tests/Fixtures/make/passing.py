"""pass@k, the exact McNemar test and the detectable difference. Formats: ../README.md."""
import json
import pathlib
from fractions import Fraction
from math import comb

import numpy as np
from scipy.optimize import brentq
from scipy.stats import binomtest, norm

OUT = pathlib.Path(__file__).resolve().parents[1]


def published(n, c, k):
    """As printed in arXiv 2107.03374, figure 3."""
    if n - c < k:
        return 1.0
    return float(1.0 - np.prod(1.0 - k / np.arange(n - c + 1, n + 1)))


def pass_at_k(draw):
    cases = []
    for _ in range(1000):
        n = int(draw.integers(1, 1001))
        c, k = int(draw.integers(0, n + 1)) if draw.random() < 0.7 else int(draw.integers(0, min(n, 5) + 1)), int(draw.integers(1, n + 1))
        exact = float(1 - Fraction(comb(n - c, k), comb(n, k)))
        assert abs(exact - published(n, c, k)) < 1e-9
        cases.append([n, c, k, exact])
    return cases


def mcnemar(draw):
    pairs = [(0, 0), (0, 1), (1, 0), (5, 5), (0, 30), (400, 600)] + [tuple(map(int, draw.integers(0, 120, 2))) for _ in range(200)]
    return [[a, b, float(binomtest(a, a + b, 0.5).pvalue) if a + b else 1.0] for a, b in pairs]


def detectable(draw):
    za, zb = norm.ppf(0.975), norm.ppf(0.8)
    cases = []
    for _ in range(100):
        psi, count = float(draw.uniform(0.02, 1)), int(draw.integers(30, 5000))
        needed = lambda d: ((za * psi ** 0.5 + zb * max(0.0, psi - d * d) ** 0.5) / d) ** 2
        cases.append([psi, count, brentq(lambda d: needed(d) - count, 1e-6, psi) if needed(psi) <= count else None])
    return cases


if __name__ == "__main__":
    draw = np.random.default_rng(20)
    value = dict(pass_at_k=pass_at_k(draw), mcnemar=mcnemar(draw), detectable=detectable(draw))
    (OUT / "passing.json").write_text(json.dumps(value, separators=(",", ":")) + "\n")
