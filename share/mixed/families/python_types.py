"""Type annotations: the answer is written here, the question is the same code without its annotations."""

import ast

from mixed.base import Row

KIND, LANGUAGE = "types", "python"

BANK = r'''
def total(prices: list[float], discount: float = 0.0) -> float:
    return sum(prices) * (1 - discount)
==
def find_user(users: dict[int, str], name: str) -> int | None:
    for number, known in users.items():
        if known == name:
            return number
    return None
==
from collections.abc import Iterable


def count_words(lines: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for line in lines:
        for word in line.split():
            counts[word] = counts.get(word, 0) + 1
    return counts
==
from collections.abc import Callable


def apply_twice(function: Callable[[int], int], value: int) -> int:
    return function(function(value))
==
from collections.abc import Iterator


def countdown(start: int) -> Iterator[int]:
    while start > 0:
        yield start
        start -= 1
==
from typing import TypeVar

T = TypeVar("T")


def first(items: list[T], default: T) -> T:
    return items[0] if items else default
==
class Account:
    def __init__(self, owner: str, balance: int = 0) -> None:
        self.owner = owner
        self.balance = balance
        self.history: list[int] = []

    def deposit(self, amount: int) -> int:
        self.balance += amount
        self.history.append(amount)
        return self.balance
==
from pathlib import Path


def newest(folder: Path, pattern: str = "*") -> Path | None:
    files = sorted(folder.glob(pattern), key=lambda path: path.stat().st_mtime)
    return files[-1] if files else None
==
def min_max(values: list[int]) -> tuple[int, int]:
    return min(values), max(values)
==
def group_by_length(words: list[str]) -> dict[int, list[str]]:
    groups: dict[int, list[str]] = {}
    for word in words:
        groups.setdefault(len(word), []).append(word)
    return groups
==
from typing import Any


def dig(data: dict[str, Any], *keys: str) -> Any:
    current: Any = data
    for key in keys:
        current = current[key]
    return current
==
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def logged(function: Callable[P, R]) -> Callable[P, R]:
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        print(function.__name__)
        return function(*args, **kwargs)
    return wrapper
==
import datetime


def days_left(deadline: datetime.date, today: datetime.date | None = None) -> int:
    today = today or datetime.date.today()
    return (deadline - today).days
==
def parse_pairs(text: str, separator: str = "=") -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for line in text.splitlines():
        key, _, value = line.partition(separator)
        pairs.append((key.strip(), value.strip()))
    return pairs
==
from dataclasses import dataclass, field


@dataclass
class Order:
    number: int
    customer: str
    items: list[str] = field(default_factory=list)
    paid: bool = False

    def add(self, item: str) -> "Order":
        self.items.append(item)
        return self
==
from typing import TypedDict


class Point(TypedDict):
    x: float
    y: float


def centre(points: list[Point]) -> Point:
    n = len(points)
    return {"x": sum(p["x"] for p in points) / n, "y": sum(p["y"] for p in points) / n}
==
from typing import Protocol


class Closeable(Protocol):
    def close(self) -> None: ...


def close_all(things: list[Closeable]) -> int:
    for thing in things:
        thing.close()
    return len(things)
==
from typing import Literal


def sort_names(names: list[str], order: Literal["asc", "desc"] = "asc") -> list[str]:
    return sorted(names, reverse=order == "desc")
==
def to_number(text: str) -> int | float:
    return float(text) if "." in text else int(text)
==
from collections.abc import Mapping, Sequence


def column(rows: Sequence[Mapping[str, object]], name: str) -> list[object]:
    return [row[name] for row in rows]
==
def read_config(path: str, defaults: dict[str, str] | None = None) -> dict[str, str]:
    config = dict(defaults or {})
    with open(path, encoding="utf-8") as file:
        for line in file:
            key, _, value = line.partition("=")
            config[key.strip()] = value.strip()
    return config
==
from typing import Generic, TypeVar

T = TypeVar("T")


class Stack(Generic[T]):
    def __init__(self) -> None:
        self._items: list[T] = []

    def push(self, item: T) -> None:
        self._items.append(item)

    def pop(self) -> T:
        return self._items.pop()
==
def merge(*sources: dict[str, int], overwrite: bool = True) -> dict[str, int]:
    merged: dict[str, int] = {}
    for source in sources:
        for key, value in source.items():
            if overwrite or key not in merged:
                merged[key] = value
    return merged
==
async def fetch_all(urls: list[str], timeout: float = 10.0) -> list[bytes]:
    results: list[bytes] = []
    for url in urls:
        results.append(await fetch(url, timeout))
    return results
==
from collections.abc import Generator


def averager() -> Generator[float, float, None]:
    total = 0.0
    count = 0
    average = 0.0
    while True:
        total += yield average
        count += 1
        average = total / count
==
def matrix_product(a: list[list[float]], b: list[list[float]]) -> list[list[float]]:
    return [[sum(x * y for x, y in zip(row, column)) for column in zip(*b)] for row in a]
==
from typing import Final

LIMIT: Final = 100


def allowed(amount: int, limit: int = LIMIT) -> bool:
    return 0 < amount <= limit
==
import re


def find_codes(text: str, pattern: re.Pattern[str]) -> set[str]:
    return {match.group() for match in pattern.finditer(text)}
==
from collections.abc import Callable


def make_adder(step: int) -> Callable[[int], int]:
    def add(value: int) -> int:
        return value + step
    return add
==
from typing import overload


@overload
def double(value: int) -> int: ...
@overload
def double(value: str) -> str: ...
def double(value: int | str) -> int | str:
    return value * 2
==
class Temperature:
    def __init__(self, celsius: float) -> None:
        self.celsius = celsius

    @property
    def fahrenheit(self) -> float:
        return self.celsius * 9 / 5 + 32

    @classmethod
    def parse(cls, text: str) -> "Temperature":
        return cls(float(text.rstrip("°C ")))
==
from collections.abc import Hashable, Iterable
from typing import TypeVar

H = TypeVar("H", bound=Hashable)


def duplicates(items: Iterable[H]) -> set[H]:
    seen: set[H] = set()
    twice: set[H] = set()
    for item in items:
        (twice if item in seen else seen).add(item)
    return twice
==
def safe_index(items: list[str], wanted: str) -> int | None:
    try:
        return items.index(wanted)
    except ValueError:
        return None
==
def percentages(counts: dict[str, int]) -> dict[str, float]:
    whole = sum(counts.values())
    return {name: 100 * n / whole for name, n in counts.items()}
==
import subprocess


def run(command: list[str], check: bool = True) -> tuple[int, str]:
    done = subprocess.run(command, capture_output=True, text=True, check=check)
    return done.returncode, done.stdout
==
from types import TracebackType


class Timer:
    def __enter__(self) -> "Timer":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> bool:
        return False
==
import json
from typing import Any


def load(text: str | bytes) -> dict[str, Any]:
    data = json.loads(text)
    if not isinstance(data, dict):
        raise TypeError("an object was expected")
    return data
==
from collections import defaultdict


def index_words(documents: dict[str, str]) -> defaultdict[str, set[str]]:
    index: defaultdict[str, set[str]] = defaultdict(set)
    for name, text in documents.items():
        for word in text.split():
            index[word].add(name)
    return index
==
from typing import NamedTuple


class Segment(NamedTuple):
    start: float
    end: float

    def length(self) -> float:
        return self.end - self.start


def longest(segments: list[Segment]) -> Segment:
    return max(segments, key=Segment.length)
==
def partition(numbers: list[int], pivot: int = 0) -> tuple[list[int], list[int]]:
    low: list[int] = []
    high: list[int] = []
    for n in numbers:
        (low if n < pivot else high).append(n)
    return low, high
==
def retry(action, tries: int = 3, delay: float = 0.5) -> bool:
    for _ in range(tries):
        if action():
            return True
    return False
==
import logging


def make_logger(name: str, level: int = logging.INFO, file: str | None = None) -> logging.Logger:
    logger = logging.getLogger(name)
    logger.setLevel(level)
    if file is not None:
        logger.addHandler(logging.FileHandler(file))
    return logger
==
from collections.abc import Iterable


def flatten(groups: Iterable[Iterable[int]]) -> list[int]:
    return [item for group in groups for item in group]
==
import csv
from collections.abc import Iterator
from typing import TextIO


def records(file: TextIO, delimiter: str = ",") -> Iterator[dict[str, str]]:
    yield from csv.DictReader(file, delimiter=delimiter)
==
from decimal import Decimal


def net(gross: Decimal, rate: Decimal = Decimal("0.19")) -> Decimal:
    return (gross / (1 + rate)).quantize(Decimal("0.01"))
==
from functools import lru_cache


@lru_cache(maxsize=None)
def ways(steps: int) -> int:
    return 1 if steps < 2 else ways(steps - 1) + ways(steps - 2)
==
from enum import Enum


class Colour(Enum):
    RED = "r"
    BLUE = "b"


def parse_colours(codes: str) -> list[Colour]:
    return [Colour(code) for code in codes]
==
from collections.abc import Callable, Iterable
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")


def map_pairs(function: Callable[[A, A], B], items: Iterable[A]) -> list[B]:
    values = list(items)
    return [function(x, y) for x, y in zip(values, values[1:])]
==
def overlap(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] < b[1] and b[0] < a[1]
==
def longest_line(path: str, encoding: str = "utf-8") -> int:
    with open(path, encoding=encoding) as file:
        return max((len(line) for line in file), default=0)
==
from collections.abc import Callable


def count_if(items: list[str], test: Callable[[str], bool]) -> int:
    return sum(1 for item in items if test(item))
==
class Cart:
    def __init__(self, customer: str) -> None:
        self.customer = customer
        self.lines: dict[str, int] = {}

    def add(self, article: str, pieces: int = 1) -> None:
        self.lines[article] = self.lines.get(article, 0) + pieces

    def __len__(self) -> int:
        return sum(self.lines.values())
==
def parse_version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))
==
from collections.abc import Iterator


def read_chunks(data: bytes, size: int = 1024) -> Iterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start:start + size]
==
def nested_sum(value: "int | list[int]") -> int:
    if isinstance(value, int):
        return value
    return sum(value)
==
def best_scores(games: dict[str, list[int]], top: int = 3) -> dict[str, list[int]]:
    return {name: sorted(points, reverse=True)[:top] for name, points in games.items()}
==
from datetime import datetime, timedelta


def round_down(moment: datetime, step: timedelta) -> datetime:
    since = moment - datetime.min
    return moment - since % step
==
class Node:
    def __init__(self, value: int, next: "Node | None" = None) -> None:
        self.value = value
        self.next = next


def length(head: Node | None) -> int:
    count = 0
    while head is not None:
        count += 1
        head = head.next
    return count
==
def split_pair(text: str, mark: str) -> tuple[str, str] | None:
    left, found, right = text.partition(mark)
    return (left, right) if found else None
==
def print_table(rows: list[dict[str, object]], *, width: int = 10) -> None:
    for row in rows:
        print("".join(str(value).ljust(width) for value in row.values()))
'''.replace("def retry(action, tries", "from collections.abc import Callable\n\n\ndef retry(action: Callable[[], bool], tries")

