"""cact's jobs beside the peers', in alternating processes, the products' ceiling measured between them."""
import json
import pathlib
import statistics
import tempfile

from comparison.figures import hardest, markdown, percent, span, spearman
from comparison.machine import Failed

COUNTED = (
    "Operations counted: the layers' weight matrices for every token, the output layer for every target, attention's two "
    "products over the causal half; {passes}. Not counted: padding, recomputation, elementwise work. tok/s on both sides is "
    "the peer's token count of the rows (never padding) divided by the seconds of the job alone, without loading and "
    "tokenizing. Peak memory: `ru_maxrss`. A pair's share of the ceiling is relative to the mean of the two ceilings around "
    "the job; ratios are medians over the pairs.")


def alternate(machine, model, dtype, pairs, jobs):
    """Runs the jobs (name: function) `pairs` times, each pair in the other order; a list of what they said by name, each
    with the ceiling around it."""
    runs = {name: [] for name in jobs}
    before = machine.ceiling(model, dtype)
    for pair in range(pairs):
        for name in list(jobs) if pair % 2 == 0 else reversed(list(jobs)):
            said = jobs[name]()
            after = machine.ceiling(model, dtype)
            runs[name].append({**said, "ceiling": (before + after) / 2})
            before = after
        machine.note(pair=pair + 1, **{name: said[-1] for name, said in runs.items()})
    return runs


def speeds(runs, tokens):
    return [tokens / run["seconds"] for run in runs]


def memory(runs):
    return [run["peak_rss_mb"] for run in runs]


def same_rows(cact, peer):
    """Both sides count begin- and end-of-text in their own way; anything else would not be the same job."""
    if abs(cact["tokens"] - peer["tokens"]) > max(2 * peer["samples"], 0.005 * peer["tokens"]):
        raise Failed(f"not the same job: {cact['tokens']} tokens against {peer['tokens']}")


def comparison_table(machine, title, runs, peers, best, passes):
    """One column a side; `best`: the peer that the ratios are against."""
    cact, peer = runs["cact"], runs[best]
    tokens = peer[0]["tokens"]
    same_rows(cact[0], peer[0])
    ratios = [p["seconds"] / c["seconds"] for c, p in zip(cact, peer)]
    smaller = [c["peak_rss_mb"] / p["peak_rss_mb"] for c, p in zip(cact, peer)]
    reached = [1e3 * run["tflop"] / run["seconds"] / run["ceiling"] for run in cact]
    names = ["cact", *peers]
    blank = [""] * len(peers)
    print(markdown([title, "cact", *[peers[name] for name in peers]], [
        ["tok/s", *[span(speeds(runs[name], tokens)) for name in names]],
        ["peak memory, MiB", *[span(memory(runs[name])) for name in names]],
        [f"tok/s, ratio to {peers[best]}", f"**{span(ratios, 2)}**", *blank],
        [f"peak memory, ratio to {peers[best]}", f"**{span(smaller, 2)}**", *blank],
        ["ceiling of products", machine.ceiling_row(), *blank],
        ["share of the ceiling", f"**{percent(statistics.median(reached), 1)}** "
         f"({percent(min(reached), 1)}–{percent(max(reached), 1)})", *blank],
    ]))
    print(f"\nPairs: {len(cact)}; {tokens:,} tokens per job, {cact[0]['tflop']:.2f} TFLOP. {COUNTED.format(passes=passes)}")


def tune(machine, a):
    words = [a.model, a.data, "--dtype", a.dtype, "--samples", str(a.samples)]
    jobs = {
        "trl": lambda: machine.peer("peer_tune.py", *words, "--packing"),
        "cact": lambda: machine.cact("tune", *words),
    }
    runs = alternate(machine, a.model, a.dtype, a.pairs, jobs)
    comparison_table(
        machine, f"tuning, {a.dtype}, {a.samples} rows", runs, {"trl": "TRL, packed"}, "trl",
        "the backward pass counts as two forward passes")
    print(f"\n{machine.description(['torch', 'trl', 'transformers'])}")


def score(machine, a):
    words = [a.model, a.data, "--dtype", a.dtype, "--samples", str(a.samples)]
    peers = {"single": "transformers, one by one", "batched": "transformers, batched"}
    jobs = {mode: lambda mode=mode: machine.peer("peer_score.py", *words, "--mode", mode) for mode in peers}
    jobs["cact"] = lambda: machine.cact("score", *words)
    runs = alternate(machine, a.model, a.dtype, a.pairs, jobs)
    best = min(peers, key=lambda mode: statistics.median(run["seconds"] for run in runs[mode]))
    comparison_table(machine, f"scoring, {a.dtype}, {a.samples} rows", runs, peers, best, "both passes of each row")
    if a.dtype == "bf16":
        agreement(machine, a)
    print(f"\n{machine.description(['torch', 'transformers'])}")


