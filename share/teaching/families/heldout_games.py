TOPIC = "games and boards"
HELD_OUT = True
FAMILIES = r'''
#### tic_tac_toe 3
A tic-tac-toe board is $b. Write `$f(board)` that returns $d.
----
def $f(board):
    $c
----
$f($x) == $y
$f($z) == $w
----
f b d c x y z w
winner|a list of three strings of "X", "O" and "."|the winner "X" or "O", or None|lines = list(board) + ["".join(column) for column in zip(*board)]\n    lines.append("".join(board[i][i] for i in range(3)))\n    lines.append("".join(board[i][2 - i] for i in range(3)))\n    for player in "XO":\n        if player * 3 in lines:\n            return player\n    return None|["XO.", "OX.", "..X"]|"X"|["XO.", "...", "..."]|None
next_player|a string of nine characters "X", "O" or "."|whose turn it is, X having begun; "" on a full board|if "." not in board:\n        return ""\n    return "X" if board.count("X") == board.count("O") else "O"|"X........"|"O"|"XOX.O...."|"X"
free_cells|a list of rows with "X", "O" or " "|the (row, column) pairs of all empty cells|return [(r, c) for r, row in enumerate(board) for c, mark in enumerate(row) if mark == " "]|["XO ", " X ", "OXO"]|[(0, 2), (1, 0), (1, 2)]|["XOX", "OXO", "XOX"]|[]
is_legal|a string of nine characters "X", "O" and "."|whether the counts can occur in a game that X began|crosses, noughts = board.count("X"), board.count("O")\n    return len(board) == 9 and crosses - noughts in (0, 1)|"XO......."|True|"OO......."|False
====
Find a winning move in tic-tac-toe: `winning_move(board, player)` gets a string of nine cells (empty cells are ".") and returns the index of an empty cell that completes a line for the player, or None.
----
LINES = [(0, 1, 2), (3, 4, 5), (6, 7, 8), (0, 3, 6), (1, 4, 7), (2, 5, 8), (0, 4, 8), (2, 4, 6)]


def winning_move(board, player):
    for line in LINES:
        marks = [board[i] for i in line]
        if marks.count(player) == 2 and "." in marks:
            return line[marks.index(".")]
    return None
----
winning_move("XX.OO....", "X") == 2
winning_move("XX.OO....", "O") == 5
winning_move(".........", "X") is None
====
Write a function `count_lines(grid, mark, n)` for a square board: how many rows, columns and main diagonals consist of n or more marks in sequence?
----
def count_lines(grid, mark, n):
    size = len(grid)
    lines = ["".join(row) for row in grid]
    lines += ["".join(row[c] for row in grid) for c in range(size)]
    lines.append("".join(grid[i][i] for i in range(size)))
    lines.append("".join(grid[i][size - 1 - i] for i in range(size)))
    return sum(mark * n in line for line in lines)
----
count_lines(["XXO", "OXO", "OXX"], "X", 3) == 2
count_lines(["..", ".."], "X", 1) == 0
#### game_of_life 3
Conway's game of life on a $g: `$f($a)` returns $d.
----
$c
----
$f($x) == $y
$f($z) == $w
----
f g a d c x y z w
next_cells|endless grid, given as a set of live (x, y) cells|alive|the set of the next generation|from collections import Counter\n\n\ndef $f(alive):\n    around = Counter((x + dx, y + dy) for x, y in alive\n                     for dx in (-1, 0, 1) for dy in (-1, 0, 1) if dx or dy)\n    return {cell for cell, n in around.items() if n == 3 or (n == 2 and cell in alive)}|{(0, 0), (1, 0), (2, 0)}|{(1, -1), (1, 0), (1, 1)}|set()|set()
live_neighbours|list of strings with "#" for live cells|grid, row, col|the number of live neighbours of a cell|def $f(grid, row, col):\n    count = 0\n    for r in range(max(row - 1, 0), min(row + 2, len(grid))):\n        for c in range(max(col - 1, 0), min(col + 2, len(grid[0]))):\n            if (r, c) != (row, col) and grid[r][c] == "#":\n                count += 1\n    return count|["##", ".#"], 0, 0|2|["#"], 0, 0|0
life_step|torus (the edges are joined), a list of lists of 0 and 1|cells|the next generation in the same form|def $f(cells):\n    height, width = len(cells), len(cells[0])\n\n    def neighbours(r, c):\n        return sum(cells[(r + i) % height][(c + j) % width]\n                   for i in (-1, 0, 1) for j in (-1, 0, 1)) - cells[r][c]\n\n    return [[int(neighbours(r, c) == 3 or cells[r][c] and neighbours(r, c) == 2)\n             for c in range(width)] for r in range(height)]|[[0, 0, 0, 0], [0, 1, 1, 0], [0, 1, 1, 0], [0, 0, 0, 0]]|[[0, 0, 0, 0], [0, 1, 1, 0], [0, 1, 1, 0], [0, 0, 0, 0]]|[[0, 0, 0], [0, 1, 0], [0, 0, 0]]|[[0, 0, 0], [0, 0, 0], [0, 0, 0]]
parse_cells|text drawing with "O" for live cells and any other sign for dead ones|drawing|the set of the (column, row) positions of the live cells|def $f(drawing):\n    return {(column, row)\n            for row, line in enumerate(drawing.splitlines())\n            for column, sign in enumerate(line) if sign == "O"}|".O\\nO."|{(1, 0), (0, 1)}|""|set()
====
In a one-dimensional cellular automaton every new cell is the exclusive or of its two old neighbours (outside the row is 0). Write `rule90(row, steps)` for a list of 0/1, returning the row after so many steps.
----
def rule90(row, steps):
    for _ in range(steps):
        padded = [0] + row + [0]
        row = [padded[i - 1] ^ padded[i + 1] for i in range(1, len(padded) - 1)]
    return row
----
rule90([0, 0, 1, 0, 0], 1) == [0, 1, 0, 1, 0]
rule90([0, 0, 1, 0, 0], 2) == [1, 0, 0, 0, 1]
rule90([1], 0) == [1]
====
Decide the fate of one cell in the game of life: `fate(alive, neighbours)` returns "survives", "dies", "is born" or "stays empty".
----
def fate(alive, neighbours):
    if alive:
        return "survives" if neighbours in (2, 3) else "dies"
    return "is born" if neighbours == 3 else "stays empty"
----
fate(True, 2) == "survives"
fate(True, 4) == "dies"
fate(False, 3) == "is born"
fate(False, 2) == "stays empty"
#### sudoku 3
Check part of a Sudoku. `$f($a)` returns True when $d.
----
def $f($a):
    $c
----
$f($x)
not $f($y)
----
f a d c x y
valid_group|cells|a list of nine cells holds no digit twice; 0 stands for an empty cell|digits = [cell for cell in cells if cell]\n    return len(digits) == len(set(digits))|[1, 2, 0, 0, 5, 0, 0, 0, 9]|[1, 1, 0, 0, 0, 0, 0, 0, 0]
solved_box|box|a 3x3 block (list of three lists) contains each of the digits 1 to 9 once|return sorted(digit for row in box for digit in row) == list(range(1, 10))|[[1, 2, 3], [4, 5, 6], [7, 8, 9]]|[[1, 2, 3], [4, 5, 6], [7, 8, 8]]
rows_complete|grid|every row of the square grid contains all numbers from 1 to its length|wanted = set(range(1, len(grid) + 1))\n    return all(set(row) == wanted for row in grid)|[[1, 2], [2, 1]]|[[1, 1], [2, 1]]
latin_square|square|no number repeats in any row or column of a square|lines = list(square) + list(zip(*square))\n    return all(len(set(line)) == len(line) for line in lines)|[[1, 2], [2, 1]]|[[1, 2], [1, 2]]
====
Which digits may still be placed in the cell (row, col) of a 9x9 Sudoku grid with 0 for empty cells? Write `candidates(grid, row, col)`, returning a set.
----
def candidates(grid, row, col):
    top, left = row // 3 * 3, col // 3 * 3
    used = set(grid[row])
    used.update(line[col] for line in grid)
    used.update(grid[top + i][left + j] for i in range(3) for j in range(3))
    return set(range(1, 10)) - used
----
: g = [[0] * 9 for _ in range(9)]; g[0][3] = 5; g[4][0] = 7; g[1][1] = 2
candidates(g, 0, 0) == {1, 3, 4, 6, 8, 9}
candidates(g, 8, 8) == set(range(1, 10))
====
Solve a 4x4 Sudoku (2x2 blocks, 0 for empty cells) by backtracking. `solve(grid)` fills the grid in place and returns True, or returns False if there is no solution.
----
def solve(grid):
    for r in range(4):
        for c in range(4):
            if grid[r][c]:
                continue
            for digit in range(1, 5):
                if fits(grid, r, c, digit):
                    grid[r][c] = digit
                    if solve(grid):
                        return True
            grid[r][c] = 0
            return False
    return True


def fits(grid, r, c, digit):
    top, left = r // 2 * 2, c // 2 * 2
    block = [grid[top + i][left + j] for i in (0, 1) for j in (0, 1)]
    return digit not in grid[r] and all(row[c] != digit for row in grid) and digit not in block
----
: g = [[1, 0, 0, 0], [0, 0, 3, 0], [0, 4, 0, 0], [0, 0, 0, 2]]
solve(g) and all(sorted(row) == [1, 2, 3, 4] for row in g)
solve([[1, 2, 3, 0], [0, 0, 0, 4], [0, 0, 0, 0], [0, 0, 0, 0]]) is False
#### dice 2
Dice are given as a list of five numbers from 1 to 6. `$f(dice)` returns $d.
----
$c
----
$f([3, 3, 5, 3, 5]) == $x
$f([1, 2, 3, 4, 5]) == $y
----
f d c x y
full_house|25 points if they show a triple and a pair, otherwise 0|def $f(dice):\n    counts = sorted(dice.count(face) for face in set(dice))\n    return 25 if counts == [2, 3] else 0|25|0
three_of_a_kind|the sum of all dice if at least three of them are equal, otherwise 0|from collections import Counter\n\n\ndef $f(dice):\n    _, most = Counter(dice).most_common(1)[0]\n    return sum(dice) if most >= 3 else 0|19|0
small_straight|30 points if they contain four consecutive faces, otherwise 0|def $f(dice):\n    faces = set(dice)\n    for start in (1, 2, 3):\n        if set(range(start, start + 4)) <= faces:\n            return 30\n    return 0|0|30
best_upper|the face whose dice have the highest sum (the higher face on a tie)|def $f(dice):\n    return max(dice, key=lambda face: (face * dice.count(face), face))|5|5
two_pairs|True if two different faces occur at least twice|def $f(dice):\n    return sum(dice.count(face) >= 2 for face in range(1, 7)) >= 2|True|False
====
How many ways are there to throw a total of `target` with `n` dice of `sides` sides? Write `dice_ways(n, sides, target)`, building up the counts one die after the other.
----
def dice_ways(n, sides, target):
    ways = {0: 1}
    for _ in range(n):
        following = {}
        for total, count in ways.items():
            for face in range(1, sides + 1):
                following[total + face] = following.get(total + face, 0) + count
        ways = following
    return ways.get(target, 0)
----
dice_ways(2, 6, 7) == 6
dice_ways(3, 6, 18) == 1
dice_ways(1, 6, 9) == 0
====
Parse dice notation such as "3d6+2" or "d20" and return (number, sides, bonus): `parse_dice(text)`.
----
import re


def parse_dice(text):
    match = re.fullmatch(r"(\d*)d(\d+)([+-]\d+)?", text)
    if match is None:
        raise ValueError(f"no dice: {text}")
    number, sides, bonus = match.groups()
    return int(number or 1), int(sides), int(bonus or 0)
----
parse_dice("3d6+2") == (3, 6, 2)
parse_dice("d20") == (1, 20, 0)
parse_dice("6") ! ValueError
#### bowling 3
Score $d. `$f($a)` returns $e.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d e c x y z w
bowling_score|rolls|a complete ten-pin bowling game from the list of rolls (strike: the next two rolls count in addition, spare: the next one)|the total|total = i = 0\n    for _ in range(10):\n        if rolls[i] == 10:\n            total += 10 + rolls[i + 1] + rolls[i + 2]\n            i += 1\n        elif rolls[i] + rolls[i + 1] == 10:\n            total += 10 + rolls[i + 2]\n            i += 2\n        else:\n            total += rolls[i] + rolls[i + 1]\n            i += 2\n    return total|[10] * 12|300|[5, 5, 3] + [0] * 17|16
darts_left|start, throws|a game of darts, where a throw that would leave less than zero or exactly one is ignored|the points left from the start value|left = start\n    for points in throws:\n        if left - points == 0 or left - points > 1:\n            left -= points\n    return left|50, [20, 29, 30]|0|40, [39, 20]|20
golf_score|strokes, pars|a round of golf from strokes and pars per hole|text such as "+3", "E" for even or "-2"|difference = sum(strokes) - sum(pars)\n    return "E" if difference == 0 else f"{difference:+d}"|[4, 5, 3], [4, 4, 3]|"+1"|[3], [3]|"E"
====
Who leads in a tennis game? `tennis(a, b)` gets the points of both and returns text: "15-0", "40-30", "deuce", "advantage A", "game B" and so on.
----
def tennis(a, b):
    if max(a, b) >= 4 and abs(a - b) >= 2:
        return "game " + ("A" if a > b else "B")
    if min(a, b) >= 3:
        if a == b:
            return "deuce"
        return "advantage " + ("A" if a > b else "B")
    names = ["0", "15", "30", "40"]
    return f"{names[a]}-{names[b]}"
----
tennis(1, 0) == "15-0"
tennis(3, 3) == "deuce"
tennis(3, 4) == "advantage B"
tennis(4, 1) == "game A"
====
Make a league table from results such as ("Reds", 2, "Blues", 1): 3 points for a win, 1 for a draw. `league(results)` returns (team, points) pairs, most points first, equal teams by name.
----
def league(results):
    points = {}
    for home, scored, away, conceded in results:
        points.setdefault(home, 0)
        points.setdefault(away, 0)
        if scored > conceded:
            points[home] += 3
        elif scored < conceded:
            points[away] += 3
        else:
            points[home] += 1
            points[away] += 1
    return sorted(points.items(), key=lambda entry: (-entry[1], entry[0]))
----
league([("Reds", 2, "Blues", 1), ("Blues", 0, "Greens", 0)]) == [("Reds", 3), ("Blues", 1), ("Greens", 1)]
league([]) == []
====
Update chess ratings after a game with the Elo formula: `elo(rating, opponent, score, k=32)`, score 1, 0.5 or 0. Return the new rating rounded to an integer.
----
def elo(rating, opponent, score, k=32):
    expected = 1 / (1 + 10 ** ((opponent - rating) / 400))
    return round(rating + k * (score - expected))
----
elo(1500, 1500, 1) == 1516
elo(1500, 1500, 0.5) == 1500
elo(2000, 1600, 0) == 1971
====
Pair the teams for a round robin tournament: `fixtures(teams)` returns a list of rounds, each a list of pairs (the circle method; with an odd number one team rests per round).
----
def fixtures(teams):
    teams = list(teams)
    if len(teams) % 2:
        teams.append(None)
    rounds = []
    for _ in range(len(teams) - 1):
        half = len(teams) // 2
        pairs = zip(teams[:half], reversed(teams[half:]))
        rounds.append([pair for pair in pairs if None not in pair])
        teams.insert(1, teams.pop())
    return rounds
----
fixtures("AB") == [[("A", "B")]]
len(fixtures("ABCD")) == 3
sorted(len(r) for r in fixtures("ABC")) == [1, 1, 1]
#### chess_moves 3
Chess squares are strings from "a1" to "h8". Write `$f($a)` that returns $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
knight_moves|square|the sorted list of squares a knight can jump to on an empty board|x, y = ord(square[0]) - 97, int(square[1])\n    jumps = [(1, 2), (2, 1), (2, -1), (1, -2), (-1, -2), (-2, -1), (-2, 1), (-1, 2)]\n    return sorted(chr(97 + x + i) + str(y + j) for i, j in jumps if 0 <= x + i < 8 and 1 <= y + j <= 8)|"a1"|["b3", "c2"]|"h8"|["f7", "g6"]
bishop_sees|start, target|whether a bishop attacks the target on an empty board|dx = ord(start[0]) - ord(target[0])\n    dy = int(start[1]) - int(target[1])\n    return start != target and abs(dx) == abs(dy)|"c1", "h6"|True|"c1", "c4"|False
king_distance|a, b|the number of king's moves between two squares|files = abs(ord(a[0]) - ord(b[0]))\n    ranks = abs(int(a[1]) - int(b[1]))\n    return max(files, ranks)|"a1", "h8"|7|"e4", "e4"|0
square_colour|square|the colour "dark" or "light" of a square (a1 is dark)|column, row = "abcdefgh".index(square[0]), int(square[1])\n    return "dark" if (column + row) % 2 else "light"|"a1"|"dark"|"h1"|"light"
rook_path|origin, goal|the list of squares strictly between two squares in one line, or None if a rook cannot move from one to the other|if origin == goal or (origin[0] != goal[0] and origin[1] != goal[1]):\n        return None\n    if origin[0] == goal[0]:\n        low, high = sorted((int(origin[1]), int(goal[1])))\n        return [f"{origin[0]}{rank}" for rank in range(low + 1, high)]\n    low, high = sorted((ord(origin[0]), ord(goal[0])))\n    return [chr(code) + origin[1] for code in range(low + 1, high)]|"a1", "a4"|["a2", "a3"]|"a1", "b2"|None
====
Find a placement of n queens on an n x n board so that none attacks another. `queens(n)` returns the column of the queen of each row, first solution in lexicographic order, or None.
----
def queens(n):
    def place(columns):
        row = len(columns)
        if row == n:
            return columns
        for column in range(n):
            if all(column != c and abs(column - c) != row - r
                   for r, c in enumerate(columns)):
                found = place(columns + [column])
                if found:
                    return found
        return None

    return place([])
----
queens(4) == [1, 3, 0, 2]
queens(3) is None
queens(6) == [1, 3, 5, 0, 2, 4]
====
Expand one rank of a chess position in FEN notation ("r3k2r": digits stand for empty squares) to eight characters with "." for empty: `expand_rank(text)`.
----
def expand_rank(text):
    squares = "".join("." * int(ch) if ch.isdigit() else ch for ch in text)
    if len(squares) != 8:
        raise ValueError(f"rank of {len(squares)} squares")
    return squares
----
expand_rank("r3k2r") == "r...k..r"
expand_rank("8") == "........"
expand_rank("7") ! ValueError
#### cards 2
Playing cards are strings like "AS", "10H" or "KD" (rank, then suit). `$f(hand)` returns $d.
----
$c
----
$f($x) == $y
$f($z) == $w
----
f d c x y z w
blackjack|the value of a blackjack hand: face cards count 10, an ace 11 or, to stay within 21, 1|def $f(hand):\n    total = aces = 0\n    for card in hand:\n        rank = card[:-1]\n        if rank == "A":\n            aces += 1\n        total += 11 if rank == "A" else 10 if rank in "JQK" else int(rank)\n    while total > 21 and aces:\n        total -= 10\n        aces -= 1\n    return total|["AS", "KD"]|21|["AS", "9H", "5D"]|15
is_flush|whether all cards have the same suit|def $f(hand):\n    return len({card[-1] for card in hand}) == 1|["2H", "10H", "KH"]|True|["2H", "3S"]|False
sort_hand|the cards sorted by suit in the order C, D, H, S and within a suit from low to high, aces high|RANKS = ["2", "3", "4", "5", "6", "7", "8", "9", "10", "J", "Q", "K", "A"]\n\n\ndef $f(hand):\n    return sorted(hand, key=lambda card: (card[-1], RANKS.index(card[:-1])))|["AS", "10C", "2S", "9C"]|["9C", "10C", "2S", "AS"]|[]|[]
pair_ranks|the ranks that occur exactly twice, sorted as strings|from collections import Counter\n\n\ndef $f(hand):\n    ranks = Counter(card[:-1] for card in hand)\n    return sorted(rank for rank, n in ranks.items() if n == 2)|["5S", "5H", "KD", "KC", "2S"]|["5", "K"]|["5S", "5H", "5D"]|[]
is_straight|whether five cards are five consecutive ranks (the ace is high only)|def $f(hand):\n    order = "2 3 4 5 6 7 8 9 10 J Q K A".split()\n    places = sorted(order.index(card[:-1]) for card in hand)\n    return places == list(range(places[0], places[0] + 5))|["9S", "10H", "JD", "QC", "KS"]|True|["9S", "10H", "JD", "QC", "AS"]|False
====
Make a full deck of 52 cards as strings, suits in the order C, D, H, S and ranks from 2 to A: `deck()`.
----
def deck():
    ranks = [str(n) for n in range(2, 11)] + list("JQKA")
    return [rank + suit for suit in "CDHS" for rank in ranks]
----
len(set(deck())) == 52
deck()[0] == "2C" and deck()[-1] == "AS"
====
Do a perfect riffle shuffle: `riffle(deck)` cuts an even deck in half and interleaves the halves, the first card staying on top. `riffles_needed(n)` tells how many of them bring a deck of n cards back into order.
----
def riffle(deck):
    half = len(deck) // 2
    return [card for pair in zip(deck[:half], deck[half:]) for card in pair]


def riffles_needed(n):
    start = list(range(n))
    deck, count = riffle(start), 1
    while deck != start:
        deck = riffle(deck)
        count += 1
    return count
----
riffle([1, 2, 3, 4]) == [1, 3, 2, 4]
riffles_needed(52) == 8
#### grid_games 3
Write `$f($a)`: $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
mine_hints|field|a minefield is a list of strings with "*" for mines; return it with every "." replaced by the number of mines around|hints = []\n    for r, line in enumerate(field):\n        row = ""\n        for c, cell in enumerate(line):\n            near = [field[i][j] for i in range(max(r - 1, 0), min(r + 2, len(field)))\n                    for j in range(max(c - 1, 0), min(c + 2, len(line)))]\n            row += "*" if cell == "*" else str(near.count("*"))\n        hints.append(row)\n    return hints|["*..", "...", "..*"]|["*10", "121", "01*"]|["."]|["0"]
drop_disc|columns, col, player|connect four: the board is a list of columns, each a list of discs from the bottom up, six at most; add a disc and return its row, or None if the column is full|if len(columns[col]) == 6:\n        return None\n    columns[col].append(player)\n    return len(columns[col]) - 1|[["r"], []], 0, "y"|1|[["r"] * 6], 0, "y"|None
all_sunk|ships, shots|battleship: ships is a list of sets of cells; are all of them completely hit by the set of shots?|return all(cells <= shots for cells in ships)|[{(0, 0), (0, 1)}, {(3, 3)}], {(0, 0), (0, 1), (3, 3), (5, 5)}|True|[{(0, 0)}], set()|False
merge_line|line|the game 2048: push a row of numbers (0 is empty) to the left and merge equal neighbours once|tiles = [n for n in line if n]\n    merged = []\n    while tiles:\n        first = tiles.pop(0)\n        if tiles and tiles[0] == first:\n            first += tiles.pop(0)\n        merged.append(first)\n    return merged + [0] * (len(line) - len(merged))|[2, 0, 2, 4]|[4, 4, 0, 0]|[4, 4, 4, 4]|[8, 8, 0, 0]
nim_move|heaps|nim: return a winning move (heap index, number to take) by the rule that the xor of all heaps must become 0, or None when every move loses|total = 0\n    for heap in heaps:\n        total ^= heap\n    for i, heap in enumerate(heaps):\n        if heap ^ total < heap:\n            return i, heap - (heap ^ total)\n    return None|[3, 4, 5]|(0, 2)|[2, 2]|None
====
Snake: the snake is a list of (x, y) cells with the head first. `move_snake(snake, direction, food)` makes a step "U", "D", "L" or "R" (up is y - 1); on the food cell it grows. Return the new snake or None if it bites itself.
----
STEPS = {"U": (0, -1), "D": (0, 1), "L": (-1, 0), "R": (1, 0)}


def move_snake(snake, direction, food):
    dx, dy = STEPS[direction]
    head = (snake[0][0] + dx, snake[0][1] + dy)
    body = snake if head == food else snake[:-1]
    if head in body:
        return None
    return [head] + body
----
move_snake([(1, 1), (0, 1)], "R", (9, 9)) == [(2, 1), (1, 1)]
move_snake([(1, 1), (0, 1)], "R", (2, 1)) == [(2, 1), (1, 1), (0, 1)]
move_snake([(1, 1), (0, 1), (0, 2)], "L", None) is None
====
Score a mastermind guess: `feedback(secret, guess)` returns (exact, misplaced) for two strings of equal length.
----
from collections import Counter


def feedback(secret, guess):
    exact = sum(a == b for a, b in zip(secret, guess))
    common = sum((Counter(secret) & Counter(guess)).values())
    return exact, common - exact
----
feedback("RGBY", "RBGW") == (1, 2)
feedback("AAAB", "BBBA") == (0, 2)
'''
