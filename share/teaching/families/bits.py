TOPIC = "bits"
FAMILIES = r'''
#### bit_facts 1
Write `$f($a)` for $b: $d. Use bit operations.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a b d c x y z w
popcount|n|an integer n >= 0|the number of ones in its binary form, clearing the lowest one in each step|count = 0\n    while n:\n        n &= n - 1\n        count += 1\n    return count|13|3|0|0
is_power_of_two|n|an integer|True if it is 1, 2, 4, 8, ...|return n > 0 and n & (n - 1) == 0|64|True|0|False
highest_bit|n|n >= 1|the largest power of two that is not greater than n|power = 1\n    while power << 1 <= n:\n        power <<= 1\n    return power|37|32|1|1
lowest_bit|n|n >= 1|the value of the lowest bit that is set|return n & -n|12|4|7|1
parity|value|a non-negative integer|1 if the number of its one-bits is odd, else 0|result = 0\n    while value:\n        result ^= value & 1\n        value >>= 1\n    return result|7|1|5|0
trailing_zeros|n|n >= 1|how many zeros the binary form ends with|zeros = 0\n    while not n & 1:\n        n >>= 1\n        zeros += 1\n    return zeros|40|3|5|0
hamming|a, b|two non-negative integers|the number of bits in which they differ|return bin(a ^ b).count("1")|9, 14|3|6, 6|0
alternating|n|n >= 1|whether zeros and ones alternate in its binary form|while n:\n        if n & 3 in (0, 3) and n > 1:\n            return False\n        n >>= 1\n    return True|42|True|6|False
#### change_bits 2
Write a function `$f($a)` that returns the integer n with $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
set_bit|n, i|bit i switched on|return n \| (1 << i)|0b1001, 1|0b1011|1, 0|1
clear_bit|n, i|bit i switched off|return n & ~(1 << i)|0b1011, 1|0b1001|8, 0|8
toggle_range|n, low, high|the bits low..high (both included) inverted|mask = ((1 << (high - low + 1)) - 1) << low\n    return n ^ mask|0b1001, 1, 2|0b1111|0b11, 0, 1|0
swap_bits|n, i, j|the bits i and j exchanged|if (n >> i) & 1 != (n >> j) & 1:\n        n ^= (1 << i) \| (1 << j)\n    return n|0b100, 2, 0|0b001|0b11, 0, 1|0b11
reverse_byte|n|the order of its 8 bits reversed|result = 0\n    for _ in range(8):\n        result = (result << 1) \| (n & 1)\n        n >>= 1\n    return result|0b00010011|0b11001000|255|255
rotate_left8|n, k|its 8 bits rotated to the left by k places|k %= 8\n    return ((n << k) \| (n >> (8 - k))) & 0xFF|0b10000001, 1|0b00000011|5, 8|5
put_field|n, value, low, width|the field of `width` bits that begins at bit `low` replaced by a value|mask = (1 << width) - 1\n    return (n & ~(mask << low)) \| ((value & mask) << low)|0xABCD, 0x7, 4, 4|0xAB7D|0, 3, 0, 2|3
get_field|n, low, width|everything removed except the `width` bits from bit `low` on, moved to the right end|return (n >> low) & ((1 << width) - 1)|0xABCD, 4, 8|0xBC|7, 1, 1|1
#### xor_tricks 2
In a list of integers, $g. Write `$f($a)` $e.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
g f a e c x y z w
every number occurs twice except one|single_number|numbers|that finds the exception with constant extra memory|result = 0\n    for n in numbers:\n        result ^= n\n    return result|[4, 1, 2, 1, 2]|4|[7]|7
every number occurs twice except two different ones|two_singles|numbers|that returns these two in ascending order, splitting the list by a bit in which they differ|both = 0\n    for n in numbers:\n        both ^= n\n    bit = both & -both\n    first = 0\n    for n in numbers:\n        if n & bit:\n            first ^= n\n    return sorted((first, both ^ first))|[1, 2, 1, 3, 2, 5]|[3, 5]|[8, 9]|[8, 9]
the numbers 0..n occur once each, but one of them is missing|missing_number|numbers|that finds it by combining indices and values with xor|missing = len(numbers)\n    for index, n in enumerate(numbers):\n        missing ^= index ^ n\n    return missing|[3, 0, 1]|2|[0]|1
all non-negative numbers occur three times, except one that occurs once|once_of_three|values|that adds up each bit position modulo 3|result = 0\n    for bit in range(max(values).bit_length()):\n        ones = sum((v >> bit) & 1 for v in values)\n        if ones % 3:\n            result \|= 1 << bit\n    return result|[2, 2, 3, 2]|3|[9]|9
we look for the largest xor of two elements|max_xor|numbers|which compares all pairs|from itertools import combinations\n\n    return max(a ^ b for a, b in combinations(numbers, 2))|[3, 10, 5, 25, 2, 8]|28|[1, 2]|3
the running xor a[0] ^ ... ^ a[i] has been stored instead of a[i]|undo_prefix_xor|prefixes|that recovers the original list|originals = []\n    before = 0\n    for p in prefixes:\n        originals.append(p ^ before)\n        before = p\n    return originals|[5, 4, 7]|[5, 1, 3]|[]|[]
#### bit_sets 2
Sets of small integers are stored as bit masks (bit i is set when i belongs to the set). Write `$f($a)`, returning $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
to_mask|items|the mask of an iterable of integers|mask = 0\n    for item in items:\n        mask \|= 1 << item\n    return mask|[0, 3, 3]|9|[]|0
members|mask|the sorted list of the members|return [i for i in range(mask.bit_length()) if mask >> i & 1]|9|[0, 3]|0|[]
is_subset|small, big|whether every member of the first set is in the second|return small & ~big == 0|0b0101, 0b1101|True|0b0010, 0b1101|False
submasks|mask|all submasks in descending order, the empty set last|result, sub = [], mask\n    while sub:\n        result.append(sub)\n        sub = (sub - 1) & mask\n    return result + [0]|0b101|[5, 4, 1, 0]|0|[0]
all_subsets|items|all subsets of a list as lists, ordered by their masks|n = len(items)\n    return [[items[i] for i in range(n) if mask & (1 << i)] for mask in range(1 << n)]|["a", "b"]|[[], ["a"], ["b"], ["a", "b"]]|[]|[[]]
permissions|mask|a string such as "rw-" for a mask in which 4 is read, 2 write and 1 execute|return "".join(letter if mask & bit else "-" for letter, bit in (("r", 4), ("w", 2), ("x", 1)))|6|"rw-"|1|"--x"
symmetric|a, b|the members that belong to exactly one of both sets, as a sorted list|different = a ^ b\n    found = []\n    position = 0\n    while different:\n        if different & 1:\n            found.append(position)\n        different >>= 1\n        position += 1\n    return found|0b110, 0b011|[0, 2]|3, 3|[]
#### bit_codes 3
Write `$f($a)`: $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
gray_codes|n|the list of all n-bit Gray codes as integers, starting with 0; neighbours differ in one bit|return [i ^ (i >> 1) for i in range(1 << n)]|2|[0, 1, 3, 2]|0|[0]
from_gray|code|the number whose Gray code (i ^ i >> 1) is given|n = 0\n    while code:\n        n ^= code\n        code >>= 1\n    return n|2|3|0|0
pack_rgb|red, green, blue|three channels of 8 bits packed into one integer, red in the highest byte; a channel out of range raises ValueError|for channel in (red, green, blue):\n        if not 0 <= channel < 256:\n            raise ValueError(f"channel {channel}")\n    return red << 16 \| green << 8 \| blue|1, 2, 3|0x010203|255, 0, 0|0xFF0000
to_signed|n, bits|an unsigned value of so many bits read as a two's complement number|if n >= 1 << (bits - 1):\n        n -= 1 << bits\n    return n|0xFF, 8|-1|5, 8|5
add_bits|a, b|the sum of two non-negative integers computed only with &, ^ and <<|while b:\n        carry = (a & b) << 1\n        a ^= b\n        b = carry\n    return a|19, 23|42|0, 7|7
interleave_bits|x, y|the Morton number: bits of x at the even places and bits of y at the odd ones|code = 0\n    for i in range(max(x, y).bit_length()):\n        code \|= (x >> i & 1) << (2 * i) \| (y >> i & 1) << (2 * i + 1)\n    return code|3, 0|5|2, 3|14
with_parity|bits|a list of 0/1 values extended by a bit that makes the number of ones even|return bits + [sum(bits) % 2]|[1, 0, 1, 1]|[1, 0, 1, 1, 1]|[]|[0]
bits_of_float|x|the sign bit, the exponent field and the fraction field of a 64-bit float as integers|import struct\n\n    (word,) = struct.unpack(">Q", struct.pack(">d", x))\n    return word >> 63, word >> 52 & 0x7FF, word & ((1 << 52) - 1)|1.0|(0, 1023, 0)|-2.0|(1, 1024, 0)
'''
