TOPIC = "generators"
FAMILIES = r'''
#### endless 1
Write a generator function `$f($a)` that yields $d without end.
----
$c
----
: from itertools import islice
list(islice($f($x), 5)) == $y
next($f($x)) == $z
----
f a d c x y z
count_from|start, step|start, start + step, start + 2 * step and so on|def $f(start, step):\n    while True:\n        yield start\n        start += step|3, 4|[3, 7, 11, 15, 19]|3
fibonacci||the Fibonacci numbers 0, 1, 1, 2, ...|def $f():\n    a, b = 0, 1\n    while True:\n        yield a\n        a, b = b, a + b||[0, 1, 1, 2, 3]|0
primes||the prime numbers, testing each candidate against the primes already found|def $f():\n    known = []\n    n = 2\n    while True:\n        if all(n % p for p in known):\n            known.append(n)\n            yield n\n        n += 1||[2, 3, 5, 7, 11]|2
repeat_list|items|the elements of a non-empty list over and over again|def $f(items):\n    while True:\n        yield from items|["a", "b"]|["a", "b", "a", "b", "a"]|"a"
ping_pong|limit|0, 1, ..., limit, limit - 1, ..., 0, 1 and so on, for a limit above 0|def $f(limit):\n    value, step = 0, 1\n    while True:\n        yield value\n        if not 0 <= value + step <= limit:\n            step = -step\n        value += step|2|[0, 1, 2, 1, 0]|0
lcg|seed|pseudo-random integers x = (5 * x + 3) % 16, beginning with the one after the seed|def $f(seed):\n    x = seed\n    while True:\n        x = (5 * x + 3) % 16\n        yield x|1|[8, 11, 10, 5, 12]|8
labels|prefix|names with a number such as "tmp1", "tmp2", ... for a prefix "tmp"|from itertools import count\n\n\ndef $f(prefix):\n    return (f"{prefix}{n}" for n in count(1))|"v"|["v1", "v2", "v3", "v4", "v5"]|"v1"
#### streams 2
Write a generator `$f($a)` that $d. It must not turn its input into a list.
----
def $f($a):
    $c
----
list($f($x)) == $y
list($f($z)) == $w
----
f a d c x y z w
batches|items, size|yields lists of `size` consecutive items, the last one possibly shorter|batch = []\n    for item in items:\n        batch.append(item)\n        if len(batch) == size:\n            yield batch\n            batch = []\n    if batch:\n        yield batch|iter(range(5)), 2|[[0, 1], [2, 3], [4]]|[], 3|[]
pairwise|stream|yields each item together with the one before it|stream = iter(stream)\n    try:\n        before = next(stream)\n    except StopIteration:\n        return\n    for item in stream:\n        yield before, item\n        before = item|iter("abc")|[("a", "b"), ("b", "c")]|[]|[]
distinct|items|yields every item only the first time it comes|seen = set()\n    for item in items:\n        if item not in seen:\n            seen.add(item)\n            yield item|[1, 2, 1, 3]|[1, 2, 3]|iter("")|[]
until|items, stop|yields the items up to and including the first one for which stop(item) is true|for item in items:\n        yield item\n        if stop(item):\n            return|[1, 5, 9, 2], lambda n: n > 4|[1, 5]|[], bool|[]
every_nth|values, n|yields every n-th value, starting with the n-th|for position, value in enumerate(values, start=1):\n        if position % n == 0:\n            yield value|iter("abcdefg"), 3|["c", "f"]|[1], 2|[]
mark_last|items|yields pairs (item, is_last), looking one item ahead|iterator = iter(items)\n    for current in iterator:\n        break\n    else:\n        return\n    for following in iterator:\n        yield current, False\n        current = following\n    yield current, True|"ab"|[("a", False), ("b", True)]|""|[]
smoothed|numbers, n|yields the mean of the last n numbers as soon as there are n|from collections import deque\n\n    window = deque(maxlen=n)\n    for number in numbers:\n        window.append(number)\n        if len(window) == n:\n            yield sum(window) / n|iter([2, 4, 6, 8]), 2|[3.0, 5.0, 7.0]|[1], 2|[]
#### merging_streams 3
Write a generator `$f($a)` over several iterables: it $d.
----
$c
----
list($f($x)) == $y
list($f($z)) == $w
----
f a d c x y z w
alternate|*sources|takes one item of each in turn and leaves out those that are exhausted|def $f(*sources):\n    iterators = [iter(source) for source in sources]\n    while iterators:\n        alive = []\n        for iterator in iterators:\n            try:\n                yield next(iterator)\n            except StopIteration:\n                continue\n            alive.append(iterator)\n        iterators = alive|"ad", "b", "ce"|["a", "b", "c", "d", "e"]||[]
merge_sorted|first, second|merges two ascending iterables into one ascending stream, reading no further ahead than needed|def $f(first, second):\n    end = object()\n    first, second = iter(first), iter(second)\n    a, b = next(first, end), next(second, end)\n    while a is not end or b is not end:\n        if b is end or (a is not end and a <= b):\n            yield a\n            a = next(first, end)\n        else:\n            yield b\n            b = next(second, end)|[1, 4, 9], [2, 4]|[1, 2, 4, 4, 9]|[], [3]|[3]
chained|*iterables|yields all items of the first, then of the second, and so on|def $f(*iterables):\n    for iterable in iterables:\n        yield from iterable|[1], (2, 3), "x"|[1, 2, 3, "x"]||[]
zip_strict|a, b|yields pairs like zip, but raises ValueError when one input is longer than the other|def $f(a, b):\n    missing = object()\n    a, b = iter(a), iter(b)\n    while True:\n        x, y = next(a, missing), next(b, missing)\n        if x is missing and y is missing:\n            return\n        if x is missing or y is missing:\n            raise ValueError("lengths differ")\n        yield x, y|[1, 2], "ab"|[(1, "a"), (2, "b")]|[], []|[]
differences|old, new|walks two ascending iterables of distinct numbers and yields ("-", n) for those only in the first and ("+", n) for those only in the second|def $f(old, new):\n    done = float("inf")\n    old, new = iter(old), iter(new)\n    x, y = next(old, done), next(new, done)\n    while x != done or y != done:\n        if x == y:\n            x, y = next(old, done), next(new, done)\n        elif x < y:\n            yield "-", x\n            x = next(old, done)\n        else:\n            yield "+", y\n            y = next(new, done)|[1, 2, 5], [2, 3]|[("-", 1), ("+", 3), ("-", 5)]|[], []|[]
products|rows, cols|yields all pairs (row, col), the column changing fastest, for two iterables of which the second may be an iterator|def $f(rows, cols):\n    cols = tuple(cols)  # it is gone through once per row\n    for row in rows:\n        for col in cols:\n            yield row, col|"ab", iter([1, 2])|[("a", 1), ("a", 2), ("b", 1), ("b", 2)]|[], [1]|[]
#### recursive_generators 3
With `yield from`, write a recursive generator `$f($a)` that yields $d.
----
def $f($a):
    $c
----
list($f($x)) == $y
list($f($z)) == $w
----
f a d c x y z w
leaves|tree|the items of arbitrarily nested lists and tuples one by one|for item in tree:\n        if isinstance(item, (list, tuple)):\n            yield from leaves(item)\n        else:\n            yield item|[1, (2, [3]), []]|[1, 2, 3]|[]|[]
permutations|items|all orders of a list, as lists, those beginning with the first item first|if not items:\n        yield []\n    for i, first in enumerate(items):\n        for rest in permutations(items[:i] + items[i + 1:]):\n            yield [first] + rest|[1, 2, 3]|[[1, 2, 3], [1, 3, 2], [2, 1, 3], [2, 3, 1], [3, 1, 2], [3, 2, 1]]|[]|[[]]
bit_strings|n|all strings of n binary digits in ascending order|if n == 0:\n        yield ""\n        return\n    for rest in bit_strings(n - 1):\n        yield "0" + rest\n    for rest in bit_strings(n - 1):\n        yield "1" + rest|2|["00", "01", "10", "11"]|0|[""]
paths|data, prefix=""|a path such as "a/b" for each value in nested dicts|for key, value in data.items():\n        path = f"{prefix}/{key}" if prefix else key\n        if isinstance(value, dict):\n            yield from paths(value, path)\n        else:\n            yield path|{"a": {"b": 1, "c": {"d": 2}}, "e": 3}|["a/b", "a/c/d", "e"]|{}|[]
partitions|n, largest=None|the ways to write n as a sum of positive integers in descending order, as lists|if n == 0:\n        yield []\n        return\n    for first in range(min(n, largest or n), 0, -1):\n        for rest in partitions(n - first, first):\n            yield [first] + rest|4|[[4], [3, 1], [2, 2], [2, 1, 1], [1, 1, 1, 1]]|0|[[]]
walk_tree|node|the values of a binary tree of (left, value, right) tuples in the order left, value, right; an empty tree is None|if node is not None:\n        left, value, right = node\n        yield from walk_tree(left)\n        yield value\n        yield from walk_tree(right)|((None, 1, None), 2, (None, 3, None))|[1, 2, 3]|None|[]
subsets|items|all subsets of a list as lists, those without the first item before those with it|if not items:\n        yield []\n        return\n    head, *tail = items\n    yield from subsets(tail)\n    for chosen in subsets(tail):\n        yield [head, *chosen]|[1, 2]|[[], [2], [1], [1, 2]]|[]|[[]]
#### coroutines 3
Write a generator-based coroutine `$f($a)`: after priming with next(), each value passed with send() makes it yield $d.
----
def $f($a):
    $c
----
: g = $f($i); next(g)
[g.send(v) for v in $x] == $y
: h = $f($i); next(h)
h.send($z) == $w
----
f a d c i x y z w
averager||the mean of all values received so far|total, count = 0, 0\n    mean = None\n    while True:\n        value = yield mean\n        total += value\n        count += 1\n        mean = total / count||[2, 4, 9]|[2.0, 3.0, 5.0]|7|7.0
maximum||the largest value so far|best = None\n    while True:\n        value = yield best\n        if best is None or value > best:\n            best = value||[3, 1, 8]|[3, 3, 8]|-1|-1
change_detector||True if the value differs from the one before it (the first always counts as a change), else False|previous, answer = object(), None\n    while True:\n        value = yield answer\n        answer = value != previous\n        previous = value||[1, 1, 2]|[True, False, True]|None|True
balance|start|the balance after the amount was booked on an account that begins with `start`|while True:\n        amount = yield start\n        start += amount|100|[5, -30]|[105, 75]|0|100
line_splitter||the list of complete lines contained in the text received so far that have not been returned yet; the text comes in arbitrary pieces|buffer = ""\n    ready = []\n    while True:\n        buffer += yield ready\n        *ready, buffer = buffer.split("\\n")||["ab", "c\\nd", "\\n\\n"]|[[], ["abc"], ["d", ""]]|"x\\n"|["x"]
#### iterator_classes 2
Write an iterator class `$C` with `__iter__` and `__next__` that $d.
----
class $C:
    def __init__(self, $a):
        $i

    def __iter__(self):
        return self

    def __next__(self):
        $c
----
list($C($x)) == $y
list($C($z)) == $w
----
C d a i c x y z w
Countdown|counts from a start value down to 1|start|self.current = start|if self.current <= 0:\n            raise StopIteration\n        self.current -= 1\n        return self.current + 1|3|[3, 2, 1]|0|[]
Backwards|goes through a sequence from the end|sequence|self.sequence = sequence\n        self.position = len(sequence)|if self.position == 0:\n            raise StopIteration\n        self.position -= 1\n        return self.sequence[self.position]|"abc"|["c", "b", "a"]|[]|[]
Steps|gives start, start + step, ... as long as the value is below `stop`, also for fractional steps|start, stop, step|self.value, self.stop, self.step = start, stop, step|value = self.value\n        if value >= self.stop:\n            raise StopIteration\n        self.value = value + self.step\n        return value|0, 1, 0.25|[0, 0.25, 0.5, 0.75]|3, 3, 1|[]
Bigrams|yields the words of a text in overlapping pairs|text|self.words = text.split()\n        self.at = 0|pair = self.words[self.at:self.at + 2]\n        if len(pair) < 2:\n            raise StopIteration\n        self.at += 1\n        return tuple(pair)|"to be or"|[("to", "be"), ("be", "or")]|"one"|[]
Unread|passes on the items of another iterable and lets the user put items back with `put_back(item)`, which come next, the last one first|items|self.items = iter(items)\n        self.returned = []\n\n    def put_back(self, item):\n        self.returned.append(item)|if self.returned:\n            return self.returned.pop()\n        return next(self.items)|[1, 2]|[1, 2]|""|[]
Digits|gives the decimal digits of a fraction numerator/denominator below 1, one at a time, until the division ends|numerator, denominator|self.rest, self.denominator = numerator, denominator|if self.rest == 0:\n            raise StopIteration\n        digit, self.rest = divmod(self.rest * 10, self.denominator)\n        return digit|1, 8|[1, 2, 5]|0, 3|[]
'''
