KIND, LANGUAGE = "function", "python"
GROUPS = r'''
Convert a duration in seconds to $d.
----
def $f(seconds):
    $c
----
$f($x) == "$y"
$f($z) == "$w"
----
d f c x y z w
a string such as "2:05:09", or "5:09" below one hour|clock_text|minutes, seconds = divmod(seconds, 60)\n    hours, minutes = divmod(minutes, 60)\n    if hours:\n        return f"{hours}:{minutes:02}:{seconds:02}"\n    return f"{minutes}:{seconds:02}"|7509|2:05:09|309|5:09
a rough phrase for people: "just now" below a minute, else whole minutes, hours or days with "ago", e.g. "3 hours ago"|time_ago|for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute")):\n        count = seconds // size\n        if count:\n            return f"{count} {unit}{'s' if count > 1 else ''} ago"\n    return "just now"|10800|3 hours ago|59|just now
a compact text that leaves out zero parts, e.g. "1d 4m" (units d, h, m, s); zero seconds are "0s"|compact|parts = []\n    for size, unit in ((86400, "d"), (3600, "h"), (60, "m"), (1, "s")):\n        count, seconds = divmod(seconds, size)\n        if count:\n            parts.append(f"{count}{unit}")\n    return " ".join(parts) or "0s"|86640|1d 4m|0|0s
====
Return the number of minutes between two times of day given as "HH:MM". If the second is earlier, it is on the next day.
----
def minutes_between(start, end):
    def minutes(text):
        hours, mins = text.split(":")
        return int(hours) * 60 + int(mins)
    return (minutes(end) - minutes(start)) % (24 * 60)
----
minutes_between("09:30", "10:15") == 45
minutes_between("23:50", "00:10") == 20
minutes_between("08:00", "08:00") == 0
====
Return the date of the $d of a month as a datetime.date$e.
----
import datetime


def $f(year, month$a):
    $c
----
$f($x) == datetime.date($y)
$f($z) == datetime.date($w)
----
d e f a c x y z w
last working day (Monday to Friday)||last_workday||first = datetime.date(year + month // 12, month % 12 + 1, 1)\n    day = first - datetime.timedelta(days=1)\n    while day.weekday() > 4:\n        day -= datetime.timedelta(days=1)\n    return day|2024, 3|2024, 3, 29|2023, 12|2023, 12, 29
n-th given weekday| (weekdays from 0 for Monday, n from 1)|nth_weekday|, weekday, n|first = datetime.date(year, month, 1)\n    offset = (weekday - first.weekday()) % 7\n    return first + datetime.timedelta(days=offset + 7 * (n - 1))|2024, 5, 6, 2|2024, 5, 12|2024, 1, 0, 1|2024, 1, 1
====
Compute a person's age in full years on a given day. Somebody born on 29 February has the birthday on 1 March in other years.
----
from datetime import date


def age_on(birth: date, day: date) -> int:
    had_birthday = (day.month, day.day) >= (birth.month, birth.day)
    return day.year - birth.year - (not had_birthday)
----
: import datetime as dt
age_on(dt.date(2000, 2, 29), dt.date(2021, 2, 28)) == 20
age_on(dt.date(2000, 2, 29), dt.date(2021, 3, 1)) == 21
age_on(dt.date(1990, 7, 1), dt.date(1990, 12, 1)) == 0
====
Parse a duration such as "1h 30m", "45s" or "2h5s" into seconds. Raise ValueError for anything else.
----
import re


def parse_duration(text):
    match = re.fullmatch(r"\s*(?:(\d+)h)?\s*(?:(\d+)m)?\s*(?:(\d+)s)?\s*", text)
    if not match or not any(match.groups()):
        raise ValueError(f"not a duration: {text!r}")
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return hours * 3600 + minutes * 60 + seconds
----
parse_duration("1h 30m") == 5400
parse_duration("2h5s") == 7205
parse_duration("45s") == 45
parse_duration("") ! ValueError
parse_duration("3 days") ! ValueError
====
Tell whether a shop is open at a given weekday and hour. `hours` maps a weekday (0 to 6) to a list of (from, to) pairs; the closing hour itself is no longer open.
----
def is_open(hours, weekday, hour):
    return any(start <= hour < end for start, end in hours.get(weekday, []))
----
is_open({0: [(9, 12), (14, 18)]}, 0, 14) == True
is_open({0: [(9, 12), (14, 18)]}, 0, 12) == False
is_open({0: [(9, 12)]}, 6, 10) == False
====
List the dates of all $d between two dates, both included, as ISO strings.
----
from datetime import date, timedelta


def $f(start, end):
    day, found = date.fromisoformat(start), []
    while day <= date.fromisoformat(end):
        if $c:
            found.append(day.isoformat())
        day += timedelta(days=1)
    return found
----
$f("$s", "$e") == $x
$f("2024-01-02", "2024-01-01") == []
----
d f c s e x
Fridays that fall on a 13th|unlucky_fridays|day.day == 13 and day.weekday() == 4|2023-01-01|2023-12-31|["2023-01-13", "2023-10-13"]
paydays, which are the last days of the months|paydays|(day + timedelta(days=1)).day == 1|2024-01-15|2024-03-30|["2024-01-31", "2024-02-29"]
====
Merge overlapping or touching appointments. They are (start, end) pairs in any order; return the merged ones in order.
----
def merge_appointments(appointments):
    merged = []
    for start, end in sorted(appointments):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
----
merge_appointments([(13, 14), (9, 10), (10, 11), (9.5, 10.5)]) == [(9, 11), (13, 14)]
merge_appointments([(1, 9), (2, 3)]) == [(1, 9)]
merge_appointments([]) == []
====
Find the free slots of at least `length` in a working day. `busy` is a sorted list of (start, end) meetings that do not overlap; the day runs from `opens` to `closes`.
----
def free_slots(busy, opens, closes, length):
    slots, free_from = [], opens
    for start, end in busy + [(closes, closes)]:
        if start - free_from >= length:
            slots.append((free_from, start))
        free_from = max(free_from, end)
    return slots
----
free_slots([(10, 11), (12, 13)], 9, 17, 1) == [(9, 10), (11, 12), (13, 17)]
free_slots([(9, 16.5)], 9, 17, 1) == []
free_slots([], 9, 17, 2) == [(9, 17)]
====
Add `n` working days to a date. Saturdays, Sundays and the dates in `holidays` do not count.
----
from datetime import date, timedelta


def add_workdays(start, n, holidays=()):
    day = start
    while n > 0:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in holidays:
            n -= 1
    return day
----
add_workdays(date(2024, 3, 28), 1) == date(2024, 3, 29)
add_workdays(date(2024, 3, 28), 1, {date(2024, 3, 29), date(2024, 4, 1)}) == date(2024, 4, 2)
add_workdays(date(2024, 3, 29), 5) == date(2024, 4, 5)
====
Return the $d for a date given as "YYYY-MM-DD".
----
import datetime


def $f(text):
    day = datetime.date.fromisoformat(text)
    return $c
----
$f("$x") == "$y"
$f("$z") == "$w"
----
d f c x y z w
quarter, such as "2024-Q3",|quarter|f"{day.year}-Q{(day.month + 2) // 3}"|2024-07-01|2024-Q3|2023-03-31|2023-Q1
ISO week, such as "2020-W53",|iso_week|"{}-W{:02}".format(*day.isocalendar()[:2])|2021-01-01|2020-W53|2024-06-12|2024-W24
season on the northern hemisphere by whole months (spring is March to May)|season|("winter", "spring", "summer", "autumn")[day.month % 12 // 3]|2024-12-05|winter|2024-08-31|summer
====
Find the busiest moment: given the (arrival, departure) times of guests, return the largest number present at once. Whoever leaves at the time at which another one arrives does not count any more.
----
def most_guests(stays):
    events = [(start, 1) for start, _ in stays] + [(end, -1) for _, end in stays]
    most = present = 0
    for _, change in sorted(events):
        present += change
        most = max(most, present)
    return most
----
most_guests([(1, 4), (2, 5), (4, 6)]) == 2
most_guests([(1, 2), (2, 3)]) == 1
most_guests([]) == 0
====
Decide whether a year is a leap year on the $d.
----
def $f(year):
    return $c
----
$f(2024) == True
$f(1900) == $x
$f(2023) == False
$f(2000) == $y
----
d f c x y
Gregorian calendar|is_leap|year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)|False|True
revised Julian calendar, where a century is one only if it leaves 200 or 600 when divided by 900|is_revised_leap|year % 4 == 0 and (year % 100 != 0 or year % 900 in (200, 600))|False|True
====
Return the angle in degrees between the hands of a clock, the smaller one, at `hour` (0 to 23) and `minute`.
----
def hand_angle(hour, minute):
    hour_hand = (hour % 12) * 30 + minute / 2
    angle = abs(hour_hand - minute * 6)
    return min(angle, 360 - angle)
----
hand_angle(3, 0) == 90
hand_angle(12, 30) == 165
hand_angle(23, 0) == 30
====
Compute the arrival time of a train from its departure "HH:MM" and the minutes it takes. Append "+1" (or "+2" and so on) if it arrives on a later day.
----
def arrival(departure, minutes):
    hour, minute = map(int, departure.split(":"))
    days, rest = divmod(hour * 60 + minute + minutes, 1440)
    text = f"{rest // 60:02}:{rest % 60:02}"
    return f"{text} +{days}" if days else text
----
arrival("22:40", 95) == "00:15 +1"
arrival("06:05", 60) == "07:05"
arrival("00:00", 2880) == "00:00 +2"
====
Say how many days are left until somebody's next birthday. On the birthday itself it is 0. `birthday` is a (month, day) pair and not 29 February.
----
import datetime


def days_to_birthday(today, birthday):
    month, day = birthday
    upcoming = datetime.date(today.year, month, day)
    if upcoming < today:
        upcoming = upcoming.replace(year=today.year + 1)
    return (upcoming - today).days
----
days_to_birthday(datetime.date(2023, 12, 30), (1, 2)) == 3
days_to_birthday(datetime.date(2023, 5, 5), (5, 5)) == 0
days_to_birthday(datetime.date(2023, 5, 5), (5, 6)) == 1
====
Convert $d.
----
def $f(text):
    $c
----
$f("$x") == "$y"
$f("$z") == "$w"
----
d f c x y z w
a date from "31.12.2024" to "2024-12-31"; day and month may have one digit|german_to_iso|day, month, year = text.split(".")\n    return f"{year}-{int(month):02}-{int(day):02}"|31.12.2024|2024-12-31|1.2.2023|2023-02-01
a time from "2:30 PM" to "14:30"|to_24_hours|time, half = text.split()\n    hour, minute = time.split(":")\n    hour = int(hour) % 12 + (12 if half.upper() == "PM" else 0)\n    return f"{hour:02}:{minute}"|2:30 PM|14:30|12:05 am|00:05
a time from "14:30" to "2:30 PM"|to_12_hours|hour, minute = text.split(":")\n    half = "AM" if int(hour) < 12 else "PM"\n    return f"{int(hour) % 12 or 12}:{minute} {half}"|14:30|2:30 PM|00:05|12:05 AM
====
Tell whether two periods overlap by at least one day. Each is a (first, last) pair of ISO date strings, both included; None as the last day means open-ended.
----
def periods_overlap(a, b):
    (start_a, end_a), (start_b, end_b) = a, b
    forever = "9999-12-31"
    return start_a <= (end_b or forever) and start_b <= (end_a or forever)
----
periods_overlap(("2024-01-01", "2024-01-31"), ("2024-01-31", None)) == True
periods_overlap(("2024-01-01", "2024-01-30"), ("2024-01-31", None)) == False
periods_overlap(("2024-05-01", None), ("2023-01-01", None)) == True
====
Return the longest streak of consecutive days in a list of dates, which is unsorted and may hold duplicates.
----
from datetime import date, timedelta


def longest_streak(days):
    known, best = set(days), 0
    for day in known:
        if day - timedelta(days=1) in known:
            continue
        length = 1
        while day + timedelta(days=length) in known:
            length += 1
        best = max(best, length)
    return best
----
: d = date
longest_streak([d(2024, 2, 29), d(2024, 3, 1), d(2024, 2, 28), d(2024, 3, 1), d(2024, 5, 5)]) == 3
longest_streak([]) == 0
====
Write the spoken form of a time, "HH:MM": "quarter past 4", "half past 4", "quarter to 5", "4 o'clock", else "12 past 4" up to half an hour and "12 to 5" after that. Hours are of the 12-hour clock.
----
def spoken(text):
    hour, minute = map(int, text.split(":"))
    if minute > 30:
        hour, minute, word = hour + 1, 60 - minute, "to"
    else:
        word = "past"
    hour = hour % 12 or 12
    if minute == 0:
        return f"{hour} o'clock"
    amount = {15: "quarter", 30: "half"}.get(minute, minute)
    return f"{amount} {word} {hour}"
----
spoken("16:15") == "quarter past 4"
spoken("11:48") == "12 to 12"
spoken("00:00") == "12 o'clock"
spoken("12:30") == "half past 12"
====
Check that a "YYYY-MM-DD" string is a real date, without the datetime module.
----
def real_date(text):
    parts = text.split("-")
    if [len(part) for part in parts] != [4, 2, 2] or not all(part.isdigit() for part in parts):
        return False
    year, month, day = map(int, parts)
    leap = year % 4 == 0 and year % 100 != 0 or year % 400 == 0
    lengths = [31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return 1 <= month <= 12 and 1 <= day <= lengths[month - 1]
----
real_date("2023-02-29") == False
real_date("2024-02-29") == True
real_date("2024-13-01") == False
real_date("24-1-1") == False
====
Schedule reminders for a bill: given its due date, return the ISO dates 14, 7 and 1 days before, but only those after `today`.
----
from datetime import date, timedelta


def reminders(due, today):
    days = [due - timedelta(days=n) for n in (14, 7, 1)]
    return [day.isoformat() for day in days if day > today]
----
reminders(date(2024, 3, 15), date(2024, 3, 5)) == ["2024-03-08", "2024-03-14"]
reminders(date(2024, 3, 15), date(2024, 3, 20)) == []
====
Compute the average pace of a run in "M:SS" per kilometre from the seconds and the distance in metres; seconds are rounded to the nearest whole.
----
def pace(seconds, metres):
    per_km = round(seconds * 1000 / metres)
    return f"{per_km // 60}:{per_km % 60:02}"
----
pace(1500, 5000) == "5:00"
pace(3000, 9000) == "5:33"
pace(59, 1000) == "0:59"
====
Rotate the cleaning duty: `people` take turns week by week, the first of them in week 0. Return who is on duty in a given week, where anyone in `away[week]` is passed over for the next in line; None if all are away.
----
def on_duty(people, week, away=None):
    absent = (away or {}).get(week, ())
    for i in range(len(people)):
        person = people[(week + i) % len(people)]
        if person not in absent:
            return person
    return None
----
on_duty(["a", "b", "c"], 4) == "b"
on_duty(["a", "b", "c"], 4, {4: {"b"}}) == "c"
on_duty(["a"], 0, {0: {"a"}}) == None
'''
