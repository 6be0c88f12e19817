#!/usr/bin/env python3
"""How far the warm-up of `score target` should go: the tables of docs/evidence/warmup.md.

    scripts/evidence/warmup.py .build/release/cact --data DIRECTORY [--rows 800] [--loss] [--cell RATE:DEPTH:ROWS ...]

DIRECTORY holds codegen-instruct.json: a pool of many languages, of which the target is rows that mention Python. For each learning
rate and depth: the loss of the target's rows that were held back from the warm-up, before and after; how often a row that mentions
Python stands above one that does not (AUC); the share of Python among the highest tenth; the rank correlation with the words' score. With --loss a
tenth of the pool's learned tokens is chosen so and tuned on, and the answer loss on 200 other rows that mention Python is printed. DEPTH 0
leaves the depth to cact. Losses and models are remembered in the store: the same command resumes where it stopped.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MODEL = os.path.join(ROOT, "share", "model", "cact-4m")
CELLS = [f"{rate}:{depth}:100" for rate in ("3e-4", "5e-5") for depth in (10, 20, 40, 80)]
CELLS += ["3e-4:0:100", "1e-4:40:100", "1e-3:10:100", "1e-3:20:100", "1e-5:10:100", "1e-5:80:100", "3e-4:20:40", "3e-4:20:20"]


def model_at(rate, folder):
    """The embedded model, whose recommended rate is the warm-up's, with another one."""
    if float(rate) == 3e-4:
        return MODEL
    path = os.path.join(folder, f"model-{rate}")
    if not os.path.exists(path):
        shutil.copytree(MODEL, path)
        with open(os.path.join(path, "config.json")) as file:
            config = json.load(file)
        config["cact_learning_rate"] = float(rate)
        with open(os.path.join(path, "config.json"), "w") as file:
            json.dump(config, file, indent=2)
    return path


def run(options, line, *more):
    made = subprocess.run(
        [options.cact, "run", "-e", line, "--store", options.store, *more], capture_output=True, text=True)
    if made.returncode != 0:
        sys.exit(f"{line}\n{made.stderr}")
    return made


def auc(values, mine):
    """How often one of `mine` stands above another row; ties count half."""
    order = sorted(range(len(values)), key=lambda i: values[i])
    rank = [0.0] * len(values)
    at = 0
    while at < len(order):
        end = at
        while end < len(order) and values[order[end]] == values[order[at]]:
            end += 1
        for place in order[at:end]:
            rank[place] = (at + end - 1) / 2
        at = end
    n = sum(mine)
    return (sum(r for r, is_mine in zip(rank, mine) if is_mine) - n * (n - 1) / 2) / (n * (len(values) - n))


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("cact")
    arguments.add_argument("--data", required=True)
    arguments.add_argument("--rows", type=int, default=800)
    arguments.add_argument("--loss", action="store_true")
    arguments.add_argument("--cell", action="append")
    arguments.add_argument("--measure", default="target")
    arguments.add_argument("--store", default=os.path.join(tempfile.gettempdir(), "cact-warmup"))
    options = arguments.parse_args()
    os.makedirs(options.store, exist_ok=True)
    print("| rate | steps | target rows | held back: before, after | AUC | top tenth | learned, loss |\n|---|---|---|---|---|---|---|")
    for cell in options.cell or CELLS:
        rate, depth, target = cell.split(":")
        pool = (
            f'load "{options.data}/codegen-instruct.json" | hold {int(target) + 300} where contains(question, "ython") '
            f"target {target} search 100 | sample {options.rows}")
        score = f"score {options.measure}"
        if options.measure in ("target", "contrast"):
            score += f" depth {depth}" if depth != "0" else ""
        if options.measure != "lexical":
            score += f' with "{model_at(rate, options.store)}"'
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "scored.jsonl")
            line = f'{pool} | {score} | derive python = contains(question, "ython") | save "{path}"'
            block = run(options, line).stderr
            with open(path) as file:
                rows = [json.loads(line) for line in file]
        values = [row[options.measure] for row in rows]
        mine = [row["python"] for row in rows]
        top = sorted(range(len(values)), key=lambda i: -values[i])[: len(values) // 10]
        found = re.search(r"after (\d+) steps of (\d+) rows? of the target", block)
        steps = f"{found[1]} of {found[2]}" if found else depth
        held = re.search(r"lose ([\d.]+), then ([\d.]+) nats\s+and\s+stand\s+above\s+(\d+)%", " ".join(block.split()))
        before = f"{held[1]}, {held[2]}; above {held[3]} %" if held else ""
        loss = ""
        if options.loss:
            line = f"{pool} | {score} | select top 10% by {options.measure} | pack 4096 | tune epochs 3 steps 60"
            last = json.loads(run(options, line, "--format", "json").stdout.splitlines()[-1])
            loss = f"{last['heldout']['before'] + last['heldout']['difference']:.3f}"
        share = sum(mine[i] for i in top) / len(top)
        print(f"| {rate} | {steps} | {target} | {before} | {auc(values, mine):.3f} | {share:.3f} | {loss} |", flush=True)


main()
