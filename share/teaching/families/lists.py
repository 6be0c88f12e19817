TOPIC = "lists"
FAMILIES = r'''
#### chunking 1
Split a list into pieces of `$k` elements; $d. Write `$f($a, $k)`.
----
def $f($a, $k):
    return [$a[i:i + $k] for i in range(0, $e, $k)]
--or--
def $f($a, $k):
    pieces = []
    while len($a) >= $m:
        pieces.append($a[:$k])
        $a = $a[$k:]
    return pieces
----
$f([1, 2, 3, 4, 5], 2) == $x
$f([], 3) == []
----
f a k d e m x
chunks|items|size|the last piece may be shorter|len($a)||[[1, 2], [3, 4], [5]]
full_chunks|values|n|an incomplete piece at the end is dropped||$k|[[1, 2], [3, 4]]
====
Write a function `$f($a, n)` that divides a list into n parts $d.
----
def $f($a, n):
    $c
----
$f([1, 2, 3, 4, 5], 2) == $x
$f([7], 1) == [[7]]
----
f a d c x
deal|cards|by dealing: element i goes to part i % n|return [$a[i::n] for i in range(n)]|[[1, 3, 5], [2, 4]]
split_evenly|rows|of consecutive elements whose lengths differ by at most one, longer parts first|size, extra = divmod(len($a), n)\n    parts, start = [], 0\n    for i in range(n):\n        end = start + size + (i < extra)\n        parts.append($a[start:end])\n        start = end\n    return parts|[[1, 2, 3], [4, 5]]
====
Cut a list at every occurrence of a separator value, which is left out: `split_on(items, separator)`.
----
def split_on(items, separator):
    groups = [[]]
    for item in items:
        if item == separator:
            groups.append([])
        else:
            groups[-1].append(item)
    return groups
----
split_on([1, 0, 2, 3, 0], 0) == [[1], [2, 3], []]
split_on([], 0) == [[]]
====
Split a list of numbers into maximal ascending runs (each number greater than the one before). Name: `ascending_runs(numbers)`.
----
def ascending_runs(numbers):
    runs = []
    for n in numbers:
        if runs and n > runs[-1][-1]:
            runs[-1].append(n)
        else:
            runs.append([n])
    return runs
----
ascending_runs([1, 3, 2, 5, 9, 4]) == [[1, 3], [2, 5, 9], [4]]
ascending_runs([]) == []
====
Write `lengths_split(items, lengths)` that cuts a list into consecutive pieces of the given lengths; raise ValueError if the lengths do not add up to the number of items.
----
def lengths_split(items, lengths):
    if sum(lengths) != len(items):
        raise ValueError("lengths do not fit the list")
    rest = iter(items)
    return [[next(rest) for _ in range(n)] for n in lengths]
----
lengths_split([1, 2, 3, 4], [1, 3]) == [[1], [2, 3, 4]]
lengths_split([1, 2], [1]) ! ValueError
#### dedupe 1
Remove duplicates from a list, $d. Write `$f($a)`.
----
def $f($a):
    return $c
--or--
def $f($a):
    seen = set()
    kept = []
    for $i in $r:
        $k = $e
        if $k not in seen:
            seen.add($k)
            kept.append($i)
    return kept$z
----
$f($x) == $y
$f([]) == []
----
f a d c i r k e z x y
unique|items|keeping the first of each and the order|list(dict.fromkeys($a))||||||[3, 1, 3, 2, 1]|[3, 1, 2]
unique_last|events|keeping the last occurrence of each||event|reversed($a)|mark|event|[::-1]|[3, 1, 3, 2, 1]|[3, 2, 1]
drop_adjacent|readings|but only where equal values stand next to each other|[x for i, x in enumerate($a) if i == 0 or $a[i - 1] != x]||||||[1, 1, 2, 1, 1]|[1, 2, 1]
unique_ci|names|treating strings that differ only in case as equal (first spelling wins)||name|$a|folded|name.lower()||["Bo", "bo", "Al"]|["Bo", "Al"]
====
Write `only_once(values)`, the values that occur exactly once, in their order.
----
from collections import Counter


def only_once(values):
    counts = Counter(values)
    return [v for v in values if counts[v] == 1]
----
only_once([4, 5, 4, 6]) == [5, 6]
only_once([]) == []
====
Keep at most `limit` copies of every element of a list, in order. The function: `keep_at_most(items, limit)`.
----
def keep_at_most(items, limit):
    counts, result = {}, []
    for item in items:
        counts[item] = counts.get(item, 0) + 1
        if counts[item] <= limit:
            result.append(item)
    return result
----
keep_at_most([1, 1, 1, 2, 1, 2], 2) == [1, 1, 2, 2]
keep_at_most([1], 0) == []
====
Remove duplicates from a sorted list in place and return the new length: `compact_sorted(a)`.
----
def compact_sorted(a):
    if not a:
        return 0
    write = 1
    for read in range(1, len(a)):
        if a[read] != a[write - 1]:
            a[write] = a[read]
            write += 1
    del a[write:]
    return write
----
: data = [1, 1, 2, 3, 3]
compact_sorted(data) == 3 and data == [1, 2, 3]
compact_sorted([]) == 0
#### running 1
Write `$f($a)` that returns the list of running $d: element i is computed from the first i + 1 numbers.
----
def $f($a):
    result = []
    current = $s
    for n in $a:
        current = $c
        result.append(current)
    return result
--or--
from itertools import accumulate


def $f($a):
    return list(accumulate($a$g))
----
$f([3, 1, 4, 1]) == $x
$f([]) == []
----
f a d s c g x
running_sum|numbers|totals|0|current + n||[3, 4, 8, 9]
running_max|temps|maxima|||, max|[3, 3, 4, 4]
running_product|factors|products|1|current * n||[3, 3, 12, 12]
running_min|prices|minima|||, min|[3, 1, 1, 1]
running_count_odd|xs|counts of odd numbers|0|current + n % 2||[1, 2, 2, 3]
====
Running averages: `running_mean(data)` gives for each position the mean of all values so far.
----
def running_mean(data):
    means, total = [], 0
    for count, value in enumerate(data, start=1):
        total += value
        means.append(total / count)
    return means
----
running_mean([2, 4, 9]) == [2.0, 3.0, 5.0]
running_mean([]) == []
====
Given running totals, recover the original numbers. Write `from_totals(totals)`.
----
def from_totals(totals):
    return [b - a for a, b in zip([0] + totals, totals)]
----
from_totals([3, 4, 8]) == [3, 1, 4]
from_totals([]) == []
#### neighbours 1
Compare neighbours in a list of numbers: `$f($a)` returns $d.
----
def $f($a):
    return $c
----
$f([1, 4, 2, 2, 7]) == $x
$f([5]) == $y
----
f a d c x y
differences|values|the list of differences between each element and the one before|[b - a for a, b in zip($a, $a[1:])]|[3, -2, 0, 5]|[]
largest_jump|heights|the largest absolute difference of two adjacent elements (0 if there are none)|max((abs(b - a) for a, b in zip($a, $a[1:])), default=0)|5|0
is_sorted|seq|True when no element is smaller than the one before|all(a <= b for a, b in zip($a, $a[1:]))|False|True
local_peaks|signal|the indices of elements greater than both neighbours (the ends do not count)|[i for i in range(1, len($a) - 1) if $a[i - 1] < $a[i] > $a[i + 1]]|[1]|[]
rise_count|prices|how many times an element is greater than its predecessor|sum(after > before for before, after in zip($a, $a[1:]))|2|0
equal_pairs|codes|the number of adjacent pairs with equal members|sum(1 for i in range(len($a) - 1) if $a[i] == $a[i + 1])|1|0
====
Count how many times the sign changes along a list of non-zero numbers, with `sign_changes(xs)`.
----
def sign_changes(xs):
    changes = 0
    for before, after in zip(xs, xs[1:]):
        if (before > 0) != (after > 0):
            changes += 1
    return changes
----
sign_changes([3, -1, -2, 5]) == 2
sign_changes([1]) == 0
#### flatten 2
Flatten $d. The function `$f($a)` returns a new list.
----
def $f($a):
    return [item for part in $a for item in part]
--or--
def $f($a):
    flat = []
    for element in $a:
        if isinstance(element, $t):
            flat.extend($g)
        else:
            flat.append(element)
    return flat
----
$f($x) == $y
$f([]) == []
----
f a d t g x y
flatten_once|lists|a list of lists by one level|||[[1, 2], [], [3]]|[1, 2, 3]
flatten_deep|nested|a list nested to any depth, recursively|list|$f(element)|[1, [2, [3, []], 4]]|[1, 2, 3, 4]
join_rows|rows|a sequence of rows (lists or tuples) into a single list|||[(1, 2), [3]]|[1, 2, 3]
flatten_shallow|mixed|a list in which some elements are lists (one level only; deeper lists stay)|list|element|[1, [2, [3]], 4]|[1, 2, [3], 4]
====
Flatten an arbitrarily nested list without recursion, using an explicit stack: `flatten_iterative(nested)`.
----
def flatten_iterative(nested):
    stack, flat = [nested], []
    while stack:
        top = stack.pop()
        if isinstance(top, list):
            stack.extend(reversed(top))
        else:
            flat.append(top)
    return flat
----
flatten_iterative([1, [2, [3]], [[4]]]) == [1, 2, 3, 4]
flatten_iterative([]) == []
====
Write `flatten_to(nested, depth)`, which removes at most `depth` levels of nesting.
----
def flatten_to(nested, depth):
    if depth == 0:
        return list(nested)
    out = []
    for x in nested:
        if isinstance(x, list):
            out += flatten_to(x, depth - 1)
        else:
            out.append(x)
    return out
----
flatten_to([1, [2, [3, [4]]]], 1) == [1, 2, [3, [4]]]
flatten_to([1, [2, [3, [4]]]], 2) == [1, 2, 3, [4]]
flatten_to([[1]], 0) == [[1]]
#### rotate_list 1
Write `$f($a, k)` that returns the list rotated by k positions to the $d (k may exceed the length).
----
def $f($a, k):
    if not $a:
        return []
    k = $c % len($a)
    return $a[k:] + $a[:k]
--or--
from collections import deque


def $f($a, k):
    ring = deque($a)
    ring.rotate($c)
    return list(ring)
----
$f([1, 2, 3, 4], 1) == $x
$f([1, 2, 3, 4], 5) == $x
$f([], 2) == []
----
f a d c x
rotate|items|left|k|[2, 3, 4, 1]
rotate_back|queue|right|k|[4, 1, 2, 3]
====
Rotate a list in place by one step: `$f($a)` moves the $d element to the other end and returns nothing.
----
def $f($a):
    if $a:
        $c
----
: a = [1, 2, 3]; $f(a)
a == $x
: b = []; $f(b)
b == []
----
f a d c x
cycle_first|players|first|$a.append($a.pop(0))|[2, 3, 1]
cycle_last|stack|last|$a.insert(0, $a.pop())|[3, 1, 2]
====
Rotate only a slice: in `rotate_slice(values, start, end)` the elements from index start up to (not including) end move one place left, the first of them going to the end of the slice. Return a new list.
----
def rotate_slice(values, start, end):
    part = values[start:end]
    return values[:start] + part[1:] + part[:1] + values[end:]
----
rotate_slice([0, 1, 2, 3, 4], 1, 4) == [0, 2, 3, 1, 4]
rotate_slice([1, 2], 0, 0) == [1, 2]
====
A sorted list without duplicates was rotated. By how many places to the right? Write `rotation_count(a)`.
----
def rotation_count(a):
    for i in range(1, len(a)):
        if a[i] < a[i - 1]:
            return i
    return 0
----
rotation_count([4, 5, 1, 2, 3]) == 2
rotation_count([1, 2, 3]) == 0
====
Reverse a list in place by swapping from both ends, without reverse() or slicing: `reverse_in_place(a)` returns the same list.
----
def reverse_in_place(a):
    i, j = 0, len(a) - 1
    while i < j:
        a[i], a[j] = a[j], a[i]
        i += 1
        j -= 1
    return a
----
reverse_in_place([1, 2, 3, 4]) == [4, 3, 2, 1]
reverse_in_place([]) == []
#### runner_up 2
Write `$f($a)` that returns the $d, or None if there is none.
----
def $f($a):
    distinct = sorted(set($a)$r)
    return distinct[$i] if len(distinct) > $m else None
--or--
def $f($a):
    best = second = None
    for n in $a:
        if best is None or n $o best:
            best, second = n, best
        elif n != best and (second is None or n $o second):
            second = n
    return second
----
$f([4, 9, 2, 9, 7]) == $x
$f([5, 5]) is None
----
f a d r i m o x
second_largest|numbers|second largest distinct value of a list|, reverse=True|1|1||7
second_smallest|values|second smallest distinct value, found in one pass||||<|4
third_largest|scores|third largest distinct number|, reverse=True|2|2||4
runner_up|points|second highest distinct number; do not sort||||>|7
====
Return the indices of the maximum of a list, all of them: `argmax_all(values)`.
----
def argmax_all(values):
    if not values:
        return []
    top = max(values)
    return [i for i, v in enumerate(values) if v == top]
----
argmax_all([2, 8, 5, 8]) == [1, 3]
argmax_all([]) == []
====
Write `min_max(numbers)` that finds the smallest and the largest number in one loop, without min() and max(), as a tuple. An empty list raises ValueError.
----
def min_max(numbers):
    if not numbers:
        raise ValueError("no numbers")
    low = high = numbers[0]
    for n in numbers[1:]:
        if n < low:
            low = n
        elif n > high:
            high = n
    return low, high
----
min_max([3, -1, 8]) == (-1, 8)
min_max([]) ! ValueError
#### windows 2
Slide a window of `k` elements over a list of numbers. `$f($a, k)` returns $d.
----
def $f($a, k):
    return $c
----
$f([1, 3, 2, 6], 2) == $x
$f([1], 2) == $y
----
f a d c x y
window_sums|xs|the sum of every window|[sum($a[i:i + k]) for i in range(len($a) - k + 1)]|[4, 5, 8]|[]
all_windows|items|the windows themselves as tuples|list(zip(*($a[i:] for i in range(k))))|[(1, 3), (3, 2), (2, 6)]|[]
best_window|sales|the largest window sum, None if the list is too short|max((sum($a[s:s + k]) for s in range(len($a) - k + 1)), default=None)|8|None
====
Compute the $d of each window of k consecutive numbers in linear time with a deque of candidate indices. Name the function `$f($a, k)`.
----
from collections import deque


def $f($a, k):
    candidates, result = deque(), []
    for i, value in enumerate($a):
        while candidates and $a[candidates[-1]] $o value:
            candidates.pop()
        candidates.append(i)
        if candidates[0] <= i - k:
            candidates.popleft()
        if i >= k - 1:
            result.append($a[candidates[0]])
    return result
----
$f([1, 3, -1, -3, 5, 3], 3) == $x
$f([4], 1) == [4]
----
f a d o x
window_max|numbers|maximum|<=|[3, 3, 5, 5]
window_min|levels|minimum|>=|[-1, -3, -3, -3]
====
Find the shortest run of consecutive positive numbers whose sum is at least `target`; `shortest_run(numbers, target)` returns its length, 0 if there is none.
----
def shortest_run(numbers, target):
    best = 0
    total = start = 0
    for end, n in enumerate(numbers):
        total += n
        while total >= target:
            length = end - start + 1
            if best == 0 or length < best:
                best = length
            total -= numbers[start]
            start += 1
    return best
----
shortest_run([2, 3, 1, 2, 4, 3], 7) == 2
shortest_run([1, 1], 5) == 0
====
Write `longest_unique_run(items)`: the length of the longest stretch of consecutive elements without a repetition.
----
def longest_unique_run(items):
    last_seen, start, best = {}, 0, 0
    for i, item in enumerate(items):
        if last_seen.get(item, -1) >= start:
            start = last_seen[item] + 1
        last_seen[item] = i
        best = max(best, i - start + 1)
    return best
----
longest_unique_run([1, 2, 1, 3, 4, 1]) == 4
longest_unique_run("aaa") == 1
longest_unique_run([]) == 0
#### partition 1
Divide a list into two by a test: `$f($a)` returns a pair of lists, first $d, then the others, both in the original order.
----
def $f($a):
    yes, no = [], []
    for item in $a:
        (yes if $c else no).append(item)
    return yes, no
--or--
def $f($a):
    matching = [item for item in $a if $c]
    others = [item for item in $a if not ($c)]
    return matching, others
----
$f($x) == $y
$f([]) == ([], [])
----
f a d c x y
split_parity|numbers|the even numbers|item % 2 == 0|[1, 2, 3, 4]|([2, 4], [1, 3])
split_sign|balances|the negative numbers|item < 0|[3, -1, 0]|([-1], [3, 0])
split_long|words|the strings of more than four letters|len(item) > 4|["tree", "river"]|(["river"], ["tree"])
split_none|records|the elements that are None|item is None|[1, None, 0]|([None], [1, 0])
split_types|things|the strings|isinstance(item, str)|["a", 1, "b"]|(["a", "b"], [1])
====
Move all zeros of a list to its end in place, keeping the order of the other numbers. `zeros_last(a)` returns the list.
----
def zeros_last(a):
    place = 0
    for i, n in enumerate(a):
        if n != 0:
            a[place], a[i] = a[i], a[place]
            place += 1
    return a
----
zeros_last([0, 4, 0, 5]) == [4, 5, 0, 0]
zeros_last([]) == []
====
Write a general `partition(predicate, items)` returning (matching, others), which calls the predicate only once per item.
----
def partition(predicate, items):
    groups = {True: [], False: []}
    for item in items:
        groups[bool(predicate(item))].append(item)
    return groups[True], groups[False]
----
partition(str.isupper, ["A", "b", "C"]) == (["A", "C"], ["b"])
partition(lambda n: n, [0, 1]) == ([1], [0])
#### combine_lists 1
Write `$f($a, $b)` that combines two lists of numbers into one: $d.
----
def $f($a, $b):
    return [$c for x, y in zip($a, $b)]$r
--or--
def $f($a, $b):
    if len($a) != len($b):
        raise ValueError("lists differ in length")
    return [$c for x, y in zip($a, $b)]
----
$f([1, 5], [4, 2]) == $x
$f([], []) == []
----
f a b d c r x
add_pairs|left|right|the sums of elements at the same position, up to the shorter length|x + y||[5, 7]
multiply_pairs|weights|values|the products position by position; lists of different lengths are a ValueError|x * y||[4, 10]
larger_of|first|second|at each position the larger of the two; the rest of a longer first list follows|max(x, y)| + $a[len($b):]|[4, 5]
gaps|planned|actual|the absolute differences, position by position; unequal lengths raise ValueError|abs(x - y)||[3, 3]
====
Add two numbers that are given as lists of digits, most significant digit first, and return the digits of the sum: `add_digits(a, b)`. Work digit by digit with a carry.
----
def add_digits(a, b):
    size = max(len(a), len(b))
    a = [0] * (size - len(a)) + a
    b = [0] * (size - len(b)) + b
    digits, carry = [], 0
    for x, y in zip(reversed(a), reversed(b)):
        carry, digit = divmod(x + y + carry, 10)
        digits.append(digit)
    if carry:
        digits.append(carry)
    return digits[::-1]
----
add_digits([9, 9], [1]) == [1, 0, 0]
add_digits([1, 2], [3, 4]) == [4, 6]
====
Interleave any number of lists until all are used up: `round_robin(lists)` takes one element from each in turn.
----
def round_robin(lists):
    longest = max(map(len, lists), default=0)
    return [part[i] for i in range(longest) for part in lists if i < len(part)]
----
round_robin([[1, 2, 3], [4], [5, 6]]) == [1, 4, 5, 2, 6, 3]
round_robin([]) == []
====
Write the dot product of two vectors as `dot(u, v)`; vectors of different lengths raise ValueError.
----
def dot(u, v):
    if len(u) != len(v):
        raise ValueError(f"{len(u)} and {len(v)} components")
    return sum(a * b for a, b in zip(u, v))
----
dot([1, 2, 3], [4, 5, 6]) == 32
dot([1], [1, 2]) ! ValueError
#### longest_streak 2
Find the longest streak of consecutive $d in a list and return $e: `$f($a)`.
----
def $f($a):
    best = current = 0
    for item in $a:
        current = current + 1 if $c else 0
        best = max(best, current)
    return best
--or--
from itertools import groupby


def $f($a):
    lengths = [len(list(run)) for hit, run in groupby($a, lambda item: $c) if hit]
    return max(lengths, default=0)
----
$f($x) == $y
$f([]) == 0
----
f a d e c x y
winning_streak|results|"W" entries|its length|item == "W"|list("WWLWWWL")|3
dry_days|rainfall|zero readings|how long it is|item == 0|[0, 0, 4, 0]|2
hot_streak|temps|values above 30|the length|item > 30|[31, 35, 20, 33]|2
even_streak|numbers|even numbers|the number of its elements|item % 2 == 0|[2, 4, 5, 6, 8, 10]|3
====
Return the value that has the longest run of equal neighbours, together with the length, as a tuple (the first on a tie; None for an empty list). Write `longest_run(items)`.
----
def longest_run(items):
    best = None
    start = 0
    for i in range(1, len(items) + 1):
        if i == len(items) or items[i] != items[start]:
            if best is None or i - start > best[1]:
                best = (items[start], i - start)
            start = i
    return best
----
longest_run([1, 2, 2, 3, 3, 3, 2]) == (3, 3)
longest_run("aab") == ("a", 2)
longest_run([]) is None
====
Write `longest_consecutive(numbers)`: the length of the longest sequence of consecutive integers (such as 3, 4, 5) contained in an unsorted list, in linear time.
----
def longest_consecutive(numbers):
    present = set(numbers)
    best = 0
    for n in present:
        if n - 1 not in present:  # n starts a sequence
            end = n
            while end + 1 in present:
                end += 1
            best = max(best, end - n + 1)
    return best
----
longest_consecutive([10, 4, 20, 1, 3, 2]) == 4
longest_consecutive([]) == 0
'''
