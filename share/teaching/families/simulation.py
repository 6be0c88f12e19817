TOPIC = "simulation"
FAMILIES = r'''
#### robots 2
A robot stands at (0, 0) on a plane, y growing to the north. Write `$f($a)`: $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
walk|moves|its final position after a string of the moves N, E, S and W|x = moves.count("E") - moves.count("W")\n    y = moves.count("N") - moves.count("S")\n    return x, y|"NNESW"|(0, 1)|""|(0, 0)
drive|commands|its final position when it faces north and executes "F" (one step forward), "B" (one step back), "L" and "R" (quarter turns)|x, y, dx, dy = 0, 0, 0, 1\n    for command in commands:\n        if command == "F":\n            x, y = x + dx, y + dy\n        elif command == "B":\n            x, y = x - dx, y - dy\n        elif command == "L":\n            dx, dy = -dy, dx\n        elif command == "R":\n            dx, dy = dy, -dx\n    return x, y|"FFRFB"|(0, 2)|"LF"|(-1, 0)
first_revisit|moves|the first position that it enters a second time for moves N, E, S, W (the start counts as entered), or None|steps = {"N": (0, 1), "S": (0, -1), "E": (1, 0), "W": (-1, 0)}\n    here, seen = (0, 0), {(0, 0)}\n    for move in moves:\n        dx, dy = steps[move]\n        here = (here[0] + dx, here[1] + dy)\n        if here in seen:\n            return here\n        seen.add(here)\n    return None|"NEESWN"|(1, 1)|"NNE"|None
farthest|moves|the largest number of blocks (east-west plus north-south) it is ever away from the start|x = y = most = 0\n    for move in moves:\n        x += (move == "E") - (move == "W")\n        y += (move == "N") - (move == "S")\n        most = max(most, abs(x) + abs(y))\n    return most|"NNESSS"|3|""|0
stays_in_circle|program|whether it stays in a bounded area when it repeats a program of "F", "L" and "R" for ever (it does if it ends where it began or faces another direction)|x, y, dx, dy = 0, 0, 0, 1\n    for step in program:\n        if step == "L":\n            dx, dy = -dy, dx\n        elif step == "R":\n            dx, dy = dy, -dx\n        else:\n            x, y = x + dx, y + dy\n    return (x, y) == (0, 0) or (dx, dy) != (0, 1)|"FFL"|True|"FF"|False
clean_tiles|width, height, moves|how many tiles of a room it has cleaned after moves N, E, S, W, beginning in the corner (0, 0); moves into a wall are ignored|x = y = 0\n    cleaned = {(0, 0)}\n    for move in moves:\n        nx = x + (move == "E") - (move == "W")\n        ny = y + (move == "N") - (move == "S")\n        if 0 <= nx < width and 0 <= ny < height:\n            x, y = nx, ny\n            cleaned.add((x, y))\n    return len(cleaned)|2, 2, "EENWS"|4|1, 1, "NESW"|1
#### queues_people 2
Simulate: write `$f($a)` that returns $d.
----
$c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
josephus|n, k|the survivor's number when n people 1..n stand in a circle and every k-th is taken out until one is left|from collections import deque\n\n\ndef $f(n, k):\n    circle = deque(range(1, n + 1))\n    while len(circle) > 1:\n        circle.rotate(-(k - 1))\n        circle.popleft()\n    return circle[0]|7, 3|4|1, 5|1
ticket_time|wants, person|how many seconds pass until the person with the given index has bought all tickets, when everybody buys one ticket per second and goes to the end of the queue for more|def $f(wants, person):\n    # those behind get one turn less in the last round\n    return sum(min(w, wants[person] - (i > person)) for i, w in enumerate(wants))|[2, 3, 2], 2|6|[5], 0|5
checkout|customers, tills|the time until all customers (minutes each, in order) are served, when the next one always goes to the till that is free first|import heapq\n\n\ndef $f(customers, tills):\n    free_at = [0] * tills\n    for minutes in customers:\n        heapq.heappush(free_at, heapq.heappop(free_at) + minutes)\n    return max(free_at)|[5, 3, 4], 2|7|[], 3|0
waiting_times|arrivals, service|the list of waiting times at one counter for customers in the order of arrival, each being served for `service` minutes|def $f(arrivals, service):\n    free, waits = 0, []\n    for arrival in arrivals:\n        start = max(arrival, free)\n        waits.append(start - arrival)\n        free = start + service\n    return waits|[0, 1, 10], 5|[0, 4, 0]|[], 2|[]
round_robin|jobs, slice_|the names of jobs (dict from name to remaining time) in the order in which they finish, when each in turn gets at most `slice_` units|from collections import deque\n\n\ndef $f(jobs, slice_):\n    queue, finished = deque(jobs.items()), []\n    while queue:\n        name, left = queue.popleft()\n        if left <= slice_:\n            finished.append(name)\n        else:\n            queue.append((name, left - slice_))\n    return finished|{"a": 5, "b": 2, "c": 3}, 2|["b", "c", "a"]|{}, 1|[]
print_position|priorities, place|which number in the order of printing the job at a place of the queue has; a job goes to the back if a job with higher priority waits behind it|def $f(priorities, place):\n    queue = list(enumerate(priorities))\n    printed = 0\n    while True:\n        job = queue.pop(0)\n        if any(other[1] > job[1] for other in queue):\n            queue.append(job)\n            continue\n        printed += 1\n        if job[0] == place:\n            return printed|[1, 3, 2, 3], 0|4|[5], 0|1
boat_trips|weights, limit|the smallest number of boats that carry one or two people each and at most a total weight of `limit`|def $f(weights, limit):\n    weights = sorted(weights)\n    light, heavy, boats = 0, len(weights) - 1, 0\n    while light <= heavy:\n        if weights[light] + weights[heavy] <= limit:\n            light += 1\n        heavy -= 1\n        boats += 1\n    return boats|[70, 50, 80, 50], 100|3|[], 10|0
#### machinery 2
Simulate $g. `$f($a)` returns $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
g f a d c x y z w
a lift that serves its requests in the given order|floors_travelled|start, requests|the total number of floors it travels|total = 0\n    for floor in requests:\n        total += abs(floor - start)\n        start = floor\n    return total|2, [5, 1, 1]|7|3, []|0
a lift that goes up first, serves all requested floors above, then turns and serves those below|stop_order|current, floors|the order in which it stops, each floor once|above = sorted({floor for floor in floors if floor >= current})\n    below = sorted({floor for floor in floors if floor < current}, reverse=True)\n    return above + below|4, [2, 6, 1, 5, 6]|[5, 6, 2, 1]|0, []|[]
a ball dropped from a height that bounces back to a given share of the height each time|bounces|height, share, window|how often somebody looking out of a window sees it pass, downwards or upwards (the window is below the first height)|seen = 1\n    height *= share\n    while height > window:\n        seen += 2\n        height *= share\n    return seen|3, 0.66, 1.5|3|10, 0.5, 6|1
a water tank into which each step brings some inflow before `use` is taken out; it overflows above its capacity and cannot go below 0|tank_levels|capacity, use, inflows|the list of levels after each step, beginning empty|level, levels = 0, []\n    for inflow in inflows:\n        level = min(level + inflow, capacity)\n        level = max(level - use, 0)\n        levels.append(level)\n    return levels|10, 2, [5, 9, 0]|[3, 8, 6]|1, 1, []|[]
a battery that loses 1% of its charge every minute while idle and 3% while in use (percentage points)|battery_left|charge, usage|the charge left after the minutes in the string usage ("u" in use, "i" idle), never less than 0, and the number of minutes it lasted, as a tuple|for minute, mode in enumerate(usage):\n        if charge == 0:\n            return 0, minute\n        charge = max(charge - (3 if mode == "u" else 1), 0)\n    return charge, len(usage)|10, "uui"|(3, 3)|2, "uu"|(0, 1)
a conveyor belt of n places that moves by one place per tick; a new item (or None) is put on the first place at each tick|run_belt|n, items|the items that have fallen off the end, in order, and the final belt as a list|belt, fallen = [None] * n, []\n    for item in items:\n        last = belt.pop()\n        if last is not None:\n            fallen.append(last)\n        belt.insert(0, item)\n    return fallen, belt|2, ["a", None, "b", "c"]|(["a"], ["c", "b"])|1, []|([], [None])
candles that are relit from stubs: a given number of stubs makes a new candle|candles_burned|candles, stubs|how many candles can be burned in all|burned = left_over = 0\n    while candles:\n        burned += candles\n        left_over += candles\n        candles, left_over = divmod(left_over, stubs)\n    return burned|5, 2|9|0, 3|0
#### growth 1
Compute step by step: `$f($a)` returns $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
days_to_cover|pond, lilies|the number of days until water lilies, whose area doubles every day, cover the pond (areas > 0)|days = 0\n    while lilies < pond:\n        lilies *= 2\n        days += 1\n    return days|100, 1|7|5, 5|0
rabbits|months, pairs=1|the number of rabbit pairs after some months, when every pair at least two months old has one new pair each month and the first pairs are newborn|newborn, adults = pairs, 0\n    for _ in range(months):\n        newborn, adults = adults, adults + newborn\n    return newborn + adults|5|8|0, 3|3
snail|depth, up, down|the day on which a snail gets out of a well when it climbs `up` by day and slides back `down` by night (None if it never does)|if up < depth and up <= down:\n        return None\n    height, day = 0, 1\n    while height + up < depth:\n        height += up - down\n        day += 1\n    return day|10, 3, 2|8|5, 1, 1|None
cool_down|temperature, room, share, limit|how many minutes it takes until a drink is at most as warm as the limit (above room temperature), losing a share of its difference to the room each minute|minutes = 0\n    while temperature > limit:\n        temperature -= (temperature - room) * share\n        minutes += 1\n    return minutes|80, 20, 0.5, 30|3|25, 20, 0.1, 30|0
generations|ages, days|the number of fish after some days: each has a timer that counts down every day; at 0 it becomes 6 and a new fish with timer 8 appears|timers = [ages.count(i) for i in range(9)]\n    for _ in range(days):\n        ready = timers.pop(0)\n        timers[6] += ready\n        timers.append(ready)\n    return sum(timers)|[3, 4], 5|4|[], 3|0
logistic|population, rate, capacity, years|the list of populations, beginning with the first, when each year adds rate * p * (1 - p / capacity), rounded to whole animals|history = [population]\n    for _ in range(years):\n        p = history[-1]\n        history.append(round(p + rate * p * (1 - p / capacity)))\n    return history|100, 0.5, 200, 2|[100, 125, 148]|5, 1, 10, 0|[5]
zombies|healthy, sick, bites|the number of nights until nobody is healthy, when every sick person bites the given number of healthy ones each night (None if that never happens)|nights = 0\n    while healthy > 0:\n        if sick * bites == 0:\n            return None\n        bitten = min(healthy, sick * bites)\n        healthy -= bitten\n        sick += bitten\n        nights += 1\n    return nights|10, 1, 2|3|5, 0, 2|None
'''
