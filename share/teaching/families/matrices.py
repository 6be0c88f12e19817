TOPIC = "matrices"
FAMILIES = r'''
#### turn_matrix 2
A matrix is a list of rows. Write `$f($a)` that returns a new matrix: $d.
----
def $f($a):
    return $c
--or--
def $f($a):
    """Return $d."""
    return $c
----
$f([[1, 2, 3], [4, 5, 6]]) == $x
$f([[7]]) == [[7]]
----
f a d c x
transpose|matrix|rows and columns exchanged|[list(column) for column in zip(*$a)]|[[1, 4], [2, 5], [3, 6]]
rotate_clockwise|grid|the input turned by 90 degrees clockwise|[list(row) for row in zip(*$a[::-1])]|[[4, 1], [5, 2], [6, 3]]
rotate_left|m|the input turned by 90 degrees against the clock|[list(column) for column in zip(*m)][::-1]|[[3, 6], [2, 5], [1, 4]]
flip_rows|board|the order of the rows reversed|[list(line) for line in reversed($a)]|[[4, 5, 6], [1, 2, 3]]
turn_around|cells|the input turned by 180 degrees|[line[::-1] for line in $a[::-1]]|[[6, 5, 4], [3, 2, 1]]
sort_rows|table|each row sorted in descending order|[sorted(row, reverse=True) for row in $a]|[[3, 2, 1], [6, 5, 4]]
====
Rotate a square matrix clockwise in place: swap across the main diagonal, then reverse every row. `rotate_in_place(m)` returns nothing.
----
def rotate_in_place(m):
    n = len(m)
    for i in range(n):
        for j in range(i + 1, n):
            m[i][j], m[j][i] = m[j][i], m[i][j]
    for row in m:
        row.reverse()
----
: a = [[1, 2], [3, 4]]; rotate_in_place(a)
a == [[3, 1], [4, 2]]
: b = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]; rotate_in_place(b)
b[0] == [7, 4, 1]
#### matrix_arithmetic 2
Write `$f($a)` for matrices given as lists of rows; $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
multiply|a, b|return their product, and raise ValueError if the sizes do not fit|if len(a[0]) != len(b):\n        raise ValueError("sizes do not fit")\n    columns = list(zip(*b))\n    return [[sum(x * y for x, y in zip(row, column)) for column in columns] for row in a]|[[1, 2], [3, 4]], [[5, 6], [7, 8]]|[[19, 22], [43, 50]]|[[2]], [[3]]|[[6]]
add|a, b|return their sum|return [[x + y for x, y in zip(row_a, row_b)] for row_a, row_b in zip(a, b)]|[[1, 2]], [[3, 4]]|[[4, 6]]|[[0]], [[5]]|[[5]]
scale|matrix, factor|multiply every entry by a factor|return [[factor * entry for entry in row] for row in matrix]|[[1, -2], [0, 3]], 2|[[2, -4], [0, 6]]|[], 3|[]
times_vector|m, v|return the product of a matrix and a vector as a list|result = []\n    for row in m:\n        result.append(sum(a * b for a, b in zip(row, v)))\n    return result|[[1, 2], [3, 4]], [1, 1]|[3, 7]|[[0, 0]], [5, 6]|[0]
identity|n|return the identity matrix of size n|return [[1 if i == j else 0 for j in range(n)] for i in range(n)]|2|[[1, 0], [0, 1]]|0|[]
power|m, n|return the n-th power (n >= 0) of a square matrix by repeated squaring|size = len(m)\n\n    def times(a, b):\n        return [[sum(a[i][k] * b[k][j] for k in range(size)) for j in range(size)]\n                for i in range(size)]\n\n    result = [[int(i == j) for j in range(size)] for i in range(size)]\n    while n:\n        if n & 1:\n            result = times(result, m)\n        m = times(m, m)\n        n >>= 1\n    return result|[[1, 1], [1, 0]], 5|[[8, 5], [5, 3]]|[[2]], 0|[[1]]
determinant|m|return the determinant of a square matrix by expansion along the first row|if len(m) == 1:\n        return m[0][0]\n    total = 0\n    for j, entry in enumerate(m[0]):\n        minor = [row[:j] + row[j + 1:] for row in m[1:]]\n        total += (-1) ** j * entry * $f(minor)\n    return total|[[2, 0, 1], [1, 3, 2], [1, 1, 1]]|0|[[1, 2], [3, 4]]|-2
#### walks 3
Return the entries of a matrix in $d as a flat list. Write `$f(matrix)`.
----
def $f(matrix):
    $c
----
$f([[1, 2, 3], [4, 5, 6], [7, 8, 9]]) == $x
$f([[1, 2]]) == $y
----
f d c x y
spiral|spiral order, clockwise from the top left corner|rows = [list(row) for row in matrix]\n    path = []\n    while rows:\n        path += rows.pop(0)\n        rows = [list(column) for column in zip(*rows)][::-1]\n    return path|[1, 2, 3, 6, 9, 8, 7, 4, 5]|[1, 2]
snake|snake order: the first row from the left, the second from the right, and so on|path = []\n    for i, row in enumerate(matrix):\n        path.extend(row if i % 2 == 0 else reversed(row))\n    return path|[1, 2, 3, 6, 5, 4, 7, 8, 9]|[1, 2]
by_columns|column order, each column from top to bottom|return [row[c] for c in range(len(matrix[0])) for row in matrix]|[1, 4, 7, 2, 5, 8, 3, 6, 9]|[1, 2]
diagonal_walk|the order of the diagonals that run down to the left, beginning in the top left corner|height, width = len(matrix), len(matrix[0])\n    path = []\n    for s in range(height + width - 1):\n        for r in range(height):\n            if 0 <= s - r < width:\n                path.append(matrix[r][s - r])\n    return path|[1, 2, 4, 3, 5, 7, 6, 8, 9]|[1, 2]
border|the order of a walk around the border, clockwise from the top left, without the inner entries|top = list(matrix[0])\n    if len(matrix) == 1:\n        return top\n    right = [row[-1] for row in matrix[1:-1]]\n    bottom = list(reversed(matrix[-1]))\n    left = [row[0] for row in reversed(matrix[1:-1])]\n    return top + right + bottom + left|[1, 2, 3, 6, 9, 8, 7, 4]|[1, 2]
====
Fill an n x n matrix with 1, 2, 3, ... along a clockwise spiral from the top left corner. `spiral_matrix(n)` turns right whenever the next cell is outside or already filled.
----
def spiral_matrix(n):
    grid = [[0] * n for _ in range(n)]
    r, c, dr, dc = 0, 0, 0, 1
    for value in range(1, n * n + 1):
        grid[r][c] = value
        if not (0 <= r + dr < n and 0 <= c + dc < n) or grid[r + dr][c + dc]:
            dr, dc = dc, -dr
        r, c = r + dr, c + dc
    return grid
----
spiral_matrix(3) == [[1, 2, 3], [8, 9, 4], [7, 6, 5]]
spiral_matrix(1) == [[1]]
====
Build the multiplication table of 1..n as a matrix: `times_table(n)`.
----
def times_table(n):
    return [[row * column for column in range(1, n + 1)] for row in range(1, n + 1)]
----
times_table(3) == [[1, 2, 3], [2, 4, 6], [3, 6, 9]]
times_table(0) == []
#### line_sums 2
For a matrix of numbers return $d: `$f($a)`.
----
def $f($a):
    return $c
----
$f([[1, 2], [3, 5]]) == $x
$f([[4]]) == $y
----
f a d c x y
row_sums|matrix|the list of the sums of its rows|[sum(row) for row in $a]|[3, 8]|[4]
column_sums|table|the list of its column totals|[sum(column) for column in zip(*$a)]|[4, 7]|[4]
diagonal_sum|square|the sum of the main diagonal of a square matrix|sum($a[i][i] for i in range(len($a)))|6|4
column_means|data|the mean of each column|[sum(column) / len(column) for column in zip(*$a)]|[2.0, 3.5]|[4.0]
largest_row|grid|the index of the row with the largest sum (the first on a tie)|max(range(len($a)), key=lambda i: sum($a[i]))|1|0
both_diagonals|m|the sum of both diagonals of a square matrix, counting a shared centre once|sum(m[i][j] for i in range(len(m)) for j in {i, len(m) - 1 - i})|11|4
====
Is a square matrix a magic square, with equal sums in all rows, all columns and both diagonals? Write `is_magic(square)`.
----
def is_magic(square):
    n = len(square)
    sums = {sum(row) for row in square}
    sums |= {sum(column) for column in zip(*square)}
    sums.add(sum(square[i][i] for i in range(n)))
    sums.add(sum(square[i][n - 1 - i] for i in range(n)))
    return len(sums) == 1
----
is_magic([[2, 7, 6], [9, 5, 1], [4, 3, 8]])
not is_magic([[1, 2], [3, 4]])
#### matrix_tests 2
Write `$f($a)` that returns True if a matrix is $d.
----
def $f($a):
    $c
----
$f($x)
not $f($y)
----
f a d c x y
is_symmetric|m|square and equal to its transpose|return all(len(row) == len(m) for row in m) and m == [list(column) for column in zip(*m)]|[[1, 2], [2, 3]]|[[1, 2], [3, 1]]
is_identity|matrix|an identity matrix|return all(entry == (i == j) for i, row in enumerate(matrix) for j, entry in enumerate(row))|[[1, 0], [0, 1]]|[[1, 1], [0, 1]]
is_upper_triangular|a|upper triangular: all entries below the main diagonal are 0|for i in range(len(a)):\n        for j in range(i):\n            if a[i][j] != 0:\n                return False\n    return True|[[1, 2], [0, 3]]|[[1, 2], [4, 3]]
is_toeplitz|grid|constant along every diagonal from the upper left to the lower right|return all(grid[r][c] == grid[r - 1][c - 1]\n               for r in range(1, len(grid)) for c in range(1, len(grid[0])))|[[1, 2, 3], [4, 1, 2]]|[[1, 2], [3, 4]]
is_rectangular|rows|a proper table, that is, all rows have the same length|lengths = set(map(len, rows))\n    return len(lengths) <= 1|[[1, 2], [3, 4]]|[[1], [2, 3]]
is_sparse|matrix|sparse, i.e. more than half of its entries are 0|entries = [entry for row in matrix for entry in row]\n    return 2 * entries.count(0) > len(entries)|[[0, 0], [0, 5]]|[[1, 0], [0, 2]]
rises_everywhere|table|strictly increasing along every row and down every column|def rising(line):\n        return all(a < b for a, b in zip(line, line[1:]))\n\n    return all(map(rising, table)) and all(map(rising, zip(*table)))|[[1, 2], [3, 4]]|[[1, 2], [0, 4]]
#### grid_search 3
Search a grid (list of equally long rows): `$f($a)` $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
positions|grid, value|returns all (row, column) positions of a value|return [(r, c) for r, row in enumerate(grid) for c, cell in enumerate(row) if cell == value]|[[1, 2], [2, 3]], 2|[(0, 1), (1, 0)]|[[1]], 9|[]
saddle_points|matrix|returns the positions of entries that are the largest of their row and the smallest of their column|columns = list(zip(*matrix))\n    return [(r, c) for r, row in enumerate(matrix) for c, value in enumerate(row)\n            if value == max(row) and value == min(columns[c])]|[[9, 8, 7], [5, 3, 2], [6, 6, 7]]|[(1, 0)]|[[1, 2], [2, 1]]|[]
staircase_search|matrix, target|finds a number in a matrix whose rows and columns are sorted, starting in the top right corner, and returns its position or None|row, column = 0, len(matrix[0]) - 1\n    while row < len(matrix) and column >= 0:\n        if matrix[row][column] == target:\n            return row, column\n        if matrix[row][column] > target:\n            column -= 1\n        else:\n            row += 1\n    return None|[[1, 4], [2, 5], [3, 6]], 5|(1, 1)|[[1, 4]], 3|None
peak|heights|returns the position of the highest cell, the first in reading order if there are several|cells = [(r, c) for r in range(len(heights)) for c in range(len(heights[0]))]\n    return max(cells, key=lambda rc: heights[rc[0]][rc[1]])|[[1, 9], [9, 2]]|(0, 1)|[[5]]|(0, 0)
low_points|heights|returns the list of values that are lower than all neighbours above, below, left and right|found = []\n    for r, row in enumerate(heights):\n        for c, height in enumerate(row):\n            around = [heights[i][j] for i, j in ((r - 1, c), (r + 1, c), (r, c - 1), (r, c + 1))\n                      if 0 <= i < len(heights) and 0 <= j < len(row)]\n            if all(height < other for other in around):\n                found.append(height)\n    return found|[[2, 1, 9], [3, 9, 0]]|[1, 0]|[[1, 1]]|[]
find_word|letters, word|tells whether a word can be read in a row from the left or in a column from the top of a grid of letters|lines = ["".join(row) for row in letters]\n    lines += ["".join(column) for column in zip(*letters)]\n    return any(word in line for line in lines)|["cat", "oxe", "wyn"], "cow"|True|["cat"], "tac"|False
region_sum|grid, top, left, bottom, right|returns the sum of a rectangle of cells, all bounds inclusive|return sum(sum(row[left:right + 1]) for row in grid[top:bottom + 1])|[[1, 2, 3], [4, 5, 6]], 0, 1, 1, 2|16|[[7]], 0, 0, 0, 0|7
====
Many rectangle sums of one matrix are needed. Write a class `AreaSums` with a constructor taking the matrix and a method `total(top, left, bottom, right)` (inclusive), answering in constant time from two-dimensional prefix sums.
----
class AreaSums:
    def __init__(self, matrix):
        width = len(matrix[0])
        self.sums = [[0] * (width + 1)]
        for row in matrix:
            above, line = self.sums[-1], [0]
            running = 0
            for column, value in enumerate(row, start=1):
                running += value
                line.append(above[column] + running)
            self.sums.append(line)

    def total(self, top, left, bottom, right):
        s = self.sums
        return (s[bottom + 1][right + 1] - s[top][right + 1]
                - s[bottom + 1][left] + s[top][left])
----
: a = AreaSums([[1, 2, 3], [4, 5, 6]])
a.total(0, 1, 1, 2) == 16
a.total(0, 0, 0, 0) == 1
'''
