#!/usr/bin/env python3
"""Whether `eval problems` judges programs as EvalPlus and plain Python do.

    scripts/evidence/grader.py .build/release/cact --data DIR [--evalplus PYTHON] [--work DIR]

DIR has MbppPlus-v0.2.0.jsonl and HumanEvalPlus-OriginFmt.jsonl.gz; PYTHON has evalplus and numpy:
    pip install --no-deps evalplus==0.3.1 wget tempdir appdirs multipledispatch tqdm termcolor fire numpy psutil
Writes docs/evidence/grader.json and its page, docs/evidence/grader.md. The reasons of differences are written by hand, into the `reasons` of
grader.json, and stay there. What was run is kept in --work. All programs run without a network: cact's in its own sandbox, the others in bubblewrap.
"""

import argparse
import ast
import copy
import gzip
import hashlib
import json
import os
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROTOCOL = (
    "A program that cact is given passes, or it does not; so it does by the other judge; what is compared is this, program by program, "
    "for MBPP+'s 378 canonical solutions and 500 mutants of them against EvalPlus {evalplus} (base and extra tests together), and for HumanEval+'s 164 "
    "canonical solutions and 164 mutants against Python, which runs the row's own `test`. At least 99 % are to agree, and each difference has a reason.")
SEED = 42
MBPP_MUTANTS = 500
# Seconds: of all tests of a program; the same where the reference itself takes longer; of a program in plain Python; of EvalPlus for one input, at
# least, and for all of a program's.
CACT, SLOW, PLAIN, INPUT, ALL = 30, 300, 120, 5, 600


class Sites(ast.NodeVisitor):
    """Where a tree can be changed, and how: (description, change of a copy of the tree)."""

    COMPARE = {
        ast.Lt: [ast.LtE, ast.Gt], ast.LtE: [ast.Lt, ast.GtE], ast.Gt: [ast.GtE, ast.Lt], ast.GtE: [ast.Gt, ast.LtE],
        ast.Eq: [ast.NotEq], ast.NotEq: [ast.Eq], ast.In: [ast.NotIn], ast.NotIn: [ast.In], ast.Is: [ast.IsNot], ast.IsNot: [ast.Is],
    }
    ARITHMETIC = {
        ast.Add: [ast.Sub], ast.Sub: [ast.Add], ast.Mult: [ast.Add, ast.FloorDiv], ast.Div: [ast.FloorDiv, ast.Mult],
        ast.FloorDiv: [ast.Div, ast.Mult], ast.Mod: [ast.FloorDiv], ast.Pow: [ast.Mult], ast.BitAnd: [ast.BitOr], ast.BitOr: [ast.BitAnd],
        ast.BitXor: [ast.BitOr], ast.LShift: [ast.RShift], ast.RShift: [ast.LShift],
    }

    def __init__(self, tree):
        self.nodes = list(ast.walk(tree))
        self.found = []
        for place, node in enumerate(self.nodes):
            self.look(place, node)

    def add(self, place, what, change):
        self.found.append((f"{what}, line {getattr(self.nodes[place], 'lineno', 0)}", place, change))

    def look(self, place, node):
        name = lambda kind: kind.__name__
        if isinstance(node, ast.Compare):
            for other in self.COMPARE.get(type(node.ops[0]), []):
                self.add(place, f"{name(type(node.ops[0]))} to {name(other)}", lambda n, other=other: n.ops.__setitem__(0, other()))
        if isinstance(node, (ast.BinOp, ast.AugAssign)):
            for other in self.ARITHMETIC.get(type(node.op), []):
                self.add(place, f"{name(type(node.op))} to {name(other)}", lambda n, other=other: setattr(n, "op", other()))
        if isinstance(node, ast.BoolOp):
            other = ast.Or if isinstance(node.op, ast.And) else ast.And
            self.add(place, f"{name(type(node.op))} to {name(other)}", lambda n, other=other: setattr(n, "op", other()))
        if isinstance(node, (ast.If, ast.While, ast.IfExp)):
            self.add(place, "condition negated", lambda n: setattr(n, "test", ast.UnaryOp(ast.Not(), n.test)))
        if isinstance(node, ast.Constant) and type(node.value) is bool:
            self.add(place, f"{node.value} to {not node.value}", lambda n: setattr(n, "value", not n.value))
        elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
            for step in (1, -1):
                self.add(place, f"{node.value} to {node.value + step}", lambda n, step=step: setattr(n, "value", n.value + step))
        elif isinstance(node, ast.Constant) and type(node.value) is str and node.value and node.value.isprintable():
            self.add(place, "string without its first letter", lambda n: setattr(n, "value", n.value[1:]))
        if isinstance(node, ast.Call) and len(node.args) >= 2:
            self.add(place, "arguments swapped", lambda n: n.args.__setitem__(slice(0, 2), n.args[1::-1]))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("range", "len") and node.args:
            if node.func.id == "len":
                return
            last = len(node.args) - 1 if len(node.args) < 3 else 1
            for operator in (ast.Add, ast.Sub):
                self.add(
                    place, f"range one {'longer' if operator is ast.Add else 'shorter'}",
                    lambda n, last=last, operator=operator: n.args.__setitem__(last, ast.BinOp(n.args[last], operator(), ast.Constant(1))))
        for field in ("body", "orelse"):
            block = getattr(node, field, None)
            if isinstance(block, list) and not isinstance(node, ast.Module):
                for number, statement in enumerate(block):
                    if isinstance(statement, (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)):
                        continue
                    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                        continue
                    what = f"{type(statement).__name__} dropped"
                    self.found.append((
                        f"{what}, line {statement.lineno}", place,
                        lambda n, field=field, number=number: getattr(n, field).__setitem__(number, ast.Pass())))


