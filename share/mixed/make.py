#!/usr/bin/env python3
"""Writes the mixed set: train.jsonl, target.jsonl, search.jsonl, sealed.jsonl and README.md beside this file.

    python3 share/mixed/make.py            write the five files
    python3 share/mixed/make.py --check    exit with 1 when they differ from what would be written
    python3 share/mixed/make.py --draft    only check the rows and report

Standard library only; the same bytes on every run. It stops with an error when an answer fails its check, when
the tests of a held-out row let a wrong answer pass, or when two rows are too alike. Bash, sed, git, jq, node and
gofmt check answers where they are installed; MIXED_RUST=1 compiles and runs the Rust answers as well.
"""

import collections
import concurrent.futures
import json
import os
import pathlib
import random
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
sys.dont_write_bytecode = True

from mixed import checks, wording  # noqa: E402
from mixed.base import FamilyError, all_rows  # noqa: E402
from teaching.base import closest_pairs, render_tests  # noqa: E402

SEED = 42
PARTS = {"target": 100, "search": 100, "sealed": 200}
TARGET_KIND = "function"
POOL_AT_LEAST = 1200
APART, WITHIN = 0.5, 0.7  # the most alike two rows may be: across the four files, inside one


def ask(row, rng):
    """A row of the target kind as it will be asked: its question worded, its answer perhaps with a docstring."""
    row.tests = render_tests([line for line in row.check.splitlines() if line.strip()], row.group)
    description = row.instruction
    row.instruction = wording.ask(description, row.output, row.tests, rng)
    row.output = wording.document(description, row.output, rng)


def divide(rows, rng):
    """The rows of the target kind in four parts, whole groups at a time: {part: rows}, the rest being the pool's."""
    groups = collections.defaultdict(list)
    for row in rows:
        groups[row.group].append(row)
    order = list(groups)
    rng.shuffle(order)
    parts = {part: [] for part in PARTS}
    rest = []
    for name in order:
        room = [part for part, size in PARTS.items() if len(parts[part]) + len(groups[name]) <= size]
        part = max(room, key=lambda part: (PARTS[part] - len(parts[part])) / PARTS[part], default=None)
        (rest if part is None else parts[part]).extend(groups[name])
    short = {part: len(parts[part]) for part, size in PARTS.items() if len(parts[part]) < size}
    if short:
        raise FamilyError(f"too few rows of the target kind: {short}")
    return {"train": rest, **parts}


def check_rows(rows):
    """[what is wrong], in the order of the rows; several processes check at a time."""
    def one(row):
        try:
            return checks.CHECKS[row.kind](row)
        except Exception as error:
            return repr(error)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        # The checks that run code in this process set an alarm, which only the main thread may do.
        here = {id(row): one(row) for row in rows if row.kind in ("debugging", "refactoring")}
        found = pool.map(lambda row: here[id(row)] if id(row) in here else one(row), rows)
        return [f"{row.group}: {wrong}\n    {row.instruction[:120]!r}" for row, wrong in zip(rows, found) if wrong]


def check_heldout(rows):
    """([what is wrong], mutants refused, mutants tried) for the tests of the held-out rows."""
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(checks.heldout, rows))
    problems = [f"{row.group}: {wrong}\n    {row.instruction[:120]!r}" for row, (wrong, _) in zip(rows, results) if wrong]
    return problems, sum(refused for _, (refused, _) in results), sum(tried for _, (_, tried) in results)


def check_alike(files):
    """([pairs that are too alike], the largest similarity across files, the largest within one)."""
    rows = [row for members in files.values() for row in members]
    file_of = [name for name, members in files.items() for _ in members]
    pairs, _ = closest_pairs(rows, 0.1)
    problems, apart, within = [], 0.0, 0.0
    for similarity, i, j in pairs:
        same = file_of[i] == file_of[j]
        if same:
            within = max(within, similarity)
        else:
            apart = max(apart, similarity)
        if similarity > (WITHIN if same else APART):
            problems.append(f"{similarity:.2f} {rows[i].group} / {rows[j].group}:\n    {rows[i].instruction[:90]!r}\n"
                            f"    {rows[j].instruction[:90]!r}")
    return problems, apart, within


def size(row):
    return len((row.instruction + row.output).encode())


def table(heading, lines):
    return "\n".join(["| " + " | ".join(heading) + " |", "|" + " --- |" * len(heading)]
                     + ["| " + " | ".join(map(str, line)) + " |" for line in lines])


def tokens_of(files):
    """{(file, kind): tokens} as counted by the embedded tokenizer; kept beside the program, as it needs a package."""
    path = HERE / "tokens.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


MEANING = {
    "function": "a Python function or class from a description: the target kind",
    "tests": "tests for a given Python function",
    "types": "type annotations for given Python code",
    "refactoring": "given Python code made simpler or clearer",
    "debugging": "broken Python code and a symptom; cause and mended code",
    "sql": "queries and changes over eight small databases",
    "shell": "commands and scripts",
    "regex": "regular expressions",
    "config": "Dockerfile, YAML, TOML, JSON, nginx, systemd, Make, …",
    "commit": "commit messages for a change",
    "function in another language": "functions in JavaScript, Go and Rust",
    "data": "records turned from one format into another",
    "explanation": "explanations in prose, with and without code",
}
CHECKED = {
    "function": "run with its tests", "tests": "run with the function, and refused with an emptied one",
    "types": "same syntax tree but for annotations, nothing left out",
    "refactoring": "same values before and after (where an expression can show it)",
    "debugging": "broken code fails, mended code passes", "sql": "run in sqlite3, result compared",
    "shell": "`bash -n`; run in an empty folder where harmless",
    "regex": "tried on texts that must and must not match", "config": "parsed (JSON, TOML, INI) or its form checked",
    "commit": "length and form of the lines",
    "function in another language": "run by node and rustc where installed; Go: form only",
    "data": "read back and compared", "explanation": "length; read by a person",
}


