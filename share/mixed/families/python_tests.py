"""Tests for a given function: its cases stand here with their names, and the rows show them in four styles."""

import re
import textwrap

from mixed.base import Row

KIND, LANGUAGE = "tests", "python"

# Code, then "name: assertion" lines; "name! CALL ! ERROR" for an error that must be raised.
BANK = r'''
def clamp(value, low, high):
    return max(low, min(value, high))
--
inside: clamp(5, 0, 10) == 5
below: clamp(-3, 0, 10) == 0
above: clamp(99, 0, 10) == 10
at the border: clamp(10, 0, 10) == 10
==
def safe_divide(a, b, default=None):
    try:
        return a / b
    except ZeroDivisionError:
        return default
--
normal: safe_divide(9, 3) == 3
by zero: safe_divide(1, 0) is None
by zero with default: safe_divide(1, 0, default=0) == 0
==
def parse_bool(text):
    value = text.strip().lower()
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off"):
        return False
    raise ValueError(f"not a boolean: {text!r}")
--
true words: all(parse_bool(word) for word in ("1", "TRUE", " yes ", "on"))
false words: not any(parse_bool(word) for word in ("0", "False", "no", "off"))
unknown word! parse_bool("maybe") ! ValueError
empty! parse_bool("") ! ValueError
==
def chunk(items, size):
    if size < 1:
        raise ValueError("size must be positive")
    return [items[i:i + size] for i in range(0, len(items), size)]
--
even split: chunk([1, 2, 3, 4], 2) == [[1, 2], [3, 4]]
last one shorter: chunk([1, 2, 3], 2) == [[1, 2], [3]]
empty list: chunk([], 3) == []
size zero! chunk([1], 0) ! ValueError
==
def fizzbuzz(n):
    word = "Fizz" * (n % 3 == 0) + "Buzz" * (n % 5 == 0)
    return word or str(n)
--
plain number: fizzbuzz(7) == "7"
by three: fizzbuzz(9) == "Fizz"
by five: fizzbuzz(20) == "Buzz"
by both: fizzbuzz(30) == "FizzBuzz"
==
def leading_zeros(n, width):
    return str(n).zfill(width)
--
pads: leading_zeros(7, 3) == "007"
long enough: leading_zeros(1234, 3) == "1234"
negative keeps sign first: leading_zeros(-5, 4) == "-005"
==
def mode(values):
    counts = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return max(counts, key=counts.get)
--
clear winner: mode([1, 2, 2, 3]) == 2
first wins a tie: mode(["b", "a", "a", "b"]) == "b"
single value: mode([9]) == 9
empty! mode([]) ! ValueError
==
def swap_pairs(items):
    result = list(items)
    for i in range(0, len(result) - 1, 2):
        result[i], result[i + 1] = result[i + 1], result[i]
    return result
--
even length: swap_pairs([1, 2, 3, 4]) == [2, 1, 4, 3]
odd length: swap_pairs([1, 2, 3]) == [2, 1, 3]
empty: swap_pairs([]) == []
string input: swap_pairs("ab") == ["b", "a"]
==
def is_weekend(day):
    return day.lower() in {"saturday", "sunday", "sat", "sun"}
--
long names: is_weekend("Saturday") and is_weekend("Sunday")
short names: is_weekend("sat") and is_weekend("SUN")
workday: not is_weekend("Monday")
==
def digits_only(text):
    return "".join(ch for ch in text if ch.isdigit())
--
mixed: digits_only("a1-b22") == "122"
none: digits_only("abc") == ""
phone number: digits_only("+44 (0)20") == "44020"
==
def lookup(table, *keys):
    for key in keys:
        if key not in table:
            return None
        table = table[key]
    return table
--
one level: lookup({"a": 1}, "a") == 1
nested: lookup({"a": {"b": 2}}, "a", "b") == 2
missing key: lookup({"a": {}}, "a", "x") is None
no keys: lookup({"a": 1}) == {"a": 1}
==
def remove_vowels(text):
    return "".join(ch for ch in text if ch not in "aeiouAEIOU")
--
lower case: remove_vowels("banana") == "bnn"
upper case: remove_vowels("OIL") == "L"
no vowels: remove_vowels("rhythm") == "rhythm"
==
def factorial(n):
    if n < 0:
        raise ValueError("n must not be negative")
    return 1 if n == 0 else n * factorial(n - 1)
--
zero: factorial(0) == 1
one: factorial(1) == 1
five: factorial(5) == 120
negative! factorial(-1) ! ValueError
==
def rotate(items, k):
    if not items:
        return []
    k %= len(items)
    return items[-k:] + items[:-k]
--
right by one: rotate([1, 2, 3], 1) == [3, 1, 2]
zero: rotate([1, 2, 3], 0) == [1, 2, 3]
more than length: rotate([1, 2, 3], 4) == [3, 1, 2]
negative is left: rotate([1, 2, 3], -1) == [2, 3, 1]
empty list: rotate([], 2) == []
==
def human_bytes(n):
    for unit in ("B", "KB", "MB"):
        if n < 1024:
            return f"{n:.0f} {unit}"
        n /= 1024
    return f"{n:.1f} GB"
--
bytes: human_bytes(500) == "500 B"
kilobytes: human_bytes(2048) == "2 KB"
border: human_bytes(1023) == "1023 B"
gigabytes: human_bytes(1.5 * 1024 ** 3) == "1.5 GB"
==
def unique(items):
    return list(dict.fromkeys(items))
--
keeps first order: unique([3, 1, 3, 2, 1]) == [3, 1, 2]
empty: unique([]) == []
unhashable! unique([[1]]) ! TypeError
==
def split_name(full):
    first, _, last = full.strip().rpartition(" ")
    return first, last
--
two parts: split_name("Ada Lovelace") == ("Ada", "Lovelace")
middle name goes first: split_name("Mary Ann Evans") == ("Mary Ann", "Evans")
single name: split_name("Plato") == ("", "Plato")
==
def percent(part, whole):
    if whole == 0:
        return 0.0
    return round(100 * part / whole, 1)
--
half: percent(1, 2) == 50.0
rounds: percent(1, 3) == 33.3
whole is zero: percent(5, 0) == 0.0
==
def count_in_range(numbers, low, high):
    return sum(low <= n < high for n in numbers)
--
inside: count_in_range([1, 5, 9], 0, 10) == 3
lower bound counts: count_in_range([0], 0, 10) == 1
upper bound does not: count_in_range([10], 0, 10) == 0
==
def merge_counts(a, b):
    return {key: a.get(key, 0) + b.get(key, 0) for key in a.keys() | b.keys()}
--
adds common keys: merge_counts({"x": 1}, {"x": 2}) == {"x": 3}
keeps single keys: merge_counts({"x": 1}, {"y": 2}) == {"x": 1, "y": 2}
both empty: merge_counts({}, {}) == {}
==
class Counter:
    def __init__(self, start=0):
        self.value = start

    def increment(self, by=1):
        if by < 1:
            raise ValueError("by must be at least 1")
        self.value += by
        return self.value
--
starts at zero: Counter().value == 0
increments by one: Counter().increment() == 1
given start and step: Counter(10).increment(5) == 15
refuses zero! Counter().increment(0) ! ValueError
==
class Queue:
    def __init__(self):
        self._items = []

    def put(self, item):
        self._items.append(item)
        return self

    def get(self):
        if not self._items:
            raise IndexError("queue is empty")
        return self._items.pop(0)
--
first in first out: Queue().put(1).put(2).get() == 1
none is an item: Queue().put(None).get() is None
empty queue! Queue().get() ! IndexError
==
def extract_year(text):
    for word in text.replace(",", " ").split():
        if len(word) == 4 and word.isdigit():
            return int(word)
    return None
--
in a sentence: extract_year("born in 1906 in Ulm") == 1906
comma: extract_year("June 5, 2021, noon") == 2021
first of two: extract_year("1999 or 2001") == 1999
no year: extract_year("12 or 12345") is None
==
def average(numbers):
    numbers = list(numbers)
    return sum(numbers) / len(numbers) if numbers else None
--
list: average([1, 2, 3]) == 2
generator: average(n for n in (2, 4)) == 3
nothing: average([]) is None
==
def snake_case(name):
    out = ""
    for i, ch in enumerate(name):
        if ch.isupper() and i > 0:
            out += "_"
        out += ch.lower()
    return out
--
camel: snake_case("pageSize") == "page_size"
pascal: snake_case("UserName") == "user_name"
each capital splits: snake_case("getURL") == "get_u_r_l"
empty: snake_case("") == ""
==
def valid_age(value):
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 130
--
typical: valid_age(35) is True
borders: valid_age(0) and valid_age(130)
outside: not valid_age(-1) and not valid_age(131)
wrong types: not valid_age("35") and not valid_age(True)
==
def first_line(text, default=""):
    for line in text.splitlines():
        if line.strip():
            return line.strip()
    return default
--
simple: first_line("a\nb") == "a"
skips blank lines: first_line("\n  \n x \n") == "x"
default: first_line("\n", default="?") == "?"
==
def gcd(a, b):
    while b:
        a, b = b, a % b
    return abs(a)
--
common divisor: gcd(12, 18) == 6
coprime: gcd(7, 9) == 1
zero: gcd(0, 5) == 5
negative: gcd(-4, 6) == 2
==
def shorten(url, keep=20):
    if url.startswith("https://"):
        url = url[8:]
    return url if len(url) <= keep else url[:keep - 1] + "…"
--
drops scheme: shorten("https://a.org") == "a.org"
short stays: shorten("a.org/x") == "a.org/x"
long is cut: shorten("https://example.com/very/long/path") == "example.com/very/lo…"
exact length stays: shorten("x" * 20) == "x" * 20
==
def transpose(rows):
    return [list(column) for column in zip(*rows)]
--
square: transpose([[1, 2], [3, 4]]) == [[1, 3], [2, 4]]
one row: transpose([[1, 2, 3]]) == [[1], [2], [3]]
ragged rows lose their rest: transpose([[1, 2], [3]]) == [[1, 3]]
empty: transpose([]) == []
==
def next_version(version, part="patch"):
    major, minor, patch = map(int, version.split("."))
    if part == "major":
        return f"{major + 1}.0.0"
    if part == "minor":
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + 1}"
--
patch by default: next_version("1.2.3") == "1.2.4"
minor resets patch: next_version("1.2.3", "minor") == "1.3.0"
major resets both: next_version("1.2.3", "major") == "2.0.0"
two parts! next_version("1.2") ! ValueError
==
def wrap_index(i, size):
    return i % size
--
inside: wrap_index(2, 5) == 2
past the end: wrap_index(5, 5) == 0
negative: wrap_index(-1, 5) == 4
size zero! wrap_index(1, 0) ! ZeroDivisionError
==
def redact(text, words):
    for word in words:
        text = text.replace(word, "*" * len(word))
    return text
--
one word: redact("my pin is 1234", ["1234"]) == "my pin is ****"
several: redact("ab cd", ["ab", "cd"]) == "** **"
nothing to hide: redact("open", []) == "open"
==
def longest(words):
    return sorted(words, key=lambda w: (-len(w), w))[0]
--
longest wins: longest(["a", "abc", "ab"]) == "abc"
alphabet breaks ties: longest(["dog", "cat"]) == "cat"
no words! longest([]) ! IndexError
==
def retry_delays(tries, first=1.0, factor=2.0):
    return [first * factor ** i for i in range(tries)]
--
doubles: retry_delays(3) == [1.0, 2.0, 4.0]
own factor: retry_delays(2, first=0.5, factor=10) == [0.5, 5.0]
no tries: retry_delays(0) == []
==
def score(answers, key):
    right = sum(a == k for a, k in zip(answers, key))
    return right / len(key)
--
all right: score("abcd", "abcd") == 1
half: score("abxx", "abcd") == 0.5
missing answers count as wrong: score("ab", "abcd") == 0.5
empty key! score("", "") ! ZeroDivisionError
==
def bracket_depth(text):
    depth = deepest = 0
    for ch in text:
        if ch == "(":
            depth += 1
            deepest = max(deepest, depth)
        elif ch == ")":
            depth -= 1
            if depth < 0:
                raise ValueError("unbalanced")
    return deepest
--
flat: bracket_depth("()()") == 1
nested: bracket_depth("(a(b))") == 2
none: bracket_depth("abc") == 0
closed too early! bracket_depth(")(") ! ValueError
==
def tokenize(line):
    return [token for token in line.lower().split() if token.isalpha()]
--
lowers: tokenize("Big Sky") == ["big", "sky"]
drops numbers: tokenize("route 66 ahead") == ["route", "ahead"]
drops words with punctuation: tokenize("end. of") == ["of"]
==
def total_price(cart, tax=0.2):
    net = sum(item["price"] * item.get("quantity", 1) for item in cart)
    return round(net * (1 + tax), 2)
--
default quantity: total_price([{"price": 10}]) == 12.0
quantity: total_price([{"price": 2, "quantity": 3}], tax=0) == 6
empty cart: total_price([]) == 0
missing price! total_price([{"quantity": 1}]) ! KeyError
==
def compress_spaces(text):
    return " ".join(text.split())
--
inner runs: compress_spaces("a   b") == "a b"
ends and tabs: compress_spaces("\ta \n") == "a"
only blanks: compress_spaces("   ") == ""
==
def median_of_three(a, b, c):
    return sorted((a, b, c))[1]
--
any order: median_of_three(3, 1, 2) == 2 and median_of_three(2, 3, 1) == 2
equal values: median_of_three(5, 5, 1) == 5
floats: median_of_three(0.1, 0.3, 0.2) == 0.2
==
def to_roman(n):
    out = ""
    for value, digits in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while n >= value:
            out += digits
            n -= value
    return out
--
units: to_roman(3) == "III"
subtractive: to_roman(4) == "IV" and to_roman(9) == "IX"
tens: to_roman(38) == "XXXVIII"
zero is empty: to_roman(0) == ""
==
def drop_prefix(names, prefix):
    return [name[len(prefix):] if name.startswith(prefix) else name for name in names]
--
drops: drop_prefix(["db_host", "db_port"], "db_") == ["host", "port"]
others stay: drop_prefix(["user"], "db_") == ["user"]
only at the front: drop_prefix(["my_db_x"], "db_") == ["my_db_x"]
==
def pick(record, *names):
    return {name: record[name] for name in names if name in record}
--
subset: pick({"a": 1, "b": 2}, "a") == {"a": 1}
unknown names are ignored: pick({"a": 1}, "z") == {}
order of the names: list(pick({"a": 1, "b": 2}, "b", "a")) == ["b", "a"]
==
def running_max(values):
    result = []
    for value in values:
        result.append(value if not result else max(value, result[-1]))
    return result
--
rising and falling: running_max([1, 3, 2, 5]) == [1, 3, 3, 5]
falling: running_max([3, 2, 1]) == [3, 3, 3]
empty: running_max([]) == []
==
def similar(a, b, tolerance=1e-9):
    return abs(a - b) <= tolerance * max(abs(a), abs(b), 1)
--
rounding error: similar(0.1 + 0.2, 0.3)
clearly different: not similar(1, 1.1)
own tolerance: similar(100, 101, tolerance=0.02)
==
def hours_minutes(minutes):
    if minutes < 0:
        raise ValueError("minutes must not be negative")
    return divmod(minutes, 60)
--
under an hour: hours_minutes(59) == (0, 59)
exactly an hour: hours_minutes(60) == (1, 0)
negative! hours_minutes(-1) ! ValueError
==
def sanitize(filename):
    cleaned = "".join(ch if ch.isalnum() or ch in "._-" else "_" for ch in filename)
    return cleaned.lstrip(".") or "file"
--
keeps good characters: sanitize("a-b_c.txt") == "a-b_c.txt"
replaces others: sanitize("my file?.txt") == "my_file_.txt"
no hidden files: sanitize(".bashrc") == "bashrc"
nothing left: sanitize("..") == "file"
==
def apply_all(functions, value):
    for function in functions:
        value = function(value)
    return value
--
in order: apply_all([str.strip, len], " ab ") == 2
no functions: apply_all([], 5) == 5
errors pass through! apply_all([int], "x") ! ValueError
==
def closest(numbers, target):
    return min(numbers, key=lambda n: (abs(n - target), n))
--
nearest: closest([1, 8, 12], 9) == 8
tie takes the smaller: closest([4, 6], 5) == 4
exact: closest([3, 5], 5) == 5
no numbers! closest([], 1) ! ValueError
==
def pad_center(text, width, fill=" "):
    missing = max(width - len(text), 0)
    left = missing // 2
    return fill * left + text + fill * (missing - left)
--
even: pad_center("ab", 6, ".") == "..ab.."
odd puts more right: pad_center("ab", 5, ".") == ".ab.."
too long stays: pad_center("abcdef", 3) == "abcdef"
==
def is_sorted(items):
    return all(a <= b for a, b in zip(items, items[1:]))
--
rising: is_sorted([1, 2, 2, 9])
falling: not is_sorted([2, 1])
short lists: is_sorted([]) and is_sorted([5])
==
def diff_sets(old, new):
    return {"added": new - old, "removed": old - new}
--
both directions: diff_sets({1, 2}, {2, 3}) == {"added": {3}, "removed": {1}}
equal: diff_sets({1}, {1}) == {"added": set(), "removed": set()}
==
def nth_root(value, n):
    if value < 0 and n % 2 == 0:
        raise ValueError("even root of a negative number")
    root = abs(value) ** (1 / n)
    return -root if value < 0 else root
--
square root: nth_root(9, 2) == 3
negative with odd root: round(nth_root(-8, 3), 9) == -2
negative with even root! nth_root(-4, 2) ! ValueError
==
def parse_csv_ints(text):
    return [int(part) for part in text.split(",") if part.strip()]
--
plain: parse_csv_ints("1,2,3") == [1, 2, 3]
blanks and empty parts: parse_csv_ints(" 4 ,, 5,") == [4, 5]
nothing: parse_csv_ints("") == []
letters! parse_csv_ints("1,x") ! ValueError
==
def grade(points):
    if points < 0 or points > 100:
        raise ValueError("points must lie between 0 and 100")
    return "pass" if points >= 50 else "fail"
--
just enough: grade(50) == "pass"
just missed: grade(49) == "fail"
borders: grade(0) == "fail" and grade(100) == "pass"
too many! grade(101) ! ValueError
==
def invert(mapping):
    inverted = {value: key for key, value in mapping.items()}
    if len(inverted) != len(mapping):
        raise ValueError("values are not unique")
    return inverted
--
swaps: invert({"a": 1, "b": 2}) == {1: "a", 2: "b"}
empty: invert({}) == {}
repeated value! invert({"a": 1, "b": 1}) ! ValueError
==
def ago(days):
    if days == 0:
        return "today"
    if days == 1:
        return "yesterday"
    return f"{days} days ago"
--
today: ago(0) == "today"
yesterday: ago(1) == "yesterday"
plural: ago(2) == "2 days ago"
==
def take_while_positive(numbers):
    result = []
    for n in numbers:
        if n <= 0:
            break
        result.append(n)
    return result
--
stops at first: take_while_positive([3, 1, -2, 5]) == [3, 1]
zero stops too: take_while_positive([2, 0, 2]) == [2]
none: take_while_positive([-1]) == []
==
def update_stock(stock, item, change):
    level = stock.get(item, 0) + change
    if level < 0:
        raise ValueError(f"{item}: only {stock.get(item, 0)} left")
    return {**stock, item: level}
--
adds: update_stock({"pen": 1}, "pen", 2) == {"pen": 3}
new item: update_stock({}, "ink", 4) == {"ink": 4}
down to zero: update_stock({"pen": 1}, "pen", -1) == {"pen": 0}
below zero! update_stock({"pen": 1}, "pen", -2) ! ValueError
==
def same_letters(a, b):
    return sorted(a.lower().replace(" ", "")) == sorted(b.lower().replace(" ", ""))
--
anagram: same_letters("Dormitory", "dirty room")
different: not same_letters("abc", "abd")
counts matter: not same_letters("aab", "abb")
==
def mask(text, visible=4):
    hidden = max(len(text) - visible, 0)
    return "*" * hidden + text[hidden:]
--
hides the front: mask("12345678") == "****5678"
short text: mask("123") == "123"
nothing visible: mask("abc", visible=0) == "***"
==
class Timer:
    def __init__(self, clock):
        self._clock = clock
        self._start = None

    def start(self):
        self._start = self._clock()
        return self

    def elapsed(self):
        if self._start is None:
            raise RuntimeError("not started")
        return self._clock() - self._start
--
measures: Timer(iter([10, 13]).__next__).start().elapsed() == 3
start returns the timer: isinstance(Timer(lambda: 0).start(), Timer)
not started! Timer(lambda: 0).elapsed() ! RuntimeError
==
def cut(text, start, stop=None):
    if start < 0:
        raise ValueError("start must not be negative")
    return text[start:stop].strip()
--
to the end: cut("  abc ", 2) == "abc"
with stop: cut("abcdef", 1, 3) == "bc"
past the end: cut("abc", 9) == ""
negative! cut("abc", -1) ! ValueError
'''

