"""Task families: how one is written down, and how its rows are made.

A topic is a module of `families` with a `TOPIC` and a text `FAMILIES`. In the text

    #### name level             begins a family
    ====                        separates its groups (one task idea, one rule each)
    ----                        separates a group's parts: questions, code, tests, variants
    --or--                      separates alternative solutions inside the code part

Questions are one a line; variant number i takes question i and solution i (modulo their number).
The variants are a table: the first line holds one-letter keys, each further line the values between
bars (`\\n` is a line break, `\\|` a bar, `\\\\` a backslash). `$k` anywhere in the group stands for the
value of key k, `$$` for a dollar sign. A group without a table has one row.

A test line is one of
    EXPRESSION                  asserted as it stands
    CALL ~ EXPRESSION           the expression is worked out here, apart from the answer, and its value
                                is written into the assertion
    CALL ! ERROR                the call must raise the error
    : STATEMENT                 runs before the next assertion
"""

import collections
import datetime
import fractions
import heapq
import importlib
import itertools
import math
import pkgutil
import re
import signal
import statistics
from dataclasses import dataclass, field

ORACLE = {module.__name__: module for module in
          (collections, datetime, fractions, heapq, itertools, math, re, statistics)}


ESCAPES = {"n": "\n", "|": "|", "\\": "\\"}


@dataclass
class Row:
    instruction: str
    output: str
    tests: list
    family: str
    topic: str
    level: int
    defect: str = ""
    of: str = ""
    origin: object = field(default=None, repr=False, compare=False)

    def record(self):
        names = ("instruction", "output", "tests", "family", "topic", "level", "defect", "of")
        return {name: getattr(self, name) for name in names}


class FamilyError(Exception):
    """A family that is written wrongly, or whose answer misses its own tests."""


def literal(value):
    """Source text of a value; unlike repr, the same in every process for sets too."""
    if isinstance(value, (set, frozenset)):
        inner = "{" + ", ".join(literal(v) for v in sorted(value)) + "}" if value else "set()"
        return inner if isinstance(value, set) else f"frozenset({inner})"
    if isinstance(value, list):
        return "[" + ", ".join(map(literal, value)) + "]"
    if type(value) is dict:
        return "{" + ", ".join(f"{literal(k)}: {literal(v)}" for k, v in value.items()) + "}"
    return repr(value)


def fill(text, values, where):
    def one(match):
        key = match.group(1)
        if key not in values:
            raise FamilyError(f"{where}: no value for ${key}")
        return values[key]
    for _ in range(2):  # a value may hold keys of its own
        text = re.sub(r"(?<!\$)\$([A-Za-z])", one, text)
    return text.replace("$$", "$")


def render_tests(lines, where):
    tests, before = [], ""
    for line in lines:
        if line.startswith(": "):
            before += line[2:] + "; "
        elif " ! " in line:
            call, error = line.rsplit(" ! ", 1)
            tests.append(f"{before}raised = False\ntry:\n    {call}\nexcept {error}:\n    raised = True\nassert raised")
            before = ""
        elif " ~ " in line:
            call, expression = line.rsplit(" ~ ", 1)
            try:
                value = eval(expression, dict(ORACLE))
            except Exception as error:
                raise FamilyError(f"{where}: {expression}: {error!r}") from error
            sign = "is" if value is None or isinstance(value, bool) else "=="
            tests.append(f"{before}assert {call} {sign} {literal(value)}")
            before = ""
        else:
            line = re.sub(r"== (True|False|None)$", r"is \1", line)
            tests.append(f"{before}assert {line}")
            before = ""
    return tests


def table_variants(text, where):
    """The lines of a table of variants as dicts; one empty dict when there is no table."""
    table = [line for line in text.splitlines() if line.strip()]
    keys = table[0].split() if table else []
    variants = []
    for line in table[1:] if table else [""]:
        values = [re.sub(r"\\(\\|\||n)", lambda m: ESCAPES[m.group(1)], value)
                  for value in re.split(r"(?<!\\)\|", line)] if table else []
        if len(values) != len(keys):
            raise FamilyError(f"{where}: {len(keys)} keys, {len(values)} values: {line!r}")
        variants.append(dict(zip(keys, values)))
    return variants


def group_rows(text, family, topic, level):
    parts = [part.strip("\n") for part in re.split(r"(?m)^----[ ]*$\n?", text)]
    if not 3 <= len(parts) <= 4:
        raise FamilyError(f"{family}: a group has 3 or 4 parts, not {len(parts)}: {text[:60]!r}")
    questions = [q for q in parts[0].splitlines() if q.strip()]
    answers = [code.strip("\n") for code in re.split(r"(?m)^--or--$", parts[1])]
    tests = [line for line in parts[2].splitlines() if line.strip()]
    variants = table_variants(parts[3] if len(parts) == 4 else "", family)
    for i, values in enumerate(variants):
        where = f"{topic}/{family} {values or ''}"
        yield Row(instruction=fill(questions[i % len(questions)], values, where).replace("\\n", "\n"),
                  output=fill(answers[i % len(answers)], values, where),
                  tests=render_tests([fill(line, values, where) for line in tests], where),
                  family=family, topic=topic, level=level)


def topic_rows(module):
    for text in re.split(r"(?m)^#### ", module.FAMILIES)[1:]:
        heading, _, body = text.partition("\n")
        family, level = heading.split()
        for group in re.split(r"(?m)^====[ ]*$\n?", body):
            yield from group_rows(group, family, module.TOPIC, int(level))


def all_rows():
    """(train, heldout): every row of every topic module, in the order of the modules' names."""
    from . import families
    train, heldout = [], []
    for info in sorted(pkgutil.iter_modules(families.__path__), key=lambda info: info.name):
        module = importlib.import_module(f"{families.__name__}.{info.name}")
        (heldout if getattr(module, "HELD_OUT", False) else train).extend(topic_rows(module))
    return train, heldout


class TimeUp(Exception):
    pass


def _time_up(*_):
    raise TimeUp


def failure(code, tests, seconds=1.0):
    """None when the code passes the tests, else what went wrong. Stops code that does not end."""
    namespace = {"__name__": "answer"}
    old = signal.signal(signal.SIGALRM, _time_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        exec(compile(code, "<answer>", "exec"), namespace)
        for test in tests:
            try:
                exec(compile(test, "<test>", "exec"), namespace)
            except AssertionError:
                return f"fails: {test}"
            except Exception as error:
                return f"{error!r} in: {test}"
    except TimeUp:
        return "does not end"
    except (Exception, SystemExit) as error:
        return repr(error)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, old)
    return None


def shingles(row, size=5):
    tokens = re.findall(r"\w+|[^\w\s]", row.instruction + "\n" + row.output)
    return {tuple(tokens[i:i + size]) for i in range(len(tokens) - size + 1)}


def jaccard(a, b):
    return len(a & b) / len(a | b) if a or b else 1.0


def closest_pairs(rows, floor):
    """[(similarity, i, j)] of all pairs above `floor`, exact, by an inverted index; and the maximum."""
    sets = [shingles(row) for row in rows]
    index, found, maximum = collections.defaultdict(list), [], (0.0, 0, 0)
    for j, own in enumerate(sets):
        shared = collections.Counter()
        for shingle in own:
            shared.update(index[shingle])
            index[shingle].append(j)
        for i, count in shared.items():
            similarity = count / (len(sets[i]) + len(own) - count)
            maximum = max(maximum, (similarity, i, j))
            if similarity > floor:
                found.append((similarity, i, j))
    return sorted(found, reverse=True), maximum
