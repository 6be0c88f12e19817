TOPIC = "dynamic programming"
FAMILIES = r'''
#### subsequences 3
Write `$f($a)` that returns $d. Use dynamic programming.
----
$c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
longest_increasing|numbers|the length of the longest strictly increasing subsequence|def $f(numbers):\n    best = []\n    for i, n in enumerate(numbers):\n        best.append(1 + max((best[j] for j in range(i) if numbers[j] < n), default=0))\n    return max(best, default=0)|[3, 1, 4, 1, 5, 9, 2, 6]|4|[]|0
increasing_run|values|one longest strictly increasing subsequence as a list, built from the lengths of those that end at each position|def $f(values):\n    chains = []\n    for i, value in enumerate(values):\n        before = [chains[j] for j in range(i) if values[j] < value]\n        chains.append(max(before, key=len, default=[]) + [value])\n    return max(chains, key=len, default=[])|[5, 1, 2, 8, 3]|[1, 2, 8]|[]|[]
common_length|a, b|the length of the longest common subsequence of two strings, keeping only one row of the table|def $f(a, b):\n    row = [0] * (len(b) + 1)\n    for x in a:\n        diagonal = 0\n        for j, y in enumerate(b, start=1):\n            above = row[j]\n            row[j] = diagonal + 1 if x == y else max(above, row[j - 1])\n            diagonal = above\n    return row[-1]|"ABCBDAB", "BDCABA"|4|"", "x"|0
common_subsequence|s, t|a longest common subsequence itself, by a memoized recursion over both positions|from functools import lru_cache\n\n\ndef $f(s, t):\n    @lru_cache(maxsize=None)\n    def solve(i, j):\n        if i == len(s) or j == len(t):\n            return ""\n        if s[i] == t[j]:\n            return s[i] + solve(i + 1, j + 1)\n        return max(solve(i + 1, j), solve(i, j + 1), key=len)\n\n    return solve(0, 0)|"stone", "longest"|"one"|"ab", "cd"|""
count_subsequences|word, text|in how many ways the word can be obtained from the text by deleting characters|def $f(word, text):\n    ways = [1] + [0] * len(word)\n    for ch in text:\n        for i in range(len(word), 0, -1):\n            if word[i - 1] == ch:\n                ways[i] += ways[i - 1]\n    return ways[-1]|"rabbit", "rabbbit"|3|"z", "abc"|0
palindromic_length|s|the length of the longest palindromic subsequence|def $f(s):\n    n = len(s)\n    best = [[0] * n for _ in range(n)]\n    for i in reversed(range(n)):\n        best[i][i] = 1\n        for j in range(i + 1, n):\n            if s[i] == s[j]:\n                best[i][j] = 2 + (best[i + 1][j - 1] if j - i > 1 else 0)\n            else:\n                best[i][j] = max(best[i + 1][j], best[i][j - 1])\n    return best[0][-1] if s else 0|"bbbab"|4|""|0
zigzag_length|xs|the length of the longest subsequence whose differences alternate in sign|def $f(xs):\n    if not xs:\n        return 0\n    up = down = 1\n    for a, b in zip(xs, xs[1:]):\n        if b > a:\n            up = down + 1\n        elif b < a:\n            down = up + 1\n    return max(up, down)|[1, 7, 4, 9, 2, 5]|6|[3, 3]|1
#### edit_distance 3
How different are two strings? Write `$f(a, b)`: $d.
----
def $f(a, b):
    $c
----
$f("$x", "$y") == $r
$f("", "ab") == $s
----
f d c x y r s
levenshtein|the smallest number of insertions, deletions and replacements that turn a into b|previous = list(range(len(b) + 1))\n    for i, x in enumerate(a, start=1):\n        row = [i]\n        for j, y in enumerate(b, start=1):\n            row.append(min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (x != y)))\n        previous = row\n    return previous[-1]|kitten|sitting|3|2
indel_distance|the number of insertions and deletions needed, replacements not being allowed|table = [[i + j for j in range(len(b) + 1)] for i in range(len(a) + 1)]\n    for i in range(1, len(a) + 1):\n        for j in range(1, len(b) + 1):\n            if a[i - 1] == b[j - 1]:\n                table[i][j] = table[i - 1][j - 1]\n            else:\n                table[i][j] = 1 + min(table[i - 1][j], table[i][j - 1])\n    return table[len(a)][len(b)]|kitten|sitting|5|2
typo_distance|as the edit distance with insertion, deletion and replacement, but exchanging two neighbouring letters also counts as one edit|d = {}\n    for i in range(len(a) + 1):\n        for j in range(len(b) + 1):\n            if i == 0 or j == 0:\n                d[i, j] = i + j\n                continue\n            d[i, j] = min(d[i - 1, j] + 1, d[i, j - 1] + 1, d[i - 1, j - 1] + (a[i - 1] != b[j - 1]))\n            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:\n                d[i, j] = min(d[i, j], d[i - 2, j - 2] + 1)\n    return d[len(a), len(b)]|teh|the|1|2
one_edit_apart|True if exactly one insertion, deletion or replacement separates them; compare directly without a table|if abs(len(a) - len(b)) > 1 or a == b:\n        return False\n    i = 0\n    while i < min(len(a), len(b)) and a[i] == b[i]:\n        i += 1\n    if len(a) == len(b):\n        return a[i + 1:] == b[i + 1:]\n    return a[i + 1:] == b[i:] if len(a) > len(b) else a[i:] == b[i + 1:]|cart|cat|True|False
====
Suggest corrections: `closest_words(word, words)` returns the words with the smallest edit distance to the given one, in their order.
----
def closest_words(word, words):
    def distance(a, b):
        row = list(range(len(b) + 1))
        for x in a:
            last, row[0] = row[0], row[0] + 1
            for j, y in enumerate(b, 1):
                last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
        return row[-1]

    scores = [distance(word, other) for other in words]
    return [other for other, score in zip(words, scores) if score == min(scores)]
----
closest_words("hause", ["house", "mouse", "cause"]) == ["house", "cause"]
closest_words("x", []) == []
====
Align two strings: `align(a, b)` returns both with "-" inserted such that they have the same length and the number of differing columns is as small as possible (a match is preferred, then a gap in b).
----
from functools import lru_cache


def align(a, b):
    @lru_cache(maxsize=None)
    def best(i, j):
        if i == len(a) or j == len(b):
            rest = max(len(a) - i, len(b) - j)
            return rest, a[i:].ljust(rest, "-"), b[j:].ljust(rest, "-")
        options = []
        for di, dj in ((1, 1), (1, 0), (0, 1)):
            cost, top, bottom = best(i + di, j + dj)
            x, y = a[i] if di else "-", b[j] if dj else "-"
            options.append((cost + (x != y), x + top, y + bottom))
        return min(options, key=lambda option: option[0])

    return best(0, 0)[1:]
----
align("house", "hose") == ("house", "ho-se")
align("", "ab") == ("--", "ab")
#### counting_ways 2
Count possibilities with a table: `$f($a)` returns $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
climb|steps|in how many ways a stair can be climbed taking 1 or 2 steps at a time|ways, following = 1, 1\n    for _ in range(steps):\n        ways, following = following, ways + following\n    return ways|5|8|0|1
climb_with|steps, strides|in how many ways n steps can be climbed with strides from a given list, the order mattering|ways = [1] + [0] * steps\n    for height in range(1, steps + 1):\n        ways[height] = sum(ways[height - s] for s in strides if s <= height)\n    return ways[steps]|4, [1, 3]|3|3, [2]|0
coin_ways|amount, coins|the number of ways to pay an amount with coins of given values, the order not mattering|ways = [1] + [0] * amount\n    for coin in coins:\n        for total in range(coin, amount + 1):\n            ways[total] += ways[total - coin]\n    return ways[amount]|5, [1, 2, 5]|4|3, [2]|0
grid_paths|rows, cols|how many ways lead from the top left to the bottom right cell of a grid, going only right and down|line = [1] * cols\n    for _ in range(rows - 1):\n        for c in range(1, cols):\n            line[c] += line[c - 1]\n    return line[-1]|3, 3|6|1, 5|1
paths_around|grid|the number of ways right and down through a grid of strings in which "x" cells are closed|ways = [1] + [0] * (len(grid[0]) - 1)\n    for row in grid:\n        for c, cell in enumerate(row):\n            if cell == "x":\n                ways[c] = 0\n            elif c > 0:\n                ways[c] += ways[c - 1]\n    return ways[-1]|["...", ".x.", "..."]|2|[".x"]|0
decodings|digits|in how many ways a string of digits can be read as letters when A = 1, ..., Z = 26|before, ways = 0, 1\n    for i, digit in enumerate(digits):\n        new = ways if digit != "0" else 0\n        if i and 10 <= int(digits[i - 1:i + 1]) <= 26:\n            new += before\n        before, ways = ways, new\n    return ways|"226"|3|"30"|0
tilings|n|how many ways there are to cover a 2 x n board with dominoes|table = [1, 1]\n    for width in range(2, n + 1):\n        table.append(table[width - 1] + table[width - 2])\n    return table[n]|4|5|1|1
no_double_ones|n|the number of strings of n bits without two adjacent ones|ends_zero, ends_one = 1, 0\n    for _ in range(n):\n        ends_zero, ends_one = ends_zero + ends_one, ends_zero\n    return ends_zero + ends_one|3|5|1|2
#### best_selection 3
Choose the best: write `$f($a)` which returns $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
knapsack|items, capacity|the largest total value of items (weight, value), each used at most once, that weigh no more than the capacity|best = [0] * (capacity + 1)\n    for weight, value in items:\n        for room in range(capacity, weight - 1, -1):\n            best[room] = max(best[room], best[room - weight] + value)\n    return best[capacity]|[(2, 3), (3, 4), (4, 6)], 5|7|[], 9|0
unlimited_knapsack|items, capacity|the largest total value when every (weight, value) item may be taken any number of times|best = [0] * (capacity + 1)\n    for room in range(1, capacity + 1):\n        options = [best[room - w] + v for w, v in items if w <= room]\n        best[room] = max(options, default=0)\n    return best[-1]|[(2, 3), (3, 5)], 7|11|[(5, 9)], 4|0
rob|houses|the largest sum of numbers from a list of which no two are adjacent|with_last, without = 0, 0\n    for loot in houses:\n        with_last, without = without + loot, max(with_last, without)\n    return max(with_last, without)|[2, 7, 9, 3, 1]|12|[]|0
rob_circle|houses|the largest sum of non-adjacent numbers of a list whose first and last element are neighbours too|def line(values):\n        taken = skipped = 0\n        for value in values:\n            taken, skipped = skipped + value, max(taken, skipped)\n        return max(taken, skipped)\n\n    if len(houses) == 1:\n        return houses[0]\n    return max(line(houses[1:]), line(houses[:-1]))|[2, 3, 2]|3|[4]|4
cut_rod|length, prices|the best income from cutting a rod, where prices[i] is paid for a piece of length i + 1|income = [0]\n    for n in range(1, length + 1):\n        income.append(max(prices[cut - 1] + income[n - cut]\n                          for cut in range(1, min(n, len(prices)) + 1)))\n    return income[length]|4, [1, 5, 8, 9]|10|0, [3]|0
best_talks|talks|the largest total benefit of talks (start, end, benefit) that do not overlap|from bisect import bisect_right\n\n    talks = sorted(talks, key=lambda talk: talk[1])\n    ends = [end for _, end, _ in talks]\n    best = [0]\n    for i, (start, _, benefit) in enumerate(talks):\n        fitting = bisect_right(ends, start, 0, i)\n        best.append(max(best[-1], best[fitting] + benefit))\n    return best[-1]|[(1, 3, 5), (2, 5, 6), (4, 6, 5), (6, 7, 4)]|14|[]|0
closest_sum|numbers, target|the subset sum that comes closest to the target without exceeding it|sums = {0}\n    for n in numbers:\n        sums \|= {s + n for s in sums if s + n <= target}\n    return max(sums)|[5, 8, 4], 11|9|[7], 3|0
#### running_best 2
For a list of numbers return $d, in one pass: `$f($a)`.
----
def $f($a):
    $c
----
$f([-2, 3, -1, 4, -6, 2]) == $x
$f([-5, -3]) == $y
----
f a d c x y
max_sum|values|the largest sum of consecutive elements (at least one; Kadane's algorithm)|best = current = values[0]\n    for value in values[1:]:\n        current = max(value, current + value)\n        best = max(best, current)\n    return best|6|-3
best_segment|xs|the (start, end) indices, end exclusive, of the consecutive elements with the largest sum|best = (float("-inf"), 0, 0)\n    total = start = 0\n    for i, x in enumerate(xs):\n        if total <= 0:\n            total, start = 0, i\n        total += x\n        if total > best[0]:\n            best = (total, start, i + 1)\n    return best[1:]|(1, 4)|(1, 2)
max_product|numbers|the largest product of consecutive elements|high = low = best = numbers[0]\n    for n in numbers[1:]:\n        candidates = (n, high * n, low * n)\n        high, low = max(candidates), min(candidates)\n        best = max(best, high)\n    return best|144|15
max_circular|ring|the largest sum of consecutive elements when the list is closed to a ring|best = current = ring[0]\n    worst = sinking = ring[0]\n    for n in ring[1:]:\n        current = max(n, current + n)\n        best = max(best, current)\n        sinking = min(n, sinking + n)\n        worst = min(worst, sinking)\n    return best if best < 0 else max(best, sum(ring) - worst)|6|-3
smallest_sum|deltas|the smallest sum of consecutive elements (at least one)|lowest = running = deltas[0]\n    for delta in deltas[1:]:\n        running = min(delta, running + delta)\n        lowest = min(lowest, running)\n    return lowest|-6|-8
max_gap_pair|a|the largest difference a[j] - a[i] with i < j|low, best = a[0], float("-inf")\n    for n in a[1:]:\n        best = max(best, n - low)\n        low = min(low, n)\n    return best|8|2
#### splitting 3
Split a string by dynamic programming: `$f($a)` returns $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
can_segment|text, words|whether the text is a sequence of words from the collection|good = [True]\n    for end in range(1, len(text) + 1):\n        good.append(any(good[start] and text[start:end] in words for start in range(end)))\n    return good[-1]|"redcarpet", {"red", "car", "carpet"}|True|"redca", {"red", "car"}|False
segmentations|text, words|all ways to write the text as words separated by spaces, shorter first words first|if not text:\n        return [""]\n    found = []\n    for end in range(1, len(text) + 1):\n        if text[:end] in words:\n            found += [(text[:end] + " " + rest).strip() for rest in $f(text[end:], words)]\n    return found|"aab", {"a", "aa", "b"}|["a a b", "aa b"]|"x", set()|[]
fewest_words|text, words|the smallest number of words needed to compose the text, or None|best = {0: 0}\n    for end in range(1, len(text) + 1):\n        counts = [best[end - len(w)] + 1 for w in words\n                  if end - len(w) in best and text[:end].endswith(w)]\n        if counts:\n            best[end] = min(counts)\n    return best.get(len(text))|"aaab", ["a", "aa", "b"]|3|"c", ["a"]|None
palindrome_cuts|s|the smallest number of cuts that divide the string into palindromes|cuts = [-1]\n    for end in range(1, len(s) + 1):\n        cuts.append(min(cuts[start] + 1 for start in range(end)\n                        if s[start:end] == s[start:end][::-1]))\n    return max(cuts[-1], 0)|"aab"|1|""|0
balanced_wrap|words, width|the smallest possible sum of the squared numbers of free places per line (last line excepted) when words are set in lines of a given width|n = len(words)\n    cost = [0] * (n + 1)\n    for i in reversed(range(n)):\n        options = []\n        length = -1\n        for j in range(i, n):\n            length += 1 + len(words[j])\n            if length > width:\n                break\n            free = 0 if j == n - 1 else (width - length) ** 2\n            options.append(free + cost[j + 1])\n        cost[i] = min(options)\n    return cost[0]|["aaa", "bb", "cc", "ddddd"], 6|10|[], 4|0
multiply_cost|sizes|the fewest multiplications for a chain of matrices, the i-th having sizes[i] rows and sizes[i + 1] columns|n = len(sizes) - 1\n    cost = {(i, i): 0 for i in range(n)}\n    for span in range(1, n):\n        for i in range(n - span):\n            j = i + span\n            cost[i, j] = min(cost[i, k] + cost[k + 1, j] + sizes[i] * sizes[k + 1] * sizes[j + 1]\n                             for k in range(i, j))\n    return cost[0, n - 1]|[10, 30, 5, 60]|4500|[3, 4]|0
min_path_sum|triangle|the smallest sum of a way from the top to the bottom of a triangle of numbers, each step going to one of the two numbers below|best = triangle[-1]\n    for row in reversed(triangle[:-1]):\n        best = [n + min(best[i], best[i + 1]) for i, n in enumerate(row)]\n    return best[0]|[[2], [3, 4], [6, 5, 7]]|10|[[4]]|4
'''
