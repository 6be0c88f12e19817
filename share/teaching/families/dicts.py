TOPIC = "dictionaries"
FAMILIES = r'''
#### invert 1
Write `$f($a)` that turns keys into values and values into keys; $d.
----
def $f($a):
    inverted = {}
    for key, value in $a.items():
        $c
    return inverted
----
$f({"a": 1, "b": 2, "c": 1}) == $x
$f({}) == {}
----
f a d c x
invert|mapping|when a value occurs more than once the last key wins|inverted[value] = key|{1: "c", 2: "b"}
invert_first|table|of several keys with the same value the first is kept|inverted.setdefault(value, key)|{1: "a", 2: "b"}
invert_multi|grades|each value is mapped to the list of its keys|inverted.setdefault(value, []).append(key)|{1: ["a", "c"], 2: ["b"]}
invert_count|votes|each value is mapped to the number of keys that had it|inverted[value] = inverted.get(value, 0) + 1|{1: 2, 2: 1}
====
Invert a dict of lists: `index_by_item(groups)` maps each item to a sorted list of the group names that contain it.
----
from collections import defaultdict


def index_by_item(groups):
    index = defaultdict(set)
    for name, items in groups.items():
        for item in items:
            index[item].add(name)
    return {item: sorted(names) for item, names in index.items()}
----
index_by_item({"red": ["apple", "rose"], "fruit": ["apple"]}) == {"apple": ["fruit", "red"], "rose": ["red"]}
index_by_item({}) == {}
====
Write `is_one_to_one(mapping)`: does no value of the dict occur twice?
----
def is_one_to_one(mapping):
    return len(set(mapping.values())) == len(mapping)
----
is_one_to_one({"a": 1, "b": 2})
not is_one_to_one({"a": 1, "b": 1})
#### group_by 2
Group $d in a dict of lists. Define `$f($a)`.
----
def $f($a):
    groups = {}
    for $i in $a:
        groups.setdefault($k, []).append($i)
    return groups
--or--
from collections import defaultdict


def $f($a):
    grouped = defaultdict(list)
    for $i in $a:
        grouped[$k].append($i)
    return dict(grouped)
----
$f($x) == $y
$f([]) == {}
----
f a d i k x y
by_length|words|words by their length|word|len(word)|["to", "be", "not"]|{2: ["to", "be"], 3: ["not"]}
by_initial|names|names by their first letter in upper case|name|name[0].upper()|["ann", "Abe", "joe"]|{"A": ["ann", "Abe"], "J": ["joe"]}
by_remainder|numbers|integers by their remainder modulo 3|n|n % 3|[1, 2, 3, 4]|{1: [1, 4], 2: [2], 0: [3]}
by_type|values|values by the name of their type|value|type(value).__name__|[1, "a", 2]|{"int": [1, 2], "str": ["a"]}
by_decade|years|years by decade (1987 belongs to 1980)|year|year // 10 * 10|[1987, 1991, 1980]|{1980: [1987, 1980], 1990: [1991]}
by_extension|files|file names by extension ("" if there is no dot)|name|name.rpartition(".")[2] if "." in name else ""|["a.py", "b.txt", "c.py", "d"]|{"py": ["a.py", "c.py"], "txt": ["b.txt"], "": ["d"]}
====
Write `total_by(rows, key, field)`: rows are dicts; add up row[field] for every distinct row[key].
----
def total_by(rows, key, field):
    totals = {}
    for row in rows:
        totals[row[key]] = totals.get(row[key], 0) + row[field]
    return totals
----
total_by([{"city": "Rome", "n": 2}, {"city": "Oslo", "n": 1}, {"city": "Rome", "n": 5}], "city", "n") == {"Rome": 7, "Oslo": 1}
total_by([], "a", "b") == {}
#### merge_dicts 1
Merge two dicts of numbers: `$f($a, $b)` returns a new dict in which $d.
----
def $f($a, $b):
    merged = dict($a)
    for key, number in $b.items():
        merged[key] = $c
    return merged
----
$f({"x": 1, "y": 5}, {"y": 2, "z": 3}) == $x
$f({}, {"q": 1}) == {"q": 1}
----
f a b d c x
add_counts|first|second|the numbers of common keys are added|merged.get(key, 0) + number|{"x": 1, "y": 7, "z": 3}
keep_larger|old|new|a common key has the larger of both numbers|max(number, merged.get(key, number))|{"x": 1, "y": 5, "z": 3}
keep_left|defaults|extra|the first dict wins where both have a key|merged.get(key, number)|{"x": 1, "y": 5, "z": 3}
====
Write `common_items(a, b)` that returns the key/value pairs which two dicts have in common, as a dict.
----
def common_items(a, b):
    return {key: a[key] for key in a if key in b and a[key] == b[key]}
----
common_items({"a": 1, "b": 2}, {"a": 1, "b": 3}) == {"a": 1}
common_items({}, {"a": 1}) == {}
====
Merge nested settings: `deep_merge(base, override)` returns a new dict; where both values are dicts they are merged in turn, otherwise the override wins. The inputs stay unchanged.
----
def deep_merge(base, override):
    result = dict(base)
    for key, value in override.items():
        if isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = deep_merge(result[key], value)
        else:
            result[key] = value
    return result
----
deep_merge({"a": {"x": 1, "y": 2}, "b": 1}, {"a": {"y": 9}}) == {"a": {"x": 1, "y": 9}, "b": 1}
deep_merge({"a": 1}, {"a": {"b": 2}}) == {"a": {"b": 2}}
====
Combine a list of dicts into one dict whose values are lists of all the values met for a key: `collect(dicts)`.
----
def collect(dicts):
    lists = {}
    for d in dicts:
        for key in d:
            lists.setdefault(key, []).append(d[key])
    return lists
----
collect([{"a": 1}, {"a": 2, "b": 3}]) == {"a": [1, 2], "b": [3]}
collect([]) == {}
#### filter_dict 1
Return a new dict with only those entries of `$a` $d. Write `$f($a$g)`.
----
def $f($a$g):
    return {$k: $v for $k, $v in $a.items() if $c}
----
$f($x) == $y
$f({}$h) == {}
----
f a g d k v c x h y
passing|scores|, mark|whose value is at least `mark`|name|score|score >= mark|{"ann": 60, "bob": 40}, 50|, 1|{"ann": 60}
without_none|record||whose value is not None|field|value|value is not None|{"a": None, "b": 0}||{"b": 0}
pick|options|, allowed|whose key is in the collection `allowed`|key|option|key in allowed|{"x": 1, "y": 2}, ["y"]|, []|{"y": 2}
public_only|attributes||whose key does not begin with an underscore|name|attribute|not name.startswith("_")|{"_id": 1, "name": "a"}||{"name": "a"}
drop_keys|data|, unwanted|whose key is not in `unwanted`|k|v|k not in unwanted|{"a": 1, "b": 2}, {"a"}|, {"z"}|{"b": 2}
long_entries|lists|, size|whose list has more than `size` elements|label|entries|len(entries) > size|{"p": [1, 2], "q": [1]}, 1|, 0|{"p": [1, 2]}
#### nested_get 2
Look up a value in nested dicts by a path such as "$p". `$f(data, path$g)` $d.
----
def $f(data, path$g):
    for part in path.split("$s"):
        $c
    return data
----
$f({"a": {"b": 7}}, "a$sb") == 7
$t
----
f p s g d c t
get_path|server.port|.|, default=None|returns the default when any part is missing|if not isinstance(data, dict) or part not in data:\n            return default\n        data = data[part]|$f({"a": 1}, "a.b", 0) == 0
require_path|user/name|/||raises a KeyError with the full path when a part is missing|try:\n            data = data[part]\n        except (KeyError, TypeError):\n            raise KeyError(path) from None|$f({}, "x/y") ! KeyError
walk_path|rows:0:name|:||goes into lists too, in which case the part is an index|data = data[int(part)] if isinstance(data, list) else data[part]|$f({"r": [5, 6]}, "r:1") == 6
====
Write `set_path(data, path, value)` that stores a value in nested dicts under a dotted path, creating dicts on the way. It changes `data` and returns it.
----
def set_path(data, path, value):
    *parents, last = path.split(".")
    node = data
    for part in parents:
        node = node.setdefault(part, {})
    node[last] = value
    return data
----
set_path({}, "a.b.c", 1) == {"a": {"b": {"c": 1}}}
set_path({"a": {"x": 0}}, "a.y", 2) == {"a": {"x": 0, "y": 2}}
====
Flatten nested dicts into one level with keys joined by "$s". Write `$f(nested)`; empty dicts $d.
----
def $f(nested, prefix=""):
    flat = {}
    for key, value in nested.items():
        if isinstance(value, dict)$c:
            flat.update($f(value, prefix + key + "$s"))
        else:
            flat[prefix + key] = value
    return flat
----
$f({"a": {"b": 1, "c": {"d": 2}}, "e": 3}) == {"a$sb": 1, "a$sc$sd": 2, "e": 3}
$f({"a": {}}) == $x
----
f s d c x
flatten_keys|.|vanish||{}
flatten_settings|__|are kept as values| and value|{"a": {}}
====
Turn a flat dict with dotted keys into nested dicts: `unflatten(flat)`.
----
def unflatten(flat):
    nested = {}
    for dotted, value in flat.items():
        node = nested
        parts = dotted.split(".")
        for part in parts[:-1]:
            node = node.setdefault(part, {})
        node[parts[-1]] = value
    return nested
----
unflatten({"a.b": 1, "a.c": 2, "d": 3}) == {"a": {"b": 1, "c": 2}, "d": 3}
unflatten({}) == {}
#### word_counts 1
Count $d in a text and return a dict: `$f($a)`.
----
def $f($a):
    counts = {}
    for $i in $r:
        counts[$i] = counts.get($i, 0) + 1
    return counts
--or--
from collections import Counter


def $f($a):
    return dict(Counter($r))
----
$f($x) == $y
$f("") == {}
----
f a d i r x y
word_counts|text|the words, ignoring case|word|$a.lower().split()|"Red fish red"|{"red": 2, "fish": 1}
letter_counts|phrase|the letters; case is ignored and everything else left out|ch|[ch for ch in $a.lower() if ch.isalpha()]|"Aha!"|{"a": 2, "h": 1}
length_counts|sentence|how many words there are of each length|size|[len(word) for word in $a.split()]|"to be or not"|{2: 3, 3: 1}
pair_counts|s|the pairs of adjacent characters|pair|map("".join, zip($a, $a[1:]))|"abab"|{"ab": 2, "ba": 1}
====
Return the `n` most frequent words of a text, the most frequent first and ties in alphabetical order: `top_words(text, n)`.
----
from collections import Counter


def top_words(text, n):
    counts = Counter(text.lower().split())
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    return ranked[:n]
----
top_words("b a c b a d", 3) == ["a", "b", "c"]
top_words("", 2) == []
====
For each word of a text record the numbers of the lines (from 1) where it occurs, without repeats. `word_lines(text)` returns a dict of lists.
----
def word_lines(text):
    index = {}
    for number, line in enumerate(text.splitlines(), start=1):
        for word in line.split():
            lines = index.setdefault(word, [])
            if not lines or lines[-1] != number:
                lines.append(number)
    return index
----
word_lines("a b a\nb") == {"a": [1], "b": [1, 2]}
word_lines("") == {}
#### dict_diff 2
Compare two versions of a dict. `$f($a, $b)` returns $d.
----
def $f($a, $b):
    return $c
----
$f({"p": 1, "q": 2, "r": 3}, {"q": 2, "r": 4, "s": 5}) == $x
$f({}, {}) == $y
----
f a b d c x y
added_keys|old|new|the sorted list of keys that exist only in the new one|sorted($b.keys() - $a.keys())|["s"]|[]
changed_values|before|after|a dict of the changed common keys with (old, new) tuples|{k: ($a[k], $b[k]) for k in $a if k in $b and $a[k] != $b[k]}|{"r": (3, 4)}|{}
missing_keys|wanted|present|the keys of the first that the second lacks, in order|[key for key in $a if key not in $b]|["p"]|[]
updates|base|target|what must be passed to base.update() to get all new and changed entries|{key: value for key, value in $b.items() if key not in $a or $a[key] != value}|{"r": 4, "s": 5}|{}
====
Write `diff(old, new)`: a list of strings, "+key" for added, "-key" for removed and "~key" for changed keys, sorted by key.
----
def diff(old, new):
    lines = []
    for key in sorted(old.keys() | new.keys()):
        if key not in old:
            lines.append(f"+{key}")
        elif key not in new:
            lines.append(f"-{key}")
        elif old[key] != new[key]:
            lines.append(f"~{key}")
    return lines
----
diff({"a": 1, "b": 2}, {"b": 3, "c": 4}) == ["-a", "~b", "+c"]
diff({"a": 1}, {"a": 1}) == []
====
Apply a patch to a dict: in `apply_patch(data, patch)` a value of None deletes the key, any other value sets it. Return a new dict.
----
def apply_patch(data, patch):
    result = {**data, **patch}
    return {key: value for key, value in result.items()
            if not (key in patch and value is None)}
----
apply_patch({"a": 1, "b": 2}, {"a": None, "c": 3}) == {"b": 2, "c": 3}
apply_patch({"a": None}, {}) == {"a": None}
#### order_dict 2
Write `$f($a)`: $d.
----
def $f($a):
    return $c
----
$f({"pear": 2, "fig": 7, "kiwi": 2}) == $x
$f({}) == $y
----
f a d c x y
keys_by_value|stock|the keys of a dict sorted by value, smallest first, equal values by key|sorted($a, key=lambda key: ($a[key], key))|["kiwi", "pear", "fig"]|[]
ranked|scores|a list of (key, value) pairs, highest value first; equal values keep the order of the dict|sorted($a.items(), key=lambda item: item[1], reverse=True)|[("fig", 7), ("pear", 2), ("kiwi", 2)]|[]
best_key|counts|the key with the highest value, or None for an empty dict|max($a, key=$a.get, default=None)|"fig"|None
sort_by_key|prices|a new dict with the same entries in alphabetical order of the keys|dict(sorted($a.items()))|{"fig": 7, "kiwi": 2, "pear": 2}|{}
shares|amounts|a dict with each value divided by the sum of all values|{key: amount / sum($a.values()) for key, amount in $a.items()}|{"pear": 2 / 11, "fig": 7 / 11, "kiwi": 2 / 11}|{}
====
Give ranks to players: `ranks(points)` maps each name to its rank, 1 for the most points; equal points share a rank and the next rank is skipped.
----
def ranks(points):
    result = {}
    for name, own in points.items():
        result[name] = 1 + sum(other > own for other in points.values())
    return result
----
ranks({"a": 5, "b": 9, "c": 5, "d": 1}) == {"a": 2, "b": 1, "c": 2, "d": 4}
ranks({}) == {}
#### rename_keys 1
Write `$f($a)`, returning a copy of a dict in which $d.
----
def $f($a):
    return {$k: $v for key, value in $a.items()}
----
$f($x) == $y
$f({}) == {}
----
f a d k v x y
lower_keys|headers|all keys are lower case|key.lower()|value|{"Host": "a"}|{"host": "a"}
prefix_keys|fields|"x_" stands before every key|"x_" + key|value|{"id": 1}|{"x_id": 1}
strip_values|form|the strings that are values have no white space at their ends|key|value.strip()|{"name": " Bo "}|{"name": "Bo"}
double_values|recipe|every value is doubled|key|value * 2|{"eggs": 3}|{"eggs": 6}
text_values|row|values are strings, None becoming ""|key|"" if value is None else str(value)|{"a": 5, "b": None}|{"a": "5", "b": ""}
====
Write `rename(record, names)`, where names maps old keys to new ones; keys not mentioned stay, the order is kept, and two keys that end up equal raise ValueError.
----
def rename(record, names):
    renamed = {}
    for key, value in record.items():
        new = names.get(key, key)
        if new in renamed:
            raise ValueError(f"two fields named {new!r}")
        renamed[new] = value
    return renamed
----
rename({"a": 1, "b": 2}, {"a": "x"}) == {"x": 1, "b": 2}
rename({"a": 1, "b": 2}, {"a": "b"}) ! ValueError
#### records 2
Work on a list of dicts. `$f(rows, $a)` $d.
----
def $f(rows, $a):
    $c
----
$f([{"id": 1, "n": "x"}, {"id": 2, "n": "y"}, {"id": 1, "n": "z"}], "id") == $x
$f([], "id") == $y
----
f a d c x y
column|name|returns the list of the values of one field|return [row[name] for row in rows]|[1, 2, 1]|[]
index_rows|key|returns a dict from row[key] to the row; later rows replace earlier ones|return {row[key]: row for row in rows}|{1: {"id": 1, "n": "z"}, 2: {"id": 2, "n": "y"}}|{}
distinct|field|returns the sorted list of different values of a field|return sorted({row[field] for row in rows})|[1, 2]|[]
without_column|name|returns copies of the rows without that field|return [{k: v for k, v in row.items() if k != name} for row in rows]|[{"n": "x"}, {"n": "y"}, {"n": "z"}]|[]
====
Write `select(rows, **conditions)`: the rows (dicts) that have the given value for every keyword, e.g. select(rows, city="Bern", active=True).
----
def select(rows, **conditions):
    return [row for row in rows
            if all(row.get(field) == wanted for field, wanted in conditions.items())]
----
select([{"a": 1, "b": 2}, {"a": 1, "b": 3}], a=1, b=3) == [{"a": 1, "b": 3}]
select([{"a": 1}], z=0) == []
select([{"a": 1}]) == [{"a": 1}]
====
Join two lists of dicts on a common key: `inner_join(left, right, key)` merges each left row with every right row that has the same key value.
----
def inner_join(left, right, key):
    by_key = {}
    for row in right:
        by_key.setdefault(row[key], []).append(row)
    return [{**row, **match} for row in left for match in by_key.get(row[key], [])]
----
inner_join([{"k": 1, "a": 2}, {"k": 5, "a": 3}], [{"k": 1, "b": 4}], "k") == [{"k": 1, "a": 2, "b": 4}]
inner_join([], [{"k": 1}], "k") == []
====
Turn a dict of equally long lists into a list of dicts (columns to rows) with `to_rows(columns)`.
----
def to_rows(columns):
    names = list(columns)
    return [dict(zip(names, values)) for values in zip(*columns.values())]
----
to_rows({"a": [1, 2], "b": [3, 4]}) == [{"a": 1, "b": 3}, {"a": 2, "b": 4}]
to_rows({}) == []
'''
