KIND, LANGUAGE = "function", "python"
GROUPS = r'''
Return the $d of a list of numbers, or None if there is none.
----
def $f(numbers):
    $c
----
$f($x) == $y
$f($z) == None
----
d f c x y z
second largest different number|second_largest|different = sorted(set(numbers))\n    return different[-2] if len(different) > 1 else None|[4, 9, 9, 7]|7|[5, 5]
smallest missing positive whole number below the largest one|first_gap|present = set(numbers)\n    return next((n for n in range(1, max(numbers, default=0)) if n not in present), None)|[1, 2, 5, 3]|4|[1, 2]
first number that is smaller than its predecessor|first_drop|for before, after in zip(numbers, numbers[1:]):\n        if after < before:\n            return after\n    return None|[1, 5, 4, 3]|4|[1, 1, 2]
only number that occurs an odd number of times|odd_one|odd = set()\n    for n in numbers:\n        odd ^= {n}\n    return odd.pop() if len(odd) == 1 else None|[3, 8, 3, 8, 8]|8|[1, 2]
====
Find two different positions whose numbers add up to `target`. Return them as a tuple (i, j) with i < j and the smallest possible j, or None.
----
def two_sum(numbers, target):
    seen = {}
    for j, number in enumerate(numbers):
        if target - number in seen:
            return seen[target - number], j
        seen.setdefault(number, j)
    return None
----
two_sum([4, 1, 3, 5], 8) == (2, 3)
two_sum([4, 4], 8) == (0, 1)
two_sum([4], 8) == None
====
Move all zeros of a list to its end without changing the order of the rest. The list is changed in place and nothing is returned.
----
def zeros_last(numbers):
    place = 0
    for n in numbers:
        if n != 0:
            numbers[place] = n
            place += 1
    for i in range(place, len(numbers)):
        numbers[i] = 0
----
: a = [0, 1, 0, 3]; result = zeros_last(a)
a == [1, 3, 0, 0] and result is None
: b = [0, 0]; zeros_last(b)
b == [0, 0]
: c = [2, 1]; zeros_last(c)
c == [2, 1]
====
Distribute items over `n` boxes so that each goes to the box that is lightest at that moment (the first such box on a tie). `weights` lists the items' weights in order; return the final weights of the boxes.
----
import heapq


def fill_boxes(weights, n):
    boxes = [(0, i) for i in range(n)]
    for weight in weights:
        load, i = heapq.heappop(boxes)
        heapq.heappush(boxes, (load + weight, i))
    return [load for load, i in sorted(boxes, key=lambda box: box[1])]
----
fill_boxes([5, 3, 2, 4], 2) == [9, 5]
fill_boxes([], 3) == [0, 0, 0]
fill_boxes([1, 1, 1], 2) == [2, 1]
====
Merge two sorted lists into one sorted list without using sort or sorted.
----
def merge(left, right):
    merged, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            merged.append(left[i])
            i += 1
        else:
            merged.append(right[j])
            j += 1
    return merged + left[i:] + right[j:]
----
merge([1, 4, 6], [2, 4, 9]) == [1, 2, 4, 4, 6, 9]
merge([], [3]) == [3]
merge([5], []) == [5]
====
Sort a list of numbers with $d sort, returning a new list.
----
def $f(numbers):
    $c
----
$f([3, 1, 2, 3, 0]) == [0, 1, 2, 3, 3]
$f([]) == []
: given = [2, 1]; $f(given)
given == [2, 1]
$f([5, -1]) == [-1, 5]
----
d f c
insertion|insertion_sort|ordered = list(numbers)\n    for i in range(1, len(ordered)):\n        current, j = ordered[i], i\n        while j > 0 and ordered[j - 1] > current:\n            ordered[j] = ordered[j - 1]\n            j -= 1\n        ordered[j] = current\n    return ordered
quick|quicksort|if len(numbers) < 2:\n        return list(numbers)\n    pivot, *others = numbers\n    smaller = [n for n in others if n < pivot]\n    larger = [n for n in others if n >= pivot]\n    return quicksort(smaller) + [pivot] + quicksort(larger)
selection|selection_sort|rest, ordered = list(numbers), []\n    while rest:\n        least = min(rest)\n        rest.remove(least)\n        ordered.append(least)\n    return ordered
bubble|bubble_sort|items = list(numbers)\n    swapped = True\n    while swapped:\n        swapped = False\n        for i in range(len(items) - 1):\n            if items[i] > items[i + 1]:\n                items[i], items[i + 1] = items[i + 1], items[i]\n                swapped = True\n    return items
====
Insert a number into a sorted list so that it stays sorted, by binary search and without the bisect module. Equal numbers go after the ones that are there. Return a new list.
----
def insert_sorted(numbers, new):
    low, high = 0, len(numbers)
    while low < high:
        middle = (low + high) // 2
        if numbers[middle] <= new:
            low = middle + 1
        else:
            high = middle
    return numbers[:low] + [new] + numbers[low:]
----
insert_sorted([1, 3, 5], 4) == [1, 3, 4, 5]
insert_sorted([], 2) == [2]
insert_sorted([1, 1], 1) == [1, 1, 1]
insert_sorted([2], 1) == [1, 2]
====
Search a sorted list that was rotated at some unknown point. Return the index of `target` or -1. The numbers are distinct; take O(log n) steps.
----
def search_rotated(numbers, target):
    low, high = 0, len(numbers) - 1
    while low <= high:
        middle = (low + high) // 2
        if numbers[middle] == target:
            return middle
        if numbers[low] <= numbers[middle]:
            if numbers[low] <= target < numbers[middle]:
                high = middle - 1
            else:
                low = middle + 1
        elif numbers[middle] < target <= numbers[high]:
            low = middle + 1
        else:
            high = middle - 1
    return -1
----
search_rotated([6, 8, 1, 3, 4], 3) == 3
search_rotated([6, 8, 1, 3, 4], 8) == 1
search_rotated([6, 8, 1, 3, 4], 5) == -1
search_rotated([], 1) == -1
====
Return the $d sum of neighbouring elements of a list of numbers. At least one element must be taken.
----
def $f(numbers):
    best = current = numbers[0]
    for n in numbers[1:]:
        current = $m(n, current + n)
        best = $m(best, current)
    return best
----
$f([3, -5, 4, -1, 2, -7]) == $x
$f([-2]) == -2
$f([-3, -1]) == $y
----
d f m x y
largest|best_run|max|5|-1
smallest|worst_run|min|-7|-4
====
Count the pairs of positions in a list that hold equal values.
----
from collections import Counter


def equal_pairs(values):
    return sum(n * (n - 1) // 2 for n in Counter(values).values())
----
equal_pairs([1, 1, 1, 2, 2]) == 4
equal_pairs(["a"]) == 0
====
Split a list at the first element for which a condition holds. Return (before, from there on); if it never holds, the second list is empty.
----
def split_when(items, condition):
    for i, item in enumerate(items):
        if condition(item):
            return items[:i], items[i:]
    return list(items), []
----
split_when([1, 2, 9, 3], lambda n: n > 5) == ([1, 2], [9, 3])
split_when([1], lambda n: n > 5) == ([1], [])
split_when([], bool) == ([], [])
====
Interleave several lists: first the first elements of all of them, then the second ones, and so on. Lists that run out are skipped.
----
def interleave(*lists):
    longest = max(map(len, lists), default=0)
    return [items[i] for i in range(longest) for items in lists if i < len(items)]
----
interleave([1, 2, 3], "a", [True]) == [1, "a", True, 2, 3]
interleave() == []
====
Return every $d of a list, as lists, in the order in which they begin.
----
def $f(items$a):
    return [items[i:i + $n] for i in range(len(items) - $n + 1)]$e
----
$f($x) == $y
$f($z) == $w
----
d f a n e x y z w
run of `size` neighbouring elements|runs_of|, size|size||[1, 2, 3, 4], 3|[[1, 2, 3], [2, 3, 4]]|[1], 2|[]
pair of neighbours that are different|changes_in||2| if len(items) > 1 else []|[1, 1, 2]|[[1, 1], [1, 2]]|[7]|[]
====
Remove neighbouring duplicates from a list$d.
----
def $f(items):
    kept = []
    for item in items:
        if kept and $c:
            $r
        else:
            kept.append(item)
    return kept
----
$f($x) == $y
$f([]) == []
----
d f c r x y
, keeping one of each run|collapse|kept[-1] == item|continue|[1, 1, 2, 1, 1]|[1, 2, 1]
, where two equal neighbours destroy each other, and so do those that become neighbours by that|annihilate|kept[-1] == item|kept.pop()|list("abbaxx" "c")|["c"]
 of words, which count as equal when only their case differs; the first spelling is kept|collapse_words|kept[-1].lower() == item.lower()|continue|["The", "the", "end"]|["The", "end"]
====
Say at which index a list of numbers is in balance, so that all before it sum up to the same as all after it. Return the first such index or -1.
----
def balance_point(numbers):
    left, total = 0, sum(numbers)
    for i, n in enumerate(numbers):
        if left == total - left - n:
            return i
        left += n
    return -1
----
balance_point([1, 2, 9, 3]) == 2
balance_point([5]) == 0
balance_point([1, 2]) == -1
balance_point([]) == -1
====
Compute how much rain water a profile of walls of width 1 can hold between them.
----
def trapped_water(heights):
    water, left, right = 0, 0, len(heights) - 1
    highest_left = highest_right = 0
    while left < right:
        if heights[left] <= heights[right]:
            highest_left = max(highest_left, heights[left])
            water += highest_left - heights[left]
            left += 1
        else:
            highest_right = max(highest_right, heights[right])
            water += highest_right - heights[right]
            right -= 1
    return water
----
trapped_water([3, 0, 1, 2]) == 3
trapped_water([1, 2, 3]) == 0
trapped_water([2, 0, 3, 1, 4, 0, 1]) == 5
trapped_water([]) == 0
====
Tell for each day's temperature how many days one has to wait for a warmer one; 0 if it never gets warmer.
----
def wait_for_warmer(temperatures):
    waits = [0] * len(temperatures)
    waiting = []
    for day, temperature in enumerate(temperatures):
        while waiting and temperatures[waiting[-1]] < temperature:
            earlier = waiting.pop()
            waits[earlier] = day - earlier
        waiting.append(day)
    return waits
----
wait_for_warmer([20, 18, 19, 25, 24]) == [3, 1, 1, 0, 0]
wait_for_warmer([3, 3]) == [0, 0]
wait_for_warmer([]) == []
====
Find the majority element of a list, that is, the value that makes up more than half of it, with constant extra memory. Return None if there is no such value.
----
def majority(values):
    candidate, lead = None, 0
    for value in values:
        if lead == 0:
            candidate = value
        lead += 1 if value == candidate else -1
    return candidate if values.count(candidate) * 2 > len(values) else None
----
majority([2, 1, 2, 3, 2]) == 2
majority([1, 2]) == None
majority(["x"]) == "x"
====
Return all $d of a list, shortest first and in order of position otherwise.
----
from itertools import combinations


def $f(items):
    return [list(chosen) for size in range($a) for chosen in combinations(items, size)$c]
----
$f([1, 2, 3]) == $x
$f([]) == $y
----
d f a c x y
subsets|subsets|len(items) + 1||[[], [1], [2], [3], [1, 2], [1, 3], [2, 3], [1, 2, 3]]|[[]]
non-empty subsets with an even sum|even_subsets|1, len(items) + 1| if sum(chosen) % 2 == 0|[[2], [1, 3], [1, 2, 3]]|[]
====
Count the ways to climb a staircase of `n` steps, taking $d at a time.
----
def $f(n):
    $c
----
$f(4) == $x
$f(0) == 1
$f(7) == $y
----
d f c x y
one or two steps|ways_up|a, b = 1, 1\n    for _ in range(n):\n        a, b = b, a + b\n    return a|5|21
one, two or three steps|ways_up_by_three|ways = [1]\n    for step in range(1, n + 1):\n        ways.append(sum(ways[-3:]))\n    return ways[n]|7|44
====
Return the smallest number of coins that make up `amount`, with any number of each coin. Return None if it cannot be paid.
----
def fewest_coins(coins, amount):
    best = {0: 0}
    for total in range(1, amount + 1):
        options = [best[total - coin] + 1 for coin in coins if total - coin in best]
        if options:
            best[total] = min(options)
    return best.get(amount)
----
fewest_coins([1, 3, 4], 6) == 2
fewest_coins([5], 3) == None
fewest_coins([2], 0) == 0
====
Fill a knapsack: from (weight, value) pairs choose some whose weights add up to at most `capacity` and whose values are as large as possible. Return that value.
----
def knapsack(items, capacity):
    best = [0] * (capacity + 1)
    for weight, value in items:
        for room in range(capacity, weight - 1, -1):
            best[room] = max(best[room], best[room - weight] + value)
    return best[capacity]
----
knapsack([(3, 4), (4, 5), (2, 3)], 6) == 8
knapsack([(9, 100)], 5) == 0
knapsack([], 5) == 0
knapsack([(1, 1)], 3) == 1
====
Return the length of the longest $d.
----
def $f(a, b):
    $c
----
$f("abcbd", "acbbd") == $x
$f("abc", "xyz") == 0
$f("", "a") == 0
----
d f c x
common subsequence of two strings|lcs_length|row = [0] * (len(b) + 1)\n    for x in a:\n        previous = row\n        row = [0]\n        for j, y in enumerate(b):\n            row.append(previous[j] + 1 if x == y else max(previous[j + 1], row[j]))\n    return row[-1]|4
run of characters that both strings contain|common_run|best = 0\n    lengths = [0] * (len(b) + 1)\n    for x in a:\n        fresh = [0]\n        for j, y in enumerate(b):\n            fresh.append(lengths[j] + 1 if x == y else 0)\n        lengths = fresh\n        best = max(best, *lengths)\n    return best|2
====
Find the length of the longest strictly rising subsequence of a list (its elements need not be neighbours).
----
from bisect import bisect_left


def longest_rise(numbers):
    tails = []
    for n in numbers:
        place = bisect_left(tails, n)
        tails[place:place + 1] = [n]
    return len(tails)
----
longest_rise([3, 1, 4, 1, 5, 9, 2, 6]) == 4
longest_rise([2, 2]) == 1
longest_rise([]) == 0
====
Order tasks so that each comes after everything it needs. `needs` maps a task to a list of tasks; among those that are ready take the alphabetically first. Raise ValueError for a circle.
----
def order_tasks(needs):
    todo = {task: set(before) for task, before in needs.items()}
    for before in needs.values():
        for task in before:
            todo.setdefault(task, set())
    ordered = []
    while todo:
        ready = sorted(task for task, before in todo.items() if not before)
        if not ready:
            raise ValueError("tasks need each other")
        ordered.append(ready[0])
        del todo[ready[0]]
        for before in todo.values():
            before.discard(ready[0])
    return ordered
----
order_tasks({"cake": ["mix", "oven"], "mix": ["shop"]}) == ["oven", "shop", "mix", "cake"]
order_tasks({"a": ["b"], "b": ["a"]}) ! ValueError
order_tasks({}) == []
====
Return the cheapest total fare between two towns. `fares` maps a town to a dict of direct connections and their prices, which hold in that direction only. Return None if there is no connection.
----
import heapq


def cheapest_fare(fares, start, goal):
    queue, settled = [(0, start)], set()
    while queue:
        price, town = heapq.heappop(queue)
        if town == goal:
            return price
        if town in settled:
            continue
        settled.add(town)
        for other, fare in fares.get(town, {}).items():
            heapq.heappush(queue, (price + fare, other))
    return None
----
cheapest_fare({"A": {"B": 9, "C": 2}, "C": {"B": 3}}, "A", "B") == 5
cheapest_fare({"A": {"B": 9}}, "B", "A") == None
cheapest_fare({}, "A", "A") == 0
====
Decide whether the people of a dinner can sit at two tables so that no two who quarrel share one. `quarrels` is a list of pairs.
----
def two_tables(quarrels):
    opponents = {}
    for a, b in quarrels:
        opponents.setdefault(a, []).append(b)
        opponents.setdefault(b, []).append(a)
    table = {}
    for person in opponents:
        if person in table:
            continue
        table[person] = 0
        todo = [person]
        while todo:
            here = todo.pop()
            for other in opponents[here]:
                if other not in table:
                    table[other] = 1 - table[here]
                    todo.append(other)
                elif table[other] == table[here]:
                    return False
    return True
----
two_tables([("a", "b"), ("b", "c"), ("c", "d")]) == True
two_tables([("a", "b"), ("b", "c"), ("c", "a")]) == False
two_tables([]) == True
====
Return the depth of a nested list: 1 for a flat or empty one. Anything that is not a list has depth 0.
----
def depth(value):
    if not isinstance(value, list):
        return 0
    return 1 + max(map(depth, value), default=0)
----
depth([1, [2, [3]], []]) == 3
depth([]) == 1
depth("x") == 0
====
Compute the sum of a nested list of numbers in which each number counts times its depth; numbers at the top have depth 1.
----
def weighted_sum(nested, depth=1):
    total = 0
    for item in nested:
        if isinstance(item, list):
            total += weighted_sum(item, depth + 1)
        else:
            total += item * depth
    return total
----
weighted_sum([1, [2, [3]], 4]) == 18
weighted_sum([]) == 0
====
Return the values of a binary tree $d. A tree is None or a tuple (left, value, right).
----
def $f(tree):
    $c
----
: tree = ((None, 1, None), 2, ((None, 3, None), 5, None))
$f(tree) == $x
$f(None) == []
----
d f c x
in order: first the left part, then the value, then the right part|in_order|if tree is None:\n        return []\n    left, value, right = tree\n    return in_order(left) + [value] + in_order(right)|[1, 2, 3, 5]
level by level, as a list of lists|levels|rows, row = [], [tree] if tree else []\n    while row:\n        rows.append([value for _, value, _ in row])\n        row = [child for left, _, right in row for child in (left, right) if child]\n    return rows|[[2], [1, 5], [3]]
that have no children, from left to right|leaves|if tree is None:\n        return []\n    left, value, right = tree\n    if left is None and right is None:\n        return [value]\n    return leaves(left) + leaves(right)|[1, 3]
====
Generate all permutations of a string in alphabetical order, each only once even if letters repeat.
----
def anagrams(letters):
    if not letters:
        return [""]
    return [ch + rest for ch in sorted(set(letters))
            for rest in anagrams(letters.replace(ch, "", 1))]
----
anagrams("aba") == ["aab", "aba", "baa"]
anagrams("") == [""]
====
List all well-formed strings of `n` pairs of parentheses in alphabetical order ("(" before ")").
----
def brackets(n):
    found = []

    def extend(text, opened, closed):
        if len(text) == 2 * n:
            found.append(text)
            return
        if opened < n:
            extend(text + "(", opened + 1, closed)
        if closed < opened:
            extend(text + ")", opened, closed + 1)

    extend("", 0, 0)
    return found
----
brackets(2) == ["(())", "()()"]
len(brackets(4)) == 14
brackets(0) == [""]
====
Deal with a queue at a counter: `arrivals` are the minutes at which people come (sorted), each takes `service` minutes and they are served one after the other. Return the list of their waiting times.
----
def waiting_times(arrivals, service):
    free_at, waits = 0, []
    for arrival in arrivals:
        start = max(arrival, free_at)
        waits.append(start - arrival)
        free_at = start + service
    return waits
----
waiting_times([0, 1, 2, 30], 5) == [0, 4, 8, 0]
waiting_times([], 5) == []
====
Pick the largest number of talks one can attend in full. Talks are (start, end); one may begin when another ends. Return the chosen talks in order of time.
----
def most_talks(talks):
    chosen, free_from = [], float("-inf")
    for start, end in sorted(talks, key=lambda talk: talk[1]):
        if start >= free_from:
            chosen.append((start, end))
            free_from = end
    return chosen
----
most_talks([(9, 12), (9, 10), (10, 11), (11, 12)]) == [(9, 10), (10, 11), (11, 12)]
most_talks([(1, 5), (2, 3)]) == [(2, 3)]
most_talks([]) == []
====
Return the last survivor when `n` people stand in a circle, numbered from 1, and every `k`-th one leaves.
----
def last_survivor(n: int, k: int) -> int:
    place = 0
    for size in range(2, n + 1):
        place = (place + k) % size
    return place + 1
----
last_survivor(7, 3) == 4
last_survivor(1, 5) == 1
last_survivor(5, 2) == 3
====
Build Pascal's triangle with `n` rows, as a list of lists.
----
def pascal(n):
    rows = []
    for _ in range(n):
        last = rows[-1] if rows else []
        rows.append([1] + [a + b for a, b in zip(last, last[1:])] + [1] if last else [1])
    return rows
----
pascal(4) == [[1], [1, 1], [1, 2, 1], [1, 3, 3, 1]]
pascal(0) == []
====
Compare two lists as multisets. Return a tuple of what only the first has and what only the second has, each sorted, repeated elements counted.
----
from collections import Counter


def multiset_diff(a, b):
    left, right = Counter(a), Counter(b)
    return sorted((left - right).elements()), sorted((right - left).elements())
----
multiset_diff([1, 1, 2], [1, 3]) == ([1, 2], [3])
multiset_diff("ab", "ba") == ([], [])
'''
