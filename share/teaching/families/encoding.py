TOPIC = "encoding"
FAMILIES = r'''
#### substitution 2
Write `$f($a)`: $d.
----
$c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
atbash|text|exchange a with z, b with y and so on in small and capital letters|def $f(text):\n    result = ""\n    for ch in text:\n        if "a" <= ch <= "z":\n            ch = chr(219 - ord(ch))\n        elif "A" <= ch <= "Z":\n            ch = chr(155 - ord(ch))\n        result += ch\n    return result|"abc Z"|"zyx A"|""|""
vigenere|text, key|encrypt small letters with the Vigenere cipher: each letter is shifted by the corresponding letter of the repeated key (a = 0); other characters are kept and use up no key letter|from itertools import cycle\n\n\ndef $f(text, key):\n    shifts = cycle(ord(k) - 97 for k in key)\n    out = []\n    for ch in text:\n        if ch.islower():\n            ch = chr((ord(ch) - 97 + next(shifts)) % 26 + 97)\n        out.append(ch)\n    return "".join(out)|"attack now", "lemon"|"lxfopv rak"|"", "a"|""
keyword_alphabet|keyword|the cipher alphabet that begins with the distinct letters of a keyword, followed by the unused letters in order|from string import ascii_lowercase\n\n\ndef $f(keyword):\n    return "".join(dict.fromkeys(keyword + ascii_lowercase))|"zebra"|"zebracdfghijklmnopqstuvwxy"|""|"abcdefghijklmnopqrstuvwxyz"
substitute|text, source, target|replace each character found in `source` by the one at the same place in `target`; lengths that differ raise ValueError|def $f(text, source, target):\n    if len(source) != len(target):\n        raise ValueError("alphabets differ in length")\n    table = dict(zip(source, target))\n    return "".join(table.get(ch, ch) for ch in text)|"cab-", "abc", "xyz"|"zxy-"|"", "", ""|""
affine|text, a, b|encrypt small letters with the affine cipher x -> (a * x + b) mod 26, keeping other characters; `a` must have no common factor with 26 (ValueError)|from math import gcd\n\n\ndef $f(text, a, b):\n    if gcd(a, 26) != 1:\n        raise ValueError(f"{a} cannot be inverted")\n    return "".join(chr((a * (ord(ch) - 97) + b) % 26 + 97) if ch.islower() else ch for ch in text)|"abc!", 5, 8|"ins!"|"zz", 1, 1|"aa"
polybius|text|encode small letters as two digits, row and column (1 to 5) in a 5 x 5 square without j (j counts as i), joined by spaces|def $f(text):\n    square = "abcdefghiklmnopqrstuvwxyz"\n    codes = []\n    for ch in text.replace("j", "i"):\n        row, column = divmod(square.index(ch), 5)\n        codes.append(f"{row + 1}{column + 1}")\n    return " ".join(codes)|"jam"|"24 11 32"|""|""
columnar|text, width|write a text in rows of the given width and read it column by column|def $f(text, width):\n    return "".join(text[start::width] for start in range(width))|"abcdefg", 3|"adgbecf"|"abc", 1|"abc"
#### morse 2
Use this table of Morse signs for a few letters: e ".", t "-", a ".-", n "-.", s "...", o "---". Write `$f($a)` that $d.
----
$t


def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
t f a d c x y z w
MORSE = {"e": ".", "t": "-", "a": ".-", "n": "-.", "s": "...", "o": "---"}|encode|text|encodes a text, with a space between letters and " / " between words|return " / ".join(" ".join(MORSE[ch] for ch in word) for word in text.lower().split())|"no Sea"|"-. --- / ... . .-"|""|""
CODES = dict(zip("etanso", [".", "-", ".-", "-.", "...", "---"]))|decode|signal|decodes letters separated by single spaces and words separated by " / "; an unknown sign gives "?"|letters = {code: letter for letter, code in CODES.items()}\n    words = signal.split(" / ")\n    return " ".join("".join(letters.get(code, "?") for code in word.split()) for word in words)|"-. --- / . ..-"|"no e?"|"..."|"s"
SIGNS = {".": "e", "-": "t", ".-": "a", "-.": "n", "...": "s", "---": "o"}|readings|signal|finds all texts that a sequence of dots and dashes without any gaps can mean, sorted|if not signal:\n        return [""]\n    texts = []\n    for sign, letter in SIGNS.items():\n        if signal.startswith(sign):\n            texts += [letter + rest for rest in readings(signal[len(sign):])]\n    return sorted(texts)|".-"|["a", "et"]|""|[""]
LENGTHS = {"e": 1, "t": 3, "a": 5, "n": 5, "s": 5, "o": 11}|sending_time|word|gives the time units for a word, where a letter takes the units listed (pauses inside included) and the pause between letters lasts 3|return sum(LENGTHS[letter] for letter in word) + 3 * max(len(word) - 1, 0)|"sea"|17|""|0
#### byte_codes 3
Without the standard modules for it, write `$f($a)`: $d.
----
$c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
to_base64|data|the Base64 text of a bytes object, with "=" padding|import string\n\nALPHABET = string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/"\n\n\ndef $f(data):\n    text = ""\n    for i in range(0, len(data), 3):\n        group = data[i:i + 3]\n        number = int.from_bytes(group.ljust(3, b"\\0"), "big")\n        signs = [ALPHABET[number >> shift & 63] for shift in (18, 12, 6, 0)]\n        text += "".join(signs[:len(group) + 1]).ljust(4, "=")\n    return text|b"Man!"|"TWFuIQ=="|b""|""
from_hex|text|the bytes written as hex digits, ignoring spaces; an odd number of digits raises ValueError|def $f(text):\n    digits = text.replace(" ", "")\n    if len(digits) % 2:\n        raise ValueError("odd number of digits")\n    return bytes(int(digits[i:i + 2], 16) for i in range(0, len(digits), 2))|"48 69"|b"Hi"|""|b""
encode_varint|n|the bytes of a non-negative integer in groups of 7 bits, lowest first, the high bit set in all bytes but the last|def $f(n):\n    out = bytearray()\n    while n >= 128:\n        out.append(n & 127 \| 128)\n        n >>= 7\n    out.append(n)\n    return bytes(out)|300|b"\\xac\\x02"|0|b"\\x00"
decode_varint|data|the pair (integer, number of bytes read) of a number stored in groups of 7 bits, lowest first, the high bit meaning that more bytes follow|def $f(data):\n    value = 0\n    for i, byte in enumerate(data):\n        value \|= (byte & 127) << (7 * i)\n        if byte < 128:\n            return value, i + 1\n    raise ValueError("data ends inside a number")|b"\\xac\\x02\\xff"|(300, 2)|b"\\x05"|(5, 1)
utf8_length|text|how many bytes a string takes in UTF-8, from the code points alone|def $f(text):\n    total = 0\n    for ch in text:\n        code = ord(ch)\n        total += 1 if code < 0x80 else 2 if code < 0x800 else 3 if code < 0x10000 else 4\n    return total|"a\\u00e9\\u20ac"|6|""|0
percent_encode|text|the text with every byte of its UTF-8 form that is not a letter, digit, "-", "_", "." or "~" written as %XX|def $f(text):\n    safe = b"-_.~"\n    parts = []\n    for byte in text.encode("utf-8"):\n        if chr(byte).isalnum() and byte < 128 or byte in safe:\n            parts.append(chr(byte))\n        else:\n            parts.append(f"%{byte:02X}")\n    return "".join(parts)|"a b/c"|"a%20b%2Fc"|"ok~"|"ok~"
crc8|data|the 8-bit CRC of a bytes object with polynomial 0x07 and initial value 0|def $f(data):\n    crc = 0\n    for byte in data:\n        crc ^= byte\n        for _ in range(8):\n            crc = crc << 1 ^ 0x107 if crc & 0x80 else crc << 1\n    return crc|b"123456789"|0xF4|b""|0
adler32|data|the Adler-32 checksum: a = 1 + sum of bytes, b = sum of all intermediate a, both modulo 65521, result b * 65536 + a|def $f(data):\n    a, b = 1, 0\n    for byte in data:\n        a = (a + byte) % 65521\n        b = (b + a) % 65521\n    return b << 16 \| a|b"Wikipedia"|0x11E60398|b""|1
#### compression 4
Write `$f($a)`, which $d.
----
$c
----
$x
$y
----
f a d c x y
huffman_codes|text|returns a dict from character to its Huffman code, a string of "0" and "1"; merge the two lightest trees again and again, the older tree first on equal weight, and a text of one kind of character gets the code "0"|import heapq\nfrom collections import Counter\n\n\ndef huffman_codes(text):\n    heap = [(n, i, {ch: ""}) for i, (ch, n) in enumerate(Counter(text).items())]\n    heapq.heapify(heap)\n    if len(heap) == 1:\n        return {ch: "0" for ch in heap[0][2]}\n    order = len(heap)\n    while len(heap) > 1:\n        n0, _, zero = heapq.heappop(heap)\n        n1, _, one = heapq.heappop(heap)\n        codes = {ch: "0" + code for ch, code in zero.items()}\n        codes.update((ch, "1" + code) for ch, code in one.items())\n        heapq.heappush(heap, (n0 + n1, order, codes))\n        order += 1\n    return heap[0][2] if heap else {}|sum(len(huffman_codes("abracadabra")[ch]) for ch in "abracadabra") == 23|huffman_codes("aaa") == {"a": "0"}
decode_prefix|bits, codes|decodes a string of bits with a dict from character to prefix-free code; bits left over at the end raise ValueError|def decode_prefix(bits, codes):\n    letters = {code: ch for ch, code in codes.items()}\n    text, start = "", 0\n    for end in range(1, len(bits) + 1):\n        if bits[start:end] in letters:\n            text += letters[bits[start:end]]\n            start = end\n    if start != len(bits):\n        raise ValueError("the last code is incomplete")\n    return text|decode_prefix("01011", {"a": "0", "b": "10", "c": "11"}) == "abc"|decode_prefix("1", {"a": "0", "b": "10"}) ! ValueError
lzw|text|compresses a text with the LZW method into a list of integers; the table begins with the 128 ASCII characters|def lzw(text):\n    table = {chr(i): i for i in range(128)}\n    codes, current = [], ""\n    for ch in text:\n        if current + ch in table:\n            current += ch\n        else:\n            codes.append(table[current])\n            table[current + ch] = len(table)\n            current = ch\n    if current:\n        codes.append(table[current])\n    return codes|lzw("ababab") == [97, 98, 128, 128]|lzw("") == []
unlzw|codes|restores the text from a list of LZW codes whose table begins with the 128 ASCII characters|def unlzw(codes):\n    if not codes:\n        return ""\n    table = [chr(i) for i in range(128)]\n    previous = table[codes[0]]\n    text = previous\n    for code in codes[1:]:\n        # a code may refer to the entry that is just being made\n        entry = table[code] if code < len(table) else previous + previous[0]\n        table.append(previous + entry[0])\n        text += entry\n        previous = entry\n    return text|unlzw([97, 98, 128, 128]) == "ababab"|unlzw([97, 128]) == "aaa"
burrows_wheeler|text|returns the last column of the sorted rotations of text + "$$" (the Burrows-Wheeler transform)|def burrows_wheeler(text):\n    text += "$$"\n    rotations = sorted(text[i:] + text[:i] for i in range(len(text)))\n    return "".join(rotation[-1] for rotation in rotations)|burrows_wheeler("banana") == "annb$$aa"|burrows_wheeler("") == "$$"
move_to_front|text, alphabet|encodes each character as its position in a list that starts as the alphabet and in which the character just used moves to the front|def move_to_front(text, alphabet):\n    order, codes = list(alphabet), []\n    for ch in text:\n        place = order.index(ch)\n        codes.append(place)\n        order.insert(0, order.pop(place))\n    return codes|move_to_front("bbac", "abc") == [1, 0, 1, 2]|move_to_front("", "ab") == []
delta_encode|numbers|stores a list of integers as the first one followed by differences, and long runs of a difference d as a tuple (d, count) when it occurs three times or more in a row|from itertools import groupby\n\n\ndef delta_encode(numbers):\n    deltas = [b - a for a, b in zip(numbers, numbers[1:])]\n    encoded = numbers[:1]\n    for delta, run in groupby(deltas):\n        count = len(list(run))\n        encoded += [(delta, count)] if count > 2 else [delta] * count\n    return encoded|delta_encode([5, 6, 7, 8, 10]) == [5, (1, 3), 2]|delta_encode([]) == []
'''
