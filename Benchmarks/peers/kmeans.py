"""k-means beside scikit-learn: the same points, start and cores, both to the end, in alternating runs.

    swift build -c release --product Benchmarks
    python Benchmarks/peers/kmeans.py [--pairs 5] [--benchmarks .build/release/Benchmarks]
"""
import argparse
import json
import statistics
import subprocess
import tempfile
import time

import numpy as np
import sklearn
from sklearn.cluster import KMeans


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--benchmarks", default=".build/release/Benchmarks")
    arguments = parser.parse_args()
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(arguments.pairs):
            run = json.loads(subprocess.check_output([arguments.benchmarks, "kmeans", folder]))
            points = np.fromfile(folder + "/points.f32", np.float32).reshape(-1, 384)
            start = np.fromfile(folder + "/start.f32", np.float32).reshape(-1, 384)
            model = KMeans(len(start), init=start, n_init=1, max_iter=100, tol=0)
            began = time.perf_counter()
            model.fit(points)
            theirs.append(time.perf_counter() - began)
            ours.append(run["seconds"])
            difference = run["inertia"] / model.inertia_ - 1
            print(f"cact {ours[-1]:.2f} s, {run['iterations']} rounds (start {run['start']:.2f} s); scikit-learn "
                  f"{sklearn.__version__} {theirs[-1]:.2f} s, {model.n_iter_} rounds; inertia {difference:+.1e}")
    a, b = statistics.median(ours), statistics.median(theirs)
    print(f"medians: cact {a:.2f} s, scikit-learn {b:.2f} s, {b / a:.2f} times as fast")


main()