def readme(files, apart, within, mutants):
    pool = files["train"]
    tokens = tokens_of(files)
    kinds = collections.Counter(row.kind for row in pool)

    def languages(rows):
        return ", ".join(sorted({row.language for row in rows}))

    def figures(name, rows):
        sizes = sorted(map(size, rows))
        return (f"{name}.jsonl", len(rows), len({row.kind for row in rows}), f"{sum(sizes):,}",
                f"{sizes[len(sizes) // 20]} / {sizes[len(sizes) // 2]} / {sizes[-len(sizes) // 20]}",
                f"{sum(tokens.get(name, {}).values()):,}")

    by_kind = [(f"`{kind}`", MEANING[kind], count, f"{100 * count / len(pool):.1f}%",
                f"{tokens.get('train', {}).get(kind, 0):,}",
                languages([row for row in pool if row.kind == kind]), CHECKED[kind])
               for kind, count in sorted(kinds.items(), key=lambda pair: -pair[1])]
    return f"""# The mixed set

A pool of {len(pool)} rows of {len(kinds)} kinds of work with code, and {sum(PARTS.values())} rows of one of these kinds, held out in three
parts. It is for trying out selection *toward a task*: the pool contains more than the task. Made by `make.py` in this
directory. Synthetic; no planted defects. Licence: Apache-2.0, like the rest of the repository. `make.py` also writes
this page.

{table(("file", "rows", "kinds", "bytes of text", "bytes per row (5% / median / 95%)", "tokens"),
       [figures(name, rows) for name, rows in files.items()])}

`train.jsonl` is the pool. Scores may look at `target.jsonl` (T), searches are evaluated on `search.jsonl` (V), and
`sealed.jsonl` (S) is opened only for verdicts. All three are of the kind `function`, which is {100 * kinds[TARGET_KIND] / len(pool):.1f}% of the
pool too, with other functions. Bytes and tokens count question and answer; tokens are those of the
embedded model's tokenizer, without template.

## Fields

{table(("field", "type", "meaning"), [
        ("`instruction`", "string", "the question"),
        ("`output`", "string", "the answer; for functions only the code"),
        ("`kind`", "string", "the kind of work; only for checking this set: no stage and no recipe reads it"),
        ("`language`", "string", "the language of the answer; like `kind`, read by no stage and no recipe"),
        ("`tests`", "list of strings", "held-out rows only: Python statements, run in order after the answer"),
    ])}

## Kinds in the pool

{table(("kind", "meaning", "rows", "share", "tokens", "languages", "how the answers were checked"), by_kind)}

## How it was split

Functions are written in groups that share an idea; each group is in one file only. No two rows of different
files have a Jaccard similarity above {apart:.2f} (5-token shingles over question and answer; the program rejects more than
{APART}), no two rows of one file above {within:.2f} (rejected: {WITHIN}). Every held-out answer passes its tests, and no answer with an emptied body does. Of
{mutants[1]:,} answers with one planted slip (an operator, a comparison, a constant, an assigned or a returned value changed, or a call left out) the tests reject
{mutants[0]:,} ({100 * mutants[0] / max(mutants[1], 1):.1f}%), at least one for each row; some slips do not change anything that the description asks for.

## Reproducing it

`python3 share/mixed/make.py` (CPython 3.11 or later, standard library) writes the same bytes from seed {SEED}; `--check` compares
instead. `base.py` explains how families are written, `wording.py` how questions are worded. All tasks, answers and tests were
written for this set; none is taken from another data set. The set was committed before any selection was run on it. Any
change makes a new version, and figures measured on this one remain figures of this one.
`count_tokens.py` (needs PyPI's tokenizers) refreshes the counts in `tokens.json`.
"""


def make():
    """The four files as {name: rows}, shuffled."""
    rng = random.Random(SEED)
    rows = list(all_rows())
    functions = [row for row in rows if row.kind == TARGET_KIND]
    for row in functions:
        ask(row, rng)
    files = divide(functions, rng)
    files["train"] = files["train"] + [row for row in rows if row.kind != TARGET_KIND]
    for members in files.values():
        rng.shuffle(members)
    return files


def main(arguments):
    files = make()
    every = [row for members in files.values() for row in members]
    heldout = [row for part in PARTS for row in files[part]]
    problems = check_rows(every)
    unlike, apart, within = check_alike(files)
    problems += unlike
    wrong, *mutants = check_heldout(heldout)
    problems += wrong
    if len(files["train"]) < POOL_AT_LEAST:
        problems.append(f"{len(files['train'])} rows in the pool, fewer than {POOL_AT_LEAST}")
    counts = collections.Counter(row.kind for row in files["train"])
    print(f"checked {len(every)} rows: pool {len(files['train'])}, held out {len(heldout)}; "
          f"{mutants[0]} of {mutants[1]} mutants refused; most alike {apart:.2f} across files, {within:.2f} within")
    print(", ".join(f"{kind} {count}" for kind, count in counts.most_common()))
    if "--draft" in arguments or problems:
        print("\n".join(problems))
        return 1 if problems else 0
    for row in files["train"]:
        row.tests = ()
    content = {f"{name}.jsonl": "".join(json.dumps(row.record(), ensure_ascii=False) + "\n" for row in rows)
               for name, rows in files.items()}
    content["README.md"] = readme(files, apart, within, mutants)
    if "--check" in arguments:
        stale = [name for name, text in content.items() if (HERE / name).read_text(encoding="utf-8") != text]
        print("out of date: " + ", ".join(stale) if stale else "up to date")
        return 1 if stale else 0
    for name, text in content.items():
        (HERE / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