def mutants(code, draw):
    """Programs that differ from the code, and from one another, by one change each: (description, text), in a drawn order."""
    tree = ast.parse(code)
    sites = Sites(tree).found
    draw.shuffle(sites)
    seen = {ast.unparse(tree)}
    for what, place, change in sites:
        changed = copy.deepcopy(tree)
        change(list(ast.walk(changed))[place])
        text = ast.unparse(ast.fix_missing_locations(changed))
        try:
            compile(text, "mutant", "exec")
        except (SyntaxError, ValueError):
            continue
        if text not in seen:
            seen.add(text)
            yield what, text


def drawn(rows, count, code_of):
    """So many mutants, each problem's first before any problem's second: (row, description, text)."""
    draw = random.Random(SEED)
    streams = [(row, mutants(code_of(row), random.Random(f"{SEED} {row['task_id']}"))) for row in rows]
    draw.shuffle(streams)
    found, texts = [], set()
    while len(found) < count and streams:
        left = []
        for row, stream in streams:
            one = next(((what, text) for what, text in stream if text not in texts), None)
            if one is None:
                continue
            left.append((row, stream))
            if len(found) < count:
                found.append((row, *one))
                texts.add(one[1])
        streams = left
    return found


def by_cact(given, name, rows, seconds=CACT):
    """Which of the rows hold: `eval problems` leaves out one whose reference fails, or whose wrong program passes, before it asks a model. Rows of one
    problem are told apart by a number."""
    file = given.work / f"{name}.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    command = [
        given.program, "run", "--format", "json", "--store", str(given.work / "store"), "-e",
        f'eval problems "{file}" max 1 timeout {seconds}s ask continuation']
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False, env={**os.environ, "NO_COLOR": "1"})
    (given.work / f"{name}.out").write_text(done.stdout + "\n" + done.stderr)
    if "no problem can be checked here" in done.stderr:
        return set()
    if done.returncode:
        sys.exit(f"{name}: status {done.returncode}: {done.stderr[-2000:]}")
    report = json.loads(done.stdout.strip().splitlines()[-1])
    return {row["problem"] for row in report["value"]}


def numbered(rows, key="task_id"):
    """The names that cact gives to rows of the same problem: `Mbpp/2`, `Mbpp/2 (2)`."""
    seen, names = {}, []
    for row in rows:
        name = row[key]
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names


