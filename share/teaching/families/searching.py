TOPIC = "sorting and searching"
FAMILIES = r'''
#### binary_search 2
Use binary search in $g. `$f($a)` returns $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
g f a d c x y z w
a sorted list without duplicates|find|numbers, target|the index of the target or -1|low, high = 0, len(numbers) - 1\n    while low <= high:\n        middle = (low + high) // 2\n        if numbers[middle] == target:\n            return middle\n        if numbers[middle] < target:\n            low = middle + 1\n        else:\n            high = middle - 1\n    return -1|[1, 3, 5, 8], 5|2|[], 4|-1
a sorted list with repeats|first_index|items, wanted|the index of the first occurrence of a value, None if it is not there|lo, hi = 0, len(items)\n    while lo < hi:\n        mid = (lo + hi) // 2\n        if items[mid] < wanted:\n            lo = mid + 1\n        else:\n            hi = mid\n    return lo if lo < len(items) and items[lo] == wanted else None|[1, 2, 2, 2, 3], 2|1|[1, 3], 2|None
a sorted list|count_value|values, x|how often a value occurs, with the bisect module|from bisect import bisect_left, bisect_right\n\n    return bisect_right(values, x) - bisect_left(values, x)|[1, 2, 2, 2, 3], 2|3|[1, 3], 2|0
a sorted, non-empty list of numbers|nearest|numbers, x|the element closest to x, the smaller one on a tie|from bisect import bisect_left\n\n    at = bisect_left(numbers, x)\n    around = numbers[max(at - 1, 0):at + 1]\n    return min(around, key=lambda n: abs(n - x))|[1, 4, 9], 6|4|[5], 100|5
an ascending list that was rotated (no duplicates)|find_rotated|a, target|the index of the target or -1|low, high = 0, len(a) - 1\n    while low <= high:\n        mid = (low + high) // 2\n        if a[mid] == target:\n            return mid\n        if a[low] <= a[mid]:  # the left half is in order\n            if a[low] <= target < a[mid]:\n                high = mid - 1\n            else:\n                low = mid + 1\n        elif a[mid] < target <= a[high]:\n            low = mid + 1\n        else:\n            high = mid - 1\n    return -1|[6, 8, 1, 3, 5], 3|3|[2, 1], 9|-1
a list that first rises and then falls strictly|peak_index|heights|the index of the largest element|left, right = 0, len(heights) - 1\n    while left < right:\n        centre = (left + right) // 2\n        if heights[centre] < heights[centre + 1]:\n            left = centre + 1\n        else:\n            right = centre\n    return left|[1, 4, 7, 3, 2]|2|[9, 1]|0
the range low..high of integers|smallest_true|low, high, test|the smallest n for which test(n) is true, when it stays true from there on; high + 1 if it never is|end = high + 1\n    while low < end:\n        mid = (low + end) // 2\n        if test(mid):\n            end = mid\n        else:\n            low = mid + 1\n    return low|0, 100, lambda n: n * n >= 50|8|1, 3, lambda n: False|4
#### sort_algorithms 3
Sort a list of numbers into ascending order with $d, $e. Name it `$f($a)`.
----
def $f($a):
    $c
----
$f([5, 2, 9, 2, 1]) == $x
$f([]) == $y
----
d e f a c x y
insertion sort|working on a copy|insertion_sort|numbers|result = list(numbers)\n    for i in range(1, len(result)):\n        value, j = result[i], i\n        while j > 0 and result[j - 1] > value:\n            result[j] = result[j - 1]\n            j -= 1\n        result[j] = value\n    return result|[1, 2, 2, 5, 9]|[]
selection sort|returning the sorted copy and the number of exchanges made as a tuple|selection_sort|values|a, swaps = values[:], 0\n    for i in range(len(a)):\n        smallest = min(range(i, len(a)), key=a.__getitem__)\n        if smallest != i:\n            a[i], a[smallest] = a[smallest], a[i]\n            swaps += 1\n    return a, swaps|([1, 2, 2, 5, 9], 3)|([], 0)
bubble sort|in place, and return the number of passes over the list, the last one (without exchanges) included|bubble_passes|a|passes = 0\n    swapped = True\n    while swapped:\n        swapped = False\n        passes += 1\n        for i in range(len(a) - passes):\n            if a[i] > a[i + 1]:\n                a[i], a[i + 1] = a[i + 1], a[i]\n                swapped = True\n    return passes|5|1
merge sort|recursively|merge_sort|items|if len(items) < 2:\n        return list(items)\n    middle = len(items) // 2\n    left, right = merge_sort(items[:middle]), merge_sort(items[middle:])\n    merged, i, j = [], 0, 0\n    while i < len(left) and j < len(right):\n        if left[i] <= right[j]:\n            merged.append(left[i])\n            i += 1\n        else:\n            merged.append(right[j])\n            j += 1\n    return merged + left[i:] + right[j:]|[1, 2, 2, 5, 9]|[]
quicksort|with the middle element as the pivot and three list comprehensions|quicksort|data|if len(data) <= 1:\n        return data\n    pivot = data[len(data) // 2]\n    less = [x for x in data if x < pivot]\n    equal = [x for x in data if x == pivot]\n    more = [x for x in data if x > pivot]\n    return quicksort(less) + equal + quicksort(more)|[1, 2, 2, 5, 9]|[]
counting sort|for non-negative integers only|counting_sort|numbers|counts = [0] * (max(numbers, default=-1) + 1)\n    for n in numbers:\n        counts[n] += 1\n    return [n for n, count in enumerate(counts) for _ in range(count)]|[1, 2, 2, 5, 9]|[]
radix sort|for non-negative integers, digit by digit from the right|radix_sort|numbers|place = 1\n    while any(n >= place for n in numbers):\n        buckets = [[] for _ in range(10)]\n        for n in numbers:\n            buckets[n // place % 10].append(n)\n        numbers = [n for bucket in buckets for n in bucket]\n        place *= 10\n    return numbers|[1, 2, 2, 5, 9]|[]
heapsort|using the functions of heapq|heap_sort|values|import heapq\n\n    heap = list(values)\n    heapq.heapify(heap)\n    return [heapq.heappop(heap) for _ in range(len(heap))]|[1, 2, 2, 5, 9]|[]
gnome sort|on a copy, stepping forwards while neighbours are in order and otherwise swapping and stepping back|gnome_sort|numbers|garden, at = list(numbers), 0\n    while at < len(garden):\n        if at == 0 or garden[at - 1] <= garden[at]:\n            at += 1\n        else:\n            garden[at - 1], garden[at] = garden[at], garden[at - 1]\n            at -= 1\n    return garden|[1, 2, 2, 5, 9]|[]
#### sort_keys 1
Sort $g: `$f($a)` returns a new list $d.
----
def $f($a):
    return $c
----
$f($x) == $y
$f([]$z) == []
----
g f a d c x y z
words|by_length|words|with shorter words first and equally long ones in alphabetical order|sorted(words, key=lambda word: (len(word), word))|["kiwi", "fig", "apple", "date"]|["fig", "date", "kiwi", "apple"]|
people given as (name, age) tuples|oldest_first|people|from the oldest to the youngest, and by name among people of the same age|sorted(people, key=lambda person: (-person[1], person[0]))|[("Bo", 30), ("Al", 30), ("Cy", 41)]|[("Cy", 41), ("Al", 30), ("Bo", 30)]|
items by a given order of preference|by_preference|items, order|where items are arranged as in `order`, and unknown items come last in their own order|sorted(items, key=lambda item: order.index(item) if item in order else len(order))|["c", "x", "a"], ["a", "b", "c"]|["a", "c", "x"]|, []
numbers|even_first|numbers|with all even numbers before the odd ones, each group ascending|sorted(numbers, key=lambda n: (n % 2, n))|[3, 4, 1, 2]|[2, 4, 1, 3]|
strings|ignoring_case|names|in alphabetical order regardless of case, capital spelling first if they are otherwise equal|sorted(names, key=lambda name: (name.casefold(), name))|["bob", "Bob", "al"]|["al", "Bob", "bob"]|
dictionaries by several fields|multi_sort|rows, *fields|sorted by the first field, then the next and so on; a field name with a leading "-" sorts downwards (numbers only)|sorted(rows, key=lambda row: [-row[f[1:]] if f.startswith("-") else row[f] for f in fields])|[{"a": 1, "b": 2}, {"a": 1, "b": 5}], "a", "-b"|[{"a": 1, "b": 5}, {"a": 1, "b": 2}]|, "a"
====
Sort file names so that numbers inside the names count by value (img9.png before img12.png): `natural_order(names)`.
----
import re


def natural_order(names):
    def key(name):
        # digits and other text alternate, so equal places hold equal types
        return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)]

    return sorted(names, key=key)
----
natural_order(["img12.png", "img9.png", "a2"]) == ["a2", "img9.png", "img12.png"]
natural_order([]) == []
#### selection 3
Without sorting the whole list, write `$f($a)` that returns $d.
----
$c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
kth_smallest|numbers, k|the k-th smallest number (k from 1), by partitioning around a pivot|def $f(numbers, k):\n    pivot = numbers[len(numbers) // 2]\n    below = [n for n in numbers if n < pivot]\n    equal = numbers.count(pivot)\n    if k <= len(below):\n        return $f(below, k)\n    if k <= len(below) + equal:\n        return pivot\n    above = [n for n in numbers if n > pivot]\n    return $f(above, k - len(below) - equal)|[7, 1, 5, 3, 5], 3|5|[4], 1|4
top_k|stream, k|the k largest items in descending order, keeping a heap of k items|import heapq\n\n\ndef $f(stream, k):\n    heap = []\n    for item in stream:\n        if len(heap) < k:\n            heapq.heappush(heap, item)\n        elif heap and item > heap[0]:\n            heapq.heapreplace(heap, item)\n    return sorted(heap, reverse=True)|[5, 1, 9, 7], 2|[9, 7]|[3], 0|[]
merge_k|lists|one ascending list made from several ascending lists, with a heap of their heads|import heapq\n\n\ndef $f(lists):\n    heap = [(part[0], i, 0) for i, part in enumerate(lists) if part]\n    heapq.heapify(heap)\n    merged = []\n    while heap:\n        value, i, at = heapq.heappop(heap)\n        merged.append(value)\n        if at + 1 < len(lists[i]):\n            heapq.heappush(heap, (lists[i][at + 1], i, at + 1))\n    return merged|[[1, 4], [], [2, 3, 9]]|[1, 2, 3, 4, 9]|[]|[]
inversions|numbers|the number of pairs i < j with numbers[i] > numbers[j], by merge sort|def $f(numbers):\n    def sort(part):\n        if len(part) < 2:\n            return part, 0\n        half = len(part) // 2\n        left, a = sort(part[:half])\n        right, b = sort(part[half:])\n        merged, count, i = [], a + b, 0\n        for n in right:\n            while i < len(left) and left[i] <= n:\n                merged.append(left[i])\n                i += 1\n            count += len(left) - i\n            merged.append(n)\n        return merged + left[i:], count\n\n    return sort(numbers)[1]|[3, 1, 2, 0]|5|[]|0
flag_sort|colours|the list sorted in place into "r", "w", "b" in one pass (Dutch national flag), and returns it|def $f(colours):\n    low = i = 0\n    high = len(colours) - 1\n    while i <= high:\n        if colours[i] == "r":\n            colours[low], colours[i] = colours[i], colours[low]\n            low += 1\n            i += 1\n        elif colours[i] == "b":\n            colours[high], colours[i] = colours[i], colours[high]\n            high -= 1\n        else:\n            i += 1\n    return colours|list("bwrrbw")|list("rrwwbb")|[]|[]
majority|votes|the element that makes up more than half of a list, or None, with the Boyer-Moore voting method|def $f(votes):\n    leader, lead = None, 0\n    for vote in votes:\n        if lead == 0:\n            leader = vote\n        lead += 1 if vote == leader else -1\n    return leader if votes.count(leader) * 2 > len(votes) else None|[2, 1, 2, 3, 2]|2|[1, 2]|None
median_stream|numbers|the list of medians of the first 1, 2, 3, ... numbers, using two heaps (for an even count the lower middle element)|import heapq\n\n\ndef $f(numbers):\n    low, high, medians = [], [], []  # low is a max-heap of negated numbers\n    for n in numbers:\n        heapq.heappush(high, -heapq.heappushpop(low, -n))\n        if len(high) > len(low):\n            heapq.heappush(low, -heapq.heappop(high))\n        medians.append(-low[0])\n    return medians|[5, 1, 9, 3]|[5, 1, 5, 3]|[]|[]
#### pair_search 2
Write `$f($a)` that finds $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
two_sum|numbers, target|the indices (i, j), i < j, of two numbers with the given sum in an unsorted list, or None, using a dict of the numbers seen|seen = {}\n    for j, n in enumerate(numbers):\n        if target - n in seen:\n            return seen[target - n], j\n        seen.setdefault(n, j)\n    return None|[4, 9, 1, 6], 10|(1, 2)|[5], 10|None
pair_sorted|a, total|two elements with a given sum in a sorted list, moving inwards from both ends; the result is a tuple or None|i, j = 0, len(a) - 1\n    while i < j:\n        s = a[i] + a[j]\n        if s == total:\n            return a[i], a[j]\n        if s < total:\n            i += 1\n        else:\n            j -= 1\n    return None|[1, 2, 4, 7], 9|(2, 7)|[1, 2], 9|None
closest_pair|values|the two values with the smallest difference as an ascending tuple|ordered = sorted(values)\n    return min(zip(ordered, ordered[1:]), key=lambda pair: pair[1] - pair[0])|[9, 1, 5, 7]|(5, 7)|[3, 3]|(3, 3)
triplets|numbers|all sets of three numbers whose sum is 0, as sorted tuples in ascending order without repeats|numbers = sorted(numbers)\n    found = set()\n    for i, first in enumerate(numbers):\n        j, k = i + 1, len(numbers) - 1\n        while j < k:\n            total = first + numbers[j] + numbers[k]\n            if total == 0:\n                found.add((first, numbers[j], numbers[k]))\n            if total <= 0:\n                j += 1\n            else:\n                k -= 1\n    return sorted(found)|[-1, 0, 1, 2, -1, -4]|[(-1, -1, 2), (-1, 0, 1)]|[1, 2]|[]
count_pairs|numbers, difference|how many pairs of positions hold numbers that differ by exactly the given amount (> 0)|return sum(numbers.count(n + difference) for n in numbers)|[1, 3, 5, 3], 2|4|[], 1|0
most_water|heights|the largest area min(heights[i], heights[j]) * (j - i) for two positions, with two pointers|i, j, best = 0, len(heights) - 1, 0\n    while i < j:\n        best = max(best, min(heights[i], heights[j]) * (j - i))\n        if heights[i] < heights[j]:\n            i += 1\n        else:\n            j -= 1\n    return best|[1, 8, 6, 2, 5, 4, 8, 3, 7]|49|[1]|0
balance_index|weights|the first index at which the sum of all elements on the left equals the sum of those on the right, or -1|left, right = 0, sum(weights)\n    for i, weight in enumerate(weights):\n        right -= weight\n        if left == right:\n            return i\n        left += weight\n    return -1|[2, 3, 7, 5]|2|[1, 2]|-1
zero_sum_run|numbers|the (start, end) indices, end exclusive, of the first run of consecutive numbers found that adds up to 0, or None|first_at, total = {0: 0}, 0\n    for end, n in enumerate(numbers, start=1):\n        total += n\n        if total in first_at:\n            return first_at[total], end\n        first_at[total] = end\n    return None|[3, 4, -7, 1]|(0, 3)|[1, 2]|None
'''
