KIND, LANGUAGE = "function", "python"
GROUPS = r'''
Check that a text is a valid IPv4 address: four numbers from 0 to 255 between dots, without leading zeros.
----
def is_ipv4(text):
    parts = text.split(".")
    return len(parts) == 4 and all(
        part.isdigit() and int(part) <= 255 and str(int(part)) == part for part in parts)
----
is_ipv4("192.168.0.1") == True
is_ipv4("256.1.1.1") == False
is_ipv4("01.2.3.4") == False
is_ipv4("1.2.3") == False
====
Convert an IPv4 address $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
d f a c x y z w
in dotted form to a whole number|ip_to_int|address|number = 0\n    for part in address.split("."):\n        number = number * 256 + int(part)\n    return number|"10.0.0.1"|167772161|"0.0.1.0"|256
given as a whole number to dotted form|int_to_ip|number|return ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))|167772161|"10.0.0.1"|4294967295|"255.255.255.255"
====
Tell whether an IPv4 address lies in a network such as "10.1.0.0/16". Do not use the ipaddress module.
----
def in_network(address, network):
    def number(text):
        a, b, c, d = map(int, text.split("."))
        return a << 24 | b << 16 | c << 8 | d
    base, bits = network.split("/")
    shift = 32 - int(bits)
    return number(address) >> shift == number(base) >> shift
----
in_network("10.1.200.3", "10.1.0.0/16") == True
in_network("10.2.0.1", "10.1.0.0/16") == False
in_network("1.2.3.4", "0.0.0.0/0") == True
====
Return the domain of an e-mail address in lower case, or None if the address has not exactly one "@" with something on both sides.
----
def mail_domain(address):
    local, at, domain = address.partition("@")
    if not local or not domain or "@" in domain:
        return None
    return domain.lower()
----
mail_domain("Bo@Example.ORG") == "example.org"
mail_domain("a@b@c") == None
mail_domain("@x.y") == None
mail_domain("nobody") == None
====
Rate a password as "weak", "fair" or "strong". Give one point each for at least 12 characters, lower and upper case both, a digit, and a character that is neither letter nor digit; 4 points are strong and 2 or 3 fair.
----
def rate_password(password):
    points = sum((
        len(password) >= 12,
        password != password.lower() and password != password.upper(),
        any(ch.isdigit() for ch in password),
        any(not ch.isalnum() for ch in password),
    ))
    return "strong" if points == 4 else "fair" if points >= 2 else "weak"
----
rate_password("Correct-Horse-7!") == "strong"
rate_password("abcDEF") == "weak"
rate_password("abcDEF1") == "fair"
rate_password("") == "weak"
====
Verify the checksum of a $d.
----
def $f(text):
    $c
----
$f("$x") == True
$f("$y") == False
$f("$z") == False
----
d f c x y z
number by the Luhn method: from the right, every second digit is doubled (less 9 if above 9), and the sum must end in 0|luhn_ok|total = 0\n    for i, ch in enumerate(reversed(text)):\n        digit = int(ch)\n        if i % 2:\n            digit = digit * 2 - 9 if digit > 4 else digit * 2\n        total += digit\n    return total % 10 == 0|4539578763621486|4539578763621487|1
13-digit barcode (EAN): digits at even places count three times, and the sum must be divisible by ten|ean_ok|if len(text) != 13 or not text.isdigit():\n        return False\n    return sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(text)) % 10 == 0|4006381333931|4006381333932|400638133393
ten-character ISBN, with or without hyphens: the digits times 10, 9, ... 1 add up to a multiple of 11, and a final X is ten|isbn10_ok|chars = text.replace("-", "")\n    if len(chars) != 10 or not chars[:9].isdigit() or chars[9] not in "0123456789X":\n        return False\n    digits = [10 if ch == "X" else int(ch) for ch in chars]\n    return sum(d * weight for d, weight in zip(digits, range(10, 0, -1))) % 11 == 0|0-8044-2957-X|0-8044-2957-1|123
====
Encode a text with the Caesar cipher: letters move `shift` places in the alphabet and wrap around, case stays, and everything else is unchanged.
----
def caesar(text, shift):
    out = ""
    for ch in text:
        if ch.isascii() and ch.isalpha():
            base = ord("A") if ch.isupper() else ord("a")
            ch = chr((ord(ch) - base + shift) % 26 + base)
        out += ch
    return out
----
caesar("Xyz, abc!", 3) == "Abc, def!"
caesar("Abc", -1) == "Zab"
====
Encode a text with Vigenère's cipher: both the text and the key are of capital letters A to Z, and the key is repeated as often as needed.
----
from itertools import cycle


def vigenere(text, key):
    return "".join(chr((ord(a) + ord(b) - 2 * ord("A")) % 26 + ord("A"))
                   for a, b in zip(text, cycle(key)))
----
vigenere("HELLO", "AB") == "HFLMO"
vigenere("ZZ", "B") == "AA"
vigenere("", "K") == ""
====
Write bytes as a hex dump: lines of 16 bytes, each with the offset as four hex digits, ": ", and the bytes as two-digit hex separated by blanks.
----
def hex_dump(data: bytes) -> str:
    lines = []
    for offset in range(0, len(data), 16):
        part = " ".join(f"{byte:02x}" for byte in data[offset:offset + 16])
        lines.append(f"{offset:04x}: {part}")
    return "\n".join(lines)
----
hex_dump(b"AB\n") == "0000: 41 42 0a"
hex_dump(bytes(range(17))).endswith("\n0010: 10")
hex_dump(b"") == ""
====
Compute the parity bit, 0 or 1, that makes the number of ones in a byte $d.
----
def $f(byte):
    return $c
----
$f(0b1011) == $x
$f(0) == $y
$f(0b11) == $y
----
d f c x y
even|even_parity|bin(byte).count("1") % 2|1|0
odd|odd_parity|1 - bin(byte).count("1") % 2|0|1
====
Compress a text by run lengths: each run becomes its length and the character, but runs of $d stay as they are. The text has no digits.
----
from itertools import groupby


def $f(text):
    out = ""
    for ch, run in groupby(text):
        n = len(list(run))
        out += f"{n}{ch}" if n > $n else ch * n
    return out
----
$f("aaabbc") == "$x"
$f("") == ""
$f("dddd") == "4d"
----
d f n x
one|pack_runs|1|3a2bc
one or two|pack_long_runs|2|3abbc
====
Expand a text such as "3a2bc", in which a number tells how often the next character is repeated.
----
import re


def unpack_runs(packed):
    return "".join(ch * int(count or 1) for count, ch in re.findall(r"(\d*)(\D)", packed))
----
unpack_runs("3a2bc") == "aaabbc"
unpack_runs("12x") == "x" * 12
unpack_runs("") == ""
====
Decide for a rate limiter whether each request is allowed. `times` are the seconds of the requests in order; within any `window` seconds at most `limit` requests are let through, and refused ones do not count. Return a list of booleans.
----
from collections import deque


def rate_limit(times, limit, window):
    recent, decisions = deque(), []
    for now in times:
        while recent and recent[0] <= now - window:
            recent.popleft()
        allowed = len(recent) < limit
        if allowed:
            recent.append(now)
        decisions.append(allowed)
    return decisions
----
rate_limit([0, 1, 2, 10, 11], 2, 10) == [True, True, False, True, True]
rate_limit([0, 0], 1, 1) == [True, False]
rate_limit([], 1, 1) == []
====
Give the delays in seconds before each retry of a failed request: the first is `base`, each further one doubles, none exceeds `cap`. Return a list for `attempts` retries.
----
def backoff(attempts, base=1, cap=60):
    return [min(cap, base * 2 ** i) for i in range(attempts)]
----
backoff(4) == [1, 2, 4, 8]
backoff(3, base=20, cap=50) == [20, 40, 50]
backoff(0) == []
====
Group HTTP status codes: return a dict of "1xx" to "5xx" to counts, leaving out classes without codes. Codes outside 100 to 599 raise ValueError.
----
def status_classes(codes):
    counts = {}
    for code in sorted(codes):
        if not 100 <= code <= 599:
            raise ValueError(f"no HTTP status: {code}")
        name = f"{code // 100}xx"
        counts[name] = counts.get(name, 0) + 1
    return counts
----
status_classes([200, 404, 204, 500]) == {"2xx": 2, "4xx": 1, "5xx": 1}
status_classes([]) == {}
status_classes([600]) ! ValueError
====
Match a path such as "/users/17/posts" against a route pattern such as "/users/:id/posts". Return the dict of parameters, or None if it does not match.
----
def match_route(pattern, path):
    wanted, given = pattern.strip("/").split("/"), path.strip("/").split("/")
    if len(wanted) != len(given):
        return None
    parameters = {}
    for want, part in zip(wanted, given):
        if want.startswith(":"):
            parameters[want[1:]] = part
        elif want != part:
            return None
    return parameters
----
match_route("/users/:id/posts", "/users/17/posts/") == {"id": "17"}
match_route("/users/:id", "/teams/17") == None
match_route("/a", "/a/b") == None
match_route("/a", "/a") == {}
====
Normalise a path: remove "." and empty parts, and let ".." cancel the part before it. An absolute path never climbs above its root; a relative one keeps leading ".." parts.
----
def normalise(path):
    absolute = path.startswith("/")
    parts = []
    for part in path.split("/"):
        if part in ("", "."):
            continue
        if part != "..":
            parts.append(part)
        elif parts and parts[-1] != "..":
            parts.pop()
        elif not absolute:
            parts.append("..")
    return "/" * absolute + "/".join(parts) or "."
----
normalise("/a/./b/../c/") == "/a/c"
normalise("/../x") == "/x"
normalise("../a/../../b") == "../../b"
normalise("a/..") == "."
====
Test whether a user agent may fetch a path, given a list of disallowed prefixes. An empty prefix forbids nothing, and a prefix that ends in "$" must equal the whole path.
----
def may_fetch(path, disallowed):
    for rule in disallowed:
        if not rule:
            continue
        if rule.endswith("$"):
            if path == rule[:-1]:
                return False
        elif path.startswith(rule):
            return False
    return True
----
may_fetch("/admin/x", ["/admin/"]) == False
may_fetch("/public", ["", "/admin/"]) == True
may_fetch("/a.pdf", ["/a.pdf$"]) == False
may_fetch("/a.pdf2", ["/a.pdf$"]) == True
====
Choose the best language for a visitor. `header` looks like "de-CH, de;q=0.9, en;q=0.5"; return the supported language of the highest q (default 1), where "de-CH" also matches "de". Return `default` if none fits.
----
def choose_language(header, supported, default="en"):
    best, best_q = default, 0.0
    for part in header.split(","):
        name, _, quality = part.strip().partition(";q=")
        q = float(quality or 1)
        for candidate in (name, name.split("-")[0]):
            if candidate in supported and q > best_q:
                best, best_q = candidate, q
    return best
----
choose_language("de-CH, en;q=0.5", {"en", "de"}) == "de"
choose_language("fr;q=0.3, en;q=0.8", {"fr", "en"}) == "en"
choose_language("ja", {"fr"}, "fr") == "fr"
====
Reassemble a message from packets that may arrive out of order and more than once. Each packet is (number, total, text), numbers from 1. Return the whole text, or None while something is missing.
----
def reassemble(packets):
    if not packets:
        return None
    total = packets[0][1]
    parts = {number: text for number, _, text in packets}
    if len(parts) < total:
        return None
    return "".join(parts[i] for i in range(1, total + 1))
----
reassemble([(2, 2, "lo"), (1, 2, "hel"), (2, 2, "lo")]) == "hello"
reassemble([(1, 2, "a"), (1, 2, "a")]) == None
reassemble([]) == None
====
Decode a percent-encoded URL part, in which "+" stands for a blank and "%XX" for one byte of UTF-8.
----
def decode_url(text):
    data, i = bytearray(), 0
    while i < len(text):
        if text[i] == "%":
            data.append(int(text[i + 1:i + 3], 16))
            i += 3
        else:
            data += (" " if text[i] == "+" else text[i]).encode()
            i += 1
    return data.decode()
----
decode_url("caf%C3%A9+au%20lait") == "café au lait"
decode_url("plain") == "plain"
====
Simulate a least-recently-used cache of `size` entries over a list of requested keys. Return the number of hits.
----
from collections import OrderedDict


def lru_hits(keys, size):
    cache, hits = OrderedDict(), 0
    for key in keys:
        if key in cache:
            hits += 1
            cache.move_to_end(key)
        else:
            cache[key] = True
            if len(cache) > size:
                cache.popitem(last=False)
    return hits
----
lru_hits("abacab", 2) == 2
lru_hits("aaaa", 1) == 3
lru_hits("", 3) == 0
====
Assign each key to a server by the sum of its character codes modulo the number of servers. Return a dict of server to its list of keys, with an empty list for servers without any.
----
def shard(keys, servers):
    placed = {server: [] for server in servers}
    for key in keys:
        placed[servers[sum(map(ord, key)) % len(servers)]].append(key)
    return placed
----
shard(["a", "b", "c"], ["s0", "s1"]) == {"s0": ["b"], "s1": ["a", "c"]}
shard([], ["x"]) == {"x": []}
====
Parse a MAC address with ":", "-" or no separators and return it in lower case with colons. Raise ValueError if it has not twelve hex digits.
----
def clean_mac(text):
    digits = text.replace(":", "").replace("-", "").lower()
    if len(digits) != 12 or any(ch not in "0123456789abcdef" for ch in digits):
        raise ValueError(f"not a MAC address: {text}")
    return ":".join(digits[i:i + 2] for i in range(0, 12, 2))
----
clean_mac("AA-BB-CC-00-11-22") == "aa:bb:cc:00:11:22"
clean_mac("aabbcc001122") == "aa:bb:cc:00:11:22"
clean_mac("aabbcc00112") ! ValueError
clean_mac("gg:bb:cc:00:11:22") ! ValueError
====
Compute the Adler-32 checksum of some bytes: a starts at 1 and b at 0; for each byte a grows by it and b by a, both modulo 65521; the result is b * 65536 + a.
----
def adler32(data):
    a, b = 1, 0
    for byte in data:
        a = (a + byte) % 65521
        b = (b + a) % 65521
    return b * 65536 + a
----
adler32(b"Wikipedia") == 300286872
adler32(b"") == 1
====
Read a cookie header such as "id=7; theme=dark" into a dict. Blanks around names and values are dropped, and parts without "=" are ignored.
----
def parse_cookies(header):
    cookies = {}
    for part in header.split(";"):
        name, equals, value = part.partition("=")
        if equals:
            cookies[name.strip()] = value.strip()
    return cookies
----
parse_cookies("id=7; theme=dark; x") == {"id": "7", "theme": "dark"}
parse_cookies("token=a=b") == {"token": "a=b"}
parse_cookies("") == {}
====
Build an HTML $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
d f a c x y z w
list from a list of texts: one line per item inside <ul> and </ul>, lines joined by line breaks|html_list|items|lines = ["<ul>"] + [f"  <li>{item}</li>" for item in items] + ["</ul>"]\n    return "\\n".join(lines)|["a", "b"]|"<ul>\\n  <li>a</li>\\n  <li>b</li>\\n</ul>"|[]|"<ul>\\n</ul>"
opening tag from a name and a dict of attributes, which stand in alphabetical order; True means an attribute without a value, and False leaves it out|open_tag|name, attributes|parts = [name]\n    for key in sorted(attributes):\n        value = attributes[key]\n        if value is True:\n            parts.append(key)\n        elif value is not False:\n            parts.append(f'{key}="{value}"')\n    return "<" + " ".join(parts) + ">"|"input", {"type": "text", "disabled": True, "checked": False}|'<input disabled type="text">'|"br", {}|"<br>"
breadcrumb trail from (title, address) pairs: all but the last are links, joined by " > " written as "&gt;"|breadcrumbs|pages|links = [f'<a href="{address}">{title}</a>' for title, address in pages[:-1]]\n    return " &gt; ".join(links + [title for title, _ in pages[-1:]])|[("Home", "/"), ("Cats", "/cats")]|'<a href="/">Home</a> &gt; Cats'|[]|""
'''
