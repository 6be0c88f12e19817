"""cact's work on rows beside what one would do in Python, in alternating processes."""
import os
import tempfile

from comparison.figures import markdown, span
from comparison.machine import ROOT
from comparison.peers import simple_pairs

# What is done, cact's statement over a file, whether its last stage alone is the peer's job, the peer's job and its name.
JOBS = [
    ("load of {mb:,.0f} MB of JSON lines", "large.jsonl", "load \"{path}\"", False, "json", "datasets"),
    ("load of {rows:,} rows of Parquet", "rows.parquet", "load \"{path}\"", False, "parquet", "pyarrow, `to_pylist`"),
    ("near twins among {rows:,} rows", "rows.jsonl", "load \"{path}\" | dedup", True, "near", "datasketch"),
    ("near twins among {rows:,} of one template, each with an end of its own", "ends.jsonl", "load \"{path}\" | dedup", True,
     "near", "datasketch"),
    ("near twins among {rows:,} of one template, each with words of its own", "template.jsonl", "load \"{path}\" | dedup", True,
     "near", "datasketch"),
]


def cpu(runs):
    return span([run["cpu_seconds"] for run in runs], 1)


def rows(machine, a):
    with tempfile.TemporaryDirectory() as temporary:
        compare(machine, a, a.inputs or temporary)


def compare(machine, a, folder):
    machine.run_python(str(ROOT / "Benchmarks/make/rows.py"), folder, "--megabytes", str(a.megabytes), "--rows", str(a.rows),
                       "--template", str(a.template))
    lines = []
    for title, name, statement, is_stage, job, peer in JOBS:
        path = os.path.join(folder, name)
        # A warm cache of the disk on both sides.
        with open(path, "rb") as file:
            while file.read(1 << 24):
                pass
        runs = simple_pairs(machine, 1 if job == "near" and name == "rows.jsonl" else a.pairs, {
            peer: lambda: machine.peer("peer_rows.py", job, path, own=True),
            "cact": lambda: machine.cact("statement", statement.format(path=path)),
        })
        mine, theirs = runs["cact"], runs[peer]
        megabytes = os.path.getsize(path) / 1e6
        own = [run["stage_seconds" if is_stage else "seconds"] for run in mine]
        others = [run["seconds"] for run in theirs]
        rate = f" ({megabytes / sorted(own)[len(own) // 2]:,.0f} MB/s)" if job == "json" else ""
        kept = [f"{mine[0]['rows']:,}", f"{theirs[0].get('kept', theirs[0]['rows']):,}"]
        lines.append([
            title.format(mb=megabytes, rows=theirs[0]["rows"]), span(own, 2) + rate, f"{peer}: {span(others, 2)}",
            f"**{span([t / m for m, t in zip(own, others)], 2)}**", cpu(mine), cpu(theirs), span([run["peak_rss_mb"] for run in mine]),
            span([run["peak_rss_mb"] for run in theirs]), " / ".join(kept)])
    print(markdown(
        ["rows", "cact, seconds", "peer, seconds", "speed, ratio", "cact, CPU s", "peer, CPU s", "cact, MiB", "peer, MiB",
         "rows left"], lines))
    print("\nPairs: "
          f"{a.pairs}, of datasketch's long job 1. A load is the whole statement in an empty store, with the file's digest and what "
          "is remembered of it; `dedup` is its stage alone, as datasketch's time is without reading. CPU s: of all processors, for cact of the whole statement. Peak memory: `ru_maxrss` of the "
          f"whole process.\n\n{machine.description(['datasets', 'pyarrow', 'datasketch', 'numpy'])}")