def bubblewrapped(folder, *command):
    return [
        "bwrap", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp", "--bind", str(folder), str(folder),
        "--unshare-all", "--die-with-parent", "--chdir", str(folder), *command]


EVALUATE = """
import json, os, pathlib, sys, types
work = pathlib.Path(sys.argv[1])
os.environ["MBPP_OVERRIDE_PATH"] = sys.argv[2]
os.environ["XDG_CACHE_HOME"] = str(work)
(work / "evalplus").mkdir(exist_ok=True)
for name, member in [("datasets", "load_dataset"), ("evalplus.codegen", "run_codegen")]:
    # Both are for answers, which are here.
    sys.modules[name] = types.ModuleType(name)
    setattr(sys.modules[name], member, None)
import evalplus.evaluate as evaluation, evalplus.eval

class Limits:
    # Of a program's inputs together: its own minute is too short for two of the canonical solutions on a loaded machine.
    getenv = staticmethod(lambda name, default=None: float(sys.argv[4]) if name == "EVALPLUS_TIMEOUT_PER_TASK" else os.getenv(name, default))
evalplus.eval.os = Limits
evaluation.evaluate("mbpp", samples=str(work / "samples.jsonl"), parallel=2, min_time_limit=float(sys.argv[3]))
os._exit(0)
"""


def by_evalplus(given, file, samples):
    """EvalPlus's statuses (base, plus) of samples (task, program), in their order."""
    folder = given.work / "evalplus"
    folder.mkdir(exist_ok=True)
    result = folder / "samples_eval_results.json"
    (folder / "samples.jsonl").write_text("".join(json.dumps(dict(task_id=task, solution=text)) + "\n" for task, text in samples))
    if not result.exists():
        command = bubblewrapped(folder, given.evalplus, "-c", EVALUATE, str(folder), str(file), str(INPUT), str(ALL))
        with (folder / "log").open("w") as log:
            subprocess.run(command, stdout=log, stderr=log, check=True)
    found = json.loads(result.read_text())["eval"]
    # Of each task in the order in which they stand in the file.
    taken, statuses = {}, []
    for task, text in samples:
        place = taken.get(task, 0)
        taken[task] = place + 1
        one = found[task][place]
        assert one["solution"].strip() == text.strip(), task
        statuses.append((one["base_status"], one["plus_status"]))
    return statuses


def by_python(given, programs):
    """`pass`, `fail` or `timeout` of each program (its text, seconds), which runs its own tests; and its last words."""
    folder = given.work / "plain"
    folder.mkdir(exist_ok=True)

    def one(program):
        text, seconds = program
        file = folder / f"{hashlib.sha256(text.encode()).hexdigest()[:16]}.py"
        known = file.with_suffix(".json")
        found = json.loads(known.read_text()) if known.exists() else None
        # Another time a program may be given longer.
        if found is None or found["status"] == "timeout" and found["seconds"] < seconds:
            file.write_text(text)
            status, said = tried(file, seconds)
            found = dict(status=status, said=said, seconds=seconds)
            known.write_text(json.dumps(found))
        return found["status"], found["said"]

    def tried(file, seconds):
        command = ["prlimit", "--as=4294967296", "--", *bubblewrapped(folder, given.evalplus, str(file))]
        try:
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=seconds, check=False)
        except subprocess.TimeoutExpired:
            return "timeout", ""
        lines = done.stderr.strip().splitlines()
        return ("fail", lines[-1][:200] if lines else "") if done.returncode else ("pass", "")
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(one, programs))