def agreement(machine, a):
    """What the precision changes in the scores and in what is selected by them."""
    model = a.agreement_model or a.model
    ifd = {}
    with tempfile.TemporaryDirectory() as folder:
        for dtype in ("fp32", "bf16"):
            out = pathlib.Path(folder) / dtype
            machine.cact("score", model, a.data, "--dtype", dtype, "--samples", str(a.agreement_samples),
                         "--out", str(out))
            rows = [json.loads(line) for line in out.read_text().splitlines()]
            ifd[dtype] = {row["row"]: row["ifd"] for row in rows}
    full, half = ifd["fp32"], ifd["bf16"]
    if full.keys() != half.keys():
        raise Failed("the two precisions scored different rows")
    kept = {dtype: hardest(scores, 0.1) for dtype, scores in ifd.items()}
    largest = max(len(rows) for rows in kept.values())
    both = len(kept["fp32"] & kept["bf16"])
    correlation = spearman([full[row] for row in full], [half[row] for row in full])
    difference = max(abs(half[row] / full[row] - 1) for row in full)
    print("\n" + markdown([f"IFD, bf16 against f32, {len(full)} rows", ""], [
        ["Spearman's rank correlation", f"{correlation:.6f}"],
        ["selected by both, of those selected", f"{both} of {largest} = {percent(both / max(1, largest), 1)}"],
        ["largest relative difference of a row", f"{difference:.1e}"],
        ["rows with ifd < 1, f32 and bf16", ", ".join(str(sum(x < 1 for x in ifd[d].values())) for d in ifd)],
    ]))
    print(f"\nSelected: what `select top 10%` keeps, the rows with the highest ifd below 1, ties by row number. IFD under the model "
          f"`{pathlib.Path(model).name}`.")


def tokenize(machine, a):
    def mine():
        said = machine.cact("tokenize", a.model, *a.files)
        return {**said, "seconds": said["seconds"][0]}

    runs = simple_pairs(machine, a.pairs, {"tokenizers": lambda: machine.peer("peer_tokenize.py", a.model, *a.files, own=True),
                                           "cact": mine})
    cact, peer = runs["cact"], runs["tokenizers"]
    if cact[0]["tokens"] != peer[0]["tokens"]:
        raise Failed(f"not the same tokens: {cact[0]['tokens']} against {peer[0]['tokens']}")
    megabytes = cact[0]["bytes"] / 1e6
    rate = lambda runs: span([megabytes / run["seconds"] for run in runs], 1)
    print(markdown(["tokenizing", "cact", "tokenizers"], [
        ["seconds", span([r["seconds"] for r in cact], 3), span([r["seconds"] for r in peer], 3)],
        ["MB/s", rate(cact), rate(peer)],
        ["speed, ratio", f"**{span([p['seconds'] / c['seconds'] for c, p in zip(cact, peer)], 2)}**", ""],
    ]))
    print(f"\nPairs: {a.pairs}; {cact[0]['texts']:,} texts, {megabytes:.1f} MB, {cact[0]['tokens']:,} tokens, the same on both "
          "sides. Empty caches; without reading and parsing the files; for tokenizers the faster of `encode_batch` and "
          f"`encode_batch_fast`.\n\n{machine.description(['tokenizers'])}")


def kmeans(machine, a):
    with tempfile.TemporaryDirectory() as folder:
        # cact first in every pair: it leaves the points that the peer reads.
        runs = {"cact": [], "scikit-learn": []}
        for pair in range(a.pairs):
            runs["cact"].append(machine.cact("kmeans", folder))
            runs["scikit-learn"].append(machine.peer("peer_kmeans.py", folder, own=True))
            machine.note(pair=pair + 1, **{name: said[-1] for name, said in runs.items()})
    machine.identify()
    cact, peer = runs["cact"], runs["scikit-learn"]
    print(markdown(["k-means, 200,000 x 384, K = 100", "cact", "scikit-learn"], [
        ["seconds", span([r["seconds"] for r in cact], 2), span([r["seconds"] for r in peer], 2)],
        ["rounds", span([r["iterations"] for r in cact]), span([r["iterations"] for r in peer])],
        ["inertia", f"{cact[-1]['inertia']:.9g}", f"{peer[-1]['inertia']:.9g}"],
        ["inertia, largest relative difference",
         f"{max(abs(c['inertia'] / p['inertia'] - 1) for c, p in zip(cact, peer)):.1e}", ""],
        ["speed, ratio", f"**{span([p['seconds'] / c['seconds'] for c, p in zip(cact, peer)], 2)}**", ""],
    ]))
    print(f"\nPairs: {a.pairs}; both from the same initial centres until no point changes its cluster, without choosing the centres. "
          f"scikit-learn's OpenBLAS kernel: {peer[-1]['kernel']}.\n\n{machine.description(['scikit-learn', 'numpy'])}")


def simple_pairs(machine, pairs, jobs):
    runs = {name: [] for name in jobs}
    for pair in range(pairs):
        for name in list(jobs) if pair % 2 == 0 else reversed(list(jobs)):
            runs[name].append(jobs[name]())
        machine.note(pair=pair + 1, **{name: said[-1] for name, said in runs.items()})
    return runs
