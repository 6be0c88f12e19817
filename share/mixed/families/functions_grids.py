KIND, LANGUAGE = "function", "python"
GROUPS = r'''
Count the live neighbours of a cell in a grid of 0s and 1s, diagonals included. The grid ends at its borders.
----
def live_neighbours(grid, row, column):
    total = 0
    for r in range(max(row - 1, 0), min(row + 2, len(grid))):
        for c in range(max(column - 1, 0), min(column + 2, len(grid[0]))):
            if (r, c) != (row, column):
                total += grid[r][c]
    return total
----
live_neighbours([[1, 1, 0], [0, 1, 1], [0, 0, 1]], 1, 1) == 4
live_neighbours([[1]], 0, 0) == 0
live_neighbours([[0, 1], [1, 1]], 0, 0) == 3
====
Fill the area of equal values around a starting cell of a grid with a new value, as the bucket tool of a paint program does. Only the four direct neighbours are connected. Return a new grid.
----
def bucket_fill(grid, row, column, value):
    filled = [list(line) for line in grid]
    old = filled[row][column]
    if old == value:
        return filled
    todo = [(row, column)]
    while todo:
        r, c = todo.pop()
        if 0 <= r < len(filled) and 0 <= c < len(filled[0]) and filled[r][c] == old:
            filled[r][c] = value
            todo += [(r + 1, c), (r - 1, c), (r, c + 1), (r, c - 1)]
    return filled
----
bucket_fill([[1, 1, 0], [0, 1, 0], [1, 0, 1]], 0, 0, 7) == [[7, 7, 0], [0, 7, 0], [1, 0, 1]]
bucket_fill([[2]], 0, 0, 2) == [[2]]
====
Decide a game of $d. Return the mark of the player who has a full line$e, or None.
----
def $f(board):
    $c
    for line in lines:
        if line[0] != " " and len(set(line)) == 1:
            return line[0]
    return None
----
$f($x) == "X"
$f($y) == None
$f($z) == "O"
----
d e f c x y z
tic-tac-toe on a board of three strings| in a row, column or diagonal|noughts_winner|lines = list(board)\n    lines += ["".join(row[c] for row in board) for c in range(3)]\n    lines += ["".join(board[i][i] for i in range(3)), "".join(board[i][2 - i] for i in range(3))]|["XO ", "OX ", "  X"]|["XO ", "OX ", "   "]|["OX ", "OX ", "O  "]
three in a row on a strip, a string of squares| of three neighbouring squares|strip_winner|lines = [board[i:i + 3] for i in range(len(board) - 2)]|"OXXX O"|"XXOOXX"|" OOO"
====
Return the positions of all mines as (row, column) pairs in reading order, from a field whose rows are strings and where "*" is a mine.
----
def mines(field):
    return [(r, c) for r, line in enumerate(field) for c, ch in enumerate(line) if ch == "*"]
----
mines(["..*", "*.."]) == [(0, 2), (1, 0)]
mines([]) == []
====
Move a robot over a grid by a string of "N", "S", "E" and "W". It starts at (0, 0), north increases y. Return its final position and the number of different squares it has stood on, as a tuple ((x, y), n).
----
STEPS = {"N": (0, 1), "S": (0, -1), "E": (1, 0), "W": (-1, 0)}


def walk(path):
    x = y = 0
    seen = {(0, 0)}
    for letter in path:
        dx, dy = STEPS[letter]
        x, y = x + dx, y + dy
        seen.add((x, y))
    return (x, y), len(seen)
----
walk("NNES") == ((1, 1), 5)
walk("NSNS") == ((0, 0), 2)
walk("") == ((0, 0), 1)
====
Make a list of strings that shows a $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
d f a c x y z w
histogram of "#" columns for a list of heights, the top line first and all lines as wide as the list|bars|heights|top = max(heights, default=0)\n    return ["".join("#" if h >= level else " " for h in heights) for level in range(top, 0, -1)]|[1, 3, 0]|[" # ", " # ", "## "]|[]|[]
chequered board of `rows` by `columns` squares out of "#" and ".", beginning with "#"|chequers|rows, columns|return ["".join("#" if (r + c) % 2 == 0 else "." for c in range(columns)) for r in range(rows)]|2, 3|["#.#", ".#."]|1, 1|["#"]
hollow rectangle of "*" that is `width` wide and `height` high|frame|width, height|edge = "*" * width\n    middle = "*" if width == 1 else "*" + " " * (width - 2) + "*"\n    if height == 1:\n        return [edge]\n    return [edge] + [middle] * (height - 2) + [edge]|4, 3|["****", "*  *", "****"]|3, 1|["***"]
====
Score a word in a game of letters. `values` maps a letter to points; the word counts double if it has seven letters or more, and an unknown letter counts 0.
----
def word_score(word, values):
    points = sum(values.get(letter, 0) for letter in word.lower())
    return points * 2 if len(word) >= 7 else points
----
word_score("Cab", {"a": 1, "b": 3, "c": 3}) == 7
word_score("aaaaaaa", {"a": 1}) == 14
word_score("x", {}) == 0
====
Tell the best poker-like category of five dice: "five", "four", "full house", "three", "two pairs", "pair" or "nothing".
----
from collections import Counter


def dice_hand(dice):
    pattern = sorted(Counter(dice).values(), reverse=True)
    names = {(5,): "five", (4, 1): "four", (3, 2): "full house", (3, 1, 1): "three",
             (2, 2, 1): "two pairs", (2, 1, 1, 1): "pair"}
    return names.get(tuple(pattern), "nothing")
----
dice_hand([2, 5, 2, 5, 2]) == "full house"
dice_hand([1, 2, 3, 4, 6]) == "nothing"
dice_hand([6, 6, 1, 1, 3]) == "two pairs"
dice_hand([4] * 5) == "five"
====
Check whether a queen on one square attacks another on a chessboard. Squares are (column, row) pairs; a queen does not attack its own square.
----
def queen_attacks(a, b):
    dx, dy = abs(a[0] - b[0]), abs(a[1] - b[1])
    return a != b and (dx == 0 or dy == 0 or dx == dy)
----
queen_attacks((0, 0), (5, 5)) == True
queen_attacks((2, 3), (2, 7)) == True
queen_attacks((0, 0), (1, 2)) == False
queen_attacks((4, 4), (4, 4)) == False
====
List the squares a $d can reach in one move on an empty 8 by 8 board from (column, row), in sorted order. Squares count from 0.
----
def $f(column, row):
    moves = $m
    return sorted((column + dx, row + dy) for dx, dy in moves
                  if 0 <= column + dx < 8 and 0 <= row + dy < 8)
----
$f(0, 0) == $x
len($f(4, 4)) == $y
----
d f m x y
knight|knight_moves|[(dx, dy) for dx in (-2, -1, 1, 2) for dy in (-2, -1, 1, 2) if abs(dx) != abs(dy)]|[(1, 2), (2, 1)]|8
king|king_moves|[(dx, dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1) if dx or dy]|[(0, 1), (1, 0), (1, 1)]|8
bishop|bishop_moves|[(s * n, t * n) for n in range(1, 8) for s in (-1, 1) for t in (-1, 1)]|[(1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6), (7, 7)]|13
====
Count the islands in a map of strings, where "#" is land and all else water. Land squares are connected along their edges.
----
def count_islands(chart):
    land = {(r, c) for r, line in enumerate(chart) for c, ch in enumerate(line) if ch == "#"}
    islands = 0
    while land:
        islands += 1
        todo = [land.pop()]
        while todo:
            r, c = todo.pop()
            for place in ((r + 1, c), (r - 1, c), (r, c + 1), (r, c - 1)):
                if place in land:
                    land.remove(place)
                    todo.append(place)
    return islands
----
count_islands(["##.", "..#", "#.#"]) == 3
count_islands(["..."]) == 0
count_islands(["###", "#.#", "###"]) == 1
====
Find the length of the shortest way through a maze from "S" to "E". Walls are "#"; one moves up, down, left and right. Return None if there is no way.
----
from collections import deque


def shortest_way(maze):
    cells = {(r, c): ch for r, line in enumerate(maze) for c, ch in enumerate(line)}
    start = next(place for place, ch in cells.items() if ch == "S")
    queue, distance = deque([start]), {start: 0}
    while queue:
        r, c = queue.popleft()
        if cells[r, c] == "E":
            return distance[r, c]
        for place in ((r + 1, c), (r - 1, c), (r, c + 1), (r, c - 1)):
            if cells.get(place, "#") != "#" and place not in distance:
                distance[place] = distance[r, c] + 1
                queue.append(place)
    return None
----
shortest_way(["S.#", "#..", "..E"]) == 4
shortest_way(["S#E"]) == None
shortest_way(["SE"]) == 1
====
Let everything fall down in a grid of strings: "o" are stones that fall within their column until they meet "#" or the floor, "." is air.
----
def drop_stones(grid):
    columns = []
    for column in zip(*grid):
        blocks = "".join(column).split("#")
        columns.append("#".join("." * block.count(".") + "o" * block.count("o") for block in blocks))
    return ["".join(row) for row in zip(*columns)]
----
drop_stones(["oo", ".#", "..", "o."]) == ["." "o", ".#", "o.", "o."]
drop_stones(["o#", ".."]) == [".#", "o."]
====
Rotate a picture, given as a list of equally long strings, $d.
----
def $f(picture):
    return $c
----
$f(["abc", "def"]) == $x
$f(["z"]) == ["z"]
----
d f c x
by 90 degrees clockwise|turn_right|["".join(column) for column in zip(*picture[::-1])]|["da", "eb", "fc"]
by 90 degrees anticlockwise|turn_left|["".join(column) for column in zip(*picture)][::-1]|["cf", "be", "ad"]
by 180 degrees|upside_down|[line[::-1] for line in reversed(picture)]|["fed", "cba"]
====
Return the numbers of a matrix in $d as one list.
----
def $f(matrix):
    $c
----
$f([[1, 2, 3], [4, 5, 6]]) == $x
$f([]) == []
$f([[7]]) == [7]
----
d f c x
snake order: the first row from left to right, the second from right to left, and so on|snake|out = []\n    for i, row in enumerate(matrix):\n        out += row if i % 2 == 0 else row[::-1]\n    return out|[1, 2, 3, 6, 5, 4]
order of its anti-diagonals, each from top right to bottom left|anti_diagonals|if not matrix:\n        return []\n    height, width = len(matrix), len(matrix[0])\n    return [matrix[r][s - r] for s in range(height + width - 1)\n            for r in range(height) if 0 <= s - r < width]|[1, 2, 4, 3, 5, 6]
====
Check a filled-in Sudoku of 4 by 4 squares: every row, every column and every 2 by 2 block must hold 1 to 4.
----
def valid_small_sudoku(grid):
    rows = [set(row) for row in grid]
    columns = [set(column) for column in zip(*grid)]
    blocks = [{grid[r + i][c + j] for i in (0, 1) for j in (0, 1)} for r in (0, 2) for c in (0, 2)]
    return all(group == {1, 2, 3, 4} for group in rows + columns + blocks)
----
valid_small_sudoku([[1, 2, 3, 4], [3, 4, 1, 2], [2, 1, 4, 3], [4, 3, 2, 1]]) == True
valid_small_sudoku([[1, 2, 3, 4], [2, 3, 4, 1], [3, 4, 1, 2], [4, 1, 2, 3]]) == False
valid_small_sudoku([[1, 1, 1, 1]] * 4) == False
====
Slide the tiles of one row to the left as in the game 2048. Zeros are empty; two equal neighbours join into their sum, each tile at most once in a move. The row keeps its length.
----
def slide_left(row):
    tiles = [n for n in row if n]
    out, i = [], 0
    while i < len(tiles):
        if i + 1 < len(tiles) and tiles[i] == tiles[i + 1]:
            out.append(tiles[i] * 2)
            i += 2
        else:
            out.append(tiles[i])
            i += 1
    return out + [0] * (len(row) - len(out))
----
slide_left([2, 0, 2, 4]) == [4, 4, 0, 0]
slide_left([2, 2, 2, 0]) == [4, 2, 0, 0]
slide_left([4, 4, 4, 4]) == [8, 8, 0, 0]
slide_left([0, 0]) == [0, 0]
====
Give feedback on a guess in a word game of equally long words: "G" for a letter in its place, "Y" for one that is elsewhere in the word, "." for a wrong one. A letter earns no more marks than it occurs.
----
def feedback(secret, guess):
    marks = ["G" if a == b else "." for a, b in zip(secret, guess)]
    spare = [a for a, mark in zip(secret, marks) if mark != "G"]
    for i, letter in enumerate(guess):
        if marks[i] != "G" and letter in spare:
            marks[i] = "Y"
            spare.remove(letter)
    return "".join(marks)
----
feedback("crane", "nacho") == "YYY.."
feedback("apple", "paper") == "YYGY."
feedback("abbey", "babes") == "YYGG."
feedback("aa", "aa") == "GG"
====
Play a match: given the list of point winners "A" and "B", return the winner of a table tennis game (first to 11 with two points ahead), or None if it is not over yet.
----
def table_tennis(points):
    score = {"A": 0, "B": 0}
    for player in points:
        score[player] += 1
        lead = abs(score["A"] - score["B"])
        if score[player] >= 11 and lead >= 2:
            return player
    return None
----
table_tennis("A" * 11) == "A"
table_tennis("AB" * 10 + "B") == None
table_tennis("AB" * 10 + "BB") == "B"
table_tennis("") == None
====
Compute a league table from results such as ("Reds", 2, "Blues", 1). A win gives 3 points, a draw 1. Return the teams from best to worst by points, then goal difference, then name.
----
def league_table(results):
    points, difference = {}, {}
    for home, goals_home, away, goals_away in results:
        for team, made, got in ((home, goals_home, goals_away), (away, goals_away, goals_home)):
            gained = 3 if made > got else 1 if made == got else 0
            points[team] = points.get(team, 0) + gained
            difference[team] = difference.get(team, 0) + made - got
    return sorted(points, key=lambda team: (-points[team], -difference[team], team))
----
league_table([("Reds", 2, "Blues", 1), ("Blues", 3, "Greens", 0), ("Greens", 1, "Reds", 1)]) == ["Reds", "Blues", "Greens"]
league_table([("b", 0, "a", 0)]) == ["a", "b"]
league_table([]) == []
====
Pair the players of a round-robin tournament. With an even number of players return a list of rounds, each a list of pairs, so that everybody meets everybody once. Use the circle method: the first player stays, the others rotate.
----
def round_robin(players):
    circle = list(players)
    n = len(circle)
    rounds = []
    for _ in range(n - 1):
        rounds.append([(circle[i], circle[n - 1 - i]) for i in range(n // 2)])
        circle.insert(1, circle.pop())
    return rounds
----
round_robin(["a", "b"]) == [[("a", "b")]]
len({frozenset(pair) for day in round_robin("abcdef") for pair in day}) == 15
all(len({p for pair in day for p in pair}) == 6 for day in round_robin("abcdef"))
====
Advance a row of a cellular automaton by one step, by Wolfram's rule number. Cells beyond the ends are 0; the row is a list of 0s and 1s.
----
def automaton_step(cells, rule):
    padded = [0] + cells + [0]
    return [rule >> (4 * padded[i - 1] + 2 * padded[i] + padded[i + 1]) & 1
            for i in range(1, len(cells) + 1)]
----
automaton_step([0, 0, 1, 0, 0], 90) == [0, 1, 0, 1, 0]
automaton_step([0, 1, 1, 0], 30) == [1, 1, 0, 1]
automaton_step([], 110) == []
====
Tell how many points a hand of blackjack has. Number cards count their value, "J", "Q" and "K" 10, and "A" 11 or, where that would exceed 21, 1.
----
def blackjack(cards):
    total = aces = 0
    for card in cards:
        if card == "A":
            aces += 1
            total += 11
        elif card in ("J", "Q", "K"):
            total += 10
        else:
            total += int(card)
    while total > 21 and aces:
        total -= 10
        aces -= 1
    return total
----
blackjack(["A", "K"]) == 21
blackjack(["A", "A", "9"]) == 21
blackjack(["A", "K", "5", "7"]) == 23
====
Find a word in a letter grid, reading rightwards or downwards. Return (row, column, "across" or "down") of the first hit in reading order, across before down, or None.
----
def find_word(grid, word):
    for r, line in enumerate(grid):
        for c in range(len(line)):
            if line[c:c + len(word)] == word:
                return r, c, "across"
            if "".join(row[c] for row in grid[r:r + len(word)]) == word:
                return r, c, "down"
    return None
----
find_word(["xcat", "xaxx", "xrxx"], "car") == (0, 1, "down")
find_word(["xcat", "xaxx"], "cat") == (0, 1, "across")
find_word(["ab"], "zz") == None
====
Compute where a light beam leaves a box of mirrors. The beam enters a grid of strings at row 0, column 0 going right; "/" and "\" are mirrors, "." is empty. Return the last (row, column) inside the grid.
----
def last_cell(grid):
    r, c, dr, dc = 0, 0, 0, 1
    while True:
        if grid[r][c] == "/":
            dr, dc = -dc, -dr
        elif grid[r][c] == "\\":
            dr, dc = dc, dr
        if not (0 <= r + dr < len(grid) and 0 <= c + dc < len(grid[0])):
            return r, c
        r, c = r + dr, c + dc
----
last_cell(["..\\", "...", "\\./"]) == (0, 0)
last_cell(["..."]) == (0, 2)
last_cell(["/.."]) == (0, 0)
====
Return all ways to place `n` queens on an n by n board so that none attacks another; each way is a tuple with the column of the queen in every row.
----
def queens(n, placed=()):
    row = len(placed)
    if row == n:
        return [placed]
    ways = []
    for column in range(n):
        if all(column != c and abs(column - c) != row - r for r, c in enumerate(placed)):
            ways += queens(n, placed + (column,))
    return ways
----
queens(4) == [(1, 3, 0, 2), (2, 0, 3, 1)]
len(queens(6)) == 4
queens(3) == []
====
Compute the area that a robot mower covers: given a list of (x, y, width, height) rectangles on a grid of unit squares, count the squares that at least one of them covers.
----
def covered(rectangles):
    squares = set()
    for x, y, width, height in rectangles:
        squares.update((x + i, y + j) for i in range(width) for j in range(height))
    return len(squares)
----
covered([(0, 0, 2, 2), (1, 1, 2, 2)]) == 7
covered([]) == 0
covered([(5, 5, 3, 1)]) == 3
====
Work out the final standing of a tug of war on a line: for a list of pulls (positive to the right), stop as soon as the rope has moved 10 or more to either side. Return "left", "right" or "open".
----
def tug_of_war(pulls):
    position = 0
    for pull in pulls:
        position += pull
        if position >= 10:
            return "right"
        if position <= -10:
            return "left"
    return "open"
----
tug_of_war([4, 6, -30]) == "right"
tug_of_war([-9, -1]) == "left"
tug_of_war([5, -5]) == "open"
'''
