KIND, LANGUAGE = "refactoring", "python"
# Checks: expressions that must have the same value before and after.
GROUPS = r'''
Simplify, same behaviour:

def has_admin(users):
    found = False
    for user in users:
        if user["role"] == "admin":
            found = True
    if found == True:
        return True
    else:
        return False
----
def has_admin(users):
    return any(user["role"] == "admin" for user in users)
----
has_admin([{"role": "x"}, {"role": "admin"}])
has_admin([])
====
This nests too deep. Use early returns.

def price(order):
    if order is not None:
        if order["items"]:
            if order["paid"]:
                return 0
            else:
                return sum(order["items"])
        else:
            return 0
    else:
        return 0
----
def price(order):
    if order is None or not order["items"]:
        return 0
    if order["paid"]:
        return 0
    return sum(order["items"])
----
price(None), price({"items": [], "paid": False}), price({"items": [2, 3], "paid": False}), price({"items": [1], "paid": True})
====
Replace the chain of ifs by a table.

def shipping(country):
    if country == "DE":
        return 4.9
    elif country == "AT":
        return 6.9
    elif country == "CH":
        return 12.0
    elif country == "FR":
        return 8.5
    else:
        return 19.0
----
SHIPPING = {"DE": 4.9, "AT": 6.9, "CH": 12.0, "FR": 8.5}


def shipping(country):
    return SHIPPING.get(country, 19.0)
----
[shipping(c) for c in ("DE", "AT", "CH", "FR", "US")]
====
Please remove the duplication between these two functions.

def mean_age(people):
    total = 0
    for person in people:
        total += person["age"]
    return total / len(people)

def mean_height(people):
    total = 0
    for person in people:
        total += person["height"]
    return total / len(people)
----
def mean_of(people, field):
    return sum(person[field] for person in people) / len(people)


def mean_age(people):
    return mean_of(people, "age")


def mean_height(people):
    return mean_of(people, "height")
----
mean_age([{"age": 3, "height": 2}, {"age": 5, "height": 1}]), mean_height([{"age": 3, "height": 2}])
====
Make it pythonic:

i = 0
names = []
while i < len(rows):
    if rows[i][1] > 10:
        names.append(rows[i][0].upper())
    i = i + 1
----
names = [name.upper() for name, amount in rows if amount > 10]
----
: rows = [("a", 11), ("b", 10), ("c", 50)]
names
====
The function does three things. Split it into small ones.

def report(lines):
    numbers = []
    for line in lines:
        line = line.strip()
        if line and not line.startswith("#"):
            numbers.append(float(line))
    low = min(numbers)
    high = max(numbers)
    mean = sum(numbers) / len(numbers)
    return f"low {low:.1f}, high {high:.1f}, mean {mean:.1f}"
----
def read_numbers(lines):
    stripped = (line.strip() for line in lines)
    return [float(line) for line in stripped if line and not line.startswith("#")]


def summarize(numbers):
    return min(numbers), max(numbers), sum(numbers) / len(numbers)


def report(lines):
    low, high, mean = summarize(read_numbers(lines))
    return f"low {low:.1f}, high {high:.1f}, mean {mean:.1f}"
----
report(["# x", "1", " 2.5 ", "", "4"])
====
mutable default argument here, fix without changing how it's called

def add_tag(tag, tags=[]):
    tags.append(tag)
    return tags
----
def add_tag(tag, tags=None):
    tags = [] if tags is None else tags
    tags.append(tag)
    return tags
----
add_tag("a", ["b"])
====
Use a dataclass instead of this boilerplate.

class Point:
    def __init__(self, x, y, label=""):
        self.x = x
        self.y = y
        self.label = label

    def __repr__(self):
        return f"Point(x={self.x!r}, y={self.y!r}, label={self.label!r})"

    def __eq__(self, other):
        return (self.x, self.y, self.label) == (other.x, other.y, other.label)
----
from dataclasses import dataclass


@dataclass
class Point:
    x: float
    y: float
    label: str = ""
----
repr(Point(1, 2)), Point(1, 2) == Point(1, 2, ""), Point(1, 2) == Point(1, 3)
====
Quadratic. Make it linear, the order of the result must stay the same.

def common(a, b):
    result = []
    for x in a:
        if x in b and x not in result:
            result.append(x)
    return result
----
def common(a, b):
    wanted = set(b)
    return [x for x in dict.fromkeys(a) if x in wanted]
----
common([3, 1, 3, 2], [2, 3]), common([], [1])
====
replace the manual counting with the standard library

def letter_counts(text):
    counts = {}
    for ch in text:
        if ch.isalpha():
            if ch in counts:
                counts[ch] = counts[ch] + 1
            else:
                counts[ch] = 1
    return counts
----
from collections import Counter


def letter_counts(text):
    return Counter(ch for ch in text if ch.isalpha())
----
dict(letter_counts("a-ba"))
====
Turn the flag argument into two functions with clear names.

def export(rows, as_json):
    if as_json:
        import json
        return json.dumps(rows)
    else:
        return "\n".join(",".join(map(str, row)) for row in rows)
----
import json


def export_json(rows):
    return json.dumps(rows)


def export_csv(rows):
    return "\n".join(",".join(map(str, row)) for row in rows)
----
====
Get rid of the global.

total = 0

def add_all(numbers):
    global total
    for n in numbers:
        total += n

add_all([1, 2, 3])
print(total)
----
def add_all(numbers, total=0):
    return total + sum(numbers)


print(add_all([1, 2, 3]))
----
====
Rewrite with pathlib.

import os

def log_files(folder):
    result = []
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        if os.path.isfile(path) and os.path.splitext(name)[1] == ".log":
            result.append(path)
    return sorted(result)
----
from pathlib import Path


def log_files(folder):
    return sorted(str(path) for path in Path(folder).glob("*.log") if path.is_file())
----
====
Long parameter list; group what belongs together and keep the result.

def label(first, last, street, number, zip_code, city):
    return first + " " + last + "\n" + street + " " + number + "\n" + zip_code + " " + city
----
from dataclasses import dataclass


@dataclass
class Address:
    street: str
    number: str
    zip_code: str
    city: str


def label(first, last, address):
    return f"{first} {last}\n{address.street} {address.number}\n{address.zip_code} {address.city}"
----
====
Use the walrus operator to avoid calling parse twice.

def parsed(lines, parse):
    out = []
    for line in lines:
        if parse(line) is not None:
            out.append(parse(line))
    return out
----
def parsed(lines, parse):
    return [value for line in lines if (value := parse(line)) is not None]
----
parsed(["1", "x"], {"1": 1}.get)
====
names are awful, rename without touching the logic

def f(l, d):
    r = []
    for x in l:
        if x[1] - x[0] >= d:
            r.append(x)
    return r
----
def spans_of_at_least(spans, minimum):
    long_enough = []
    for start, end in spans:
        if end - start >= minimum:
            long_enough.append((start, end))
    return long_enough
----
====
Could the try block be smaller? It hides other KeyErrors.

def city_of(user, directory):
    try:
        record = directory[user]
        return normalise(record["address"]["city"])
    except KeyError:
        return "unknown"
----
def city_of(user, directory):
    record = directory.get(user)
    if record is None:
        return "unknown"
    return normalise(record["address"]["city"])
----
====
Replace the index loop.

def differences(values):
    out = []
    for i in range(len(values) - 1):
        out.append(values[i + 1] - values[i])
    return out
----
def differences(values):
    return [after - before for before, after in zip(values, values[1:])]
----
differences([1, 4, 2]), differences([]), differences([5])
====
String building in a loop is slow; also no trailing comma please, as now.

def join_ids(records):
    text = ""
    for i in range(len(records)):
        text = text + str(records[i]["id"])
        if i != len(records) - 1:
            text = text + ","
    return text
----
def join_ids(records):
    return ",".join(str(record["id"]) for record in records)
----
join_ids([{"id": 1}, {"id": 2}]), join_ids([])
====
Read the whole file lazily instead of loading it.

def long_lines(path):
    f = open(path)
    lines = f.readlines()
    f.close()
    result = []
    for line in lines:
        if len(line) > 100:
            result.append(line)
    return result
----
def long_lines(path):
    with open(path) as file:
        for line in file:
            if len(line) > 100:
                yield line
----
====
Turn these parallel lists into one structure.

names = ["Ana", "Bo"]
ages = [31, 44]
cities = ["Rome", "Oslo"]

for i in range(len(names)):
    print(names[i] + " (" + str(ages[i]) + ") lives in " + cities[i])
----
people = [
    {"name": "Ana", "age": 31, "city": "Rome"},
    {"name": "Bo", "age": 44, "city": "Oslo"},
]

for person in people:
    print(f"{person['name']} ({person['age']}) lives in {person['city']}")
----
====
Replace inheritance by composition; Logger should not be a list.

class Logger(list):
    def log(self, message):
        self.append(message)

    def last(self):
        return self[-1] if self else None
----
class Logger:
    def __init__(self):
        self._messages = []

    def log(self, message):
        self._messages.append(message)

    def last(self):
        return self._messages[-1] if self._messages else None
----
: l = Logger(); l.log("a")
l.last(), Logger().last()
====
Magic numbers! Name them.

def wage(hours):
    if hours > 40:
        return 40 * 15 + (hours - 40) * 15 * 1.5
    return hours * 15
----
REGULAR_HOURS = 40
HOURLY_WAGE = 15
OVERTIME_FACTOR = 1.5


def wage(hours):
    overtime = max(hours - REGULAR_HOURS, 0)
    regular = hours - overtime
    return regular * HOURLY_WAGE + overtime * HOURLY_WAGE * OVERTIME_FACTOR
----
wage(10), wage(40), wage(50)
====
Use match instead of isinstance chains (Python 3.10+).

def describe(value):
    if isinstance(value, bool):
        return "flag"
    elif isinstance(value, int):
        return "number"
    elif isinstance(value, list) and len(value) == 0:
        return "empty list"
    elif isinstance(value, list):
        return "list"
    return "other"
----
def describe(value):
    match value:
        case bool():
            return "flag"
        case int():
            return "number"
        case []:
            return "empty list"
        case list():
            return "list"
        case _:
            return "other"
----
[describe(v) for v in (True, 3, [], [1], "x")]
====
recursion blows the stack for long inputs, make it iterative

def total(values):
    if not values:
        return 0
    return values[0] + total(values[1:])
----
def total(values):
    result = 0
    for value in values:
        result += value
    return result
----
total([1, 2, 3]), total([])
====
Reduce the boolean expression as far as possible.

def may_edit(user, page):
    if (user.admin and not page.locked) or (user.admin and page.locked) or (page.owner == user.name and not page.locked):
        return True
    return False
----
def may_edit(user, page):
    return user.admin or (page.owner == user.name and not page.locked)
----
====
Convert to a generator expression chain, no intermediate lists.

def total_of_valid(lines):
    stripped = [line.strip() for line in lines]
    filled = [line for line in stripped if line]
    numbers = [int(line) for line in filled]
    return sum(numbers)
----
def total_of_valid(lines):
    stripped = (line.strip() for line in lines)
    return sum(int(line) for line in stripped if line)
----
total_of_valid([" 1", "", "2 "])
====
These two classes share everything but one rule. Pull the common part up.

class Circle:
    def __init__(self, name, r):
        self.name = name
        self.r = r

    def describe(self):
        return f"{self.name}: {3.14 * self.r ** 2:.1f}"

class Square:
    def __init__(self, name, a):
        self.name = name
        self.a = a

    def describe(self):
        return f"{self.name}: {self.a ** 2:.1f}"
----
class Shape:
    def __init__(self, name):
        self.name = name

    def area(self):
        raise NotImplementedError

    def describe(self):
        return f"{self.name}: {self.area():.1f}"


class Circle(Shape):
    def __init__(self, name, r):
        super().__init__(name)
        self.r = r

    def area(self):
        return 3.14 * self.r ** 2


class Square(Shape):
    def __init__(self, name, a):
        super().__init__(name)
        self.a = a

    def area(self):
        return self.a ** 2
----
Circle("c", 2).describe(), Square("s", 3).describe()
====
f-strings instead of % and +:

def line(name, qty, price):
    return "%-10s" % name + " x" + str(qty) + " = " + "%.2f" % (qty * price) + " EUR"
----
def line(name, qty, price):
    return f"{name:<10} x{qty} = {qty * price:.2f} EUR"
----
line("mug", 3, 4.5)
====
Inject the clock so that it can be tested.

import datetime

def greeting():
    hour = datetime.datetime.now().hour
    return "Good morning" if hour < 12 else "Hello"
----
import datetime


def greeting(now=None):
    now = now or datetime.datetime.now()
    return "Good morning" if now.hour < 12 else "Hello"
----
====
Replace the nested loops with itertools.

def combos(sizes, colours):
    result = []
    for size in sizes:
        for colour in colours:
            result.append((size, colour))
    return result
----
from itertools import product


def combos(sizes, colours):
    return list(product(sizes, colours))
----
combos("SM", ["red", "blue"])
====
We unpack the tuple by index everywhere. Use a NamedTuple.

def best(results):
    top = results[0]
    for r in results:
        if r[2] > top[2]:
            top = r
    return top[0] + " (" + top[1] + ")"
----
from typing import NamedTuple


class Result(NamedTuple):
    name: str
    club: str
    points: int


def best(results):
    top = max(results, key=lambda result: result.points)
    return f"{top.name} ({top.club})"
----
====
Too clever. Write it so that a beginner can follow.

f = lambda s: "".join(sorted(s, key=lambda c: (c.lower(), c.islower())))
----
def sort_letters(text):
    def order(letter):
        # same letters stand together, the capital one first
        return letter.lower(), letter.islower()

    return "".join(sorted(text, key=order))
----
====
Make the exception handling specific and keep the cause.

def load_port(settings):
    try:
        return int(settings["port"])
    except:
        raise Exception("bad port")
----
def load_port(settings):
    try:
        return int(settings["port"])
    except KeyError as error:
        raise ValueError("no port given") from error
    except ValueError as error:
        raise ValueError(f"not a port: {settings['port']!r}") from error
----
load_port({"port": "80"})
====
getter and setter are not Python style; use a property that still refuses negative values

class Tank:
    def __init__(self):
        self._litres = 0

    def get_litres(self):
        return self._litres

    def set_litres(self, value):
        if value < 0:
            raise ValueError("negative")
        self._litres = value
----
class Tank:
    def __init__(self):
        self._litres = 0

    @property
    def litres(self):
        return self._litres

    @litres.setter
    def litres(self, value):
        if value < 0:
            raise ValueError("negative")
        self._litres = value
----
====
Collapse this into dict.setdefault or defaultdict.

def by_first(words):
    groups = {}
    for w in words:
        if w[0] not in groups:
            groups[w[0]] = []
        groups[w[0]].append(w)
    return groups
----
from collections import defaultdict


def by_first(words):
    groups = defaultdict(list)
    for word in words:
        groups[word[0]].append(word)
    return dict(groups)
----
by_first(["ab", "ac", "b"])
====
The function changes its argument, which surprised a colleague. Return a new list instead.

def normalise(values):
    top = max(values)
    for i in range(len(values)):
        values[i] = values[i] / top
    return values
----
def normalise(values):
    top = max(values)
    return [value / top for value in values]
----
normalise([1, 2, 4])
====
Replace the sentinel -1 by None and drop the else after return.

def position(items, wanted):
    for i, item in enumerate(items):
        if item == wanted:
            return i
        else:
            continue
    else:
        return -1
----
def position(items, wanted):
    for i, item in enumerate(items):
        if item == wanted:
            return i
    return None
----
position([4, 5], 5)
====
Build the list with extend or a comprehension, the double loop with append is hard to read.

def all_tags(posts):
    tags = []
    for post in posts:
        for tag in post["tags"]:
            if tag not in tags:
                tags.append(tag)
    return tags
----
def all_tags(posts):
    return list(dict.fromkeys(tag for post in posts for tag in post["tags"]))
----
all_tags([{"tags": ["b", "a"]}, {"tags": ["a", "c"]}]), all_tags([])
====
Please use enumerate and tuple unpacking here.

def winners(results):
    out = []
    place = 1
    for entry in results:
        out.append(str(place) + ". " + entry[0] + " (" + str(entry[1]) + ")")
        place = place + 1
    return out
----
def winners(results):
    return [f"{place}. {name} ({points})" for place, (name, points) in enumerate(results, start=1)]
----
winners([("Al", 9), ("Bo", 7)])
====
Chained comparison, please, and no else after return.

def band(age):
    if age >= 0 and age < 13:
        return "child"
    else:
        if age >= 13 and age < 20:
            return "teenager"
        else:
            return "adult"
----
def band(age):
    if 0 <= age < 13:
        return "child"
    if 13 <= age < 20:
        return "teenager"
    return "adult"
----
[band(a) for a in (0, 12, 13, 19, 20, -1)]
====
sum() and max() exist... shorten

def stats(values):
    total = 0
    biggest = values[0]
    for v in values:
        total = total + v
        if v > biggest:
            biggest = v
    return total, biggest
----
def stats(values):
    return sum(values), max(values)
----
stats([3, 9, 2])
====
Use sorted with a key instead of decorate, sort, undecorate.

def by_last_name(names):
    pairs = []
    for name in names:
        pairs.append((name.split()[-1], name))
    pairs.sort()
    return [pair[1] for pair in pairs]
----
def by_last_name(names):
    return sorted(names, key=lambda name: (name.split()[-1], name))
----
by_last_name(["Ann Lee", "Bo Adams", "Al Lee"])
====
Make this a context manager so that nobody forgets to switch the flag back.

def quiet_run(app, job):
    old = app.quiet
    app.quiet = True
    try:
        job()
    finally:
        app.quiet = old
----
from contextlib import contextmanager


@contextmanager
def quiet(app):
    old = app.quiet
    app.quiet = True
    try:
        yield
    finally:
        app.quiet = old
----
'''
