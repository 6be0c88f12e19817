TOPIC = "colours and pictures"
HELD_OUT = True
FAMILIES = r'''
#### rgb 2
A colour is a tuple (red, green, blue) of integers from 0 to 255. Write `$f($a)`, returning $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
hex_code|rgb|its code such as "#ff8000"|return "#" + "".join(f"{part:02x}" for part in rgb)|(255, 128, 0)|"#ff8000"|(0, 0, 1)|"#000001"
from_hex|code|the colour for a code like "#ff8000" or the short form "#f80"|digits = code.lstrip("#")\n    if len(digits) == 3:\n        digits = "".join(d * 2 for d in digits)\n    return tuple(int(digits[i:i + 2], 16) for i in (0, 2, 4))|"#ff8000"|(255, 128, 0)|"#f80"|(255, 136, 0)
complement|rgb|the inverse colour|red, green, blue = rgb\n    return 255 - red, 255 - green, 255 - blue|(255, 0, 10)|(0, 255, 245)|(0, 0, 0)|(255, 255, 255)
mix|first, second, share|the mixture of two colours, where share (0 to 1) is the part of the second, rounded per channel|return tuple(round(a + (b - a) * share) for a, b in zip(first, second))|(0, 0, 0), (200, 100, 50), 0.5|(100, 50, 25)|(9, 9, 9), (0, 0, 0), 0|(9, 9, 9)
grey_level|rgb|its brightness as an integer, with the weights 299, 587 and 114 per thousand|weights = (299, 587, 114)\n    return sum(w * part for w, part in zip(weights, rgb)) // 1000|(255, 255, 255)|255|(100, 0, 0)|29
text_colour|background|"black" or "white", whichever differs more from the average of the channels|average = sum(background) / 3\n    return "black" if average > 127.5 else "white"|(250, 250, 0)|"black"|(0, 0, 200)|"white"
closest_name|rgb, palette|the name of the palette colour (dict name -> colour) with the smallest sum of squared channel differences|def distance(name):\n        return sum((a - b) ** 2 for a, b in zip(rgb, palette[name]))\n\n    return min(palette, key=distance)|(250, 5, 5), {"red": (255, 0, 0), "blue": (0, 0, 255)}|"red"|(0, 0, 9), {"black": (0, 0, 0)}|"black"
#### pixels 3
A grey picture is a list of rows of brightness values (0 to 255). Write `$f($a)` that returns $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
threshold|picture, limit|a picture of 0 and 1, with 1 for all values above the limit|return [[int(value > limit) for value in row] for row in picture]|[[10, 200], [90, 91]], 90|[[0, 1], [0, 1]]|[], 5|[]
mirror|picture|the picture with left and right exchanged|return [row[::-1] for row in picture]|[[1, 2], [3, 4]]|[[2, 1], [4, 3]]|[]|[]
enlarge|image, factor|the picture in which every pixel has become a square of factor x factor pixels|big = []\n    for row in image:\n        wide = [value for value in row for _ in range(factor)]\n        big.extend(list(wide) for _ in range(factor))\n    return big|[[1, 2]], 2|[[1, 1, 2, 2], [1, 1, 2, 2]]|[[7]], 1|[[7]]
blur|image|the picture in which each value is the mean (rounded down) of itself and its neighbours in the eight directions, as far as they exist|height, width = len(image), len(image[0])\n    result = []\n    for r in range(height):\n        line = []\n        for c in range(width):\n            near = [image[i][j] for i in range(max(0, r - 1), min(height, r + 2))\n                    for j in range(max(0, c - 1), min(width, c + 2))]\n            line.append(sum(near) // len(near))\n        result.append(line)\n    return result|[[0, 0], [0, 8]]|[[2, 2], [2, 2]]|[[5]]|[[5]]
brighten|picture, amount|the picture with an amount added to every pixel, kept within 0 to 255|return [[min(255, max(0, value + amount)) for value in row] for row in picture]|[[250, 3]], 10|[[255, 13]]|[[5]], -9|[[0]]
crop|image, top, left, height, width|the given part of a picture; a part that does not lie inside raises ValueError|if top < 0 or left < 0 or top + height > len(image) or left + width > len(image[0]):\n        raise ValueError("outside the picture")\n    return [row[left:left + width] for row in image[top:top + height]]|[[1, 2, 3], [4, 5, 6]], 0, 1, 2, 2|[[2, 3], [5, 6]]|[[1]], 0, 0, 1, 1|[[1]]
ascii_art|image|a list of strings in which dark pixels (below 64) are "#", medium ones (below 160) "+" and bright ones " "|def sign(value):\n        if value < 64:\n            return "#"\n        return "+" if value < 160 else " "\n\n    return ["".join(map(sign, row)) for row in image]|[[0, 100, 255]]|["#+ "]|[]|[]
'''
