TOPIC = "sets"
FAMILIES = r'''
#### set_algebra 1
Write `$f($a)`, which returns $d.
----
def $f($a):
    return $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
in_exactly_one|a, b, c|the elements that belong to exactly one of three sets|(a ^ b ^ c) - (a & b & c)|{1, 2, 3}, {2, 3}, {3, 4}|{1, 4}|set(), {5}, {5}|set()
common_letters|words|the sorted list of letters that occur in all words of a non-empty list|sorted(set.intersection(*map(set, words)))|["bread", "bear", "crab"]|["a", "b", "r"]|["a", "b"]|[]
jaccard|first, second|the size of the intersection of two collections divided by that of their union (1.0 if both are empty)|len(set(first) & set(second)) / len(set(first) \| set(second)) if first or second else 1.0|"abc", "bcd"|0.5|[], []|1.0
only_in_first|wanted, have|a sorted list of what is wanted but not there|sorted(set(wanted).difference(have))|["salt", "oil", "egg"], ["egg"]|["oil", "salt"]|[], ["x"]|[]
are_disjoint|sets|True if no element belongs to two of the sets in a list|sum(map(len, sets)) == len(set().union(*sets))|[{1}, {2, 3}, {4}]|True|[{1, 2}, {2}]|False
in_at_least_two|sets|the set of the elements that belong to two or more of the sets in a list|{x for i, s in enumerate(sets) for x in s if any(x in t for t in sets[:i])}|[{1, 2}, {2, 3}, {3, 1}]|{1, 2, 3}|[{1}]|set()
is_cover|parts, whole|True if every element of `whole` is in one of the parts|set(whole) <= set().union(*parts)|[{1, 2}, {3}], [1, 3]|True|[], [1]|False
dice_overlap|a, b|twice the number of common elements divided by the sum of both set sizes, 0.0 if both sets are empty|2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0|{1, 2}, {2, 3, 4, 5}|1 / 3|set(), set()|0.0
#### missing_repeated 1
Given a list of integers, `$f($a)` returns $d. Use a set.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
has_duplicates|numbers|True if some number occurs more than once|return len(set(numbers)) < len(numbers)|[1, 2, 1]|True|[]|False
repeated|numbers|the sorted list of the numbers that occur more than once|seen, twice = set(), set()\n    for n in numbers:\n        (twice if n in seen else seen).add(n)\n    return sorted(twice)|[3, 1, 3, 1, 3, 2]|[1, 3]|[1]|[]
gaps_in|numbers|the integers missing between the smallest and the largest, in ascending order|present = set(numbers)\n    return [n for n in range(min(present), max(present)) if n not in present]|[4, 1, 6]|[2, 3, 5]|[7]|[]
first_missing|numbers|the smallest positive integer that is not in the list|present = set(numbers)\n    candidate = 1\n    while candidate in present:\n        candidate += 1\n    return candidate|[3, 1, -1, 4]|2|[]|1
first_repeat|numbers|the first number that has occurred before, or None|seen = set()\n    for n in numbers:\n        if n in seen:\n            return n\n        seen.add(n)\n    return None|[5, 1, 2, 1, 5]|1|[1, 2]|None
near_duplicate|numbers, k|True if equal numbers occur at positions at most k apart, keeping a set of the last k numbers|window = set()\n    for i, n in enumerate(numbers):\n        if n in window:\n            return True\n        window.add(n)\n        if i >= k:\n            window.remove(numbers[i - k])\n    return False|[1, 2, 3, 1], 3|True|[1, 2, 3, 1], 2|False
distinct_pairs|numbers, total|the sorted list of pairs (a, b), a < b, of different values in the list with the given sum|values = set(numbers)\n    return sorted((n, total - n) for n in values if n < total - n and total - n in values)|[1, 5, 3, 7, 5], 8|[(1, 7), (3, 5)]|[4, 4], 8|[]
#### family_of_sets 3
Write `$f($a)` for a collection of sets: $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
greedy_cover|sets, universe|return the indices of sets that together cover the universe, always taking the one that adds most (the first on a tie); None if it is impossible|missing, chosen = set(universe), []\n    while missing:\n        best = max(range(len(sets)), key=lambda i: len(sets[i] & missing), default=None)\n        if best is None or not sets[best] & missing:\n            return None\n        chosen.append(best)\n        missing -= sets[best]\n    return chosen|[{1, 2}, {2, 3, 4}, {1}], {1, 2, 3, 4}|[1, 0]|[{1}], {2}|None
maximal_sets|sets|return those sets that are not contained in another one of the list, without repeats|unique = []\n    for s in sets:\n        if s not in unique:\n            unique.append(s)\n    return [s for s in unique if not any(s < other for other in unique)]|[{1}, {1, 2}, {3}, {3}]|[{1, 2}, {3}]|[]|[]
is_partition|parts, whole|tell whether the parts are non-empty, do not overlap and together make up the whole|if not all(parts):\n        return False\n    union = set()\n    for part in parts:\n        if union & part:\n            return False\n        union \|= part\n    return union == whole|[{1}, {2, 3}], {1, 2, 3}|True|[{1, 2}, {2}], {1, 2}|False
smallest_hitting_set|sets|return a smallest set (as a sorted list, the first in lexicographic order) that has an element in common with every set|from itertools import combinations\n\n    elements = sorted(set().union(*sets))\n    for size in range(len(elements) + 1):\n        for chosen in combinations(elements, size):\n            if all(s.intersection(chosen) for s in sets):\n                return list(chosen)\n    return None|[{1, 2}, {2, 3}, {4}]|[2, 4]|[{1}, set()]|None
is_topology|sets, whole|check that a list of frozensets contains the empty set and the whole, and with any two sets also their union and intersection|family = set(sets)\n    if frozenset() not in family or frozenset(whole) not in family:\n        return False\n    return all(a \| b in family and a & b in family for a in family for b in family)|[frozenset(), frozenset({1}), frozenset({1, 2})], {1, 2}|True|[frozenset(), frozenset({1}), frozenset({2}), frozenset({1, 2, 3})], {1, 2, 3}|False
equivalence_classes|items, related|divide a list into classes of related items, when related(a, b) is an equivalence; classes and items keep their order|classes = []\n    for item in items:\n        for group in classes:\n            if related(group[0], item):\n                group.append(item)\n                break\n        else:\n            classes.append([item])\n    return classes|[1, 5, 2, 8], lambda a, b: a % 3 == b % 3|[[1], [5, 2, 8]]|[], None|[]
compare_many|versions|for a dict from name to a set of features, return (features in all versions, dict of the features only one version has)|shared = set.intersection(*versions.values())\n    special = {}\n    for name, features in versions.items():\n        others = set().union(*(f for n, f in versions.items() if n != name))\n        special[name] = features - others\n    return shared, special|{"a": {1, 2}, "b": {1, 3}}|({1}, {"a": {2}, "b": {3}})|{"a": {4}}|({4}, {"a": {4}})
'''
