TOPIC = "recursion"
FAMILIES = r'''
#### nested_lists 2
A list may contain integers and further lists of the same kind. Write a recursive function `$f(nested)` that returns $d.
----
def $f(nested):
    $c
----
$f([1, [2, [3], []], 4]) == $x
$f([]) == $y
----
f d c x y
deep_sum|the sum of all integers|total = 0\n    for item in nested:\n        total += $f(item) if isinstance(item, list) else item\n    return total|10|0
nesting_depth|the depth of nesting; a flat list has depth 1|return 1 + max(($f(x) for x in nested if isinstance(x, list)), default=0)|3|1
count_lists|how many lists there are in total, the outermost included|return 1 + sum($f(part) for part in nested if isinstance(part, list))|4|1
deep_reverse|a copy in which the order is reversed on every level|return [$f(e) if isinstance(e, list) else e for e in reversed(nested)]|[4, [[], [3], 2], 1]|[]
weighted_sum|the sum of all integers, each multiplied by its depth (1 for the outermost list)|def visit(items, depth):\n        return sum(visit(i, depth + 1) if isinstance(i, list) else i * depth for i in items)\n\n    return visit(nested, 1)|1 + 4 + 9 + 4|0
render|text in which every list is written in round brackets and the items are separated by single spaces, e.g. "(1 (2) 3)"|parts = [$f(item) if isinstance(item, list) else str(item) for item in nested]\n    return "(" + " ".join(parts) + ")"|"(1 (2 (3) ()) 4)"|"()"
prune|a copy without empty lists, also without those that become empty|kept = []\n    for item in nested:\n        if isinstance(item, list):\n            item = $f(item)\n            if not item:\n                continue\n        kept.append(item)\n    return kept|[1, [2, [3]], 4]|[]
#### recursive_numbers 1
Write a recursive function `$f($a)` without loops: $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
power|base, n|the n-th power of base for n >= 0, halving the exponent where possible|if n == 0:\n        return 1\n    half = power(base, n // 2)\n    return half * half * (base if n % 2 else 1)|3, 5|243|7, 0|1
sum_digits|n|the sum of the decimal digits of n|if n < 10:\n        return n\n    return n % 10 + sum_digits(n // 10)|4072|13|5|5
countdown|n|the list n, n-1, ..., 1|return [n] + countdown(n - 1) if n > 0 else []|3|[3, 2, 1]|0|[]
factorial|n|the product of 1..n (1 for n = 0); negative n raises ValueError|if n < 0:\n        raise ValueError("negative")\n    return 1 if n == 0 else n * factorial(n - 1)|5|120|0|1
multiply|a, b|the product of two integers, b >= 0, using only addition and subtraction|if b == 0:\n        return 0\n    return a + multiply(a, b - 1)|6, 4|24|9, 0|0
binary_text|n|the binary digits of n >= 0 as a string|if n < 2:\n        return str(n)\n    return binary_text(n // 2) + str(n % 2)|10|"1010"|0|"0"
ackermann|m, n|the Ackermann function: n + 1 for m = 0, A(m-1, 1) for n = 0, else A(m-1, A(m, n-1))|if m == 0:\n        return n + 1\n    if n == 0:\n        return ackermann(m - 1, 1)\n    return ackermann(m - 1, ackermann(m, n - 1))|2, 3|9|0, 5|6
#### recursive_strings 2
Write `$f($a)` recursively: $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
reverse_text|text|return the string backwards|if len(text) <= 1:\n        return text\n    return reverse_text(text[1:]) + text[0]|"abc"|"cba"|""|""
spread|word|put a dash between all neighbouring letters|if len(word) < 2:\n        return word\n    return word[0] + "-" + spread(word[1:])|"cat"|"c-a-t"|"x"|"x"
remove_char|s, ch|remove every occurrence of a character|if not s:\n        return ""\n    rest = remove_char(s[1:], ch)\n    return rest if s[0] == ch else s[0] + rest|"banana", "a"|"bnn"|"", "x"|""
double_star|text|put a "*" between adjacent equal characters|if len(text) < 2:\n        return text\n    gap = "*" if text[0] == text[1] else ""\n    return text[0] + gap + double_star(text[1:])|"hello"|"hel*lo"|"aaa"|"a*a*a"
matches|pattern, text|match a text against a pattern in which "?" stands for any single character and "*" for any run of characters|if not pattern:\n        return not text\n    if pattern[0] == "*":\n        return matches(pattern[1:], text) or bool(text) and matches(pattern, text[1:])\n    return bool(text) and pattern[0] in ("?", text[0]) and matches(pattern[1:], text[1:])|"a*c?", "abbcd"|True|"a?", "a"|False
expand|text|unpack repetitions such as "2[ab3[c]]", which gives "abcccabccc" (numbers of one digit)|out, i = "", 0\n    while i < len(text):\n        if not text[i].isdigit():\n            out += text[i]\n            i += 1\n            continue\n        end, depth = i + 2, 1\n        while depth:\n            depth += (text[end] == "[") - (text[end] == "]")\n            end += 1\n        out += int(text[i]) * expand(text[i + 2:end - 1])\n        i = end\n    return out|"2[ab3[c]]x"|"abcccabcccx"|"abc"|"abc"
#### trees 3
A binary tree is None or a tuple (left, value, right). Write `$f($a)` that returns $d.
----
def $f($a):
    $c
----
: t = ((None, 1, None), 2, ((None, 3, None), 5, None))
$f(t$x) == $y
$f(None$x) == $w
----
f a d c x y w
tree_height|tree|the number of levels of the tree, 0 for None|if tree is None:\n        return 0\n    left, _, right = tree\n    return 1 + max(tree_height(left), tree_height(right))||3|0
tree_sum|node|the sum of all values|if node is None:\n        return 0\n    return tree_sum(node[0]) + node[1] + tree_sum(node[2])||11|0
in_order|tree|the list of the values from left to right|if not tree:\n        return []\n    left, value, right = tree\n    return [*in_order(left), value, *in_order(right)]||[1, 2, 3, 5]|[]
leaf_values|tree|the values of the nodes that have no children, from left to right|if tree is None:\n        return []\n    left, value, right = tree\n    if left is None and right is None:\n        return [value]\n    return leaf_values(left) + leaf_values(right)||[1, 3]|[]
mirrored|tree|the mirror image of the tree|if tree is None:\n        return None\n    left, value, right = tree\n    return mirrored(right), value, mirrored(left)||((None, 5, (None, 3, None)), 2, (None, 1, None))|None
by_level|root|the values level by level as a list of lists|levels = []\n\n    def visit(node, depth):\n        if node is None:\n            return\n        if depth == len(levels):\n            levels.append([])\n        visit(node[0], depth + 1)\n        levels[depth].append(node[1])\n        visit(node[2], depth + 1)\n\n    visit(root, 0)\n    return levels||[[2], [1, 5], [3]]|[]
is_search_tree|tree, low=float("-inf"), high=float("inf")|whether it is a binary search tree: all values on the left smaller, all on the right larger than the value of a node|if tree is None:\n        return True\n    left, value, right = tree\n    return (low < value < high and is_search_tree(left, low, value)\n            and is_search_tree(right, value, high))||True|True
root_to_leaf|tree, total|whether the values along some way from the root to a leaf add up to a total (False for an empty tree)|if tree is None:\n        return False\n    left, value, right = tree\n    if left is right is None:\n        return value == total\n    return root_to_leaf(left, total - value) or root_to_leaf(right, total - value)|, 10|True|False
#### hanoi 3
Towers of Hanoi with n discs on the pegs $p. Write `$f($a)`, which returns $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
p f a d c x y z w
"A", "B", "C"|hanoi|n, source="A", target="C", spare="B"|the list of moves as (from, to) pairs|if n == 0:\n        return []\n    return (hanoi(n - 1, source, spare, target) + [(source, target)]\n            + hanoi(n - 1, spare, target, source))|2|[("A", "B"), ("A", "C"), ("B", "C")]|0|[]
0, 1, 2, where only moves between neighbouring pegs are allowed|adjacent_moves|n|the number of moves needed to bring all discs from peg 0 to peg 2|if n == 0:\n        return 0\n    # the smaller tower crosses the middle three times\n    return 3 * adjacent_moves(n - 1) + 2|2|8|0|0
0, 1 and 2|check_moves|n, moves|whether the list of (from, to) moves is legal and ends with all discs on peg 2|pegs = [list(range(n, 0, -1)), [], []]\n    for start, end in moves:\n        if not pegs[start]:\n            return False\n        disc = pegs[start].pop()\n        if pegs[end] and pegs[end][-1] < disc:\n            return False\n        pegs[end].append(disc)\n    return len(pegs[2]) == n|2, [(0, 1), (0, 2), (1, 2)]|True|2, [(0, 2), (0, 2)]|False
====
Pancakes can only be sorted by flipping the top k of the pile. `flips(pile)` returns the list of numbers k that sorts the pile (top first) in ascending order: bring the largest to the top, then to its place.
----
def flips(pile):
    pile, done = list(pile), []
    for size in range(len(pile), 1, -1):
        at = pile.index(max(pile[:size]))
        if at == size - 1:
            continue
        for k in (at + 1, size):
            if k > 1:
                pile[:k] = reversed(pile[:k])
                done.append(k)
    return done
----
flips([2, 3, 1]) == [2, 3]
flips([1, 2, 3]) == []
====
Draw the marks of a ruler: `ruler(order)` returns the list of mark lengths, where order 1 is [1] and each order puts its own number between two copies of the order below.
----
def ruler(order):
    if order == 0:
        return []
    half = ruler(order - 1)
    return half + [order] + half
----
ruler(3) == [1, 2, 1, 3, 1, 2, 1]
ruler(0) == []
====
Count the squares obtained by cutting a rectangle of integer sides greedily: always cut off the largest possible square. Write `cut_squares(width, height)` recursively.
----
def cut_squares(width, height):
    if width == 0 or height == 0:
        return 0
    if width < height:
        width, height = height, width
    return width // height + cut_squares(width % height, height)
----
cut_squares(5, 3) == 4
cut_squares(4, 4) == 1
#### backtracking 4
Write `$f($a)` with backtracking: $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
equal_teams|strengths|can the players be divided into two teams with the same total strength? Return one team as a list of indices (containing index 0), or None|goal, odd = divmod(sum(strengths), 2)\n    if odd:\n        return None\n\n    def choose(i, team, missing):\n        if missing == 0:\n            return team\n        if i == len(strengths) or missing < 0:\n            return None\n        return (choose(i + 1, team + [i], missing - strengths[i])\n                or choose(i + 1, team, missing))\n\n    return choose(1, [0], goal - strengths[0])|[3, 1, 1, 2, 1]|[0, 1]|[2, 3]|None
colour_map|neighbours, colours|give each country (keys of the dict `neighbours`) a colour such that no two neighbours share one; return a dict or None|countries = list(neighbours)\n    chosen = {}\n\n    def solve(i):\n        if i == len(countries):\n            return True\n        country = countries[i]\n        for colour in colours:\n            if all(chosen.get(n) != colour for n in neighbours[country]):\n                chosen[country] = colour\n                if solve(i + 1):\n                    return True\n                del chosen[country]\n        return False\n\n    return chosen if solve(0) else None|{"A": "B", "B": "AC", "C": "B"}, ["red", "blue"]|{"A": "red", "B": "blue", "C": "red"}|{"A": "B", "B": "A"}, ["red"]|None
word_in_grid|grid, word|can the word be traced in a grid of letters over cells that touch at a side, using no cell twice?|rows, cols = len(grid), len(grid[0])\n\n    def search(r, c, i, used):\n        if i == len(word):\n            return True\n        if not (0 <= r < rows and 0 <= c < cols) or (r, c) in used or grid[r][c] != word[i]:\n            return False\n        used = used \| {(r, c)}\n        return any(search(r + dr, c + dc, i + 1, used)\n                   for dr, dc in ((1, 0), (-1, 0), (0, 1), (0, -1)))\n\n    return any(search(r, c, 0, frozenset()) for r in range(rows) for c in range(cols))|["tea", "xnd"], "tend"|True|["aba"], "abab"|False
sign_sum|numbers, target|find signs + and - in front of the numbers such that the sum is the target; return a string such as "+-+" (plus is tried first) or None|def place(i, total):\n        if i == len(numbers):\n            return "" if total == target else None\n        for sign, value in (("+", numbers[i]), ("-", -numbers[i])):\n            rest = place(i + 1, total + value)\n            if rest is not None:\n                return sign + rest\n        return None\n\n    return place(0, 0)|[1, 2, 3], 2|"+-+"|[1], 5|None
phone_words|digits, words|which of the words can be typed with the digits on a phone keypad (2 = abc, 3 = def, ... 9 = wxyz)?|keys = dict(zip("23456789", "abc def ghi jkl mno pqrs tuv wxyz".split()))\n    prefixes = [""]\n    for digit in digits:\n        prefixes = [p + ch for p in prefixes for ch in keys[digit]\n                    if any(word.startswith(p + ch) for word in words)]\n    return [word for word in words if word in prefixes]|"228", ["cat", "bat", "dog", "ca"]|["cat", "bat"]|"5", []|[]
knight_tour|n|the cells (row, col) of a knight's tour over an n x n board from (0, 0), trying the cell with the fewest onward moves first; None if there is none|steps = [(1, 2), (2, 1), (2, -1), (1, -2), (-1, -2), (-2, -1), (-2, 1), (-1, 2)]\n    path = [(0, 0)]\n\n    def onward(cell):\n        moves = ((cell[0] + i, cell[1] + j) for i, j in steps)\n        return [m for m in moves if 0 <= m[0] < n and 0 <= m[1] < n and m not in path]\n\n    def extend():\n        if len(path) == n * n:\n            return True\n        for cell in sorted(onward(path[-1]), key=lambda m: len(onward(m))):\n            path.append(cell)\n            if extend():\n                return True\n            path.pop()\n        return False\n\n    return path if extend() else None|1|[(0, 0)]|3|None
'''
