KIND, LANGUAGE = "function", "python"
GROUPS = r'''
Return the $d of a whole number's digits (of its absolute value).
----
def $f(n):
    $c
----
$f(1203) == $x
$f(-45) == $y
$f(7) == $z
----
d f c x y z
alternating sum, beginning with plus at the last digit,|alternating_sum|total, sign = 0, 1\n    for digit in reversed(str(abs(n))):\n        total += sign * int(digit)\n        sign = -sign\n    return total|4|1|7
repeated sum until one digit is left|digital_root|n = abs(n)\n    while n > 9:\n        n = sum(map(int, str(n)))\n    return n|6|9|7
largest arrangement as a number|largest_arrangement|return int("".join(sorted(str(abs(n)), reverse=True)))|3210|54|7
product, leaving out zeros,|digit_product|result = 1\n    for digit in str(abs(n)):\n        if digit != "0":\n            result *= int(digit)\n    return result|6|20|7
====
Round a number to the nearest multiple of $d.
----
$i
def $f(value$a):
    return $c
----
$f($x) == $y
$f($z) == $w
----
i d f a c x y z w
|0.05, as Swiss shops do, returning two places|round_swiss||round(round(value * 20) / 20, 2)|1.97|1.95|3.03|3.05
import math\n\n|`step`, halves going up|round_to_step|, step|math.floor(value / step + 0.5) * step|12.5, 5|15|12, 5|10
|a quarter of an hour, in minutes; 7 go down and 8 go up|round_quarter||(value + 7) // 15 * 15|52|45|53|60
====
Return the number with the $d among the whole numbers from a to b, both included. Ties go to the smallest.
----
def $f(a, b):
    def $g(n):
        $c
    return max(range(a, b + 1), key=$g)
----
$f($x) == $y
$f(5, 5) == 5
----
d f g c x y
most divisors|most_divisors|divisors|return sum(n % d == 0 for d in range(1, n + 1))|1, 20|12
largest digit sum|largest_digit_sum|digit_sum|return sum(int(digit) for digit in str(n))|10, 40|39
most ones in its binary form|most_ones|ones|return bin(n).count("1")|1, 16|15
====
Check whether a number is a $d.
----
def $f(n):
    $c
----
$f($x) == True
$f($y) == False
$f($z) == True
----
d f c x y z
triangular number, i.e. 1 + 2 + ... + k for some k (0 counts)|is_triangular|total = step = 0\n    while total < n:\n        step += 1\n        total += step\n    return total == n|21|20|0
palindrome in base two|is_binary_palindrome|bits = bin(n)[2:]\n    return bits == bits[::-1]|9|10|1
power of two|is_power_of_two|return n > 0 and n & (n - 1) == 0|64|48|1
number whose digits only rise from left to right (no two equal)|rises|digits = str(n)\n    return all(a < b for a, b in zip(digits, digits[1:]))|1359|1339|4
Harshad number, divisible by the sum of its digits|is_harshad|return n % sum(int(digit) for digit in str(n)) == 0|18|19|21
semiprime, the product of exactly two primes, equal or not|is_semiprime|count, divisor = 0, 2\n    while n > 1:\n        while n % divisor == 0:\n            n //= divisor\n            count += 1\n        divisor += 1\n    return count == 2|15|12|49
====
Swap the $d of a byte.
----
def $f(byte):
    return $c
----
$f($x) == $y
$f($z) == $w
----
d f c x y z w
two halves of four bits|swap_nibbles|(byte & 0x0F) << 4 \| byte >> 4|0xA5|0x5A|0x0F|0xF0
odd and the even bits (bit 0 with bit 1, bit 2 with bit 3, and so on)|swap_bit_pairs|(byte & 0x55) << 1 \| (byte & 0xAA) >> 1|0b01|0b10|0b1000|0b0100
====
Compute the binomial coefficient "n over k" without factorials, 0 when k is outside of 0 to n.
----
def binomial(n, k):
    if not 0 <= k <= n:
        return 0
    result = 1
    for i in range(1, min(k, n - k) + 1):
        result = result * (n - i + 1) // i
    return result
----
binomial(5, 2) == 10
binomial(4, 5) == 0
binomial(6, 0) == 1
binomial(10, 7) == 120
====
Add two fractions given as (numerator, denominator) tuples and reduce the result; its denominator is positive.
----
from math import gcd


def add_fractions(a, b):
    top = a[0] * b[1] + b[0] * a[1]
    bottom = a[1] * b[1]
    divisor = gcd(top, bottom)
    if bottom < 0:
        divisor = -divisor
    return top // divisor, bottom // divisor
----
add_fractions((1, 2), (1, 6)) == (2, 3)
add_fractions((1, 2), (1, -2)) == (0, 1)
add_fractions((1, -3), (0, 5)) == (-1, 3)
====
Write a positive fraction below one as a sum of different unit fractions, always taking the largest one possible. Return the list of denominators.
----
def egyptian(top, bottom):
    denominators = []
    while top > 0:
        unit = -(-bottom // top)
        denominators.append(unit)
        top, bottom = top * unit - bottom, bottom * unit
    return denominators
----
egyptian(5, 6) == [2, 3]
egyptian(1, 4) == [4]
egyptian(7, 15) == [3, 8, 120]
====
Raise a number to a whole power by repeated squaring, taking the result modulo `m` at every step.
----
def power_mod(base, exponent, m):
    result = 1 % m
    base %= m
    while exponent:
        if exponent & 1:
            result = result * base % m
        base = base * base % m
        exponent >>= 1
    return result
----
power_mod(3, 200, 13) ~ pow(3, 200, 13)
power_mod(5, 0, 7) == 1
power_mod(5, 0, 1) == 0
power_mod(10, 3, 7) == 6
====
Find the multiplicative inverse of a modulo m by the extended Euclidean algorithm. Return None if there is none.
----
def inverse(a, m):
    old, new, x, y = a % m, m, 1, 0
    while new:
        quotient = old // new
        old, new = new, old - quotient * new
        x, y = y, x - quotient * y
    return x % m if old == 1 else None
----
inverse(3, 11) == 4
inverse(2, 4) == None
inverse(10, 17) == 12
====
Return how many zeros stand at the end of n! without computing it.
----
def trailing_zeros(n):
    zeros = 0
    while n:
        n //= 5
        zeros += n
    return zeros
----
trailing_zeros(25) == 6
trailing_zeros(4) == 0
trailing_zeros(100) == 24
====
List the $d up to n.
----
def $f(n):
    $c
----
$f($x) == $y
$f($z) == $w
----
d f c x y z w
pairs of twin primes (p, p + 2) with p + 2|twin_primes|primes = [p for p in range(2, n + 1) if all(p % d for d in range(2, int(p ** 0.5) + 1))]\n    return [(p, q) for p, q in zip(primes, primes[1:]) if q - p == 2]|20|[(3, 5), (5, 7), (11, 13), (17, 19)]|4|[]
Pythagorean triples (a, b, c) with a < b < c and c|pythagorean_triples|squares = {c * c: c for c in range(1, n + 1)}\n    return [(a, b, squares[a * a + b * b]) for a in range(1, n) for b in range(a + 1, n)\n            if a * a + b * b in squares]|13|[(3, 4, 5), (5, 12, 13), (6, 8, 10)]|4|[]
numbers that are square-free, i.e. divisible by no square but 1,|square_free|return [k for k in range(1, n + 1) if all(k % (d * d) for d in range(2, int(k ** 0.5) + 1))]|10|[1, 2, 3, 5, 6, 7, 10]|0|[]
====
Convert a number between bases: `digits` is a list of digit values, most significant first, in base `source`; return such a list in base `target`. Zero is [0].
----
def change_base(digits, source, target):
    number = 0
    for digit in digits:
        number = number * source + digit
    out = []
    while number:
        number, rest = divmod(number, target)
        out.append(rest)
    return out[::-1] or [0]
----
change_base([1, 0, 1], 2, 10) == [5]
change_base([2, 10], 60, 10) == [1, 3, 0]
change_base([0, 0], 10, 2) == [0]
====
Spell a number from 0 to 99 in English words, such as "forty-two".
----
ONES = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen").split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def spell(n):
    if n < 20:
        return ONES[n]
    tens, ones = divmod(n, 10)
    word = TENS[tens - 2]
    return f"{word}-{ONES[ones]}" if ones else word
----
spell(42) == "forty-two"
spell(90) == "ninety"
spell(13) == "thirteen"
spell(0) == "zero"
====
Append the English ordinal ending to a number: 1st, 2nd, 3rd, 4th, 11th, 12th, 13th, 21st.
----
def ordinal(n):
    if 10 <= n % 100 <= 20:
        ending = "th"
    else:
        ending = {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"
----
ordinal(1) == "1st"
ordinal(12) == "12th"
ordinal(23) == "23rd"
ordinal(111) == "111th"
====
Give the Gray code of a number, and back: write `to_gray(n)` and, after it, `from_gray(code)`.
----
def to_gray(n):
    return n ^ (n >> 1)


def from_gray(code):
    n = 0
    while code:
        n ^= code
        code >>= 1
    return n
----
[to_gray(n) for n in range(4)] == [0, 1, 3, 2]
all(from_gray(to_gray(n)) == n for n in range(64))
====
Tell the next $d after a given number.
----
def $f(n):
    n += 1
    while $c:
        n += 1
    return n
----
$f($x) == $y
$f($z) == $w
----
d f c x y z w
number whose decimal digits read the same backwards|next_palindrome|str(n) != str(n)[::-1]|191|202|9|11
prime|next_prime|any(n % d == 0 for d in range(2, int(n ** 0.5) + 1)) or n < 2|13|17|0|2
number without repeated digits|next_distinct|len(set(str(n))) < len(str(n))|1987|2013|98|102
====
Approximate the square root of a positive number by Newton's method until two successive values differ by less than `epsilon`.
----
def newton_sqrt(value, epsilon=1e-9):
    guess = value
    while True:
        better = (guess + value / guess) / 2
        if abs(better - guess) < epsilon:
            return better
        guess = better
----
abs(newton_sqrt(2) - 1.41421356) < 1e-6
abs(newton_sqrt(144) - 12) < 1e-6
====
Return the look-and-say successor of a string of digits: "1211" becomes "111221" (one 1, one 2, two 1s).
----
from itertools import groupby


def look_and_say(digits):
    return "".join(f"{len(list(run))}{digit}" for digit, run in groupby(digits))
----
look_and_say("1211") == "111221"
look_and_say("3") == "13"
look_and_say("") == ""
====
Check a magic square: all rows, columns and both diagonals have the same sum.
----
def is_magic(square):
    n = len(square)
    sums = {sum(row) for row in square} | {sum(column) for column in zip(*square)}
    sums.add(sum(square[i][i] for i in range(n)))
    sums.add(sum(square[i][n - 1 - i] for i in range(n)))
    return len(sums) == 1
----
is_magic([[2, 7, 6], [9, 5, 1], [4, 3, 8]]) == True
is_magic([[1, 2], [3, 4]]) == False
is_magic([[2, 7, 6], [9, 5, 1], [4, 8, 3]]) == False
====
Multiply two matrices, or return None if their sizes do not fit.
----
def matmul(a, b):
    if len(a[0]) != len(b):
        return None
    columns = list(zip(*b))
    return [[sum(x * y for x, y in zip(row, column)) for column in columns] for row in a]
----
matmul([[1, 2]], [[3], [4]]) == [[11]]
matmul([[1, 0], [0, 2]], [[5, 6], [7, 8]]) == [[5, 6], [14, 16]]
matmul([[1, 2]], [[1, 2]]) == None
====
Compute the determinant of a square matrix by expansion along the first row. An empty matrix has determinant 1.
----
def determinant(matrix):
    if not matrix:
        return 1
    total = 0
    for j, value in enumerate(matrix[0]):
        minor = [row[:j] + row[j + 1:] for row in matrix[1:]]
        total += (-1) ** j * value * determinant(minor)
    return total
----
determinant([[1, 2], [3, 4]]) == -2
determinant([[2, 0, 1], [1, 3, 2], [1, 1, 4]]) == 18
determinant([]) == 1
====
Return the $d of two points in the plane, each an (x, y) tuple.
----
$i
def $f(p, q):
    return $c
----
$f((1, 2), (4, 6)) == $x
$f((0, 0), (0, 0)) == $y
$f((-2, 0), (2, 3)) == $z
----
i d f c x y z
import math\n\n|distance as the crow flies|straight_distance|math.hypot(p[0] - q[0], p[1] - q[1])|5|0|5
|city-block distance|block_distance|abs(p[0] - q[0]) + abs(p[1] - q[1])|7|0|7
|number of moves of a chess king between them, the distance|king_distance|max(abs(p[0] - q[0]), abs(p[1] - q[1]))|4|0|4
|midpoint|midpoint|((p[0] + q[0]) / 2, (p[1] + q[1]) / 2)|(2.5, 4)|(0, 0)|(0, 1.5)
====
Compute the area of a simple polygon from the list of its corners, in either sense of rotation, by the shoelace formula.
----
def polygon_area(corners):
    doubled = 0
    for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1]):
        doubled += x1 * y2 - x2 * y1
    return abs(doubled) / 2
----
polygon_area([(0, 0), (4, 0), (4, 3), (0, 3)]) == 12
polygon_area([(0, 0), (0, 2), (2, 0)]) == 2
====
Tell whether a point lies inside a $d; the border counts as inside.
----
def $f(point, $a):
    x, y = point
    $c
----
$f((1, 1), $x) == True
$f((5, 5), $x) == False
$f($y, $x) == True
----
d a f c x y
rectangle given by two opposite corners in any order|corner, opposite|in_rectangle|(x1, y1), (x2, y2) = corner, opposite\n    return min(x1, x2) <= x <= max(x1, x2) and min(y1, y2) <= y <= max(y1, y2)|(3, 0), (0, 2)|(0, 2)
circle given by centre and radius|centre, radius|in_circle|return (x - centre[0]) ** 2 + (y - centre[1]) ** 2 <= radius ** 2|(0, 0), 2|(2, 0)
====
Find the intersection of two axis-parallel rectangles (left, bottom, right, top). Return it in the same form, or None if they do not overlap in an area.
----
def intersection(a, b):
    left, bottom = max(a[0], b[0]), max(a[1], b[1])
    right, top = min(a[2], b[2]), min(a[3], b[3])
    return (left, bottom, right, top) if left < right and bottom < top else None
----
intersection((0, 0, 4, 4), (2, 1, 6, 3)) == (2, 1, 4, 3)
intersection((0, 0, 1, 1), (1, 0, 2, 1)) == None
intersection((0, 0, 1, 1), (5, 5, 6, 6)) == None
====
Return the numbers from 1 to n in the order in which Josephus would remove them, when every k-th leaves the circle.
----
from collections import deque


def leaving_order(n, k):
    circle, order = deque(range(1, n + 1)), []
    while circle:
        circle.rotate(1 - k)
        order.append(circle.popleft())
    return order
----
leaving_order(5, 2) == [2, 4, 1, 5, 3]
leaving_order(3, 1) == [1, 2, 3]
leaving_order(0, 2) == []
====
Split a number into its $d, largest first.
----
def $f(n):
    $c
----
$f($x) == $y
$f($z) == $w
----
d f c x y z w
powers of two|powers_of_two|return [1 << i for i in reversed(range(n.bit_length())) if n >> i & 1]|13|[8, 4, 1]|0|[]
decimal places, e.g. 405 into 400 and 5,|decimal_places|text = str(n)\n    return [int(digit) * 10 ** (len(text) - 1 - i) for i, digit in enumerate(text) if digit != "0"]|405|[400, 5]|0|[]
Fibonacci numbers (1, 2, 3, 5, ...), taking the largest that fits again and again,|fibonacci_parts|numbers = [1, 2]\n    while numbers[-1] <= n:\n        numbers.append(numbers[-1] + numbers[-2])\n    parts = []\n    for f in reversed(numbers):\n        if f <= n:\n            parts.append(f)\n            n -= f\n    return parts|12|[8, 3, 1]|4|[3, 1]
====
Simulate a linear congruential generator: return the first `count` values of x -> (a * x + c) mod m after the seed.
----
def lcg(seed, count, a=1664525, c=1013904223, m=2 ** 32):
    values, x = [], seed
    for _ in range(count):
        x = (a * x + c) % m
        values.append(x)
    return values
----
lcg(1, 4, a=5, c=3, m=16) == [8, 11, 10, 5]
lcg(0, 1) == [1013904223]
lcg(7, 0) == []
====
Find the period of a function on whole numbers: starting at `start`, apply `f` until a value comes again. Return (steps before the cycle, length of the cycle).
----
def find_cycle(f, start):
    seen, x = {}, start
    while x not in seen:
        seen[x] = len(seen)
        x = f(x)
    return seen[x], len(seen) - seen[x]
----
find_cycle(lambda n: (n * n + 1) % 10, 3) == (1, 6)
find_cycle(lambda n: n, 5) == (0, 1)
find_cycle(lambda n: max(n - 1, 0), 2) == (2, 1)
====
Compute the length of the repeating part of 1/n in decimal notation; 0 if it ends.
----
def repetend(n):
    remainder, seen = 1 % n, {}
    while remainder and remainder not in seen:
        seen[remainder] = len(seen)
        remainder = remainder * 10 % n
    return len(seen) - seen[remainder] if remainder else 0
----
repetend(7) == 6
repetend(8) == 0
repetend(12) == 1
====
Return all ways to write n as a sum of positive numbers in falling order, the way with the largest first number first.
----
def partitions(n, largest=None):
    if n == 0:
        return [[]]
    limit = n if largest is None else min(largest, n)
    return [[first] + rest for first in range(limit, 0, -1) for rest in partitions(n - first, first)]
----
partitions(4) == [[4], [3, 1], [2, 2], [2, 1, 1], [1, 1, 1, 1]]
partitions(0) == [[]]
len(partitions(8)) == 22
'''
