KIND, LANGUAGE = "function", "python"
GROUPS = r'''
Group a list of dicts by the value of `key` and return the sum of `field` for each group, as a dict. Records without the key are left out.
----
from collections import defaultdict


def sum_by(records, key, field):
    totals = defaultdict(int)
    for record in records:
        if key in record:
            totals[record[key]] += record.get(field, 0)
    return dict(totals)
----
sum_by([{"k": "a", "n": 1}, {"k": "b", "n": 5}, {"k": "a", "n": 2}, {"n": 9}], "k", "n") == {"a": 3, "b": 5}
sum_by([], "k", "n") == {}
====
Join two lists of dicts on a common key, like a $d in SQL. Values of the right record win where both have a field.
----
def $f(left, right, key):
    index = {row[key]: row for row in right}
    return [{**row, **index$g} for row in left$c]
----
$f([{"id": 1, "a": "x"}, {"id": 2, "a": "y"}], [{"id": 2, "b": "z"}], "id") == $x
$f([], [{"id": 1}], "id") == []
----
d f g c x
inner join|inner_join|[row[key]]| if row[key] in index|[{"id": 2, "a": "y", "b": "z"}]
left join|left_join|.get(row[key], {})||[{"id": 1, "a": "x"}, {"id": 2, "a": "y", "b": "z"}]
====
Return the students who passed, in alphabetical order. `marks` maps a name to a list of marks; one passes with an average of at least 50 and no mark below 30. Whoever has no marks has not passed.
----
def passed(marks):
    return sorted(name for name, values in marks.items()
                  if values and min(values) >= 30 and sum(values) / len(values) >= 50)
----
passed({"Zoe": [50, 50], "Al": [90, 29], "Bo": [70, 30], "Cy": []}) == ["Bo", "Zoe"]
passed({}) == []
====
Flatten a nested dict into one level. Keys are joined by "$s"$d.
----
def $f(data, prefix=""):
    flat = {}
    for key, value in data.items():
        name = f"{prefix}$s{key}" if prefix else str(key)
        if isinstance(value, $t):
            flat.update($f($v, name))
        else:
            flat[name] = value
    return flat
----
$f({"a": {"b": 1, "c": {"d": 2}}, "e": 3}) == $x
$f({"a": [5, {"b": 6}]}) == $y
$f({}) == {}
----
s d f t v x y
.|; lists are values like any other|flatten_keys|dict|value|{"a.b": 1, "a.c.d": 2, "e": 3}|{"a": [5, {"b": 6}]}
/|, and items of lists go by their index|flatten_all|(dict, list)|value if isinstance(value, dict) else dict(enumerate(value))|{"a/b": 1, "a/c/d": 2, "e": 3}|{"a/0": 5, "a/1/b": 6}
====
Merge a user's settings into the defaults. Nested dicts are merged key by key, all other values are replaced, and neither argument is changed.
----
def merge_settings(defaults, user):
    merged = dict(defaults)
    for key, value in user.items():
        if isinstance(value, dict) and isinstance(merged.get(key), dict):
            merged[key] = merge_settings(merged[key], value)
        else:
            merged[key] = value
    return merged
----
merge_settings({"ui": {"dark": False, "font": 12}, "v": 1}, {"ui": {"dark": True}}) == {"ui": {"dark": True, "font": 12}, "v": 1}
merge_settings({"a": 1}, {"a": {"b": 2}}) == {"a": {"b": 2}}
: d = {"x": {"y": 1}}; merge_settings(d, {"x": {"y": 2}})
d == {"x": {"y": 1}}
====
List what changed between two dicts as a sorted list of strings. Use "+key" for a new key, "-key" for a removed one and "~key" for a changed value.
----
def changes(old, new):
    marks = [f"+{key}" for key in new if key not in old]
    marks += [f"-{key}" for key in old if key not in new]
    marks += [f"~{key}" for key in old if key in new and old[key] != new[key]]
    return sorted(marks, key=lambda mark: mark[1:])
----
changes({"a": 1, "b": 2, "c": 3}, {"b": 2, "c": 4, "d": 5}) == ["-a", "~c", "+d"]
changes({}, {}) == []
====
Index a list of books (dicts with "title" and a list "authors") by author. Each author's titles are sorted.
----
def by_author(books):
    index = {}
    for book in books:
        for author in book["authors"]:
            index.setdefault(author, []).append(book["title"])
    return {author: sorted(titles) for author, titles in index.items()}
----
by_author([{"title": "Z", "authors": ["Kay", "Lee"]}, {"title": "B", "authors": ["Kay"]}]) == {"Kay": ["B", "Z"], "Lee": ["Z"]}
by_author([]) == {}
====
Page through a list: return a dict with "items" of page number `page` (from 1), "pages" (their total, at least 1) and "next" (the next page's number or None). There are `size` items on a page.
----
def paginate(items, page, size=10):
    pages = max(1, -(-len(items) // size))
    start = (page - 1) * size
    return {
        "items": items[start:start + size],
        "pages": pages,
        "next": page + 1 if page < pages else None,
    }
----
paginate([1, 2, 3, 4, 5], 2, 2) == {"items": [3, 4], "pages": 3, "next": 3}
paginate([1, 2, 3, 4, 5], 3, 2) == {"items": [5], "pages": 3, "next": None}
paginate([], 1) == {"items": [], "pages": 1, "next": None}
====
Pick the employees for $d. Each employee is a dict with "name", "dept" and "salary".
----
$i
def $f(staff):
    $c
----
: staff = [{"name": "A", "dept": "x", "salary": 10}, {"name": "B", "dept": "x", "salary": 30}, {"name": "C", "dept": "y", "salary": 20}, {"name": "D", "dept": "x", "salary": 20}]
$f(staff) == $x
$f([]) == $y
----
i d f c x y
|a pay rise, by name: all who earn less than the average of their own department, in the given order|below_average|pay = {}\n    for person in staff:\n        pay.setdefault(person["dept"], []).append(person["salary"])\n    mean = {dept: sum(values) / len(values) for dept, values in pay.items()}\n    return [p["name"] for p in staff if p["salary"] < mean[p["dept"]]]|["A"]|[]
|the board: the best paid of each department, as a dict from department to name (the first one on a tie)|best_paid|best = {}\n    for person in staff:\n        current = best.get(person["dept"])\n        if current is None or person["salary"] > current["salary"]:\n            best[person["dept"]] = person\n    return {dept: person["name"] for dept, person in best.items()}|{"x": "B", "y": "C"}|{}
from operator import itemgetter\n\n|the phone list, by name: sorted by department, and by falling salary within one|phone_list|ordered = sorted(staff, key=itemgetter("salary"), reverse=True)\n    return [person["name"] for person in sorted(ordered, key=itemgetter("dept"))]|["B", "D", "A", "C"]|[]
====
Transpose a table given as a dict of columns into a list of row dicts. All columns have the same length.
----
def columns_to_rows(columns):
    names = list(columns)
    return [dict(zip(names, values)) for values in zip(*columns.values())]
----
columns_to_rows({"a": [1, 2], "b": [3, 4]}) == [{"a": 1, "b": 3}, {"a": 2, "b": 4}]
columns_to_rows({}) == []
====
Turn a list of row dicts into a dict of columns; a value that a row lacks is None.
----
def rows_to_columns(rows):
    names = []
    for row in rows:
        names += [name for name in row if name not in names]
    return {name: [row.get(name) for row in rows] for name in names}
----
rows_to_columns([{"a": 1}, {"b": 2, "a": 3}]) == {"a": [1, 3], "b": [None, 2]}
rows_to_columns([]) == {}
====
Count the values of a field over many records and return the counts as a dict sorted by falling count, with ties in order of first appearance.
----
from collections import Counter


def tally(records, field):
    return dict(Counter(r[field] for r in records if field in r).most_common())
----
list(tally([{"c": "a"}, {"c": "b"}, {"c": "b"}, {}], "c").items()) == [("b", 2), ("a", 1)]
tally([], "c") == {}
====
Find duplicate contacts. Two contacts are the same person if their e-mail addresses agree apart from case and surrounding blanks. Return a list of lists of names, one for each address that occurs more than once.
----
def duplicate_contacts(contacts):
    groups = {}
    for contact in contacts:
        address = contact["email"].strip().lower()
        groups.setdefault(address, []).append(contact["name"])
    return [names for names in groups.values() if len(names) > 1]
----
duplicate_contacts([{"name": "A", "email": "x@y.z"}, {"name": "B", "email": "q@y.z"}, {"name": "C", "email": " X@y.z "}]) == [["A", "C"]]
duplicate_contacts([]) == []
====
Build the tree of a comment thread from a flat list of dicts with "id" and "parent" (None at the top). Return the top comments; each comment becomes a dict with "id" and a list "replies".
----
def thread(comments):
    nodes = {c["id"]: {"id": c["id"], "replies": []} for c in comments}
    top = []
    for comment in comments:
        siblings = top if comment["parent"] is None else nodes[comment["parent"]]["replies"]
        siblings.append(nodes[comment["id"]])
    return top
----
thread([{"id": 1, "parent": None}, {"id": 2, "parent": 1}, {"id": 3, "parent": None}]) == [{"id": 1, "replies": [{"id": 2, "replies": []}]}, {"id": 3, "replies": []}]
thread([]) == []
====
Read a value from nested dicts and lists by a path such as "users.0.name". Return `default` when any step is missing.
----
def dig(data, path, default=None):
    for step in path.split("."):
        try:
            data = data[int(step)] if isinstance(data, list) else data[step]
        except (KeyError, IndexError, ValueError, TypeError):
            return default
    return data
----
dig({"users": [{"name": "Kim"}]}, "users.0.name") == "Kim"
dig({"users": []}, "users.0.name", "?") == "?"
dig({"a": 5}, "a.b") == None
dig({"a": 5}, "a") == 5
====
Remove from a dict all keys whose values are $d, in nested dicts as well.
----
def $f(data):
    return {key: $f(value) if isinstance(value, dict) else value
            for key, value in data.items() if $c}
----
$f({"a": None, "b": {"c": "", "d": 0}, "e": []}) == $x
$f({}) == {}
----
d f c x
None|drop_none|value is not None|{"b": {"c": "", "d": 0}, "e": []}
empty strings, lists or dicts|drop_empty|value not in ("", [], {})|{"a": None, "b": {"d": 0}}
====
Rename the keys of a dict by a mapping from old to new names. Other keys stay, the order stays; raise ValueError if two keys end up the same.
----
def rename_fields(record, names):
    renamed = {names.get(key, key): value for key, value in record.items()}
    if len(renamed) != len(record):
        raise ValueError("two fields would have the same name")
    return renamed
----
rename_fields({"a": 1, "b": 2}, {"a": "x"}) == {"x": 1, "b": 2}
list(rename_fields({"a": 1, "b": 2}, {"a": "x"})) == ["x", "b"]
rename_fields({"a": 1, "b": 2}, {"a": "b"}) ! ValueError
====
Compute the stock after a list of movements ("in" or "out", article, quantity), starting from a dict of article to quantity. Articles that reach 0 disappear; raise ValueError if one would fall below 0. The starting dict must stay as it was.
----
def apply_movements(stock, movements):
    stock = dict(stock)
    for direction, article, quantity in movements:
        change = quantity if direction == "in" else -quantity
        level = stock.get(article, 0) + change
        if level < 0:
            raise ValueError(f"not enough {article}")
        stock[article] = level
    return {article: level for article, level in stock.items() if level}
----
apply_movements({"bolt": 5}, [("out", "bolt", 5), ("in", "nut", 2)]) == {"nut": 2}
apply_movements({"bolt": 5}, [("out", "bolt", 6)]) ! ValueError
apply_movements({}, []) == {}
====
Return the articles to reorder as a dict of article to amount. An article needs reordering when its stock is below its minimum; order so much that twice the minimum is reached. Articles missing from `stock` have none.
----
def reorder(stock, minimum):
    return {article: 2 * low - stock.get(article, 0)
            for article, low in minimum.items() if stock.get(article, 0) < low}
----
reorder({"ink": 3, "pad": 9}, {"ink": 5, "pad": 9, "pen": 10}) == {"ink": 7, "pen": 20}
reorder({}, {}) == {}
====
Assign each applicant to the first of his or her wishes that still has a free place. `wishes` maps names (in order of application) to lists of courses, `places` courses to numbers. Return a dict of name to course, None if nothing was left.
----
def assign_courses(wishes, places):
    free = dict(places)
    result = {}
    for name, courses in wishes.items():
        result[name] = None
        for course in courses:
            if free.get(course, 0) > 0:
                free[course] -= 1
                result[name] = course
                break
    return result
----
assign_courses({"a": ["yoga"], "b": ["yoga", "chess"], "c": ["yoga"]}, {"yoga": 1, "chess": 1}) == {"a": "yoga", "b": "chess", "c": None}
assign_courses({}, {"x": 1}) == {}
====
Check a record against a schema that maps field names to types. Return a sorted list of problems: "missing NAME", "unknown NAME" or "wrong type NAME".
----
def problems(record, schema):
    found = [f"missing {name}" for name in schema if name not in record]
    for name, value in record.items():
        if name not in schema:
            found.append(f"unknown {name}")
        elif not isinstance(value, schema[name]):
            found.append(f"wrong type {name}")
    return sorted(found)
----
problems({"age": "7", "x": 1}, {"age": int, "name": str}) == ["missing name", "unknown x", "wrong type age"]
problems({"age": 7}, {"age": int}) == []
====
Compute the running balance for each customer in a list of (customer, amount) bookings. Return a list of (customer, balance after the booking).
----
def running_balances(bookings):
    balance = {}
    out = []
    for customer, amount in bookings:
        balance[customer] = balance.get(customer, 0) + amount
        out.append((customer, balance[customer]))
    return out
----
running_balances([("a", 5), ("b", 2), ("a", -3)]) == [("a", 5), ("b", 2), ("a", 2)]
running_balances([]) == []
====
Pivot sales records, dicts with "shop", "month" and "sold", into a dict of shop to a dict of month to sum.
----
def pivot(sales):
    table = {}
    for sale in sales:
        row = table.setdefault(sale["shop"], {})
        row[sale["month"]] = row.get(sale["month"], 0) + sale["sold"]
    return table
----
pivot([{"shop": "N", "month": 1, "sold": 4}, {"shop": "N", "month": 1, "sold": 1}, {"shop": "S", "month": 2, "sold": 3}]) == {"N": {1: 5}, "S": {2: 3}}
pivot([]) == {}
====
Fill in missing values: walk through a list of dicts and give each None in `field` the last value before it. A None at the beginning stays. Return new dicts.
----
def forward_fill(rows, field):
    last, filled = None, []
    for row in rows:
        if row[field] is not None:
            last = row[field]
        filled.append({**row, field: last})
    return filled
----
forward_fill([{"t": None}, {"t": 4}, {"t": None}], "t") == [{"t": None}, {"t": 4}, {"t": 4}]
forward_fill([], "t") == []
: rows = [{"t": 1}, {"t": None}]; forward_fill(rows, "t")
rows == [{"t": 1}, {"t": None}]
====
Invert an index: from a dict of page number to the set of words on it, make a dict of each word to the sorted list of its pages.
----
def invert_index(pages):
    index = {}
    for page in sorted(pages):
        for word in pages[page]:
            index.setdefault(word, []).append(page)
    return index
----
invert_index({2: {"sea"}, 1: {"sea", "sun"}}) == {"sea": [1, 2], "sun": [1]}
invert_index({}) == {}
====
Return the names of all who are managed by `boss`, directly or not, as a set. `reports_to` maps each employee to the manager.
----
def team_of(boss, reports_to):
    team, size = set(), -1
    while len(team) != size:
        size = len(team)
        team |= {name for name, manager in reports_to.items() if manager == boss or manager in team}
    return team
----
team_of("ann", {"bob": "ann", "cid": "bob", "dee": "eve"}) == {"bob", "cid"}
team_of("zed", {"bob": "ann"}) == set()
====
Turn a list of survey answers into percentages. `answers` holds strings, `options` the allowed ones; anything else counts as "other", which is listed last and only if it occurs. Round to one place.
----
def survey(answers, options):
    counts = dict.fromkeys(options, 0)
    other = 0
    for answer in answers:
        if answer in counts:
            counts[answer] += 1
        else:
            other += 1
    if other:
        counts["other"] = other
    return {option: round(100 * n / len(answers), 1) if answers else 0.0 for option, n in counts.items()}
----
survey(["y", "n", "y", "?"], ["y", "n"]) == {"y": 50.0, "n": 25.0, "other": 25.0}
survey([], ["y"]) == {"y": 0.0}
====
Keep only the latest version of each document from a list of (name, version, text) tuples. Return a dict of name to text.
----
def latest(documents):
    newest = {}
    for name, version, text in documents:
        if name not in newest or version > newest[name][0]:
            newest[name] = (version, text)
    return {name: text for name, (_, text) in newest.items()}
----
latest([("a", 1, "x"), ("a", 3, "z"), ("a", 2, "y"), ("b", 1, "w")]) == {"a": "z", "b": "w"}
latest([]) == {}
====
Give every entry of a high-score list its rank. Equal scores share a rank$d. `scores` maps a player to points; return a dict of player to rank, best first.
----
def $f(scores):
    ordered = sorted(scores.items(), key=lambda pair: -pair[1])
    ranks, rank, last = {}, 0, None
    for $t:
        if points != last:
            rank = $c
        ranks[player] = rank
        last = points
    return ranks
----
$f({"a": 50, "b": 70, "c": 50, "d": 10}) == $x
$f({}) == {}
----
d f t c x
, and the ranks after it are skipped (1, 2, 2, 4)|sport_ranks|place, (player, points) in enumerate(ordered, start=1)|place|{"b": 1, "a": 2, "c": 2, "d": 4}
 and no rank is skipped (1, 2, 2, 3)|dense_ranks|player, points in ordered|rank + 1|{"b": 1, "a": 2, "c": 2, "d": 3}
====
Write a class `Inventory` with `add(item, count=1)`, `remove(item, count=1)` (ValueError if there are not that many) and `total()`, the number of pieces altogether.
----
class Inventory:
    def __init__(self):
        self._counts = {}

    def add(self, item, count=1):
        self._counts[item] = self._counts.get(item, 0) + count

    def remove(self, item, count=1):
        if self._counts.get(item, 0) < count:
            raise ValueError(f"fewer than {count} of {item}")
        self._counts[item] -= count

    def total(self):
        return sum(self._counts.values())
----
: box = Inventory(); box.add("nail", 5); box.add("nail"); box.remove("nail", 2)
box.total() == 4
Inventory().total() == 0
box.remove("nail", 5) ! ValueError
====
Return the pairs of people who share at least `n` hobbies, each pair in alphabetical order and the list sorted. `hobbies` maps a name to a set.
----
from itertools import combinations


def soulmates(hobbies, n=2):
    return [(a, b) for a, b in combinations(sorted(hobbies), 2)
            if len(hobbies[a] & hobbies[b]) >= n]
----
soulmates({"Uma": {"go", "tea", "art"}, "Ben": {"go", "tea"}, "Cat": {"art"}}) == [("Ben", "Uma")]
soulmates({"Uma": {"go"}, "Ben": {"go"}}, 1) == [("Ben", "Uma")]
soulmates({}) == []
====
Sum working hours from a list of punches (name, "in" or "out", hour as a number), which are in order of time. Return a dict of name to hours; whoever has not left yet counts only for finished stays.
----
def hours_worked(punches):
    since, hours = {}, {}
    for name, kind, hour in punches:
        if kind == "in":
            since[name] = hour
        else:
            hours[name] = hours.get(name, 0) + hour - since.pop(name)
    return hours
----
hours_worked([("a", "in", 8), ("b", "in", 9), ("a", "out", 12), ("a", "in", 13), ("a", "out", 15.5)]) == {"a": 6.5}
hours_worked([]) == {}
====
Choose from a list of products (dicts with "name", "price" and "stars") the one that is $d. Return its name, or None for an empty list.
----
def $f(products):
    if not products:
        return None
    return $c["name"]
----
: goods = [{"name": "A", "price": 10, "stars": 4}, {"name": "B", "price": 4, "stars": 2}, {"name": "C", "price": 8, "stars": 4}]
$f(goods) == "$x"
$f([]) == None
----
d f c x
the best rated; of equally rated ones the cheapest|best_rated|min(products, key=lambda p: (-p["stars"], p["price"]))|C
the best value, that is, has the most stars per unit of price|best_value|max(products, key=lambda p: p["stars"] / p["price"])|B
'''
