TOPIC = "geometry"
FAMILIES = r'''
#### points 1
Points are (x, y) tuples. Write `$f($a)`: $d.
----
$c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
distance|p, q|the Euclidean distance of two points|from math import dist\n\n\ndef $f(p, q):\n    return dist(p, q)|(0, 0), (3, 4)|5.0|(1, 1), (1, 1)|0.0
manhattan|p, q|their distance when one can only move along the axes|def $f(p, q):\n    return abs(p[0] - q[0]) + abs(p[1] - q[1])|(1, 2), (4, -2)|7|(0, 0), (0, 0)|0
midpoint|a, b|the point half way between two points|def $f(a, b):\n    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2|(0, 0), (4, 2)|(2.0, 1.0)|(1, 1), (1, 1)|(1.0, 1.0)
quadrant|point|the number 1 to 4 of the quadrant of a point, 0 if it lies on an axis|def $f(point):\n    x, y = point\n    if x == 0 or y == 0:\n        return 0\n    if y > 0:\n        return 1 if x > 0 else 2\n    return 3 if x < 0 else 4|(-2, 5)|2|(3, 0)|0
nearest|origin, points|the point of a list that is closest to the origin given (the first on a tie)|def $f(origin, points):\n    def squared(point):\n        return (point[0] - origin[0]) ** 2 + (point[1] - origin[1]) ** 2\n\n    return min(points, key=squared)|(0, 0), [(3, 3), (1, -2), (5, 0)]|(1, -2)|(1, 1), [(1, 1)]|(1, 1)
path_length|points|the length of the way that visits the points in order|from math import hypot\n\n\ndef $f(points):\n    total = 0.0\n    for (x1, y1), (x2, y2) in zip(points, points[1:]):\n        total += hypot(x2 - x1, y2 - y1)\n    return total|[(0, 0), (3, 4), (3, 10)]|11.0|[(7, 7)]|0.0
centroid|points|the mean point of a non-empty list|def $f(points):\n    n = len(points)\n    xs, ys = zip(*points)\n    return sum(xs) / n, sum(ys) / n|[(0, 0), (2, 0), (1, 3)]|(1.0, 1.0)|[(5, 6)]|(5.0, 6.0)
bounding_box|points|the smallest rectangle (left, bottom, right, top) that contains all points|def $f(points):\n    xs = [x for x, _ in points]\n    ys = [y for _, y in points]\n    return min(xs), min(ys), max(xs), max(ys)|[(2, 5), (-1, 3), (0, 8)]|(-1, 3, 2, 8)|[(1, 1)]|(1, 1, 1, 1)
#### triangles 2
Write `$f(a, b, c)` for $d.
----
$c
----
$f($x) == $y
$f($z) == $w
----
f d c x y z w
triangle_kind|three side lengths: return "equilateral", "isosceles" or "scalene", or "none" if they form no triangle|def $f(a, b, c):\n    if max(a, b, c) * 2 >= a + b + c:\n        return "none"\n    return {1: "equilateral", 2: "isosceles", 3: "scalene"}[len({a, b, c})]|3, 4, 5|"scalene"|1, 1, 2|"none"
heron|three side lengths: the area by Heron's formula, 0 if there is no such triangle|from math import sqrt\n\n\ndef $f(a, b, c):\n    s = (a + b + c) / 2\n    product = s * (s - a) * (s - b) * (s - c)\n    return sqrt(product) if product > 0 else 0|3, 4, 5|6.0|1, 1, 9|0
angle_kind|the sides of a triangle in any order: "right", "acute" or "obtuse" according to its largest angle|def $f(a, b, c):\n    x, y, z = sorted((a, b, c))\n    difference = x * x + y * y - z * z\n    if difference == 0:\n        return "right"\n    return "acute" if difference > 0 else "obtuse"|5, 3, 4|"right"|2, 3, 4|"obtuse"
corner_area|three corner points: the area of the triangle|def $f(a, b, c):\n    cross = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])\n    return abs(cross) / 2|(0, 0), (4, 0), (0, 3)|6.0|(0, 0), (1, 1), (2, 2)|0.0
turn|three points passed in order: "left", "right" or "straight", the direction in which the way bends at b|def $f(a, b, c):\n    side = (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])\n    if side > 0:\n        return "left"\n    return "right" if side < 0 else "straight"|(0, 0), (1, 0), (1, 1)|"left"|(0, 0), (1, 1), (3, 3)|"straight"
====
Is a point inside a triangle (edges included)? `in_triangle(p, a, b, c)` compares on which side of the three edges the point lies.
----
def in_triangle(p, a, b, c):
    def side(u, v):
        return (v[0] - u[0]) * (p[1] - u[1]) - (v[1] - u[1]) * (p[0] - u[0])

    sides = [side(a, b), side(b, c), side(c, a)]
    return all(s >= 0 for s in sides) or all(s <= 0 for s in sides)
----
in_triangle((1, 1), (0, 0), (4, 0), (0, 4))
not in_triangle((3, 3), (0, 0), (4, 0), (0, 4))
====
List all right triangles with integer sides a <= b < c and c at most `limit`: `pythagorean(limit)`.
----
def pythagorean(limit):
    squares = {c * c: c for c in range(1, limit + 1)}
    return [(a, b, squares[a * a + b * b])
            for a in range(1, limit) for b in range(a, limit)
            if a * a + b * b in squares]
----
pythagorean(13) == [(3, 4, 5), (5, 12, 13), (6, 8, 10)]
pythagorean(4) == []
#### rectangles 2
A rectangle is a tuple (left, bottom, right, top). Write `$f($a)`, which $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
rect_area|rect|returns the area|left, bottom, right, top = rect\n    return (right - left) * (top - bottom)|(1, 1, 4, 3)|6|(0, 0, 0, 5)|0
inside|rect, point|tells whether a point lies in the rectangle or on its border|left, bottom, right, top = rect\n    x, y = point\n    return left <= x <= right and bottom <= y <= top|(0, 0, 2, 2), (2, 1)|True|(0, 0, 2, 2), (3, 1)|False
intersection|first, second|returns the common rectangle, or None if they share no area|left, bottom = max(first[0], second[0]), max(first[1], second[1])\n    right, top = min(first[2], second[2]), min(first[3], second[3])\n    if left >= right or bottom >= top:\n        return None\n    return left, bottom, right, top|(0, 0, 4, 4), (2, 1, 9, 3)|(2, 1, 4, 3)|(0, 0, 1, 1), (1, 0, 2, 1)|None
union_area|a, b|returns the area covered by two rectangles together|def area(r):\n        return (r[2] - r[0]) * (r[3] - r[1])\n\n    wide = max(0, min(a[2], b[2]) - max(a[0], b[0]))\n    high = max(0, min(a[3], b[3]) - max(a[1], b[1]))\n    return area(a) + area(b) - wide * high|(0, 0, 2, 2), (1, 1, 3, 3)|7|(0, 0, 1, 1), (5, 5, 6, 6)|2
grow|rect, margin|moves all four sides outwards by a margin|left, bottom, right, top = rect\n    return left - margin, bottom - margin, right + margin, top + margin|(0, 0, 1, 1), 2|(-2, -2, 3, 3)|(1, 2, 3, 4), 0|(1, 2, 3, 4)
fits|box, hole|tells whether a box (width, height) can be pushed through a hole (width, height), turned by 90 degrees if need be|small, large = sorted(box), sorted(hole)\n    return small[0] <= large[0] and small[1] <= large[1]|(5, 2), (3, 6)|True|(5, 4), (3, 9)|False
merge_all|rects|returns the smallest rectangle around all rectangles of a list|lefts, bottoms, rights, tops = zip(*rects)\n    return min(lefts), min(bottoms), max(rights), max(tops)|[(0, 0, 1, 1), (5, -2, 6, 0)]|(0, -2, 6, 1)|[(1, 2, 3, 4)]|(1, 2, 3, 4)
#### polygons 3
A polygon is a list of corners (x, y) in order. `$f($a)` returns $d.
----
$c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
polygon_area|corners|its area by the shoelace formula|def $f(corners):\n    total = 0\n    for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1]):\n        total += x1 * y2 - x2 * y1\n    return abs(total) / 2|[(0, 0), (4, 0), (4, 3), (0, 3)]|12.0|[(0, 0), (2, 0), (0, 2)]|2.0
perimeter|polygon|its perimeter|from math import dist\n\n\ndef $f(polygon):\n    return sum(dist(polygon[i - 1], polygon[i]) for i in range(len(polygon)))|[(0, 0), (3, 0), (3, 4)]|12.0|[(0, 0), (1, 0), (1, 1), (0, 1)]|4.0
contains_point|polygon, x, y|whether a point (not on the border) lies inside, by counting how many sides a ray to the right crosses|def $f(polygon, x, y):\n    odd = False\n    j = len(polygon) - 1\n    for i in range(len(polygon)):\n        (x1, y1), (x2, y2) = polygon[i], polygon[j]\n        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:\n            odd = not odd\n        j = i\n    return odd|[(0, 0), (4, 0), (4, 4), (2, 1), (0, 4)], 1, 1|True|[(0, 0), (4, 0), (4, 4), (2, 1), (0, 4)], 2, 3|False
is_convex|points|whether it is convex: all turns go the same way (straight corners allowed)|def $f(points):\n    n = len(points)\n    turns = set()\n    for i in range(n):\n        (ax, ay), (bx, by), (cx, cy) = points[i], points[(i + 1) % n], points[(i + 2) % n]\n        cross = (bx - ax) * (cy - by) - (by - ay) * (cx - bx)\n        if cross:\n            turns.add(cross > 0)\n    return len(turns) <= 1|[(0, 0), (2, 0), (2, 2), (0, 2)]|True|[(0, 0), (4, 0), (4, 4), (2, 1), (0, 4)]|False
is_clockwise|corners|whether its corners are listed clockwise|def $f(corners):\n    doubled_area = 0\n    x1, y1 = corners[-1]\n    for x2, y2 in corners:\n        doubled_area += (x2 - x1) * (y2 + y1)\n        x1, y1 = x2, y2\n    return doubled_area > 0|[(0, 0), (0, 1), (1, 1)]|True|[(0, 0), (1, 0), (1, 1)]|False
====
Find the convex hull of a set of points with the monotone chain method: `convex_hull(points)` returns the corners counter-clockwise, starting with the leftmost point.
----
def convex_hull(points):
    points = sorted(set(points))
    if len(points) < 3:
        return points

    def half(ordered):
        chain = []
        for p in ordered:
            while len(chain) > 1:
                (ax, ay), (bx, by) = chain[-2:]
                if (bx - ax) * (p[1] - ay) - (by - ay) * (p[0] - ax) > 0:
                    break
                chain.pop()
            chain.append(p)
        return chain[:-1]

    return half(points) + half(reversed(points))
----
convex_hull([(0, 0), (2, 0), (2, 2), (0, 2), (1, 1)]) == [(0, 0), (2, 0), (2, 2), (0, 2)]
convex_hull([(1, 1)]) == [(1, 1)]
====
Compute the interior angle of a regular polygon with n corners in degrees, and how many diagonals it has, as a tuple: `regular(n)`. Fewer than 3 corners raise ValueError.
----
def regular(n):
    if n < 3:
        raise ValueError("a polygon has at least 3 corners")
    angle = (n - 2) * 180 / n
    diagonals = n * (n - 3) // 2
    return angle, diagonals
----
regular(4) == (90.0, 2)
regular(6) == (120.0, 9)
regular(2) ! ValueError
#### circles_lines 3
Write `$f($a)` that returns $d.
----
$c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
circles_relation|c1, c2|how two circles (x, y, radius) lie: "apart", "touching", "crossing" or "inside"; use squared distances and integers only|def $f(c1, c2):\n    (x1, y1, r1), (x2, y2, r2) = c1, c2\n    squared = (x1 - x2) ** 2 + (y1 - y2) ** 2\n    if squared > (r1 + r2) ** 2:\n        return "apart"\n    if squared in ((r1 + r2) ** 2, (r1 - r2) ** 2):\n        return "touching"\n    return "crossing" if squared > (r1 - r2) ** 2 else "inside"|(0, 0, 2), (5, 0, 3)|"touching"|(0, 0, 5), (1, 0, 1)|"inside"
line_through|p, q|slope and intercept (m, b) of the line y = m * x + b through two points, or None for a vertical line|def $f(p, q):\n    (x1, y1), (x2, y2) = p, q\n    if x1 == x2:\n        return None\n    m = (y2 - y1) / (x2 - x1)\n    return m, y1 - m * x1|(0, 1), (2, 5)|(2.0, 1.0)|(3, 0), (3, 9)|None
crossing_point|first, second|the point where two lines, given as (m, b) for y = m * x + b, cross, or None if they are parallel|def $f(first, second):\n    (m1, b1), (m2, b2) = first, second\n    if m1 == m2:\n        return None\n    x = (b2 - b1) / (m1 - m2)\n    return x, m1 * x + b1|(1, 0), (-1, 4)|(2.0, 2.0)|(1, 0), (1, 5)|None
segments_cross|p, q, r, s|whether the segments pq and rs properly cross, that is, the ends of each lie strictly on different sides of the other|def $f(p, q, r, s):\n    def side(a, b, c):\n        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])\n\n    return (side(p, q, r) * side(p, q, s) < 0\n            and side(r, s, p) * side(r, s, q) < 0)|(0, 0), (2, 2), (0, 2), (2, 0)|True|(0, 0), (1, 1), (2, 0), (3, 5)|False
rotate_point|point, degrees|a point turned around the origin by an angle in degrees (counter-clockwise), with coordinates rounded to 6 places|from math import cos, radians, sin\n\n\ndef $f(point, degrees):\n    x, y = point\n    angle = radians(degrees)\n    return (round(x * cos(angle) - y * sin(angle), 6),\n            round(x * sin(angle) + y * cos(angle), 6))|(1, 0), 90|(0.0, 1.0)|(2, 3), 180|(-2.0, -3.0)
heading|start, end|the compass direction ("N", "NE", "E", ...) from one point to another, y growing to the north|from math import atan2, degrees\n\n\ndef $f(start, end):\n    angle = degrees(atan2(end[0] - start[0], end[1] - start[1]))\n    names = ["N", "NE", "E", "SE", "S", "SW", "W", "NW"]\n    return names[round(angle / 45) % 8]|(0, 0), (5, 5)|"NE"|(0, 0), (-3, 0)|"W"
closest_on_segment|p, a, b|the point of the segment from a to b that is closest to p|def $f(p, a, b):\n    dx, dy = b[0] - a[0], b[1] - a[1]\n    length = dx * dx + dy * dy\n    if length == 0:\n        return a\n    t = ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length\n    t = max(0, min(1, t))\n    return a[0] + t * dx, a[1] + t * dy|(1, 5), (0, 0), (4, 0)|(1.0, 0.0)|(9, 1), (0, 0), (4, 0)|(4, 0)
lattice_points|r|how many points with integer coordinates lie in the circle x*x + y*y <= r*r|def $f(r):\n    return sum(x * x + y * y <= r * r\n               for x in range(-r, r + 1) for y in range(-r, r + 1))|2|13|0|1
#### grid_distance 2
On a $g, compute $d. Write `$f($a)`.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
g f a d c x y z w
torus of the given width and height, where leaving on one side means entering on the other|torus_distance|a, b, width, height|the smallest number of horizontal and vertical steps between two cells|dx = abs(a[0] - b[0])\n    dy = abs(a[1] - b[1])\n    return min(dx, width - dx) + min(dy, height - dy)|(0, 0), (9, 1), 10, 10|2|(3, 3), (3, 3), 5, 5|0
hexagonal grid with axial coordinates (q, r)|hex_distance|a, b|the number of steps between two cells|dq, dr = a[0] - b[0], a[1] - b[1]\n    return (abs(dq) + abs(dr) + abs(dq + dr)) // 2|(0, 0), (2, -1)|2|(1, 1), (-1, 3)|2
square grid|ring|centre, radius|the set of all cells at exactly the given number of horizontal and vertical steps from a cell|x, y = centre\n    return {(x + i, y + sign * (radius - abs(i)))\n            for i in range(-radius, radius + 1) for sign in (1, -1)}|(0, 0), 1|{(1, 0), (-1, 0), (0, 1), (0, -1)}|(2, 2), 0|{(2, 2)}
street plan of unit blocks|meeting_point|homes|the cell (x, y) for which the sum of the steps to all homes is smallest, i.e. the lower medians of the coordinates|middle = (len(homes) - 1) // 2\n    return sorted(x for x, _ in homes)[middle], sorted(y for _, y in homes)[middle]|[(0, 0), (2, 5), (9, 1)]|(2, 1)|[(4, 4)]|(4, 4)
pixel grid|line_cells|x0, y0, x1, y1|the cells of a line from (x0, y0) to (x1, y1) by Bresenham's algorithm|dx, dy = abs(x1 - x0), -abs(y1 - y0)\n    step_x = 1 if x0 < x1 else -1\n    step_y = 1 if y0 < y1 else -1\n    error = dx + dy\n    cells = [(x0, y0)]\n    while (x0, y0) != (x1, y1):\n        doubled = 2 * error\n        if doubled >= dy:\n            error += dy\n            x0 += step_x\n        if doubled <= dx:\n            error += dx\n            y0 += step_y\n        cells.append((x0, y0))\n    return cells|0, 0, 4, 2|[(0, 0), (1, 1), (2, 1), (3, 2), (4, 2)]|1, 1, 1, 1|[(1, 1)]
plane with integer points|steps_with_diagonals|points|the number of steps to visit the points in order, diagonal steps allowed|total = 0\n    for (x1, y1), (x2, y2) in zip(points, points[1:]):\n        total += max(abs(x1 - x2), abs(y1 - y2))\n    return total|[(1, 1), (3, 4), (-1, 0)]|7|[(0, 0)]|0
'''
