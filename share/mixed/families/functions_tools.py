KIND, LANGUAGE = "function", "python"
GROUPS = r'''
Write a decorator `$f` for functions that $d.
----
$i


def $f(function):
    $c
----
: calls = []
: h = $f(lambda *a: calls.append(a) or len(calls))
: results = [h(1), h(1), h(2)]
results == $x
len(calls) == $y
----
i f d c x y
from functools import wraps|once|runs the function only at the first call and returns that result ever after|done = []\n\n    @wraps(function)\n    def wrapper(*args, **kwargs):\n        if not done:\n            done.append(function(*args, **kwargs))\n        return done[0]\n    return wrapper|[1, 1, 1]|1
from functools import wraps|remember|remembers results by the positional arguments, so that the function runs once for each different call|known = {}\n\n    @wraps(function)\n    def wrapper(*args):\n        if args not in known:\n            known[args] = function(*args)\n        return known[args]\n    return wrapper|[1, 1, 2]|2
import functools|as_text|turns whatever they return into a string|@functools.wraps(function)\n    def wrapper(*args, **kwargs):\n        return str(function(*args, **kwargs))\n    return wrapper|["1", "2", "3"]|3
====
Try a function again when it raises an exception, up to `tries` times altogether; let the last exception through. Return what the function returns.
----
def retry(function, tries=3):
    for attempt in range(1, tries + 1):
        try:
            return function()
        except Exception:
            if attempt == tries:
                raise
----
: left = [1, 1]
: f = lambda: 1 / 0 if left and left.pop() else "ok"
retry(f) == "ok"
retry(lambda: 1 / 0, 2) ! ZeroDivisionError
: n = []; retry(lambda: n.append(1))
n == [1]
====
Chain functions so that compose(f, g, h)(x) equals f(g(h(x))). Without functions it returns its argument.
----
def compose(*functions):
    def composed(value):
        for function in reversed(functions):
            value = function(value)
        return value
    return composed
----
compose(str, lambda n: n + 1)(4) == "5"
compose()(7) == 7
compose(len, str)(123) == 3
====
Write a context manager `$f` $d.
----
$c
----
$x
$y
----
f d c x y
suppress_keys|that swallows KeyError raised in its block, and nothing else|from contextlib import contextmanager\n\n\n@contextmanager\ndef suppress_keys():\n    try:\n        yield\n    except KeyError:\n        pass|: done = []\n: exec("with suppress_keys():\\n    done.append(1)\\n    {}[0]")\ndone == [1]|exec("with suppress_keys():\\n    1 / 0") ! ZeroDivisionError
changed_item|that sets `mapping[key]` to a value inside its block and restores the former state afterwards, also if the key was not there|from contextlib import contextmanager\n\n\n@contextmanager\ndef changed_item(mapping, key, value):\n    missing = object()\n    before = mapping.get(key, missing)\n    mapping[key] = value\n    try:\n        yield mapping\n    finally:\n        if before is missing:\n            del mapping[key]\n        else:\n            mapping[key] = before|: env = {"a": 1}; seen = []\n: exec("with changed_item(env, 'a', 2):\\n    seen.append(env['a'])\\nwith changed_item(env, 'b', 3):\\n    seen.append(env['b'])")\nseen == [2, 3] and env == {"a": 1}|: box = {"k": 0}\n: exec("try:\\n    with changed_item(box, 'k', 9):\\n        1 / 0\\nexcept ZeroDivisionError:\\n    pass")\nbox == {"k": 0}
====
Yield items in batches of `size` from any iterable, which may be endless; the last batch may be shorter.
----
from itertools import islice


def batches(iterable, size):
    iterator = iter(iterable)
    while batch := list(islice(iterator, size)):
        yield batch
----
list(batches("abcde", 2)) == [["a", "b"], ["c", "d"], ["e"]]
list(batches([], 3)) == []
: from itertools import count
next(batches(count(), 3)) == [0, 1, 2]
====
Yield the items of an iterable $d, without loading all of it.
----
def $f(iterable$a):
    $c
----
list($f($x)) == $y
list($f($z)) == $w
----
d f a c x y z w
together with a flag that is True for the last one|with_last||iterator = iter(iterable)\n    try:\n        held = next(iterator)\n    except StopIteration:\n        return\n    for item in iterator:\n        yield held, False\n        held = item\n    yield held, True|"ab"|[("a", False), ("b", True)]|[]|[]
except the last `n`|all_but_last|, n=1|from collections import deque\n    held = deque()\n    for item in iterable:\n        held.append(item)\n        if len(held) > n:\n            yield held.popleft()|"abcd", 2|["a", "b"]|"a"|[]
with `separator` between any two|between_items|, separator|first = True\n    for item in iterable:\n        if not first:\n            yield separator\n        first = False\n        yield item|[1, 2, 3], 0|[1, 0, 2, 0, 3]|[], 0|[]
each of which is repeated `times` times|stutter|, times=2|for item in iterable:\n        for _ in range(times):\n            yield item|"ab"|["a", "a", "b", "b"]|"x", 0|[]
====
Write a class `$f` $d.
----
class $f:
    $c
----
$x
$y
$z
----
f d c x y z
Stack|with `push`, `pop` (IndexError when empty) and a property `largest`, which gives the largest element in constant time|def __init__(self):\n        self._items = []\n\n    def push(self, value):\n        top = value if not self._items else max(value, self._items[-1][1])\n        self._items.append((value, top))\n\n    def pop(self):\n        return self._items.pop()[0]\n\n    @property\n    def largest(self):\n        return self._items[-1][1]|: s = Stack(); s.push(2); s.push(9); s.push(4)\ns.largest == 9|s.pop() == 4 and s.pop() == 9 and s.largest == 2|Stack().pop() ! IndexError
RingBuffer|that keeps the last `size` values: `append(value)`, `len()`, and iteration from oldest to newest|def __init__(self, size):\n        self._slots = [None] * size\n        self._start = self._count = 0\n\n    def append(self, value):\n        size = len(self._slots)\n        self._slots[(self._start + self._count) % size] = value\n        if self._count < size:\n            self._count += 1\n        else:\n            self._start = (self._start + 1) % size\n\n    def __len__(self):\n        return self._count\n\n    def __iter__(self):\n        for i in range(self._count):\n            yield self._slots[(self._start + i) % len(self._slots)]|: b = RingBuffer(3)\n: _ = [b.append(n) for n in range(5)]\nlist(b) == [2, 3, 4]|len(b) == 3|list(RingBuffer(2)) == []
Vector|for points in the plane with x and y, which can be added, subtracted and multiplied by a number from the right, compared with ==, and measured with abs()|def __init__(self, x, y):\n        self.x, self.y = x, y\n\n    def __add__(self, other):\n        return Vector(self.x + other.x, self.y + other.y)\n\n    def __sub__(self, other):\n        return Vector(self.x - other.x, self.y - other.y)\n\n    def __mul__(self, factor):\n        return Vector(self.x * factor, self.y * factor)\n\n    def __eq__(self, other):\n        return (self.x, self.y) == (other.x, other.y)\n\n    def __abs__(self):\n        return (self.x ** 2 + self.y ** 2) ** 0.5|Vector(1, 2) + Vector(3, 4) * 2 == Vector(7, 10)|abs(Vector(5, 5) - Vector(2, 1)) == 5|not Vector(1, 0) == Vector(0, 1)
Account|with a balance that starts at 0, `deposit(amount)`, `withdraw(amount)` and a list `history` of the signed amounts. Amounts that are not positive, and withdrawals above the balance, raise ValueError and change nothing|def __init__(self):\n        self.balance = 0\n        self.history = []\n\n    def deposit(self, amount):\n        self._book(amount, amount)\n\n    def withdraw(self, amount):\n        if amount > self.balance:\n            raise ValueError("not enough money")\n        self._book(amount, -amount)\n\n    def _book(self, amount, signed):\n        if amount <= 0:\n            raise ValueError("amounts are positive")\n        self.balance += signed\n        self.history.append(signed)|: a = Account(); a.deposit(50); a.withdraw(20)\na.balance == 30 and a.history == [50, -20]|a.withdraw(31) ! ValueError|a.deposit(0) ! ValueError
Countdown|that is iterable more than once and gives `start`, start - 1, ... down to 1; `len()` tells how many|def __init__(self, start):\n        self.start = start\n\n    def __len__(self):\n        return max(self.start, 0)\n\n    def __iter__(self):\n        return iter(range(self.start, 0, -1))|: c = Countdown(3)\nlist(c) == [3, 2, 1] and list(c) == [3, 2, 1]|len(c) == 3|list(Countdown(-1)) == []
Timeline|of events: `add(time, name)` in any order, `between(a, b)` returns the names with a <= time < b in order of time|def __init__(self):\n        self._events = []\n\n    def add(self, time, name):\n        self._events.append((time, name))\n        self._events.sort()\n\n    def between(self, a, b):\n        return [name for time, name in self._events if a <= time < b]|: t = Timeline(); t.add(5, "e"); t.add(1, "a"); t.add(3, "c")\nt.between(1, 5) == ["a", "c"]|t.between(5, 6) == ["e"]|t.between(9, 10) == []
====
Write a class `Trie` for words, with `add(word)`, `word in trie`, and `starting_with(prefix)`, which returns the known words with that beginning in alphabetical order.
----
class Trie:
    def __init__(self):
        self._root = {}

    def add(self, word):
        node = self._root
        for ch in word:
            node = node.setdefault(ch, {})
        node[""] = True

    def _find(self, prefix):
        node = self._root
        for ch in prefix:
            node = node.get(ch)
            if node is None:
                return {}
        return node

    def __contains__(self, word):
        return "" in self._find(word)

    def starting_with(self, prefix):
        words = []

        def collect(node, text):
            for ch in sorted(node):
                if ch == "":
                    words.append(text)
                else:
                    collect(node[ch], text + ch)

        collect(self._find(prefix), prefix)
        return words
----
: t = Trie(); _ = [t.add(w) for w in ("car", "cart", "cat", "dog")]
t.starting_with("car") == ["car", "cart"]
"cat" in t and "ca" not in t
t.starting_with("x") == []
====
Write a class `UnionFind` with `join(a, b)` and `same(a, b)` for arbitrary hashable things; unknown things are alone. `join` returns False if the two were together already.
----
class UnionFind:
    def __init__(self):
        self._parent = {}

    def _root(self, item):
        self._parent.setdefault(item, item)
        while self._parent[item] != item:
            self._parent[item] = self._parent[self._parent[item]]
            item = self._parent[item]
        return item

    def join(self, a, b):
        root_a, root_b = self._root(a), self._root(b)
        self._parent[root_a] = root_b
        return root_a != root_b

    def same(self, a, b):
        return self._root(a) == self._root(b)
----
: u = UnionFind()
u.join(1, 2) and u.join(3, 4) and u.join(2, 3)
u.same(1, 4) and not u.same(1, 9)
u.join(4, 1) is False
====
Write a small event bus, a class `Bus` with `on(event, handler)`, `off(event, handler)` and `emit(event, *args)`. `emit` calls the handlers in the order in which they were added and returns the list of their results.
----
from collections import defaultdict


class Bus:
    def __init__(self):
        self._handlers = defaultdict(list)

    def on(self, event, handler):
        self._handlers[event].append(handler)

    def off(self, event, handler):
        if handler in self._handlers[event]:
            self._handlers[event].remove(handler)

    def emit(self, event, *args):
        return [handler(*args) for handler in list(self._handlers[event])]
----
: b = Bus(); b.on("x", abs); b.on("x", str)
b.emit("x", -3) == [3, "-3"]
: b.off("x", abs)
b.emit("x", -3) == ["-3"]
b.emit("unknown") == []
====
Return the first result of a list of functions that is not None, calling each with `value` until then. Return None if there is none.
----
def first_result(functions, value):
    for function in functions:
        result = function(value)
        if result is not None:
            return result
    return None
----
: look = {"a": 0}.get
first_result([{}.get, look], "a") == 0
first_result([look], "b") == None
first_result([], 1) == None
====
Fold a list from the right: fold_right(f, [a, b, c], start) is f(a, f(b, f(c, start))).
----
def fold_right(function, items, start):
    result = start
    for item in reversed(items):
        result = function(item, result)
    return result
----
fold_right(lambda a, b: a - b, [10, 3, 2], 0) == 9
fold_right(lambda a, b: [a] + b, "xy", []) == ["x", "y"]
fold_right(min, [], 5) == 5
====
Group neighbouring items of a list by the result of a function. Return a list of (result, items) pairs; equal results that are apart make separate groups.
----
def group_runs(items, key):
    groups = []
    for item in items:
        result = key(item)
        if groups and groups[-1][0] == result:
            groups[-1][1].append(item)
        else:
            groups.append((result, [item]))
    return groups
----
group_runs([1, 3, 2, 5], lambda n: n % 2) == [(1, [1, 3]), (0, [2]), (1, [5])]
group_runs([], len) == []
====
Convert a value to int without raising: return `default` for None, for text that is no whole number, and for anything else that int() refuses.
----
def to_int(value, default=0):
    try:
        return int(value)
    except (TypeError, ValueError):
        return default
----
to_int(" 12 ") == 12
to_int("1.5") == 0
to_int(None, -1) == -1
to_int(7.9) == 7
====
Run a list of steps (name, function) in order and stop at the first one that raises. Return a tuple: the names of the finished steps, and the message of the exception or None.
----
def run_steps(steps):
    finished = []
    for name, step in steps:
        try:
            step()
        except Exception as error:
            return finished, str(error)
        finished.append(name)
    return finished, None
----
run_steps([("a", int), ("b", lambda: int("x"))])[0] == ["a"]
run_steps([("a", list)]) == (["a"], None)
: exec("def boom():\n    raise OSError('disk full')")
run_steps([("a", boom), ("b", int)]) == ([], "disk full")
====
Parse text with a list of parsers and collect errors: return the first successful result; if all raise ValueError, raise a ValueError whose message joins theirs with "; ".
----
def parse_any(text, parsers):
    problems = []
    for parser in parsers:
        try:
            return parser(text)
        except ValueError as error:
            problems.append(str(error))
    raise ValueError("; ".join(problems))
----
parse_any("7", [int, float]) == 7
parse_any("7.5", [int, float]) == 7.5
parse_any("x", [int, float]) ! ValueError
parse_any("", []) ! ValueError
====
Write a generator `take_turns` that draws from several iterables in turn until all of them are used up.
----
from collections import deque


def take_turns(*iterables):
    waiting = deque(map(iter, iterables))
    while waiting:
        iterator = waiting.popleft()
        try:
            yield next(iterator)
        except StopIteration:
            continue
        waiting.append(iterator)
----
list(take_turns("ab", [1, 2, 3], ())) == ["a", 1, "b", 2, 3]
list(take_turns()) == []
====
Find the $d by bisection on whole numbers. $e
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
d e f a c x y z w
whole square root of n|It is the largest number whose square is at most n.|whole_root|n|low, high = 0, n + 1\n    while high - low > 1:\n        middle = (low + high) // 2\n        if middle * middle <= n:\n            low = middle\n        else:\n            high = middle\n    return low|26|5|0|0
first version for which `broken(version)` is true|Versions run from 1 to n, and after the first broken one all are; return None if none is.|first_broken|n, broken|low, high = 0, n + 1\n    while high - low > 1:\n        middle = (low + high) // 2\n        if broken(middle):\n            high = middle\n        else:\n            low = middle\n    return high if high <= n else None|10, lambda v: v >= 7|7|5, lambda v: False|None
====
Count how often each function of a list returns true for each number, as a dict from the function's name to the count.
----
def count_true(numbers, checks):
    return {check.__name__: sum(bool(check(n)) for n in numbers) for check in checks}
----
: exec("def even(n): return n % 2 == 0\ndef big(n): return n > 9")
count_true([2, 10, 11], [even, big]) == {"even": 2, "big": 2}
count_true([], []) == {}
====
Make a counter with closures: `make_counter(step)` returns two functions, one that adds the step and returns the new count, and one that sets it back to 0.
----
def make_counter(step=1):
    count = 0

    def advance():
        nonlocal count
        count += step
        return count

    def reset():
        nonlocal count
        count = 0

    return advance, reset
----
: up, reset = make_counter(5)
[up(), up()] == [5, 10]
: reset()
up() == 5
make_counter()[0]() == 1
====
Write an enumeration `Level` with LOW = 1, MEDIUM = 2 and HIGH = 3, and a function `parse_level(text)` that reads a name in any case, or a digit; ValueError for anything else.
----
from enum import Enum


class Level(Enum):
    LOW = 1
    MEDIUM = 2
    HIGH = 3


def parse_level(text):
    text = text.strip()
    if text.isdigit():
        return Level(int(text))
    try:
        return Level[text.upper()]
    except KeyError:
        raise ValueError(f"unknown level {text!r}") from None
----
parse_level("high") is Level.HIGH
parse_level(" 2") is Level.MEDIUM
parse_level("4") ! ValueError
parse_level("top") ! ValueError
====
Define a dataclass `Money` with an amount in cents and a currency. Adding two of the same currency gives a new one, of different currencies raises ValueError; str() looks like "12.05 EUR". It cannot be changed after creation.
----
from dataclasses import dataclass


@dataclass(frozen=True)
class Money:
    cents: int
    currency: str = "EUR"

    def __add__(self, other):
        if self.currency != other.currency:
            raise ValueError("different currencies")
        return Money(self.cents + other.cents, self.currency)

    def __str__(self):
        return f"{self.cents // 100}.{self.cents % 100:02} {self.currency}"
----
str(Money(1205)) == "12.05 EUR"
Money(50) + Money(70) == Money(120)
Money(1) + Money(1, "USD") ! ValueError
exec("m = Money(1)\nm.cents = 2") ! AttributeError
====
Schedule callbacks: write a class `Scheduler` with `at(time, callback)` and `run_until(time)`, which calls all due callbacks in order of time (and of registration for equal times), each once, and returns how many it called.
----
import heapq
from itertools import count


class Scheduler:
    def __init__(self):
        self._queue = []
        self._order = count()

    def at(self, time, callback):
        heapq.heappush(self._queue, (time, next(self._order), callback))

    def run_until(self, time):
        called = 0
        while self._queue and self._queue[0][0] <= time:
            heapq.heappop(self._queue)[2]()
            called += 1
        return called
----
: s = Scheduler(); log = []
: s.at(5, lambda: log.append("b")); s.at(1, lambda: log.append("a")); s.at(5, lambda: log.append("c")); s.at(9, lambda: log.append("d"))
s.run_until(5) == 3 and log == ["a", "b", "c"]
s.run_until(5) == 0
====
Bind a text pattern of "?" (exactly one character) and "*" (any number of characters) to a whole name, case-sensitively. Return whether it matches, without re and fnmatch.
----
def wildcard(pattern, name):
    if not pattern:
        return not name
    if pattern[0] == "*":
        return wildcard(pattern[1:], name) or (name != "" and wildcard(pattern, name[1:]))
    return name != "" and pattern[0] in ("?", name[0]) and wildcard(pattern[1:], name[1:])
----
wildcard("*.t?t", "notes.txt") == True
wildcard("a*b*c", "aXbYYc") == True
wildcard("?", "") == False
wildcard("ab", "abc") == False
====
Convert a nested structure of dicts, lists and scalars into a text like YAML with two blanks per level. Only dicts nest here; lists are written as "- item" lines below their key, one level deeper.
----
def outline(data, level=0):
    lines = []
    for key, value in data.items():
        margin = "  " * level
        if isinstance(value, dict):
            lines.append(f"{margin}{key}:")
            lines += outline(value, level + 1)
        elif isinstance(value, list):
            lines.append(f"{margin}{key}:")
            lines += [f"{margin}  - {item}" for item in value]
        else:
            lines.append(f"{margin}{key}: {value}")
    return lines
----
outline({"a": 1, "b": {"c": [2, 3]}}) == ["a: 1", "b:", "  c:", "    - 2", "    - 3"]
outline({}) == []
'''