LEADS = ("Write {style} for this function.\n\n{code}",
         "{code}\n\nI need {style} for the code above, including the edge cases.",
         "Please add {style}; nothing else.\n\n```python\n{code}\n```",
         "How would you test this? Use {style}.\n\n{code}",
         "# TODO: cover with {style}\n{code}",
         "We merged this without tests. Could you write {style}?\n\n{code}",
         "{style} please:\n\n{code}",
         "Given\n\n{code}\n\nwrite {style}. One case per behaviour.")
STYLES = ("pytest functions", "a unittest.TestCase", "pytest tests (parametrized where it fits)", "plain assert tests")


def entries():
    for block in BANK.strip("\n").split("\n==\n"):
        code, _, lines = block.partition("\n--\n")
        cases = []
        for line in lines.splitlines():
            name, mark, rest = re.match(r"([^:!]+)([:!]) (.*)", line).groups()
            cases.append((name, rest.rsplit(" ! ", 1) if mark == "!" else rest))
        yield code, cases


def identifier(name):
    return re.sub(r"\W+", "_", name.lower())


def pytest_functions(subject, cases):
    parts = []
    for name, case in cases:
        if isinstance(case, list):
            body = f"with pytest.raises({case[1]}):\n        {case[0]}"
        else:
            body = f"assert {case}"
        parts.append(f"def test_{identifier(name)}():\n    {body}")
    head = "import pytest\n\n\n" if any(isinstance(case, list) for _, case in cases) else ""
    return head + "\n\n\n".join(parts)


