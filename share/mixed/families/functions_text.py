KIND, LANGUAGE = "function", "python"
GROUPS = r'''
Turn a headline into a slug for a URL. Letters become lower case, every run of other characters than letters and digits becomes one hyphen, and no hyphen stands at either end.
----
import re


def slugify(title):
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
----
slugify("Hello, World!") == "hello-world"
slugify("  10 Tips -- for Cats ") == "10-tips-for-cats"
slugify("???") == ""
====
Return the initials of a full name, in capitals and each followed by a period. Parts joined by a hyphen count separately.
----
def initials(name):
    parts = name.replace("-", " ").split()
    return "".join(part[0].upper() + "." for part in parts)
----
initials("ada lovelace") == "A.L."
initials("Jean-Luc  Picard") == "J.L.P."
initials("") == ""
====
Shorten a text to at most `limit` characters$d.
----
def $f(text, limit):
    if len(text) <= limit:
        return text
    $c
----
$f("short", 10) == "short"
$f("the quick brown fox", 12) == $x
$f("abcdefghij", 6) == $y
----
f d c x y
ellipsize|, the last three of which are "..." when something was cut|return text[:limit - 3] + "..."|"the quick..."|"abc..."
cut_at_word|, cutting only between words; a first word that is too long by itself is cut hard|head = text[:limit + 1].rsplit(" ", 1)\n    return head[0] if len(head) == 2 else text[:limit]|"the quick"|"abcdef"
squeeze_middle| by taking out the middle, where one "~" stands for what is missing. Of an odd number of kept characters the first part gets one more|keep = limit - 1\n    front = (keep + 1) // 2\n    back = keep - front\n    return text[:front] + "~" + (text[-back:] if back else "")|"the qu~n fox"|"abc~ij"
====
Count how many $d there are in a text.
----
def $f(text):
    $c
----
$f($x) == $y
$f($z) == $w
$f("") == 0
----
f d c x y z w
count_sentences|sentences, taking every run of ".", "!" and "?" as one end|ends = 0\n    previous = ""\n    for ch in text:\n        if ch in ".!?" and previous not in ".!?":\n            ends += 1\n        previous = ch\n    return ends if text else 0|"Really?! Yes. No..."|3|"no end"|0
count_paragraphs|paragraphs, which are separated by one or more blank lines|blocks, inside = 0, False\n    for line in text.splitlines():\n        filled = bool(line.strip())\n        if filled and not inside:\n            blocks += 1\n        inside = filled\n    return blocks|"a\\nb\\n\\n \\nc"|2|"\\n\\n"|0
count_capitalised|words that begin with a capital letter|return sum(word[0].isupper() for word in text.split())|"Anna met Bob in paris"|2|"none here"|0
====
Return the longest word of a sentence without its punctuation. If several are equally long, take the first one; if there is none, return an empty string.
----
def longest_word(sentence: str) -> str:
    words = [word.strip(".,;:!?\"'()") for word in sentence.split()]
    return max(words, key=len, default="")
----
longest_word("A (wonderful) day, truly.") == "wonderful"
longest_word("one two six") == "one"
longest_word("") == ""
====
Mark every occurrence of a word in a text by putting it between asterisks. Match whole words only, regardless of case, and keep the case as it was.
----
import re


def highlight(text, word):
    pattern = re.compile(rf"\b({re.escape(word)})\b", re.IGNORECASE)
    return pattern.sub(r"*\1*", text)
----
highlight("Cat or cat, not catalog", "cat") == "*Cat* or *cat*, not catalog"
highlight("nothing", "x") == "nothing"
====
Convert a name from $d.
----
$c
----
$f($x) == $y
$f("id") == $z
----
f d c x y z
kebab_to_camel|kebab-case to camelCase|def kebab_to_camel(name):\n    first, *others = name.split("-")\n    return first + "".join(part.capitalize() for part in others)|"max-line-width"|"maxLineWidth"|"id"
camel_to_words|camelCase to separate lower-case words|def camel_to_words(name):\n    out = []\n    for ch in name:\n        if ch.isupper() and out:\n            out.append(" ")\n        out.append(ch.lower())\n    return "".join(out)|"lastLoginDate"|"last login date"|"id"
to_constant|any mix of spaces, hyphens and underscores to CONSTANT_CASE|import re\n\n\ndef to_constant(name):\n    return "_".join(part.upper() for part in re.split(r"[\\s_-]+", name) if part)|"page size-limit"|"PAGE_SIZE_LIMIT"|"ID"
====
Say whether two texts are the same apart from upper and lower case, blanks and punctuation.
----
def loosely_equal(a, b):
    def bare(text):
        return [ch for ch in text.casefold() if ch.isalnum()]
    return bare(a) == bare(b)
----
loosely_equal("It's OK!", "its ok") == True
loosely_equal("its ok", "it is ok") == False
====
Insert a separator into a string of digits from the right, after every $k digits$d.
----
def $f(digits, mark="$m"):
    head = len(digits) % $k
    groups = [digits[:head]] if head else []
    groups += [digits[i:i + $k] for i in range(head, len(digits), $k)]
    return mark.join(groups)
----
$f("1234567") == $x
$f("$s") == "$s"
$f("12345678", "_") == $y
----
f k d m x s y
group_thousands|3|, a space by default| |"1 234 567"|123|"12_345_678"
group_bits|4|, an underscore by default|_|"123_4567"|0101|"1234_5678"
====
Replace every e-mail address in a text by "<hidden>", and return the new text along with the number of replacements as a tuple.
----
import re

ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")


def hide_addresses(text):
    return ADDRESS.subn("<hidden>", text)
----
hide_addresses("ask a.b@x.org or c@y.co.uk.") == ("ask <hidden> or <hidden>.", 2)
hide_addresses("no @ here") == ("no @ here", 0)
====
Return the $d of a text as a list of strings.
----
$i
def $f(text):
    $c
----
$f($x) == $y
$f("") == []
----
i f d c x y
import re\n\n|hashtags|hashtags (without the "#", in lower case, each only once in order of appearance)|tags = re.findall(r"#(\\w+)", text.lower())\n    return list(dict.fromkeys(tags))|"#Sun and #sea, #sun!"|["sun", "sea"]
import re\n\n|quoted_parts|parts in double quotes|return re.findall(r'"([^"]*)"', text)|'say "yes" or "" now'|["yes", ""]
|indented_lines|lines that begin with at least four spaces (shown without those four)|lines = text.splitlines()\n    return [line[4:] for line in lines if line.startswith("    ")]|"a\\n    b\\n      c"|["b", "  c"]
====
Rank the words of a text by how often they occur. Return the `n` most frequent as a list of (word, count) pairs; words of equal count stand in alphabetical order. Case does not matter.
----
from collections import Counter


def top_words(text, n):
    counts = Counter(text.lower().split())
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return ranked[:n]
----
top_words("b a B c a b", 2) == [("b", 3), ("a", 2)]
top_words("z y", 5) == [("y", 1), ("z", 1)]
====
Number the lines of a text from 1. Line numbers are right-aligned to the width of the largest one and followed by ": ".
----
def number_lines(text):
    lines = text.split("\n")
    width = len(str(len(lines)))
    return "\n".join(f"{i:>{width}}: {line}" for i, line in enumerate(lines, start=1))
----
number_lines("a\nb") == "1: a\n2: b"
number_lines("\n".join("x" * 10)).startswith(" 1: x\n 2: x")
number_lines("\n".join("x" * 10)).endswith("\n10: x")
====
Decide whether a sentence is a pangram, that is, uses each of the 26 letters at least once.
----
from string import ascii_lowercase


def is_pangram(sentence):
    return set(ascii_lowercase) <= set(sentence.lower())
----
is_pangram("The quick brown fox jumps over the lazy dog.") == True
is_pangram("The quick brown fox") == False
====
Return the letters a to z that a text does not use, in alphabetical order as one string.
----
def missing_letters(text):
    used = set(text.lower())
    return "".join(ch for ch in "abcdefghijklmnopqrstuvwxyz" if ch not in used)
----
missing_letters("The quick brown fox jumps over a dog") == "lyz"
missing_letters("abcdefghijklmnopqrstuvwxyz") == ""
====
Translate a word into $d.
----
def $f(word):
    $c
----
$f($x) == $y
$f($z) == $w
----
f d c x y z w
pig_latin|Pig Latin. Words that begin with a vowel get "way" at the end; of others the leading consonants move to the end, followed by "ay"|for i, ch in enumerate(word):\n        if ch in "aeiou":\n            break\n    else:\n        return word + "ay"\n    return word + "way" if i == 0 else word[i:] + word[:i] + "ay"|"string"|"ingstray"|"apple"|"appleway"
robber|the robber language: every consonant is doubled with an "o" in between|out = ""\n    for ch in word:\n        out += ch\n        if ch.isalpha() and ch.lower() not in "aeiou":\n            out += "o" + ch.lower()\n    return out|"Stop"|"Sostotopop"|"a-e"|"a-e"
====
Remove the common leading blanks of all non-empty lines, so that the least indented one begins at the margin.
----
def dedent(text):
    lines = text.split("\n")
    margins = [len(line) - len(line.lstrip(" ")) for line in lines if line.strip()]
    margin = min(margins, default=0)
    return "\n".join(line[margin:] if line.strip() else "" for line in lines)
----
dedent("    a\n      b\n\n    c") == "a\n  b\n\nc"
dedent("x") == "x"
====
Put a greeting together from a name and the hour of the day (0 to 23): "Good morning" before 12, "Good afternoon" before 18, else "Good evening", then a comma and the name.
----
def greet(name, hour):
    if hour < 12:
        part = "morning"
    elif hour < 18:
        part = "afternoon"
    else:
        part = "evening"
    return f"Good {part}, {name}"
----
greet("Mo", 11) == "Good morning, Mo"
greet("Mo", 12) == "Good afternoon, Mo"
greet("Mo", 18) == "Good evening, Mo"
====
Build the plural of an English noun by simple rules. After s, x, z, ch and sh add "es"; a y after a consonant becomes "ies"; otherwise add "s".
----
def plural(noun):
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and noun[-2:-1] not in ("a", "e", "i", "o", "u"):
        return noun[:-1] + "ies"
    return noun + "s"
----
plural("box") == "boxes"
plural("city") == "cities"
plural("day") == "days"
plural("cat") == "cats"
====
Find the position of the $k closing bracket that matches the opening one at `start`. Return -1 if it is never closed.
----
def $f(text, start):
    depth = 0
    for i in range(start, len(text)):
        if text[i] == "$o":
            depth += 1
        elif text[i] == "$c":
            depth -= 1
            if depth == 0:
                return i
    return -1
----
$f("$x", 0) == $y
$f("$o$o$c", 0) == -1
----
k f o c x y
round|closing_round|(|)|(a(b)c)d|6
curly|closing_curly|{|}|{{}{}} {|5
====
Compare two version strings such as "1.10.2". Return -1, 0 or 1. Missing parts count as 0.
----
def compare_versions(a, b):
    left = [int(part) for part in a.split(".")]
    right = [int(part) for part in b.split(".")]
    size = max(len(left), len(right))
    left += [0] * (size - len(left))
    right += [0] * (size - len(right))
    return (left > right) - (left < right)
----
compare_versions("1.10", "1.9.9") == 1
compare_versions("2", "2.0.0") == 0
compare_versions("0.9", "1") == -1
====
Sort file names the way people expect: runs of digits compare as numbers, all else as lower-case text.
----
import re


def natural_sort(names):
    def key(name):
        return [(0, int(part), "") if part.isdigit() else (1, 0, part.lower())
                for part in re.split(r"(\d+)", name) if part]
    return sorted(names, key=key)
----
natural_sort(["img10.png", "img2.png", "Img1.png"]) == ["Img1.png", "img2.png", "img10.png"]
natural_sort(["b", "a", "3"]) == ["3", "a", "b"]
====
Spread a text over lines of at most `width` characters. Break only at blanks; a word longer than a line stands alone on its line.
----
def fold(text, width):
    lines, current = [], ""
    for word in text.split():
        candidate = f"{current} {word}" if current else word
        if current and len(candidate) > width:
            lines.append(current)
            current = word
        else:
            current = candidate
    if current:
        lines.append(current)
    return lines
----
fold("to be or not to be", 8) == ["to be or", "not to", "be"]
fold("incomprehensible ok", 5) == ["incomprehensible", "ok"]
fold("", 4) == []
====
Make a text title case, but keep $d in lower case unless it comes first.
----
SMALL = {$s}


def $f(text):
    words = text.lower().split()
    return " ".join(word if i and word in SMALL else word.capitalize() for i, word in enumerate(words))
----
$f("$x") == "$y"
$f("$z") == "$w"
----
d s f x y z w
the words a, an, the, of, in and and|"a", "an", "the", "of", "in", "and"|title_case|the lord OF the rings|The Lord of the Rings|war and peace|War and Peace
German particles (von, zu, der, und)|"von", "zu", "der", "und"|german_name|VON GOETHE und schiller|Von Goethe und Schiller|walther VON der aue|Walther von der Aue
====
Expand tab characters to blanks up to the next column that is a multiple of `size`. Columns start again after a line break.
----
def expand_tabs(text, size=4):
    out, column = [], 0
    for ch in text:
        if ch == "\t":
            blanks = size - column % size
            out.append(" " * blanks)
            column += blanks
        else:
            out.append(ch)
            column = 0 if ch == "\n" else column + 1
    return "".join(out)
----
expand_tabs("a\tb") == "a   b"
expand_tabs("abcd\te\n\tf") == "abcd    e\n    f"
expand_tabs("\tx", 2) == "  x"
====
Estimate the reading time of a text in whole minutes, at `speed` words a minute and rounded up. An empty text takes 0 minutes.
----
def reading_minutes(text: str, speed: int = 200) -> int:
    words = len(text.split())
    return -(-words // speed)
----
reading_minutes("w " * 201) == 2
reading_minutes("w " * 200) == 1
reading_minutes("") == 0
reading_minutes("a b c", speed=2) == 2
====
Return the difference of two lines as a string of "=" for equal characters and "^" for different ones, as long as the longer line.
----
from itertools import zip_longest


def diff_marks(left, right):
    return "".join("=" if a == b else "^" for a, b in zip_longest(left, right))
----
diff_marks("colour", "color") == "====^^"
diff_marks("same", "same") == "===="
====
Convert a decimal string with $d into a float.
----
def $f(text):
    return float(text.strip()$c)
----
$f("$x") == $y
$f(" $z ") == $w
----
f d c x y z w
parse_german|points between thousands and a decimal comma|.replace(".", "").replace(",", ".")|1.234,5|1234.5|0,25|0.25
parse_swiss|apostrophes between thousands and a decimal point|.replace("'", "")|12'000.75|12000.75|3.5|3.5
====
Mask a credit card number so that only the last four digits are seen. Blanks and hyphens stay where they are, every other digit becomes "*".
----
def mask_card(number):
    digits = sum(ch.isdigit() for ch in number)
    out, seen = [], 0
    for ch in number:
        if ch.isdigit():
            seen += 1
            out.append(ch if seen > digits - 4 else "*")
        else:
            out.append(ch)
    return "".join(out)
----
mask_card("1234 5678 9012 3456") == "**** **** **** 3456"
mask_card("12-345") == "*2-345"
====
Check whether a word is an isogram (no letter occurs twice; hyphens do not count).
----
def is_isogram(word):
    letters = [ch for ch in word.lower() if ch != "-"]
    return len(letters) == len(set(letters))
----
is_isogram("Six-Year-old") == True
is_isogram("Alpha") == False
====
Split a text into chunks for an SMS gateway, each of at most 160 characters. If there is more than one, each chunk starts with "(i/n) " and the whole still fits.
----
def sms_parts(text, limit=160):
    if len(text) <= limit:
        return [text]
    total = 2
    while True:
        room = limit - len(f"({total}/{total}) ")
        needed = -(-len(text) // room)
        if needed <= total:
            break
        total = needed
    return [f"({i + 1}/{needed}) " + text[i * room:(i + 1) * room] for i in range(needed)]
----
sms_parts("hi") == ["hi"]
sms_parts("abcdefghij", 9) == ["(1/4) abc", "(2/4) def", "(3/4) ghi", "(4/4) j"]
all(len(part) <= 160 for part in sms_parts("x" * 500))
====
Return the text between the first `start` and the next `end` marker. Return None if either is missing.
----
def between(text, start, end):
    _, found, rest = text.partition(start)
    if not found:
        return None
    inner, found, _ = rest.partition(end)
    return inner if found else None
----
between("a [b] c [d]", "[", "]") == "b"
between("a [b", "[", "]") == None
between("b]", "[", "]") == None
====
Reverse the order of the letters in each word of a text, while blanks keep their places.
----
import re


def flip_words(text):
    return re.sub(r"\S+", lambda match: match.group()[::-1], text)
----
flip_words("abc  de") == "cba  ed"
flip_words(" x ") == " x "
====
Compute the Hamming distance of two strings. Raise ValueError if their lengths differ.
----
def hamming(a: str, b: str) -> int:
    if len(a) != len(b):
        raise ValueError("strings must have the same length")
    return sum(x != y for x, y in zip(a, b))
----
hamming("karolin", "kathrin") == 3
hamming("", "") == 0
hamming("a", "") ! ValueError
====
Find the first character of a text that occurs exactly once. Return None if there is none.
----
from collections import Counter


def first_unique(text):
    counts = Counter(text)
    return next((ch for ch in text if counts[ch] == 1), None)
----
first_unique("swiss") == "w"
first_unique("aabb") == None
====
Join names for a sentence: "A", "A and B", "A, B and C". With more than `limit` names show the first `limit` and then "and n others" (or "and 1 other").
----
def name_list(names, limit=3):
    if len(names) > limit:
        hidden = len(names) - limit
        noun = "other" if hidden == 1 else "others"
        return ", ".join(names[:limit]) + f" and {hidden} {noun}"
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + " and " + names[-1]
----
name_list(["A", "B", "C"]) == "A, B and C"
name_list(["A", "B", "C", "D"]) == "A, B, C and 1 other"
name_list(["A"]) == "A"
name_list(list("ABCDE"), 2) == "A, B and 3 others"
====
Turn a list of words into an acrostic key: the first letters of all words, in upper case. Skip $d.
----
def $f(words):
    return "".join(word[0].upper() for word in words if $c)
----
$f($x) == $y
$f([]) == ""
----
d f c x y
words of fewer than three letters|acronym|len(word) >= 3|["world", "of", "health"]|"WH"
words that begin with a digit|letter_key|word[0].isalpha()|["route", "66", "map"]|"RM"
'''
