"""k-means, silhouette, rank correlation, Wilson intervals and AdamW. Formats: ../README.md."""
import json
import pathlib

import numpy as np
import torch
from scipy.stats import binomtest, spearmanr
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score
from transformers import get_cosine_schedule_with_warmup

OUT = pathlib.Path(__file__).resolve().parents[1]


def write(name, value):
    (OUT / name).write_text(json.dumps(value, separators=(",", ":")) + "\n")


def kmeans(draw):
    middles = draw.normal(0, 3, (4, 5))
    points = np.round((middles[draw.integers(0, 4, 80)] + draw.normal(0, 1.5, (80, 5))) * 64) / 64
    start = points[np.argsort(((points - points[0]) ** 2).sum(1))[:4]]  # one corner: several iterations are needed
    fit = KMeans(4, init=start, n_init=1, algorithm="lloyd", tol=0, max_iter=300).fit(points)
    assert fit.n_iter_ > 3
    return dict(points=points.tolist(), start=start.tolist(), labels=fit.labels_.tolist(), centres=fit.cluster_centers_.tolist(),
                inertia=fit.inertia_, silhouette=float(silhouette_score(points, fit.labels_)))


def spearman(draw):
    cases = [(list(range(8)), [v ** 3 for v in range(8)]), ([1, 2, 2, 3, 3, 3], [6, 5, 5, 4, 1, 1])]
    x = draw.normal(size=40)
    cases += [(x.tolist(), (x + draw.normal(size=40)).tolist()), (np.round(x).tolist(), np.round(-x + draw.normal(size=40)).tolist())]
    return [dict(x=a, y=b, rho=float(spearmanr(a, b).statistic)) for a, b in cases]


def wilson():
    out = []
    for successes, trials in [(0, 10), (1, 10), (5, 10), (10, 10), (0, 1), (37, 164), (163, 164), (500, 1966)]:
        for level in (0.90, 0.95, 0.99):
            ci = binomtest(successes, trials).proportion_ci(level, method="wilson")
            out.append(dict(successes=successes, trials=trials, level=level, low=float(ci.low), high=float(ci.high)))
    return out


def adamw(draw):
    settings = dict(steps=20, warmup=3, lr=0.05, beta1=0.9, beta2=0.999, epsilon=1e-8, clip=1.0)
    exact = lambda shape, scale: (np.round(draw.normal(0, scale, shape) * 1024) / 1024).tolist()
    start = dict(a=exact(5, 1), b=exact(3, 1))
    gradients = [dict(a=exact(5, s), b=exact(3, s)) for s in [0.1, 1, 3] * 6 + [0.1, 1]]  # clipped and not
    runs = []
    for decay in (0.0, 0.01):
        tensors = {n: torch.nn.Parameter(torch.tensor(v, dtype=torch.float64)) for n, v in start.items()}
        opt = torch.optim.AdamW(tensors.values(), lr=settings["lr"], betas=(0.9, 0.999), eps=1e-8, weight_decay=decay)
        schedule = get_cosine_schedule_with_warmup(opt, settings["warmup"], settings["steps"])
        run = dict(weight_decay=decay, lr=[], norm=[], a=[], b=[])
        for gradient in gradients:
            for n, p in tensors.items():
                p.grad = torch.tensor(gradient[n], dtype=torch.float64)
            run["norm"].append(torch.nn.utils.clip_grad_norm_(tensors.values(), settings["clip"]).item())
            run["lr"].append(schedule.get_last_lr()[0])
            opt.step()
            schedule.step()
            for n, p in tensors.items():
                run[n].append(p.tolist())
        runs.append(run)
    return dict(settings=settings, start=start, gradients=gradients, runs=runs)


def main():
    draw = np.random.default_rng(7)
    write("curation.json", dict(kmeans=kmeans(draw), spearman=spearman(draw), wilson=wilson()))
    write("adamw.json", adamw(draw))


main()
