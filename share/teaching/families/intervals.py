TOPIC = "intervals"
FAMILIES = r'''
#### merging 2
Intervals are (start, end) pairs with start < end. Write `$f($a)` that returns $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
merge|intervals|the sorted list of intervals after joining all that overlap or touch|merged = []\n    for start, end in sorted(intervals):\n        if merged and start <= merged[-1][1]:\n            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))\n        else:\n            merged.append((start, end))\n    return merged|[(5, 8), (1, 3), (2, 4), (4, 5)]|[(1, 8)]|[]|[]
covered_length|spans|how much of the number line they cover together|total, reach = 0, float("-inf")\n    for start, end in sorted(spans):\n        total += max(0, end - max(start, reach))\n        reach = max(reach, end)\n    return total|[(0, 4), (2, 6), (10, 11)]|7|[]|0
gaps|busy, day_start, day_end|the free intervals between day_start and day_end that no busy interval touches|free, time = [], day_start\n    for start, end in sorted(busy):\n        if start > time:\n            free.append((time, start))\n        time = max(time, end)\n    if time < day_end:\n        free.append((time, day_end))\n    return free|[(10, 11), (13, 15), (14, 16)], 9, 17|[(9, 10), (11, 13), (16, 17)]|[], 1, 2|[(1, 2)]
insert|intervals, new|a sorted list of disjoint intervals with a new one inserted, which swallows all it overlaps or touches|before = [i for i in intervals if i[1] < new[0]]\n    after = [i for i in intervals if i[0] > new[1]]\n    touched = intervals[len(before):len(intervals) - len(after)] + [new]\n    joined = (min(i[0] for i in touched), max(i[1] for i in touched))\n    return before + [joined] + after|[(1, 2), (4, 6), (8, 9)], (5, 8)|[(1, 2), (4, 9)]|[], (3, 4)|[(3, 4)]
cut_out|interval, hole|the list of the parts of an interval that remain when a hole is removed|(start, end), (low, high) = interval, hole\n    parts = [(start, min(end, low)), (max(start, high), end)]\n    return [(a, b) for a, b in parts if a < b]|(0, 10), (3, 4)|[(0, 3), (4, 10)]|(1, 2), (0, 5)|[]
common_part|intervals|the interval contained in all of them, or None|start = max(start for start, _ in intervals)\n    end = min(end for _, end in intervals)\n    return (start, end) if start < end else None|[(0, 5), (3, 9), (2, 6)]|(3, 5)|[(0, 1), (1, 2)]|None
#### overlaps 2
Write `$f($a)`: $d. Intervals are half-open pairs (start, end), the end not belonging to them.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
overlap|a, b|do two intervals have a point in common?|return a[0] < b[1] and b[0] < a[1]|(1, 4), (3, 6)|True|(1, 3), (3, 5)|False
overlap_length|a, b|the length of the part that two intervals share|return max(0, min(a[1], b[1]) - max(a[0], b[0]))|(1, 4), (2, 9)|2|(1, 2), (5, 6)|0
contains|outer, inner|does the first interval contain the second completely?|return outer[0] <= inner[0] and inner[1] <= outer[1]|(0, 9), (3, 9)|True|(2, 5), (1, 3)|False
conflicts|meetings|the sorted list of index pairs (i, j), i < j, of meetings that overlap|found = []\n    for j, (start, end) in enumerate(meetings):\n        for i in range(j):\n            if meetings[i][0] < end and start < meetings[i][1]:\n                found.append((i, j))\n    return sorted(found)|[(1, 3), (2, 4), (3, 5)]|[(0, 1), (1, 2)]|[]|[]
can_attend_all|meetings|can one person attend all meetings?|ordered = sorted(meetings)\n    return all(first[1] <= second[0] for first, second in zip(ordered, ordered[1:]))|[(5, 6), (1, 5)]|True|[(1, 3), (2, 4)]|False
intersections|first, second|the list of the common parts of two sorted lists of disjoint intervals, found by walking through both at once|i = j = 0\n    common = []\n    while i < len(first) and j < len(second):\n        start = max(first[i][0], second[j][0])\n        end = min(first[i][1], second[j][1])\n        if start < end:\n            common.append((start, end))\n        if first[i][1] < second[j][1]:\n            i += 1\n        else:\n            j += 1\n    return common|[(0, 4), (6, 9)], [(3, 7)]|[(3, 4), (6, 7)]|[], [(1, 2)]|[]
relation|a, b|the relation of the first to the second interval: "before", "after", "inside", "around", "equal" or "overlapping"|if a == b:\n        return "equal"\n    if a[1] <= b[0]:\n        return "before"\n    if b[1] <= a[0]:\n        return "after"\n    if b[0] <= a[0] and a[1] <= b[1]:\n        return "inside"\n    if a[0] <= b[0] and b[1] <= a[1]:\n        return "around"\n    return "overlapping"|(1, 3), (0, 9)|"inside"|(1, 3), (2, 4)|"overlapping"
#### occupancy 3
Guests stay over half-open intervals (arrival, departure). `$f($a)` returns $d.
----
$c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
rooms_needed|stays|the largest number of guests present at the same time, using a heap of departures|import heapq\n\n\ndef $f(stays):\n    departures, most = [], 0\n    for arrival, departure in sorted(stays):\n        while departures and departures[0] <= arrival:\n            heapq.heappop(departures)\n        heapq.heappush(departures, departure)\n        most = max(most, len(departures))\n    return most|[(1, 4), (2, 5), (4, 6)]|2|[]|0
busiest_time|stays|the earliest time at which the number of guests reaches its maximum, None without guests|def $f(stays):\n    events = sorted([(a, 1) for a, _ in stays] + [(d, -1) for _, d in stays])\n    present = most = 0\n    best = None\n    for time, change in events:\n        present += change\n        if present > most:\n            most, best = present, time\n    return best|[(1, 9), (3, 5), (4, 6)]|4|[]|None
assign_rooms|stays|the room number (from 0) of each guest, in the order of the list; guests are served by arrival and get the free room with the lowest number|def $f(stays):\n    rooms = [None] * len(stays)\n    free_from = []\n    for i in sorted(range(len(stays)), key=lambda i: stays[i]):\n        arrival, departure = stays[i]\n        for room, time in enumerate(free_from):\n            if time <= arrival:\n                break\n        else:\n            room = len(free_from)\n            free_from.append(0)\n        rooms[i] = room\n        free_from[room] = departure\n    return rooms|[(1, 4), (2, 3), (3, 5)]|[0, 1, 1]|[]|[]
occupancy|stays, days|a list with the number of guests on each day 0..days-1, by means of a difference array|from itertools import accumulate\n\n\ndef $f(stays, days):\n    change = [0] * (days + 1)\n    for arrival, departure in stays:\n        change[min(arrival, days)] += 1\n        change[min(departure, days)] -= 1\n    return list(accumulate(change[:days]))|[(0, 2), (1, 9)], 4|[1, 2, 1, 1]|[], 2|[0, 0]
most_stays|stays|the largest number of stays that one room can take, choosing always the earliest departure|def $f(stays):\n    count, free = 0, float("-inf")\n    for arrival, departure in sorted(stays, key=lambda stay: stay[1]):\n        if arrival >= free:\n            count += 1\n            free = departure\n    return count|[(1, 10), (2, 3), (3, 4), (4, 9)]|3|[]|0
fully_staffed|shifts, start, end, needed|whether at least `needed` shifts are running at every moment from start to end|def $f(shifts, start, end, needed):\n    moments = {start} \| {t for shift in shifts for t in shift if start <= t < end}\n    return all(sum(a <= t < b for a, b in shifts) >= needed for t in moments)|[(0, 5), (3, 9), (5, 9)], 0, 9, 1|True|[(0, 4), (5, 9)], 0, 9, 1|False
#### points_in_intervals 2
Given closed intervals [low, high] as pairs, write `$f($a)`, returning $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
cover_count|intervals, point|how many of them contain a point|return sum(low <= point <= high for low, high in intervals)|[(1, 3), (3, 5)], 3|2|[], 1|0
find_interval|intervals, point|the index of the first that contains the point, or -1|for i, (low, high) in enumerate(intervals):\n        if low <= point <= high:\n            return i\n    return -1|[(1, 2), (4, 9)], 5|1|[(1, 2)], 3|-1
grade|score, limits|the label of a score, when `limits` is a list of (label, low, high); an uncovered score raises ValueError|for label, low, high in limits:\n        if low <= score <= high:\n            return label\n    raise ValueError(f"no grade for {score}")|75, [("B", 60, 79), ("A", 80, 100)]|"B"|80, [("A", 80, 100)]|"A"
fewest_points|intervals|the smallest number of points such that every interval contains one (stab at each interval's right end)|points, last = 0, None\n    for low, high in sorted(intervals, key=lambda interval: interval[1]):\n        if last is None or low > last:\n            points += 1\n            last = high\n    return points|[(1, 4), (2, 3), (5, 8), (6, 9)]|2|[]|0
snap|intervals, point|the point itself if it is covered, otherwise the nearest end of an interval (the smaller one on a tie)|if any(low <= point <= high for low, high in intervals):\n        return point\n    ends = [end for interval in intervals for end in interval]\n    return min(ends, key=lambda end: (abs(end - point), end))|[(1, 3), (7, 9)], 5|3|[(1, 3)], 2|2
lookup_table|bounds, labels, x|the label of the range that contains x, where ascending `bounds` separate the ranges and a bound belongs to the range above it; use bisect|from bisect import bisect_right\n\n    return labels[bisect_right(bounds, x)]|[10, 20], ["low", "mid", "high"], 10|"mid"|[10, 20], ["low", "mid", "high"], 3|"low"
'''
