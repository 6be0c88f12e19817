"""What one would do to rows in Python instead; prints one JSON line.

    python peer_rows.py json FILE       datasets' loader of JSON lines, nothing of it cached
    python peer_rows.py parquet FILE    pyarrow: read_table().to_pylist()
    python peer_rows.py near FILE       datasketch: MinHash of 128 permutations over runs of five words, LSH at 0.8
"""
import importlib.metadata
import json
import resource
import sys
import tempfile
import time

job, path = sys.argv[1:]
facts = {}
if job == "json":
    import datasets

    datasets.disable_progress_bars()
    with tempfile.TemporaryDirectory() as cache:
        began, cpu = time.perf_counter(), time.process_time()
        rows = datasets.load_dataset("json", data_files=path, split="train", cache_dir=cache)
        seconds, spent = time.perf_counter() - began, time.process_time() - cpu
        facts["rows"] = len(rows)
    package = "datasets"
elif job == "parquet":
    import pyarrow.parquet

    began, cpu = time.perf_counter(), time.process_time()
    rows = pyarrow.parquet.read_table(path).to_pylist()
    seconds, spent = time.perf_counter() - began, time.process_time() - cpu
    facts["rows"] = len(rows)
    package = "pyarrow"
else:
    import datasketch

    with open(path, encoding="utf-8") as file:
        texts = [row["instruction"] + " " + row["output"] for row in map(json.loads, file)]
    began, cpu = time.perf_counter(), time.process_time()
    index = datasketch.MinHashLSH(threshold=0.8, num_perm=128)
    kept = 0
    for place, text in enumerate(texts):
        words = text.split()
        runs = {" ".join(words[at:at + 5]).encode() for at in range(max(1, len(words) - 4))}
        sketch = datasketch.MinHash(num_perm=128)
        sketch.update_batch(list(runs))
        if not index.query(sketch):
            index.insert(place, sketch)
            kept += 1
    seconds, spent = time.perf_counter() - began, time.process_time() - cpu
    facts.update(rows=len(texts), kept=kept)
    package = "datasketch"
print(json.dumps({
    "peer": package, "version": importlib.metadata.version(package), "seconds": seconds, "cpu_seconds": spent, **facts,
    "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))
