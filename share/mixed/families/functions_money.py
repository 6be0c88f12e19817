KIND, LANGUAGE = "function", "python"
GROUPS = r'''
Compute the price in cents of a ride on a rented scooter. Unlocking costs 100 cents and each started minute 19 cents; a day never costs more than 2500 cents.
----
import math


def ride_price(minutes):
    return min(100 + 19 * math.ceil(minutes), 2500)
----
ride_price(10) == 290
ride_price(10.2) == 309
ride_price(600) == 2500
ride_price(0) == 100
====
Return the $d for an amount in cents. Round half cents up.
----
def $f(cents, rate=$r):
    return (cents * $c + 50) // 100
----
$f($x) == $y
$f($z) == $w
----
d f r c x y z w
net of a tip, i.e. the amount with `rate` per cent added|with_tip|15|(100 + rate)|1010|1162|200, 10|220
amount that is left after `rate` per cent of discount|after_discount|20|(100 - rate)|999|799|50, 1|50
====
Sum up a shopping basket. It is a list of (name, quantity, unit price in cents) tuples; from ten pieces of one article on, that article is 10 per cent cheaper. Return whole cents, rounded down per article.
----
def basket_total(basket):
    total = 0
    for _, quantity, price in basket:
        line = quantity * price
        if quantity >= 10:
            line = line * 9 // 10
        total += line
    return total
----
basket_total([("pen", 3, 120), ("pad", 10, 99)]) == 1251
basket_total([]) == 0
basket_total([("cup", 9, 100)]) == 900
====
Split a bill in cents among `people` so that all shares differ by at most one cent. The larger shares come first.
----
def split_bill(cents, people):
    share, rest = divmod(cents, people)
    return [share + 1] * rest + [share] * (people - rest)
----
split_bill(1000, 3) == [334, 333, 333]
split_bill(9, 3) == [3, 3, 3]
split_bill(1, 2) == [1, 0]
====
Work out who owes what after a trip. `paid` maps each person to what he or she paid in cents; everybody should have paid the same. Return a dict of balances, positive for those who get money back. The total is divisible by the number of people.
----
def balances(paid):
    share = sum(paid.values()) // len(paid)
    return {name: amount - share for name, amount in paid.items()}
----
balances({"a": 900, "b": 0, "c": 300}) == {"a": 500, "b": -400, "c": -100}
balances({"a": 70}) == {"a": 0}
====
Compute the income tax for a yearly income by brackets. `brackets` is a list of (upper limit, rate in per cent) in ascending order, the last limit being None. Only the part inside a bracket is taxed at its rate.
----
def income_tax(income, brackets):
    tax, lower = 0, 0
    for upper, rate in brackets:
        top = income if upper is None else min(income, upper)
        if top > lower:
            tax += (top - lower) * rate / 100
        if upper is None or income <= upper:
            break
        lower = upper
    return tax
----
income_tax(30000, [(10000, 0), (20000, 10), (None, 20)]) == 3000
income_tax(9000, [(10000, 0), (None, 20)]) == 0
income_tax(15000, [(10000, 0), (20000, 10), (None, 20)]) == 500
====
Return how many whole months of saving `rate` a month it takes to reach `goal`, starting from `start`. Return 0 if the goal is reached already, and None if it never will be.
----
def months_to_goal(goal, rate, start=0):
    missing = goal - start
    if missing <= 0:
        return 0
    if rate <= 0:
        return None
    return -(-missing // rate)
----
months_to_goal(1000, 300) == 4
months_to_goal(900, 300) == 3
months_to_goal(100, 50, 100) == 0
months_to_goal(5, 0) == None
====
Check an account statement: `entries` are signed amounts and `balances` what the bank printed after each of them. Return the index of the first wrong balance, or -1 if all are right.
----
def first_wrong_balance(start, entries, balances):
    current = start
    for i, (entry, printed) in enumerate(zip(entries, balances)):
        current += entry
        if current != printed:
            return i
    return -1
----
first_wrong_balance(100, [50, -30], [150, 120]) == -1
first_wrong_balance(100, [50, -30, 1], [150, 130, 131]) == 1
first_wrong_balance(0, [], []) == -1
====
Convert an amount between currencies. `rates` maps a currency to what one unit of it is worth in euros. Round to two places.
----
def convert(amount: float, source: str, target: str, rates: dict[str, float]) -> float:
    return round(amount * rates[source] / rates[target], 2)
----
convert(10, "EUR", "USD", {"EUR": 1.0, "USD": 0.8}) == 12.5
convert(3, "USD", "USD", {"USD": 0.8}) == 3.0
convert(1, "XXX", "USD", {"USD": 0.8}) ! KeyError
====
Format an amount in cents as a string such as $d.
----
def $f(cents):
    sign = "-" if cents < 0 else ""
    whole, part = divmod(abs(cents), 100)
    return f"$t"
----
$f(123456) == "$x"
$f(-5) == "$y"
$f(0) == "$z"
----
d f t x y z
"EUR 1,234.56"; a minus stands before the number, not before EUR|euros|EUR {sign}{whole:,}.{part:02}|EUR 1,234.56|EUR -0.05|EUR 0.00
"1234-56" for an old till, which takes a leading minus|till_text|{sign}{whole}-{part:02}|1234-56|-0-05|0-00
====
Find the cheapest way to buy `n` eggs when they come in cartons. `cartons` maps a carton's size to its price; buying more than n is allowed. Return the lowest price.
----
def cheapest_eggs(n, cartons):
    best = [0] + [None] * n
    for count in range(1, n + 1):
        best[count] = min(price + best[max(0, count - size)] for size, price in cartons.items())
    return best[n]
----
cheapest_eggs(7, {6: 200, 10: 290}) == 290
cheapest_eggs(12, {6: 200, 10: 290}) == 400
cheapest_eggs(0, {6: 200}) == 0
====
Compute the $d of a series of yearly returns given in per cent. $r
----
def $f(returns):
    value = 1.0
    for percent in returns:
        value *= 1 + percent / 100
    return $c
----
$f([10, 10]) == $x
$f([]) == $y
$f([100, -50]) == $z
----
d r f c x y z
final value of 1000 invested|Round it to two places.|final_value|round(1000 * value, 2)|1210.0|1000.0|1000.0
average yearly return|It is the geometric mean, again in per cent, rounded to two places; 0.0 for no years.|average_return|round((value ** (1 / len(returns)) - 1) * 100, 2) if returns else 0.0|10.0|0.0|0.0
====
Tell how many loyalty points an order earns: one for each full 5 euros, twice as many for gold members, and 50 more on orders of 100 euros or above. The amount is in cents.
----
def loyalty_points(cents, gold=False):
    points = cents // 500
    if gold:
        points *= 2
    if cents >= 10_000:
        points += 50
    return points
----
loyalty_points(1499) == 2
loyalty_points(1499, gold=True) == 4
loyalty_points(10000) == 70
loyalty_points(9999, True) == 38
====
Apply vouchers to a price. A voucher is ("percent", p) or ("fixed", cents). They are used in the given order, percentages are rounded down in the customer's favour, and the price never goes below 0.
----
def apply_vouchers(price, vouchers):
    for kind, value in vouchers:
        if kind == "percent":
            price = price * (100 - value) // 100
        else:
            price -= value
        price = max(price, 0)
    return price
----
apply_vouchers(1000, [("percent", 10), ("fixed", 150)]) == 750
apply_vouchers(1000, [("fixed", 150), ("percent", 10)]) == 765
apply_vouchers(100, [("fixed", 300), ("percent", 10)]) == 0
====
Return the share of each category in total spending as whole per cent, rounded to the nearest, for a dict of category to amount. All shares are 0 if nothing was spent.
----
def spending_shares(amounts):
    total = sum(amounts.values())
    if total == 0:
        return dict.fromkeys(amounts, 0)
    return {name: round(100 * amount / total) for name, amount in amounts.items()}
----
spending_shares({"rent": 750, "food": 250}) == {"rent": 75, "food": 25}
spending_shares({"a": 0, "b": 0}) == {"a": 0, "b": 0}
====
Compute the postage in cents for a letter by its weight in grams. Up to 20 g it costs 85, up to 50 g 100, up to 500 g 160 and up to 1000 g 275. Raise ValueError for anything heavier, or for a weight that is not positive.
----
STEPS = ((20, 85), (50, 100), (500, 160), (1000, 275))


def postage(grams):
    if grams > 0:
        for limit, price in STEPS:
            if grams <= limit:
                return price
    raise ValueError(f"no letter of {grams} g")
----
postage(20) == 85
postage(21) == 100
postage(1000) == 275
postage(1001) ! ValueError
postage(0) ! ValueError
====
Depreciate a machine. Return the list of book values at the end of each year: $d
----
def $f($a):
    values = []
    for year in range(1, years + 1):
        $c
    return values
----
$f($x) == $y
$f($z) == []
----
d f a c x y z
it loses the same amount every year and is worth `rest` after the last.|straight_line|price, rest, years|values.append(price - (price - rest) * year / years)|1000, 400, 3|[800.0, 600.0, 400.0]|9, 1, 0
it loses `rate` per cent of its current value every year, rounded to whole units.|declining|price, rate, years|price = round(price * (100 - rate) / 100)\n        values.append(price)|1000, 20, 3|[800, 640, 512]|9, 1, 0
====
Validate an IBAN by its check digits. Blanks are ignored; the first four characters move to the end, letters become 10 to 35, and the number must leave 1 when divided by 97.
----
def valid_iban(iban):
    text = iban.replace(" ", "").upper()
    if len(text) < 5 or not text.isalnum():
        return False
    number = "".join(str(int(ch, 36)) for ch in text[4:] + text[:4])
    return int(number) % 97 == 1
----
valid_iban("GB82 WEST 1234 5698 7654 32") == True
valid_iban("GB82 WEST 1234 5698 7654 33") == False
valid_iban("DE") == False
====
Compute the weekly pay for a list of hours a day. Hours beyond $n count $m times. The hourly wage is given.
----
def $f(hours, wage):
    $c
----
$f([8, 9, 8, 8, 8], 10) == $x
$f([10] * 5, 10) == $y
$f([], 10) == 0
----
n m f c x y
8 on one day|1.5|pay_daily|return sum(wage * (min(h, 8) + 1.5 * max(h - 8, 0)) for h in hours)|415.0|550.0
40 in the week|1.25|pay_weekly|total = sum(hours)\n    extra = max(total - 40, 0)\n    return wage * (total - extra) + wage * 1.25 * extra|412.5|525.0
====
Return the largest drop from a peak to a later low in a list of prices, as a fraction of the peak. An always rising list has a drop of 0.
----
def max_drawdown(prices):
    peak, worst = float("-inf"), 0
    for price in prices:
        peak = max(peak, price)
        worst = max(worst, (peak - price) / peak)
    return worst
----
max_drawdown([100, 120, 90, 130, 104]) == 0.25
max_drawdown([1, 2, 3]) == 0
max_drawdown([]) == 0
====
Match invoices with payments by amount. Both are lists of (id, cents). Each payment settles the first open invoice of exactly its amount. Return a dict from invoice id to payment id.
----
def match_payments(invoices, payments):
    matched = {}
    for payment, cents in payments:
        for invoice, due in invoices:
            if due == cents and invoice not in matched:
                matched[invoice] = payment
                break
    return matched
----
match_payments([("i1", 50), ("i2", 50), ("i3", 70)], [("p1", 50), ("p2", 70), ("p3", 50)]) == {"i1": "p1", "i3": "p2", "i2": "p3"}
match_payments([("i1", 50)], [("p1", 51)]) == {}
====
Simulate a vending machine's change. Return a dict of coin to number for `cents`, always taking the largest coin that fits and is still in `stock`; return None if the amount cannot be paid that way. The stock must not be changed.
----
def give_change(cents, stock):
    change = {}
    for coin in sorted(stock, reverse=True):
        count = min(cents // coin, stock[coin])
        if count:
            change[coin] = count
            cents -= coin * count
    return change if cents == 0 else None
----
give_change(80, {50: 1, 20: 1, 10: 5}) == {50: 1, 20: 1, 10: 1}
give_change(30, {20: 1, 5: 1}) == None
give_change(0, {}) == {}
====
Calculate the monthly bill for electricity in cents. The base fee is 950; the first 100 kWh cost 28 each, the next 200 cost 31 each, and everything above 35 each.
----
def power_bill(kwh: int) -> int:
    first = min(kwh, 100)
    second = min(max(kwh - 100, 0), 200)
    third = max(kwh - 300, 0)
    return 950 + 28 * first + 31 * second + 35 * third
----
power_bill(0) == 950
power_bill(100) == 3750
power_bill(310) == 950 + 2800 + 6200 + 350
====
Return the day (index) on which one should have $d in a list of daily prices; the first such day, and None for an empty list.
----
def $f(prices):
    if not prices:
        return None
    return $c
----
$f([3, 1, 4, 1, 5]) == $x
$f([$z]) == $y
$f([]) == None
----
d f c x z y
bought, if selling on the last day is fixed|best_buy|min(range(len(prices)), key=prices.__getitem__)|1|9, 8, 7|2
sold, if one bought on the first day|best_sell|max(range(len(prices)), key=prices.__getitem__)|4|9, 8, 7|0
====
Raise a price list by `percent` and round each new price up to the next amount that ends in 99 cents. `prices` maps article to cents.
----
def charm_prices(prices, percent):
    new = {}
    for article, cents in prices.items():
        raised = -(-cents * (100 + percent) // 100)
        new[article] = -(-(raised + 1) // 100) * 100 - 1
    return new
----
charm_prices({"mug": 500, "tray": 1999}, 0) == {"mug": 599, "tray": 1999}
charm_prices({"mug": 500}, 25) == {"mug": 699}
'''
