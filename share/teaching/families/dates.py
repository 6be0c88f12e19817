TOPIC = "dates and times"
FAMILIES = r'''
#### days_between 1
Write `$f($a, $b)` for two ISO date strings such as "2024-03-01": return $d.
----
from datetime import date


def $f($a, $b):
    days = (date.fromisoformat($b) - date.fromisoformat($a)).days
    return $c
----
$f("2024-02-28", "2024-03-01") == $x
$f("2023-05-05", "2023-05-05") == $y
----
f a b d c x y
days_between|start|end|the number of days from the first to the second (negative if it lies before)|days|2|0
nights|arrival|departure|the number of nights of a stay, 0 if the departure is not later|max(days, 0)|2|0
days_inclusive|first|last|how many calendar days the period has, both ends counted|days + 1|3|1
full_weeks|since|until|the number of full weeks between them, in either order|abs(days) // 7|0|0
====
Count the days from a date to the next $e (0 on the day itself). `$f(day)` takes a datetime.date.
----
from datetime import date


def $f(day):
    target = date(day.year, $m, $n)
    if target < day:
        target = date(day.year + 1, $m, $n)
    return (target - day).days
----
: import datetime
$f(datetime.date(2023, $m, $n)) == 0
$f(datetime.date(2023, 12, 31)) == $x
----
f e m n x
days_to_new_year|1 January|1|1|1
days_to_midsummer|21 June|6|21|173
====
Return the number of days of a month: `month_length(year, month)`, without the calendar module.
----
from datetime import date


def month_length(year, month):
    first = date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - first).days
----
month_length(2024, 2) == 29
month_length(2023, 12) == 31
month_length(2023, 4) == 30
#### weekdays 2
Given a datetime.date, return $d. The function: `$f(day)`.
----
from datetime import timedelta


def $f(day):
    return day + timedelta(days=$c)
----
: from datetime import date
$f(date(2024, 5, 15)) == date($x)
$f(date(2024, 5, 17)) == date($y)
----
f d c x y
next_friday|the next Friday, the same day if it is one|(4 - day.weekday()) % 7|2024, 5, 17|2024, 5, 17
week_start|the Monday of its week|-day.weekday()|2024, 5, 13|2024, 5, 13
following_sunday|the first Sunday strictly after it|7 - (day.weekday() + 1) % 7|2024, 5, 19|2024, 5, 19
previous_friday|the last Friday strictly before it|-((day.weekday() - 5) % 7 + 1)|2024, 5, 10|2024, 5, 10
====
Add n working days (Monday to Friday) to a date. Write `add_working_days(day, n)` for n >= 0.
----
from datetime import timedelta


def add_working_days(day, n):
    while n > 0:
        day += timedelta(days=1)
        if day.weekday() < 5:
            n -= 1
    return day
----
: from datetime import date
add_working_days(date(2024, 5, 17), 1) == date(2024, 5, 20)
add_working_days(date(2024, 5, 13), 6) == date(2024, 5, 21)
====
Count the weekend days (Saturday and Sunday) in a period, both ends included: `weekend_days(start, end)`.
----
from datetime import timedelta


def weekend_days(start, end):
    total = 0
    while start <= end:
        total += start.weekday() >= 5
        start += timedelta(days=1)
    return total
----
: from datetime import date
weekend_days(date(2024, 5, 13), date(2024, 5, 26)) == 4
weekend_days(date(2024, 5, 13), date(2024, 5, 17)) == 0
====
Write `nth_weekday(year, month, weekday, n)`: the date of the n-th given weekday (0 = Monday) in a month, None if the month has fewer.
----
from datetime import date, timedelta


def nth_weekday(year, month, weekday, n):
    first = date(year, month, 1)
    offset = (weekday - first.weekday()) % 7
    day = first + timedelta(days=offset + 7 * (n - 1))
    return day if day.month == month else None
----
: import datetime
nth_weekday(2024, 11, 3, 4) == datetime.date(2024, 11, 28)
nth_weekday(2024, 2, 4, 5) is None
#### leap_years 1
Leap years are divisible by 4, but not by 100 unless also by 400. Write `$f($a)` that returns $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
is_leap|year|whether a year is one|return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)|2000|True|1900|False
days_in_year|year|the number of days in a year|if year % 400 == 0 or (year % 4 == 0 and year % 100 != 0):\n        return 366\n    return 365|2024|366|2100|365
next_leap|after|the first leap year later than the given one|year = after + 1\n    while year % 4 or (year % 100 == 0 and year % 400):\n        year += 1\n    return year|2024|2028|1896|1904
leap_count|first, last|how many of the years first..last (inclusive) are leap years|def upto(y):\n        return y // 4 - y // 100 + y // 400\n\n    return upto(last) - upto(first - 1)|2000, 2004|2|1897, 1903|0
february_days|year|the number of days in February|leap = year % 4 == 0 and year % 100 != 0 or year % 400 == 0\n    return 29 if leap else 28|2023|28|1600|29
====
Which day of the year (1 to 366) is a date? Write `day_of_year(year, month, day)` using a list of month lengths, without datetime.
----
def day_of_year(year, month, day):
    lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    if year % 4 == 0 and year % 100 != 0 or year % 400 == 0:
        lengths[1] = 29
    return sum(lengths[:month - 1]) + day
----
day_of_year(2024, 3, 1) == 61
day_of_year(2023, 12, 31) == 365
====
Check whether year, month and day form an existing date; write `valid_date(year, month, day)` without datetime.
----
def valid_date(year, month, day):
    if not 1 <= month <= 12:
        return False
    if month == 2:
        leap = year % 4 == 0 and (year % 100 or year % 400 == 0)
        longest = 29 if leap else 28
    else:
        longest = 30 if month in (4, 6, 9, 11) else 31
    return 1 <= day <= longest
----
valid_date(2024, 2, 29)
not valid_date(2023, 2, 29)
not valid_date(2023, 4, 31)
not valid_date(2023, 13, 1)
#### add_months 3
Write `$f($a, n)` that adds n months to a date (n may be negative). $d
----
from datetime import date$i


def $f($a, n):
    months = $a.year * 12 + $a.month - 1 + n
    year, month = divmod(months, 12)
    month += 1
$c
----
: from datetime import date as D
$f(D(2024, 1, 31), 1) == D($x)
$f(D(2024, 1, 15), -2) == D(2023, 11, 15)
----
f a i d c x
add_months|day||If the month is too short, use its last day.|    for last in (31, 30, 29, 28):\n        try:\n            return date(year, month, min($a.day, last))\n        except ValueError:\n            continue|2024, 2, 29
roll_months|start|, timedelta|Days that the month lacks run over into the following month.|    return date(year, month, 1) + timedelta(days=$a.day - 1)|2024, 3, 2
====
List the first days of all months that touch the period from start to end (dates, inclusive). Call it `month_starts(start, end)`.
----
from datetime import date


def month_starts(start, end):
    year, month = start.year, start.month
    starts = []
    while (year, month) <= (end.year, end.month):
        starts.append(date(year, month, 1))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return starts
----
: from datetime import date as D
month_starts(D(2023, 11, 20), D(2024, 1, 3)) == [D(2023, 11, 1), D(2023, 12, 1), D(2024, 1, 1)]
month_starts(D(2024, 1, 2), D(2023, 1, 1)) == []
====
How old is somebody on a given day? `age(birth, today)` returns full years; both arguments are dates.
----
def age(birth, today):
    had_birthday = (today.month, today.day) >= (birth.month, birth.day)
    return today.year - birth.year - (not had_birthday)
----
: from datetime import date
age(date(2000, 6, 15), date(2024, 6, 14)) == 23
age(date(2000, 6, 15), date(2024, 6, 15)) == 24
====
Return the number of whole months between two dates, the first not later than the second: `whole_months(start, end)`.
----
def whole_months(start, end):
    months = 12 * (end.year - start.year) + end.month - start.month
    if end.day < start.day:
        months -= 1
    return months
----
: from datetime import date
whole_months(date(2023, 12, 31), date(2024, 2, 29)) == 1
whole_months(date(2024, 1, 5), date(2024, 1, 5)) == 0
====
Which quarter does a date belong to? Return a label like "2024-Q3": `quarter_label(day)`.
----
def quarter_label(day):
    quarter = (day.month - 1) // 3 + 1
    return f"{day.year}-Q{quarter}"
----
: from datetime import date
quarter_label(date(2024, 7, 1)) == "2024-Q3"
quarter_label(date(2023, 12, 31)) == "2023-Q4"
#### clock 1
Times are strings "HH:MM" on a 24 hour clock. Write `$f($a)`: $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
minutes_of_day|time|the minutes since midnight|hours, minutes = time.split(":")\n    return int(hours) * 60 + int(minutes)|"01:30"|90|"23:59"|1439
clock_from_minutes|minutes|the time a number of minutes after midnight, also past the end of the day|hours, rest = divmod(minutes % 1440, 60)\n    return f"{hours:02}:{rest:02}"|90|"01:30"|1500|"01:00"
twelve_hour|time|the time in the form "1:05 pm" (midnight is "12:00 am")|hour, minute = time.split(":")\n    half = "pm" if int(hour) >= 12 else "am"\n    return f"{(int(hour) - 1) % 12 + 1}:{minute} {half}"|"13:05"|"1:05 pm"|"00:00"|"12:00 am"
shift_length|start, end|the minutes from start to end, which is on the next day when it is not later|def minutes(clock):\n        return 60 * int(clock[:2]) + int(clock[3:])\n\n    return (minutes(end) - minutes(start) - 1) % 1440 + 1|"22:00", "06:30"|510|"09:00", "17:00"|480
round_quarter|time|the time rounded down to a full quarter of an hour|hour, minute = map(int, time.split(":"))\n    return f"{hour:02d}:{minute // 15 * 15:02d}"|"10:44"|"10:30"|"07:00"|"07:00"
====
Compute the smaller angle between the hands of a clock, in degrees: `hand_angle(hour, minute)`.
----
def hand_angle(hour, minute):
    hour_hand = (hour % 12) * 30 + minute * 0.5
    minute_hand = minute * 6
    angle = abs(hour_hand - minute_hand)
    return min(angle, 360 - angle)
----
hand_angle(3, 0) == 90
hand_angle(12, 30) == 165
====
Sort times such as "9:05 am" or "12:15 pm" from early to late with `sort_times(times)`.
----
def sort_times(times):
    def minutes(text):
        clock, half = text.split()
        hour, minute = map(int, clock.split(":"))
        return (hour % 12 + 12 * (half == "pm")) * 60 + minute

    return sorted(times, key=minutes)
----
sort_times(["1:00 pm", "12:15 am", "9:05 am", "12:30 pm"]) == ["12:15 am", "9:05 am", "12:30 pm", "1:00 pm"]
sort_times([]) == []
#### durations 2
Format a number of seconds: `$f($a)` gives $d.
----
def $f($a):
    minutes, seconds = divmod($a, 60)
    hours, minutes = divmod(minutes, 60)
    $c
----
$f(3725) == "$x"
$f(59) == "$y"
----
f a d c x y
hms|seconds|H:MM:SS with leading zeros for minutes and seconds|return f"{hours}:{minutes:02}:{seconds:02}"|1:02:05|0:00:59
short_duration|total|text like "1h 2m 5s" without the parts that are zero|parts = [(hours, "h"), (minutes, "m"), (seconds, "s")]\n    return " ".join(f"{n}{unit}" for n, unit in parts if n) or "0s"|1h 2m 5s|59s
rough_duration|elapsed|only the largest unit, as "1 hours", "5 minutes" or "40 seconds"|if hours:\n        return f"{hours} hours"\n    if minutes:\n        return f"{minutes} minutes"\n    return f"{seconds} seconds"|1 hours|59 seconds
====
Parse durations such as "2h30m", "45s" or "1d" into seconds: `parse_duration(text)`. Anything else raises ValueError.
----
import re

UNITS = {"d": 86400, "h": 3600, "m": 60, "s": 1}


def parse_duration(text):
    if not re.fullmatch(r"(\d+[dhms])+", text):
        raise ValueError(f"not a duration: {text!r}")
    return sum(int(n) * UNITS[unit] for n, unit in re.findall(r"(\d+)([dhms])", text))
----
parse_duration("2h30m") == 9000
parse_duration("1d1s") == 86401
parse_duration("5x") ! ValueError
====
Add up a list of "MM:SS" track lengths and return the total as "H:MM:SS": `playing_time(tracks)`.
----
def playing_time(tracks):
    total = 0
    for track in tracks:
        minutes, seconds = track.split(":")
        total += 60 * int(minutes) + int(seconds)
    return f"{total // 3600}:{total // 60 % 60:02}:{total % 60:02}"
----
playing_time(["03:45", "59:30"]) == "1:03:15"
playing_time([]) == "0:00:00"
====
Write `ago(seconds)`: "just now" below a minute, else "N minutes ago", "N hours ago" or "N days ago", with the singular for 1.
----
def ago(seconds):
    if seconds < 60:
        return "just now"
    for unit, size in (("day", 86400), ("hour", 3600), ("minute", 60)):
        n = seconds // size
        if n:
            return f"{n} {unit}{'' if n == 1 else 's'} ago"
----
ago(30) == "just now"
ago(3600) == "1 hour ago"
ago(200000) == "2 days ago"
#### date_text 2
Convert dates between notations: `$f(text)` turns $d.
----
$c
----
$f("$x") == "$y"
$f("$z") == "$w"
----
f d c x y z w
to_iso|"DD.MM.YYYY" into "YYYY-MM-DD"|def $f(text):\n    day, month, year = text.split(".")\n    return f"{year}-{month:0>2}-{day:0>2}"|5.11.2023|2023-11-05|31.01.1999|1999-01-31
to_us|"YYYY-MM-DD" into "M/D/YYYY" without leading zeros|def $f(text):\n    year, month, day = (int(part) for part in text.split("-"))\n    return f"{month}/{day}/{year}"|2023-11-05|11/5/2023|2000-01-01|1/1/2000
long_date|"YYYY-MM-DD" into text such as "5 November 2023"|MONTHS = ("January February March April May June July August "\n          "September October November December").split()\n\n\ndef $f(text):\n    year, month, day = map(int, text.split("-"))\n    return f"{day} {MONTHS[month - 1]} {year}"|2023-11-05|5 November 2023|2024-02-29|29 February 2024
compact_date|"5 Nov 2023" into "20231105"|def $f(text):\n    day, name, year = text.split()\n    names = "JanFebMarAprMayJunJulAugSepOctNovDec"\n    month = names.index(name) // 3 + 1\n    return f"{year}{month:02}{int(day):02}"|5 Nov 2023|20231105|12 Jan 2020|20200112
====
Read a date written as "2024-03-09", "09.03.2024" or "3/9/2024" (US) and return a datetime.date, or None if no form fits. Write `read_date(text)`.
----
from datetime import datetime


def read_date(text):
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            pass
    return None
----
: import datetime as dt
read_date("09.03.2024") == dt.date(2024, 3, 9)
read_date("3/9/2024") == dt.date(2024, 3, 9)
read_date("soon") is None
====
Find all dates of the form YYYY-MM-DD in a text that really exist, in order. `find_dates(text)` returns date objects.
----
import re
from datetime import date


def find_dates(text):
    found = []
    for match in re.finditer(r"\b(\d{4})-(\d\d)-(\d\d)\b", text):
        try:
            found.append(date(*map(int, match.groups())))
        except ValueError:
            continue
    return found
----
: import datetime as dt
find_dates("from 2024-02-30 to 2024-03-01.") == [dt.date(2024, 3, 1)]
find_dates("none") == []
#### calendars 2
Write `$f($a)`: $d.
----
$c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
weekday_name|year, month, day|the English name of the weekday of a date|from datetime import date\n\n\ndef $f(year, month, day):\n    return date(year, month, day).strftime("%A")|2024, 5, 15|"Wednesday"|2000, 1, 1|"Saturday"
zeller|year, month, day|the weekday of a Gregorian date by Zeller's rule (0 = Saturday, 1 = Sunday, ...)|def $f(year, month, day):\n    if month < 3:\n        month += 12\n        year -= 1\n    century, y = divmod(year, 100)\n    return (day + 13 * (month + 1) // 5 + y + y // 4 + century // 4 + 5 * century) % 7|2000, 1, 1|0|2024, 5, 15|4
fridays_13|year|the months (numbers) of a year in which the 13th is a Friday|from datetime import date\n\n\ndef $f(year):\n    return [month for month in range(1, 13) if date(year, month, 13).weekday() == 4]|2015|[2, 3, 11]|2024|[9, 12]
week_rows|first_weekday, days|how many rows a month needs in a wall calendar whose weeks start on Monday (first_weekday: weekday of the 1st, 0 = Monday)|def $f(first_weekday, days):\n    cells = first_weekday + days\n    return -(-cells // 7)|0, 28|4|6, 31|6
====
Make the weeks of a month as a list of lists of 7 numbers, Monday first, with 0 where a day belongs to another month: `month_grid(first_weekday, days)`, where first_weekday is 0 for Monday.
----
def month_grid(first_weekday, days):
    cells = [0] * first_weekday + list(range(1, days + 1))
    cells += [0] * (-len(cells) % 7)
    return [cells[i:i + 7] for i in range(0, len(cells), 7)]
----
month_grid(5, 30)[0] == [0, 0, 0, 0, 0, 1, 2]
month_grid(0, 28)[3] == [22, 23, 24, 25, 26, 27, 28]
month_grid(5, 30)[-1] == [24, 25, 26, 27, 28, 29, 30]
====
In what year does somebody born on 29 February celebrate the n-th real birthday? Write `leap_birthday(born, n)`.
----
def leap_birthday(born, n):
    year = born
    while n > 0:
        year += 4
        if year % 100 != 0 or year % 400 == 0:
            n -= 1
    return year
----
leap_birthday(1996, 2) == 2004
leap_birthday(1896, 1) == 1904
'''
