TOPIC = "voting, music and kitchen"
HELD_OUT = True
FAMILIES = r'''
#### elections 2
Evaluate an election. `$f($a)` returns $d.
----
$c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
plurality|ballots|the candidate with most votes in a list of names, or None on a tie for first place|from collections import Counter\n\n\ndef $f(ballots):\n    ranked = Counter(ballots).most_common(2)\n    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):\n        return None\n    return ranked[0][0]|["A", "B", "A"]|"A"|["A", "B"]|None
absolute_majority|votes|the candidate with more than half of the votes (dict of counts), or None|def $f(votes):\n    total = sum(votes.values())\n    for candidate, count in votes.items():\n        if 2 * count > total:\n            return candidate\n    return None|{"X": 6, "Y": 5}|"X"|{"X": 5, "Y": 5}|None
approval|ballots|the winner of an approval vote, where each ballot is a list of approved names; ties go to the first in the alphabet|def $f(ballots):\n    counts = {}\n    for ballot in ballots:\n        for name in set(ballot):\n            counts[name] = counts.get(name, 0) + 1\n    return min(counts, key=lambda name: (-counts[name], name), default=None)|[["A", "B"], ["B"], ["C", "A"]]|"A"|[]|None
runoff_pair|counts|the two candidates of the second round as a sorted list, or only the winner if the first has more than half|def $f(counts):\n    ranked = sorted(counts, key=counts.get, reverse=True)\n    if counts[ranked[0]] * 2 > sum(counts.values()):\n        return ranked[:1]\n    return sorted(ranked[:2])|{"A": 3, "C": 4, "B": 2}|["A", "C"]|{"A": 1, "B": 9}|["B"]
turnout|registered, ballots|the turnout in percent with one decimal as text|def $f(registered, ballots):\n    share = 100 * ballots / registered\n    return f"{share:.1f}%"|400, 250|"62.5%"|3, 1|"33.3%"
====
A vote passes if at least two thirds of those who did not abstain say yes and at least half of the members take part. Write `passes(members, yes, no, abstained)`.
----
def passes(members, yes, no, abstained):
    quorum = 2 * (yes + no + abstained) >= members
    return quorum and yes + no > 0 and 3 * yes >= 2 * (yes + no)
----
passes(10, 4, 2, 0)
not passes(10, 4, 3, 0)
not passes(20, 4, 0, 5)
#### ranked_votes 3
Ballots are lists of candidates, best first. `$f(ballots)` returns $d.
----
$c
----
$f([["A", "B", "C"], ["A", "C", "B"], ["B", "C", "A"], ["C", "B", "A"], ["B", "C", "A"]]) == $x
$f([["Z"]]) == $y
----
f d c x y
borda|a dict of Borda points: with n candidates the first of a ballot gets n - 1 points, the last none|def $f(ballots):\n    points = {}\n    for ballot in ballots:\n        for place, name in enumerate(ballot, start=1):\n            points[name] = points.get(name, 0) + len(ballot) - place\n    return points|{"A": 4, "B": 6, "C": 5}|{"Z": 0}
condorcet|the candidate who beats every other one in direct comparison, or None|def $f(ballots):\n    names = ballots[0]\n\n    def beats(a, b):\n        wins = sum(ballot.index(a) < ballot.index(b) for ballot in ballots)\n        return 2 * wins > len(ballots)\n\n    for a in names:\n        if all(beats(a, b) for b in names if b != a):\n            return a\n    return None|"B"|"Z"
instant_runoff|the winner when the candidate with the fewest first places (the first in the alphabet on a tie) is struck out again and again until one has a majority|def $f(ballots):\n    ballots = [list(ballot) for ballot in ballots]\n    while True:\n        firsts = [ballot[0] for ballot in ballots]\n        names = sorted({name for ballot in ballots for name in ballot})\n        leader = max(names, key=firsts.count)\n        if 2 * firsts.count(leader) > len(ballots):\n            return leader\n        loser = min(names, key=firsts.count)\n        ballots = [[name for name in ballot if name != loser] for ballot in ballots]|"B"|"Z"
last_places|how often each candidate is last, as a dict without the ones that never are|def $f(ballots):\n    worst = {}\n    for *_, last in ballots:\n        worst[last] = worst.get(last, 0) + 1\n    return worst|{"C": 1, "B": 1, "A": 3}|{"Z": 1}
average_rank|a dict with the mean place (1 is best) of every candidate|from statistics import mean\n\n\ndef $f(ballots):\n    return {name: mean(ballot.index(name) + 1 for ballot in ballots) for name in ballots[0]}|{"A": 2.2, "B": 1.8, "C": 2}|{"Z": 1}
====
Is a ranked ballot valid? It must name only known candidates, none twice, and at least one. Write `check_ballot(ballot, candidates)` that returns an error text or None.
----
def check_ballot(ballot, candidates):
    if not ballot:
        return "empty ballot"
    for name in ballot:
        if name not in candidates:
            return f"unknown candidate: {name}"
    if len(set(ballot)) < len(ballot):
        return "candidate ranked twice"
    return None
----
check_ballot(["A", "B"], {"A", "B", "C"}) is None
check_ballot([], {"A"}) == "empty ballot"
check_ballot(["A", "A"], {"A"}) == "candidate ranked twice"
check_ballot(["Q"], {"A"}) == "unknown candidate: Q"
#### seats 3
Distribute `seats` seats among parties by votes (a dict). Write `$f(votes, seats)` using $d.
----
$c
----
$f({"A": 50, "B": 30, "C": 20}, 5) == $x
$f({"A": 1}, 3) == {"A": 3}
----
f d c x
dhondt|the D'Hondt method: each seat goes to the party with the largest votes / (own seats + 1)|def $f(votes, seats):\n    won = dict.fromkeys(votes, 0)\n    for _ in range(seats):\n        party = max(votes, key=lambda p: votes[p] / (won[p] + 1))\n        won[party] += 1\n    return won|{"A": 3, "B": 1, "C": 1}
sainte_lague|the Sainte-Lague method with the divisors 1, 3, 5, ..., by sorting all quotients|def $f(votes, seats):\n    quotients = sorted(((count / divisor, party) for party, count in votes.items()\n                        for divisor in range(1, 2 * seats, 2)), key=lambda q: -q[0])\n    result = {party: 0 for party in votes}\n    for _, party in quotients[:seats]:\n        result[party] += 1\n    return result|{"A": 3, "B": 1, "C": 1}
largest_remainder|the largest remainder (Hare) method: whole quotas first, the remaining seats to the largest fractions|def $f(votes, seats):\n    total = sum(votes.values())\n    given, rest = {}, {}\n    for party, count in votes.items():\n        given[party], rest[party] = divmod(count * seats, total)\n    left = seats - sum(given.values())\n    for party in sorted(rest, key=rest.get, reverse=True)[:left]:\n        given[party] += 1\n    return given|{"A": 3, "B": 1, "C": 1}
====
Remove all parties below a threshold of `percent` of the votes: `above_threshold(votes, percent)`.
----
def above_threshold(votes, percent):
    needed = sum(votes.values()) * percent / 100
    return {party: count for party, count in votes.items() if count >= needed}
----
above_threshold({"A": 96, "B": 4}, 5) == {"A": 96}
above_threshold({"A": 1, "B": 1}, 50) == {"A": 1, "B": 1}
====
List all majority coalitions: `coalitions(seats)` (a dict party -> seats) returns the sets of parties, as sorted tuples, that have more than half of the seats and would lose it if any member left.
----
from itertools import combinations


def coalitions(seats):
    total = sum(seats.values())
    winning = []
    for size in range(1, len(seats) + 1):
        for group in combinations(sorted(seats), size):
            held = sum(seats[p] for p in group)
            weakest = min(seats[p] for p in group)
            if 2 * held > total and 2 * (held - weakest) <= total:
                winning.append(group)
    return winning
----
coalitions({"A": 40, "B": 35, "C": 25}) == [("A", "B"), ("A", "C"), ("B", "C")]
coalitions({"A": 60, "B": 40}) == [("A",)]
#### notes 2
Music with the twelve notes C, C#, D, D#, E, F, F#, G, G#, A, A#, B. Write `$f($a)`: $d.
----
NOTES = "C C# D D# E F F# G G# A A# B".split()


def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
transpose|note, steps|the note so many half steps higher (or lower if negative)|return NOTES[(NOTES.index(note) + steps) % 12]|"A", 3|"C"|"C", -1|"B"
interval|low, high|the number of half steps from the first note up to the next occurrence of the second|return (NOTES.index(high) - NOTES.index(low)) % 12|"E", "G"|3|"G", "E"|9
major_chord|root|the three notes of a major chord (0, 4 and 7 half steps above the root)|start = NOTES.index(root)\n    return [NOTES[(start + step) % 12] for step in (0, 4, 7)]|"C"|["C", "E", "G"]|"A"|["A", "C#", "E"]
minor_scale|tonic|the seven notes of the natural minor scale|scale = [tonic]\n    place = NOTES.index(tonic)\n    for step in (2, 1, 2, 2, 1, 2):\n        place += step\n        scale.append(NOTES[place % 12])\n    return scale|"A"|["A", "B", "C", "D", "E", "F", "G"]|"E"|["E", "F#", "G", "A", "B", "C", "D"]
midi_name|number|the name with octave of a MIDI note number, 60 being "C4"|octave, index = divmod(number, 12)\n    return f"{NOTES[index]}{octave - 1}"|60|"C4"|69|"A4"
====
The note A4 has 440 Hz, and each half step multiplies the frequency by the twelfth root of 2. Write `frequency(half_steps)`, counted from A4, rounded to two places.
----
def frequency(half_steps):
    return round(440 * 2 ** (half_steps / 12), 2)
----
frequency(0) == 440
frequency(12) == 880
frequency(3) == 523.25
====
Is a melody (a list of MIDI numbers) the same as another one except for its pitch level? Write `same_melody(a, b)` comparing the steps between successive notes.
----
def same_melody(a, b):
    def steps(notes):
        return [y - x for x, y in zip(notes, notes[1:])]

    return len(a) == len(b) and steps(a) == steps(b)
----
same_melody([60, 62, 64], [65, 67, 69])
not same_melody([60, 62], [60, 61])
not same_melody([60], [])
#### rhythm 2
Note lengths are given as "w" (whole note), "h" (half), "q" (quarter) and "e" (eighth). Write `$f($a)`: $d.
----
LENGTHS = {"w": 8, "h": 4, "q": 2, "e": 1}  # in eighths


def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
duration|rhythm|the length of a rhythm such as "qqh" in quarters, as a float|return sum(LENGTHS[sign] for sign in rhythm) / 2|"qqh"|4.0|"e"|0.5
fills_bars|rhythm|whether a rhythm can be cut into bars of four quarters without splitting a note|filled = 0\n    for sign in rhythm:\n        filled += LENGTHS[sign]\n        if filled > 8:\n            return False\n        filled %= 8\n    return filled == 0|"hhw"|True|"qwhq"|False
onsets|rhythm|the list of times, in eighths, at which the notes begin|times, now = [], 0\n    for sign in rhythm:\n        times.append(now)\n        now += LENGTHS[sign]\n    return times|"qeh"|[0, 2, 3]|""|[]
seconds|rhythm, bpm|how long the rhythm lasts in seconds when a minute has `bpm` quarters|quarters = sum(LENGTHS[sign] for sign in rhythm) / 2\n    return quarters * 60 / bpm|"qqqq", 120|2.0|"w", 60|4.0
====
Write `euclid_rhythm(hits, steps)`: spread hits as evenly as possible over a number of steps and return a string with "x" for a hit and "." otherwise. Step i has a hit when (i * hits) % steps < hits.
----
def euclid_rhythm(hits, steps):
    return "".join("x" if i * hits % steps < hits else "." for i in range(steps))
----
euclid_rhythm(3, 8) == "x..x..x."
euclid_rhythm(4, 4) == "xxxx"
euclid_rhythm(0, 2) == ".."
====
Fit songs on a side of a record: `side(songs, minutes)` takes songs in order while they fit (seconds each) and returns how many fit and the seconds left.
----
def side(songs, minutes):
    left, count = minutes * 60, 0
    for length in songs:
        if length > left:
            break
        left -= length
        count += 1
    return count, left
----
side([200, 240, 180], 8) == (2, 40)
side([], 1) == (0, 60)
#### playlists 2
A playlist is a list of (artist, title, seconds) tuples. `$f($a)` returns $d.
----
def $f($a):
    $c
----
: p = [("Ada", "Rain", 200), ("Bo", "Sun", 180), ("Ada", "Fog", 240)]
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
artist_minutes|songs|a dict with the total playing time of each artist in seconds|times = {}\n    for artist, _, seconds in songs:\n        times[artist] = times.get(artist, 0) + seconds\n    return times|p|{"Ada": 440, "Bo": 180}|[]|{}
longest_title|songs|the title of the longest song, None for an empty playlist|longest = max(songs, key=lambda song: song[2], default=None)\n    return longest and longest[1]|p|"Fog"|[]|None
no_repeat_artist|songs|whether no artist is heard twice in a row|return all(a[0] != b[0] for a, b in zip(songs, songs[1:]))|p|True|p[::2]|False
playing_at|songs, second|the title that is playing at a second counted from the start, None after the end|for _, title, length in songs:\n        if second < length:\n            return title\n        second -= length\n    return None|p, 200|"Sun"|p, 620|None
by_title|songs|the playlist sorted by title, leaving out a leading "The "|return sorted(songs, key=lambda song: song[1].removeprefix("The "))|[("x", "The Zoo", 1), ("y", "Ape", 2)]|[("y", "Ape", 2), ("x", "The Zoo", 1)]|[]|[]
====
Shuffle a list of songs reproducibly: `shuffled(songs, seed)` returns a new list made by the Fisher-Yates method with random.Random(seed).
----
import random


def shuffled(songs, seed):
    rng = random.Random(seed)
    order = list(songs)
    for i in range(len(order) - 1, 0, -1):
        j = rng.randrange(i + 1)
        order[i], order[j] = order[j], order[i]
    return order
----
sorted(shuffled([1, 2, 3, 4], 7)) == [1, 2, 3, 4]
shuffled("abc", 1) == shuffled("abc", 1)
====
Merge play counts from two devices, with titles compared without case, and return the `n` most played titles in lower case (ties by title): `most_played(first, second, n)`.
----
from collections import Counter


def most_played(first, second, n):
    plays = Counter()
    for counts in (first, second):
        for title, count in counts.items():
            plays[title.lower()] += count
    return sorted(plays, key=lambda title: (-plays[title], title))[:n]
----
most_played({"Rain": 2, "Sun": 3}, {"RAIN": 2}, 1) == ["rain"]
most_played({}, {}, 3) == []
#### recipes 2
A recipe is a dict from ingredient to grams. Write `$f($a)`, which returns $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
scale_recipe|recipe, servings, wanted|the recipe scaled from one number of servings to another, rounded to whole grams|return {name: round(grams * wanted / servings) for name, grams in recipe.items()}|{"flour": 100, "milk": 50}, 2, 5|{"flour": 250, "milk": 125}|{}, 1, 2|{}
shopping_list|recipe, pantry|what has to be bought, given the grams in the pantry|needed = {}\n    for name, grams in recipe.items():\n        missing = grams - pantry.get(name, 0)\n        if missing > 0:\n            needed[name] = missing\n    return needed|{"rice": 300, "salt": 5}, {"salt": 500, "rice": 100}|{"rice": 200}|{}, {"oil": 1}|{}
batches|recipe, pantry|how many times the recipe can be cooked from the pantry|return min(pantry.get(name, 0) // grams for name, grams in recipe.items())|{"egg": 2, "sugar": 100}, {"egg": 7, "sugar": 250}|2|{"egg": 1}, {}|0
heaviest_share|recipe|the ingredient that weighs most and its share of the total in whole percent (rounded down), as a tuple|name = max(recipe, key=recipe.get)\n    return name, 100 * recipe[name] // sum(recipe.values())|{"oats": 60, "nuts": 40}|("oats", 60)|{"tea": 5}|("tea", 100)
fits_diet|recipe, forbidden|whether no ingredient contains a forbidden word (case does not matter)|words = [word.lower() for word in forbidden]\n    return not any(word in name.lower() for name in recipe for word in words)|{"Rice flour": 9}, ["egg", "milk"]|True|{"Oat milk": 9}, ["MILK"]|False
====
Convert an oven temperature in Fahrenheit to the nearest multiple of 10 degrees Celsius: `oven_celsius(f)`.
----
def oven_celsius(f):
    celsius = (f - 32) * 5 / 9
    return int(celsius / 10 + 0.5) * 10
----
oven_celsius(350) == 180
oven_celsius(212) == 100
====
Plan a meal backwards: `start_times(dishes, serve_at)` takes minutes of preparation per dish and the serving time in minutes of the day; return the dishes in the order in which one must start, as (start, dish) pairs.
----
def start_times(dishes, serve_at):
    return sorted((serve_at - minutes, dish) for dish, minutes in dishes.items())
----
start_times({"soup": 30, "roast": 90}, 720) == [(630, "roast"), (690, "soup")]
start_times({}, 600) == []
'''
