#!/usr/bin/env python3
"""One table of docs/evidence: arms of docs/evidence/protocol.md on one set, at equal learned tokens and steps.

    scripts/evidence/choosing.py .build/release/cact mixed [--steps 60] [--draws 19] [--share 10] [--data ../shared/data/instruct]
                                 [--arms 'NAME;NAME…'] [--curve 1] [--threads N] [--store DIR] [--problems] [--precision f32]

Writes docs/evidence/SET-STEPS.json (what `compare` gave, arm by arm, and random rows' own curve) and the table of it,
docs/evidence/SET-STEPS.md; with --problems, of docs/evidence/passing.md, SET-passing.json and .md. Every model is remembered in the store: an interrupted run resumes. Needs only Python 3.
"""

import argparse
import json
import math
import os
import platform
import re
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

SETS = {
    "mixed": {
        "precision": "f32", "rows": "load mixed", "filter": 'contains(answer, "def ")', "problems": "held_out_problems",
    },
    "codegen": {
        "precision": "bf16", "problems": 'problems "{data}/../eval/HumanEval.jsonl.gz"', "filter": 'contains(lower(question), "python")',
        "rows": 'load "{data}/codegen-instruct.json" | hold 400 where contains(lower(question), "python") target 100 search 100',
    },
    "evol-sql": {
        "precision": "bf16", "filter": 'contains(lower(question), "sql")',
        "rows": 'load "{data}/evol-codealpaca-1.json" | hold 120 where contains(lower(question), "sql") target 40 search 40',
    },
    "codegen-smollm2": {
        "precision": "bf16", "filter": 'contains(lower(question), "python")',
        "problems": 'problems "{data}/../eval/HumanEval.jsonl.gz"',
        "rows": 'load "{data}/codegen-instruct.json" | hold 400 where contains(lower(question), "python") target 100 search 100 '
        "| sample 1200",
        "then": "pack 2048 | tune epochs 2 steps 40 rate 0.00005", "draws of others": 1,
    },
    "evol-all": {
        "precision": "bf16", "problems": 'problems "{data}/../eval/HumanEval.jsonl.gz"', "filter": None,
        "rows": 'load "{data}/evol-codealpaca-1.json" | hold 300 target 100 search 100',
    },
}

# Name, block, and whether each run is another draw. S is the share.
ARMS = [
    ("random + T", "select random S | append target", True),
    ("T alone", "take 0 | append target", False),
    ("plain filter", "where FILTER | select random S", True),
    ("CDAS", "score complexity | select diverse S", False),
    ("IFD", "score complexity | select top S by ifd", False),
    ("loss, low", "score loss | derive known = 0 - loss_cond | select top S by known", False),
    ("lexical", "score lexical | select top S by lexical", False),
    ("lexical + T", "score lexical | select top S by lexical | append target", False),
    ("nearest, words", "select nearest S space words", False),
    ("nearest, hidden states", "select nearest S", False),
    ("representative", "embed | select representative S", False),
    ("target", "score target | select top S by target", False),
    ("target + T", "score target | select top S by target | append target", False),
    ("target, half random", "score target | select top S by target blend 50%", True),
    ("contrast", "score contrast | select top S by contrast", False),
    ("gradient", "score gradient | select top S by gradient", False),
]
RANDOM = "select random S"
DRAWS_OF_OTHERS = 5