def unittest_class(subject, cases):
    lines = ["import unittest", "", "", f"class {subject.title().replace('_', '')}Test(unittest.TestCase):"]
    for i, (name, case) in enumerate(cases):
        lines += [""] * (i > 0) + [f"    def test_{identifier(name)}(self):"]
        if isinstance(case, list):
            lines += [f"        with self.assertRaises({case[1]}):", f"            {case[0]}"]
        elif " and " not in case and re.fullmatch(r"\w+\(.*\) == .+", case):
            left, right = case.rsplit(" == ", 1)
            lines.append(f"        self.assertEqual({left}, {right})")
        elif case.endswith(" is None"):
            lines.append(f"        self.assertIsNone({case.removesuffix(' is None')})")
        else:
            lines.append(f"        self.assertTrue({case})")
    return "\n".join(lines)


def parametrized(subject, cases):
    plain = [(name, re.fullmatch(rf"{subject}\(([^()]*)\) == (.+)", case)) for name, case in cases
             if isinstance(case, str) and " and " not in case]
    plain = [(name, match) for name, match in plain if match]
    single = all("," not in re.sub(r"\[[^\]]*\]|\"[^\"]*\"|\{[^}]*\}", "", match[1]) and match[1] for _, match in plain)
    if len(plain) < 2 or not single:
        return pytest_functions(subject, cases)
    names = {name for name, _ in plain}
    table = "".join(f"    ({match[1]}, {match[2]}),  # {name}\n" for name, match in plain)
    text = (f"import pytest\n\n\n@pytest.mark.parametrize(\"given, expected\", [\n{table}])\n"
            f"def test_{subject.lower()}(given, expected):\n    assert {subject}(given) == expected")
    others = [(name, case) for name, case in cases if name not in names]
    rest = pytest_functions(subject, others).removeprefix("import pytest\n\n\n") if others else ""
    return text + ("\n\n\n" + rest if rest else "")


def plain_asserts(subject, cases):
    lines = []
    for name, case in cases:
        lines.append(f"# {name}")
        if isinstance(case, list):
            lines.append(f"try:\n    {case[0]}\nexcept {case[1]}:\n    pass\nelse:\n"
                         f"    raise AssertionError(\"{case[1]} expected\")")
        else:
            lines.append(f"assert {case}")
    return f"def test_{subject.lower()}():\n" + textwrap.indent("\n".join(lines), "    ")


WRITERS = (pytest_functions, unittest_class, parametrized, plain_asserts)


def rows():
    for i, (code, cases) in enumerate(entries()):
        subject = re.search(r"(?:def|class) (\w+)", code).group(1)
        style = (i + i // 4) % 4
        question = LEADS[(i * 3 + i // 8) % len(LEADS)].format(style=STYLES[style], code=code)
        question = question[0].upper() + question[1:]
        yield Row(question, WRITERS[style](subject, cases), KIND, LANGUAGE, f"tests/{i}", code)
