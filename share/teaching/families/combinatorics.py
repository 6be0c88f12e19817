TOPIC = "combinatorics"
FAMILIES = r'''
#### counting 2
Write `$f($a)` that computes $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
binomial|n, k|the number of ways to choose k of n things, multiplying and dividing step by step; 0 for k outside of 0..n|if not 0 <= k <= n:\n        return 0\n    result = 1\n    for i in range(1, min(k, n - k) + 1):\n        result = result * (n - i + 1) // i\n    return result|10, 3|120|4, 5|0
catalan|n|the n-th Catalan number by the sum over all splits (1, 1, 2, 5, 14, ...)|numbers = [1]\n    for size in range(1, n + 1):\n        numbers.append(sum(numbers[i] * numbers[size - 1 - i] for i in range(size)))\n    return numbers[n]|4|14|0|1
derangements|n|in how many ways n letters can be put into n envelopes so that none is in its own, by D(n) = (n - 1) * (D(n - 1) + D(n - 2))|before, current = 1, 0\n    if n == 0:\n        return 1\n    for i in range(2, n + 1):\n        before, current = current, (i - 1) * (current + before)\n    return current|4|9|1|0
word_orders|word|how many different words can be made by reordering the letters of a word|from collections import Counter\n    from math import factorial\n\n    total = factorial(len(word))\n    for count in Counter(word).values():\n        total //= factorial(count)\n    return total|"banana"|60|""|1
stirling|n, k|the number of ways to divide n people into k non-empty groups|if n == k:\n        return 1\n    if k == 0 or k > n:\n        return 0\n    return k * stirling(n - 1, k) + stirling(n - 1, k - 1)|4, 2|7|3, 0|0
partition_count|n|the number of ways to write n as a sum of positive integers without regard to order|ways = [1] + [0] * n\n    for part in range(1, n + 1):\n        for total in range(part, n + 1):\n            ways[total] += ways[total - part]\n    return ways[n]|5|7|0|1
handshakes|groups|how many handshakes there are when everybody shakes hands with everybody from the other groups (group sizes in a list)|people = sum(groups)\n    return sum(size * (people - size) for size in groups) // 2|[2, 3, 1]|11|[5]|0
multichoose|kinds, picks|how many selections of `picks` scoops are possible from some kinds of ice cream when kinds may repeat and order does not matter|from math import comb\n\n    return comb(kinds + picks - 1, picks)|3, 2|6|5, 0|1
#### selections 3
Without itertools, write `$f($a)` that returns $d as a list of lists.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
combinations|items, k|all selections of k items in the order of the list|if k == 0:\n        return [[]]\n    if len(items) < k:\n        return []\n    first, rest = items[0], items[1:]\n    return [[first] + c for c in combinations(rest, k - 1)] + combinations(rest, k)|[1, 2, 3], 2|[[1, 2], [1, 3], [2, 3]]|[1], 2|[]
power_set|items|all subsets, starting with the empty one, each new item doubling the list|subsets = [[]]\n    for item in items:\n        subsets += [subset + [item] for subset in subsets]\n    return subsets|[1, 2]|[[], [1], [2], [1, 2]]|[]|[[]]
product|pools|all ways to take one item from each pool, the last pool changing fastest|result = [[]]\n    for pool in pools:\n        result = [chosen + [item] for chosen in result for item in pool]\n    return result|[[1, 2], [3, 4]]|[[1, 3], [1, 4], [2, 3], [2, 4]]|[]|[[]]
combination_sum|numbers, target|all ascending selections of numbers (positive, each usable any number of times) whose sum is the target|def extend(chosen, rest, start):\n        if rest == 0:\n            found.append(chosen)\n        for i in range(start, len(numbers)):\n            if numbers[i] <= rest:\n                extend(chosen + [numbers[i]], rest - numbers[i], i)\n\n    found = []\n    numbers = sorted(set(numbers))\n    extend([], target, 0)\n    return found|[2, 3, 7], 7|[[2, 2, 3], [7]]|[5], 3|[]
unique_subsets|numbers|the different subsets of a list with repeated elements, each sorted, in the order in which a depth-first search meets them|numbers = sorted(numbers)\n    found = []\n\n    def visit(start, chosen):\n        found.append(chosen)\n        for i in range(start, len(numbers)):\n            if i > start and numbers[i] == numbers[i - 1]:\n                continue\n            visit(i + 1, chosen + [numbers[i]])\n\n    visit(0, [])\n    return found|[2, 1, 2]|[[], [1], [1, 2], [1, 2, 2], [2], [2, 2]]|[]|[[]]
set_partitions|items|all ways to divide a list into non-empty groups (each way is a list of groups), the first item's group coming first|if not items:\n        return [[]]\n    first, rest = items[0], items[1:]\n    result = []\n    for groups in set_partitions(rest):\n        result.append([[first]] + groups)\n        for i in range(len(groups)):\n            result.append([[first] + groups[i]] + groups[:i] + groups[i + 1:])\n    return result|[1, 2]|[[[1], [2]], [[1, 2]]]|[]|[[]]
#### arrangements 3
Write `$f($a)`: $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
next_permutation|digits|the next list of the same numbers in lexicographic order, or the sorted list after the last one|a = list(digits)\n    i = len(a) - 2\n    while i >= 0 and a[i] >= a[i + 1]:\n        i -= 1\n    if i >= 0:\n        j = len(a) - 1\n        while a[j] <= a[i]:\n            j -= 1\n        a[i], a[j] = a[j], a[i]\n    a[i + 1:] = reversed(a[i + 1:])\n    return a|[1, 3, 2]|[2, 1, 3]|[3, 2, 1]|[1, 2, 3]
rank_of|word|the position (from 0) of a word with distinct letters among all orders of its letters in the alphabet|from math import factorial\n\n    rank = 0\n    for i, letter in enumerate(word):\n        smaller = sum(other < letter for other in word[i + 1:])\n        rank += smaller * factorial(len(word) - 1 - i)\n    return rank|"bca"|3|"abc"|0
nth_permutation|items, n|the n-th (from 0) order of the sorted items, found without producing the others|from math import factorial\n\n    items, result = sorted(items), []\n    while items:\n        index, n = divmod(n, factorial(len(items) - 1))\n        result.append(items.pop(index))\n    return result|"abc", 3|["b", "c", "a"]|[7], 0|[7]
unique_orders|word|the sorted list of the different words made from all letters of a word, which may repeat|if not word:\n        return [""]\n    result = []\n    for letter in sorted(set(word)):\n        result += [letter + rest for rest in unique_orders(word.replace(letter, "", 1))]\n    return result|"aba"|["aab", "aba", "baa"]|""|[""]
cycles|permutation|the cycles of a permutation of 0..n-1 given as a list (i goes to permutation[i]), each starting with its smallest element, fixed points left out|seen, found = set(), []\n    for start in range(len(permutation)):\n        cycle, i = [], start\n        while i not in seen:\n            seen.add(i)\n            cycle.append(i)\n            i = permutation[i]\n        if len(cycle) > 1:\n            found.append(cycle)\n    return found|[1, 2, 0, 3]|[[0, 1, 2]]|[0, 1]|[]
parentheses|n|all correct strings of n pairs of round brackets in alphabetical order|def build(text, opened, closed):\n        if closed == n:\n            return [text]\n        strings = []\n        if opened < n:\n            strings += build(text + "(", opened + 1, closed)\n        if closed < opened:\n            strings += build(text + ")", opened, closed + 1)\n        return strings\n\n    return build("", 0, 0)|2|["(())", "()()"]|0|[""]
seatings|guests, enemies|all orders of the guests in a row in which no pair from `enemies` sits side by side|from itertools import permutations\n\n    forbidden = {frozenset(pair) for pair in enemies}\n    return [order for order in permutations(guests)\n            if not any(frozenset(two) in forbidden for two in zip(order, order[1:]))]|"abc", [("a", "b")]|[("a", "c", "b"), ("b", "c", "a")]|"ab", ["ab"]|[]
case_variants|word|all spellings of a word with each letter small or capital, small letters first|from itertools import product\n\n    choices = [sorted({ch.lower(), ch.upper()}, reverse=True) for ch in word]\n    return ["".join(letters) for letters in product(*choices)]|"a1b"|["a1b", "a1B", "A1b", "A1B"]|""|[""]
#### puzzles 3
Solve by trying all possibilities: `$f($a)` returns $d.
----
from itertools import $i


def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
i f a d c x y z w
permutations|solve_sum|first, second, total|a dict from letter to digit for a letter sum such as ("A", "B", "C"), in which different letters are different digits and no word begins with 0; None without solution|letters = sorted(set(first + second + total))\n    for digits in permutations(range(10), len(letters)):\n        code = dict(zip(letters, digits))\n        if 0 in (code[first[0]], code[second[0]], code[total[0]]):\n            continue\n        a, b, c = (int("".join(str(code[ch]) for ch in word)) for word in (first, second, total))\n        if a + b == c:\n            return code\n    return None|"A", "A", "B"|{"A": 1, "B": 2}|"A", "A", "A"|None
product|find_operators|digits, target|the first expression made by putting "+" or "-" between the digits of a string (tried in this order, the last place changing fastest) with the given value, or None|for signs in product("+-", repeat=len(digits) - 1):\n        value = int(digits[0])\n        for sign, digit in zip(signs, digits[1:]):\n            value += int(digit) if sign == "+" else -int(digit)\n        if value == target:\n            return digits[0] + "".join(s + d for s, d in zip(signs, digits[1:]))\n    return None|"1234", 4|"1+2-3+4"|"11", 9|None
combinations|best_team|skills, size, needed|the alphabetically first team (tuple of names) of a given size whose members together have all needed skills, or None|for team in combinations(sorted(skills), size):\n        if needed <= set().union(*(skills[name] for name in team)):\n            return team\n    return None|{"Al": {"x"}, "Bo": {"y"}, "Cy": {"y", "z"}}, 2, {"x", "z"}|("Al", "Cy")|{"Al": {"x"}}, 1, {"q"}|None
permutations|shortest_tour|distance|the length of the shortest round trip from place 0 through all places, for a matrix of distances|n = len(distance)\n    best = None\n    for order in permutations(range(1, n)):\n        stops = (0, *order, 0)\n        length = sum(distance[a][b] for a, b in zip(stops, stops[1:]))\n        if best is None or length < best:\n            best = length\n    return best|[[0, 2, 9], [2, 0, 4], [9, 4, 0]]|15|[[0, 5], [5, 0]]|10
product|satisfiable|clauses, count|a list of booleans that satisfies all clauses (lists of nonzero integers; 3 means variable 3 is true, -3 that it is false; variables 1..count), or None; False is tried before True|for values in product([False, True], repeat=count):\n        if all(any(values[abs(v) - 1] == (v > 0) for v in clause) for clause in clauses):\n            return list(values)\n    return None|[[1, 2], [-1]], 2|[False, True]|[[1], [-1]], 1|None
permutations|magic_rows|numbers|the first arrangement of six numbers as a triangle (corners a, b, c and middles ab, bc, ca, in this order) whose three sides have the same sum, or None|for a, b, c, ab, bc, ca in permutations(numbers):\n        if a + ab + b == b + bc + c == c + ca + a:\n            return a, b, c, ab, bc, ca\n    return None|[1, 2, 3, 4, 5, 6]|(1, 2, 3, 6, 4, 5)|[1, 1, 1, 1, 1, 2]|None
'''
