"""Debugging: a symptom and broken code; the answer names the cause and gives the mended code."""

import re

from mixed.base import Row

KIND, LANGUAGE = "debugging", "python"

# Symptom, then the mended code in which "<<wrong>>right<<>>" marks the slip, then the cause, then checks.
BANK = r'''
My average is too low by a bit for lists like [1, 2].
--
def average(numbers):
    return sum(numbers) <<//>>/<<>> len(numbers)
--
`//` is whole-number division and drops the fraction. Use `/`.
--
average([1, 2]) == 1.5
==
IndexError: list index out of range, but only sometimes?
--
def has_equal_neighbours(items):
    for i in range(len(items)<<>> - 1<<>>):
        if items[i] == items[i + 1]:
            return True
    return False
--
The last round of the loop looks at `items[i + 1]`, which does not exist. It only works when a pair was found earlier. Stop one earlier.
--
has_equal_neighbours([1, 2]) is False
has_equal_neighbours([1, 1]) is True
==
The second call remembers things from the first one.
--
def collect(item, bag=<<[]>>None<<>>):
<<>>    if bag is None:
        bag = []
<<>>    bag.append(item)
    return bag
--
A default value is made once, when the function is defined, and all calls share it. Use None and make the list inside.
--
(collect(1), collect(2))[1] == [2]
==
removes only half of the blanks from the list. why
--
def drop_blanks(words):
    for word in <<words>>list(words)<<>>:
        if word == "":
            words.remove(word)
    return words
--
The loop walks over the list from which it removes, so after each removal it skips the next element. Walk over a copy (or build a new list with a comprehension).
--
drop_blanks(["", "", "a"]) == ["a"]
==
UnboundLocalError: local variable 'count' referenced before assignment
--
def make_counter():
    count = 0

    def step():
<<>>        nonlocal count
<<>>        count += 1
        return count

    return step
--
`count += 1` assigns, so Python takes `count` for a local name of `step`. Declare it `nonlocal`.
--
(lambda f: (f(), f()))(make_counter()) == (1, 2)
==
All my buttons print 2!
--
def make_handlers():
    return [lambda <<>>i=i<<>>: i for i in range(3)]
--
The lambdas look `i` up when they are called, after the loop has ended. A default argument keeps the value of the moment.
--
[h() for h in make_handlers()] == [0, 1, 2]
==
is_even(4) gives None
--
def is_even(n):
    <<>>return <<>>n % 2 == 0
--
The comparison is worked out and thrown away; a function without `return` gives None.
--
is_even(4) is True
==
Changing one row of my grid changes all of them.
--
def make_grid(rows, columns):
    return <<[[0] * columns] * rows>>[[0] * columns for _ in range(rows)]<<>>
--
`[...] * rows` repeats a reference to one and the same inner list. A comprehension makes a new list for each row.
--
(lambda g: (g[0].__setitem__(0, 5), g)[1])(make_grid(2, 2)) == [[5, 0], [0, 0]]
==
TypeError: can only concatenate str (not "int") to str
--
def label(name, age):
    return <<name + " is " + age>>f"{name} is {age}"<<>>
--
`+` does not turn numbers into text. An f-string does (or `str(age)`).
--
label("Al", 3) == "Al is 3"
==
The binary search hangs for some numbers that are not in the list.
--
def find(numbers, wanted):
    low, high = 0, len(numbers) - 1
    while low <= high:
        middle = (low + high) // 2
        if numbers[middle] == wanted:
            return middle
        if numbers[middle] < wanted:
            low = middle<<>> + 1<<>>
        else:
            high = middle - 1
    return -1
--
When low equals middle, `low = middle` changes nothing and the loop never ends. The middle was already compared, so go on behind it.
--
find([1, 3], 3) == 1
find([1, 3], 4) == -1
==
My list is None after sorting.
--
def ordered(names):
    <<names = names.sort()
    return names>>return sorted(names)<<>>
--
`list.sort()` sorts in place and returns None. `sorted()` returns a new list.
--
ordered(["b", "a"]) == ["a", "b"]
==
Sum is off: sum_to(3) should be 6 but is 3.
--
def sum_to(n):
    return sum(range(<<n>>n + 1<<>>))
--
`range(n)` ends before n.
--
sum_to(3) == 6
==
RecursionError on depth([[]])... I thought I had a base case
--
def depth(value):
    if not isinstance(value, list):
        return 0
    if not value:
        return 1
    return 1 + max(depth(<<value>>item<<>>) for item in value)
--
The recursive call gets the whole list again instead of one of its items, so it never gets smaller.
--
depth([[]]) == 2
==
KeyError: 'c' although I check for it.
--
def count(words):
    counts = {}
    for word in words:
        counts[word] = counts<<[word]>>.get(word, 0)<<>> + 1
    return counts
--
The right-hand side is read first, and at a word's first time there is nothing to read. `get` gives 0 then.
--
count("aca") == {"a": 2, "c": 1}
==
Comparison with "yes" or "y" is always true.
--
def agreed(answer):
    return answer <<== "yes" or "y">>in ("yes", "y")<<>>
--
It reads `(answer == "yes") or "y"`, and a non-empty string counts as true. Test membership instead.
--
agreed("no") is False
agreed("y") is True
==
0.1 + 0.2 again... the test for the exact total fails
--
<<>>from math import isclose


<<>>def balanced(debits, credits):
    return <<sum(debits) == sum(credits)>>isclose(sum(debits), sum(credits), abs_tol=1e-9)<<>>
--
Binary floating point cannot hold 0.1 exactly, so sums differ in the last digits. Compare with a tolerance, or use whole cents or Decimal.
--
balanced([0.1, 0.2], [0.3])
==
The loop stops after the first line that is a comment.
--
def code_lines(lines):
    kept = []
    for line in lines:
        if line.startswith("#"):
            <<break>>continue<<>>
        kept.append(line)
    return kept
--
`break` leaves the loop altogether; `continue` only skips this round.
--
code_lines(["#", "a"]) == ["a"]
==
ValueError: too many values to unpack (expected 2) for lines like "a=b=c"
--
def parse(line):
    key, value = line.split("="<<>>, 1<<>>)
    return key, value
--
Without a limit the value is split as well. Split at the first sign only.
--
parse("a=b=c") == ("a", "b=c")
==
Strings are immutable they say... my replace does nothing
--
def clean(text):
    <<>>text = <<>>text.replace("\t", " ")
    return text
--
`replace` returns a new string, which has to be kept.
--
clean("a\tb") == "a b"
==
prints 'None' at the end of every row, and the row comes back empty
--
def row(values):
    <<print(" ".join(values))>>return " ".join(values)<<>>
--
The function prints and returns nothing, so the caller's print shows None. Return the text.
--
row(["a", "b"]) == "a b"
==
Users get each other's settings.
--
class Settings:
    <<values = {}

    def __init__(self):
        pass>>def __init__(self):
        self.values = {}<<>>

    def set(self, key, value):
        self.values[key] = value
--
A dict in the class body belongs to the class and is shared by all instances. Create it in `__init__`.
--
(lambda a, b: (a.set("k", 1), b.values)[1])(Settings(), Settings()) == {}
==
max_of([-5, -2]) returns 0
--
def max_of(numbers):
    best = <<0>>numbers[0]<<>>
    for n in numbers:
        if n > best:
            best = n
    return best
--
With only negative numbers nothing exceeds the start value 0. Start with the first number.
--
max_of([-5, -2]) == -2
==
sorted by length, but "10" comes before "9" – I want numbers in order
--
def in_order(numbers_as_text):
    return sorted(numbers_as_text<<>>, key=int<<>>)
--
Texts are compared character by character, and "1" < "9". Sort by the number.
--
in_order(["9", "10"]) == ["9", "10"]
==
The generator is empty the second time I loop over it.
--
def squares(n):
    return <<(i * i for i in range(n))>>[i * i for i in range(n)]<<>>
--
A generator can be walked through once. Return a list if it is needed more than once.
--
(lambda s: (list(s), list(s)))(squares(2)) == ([0, 1], [0, 1])
==
AttributeError: 'NoneType' object has no attribute 'group' on some lines
--
import re


def number_in(line):
    match = re.search(r"\d+", line)
    return <<int(match.group())>>int(match.group()) if match else None<<>>
--
`re.search` returns None when nothing is found, so test before using it.
--
number_in("abc") is None
number_in("a 12") == 12
==
off by one: days(1, 3) should count both ends
--
def days(first, last):
    return last - first<<>> + 1<<>>
--
The difference counts the steps, not the days; with both ends included there is one more.
--
days(1, 3) == 3
==
The cache never hits for lists, it raises TypeError: unhashable type: 'list'.
--
cache = {}


def cached_sum(numbers):
    key = <<numbers>>tuple(numbers)<<>>
    if key not in cache:
        cache[key] = sum(numbers)
    return cache[key]
--
Keys of a dict must be hashable, and lists are not since they can change. A tuple of the same items can be a key.
--
cached_sum([1, 2]) == 3
==
is_valid("") should be False and the word "O'Neil" should be fine
--
def is_valid(name):
    return <<>>bool(name) and <<>>all(ch.isalpha() or ch == "'" for ch in name)
--
`all()` of nothing is True, so the empty name passes. Ask for at least one character.
--
is_valid("") is False
is_valid("O'Neil") is True
==
"NameError: name 'result' is not defined" when the list is empty
--
def last_even(numbers):
<<>>    result = None
<<>>    for n in numbers:
        if n % 2 == 0:
            result = n
    return result
--
`result` is only assigned inside the loop, which may never do so. Give it a value before.
--
last_even([]) is None
last_even([2, 4, 5]) == 4
==
reversing with slices: reverse_words("a b") gives "b a" for me but "olleh" for one word?
--
def reverse_words(text):
    return " ".join(text<<[::-1].split()>>.split()[::-1]<<>>)
--
The slice turns the characters round before the split; "a b" only looks right because its words have one letter. Split first, then reverse the list.
--
reverse_words("big cat") == "cat big"
==
timeouts: is_prime(10**9 + 7) takes forever
--
def is_prime(n):
    if n < 2:
        return False
    divisor = 2
    while divisor <<< n>>* divisor <= n<<>>:
        if n % divisor == 0:
            return False
        divisor += 1
    return True
--
It tries every number below n. A divisor above the square root has a partner below it, so the root is far enough.
--
is_prime(97) and not is_prime(91)
==
The running total does not reset between groups.
--
def group_totals(groups):
    totals = []
<<    total = 0
>><<>>    for group in groups:
<<>>        total = 0
<<>>        for n in group:
            total += n
        totals.append(total)
    return totals
--
`total = 0` stands before the outer loop, so each group starts with the sum of those before. Move it inside.
--
group_totals([[1], [2]]) == [1, 2]
==
strip("www.") also eats the w of "web.org"
--
def bare(host):
    return host.<<strip>>removeprefix<<>>("www.")
--
The argument of `strip` is a set of characters to remove at both ends, not a prefix. `removeprefix` (3.9 or later) does what is meant.
--
bare("www.web.org") == "web.org"
==
the except swallows Ctrl-C, and typos too
--
def read_int(ask):
    while True:
        try:
            return int(ask())
        except<<>> ValueError<<>>:
            continue
--
A bare `except` also catches KeyboardInterrupt and NameError. Catch only what int() raises for bad input.
--
read_int(iter(["x", "5"]).__next__) == 5
==
copying the config and changing the copy changes the original (nested dict)
--
<<>>import copy


<<>>def with_debug(config):
    changed = <<dict(config)>>copy.deepcopy(config)<<>>
    changed["log"]["level"] = "debug"
    return changed
--
`dict(config)` copies the outer level only; the inner dict is shared. Use deepcopy.
--
(lambda c: (with_debug(c), c)[1])({"log": {"level": "info"}}) == {"log": {"level": "info"}}
==
Percentages come out as 0.
--
def share(part, whole):
    return round(part / whole<<) * 100>> * 100)<<>>
--
The fraction is rounded before it is multiplied, and below one half that is 0. Multiply first.
--
share(1, 4) == 25
==
Searching is case-sensitive although I lower() the needle.
--
def contains(text, needle):
    return needle.lower() in text<<>>.lower()<<>>
--
Only the needle is lowered; a capital in the text still differs. Lower both sides.
--
contains("Big Apple", "APPLE") is True
==
zip drops the last element?
--
<<>>from itertools import zip_longest


<<>>def pair_up(a, b):
    return list(<<zip>>zip_longest<<>>(a, b))
--
`zip` ends with the shorter input. `zip_longest` goes on and fills up with None.
--
pair_up([1, 2], ["a"]) == [(1, "a"), (2, None)]
==
The dictionary changes while I loop: RuntimeError: dictionary changed size during iteration
--
def drop_zero(stock):
    for item in <<stock>>list(stock)<<>>:
        if stock[item] == 0:
            del stock[item]
    return stock
--
A dict must not grow or shrink during a walk over it. `list(stock)` takes the keys beforehand.
--
drop_zero({"a": 0, "b": 2}) == {"b": 2}
==
JSON keys: my lookup by number fails after saving and loading
--
import json


def reload(table):
    loaded = json.loads(json.dumps(table))
    return <<loaded>>{int(key): value for key, value in loaded.items()}<<>>
--
Keys of JSON objects are always strings, so 1 comes back as "1". Convert them after loading.
--
reload({1: "a"}) == {1: "a"}
==
the median of [3, 1, 2] comes out as 1
--
def median(values):
    <<>>values = sorted(values)
    <<>>return values[len(values) // 2]
--
The middle element is the median only of a sorted list.
--
median([3, 1, 2]) == 2
==
all my words come back capitalised wrong: "don't" -> "Don'T"
--
def headline(text):
    return <<text.title()>>" ".join(word.capitalize() for word in text.split())<<>>
--
`title()` starts a new word after every sign that is no letter, the apostrophe included. Capitalise the parts between blanks instead.
--
headline("don't panic") == "Don't Panic"
==
Rounded prices do not add up: round(2.675, 2) gives 2.67.
--
<<>>from decimal import ROUND_HALF_UP, Decimal


<<>>def to_cents(price):
    return <<round(float(price) * 100)>>int((Decimal(price) * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))<<>>
--
The binary float nearest to 2.675 is a little smaller, so it is rounded down. Keep prices as text or Decimal and round halves up.
--
to_cents("1.005") == 101
==
the class attribute count stays 0 for every instance
--
class Ticket:
    count = 0

    def __init__(self):
        <<count = Ticket.count + 1>>Ticket.count += 1<<>>
        self.number = <<count>>Ticket.count<<>>
--
`count = ...` makes a local variable of `__init__`; the attribute of the class never changes, so all tickets get number 1. Assign to `Ticket.count`.
--
[Ticket().number for _ in range(3)] == [1, 2, 3]
==
finds the substring at index 0 but says "not found"
--
def where(text, part):
    at = text.find(part)
    return at if at<<>> >= 0<<>> else "not found"
--
Index 0 counts as false, and -1, which means "not found", as true. Compare with 0.
--
where("abc", "a") == 0
where("abc", "x") == "not found"
==
negative numbers: last_digit(-13) returns 7, I expected 3
--
def last_digit(n):
    return <<n>>abs(n)<<>> % 10
--
In Python the result of `%` has the sign of the right operand, so -13 % 10 is 7. Take the absolute value first.
--
last_digit(-13) == 3
'''

LEADS = ("{symptom}\n\n{code}", "What is wrong here?\n\n{code}\n\n{symptom}", "{code}\n\n{symptom} Can you find the bug?",
         "Bug report: {symptom}\n\n```python\n{code}\n```", "Debug this please. {symptom}\n\n{code}")


def rows():
    number = 0
    for block in BANK.strip("\n").split("\n==\n"):
        symptom, code, cause, checks = (part.strip("\n") for part in block.split("\n--\n"))
        mark = r"<<(.*?)>>(.*?)<<>>"
        if "<<<" in code:
            mark = r"<<(< n)>>(.*?)<<>>"
        wrong = re.sub(mark, r"\1", code, flags=re.S)
        right = re.sub(mark, r"\2", code, flags=re.S)
        number += 1
        question = LEADS[(number * 2) % len(LEADS)].format(symptom=symptom, code=wrong)
        yield Row(question, f"{cause}\n\n```python\n{right}\n```", KIND, LANGUAGE, f"debugging/{number}",
                  (wrong, right, checks.splitlines()))
