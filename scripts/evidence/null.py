#!/usr/bin/env python3
"""How often `optimize` claims a choice where none can pay: two null cases of docs/evidence/protocol.md, over seeds.

    scripts/evidence/null.py .build/release/cact [--first 1] [--seeds 20] [--threads N] [--store DIR]

Writes docs/evidence/null.json and the table of it, docs/evidence/null.md. Seeds that are in null.json are not run again. Needs only
Python 3.
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

CASES = {
    "T of other topics than S": "load | hold 160 group topic target 50 search 50 | take 300",
    "T drawn from the pool": "load | hold 160 target 50 search 50 | take 300",
}
OPTIMIZE = "optimize 20% then { pack 2048 | tune epochs 2 }"


def search(given, rows, seed):
    """What one search decided."""
    command = [given.program, "run", "--format", "json", "--store", given.store, "-e", f"set seed {seed}\n{rows} | {OPTIMIZE}"]
    if given.threads:
        command += ["--threads", str(given.threads)]
    start = time.monotonic()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(f"seed {seed}: status {done.returncode}: {done.stderr[-500:]}")
    statement = json.loads(done.stdout.strip().splitlines()[-1])
    found = statement["ledger"]["search"]
    sealed = found.get("sealed") or {}
    size = sealed.get("size") or {}
    return {
        "seed": seed, "decision": found["decision"], "winner": found["winner"],
        "search_difference": (found.get("size") or {}).get("difference"), "sealed_difference": size.get("difference"),
        "sealed_interval": size.get("interval"), "sealed_verdict": size.get("verdict"),
        "claims": found["decision"] == "choice" and size.get("verdict") == "better",
        "seconds": round(time.monotonic() - start, 1),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program", type=lambda text: str(Path(text).resolve()))
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--threads", type=int)
    parser.add_argument("--store", default=".evidence-store")
    parser.add_argument("--out", type=Path, default=ROOT / "docs/evidence")
    given = parser.parse_args()

    file = given.out / "null.json"
    results = json.loads(file.read_text()) if file.exists() else {name: [] for name in CASES}
    for seed in range(given.first, given.seeds + 1):
        for name, rows in CASES.items():
            if any(found["seed"] == seed for found in results[name]):
                continue
            results[name].append(search(given, rows, seed))
            print(name, results[name][-1], flush=True)
            file.write_text(json.dumps(results, indent=1) + "\n")
    out = [
        f"`{OPTIMIZE}` on 300 rows of the teaching set. *Decided* is what the search part said; *claimed* is a choice",
        "whose sentence on the sealed rows says better.", "",
        "| case | seeds | searches | decided random | decided random + T | decided a choice | claimed a choice |",
        "| --- | --- | --: | --: | --: | --: | --: |",
    ]
    for name, rows in results.items():
        count = lambda decision: sum(row["decision"] == decision for row in rows)
        out.append(
            f"| {name} | {', '.join(str(row['seed']) for row in rows)} | {len(rows)} | {count('random')} | {count('random + target')} | {count('choice')} | "
            f"{sum(row['claims'] for row in rows)} |")
    (given.out / "null.md").write_text("\n".join(out) + "\n")
    print("\n".join(out))


if __name__ == "__main__":
    main()
