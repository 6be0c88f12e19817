KIND, LANGUAGE = "function", "python"
GROUPS = r'''
Convert a temperature from degrees $d, rounded to one place.
----
def $f($a):
    return round($c, 1)
----
$f($x) == $y
$f($z) == $w
----
d f a c x y z w
Celsius to Fahrenheit|to_fahrenheit|celsius|celsius * 9 / 5 + 32|100|212.0|-40|-40.0
Fahrenheit to Celsius|to_celsius|fahrenheit|(fahrenheit - 32) * 5 / 9|50|10.0|0|-17.8
====
Compute the median of a list of numbers. Raise ValueError for an empty list.
----
def median(values):
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2
----
median([5, 1, 3]) == 3
median([4, 1, 3, 2]) == 2.5
median([]) ! ValueError
====
Smooth a series of measurements by a $d.
----
def $f(values, $a):
    $c
----
$f($x) == $y
$f([], $z) == []
----
d f a c x y z
moving average over `n` values; there is no result for the first n - 1 of them|moving_average|n|return [sum(values[i - n + 1:i + 1]) / n for i in range(n - 1, len(values))]|[1, 2, 6, 4], 2|[1.5, 4.0, 5.0]|3
weighted running mean: each result is `weight` times the new value plus the rest times the last result, and the first result is the first value|exponential|weight|smoothed = []\n    for value in values:\n        last = smoothed[-1] if smoothed else value\n        smoothed.append(weight * value + (1 - weight) * last)\n    return smoothed|[4, 8, 8], 0.5|[4.0, 6.0, 7.0]|0.1
median of each value and its two neighbours; the first and last value stay as they are|median_of_three|keep_ends=True|inner = [sorted(values[i - 1:i + 2])[1] for i in range(1, len(values) - 1)]\n    if not keep_ends or len(values) < 3:\n        return inner if not keep_ends else list(values)\n    return [values[0]] + inner + [values[-1]]|[1, 9, 2, 3]|[1, 2, 3, 3]|True
====
Return the reverse complement of a DNA strand: A and T, C and G swap places, and the whole is read backwards.
----
def reverse_complement(strand):
    pairs = str.maketrans("ACGT", "TGCA")
    return strand.translate(pairs)[::-1]
----
reverse_complement("AACG") == "CGTT"
reverse_complement("") == ""
====
Compute the share of $d in a DNA sequence as a fraction between 0 and 1, in either case of letters. An empty sequence has 0.
----
def $f(sequence):
    sequence = sequence.upper()
    hits = $c
    return hits / len(sequence) if sequence else 0
----
$f("acgg") == $x
$f("") == 0
----
d f c x
G and C|gc_content|sum(base in "GC" for base in sequence)|0.75
bases that equal their predecessor|repeat_share|sum(a == b for a, b in zip(sequence, sequence[1:]))|0.25
====
Translate RNA into amino acids. Read codons of three letters and look each up in `table` until one gives "Stop" or fewer than three letters are left; return the list of names.
----
def translate(rna, table):
    protein = []
    for i in range(0, len(rna) - 2, 3):
        amino = table[rna[i:i + 3]]
        if amino == "Stop":
            break
        protein.append(amino)
    return protein
----
: table = {"AUG": "Met", "UUU": "Phe", "UAA": "Stop"}
translate("AUGUUUUAAAUG", table) == ["Met", "Phe"]
translate("AUGUU", table) == ["Met"]
translate("", table) == []
====
Sum up the molar mass of a formula such as "C6H12O6" without brackets. `masses` maps an element's symbol to its mass.
----
import re


def molar_mass(formula, masses):
    parts = re.findall(r"([A-Z][a-z]?)(\d*)", formula)
    return sum(masses[symbol] * int(count or 1) for symbol, count in parts)
----
molar_mass("H2O", {"H": 1, "O": 16}) == 18
molar_mass("NaCl", {"Na": 23, "Cl": 35.5}) == 58.5
molar_mass("Xx", {}) ! KeyError
====
Calculate the $d. Round to two places.
----
def $f($a):
    return round($c, 2)
----
$f($x) == $y
$f($z) == $w
----
d f a c x y z w
body mass index from a weight in kilograms and a height in centimetres|bmi|kilograms, centimetres|kilograms / (centimetres / 100) ** 2|70, 175|22.86|80, 200|20.0
time in seconds that something falls from a height in metres, without air (g = 9.81)|fall_time|height|(2 * height / 9.81) ** 0.5|20|2.02|0|0.0
braking distance in metres by the driving school's rule: the speed in km/h divided by ten, squared, and half of that in an emergency|braking_distance|speed, emergency=False|(speed / 10) ** 2 / (2 if emergency else 1)|50|25.0|50, True|12.5
total resistance of resistors in parallel, given as a list|parallel|resistors|1 / sum(1 / r for r in resistors)|[100, 100]|50.0|[10, 15, 30]|5.0
====
Return the quadratic equation's real solutions of a*x*x + b*x + c = 0 as a sorted list of zero, one or two numbers. a is not 0.
----
import math


def solve_quadratic(a, b, c):
    inside = b * b - 4 * a * c
    if inside < 0:
        return []
    if inside == 0:
        return [-b / (2 * a)]
    root = math.sqrt(inside)
    return sorted([(-b - root) / (2 * a), (-b + root) / (2 * a)])
----
solve_quadratic(1, -3, 2) == [1, 2]
solve_quadratic(1, 2, 1) == [-1]
solve_quadratic(1, 0, 1) == []
solve_quadratic(-1, 0, 4) == [-2, 2]
====
Estimate the area under a curve given by measured points (x, y) with rising x, by trapezoids.
----
def area_under(points):
    total = 0
    for (x0, y0), (x1, y1) in zip(points, points[1:]):
        total += (x1 - x0) * (y0 + y1) / 2
    return total
----
area_under([(0, 0), (1, 2), (3, 2)]) == 5
area_under([(1, 5)]) == 0
====
Fit a straight line through points by least squares. Return (slope, intercept); raise ValueError if all x are the same.
----
def fit_line(points):
    n = len(points)
    mean_x = sum(x for x, _ in points) / n
    mean_y = sum(y for _, y in points) / n
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    if spread == 0:
        raise ValueError("a vertical line has no slope")
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / spread
    return slope, mean_y - slope * mean_x
----
fit_line([(0, 1), (1, 3), (2, 5)]) == (2, 1)
fit_line([(0, 0), (2, 0)]) == (0, 0)
fit_line([(1, 0), (1, 5)]) ! ValueError
====
Interpolate a value from a table. `table` is a list of (x, y) in rising order of x; between two points take the straight line, outside of all points the nearest y.
----
from bisect import bisect_left


def interpolate(table, x):
    xs = [point[0] for point in table]
    i = bisect_left(xs, x)
    if i == 0:
        return table[0][1]
    if i == len(table):
        return table[-1][1]
    (x0, y0), (x1, y1) = table[i - 1], table[i]
    return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
----
interpolate([(0, 0), (10, 100)], 2.5) == 25
interpolate([(0, 5), (1, 6)], -3) == 5
interpolate([(0, 5), (1, 6)], 9) == 6
====
Find outliers: return the values that are more than `k` standard deviations (of the whole population) away from the mean, in the given order.
----
from statistics import fmean, pstdev


def outliers(values, k=2):
    if not values:
        return []
    mean, deviation = fmean(values), pstdev(values)
    return [v for v in values if abs(v - mean) > k * deviation]
----
outliers([1] * 9 + [20]) == [20]
outliers([1, 2, 3]) == []
outliers([], 1) == []
====
Convert a whole number to $d.
----
def $f(n):
    $c
----
$f($x) == "$y"
$f($z) == "$w"
----
d f c x y z w
binary without bin() or format()|to_binary|digits = ""\n    while n > 0:\n        digits = str(n % 2) + digits\n        n //= 2\n    return digits or "0"|10|1010|0|0
scientific notation with one digit before the point and all trailing zeros left out, such as "1.23e4" (positive numbers only)|scientific|digits = str(n)\n    rest = digits[1:].rstrip("0")\n    mantissa = f"{digits[0]}.{rest}" if rest else digits[0]\n    return f"{mantissa}e{len(digits) - 1}"|12300|1.23e4|7|7e0
balanced ternary with the signs "+", "0" and "-"|balanced_ternary|if n == 0:\n        return "0"\n    digits = ""\n    while n:\n        rest = n % 3\n        digits = "0+-"[rest] + digits\n        n = n // 3 + (rest == 2)\n    return digits|5|+--|-1|-
====
Return the day on which a growing population first exceeds `limit`. It starts with `start` on day 0 and every day grows by `percent`, fractions being dropped. Return None if it cannot grow at all.
----
def days_until(start, percent, limit):
    day, size = 0, start
    while size <= limit:
        grown = size + size * percent // 100
        if grown <= size:
            return None
        size, day = grown, day + 1
    return day
----
days_until(100, 10, 120) == 2
days_until(100, 100, 50) == 0
days_until(5, 10, 100) == None
====
Simulate the spread of a rumour: `knows` maps each person to those he or she tells the next day. Starting from one person, return the number of days until nobody new hears it.
----
def rumour_days(knows, start):
    heard, fresh, days = {start}, {start}, 0
    while True:
        fresh = {friend for person in fresh for friend in knows.get(person, ())} - heard
        if not fresh:
            return days
        heard |= fresh
        days += 1
----
rumour_days({"a": ["b", "c"], "b": ["d"], "d": ["a"]}, "a") == 2
rumour_days({}, "x") == 0
====
Multiply two polynomials given as lists of coefficients, lowest power first. An empty list is the zero polynomial.
----
def multiply(p, q):
    if not p or not q:
        return []
    product = [0] * (len(p) + len(q) - 1)
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            product[i + j] += a * b
    return product
----
multiply([1, 1], [1, 1]) == [1, 2, 1]
multiply([2], [0, 3]) == [0, 6]
multiply([], [1]) == []
====
$d a polynomial given as a list of coefficients, lowest power first.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
d f a c x y z w
Evaluate at x|value_at|p, x|result = 0\n    for coefficient in reversed(p):\n        result = result * x + coefficient\n    return result|[1, 0, 2], 3|19|[], 5|0
Differentiate|derivative|p|return [power * coefficient for power, coefficient in enumerate(p)][1:]|[5, 3, 2]|[3, 4]|[7]|[]
Print (highest power first, e.g. "2x^2 - x + 1", "0" if there is nothing)|show|p|text = ""\n    for power in range(len(p) - 1, -1, -1):\n        n = p[power]\n        if n == 0:\n            continue\n        size = "" if abs(n) == 1 and power else str(abs(n))\n        letter = "" if power == 0 else "x" if power == 1 else f"x^{power}"\n        sign = (" - " if n < 0 else " + ") if text else ("-" if n < 0 else "")\n        text += sign + size + letter\n    return text or "0"|[1, -1, 2]|"2x^2 - x + 1"|[0]|"0"
====
Return the great-circle distance in kilometres between two points of latitude and longitude in degrees, by the haversine formula and with an Earth of radius 6371. Round to whole kilometres.
----
from math import asin, cos, radians, sin, sqrt


def distance_km(lat1, lon1, lat2, lon2):
    dlat, dlon = radians(lat2 - lat1), radians(lon2 - lon1)
    h = sin(dlat / 2) ** 2 + cos(radians(lat1)) * cos(radians(lat2)) * sin(dlon / 2) ** 2
    return round(2 * 6371 * asin(sqrt(h)))
----
distance_km(0, 0, 0, 180) == 20015
distance_km(48.86, 2.35, 51.51, -0.13) == 343
distance_km(5, 5, 5, 5) == 0
====
Classify a triangle by its sides as "equilateral", "isosceles", "scalene", or "none" if the sides do not make one.
----
def triangle_kind(a, b, c):
    a, b, c = sorted((a, b, c))
    if a <= 0 or a + b <= c:
        return "none"
    return {1: "equilateral", 2: "isosceles", 3: "scalene"}[len({a, b, c})]
----
triangle_kind(2, 2, 2) == "equilateral"
triangle_kind(2, 3, 2) == "isosceles"
triangle_kind(3, 4, 5) == "scalene"
triangle_kind(1, 2, 3) == "none"
====
Name the wind direction for degrees from north, clockwise: N, NE, E, SE, S, SW, W or NW, each spanning 45 degrees around its own.
----
def wind_name(degrees):
    names = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")
    return names[int((degrees % 360 + 22.5) // 45) % 8]
----
wind_name(350) == "N"
wind_name(23) == "NE"
wind_name(-90) == "W"
wind_name(180) == "S"
====
Count the local peaks in a list of heights: values larger than both neighbours. The ends are never peaks.
----
def count_peaks(heights):
    return sum(a < b > c for a, b, c in zip(heights, heights[1:], heights[2:]))
----
count_peaks([1, 3, 2, 4, 1]) == 2
count_peaks([5, 4, 5]) == 0
count_peaks([]) == 0
====
Sum the metres climbed and descended along a list of altitudes. Return (up, down), both positive; changes below `threshold` metres from one point to the next are ignored.
----
def climb(altitudes, threshold=0):
    up = down = 0
    for a, b in zip(altitudes, altitudes[1:]):
        change = b - a
        if abs(change) < threshold:
            continue
        if change > 0:
            up += change
        else:
            down -= change
    return up, down
----
climb([100, 150, 120, 200]) == (130, 30)
climb([100, 101, 150], threshold=5) == (49, 0)
climb([7]) == (0, 0)
====
Normalise a list of numbers $d.
----
def $f(values):
    $c
----
$f($x) == $y
$f([]) == []
$f([3, 3]) == $z
----
d f c x y z
to the range 0 to 1. If all are equal, every result is 0.0|rescale|low, high = min(values, default=0), max(values, default=0)\n    return [(v - low) / (high - low) if high > low else 0.0 for v in values]|[2, 4, 6]|[0.0, 0.5, 1.0]|[0.0, 0.0]
so that they add up to 1. If their sum is 0, return them as they are|to_shares|total = sum(values)\n    return [v / total for v in values] if total else list(values)|[1, 3]|[0.25, 0.75]|[0.5, 0.5]
by subtracting their mean|centre|if not values:\n        return []\n    mean = sum(values) / len(values)\n    return [v - mean for v in values]|[1, 2, 6]|[-2.0, -1.0, 3.0]|[0.0, 0.0]
====
Tell whether a number is $d.
----
def $f(n):
    return $c
----
$f($x) == True
$f($y) == False
$f($z) == True
----
d f c x y z
perfect, i.e. equals the sum of its proper divisors|is_perfect|n > 1 and sum(d for d in range(1, n) if n % d == 0) == n|28|12|6
happy: replacing it by the sum of the squares of its digits again and again leads to 1 (and not to 4)|is_happy|n == 1 or (n != 4 and is_happy(sum(int(d) ** 2 for d in str(n))))|19|2|7
automorphic, i.e. its square ends in the number itself|is_automorphic|str(n * n).endswith(str(n))|76|77|5
evil: its binary form has an even number of ones|is_evil|bin(n).count("1") % 2 == 0|9|7|0
====
Return the prime factors of a number in rising order, each as often as it divides the number.
----
def prime_factors(n: int) -> list[int]:
    factors = []
    divisor = 2
    while divisor * divisor <= n:
        while n % divisor == 0:
            factors.append(divisor)
            n //= divisor
        divisor += 1
    if n > 1:
        factors.append(n)
    return factors
----
prime_factors(360) == [2, 2, 2, 3, 3, 5]
prime_factors(97) == [97]
prime_factors(1) == []
====
Yield $d.
----
def $f($a):
    $c
----
list($f($x)) == $y
list($f($z)) == $w
----
d f a c x y z w
the Collatz sequence from n down to 1, both included|collatz|n|while n != 1:\n        yield n\n        n = n // 2 if n % 2 == 0 else 3 * n + 1\n    yield 1|6|[6, 3, 10, 5, 16, 8, 4, 2, 1]|1|[1]
the first `count` numbers of a sequence that starts with the given list and in which every further number is the sum of as many as there are in the start|sum_sequence|start, count|last = list(start)\n    for _ in range(count):\n        yield last[0]\n        last = last[1:] + [sum(last)]|[1, 1], 7|[1, 1, 2, 3, 5, 8, 13]|[1, 1, 1], 5|[1, 1, 1, 3, 5]
all primes below `limit` with the sieve of Eratosthenes|primes_below|limit|crossed = bytearray(limit)\n    for n in range(2, limit):\n        if not crossed[n]:\n            yield n\n            for multiple in range(n * n, limit, n):\n                crossed[multiple] = 1|20|[2, 3, 5, 7, 11, 13, 17, 19]|2|[]
====
Compute a student's t-like score: the difference of the means of two samples divided by the root of the sum of their variances (n - 1) over their sizes. Round to three places.
----
from math import sqrt
from statistics import mean, variance


def mean_gap(a, b):
    error = sqrt(variance(a) / len(a) + variance(b) / len(b))
    return round((mean(a) - mean(b)) / error, 3)
----
mean_gap([3, 5, 7], [1, 3, 5]) == 1.225
mean_gap([1, 2], [1, 2]) == 0
====
Return the entropy in bits of a list of symbols, rounded to three places. No symbols have entropy 0.
----
from collections import Counter
from math import log2


def entropy(symbols):
    n = len(symbols)
    return round(sum(c / n * log2(n / c) for c in Counter(symbols).values()), 3)
----
entropy("aabb") == 1.0
entropy("abcd") == 2.0
entropy("aaaa") == 0.0
entropy([]) == 0
====
Bin measurements into `n` classes of equal width between the lowest and the highest value, and return the counts. The highest value belongs to the last class.
----
def histogram(values, n):
    low, high = min(values), max(values)
    counts = [0] * n
    for value in values:
        place = int((value - low) / (high - low) * n) if high > low else 0
        counts[min(place, n - 1)] += 1
    return counts
----
histogram([0, 1, 2, 9, 10], 2) == [3, 2]
histogram([5, 5], 3) == [2, 0, 0]
====
Simulate a water tank: it starts empty with a capacity; each hour an inflow and then an outflow happen. What would overflow is lost, and no more flows out than there is. Return (level, lost) at the end.
----
def tank(capacity, hours):
    level = lost = 0
    for inflow, outflow in hours:
        level += inflow
        if level > capacity:
            lost += level - capacity
            level = capacity
        level -= min(outflow, level)
    return level, lost
----
tank(10, [(8, 3), (7, 0)]) == (10, 2)
tank(10, [(1, 5)]) == (0, 0)
tank(5, []) == (0, 0)
====
Convert between cooking measures: given an amount, a unit and a target unit out of "ml", "tsp" (5 ml), "tbsp" (15 ml) and "cup" (240 ml), return the converted amount. Raise KeyError for another unit.
----
ML = {"ml": 1, "tsp": 5, "tbsp": 15, "cup": 240}


def convert_measure(amount, unit, target):
    return amount * ML[unit] / ML[target]
----
convert_measure(2, "tbsp", "tsp") == 6
convert_measure(0.5, "cup", "ml") == 120
convert_measure(1, "pint", "ml") ! KeyError
'''
