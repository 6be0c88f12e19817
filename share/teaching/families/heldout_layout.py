TOPIC = "text layout"
HELD_OUT = True
FAMILIES = r'''
#### wrap 2
Break a text into lines of at most `width` characters without splitting words: `$f($a, width)` returns $d.
----
def $f($a, width):
    lines = []
    for word in $a.split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += " " + word
        else:
            lines.append($e)
    return $r
----
$f("the sun is up", 7) == $x
$f("", 5) == $y
----
f a d e r x y
wrap|text|the list of lines|word|lines|["the sun", "is up"]|[]
wrap_text|paragraph|one string with line breaks|word|"\\n".join(lines)|"the sun\\nis up"|""
count_lines|message|how many lines are needed|word|len(lines)|2|0
====
Hard-wrap: `hard_wrap(text, width)` cuts a string into pieces of exactly `width` characters (the last may be shorter), ending each cut piece except the last with a hyphen that does not count.
----
def hard_wrap(text, width):
    pieces = [text[i:i + width] for i in range(0, len(text), width)]
    return [piece + "-" for piece in pieces[:-1]] + pieces[-1:]
----
hard_wrap("abcdefg", 3) == ["abc-", "def-", "g"]
hard_wrap("", 3) == []
====
Shorten a text to at most `limit` characters for a preview; cut at a space where possible and end with "...". Write `preview(text, limit)`.
----
def preview(text, limit):
    if len(text) <= limit:
        return text
    cut = text[:limit - 3]
    if " " in cut:
        cut = cut[:cut.rindex(" ")]
    return cut + "..."
----
preview("a long sentence here", 12) == "a long..."
preview("short", 10) == "short"
preview("abcdefghij", 6) == "abc..."
====
Write `unwrap(text)`: join the lines of each paragraph with spaces; paragraphs are separated by blank lines and stay separated by one.
----
def unwrap(text):
    paragraphs, current = [], []
    for line in text.split("\n") + [""]:
        if line.strip():
            current.append(line.strip())
        elif current:
            paragraphs.append(" ".join(current))
            current = []
    return "\n\n".join(paragraphs)
----
unwrap("one\ntwo\n\n\nthree") == "one two\n\nthree"
unwrap("") == ""
#### justify 3
$D a line of words to exactly `width` characters: `$f(words, width)`. $e
----
def $f(words, width):
    $c
----
$f(["ab", "c", "d"], 8) == "$x"
$f(["word"], 6) == "$y"
----
D f e c x y
Fully justify|justify_line|Spread the spaces as evenly as possible, the wider gaps on the left; a single word is padded on the right.|if len(words) == 1:\n        return words[0].ljust(width)\n    spaces = width - sum(map(len, words))\n    each, extra = divmod(spaces, len(words) - 1)\n    line = ""\n    for i, word in enumerate(words[:-1]):\n        line += word + " " * (each + (i < extra))\n    return line + words[-1]|ab  c  d|word  
Right-align|align_right|Words are joined with single spaces.|return " ".join(words).rjust(width)|  ab c d|  word
Center|center_line|Put the odd space on the right.|line = " ".join(words)\n    left = (width - len(line)) // 2\n    return " " * left + line + " " * (width - len(line) - left)| ab c d | word 
Stretch|stretch_dots|Join the words with equal runs of dots, as many as fit, then fill up with dots at the end.|if len(words) < 2:\n        return "".join(words).ljust(width, ".")\n    free = width - len("".join(words))\n    gap = "." * (free // (len(words) - 1))\n    return gap.join(words).ljust(width, ".")|ab..c..d|word..
====
Center every line of a text in the width of the longest one and drop trailing spaces: `center_block(text)`.
----
def center_block(text):
    lines = text.split("\n")
    width = max(map(len, lines))
    centered = []
    for line in lines:
        margin = (width - len(line)) // 2
        centered.append(" " * margin + line if line else "")
    return "\n".join(centered)
----
center_block("abcde\nx") == "abcde\n  x"
center_block("") == ""
====
Arrange name and page like a table of contents: `toc_line(title, page, width)` fills the space between with dots, leaving one space beside the title and one beside the page number.
----
def toc_line(title, page, width):
    dots = width - len(title) - len(str(page)) - 2
    return f"{title} {'.' * max(dots, 0)} {page}"
----
toc_line("Intro", 3, 14) == "Intro ...... 3"
len(toc_line("Methods", 12, 30)) == 30
#### boxes 2
Draw $d. `$f($a)` returns a string with line breaks.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
text_box|text|a frame of "+", "-" and "\|" around a text of one or more lines|lines = text.split("\\n")\n    width = max(len(line) for line in lines)\n    edge = "+" + "-" * (width + 2) + "+"\n    body = [f"\| {line.ljust(width)} \|" for line in lines]\n    return "\\n".join([edge] + body + [edge])|"hi"|"+----+\\n\| hi \|\\n+----+"|"a\\nbc"|"+----+\\n\| a  \|\\n\| bc \|\\n+----+"
underline|title, mark|a heading with a line of marks of the same length below it|return title + "\\n" + mark * len(title)|"Tools", "="|"Tools\\n====="|"A", "-"|"A\\n-"
banner|text, width|a text in the middle of a row of stars of the given width, with one space on either side|return f" {text} ".center(width, "*")|"ok", 8|"** ok **"|"x", 3|" x "
pyramid|height|a centred pyramid of stars with 1, 3, 5, ... stars, without trailing spaces|rows = [" " * (height - i - 1) + "*" * (2 * i + 1) for i in range(height)]\n    return "\\n".join(rows)|3|"  *\\n ***\\n*****"|1|"*"
hollow_square|size|a square of "#" signs that is empty inside|if size == 1:\n        return "#"\n    edge = "#" * size\n    inner = "#" + " " * (size - 2) + "#"\n    return "\\n".join([edge] + [inner] * (size - 2) + [edge])|3|"###\\n# #\\n###"|2|"##\\n##"
staircase|steps|stairs that go up to the right, made of "#" and leading spaces|return "\\n".join("#" * n if n == steps else " " * (steps - n) + "#" * n for n in range(1, steps + 1))|3|"  #\\n ##\\n###"|1|"#"
checkerboard|rows, cols|a checkerboard of "#" and "." that starts with "#"|lines = []\n    for r in range(rows):\n        lines.append("".join("#." [(r + c) % 2] for c in range(cols)))\n    return "\\n".join(lines)|2, 3|"#.#\\n.#."|1, 1|"#"
#### tables 3
Lay out rows (lists of strings) as text: `$f(rows)` $d.
----
def $f(rows):
    widths = [max(map(len, column)) for column in zip(*rows)]
    lines = []
    for row in rows:
        $c
    return "\n".join(lines)
----
$f([["id", "name"], ["7", "Al"]]) == $x
$f([]) == ""
----
f d c x
plain_table|pads every column to its widest cell, separated by two spaces, without spaces at the end of a line|cells = [cell.ljust(w) for cell, w in zip(row, widths)]\n        lines.append("  ".join(cells).rstrip())|"id  name\\n7   Al"
bar_table|puts bars around and between the cells, which are padded on the right|lines.append("\|" + "\|".join(cell.ljust(w) for cell, w in zip(row, widths)) + "\|")|"\|id\|name\|\\n\|7 \|Al  \|"
right_table|aligns all cells to the right, with one space between columns|lines.append(" ".join(cell.rjust(width) for cell, width in zip(row, widths)))|"id name\\n 7   Al"
====
Write `markdown_table(header, rows)` that returns a Markdown table as text, one line per row, cells converted by str().
----
def markdown_table(header, rows):
    def line(cells):
        return "| " + " | ".join(map(str, cells)) + " |"

    return "\n".join([line(header), line(["---"] * len(header))] + [line(row) for row in rows])
----
markdown_table(["a", "b"], [[1, 2]]) == "| a | b |\n| --- | --- |\n| 1 | 2 |"
markdown_table(["x"], []) == "| x |\n| --- |"
====
Arrange names in n columns, filled downwards like a directory listing: `columns(names, n)` returns a list of rows (lists), short rows at the end where names run out.
----
def columns(names, n):
    height = -(-len(names) // n)
    return [names[row::height] for row in range(height)]
----
columns(["a", "b", "c", "d", "e"], 2) == [["a", "d"], ["b", "e"], ["c"]]
columns([], 3) == []
====
Align numbers at their decimal points: `align_points(numbers)` takes strings like "3.25" or "10" and pads them with spaces on both sides to one width.
----
def align_points(numbers):
    whole = [n.split(".")[0] for n in numbers]
    tails = [n[len(w):] for n, w in zip(numbers, whole)]
    left = max(map(len, whole), default=0)
    right = max(map(len, tails), default=0)
    return [w.rjust(left) + t.ljust(right) for w, t in zip(whole, tails)]
----
align_points(["3.25", "10", "0.5"]) == [" 3.25", "10   ", " 0.5 "]
align_points([]) == []
#### indentation 2
Write `$f($a)` for a text of several lines: $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f("") == ""
----
f a d c x y
indent|text, by=4|put spaces in front of every line that is not empty|pad = " " * by\n    return "\\n".join(pad + line if line else line for line in text.split("\\n"))|"a\\n\\nb", 2|"  a\\n\\n  b"
dedent|block|remove the indentation common to all lines that are not blank|lines = block.split("\\n")\n    margins = [len(line) - len(line.lstrip()) for line in lines if line.strip()]\n    cut = min(margins, default=0)\n    return "\\n".join(line[cut:] for line in lines)|"  a\\n    b"|"a\\n  b"
quote_lines|mail|put "> " before each line, as replies to a letter do, and only ">" before empty lines; an empty text stays empty|if not mail:\n        return ""\n    return "\\n".join("> " + line if line else ">" for line in mail.split("\\n"))|"Hi\\n\\nBye"|"> Hi\\n>\\n> Bye"
number_lines|source|number the lines from 1, right-aligned to the width of the largest number, then ": " and the line|if not source:\n        return ""\n    lines = source.split("\\n")\n    width = len(str(len(lines)))\n    return "\\n".join(f"{i:>{width}}: {line}" for i, line in enumerate(lines, 1))|"a\\nb"|"1: a\\n2: b"
tabs_to_spaces|code|replace each leading tab by four spaces, leaving other tabs alone|fixed = []\n    for line in code.split("\\n"):\n        body = line.lstrip("\\t")\n        fixed.append("    " * (len(line) - len(body)) + body)\n    return "\\n".join(fixed)|"\\tx\\ty\\n\\t\\tz"|"    x\\ty\\n        z"
====
Print a nested list as an outline: `outline(items)` returns lines in which every level of nesting is indented by two more spaces and each string has a "- " in front.
----
def outline(items, depth=0):
    lines = []
    for item in items:
        if isinstance(item, list):
            lines += outline(item, depth + 1)
        else:
            lines.append("  " * depth + "- " + item)
    return lines
----
outline(["a", ["b", ["c"]], "d"]) == ["- a", "  - b", "    - c", "- d"]
outline([]) == []
====
The reverse: measure the depth of each line of an outline whose levels are indented by `step` spaces. `depths(text, step=2)` returns (depth, stripped line) pairs and skips blank lines.
----
def depths(text, step=2):
    found = []
    for line in text.splitlines():
        stripped = line.lstrip(" ")
        if stripped:
            found.append(((len(line) - len(stripped)) // step, stripped))
    return found
----
depths("a\n  b\n\n    c") == [(0, "a"), (1, "b"), (2, "c")]
depths("") == []
#### lists_text 2
Format a list of strings as $d. Write `$f($a)`.
----
def $f($a):
    $c
----
$f(["milk", "eggs"]) == $x
$f([]) == ""
----
f a d c x
bullets|items|a bulleted list, one "* " line per item|return "\\n".join(f"* {item}" for item in items)|"* milk\\n* eggs"
numbered|steps|a numbered list: "1. first" and so on|return "\\n".join(f"{i}. {step}" for i, step in enumerate(steps, start=1))|"1. milk\\n2. eggs"
lettered|points|a list with the letters "a) ", "b) ", ... (26 points at most)|letters = "abcdefghijklmnopqrstuvwxyz"\n    return "\\n".join(f"{letter}) {point}" for letter, point in zip(letters, points))|"a) milk\\nb) eggs"
checklist|tasks|a Markdown checklist in which tasks that end with "!" are ticked, e.g. "- [x] rest" for "rest!"|lines = []\n    for task in tasks:\n        box = "[x]" if task.endswith("!") else "[ ]"\n        lines.append(f"- {box} {task.rstrip('!')}")\n    return "\\n".join(lines)|"- [ ] milk\\n- [ ] eggs"
html_list|entries|an HTML list "<ul><li>..</li></ul>" on one line, with & and < escaped; nothing for an empty list|if not entries:\n        return ""\n    safe = [e.replace("&", "&amp;").replace("<", "&lt;") for e in entries]\n    return "<ul>" + "".join(f"<li>{e}</li>" for e in safe) + "</ul>"|"<ul><li>milk</li><li>eggs</li></ul>"
dictionary_header|words|the guide words of a dictionary page, "FIRST - LAST" in capitals, of the alphabetically first and last word|if not words:\n        return ""\n    first, last = min(words), max(words)\n    return f"{first} - {last}".upper()|"EGGS - MILK"
#### charts 3
Draw a text chart: `$f($a)` returns $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
bar_chart|data|one line per entry of a dict: the name padded to the longest name, a space, and as many "#" as the value|width = max(map(len, data), default=0)\n    return [f"{name:<{width}} {'#' * value}" for name, value in data.items()]|{"a": 2, "bob": 1}|["a   ##", "bob #"]|{}|[]
column_chart|heights|the lines of a chart of vertical columns of "#", the top line first, spaces elsewhere|top = max(heights, default=0)\n    return ["".join("#" if h >= level else " " for h in heights) for level in range(top, 0, -1)]|[1, 3, 2]|[" # ", " ##", "###"]|[]|[]
sparkline|values|a string with one of the eight marks 1..8 per value, scaled so that the smallest value is "1" and the largest "8"|low, high = min(values), max(values)\n    if low == high:\n        return "1" * len(values)\n    return "".join(str(1 + (v - low) * 7 // (high - low)) for v in values)|[0, 7, 14]|"148"|[3, 3]|"11"
progress_bar|done, total, width|a bar such as "[###..] 60%" with `width` places inside the brackets|filled = width * done // total\n    percent = 100 * done // total\n    return f"[{'#' * filled}{'.' * (width - filled)}] {percent}%"|3, 5, 5|"[###..] 60%"|0, 4, 3|"[...] 0%"
timeline|events, width|a line of dashes of the given width with a "o" at every position in events|line = ["-"] * width\n    for position in events:\n        if 0 <= position < width:\n            line[position] = "o"\n    return "".join(line)|[0, 3, 9], 5|"o--o-"|[], 3|"---"
====
Plot points on a character grid: `scatter(points, width, height)` returns the lines of a picture with "*" at each (x, y), y counted from the bottom; points outside are left out.
----
def scatter(points, width, height):
    grid = [[" "] * width for _ in range(height)]
    for x, y in points:
        if 0 <= x < width and 0 <= y < height:
            grid[height - 1 - y][x] = "*"
    return ["".join(row) for row in grid]
----
scatter([(0, 0), (2, 1), (9, 9)], 3, 2) == ["  *", "*  "]
scatter([], 1, 1) == [" "]
====
Show a histogram of numbers in bins of equal size: `histogram_lines(numbers, size)` returns strings like "10-19: ###", for all bins from the lowest to the highest.
----
def histogram_lines(numbers, size):
    if not numbers:
        return []
    bins = [n // size for n in numbers]
    lines = []
    for b in range(min(bins), max(bins) + 1):
        lines.append(f"{b * size}-{(b + 1) * size - 1}: " + "#" * bins.count(b))
    return lines
----
histogram_lines([12, 15, 31], 10) == ["10-19: ##", "20-29: ", "30-39: #"]
histogram_lines([], 5) == []
'''
