TOPIC = "finance"
HELD_OUT = True
FAMILIES = r'''
#### compound_interest 1
Write `$f($a)` returning $d. Round the result to two places.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
compound|principal, rate, years|the value of a deposit after so many years when `rate` percent interest is added once a year|return round(principal * (1 + rate / 100) ** years, 2)|1000, 5, 2|1102.5|200, 10, 0|200
simple_interest|principal, rate, days|the simple interest (no interest on interest) for a number of days of a 360-day year, rate in percent|interest = principal * rate / 100 * days / 360\n    return round(interest, 2)|3600, 5, 90|45.0|100, 4, 0|0
monthly_growth|amount, rate, months|what an amount grows to when one twelfth of the yearly percentage `rate` is credited every month|for _ in range(months):\n        amount += amount * rate / 1200\n    return round(amount, 2)|1200, 12, 2|1224.12|50, 3, 0|50
present_value|payment, rate, years|today's value of a payment that is due in some years, discounted at `rate` percent a year|factor = 1 + rate / 100\n    return round(payment / factor ** years, 2)|121, 10, 2|100.0|80, 5, 0|80.0
savings_plan|deposit, rate, years|the balance when the same deposit is made at the beginning of every year and interest is paid at its end|balance = 0\n    for _ in range(years):\n        balance = (balance + deposit) * (1 + rate / 100)\n    return round(balance, 2)|100, 10, 2|231.0|100, 10, 0|0
====
After how many full years has money at least doubled at `rate` percent compound interest? Simulate year by year in `years_to_double(rate)`; a rate that is not positive raises ValueError.
----
def years_to_double(rate):
    if rate <= 0:
        raise ValueError("money does not grow")
    value, years = 1.0, 0
    while value < 2:
        value *= 1 + rate / 100
        years += 1
    return years
----
years_to_double(100) == 1
years_to_double(7) == 11
years_to_double(0) ! ValueError
====
Write `effective_rate(nominal, periods)`: the effective yearly rate in percent of a nominal yearly rate that is compounded `periods` times a year, rounded to three places.
----
def effective_rate(nominal, periods):
    per_period = nominal / 100 / periods
    growth = (1 + per_period) ** periods
    return round(100 * (growth - 1), 3)
----
effective_rate(12, 1) == 12.0
effective_rate(12, 12) == 12.683
#### loan_plan 3
Pay back a loan $d. `$f($a)` returns $e.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d e c x y z w
loan_schedule|debt, payment, rate|with a fixed yearly payment; interest at `rate` percent is added before each payment and the last payment is whatever is left|the list of debts after each payment, rounded to cents|if payment <= debt * rate / 100:\n        raise ValueError("the payment does not cover the interest")\n    remaining = []\n    while debt > 0:\n        debt += debt * rate / 100\n        debt = round(max(debt - payment, 0), 2)\n        remaining.append(debt)\n    return remaining|100, 60, 10|[50.0, 0]|50, 100, 0|[0]
equal_principal|debt, rate, years|in equal parts of the debt plus the interest of `rate` percent on what is still owed|the list of yearly payments|part = debt / years\n    payments = []\n    for _ in range(years):\n        payments.append(round(part + debt * rate / 100, 2))\n        debt -= part\n    return payments|300, 10, 3|[130.0, 120.0, 110.0]|100, 0, 2|[50.0, 50.0]
====
Compute the constant monthly payment (annuity) of a loan: `monthly_payment(loan, yearly_percent, months)`, rounded to cents. A rate of 0 must work too.
----
def monthly_payment(loan, yearly_percent, months):
    rate = yearly_percent / 1200
    if rate == 0:
        return round(loan / months, 2)
    return round(loan * rate / (1 - (1 + rate) ** -months), 2)
----
monthly_payment(1200, 0, 12) == 100.0
monthly_payment(10000, 6, 12) == 860.66
====
How much interest is paid over the whole life of a loan, if every month 1/12 of `percent` is charged and then `rate` is paid until nothing is owed? `total_interest(debt, percent, rate)` works in integer cents, rounding interest down.
----
def total_interest(debt, percent, rate):
    paid_interest = 0
    while debt > 0:
        interest = debt * percent // 1200
        if interest >= rate:
            raise ValueError("this loan never ends")
        paid_interest += interest
        debt = debt + interest - min(rate, debt + interest)
    return paid_interest
----
total_interest(1200, 12, 612) == 12 + 6
total_interest(500, 0, 100) == 0
total_interest(1000, 120, 50) ! ValueError
====
Write a generator `amortize(debt, payment)` for an interest-free loan that yields (month number, amount paid, debt left) until the debt is gone.
----
def amortize(debt, payment):
    month = 0
    while debt > 0:
        month += 1
        paid = min(payment, debt)
        debt -= paid
        yield month, paid, debt
----
list(amortize(250, 100)) == [(1, 100, 150), (2, 100, 50), (3, 50, 0)]
list(amortize(0, 10)) == []
====
Order debts for the "$n" method: each month the money beyond the minimum payments goes to the debt with the $d first. Given a list of (name, balance, percent) tuples, `$f(debts)` returns the names in the order in which they are attacked.
----
def $f(debts):
    ordered = sorted(debts, key=lambda debt: $k)
    return [name for name, _, _ in ordered]
----
$f([("car", 5000, 4), ("card", 900, 19), ("tv", 400, 0)]) == $x
$f([]) == []
----
n d f k x
snowball|smallest balance|snowball_order|debt[1]|["tv", "card", "car"]
avalanche|highest interest rate|avalanche_order|-debt[2]|["card", "car", "tv"]
#### account 3
Create a class `$C` for a bank account with `deposit(amount)`, `withdraw(amount)` and an attribute `balance`. $d
----
class $C:
    def __init__(self, balance=0):
        self.balance = balance$i

    def deposit(self, amount):
        if amount <= 0:
            raise ValueError("deposits must be positive")
        self.balance += amount

    def withdraw(self, amount):
$c
----
: a = $C(100); a.deposit(50); a.withdraw(30)
a.balance == $x
: b = $C(10)
$t
----
C d i c x t
Account|Withdrawing more than there is raises ValueError.||        if amount > self.balance:\n            raise ValueError("insufficient funds")\n        self.balance -= amount|120|b.withdraw(11) ! ValueError
FeeAccount|Every withdrawal costs a fee of 1, and the balance may not fall below zero (ValueError).||        cost = amount + 1\n        if cost > self.balance:\n            raise ValueError(f"{cost} needed, {self.balance} there")\n        self.balance -= cost|119|b.withdraw(10) ! ValueError
CreditAccount|It may be overdrawn down to -500; a withdrawal beyond that changes nothing and returns False, others return True.||        if self.balance - amount < -500:\n            return False\n        self.balance -= amount\n        return True|120|b.withdraw(510) and not b.withdraw(1)
LimitedAccount|Only three withdrawals are allowed; the fourth, or one that exceeds the balance, raises RuntimeError.|\n        self.withdrawals = 0|        if self.withdrawals == 3 or amount > self.balance:\n            raise RuntimeError("withdrawal refused")\n        self.withdrawals += 1\n        self.balance -= amount|120|[b.withdraw(1) for _ in range(4)] ! RuntimeError
====
Write a class Ledger that keeps the balances of named accounts (starting at 0). `transfer(source, target, amount)` books money from one to the other, `balance(name)` reads a balance, and `history` is the list of all bookings.
----
class Ledger:
    """Balances of accounts, by booking every movement twice."""

    def __init__(self):
        self._balances = {}
        self.history = []

    def balance(self, name):
        return self._balances.get(name, 0)

    def transfer(self, source, target, amount):
        self._balances[source] = self.balance(source) - amount
        self._balances[target] = self.balance(target) + amount
        self.history.append((source, target, amount))
----
: book = Ledger(); book.transfer("cash", "rent", 700)
(book.balance("cash"), book.balance("rent"), book.balance("x")) == (-700, 700, 0)
book.history == [("cash", "rent", 700)]
====
Bookings are strings like "+120 salary" or "-30 food". Write `final_balance(start, bookings)` that applies them in order and raises ValueError as soon as the balance would be negative.
----
def final_balance(start, bookings):
    balance = start
    for booking in bookings:
        amount, _, reason = booking.partition(" ")
        balance += int(amount)
        if balance < 0:
            raise ValueError(f"overdrawn by {reason}")
    return balance
----
final_balance(10, ["+120 salary", "-30 food"]) == 100
final_balance(0, ["-1 fee"]) ! ValueError
====
Friends share costs. `settle(paid)` maps each name to what that person paid; return how much each one still has to get (positive) or to pay (negative) so that all have borne the same share.
----
def settle(paid):
    share = sum(paid.values()) / len(paid)
    return {name: amount - share for name, amount in paid.items()}
----
settle({"Ana": 60, "Ben": 0, "Cyd": 30}) == {"Ana": 30.0, "Ben": -30.0, "Cyd": 0.0}
settle({"Ana": 5}) == {"Ana": 0.0}
#### taxes 2
Compute $d. The function `$f(income)` works $e.
----
def $f(income):
    $c
----
$f(30000) == $x
$f(8000) == $y
----
f d e c x y
bracket_tax|income tax with brackets: nothing up to 10,000, 10% of the part from there to 25,000, 20% of the rest|by adding up the parts|tax = 0\n    for low, high, percent in ((10000, 25000, 10), (25000, float("inf"), 20)):\n        if income > low:\n            tax += (min(income, high) - low) * percent / 100\n    return tax|2500.0|0
flat_tax|a flat tax of 15% on the part of the income above an allowance of 12,000|on one line|return max(income - 12000, 0) * 15 / 100|2700.0|0.0
step_tax|a tax in which the rate of the whole income depends on its size: 0% below 9,000, 12% below 20,000, else 25%|with a chain of ifs|if income < 9000:\n        rate = 0\n    elif income < 20000:\n        rate = 12\n    else:\n        rate = 25\n    return income * rate / 100|7500.0|0.0
capped_contribution|a pension contribution of 9% of the income, of which at most 20,000 count|with integer euros, rounding down|counted = min(income, 20000)\n    return counted * 9 // 100|1800|720
====
Work with sales tax (VAT) in integer cents: `$f($a, percent)` returns $d, rounded to the nearest cent (halves up).
----
def $f($a, percent):
    return $c
----
$f(1190, 19) == $x
$f(0, 7) == 0
----
f a d c x
add_vat|net|the gross price of a net price|net + (net * percent + 50) // 100|1416
included_vat|gross|the tax contained in a gross price|gross - (gross * 100 * 2 + 100 + percent) // (2 * (100 + percent))|190
net_price|gross|the net price that belongs to a gross price|(200 * gross + 100 + percent) // (2 * (100 + percent))|1000
#### prices 2
A shop prices a cart. `$f(cart)` gets $g and returns the total in cents: $d.
----
def $f(cart):
    $c
----
$f($x) == $y
$f([]) == 0
----
f g d c x y
cart_total|(price, quantity) pairs|prices times quantities, and 10% off (rounded down) from 10000 on|total = sum(price * quantity for price, quantity in cart)\n    if total >= 10000:\n        total -= total // 10\n    return total|[(5000, 2), (5, 1)]|9005
cheapest_free|a list of prices|of every three items in descending order of price the third is free|ordered = sorted(cart, reverse=True)\n    return sum(price for i, price in enumerate(ordered) if i % 3 != 2)|[100, 300, 200, 50]|550
second_half_price|prices|sorted from dear to cheap, every second item costs half, rounded down|total = 0\n    for i, price in enumerate(sorted(cart, reverse=True)):\n        total += price // 2 if i % 2 else price\n    return total|[300, 100, 201]|500
with_shipping|prices|shipping of 495 is added unless the goods cost at least 5000; an empty cart costs nothing|goods = sum(cart)\n    if not cart or goods >= 5000:\n        return goods\n    return goods + 495|[1000]|1495
====
Apply a chain of discounts in percent to a price, one after the other, and round to two places: `discounted(price, *percents)`.
----
def discounted(price, *percents):
    for percent in percents:
        price *= 1 - percent / 100
    return round(price, 2)
----
discounted(200, 10, 50) == 90.0
discounted(9.99) == 9.99
====
Write `unit_price_winner(offers)`: each offer is (name, price, grams); return the name with the lowest price per gram, the first one on a tie.
----
def unit_price_winner(offers):
    def per_gram(offer):
        _, price, grams = offer
        return price / grams

    return min(offers, key=per_gram)[0]
----
unit_price_winner([("small", 2, 100), ("big", 9, 500)]) == "big"
unit_price_winner([("a", 1, 10), ("b", 2, 20)]) == "a"
#### change 3
Give change: `$f(amount, $a)` returns $d.
----
def $f(amount, $a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
greedy_change|coins|a dict from coin to number, always taking the largest coin that fits; what cannot be paid is ignored|handed = {}\n    for coin in sorted(coins, reverse=True):\n        if amount >= coin:\n            handed[coin], amount = divmod(amount, coin)\n    return handed|68, [1, 5, 20, 50]|{50: 1, 5: 3, 1: 3}|0, [5]|{}
payable|purse|whether the amount can be paid exactly with coins from the purse (a list, each coin used once)|sums = {0}\n    for coin in purse:\n        sums \|= {s + coin for s in sums}\n    return amount in sums|7, [2, 5, 10]|True|3, [2, 2]|False
fewest_coins|values|the smallest number of coins of the given values that make up the amount, or -1|best = [0] + [None] * amount\n    for total in range(1, amount + 1):\n        options = [best[total - v] for v in values if v <= total and best[total - v] is not None]\n        best[total] = min(options) + 1 if options else None\n    return -1 if best[amount] is None else best[amount]|6, [1, 3, 4]|2|3, [2]|-1
purse_after|purse|what is left in the purse (coin -> number) after paying greedily, or None when it does not work out|left = dict(purse)\n    for coin in sorted(left, reverse=True):\n        used = min(left[coin], amount // coin)\n        left[coin] -= used\n        amount -= used * coin\n    return left if amount == 0 else None|7, {5: 1, 1: 3}|{5: 0, 1: 1}|9, {5: 1}|None
====
A cash machine holds notes: `dispense(amount, notes)`, where notes maps a value to the number of notes. Return the notes to hand out, with as few as possible by preferring large ones, but trying smaller ones where the large do not work out. Return None if it is impossible.
----
def dispense(amount, notes):
    def pay(rest, values):
        if rest == 0:
            return []
        if not values:
            return None
        value, *smaller = values
        for count in range(min(notes[value], rest // value), -1, -1):
            tail = pay(rest - count * value, smaller)
            if tail is not None:
                return [value] * count + tail
        return None

    return pay(amount, sorted(notes, reverse=True))
----
dispense(60, {50: 1, 20: 3}) == [20, 20, 20]
dispense(70, {50: 1, 20: 1}) == [50, 20]
dispense(30, {20: 2}) is None
====
Round a cash amount (in cents) to $d: `$f(cents)`.
----
def $f(cents):
    """Amount payable in coins, $e."""
    $c
----
$f(1002) == $x
$f(1003) == $y
----
d f e c x y
the nearest multiple of 5, as shops do without small coins|swedish_round|to the nearest 5|return (cents + 2) // 5 * 5|1000|1005
a full 10 in favour of the customer|customer_round|rounded down|return cents - cents % 10|1000|1000
#### stock_prices 3
Given daily prices, return $d: `$f($a)`.
----
def $f($a):
    $c
----
$f([7, 1, 5, 3, 6, 4]) == $x
$f([5, 4]) == $y
----
f a d c x y
best_trade|prices|the largest profit from buying on one day and selling on a later one (0 if there is none)|lowest, profit = float("inf"), 0\n    for price in prices:\n        lowest = min(lowest, price)\n        profit = max(profit, price - lowest)\n    return profit|5|0
many_trades|quotes|the best total profit when you may buy and sell as often as you like, holding one share at a time|return sum(max(b - a, 0) for a, b in zip(quotes, quotes[1:]))|7|0
max_drawdown|closes|the largest fall from an earlier high to a later price|peak = closes[0]\n    worst = 0\n    for close in closes:\n        peak = max(peak, close)\n        worst = max(worst, peak - close)\n    return worst|6|1
trade_days|history|the pair of day numbers (buy, sell) of the most profitable single trade, None if no trade gains|best, answer, low = 0, None, 0\n    for day, price in enumerate(history):\n        if price < history[low]:\n            low = day\n        if price - history[low] > best:\n            best, answer = price - history[low], (low, day)\n    return answer|(1, 4)|None
====
Convert a list of closing prices to daily returns in percent, rounded to one place: `daily_returns(closes)`.
----
def daily_returns(closes):
    returns = []
    for yesterday, today in zip(closes, closes[1:]):
        returns.append(round(100 * (today - yesterday) / yesterday, 1))
    return returns
----
daily_returns([100, 110, 99]) == [10.0, -10.0]
daily_returns([5]) == []
====
Find the best profit of buying and selling when each sale costs a fixed fee and at most one share is held: `profit_with_fee(prices, fee)`.
----
def profit_with_fee(prices, fee):
    cash, share = 0, float("-inf")
    for price in prices:
        # best results so far without and with a share in hand
        cash, share = max(cash, share + price - fee), max(share, cash - price)
    return cash
----
profit_with_fee([1, 3, 2, 8, 4, 9], 2) == 8
profit_with_fee([5, 1], 1) == 0
====
Value a portfolio: `portfolio_value(holdings, quotes)` with shares per ticker and a price per ticker. Tickers without a quote are returned as well: the result is (value, sorted list of missing tickers).
----
def portfolio_value(holdings, quotes):
    missing = sorted(set(holdings) - set(quotes))
    value = sum(shares * quotes[ticker]
                for ticker, shares in holdings.items() if ticker in quotes)
    return value, missing
----
portfolio_value({"AA": 2, "BB": 1}, {"AA": 10}) == (20, ["BB"])
portfolio_value({}, {}) == (0, [])
#### invoices 2
An invoice has lines of (description, quantity, unit price in cents). Write `$f(lines)`, returning $d.
----
def $f(lines):
    $c
----
$f([("pen", 3, 150), ("ink", 1, 900)]) == $x
$f([]) == $y
----
f d c x y
invoice_total|the total as text like "13.50 EUR"|cents = sum(quantity * price for _, quantity, price in lines)\n    return f"{cents // 100}.{cents % 100:02} EUR"|"13.50 EUR"|"0.00 EUR"
dearest_line|the description of the line with the highest amount, or None|if not lines:\n        return None\n    return max(lines, key=lambda line: line[1] * line[2])[0]|"ink"|None
invoice_rows|one string per line in the form "3 x pen at 1.50 = 4.50"|rows = []\n    for name, count, price in lines:\n        rows.append(f"{count} x {name} at {price / 100:.2f} = {count * price / 100:.2f}")\n    return rows|["3 x pen at 1.50 = 4.50", "1 x ink at 9.00 = 9.00"]|[]
====
Late payment: an invoice over `amount` due on day `due` is paid on day `paid` (day numbers). Up to 10 days after the due date cost nothing; beyond that every further started week costs 1% of the amount. Write `late_fee(amount, due, paid)`.
----
def late_fee(amount, due, paid):
    late = paid - due - 10
    if late <= 0:
        return 0
    weeks = (late + 6) // 7
    return amount * weeks / 100
----
late_fee(200, 100, 110) == 0
late_fee(200, 100, 111) == 2.0
late_fee(200, 100, 118) == 4.0
====
Invoice numbers look like "INV-2024-0042". Write `next_invoice(last, year)` that returns the number after `last`; in a new year the count starts again at 0001.
----
def next_invoice(last, year):
    prefix, last_year, count = last.split("-")
    count = int(count) + 1 if int(last_year) == year else 1
    return f"{prefix}-{year}-{count:04}"
----
next_invoice("INV-2024-0042", 2024) == "INV-2024-0043"
next_invoice("INV-2024-0042", 2025) == "INV-2025-0001"
====
Which invoices are open? `open_invoices(invoices, payments)`: both are dicts from invoice number to amount (payments may be partial or missing). Return a dict of what remains to be paid, without the settled ones.
----
def open_invoices(invoices, payments):
    remaining = {number: amount - payments.get(number, 0)
                 for number, amount in invoices.items()}
    return {number: rest for number, rest in remaining.items() if rest > 0}
----
open_invoices({"a": 100, "b": 50}, {"a": 30, "b": 50}) == {"a": 70}
open_invoices({}, {"z": 1}) == {}
'''
