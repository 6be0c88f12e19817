#!/usr/bin/env python3
"""Writes the teaching set: train.jsonl, heldout.jsonl and README.md beside this file.

    python3 share/teaching/make.py            write the three files
    python3 share/teaching/make.py --check    exit with 1 when they differ from what would be written
    python3 share/teaching/make.py --draft    only report on the families (rows, failures, close pairs)

Standard library only; the same bytes on every run. It stops with an error when an answer misses its
own tests, when two unplanted rows are too alike, or when a planted defect is not what its label says.
"""

import collections
import json
import pathlib
import random
import statistics
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
sys.dont_write_bytecode = True

from teaching import defects  # noqa: E402
from teaching.base import FamilyError, all_rows, closest_pairs, failure, jaccard, shingles  # noqa: E402

SEED = 42
TRAIN_ROWS, HELDOUT_ROWS = 1200, 200
LIMIT = 0.6
BYTES_AT_MOST = 650_000
PLAN = {"exact_duplicate": 30, "near_duplicate": 40, "wrong_answer": 35, "unparsable": 20,
        "swapped": 30, "truncated": 15, "heldout_copy": 10}
ADDED = ("exact_duplicate", "near_duplicate", "heldout_copy")


def check_families(train, heldout):
    """All that is wrong with the rows as written, before any damage."""
    problems = []
    for row in train + heldout:
        wrong = failure(row.output, row.tests)
        if wrong or len(row.tests) < 2:
            problems.append(f"{row.topic}/{row.family}: {wrong or 'fewer than two tests'}\n{row.output}")
    shared = {row.topic for row in train} & {row.topic for row in heldout}
    if shared:
        problems.append(f"topics in both sets: {sorted(shared)}")
    pairs, maximum = closest_pairs(train + heldout, LIMIT)
    rows = train + heldout
    for similarity, i, j in pairs:
        problems.append(f"{similarity:.2f}: {rows[i].family} / {rows[j].family}:\n  {rows[i].instruction}\n  {rows[j].instruction}")
    return problems, maximum[0]


def evenly(rows, count, rng):
    """`count` rows, an equal share of each family as far as it has that many."""
    families = collections.defaultdict(list)
    for row in rows:
        families[row.family].append(row)
    for members in families.values():
        rng.shuffle(members)
    chosen = []
    while len(chosen) < count:
        turn = [members.pop() for members in families.values() if members]
        if not turn:
            raise FamilyError(f"{len(rows)} rows written, {count} needed")
        rng.shuffle(turn)
        chosen += turn[:count - len(chosen)]
    return chosen


def copy_of(row, defect, question, answer):
    return type(row)(question, answer, row.tests, row.family, row.topic, row.level, defect, origin=row)


