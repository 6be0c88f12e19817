TOPIC = "classes"
FAMILIES = r'''
#### stacks 2
Write a class `$C`, a stack with `push(item)` and `pop()`, $d.
----
class $C:
    def __init__(self$p):
        self._items = []
$i
    def push(self, item):
        $u

    def pop(self):
        $o

$m
----
: s = $C($a); s.push(5); s.push(3); s.push(8)
$x
$y
----
C d p i u o m a x y
MinStack|and a method `minimum()` that gives the smallest item in constant time||        self._lowest = []\n|self._items.append(item)\n        self._lowest.append(min(item, self._lowest[-1]) if self._lowest else item)|self._lowest.pop()\n        return self._items.pop()|    def minimum(self):\n        return self._lowest[-1]||s.minimum() == 3|s.pop() == 8 and s.pop() == 3 and s.minimum() == 5
BoundedStack|that holds at most `limit` items: pushing onto a full stack raises OverflowError and popping an empty one IndexError. len() gives the number of items|, limit|        self.limit = limit\n|if len(self._items) == self.limit:\n            raise OverflowError("stack is full")\n        self._items.append(item)|return self._items.pop()|    def __len__(self):\n        return len(self._items)|3|len(s) == 3|s.push(1) ! OverflowError
UndoStack|where `undo()` takes back the last push or pop||        self._history = []\n|self._items.append(item)\n        self._history.append(("push", item))|item = self._items.pop()\n        self._history.append(("pop", item))\n        return item|    def undo(self):\n        action, item = self._history.pop()\n        if action == "push":\n            self._items.pop()\n        else:\n            self._items.append(item)||s.pop() == 8 and s.undo() is None and s.pop() == 8|s.undo() is None and s.undo() is None and s.pop() == 3
PeekStack|and with the properties `top` (None when empty) and `size`||# the end of the list is the top\n|self._items.append(item)|return self._items.pop()|    @property\n    def top(self):\n        return self._items[-1] if self._items else None\n\n    @property\n    def size(self):\n        return len(self._items)||s.top == 8 and s.size == 3|$C().top is None
#### queues 3
Write a class `$C`: $d.
----
$c
----
: q = $C($a)
$x
$y
----
C d a c x y
TwoStackQueue|a first-in first-out queue with `put(item)`, `get()` and len(), built from two lists used as stacks||class $C:\n    def __init__(self):\n        self._incoming = []\n        self._outgoing = []\n\n    def put(self, item):\n        self._incoming.append(item)\n\n    def get(self):\n        if not self._outgoing:\n            while self._incoming:\n                self._outgoing.append(self._incoming.pop())\n        return self._outgoing.pop()\n\n    def __len__(self):\n        return len(self._incoming) + len(self._outgoing)|[q.put(n) for n in (1, 2)] and q.get() == 1 and len(q) == 1|q.put(3) is None and [q.get(), q.get()] == [2, 3]
RingBuffer|a buffer of fixed capacity with `add(item)` which overwrites the oldest item when it is full, and `items()` from oldest to newest|3|class $C:\n    def __init__(self, capacity):\n        self._slots = [None] * capacity\n        self._start = 0\n        self._count = 0\n\n    def add(self, item):\n        size = len(self._slots)\n        self._slots[(self._start + self._count) % size] = item\n        if self._count < size:\n            self._count += 1\n        else:\n            self._start = (self._start + 1) % size\n\n    def items(self):\n        size = len(self._slots)\n        return [self._slots[(self._start + i) % size] for i in range(self._count)]|[q.add(n) for n in "ab"] and q.items() == ["a", "b"]|[q.add(n) for n in "cd"] and q.items() == ["b", "c", "d"]
PriorityQueue|`push(item, priority)` and `pop()`, which gives the item with the highest priority; equal priorities leave in the order of arrival. Use heapq||import heapq\nfrom itertools import count\n\n\nclass $C:\n    def __init__(self):\n        self._heap = []\n        self._arrival = count()\n\n    def push(self, item, priority):\n        heapq.heappush(self._heap, (-priority, next(self._arrival), item))\n\n    def pop(self):\n        return heapq.heappop(self._heap)[2]|[q.push(*p) for p in (("a", 1), ("b", 5), ("c", 5))] and q.pop() == "b"|q.pop() == "c" and q.pop() == "a"
WaitingRoom|`arrive(name, urgent=False)` and `call()`: urgent patients are called before all others, otherwise the order of arrival counts; an empty room gives None||from collections import deque\n\n\nclass $C:\n    def __init__(self):\n        self.urgent = deque()\n        self.normal = deque()\n\n    def arrive(self, name, urgent=False):\n        (self.urgent if urgent else self.normal).append(name)\n\n    def call(self):\n        for line in (self.urgent, self.normal):\n            if line:\n                return line.popleft()\n        return None|q.arrive("Al") is None and q.arrive("Bo", urgent=True) is None and q.call() == "Bo"|q.call() == "Al" and q.call() is None
RecentCounter|`ping(time)` records an event and returns how many events happened in the last `span` time units, the current one included; times never decrease|10|from collections import deque\n\n\nclass $C:\n    def __init__(self, span):\n        self.span = span\n        self.events = deque()\n\n    def ping(self, time):\n        self.events.append(time)\n        while self.events[0] <= time - self.span:\n            self.events.popleft()\n        return len(self.events)|[q.ping(t) for t in (1, 5, 11)] == [1, 2, 2]|q.ping(30) == 1
#### caches 3
Write a class `$C(capacity)` with `get(key)` (None if absent) and `put(key, value)`. When the capacity is exceeded, $d.
----
$c
----
: c = $C(2); c.put("a", 1); c.put("b", 2); c.get("a"); c.put("c", 3)
[c.get(k) for k in "abc"] == $x
: d = $C(1); d.put("x", 1); d.put("x", 9)
d.get("x") == 9
----
C d c x
LRUCache|the entry that has not been used (read or written) for the longest time is removed|from collections import OrderedDict\n\n\nclass $C:\n    def __init__(self, capacity):\n        self.capacity = capacity\n        self._entries = OrderedDict()\n\n    def get(self, key):\n        if key not in self._entries:\n            return None\n        self._entries.move_to_end(key)\n        return self._entries[key]\n\n    def put(self, key, value):\n        self._entries[key] = value\n        self._entries.move_to_end(key)\n        if len(self._entries) > self.capacity:\n            self._entries.popitem(last=False)|[1, None, 3]
FIFOCache|the entry that was put in first is removed, reads making no difference|class $C:\n    def __init__(self, capacity):\n        self.capacity = capacity\n        self.data = {}\n\n    def get(self, key):\n        return self.data.get(key)\n\n    def put(self, key, value):\n        self.data[key] = value\n        if len(self.data) > self.capacity:\n            oldest = next(iter(self.data))\n            del self.data[oldest]|[None, 2, 3]
LFUCache|the entry with the fewest reads is removed before the new one is stored, the older one on a tie|class $C:\n    def __init__(self, capacity):\n        self.capacity = capacity\n        self.values, self.reads = {}, {}\n\n    def get(self, key):\n        if key in self.values:\n            self.reads[key] += 1\n        return self.values.get(key)\n\n    def put(self, key, value):\n        if key not in self.values and len(self.values) == self.capacity:\n            victim = min(self.values, key=self.reads.get)\n            del self.values[victim], self.reads[victim]\n        self.values[key] = value\n        self.reads.setdefault(key, 0)|[1, None, 3]
====
A cache with expiry: `ExpiringCache(lifetime)` has `put(key, value, now)` and `get(key, now)`, the time being passed in. An entry older than the lifetime is deleted and counts as absent (None).
----
class ExpiringCache:
    def __init__(self, lifetime):
        self.lifetime = lifetime
        self._entries = {}

    def put(self, key, value, now):
        self._entries[key] = (now, value)

    def get(self, key, now):
        if key not in self._entries:
            return None
        stored, value = self._entries[key]
        if now - stored > self.lifetime:
            del self._entries[key]
            return None
        return value
----
: c = ExpiringCache(10); c.put("a", 1, now=0)
c.get("a", now=10) == 1
c.get("a", now=11) is None and c.get("zz", now=0) is None
====
Write a class `Memo(function)` that calls the function once per argument, remembers the results and counts `hits` and `misses`; its objects are called like the function.
----
class Memo:
    def __init__(self, function):
        self.function = function
        self.known = {}
        self.hits = self.misses = 0

    def __call__(self, argument):
        if argument in self.known:
            self.hits += 1
        else:
            self.misses += 1
            self.known[argument] = self.function(argument)
        return self.known[argument]
----
: m = Memo(lambda n: n * n)
[m(3), m(3), m(4)] == [9, 9, 16]
(m.hits, m.misses) == (1, 2)
#### value_objects 2
Define a class `$C` $d.
----
$c
----
$x
$y
$z
----
C d c x y z
Vector|for points in the plane with +, - and * by a number, ==, and abs() for the length|from math import hypot\n\n\nclass $C:\n    def __init__(self, x, y):\n        self.x, self.y = x, y\n\n    def __add__(self, other):\n        return Vector(self.x + other.x, self.y + other.y)\n\n    def __sub__(self, other):\n        return Vector(self.x - other.x, self.y - other.y)\n\n    def __mul__(self, factor):\n        return Vector(self.x * factor, self.y * factor)\n\n    def __eq__(self, other):\n        return isinstance(other, Vector) and (self.x, self.y) == (other.x, other.y)\n\n    def __abs__(self):\n        return hypot(self.x, self.y)|Vector(1, 2) + Vector(3, 4) == Vector(4, 6)|abs(Vector(6, 8) - Vector(3, 4)) == 5|Vector(1, 2) * 3 == Vector(3, 6)
Temperature|that stores degrees Celsius and has a property `fahrenheit` which can be read and set; below -273.15 degrees Celsius ValueError is raised|class $C:\n    def __init__(self, celsius):\n        self.celsius = celsius\n\n    @property\n    def celsius(self):\n        return self._celsius\n\n    @celsius.setter\n    def celsius(self, value):\n        if value < -273.15:\n            raise ValueError("below absolute zero")\n        self._celsius = value\n\n    @property\n    def fahrenheit(self):\n        return self.celsius * 9 / 5 + 32\n\n    @fahrenheit.setter\n    def fahrenheit(self, value):\n        self.celsius = (value - 32) * 5 / 9|Temperature(100).fahrenheit == 212|setattr(t := Temperature(0), "fahrenheit", 50) is None and t.celsius == 10|Temperature(-300) ! ValueError
Ratio|for fractions, kept in lowest terms, with + and *, == and str() such as "3/4"|from math import gcd\n\n\nclass $C:\n    def __init__(self, top, bottom=1):\n        common = gcd(top, bottom)\n        self.top, self.bottom = top // common, bottom // common\n\n    def __add__(self, other):\n        return Ratio(self.top * other.bottom + other.top * self.bottom,\n                     self.bottom * other.bottom)\n\n    def __mul__(self, other):\n        return Ratio(self.top * other.top, self.bottom * other.bottom)\n\n    def __eq__(self, other):\n        return self.top == other.top and self.bottom == other.bottom\n\n    def __str__(self):\n        return f"{self.top}/{self.bottom}"|str(Ratio(1, 4) + Ratio(1, 2)) == "3/4"|Ratio(2, 4) == Ratio(1, 2)|str(Ratio(2, 3) * Ratio(3, 4)) == "1/2"
Money|as a frozen dataclass with `cents` and `currency`; adding different currencies raises TypeError, and objects compare by amount|from dataclasses import dataclass\n\n\n@dataclass(frozen=True, order=True)\nclass $C:\n    cents: int\n    currency: str = "EUR"\n\n    def __add__(self, other):\n        if self.currency != other.currency:\n            raise TypeError(f"cannot add {other.currency} to {self.currency}")\n        return Money(self.cents + other.cents, self.currency)|Money(150) + Money(50) == Money(200)|Money(1) < Money(2)|Money(1) + Money(1, "CHF") ! TypeError
Polynomial|given by its coefficients (constant term first) that can be called with x, added with + and has a method `derivative()`|from itertools import zip_longest\n\n\nclass $C:\n    def __init__(self, *coefficients):\n        self.coefficients = list(coefficients)\n\n    def __call__(self, x):\n        result = 0\n        for c in reversed(self.coefficients):\n            result = result * x + c\n        return result\n\n    def __add__(self, other):\n        pairs = zip_longest(self.coefficients, other.coefficients, fillvalue=0)\n        return Polynomial(*(a + b for a, b in pairs))\n\n    def derivative(self):\n        return Polynomial(*[i * c for i, c in enumerate(self.coefficients)][1:])|Polynomial(1, 2, 3)(2) == 17|(Polynomial(1, 2) + Polynomial(0, 0, 5))(1) == 8|Polynomial(4, 3, 2).derivative().coefficients == [3, 4]
ClockTime|for times of day with hours and minutes: adding minutes with + wraps around midnight, and str() gives "HH:MM"|class $C:\n    def __init__(self, hours, minutes=0):\n        self.total = (60 * hours + minutes) % 1440\n\n    def __add__(self, minutes):\n        return ClockTime(0, self.total + minutes)\n\n    def __str__(self):\n        return "{:02}:{:02}".format(*divmod(self.total, 60))|str(ClockTime(23, 50) + 20) == "00:10"|str(ClockTime(7)) == "07:00"|str(ClockTime(0) + -1) == "23:59"
#### linked_lists 3
A singly linked list consists of nodes $n. Write `$f($a)`, which $d.
----
class Node:
    def __init__(self, value, next=None):
        self.value = value
        self.next = next


def $f($a):
    $c
----
: chain = Node(1, Node(2, Node(3, Node(4))))
$x
$y
----
n f a d c x y
with the fields value and next|to_list|head|returns a Python list of the values|values = []\n    while head is not None:\n        values.append(head.value)\n        head = head.next\n    return values|to_list(chain) == [1, 2, 3, 4]|to_list(None) == []
as in the class below (value, next)|reverse_list|head|reverses the list by turning the links around and returns the new head|previous = None\n    while head:\n        head.next, previous, head = previous, head, head.next\n    return previous|(lambda h: (h.value, h.next.value))(reverse_list(chain)) == (4, 3)|reverse_list(None) is None
of a class Node (define it too)|middle_value|head|returns the value in the middle (the second of two) with a slow and a fast pointer|slow = fast = head\n    while fast and fast.next:\n        slow = slow.next\n        fast = fast.next.next\n    return slow.value|middle_value(chain) == 3|middle_value(Node(7)) == 7
with .value and .next|has_loop|start|finds out whether the list runs in a circle, using constant memory|tortoise = hare = start\n    while hare is not None and hare.next is not None:\n        tortoise, hare = tortoise.next, hare.next.next\n        if tortoise is hare:\n            return True\n    return False|not has_loop(chain)|setattr(chain.next.next.next, "next", chain) is None and has_loop(chain)
(value, next), both lists in ascending order|merge_lists|a, b|merges two lists by relinking their nodes and returns the head of the merged list|anchor = tail = Node(None)\n    while a and b:\n        if a.value <= b.value:\n            tail.next, a = a, a.next\n        else:\n            tail.next, b = b, b.next\n        tail = tail.next\n    tail.next = a or b\n    return anchor.next|merge_lists(Node(1, Node(5)), Node(2)).next.value == 2|merge_lists(None, Node(3)).value == 3
with value and next|from_end|head, n|returns the value of the n-th node from the end (n = 1 is the last), or None if the list is too short, in one pass|lead = head\n    for _ in range(n):\n        if lead is None:\n            return None\n        lead = lead.next\n    while lead is not None:\n        head, lead = head.next, lead.next\n    return head.value|from_end(chain, 2) == 3|from_end(chain, 9) is None
whose class is given first|remove_value|head, unwanted|unlinks every node with a certain value and returns the head of what is left|while head and head.value == unwanted:\n        head = head.next\n    node = head\n    while node and node.next:\n        if node.next.value == unwanted:\n            node.next = node.next.next\n        else:\n            node = node.next\n    return head|remove_value(Node(1, Node(2, Node(1))), 1).next is None|remove_value(Node(1, Node(1)), 1) is None
#### tree_classes 4
Implement a class `$C` with $d.
----
$c
----
$s
$x
$y
----
C d c s x y
Trie|`insert(word)`, `word in trie` and `starting_with(prefix)`, the sorted list of all words with that beginning|class $C:\n    def __init__(self):\n        self.children = {}\n        self.is_word = False\n\n    def insert(self, word):\n        node = self\n        for letter in word:\n            node = node.children.setdefault(letter, Trie())\n        node.is_word = True\n\n    def _find(self, prefix):\n        node = self\n        for letter in prefix:\n            node = node.children.get(letter)\n            if node is None:\n                return None\n        return node\n\n    def __contains__(self, word):\n        node = self._find(word)\n        return node is not None and node.is_word\n\n    def starting_with(self, prefix):\n        found = []\n\n        def collect(node, text):\n            if node.is_word:\n                found.append(text)\n            for letter in sorted(node.children):\n                collect(node.children[letter], text + letter)\n\n        start = self._find(prefix)\n        if start is not None:\n            collect(start, prefix)\n        return found|: t = Trie(); [t.insert(w) for w in ("tea", "ten", "to")]|t.starting_with("te") == ["tea", "ten"]|"to" in t and "te" not in t
SearchTree|`add(key)` (ignoring keys that exist), `key in tree` and iteration in ascending order, as an unbalanced binary search tree|class $C:\n    def __init__(self):\n        self.root = None  # a node is a list [left, key, right]\n\n    def add(self, key):\n        if self.root is None:\n            self.root = [None, key, None]\n            return\n        node = self.root\n        while node[1] != key:\n            side = 0 if key < node[1] else 2\n            if node[side] is None:\n                node[side] = [None, key, None]\n            node = node[side]\n\n    def __contains__(self, key):\n        node = self.root\n        while node is not None and node[1] != key:\n            node = node[0] if key < node[1] else node[2]\n        return node is not None\n\n    def __iter__(self):\n        def walk(node):\n            if node is not None:\n                yield from walk(node[0])\n                yield node[1]\n                yield from walk(node[2])\n\n        return walk(self.root)|: t = SearchTree(); [t.add(k) for k in (5, 2, 8, 2)]|list(t) == [2, 5, 8]|8 in t and 3 not in t
SumTree|`set(i, value)` and `total(start, end)` (end exclusive), both in logarithmic time, over n numbers that begin as 0 (a segment tree in one list)|class $C:\n    def __init__(self, n):\n        self.n = n\n        self.tree = [0] * (2 * n)\n\n    def set(self, i, value):\n        i += self.n\n        self.tree[i] = value\n        while i > 1:\n            i //= 2\n            self.tree[i] = self.tree[2 * i] + self.tree[2 * i + 1]\n\n    def total(self, start, end):\n        result = 0\n        start += self.n\n        end += self.n\n        while start < end:\n            if start % 2:\n                result += self.tree[start]\n                start += 1\n            if end % 2:\n                end -= 1\n                result += self.tree[end]\n            start //= 2\n            end //= 2\n        return result|: t = SumTree(5); [t.set(i, i + 1) for i in range(5)]|t.total(1, 4) == 9|t.set(2, 0) is None and t.total(0, 5) == 12
FenwickTree|`add(i, amount)` and `prefix(i)`, the sum of the first i numbers, as a binary indexed tree of n zeros|class $C:\n    def __init__(self, n):\n        self._tree = [0] * (n + 1)\n\n    def add(self, i, amount):\n        i += 1\n        while i < len(self._tree):\n            self._tree[i] += amount\n            i += i & -i\n\n    def prefix(self, i):\n        total = 0\n        while i > 0:\n            total += self._tree[i]\n            i -= i & -i\n        return total|: t = FenwickTree(6); [t.add(i, v) for i, v in enumerate([3, 1, 4, 1, 5, 9])]|t.prefix(3) == 8 and t.prefix(0) == 0|t.add(1, 10) is None and t.prefix(6) == 33
MinHeap|`push(value)`, `pop()` (the smallest) and len(), as a binary heap in a list without the heapq module|class $C:\n    def __init__(self):\n        self.a = []\n\n    def __len__(self):\n        return len(self.a)\n\n    def push(self, value):\n        a, i = self.a, len(self.a)\n        a.append(value)\n        while i and a[i] < a[(i - 1) // 2]:\n            up = (i - 1) // 2\n            a[i], a[up] = a[up], a[i]\n            i = up\n\n    def pop(self):\n        a = self.a\n        a[0], a[-1] = a[-1], a[0]\n        smallest = a.pop()\n        i = 0\n        while True:\n            child = 2 * i + 1\n            if child + 1 < len(a) and a[child + 1] < a[child]:\n                child += 1\n            if child >= len(a) or a[i] <= a[child]:\n                return smallest\n            a[i], a[child] = a[child], a[i]\n            i = child|: h = MinHeap(); [h.push(n) for n in (5, 1, 4, 1, 3)]|[h.pop() for _ in range(5)] == [1, 1, 3, 4, 5]|len(h) == 0
Directory|a tree of named folders: `make(path)` creates all folders of a path like "a/b", `listing(path="")` gives the sorted names inside, raising KeyError for a missing folder|class $C:\n    def __init__(self):\n        self.folders = {}\n\n    def make(self, path):\n        here = self\n        for name in path.split("/"):\n            here = here.folders.setdefault(name, Directory())\n\n    def listing(self, path=""):\n        here = self\n        for name in filter(None, path.split("/")):\n            here = here.folders[name]\n        return sorted(here.folders)|: d = Directory(); d.make("a/b"); d.make("a/c"); d.make("z")|d.listing() == ["a", "z"] and d.listing("a") == ["b", "c"]|d.listing("q") ! KeyError
#### containers 3
Create a container class `$C` that $d.
----
$c
----
$s
$x
$y
----
C d c s x y
Bag|counts items: `add(item)`, `count(item)`, len() as the number of all items and iteration with repeats|class $C:\n    def __init__(self, items=()):\n        self._counts = {}\n        for item in items:\n            self.add(item)\n\n    def add(self, item):\n        self._counts[item] = self.count(item) + 1\n\n    def count(self, item):\n        return self._counts.get(item, 0)\n\n    def __len__(self):\n        return sum(self._counts.values())\n\n    def __iter__(self):\n        for item, n in self._counts.items():\n            for _ in range(n):\n                yield item|: b = Bag("abca")|b.count("a") == 2 and b.count("z") == 0 and len(b) == 4|list(b) == ["a", "a", "b", "c"]
SortedList|keeps its numbers sorted: `add(n)`, `n in container` by binary search, indexing and len()|from bisect import bisect_left, insort\n\n\nclass $C:\n    def __init__(self):\n        self._data = []\n\n    def add(self, n):\n        insort(self._data, n)\n\n    def __contains__(self, n):\n        at = bisect_left(self._data, n)\n        return at < len(self._data) and self._data[at] == n\n\n    def __getitem__(self, index):\n        return self._data[index]\n\n    def __len__(self):\n        return len(self._data)|: c = SortedList(); [c.add(n) for n in (4, 1, 3)]|list(c) == [1, 3, 4] and len(c) == 3|3 in c and 2 not in c
CaseDict|is a dict with string keys in which case does not matter, but keys() shows the spelling used first|class $C:\n    def __init__(self):\n        self._entries = {}\n\n    def __setitem__(self, key, value):\n        spelling, _ = self._entries.get(key.lower(), (key, None))\n        self._entries[key.lower()] = (spelling, value)\n\n    def __getitem__(self, key):\n        return self._entries[key.lower()][1]\n\n    def __contains__(self, key):\n        return key.lower() in self._entries\n\n    def keys(self):\n        return [spelling for spelling, _ in self._entries.values()]|: d = CaseDict(); d["Host"] = 1; d["HOST"] = 2|d["host"] == 2 and "hOST" in d|d.keys() == ["Host"]
Grid|has a width and a height and stores values at (x, y) index pairs; positions outside raise IndexError, unset ones give the fill value|class $C:\n    def __init__(self, width, height, fill=0):\n        self.width, self.height, self.fill = width, height, fill\n        self._cells = {}\n\n    def _check(self, position):\n        x, y = position\n        if not (0 <= x < self.width and 0 <= y < self.height):\n            raise IndexError(f"{position} is outside the grid")\n\n    def __getitem__(self, position):\n        self._check(position)\n        return self._cells.get(position, self.fill)\n\n    def __setitem__(self, position, value):\n        self._check(position)\n        self._cells[position] = value|: g = Grid(3, 2); g[1, 1] = "x"|g[1, 1] == "x" and g[0, 0] == 0|g[3, 0] ! IndexError
Defaults|looks keys up in a chain of dicts given to the constructor: the first dict that has the key wins; `origin(key)` is the index of that dict|class $C:\n    def __init__(self, *layers):\n        self.layers = layers\n\n    def origin(self, key):\n        for i, layer in enumerate(self.layers):\n            if key in layer:\n                return i\n        raise KeyError(key)\n\n    def __getitem__(self, key):\n        return self.layers[self.origin(key)][key]|: d = Defaults({"a": 1}, {"a": 2, "b": 3})|d["a"] == 1 and d["b"] == 3 and d.origin("b") == 1|d["c"] ! KeyError
TwoWay|maps names to numbers and back: `link(name, number)`, `number(name)`, `name(number)`; linking anew removes the old partners|class $C:\n    def __init__(self):\n        self._numbers, self._names = {}, {}\n\n    def link(self, name, number):\n        if name in self._numbers:\n            del self._names[self._numbers[name]]\n        if number in self._names:\n            del self._numbers[self._names[number]]\n        self._numbers[name] = number\n        self._names[number] = name\n\n    def number(self, name):\n        return self._numbers[name]\n\n    def name(self, number):\n        return self._names[number]|: t = TwoWay(); t.link("a", 1); t.link("b", 2); t.link("a", 2)|t.number("a") == 2 and t.name(2) == "a"|t.number("b") ! KeyError
#### class_features 2
Write $d.
----
$c
----
$s
$x
$y
----
d c s x y
a class `Counter2` whose objects count how often they are called, and whose class attribute `total` counts the calls of all objects|class Counter2:\n    total = 0\n\n    def __init__(self):\n        self.calls = 0\n\n    def __call__(self):\n        self.calls += 1\n        Counter2.total += 1\n        return self.calls|: a, b = Counter2(), Counter2(); a(); a(); b()|a.calls == 2 and b.calls == 1|Counter2.total == 3
a base class `Shape` with a method `describe()` returning text like "Square of area 9", and subclasses `Square(side)` and `Rectangle(width, height)` that define `area()`|class Shape:\n    def area(self):\n        raise NotImplementedError\n\n    def describe(self):\n        return f"{type(self).__name__} of area {self.area()}"\n\n\nclass Rectangle(Shape):\n    def __init__(self, width, height):\n        self.width = width\n        self.height = height\n\n    def area(self):\n        return self.width * self.height\n\n\nclass Square(Rectangle):\n    def __init__(self, side):\n        super().__init__(side, side)|: r = Rectangle(2, 5)|r.describe() == "Rectangle of area 10"|Square(3).describe() == "Square of area 9"
a class `Person` with the attributes first and last, a read-only property `full_name` and a class method `parse(text)` that accepts "Last, First"|class Person:\n    def __init__(self, first, last):\n        self.first = first\n        self.last = last\n\n    @property\n    def full_name(self):\n        return f"{self.first} {self.last}"\n\n    @classmethod\n    def parse(cls, text):\n        last, first = text.split(", ")\n        return cls(first, last)|: p = Person.parse("Lovelace, Ada")|p.full_name == "Ada Lovelace"|setattr(p, "full_name", "X") ! AttributeError
a descriptor class `Positive` for attributes that must be greater than 0 (otherwise ValueError), and a class `Parcel` that uses it for `weight` and `price`|class Positive:\n    def __set_name__(self, owner, name):\n        self.name = "_" + name\n\n    def __get__(self, instance, owner):\n        return getattr(instance, self.name)\n\n    def __set__(self, instance, value):\n        if value <= 0:\n            raise ValueError(f"{self.name[1:]} must be positive")\n        setattr(instance, self.name, value)\n\n\nclass Parcel:\n    weight = Positive()\n    price = Positive()\n\n    def __init__(self, weight, price):\n        self.weight = weight\n        self.price = price|: p = Parcel(3, 7)|(p.weight, p.price) == (3, 7)|Parcel(0, 1) ! ValueError
a class `Emitter` with `on(event, handler)` and `emit(event, *args)`, which calls the handlers in the order of registration and returns the list of their results|class Emitter:\n    def __init__(self):\n        self._handlers = {}\n\n    def on(self, event, handler):\n        self._handlers.setdefault(event, []).append(handler)\n\n    def emit(self, event, *args):\n        return [handler(*args) for handler in self._handlers.get(event, [])]|: e = Emitter(); e.on("n", lambda x: x + 1); e.on("n", lambda x: x * 10)|e.emit("n", 4) == [5, 40]|e.emit("none") == []
an enum `Weekday` (MONDAY = 1 to SUNDAY = 7) with a method `plus(days)` that wraps around and a property `is_weekend`|from enum import Enum\n\n\nclass Weekday(Enum):\n    MONDAY = 1\n    TUESDAY = 2\n    WEDNESDAY = 3\n    THURSDAY = 4\n    FRIDAY = 5\n    SATURDAY = 6\n    SUNDAY = 7\n\n    def plus(self, days):\n        return Weekday((self.value - 1 + days) % 7 + 1)\n\n    @property\n    def is_weekend(self):\n        return self in (Weekday.SATURDAY, Weekday.SUNDAY)|: w = Weekday.FRIDAY|w.plus(3) is Weekday.MONDAY|w.plus(1).is_weekend and not w.is_weekend
a class `Query` for filtering a list of numbers by chained calls: `above(n)`, `even()` and `first(k)` each return a new Query, and `list()` gives the numbers|class Query:\n    def __init__(self, numbers):\n        self._numbers = list(numbers)\n\n    def above(self, n):\n        return Query(x for x in self._numbers if x > n)\n\n    def even(self):\n        return Query(x for x in self._numbers if x % 2 == 0)\n\n    def first(self, k):\n        return Query(self._numbers[:k])\n\n    def list(self):\n        return list(self._numbers)|: q = Query(range(10))|q.above(3).even().first(2).list() == [4, 6]|q.first(0).list() == []
'''