def run(given, set_, stage):
    """The line of this stage over the set's rows, and its report, row by row."""
    rows = set_["rows"].format(data=given.data)
    then = set_.get("then", f"pack 4096 | tune epochs {given.steps * 3 // 60} steps {given.steps}")
    line = f"{rows} | {stage} then {{ {then} }}"
    if given.problems and stage.startswith("compare"):
        line += " " + set_["problems"].format(data=given.data) + " max 128"
    line = line.replace("FILTER", set_["filter"] or "")
    line = re.sub(r"\bS\b", f"{given.share}%", line)
    command = [given.program, "run", "--format", "jsonl", "--store", given.store, "-e", f"set precision {set_['precision']}\n{line}"]
    if given.threads:
        command += ["--threads", str(given.threads)]
    if given.model:
        command += ["--model", str(given.model)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(f"status {done.returncode}: {line}")
    # Where the data lies is the reader's own.
    shown = line.replace(f"{given.data}/", "")
    return shown, [json.loads(text) for text in done.stdout.splitlines() if text.startswith('{"arm"')]


def compare(given, set_, blocks, draws):
    """What `compare` says of these blocks, in their order."""
    line, found = run(given, set_, "compare " + " ".join(f"{{ {block} }}" for block in blocks) + f" draws {draws}")
    if len(found) != len(blocks):
        sys.exit(f"{len(found)} arms came out of {len(blocks)}")
    return line, found


def exchange(curve, way, mean, loss):
    """Times the rows that random rows need to reach a loss: log-linear between the shares, the first being the mean of all draws."""
    points = [(1.0, mean)] + [(p["share"] / curve[0]["share"], p["loss"]) for p in curve if p["steps_are"] == way]
    if loss >= mean:
        return "as many or fewer"
    for (x, a), (y, b) in zip(points, points[1:]):
        if b <= loss:
            return f"{math.exp(math.log(x) + (a - loss) / (a - b) * math.log(y / x)):.1f}"
    return f"more than {points[-1][0]:.0f}"


def table(given, set_, lines, arms, curve):
    """Markdown; the random draws first, the others by their loss."""
    random = arms[0]
    spread = statistics.stdev(random["losses"]) if len(random["losses"]) > 1 else 0
    made = [arm for arm in arms[1:] if arm["losses"]]
    made.sort(key=lambda arm: arm["mean"])
    out = [
        "| choice | loss on S | against random | lower than | rows | random needs, times the rows | choosing, s | tuning a model, s |",
        "| --- | --: | --: | --: | --: | --: | --: | --: |",
    ]
    for arm in [random] + made:
        losses, size = arm["losses"], arm.get("size")
        loss = f"{arm['mean']:.3f}" + (f" (sd {statistics.stdev(losses):.3f} of {len(losses)})" if len(losses) > 1 else "")
        if arm is random or not size:
            against, place = "", ""
        else:
            against = f"{arm['mean'] - random['mean']:+.3f} ± {margin(losses, random['losses']):.3f}"
            lower = sum(arm["mean"] < draw for draw in random["losses"])
            place = f"{lower} of {len(random['losses'])}"
        rows = sorted(set(arm["rows"]))
        rows = f"{rows[0]}" if len(rows) == 1 else f"{rows[0]}–{rows[-1]}"
        repeated = max(arm["repeated"])
        name = arm["name"] + (f", repeated {repeated:.1f} times" if repeated > 1 else "")
        tuning = arm["tuning_seconds"] / len(losses)
        needs = ""
        if curve and arm is not random:
            needs = "; ".join(exchange(curve, way, random["mean"], arm["mean"]) for way in ("equal", "proportional"))
        out.append(f"| {name} | {loss} | {against} | {place} | {rows} | {needs} | {arm['choosing_seconds']:.1f} | {tuning:.1f} |")
    for arm in arms[1:]:
        if not arm["losses"]:
            out.append(f"| {arm['name']} | failed: {arm.get('failed', '')} | | | | | | |")
    head = (
        f"{random['held_out']} sealed rows; before {random['before']:.3f}; {given.share} % of the pool's learned tokens "
        f"({random['budget']:,}), {random['steps'][0]} steps, {set_['precision']}; the draws' standard deviation is {spread:.3f}."
    )
    foot = "\n\n".join(f"`{line}`" for line in lines)
    more = ""
    if curve:
        points = "; ".join(
            f"{100 * p['share']:.0f} % {p['loss']:.3f} ({p['steps'][0]} steps, {p['seconds']:.1f} s)" for p in curve)
        more = f"Random rows at other shares: {points}. *Random needs*: at equal steps; with steps in proportion.\n\n"
    threads = given.threads or os.cpu_count()
    return head + "\n\n" + "\n".join(out) + f"\n\n{more}{processor()}, {threads} thread(s). Lines:\n\n" + foot + "\n"


def passing(arms):
    """How far the arms' answers came, means over the models of each; random draws first."""
    steps = ["ends", "has_code", "parses", "defines_the_name", "runs", "passes"]
    found = [step for step in steps if step in arms[0]]
    out = [
        f"Of {arms[0]['problems']} problems ({arms[0]['told_problems']} told by rows of these models), means over an arm's models; before, "
        f"{arms[0]['passes_before']} passed.",
        "",
        "| choice | pass@1 of problems that no row tells | against random, points of all problems | over problems | " + " | ".join(step.replace("_", " ") for step in found) + " |",
        "| --- | --- | --: | --- | " + " | ".join("--:" for _ in found) + " |",
    ]

    random = arms[0]

    def rates(arm):
        return [count / random["problems"] for count in arm["passes"]]

    def points(interval):
        return "" if interval is None else f"{100 * interval[0]:+.1f} to {100 * interval[1]:+.1f}"

    for arm in arms:
        if not arm["losses"]:
            continue
        low, high = arm.get("pass@1_interval", (0, 1))
        against, over = "", ""
        if found := arm.get("passing"):
            # Of all draws, also where the arm was compared beside fewer.
            difference = statistics.mean(rates(arm)) - statistics.mean(rates(random))
            half = margin(rates(arm), rates(random))
            against = f"{100 * difference:+.1f} ({points((difference - half, difference + half))})"
            over = points(found["interval_over_problems"])
            if not found["agrees_with_loss"]:
                over += "; loss says otherwise"
        counts = [f"{statistics.mean(arm[step]):.1f}" for step in steps if step in arm]
        rate = arm["pass@1"]
        rate = "" if rate is None else f"{100 * rate:.1f} % ({100 * low:.1f} to {100 * high:.1f})"
        out.append(f"| {arm['name']} | {rate} | {against} | {over} | " + " | ".join(counts) + " |")
    return "\n".join(out) + "\n"


def margin(runs, draws):
    """Half of the 95 % interval: t(0.975, n - 1) s sqrt(1/k + 1/n)."""
    t = {4: 2.776, 8: 2.306, 18: 2.101}.get(len(draws) - 1)
    if t is None:
        sys.exit(f"no quantile for {len(draws)} draws")
    return t * statistics.stdev(draws) * (1 / len(runs) + 1 / len(draws)) ** 0.5


def processor():
    for line in Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []:
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program", type=lambda text: str(Path(text).resolve()))
    parser.add_argument("set", choices=SETS)
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--draws", type=int, default=19)
    parser.add_argument("--share", type=int, default=10)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared/data/instruct")
    parser.add_argument("--arms", help="names with a semicolon between them; all of them by default")
    parser.add_argument("--curve", type=int, default=1, help="draws of random rows at twice and four times the share; 0: none")
    parser.add_argument("--threads", type=int)
    parser.add_argument("--problems", action="store_true", help="every model answers the set's problems, too")
    parser.add_argument("--precision", choices=["f32", "bf16"], help="in place of the set's, where the processor lacks it")
    parser.add_argument("--model", type=Path, help="in place of the embedded one")
    parser.add_argument("--store", default=".evidence-store")
    parser.add_argument("--out", type=Path, default=ROOT / "docs/evidence")
    given = parser.parse_args()
    set_ = SETS[given.set] | ({"precision": given.precision} if given.precision else {})

    wanted = given.arms.split(";") if given.arms else [name for name, _, _ in ARMS]
    unknown = set(wanted) - {name for name, _, _ in ARMS}
    if unknown:
        sys.exit(f"no arm is named {', '.join(sorted(unknown))}")
    chosen = [arm for arm in ARMS if arm[0] in wanted and ("FILTER" not in arm[1] or set_["filter"])]
    fixed = [arm for arm in chosen if not arm[2]]
    drawn = [arm for arm in chosen if arm[2]]

    line, found = compare(given, set_, [RANDOM] + [arm[1] for arm in fixed], given.draws)
    lines, arms = [line], found
    for arm, (name, _, _) in zip(arms, [("random",) * 3] + fixed):
        arm["name"] = name
    if drawn:
        # Its random draws are the first of those above.
        line, found = compare(given, set_, [RANDOM] + [arm[1] for arm in drawn], set_.get("draws of others", DRAWS_OF_OTHERS))
        lines.append(line)
        for arm, (name, _, _) in zip(found[1:], drawn):
            arm["name"] = name
            arms.append(arm)
    curve = []
    if given.curve:
        shares = " ".join(f"{given.share * times}%" for times in (1, 2, 4))
        line, curve = run(given, set_, f"curve {{ select random }} at {shares} draws {given.curve} on sealed")
        lines.append(line)
    name = f"{given.set}-{'passing' if given.problems else given.steps}"
    text = table(given, set_, lines, arms, curve)
    if given.problems:
        text = passing(arms) + "\n" + text
    (given.out / f"{name}.json").write_text(json.dumps({"arms": arms, "curve": curve}, indent=1) + "\n")
    (given.out / f"{name}.md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
