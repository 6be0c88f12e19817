#!/usr/bin/env python3
"""Held-out loss over numbers of optimizer steps and learning rates: the tables of docs/evidence/steps.md.

    scripts/evidence/steps.py .build/release/cact --data DIRECTORY [--set NAME ...] [--minutes 25 | --rule]

DIRECTORY holds codegen-instruct.json and evol-codealpaca-2.json; without it only the two sets that come with cact are run. Runs are
remembered in the store, so that the same command resumes where it stopped; --minutes bounds the processor time of new ones. --rule
runs 60 steps and tune's own number, on rows of other seeds.
No sealed part of an evidence set is read.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
RECOMMENDED = 3e-4
LORA = 2e-4
STEPS = 60


def sets(data):
    mixed = os.path.join(ROOT, "share", "mixed")
    yield "mixed", f'load "{mixed}/train.jsonl" | hold from {{ load "{mixed}/search.jsonl" }} | select random 10%', f"{mixed}/search.jsonl"
    yield "teaching", "load | hold 100 | select random 10%", None
    if data:
        yield (
            "codegen",
            f'load "{data}/codegen-instruct.json" | hold 100 where not contains(lower(question), "python") | select random 10%',
            None,
        )
        yield "evol", f'load "{data}/evol-codealpaca-2.json" | hold 100 | select random 5%', None


def cells():
    """(LoRA?, times the steps, times the rate), what matters most first."""
    for times in (1, 2, 4, 8):
        yield False, times, 1
    for times in (1, 4):
        for rate in (1, 3, 10):
            yield True, times, rate
    for times in (1, 4):
        for rate in (1 / 3, 3):
            yield False, times, rate


def tuned(cact, store, rows, steps, rate, lora, validate, seed=42):
    """`steps` None: as many as tune takes by itself."""
    line = f"set seed {seed}\n{rows} | pack 4096 | tune epochs 3 rate {rate:g}" + (f" steps {steps}" if steps else "")
    line += (" lora" if lora else "") + (f' validate {{ load "{validate}" }}' if validate else "")
    run = subprocess.run(
        [cact, "run", "-e", line, "--format", "json", "--threads", "1", "--store", store], capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"{line}\n{run.stderr}")
    held = json.loads(run.stdout.splitlines()[-1])["conclusion"]
    bill = json.loads(run.stdout.splitlines()[-1])["bill"]
    course = [line.strip() for line in run.stderr.splitlines() if "validation " in line]
    return {
        "before": held["before"], "loss": held["before"] + held["difference"], "seconds": bill["tuning_seconds"],
        "course": course[0] if course else "", "block": [l.strip() for l in run.stderr.splitlines() if " steps of " in l],
    }


def rule(options, chosen):
    """60 steps and tune's own number of them, on rows that the rule was not found by."""
    print("| set | seed | before | 60 steps | own steps | loss | difference |\n| --- | --: | --: | --: | --: | --: | --: |")
    for name, rows, _ in chosen:
        for seed in (1, 2):
            fixed, own = (tuned(options.cact, options.store, rows, steps, RECOMMENDED, False, None, seed) for steps in (STEPS, None))
            steps = own["block"][0].split(" steps of ")[0].split()[-1]
            print(
                f"| {name} | {seed} | {fixed['before']:.3f} | {fixed['loss']:.3f} | {steps} | {own['loss']:.3f} | "
                f"{own['loss'] - fixed['loss']:+.3f} |", flush=True)


def processor_seconds():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("cact")
    arguments.add_argument("--data")
    arguments.add_argument("--set", action="append")
    arguments.add_argument("--store", default=os.path.join(tempfile.gettempdir(), "cact-steps"))
    arguments.add_argument("--minutes", type=float, default=25)
    arguments.add_argument("--rule", action="store_true")
    options = arguments.parse_args()
    chosen = [s for s in sets(options.data) if not options.set or s[0] in options.set]
    if options.rule:
        return rule(options, chosen)
    results = {}
    # All sets get their most important cells before any gets its last.
    for lora, times, rate in cells():
        for name, rows, validate in chosen:
            if processor_seconds() > options.minutes * 60:
                print(f"not run: {name}, {'lora' if lora else 'all weights'}, {times}x steps, {rate:.3g}x rate")
                continue
            highest = (LORA if lora else RECOMMENDED) * rate
            before = processor_seconds()
            result = tuned(
                options.cact, options.store, rows, STEPS * times, highest, lora, validate if not lora and rate == 1 else None)
            results[name, lora, times, rate] = result
            print(
                f"{name}, {'lora' if lora else 'all weights'}, {times}x steps, rate {highest:.3g}: {result['loss']:.4f} "
                f"({result['before']:.4f} before), {result['seconds']:.1f}s, {processor_seconds() - before:.0f} CPU s; "
                + "; ".join(result["block"] + [result["course"]]),
                file=sys.stderr, flush=True)
    columns = [(l, t, r) for l in (False, True) for t in (1, 2, 4, 8) for r in (1 / 3, 1, 3, 10)]
    columns = [c for c in columns if any((name, *c) in results for name, _, _ in chosen)]
    print("| tuned | steps | rate | " + " | ".join(name for name, _, _ in chosen) + " |")
    print("| --- " * (3 + len(chosen)) + "|")
    print("| nothing | | | " + " | ".join(
        next((f"{results[k]['before']:.3f}" for k in results if k[0] == name), "") for name, _, _ in chosen) + " |")
    for lora, times, rate in columns:
        found = [results.get((name, lora, times, rate)) for name, _, _ in chosen]
        print(
            f"| {'LoRA' if lora else 'all weights'} | {times} x {STEPS} | {(LORA if lora else RECOMMENDED) * rate:.3g} | "
            + " | ".join(f"{f['loss']:.3f} ({f['seconds']:.0f}s)" if f else "" for f in found) + " |")


if __name__ == "__main__":
    main()
