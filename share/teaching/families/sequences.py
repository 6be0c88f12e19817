TOPIC = "number sequences"
FAMILIES = r'''
#### fibonacci_like 1
Write `$f($a)` that returns $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
fib|n|the n-th Fibonacci number, where fib(0) = 0 and fib(1) = 1, with a simple loop|a, b = 0, 1\n    for _ in range(n):\n        a, b = b, a + b\n    return a|10|55|0|0
fib_upto|limit|the list of the Fibonacci numbers 1, 2, 3, 5, ... that do not exceed a limit|numbers = []\n    a, b = 1, 2\n    while a <= limit:\n        numbers.append(a)\n        a, b = b, a + b\n    return numbers|13|[1, 2, 3, 5, 8, 13]|0|[]
lucas|n|the first n Lucas numbers 2, 1, 3, 4, 7, ...|numbers = [2, 1]\n    while len(numbers) < n:\n        numbers.append(numbers[-1] + numbers[-2])\n    return numbers[:n]|5|[2, 1, 3, 4, 7]|1|[2]
tribonacci|n|the n-th term of 0, 0, 1, 1, 2, 4, 7, ..., each being the sum of the three before it|terms = [0, 0, 1]\n    for i in range(3, n + 1):\n        terms.append(sum(terms[i - 3:i]))\n    return terms[n]|6|7|1|0
fib_fast|n|the n-th Fibonacci number (0, 1, 1, 2, ...) by fast doubling: F(2k) = F(k) * (2F(k+1) - F(k)), F(2k+1) = F(k)^2 + F(k+1)^2|def pair(k):\n        if k == 0:\n            return 0, 1\n        a, b = pair(k // 2)\n        c, d = a * (2 * b - a), a * a + b * b\n        return (d, c + d) if k % 2 else (c, d)\n\n    return pair(n)[0]|50|12586269025|1|1
zeckendorf|n|the unique list of Fibonacci numbers, descending and without neighbours in the sequence, that add up to n|fibs = [1, 2]\n    while fibs[-1] <= n:\n        fibs.append(fibs[-1] + fibs[-2])\n    parts = []\n    for f in reversed(fibs):\n        if f <= n:\n            parts.append(f)\n            n -= f\n    return parts|30|[21, 8, 1]|0|[]
is_fib_like|numbers|whether every element from the third on is the sum of the two before it|return all(c == a + b for a, b, c in zip(numbers, numbers[1:], numbers[2:]))|[2, 5, 7, 12]|True|[1, 2, 4]|False
golden_ratio|steps|an approximation of the golden ratio by the continued fraction 1 + 1/(1 + 1/(1 + ...)) of the given depth|value = 1.0\n    for _ in range(steps):\n        value = 1 + 1 / value\n    return value|2|1.5|0|1.0
#### self_describing 2
Write `$f($a)`: $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
look_and_say|n|the n-th term (a string) of "1", "11", "21", "1211", ..., in which each term describes the one before it|from itertools import groupby\n\n    term = "1"\n    for _ in range(n - 1):\n        term = "".join(f"{len(list(run))}{digit}" for digit, run in groupby(term))\n    return term|5|"111221"|1|"1"
van_eck|n|the first n terms of the sequence that begins with 0 and goes on with the distance to the previous occurrence of the last term, or 0 if it is new|terms, last_seen = [0], {}\n    while len(terms) < n:\n        current, place = terms[-1], len(terms) - 1\n        terms.append(place - last_seen.get(current, place))\n        last_seen[current] = place\n    return terms[:n]|8|[0, 0, 1, 0, 2, 0, 2, 2]|1|[0]
recaman|n|the first n terms of Recaman's sequence: a(0) = 0, a(k) = a(k-1) - k if that is positive and new, else a(k-1) + k|terms, seen = [0], {0}\n    for k in range(1, n):\n        back = terms[-1] - k\n        terms.append(back if back > 0 and back not in seen else terms[-1] + k)\n        seen.add(terms[-1])\n    return terms|7|[0, 1, 3, 6, 2, 7, 13]|1|[0]
thue_morse|n|the string obtained from "0" by appending the complement (0 and 1 exchanged) n times|text = "0"\n    flip = str.maketrans("01", "10")\n    for _ in range(n):\n        text += text.translate(flip)\n    return text|3|"01101001"|0|"0"
lindenmayer|start, rules, n|apply replacement rules (dict from character to string) n times to all characters of a string at once|for _ in range(n):\n        start = "".join(rules.get(ch, ch) for ch in start)\n    return start|"a", {"a": "ab", "b": "a"}, 3|"abaab"|"x", {}, 5|"x"
golomb|n|the first n terms of the non-decreasing sequence 1, 2, 2, 3, 3, 4, 4, 4, ... in which the number k occurs exactly a(k) times|terms = [1, 2, 2]\n    k = 3\n    while len(terms) < n:\n        terms += [k] * terms[k - 1]\n        k += 1\n    return terms[:n]|8|[1, 2, 2, 3, 3, 4, 4, 4]|2|[1, 2]
is_autobiographical|number|does the digit at place i (from 0, from the left) of a number say how many digits i it has, as in 1210?|digits = str(number)\n    return all(digits.count(str(i)) == int(d) for i, d in enumerate(digits))|1210|True|1211|False
#### progressions 1
Write `$f($a)`, which returns $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
arithmetic_terms|first, difference, n|the first n terms of an arithmetic progression|return [first + i * difference for i in range(n)]|3, 4, 3|[3, 7, 11]|1, 1, 0|[]
geometric_sum|first, ratio, n|the sum of the first n terms of a geometric progression, adding them one by one|total, term = 0, first\n    for _ in range(n):\n        total += term\n        term *= ratio\n    return total|1, 2, 5|31|7, 3, 0|0
missing_term|terms|the one term missing from an arithmetic progression of at least three given terms, not at either end|step = (terms[-1] - terms[0]) // len(terms)\n    expected = terms[0]\n    for term in terms:\n        if term != expected:\n            return expected\n        expected += step\n    return None|[2, 4, 8, 10]|6|[9, 5, 3]|7
kind_of|terms|"arithmetic", "geometric", "both" or "neither" for three or more nonzero integers|pairs = list(zip(terms, terms[1:]))\n    arithmetic = len({b - a for a, b in pairs}) == 1\n    geometric = all(b * terms[0] == a * terms[1] for a, b in pairs)\n    if arithmetic and geometric:\n        return "both"\n    if arithmetic:\n        return "arithmetic"\n    return "geometric" if geometric else "neither"|[2, 6, 18]|"geometric"|[5, 5, 5]|"both"
extrapolate|terms|the next term of a sequence generated by a polynomial, by forming differences until they are all 0|if not any(terms):\n        return 0\n    differences = [b - a for a, b in zip(terms, terms[1:])]\n    return terms[-1] + extrapolate(differences)|[1, 4, 9, 16]|25|[3, 3]|3
triangular_root|n|k if n is the k-th triangular number 1, 3, 6, 10, ..., otherwise None|k, total = 0, 0\n    while total < n:\n        k += 1\n        total += k\n    return k if total == n else None|10|4|11|None
polygonal|sides, n|the n-th number of the given polygonal kind (3: triangular, 4: square, ...): ((s - 2) * n * n - (s - 4) * n) / 2|return ((sides - 2) * n * n - (sides - 4) * n) // 2|5, 4|22|3, 1|1
#### triangles_of_numbers 2
Write `$f($a)`: $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
pascal_row|n|the n-th row (from 0) of Pascal's triangle, each row made from the one above|row = [1]\n    for _ in range(n):\n        row = [1] + [a + b for a, b in zip(row, row[1:])] + [1]\n    return row|4|[1, 4, 6, 4, 1]|0|[1]
pascal|rows|the first rows of Pascal's triangle as a list of lists|triangle = []\n    for i in range(rows):\n        row = [1] * (i + 1)\n        for j in range(1, i):\n            row[j] = triangle[-1][j - 1] + triangle[-1][j]\n        triangle.append(row)\n    return triangle|3|[[1], [1, 1], [1, 2, 1]]|0|[]
floyd|rows|Floyd's triangle: row i contains i successive natural numbers, beginning with 1 in the first row|triangle, n = [], 1\n    for size in range(1, rows + 1):\n        triangle.append(list(range(n, n + size)))\n        n += size\n    return triangle|3|[[1], [2, 3], [4, 5, 6]]|1|[[1]]
bell_numbers|n|the first n Bell numbers 1, 1, 2, 5, 15, ..., read from the left edge of the Bell triangle (each row starts with the last entry of the row above; every other entry is the sum of the entry to its left and the one above that)|row, bells = [1], []\n    for _ in range(n):\n        bells.append(row[0])\n        following = [row[-1]]\n        for above in row:\n            following.append(following[-1] + above)\n        row = following\n    return bells|5|[1, 1, 2, 5, 15]|0|[]
sierpinski|n|n lines of Pascal's triangle with "*" for odd entries and "." for even ones|lines, row = [], [1]\n    for _ in range(n):\n        lines.append("".join("*" if entry else "." for entry in row))\n        row = [1] + [a ^ b for a, b in zip(row, row[1:])] + [1]\n    return lines|4|["*", "**", "*.*", "****"]|1|["*"]
euler_numbers|n|the n-th row of Euler's triangle, entry k being the number of permutations of 1..n with k ascents: A(n, k) = (k + 1) A(n - 1, k) + (n - k) A(n - 1, k - 1)|row = [1]\n    for size in range(2, n + 1):\n        padded = [0] + row + [0]\n        row = [(k + 1) * padded[k + 1] + (size - k) * padded[k] for k in range(size)]\n    return row|3|[1, 4, 1]|1|[1]
'''