def plant(rows, heldout, rng):
    """Damages some of the rows and adds copies of others; each row is touched or copied once at most."""
    free = list(rows)
    rng.shuffle(free)
    added = []

    def next_with(make, pool):
        while pool:
            row = pool.pop()
            made = make(row)
            if made is not None:
                return row, made
        raise FamilyError("too few rows to damage")

    for defect, damage in (("wrong_answer", defects.wrong_answer), ("unparsable", defects.unparsable),
                           ("truncated", defects.truncated)):
        for _ in range(PLAN[defect]):
            row, answer = next_with(lambda row: damage(row, rng), free)
            row.output, row.defect = answer, defect
    for _ in range(PLAN["swapped"] // 2):
        first = free.pop()
        at = next(k for k, other in enumerate(free) if failure(first.output, other.tests)
                  and failure(other.output, first.tests) and other.family != first.family)
        second = free.pop(at)
        first.output, second.output = second.output, first.output
        first.defect = second.defect = "swapped"
        first.origin, second.origin = second, first
    for _ in range(PLAN["exact_duplicate"]):
        row = free.pop()
        added.append(copy_of(row, "exact_duplicate", row.instruction, row.output))
    for _ in range(PLAN["near_duplicate"]):
        row, texts = next_with(lambda row: defects.near_copy(row, rng), free)
        added.append(copy_of(row, "near_duplicate", *texts))
    pool = list(heldout)
    rng.shuffle(pool)
    for _ in range(PLAN["heldout_copy"]):
        row, texts = next_with(lambda row: defects.near_copy(row, rng), pool)
        added.append(copy_of(row, "heldout_copy", *texts))
    return rows + added


def number(train, heldout):
    """Fills `of`, with an original always before its copy, so that keeping the first keeps the original."""
    place = {id(row): i for i, row in enumerate(train)}
    for i, row in enumerate(train):
        if row.defect in ("exact_duplicate", "near_duplicate") and place[id(row.origin)] > place[id(row)]:
            a, b = place[id(row)], place[id(row.origin)]
            train[a], train[b] = train[b], train[a]
            place[id(row)], place[id(row.origin)] = b, a
    numbers = {id(row): f"train:{i}" for i, row in enumerate(train, 1)}
    numbers.update((id(row), f"heldout:{i}") for i, row in enumerate(heldout, 1))
    for row in train:
        row.of = numbers[id(row.origin)] if row.origin else ""


def check_labels(train, heldout):
    """The set as it will be written: each label holds, and nothing unlabelled is damaged."""
    rows = {f"train:{i}": row for i, row in enumerate(train, 1)}
    rows.update((f"heldout:{i}", row) for i, row in enumerate(heldout, 1))
    counts = collections.Counter(row.defect for row in train)
    assert all(counts[defect] == planned for defect, planned in PLAN.items()), counts
    assert len(train) == TRAIN_ROWS and len(heldout) == HELDOUT_ROWS, (len(train), len(heldout))
    for name, row in rows.items():
        fails, parses = bool(failure(row.output, row.tests)), defects.parses(row.output)
        of = rows.get(row.of)
        good = {"": not fails,
                "wrong_answer": fails and parses,
                "unparsable": not parses,
                "truncated": fails,
                "swapped": fails and of and of.of == name and not failure(row.output, of.tests),
                "exact_duplicate": of and (of.instruction, of.output, of.defect) == (row.instruction, row.output, ""),
                "near_duplicate": not fails and of and of.defect == "" and jaccard(shingles(row), shingles(of)) > LIMIT,
                "heldout_copy": not fails and of and row.of.startswith("heldout:"),
                }[row.defect]
        assert good, f"{name} is not {row.defect or 'clean'}"


def size(row):
    return len((row.instruction + row.output).encode())


def table(heading, lines):
    return "\n".join(["| " + " | ".join(heading) + " |", "|" + " --- |" * len(heading)]
                     + ["| " + " | ".join(map(str, line)) + " |" for line in lines])


MEANING = {
    "exact_duplicate": "the same text again; `of` names the original, which always comes first",
    "near_duplicate": "reworded question, some names changed in the answer; `of` as above",
    "wrong_answer": "one small slip; parses, fails its tests",
    "unparsable": "a typing slip, or prose and fences around the code; Python's parser refuses it",
    "swapped": "two rows with each other's answers; `of` names the other",
    "truncated": "cut at two to four fifths of its length; fails its tests",
    "heldout_copy": "a held-out task, lightly reworded; `of` names it",
}


def readme(train, heldout, maximum):
    clean = [row for row in train if not row.defect]
    near = [jaccard(shingles(row), shingles(row.origin)) for row in train if row.defect == "near_duplicate"]

    def figures(name, rows):
        sizes = sorted(map(size, rows))
        own = by_own_topic(rows)
        return (name, len(rows), len({row.family for row in own}), len({row.topic for row in own}),
                f"{sum(sizes):,}", f"{sizes[len(sizes) // 20]} / {sizes[len(sizes) // 2]} / {sizes[-len(sizes) // 20]}",
                " / ".join(str(sum(row.level == level for row in rows)) for level in (1, 2, 3, 4)))

    def by_topic(rows):
        topics = collections.defaultdict(list)
        for row in rows:
            topics[row.topic].append(row)
        return [(topic, len(topics[topic]), ", ".join(sorted({row.family for row in topics[topic]})))
                for topic in sorted(topics)]

    return f"""# The teaching set

Python tasks with answers and unit tests, written for cact and made by `make.py` in this directory. The
set is synthetic and has planted, labelled defects, so that each cleaning stage can be scored against
the truth. Licence: Apache-2.0, like the rest of the repository. `make.py` also writes this page.

{table(("file", "rows", "families", "topics", "bytes of text", "bytes per row (5% / median / 95%)", "rows of level 1 / 2 / 3 / 4"),
       [figures("train.jsonl", train), figures("heldout.jsonl", heldout)])}

Bytes of text count question and answer. The held-out tasks are on different topics than the training
tasks, and all clean. Every answer with an empty `defect` passes its tests. The two most similar rows without planted defects, over
both files, have a Jaccard similarity of {maximum:.2f} (5-token shingles over question and answer; the
program rejects more than {LIMIT}).

## Fields

{table(("field", "type", "meaning"), [
        ("`instruction`", "string", "the question"),
        ("`output`", "string", "the answer, code only"),
        ("`tests`", "list of strings", "Python statements, each with an assertion; run in order after the answer"),
        ("`family`", "string", "the task family the row was made from"),
        ("`topic`", "string", "the topic of the family"),
        ("`level`", "integer", "difficulty, 1 (one idea, a few lines) to 4"),
        ("`defect`", "string", "empty for a clean row, else the kind of damage"),
        ("`of`", "string", "the row that a defect refers to, `train:N` or `heldout:N` (N from 1), else empty"),
    ])}

## Defects

{len(train) - len(clean)} of {len(train)} training rows ({100 * (len(train) - len(clean)) / len(train):.0f}%).

{table(("defect", "rows", "meaning"), [(f"`{d}`", n, MEANING[d]) for d, n in PLAN.items()])}

The near duplicates have a similarity of {min(near):.2f} to {max(near):.2f} to their originals (median {statistics.median(near):.2f}).

## Training topics

{table(("topic", "rows", "families"), by_topic(by_own_topic(train)))}

## Held-out topics

{table(("topic", "rows", "families"), by_topic(heldout))}

## Reproducing it

`python3 share/teaching/make.py` (CPython 3.11 or later, standard library) writes the same bytes from
seed {SEED}; `--check` compares instead. `base.py` explains how families are written. All tasks, answers and tests were written
for this set; none is taken from another data set.
"""


def by_own_topic(rows):
    """Without the copies of held-out tasks, which are of the held-out topics."""
    return [row for row in rows if row.defect != "heldout_copy"]


def main(arguments):
    train, heldout = all_rows()
    problems, maximum = check_families(train, heldout)
    if "--draft" in arguments or problems:
        for name, rows in (("train", train), ("heldout", heldout)):
            print(f"{name}: {len(rows)} rows, {len({row.family for row in rows})} families, "
                  f"{len({row.topic for row in rows})} topics, {sum(map(size, rows))} bytes, levels "
                  f"{sorted(collections.Counter(row.level for row in rows).items())}")
        print(f"closest pair {maximum:.2f}")
        print("\n".join(problems[:40]))
        return 1 if problems else 0
    families = collections.Counter(row.family for row in train + heldout)
    rng = random.Random(SEED)
    heldout = evenly(heldout, HELDOUT_ROWS, rng)
    train = evenly(train, TRAIN_ROWS - sum(PLAN[defect] for defect in ADDED), rng)
    rng.shuffle(heldout)
    train = plant(train, heldout, rng)
    rng.shuffle(train)
    number(train, heldout)
    check_labels(train, heldout)
    text = sum(map(size, train + heldout))
    if text > BYTES_AT_MOST:
        print(f"{text} bytes of text, more than {BYTES_AT_MOST}")
        return 1
    files = {"train.jsonl": train, "heldout.jsonl": heldout}
    files = {name: "".join(json.dumps(row.record(), ensure_ascii=False) + "\n" for row in rows)
             for name, rows in files.items()}
    files["README.md"] = readme(train, heldout, maximum)
    if "--check" in arguments:
        stale = [name for name, content in files.items() if (HERE / name).read_text(encoding="utf-8") != content]
        print("out of date: " + ", ".join(stale) if stale else "up to date")
        return 1 if stale else 0
    for name, content in files.items():
        (HERE / name).write_text(content, encoding="utf-8")
    print(f"{len(train)} + {len(heldout)} rows from {len(families)} families, {text:,} bytes, closest pair {maximum:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
