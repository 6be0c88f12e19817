"""Rows that selections by nearness take, by NumPy and scikit-learn in double precision. Format: ../README.md."""
import json
import pathlib

import numpy as np
from nltk.tokenize import WordPunctTokenizer
from sklearn.feature_extraction.text import TfidfVectorizer

OUT = pathlib.Path(__file__).resolve().parents[1]


def units(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)


def in_turn(similarity, rows=None, tokens=None, budget=None):
    """Each target (a row of similarity) in turn takes its nearest row that is left and still fits."""
    order = np.argsort(-similarity, axis=1, kind="stable")
    left, taken = set(range(similarity.shape[1])), []
    while rows is None or len(taken) < rows:
        before = len(taken)
        for target in order:
            if rows is not None and len(taken) == rows:
                break
            fits = [row for row in target if row in left and (tokens is None or tokens[row] <= budget)]
            if fits:
                left.remove(fits[0])
                taken.append(int(fits[0]))
                budget = None if budget is None else budget - tokens[fits[0]]
        if len(taken) == before:
            break
    return taken


def representative(points, start, balance=1.0, temperature=0.07, steps=300, rate=1e-3):
    """The loss of github.com/Kyle-Lyu/efficode-finetune with its gradient by hand; Adam as torch.optim.Adam."""
    theta = points[start].copy()
    m, v, losses = np.zeros_like(theta), np.zeros_like(theta), []
    for step in range(1, steps + 1):
        length = np.linalg.norm(theta, axis=1, keepdims=True)
        c = theta / length
        similarity = points @ c.T
        nearest = similarity.argmax(1)
        e = np.exp(similarity.max(1) / temperature)
        apart = np.exp(c @ c.T / temperature)
        spread = balance * apart.sum(1)[nearest]
        losses.append(np.mean(np.log(e + spread) - np.log(e)))
        gradient = np.zeros_like(c)
        np.add.at(gradient, nearest, -(spread / (e + spread))[:, None] * points / temperature / len(points))
        push = np.zeros(len(c))
        np.add.at(push, nearest, balance / (e + spread) / len(points))
        gradient += push[:, None] * (apart @ c) / temperature  # no gradient through the left c
        gradient = (gradient - (gradient * c).sum(1, keepdims=True) * c) / length
        m, v = 0.9 * m + 0.1 * gradient, 0.999 * v + 0.001 * gradient ** 2
        theta -= rate / (1 - 0.9 ** step) * m / (np.sqrt(v / (1 - 0.999 ** step)) + 1e-8)
    return units(theta), losses


def main():
    draw = np.random.default_rng(5)
    exact = lambda x: np.round(x * 64) / 64
    middles = draw.normal(0, 2, (8, 16))
    pool = exact(middles[draw.integers(0, 8, 240)] + draw.normal(0, 1, (240, 16)))
    targets = exact(middles[:3].repeat(3, axis=0) + draw.normal(0, 1, (9, 16)))
    tokens = draw.integers(5, 200, 240).tolist()
    similarity = units(targets) @ units(pool).T
    vectors = dict(
        dimension=16, pool=pool.ravel().tolist(), targets=targets.ravel().tolist(), tokens=tokens,
        rows=in_turn(similarity, rows=60), budget=3000, within_budget=in_turn(similarity, tokens=tokens, budget=3000))

    start = draw.permutation(240)[:24].tolist()
    centres, losses = representative(units(pool), start)
    chosen = centres @ units(pool).T
    taken = in_turn(chosen, rows=24)
    # A rounding error must not decide: between what a vector takes and its next choice lies more.
    nearness = -np.sort(-chosen, axis=1)[:, :3]
    assert np.min(nearness[:, :-1] - nearness[:, 1:]) > 1e-5, np.min(nearness[:, :-1] - nearness[:, 1:])
    representatives = dict(start=start, rows=taken, first_loss=losses[0], last_loss=losses[-1])

    texts = json.loads((OUT / "lexical.json").read_text())
    split = WordPunctTokenizer().tokenize
    tfidf = TfidfVectorizer(tokenizer=split, token_pattern=None, sublinear_tf=True)
    pool_texts = [row["text"] for row in texts["rows"]]
    tfidf.fit(texts["target"] + pool_texts)
    of_target, of_pool = tfidf.transform(texts["target"]).toarray(), tfidf.transform(pool_texts).toarray()
    cosines = of_target @ of_pool.T
    own = of_target @ of_target.T
    np.fill_diagonal(own, 0)
    words = dict(cosines=cosines.tolist(), nearest_targets=own.max(1).tolist())
    (OUT / "selection.json").write_text(
        json.dumps(dict(vectors=vectors, representative=representatives, words=words), separators=(",", ":")) + "\n")


main()
