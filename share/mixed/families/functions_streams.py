KIND, LANGUAGE = "function", "python"
GROUPS = r'''
Collapse a stream of keyboard events into the text that results: letters are typed, "<" deletes the last one and "^" switches capitals on or off.
----
def typed_text(events):
    out, capitals = [], False
    for event in events:
        if event == "<":
            if out:
                out.pop()
        elif event == "^":
            capitals = not capitals
        else:
            out.append(event.upper() if capitals else event)
    return "".join(out)
----
typed_text("^h^elo<<llo") == "Hello"
typed_text("<a") == "a"
typed_text("") == ""
====
Detect $d in a list of sensor readings and return the indices.
----
def $f(readings$a):
    return $c
----
$f($x) == $y
$f([]) == []
----
d f a c x y
jumps of more than `limit` between neighbours (the index of the second one)|jumps|, limit=10|[i for i in range(1, len(readings)) if abs(readings[i] - readings[i - 1]) > limit]|[1, 5, 30, 31, 2]|[2, 4]
dead phases, i.e. values equal to the two before them,|frozen||[i for i in range(2, len(readings)) if readings[i - 2] == readings[i - 1] == readings[i]]|[5, 5, 5, 5, 6, 6]|[2, 3]
crossings of zero (the index after the sign has changed; zeros do not occur)|zero_crossings||[i for i in range(1, len(readings)) if readings[i - 1] * readings[i] < 0]|[3, -1, -2, 4]|[1, 3]
new records (values above all before them, the first included)|records||[i for i, value in enumerate(readings) if all(value > before for before in readings[:i])]|[2, 1, 3, 3, 7]|[0, 2, 4]
====
Debounce a switch: of (time, state) events keep only those whose state then lasts at least `hold` until the next event, and drop repetitions of the state kept before. The last event always lasts.
----
def debounce(events, hold):
    kept = []
    for i, (time, state) in enumerate(events):
        lasts = i + 1 == len(events) or events[i + 1][0] - time >= hold
        if lasts and (not kept or kept[-1][1] != state):
            kept.append((time, state))
    return kept
----
debounce([(0, "on"), (1, "off"), (2, "on"), (9, "off")], 3) == [(2, "on"), (9, "off")]
debounce([(0, "on"), (5, "on")], 2) == [(0, "on")]
debounce([], 1) == []
====
Merge several sorted logs, lists of (time, message), into one sorted list. Messages of the same time stay in the order of the logs.
----
import heapq


def merge_logs(*logs):
    return list(heapq.merge(*logs, key=lambda entry: entry[0]))
----
merge_logs([(1, "a"), (5, "b")], [(1, "c"), (2, "d")]) == [(1, "a"), (1, "c"), (2, "d"), (5, "b")]
merge_logs() == []
====
Keep the `n` largest values of a long stream with little memory and return them in falling order.
----
import heapq


def top_of_stream(values, n):
    heap = []
    for value in values:
        if len(heap) < n:
            heapq.heappush(heap, value)
        elif heap and value > heap[0]:
            heapq.heapreplace(heap, value)
    return sorted(heap, reverse=True)
----
top_of_stream(iter([5, 1, 9, 7, 9]), 3) == [9, 9, 7]
top_of_stream([1], 5) == [1]
top_of_stream([1, 2], 0) == []
====
Yield the running $d of a stream of numbers after each of them.
----
def $f(numbers):
    $c
----
list($f($x)) == $y
list($f([])) == []
----
d f c x y
mean|running_mean|total = 0\n    for count, number in enumerate(numbers, start=1):\n        total += number\n        yield total / count|[2, 4, 9]|[2, 3, 5]
median (of the numbers so far)|running_median|from bisect import insort\n    seen = []\n    for number in numbers:\n        insort(seen, number)\n        half = len(seen) // 2\n        yield seen[half] if len(seen) % 2 else (seen[half - 1] + seen[half]) / 2|[5, 1, 3]|[5, 3, 3]
range, largest minus smallest,|running_range|low, high = float("inf"), float("-inf")\n    for number in numbers:\n        low, high = min(low, number), max(high, number)\n        yield high - low|[3, 7, 1]|[0, 4, 6]
====
Parse a stream of bytes framed by length: each message begins with one byte that tells its length. Return (complete messages, rest), where the rest is an incomplete message at the end.
----
def unframe(data):
    messages, at = [], 0
    while at < len(data) and at + 1 + data[at] <= len(data):
        messages.append(data[at + 1:at + 1 + data[at]])
        at += 1 + data[at]
    return messages, data[at:]
----
unframe(b"\x02hi\x00\x03ab") == ([b"hi", b""], b"\x03ab")
unframe(b"") == ([], b"")
====
Compute what a stack machine leaves: `words` are whole numbers, "+", "-", "*", "dup" and "swap". Return the stack; raise IndexError if a word finds too few values.
----
def run_words(words):
    stack = []
    for word in words:
        if word == "dup":
            stack.append(stack[-1])
        elif word == "swap":
            b, a = stack.pop(), stack.pop()
            stack += [b, a]
        elif word in ("+", "-", "*"):
            b, a = stack.pop(), stack.pop()
            stack.append({"+": a + b, "-": a - b, "*": a * b}[word])
        else:
            stack.append(int(word))
    return stack
----
run_words("3 dup * 1 swap -".split()) == [-8]
run_words([]) == []
run_words(["+"]) ! IndexError
====
Measure how long each state was active: `events` are (time, state) in order, the stream ends at `end`. Return a dict of state to total time.
----
def time_in_state(events, end):
    totals = {}
    for (start, state), (stop, _) in zip(events, events[1:] + [(end, None)]):
        totals[state] = totals.get(state, 0) + stop - start
    return totals
----
time_in_state([(0, "idle"), (4, "busy"), (6, "idle")], 10) == {"idle": 8, "busy": 2}
time_in_state([], 5) == {}
====
Group chat messages into conversations: (minute, user) pairs in order of time belong together as long as the pause between neighbours is at most `gap`. Return for each conversation the sorted list of its users.
----
def conversations(messages, gap):
    groups, last = [], None
    for minute, user in messages:
        if last is None or minute - last > gap:
            groups.append(set())
        groups[-1].add(user)
        last = minute
    return [sorted(group) for group in groups]
----
conversations([(0, "b"), (3, "a"), (20, "c")], 5) == [["a", "b"], ["c"]]
conversations([], 5) == []
====
Sample every n-th item of an iterable$d.
----
def $f(items, n):
    $c
----
list($f("abcdefg", 3)) == $x
list($f([], 2)) == []
----
d f c x
, the first one included|every_nth|for i, item in enumerate(items):\n        if i % n == 0:\n            yield item|["a", "d", "g"]
, beginning with the n-th, and always the last one as well|sample_with_end|sampled = False\n    for i, item in enumerate(items, start=1):\n        sampled = i % n == 0\n        if sampled:\n            yield item\n    if not sampled and items:\n        yield item|["c", "f", "g"]
====
Implement a small state machine for a parcel: `events` move it through "created", "shipped", "delivered" ("ship", "deliver") or to "returned" ("return", only after shipping or delivery). Return the final state; events that do not fit are ignored.
----
MOVES = {
    ("created", "ship"): "shipped",
    ("shipped", "deliver"): "delivered",
    ("shipped", "return"): "returned",
    ("delivered", "return"): "returned",
}


def parcel_state(events):
    state = "created"
    for event in events:
        state = MOVES.get((state, event), state)
    return state
----
parcel_state(["ship", "deliver"]) == "delivered"
parcel_state(["return", "ship", "return", "deliver"]) == "returned"
parcel_state([]) == "created"
====
Fill gaps in a series of (day, value) pairs with whole days in rising order, so that every day from first to last occurs; a missing day takes $d.
----
def $f(series):
    $c
----
$f([(1, 10), (4, 16)]) == $x
$f([(7, 1)]) == [(7, 1)]
$f([]) == []
----
d f c x
the value of the day before|fill_forward|filled = []\n    for day, value in series:\n        while filled and filled[-1][0] + 1 < day:\n            filled.append((filled[-1][0] + 1, filled[-1][1]))\n        filled.append((day, value))\n    return filled|[(1, 10), (2, 10), (3, 10), (4, 16)]
a value on the straight line between its neighbours|fill_linear|filled = series[:1]\n    for (day, value), (following, target) in zip(series, series[1:]):\n        steps = following - day\n        filled += [(day + i, value + (target - value) * i / steps) for i in range(1, steps + 1)]\n    return filled|[(1, 10), (2, 12), (3, 14), (4, 16)]
====
Encode a list of numbers as differences: the first one stays, each other one is replaced by its distance to the one before; and write `undelta` for the way back as the last function.
----
def delta(numbers):
    return numbers[:1] + [b - a for a, b in zip(numbers, numbers[1:])]


def undelta(differences):
    numbers, total = [], 0
    for difference in differences:
        total += difference
        numbers.append(total)
    return numbers
----
delta([5, 7, 4]) == [5, 2, -3]
undelta([5, 2, -3]) == [5, 7, 4]
undelta(delta([])) == []
====
Replay a list of bank transfers (from, to, amount) on a dict of balances. A transfer without sufficient funds is skipped; accounts that do not exist yet start at 0. Return (final balances, number of skipped transfers) and leave the argument alone.
----
def replay(balances, transfers):
    balances, skipped = dict(balances), 0
    for source, target, amount in transfers:
        if balances.get(source, 0) < amount:
            skipped += 1
            continue
        balances[source] -= amount
        balances[target] = balances.get(target, 0) + amount
    return balances, skipped
----
replay({"a": 10}, [("a", "b", 7), ("a", "c", 7), ("b", "c", 2)]) == ({"a": 3, "b": 5, "c": 2}, 1)
replay({}, [("x", "y", 1)]) == ({}, 1)
replay({"a": 1}, []) == ({"a": 1}, 0)
====
Find the first value of a stream that occurs for the second time; None if all are different.
----
def first_repeat(stream):
    seen = set()
    for value in stream:
        if value in seen:
            return value
        seen.add(value)
    return None
----
first_repeat(iter("abcba")) == "b"
first_repeat([1, 2]) == None
====
Build a moving maximum: for every window of `k` neighbouring numbers return the largest, in linear time.
----
from collections import deque


def window_max(numbers, k):
    result, places = [], deque()
    for i, number in enumerate(numbers):
        while places and numbers[places[-1]] <= number:
            places.pop()
        places.append(i)
        if places[0] <= i - k:
            places.popleft()
        if i >= k - 1:
            result.append(numbers[places[0]])
    return result
----
window_max([1, 3, 2, 0, 5], 3) == [3, 3, 5]
window_max([4, 2], 1) == [4, 2]
window_max([1], 2) == []
====
Rank streaming songs: `plays` is a list of (song, seconds listened); a play counts from 30 seconds on. Return the songs with their counted plays as pairs, most first and then by name, songs without any left out.
----
from collections import Counter


def charts(plays):
    counts = Counter(song for song, seconds in plays if seconds >= 30)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
----
charts([("b", 31), ("a", 30), ("a", 29), ("c", 200), ("b", 45)]) == [("b", 2), ("a", 1), ("c", 1)]
charts([("a", 5)]) == []
====
Choose who speaks next in a meeting: `queue` lists raised hands in order, `spoken` counts how often each has spoken. Return whoever has spoken least, the earliest hand on a tie; None for an empty queue.
----
def next_speaker(queue, spoken):
    return min(queue, key=lambda name: spoken.get(name, 0), default=None)
----
next_speaker(["a", "b", "c"], {"a": 2, "b": 1, "c": 1}) == "b"
next_speaker(["a", "z"], {"a": 1}) == "z"
next_speaker([], {}) == None
====
Throttle alarms: keep an alarm (time, name) only if the same name was not kept within the last `quiet` seconds.
----
def throttle(alarms, quiet):
    last, kept = {}, []
    for time, name in alarms:
        if name not in last or time - last[name] > quiet:
            kept.append((time, name))
            last[name] = time
    return kept
----
throttle([(0, "disk"), (5, "disk"), (6, "cpu"), (11, "disk")], 10) == [(0, "disk"), (6, "cpu"), (11, "disk")]
throttle([], 3) == []
'''
