TOPIC = "statistics"
FAMILIES = r'''
#### averages 1
For a list of numbers, write `$f($a)` that returns $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
mean|values|the arithmetic mean, or None for an empty list|if not values:\n        return None\n    return sum(values) / len(values)|[1, 2, 6]|3.0|[]|None
median|numbers|the middle value, or the mean of the two middle values|ordered = sorted(numbers)\n    half = len(ordered) // 2\n    if len(ordered) % 2:\n        return ordered[half]\n    return (ordered[half - 1] + ordered[half]) / 2|[5, 1, 3]|3|[4, 1, 3, 2]|2.5
modes|data|the sorted list of all values that occur most often|if not data:\n        return []\n    most = max(map(data.count, data))\n    return sorted({x for x in data if data.count(x) == most})|[1, 2, 2, 3, 3]|[2, 3]|[]|[]
weighted_mean|values, weights|the mean of the values with the given weights; ValueError if the weights add up to 0|total = sum(weights)\n    if total == 0:\n        raise ValueError("weights add up to zero")\n    return sum(v * w for v, w in zip(values, weights)) / total|[10, 20], [3, 1]|12.5|[7], [2]|7.0
trimmed_mean|scores|the mean without the best and the worst score, for at least three scores|kept = sorted(scores)[1:-1]\n    return sum(kept) / len(kept)|[9, 1, 5, 7]|6.0|[1, 2, 30]|2.0
geometric_mean|factors|the geometric mean of positive numbers, by way of logarithms, rounded to 6 places|from math import exp, log\n\n    return round(exp(sum(map(log, factors)) / len(factors)), 6)|[2, 8]|4.0|[5]|5.0
harmonic_speed|speeds|the mean speed over parts of equal length (harmonic mean), rounded to 6 places|inverse = sum(1 / speed for speed in speeds)\n    return round(len(speeds) / inverse, 6)|[40, 60]|48.0|[25]|25.0
midrange|readings|the value half way between the smallest and the largest|low = high = readings[0]\n    for reading in readings:\n        low = min(low, reading)\n        high = max(high, reading)\n    return (low + high) / 2|[3, 9, 4]|6.0|[2]|2.0
#### spread 2
Measure how numbers are spread: `$f($a)` returns $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
variance|data|the population variance|centre = sum(data) / len(data)\n    return sum((x - centre) ** 2 for x in data) / len(data)|[2, 4, 4, 4, 5, 5, 7, 9]|4.0|[3]|0.0
sample_deviation|data|the sample standard deviation (divisor n - 1), 0.0 for a single value|n = len(data)\n    if n < 2:\n        return 0.0\n    mean = sum(data) / n\n    return (sum((x - mean) ** 2 for x in data) / (n - 1)) ** 0.5|[1, 5, 3, 3]|(8 / 3) ** 0.5|[4]|0.0
running_variance|stream|the population variance in one pass by Welford's method|n, mean, squares = 0, 0.0, 0.0\n    for x in stream:\n        n += 1\n        delta = x - mean\n        mean += delta / n\n        squares += delta * (x - mean)\n    return squares / n|[2, 4, 6]|8 / 3|[5]|0.0
percentile|values, p|the p-th percentile (0 to 100) with linear interpolation between neighbours|ordered = sorted(values)\n    position = (len(ordered) - 1) * p / 100\n    below = int(position)\n    above = min(below + 1, len(ordered) - 1)\n    return ordered[below] + (ordered[above] - ordered[below]) * (position - below)|[10, 20, 30, 40], 50|25.0|[7], 90|7.0
quartile_range|values|the distance between the medians of the upper and the lower half (the middle value of an odd number is in neither)|from statistics import median\n\n    ordered = sorted(values)\n    half = len(ordered) // 2\n    return median(ordered[-half:]) - median(ordered[:half])|[1, 2, 3, 4, 5, 6, 7]|4|[1, 9]|8
mean_deviation|numbers|the mean absolute distance from the median|middle = sorted(numbers)[len(numbers) // 2]\n    return sum(abs(n - middle) for n in numbers) / len(numbers)|[1, 2, 6]|5 / 3|[4]|0.0
gini|incomes|the Gini coefficient: the mean absolute difference of all pairs divided by twice the mean|n = len(incomes)\n    differences = sum(abs(a - b) for a in incomes for b in incomes)\n    return differences / (2 * n * sum(incomes))|[1, 1]|0.0|[0, 4]|0.5
#### transforms 2
Write `$f($a)`, which returns a new list with $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
normalize|values|the values mapped linearly so that the smallest becomes 0 and the largest 1 (all 0 if they are equal)|low, high = min(values), max(values)\n    if low == high:\n        return [0.0] * len(values)\n    return [(v - low) / (high - low) for v in values]|[10, 20, 15]|[0.0, 1.0, 0.5]|[3, 3]|[0.0, 0.0]
z_scores|xs|the distance of each value from the mean in (population) standard deviations|mean = sum(xs) / len(xs)\n    deviation = (sum((x - mean) ** 2 for x in xs) / len(xs)) ** 0.5\n    return [(x - mean) / deviation for x in xs]|[1, 3]|[-1.0, 1.0]|[2, 6, 2, 6]|[-1.0, 1.0, -1.0, 1.0]
ranks|scores|the rank of each value (1 for the smallest), equal values sharing the mean of their ranks|ordered = sorted(scores)\n    return [ordered.index(s) + (ordered.count(s) + 1) / 2 for s in scores]|[30, 10, 20, 10]|[4.0, 1.5, 3.0, 1.5]|[]|[]
moving_average|series, k|the means of k neighbouring values, updating a running sum|if len(series) < k:\n        return []\n    total = sum(series[:k])\n    means = [total / k]\n    for new, old in zip(series[k:], series):\n        total += new - old\n        means.append(total / k)\n    return means|[1, 3, 5, 7], 2|[2.0, 4.0, 6.0]|[1], 2|[]
smooth|series, alpha|exponential smoothing: the first value stays, then s = alpha * value + (1 - alpha) * previous s|smoothed = []\n    for value in series:\n        last = smoothed[-1] if smoothed else value\n        smoothed.append(alpha * value + (1 - alpha) * last)\n    return smoothed|[4, 8, 8], 0.5|[4.0, 6.0, 7.0]|[], 0.3|[]
without_outliers|data|the values that lie at most two standard deviations from the mean|from statistics import mean, pstdev\n\n    centre, spread = mean(data), pstdev(data)\n    return [x for x in data if abs(x - centre) <= 2 * spread]|[1, 2, 1, 2, 1, 2, 50]|[1, 2, 1, 2, 1, 2]|[5]|[5]
fill_gaps|readings|every None replaced by the mean of the nearest known values before and after it (or the only one there is)|filled = []\n    for i, value in enumerate(readings):\n        if value is None:\n            before = [v for v in readings[:i] if v is not None][-1:]\n            after = [v for v in readings[i + 1:] if v is not None][:1]\n            near = before + after\n            value = sum(near) / len(near)\n        filled.append(value)\n    return filled|[2, None, 6, None]|[2, 4.0, 6, 6.0]|[1]|[1]
#### relations 3
Compare two series: write `$f($a)` that computes $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
correlation|xs, ys|Pearson's correlation coefficient, rounded to 6 places, or None if one series is constant|n = len(xs)\n    mx, my = sum(xs) / n, sum(ys) / n\n    xy = sum((x - mx) * (y - my) for x, y in zip(xs, ys))\n    xx = sum((x - mx) ** 2 for x in xs)\n    yy = sum((y - my) ** 2 for y in ys)\n    if xx == 0 or yy == 0:\n        return None\n    return round(xy / (xx * yy) ** 0.5, 6)|[1, 2, 3], [2, 4, 6]|1.0|[1, 1], [2, 3]|None
fit_line|points|slope and intercept of the least squares line through (x, y) points|n = len(points)\n    sx = sum(x for x, _ in points)\n    sy = sum(y for _, y in points)\n    sxx = sum(x * x for x, _ in points)\n    sxy = sum(x * y for x, y in points)\n    slope = (n * sxy - sx * sy) / (n * sxx - sx * sx)\n    return slope, (sy - slope * sx) / n|[(0, 1), (1, 3), (2, 5)]|(2.0, 1.0)|[(0, 2), (4, 2)]|(0.0, 2.0)
mean_squared_error|predicted, actual|the mean of the squared differences|return sum((p - a) ** 2 for p, a in zip(predicted, actual)) / len(actual)|[1, 5], [3, 5]|2.0|[0], [0]|0.0
contingency|first, second|a dict from each pair of labels to the number of positions at which it occurs|table = {}\n    for pair in zip(first, second):\n        table[pair] = table.get(pair, 0) + 1\n    return table|"aab", "xyx"|{("a", "x"): 1, ("a", "y"): 1, ("b", "x"): 1}|[], []|{}
precision_recall|predicted, actual|(precision, recall) for two sets of items, with 0.0 where a set is empty|hits = len(predicted & actual)\n    precision = hits / len(predicted) if predicted else 0.0\n    recall = hits / len(actual) if actual else 0.0\n    return precision, recall|{1, 2, 3, 4}, {3, 4, 5}|(0.5, 2 / 3)|set(), {1}|(0.0, 0.0)
rank_agreement|a, b|Kendall's tau of two lists without ties: concordant minus discordant pairs, divided by the number of pairs|from itertools import combinations\n\n    score = pairs = 0\n    for i, j in combinations(range(len(a)), 2):\n        pairs += 1\n        score += 1 if (a[i] < a[j]) == (b[i] < b[j]) else -1\n    return score / pairs|[1, 2, 3], [1, 3, 2]|1 / 3|[1, 2], [2, 1]|-1.0
auc|positives, negatives|the share of (positive, negative) pairs in which the positive score is higher, ties counting one half|won = 0.0\n    for p in positives:\n        for n in negatives:\n            won += 1 if p > n else 0.5 if p == n else 0\n    return won / (len(positives) * len(negatives))|[3, 2], [1, 2]|0.875|[0], [1]|0.0
#### counting_bins 2
Write `$f($a)` that returns $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
histogram|values, edges|how many values lie in each bin [edges[i], edges[i + 1]), the last bin including its upper edge; others are ignored|counts = [0] * (len(edges) - 1)\n    for value in values:\n        for i in range(len(counts)):\n            last = i == len(counts) - 1\n            if edges[i] <= value < edges[i + 1] or last and value == edges[-1]:\n                counts[i] += 1\n    return counts|[1, 2, 5, 10], [0, 5, 10]|[2, 2]|[], [0, 1]|[0]
equal_bins|values, n|the counts of n bins of equal width between the smallest and the largest value|low, high = min(values), max(values)\n    counts = [0] * n\n    for value in values:\n        index = int((value - low) / (high - low) * n)\n        counts[min(index, n - 1)] += 1\n    return counts|[0, 1, 2, 9, 10], 2|[3, 2]|[0, 4], 4|[1, 0, 0, 1]
cumulative_shares|counts|for a list of counts the cumulative shares, ending with 1.0|from itertools import accumulate\n\n    total = sum(counts)\n    return [part / total for part in accumulate(counts)]|[1, 1, 2]|[0.25, 0.5, 1.0]|[5]|[1.0]
stem_leaf|numbers|a dict from the tens of each two-digit number to the sorted list of its units|stems = {}\n    for number in sorted(numbers):\n        stem, leaf = divmod(number, 10)\n        stems.setdefault(stem, []).append(leaf)\n    return stems|[23, 15, 21]|{1: [5], 2: [1, 3]}|[]|{}
benford|numbers|the share of each leading digit that occurs among positive integers, as a dict|digits = [str(n)[0] for n in numbers]\n    return {int(d): digits.count(d) / len(digits) for d in sorted(set(digits))}|[12, 19, 230, 1]|{1: 0.75, 2: 0.25}|[9]|{9: 1.0}
entropy|labels|the Shannon entropy of a list of labels in bits|from collections import Counter\n    from math import log2\n\n    n = len(labels)\n    return sum(-count / n * log2(count / n) for count in Counter(labels).values())|"aabb"|1.0|"zzz"|0.0
'''