LEADS = ("Add type annotations to this code.\n\n{code}", "annotate this for mypy --strict\n\n{code}",
         "{code}\n\nPlease put type hints on everything (Python 3.10 or later).",
         "Type hints, please. Don't change the behaviour.\n\n```python\n{code}\n```",
         "mypy complains about untyped definitions here. Annotate them.\n\n{code}",
         "Could you add parameter and return types?\n\n{code}",
         "Same code with annotations:\n\n{code}",
         "TYPES-{n}: make this module pass strict checking.\n\n{code}")


def without_annotations(code):
    """The source without annotations and without the typing imports that only they need."""
    lines, cuts = code.split("\n"), []

    def place(line, column):
        return sum(len(text) + 1 for text in lines[:line - 1]) + len(lines[line - 1].encode()[:column].decode())

    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.arg) and node.annotation:
            start = place(node.lineno, node.col_offset) + len(node.arg)
            end = place(node.annotation.end_lineno, node.annotation.end_col_offset)
            if code[end:end + 3] == " = ":
                cuts.append((end, end + 3, "="))
            cuts.append((start, end, ""))
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.returns:
            start = code.rindex(")", 0, place(node.returns.lineno, node.returns.col_offset)) + 1
            cuts.append((start, place(node.returns.end_lineno, node.returns.end_col_offset), ""))
        elif isinstance(node, ast.AnnAssign) and node.value and not isinstance(node.target, ast.Name):
            cuts.append((place(node.target.end_lineno, node.target.end_col_offset),
                         place(node.annotation.end_lineno, node.annotation.end_col_offset), ""))
        elif isinstance(node, ast.AnnAssign) and node.value and node.col_offset > 0 and "@dataclass" not in code:
            cuts.append((place(node.target.end_lineno, node.target.end_col_offset),
                         place(node.annotation.end_lineno, node.annotation.end_col_offset), ""))
    for start, end, new in sorted(cuts, reverse=True):
        code = code[:start] + new + code[end:]
    kept = []
    for line in code.split("\n"):
        if line.startswith(("from typing import", "from collections.abc import", "from types import")):
            names = [name for name in line.split(" import ")[1].split(", ")
                     if any(name in other for other in code.split("\n") if other != line)]
            if not names:
                continue
            line = line.split(" import ")[0] + " import " + ", ".join(names)
        kept.append(line)
    return "\n".join(kept).strip("\n")


def rows():
    for i, code in enumerate(BANK.strip("\n").split("\n==\n")):
        bare = without_annotations(code)
        yield Row(LEADS[(i * 5 + i // 8) % len(LEADS)].format(code=bare, n=100 + 7 * i), code, KIND, LANGUAGE, f"types/{i}", bare)
