KIND, LANGUAGE = "regex", "regex"
# Checks: "+ text" must be found by the expression, "- text" must not; "= text => a, b" are all that it finds.
GROUPS = r'''
Regular expression for a whole string that is: $d.
----
$r
----
+ $x
+ $y
- $z
- $w
----
d r x y z w
24-hour time HH:MM|^(?:[01]\\d\|2[0-3]):[0-5]\\d$$|23:59|00:00|24:00|7:30
hex colour with three or six digits|^#(?:[0-9a-fA-F]{3}){1,2}$$|#fff|#A0b1C2|#ffff|fff
US ZIP code with the optional four-digit extension|^\\d{5}(?:-\\d{4})?$$|12345|12345-6789|1234|12345-67
British postcode (simple form, capitals, one blank)|^[A-Z]{1,2}\\d[A-Z\\d]? \\d[A-Z]{2}$$|SW1A 1AA|M1 4BT|SW1A1AA|1AA SW1
German postcode with an optional "D-" in front|^(?:D-)?\\d{5}$$|D-10115|80331|D10115|8033
semantic version without pre-release, no leading zeros|^(?:0\|[1-9]\\d*)(?:\\.(?:0\|[1-9]\\d*)){2}$$|1.10.0|0.0.3|1.2|01.2.3
Python identifier (ASCII)|^[A-Za-z_][A-Za-z0-9_]*$$|_x1|Name|1x|a-b
UUID in lower case|^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$$|123e4567-e89b-12d3-a456-426614174000|00000000-0000-0000-0000-000000000000|123e4567|123E4567-e89b-12d3-a456-426614174000
decimal number with optional sign and optional fraction|^[+-]?\\d+(?:\\.\\d+)?$$|-3.14|42|3.|.5
MAC address with colons or with hyphens, but not both mixed|^[0-9A-Fa-f]{2}([:-])(?:[0-9A-Fa-f]{2}\\1){4}[0-9A-Fa-f]{2}$$|00:1A:2b:3c:4d:5e|00-1A-2b-3c-4d-5e|00:1A-2b:3c:4d:5e|00:1A:2b
Roman numeral up to 3999 (an empty string does not count)|^(?=.)M{0,3}(?:CM\|CD\|D?C{0,3})(?:XC\|XL\|L?X{0,3})(?:IX\|IV\|V?I{0,3})$$|MCMXCIV|XLII|IIII|VX
git commit hash, abbreviated (at least 7) or full (40)|^[0-9a-f]{7,40}$$|a1b2c3d|da39a3ee5e6b4b0d3255bfef95601890afd80709|a1b2c3|g1b2c3d
username: 3 to 16 characters, lower-case letters, digits, _ and -, starting with a letter|^[a-z][a-z0-9_-]{2,15}$$|jo_7|maria-x|7jo|ab
IPv4 address with each part from 0 to 255|^(?:(?:25[0-5]\|2[0-4]\\d\|1?\\d?\\d)(?:\\.(?!$$)\|$$)){4}$$|192.168.0.255|8.8.8.8|256.1.1.1|1.2.3.
ISO date with a plausible month (01-12) and day (01-31)|^\\d{4}-(?:0[1-9]\|1[0-2])-(?:0[1-9]\|[12]\\d\|3[01])$$|2024-02-29|1999-12-31|2024-13-01|2024-2-9
number plate like "B-XY 1234": one to three letters, hyphen, one or two letters, blank, one to four digits without leading zero|^[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} [1-9]\\d{0,3}$$|B-XY 1234|MÜ-A 1|B-XYZ 12|B-X 0123
====
I need a pattern that finds all $d in a text (used with findall, no capturing groups).
----
$r
----
= $x
----
d r x
@mentions, but not the ones inside e-mail addresses|(?<![\\w.])@\\w+|hi @ann, mail a@b.org or @bo_2! => @ann, @bo_2
prices in euros such as €5 or €12.50|€\\d+(?:\\.\\d{2})?|was €12.50, now €5! => €12.50, €5
words in ALL CAPS of at least two letters|\\b[A-Z]{2,}\\b|NASA and I met the FBI agent McX => NASA, FBI
repeated words like "the the"|\\b(\\w+) \\1\\b|it is is the the end => is is, the the
ticket numbers such as ABC-123 (two to five capital letters)|\\b[A-Z]{2,5}-\\d+\\b|see OPS-12, X-1 and DATA-999. => OPS-12, DATA-999
double-quoted strings, which may hold escaped quotes|"(?:[^"\\\\]\|\\\\.)*"|a "b \\" c" and "d" => "b \\" c", "d"
numbers with a thousands comma|\\b\\d{1,3}(?:,\\d{3})+\\b|1,000 of 12,345,678, not 12,34 => 1,000, 12,345,678
hashtags, letters and digits only, at least one letter|#(?=\\w*[A-Za-z])\\w+|#sun #2024 #top10 => #sun, #top10
file names with an image extension|\\b[\\w-]+\\.(?:png\|jpe?g\|gif)\\b|a.png b.txt my-pic.jpeg c.gif1 => a.png, my-pic.jpeg
times like 9am, 12 pm or 7:30 PM|(?i)\\b\\d{1,2}(?::\\d{2})?\\s?[ap]m\\b|9am to 12 pm, then 7:30 PM, 5 apm => 9am, 12 pm, 7:30 PM
phone numbers like (030) 123-4567 or 030 123-4567|(?:\\(\\d{3}\\)\|\\b\\d{3}) \\d{3}-\\d{4}\\b|(030) 123-4567, 040 765-4321 => (030) 123-4567, 040 765-4321
====
Which regular expression matches lines that do NOT contain the word "debug" (case matters)?
----
^(?!.*\bdebug\b).*$

The negative lookahead fails as soon as "debug" stands anywhere in the line as a whole word.
----
+ debugging on
+ info: ok
- a debug line
====
password rule as one regex: at least 10 characters, one lower-case letter, one capital, one digit, no blanks
----
^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)\S{10,}$
----
+ Abcdefgh12
- abcdefgh12
- Abc 1234567
- Abc1234
====
How do I match an opening HTML tag with a class attribute and capture the class value? Double quotes only.
----
<(\w+)\b[^>]*\bclass="([^"]*)"[^>]*>

Group 1 is the tag's name, group 2 the value of `class`. For anything beyond simple fragments use a parser.
----
+ <p id="a" class="x y">
+ <br class="">
- <p data="class">
====
Regex to match a line comment in Python, but only when the # is the first thing on the line apart from blanks.
----
^[ \t]*#.*$
----
+     # note
+ #
- x = 1  # no
====
Split "key = value" lines: give me one regex with named groups `key` and `value`; blanks around both must not be captured, and the value may be empty.
----
^\s*(?P<key>[^=\s][^=]*?)\s*=\s*(?P<value>.*?)\s*$
----
+ a b = c = d 
+ key=
- = x
- no sign
====
A regex for sed -E that turns $d. Only the substitution command, please.
----
$r
----
~ $x => $y
----
d r x y
dates 31/12/2024 into 2024-12-31|s#([0-9]{2})/([0-9]{2})/([0-9]{4})#\\3-\\2-\\1#g|on 31/12/2024|on 2024-12-31
"Last, First" into "First Last" (whole line)|s/^([^,]+), *(.+)$$/\\2 \\1/|Curie, Marie|Marie Curie
runs of blanks and tabs into one blank|s/[[:blank:]]+/ /g|a   b|a b
snake_case words into their part before the first underscore|s/([a-z0-9]+)_[a-z0-9_]+/\\1/g|max_line_len tail|max tail
every digit except the last four of a line of digits into x|:a;s/[0-9]([0-9]{4,}\|[0-9x]*[0-9]{4})$$/x\\1/;ta|12345678|xxxx5678
HTML tags into nothing|s/<[^>]+>//g|<b>hi</b> you|hi you
====
Match a string that has balanced single quotes in the simplest sense: an even number of them.
----
^[^']*(?:'[^']*'[^']*)*$
----
+ a 'b' c
+ none
- it's
====
Search pattern for log lines with a duration above one second, e.g. "took 1500ms" or "took 2.5s" ("took 1.0s" is not above).
----
took (?:[1-9]\d{4,}|[2-9]\d{3}|1(?!000)\d{3})ms|took (?:1\.(?!0+s)\d+|(?:[2-9]|[1-9]\d+)(?:\.\d+)?)s
----
+ took 1500ms
+ took 2.5s
+ took 12s
- took 999ms
- took 1000ms
- took 1.0s
====
regex: a word that begins and ends with the same letter, at least two letters, any case
----
(?i)\b([a-z])[a-z]*\1\b
----
= Anna did go => Anna, did
====
nginx location: which regex catches requests for .php files anywhere below /admin, including query-less paths only?
----
^/admin/.*\.php$
----
+ /admin/x/y.php
- /admin/x.php5
- /user/a.php
====
I'm validating Slack-like channel names: lower case, digits, hyphens; no hyphen at the ends and never two in a row; at most 21 characters.
----
^(?=.{1,21}$)[a-z0-9]+(?:-[a-z0-9]+)*$
----
+ dev-ops-2
- -dev
- a--b
- abcdefghijklmnopqrstuvw
====
Please explain and fix: `^\d{3}.\d{4}$` is meant for "555.1234" but also accepts "55591234".
----
^\d{3}\.\d{4}$

An unescaped dot stands for any character, so "9" passed. Escaped, it stands for a dot only.
----
+ 555.1234
- 55591234
====
Why does `<.+>` eat the whole of "<a> and <b>"? Give me a pattern that finds each tag by itself.
----
<[^>]+>

`.+` is greedy and runs to the last ">". A negated class cannot step over the first one; `<.+?>` would do as well.
----
= <a> and <b> => <a>, <b>
====
Match numbers from $a to $b only.
----
^(?:$r)$$
----
+ $x
+ $y
- $z
- $w
----
a b r x y z w
1|12|[1-9]\|1[0-2]|1|12|13|0
0|100|100\|[1-9]?\\d|0|100|101|007
1|31|[1-9]\|[12]\\d\|3[01]|31|9|32|0
1024|65535|102[4-9]\|10[3-9]\\d\|1[1-9]\\d{2}\|[2-9]\\d{3}\|[1-5]\\d{4}\|6[0-4]\\d{3}\|65[0-4]\\d{2}\|655[0-2]\\d\|6553[0-5]|1024|65535|1023|65536
====
Python's re: pattern for a function definition line that captures name and raw parameter list. Async functions as well.
----
^\s*(?:async\s+)?def\s+(\w+)\s*\((.*)\)\s*(?:->\s*[^:]+)?:
----
+ async def f(a, b=1) -> int:
+     def g():
- define(x):
====
Find trailing commas before a closing bracket in JSON-like text.
----
,(?=\s*[\]}])
----
+ [1, 2, ]
+ {"a": 1,}
- [1, 2]
====
Only even numbers, please: a regex for non-negative whole numbers that are $d.
----
^$r$$
----
+ $x
+ $y
- $z
----
d r x y z
divisible by two|\\d*[02468]|10|8|7
divisible by five|\\d*[05]|35|0|52
divisible by four|(?:\\d*[02468])?[048]\|\\d*[13579][26]|112|8|114
====
CSV with semicolons: regex that splits at ";" but not inside double quotes.
----
;(?=(?:[^"]*"[^"]*")*[^"]*$)
----
= a;"b;c";d => ;, ;
====
Match Markdown links and capture text and address; images (with a leading !) must not match.
----
(?<!!)\[([^\]]+)\]\(([^)\s]+)\)
----
+ see [docs](https://x.org)
- ![logo](a.png)
====
Give me a regex for a quoted or bare $d value in an .env line such as $e.
----
^$r$$
----
+ $x
+ $y
- $z
----
d e r x y z
string|NAME="a b" or NAME=ab|[A-Z_][A-Z0-9_]*=(?:"[^"]*"\|[^\\s"']*)|NAME="a b"|NAME=ab|NAME=a b
boolean|DEBUG=true or DEBUG="false"|[A-Z_][A-Z0-9_]*=("?)(?:true\|false)\\1|DEBUG=true|DEBUG="false"|DEBUG="true
====
ripgrep pattern (Rust syntax, no lookaround) for TODO or FIXME comments that name an owner, as in "TODO(kim): ..."
----
\b(?:TODO|FIXME)\(\w+\):
----
+ // TODO(kim): later
- # TODO: later
====
match a full line that consists of nothing but $d
----
$r
----
+ $x
- $y
----
d r x y
dashes, at least three|^-{3,}$$|----|--
blanks (or of nothing at all)|^\\s*$$|   |  a
the same character repeated at least five times|^(.)\\1{4,}$$|=====|====-
digits in groups of four, separated by single blanks|^\\d{4}(?: \\d{4})*$$|1234 5678|1234 567
letters in alphabetical order out of a, b, c (each may repeat or be missing)|^a*b*c*$$|aabc|ba
an even number of zeros and nothing else|^(?:00)+$$|0000|000
====
validate a simple arithmetic expression: whole numbers joined by + - * /, blanks allowed around operators, no brackets
----
^\s*\d+(?:\s*[-+*/]\s*\d+)*\s*$
----
+ 3 + 4*12
- 3 +
- 3 4
====
Extract the domain from URLs (http or https), without "www." and port. One capturing group.
----
^https?://(?:www\.)?([^/:?#]+)
----
+ https://www.example.org:8080/x
+ http://a.b?q
- ftp://a.b
====
Can you write a verbose (re.X) pattern for an ISO 8601 duration like P1DT2H30M? Days, hours, minutes, seconds, all optional, but at least one.
----
(?x)^P(?=.)                # at least one part
(?:(\d+)D)?
(?:T(?=\d)                 # T only before a time part
   (?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$
----
+ P1DT2H30M
+ PT5S
- P
- P1DT
====
A pattern that finds camelCase boundaries, to be used with re.sub(pattern, "_", name).
----
(?<=[a-z0-9])(?=[A-Z])
----
+ maxWidth
- maxwidth
====
Passphrases: four to six words of three or more lower-case letters, joined by single hyphens.
----
^[a-z]{3,}(?:-[a-z]{3,}){3,5}$
----
+ correct-horse-battery-staple
- one-two-three
- a-bcd-efg-hij
====
Detect a credit-card-like number (13 to 16 digits, blanks or hyphens between digits allowed) so that we can redact it.
----
\b\d(?:[ -]?\d){12,15}\b
----
+ pay 4111 1111 1111 1111 now
+ 4111111111111
- 4111 1111
====
Validation rule for the form field "$d" – $e. Just the expression.
----
$r
----
+ $x
- $y
- $z
----
d e r x y z
IBAN (Germany)|DE, two check digits, 18 digits, no blanks|^DE\\d{20}$$|DE89370400440532013000|DE8937040044053201300|de89370400440532013000
licence key|five groups of five capitals or digits with hyphens|^[A-Z0-9]{5}(?:-[A-Z0-9]{5}){4}$$|AB12C-AAAAA-BBBBB-CCCCC-12345|AB12C-AAAAA|ab12c-aaaaa-bbbbb-ccccc-12345
year|1900 to 2099|^(?:19\|20)\\d{2}$$|1984|2100|84
temperature|optional minus, up to three digits, one decimal, unit C or F|^-?\\d{1,3}\\.\\d[CF]$$|-12.5C|12C|12.55F
domain name|labels of letters, digits and inner hyphens, at least two, last one letters only|^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$$|my-shop.example.org|-x.org|localhost
coordinates|two decimal degrees separated by a comma, signs allowed|^-?\\d{1,2}\\.\\d+,\\s*-?\\d{1,3}\\.\\d+$$|52.52, 13.405|52,13|52.52 13.405
CSS length|number with px, em, rem or %|^(?:\\d+\|\\d*\\.\\d+)(?:px\|r?em\|%)$$|1.5rem|12|px
duration|like 1:05:09 or 5:09, minutes and seconds below 60|^(?:\\d+:[0-5]\\d\|[0-5]?\\d):[0-5]\\d$$|1:05:09|1:65:09|5:9
initials|two or three capitals, each with a period|^(?:[A-Z]\\.){2,3}$$|J.R.R.|JR|j.r.
SKU|three letters, hyphen, four digits, optional colour letter r, g or b|^[A-Z]{3}-\\d{4}[rgb]?$$|LMP-0042g|LMP-42|LMP-0042x
Twitter-like handle|@ and 1 to 15 word characters|^@\\w{1,15}$$|@ada_l|ada|@this_is_far_too_long
binary number|0b and digits, underscores between digits allowed|^0b[01]+(?:_[01]+)*$$|0b1010_0001|0b_1|0b12
====
Which pattern picks out $d? Example input: $e
----
$r
----
= $e => $x
----
d e r x
the numbers at the ends of words|foo12 ba7r q9|\\d+\\b|12, 9
words of exactly four letters|this is a long test|\\b[A-Za-z]{4}\\b|this, long, test
the key of every key=value pair|a=1 b=22 c|\\w+(?==)|a, b
amounts with a currency sign after the number|5€ or 7.50$$ or 9|\\d+(?:\\.\\d+)?(?=[€$$])|5, 7.50
everything in square brackets, brackets included|x[1] and y[a b]|\\[[^\\]]*\\]|[1], [a b]
version tags such as v1.2|v1.2, x2.3, v10|\\bv\\d+(?:\\.\\d+)*\\b|v1.2, v10
words with a double letter|a book too old for all|\\b\\w*(\\w)\\1\\w*\\b|book, too, all
C-style comments on one line|a /* b */ c /* d */|/\\*.*?\\*/|/* b */, /* d */
capitalised words that do not start the text|Yesterday Ann met Bob|(?<!^)\\b[A-Z][a-z]+|Ann, Bob
negative numbers|3 -4 5-6 -7.5|(?<!\\S)-\\d+(?:\\.\\d+)?|-4, -7.5
Python f-string fields|{a} and {b:.2f} not {{c}}|(?<!\\{)\\{[^{}]+\\}(?!\\})|{a}, {b:.2f}
percentages|5% of 10 and 2.5 %|\\d+(?:\\.\\d+)?\\s?%|5%, 2.5 %
'''
