#!/usr/bin/env python3
"""The tables of docs/guides/benchmarks.md, one command each; needs nothing but Python itself.

    swift build -c release --product Benchmarks
    Benchmarks/compare.py tune MODEL DATA --dtype bf16 --peers FOLDER --python PYTHON

Every run is a process of its own. The table goes to standard output, every run's own figures as JSON lines to standard
error or to --log. A run in which the ceiling of matrix products varied by more than 15 % is VOID: exit status 1;
failures end with 2.
"""
import argparse
import os
import sys

from comparison import alone, peers, rows
from comparison.machine import ROOT, Failed, Machine


def arguments():
    parser = argparse.ArgumentParser(description="cact's benchmarks as Markdown tables")
    common = argparse.ArgumentParser(add_help=False)
    threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    common.add_argument("--peers", default=os.environ.get("CACT_PEERS", str(ROOT.parent / "shared/bench")),
                        help="folder of peer_tune.py and peer_score.py (CACT_PEERS)")
    common.add_argument("--python", default=os.environ.get("CACT_PYTHON", "python3"),
                        help="Python that has the peers' packages (CACT_PYTHON)")
    common.add_argument("--binary", default=str(ROOT / ".build/release/Benchmarks"))
    common.add_argument("--threads", type=positive, default=threads, help="of both sides; default: all")
    common.add_argument("--log", help="file that the runs' JSON lines are added to, in place of standard error")
    tables = parser.add_subparsers(dest="table", required=True)

    def table(name, run, purpose, dtype=True, job=True):
        added = tables.add_parser(name, help=purpose, description=purpose, parents=[common])
        added.set_defaults(run=run)
        if job:
            added.add_argument("model")
            added.add_argument("data")
        if dtype:
            added.add_argument("--dtype", choices=["fp32", "bf16"], default="bf16")
        return added

    def pairs(added):
        added.add_argument("--pairs", type=positive, default=5)

    added = table("tune", peers.tune, "tuning beside TRL's SFTTrainer with packing")
    pairs(added)
    added.add_argument("--samples", type=positive, default=48)
    added = table("score", peers.score, "IFD scoring beside transformers, one by one and batched")
    pairs(added)
    added.add_argument("--samples", type=positive, default=64)
    added.add_argument("--agreement-samples", type=positive, default=1966, help="rows on which bf16 is set beside f32")
    added.add_argument("--agreement-model", help="model for that; default: MODEL")
    added = table("tokenize", peers.tokenize, "tokenizing beside tokenizers", dtype=False, job=False)
    added.add_argument("model")
    added.add_argument("files", nargs="+")
    pairs(added)
    pairs(table("kmeans", peers.kmeans, "k-means beside scikit-learn", dtype=False, job=False))
    added = table("rows", rows.rows, "loading and near twins beside datasets, pyarrow and datasketch", dtype=False, job=False)
    pairs(added)
    added.set_defaults(pairs=3)
    added.add_argument("--inputs", help="folder that the files are made in, and kept; default: a temporary one")
    added.add_argument("--megabytes", type=positive, default=1_000)
    added.add_argument("--rows", type=positive, default=100_000)
    added.add_argument("--template", type=positive, default=6_000)
    added = table("growth", alone.growth, "scoring and tuning at 1, 4 and 16 times the rows")
    added.add_argument("--score-rows", type=positive, default=64)
    added.add_argument("--tune-rows", type=positive, default=24)
    added.add_argument("--repeats", type=positive, default=1)
    added = table("curve", alone.curve, "loss curves of tuning in f32 and bf16", dtype=False)
    added.add_argument("--steps", type=positive, default=200)
    added.add_argument("--samples", type=positive, default=100_000, help="at most; default: all that DATA has")
    added.add_argument("--epochs", type=positive, default=20, help="at most; the steps end the run")
    return parser.parse_args()


def positive(text):
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("at least 1 is expected")
    return value


def main():
    a = arguments()
    try:
        machine = Machine(a)
        a.run(machine, a)
    except Failed as error:
        print(f"compare.py {a.table}: {error}", file=sys.stderr)
        sys.exit(2)
    if machine.is_void():
        sys.exit(1)


if __name__ == "__main__":
    main()
