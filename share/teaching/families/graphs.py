TOPIC = "graphs"
FAMILIES = r'''
#### breadth_first 3
A graph is a dict from node to a list of neighbours. Using breadth-first search, write `$f(graph, $a)` that returns $d.
----
from collections import deque


def $f(graph, $a):
    $c
----
: g = {"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": [], "e": ["a"]}
$f(g, $x) == $y
$f(g, $z) == $w
----
f a d c x y z w
distance|start, goal|the smallest number of edges from start to goal, or None|queue, seen = deque([(start, 0)]), {start}\n    while queue:\n        node, steps = queue.popleft()\n        if node == goal:\n            return steps\n        for other in graph[node]:\n            if other not in seen:\n                seen.add(other)\n                queue.append((other, steps + 1))\n    return None|"a", "d"|2|"d", "a"|None
shortest_path|source, target|a shortest path as a list of nodes ([] if there is none), following the neighbours in the given order|previous = {source: None}\n    queue = deque([source])\n    while queue and target not in previous:\n        node = queue.popleft()\n        for following in graph[node]:\n            if following not in previous:\n                previous[following] = node\n                queue.append(following)\n    if target not in previous:\n        return []\n    path = []\n    while target is not None:\n        path.append(target)\n        target = previous[target]\n    return path[::-1]|"e", "d"|["e", "a", "b", "d"]|"d", "e"|[]
levels|root|a list of lists: the nodes at distance 0, 1, 2, ... from the root, sorted within a level|seen, result = {root}, []\n    layer = [root]\n    while layer:\n        result.append(sorted(layer))\n        layer = [n for node in layer for n in graph[node] if n not in seen]\n        layer = list(dict.fromkeys(layer))\n        seen.update(layer)\n    return result|"a"|[["a"], ["b", "c"], ["d"]]|"d"|[["d"]]
within|start, limit|the set of nodes that can be reached in at most `limit` steps, start included|depth = {start: 0}\n    queue = deque([start])\n    while queue:\n        node = queue.popleft()\n        if depth[node] == limit:\n            continue\n        for nxt in graph[node]:\n            if nxt not in depth:\n                depth[nxt] = depth[node] + 1\n                queue.append(nxt)\n    return set(depth)|"e", 2|{"e", "a", "b", "c"}|"d", 5|{"d"}
====
Word ladder: change one letter at a time, every step being in the list of words. `ladder(first, last, words)` returns the length of the shortest ladder in words (both ends counted), or 0.
----
from collections import deque


def ladder(first, last, words):
    remaining = set(words) - {first}
    queue = deque([(first, 1)])
    while queue:
        word, length = queue.popleft()
        if word == last:
            return length
        near = {w for w in remaining if sum(a != b for a, b in zip(w, word)) == 1}
        remaining -= near
        queue.extend((w, length + 1) for w in near)
    return 0
----
ladder("cat", "dog", ["cot", "cog", "dog", "car"]) == 4
ladder("cat", "dog", ["cot", "dog"]) == 0
#### depth_first 3
Given a directed graph as a dict of node -> list of successors, write `$f($a)`, which returns $d. Use depth-first search.
----
def $f($a):
    $c
----
: g = {1: [2, 3], 2: [4], 3: [4], 4: [], 5: [1]}
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
reachable|graph, start|the set of nodes that can be reached from start (itself included)|seen = set()\n    stack = [start]\n    while stack:\n        node = stack.pop()\n        if node not in seen:\n            seen.add(node)\n            stack.extend(graph[node])\n    return seen|g, 2|{2, 4}|g, 4|{4}
visit_order|graph, start|the nodes in the order in which a recursive search enters them|order = []\n\n    def visit(node):\n        order.append(node)\n        for child in graph[node]:\n            if child not in order:\n                visit(child)\n\n    visit(start)\n    return order|g, 1|[1, 2, 4, 3]|g, 4|[4]
all_paths|graph, a, b|all simple paths from a to b as lists|if a == b:\n        return [[b]]\n    paths = []\n    for node in graph[a]:\n        rest = {n: [m for m in out if m != a] for n, out in graph.items()}\n        paths += [[a] + path for path in $f(rest, node, b)]\n    return paths|g, 1, 4|[[1, 2, 4], [1, 3, 4]]|g, 4, 1|[]
has_cycle|graph|True if there is a cycle|state = {}\n\n    def visit(node):\n        if state.get(node) == "open":\n            return True\n        if state.get(node) == "done":\n            return False\n        state[node] = "open"\n        found = any(visit(child) for child in graph[node])\n        state[node] = "done"\n        return found\n\n    return any(visit(node) for node in graph)|g|False|{1: [2], 2: [1]}|True
longest_path|dag|the number of edges of the longest path in an acyclic graph|memo = {}\n\n    def depth(node):\n        if node not in memo:\n            memo[node] = max((1 + depth(n) for n in dag[node]), default=0)\n        return memo[node]\n\n    return max(map(depth, dag), default=0)|g|3|{}|0
path_count|graph, source, sink|how many different paths lead from source to sink in an acyclic graph|if source == sink:\n        return 1\n    return sum($f(graph, child, sink) for child in graph[source])|g, 5, 4|2|g, 4, 5|0
#### topological 3
Tasks depend on other tasks: `needs` maps each task to the list of tasks that must be done before it. Write `$f(needs)` that returns $d.
----
def $f(needs):
    $c
----
$f({"wear": ["wash", "dry"], "dry": ["wash"], "wash": []}) == $x
$t
----
f d c x t
order_tasks|an order in which all can be done, choosing the alphabetically first possible task each time; a cycle raises ValueError|waiting = {task: set(before) for task, before in needs.items()}\n    order = []\n    while waiting:\n        ready = [task for task, before in waiting.items() if not before]\n        if not ready:\n            raise ValueError("the tasks depend on each other in a circle")\n        task = min(ready)\n        order.append(task)\n        del waiting[task]\n        for before in waiting.values():\n            before.discard(task)\n    return order|["wash", "dry", "wear"]|$f({"a": ["b"], "b": ["a"]}) ! ValueError
stages|a list of stages, each a sorted list of the tasks that can be done in parallel once the earlier stages are finished|left = dict(needs)\n    done, result = set(), []\n    while left:\n        stage = sorted(t for t in left if done.issuperset(left[t]))\n        if not stage:\n            raise ValueError("circular")\n        result.append(stage)\n        done.update(stage)\n        for task in stage:\n            del left[task]\n    return result|[["wash"], ["dry"], ["wear"]]|$f({"a": [], "b": []}) == [["a", "b"]]
depth_first_order|a valid order by depth-first search, each task after everything it needs|order, seen = [], set()\n\n    def visit(task):\n        if task in seen:\n            return\n        seen.add(task)\n        for other in needs[task]:\n            visit(other)\n        order.append(task)\n\n    for task in needs:\n        visit(task)\n    return order|["wash", "dry", "wear"]|$f({}) == []
final_tasks|the sorted list of tasks that no other task needs|needed = {other for before in needs.values() for other in before}\n    return sorted(task for task in needs if task not in needed)|["wear"]|$f({"a": [], "b": []}) == ["a", "b"]
====
Check an order of jobs: `respects(order, pairs)` is True if for every pair (a, b) job a stands before job b. Jobs missing from the order make it False.
----
def respects(order, pairs):
    place = {job: i for i, job in enumerate(order)}
    return all(a in place and b in place and place[a] < place[b] for a, b in pairs)
----
respects(["dig", "pour", "build"], [("dig", "build"), ("dig", "pour")])
not respects(["b", "a"], [("a", "b")])
not respects([], [("a", "b")])
====
Each task takes some time and must wait for the tasks it needs; tasks run in parallel. Write `finish_time(duration, needs)` with two dicts that returns when the last task is finished.
----
from functools import lru_cache


def finish_time(duration, needs):
    @lru_cache(maxsize=None)
    def finished(task):
        start = max((finished(other) for other in needs.get(task, ())), default=0)
        return start + duration[task]

    return max(map(finished, duration), default=0)
----
finish_time({"a": 3, "b": 2, "c": 4}, {"c": ["a", "b"]}) == 7
finish_time({}, {}) == 0
#### weighted 4
Roads are given as a dict of dicts: roads[a][b] is the length of the road from a to b. Write `$f(roads, $a)` with Dijkstra's algorithm and heapq, returning $d.
----
import heapq


def $f(roads, $a):
    $c
----
: r = {"A": {"B": 4, "C": 1}, "B": {"D": 1}, "C": {"B": 2, "D": 5}, "D": {}}
$f(r, $x) == $y
$f(r, $z) == $w
----
f a d c x y z w
distances|start|a dict of the shortest distances to all towns that can be reached|best = {}\n    queue = [(0, start)]\n    while queue:\n        length, town = heapq.heappop(queue)\n        if town in best:\n            continue\n        best[town] = length\n        for other, road in roads[town].items():\n            if other not in best:\n                heapq.heappush(queue, (length + road, other))\n    return best|"A"|{"A": 0, "C": 1, "B": 3, "D": 4}|"D"|{"D": 0}
route|start, goal|(length, list of towns) of the shortest way, or None|queue, done = [(0, [start])], set()\n    while queue:\n        length, path = heapq.heappop(queue)\n        here = path[-1]\n        if here == goal:\n            return length, path\n        if here in done:\n            continue\n        done.add(here)\n        for there, road in roads[here].items():\n            heapq.heappush(queue, (length + road, path + [there]))\n    return None|"A", "D"|(4, ["A", "C", "B", "D"])|"D", "A"|None
widest|start, goal|the largest width w such that a way exists on which no road is narrower than w (here the numbers are widths); 0 if there is no way|seen = set()\n    queue = [(-float("inf"), start)]\n    while queue:\n        width, town = heapq.heappop(queue)\n        if town == goal:\n            return -width\n        if town in seen:\n            continue\n        seen.add(town)\n        for other, road in roads[town].items():\n            heapq.heappush(queue, (max(width, -road), other))\n    return 0|"A", "D"|1|"D", "A"|0
====
Compute all shortest distances with the Floyd-Warshall algorithm. `all_distances(n, edges)`: nodes 0..n-1, edges (a, b, length) in one direction; return a matrix with float("inf") where there is no way.
----
def all_distances(n, edges):
    inf = float("inf")
    dist = [[0 if i == j else inf for j in range(n)] for i in range(n)]
    for a, b, length in edges:
        dist[a][b] = min(dist[a][b], length)
    for k in range(n):
        for i in range(n):
            for j in range(n):
                dist[i][j] = min(dist[i][j], dist[i][k] + dist[k][j])
    return dist
----
all_distances(3, [(0, 1, 5), (1, 2, 2), (0, 2, 9)])[0] == [0, 5, 7]
all_distances(2, [])[0][1] == float("inf")
====
Bellman-Ford: `cheapest(n, edges, start)` returns the list of smallest costs from start to each of n nodes (None if unreachable) where edge costs may be negative; raise ValueError if a negative cycle can be reached.
----
def cheapest(n, edges, start):
    cost = [None] * n
    cost[start] = 0
    for _ in range(n):
        changed = False
        for a, b, c in edges:
            if cost[a] is not None and (cost[b] is None or cost[a] + c < cost[b]):
                cost[b] = cost[a] + c
                changed = True
        if not changed:
            return cost
    raise ValueError("negative cycle")
----
cheapest(4, [(0, 1, 4), (0, 2, 5), (2, 1, -3)], 0) == [0, 2, 5, None]
cheapest(2, [(0, 1, 1), (1, 0, -2)], 0) ! ValueError
====
Find the total length of a minimum spanning tree by Kruskal's method: `spanning_length(n, edges)` with edges (length, a, b); return None if the graph is not connected.
----
def spanning_length(n, edges):
    parent = list(range(n))

    def root(x):
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    total, joined = 0, 1
    for length, a, b in sorted(edges):
        ra, rb = root(a), root(b)
        if ra != rb:
            parent[ra] = rb
            total += length
            joined += 1
    return total if joined >= n else None
----
spanning_length(3, [(1, 0, 1), (5, 0, 2), (2, 1, 2)]) == 3
spanning_length(3, [(1, 0, 1)]) is None
#### components 3
Friendships are a list of pairs. Write `$f($a)`, which returns $d.
----
def $f($a):
    groups = []
    for a, b in pairs:
        touching = [group for group in groups if a in group or b in group]
        merged = {a, b}.union(*touching)
        groups = [group for group in groups if group not in touching] + [merged]
    return $c
----
$f([(1, 2), (3, 4), (2, 5)]$g) == $x
$f([]$h) == $y
----
f a d c g h x y
circles|pairs|the circles of people connected directly or indirectly, as a sorted list of sorted lists|sorted(sorted(group) for group in groups)|||[[1, 2, 5], [3, 4]]|[]
circle_count|pairs|the number of separate circles of friends|len(groups)|||2|0
connected|pairs, x, y|whether two people belong to the same circle|any(x in group and y in group for group in groups)|, 1, 5|, 1, 2|True|False
====
Write a class `$C` (union-find) over the numbers 0..n-1 with the methods `union(a, b)`, `find(a)` and $d.
----
class $C:
    def __init__(self, n):
        self.parent = list(range(n))
$i
    def find(self, a):
        while self.parent[a] != a:
            self.parent[a] = self.parent[self.parent[a]]
            a = self.parent[a]
        return a

    def union(self, a, b):
        a, b = self.find(a), self.find(b)
        $u

$m
----
: s = $C(5); s.union(0, 1); s.union(3, 4); s.union(1, 0)
$x
s.find(0) == s.find(1) and s.find(1) != s.find(2)
----
C d i u m x
DisjointSets|`count()`, the number of sets||self.parent[a] = b|    def count(self):\n        return sum(a == parent for a, parent in enumerate(self.parent))|s.count() == 3
SizedSets|`size(a)`, the size of the set that contains a; the smaller set is hung below the larger|        self.sizes = [1] * n\n|if a == b:\n            return\n        if self.sizes[a] < self.sizes[b]:\n            a, b = b, a\n        self.parent[b] = a\n        self.sizes[a] += self.sizes[b]|    def size(self, a):\n        return self.sizes[self.find(a)]|[s.size(i) for i in range(5)] == [2, 2, 1, 2, 2]
====
Number the islands on a map: `count_islands(grid)` for a list of strings with "#" for land; land cells that touch at a side belong together.
----
def count_islands(grid):
    land = {(r, c) for r, row in enumerate(grid) for c, cell in enumerate(row) if cell == "#"}
    islands = 0
    while land:
        islands += 1
        stack = [land.pop()]
        while stack:
            r, c = stack.pop()
            for near in ((r + 1, c), (r - 1, c), (r, c + 1), (r, c - 1)):
                if near in land:
                    land.remove(near)
                    stack.append(near)
    return islands
----
count_islands(["##.", "..#", "#.#"]) == 3
count_islands(["..."]) == 0
====
Flood fill: `fill(picture, row, col, colour)` changes the cell and all cells of the same colour that are connected with it over sides, in place.
----
def fill(picture, row, col, colour):
    old = picture[row][col]
    if old == colour:
        return
    stack = [(row, col)]
    while stack:
        r, c = stack.pop()
        if 0 <= r < len(picture) and 0 <= c < len(picture[0]) and picture[r][c] == old:
            picture[r][c] = colour
            stack += [(r + 1, c), (r - 1, c), (r, c + 1), (r, c - 1)]
----
: p = [[1, 1, 0], [0, 1, 0], [1, 0, 1]]; fill(p, 0, 0, 7)
p == [[7, 7, 0], [0, 7, 0], [1, 0, 1]]
: q = [[2]]; fill(q, 0, 0, 2)
q == [[2]]
#### graph_facts 2
An undirected graph is given as a list of edges (a, b). Write `$f(edges)`: $d.
----
def $f(edges):
    $c
----
$f([(1, 2), (2, 3), (2, 4)]) == $x
$f([(1, 2), (2, 3), (3, 1)]) == $y
----
f d c x y
degrees|a dict from node to its number of edges|degree = {}\n    for edge in edges:\n        for node in edge:\n            degree[node] = degree.get(node, 0) + 1\n    return degree|{1: 1, 2: 3, 3: 1, 4: 1}|{1: 2, 2: 2, 3: 2}
adjacency|a dict from node to the sorted list of its neighbours|near = {}\n    for a, b in edges:\n        near.setdefault(a, set()).add(b)\n        near.setdefault(b, set()).add(a)\n    return {node: sorted(others) for node, others in near.items()}|{1: [2], 2: [1, 3, 4], 3: [2], 4: [2]}|{1: [2, 3], 2: [1, 3], 3: [1, 2]}
leaves|the sorted list of nodes with a single edge|ends = [node for edge in edges for node in edge]\n    return sorted(node for node in set(ends) if ends.count(node) == 1)|[1, 3, 4]|[]
two_colourable|can the nodes be coloured with two colours so that all edges join different colours?|near = {}\n    for a, b in edges:\n        near.setdefault(a, []).append(b)\n        near.setdefault(b, []).append(a)\n    colour = {}\n    for start in near:\n        if start in colour:\n            continue\n        colour[start] = 0\n        stack = [start]\n        while stack:\n            node = stack.pop()\n            for other in near[node]:\n                if other not in colour:\n                    colour[other] = 1 - colour[node]\n                    stack.append(other)\n                elif colour[other] == colour[node]:\n                    return False\n    return True|True|False
triangles|the number of triangles, i.e. three nodes joined with each other|from itertools import combinations\n\n    joined = {frozenset(edge) for edge in edges}\n    nodes = sorted({node for edge in edges for node in edge})\n    return sum(all(frozenset(side) in joined for side in combinations(corner, 2))\n               for corner in combinations(nodes, 3))|0|1
is_tree|is the graph a tree (connected, and one edge less than nodes)?|nodes = {node for edge in edges for node in edge}\n    if len(edges) != len(nodes) - 1:\n        return False\n    reached = set(edges[0])\n    for _ in nodes:\n        for a, b in edges:\n            if a in reached or b in reached:\n                reached \|= {a, b}\n    return reached == nodes|True|False
euler_path|whether a connected graph can be drawn in one stroke, using each edge exactly once|odd = set()\n    for a, b in edges:\n        odd ^= {a}\n        odd ^= {b}\n    return len(odd) in (0, 2)|False|True
#### mazes 3
A maze is a list of strings, "#" for walls. Write `$f(maze$a)`: $d.
----
$c
----
$f(["S.#", "..#", "#.E"]$x) == $y
$f(["S#E"]$z) == $w
----
f a d c x y z w
steps_out||the number of steps (up, down, left, right) from "S" to "E", or -1|from collections import deque\n\n\ndef $f(maze):\n    cells = {(r, c): ch for r, row in enumerate(maze) for c, ch in enumerate(row)}\n    start = next(cell for cell, ch in cells.items() if ch == "S")\n    steps = {start: 0}\n    queue = deque([start])\n    while queue:\n        r, c = queue.popleft()\n        if cells[r, c] == "E":\n            return steps[r, c]\n        for cell in ((r - 1, c), (r + 1, c), (r, c - 1), (r, c + 1)):\n            if cells.get(cell, "#") != "#" and cell not in steps:\n                steps[cell] = steps[r, c] + 1\n                queue.append(cell)\n    return -1||4||-1
can_escape||whether "E" can be reached from "S", by a recursive search that marks visited cells|def $f(maze):\n    grid = [list(row) for row in maze]\n\n    def walk(r, c):\n        if not (0 <= r < len(grid) and 0 <= c < len(grid[0])) or grid[r][c] == "#":\n            return False\n        if grid[r][c] == "E":\n            return True\n        grid[r][c] = "#"\n        return walk(r + 1, c) or walk(r - 1, c) or walk(r, c + 1) or walk(r, c - 1)\n\n    row = next(i for i, line in enumerate(maze) if "S" in line)\n    return walk(row, maze[row].index("S"))||True||False
dead_ends||how many open cells (anything but "#") have exactly one open neighbour|def $f(maze):\n    free = {(r, c) for r, row in enumerate(maze) for c, ch in enumerate(row) if ch != "#"}\n\n    def exits(r, c):\n        return sum(cell in free for cell in ((r + 1, c), (r - 1, c), (r, c + 1), (r, c - 1)))\n\n    return sum(exits(r, c) == 1 for r, c in free)||1||0
follow|, path|the final character when a path such as "DDR" is walked from "S" (moves into walls or off the grid are skipped)|MOVES = {"U": (-1, 0), "D": (1, 0), "L": (0, -1), "R": (0, 1)}\n\n\ndef $f(maze, path):\n    r = next(i for i, row in enumerate(maze) if "S" in row)\n    c = maze[r].index("S")\n    for step in path:\n        dr, dc = MOVES[step]\n        nr, nc = r + dr, c + dc\n        if 0 <= nr < len(maze) and 0 <= nc < len(maze[0]) and maze[nr][nc] != "#":\n            r, c = nr, nc\n    return maze[r][c]|, "RDDR"|"E"|, "RR"|"S"
'''
