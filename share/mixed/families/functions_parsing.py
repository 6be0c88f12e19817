KIND, LANGUAGE = "function", "python"
GROUPS = r'''
Parse the query part of a URL into a dict. A name that occurs several times gets a list of its values; a name without "=" has the value "". Nothing is percent-encoded.
----
def parse_query(query):
    result = {}
    for part in query.lstrip("?").split("&"):
        if not part:
            continue
        name, _, value = part.partition("=")
        if name not in result:
            result[name] = value
        elif isinstance(result[name], list):
            result[name].append(value)
        else:
            result[name] = [result[name], value]
    return result
----
parse_query("?a=1&b=2&a=3&a=4") == {"a": ["1", "3", "4"], "b": "2"}
parse_query("flag&x=") == {"flag": "", "x": ""}
parse_query("") == {}
====
Parse an INI text into a dict of dicts. Sections are [in brackets], entries "key = value"; lines that begin with ";" or "#" and blank ones are skipped. Entries before the first section go to "".
----
def parse_ini(text):
    sections, current = {}, ""
    for line in text.splitlines():
        line = line.strip()
        if not line or line[0] in ";#":
            continue
        if line.startswith("[") and line.endswith("]"):
            current = line[1:-1].strip()
            sections.setdefault(current, {})
        else:
            key, _, value = line.partition("=")
            sections.setdefault(current, {})[key.strip()] = value.strip()
    return sections
----
parse_ini("[db]\nhost = local\n; no\nport=1") == {"db": {"host": "local", "port": "1"}}
parse_ini("a=b=c") == {"": {"a": "b=c"}}
parse_ini("") == {}
====
Split a line of CSV at the commas. Fields may be in double quotes, inside which commas are text and "" stands for one quote.
----
def split_csv(line):
    fields, field, quoted, i = [], "", False, 0
    while i < len(line):
        ch = line[i]
        if quoted and ch == '"' and line[i + 1:i + 2] == '"':
            field += '"'
            i += 1
        elif ch == '"':
            quoted = not quoted
        elif ch == "," and not quoted:
            fields.append(field)
            field = ""
        else:
            field += ch
        i += 1
    return fields + [field]
----
split_csv('a,"b,c",d') == ["a", "b,c", "d"]
split_csv('"say ""hi""",') == ['say "hi"', ""]
split_csv("") == [""]
====
Evaluate a string that holds a $d. Raise ValueError for anything that is not understood.
----
def $f(text):
    $c
----
$f("$x") == $y
$f("$z") == $w
$f("$v") ! ValueError
----
d f c x y z w v
sum or difference of whole numbers, such as "3 + 4 - 2", from left to right|plus_minus|total, sign = 0, 1\n    for i, word in enumerate(text.split()):\n        if i % 2 == 0:\n            total += sign * int(word)\n        elif word in ("+", "-"):\n            sign = 1 if word == "+" else -1\n        else:\n            raise ValueError(f"unknown operator {word}")\n    return total|3 + 4 - 2|5|7|7|3 * 4
dice expression, such as "2d6+1", returning the lowest and the highest possible sum as a tuple|dice_range|head, plus, bonus = text.partition("+")\n    count, sides = head.split("d")\n    extra = int(bonus) if plus else 0\n    return int(count) + extra, int(count) * int(sides) + extra|2d6+1|(3, 13)|1d20|(1, 20)|six
fraction such as "3/4", "1 1/2" or "5", returning a float|fraction_text|total = 0.0\n    for part in text.split():\n        top, slash, bottom = part.partition("/")\n        total += int(top) / int(bottom) if slash else int(top)\n    return total|1 1/2|1.5|3/4|0.75|half
====
Read a size such as "10K", "1.5M" or "300" into bytes. K, M and G are powers of 1024, in either case, and may be followed by "B".
----
def parse_size(text):
    text = text.strip().upper().removesuffix("B")
    factor = 1
    for power, unit in enumerate("KMG", start=1):
        if text.endswith(unit):
            text, factor = text[:-1], 1024 ** power
    return int(float(text) * factor)
----
parse_size("10K") == 10240
parse_size("1.5mb") == 1572864
parse_size("300") == 300
parse_size("big") ! ValueError
====
Expand a list of page ranges such as "1-3,7,9-10" into a sorted list of numbers without duplicates.
----
def expand_ranges(text):
    pages = set()
    for part in text.split(","):
        if "-" in part:
            first, last = part.split("-")
            pages.update(range(int(first), int(last) + 1))
        elif part.strip():
            pages.add(int(part))
    return sorted(pages)
----
expand_ranges("1-3,7,9-10") == [1, 2, 3, 7, 9, 10]
expand_ranges("4,2-4") == [2, 3, 4]
expand_ranges("") == []
====
Compress a sorted list of distinct numbers into a text of ranges, such as "1-3,7".
----
def to_ranges(numbers):
    parts = []
    start = previous = None
    for n in numbers + [None]:
        if previous is not None and n == previous + 1:
            previous = n
            continue
        if start is not None:
            parts.append(str(start) if start == previous else f"{start}-{previous}")
        start = previous = n
    return ",".join(parts)
----
to_ranges([1, 2, 3, 7]) == "1-3,7"
to_ranges([5]) == "5"
to_ranges([]) == ""
to_ranges([1, 2]) == "1-2"
====
Read one line of a web server's log, such as '10.0.0.7 - - [12/May/2024:10:15:32 +0000] "GET /a HTTP/1.1" 200 512'. Return a tuple (address, method, path, status as int), or None if it does not look like that.
----
import re

LINE = re.compile(r'(\S+) \S+ \S+ \[[^\]]+\] "([A-Z]+) (\S+) [^"]*" (\d{3}) (?:\d+|-)')


def parse_access(line):
    match = LINE.fullmatch(line.strip())
    if match is None:
        return None
    address, method, path, status = match.groups()
    return address, method, path, int(status)
----
parse_access('10.0.0.7 - - [12/May/2024:10:15:32 +0000] "GET /a HTTP/1.1" 200 512') == ("10.0.0.7", "GET", "/a", 200)
parse_access('::1 - bob [x] "POST /b?q=1 HTTP/2" 404 -\n') == ("::1", "POST", "/b?q=1", 404)
parse_access("garbage") == None
====
Count the levels in the lines of a log. Each line is "DATE TIME LEVEL message"; return a dict of level to number and ignore lines with fewer than three words.
----
from collections import Counter


def count_levels(lines):
    words = (line.split(maxsplit=3) for line in lines)
    return dict(Counter(parts[2] for parts in words if len(parts) >= 3))
----
count_levels(["d t INFO a", "d t WARN b c", "d t INFO", "broken line"]) == {"INFO": 2, "WARN": 1}
count_levels([]) == {}
====
Fill a template in which $d. An unknown name raises KeyError.
----
import re


def $f(template, values):
    return re.sub(r"$p", lambda match: $v, template)
----
$f("$x", {"name": "Kai", "n": 3}) == "$y"
$f("plain", {}) == "plain"
$f("$z", {}) ! KeyError
----
d f p v x y z
names stand in double braces, with or without blanks, as in "{{ name }}"|render_braces|\\{\\{\\s*(\\w+)\\s*\\}\\}|str(values[match.group(1)])|Hi {{name}}, {{ n }} new|Hi Kai, 3 new|{{who}}
names stand between percent signs, "%name%", and "%%" is one percent sign|render_percent|%(\\w*)%|str(values[match.group(1)]) if match.group(1) else "%"|%n%%% for %name%|3% for Kai|%who%
====
Parse command line arguments by hand. "--name=value" and "--name value" give a string, "--name" before another option or at the end gives True; everything else is collected in order. Return (options, rest).
----
def parse_args(args):
    options, rest = {}, []
    i = 0
    while i < len(args):
        arg = args[i]
        if not arg.startswith("--"):
            rest.append(arg)
        elif "=" in arg:
            name, value = arg[2:].split("=", 1)
            options[name] = value
        elif i + 1 < len(args) and not args[i + 1].startswith("--"):
            options[arg[2:]] = args[i + 1]
            i += 1
        else:
            options[arg[2:]] = True
        i += 1
    return options, rest
----
parse_args(["a", "--n=5", "--out", "f", "--v"]) == ({"n": "5", "out": "f", "v": True}, ["a"])
parse_args(["--x", "--y=a=b"]) == ({"x": True, "y": "a=b"}, [])
parse_args([]) == ({}, [])
====
Turn the header of an HTTP message into a dict. Names become lower case, values are stripped, a line that begins with a blank continues the one before, and everything after the first empty line is ignored.
----
def parse_headers(text):
    headers, last = {}, None
    for line in text.splitlines():
        if not line:
            break
        if line[0] in " \t" and last:
            headers[last] += " " + line.strip()
        else:
            name, _, value = line.partition(":")
            last = name.strip().lower()
            headers[last] = value.strip()
    return headers
----
parse_headers("Host: a.b:80\nX-Long: one\n two\n\nBody: no") == {"host": "a.b:80", "x-long": "one two"}
parse_headers("") == {}
====
Convert a simple Markdown line to HTML: "# " to "###### " at its beginning make headings h1 to h6, anything else a paragraph. **bold** becomes <b>, *emphasis* <em>.
----
import re


def markdown_line(line):
    match = re.match(r"(#{1,6}) (.*)", line)
    tag, text = (f"h{len(match[1])}", match[2]) if match else ("p", line)
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)
    text = re.sub(r"\*(.+?)\*", r"<em>\1</em>", text)
    return f"<{tag}>{text}</{tag}>"
----
markdown_line("## A *new* day") == "<h2>A <em>new</em> day</h2>"
markdown_line("so **very** #1") == "<p>so <b>very</b> #1</p>"
markdown_line("####### x") == "<p>####### x</p>"
====
Escape a text for $d.
----
def $f(text):
    $c
----
$f($x) == $y
$f("plain") == $z
----
d f c x y z
HTML: the characters &, <, > and the double quote|escape_html|pairs = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"))\n    for raw, safe in pairs:\n        text = text.replace(raw, safe)\n    return text|'<a href="x">&amp;'|"&lt;a href=&quot;x&quot;&gt;&amp;amp;"|"plain"
a single-quoted shell word, where a quote inside becomes '\\\\'' and the whole is put in quotes|shell_quote|return "'" + text.replace("'", "'\\\\''") + "'"|"it's"|"'it'\\\\''s'"|"'plain'"
a CSV field: put it in double quotes if it holds a comma, a quote or a line break, and double the quotes inside|csv_field|if any(ch in text for ch in ',"\\n'):\n        return '"' + text.replace('"', '""') + '"'\n    return text|'5" disk, old'|'"5"" disk, old"'|"plain"
====
Read a matrix from a text with one row per line and numbers separated by blanks or commas. Raise ValueError if the rows differ in length. Blank lines are skipped.
----
def read_matrix(text):
    rows = [[float(part) for part in line.replace(",", " ").split()]
            for line in text.splitlines() if line.strip()]
    if len({len(row) for row in rows}) > 1:
        raise ValueError("rows of different lengths")
    return rows
----
read_matrix("1 2\n3, 4.5\n\n") == [[1.0, 2.0], [3.0, 4.5]]
read_matrix("") == []
read_matrix("1 2\n3") ! ValueError
====
Split a full path into a tuple (directory, name, extension). The extension has no dot and is "" if there is none; a leading dot, as in ".bashrc", does not start one.
----
def split_path(path):
    directory, _, file = path.rpartition("/")
    dot = file.rfind(".")
    if dot <= 0:
        return directory, file, ""
    return directory, file[:dot], file[dot + 1:]
----
split_path("/etc/ssl/cert.old.pem") == ("/etc/ssl", "cert.old", "pem")
split_path(".bashrc") == ("", ".bashrc", "")
split_path("a/b") == ("a", "b", "")
====
Interpret chess-like coordinates: turn "c4" into a (column, row) pair that counts from 0, on a board of up to 26 columns. Raise ValueError for malformed input.
----
def square(text):
    if len(text) < 2 or not ("a" <= text[0] <= "z") or not text[1:].isdigit() or int(text[1:]) == 0:
        raise ValueError(f"no square: {text!r}")
    return ord(text[0]) - ord("a"), int(text[1:]) - 1
----
square("c4") == (2, 3)
square("z12") == (25, 11)
square("44") ! ValueError
square("a0") ! ValueError
====
Convert the letters of a spreadsheet's column to its number: A is 1, Z is 26, AA is 27.
----
def column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
----
column_number("A") == 1
column_number("az") == 52
column_number("AAA") == 703
====
Name the spreadsheet column with a given number: 1 is A, 26 is Z, 27 is AA.
----
def column_name(number):
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
----
column_name(26) == "Z"
column_name(27) == "AA"
column_name(703) == "AAA"
====
Check that the tags of a small XML text are balanced. It has only tags without attributes, such as <a>, </a> and <a/>.
----
import re


def balanced_tags(text):
    open_tags = []
    for closing, name, single in re.findall(r"<(/?)(\w+)(/?)>", text):
        if single:
            continue
        if not closing:
            open_tags.append(name)
        elif not open_tags or open_tags.pop() != name:
            return False
    return not open_tags
----
balanced_tags("<a><b>x</b><c/></a>") == True
balanced_tags("<a><b></a></b>") == False
balanced_tags("<a>") == False
balanced_tags("</a>") == False
====
Apply a chain of simple text edits. An edit is "s/old/new/" (replace all), "d/text/" (delete lines that hold the text) or "u" (upper case). Return the edited text.
----
def edit(text, edits):
    for command in edits:
        if command == "u":
            text = text.upper()
        elif command.startswith("s/"):
            _, old, new, _ = command.split("/")
            text = text.replace(old, new)
        elif command.startswith("d/"):
            drop = command.split("/")[1]
            text = "\n".join(line for line in text.split("\n") if drop not in line)
        else:
            raise ValueError(f"unknown edit {command!r}")
    return text
----
edit("a b\nc", ["s/a/x/", "u"]) == "X B\nC"
edit("keep\ndrop me\nend", ["d/drop/"]) == "keep\nend"
edit("a", ["z"]) ! ValueError
====
Decode a run of "key:value;key:value" settings into a dict in which whole numbers are ints, "yes" and "no" are booleans, and all else are strings.
----
def decode_settings(text):
    words = {"yes": True, "no": False}
    settings = {}
    for item in filter(None, text.split(";")):
        key, value = item.split(":", 1)
        settings[key] = int(value) if value.lstrip("-").isdigit() else words.get(value, value)
    return settings
----
decode_settings("size:12;dark:yes;url:http://x;") == {"size": 12, "dark": True, "url": "http://x"}
decode_settings("t:-4;on:no") == {"t": -4, "on": False}
decode_settings("") == {}
====
Tokenize a small formula into numbers, names, operators (+ - * / ^) and parentheses, dropping blanks. Raise ValueError at any other character.
----
import re


def tokenize(formula):
    tokens, position = [], 0
    pattern = re.compile(r"\s*(\d+\.?\d*|[A-Za-z_]\w*|[-+*/^()])")
    formula = formula.rstrip()
    while position < len(formula):
        match = pattern.match(formula, position)
        if not match:
            raise ValueError(f"unexpected character at {position}")
        tokens.append(match.group(1))
        position = match.end()
    return tokens
----
tokenize("2*(x1 - 3.5)") == ["2", "*", "(", "x1", "-", "3.5", ")"]
tokenize("  ") == []
tokenize("a $ b") ! ValueError
====
Read a shopping list such as "2 milk, bread, 3 eggs, milk" into a dict of article to amount. No number means 1 and repeated articles add up.
----
def shopping_list(text):
    amounts = {}
    for item in text.split(","):
        words = item.split()
        if not words:
            continue
        count = int(words.pop(0)) if words[0].isdigit() else 1
        name = " ".join(words)
        amounts[name] = amounts.get(name, 0) + count
    return amounts
----
shopping_list("2 milk, bread, 3 eggs, milk") == {"milk": 3, "bread": 1, "eggs": 3}
shopping_list("") == {}
shopping_list("4 sour cream") == {"sour cream": 4}
====
Extract the front matter of a note. If the text begins with a line "---", all "key: value" lines up to the next "---" form a dict; return it and the remaining text as a tuple. Without front matter the dict is empty.
----
def front_matter(text):
    lines = text.split("\n")
    if lines[0] != "---" or "---" not in lines[1:]:
        return {}, text
    end = lines.index("---", 1)
    pairs = (line.split(":", 1) for line in lines[1:end] if ":" in line)
    return {key.strip(): value.strip() for key, value in pairs}, "\n".join(lines[end + 1:])
----
front_matter("---\ntitle: A: b\n---\nHello") == ({"title": "A: b"}, "Hello")
front_matter("Hello") == ({}, "Hello")
front_matter("---\nopen") == ({}, "---\nopen")
====
Rewrite a list of (key, value) pairs as a URL query. Letters, digits and "-_.~" stay, blanks become "+", all other bytes of the UTF-8 text become "%XX".
----
def make_query(pairs):
    def quote(text):
        out = ""
        for byte in text.encode():
            ch = chr(byte)
            if ch.isascii() and (ch.isalnum() or ch in "-_.~"):
                out += ch
            else:
                out += "+" if ch == " " else f"%{byte:02X}"
        return out
    return "&".join(f"{quote(key)}={quote(value)}" for key, value in pairs)
----
make_query([("q", "a b"), ("n", "50%")]) == "q=a+b&n=50%25"
make_query([("é", "~")]) == "%C3%A9=~"
make_query([]) == ""
'''