def mbpp(given):
    file = given.data / "MbppPlus-v0.2.0.jsonl"
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    changed = drawn(rows, MBPP_MUTANTS, lambda row: row["canonical_solution"])
    # A row as it is, of which the reference is tried; a row for each mutant, which it calls its wrong program.
    right = by_cact(given, "mbpp-canonical", rows)
    slow = {row["task_id"] for row in rows} - right
    right |= by_cact(given, "mbpp-slow-canonical", [row for row in rows if row["task_id"] in slow], SLOW)
    wrong_rows = [{**row, "buggy_solution": "\n" + text} for row, _, text in changed]
    slow_rows = [row for row in wrong_rows if row["task_id"] in slow & right]
    fails = by_cact(given, "mbpp-mutants", wrong_rows)
    fails |= by_cact(given, "mbpp-slow-mutants", slow_rows, SLOW) if slow_rows else set()
    samples = [(row["task_id"], row["prompt"] + row["canonical_solution"]) for row in rows]
    samples += [(row["task_id"], row["prompt"] + "\n" + text) for row, _, text in changed]
    statuses = by_evalplus(given, file, samples)
    found = []
    for row, (base, plus) in zip(rows, statuses):
        found.append(dict(problem=row["task_id"], program="canonical", cact=row["task_id"] in right, base=base, plus=plus))
    for name, (row, what, _), (base, plus) in zip(numbered(wrong_rows), changed, statuses[len(rows):]):
        # Where not even the reference passes, nothing was seen of the mutant.
        passes = name not in fails if row["task_id"] in right else None
        found.append(dict(problem=row["task_id"], program=what, cact=passes, base=base, plus=plus))
    for one in found:
        one["other"] = one["base"] == "pass" and one["plus"] == "pass"
    return found


def humaneval(given):
    with gzip.open(given.data / "HumanEvalPlus-OriginFmt.jsonl.gz", "rt") as lines:
        rows = [json.loads(line) for line in lines]
    # The mutant stands below the prompt's own function, in whose place it comes.
    changed = drawn(rows, len(rows), lambda row: row["prompt"] + row["canonical_solution"])
    mutated = [{**row, "canonical_solution": "    pass\n\n" + text + "\n"} for row, _, text in changed]
    right, passing = by_cact(given, "humaneval-canonical", rows), by_cact(given, "humaneval-mutants", mutated)
    slow = {row["task_id"] for row in rows} - right
    right |= by_cact(given, "humaneval-slow-canonical", [row for row in rows if row["task_id"] in slow], SLOW)
    passing |= by_cact(given, "humaneval-slow-mutants", [row for row in mutated if row["task_id"] in slow], SLOW)
    programs = [
        (row["prompt"] + row["canonical_solution"] + "\n" + row["test"] + f"\ncheck({row['entry_point']})\n", SLOW if row["task_id"] in slow else PLAIN)
        for row in rows + mutated]
    statuses = by_python(given, programs)
    found = []
    names = numbered(rows) + numbered(mutated)
    for number, (row, name, (status, said)) in enumerate(zip(rows + mutated, names, statuses)):
        is_mutant = number >= len(rows)
        found.append(dict(
            problem=row["task_id"], program=changed[number - len(rows)][1] if is_mutant else "canonical",
            cact=name in (passing if is_mutant else right), plain=status, said=said, other=status == "pass"))
    return found


def table(title, found):
    seen = [one for one in found if one["cact"] is not None]
    agree = sum(one["cact"] == one["other"] for one in seen)
    cell = lambda mine, other: sum(one["cact"] is mine and one["other"] is other for one in seen)
    return (
        f"| {title} | {len(found)} | {cell(True, True)} | {cell(False, False)} | {cell(True, False)} | {cell(False, True)} | "
        f"{len(found) - len(seen)} | {100 * agree / len(found):.1f} % |")


