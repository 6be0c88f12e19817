KIND, LANGUAGE = "function", "python"
GROUPS = r'''
Decide who gets a mail: given a list of subscribers (dicts with "mail", "topics" as a set, "paused") and a topic, return the addresses of all who follow it and are not paused, without duplicates and in order.
----
def recipients(subscribers, topic):
    chosen = (s["mail"] for s in subscribers if topic in s["topics"] and not s["paused"])
    return list(dict.fromkeys(chosen))
----
recipients([{"mail": "a", "topics": {"x"}, "paused": False}, {"mail": "b", "topics": {"x"}, "paused": True}, {"mail": "a", "topics": {"x"}, "paused": False}], "x") == ["a"]
recipients([{"mail": "a", "topics": set(), "paused": False}], "x") == []
====
Create a unique file name: if `name` is in `taken`, put "-1", "-2" and so on before the extension until it is free.
----
def free_name(name, taken):
    if name not in taken:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot:
        stem, extension = name, ""
    number = 1
    while f"{stem}-{number}{dot}{extension}" in taken:
        number += 1
    return f"{stem}-{number}{dot}{extension}"
----
free_name("a.txt", {"a.txt", "a-1.txt"}) == "a-2.txt"
free_name("new.txt", set()) == "new.txt"
free_name("README", {"README"}) == "README-1"
====
Find the $d in a folder listing, which is a dict of path to size in bytes.
----
def $f(listing):
    $c
----
$f({"a/x.txt": 5, "a/y.PNG": 7, "b/z.txt": 9, "top": 1}) == $x
$f({}) == {}
----
d f c x
total size per extension (lower case, "" for none)|size_by_extension|sizes = {}\n    for path, size in listing.items():\n        name = path.rsplit("/", 1)[-1]\n        extension = name.rsplit(".", 1)[1].lower() if "." in name else ""\n        sizes[extension] = sizes.get(extension, 0) + size\n    return sizes|{"txt": 14, "png": 7, "": 1}
number of files in each top folder ("." for files outside of folders)|files_by_folder|counts = {}\n    for path in listing:\n        folder = path.split("/")[0] if "/" in path else "."\n        counts[folder] = counts.get(folder, 0) + 1\n    return counts|{"a": 2, "b": 1, ".": 1}
largest file of every folder, as a dict from folder ("" at the top) to path|largest_by_folder|best = {}\n    for path, size in listing.items():\n        folder = path.rpartition("/")[0]\n        if folder not in best or size > listing[best[folder]]:\n            best[folder] = path\n    return best|{"a": "a/y.PNG", "b": "b/z.txt", "": "top"}
====
Print a table: format a list of rows (lists of strings) in columns that are as wide as their longest entry, separated by two blanks. Blanks at the ends of lines are removed; return the lines.
----
def table_lines(rows):
    widths = [max(map(len, column)) for column in zip(*rows)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows]
----
table_lines([["id", "name"], ["10", "Al"]]) == ["id  name", "10  Al"]
table_lines([["a", "b"], ["long", "c"]]) == ["a     b", "long  c"]
table_lines([]) == []
====
Draw a progress bar of `width` characters inside brackets, followed by the whole per cent rounded down, e.g. "[####----] 50%".
----
def progress_bar(done, total, width=8):
    filled = width * done // total
    return f"[{'#' * filled}{'-' * (width - filled)}] {100 * done // total}%"
----
progress_bar(1, 2) == "[####----] 50%"
progress_bar(3, 3, 4) == "[####] 100%"
progress_bar(0, 9) == "[--------] 0%"
====
Read a menu choice: given the typed text and a list of options, accept the number of an option (from 1) or a unique beginning of one, in any case. Return the option, or None.
----
def choose(typed, options):
    typed = typed.strip().lower()
    if typed.isdigit():
        number = int(typed)
        return options[number - 1] if 1 <= number <= len(options) else None
    matches = [option for option in options if option.lower().startswith(typed)]
    return matches[0] if typed and len(matches) == 1 else None
----
choose("2", ["Open", "Save"]) == "Save"
choose(" op", ["Open", "Save"]) == "Open"
choose("s", ["Save", "Search"]) == None
choose("", ["Save"]) == None
choose("9", ["Save"]) == None
====
Resolve @-mentions: replace "@name" by the full name where `people` knows it (lower-case keys), and leave other mentions as they are.
----
import re


def resolve_mentions(text, people):
    return re.sub(r"@(\w+)", lambda match: people.get(match.group(1).lower(), match.group()), text)
----
resolve_mentions("ask @Kim or @lee", {"kim": "Kim Oh"}) == "ask Kim Oh or @lee"
resolve_mentions("none", {}) == "none"
====
Undo and redo: write a class `Editor` with `type(text)`, `undo()`, `redo()` and an attribute `text`. `undo` takes back the last `type`, `redo` repeats what was undone until something new is typed; both do nothing when there is nothing to do.
----
class Editor:
    def __init__(self):
        self.text = ""
        self._past = []
        self._future = []

    def type(self, text):
        self._past.append(self.text)
        self._future.clear()
        self.text += text

    def undo(self):
        if self._past:
            self._future.append(self.text)
            self.text = self._past.pop()

    def redo(self):
        if self._future:
            self._past.append(self.text)
            self.text = self._future.pop()
----
: e = Editor(); e.type("a"); e.type("b"); e.undo()
e.text == "a"
: e.redo()
e.text == "ab"
: e.undo(); e.type("c"); e.redo()
e.text == "ac"
: f = Editor(); f.undo()
f.text == ""
====
Model a door with a class `Door`: methods `open`, `close`, `lock(code)` and `unlock(code)`. Only a closed door can be locked, only the same code unlocks it, a locked door does not open; whatever is not allowed raises RuntimeError. `state` is "open", "closed" or "locked", at first "closed".
----
class Door:
    def __init__(self):
        self.state = "closed"
        self._code = None

    def _require(self, state):
        if self.state != state:
            raise RuntimeError(f"the door is {self.state}")

    def open(self):
        self._require("closed")
        self.state = "open"

    def close(self):
        self._require("open")
        self.state = "closed"

    def lock(self, code):
        self._require("closed")
        self._code, self.state = code, "locked"

    def unlock(self, code):
        self._require("locked")
        if code != self._code:
            raise RuntimeError("wrong code")
        self.state = "closed"
----
: d = Door(); d.lock("12")
d.open() ! RuntimeError
d.unlock("99") ! RuntimeError
: d.unlock("12"); d.open()
d.state == "open"
d.lock("1") ! RuntimeError
====
Tell whether an order may be cancelled. Orders are dicts with "status" and "hours" since ordering; "new" may always be cancelled, "paid" within 24 hours, "sent" never. Unknown statuses raise ValueError.
----
def may_cancel(order):
    limits = {"new": float("inf"), "paid": 24, "sent": -1}
    if order["status"] not in limits:
        raise ValueError(f"unknown status {order['status']}")
    return order["hours"] <= limits[order["status"]]
----
may_cancel({"status": "paid", "hours": 24}) == True
may_cancel({"status": "paid", "hours": 25}) == False
may_cancel({"status": "sent", "hours": 0}) == False
may_cancel({"status": "new", "hours": 900}) == True
may_cancel({"status": "lost", "hours": 1}) ! ValueError
====
Rate a sales week: `days` lists daily sales. Return "record" if every day beats the one before, "good" if the last is above the first, "flat" if all are equal, else "bad".
----
def rate_week(days):
    if all(a < b for a, b in zip(days, days[1:])):
        return "record"
    if days[-1] > days[0]:
        return "good"
    return "flat" if len(set(days)) == 1 else "bad"
----
rate_week([1, 2, 3]) == "record"
rate_week([1, 5, 2]) == "good"
rate_week([4, 4]) == "flat"
rate_week([4, 3]) == "bad"
====
Distribute a task list to workers: `tasks` are (name, minutes), longest first to whoever has the least work so far (the alphabetically first on a tie; tasks of equal length in the given order). Return a dict of worker to list of names.
----
def distribute(tasks, workers):
    load = dict.fromkeys(sorted(workers), 0)
    plan = {worker: [] for worker in load}
    for name, minutes in sorted(tasks, key=lambda task: -task[1]):
        worker = min(load, key=load.get)
        plan[worker].append(name)
        load[worker] += minutes
    return plan
----
distribute([("a", 10), ("b", 30), ("c", 15)], ["Zed", "Amy"]) == {"Amy": ["b"], "Zed": ["c", "a"]}
distribute([], ["Amy"]) == {"Amy": []}
====
Compute the critical length of a project: `tasks` maps a name to (days, list of tasks that must be finished before). Return the earliest day on which everything can be done.
----
from functools import cache


def project_days(tasks):
    @cache
    def finish(name):
        days, before = tasks[name]
        return days + max(map(finish, before), default=0)

    return max(map(finish, tasks), default=0)
----
project_days({"plan": (2, []), "build": (5, ["plan"]), "paint": (1, ["build"]), "web": (4, ["plan"])}) == 8
project_days({}) == 0
====
Turn a list of (level, title) headings into a numbered table of contents such as ["1 Intro", "1.1 Aims", "2 Method"]. Levels begin at 1 and never skip one on the way down.
----
def number_headings(headings):
    counters, lines = [], []
    for level, title in headings:
        counters = counters[:level] + [0] * (level - len(counters))
        counters[level - 1] += 1
        lines.append(".".join(map(str, counters)) + " " + title)
    return lines
----
number_headings([(1, "Intro"), (2, "Aims"), (2, "Limits"), (1, "Method"), (2, "Data")]) == ["1 Intro", "1.1 Aims", "1.2 Limits", "2 Method", "2.1 Data"]
number_headings([]) == []
====
Read an agenda of lines "HH:MM title" and return the titles that overlap: every entry lasts `minutes`. Entries are in order of time; return pairs of neighbouring titles of which the second starts before the first has ended.
----
def clashes(lines, minutes):
    entries = []
    for line in lines:
        time, title = line.split(" ", 1)
        hour, minute = time.split(":")
        entries.append((int(hour) * 60 + int(minute), title))
    return [(a, b) for (start, a), (following, b) in zip(entries, entries[1:]) if following < start + minutes]
----
clashes(["09:00 stand-up", "09:20 call", "10:00 review"], 30) == [("stand-up", "call")]
clashes(["09:00 a", "09:30 b"], 30) == []
====
Build the invitation list for a wedding: `couples` is a list of pairs, `singles` a list of names. Return one line per invitation, couples as "Ann & Bob", all in alphabetical order.
----
def invitations(couples, singles):
    pairs = [" & ".join(sorted(pair)) for pair in couples]
    return sorted(pairs + singles)
----
invitations([("Bob", "Ann")], ["Zoe", "Al"]) == ["Al", "Ann & Bob", "Zoe"]
invitations([], []) == []
====
Draw lots for secret gifts: given names in a shuffled order, let everyone give to the next one and the last to the first. Raise ValueError for fewer than two names or repeated ones. Return a dict.
----
def gift_circle(names):
    if len(names) < 2 or len(set(names)) != len(names):
        raise ValueError("at least two different names are needed")
    return dict(zip(names, names[1:] + names[:1]))
----
gift_circle(["a", "b", "c"]) == {"a": "b", "b": "c", "c": "a"}
gift_circle(["a"]) ! ValueError
gift_circle(["a", "a"]) ! ValueError
====
Merge two address books, dicts of name to phone number. Where both have a name with different numbers, keep both as a list [first, second].
----
def merge_books(first, second):
    merged = dict(first)
    for name, number in second.items():
        if name in merged and merged[name] != number:
            merged[name] = [merged[name], number]
        else:
            merged[name] = number
    return merged
----
merge_books({"a": "1", "b": "2"}, {"b": "3", "c": "4"}) == {"a": "1", "b": ["2", "3"], "c": "4"}
merge_books({"a": "1"}, {"a": "1"}) == {"a": "1"}
====
Compute a bowling-league average: drop each player's worst and best game if there are at least three games, and average the rest to one place. `games` maps players to lists; players without games are left out.
----
def trimmed_averages(games):
    averages = {}
    for player, scores in games.items():
        kept = sorted(scores)[1:-1] if len(scores) >= 3 else scores
        if kept:
            averages[player] = round(sum(kept) / len(kept), 1)
    return averages
----
trimmed_averages({"a": [100, 200, 150, 160], "b": [90, 100], "c": []}) == {"a": 155.0, "b": 95.0}
trimmed_averages({}) == {}
====
Parse a weekly timetable written as "Mon 9-12, 14-16; Tue 10-12" into a dict of day to list of (from, to) pairs of whole hours.
----
def parse_timetable(text):
    table = {}
    for part in filter(None, map(str.strip, text.split(";"))):
        day, spans = part.split(" ", 1)
        table[day] = [tuple(map(int, span.split("-"))) for span in spans.split(",")]
    return table
----
parse_timetable("Mon 9-12, 14-16; Tue 10-12") == {"Mon": [(9, 12), (14, 16)], "Tue": [(10, 12)]}
parse_timetable("") == {}
====
Sort support tickets for the morning: VIP customers first, then by priority ("high", "normal", "low"), then by age with the oldest first. Tickets are dicts with "id", "vip", "priority" and "age"; return the ids.
----
def morning_order(tickets):
    rank = {"high": 0, "normal": 1, "low": 2}
    ordered = sorted(tickets, key=lambda t: (not t["vip"], rank[t["priority"]], -t["age"]))
    return [ticket["id"] for ticket in ordered]
----
morning_order([{"id": 1, "vip": False, "priority": "high", "age": 1}, {"id": 2, "vip": True, "priority": "low", "age": 1}, {"id": 3, "vip": False, "priority": "high", "age": 9}]) == [2, 3, 1]
morning_order([]) == []
====
Return the most recent reading of each meter and what was used since the one before: `readings` is a list of (meter, day, value) in any order. Give a dict of meter to (value, used), used being None with one reading.
----
def usage(readings):
    history = {}
    for meter, day, value in sorted(readings, key=lambda r: r[1]):
        history.setdefault(meter, []).append(value)
    return {meter: (values[-1], values[-1] - values[-2] if len(values) > 1 else None)
            for meter, values in history.items()}
----
usage([("gas", 2, 110), ("gas", 1, 100), ("water", 1, 7)]) == {"gas": (110, 10), "water": (7, None)}
usage([]) == {}
====
Normalise phone numbers to the form "+49301234567": drop blanks, "/", "-" and parentheses, turn a leading "00" into "+", and a single leading "0" into the country prefix.
----
def clean_phone(text, prefix="+49"):
    number = "".join(ch for ch in text if ch.isdigit() or ch == "+")
    if number.startswith("00"):
        return "+" + number[2:]
    if number.startswith("0"):
        return prefix + number[1:]
    return number
----
clean_phone("030 / 123-45 67") == "+49301234567"
clean_phone("0044 20 7946") == "+44207946"
clean_phone("+1 (555) 0100") == "+15550100"
clean_phone("06 1234", "+31") == "+3161234"
====
Tell what changed in a guest list between two versions: return a text such as "2 new: Ann, Bo; 1 gone: Cy", with names sorted, leaving out a part that is empty, or "no change".
----
def guest_changes(before, after):
    parts = []
    for word, names in (("new", set(after) - set(before)), ("gone", set(before) - set(after))):
        if names:
            parts.append(f"{len(names)} {word}: {', '.join(sorted(names))}")
    return "; ".join(parts) or "no change"
----
guest_changes(["Cy"], ["Bo", "Ann"]) == "2 new: Ann, Bo; 1 gone: Cy"
guest_changes(["Cy"], ["Cy"]) == "no change"
guest_changes(["Cy", "Di"], ["Cy"]) == "1 gone: Di"
====
Validate a sign-up form, a dict of strings. Return a dict of field to message: "name" is required, "age" must be a whole number of at least 18, and "mail" must contain exactly one "@".
----
def form_errors(form):
    errors = {}
    if not form.get("name", "").strip():
        errors["name"] = "is required"
    age = form.get("age", "")
    if not age.isdigit() or int(age) < 18:
        errors["age"] = "must be 18 or more"
    if form.get("mail", "").count("@") != 1:
        errors["mail"] = "is not an address"
    return errors
----
form_errors({"name": "Al", "age": "18", "mail": "a@b"}) == {}
form_errors({"name": " ", "age": "x"}) == {"name": "is required", "age": "must be 18 or more", "mail": "is not an address"}
form_errors({"name": "Al", "age": "17", "mail": "a@b"}) == {"age": "must be 18 or more"}
====
Work out the next free invoice number. Existing ones look like "2024-0007"; return the one after the highest of that year, or "0001" in a new year.
----
def next_invoice(existing, year):
    numbers = [int(number[5:]) for number in existing if number.startswith(f"{year}-")]
    return f"{year}-{max(numbers, default=0) + 1:04}"
----
next_invoice(["2024-0007", "2023-0100", "2024-0003"], 2024) == "2024-0008"
next_invoice([], 2025) == "2025-0001"
====
Convert a spreadsheet range such as "B2:C3" into the list of its cells in reading order. Columns are single letters; a single cell is a range too.
----
def cells(text):
    first, _, last = text.partition(":")
    last = last or first
    return [f"{chr(column)}{row}"
            for row in range(int(first[1:]), int(last[1:]) + 1)
            for column in range(ord(first[0]), ord(last[0]) + 1)]
----
cells("B2:C3") == ["B2", "C2", "B3", "C3"]
cells("A10") == ["A10"]
====
Summarise a text by its key sentences: return the `n` sentences (split at ". ") with the most words from `keywords`, in their original order; the earlier one wins a tie. Case does not matter.
----
def key_sentences(text, keywords, n=1):
    sentences = text.rstrip(".").split(". ")
    wanted = {word.lower() for word in keywords}

    def hits(i):
        return sum(word.strip(",;:").lower() in wanted for word in sentences[i].split())

    best = sorted(range(len(sentences)), key=lambda i: (-hits(i), i))[:n]
    return [sentences[i] for i in sorted(best)]
----
key_sentences("Cats sleep. Dogs bark, cats purr. Birds sing.", ["cats", "purr"]) == ["Dogs bark, cats purr"]
key_sentences("Cats sleep. Dogs bark. Birds sing.", ["birds", "cats"], 2) == ["Cats sleep", "Birds sing"]
====
Estimate the download time of a file as "M min S s" from its size in megabytes and the speed in megabits per second, rounded up to whole seconds. Leave out the minutes when there are none.
----
import math


def download_time(megabytes, megabits):
    seconds = math.ceil(megabytes * 8 / megabits)
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"
----
download_time(100, 10) == "1 min 20 s"
download_time(1, 16) == "1 s"
download_time(450, 60) == "1 min 0 s"
====
Name the backup files to delete: from a list of names "backup-YYYY-MM-DD.zip" keep the newest `keep` and in addition the first one of every month. Return the others, oldest first.
----
def to_delete(names, keep=3):
    ordered = sorted(names)
    kept = set(ordered[-keep:]) if keep else set()
    months = set()
    for name in ordered:
        month = name[7:14]
        if month not in months:
            months.add(month)
            kept.add(name)
    return [name for name in ordered if name not in kept]
----
to_delete(["backup-2024-01-0%d.zip" % d for d in (3, 1, 2, 4)], keep=1) == ["backup-2024-01-02.zip", "backup-2024-01-03.zip"]
to_delete([]) == []
to_delete(["backup-2024-01-05.zip", "backup-2024-02-05.zip"], keep=0) == []
====
Play a song book: `lines` are chords above words as pairs of strings (chords line, text line). Return the text with each chord in brackets at its column; chords beyond the end of the text go to its end.
----
import re


def inline_chords(chords, text):
    for match in reversed(list(re.finditer(r"\S+", chords))):
        place = min(match.start(), len(text))
        text = text[:place] + f"[{match.group()}]" + text[place:]
    return text
----
inline_chords("C    G", "Hello world") == "[C]Hello[G] world"
inline_chords("", "la") == "la"
inline_chords("     Am", "la") == "la[Am]"
====
Interpret an airline's luggage rule: `bags` are weights in kg. One bag up to 23 kg is free, each further one costs 60, and a bag above 23 kg costs 75 more; above 32 kg it is refused with ValueError. Return the fee; the first bag in the list is the free one.
----
def luggage_fee(bags):
    fee = 0
    for i, weight in enumerate(bags):
        if weight > 32:
            raise ValueError("too heavy")
        if i > 0:
            fee += 60
        if weight > 23:
            fee += 75
    return fee
----
luggage_fee([20]) == 0
luggage_fee([24, 10]) == 135
luggage_fee([]) == 0
luggage_fee([33]) ! ValueError
'''
