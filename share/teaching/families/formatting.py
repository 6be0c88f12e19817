TOPIC = "formatting"
FAMILIES = r'''
#### number_text 1
Format a number as text: `$f($a)` returns $d.
----
def $f($a):
    $c
----
$f($x) == "$y"
$f($z) == "$w"
----
f a d c x y z w
thousands|n|an integer with an apostrophe between groups of three digits|return f"{n:,}".replace(",", "'")|1234567|1'234'567|-12|-12
group_digits|text|a string of digits cut into groups of three from the right, joined by spaces, without format()|groups = []\n    while text:\n        groups.append(text[-3:])\n        text = text[:-3]\n    return " ".join(reversed(groups))|"1234567"|1 234 567|""|
ordinal|n|a positive integer with its English suffix (1st, 2nd, 3rd, 4th, 11th, ...)|if n % 100 in (11, 12, 13):\n        suffix = "th"\n    else:\n        suffix = {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")\n    return f"{n}{suffix}"|23|23rd|112|112th
percent|part, whole|the share of part in whole with one decimal and a percent sign, or "n/a" if the whole is 0|if whole == 0:\n        return "n/a"\n    return f"{100 * part / whole:.1f}%"|1, 8|12.5%|3, 0|n/a
signed|x|a number with an explicit sign and two decimals, zero being "0.00"|if x == 0:\n        return "0.00"\n    return f"{x:+.2f}"|3.14159|+3.14|0|0.00
scientific|x, digits|a positive number as "m x 10^e" with the given number of decimals in m|mantissa, exponent = f"{x:.{digits}e}".split("e")\n    return f"{mantissa} x 10^{int(exponent)}"|12345, 2|1.23 x 10^4|0.5, 0|5 x 10^-1
padded_code|number, width|an integer filled with zeros on the left, a minus sign staying in front|sign = "-" if number < 0 else ""\n    return sign + str(abs(number)).rjust(width, "0")|42, 5|00042|-7, 3|-007
european|x|a float with two decimals, a decimal comma and dots between the thousands|text = f"{x:,.2f}"\n    return text.replace(",", "_").replace(".", ",").replace("_", ".")|1234.5|1.234,50|0.25|0,25
#### sizes_units 2
Write `$f($a)` that writes $d.
----
def $f($a):
    $c
----
$f($x) == "$y"
$f($z) == "$w"
----
f a d c x y z w
file_size|size|a number of bytes as "512 B", "1.5 KB", "3.0 MB" (1024 bytes per KB)|if size < 1024:\n        return f"{size} B"\n    for unit in ("KB", "MB", "GB", "TB"):\n        size /= 1024\n        if size < 1024 or unit == "TB":\n            return f"{size:.1f} {unit}"|1536|1.5 KB|512|512 B
metric_length|mm|a length in millimetres in the largest unit of km, m, cm, mm in which it is at least 1, without a fraction that is zero|for unit, size in (("km", 1_000_000), ("m", 1000), ("cm", 10), ("mm", 1)):\n        if mm >= size:\n            return f"{mm / size:g} {unit}"\n    return "0 mm"|2500|2.5 m|0|0 mm
short_number|n|large numbers in short form: 950, "1.2k", "3M", with at most one decimal (cut off, not rounded)|for suffix, size in (("M", 10 ** 6), ("k", 10 ** 3)):\n        if n >= size:\n            tenths = n * 10 // size\n            whole, tenth = divmod(tenths, 10)\n            return f"{whole}.{tenth}{suffix}" if tenth else f"{whole}{suffix}"\n    return str(n)|1299|1.2k|3000000|3M
feet_inches|cm|a height in centimetres as feet and inches, rounded to whole inches, like 5'11"|inches = round(cm / 2.54)\n    return f"{inches // 12}'{inches % 12}\\""|180|5'11\\"|30|1'0\\"
duration_words|minutes|a number of minutes as words: "2 hours and 5 minutes", leaving out parts that are 0 and using the singular for 1|hours, rest = divmod(minutes, 60)\n    parts = []\n    for count, unit in ((hours, "hour"), (rest, "minute")):\n        if count:\n            parts.append(f"{count} {unit}" + ("s" if count > 1 else ""))\n    return " and ".join(parts) or "0 minutes"|125|2 hours and 5 minutes|61|1 hour and 1 minute
coordinates|lat, lon|a position such as 52.5 and -13.25 as "52.50 N, 13.25 W"|ns = "N" if lat >= 0 else "S"\n    ew = "E" if lon >= 0 else "W"\n    return f"{abs(lat):.2f} {ns}, {abs(lon):.2f} {ew}"|52.5, -13.25|52.50 N, 13.25 W|-1, 0|1.00 S, 0.00 E
resistance|ohms|a resistor value the way electronics people do: 470 is "470R", 4700 is "4k7", 1000 is "1k"|if ohms < 1000:\n        return f"{ohms}R"\n    whole, rest = divmod(ohms, 1000)\n    return f"{whole}k" + (str(rest // 100) if rest else "")|4700|4k7|470|470R
#### join_words 1
Make a phrase from a list of words: `$f($a)` $d.
----
def $f($a):
    $c
----
$f($x) == "$y"
$f($z) == "$w"
----
f a d c x y z w
human_list|words|joins them with commas and "and" before the last, without a comma there|if len(words) < 2:\n        return "".join(words)\n    return ", ".join(words[:-1]) + " and " + words[-1]|["a", "b", "c"]|a, b and c|["x"]|x
oxford_list|items|joins them with commas and "or", with a comma before the "or" if there are three or more|if len(items) > 2:\n        return ", ".join(items[:-1]) + ", or " + items[-1]\n    return " or ".join(items)|["tea", "milk", "rum"]|tea, milk, or rum|["tea", "rum"]|tea or rum
likes|names|says who likes something: "no one likes this", "Al likes this", "Al and Bo like this", "Al, Bo and 3 others like this"|if not names:\n        return "no one likes this"\n    if len(names) == 1:\n        return f"{names[0]} likes this"\n    if len(names) == 2:\n        return f"{names[0]} and {names[1]} like this"\n    rest = len(names) - 2\n    return f"{names[0]}, {names[1]} and {rest} other{'s' * (rest > 1)} like this"|["Al", "Bo", "Cy"]|Al, Bo and 1 other like this|[]|no one likes this
acronym|words|builds an acronym in capitals from all words except "of", "the" and "and"|return "".join(word[0].upper() for word in words if word.lower() not in ("of", "the", "and"))|["Ministry", "of", "silly", "walks"]|MSW|[]|
count_noun|n, noun, plural=None|gives "no cats", "1 cat" or "3 cats", with an irregular plural if passed|if n == 1:\n        return f"1 {noun}"\n    return f"{n or 'no'} {plural or noun + 's'}"|3, "mouse", "mice"|3 mice|0, "cat"|no cats
quoted|values|puts each string in double quotes, escapes backslashes and quotes inside, and joins the results with ", "|escaped = [v.replace("\\\\", "\\\\\\\\").replace('"', '\\\\"') for v in values]\n    return ", ".join(f'"{v}"' for v in escaped)|["a", "b"]|\\"a\\", \\"b\\"|[]|
pluralize|noun|forms the regular English plural: y after a consonant becomes ies; s, x, z, ch and sh get es; all others s|if noun.endswith("y") and noun[-2:-1] not in ("a", "e", "i", "o", "u"):\n        return noun[:-1] + "ies"\n    if noun.endswith(("s", "x", "z", "ch", "sh")):\n        return noun + "es"\n    return noun + "s"|"berry"|berries|"box"|boxes
#### name_styles 2
Convert identifiers: `$f(name)` $d.
----
$c
----
$f("$x") == "$y"
$f("$z") == "$w"
----
f d c x y z w
to_snake|turns CamelCase into snake_case|import re\n\n\ndef $f(name):\n    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()|myFileName|my_file_name|A|a
to_camel|turns snake_case into camelCase (first word small)|def $f(name):\n    first, *rest = name.split("_")\n    return first + "".join(word.capitalize() for word in rest)|read_all_lines|readAllLines|x|x
to_constant|turns words separated by spaces or dashes into CONSTANT_STYLE|def $f(name):\n    return "_".join(name.replace("-", " ").split()).upper()|max line-length|MAX_LINE_LENGTH||
slugify|makes a slug for a web address: small letters and digits, everything else replaced by single dashes, none at the ends|import re\n\n\ndef $f(name):\n    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")|Hello, World! 2|hello-world-2|?!|
split_words|splits a camelCase or PascalCase name into words in small letters with spaces between, keeping groups of capitals such as "HTTP" together|import re\n\n\ndef $f(name):\n    parts = re.findall(r"[A-Z]+(?![a-z])\|[A-Z]?[a-z]+\|\\d+", name)\n    return " ".join(part.lower() for part in parts)|parseHTTPHeader2|parse http header 2|abc|abc
safe_name|replaces every character that is not allowed in a Python name by "_" and puts "_" in front of a leading digit|def $f(name):\n    safe = "".join(ch if ch.isalnum() else "_" for ch in name)\n    return "_" + safe if safe[:1].isdigit() else safe|2nd-try!|_2nd_try_|ok|ok
initials|gives the initials of a full name with dots, hyphenated first names counting as two|def $f(name):\n    letters = [part[0].upper() for part in name.replace("-", " ").split()]\n    return "".join(letter + "." for letter in letters)|jean-luc moreau|J.L.M.|ada|A.
#### dumps 2
Write `$f($a)` for displaying data: $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
hex_dump|data, width|a list of lines with the offset as four hex digits, a colon, and the bytes as hex pairs|lines = []\n    for start in range(0, len(data), width):\n        part = data[start:start + width]\n        lines.append(f"{start:04x}: " + " ".join(f"{byte:02x}" for byte in part))\n    return lines|b"ABC", 2|["0000: 41 42", "0002: 43"]|b"", 4|[]
bit_groups|n, width|the binary form of n, zero-filled to a width and with "_" between groups of four bits from the right|bits = f"{n:0{width}b}"\n    head = len(bits) % 4\n    groups = [bits[:head]] if head else []\n    groups += [bits[i:i + 4] for i in range(head, len(bits), 4)]\n    return "_".join(groups)|300, 12|"0001_0010_1100"|5, 3|"101"
pretty|value, depth=0|nested lists and dicts as text with one entry per line, two spaces of indentation per level, dicts as "key: value"|pad = "  " * depth\n    lines = []\n    entries = value.items() if isinstance(value, dict) else ((None, v) for v in value)\n    for key, entry in entries:\n        label = pad + ("- " if key is None else f"{key}: ")\n        if isinstance(entry, (list, dict)):\n            lines += [label.rstrip(), pretty(entry, depth + 1)]\n        else:\n            lines.append(f"{label}{entry}")\n    return "\\n".join(lines)|{"a": 1, "b": [2, 3]}|"a: 1\\nb:\\n  - 2\\n  - 3"|[7]|"- 7"
to_json|value|None, booleans, integers, plain strings, lists and dicts as JSON text, written without the json module (quotes and backslashes in strings are escaped)|if value is None or isinstance(value, bool):\n        return {None: "null", True: "true", False: "false"}[value]\n    if isinstance(value, int):\n        return str(value)\n    if isinstance(value, str):\n        return '"' + value.replace("\\\\", "\\\\\\\\").replace('"', '\\\\"') + '"'\n    if isinstance(value, list):\n        return "[" + ", ".join(map(to_json, value)) + "]"\n    return "{" + ", ".join(f"{to_json(k)}: {to_json(v)}" for k, v in value.items()) + "}"|{"a": [1, None, True]}|'{"a": [1, null, true]}'|"x"|'"x"'
show_matrix|rows|the numbers of a matrix in columns aligned to the right, one text line per row|width = max(len(str(n)) for row in rows for n in row)\n    return "\\n".join(" ".join(f"{n:>{width}}" for n in row) for row in rows)|[[1, 20], [300, 4]]|"  1  20\\n300   4"|[[5]]|"5"
call_text|name, *args, **options|the source text of a call, e.g. "f(1, 'a', key=2)"|parts = [repr(arg) for arg in args]\n    parts += [f"{key}={value!r}" for key, value in options.items()]\n    return f"{name}({', '.join(parts)})"|"f", 1, "a", key=2|"f(1, 'a', key=2)"|"g"|"g()"
clip|value, limit|repr() of a value, shortened in the middle with ".." if it is longer than the limit|text = repr(value)\n    if len(text) <= limit:\n        return text\n    keep = limit - 2\n    return text[:keep - keep // 2] + ".." + text[len(text) - keep // 2:]|list(range(9)), 10|"[0, .., 8]"|7, 5|"7"
'''
