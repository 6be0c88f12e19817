TOPIC = "numbers"
FAMILIES = r'''
#### digit_sums 1
Write a function `$f(n)` that returns $d of a non-negative integer.
The task: compute $d of `n`, a non-negative integer. Call the function `$f`.
----
def $f(n):
    return $c
--or--
def $f(n):
    result = $i
    while n:
        n, $g = divmod(n, 10)
        result $o
    return result
----
$f(4072) == $x
$f(9) == $y
----
f d c i g o x y
digit_sum|the sum of the decimal digits|sum(int(digit) for digit in str(n))||||13|9
even_digit_sum|the sum of the even digits||0|last|+= last if last % 2 == 0 else 0|6|0
digit_square_sum|the sum of the squares of the digits|sum(int(d) ** 2 for d in str(n))||||69|81
nonzero_product|the product of the digits that are not zero||1|digit|*= digit or 1|56|9
digit_range|the difference between the largest and the smallest digit|int(max(str(n))) - int(min(str(n)))||||7|0
reversed_number|the number written backwards (7200 gives 27)||0|unit|= result * 10 + unit|2704|9
====
Write `digital_root(n)`: add up the digits of n again and again until one digit is left, and return it.
----
def digital_root(n):
    while n > 9:
        n = sum(map(int, str(n)))
    return n
----
digital_root(987) == 6
digital_root(0) == 0
#### primes 2
Write `is_prime(n)` by trial division up to the square root.
----
def is_prime(n):
    if n < 2:
        return False
    divisor = 2
    while divisor * divisor <= n:
        if n % divisor == 0:
            return False
        divisor += 1
    return True
----
is_prime(97)
not is_prime(91)
not is_prime(1)
====
List all primes $d with the sieve of Eratosthenes. Name the function `$f($a)`.
----
def $f($a):
    if $a < $m:
        return []
    sieve = [True] * $s
    sieve[:2] = [False, False]
    for p in range(2, int($a ** 0.5) + 1):
        if sieve[p]:
            for multiple in range(p * p, $s, p):
                sieve[multiple] = False
    return [n for n, prime in enumerate(sieve) if prime]
----
$f(11) == $x
$f(1) == []
$f(0) == []
----
f a d m s x
primes_below|limit|below a limit|3|$a|[2, 3, 5, 7]
primes_up_to|last|up to and including a number|2|($a + 1)|[2, 3, 5, 7, 11]
====
Return the first `count` prime numbers. Write `first_primes(count)`, testing each candidate only against the primes found so far.
----
def first_primes(count):
    primes = []
    candidate = 2
    while len(primes) < count:
        if all(candidate % p for p in primes if p * p <= candidate):
            primes.append(candidate)
        candidate += 1
    return primes
----
first_primes(6) == [2, 3, 5, 7, 11, 13]
first_primes(0) == []
====
Write `next_prime(n)` that returns the smallest prime greater than n.
----
def next_prime(n):
    candidate = max(n + 1, 2)
    while any(candidate % d == 0 for d in range(2, int(candidate ** 0.5) + 1)):
        candidate += 1
    return candidate
----
next_prime(13) == 17
next_prime(-5) == 2
next_prime(24) == 29
====
Two primes that differ by 2 are twins. Write `twin_primes(limit)` returning the pairs (p, p + 2) with p + 2 <= limit.
----
def twin_primes(limit):
    def prime(n):
        return n > 1 and all(n % d for d in range(2, int(n ** 0.5) + 1))

    return [(p, p + 2) for p in range(3, limit - 1, 2) if prime(p) and prime(p + 2)]
----
twin_primes(20) == [(3, 5), (5, 7), (11, 13), (17, 19)]
twin_primes(4) == []
====
Goldbach: write an even number greater than 2 as a sum of two primes. `goldbach(n)` returns the pair (p, q) with the smallest p, or None for odd numbers and those below 4.
----
def goldbach(n):
    if n < 4 or n % 2:
        return None

    def prime(k):
        return k >= 2 and all(k % d for d in range(2, int(k ** 0.5) + 1))

    for p in range(2, n // 2 + 1):
        if prime(p) and prime(n - p):
            return p, n - p
----
goldbach(28) == (5, 23)
goldbach(4) == (2, 2)
goldbach(9) is None
#### factors 2
Return $d of a positive integer as a sorted list. The function is `$f(n)`.
----
def $f(n):
    return [d for d in range($s, $e) if $c]
----
$f(28) == $x
$f(1) == $y
----
f d s e c x y
divisors|all divisors|1|n + 1|n % d == 0|[1, 2, 4, 7, 14, 28]|[1]
proper_divisors|the divisors other than the number itself|1|n|n % d == 0|[1, 2, 4, 7, 14]|[]
odd_divisors|the odd divisors|1|n + 1|d % 2 and n % d == 0|[1, 7]|[1]
====
Factor an integer n >= 1 into primes. `$f(n)` returns $d.
----
def $f(n):
    found = $i
    p = 2
    while p * p <= n:
        while n % p == 0:
            $o
            n //= p
        p += 1
    if n > 1:
        $q
    return found
----
$f(360) == $x
$f(1) == $i
----
f d i o q x
prime_factors|the list of prime factors with repeats, smallest first|[]|found.append(p)|found.append(n)|[2, 2, 2, 3, 3, 5]
factor_exponents|a dict from each prime to its exponent|{}|found[p] = found.get(p, 0) + 1|found[n] = found.get(n, 0) + 1|{2: 3, 3: 2, 5: 1}
====
Classify a positive integer by the sum of its proper divisors: "perfect" if equal to the number, "abundant" if larger, else "deficient". Write `classify(n)`.
----
def classify(n):
    total = sum(d for d in range(1, n // 2 + 1) if n % d == 0)
    if total == n:
        return "perfect"
    return "abundant" if total > n else "deficient"
----
classify(28) == "perfect"
classify(12) == "abundant"
classify(8) == "deficient"
====
Write a function `square_free(n)` that is true when no square greater than 1 divides n.
----
def square_free(n):
    return not any(n % (d * d) == 0 for d in range(2, int(n ** 0.5) + 1))
----
square_free(30)
not square_free(18)
square_free(1)
#### common_divisor 2
Write `$f($a, $b)`, $d of two positive integers, $e.
----
def $f($a, $b):
    while $b:
        $a, $b = $b, $a % $b
    return $a
--or--
def $f($a, $b):
    if $b == 0:
        return $a
    return $f($b, $a % $b)
--or--
def $f($a, $b):
    multiple = max($a, $b)
    step = multiple
    while multiple % $a or multiple % $b:
        multiple += step
    return multiple
----
$f(12, 18) == $x
$f(7, 7) == 7
----
f a b d e x
gcd|a|b|the greatest common divisor|with Euclid's algorithm in a loop|6
gcd_recursive|m|n|the greatest common divisor|as a recursive function|6
lcm|x|y|the least common multiple|by stepping through the multiples of the larger one|36
====
Reduce the fraction given by `numerator` and `denominator` to lowest terms with a positive denominator. `reduce_fraction(numerator, denominator)` returns a pair.
----
from math import gcd


def reduce_fraction(numerator, denominator):
    divisor = gcd(numerator, denominator)
    if denominator < 0:
        divisor = -divisor
    return numerator // divisor, denominator // divisor
----
reduce_fraction(6, 8) == (3, 4)
reduce_fraction(2, -4) == (-1, 2)
====
Compute the least common multiple of a whole list of positive integers in `lcm_all(numbers)`; the empty list gives 1.
----
from functools import reduce
from math import gcd


def lcm_all(numbers):
    return reduce(lambda a, b: a * b // gcd(a, b), numbers, 1)
----
lcm_all([2, 3, 4]) == 12
lcm_all([]) == 1
====
Implement the extended Euclidean algorithm: `egcd(a, b)` returns (g, x, y) with a*x + b*y == g, the greatest common divisor.
----
def egcd(a, b):
    x0, y0, x1, y1 = 1, 0, 0, 1
    while b:
        q, r = divmod(a, b)
        a, b = b, r
        x0, x1 = x1, x0 - q * x1
        y0, y1 = y1, y0 - q * y1
    return a, x0, y0
----
egcd(30, 18)[0] == 6
: g, x, y = egcd(240, 46)
240 * x + 46 * y == g == 2
====
How many integers from 1 to n share no divisor above 1 with n? Write Euler's function `totient(n)`.
----
from math import gcd


def totient(n):
    return sum(1 for k in range(1, n + 1) if gcd(k, n) == 1)
----
totient(9) == 6
totient(1) == 1
totient(13) == 12
#### bases 2
Convert a non-negative integer to a $d string without using $e. Write `$f($a)`.
----
def $f($a):
    digits = "0123456789abcdef"
    if $a == 0:
        return "0"
    out = ""
    while $a > 0:
        out = digits[$a % $k] + out
        $a //= $k
    return out
----
$f(45) == "$x"
$f(0) == "0"
----
f a d e k x
to_binary|n|binary|bin() or format()|2|101101
to_hex|number|hexadecimal (lower case)|hex() or format()|16|2d
to_octal|value|base 8|oct()|8|55
====
Parse a string of digits in base `base` (2 to 36, letters in either case) into an int, without calling int() with a base: `parse_base(text, base)`.
----
def parse_base(text, base):
    alphabet = "0123456789abcdefghijklmnopqrstuvwxyz"
    value = 0
    for ch in text.lower():
        digit = alphabet.index(ch)
        if digit >= base:
            raise ValueError(f"{ch!r} is not a digit in base {base}")
        value = value * base + digit
    return value
----
parse_base("FF", 16) == 255
parse_base("zz", 36) == 1295
parse_base("12", 2) ! ValueError
====
Return the digits of n in any base >= 2 as a list of ints, most significant first. Call it `digits_in_base(n, base)`; zero has the single digit 0.
----
def digits_in_base(n, base):
    digits = [n % base]
    while n >= base:
        n //= base
        digits.append(n % base)
    return digits[::-1]
----
digits_in_base(100, 7) == [2, 0, 2]
digits_in_base(0, 5) == [0]
====
Convert a positive integer to an Excel column name (1 is A, 26 is Z, 27 is AA). Write `column_name(n)`.
----
def column_name(n):
    name = ""
    while n:
        n, r = divmod(n - 1, 26)
        name = chr(ord("A") + r) + name
    return name
----
column_name(28) == "AB"
column_name(26) == "Z"
column_name(703) == "AAA"
====
The reverse of a spreadsheet column label: write `column_number(name)` so that "A" gives 1, "Z" 26 and "AB" 28.
----
def column_number(name):
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
----
column_number("AB") == 28
column_number("ZZ") == 702
#### roman 2
Convert an integer from 1 to 3999 to a Roman numeral. $d Write `$f($a)`.
----
def $f($a):
    table = [
        $t,
    ]
    numeral = ""
    for value, letters in table:
        while $a >= value:
            numeral += letters
            $a -= value
    return numeral
----
$f(1994) == "$x"
$f(8) == "$y"
----
f a d t x y
to_roman|n|Use the subtractive forms such as IV and CM.|(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"),\n        (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),\n        (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")|MCMXCIV|VIII
old_roman|number|Use the old additive style, in which 4 is IIII and 9 is VIIII.|(1000, "M"), (500, "D"), (100, "C"), (50, "L"),\n        (10, "X"), (5, "V"), (1, "I")|MDCCCCLXXXXIIII|VIII
====
Write `from_roman(text)` that returns the value of a Roman numeral; a smaller sign before a larger one is subtracted.
----
VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def from_roman(text):
    total = 0
    for sign, following in zip(text, text[1:] + " "):
        value = VALUES[sign]
        if value < VALUES.get(following, 0):
            value = -value
        total += value
    return total
----
from_roman("MCMXCIV") == 1994
from_roman("IX") == 9
====
Add two Roman numerals (additive style, so 4 is IIII) and return the sum in the same style. The function is `add_roman(a, b)`.
----
def add_roman(a, b):
    order = "MDCLXVI"
    joined = "".join(sorted(a + b, key=order.index))
    for many, one in (("IIIII", "V"), ("VV", "X"), ("XXXXX", "L"),
                      ("LL", "C"), ("CCCCC", "D"), ("DD", "M")):
        joined = joined.replace(many, one)
        joined = "".join(sorted(joined, key=order.index))
    return joined
----
add_roman("VIII", "IIII") == "XII"
add_roman("L", "L") == "C"
====
Check that a string is a Roman numeral in correct subtractive form (1 to 3999) with one regular expression: `is_roman(text)`.
----
import re

ROMAN = re.compile(r"M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")


def is_roman(text):
    return bool(text) and ROMAN.fullmatch(text) is not None
----
is_roman("MMXXIV")
not is_roman("IIII")
not is_roman("")
====
Write `roman_digit(d, one, five, ten)` that writes a single decimal digit 0 to 9 with the three given letters, e.g. "X", "L", "C" for the tens.
----
def roman_digit(d, one, five, ten):
    if d == 9:
        return one + ten
    if d == 4:
        return one + five
    return five * (d >= 5) + one * (d % 5)
----
roman_digit(7, "X", "L", "C") == "LXX"
roman_digit(9, "I", "V", "X") == "IX"
roman_digit(0, "I", "V", "X") == ""
#### bounded 1
Write `$f($a, low, high)` that $d.
----
def $f($a, low, high):
    $c
----
$f(12, 0, 10) == $x
$f(-3, 0, 10) == $y
$f(5, 0, 10) == $z
----
f a d c x y z
clamp|value|limits a number to the range from low to high|return max(low, min(high, $a))|10|0|5
wrap_around|n|maps a number into low..high-1 by wrapping around|return low + ($a - low) % (high - low)|2|7|5
in_range|x|tells whether low <= $a <= high|return low <= $a <= high|False|False|True
distance_to_range|point|says how far a number lies outside the closed range (0 inside)|return max(low - $a, 0, $a - high)|2|3|0
bounce|position|reflects a number that is outside the range back at the nearer end|if $a < low:\n        return low + (low - $a)\n    if $a > high:\n        return high - ($a - high)\n    return $a|8|3|5
side|reading|returns -1 below the range, 1 above it and 0 inside|return ($a > high) - ($a < low)|1|-1|0
====
Map a number linearly from one range to another: `rescale(x, old_low, old_high, new_low, new_high)`.
----
def rescale(x, old_low, old_high, new_low, new_high):
    share = (x - old_low) / (old_high - old_low)
    return new_low + share * (new_high - new_low)
----
rescale(5, 0, 10, 100, 200) == 150
rescale(0, -1, 1, 0, 8) == 4
#### rounding 1
Write `$f($a, step)` that rounds an integer $d of `step`.
----
def $f($a, step):
    return $c
----
$f(17, 5) == $x
$f(20, 5) == 20
$f(13, 10) == $y
----
f a d c x y
round_down|n|down to a multiple|$a // step * step|15|10
round_up|number|up to a multiple|-(-$a // step) * step|20|20
round_near|value|to the nearest multiple, halves upwards,|($a + step // 2) // step * step|15|10
====
Round a positive float half up (2.5 gives 3) to an int, unlike the built-in round: `round_half_up(x)`.
----
import math


def round_half_up(x):
    return math.floor(x + 0.5)
----
round_half_up(2.5) == 3
round_half_up(2.4) == 2
====
Round a number to a given count of significant digits. `significant(x, digits)` returns 0 for 0.
----
from math import floor, log10


def significant(x, digits):
    if x == 0:
        return 0
    exponent = floor(log10(abs(x)))
    return round(x, digits - 1 - exponent)
----
significant(123456, 2) == 120000
significant(0.004567, 2) == 0.0046
significant(0, 3) == 0
====
Split a whole amount into n integer shares that differ by at most one, larger shares first: `even_shares(amount, n)`.
----
def even_shares(amount, n):
    base, extra = divmod(amount, n)
    return [base + 1] * extra + [base] * (n - extra)
----
even_shares(10, 3) == [4, 3, 3]
even_shares(2, 4) == [1, 1, 0, 0]
#### special_numbers 2
Is a number $d? Write `$f(n)` returning True or False.
----
def $f(n):
    $c
----
$f($x)
not $f($y)
----
f d c x y
is_armstrong|equal to the sum of its digits, each raised to the number of digits|digits = str(n)\n    return n == sum(int(d) ** len(digits) for d in digits)|153|154
is_harshad|divisible by the sum of its decimal digits|return n > 0 and n % sum(map(int, str(n))) == 0|18|19
is_automorphic|at the end of its own square, as 25 is of 625|return str(n * n).endswith(str(n))|76|77
is_pronic|the product of two consecutive integers, as 12 = 3 * 4|root = int(n ** 0.5)\n    return root * (root + 1) == n|42|40
is_perfect_square|the square of an integer|if n < 0:\n        return False\n    root = round(n ** 0.5)\n    return root * root == n|144|145
is_happy|happy: replacing it by the sum of the squares of its digits, over and over, ends at 1|seen = set()\n    while n != 1 and n not in seen:\n        seen.add(n)\n        n = sum(int(d) ** 2 for d in str(n))\n    return n == 1|19|20
has_rising_digits|made of digits that strictly increase from left to right|digits = str(n)\n    return all(a < b for a, b in zip(digits, digits[1:]))|1379|1339
#### integer_roots 3
Find the $d of a non-negative integer with integer arithmetic only. Write `$f(n)`$e.
----
def $f(n):
    low, high = 0, n + 1
    while high - low > 1:
        middle = (low + high) // 2
        if middle ** $k <= n:
            low = middle
        else:
            high = middle
    return low
--or--
def $f(n):
    guess = n
    while guess * guess > n:
        guess = (guess + n // guess) // 2
    return guess
----
$f(80) == $x
$f(0) == 0
$f(10 ** 12) == $y
----
f d e k x y
integer_sqrt|square root, rounded down,| by bisection|2|8|10 ** 6
newton_sqrt|whole part of the square root| with Newton's iteration|2|8|10 ** 6
cube_root_floor|largest k with k cubed at most n|; use bisection|3|4|10 ** 4
====
Approximate the square root of x >= 0 by Newton's method until two steps differ by less than 1e-12; write `newton(x)`.
----
def newton(x):
    if x == 0:
        return 0.0
    guess = max(x, 1.0)
    while True:
        better = (guess + x / guess) / 2
        if abs(better - guess) < 1e-12:
            return better
        guess = better
----
abs(newton(2) - 1.41421356237) < 1e-9
newton(0) == 0.0
====
Solve f(x) = 0 on [a, b] by bisection, when f(a) and f(b) have opposite signs. `bisect_root(f, a, b, eps)` returns the middle of the last bracket; raise ValueError when the signs agree.
----
def bisect_root(f, a, b, eps=1e-9):
    if f(a) * f(b) > 0:
        raise ValueError("the signs must differ")
    while b - a > eps:
        middle = (a + b) / 2
        if f(a) * f(middle) <= 0:
            b = middle
        else:
            a = middle
    return (a + b) / 2
----
abs(bisect_root(lambda x: x * x - 2, 0, 2) - 2 ** 0.5) < 1e-8
bisect_root(lambda x: x + 10, 0, 1) ! ValueError
====
Write `is_power(n, base)`: is n equal to base ** k for some k >= 0? Both are integers, base > 1. Do not use logarithms.
----
def is_power(n, base):
    if n < 1:
        return False
    while n % base == 0:
        n //= base
    return n == 1
----
is_power(81, 3)
not is_power(18, 3)
is_power(1, 7)
====
Return the real solutions of a*x*x + b*x + c = 0 (a not 0) as a sorted list of zero, one or two floats: `quadratic_roots(a, b, c)`.
----
from math import sqrt


def quadratic_roots(a, b, c):
    disc = b * b - 4 * a * c
    if disc < 0:
        return []
    if disc == 0:
        return [-b / (2 * a)]
    root = sqrt(disc)
    return sorted([(-b - root) / (2 * a), (-b + root) / (2 * a)])
----
quadratic_roots(1, -3, 2) == [1.0, 2.0]
quadratic_roots(1, 2, 1) == [-1.0]
quadratic_roots(1, 0, 1) == []
#### collatz 1
The Collatz rule: an even n becomes n // 2, an odd n becomes 3n + 1, until 1 is reached. Write `$f($a)` that returns $d.
----
def $f($a):
    $i
    while $a != 1:
        if $a % 2 == 0:
            $a //= 2
        else:
            $a = 3 * $a + 1
        $o
    return $r
----
$f(6) == $x
$f(1) == $y
----
f a d i o r x y
collatz_steps|n|the number of steps|steps = 0|steps += 1|steps|8|0
collatz_path|start|the list of all numbers met, first and last included|path = [$a]|path.append($a)|path|[6, 3, 10, 5, 16, 8, 4, 2, 1]|[1]
collatz_peak|number|the largest number met on the way|peak = $a|peak = max(peak, $a)|peak|16|1
====
Which starting number from 1 to limit takes the most Collatz steps (halve even numbers, 3n + 1 for odd ones) to reach 1? Write `longest_collatz(limit)` and remember known lengths; the smallest start wins a tie.
----
def longest_collatz(limit):
    lengths = {1: 0}

    def length(n):
        trail = []
        while n not in lengths:
            trail.append(n)
            n = n // 2 if n % 2 == 0 else 3 * n + 1
        known = lengths[n]
        for number in reversed(trail):
            known += 1
            lengths[number] = known
        return known

    return max(range(1, limit + 1), key=length)
----
longest_collatz(10) == 9
longest_collatz(1) == 1
longest_collatz(30) == 27
====
Write `juggler(n)`: the juggler sequence from n to 1 as a list. An even n is followed by the integer square root of n, an odd n by the integer square root of n cubed.
----
from math import isqrt


def juggler(n):
    terms = [n]
    while n > 1:
        n = isqrt(n) if n % 2 == 0 else isqrt(n ** 3)
        terms.append(n)
    return terms
----
juggler(3) == [3, 5, 11, 36, 6, 2, 1]
juggler(1) == [1]
====
Count how often you can subtract the digit sum from a number before it becomes 0, as in 21, 18, 9, 0 (three times). Call it `subtraction_steps(n)`.
----
def subtraction_steps(n):
    steps = 0
    while n > 0:
        n -= sum(int(d) for d in str(n))
        steps += 1
    return steps
----
subtraction_steps(21) == 3
subtraction_steps(0) == 0
'''
