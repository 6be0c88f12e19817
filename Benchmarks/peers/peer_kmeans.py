"""k-means by scikit-learn over the points and from the start that `Benchmarks kmeans FOLDER` left; prints one JSON line.

    python peer_kmeans.py FOLDER
"""
import json
import resource
import sys
import time

import numpy as np
import sklearn
import threadpoolctl
from sklearn.cluster import KMeans

folder = sys.argv[1]
points = np.fromfile(folder + "/points.f32", np.float32).reshape(-1, 384)
start = np.fromfile(folder + "/start.f32", np.float32).reshape(-1, 384)
model = KMeans(len(start), init=start, n_init=1, max_iter=100, tol=0)
began = time.perf_counter()
model.fit(points)
seconds = time.perf_counter() - began
pools = [pool for pool in threadpoolctl.threadpool_info() if pool["user_api"] == "blas"]
print(json.dumps({
    "peer": "scikit-learn", "version": sklearn.__version__, "seconds": seconds, "iterations": model.n_iter_,
    "inertia": float(model.inertia_), "kernel": ", ".join(sorted({str(pool.get("architecture")) for pool in pools})),
    "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))