def page(kept):
    parts = [("MBPP+", "EvalPlus", kept["mbpp"]), ("HumanEval+", "Python", kept["humaneval"])]
    lines = ["# The grader beside EvalPlus and Python", "", kept["protocol"], ""]
    lines += [
        "| programs | | both: passes | both: does not | cact alone | the other alone | not seen | agree |", "| --- | --: | --: | --: | --: | --: | --: | --: |"]
    for name, _, found in parts:
        for title, some in [
            (f"{name}, canonical", [one for one in found if one["program"] == "canonical"]),
            (f"{name}, mutants", [one for one in found if one["program"] != "canonical"]),
        ]:
            lines.append(table(title, some))
    every = [one for _, _, found in parts for one in found]
    agree = sum(one["cact"] == one["other"] for one in every)
    lines += ["", f"Of all {len(every):,} programs the two judges agree on {agree:,}, {100 * agree / len(every):.1f} %."]
    base = sum(one["base"] == "pass" and one["plus"] != "pass" for one in kept["mbpp"])
    late = sum("timeout" in (one["base"], one["plus"]) for one in kept["mbpp"]) + sum(one["plain"] == "timeout" for one in kept["humaneval"])
    lines += ["", kept["limits"] + f" {late} programs took longer than the other judge gave them; {base} passed EvalPlus's base tests and not the extra ones.", ""]
    lines += ["## Differences", ""]
    some = [(name, other, one) for name, other, found in parts for one in found if one["cact"] != one["other"]]
    if not some:
        lines.append("There are none.")
    else:
        lines += ["| problem | program | cact | the other | reason |", "| --- | --- | --- | --- | --- |"]
        for _, other, one in some:
            key = f"{one['problem']}: {one['program']}"
            said = f"base {one['base']}, extra {one['plus']}" if "base" in one else f"{one['plain']} {one['said']}".strip()
            verdict = {True: "passes", False: "does not pass", None: "not seen: the reference does not pass"}[one["cact"]]
            lines.append(f"| {one['problem']} | {one['program']} | {verdict} | {other}: {said} | {kept['reasons'].get(key, '?')} |".replace("\n", " "))
    neither = [one for _, _, found in parts for one in found if one["program"] == "canonical" and not one["cact"] and not one["other"]]
    if neither:
        lines += ["", "Canonical solutions that pass by neither: " + "; ".join(
            f"{one['problem']} ({kept['reasons'].get(one['problem'] + ': canonical', '?')})" for one in neither) + "."]
    lines += [
        "", "cact's verdicts are those of the self-check of `eval problems`, which judges references and wrong programs as it judges answers: a program was given as "
        "the reference of a row, or as its wrong program. Every program here defines its function; what becomes of one that does not is a test's matter.", "",
        f"The programs are made anew by `scripts/evidence/grader.py`, from the seed {SEED}: each mutant is one change of a canonical solution's syntax tree (a comparison, "
        "an operator, a constant, a range, a condition, a statement dropped, arguments swapped), and no two are equal. Each change and both verdicts are in grader.json.", ""]
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program", type=lambda text: str(Path(text).resolve()))
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--evalplus", default=sys.executable)
    parser.add_argument("--work", type=Path, default=Path(".grader"))
    parser.add_argument("--out", type=Path, default=ROOT / "docs/evidence")
    given = parser.parse_args()
    given.work = given.work.resolve()
    given.work.mkdir(parents=True, exist_ok=True)
    file = given.out / "grader.json"
    reasons = json.loads(file.read_text())["reasons"] if file.exists() else {}
    said = subprocess.run(
        [given.evalplus, "-c", "import importlib.metadata as m, platform; print(m.version('evalplus'), m.version('numpy'), platform.python_version())"],
        stdout=subprocess.PIPE, text=True, check=True).stdout.split()
    kept = dict(
        protocol=PROTOCOL.format(evalplus=said[0]),
        limits=f"Limits: cact {CACT} seconds for all tests of a program, the reference's own time among them, and {SLOW} where the reference alone takes longer; EvalPlus "
        f"{INPUT} seconds for an input, or four times the reference's, and {ALL} in all; Python {PLAIN} seconds, and {SLOW} likewise. The others ran in Python {said[2]} with numpy {said[1]}, cact in the Python of its sandbox, without numpy.",
        seed=SEED, reasons=reasons, humaneval=humaneval(given), mbpp=mbpp(given))
    def line(value):
        return json.dumps(value)
    parts = [f'"{key}": {line(kept[key])}' for key in ("protocol", "limits", "seed")]
    parts.append('"reasons": ' + json.dumps(kept["reasons"], indent=1))
    for key in ("mbpp", "humaneval"):
        parts.append(f'"{key}": [\n' + ",\n".join(line(one) for one in kept[key]) + "\n]")
    file.write_text("{\n" + ",\n".join(parts) + "\n}\n")
    (given.out / "grader.md").write_text(page(kept))
    print(page(kept))


if __name__ == "__main__":
    main()
