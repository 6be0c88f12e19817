TOPIC = "strings"
FAMILIES = r'''
#### count_kind 1
Write a function `$f($a)` that counts the $d in a string.
Given a string `$a`, return how many $d it contains. Name the function `$f`.
----
def $f($a):
    return sum(1 for ch in $a if $c)
--or--
def $f($a):
    count = 0
    for letter in $a:
        if $l:
            count += 1
    return count
----
$f("Hello, World 42!") == $x
$f("") == 0
----
f a d c l x
count_vowels|text|vowels (upper or lower case)|ch.lower() in "aeiou"|letter.lower() in "aeiou"|3
digit_total|s|decimal digits|ch.isdigit()|letter.isdigit()|2
capitals|sentence|upper-case letters|ch.isupper()|letter.isupper()|2
punctuation_marks|phrase|characters that are neither letters, digits nor spaces|not ch.isalnum() and ch != " "|not letter.isalnum() and letter != " "|2
consonant_count|name|consonants|ch.isalpha() and ch.lower() not in "aeiou"|letter.isalpha() and letter.lower() not in "aeiou"|7
blanks|line|white space characters|ch.isspace()|letter.isspace()|2
#### reverse_words 1
Write `$f($a)`, which reverses the order of the words in a sentence. Words are separated by $d.
----
def $f($a):
    return $j.join(reversed($a.split($j)))
----
$f("one$stwo$sthree") == "three$stwo$sone"
$f("alone") == "alone"
----
f a d j s
reverse_words|sentence|single spaces|" "| 
flip_path|dotted|dots|"."|.
====
Write a function `$f($a)` that reverses $d but keeps the words where they are.
----
def $f($a):
    """Reverse $d, in place."""
    words = $a.split(" ")
    return " ".join($c for word in words)
----
$f("deep blue sea") == "$x"
$f("") == ""
----
f a d c x
mirror_words|text|the letters of every word|word[::-1]|peed eulb aes
mirror_long_words|phrase|the letters of every word longer than three characters|word[::-1] if len(word) > 3 else word|peed eulb sea
====
Swap the first and the last word of a string, leaving the words in between alone. Call it `swap_ends(text)`; a text with fewer than two words comes back unchanged.
----
def swap_ends(text):
    words = text.split()
    if len(words) < 2:
        return text
    words[0], words[-1] = words[-1], words[0]
    return " ".join(words)
----
swap_ends("bread with butter") == "butter with bread"
swap_ends("solo") == "solo"
====
Write `last_words(text, n)`: the last n words of the text, in reading order, joined with single spaces.
----
def last_words(text, n):
    if n <= 0:
        return ""
    return " ".join(text.split()[-n:])
----
last_words("the quick red fox", 2) == "red fox"
last_words("the quick", 5) == "the quick"
last_words("the quick", 0) == ""
#### palindromes 1
Check whether a string reads the same in both directions, $d. The function is `$f($a)`.
----
def $f($a):
    cleaned = $c
    return cleaned == cleaned[::-1]
----
$f("$x")
not $f("$y")
----
f a d c x y
is_palindrome|text|comparing every character exactly|$a|noon|Noon
is_palindrome_ci|word|ignoring case|$a.lower()|Level|Levels
is_sentence_palindrome|sentence|ignoring case, spaces and punctuation|[ch for ch in $a.lower() if ch.isalnum()]|Was it a car or a cat I saw?|Was it a dog?
====
Write `longest_palindrome_at(text, center)` that returns the longest odd-length palindrome whose middle is the character at index `center`.
----
def longest_palindrome_at(text, center):
    reach = 0
    while (center - reach - 1 >= 0 and center + reach + 1 < len(text)
           and text[center - reach - 1] == text[center + reach + 1]):
        reach += 1
    return text[center - reach:center + reach + 1]
----
longest_palindrome_at("xracecary", 4) == "racecar"
longest_palindrome_at("abc", 0) == "a"
====
Can a string be turned into a palindrome by reordering its letters? Write `can_form_palindrome(letters)` returning a bool.
----
from collections import Counter


def can_form_palindrome(letters):
    # at most one letter may occur an odd number of times
    odd = [ch for ch, n in Counter(letters).items() if n % 2]
    return len(odd) <= 1
----
can_form_palindrome("carrace")
not can_form_palindrome("daily")
can_form_palindrome("")
====
Write a function `almost_palindrome(s)` that returns True when deleting at most one character makes `s` a palindrome.
----
def almost_palindrome(s):
    def plain(lo, hi):
        while lo < hi:
            if s[lo] != s[hi]:
                return False
            lo, hi = lo + 1, hi - 1
        return True

    lo, hi = 0, len(s) - 1
    while lo < hi and s[lo] == s[hi]:
        lo, hi = lo + 1, hi - 1
    return plain(lo + 1, hi) or plain(lo, hi - 1)
----
almost_palindrome("abca")
almost_palindrome("level")
not almost_palindrome("abcd")
#### run_lengths 2
Compress a string by run-length encoding: write `$f($a)` that returns $d.
----
def $f($a):
    runs = []
    for ch in $a:
        if runs and runs[-1][0] == ch:
            runs[-1][1] += 1
        else:
            runs.append([ch, 1])
    return $c
----
$f("aaabcc") == $x
$f("") == $y
----
f a d c x y
run_length|text|a list of (character, length) tuples|[tuple(run) for run in runs]|[("a", 3), ("b", 1), ("c", 2)]|[]
compress|s|a string such as "a3b1c2"|"".join(f"{ch}{n}" for ch, n in runs)|"a3b1c2"|""
====
Using itertools.groupby, write `$f($a)` that shortens runs of equal characters: $d.
----
from itertools import groupby


def $f($a):
    pieces = []
    for ch, run in groupby($a):
        length = len(list(run))
        pieces.append($c)
    return "".join(pieces)
----
$f("wwwwxyy") == "$x"
$f("abc") == "$y"
----
f a d c x y
pack_runs|data|"aaab" becomes "3ab", single characters carry no number|f"{length}{ch}" if length > 1 else ch|4wx2y|abc
cap_runs|message|no character may appear more than two times in a row|ch * min(length, 2)|wwxyy|abc
====
Decode a run-length encoded string in which every $d. The function is called `$f($a)`.
----
import re


def $f($a):
    return "".join($c for first, second in re.findall(r"$p", $a))
----
$f("$x") == "aaab"
$f("") == ""
----
f a d c p x
expand_runs|code|character is followed by its count, as in "a3b1"|first * int(second)|(\D)(\d+)|a3b1
unpack_runs|packed|count comes before its character and a missing count means 1, as in "3ab"|second * int(first or 1)|(\d*)(\D)|3ab
#### shift_letters 2
Implement `$f($a, $k)`, a Caesar cipher that shifts $d by `$k` places and wraps around; other characters stay as they are.
----
def $f($a, $k):
    shifted = []
    for ch in $a:
        if $c:
            base = ord($b)
            ch = chr((ord(ch) - base + $k) % $m + base)
        shifted.append(ch)
    return "".join(shifted)
----
$f("xyz ABC 189", 2) == "$x"
$f($f("Mixed 90", 5), -5) == "Mixed 90"
----
f a k d c b m x
shift_lower|text|steps|lower-case English letters|"a" <= ch <= "z"|"a"|26|zab ABC 189
rotate_digits|message|offset|decimal digits|"0" <= ch <= "9"|"0"|10|xyz ABC 301
shift_upper|plain|key|capital letters A to Z|"A" <= ch <= "Z"|"A"|26|xyz CDE 189
====
Write a function rot13(text) for English letters of both cases, using str.translate.
----
import string


def rot13(text):
    lower, upper = string.ascii_lowercase, string.ascii_uppercase
    table = str.maketrans(lower + upper,
                          lower[13:] + lower[:13] + upper[13:] + upper[:13])
    return text.translate(table)
----
rot13("Hello!") == "Uryyb!"
rot13(rot13("abcXYZ")) == "abcXYZ"
====
Write `best_shift(text)`: try all 26 Caesar shifts of a lower-case text and return the shift that makes the letter "e" most frequent (the smallest such shift on a tie).
----
def best_shift(text):
    def count_e(shift):
        target = chr((ord("e") - ord("a") - shift) % 26 + ord("a"))
        return text.count(target)

    return max(range(26), key=lambda shift: (count_e(shift), -shift))
----
best_shift("ddda") == 1
best_shift("eee") == 0
best_shift("ffb") == 25
====
Write `progressive_shift(word)`, where the letter at position i (from 0) of a lower-case word moves i letters forward in the alphabet, after z comes a.
----
def progressive_shift(word):
    return "".join(chr((ord(ch) - 97 + i) % 26 + 97) for i, ch in enumerate(word))
----
progressive_shift("aaaa") == "abcd"
progressive_shift("zz") == "za"
#### frequent_letter 2
Find the $d character of a string $e; on a tie return the one that $t. Write it as `$f($a)`.
----
from collections import Counter


def $f($a):
    counts = Counter($a)
    if not counts:
        return None
    return $c
----
$f("$x") == "$y"
$f("") is None
----
f a d e t c x y
most_common_char|text|most frequent|(None when it is empty)|appears first|max(counts, key=counts.get)|banana|a
rarest_char|s|least frequent|(None for an empty one)|is smallest in alphabetical order|min(counts, key=lambda ch: (counts[ch], ch))|aabcb|c
top_char|word|most frequent|and give None if there is none|is largest in code point order|max(counts, key=lambda ch: (counts[ch], ch))|abab|b
====
Write `$f($a)` returning the $d that is not repeated anywhere in the string, or $e if all repeat.
----
def $f($a):
    for $i in $r:
        if $a.count($g) == 1:
            return $i
    return $e
----
$f("swiss") == $x
$f("aabb") == $e
----
f a d e i r g x
first_unique|s|first character|None|ch|$a|ch|"w"
first_unique_index|text|index of the first character|-1|i|range(len($a))|$a[i]|1
====
Write `first_repeated(text)` that returns the first character which has already been seen earlier in the text, or an empty string.
----
def first_repeated(text):
    seen = set()
    for ch in text:
        if ch in seen:
            return ch
        seen.add(ch)
    return ""
----
first_repeated("abcdbca") == "b"
first_repeated("xyz") == ""
#### common_affix 2
Write a function `$f($a)` that returns the longest common $d of a list of strings ("" for an empty list).
----
def $f($a):
    if not $a:
        return ""
    first, last = min($a), max($a)
    for i, ch in enumerate(first):
        if i >= len(last) or last[i] != ch:
            return first[:i]
    return first
--or--
def $f($a):
    result = ""
    for column in zip(*($w[::-1] for $w in $a)):
        if len(set(column)) > 1:
            break
        result = column[0] + result
    return result
----
$f($x) == "$y"
$f([]) == ""
----
f a d w x y
common_prefix|words|prefix|word|["flower", "flow", "flight"]|fl
common_suffix|names|suffix|name|["nation", "station", "ration"]|ation
====
Given two strings, return the length of their common $d. Define `$f(a, b)`.
----
def $f(a, b):
    n = 0
    while n < min(len(a), len(b)) and $c:
        n += 1
    return n
----
$f("winter", "winner") == $x
$f("", "x") == 0
----
f d c x
prefix_length|beginning|a[n] == b[n]|3
suffix_length|ending, compared from the right|a[-1 - n] == b[-1 - n]|2
====
Write `strip_common_prefix(paths)`: remove from all strings the longest beginning that they share and return the rests as a list.
----
from os.path import commonprefix


def strip_common_prefix(paths):
    cut = len(commonprefix(paths))
    return [path[cut:] for path in paths]
----
strip_common_prefix(["img_01", "img_02"]) == ["1", "2"]
strip_common_prefix([]) == []
====
Write `overlap_join(left, right)` that glues two strings together so that the longest end of `left` which is also a beginning of `right` is written once.
----
def overlap_join(left, right):
    for size in range(min(len(left), len(right)), 0, -1):
        if left.endswith(right[:size]):
            return left + right[size:]
    return left + right
----
overlap_join("sunflow", "flower") == "sunflower"
overlap_join("ab", "cd") == "abcd"
#### anagrams 2
Write `$f($a, $b)` that tells whether two $d are anagrams of each other, $e.
----
def $f($a, $b):
    return sorted($c) == sorted($g)
--or--
from collections import Counter


def $f($a, $b):
    return Counter($c) == Counter($g)
----
$f("$x", "$y")
not $f("abc", "abd")
----
f a b d e c g x y
are_anagrams|first|second|words|case mattering|first|second|stone|notes
same_letters|left|right|phrases|ignoring case and spaces|left.lower().replace(" ", "")|right.lower().replace(" ", "")|Dirty room|dormi tory
====
Group a list of words into anagram classes. `group_anagrams(words)` returns a list of lists, classes in order of first appearance.
----
def group_anagrams(words):
    classes = {}
    for word in words:
        classes.setdefault("".join(sorted(word)), []).append(word)
    return list(classes.values())
----
group_anagrams(["tea", "tan", "eat", "nat"]) == [["tea", "eat"], ["tan", "nat"]]
group_anagrams([]) == []
====
How many letters must be changed in `source` so that it becomes an anagram of `target`? Both have the same length. Write `anagram_distance(source, target)`.
----
from collections import Counter


def anagram_distance(source, target):
    missing = Counter(target) - Counter(source)
    return sum(missing.values())
----
anagram_distance("anagram", "mangaar") == 0
anagram_distance("leetcode", "practice") == 5
====
Write `can_write(note, letters)`: can the note be written with the given supply of letters, using each at most once? Spaces cost nothing.
----
def can_write(note, letters):
    supply = list(letters)
    for ch in note:
        if ch == " ":
            continue
        if ch not in supply:
            return False
        supply.remove(ch)
    return True
----
can_write("a cab", "bcaa")
not can_write("aaa", "aa")
====
Write a function `find_anagrams(pattern, text)` giving the start indices where a permutation of `pattern` occurs in `text`. Slide a window of counts instead of sorting each piece.
----
from collections import Counter


def find_anagrams(pattern, text):
    size = len(pattern)
    need, window = Counter(pattern), Counter(text[:size])
    starts = [0] if window == need else []
    for end in range(size, len(text)):
        window[text[end]] += 1
        gone = text[end - size]
        window[gone] -= 1
        if window[gone] == 0:
            del window[gone]
        if window == need:
            starts.append(end - size + 1)
    return starts
----
find_anagrams("ab", "abxba") == [0, 3]
find_anagrams("abc", "aaa") == []
#### masking 1
Hide part of $d: `$f($a)` replaces $e with "$m" and keeps the rest.
----
def $f($a):
    return $c
--or--
def $f($a):
    # nothing to hide in very short input
    if len($a) <= $k:
        return $a
    return $c
----
$f("$x") == "$y"
len($f("123456789")) == 9
----
f a d e m c k x y
mask_tail|secret|a secret|everything except the first two characters|*|$a[:2] + "*" * len($a[2:])|2|hunter|hu****
mask_number|digits|an account number|all but the last four characters|#|"#" * (len($a) - 4) + $a[-4:]|4|12345678|####5678
mask_middle|name|a name|everything between the first and the last letter|.|$a[:1] + "." * (len($a) - 2) + $a[-1:]|2|Martin|M....n
star_even|code|a code|the characters at even positions 0, 2, 4, ...|_|"".join("_" if i % 2 == 0 else ch for i, ch in enumerate($a))|0|abcd|_b_d
====
Write `hide_user(email)`: show only the first character of the part before the "@", then three stars, then the domain.
----
def hide_user(email):
    user, at, domain = email.partition("@")
    return user[:1] + "***" + at + domain
----
hide_user("ines@example.org") == "i***@example.org"
hide_user("q@x.io") == "q***@x.io"
====
Write `censor(text, banned)`, replacing each banned word (whole words, any case) by as many stars as it has letters.
----
import re


def censor(text, banned):
    for word in banned:
        pattern = r"\b" + re.escape(word) + r"\b"
        text = re.sub(pattern, "*" * len(word), text, flags=re.IGNORECASE)
    return text
----
censor("Darn, a darning needle", ["darn"]) == "****, a darning needle"
censor("fine", []) == "fine"
#### weave 1
Write a function `$f($a, $b)` that takes characters alternately from two strings; $d.
----
def $f($a, $b):
    return "".join(x + y for x, y in zip($a, $b))$r
--or--
from itertools import zip_longest


def $f($a, $b):
    pairs = zip_longest($a, $b, fillvalue=$v)
    return "".join(x + y for x, y in pairs)
----
$f("ace", "bd") == "$x"
$f("", "") == ""
----
f a b d r v x
weave_short|left|right|stop when the shorter one ends||""|abcd
weave_all|first|second|what is left of the longer one goes at the end||""|abcde
weave_odd|s|t|when one is used up, append the rest of the first only|+ $a[len($b):]||abcde
weave_filled|top|bottom|the shorter one is filled up with dashes||"-"|abcde-
====
Split a string into two: the characters at even indices and those at odd indices. `unweave(text)` returns a tuple.
----
def unweave(text):
    return text[::2], text[1::2]
----
unweave("abcde") == ("ace", "bd")
unweave("") == ("", "")
====
Write `zigzag(text, rails)`: write the characters down and up over `rails` rows like a fence, then read the rows from top to bottom.
----
def zigzag(text, rails):
    if rails == 1:
        return text
    rows = [""] * rails
    row, step = 0, 1
    for ch in text:
        rows[row] += ch
        if row == 0:
            step = 1
        elif row == rails - 1:
            step = -1
        row += step
    return "".join(rows)
----
zigzag("abc", 1) == "abc"
zigzag("abcdef", 2) == "acebdf"
zigzag("abcdef", 3) == "aebdfc"
#### squeeze 1
Write `$f($a)` which collapses runs of $d into one.
----
import re


def $f($a):
    return re.sub(r"$p", $r, $a)
----
$f("$x") == "$y"
$f("") == ""
----
f a d p r x y
squeeze_spaces|text|spaces| +|" "|a   b  c|a b c
squeeze_repeats|s|any equal characters|(.)\1+|r"\1"|aabbbc|abc
squeeze_marks|line|exclamation marks|!{2,}|"!"|Stop!!! Now!|Stop! Now!
====
Write a function `$f($a)` that removes $d. Do it in one pass over the string, without regular expressions.
----
def $f($a):
    kept = []
    for ch in $a:
        if $c:
            kept.append(ch)
    return "".join(kept)
----
$f("aab cc b") == "$x"
$f("z") == "z"
----
f a d c x
drop_adjacent_repeats|word|a character when it equals the one just before it|not kept or kept[-1] != ch|ab c b
unique_chars|letters|every character that has been kept before, so that each remains once|ch not in kept|ab c
drop_spaces|phrase|all spaces|ch != " "|aabccb
====
Write `cancel_pairs(s)`: repeatedly delete two equal neighbouring characters until there are none, and return what is left.
----
def cancel_pairs(s):
    stack = []
    for ch in s:
        if stack and stack[-1] == ch:
            stack.pop()
        else:
            stack.append(ch)
    return "".join(stack)
----
cancel_pairs("abbaca") == "ca"
cancel_pairs("aabb") == ""
#### rotation 2
Write `$f($a, n)` that rotates a string by n characters to the $d; n may be larger than the string.
----
def $f($a, n):
    if not $a:
        return $a
    n %= len($a)
    return $c
----
$f("abcde", 2) == "$x"
$f("abcde", 7) == "$x"
$f("", 3) == ""
----
f a d c x
rotate_left|text|left|$a[n:] + $a[:n]|cdeab
rotate_right|word|right|$a[len($a) - n:] + $a[:len($a) - n]|deabc
====
Is one string a rotation of another, as "erbottlewat" is of "waterbottle"? Write `is_rotation(a, b)`.
----
def is_rotation(a, b):
    return len(a) == len(b) and b in a + a
----
is_rotation("waterbottle", "erbottlewat")
not is_rotation("abc", "acb")
not is_rotation("ab", "aba")
====
List all rotations of a string, starting with the string itself: `rotations(s)`.
----
def rotations(s):
    return [s[i:] + s[:i] for i in range(len(s))]
----
rotations("abc") == ["abc", "bca", "cab"]
rotations("") == []
====
Return the rotation of `s` that comes first in alphabetical order. Call the function `least_rotation`.
----
def least_rotation(s):
    """Smallest of all rotations of s ('' stays '')."""
    return min((s[i:] + s[:i] for i in range(len(s))), default="")
----
least_rotation("bca") == "abc"
least_rotation("") == ""
====
Find the smallest positive number of left rotations after which a string equals itself again: `rotation_period(s)` (0 for the empty string).
----
def rotation_period(s):
    if not s:
        return 0
    return (s + s).index(s, 1)
----
rotation_period("abab") == 2
rotation_period("abc") == 3
rotation_period("") == 0
#### find_all 2
Return a list of all positions at which `$b` occurs in `$a`, $d. Name it `$f($a, $b)`.
----
def $f($a, $b):
    positions = []
    start = $a.find($b)
    while start != -1:
        positions.append(start)
        start = $a.find($b, start + $s)
    return positions
----
$f("aaaa", "aa") == $x
$f("abc", "z") == []
----
f a b d s x
find_overlapping|text|part|overlapping matches included|1|[0, 1, 2]
find_separate|haystack|needle|without overlaps|len($b)|[0, 2]
====
Write `replace_nth(text, old, new, n)` that replaces only the n-th occurrence (counting from 1) of `old`; if there are fewer, return the text unchanged.
----
def replace_nth(text, old, new, n):
    parts = text.split(old)
    if not 1 <= n < len(parts):
        return text
    return old.join(parts[:n]) + new + old.join(parts[n:])
----
replace_nth("a-b-c-d", "-", "+", 2) == "a-b+c-d"
replace_nth("a-b", "-", "+", 5) == "a-b"
====
Write `between(text, start, end)`: the part of the text after the first `start` marker and before the next `end` marker, or None if either is missing.
----
def between(text, start, end):
    _, found, rest = text.partition(start)
    if not found:
        return None
    inner, found, _ = rest.partition(end)
    return inner if found else None
----
between("x=[12];", "[", "]") == "12"
between("no marks", "[", "]") is None
between("[open", "[", "]") is None
====
Count how often a word occurs in a text as a whole word, ignoring case. Write `count_word(text, word)`.
----
import re


def count_word(text, word):
    words = re.findall(r"[a-z']+", text.lower())
    return words.count(word.lower())
----
count_word("The cat saw the other cat's tail", "the") == 2
count_word("", "a") == 0
====
Write `is_subsequence(small, big)`: do the characters of `small` all occur in `big` in the same order, perhaps with others in between?
----
def is_subsequence(small, big):
    rest = iter(big)
    return all(ch in rest for ch in small)
----
is_subsequence("ace", "abcde")
not is_subsequence("aec", "abcde")
is_subsequence("", "x")
#### change_case 1
Write `$f($a)` that changes the case of a string so that $d.
----
def $f($a):
    return $c
--or--
def $f($a):
    # $d
    return $c
----
$f("heLLo wORLD") == "$x"
$f("") == ""
----
f a d c x
alternate_case|text|letters at even indices are upper case and the others lower case|"".join(ch.upper() if i % 2 == 0 else ch.lower() for i, ch in enumerate($a))|HeLlO WoRlD
invert_case|s|capital letters become small ones and the other way round|"".join(ch.lower() if ch.isupper() else ch.upper() for ch in $a)|HEllO World
cap_words|sentence|each word begins with a capital and goes on in lower case|" ".join(word[:1].upper() + word[1:].lower() for word in $a.split(" "))|Hello World
cap_ends|phrase|the first and the last letter of each word are capitals, the others small|" ".join((w[:1].upper() + w[1:].lower())[:-1] + w[-1:].upper() for w in $a.split(" "))|HellO WorlD
====
Title-case a headline with `headline(text)`: capitalize all words except "a", "of", "the", "and" and "in", which stay small unless they come first.
----
SMALL = {"a", "of", "the", "and", "in"}


def headline(text):
    words = text.lower().split()
    return " ".join(word if i and word in SMALL else word.capitalize()
                    for i, word in enumerate(words))
----
headline("THE lord of the rings") == "The Lord of the Rings"
headline("a day in may") == "A Day in May"
====
Write `capitalize_sentences(text)`, making the first letter after a ".", "!" or "?" (and the first of all) upper case.
----
def capitalize_sentences(text):
    result, start = "", True
    for ch in text:
        if start and ch.isalpha():
            ch, start = ch.upper(), False
        elif ch in ".!?":
            start = True
        result += ch
    return result
----
capitalize_sentences("it rains. stay in! ok") == "It rains. Stay in! Ok"
capitalize_sentences("") == ""
#### string_matching 4
Implement $g: `$f($a)` returns $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
g f a d c x y z w
the Knuth-Morris-Pratt algorithm|kmp_search|text, pattern|all positions where a non-empty pattern begins in the text|fallback, k = [0], 0\n    for ch in pattern[1:]:\n        while k and pattern[k] != ch:\n            k = fallback[k - 1]\n        k += pattern[k] == ch\n        fallback.append(k)\n    found, k = [], 0\n    for i, ch in enumerate(text):\n        while k and (k == len(pattern) or pattern[k] != ch):\n            k = fallback[k - 1]\n        k += pattern[k] == ch\n        if k == len(pattern):\n            found.append(i - k + 1)\n    return found|"ababa", "aba"|[0, 2]|"abc", "d"|[]
the prefix function of a string|borders|s|a list whose i-th entry is the length of the longest proper prefix of s[:i + 1] that is also its suffix|table = [0] * len(s)\n    for i in range(1, len(s)):\n        j = table[i - 1]\n        while j > 0 and s[i] != s[j]:\n            j = table[j - 1]\n        table[i] = j + 1 if s[i] == s[j] else j\n    return table|"abacaba"|[0, 0, 1, 0, 1, 2, 3]|""|[]
the Z function of a string|z_values|s|a list whose i-th entry is the length of the longest common prefix of s and s[i:] (0 for i = 0), in linear time|z = [0] * len(s)\n    left = right = 0\n    for i in range(1, len(s)):\n        if i < right:\n            z[i] = min(right - i, z[i - left])\n        while i + z[i] < len(s) and s[z[i]] == s[i + z[i]]:\n            z[i] += 1\n        if i + z[i] > right:\n            left, right = i, i + z[i]\n    return z|"aabaab"|[0, 1, 0, 3, 1, 0]|"x"|[0]
the search with a rolling hash (Rabin-Karp)|rolling_find|text, word, base=256, modulus=1_000_003|the first index of the word in the text or -1, comparing characters only where the hashes agree|size = len(word)\n    if size > len(text):\n        return -1\n    high = pow(base, size - 1, modulus) if size else 0\n    wanted = here = 0\n    for a, b in zip(word, text):\n        wanted = (wanted * base + ord(a)) % modulus\n        here = (here * base + ord(b)) % modulus\n    for start in range(len(text) - size + 1):\n        if here == wanted and text[start:start + size] == word:\n            return start\n        if start + size < len(text):\n            here = (here - ord(text[start]) * high) * base + ord(text[start + size])\n            here %= modulus\n    return -1|"the cat sat", "sat"|8|"abc", "cd"|-1
Manacher's idea (expanding around each centre is also allowed)|longest_palindrome|text|the longest palindromic substring, the first one of several|best = ""\n    for centre in range(len(text)):\n        for low, high in ((centre, centre), (centre, centre + 1)):\n            while low >= 0 and high < len(text) and text[low] == text[high]:\n                low -= 1\n                high += 1\n            if high - low - 1 > len(best):\n                best = text[low + 1:high]\n    return best|"xabbay"|"abba"|""|""
a suffix array|suffix_array|text|the starting indices of all suffixes in alphabetical order of the suffixes, by doubling the length that is compared|order = list(range(len(text)))\n    rank = [ord(ch) for ch in text]\n    size = 1\n    while True:\n        def key(i):\n            return rank[i], rank[i + size] if i + size < len(text) else -1\n\n        order.sort(key=key)\n        new = [0] * len(text)\n        for before, i in zip(order, order[1:]):\n            new[i] = new[before] + (key(i) != key(before))\n        rank = new\n        if not order or rank[order[-1]] == len(text) - 1:\n            return order\n        size *= 2|"banana"|[5, 3, 1, 0, 4, 2]|""|[]
the Boyer-Moore-Horspool search|horspool|text, pattern|the first index of a non-empty pattern or -1, skipping ahead by the last character of the window|size = len(pattern)\n    skip = {ch: size - 1 - i for i, ch in enumerate(pattern[:-1])}\n    at = 0\n    while at + size <= len(text):\n        if text[at:at + size] == pattern:\n            return at\n        at += skip.get(text[at + size - 1], size)\n    return -1|"here is a needle", "needle"|10|"aaa", "b"|-1
'''
