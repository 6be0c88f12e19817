KIND, LANGUAGE = "function", "python"
GROUPS = r'''
Scale a recipe, a dict of ingredient to grams, from one number of servings to another. Round to whole grams, but never below 1.
----
def scale_recipe(recipe, servings, wanted):
    return {name: max(1, round(grams * wanted / servings)) for name, grams in recipe.items()}
----
scale_recipe({"flour": 300, "salt": 2}, 4, 6) == {"flour": 450, "salt": 3}
scale_recipe({"yeast": 1}, 10, 2) == {"yeast": 1}
====
Name the recipes one can cook: `recipes` maps a dish to the set of what it needs, `pantry` is a set. Return the dishes, sorted$d.
----
def $f(recipes, pantry):
    return $c
----
$f({"toast": {"bread"}, "soup": {"leek", "cream"}}, {"bread", "leek"}) == $x
$f({}, {"salt"}) == $y
----
d f c x y
 by name|cookable|sorted(dish for dish, needs in recipes.items() if needs <= pantry)|["toast"]|[]
 by how many things are missing and then by name, as (dish, sorted list of missing things)|by_missing|sorted(((dish, sorted(needs - pantry)) for dish, needs in recipes.items()), key=lambda pair: (len(pair[1]), pair[0]))|[("toast", []), ("soup", ["cream"])]|[]
====
Tell the next dose: a patient takes a medicine every `hours` hours, first at `first`, and never between 22 and 6 o'clock; a dose that would fall into the night is skipped. Return the hours of all doses from 0 to 23 on that day.
----
def doses(first, hours):
    return [hour for hour in range(first, 24, hours) if 6 <= hour < 22]
----
doses(8, 6) == [8, 14, 20]
doses(5, 8) == [13, 21]
doses(23, 4) == []
====
Order patients in a waiting room. Each is (name, urgency 1 to 5, minutes waited); the most urgent (5) comes first, and among equally urgent ones whoever has waited longest. Return the names.
----
def triage(patients):
    return [name for name, _, _ in sorted(patients, key=lambda p: (-p[1], -p[2]))]
----
triage([("Ada", 2, 50), ("Bo", 5, 1), ("Cy", 2, 70)]) == ["Bo", "Cy", "Ada"]
triage([]) == []
====
Plan seats in a train: the wagon is a string of "." (free) and "x" (taken). Find the first place where `n` people can sit side by side and return the index, or -1.
----
def side_by_side(wagon, n):
    return wagon.find("." * n)
----
side_by_side("x..x...", 3) == 4
side_by_side("xx", 1) == -1
side_by_side(".x", 1) == 0
====
Compute the fee for a library book that is returned late. The first three days are free, then each day costs 20 cents (10 for children), and the fee never exceeds the book's price.
----
def late_fee(days, price, child=False):
    rate = 10 if child else 20
    return min(max(days - 3, 0) * rate, price)
----
late_fee(5, 1000) == 40
late_fee(5, 1000, child=True) == 20
late_fee(3, 1000) == 0
late_fee(100, 500) == 500
====
Load parcels onto vans in the given order. A van takes parcels until the next one would exceed `capacity`; then the next van is used. Return the list of loads, each a list of weights.
----
def load_vans(parcels, capacity):
    vans, load = [], []
    for weight in parcels:
        if load and sum(load) + weight > capacity:
            vans.append(load)
            load = []
        load.append(weight)
    if load:
        vans.append(load)
    return vans
----
load_vans([4, 5, 3, 9, 1], 10) == [[4, 5], [3], [9, 1]]
load_vans([], 10) == []
load_vans([12], 10) == [[12]]
====
Count how many staff are needed in each hour from 0 to 23, given shifts as (start, end) where a shift may run past midnight, e.g. (22, 6). The end hour is not worked.
----
def staffing(shifts):
    hours = [0] * 24
    for start, end in shifts:
        hour = start
        while hour != end:
            hours[hour] += 1
            hour = (hour + 1) % 24
    return hours
----
: night = staffing([(22, 2), (23, 1)])
night[23] == 2 and night[0] == 2 and night[1] == 1 and night[2] == 0
sum(night) == 6
staffing([]) == [0] * 24
====
Return the note that lies `steps` semitones above a given one. Notes are named C, C#, D, ... B; negative steps go down, and the octave does not matter.
----
NOTES = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"]


def transpose(note, steps):
    return NOTES[(NOTES.index(note) + steps) % 12]
----
transpose("A", 3) == "C"
transpose("C", -1) == "B"
transpose("X", 1) ! ValueError
====
Spell a $d chord as a list of three notes, from its root. Notes are named C, C#, D, ... B.
----
SCALE = "C C# D D# E F F# G G# A A# B".split()


def $f(root):
    start = SCALE.index(root)
    return [SCALE[(start + step) % 12] for step in (0, $s, $t)]
----
$f("A") == $x
$f("$r") == $y
----
d f s t x r y
major|major_chord|4|7|["A", "C#", "E"]|C|["C", "E", "G"]
minor|minor_chord|3|7|["A", "C", "E"]|E|["E", "G", "B"]
====
Sum the playing time of a playlist given as "M:SS" strings, and return it in the same form (or "H:MM:SS" from one hour on).
----
def playing_time(tracks):
    total = 0
    for track in tracks:
        minutes, seconds = track.split(":")
        total += int(minutes) * 60 + int(seconds)
    minutes, seconds = divmod(total, 60)
    if minutes >= 60:
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return f"{minutes}:{seconds:02}"
----
playing_time(["3:45", "4:20"]) == "8:05"
playing_time(["59:59", "0:01"]) == "1:00:00"
playing_time([]) == "0:00"
====
Elect a winner from ballots that each list candidates in order of preference$d.
----
$i
def $f(ballots):
    $c
----
$f([["a", "b", "c"], ["a", "b", "c"], ["b", "c", "a"], ["c", "b", "a"], ["c", "b", "a"]]) == $x
$f([["z"]]) == "z"
----
d i f c x
 by Borda count: with n candidates a first place gives n - 1 points, the next n - 2, and so on. On a tie take the alphabetically first|from collections import Counter\n\n|borda_winner|points = Counter()\n    for ballot in ballots:\n        for place, name in enumerate(reversed(ballot)):\n            points[name] += place\n    return min(points, key=lambda name: (-points[name], name))|"b"
: drop whoever has the fewest first places, on a tie the alphabetically last, until somebody has more than half of them|from collections import Counter\n\n|runoff_winner|names = {name for ballot in ballots for name in ballot}\n    while True:\n        firsts = Counter(dict.fromkeys(names, 0))\n        for ballot in ballots:\n            firsts[next(name for name in ballot if name in names)] += 1\n        leader, votes = max(firsts.items(), key=lambda pair: pair[1])\n        if votes * 2 > len(ballots):\n            return leader\n        low = min(firsts.values())\n        names.remove(max(name for name in names if firsts[name] == low))|"c"
====
Distribute parliament seats by the $d method: again and again the party with the largest quotient of votes and $e gets the next seat. Ties go to the party named first. Return a dict of party to seats.
----
def $f(votes, seats):
    won = dict.fromkeys(votes, 0)
    for _ in range(seats):
        party = max(votes, key=lambda name: votes[name] / ($c))
        won[party] += 1
    return won
----
$f({"A": 53, "B": 24, "C": 23}, 7) == $x
$f({"A": 1}, 0) == {"A": 0}
----
d e f c x
D'Hondt|its seats so far plus one|dhondt|won[name] + 1|{"A": 4, "B": 2, "C": 1}
Sainte-Laguë|twice its seats so far plus one|sainte_lague|2 * won[name] + 1|{"A": 3, "B": 2, "C": 2}
====
Mix two colours given as "#rrggbb". `share` is the part of the second one, from 0 to 1. Round each channel to the nearest value and return the same notation.
----
def mix(first, second, share=0.5):
    def channels(colour):
        return [int(colour[i:i + 2], 16) for i in (1, 3, 5)]
    mixed = (round(a + (b - a) * share) for a, b in zip(channels(first), channels(second)))
    return "#" + "".join(f"{value:02x}" for value in mixed)
----
mix("#000000", "#ffffff", 0.2) == "#333333"
mix("#ff0000", "#0000ff", 0) == "#ff0000"
mix("#101010", "#303030") == "#202020"
====
Decide whether black or white text is easier to read on a background "#rrggbb". Take the brightness (299 R + 587 G + 114 B) / 1000; from 128 on the text is "black".
----
def text_colour(background):
    red, green, blue = (int(background[i:i + 2], 16) for i in (1, 3, 5))
    return "black" if 299 * red + 587 * green + 114 * blue >= 128_000 else "white"
----
text_colour("#ffff00") == "black"
text_colour("#0000ff") == "white"
text_colour("#808080") == "black"
====
Rate a hotel: `reviews` is a list of (stars, date as "YYYY-MM-DD"). Reviews of the year `year` count twice. Return the weighted average rounded to one place, or None without reviews.
----
def hotel_rating(reviews, year):
    weight = total = 0
    for stars, day in reviews:
        w = 2 if day.startswith(str(year)) else 1
        weight += w
        total += w * stars
    return round(total / weight, 1) if weight else None
----
hotel_rating([(5, "2024-02-01"), (2, "2022-12-31")], 2024) == 4.0
hotel_rating([(1, "2020-01-01"), (2, "2020-01-02")], 2024) == 1.5
hotel_rating([], 2024) == None
====
Tell which rooms are free on a night. `bookings` is a list of (room, first night, morning of departure) with days as numbers; return the sorted free rooms out of `rooms`.
----
def free_rooms(rooms, bookings, night):
    taken = {room for room, arrival, departure in bookings if arrival <= night < departure}
    return sorted(set(rooms) - taken)
----
free_rooms([1, 2, 3], [(1, 5, 8), (2, 8, 9)], 8) == [1, 3]
free_rooms([2, 1], [], 0) == [1, 2]
====
Assign teachers to lessons in turn: return a list of (lesson, teacher), going round the list of teachers, but skip a teacher whose set in `cannot` contains the lesson. A lesson nobody can teach gets None.
----
def assign_teachers(lessons, teachers, cannot):
    turn, plan = 0, []
    for lesson in lessons:
        chosen = None
        for i in range(len(teachers)):
            teacher = teachers[(turn + i) % len(teachers)]
            if lesson not in cannot.get(teacher, ()):
                chosen = teacher
                turn = (turn + i + 1) % len(teachers)
                break
        plan.append((lesson, chosen))
    return plan
----
assign_teachers(["art", "gym", "art"], ["K", "L"], {}) == [("art", "K"), ("gym", "L"), ("art", "K")]
assign_teachers(["gym", "art"], ["K", "L"], {"K": {"gym"}}) == [("gym", "L"), ("art", "K")]
assign_teachers(["art"], ["K"], {"K": {"art"}}) == [("art", None)]
====
Convert a mark in per cent to a letter: A from 90, B from 80, C from 70, D from 60, else F. Everything outside 0 to 100 raises ValueError.
----
def letter(percent):
    if not 0 <= percent <= 100:
        raise ValueError("not a percentage")
    for mark, floor in (("A", 90), ("B", 80), ("C", 70), ("D", 60)):
        if percent >= floor:
            return mark
    return "F"
----
letter(90) == "A"
letter(89.9) == "B"
letter(60) == "D"
letter(0) == "F"
letter(101) ! ValueError
====
Compute the final mark of a course as the average of all tests without the worst one. With a single test that one counts; without tests return None.
----
def final_mark(tests):
    if not tests:
        return None
    if len(tests) == 1:
        return tests[0]
    return (sum(tests) - min(tests)) / (len(tests) - 1)
----
final_mark([50, 90, 70]) == 80
final_mark([40]) == 40
final_mark([]) == None
====
Detect suspicious logins: from (user, minute, country) in order of time return the sorted users who logged in from two different countries within `window` minutes.
----
def suspicious(logins, window=60):
    last, found = {}, set()
    for user, minute, country in logins:
        if user in last:
            before, place = last[user]
            if place != country and minute - before <= window:
                found.add(user)
        last[user] = (minute, country)
    return sorted(found)
----
suspicious([("a", 0, "FR"), ("b", 5, "FR"), ("a", 30, "US")]) == ["a"]
suspicious([("a", 0, "FR"), ("a", 61, "US")]) == []
suspicious([]) == []
====
Reduce a GPS track: keep the first point, then only points that are at least `gap` metres along the track (straight lines between points, x and y in metres) after the last one kept.
----
from math import dist


def thin_track(points, gap):
    kept, since = points[:1], 0.0
    for before, point in zip(points, points[1:]):
        since += dist(before, point)
        if since >= gap:
            kept.append(point)
            since = 0.0
    return kept
----
thin_track([(0, 0), (3, 0), (5, 0), (6, 0), (10, 0)], 5) == [(0, 0), (5, 0), (10, 0)]
thin_track([], 1) == []
thin_track([(1, 1), (1, 2)], 9) == [(1, 1)]
====
Tell the fuel needed for a trip in litres. `legs` is a list of (kilometres, "city" or "road"); a car takes 8 litres per 100 km in the city and 5.5 on the road, and with a trailer 20 per cent more. Round up to whole litres.
----
import math


def fuel(legs, trailer=False):
    use = {"city": 8, "road": 5.5}
    litres = sum(km * use[kind] / 100 for km, kind in legs)
    return math.ceil(litres * (1.2 if trailer else 1))
----
fuel([(100, "road"), (50, "city")]) == 10
fuel([(100, "road"), (50, "city")], trailer=True) == 12
fuel([]) == 0
====
Track an elevator: starting on floor 0 it serves the requested floors in order. Return the number of floors travelled and the number of times it changes direction.
----
def elevator(requests):
    floor = travelled = turns = direction = 0
    for target in requests:
        if target == floor:
            continue
        new = 1 if target > floor else -1
        if direction and new != direction:
            turns += 1
        direction = new
        travelled += abs(target - floor)
        floor = target
    return travelled, turns
----
elevator([5, 2, 3]) == (9, 2)
elevator([0, 0]) == (0, 0)
elevator([1, 2, 2, 9]) == (9, 0)
====
Simulate a traffic light that shows "green" for 30 seconds, "yellow" for 5 and "red" for 25, over and over, beginning with green at second 0. Return its colour at a given second.
----
def light_at(second):
    rest = second % 60
    if rest < 30:
        return "green"
    return "yellow" if rest < 35 else "red"
----
light_at(29) == "green"
light_at(30) == "yellow"
light_at(95) == "red"
light_at(60) == "green"
====
Work out the delivery zone by distance: "A" up to 3 km, "B" up to 8, "C" up to 20; None beyond. In bad weather every limit is halved.
----
def zone(km, bad_weather=False):
    factor = 0.5 if bad_weather else 1
    for name, limit in (("A", 3), ("B", 8), ("C", 20)):
        if km <= limit * factor:
            return name
    return None
----
zone(3) == "A"
zone(3, bad_weather=True) == "B"
zone(20.5) == None
zone(9) == "C"
====
Keep a to-do list in a class `Todo`: `add(text, priority=0)`, `done(text)` (KeyError if it is not there) and `next()`, which returns the text of the highest priority, the earliest one on a tie, or None.
----
class Todo:
    def __init__(self):
        self._items = {}

    def add(self, text, priority=0):
        self._items[text] = priority

    def done(self, text):
        del self._items[text]

    def next(self):
        return max(self._items, key=self._items.get, default=None)
----
: t = Todo(); t.add("a"); t.add("b", 5); t.add("c", 5)
t.next() == "b"
: t.done("b")
t.next() == "c"
Todo().next() == None
t.done("zz") ! KeyError
====
Report a garden: `beds` maps a plant to the day of the last watering and `needs` a plant to the longest number of days without water. Return the plants that are overdue on `today`, most overdue first, then by name.
----
def thirsty(beds, needs, today):
    overdue = {plant: today - day - needs[plant] for plant, day in beds.items()}
    return sorted((p for p, days in overdue.items() if days > 0), key=lambda p: (-overdue[p], p))
----
thirsty({"fern": 1, "rose": 4, "cactus": 0}, {"fern": 2, "rose": 3, "cactus": 30}, 8) == ["fern", "rose"]
thirsty({}, {}, 3) == []
====
Choose gifts: from a list of (name, price) pick for each person in `people` the most expensive gift within the budget that is still there, the first one on a tie. Return a dict of person to gift name, None if nothing is left.
----
def choose_gifts(people, gifts, budget):
    left, chosen = list(gifts), {}
    for person in people:
        fitting = [gift for gift in left if gift[1] <= budget]
        best = max(fitting, key=lambda gift: gift[1], default=None)
        if best:
            left.remove(best)
        chosen[person] = best[0] if best else None
    return chosen
----
choose_gifts(["a", "b", "c"], [("mug", 8), ("book", 15), ("bike", 300)], 20) == {"a": "book", "b": "mug", "c": None}
choose_gifts([], [("mug", 8)], 20) == {}
====
Estimate the ticket price for a zoo: under 4 years free, up to 14 half of `price`, from 65 three quarters, all others full; groups of ten or more people get 10 per cent off the whole. `ages` is a list; round down to whole units.
----
def zoo_tickets(ages, price):
    total = 0
    for age in ages:
        if age < 4:
            continue
        if age <= 14:
            total += price * 0.5
        elif age >= 65:
            total += price * 0.75
        else:
            total += price
    if len(ages) >= 10:
        total *= 0.9
    return int(total)
----
zoo_tickets([3, 14, 40, 65], 20) == 45
zoo_tickets([30] * 10, 20) == 180
zoo_tickets([], 20) == 0
====
Check a crossword entry: the pattern has letters and "." for unknown squares. Return the fitting words of a list in alphabetical order, upper and lower case being the same.
----
def fitting_words(pattern, words):
    def fits(word):
        return len(word) == len(pattern) and all(
            p == "." or p == ch for p, ch in zip(pattern.lower(), word.lower()))
    return sorted(filter(fits, words))
----
fitting_words("C.T", ["cat", "cut", "cart", "dot"]) == ["cat", "cut"]
fitting_words("..", ["a"]) == []
====
Return the cheapest mobile plan for a month's use. A plan is (name, base fee, free minutes, price per further minute); the first one wins a tie. Return (name, total).
----
def best_plan(plans, minutes):
    def total(plan):
        _, base, free, price = plan
        return base + max(0, minutes - free) * price
    best = min(plans, key=total)
    return best[0], total(best)
----
best_plan([("S", 5, 50, 1), ("L", 20, 500, 1)], 60) == ("S", 15)
best_plan([("S", 5, 50, 1), ("L", 20, 500, 1)], 90) == ("L", 20)
'''
