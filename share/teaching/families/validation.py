TOPIC = "validation"
FAMILIES = r'''
#### passwords 2
Check a password: `$f(password)` returns $d.
----
def $f(password):
    $c
----
$f("$x") == $y
$f("$z") == $w
----
f d c x y z w
is_strong|True if it has at least 8 characters, among them a small letter, a capital and a digit|return (len(password) >= 8\n            and any(ch.islower() for ch in password)\n            and any(ch.isupper() for ch in password)\n            and any(ch.isdigit() for ch in password))|Secret42x|True|secret42|False
problems|the list of the rules that are broken: "too short" (below 6), "no digit", "contains a space", in this order|found = []\n    if len(password) < 6:\n        found.append("too short")\n    if not any(ch.isdigit() for ch in password):\n        found.append("no digit")\n    if " " in password:\n        found.append("contains a space")\n    return found|a b|["too short", "no digit", "contains a space"]|abc123|[]
strength|a score from 0 to 4, one point each for length 10 or more, letters of both cases, a digit, and a sign that is neither letter nor digit|points = len(password) >= 10\n    points += password.lower() != password != password.upper()\n    points += any(map(str.isdigit, password))\n    points += not password.isalnum() and password != ""\n    return points|Ab1!|3||0
has_sequence|True if three characters in a row have consecutive codes, such as "abc" or "789"|codes = [ord(ch) for ch in password]\n    return any(b == a + 1 and c == b + 1 for a, b, c in zip(codes, codes[1:], codes[2:]))|x789y|True|acegik|False
max_repeat_ok|False if any character occurs more than twice in a row, otherwise True|run = 0\n    last = None\n    for ch in password:\n        run = run + 1 if ch == last else 1\n        if run > 2:\n            return False\n        last = ch\n    return True|aabbcc|True|abccc|False
====
Is a new password too similar to the old one? Write `too_similar(old, new)`: true when, ignoring case, they are equal, one contains the other, or they differ in at most two places at equal length.
----
def too_similar(old, new):
    old, new = old.lower(), new.lower()
    if old in new or new in old:
        return True
    return len(old) == len(new) and sum(a != b for a, b in zip(old, new)) <= 2
----
too_similar("Summer1", "summer12")
too_similar("abcd", "abxy")
not too_similar("abcd", "wxyz")
#### brackets 2
Write `$f(text)` that $d.
----
def $f(text):
    $c
----
$f("$x") == $y
$f("$z") == $w
----
f d c x y z w
balanced|tells whether round, square and curly brackets are correctly nested; other characters are ignored|pairs = {")": "(", "]": "[", "}": "{"}\n    stack = []\n    for ch in text:\n        if ch in "([{":\n            stack.append(ch)\n        elif ch in pairs and (not stack or stack.pop() != pairs[ch]):\n            return False\n    return not stack|a(b[c]{d})|True|([)]|False
round_balanced|tells whether the round brackets match, with a simple counter|depth = 0\n    for ch in text:\n        depth += (ch == "(") - (ch == ")")\n        if depth < 0:\n            return False\n    return depth == 0|(a)(b)|True|)(|False
max_depth|returns the greatest nesting depth of round brackets, assuming that they match|depth = deepest = 0\n    for ch in text:\n        if ch == "(":\n            depth += 1\n            deepest = max(deepest, depth)\n        elif ch == ")":\n            depth -= 1\n    return deepest|(a(b))(c)|2|abc|0
first_error|returns the index of the first bracket (of "()" and "[]") that does not fit, len(text) if some are left open, and -1 if all is well|opened = []\n    for i, ch in enumerate(text):\n        if ch in "([":\n            opened.append(ch)\n        elif ch in ")]":\n            if not opened or opened.pop() + ch not in ("()", "[]"):\n                return i\n    return len(text) if opened else -1|(a]b|2|[()]|-1
repairs|returns how many round brackets must be inserted to make a string of them balanced|missing = open_count = 0\n    for ch in text:\n        if ch == "(":\n            open_count += 1\n        elif open_count:\n            open_count -= 1\n        else:\n            missing += 1\n    return missing + open_count|())(|2|()|0
longest_valid|returns the length of the longest part of a string of round brackets that is balanced|best, starts = 0, [-1]\n    for i, ch in enumerate(text):\n        if ch == "(":\n            starts.append(i)\n            continue\n        starts.pop()\n        if starts:\n            best = max(best, i - starts[-1])\n        else:\n            starts.append(i)\n    return best|)()())|4|((|0
tags_match|tells whether simple tags like <b> and </b> are properly nested|import re\n\n    stack = []\n    for slash, name in re.findall(r"<(/?)(\\w+)>", text):\n        if not slash:\n            stack.append(name)\n        elif not stack or stack.pop() != name:\n            return False\n    return not stack|<a>x<b></b></a>|True|<a><b></a></b>|False
#### checksums 3
Verify a check digit. Write `$f($a)`: $d.
----
def $f($a):
    $c
----
$f("$x") == $y
$f("$z") == $w
----
f a d c x y z w
luhn|number|True if a string of digits passes the Luhn test (from the right every second digit is doubled, 9 is subtracted from results above 9, the total must be a multiple of 10)|total = 0\n    for i, ch in enumerate(reversed(number)):\n        digit = int(ch)\n        if i % 2:\n            digit = digit * 2 - 9 if digit > 4 else digit * 2\n        total += digit\n    return total % 10 == 0|79927398713|True|79927398710|False
isbn10|code|True for a valid ISBN-10 (hyphens are ignored; weights 10 to 1, "X" as the last sign counts 10, the sum must be divisible by 11)|signs = code.replace("-", "")\n    if len(signs) != 10 or not signs[:9].isdigit():\n        return False\n    values = [10 if sign == "X" else int(sign) for sign in signs]\n    return sum(w * v for w, v in zip(range(10, 0, -1), values)) % 11 == 0|0-306-40615-2|True|0-306-40615-3|False
ean_digit|digits|the check digit for the first 12 digits of an EAN-13 code (weights 1 and 3 in turn)|total = sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits))\n    return (10 - total % 10) % 10|400638133393|1|000000000000|0
iban_ok|iban|whether an IBAN (without spaces) has a correct checksum: move the first four signs to the end, replace letters by 10 to 35, the number modulo 97 must be 1|rearranged = iban[4:] + iban[:4]\n    number = "".join(str(int(ch, 36)) for ch in rearranged)\n    return int(number) % 97 == 1|GB82WEST12345698765432|True|GB82WEST12345698765433|False
add_check|digits|the digits with a check digit appended: the digit sum weighted with 2, 3, 4, ... from the left, modulo 10|weighted = sum(int(d) * w for w, d in enumerate(digits, start=2))\n    return digits + str(weighted % 10)|123|"1230"|9|"98"
xor_line|line|True if a line of the form "$$data*HH" carries the xor of all characters of data as two hex digits|if not line.startswith("$$") or "*" not in line:\n        return False\n    data, _, given = line[1:].partition("*")\n    code = 0\n    for ch in data:\n        code ^= ord(ch)\n    return f"{code:02X}" == given|$$AB*03|True|$$AB*04|False
#### patterns 2
Validate with a regular expression: `$f(text)` is True for $d, and False otherwise.
----
import re


def $f(text):
    $c
----
$f("$x")
not $f("$y")
not $f("$z")
----
f d c x y z
is_email|simple e-mail addresses: letters, digits, dots, dashes and underscores, then "@", then a domain with at least one dot|return re.fullmatch(r"[\\w.-]+@[\\w-]+(\\.[\\w-]+)+", text) is not None|jo.doe@mail.example.org|jo.doe@mail|a b@c.de
is_hex_colour|colour codes like "#fff" or "#A0B1C2"|return bool(re.fullmatch(r"#([0-9a-fA-F]{3}){1,2}", text))|#A0B1C2|#12345|A0B1C2
is_identifier|Python names that begin with a small letter or an underscore and contain no capitals|return re.fullmatch(r"[a-z_][a-z0-9_]*", text) is not None|_name2|2name|Name
is_time|times of day from 0:00 or 00:00 to 23:59|return re.fullmatch(r"([01]?\\d\|2[0-3]):[0-5]\\d", text) is not None|23:59|24:00|7:5
is_decimal|decimal numbers with an optional sign and an optional fraction, such as "-3.50", but not "3." or ".5"|return re.fullmatch(r"[+-]?\\d+(\\.\\d+)?", text) is not None|-3.50|3.|.5
is_plate|number plates of one to three capitals, a dash, one or two capitals, a space and up to four digits not starting with 0|return bool(re.fullmatch(r"[A-Z]{1,3}-[A-Z]{1,2} [1-9]\\d{0,3}", text))|AB-C 123|AB-C 0123|ABCD-E 1
is_slug|"slugs": small letters and digits in groups joined by single dashes|return re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) is not None|my-post-2|my--post|-post
#### addresses 2
Network addresses: write `$f($a)` that $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
is_ipv4|text|tells whether a text is an IPv4 address: four numbers from 0 to 255 without leading zeros|parts = text.split(".")\n    return len(parts) == 4 and all(\n        part.isdigit() and int(part) < 256 and str(int(part)) == part for part in parts)|"192.168.0.1"|True|"192.168.00.1"|False
ip_to_int|address|converts an IPv4 address to an integer|number = 0\n    for part in address.split("."):\n        number = number * 256 + int(part)\n    return number|"0.0.1.2"|258|"255.255.255.255"|2 ** 32 - 1
int_to_ip|number|converts an integer to dotted IPv4 notation and raises ValueError outside of 32 bits|if not 0 <= number < 2 ** 32:\n        raise ValueError("not a 32-bit number")\n    return ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))|258|"0.0.1.2"|0|"0.0.0.0"
in_subnet|address, network|tells whether an address belongs to a network such as "10.1.0.0/16"|def bits(ip):\n        return "".join(f"{int(part):08b}" for part in ip.split("."))\n\n    base, prefix = network.split("/")\n    return bits(address)[:int(prefix)] == bits(base)[:int(prefix)]|"10.1.99.3", "10.1.0.0/16"|True|"10.2.0.1", "10.1.0.0/16"|False
is_mac|text|accepts hardware addresses of six two-digit hex numbers joined by ":" or all by "-"|for separator in ":-":\n        parts = text.split(separator)\n        if len(parts) == 6:\n            return all(len(p) == 2 and set(p.lower()) <= set("0123456789abcdef") for p in parts)\n    return False|"00:1A:2b:3c:4d:5e"|True|"00:1A:2b:3c:4d"|False
split_host|text, default_port|splits "host:port" into a tuple (host, port number), using the default when no port is given; a port that is not a number in 1..65535 raises ValueError|host, colon, port = text.partition(":")\n    if not colon:\n        return host, default_port\n    if not port.isdigit() or not 0 < int(port) < 65536:\n        raise ValueError(f"bad port: {port!r}")\n    return host, int(port)|"site.org:8080", 80|("site.org", 8080)|"site.org", 80|("site.org", 80)
private_ip|address|tells whether an IPv4 address lies in 10.*, 192.168.* or 172.16.* to 172.31.*|a, b, *_ = map(int, address.split("."))\n    return a == 10 or (a, b) == (192, 168) or (a == 172 and 16 <= b <= 31)|"172.20.1.1"|True|"172.32.1.1"|False
#### schemas 3
Validate records: `$f($a)` returns $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
missing_fields|record, required|the sorted list of required field names that the dict lacks or in which the value is None or ""|return sorted(name for name in required if record.get(name) in (None, ""))|{"id": 1, "name": ""}, ["name", "id", "city"]|["city", "name"]|{"id": 0}, ["id"]|[]
type_errors|record, schema|a list of messages "field: expected int, got str" for the fields of a dict whose type differs from schema[field]; a missing field gives "field: missing"|errors = []\n    for field, expected in schema.items():\n        if field not in record:\n            errors.append(f"{field}: missing")\n        elif type(record[field]) is not expected:\n            got = type(record[field]).__name__\n            errors.append(f"{field}: expected {expected.__name__}, got {got}")\n    return errors|{"age": "7"}, {"age": int, "name": str}|["age: expected int, got str", "name: missing"]|{"n": 1}, {"n": int}|[]
validate|value, rules|the messages of all (test, message) rules whose test fails for the value|return [message for test, message in rules if not test(value)]|5, [(lambda n: n > 0, "not positive"), (lambda n: n % 2 == 0, "odd")]|["odd"]|2, []|[]
matches_shape|data, shape|whether nested data has the given shape: a type stands for a value of that type, [s] for a list of values of shape s, and a dict for a dict with at least these keys|if isinstance(shape, type):\n        return isinstance(data, shape)\n    if isinstance(shape, list):\n        return isinstance(data, list) and all(matches_shape(item, shape[0]) for item in data)\n    return isinstance(data, dict) and all(\n        key in data and matches_shape(data[key], part) for key, part in shape.items())|{"tags": ["a"], "n": 1, "x": 0}, {"tags": [str], "n": int}|True|{"tags": ["a", 2]}, {"tags": [str]}|False
clean_form|form|a tuple (cleaned, errors) for a dict of strings: "name" must not be blank and is stripped, "age" must be an integer from 0 to 150; errors maps the field to a message|cleaned, errors = {}, {}\n    name = form.get("name", "").strip()\n    if name:\n        cleaned["name"] = name\n    else:\n        errors["name"] = "required"\n    try:\n        age = int(form.get("age", ""))\n    except ValueError:\n        errors["age"] = "not a number"\n    else:\n        if 0 <= age <= 150:\n            cleaned["age"] = age\n        else:\n            errors["age"] = "out of range"\n    return cleaned, errors|{"name": " Al ", "age": "200"}|({"name": "Al"}, {"age": "out of range"})|{"age": "x"}|({}, {"name": "required", "age": "not a number"})
duplicate_keys|records, key|the values of a key field that occur in more than one record, in the order in which the repetition is met|seen, repeated = set(), []\n    for record in records:\n        value = record[key]\n        if value in seen and value not in repeated:\n            repeated.append(value)\n        seen.add(value)\n    return repeated|[{"id": 1}, {"id": 2}, {"id": 2}, {"id": 2}], "id"|[2]|[], "id"|[]
check_references|orders, customers|the ids of the orders (dicts with "id" and "customer") whose customer is not in the dict of customers|return [order["id"] for order in orders if order["customer"] not in customers]|[{"id": 7, "customer": "a"}, {"id": 8, "customer": "z"}], {"a": "Ann"}|[8]|[], {}|[]
'''
