TOPIC = "parsing"
FAMILIES = r'''
#### key_values 2
Parse settings from text: `$f(text)` returns a dict for $d.
----
def $f(text):
    settings = {}
    for part in $s:
        $c
    return settings
----
$f($x) == $y
$f("") == {}
----
f d s c x y
parse_pairs|pairs like "a=1;b=2", all values staying strings|filter(None, text.split(";"))|key, _, value = part.partition("=")\n        settings[key.strip()] = value.strip()|"a=1; b = x=y"|{"a": "1", "b": "x=y"}
parse_env|lines of the form NAME=value, ignoring blank lines and lines that begin with "#"|text.splitlines()|line = part.strip()\n        if line and not line.startswith("#"):\n            name, value = line.split("=", 1)\n            settings[name] = value|"# demo\\nHOME=/root\\n\\nN=3"|{"HOME": "/root", "N": "3"}
parse_flags|command line words such as "--depth=3 --verbose", where a flag without "=" is True|text.split()|name, equals, value = part.removeprefix("--").partition("=")\n        settings[name] = value if equals else True|"--depth=3 --verbose"|{"depth": "3", "verbose": True}
parse_typed|lines "name: value", in which values made of digits become ints and the words true and false booleans|text.splitlines()|name, value = part.split(": ", 1)\n        if value.isdigit():\n            value = int(value)\n        elif value in ("true", "false"):\n            value = value == "true"\n        settings[name] = value|"size: 12\\non: true\\nwho: Al"|{"size": 12, "on": True, "who": "Al"}
====
Parse a URL query string such as "a=1&b=x+y&a=2" into a dict of lists; "+" stands for a space. The function is `parse_query(query)`.
----
def parse_query(query):
    result = {}
    for field in query.split("&"):
        if not field:
            continue
        name, _, value = field.partition("=")
        result.setdefault(name, []).append(value.replace("+", " "))
    return result
----
parse_query("a=1&b=x+y&a=2") == {"a": ["1", "2"], "b": ["x y"]}
parse_query("") == {}
====
Read INI text into nested dicts: `[section]` lines open a section, "key = value" lines belong to the last one. `parse_ini(text)` raises ValueError for a setting before the first section.
----
def parse_ini(text):
    sections, current = {}, None
    for line in text.splitlines():
        line = line.strip()
        if not line or line[0] in "#;":
            continue
        if line.startswith("[") and line.endswith("]"):
            current = sections.setdefault(line[1:-1], {})
        elif current is None:
            raise ValueError(f"setting outside of a section: {line}")
        else:
            key, _, value = line.partition("=")
            current[key.strip()] = value.strip()
    return sections
----
parse_ini("[db]\nhost = a\n; note\n[web]\nport=80") == {"db": {"host": "a"}, "web": {"port": "80"}}
parse_ini("x=1") ! ValueError
#### csv_lines 3
Split one line of CSV into fields: `$f(line)`. $d
----
def $f(line):
    $c
----
$f($x) == $y
$f("a,,b") == ["a", "", "b"]
----
f d c x y
split_csv|Fields in double quotes may contain commas, and "" inside them stands for one quote.|fields, field, quoted = [], "", False\n    i = 0\n    while i < len(line):\n        ch = line[i]\n        if quoted and line[i:i + 2] == '""':\n            field += '"'\n            i += 1\n        elif ch == '"':\n            quoted = not quoted\n        elif ch == "," and not quoted:\n            fields.append(field)\n            field = ""\n        else:\n            field += ch\n        i += 1\n    return fields + [field]|'x,"a,b","say ""hi"""'|["x", "a,b", 'say "hi"']
split_escaped|A backslash keeps the following character from being a separator.|parts, current, escaped = [], [], False\n    for ch in line:\n        if escaped:\n            current.append(ch)\n            escaped = False\n        elif ch == "\\\\":\n            escaped = True\n        elif ch == ",":\n            parts.append("".join(current))\n            current = []\n        else:\n            current.append(ch)\n    parts.append("".join(current))\n    return parts|"a\\\\,b,c"|["a,b", "c"]
split_outside_brackets|Commas inside round or square brackets do not separate.|fields, start, depth = [], 0, 0\n    for i, ch in enumerate(line):\n        if ch in "([":\n            depth += 1\n        elif ch in ")]":\n            depth -= 1\n        elif ch == "," and depth == 0:\n            fields.append(line[start:i])\n            start = i + 1\n    return fields + [line[start:]]|"f(a,b),[1,2],c"|["f(a,b)", "[1,2]", "c"]
====
Write `$f(text)` that reads simple CSV text (no quotes) whose first line holds the column names and returns $d.
----
def $f(text):
    header, *lines = text.strip().split("\n")
    names = header.split(",")
    $c
----
$f("id,name\n1,Ann\n2,Bob") == $x
$f("id\n") == $y
----
f d c x y
read_rows|a list of dicts|return [dict(zip(names, line.split(","))) for line in lines]|[{"id": "1", "name": "Ann"}, {"id": "2", "name": "Bob"}]|[]
read_columns|a dict from column name to the list of its values|table = {name: [] for name in names}\n    for line in lines:\n        for name, value in zip(names, line.split(",")):\n            table[name].append(value)\n    return table|{"id": ["1", "2"], "name": ["Ann", "Bob"]}|{"id": []}
====
Write a record as a CSV line: `to_csv(fields)` converts fields with str() and puts quotes around those that contain a comma, a quote or a line break, doubling the quotes inside.
----
def to_csv(fields):
    cells = []
    for field in fields:
        cell = str(field)
        if any(ch in cell for ch in ',"\n'):
            cell = '"' + cell.replace('"', '""') + '"'
        cells.append(cell)
    return ",".join(cells)
----
to_csv([1, "a,b", 'c"d']) == '1,"a,b","c""d"'
to_csv([]) == ""
#### log_lines 2
A log has lines such as "2024-05-01 12:30:01 ERROR disk full" (date, time, level, message). Write `$f(log)` for a list of lines, returning $d.
----
def $f(log):
    $c
----
: lines = ["2024-05-01 12:30:01 ERROR disk full", "2024-05-01 13:00:00 INFO ok", "2024-05-02 08:00:59 ERROR disk full"]
$f(lines) == $x
$f([]) == $y
----
f d c x y
count_levels|a dict of how many lines each level has|counts = {}\n    for line in log:\n        level = line.split()[2]\n        counts[level] = counts.get(level, 0) + 1\n    return counts|{"ERROR": 2, "INFO": 1}|{}
errors|the messages of all ERROR lines, in order|messages = []\n    for line in log:\n        _, _, level, message = line.split(" ", 3)\n        if level == "ERROR":\n            messages.append(message)\n    return messages|["disk full", "disk full"]|[]
busiest_hour|the hour ("00" to "23") with most lines, the earlier one on a tie, or None|hours = [line[11:13] for line in log]\n    return min(set(hours), key=lambda hour: (-hours.count(hour), hour), default=None)|"08"|None
by_day|a dict from each date to the list of (time, message) pairs of that day|days = {}\n    for line in log:\n        day, time, _, message = line.split(maxsplit=3)\n        days.setdefault(day, []).append((time, message))\n    return days|{"2024-05-01": [("12:30:01", "disk full"), ("13:00:00", "ok")], "2024-05-02": [("08:00:59", "disk full")]}|{}
====
Web server lines look like `10.0.0.7 GET /index.html 200 512`. Write `traffic(lines)`: the number of bytes sent (last field) per client address, counting only requests answered with status 200.
----
from collections import Counter


def traffic(lines):
    sent = Counter()
    for line in lines:
        address, _method, _path, status, size = line.split()
        if status == "200":
            sent[address] += int(size)
    return dict(sent)
----
traffic(["10.0.0.7 GET /a 200 512", "10.0.0.7 GET /b 404 90", "10.0.0.9 GET /a 200 8"]) == {"10.0.0.7": 512, "10.0.0.9": 8}
traffic([]) == {}
====
Join continued log messages: in `join_messages(lines)` every line that begins with white space belongs to the message before it. Return the messages with the parts joined by single spaces.
----
def join_messages(lines):
    messages = []
    for line in lines:
        if line[:1].isspace() and messages:
            messages[-1] += " " + line.strip()
        else:
            messages.append(line.strip())
    return messages
----
join_messages(["start", "error in x", "  at y", "\tat z", "end"]) == ["start", "error in x at y at z", "end"]
join_messages([]) == []
#### versions 2
Version strings look like "2.10.3". Write `$f($a)` that $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
compare_versions|a, b|returns -1, 0 or 1 as the first is older than, equal to or newer than the second; missing parts count as 0|first = [int(part) for part in a.split(".")]\n    second = [int(part) for part in b.split(".")]\n    size = max(len(first), len(second))\n    first += [0] * (size - len(first))\n    second += [0] * (size - len(second))\n    return (first > second) - (first < second)|"1.10", "1.9.5"|1|"2", "2.0.0"|0
newest|versions|returns the newest of a list, None if it is empty|return max(versions, key=lambda v: tuple(map(int, v.split("."))), default=None)|["1.9", "1.10", "1.2.8"]|"1.10"|[]|None
bump|version, part|raises the "major", "minor" or "patch" number by one and sets the numbers after it to 0|numbers = [int(n) for n in version.split(".")]\n    place = ("major", "minor", "patch").index(part)\n    numbers[place] += 1\n    numbers[place + 1:] = [0] * (2 - place)\n    return ".".join(map(str, numbers))|"1.4.9", "minor"|"1.5.0"|"1.4.9", "patch"|"1.4.10"
compatible|required, installed|tells whether the installed version has the same major number and is not older|def parse(text):\n        return tuple(int(n) for n in text.split("."))\n\n    want, have = parse(required), parse(installed)\n    return want[0] == have[0] and have >= want|"1.2", "1.10"|True|"1.2", "2.0"|False
====
Does a version satisfy a condition such as ">=1.4" or "==2.0" or "<3"? Write `satisfies(version, condition)`.
----
import operator
import re

OPERATORS = {">=": operator.ge, "<=": operator.le, "==": operator.eq,
             "!=": operator.ne, ">": operator.gt, "<": operator.lt}


def satisfies(version, condition):
    match = re.fullmatch(r"(>=|<=|==|!=|>|<)\s*([\d.]+)", condition)
    if not match:
        raise ValueError(f"bad condition: {condition}")
    compare, wanted = OPERATORS[match[1]], match[2]
    return compare([int(n) for n in version.split(".")],
                   [int(n) for n in wanted.split(".")])
----
satisfies("1.10", ">=1.4")
not satisfies("3.1", "<3")
satisfies("1", "~1") ! ValueError
====
Split a tag like "v1.2.0-beta.3" into ((1, 2, 0), "beta.3"); without a suffix the second part is None. Write `parse_tag(tag)`.
----
def parse_tag(tag):
    numbers, dash, suffix = tag.removeprefix("v").partition("-")
    return tuple(map(int, numbers.split("."))), suffix if dash else None
----
parse_tag("v1.2.0-beta.3") == ((1, 2, 0), "beta.3")
parse_tag("2.5") == ((2, 5), None)
#### number_ranges 2
Write `$f($a)`: $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
expand_ranges|text|turn a page selection such as "1-3,5" into the list [1, 2, 3, 5]; "" gives []|pages = []\n    for part in filter(None, text.split(",")):\n        first, _, last = part.partition("-")\n        pages.extend(range(int(first), int(last or first) + 1))\n    return pages|"1-3,5"|[1, 2, 3, 5]|""|[]
compact_ranges|numbers|turn a sorted list of different integers into text such as "1-3,5"|groups = []\n    for n in numbers:\n        if groups and groups[-1][1] == n - 1:\n            groups[-1][1] = n\n        else:\n            groups.append([n, n])\n    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in groups)|[1, 2, 3, 5]|"1-3,5"|[]|""
parse_slice|text|turn slice notation such as "2:10:3", in which any part may be missing, into a slice object|parts = [int(part) if part else None for part in text.split(":")]\n    if len(parts) == 1:\n        return slice(parts[0], parts[0] + 1)\n    return slice(*parts)|"2:10:3"|slice(2, 10, 3)|":5"|slice(None, 5)
in_ranges|n, text|tell whether an integer is covered by a text like "1-5,8,20-" (a missing end means without limit)|for part in text.split(","):\n        low, dash, high = part.partition("-")\n        if not dash:\n            high = low\n        if n >= int(low) and (not high or n <= int(high)):\n            return True\n    return False|30, "1-5,8,20-"|True|7, "1-5,8"|False
====
Cron-like fields: `matches_field(field, value)` supports "*", "*/n" (multiples of n), single numbers and comma lists of numbers.
----
def matches_field(field, value):
    if field == "*":
        return True
    if field.startswith("*/"):
        return value % int(field[2:]) == 0
    return value in {int(part) for part in field.split(",")}
----
matches_field("*/15", 30)
matches_field("1,7", 7)
not matches_field("5", 6)
====
Extract all integers from free text, including a minus sign directly before the digits: `find_integers(text)`.
----
import re


def find_integers(text):
    return [int(match) for match in re.findall(r"-?\d+", text)]
----
find_integers("from -5 to 12, then 3.") == [-5, 12, 3]
find_integers("none") == []
====
Sum the amounts in notes such as "3 apples, 12 pears and 1 fig" into a dict of noun to number: `parse_amounts(note)`.
----
import re


def parse_amounts(note):
    amounts = {}
    for number, noun in re.findall(r"(\d+) ([a-z]+)", note):
        amounts[noun] = amounts.get(noun, 0) + int(number)
    return amounts
----
parse_amounts("3 apples, 12 pears and 1 fig") == {"apples": 3, "pears": 12, "fig": 1}
parse_amounts("2 eggs, 4 eggs") == {"eggs": 6}
#### expressions 4
Write a recursive descent parser `$f(text)` for integer arithmetic with $d. Spaces are ignored; wrong input raises ValueError.
----
import re


def $f(text):
    $t = re.findall(r"\d+|\S", text)
    $p = 0

    def $q():
        return $t[$p] if $p < len($t) else None

    def $k():
        nonlocal $p
        token = $q()
        $p += 1
        return token

    def $a():
        token = $k()
        if token == "(":
            $v = $c()
            if $k() != ")":
                raise ValueError("$e")
            return $v
        $g
        if token is None or not token.isdigit():
            raise ValueError(f"$h {token}")
        return int(token)

    def $b():
        $v = $a()
        while $q() $o:
            $m
        return $v

    def $c():
        $v = $b()
        while $q() in ("+", "-"):
            $v = $v + $b() if $k() == "+" else $v - $b()
        return $v

    $r = $c()
    if $q() is not None:
        raise ValueError(f"$h {$q()}")
    return $r
----
$f("2 + 3 * (4 - 1)") == 11
$f("$x") == $y
$f("2 +") ! ValueError
----
d g o m x y f t p q k v a b c r e h
+, -, * and parentheses|# a number is all that remains|== "*"|$k()\n            $v *= $a()|10 - 2 - 3|5|evaluate|tokens|position|peek|take|value|factor|term|expression|result|missing )|unexpected
+, -, *, // (written "/"), parentheses and the unary minus|if token == "-":\n            return -$a()|in ("*", "/")|$v = $v * $a() if $k() == "*" else $v // $a()|-7 / 2|-4|calculate|symbols|at|current|advance|number|atom|product|total|answer|no closing parenthesis|cannot use
====
Evaluate an expression in $d notation given as a string with spaces between the tokens, e.g. "$e". Numbers are ints; the operators are +, - and *. Write `$f(text)`.
----
def $f(text):
    stack = []
    for token in $r:
        if token in ("+", "-", "*"):
            $p
            if token == "+":
                stack.append(a + b)
            elif token == "-":
                stack.append(a - b)
            else:
                stack.append(a * b)
        else:
            stack.append(int(token))
    return stack.pop()
----
$f("$e") == $x
$f("42") == 42
----
d e f r p x
reverse Polish (postfix)|5 1 2 + 4 * -|postfix|text.split()|b, a = stack.pop(), stack.pop()|-7
Polish (prefix)|- 5 * + 1 2 4|prefix|reversed(text.split())|a, b = stack.pop(), stack.pop()|-7
====
Cut an arithmetic expression into tokens: numbers (with optional fraction), names, and the operators + - * / ( ) as well as **. `tokenize(text)` returns (kind, text) pairs with the kinds "num", "name" and "op"; other characters except spaces raise ValueError.
----
import re

TOKEN = re.compile(r"\s*(?:(?P<num>\d+(\.\d+)?)|(?P<name>[A-Za-z_]\w*)|(?P<op>\*\*|[-+*/()]))")


def tokenize(text):
    tokens, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None:
            raise ValueError(f"unexpected character at {at}")
        kind = next(k for k in ("num", "name", "op") if match[k] is not None)
        tokens.append((kind, match[kind]))
        at = match.end()
    return tokens
----
tokenize("2.5*x**(y)") == [("num", "2.5"), ("op", "*"), ("name", "x"), ("op", "**"), ("op", "("), ("name", "y"), ("op", ")")]
tokenize("a ? b") ! ValueError
tokenize("  ") == []
====
Convert infix to postfix with the shunting-yard algorithm. `to_postfix(tokens)` gets a list of tokens (numbers or names as strings, the operators + - * / and parentheses) and returns the list in postfix order. All operators are left associative.
----
PRECEDENCE = {"+": 1, "-": 1, "*": 2, "/": 2}


def to_postfix(tokens):
    output, operators = [], []
    for token in tokens:
        if token in PRECEDENCE:
            while (operators and operators[-1] != "("
                   and PRECEDENCE[operators[-1]] >= PRECEDENCE[token]):
                output.append(operators.pop())
            operators.append(token)
        elif token == "(":
            operators.append(token)
        elif token == ")":
            while operators[-1] != "(":
                output.append(operators.pop())
            operators.pop()
        else:
            output.append(token)
    return output + operators[::-1]
----
to_postfix("a + b * c".split()) == "a b c * +".split()
to_postfix("( a + b ) * c - d".split()) == "a b + c * d -".split()
====
Evaluate a boolean formula such as "not a and (b or c)" for a dict of variable values, without eval. Precedence: not, then and, then or. Write `holds(formula, values)`.
----
import re


def holds(formula, values):
    tokens = re.findall(r"\w+|[()]", formula)

    def parse_or():
        value = parse_and()
        while tokens and tokens[0] == "or":
            tokens.pop(0)
            right = parse_and()
            value = value or right
        return value

    def parse_and():
        value = parse_not()
        while tokens and tokens[0] == "and":
            tokens.pop(0)
            right = parse_not()
            value = value and right
        return value

    def parse_not():
        token = tokens.pop(0)
        if token == "not":
            return not parse_not()
        if token == "(":
            value = parse_or()
            tokens.pop(0)  # the closing parenthesis
            return value
        return values[token]

    return parse_or()
----
holds("not a and (b or c)", {"a": False, "b": False, "c": True}) is True
holds("a or b and c", {"a": True, "b": False, "c": False}) is True
holds("not (a or b)", {"a": False, "b": True}) is False
#### templates 2
Fill in a template: `$f(template, values)` replaces $d.
----
import re


def $f(template, values):
    def insert(match):
        name = match.group(1)
        $c

    return re.sub(r"$p", insert, template)
----
$f("$t", {"name": "Kim"}) == $x
$f("plain", {}) == "plain"
----
f d c p t x
fill_braces|{name} by the value, leaving unknown names as they stand|return str(values[name]) if name in values else match.group(0)|\{(\w+)\}|Hi {name}, {x}|"Hi Kim, {x}"
fill_double|{{ name }} (spaces are optional) by the value, and by nothing if there is none|return str(values.get(name, ""))|\{\{\s*(\w+)\s*\}\}|Hi {{ name }}{{x}}!|"Hi Kim!"
fill_percent|%name% by the value in capital letters; "%%" stands for a percent sign|return str(values[name]).upper() if name else "%"|%(\w*)%|%name% 5%%|"KIM 5%"
====
List the placeholder names (in angle brackets, like <city>) of a template, without repeats and in order of appearance: `placeholders(template)`.
----
import re


def placeholders(template):
    names = re.findall(r"<(\w+)>", template)
    return list(dict.fromkeys(names))
----
placeholders("<b> and <a> and <b>") == ["b", "a"]
placeholders("no < marks >") == []
====
Write `extract(pattern, text)`, the opposite of filling a template: the pattern has fields in braces such as "{user}@{host}". Return a dict of the field values, or None if the text does not fit.
----
import re


def extract(pattern, text):
    regex = ""
    for literal, name in re.findall(r"([^{]*)(?:\{(\w+)\})?", pattern):
        regex += re.escape(literal)
        if name:
            regex += f"(?P<{name}>.+?)"
    match = re.fullmatch(regex, text)
    return match.groupdict() if match else None
----
extract("{user}@{host}", "ann@site.org") == {"user": "ann", "host": "site.org"}
extract("{a}-{b}", "nothing") is None
'''
