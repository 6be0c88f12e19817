TOPIC = "functions and decorators"
FAMILIES = r'''
#### decorators 3
Write a decorator `$f`$e $d.
----
$c
----
$s
$x
$y
----
f e d c s x y
count_calls| which counts in the attribute `calls` of the decorated function|how often it has been called; name and docstring of the function are kept|import functools\n\n\ndef count_calls(function):\n    @functools.wraps(function)\n    def wrapper(*args, **kwargs):\n        wrapper.calls += 1\n        return function(*args, **kwargs)\n\n    wrapper.calls = 0\n    return wrapper|: add = count_calls(lambda a, b: a + b)|add(1, 2) == 3 and add(b=1, a=1) == 2|add.calls == 2
memoize|, for functions of positional arguments,|that stores results in a dict, available as the attribute `cache`|from functools import wraps\n\n\ndef memoize(func):\n    cache = {}\n\n    @wraps(func)\n    def remembered(*args):\n        if args not in cache:\n            cache[args] = func(*args)\n        return cache[args]\n\n    remembered.cache = cache\n    return remembered|: square = memoize(lambda n: n * n)|square(4) == 16 and square(4) == 16|square.cache == {(4,): 16}
retry|(times, errors)|that calls the function again when it raises one of the given errors, `times` calls in total; the error of the last call is passed on|import functools\n\n\ndef retry(times, errors=(Exception,)):\n    def decorate(function):\n        @functools.wraps(function)\n        def attempt(*args, **kwargs):\n            for remaining in reversed(range(times)):\n                try:\n                    return function(*args, **kwargs)\n                except errors:\n                    if remaining == 0:\n                        raise\n\n        return attempt\n\n    return decorate|: pending = [0, 0, 5]; divide = retry(3)(lambda: 10 // pending.pop(0))|divide() == 2|divide() ! IndexError
trace|(log)|that appends a text such as "add(1, 2) -> 3" to the list `log` for each call|from functools import wraps\n\n\ndef trace(log):\n    def decorate(function):\n        @wraps(function)\n        def traced(*args):\n            result = function(*args)\n            shown = ", ".join(map(repr, args))\n            log.append(f"{function.__name__}({shown}) -> {result!r}")\n            return result\n\n        return traced\n\n    return decorate|: seen = []; half = trace(seen)(divmod)|half(7, 2) == (3, 1)|seen == ["divmod(7, 2) -> (3, 1)"]
typed|(*types)|that raises TypeError when a positional argument is not an instance of the type in the same place|import functools\n\n\ndef typed(*types):\n    def decorate(func):\n        @functools.wraps(func)\n        def checked(*args):\n            for i, (arg, expected) in enumerate(zip(args, types)):\n                if not isinstance(arg, expected):\n                    raise TypeError(f"argument {i} must be {expected.__name__}")\n            return func(*args)\n\n        return checked\n\n    return decorate|: repeat = typed(str, int)(lambda s, n: s * n)|repeat("ab", 2) == "abab"|repeat(2, "ab") ! TypeError
once||that lets a function run only the first time; later calls return the first result whatever the arguments|def once(function):\n    results = []\n\n    def wrapper(*args, **kwargs):\n        if not results:\n            results.append(function(*args, **kwargs))\n        return results[0]\n\n    return wrapper|: first = once(max)|first(3, 8) == 8|first(100, 200) == 8
default_on|(error, value)|that turns an exception of the given kind into a return value|def default_on(error, value):\n    def decorate(function):\n        def safe(*args, **kwargs):\n            try:\n                return function(*args, **kwargs)\n            except error:\n                return value\n\n        return safe\n\n    return decorate|: to_int = default_on(ValueError, -1)(int)|to_int("12") == 12|to_int("twelve") == -1
register|(registry, name)|that puts the function into the dict `registry` under a name, refusing names already taken with KeyError, and returns it unchanged|def register(registry, name):\n    def decorate(function):\n        if name in registry:\n            raise KeyError(f"{name} is registered twice")\n        registry[name] = function\n        return function\n\n    return decorate|: tools = {}; register(tools, "size")(len)|tools["size"]("abc") == 3|register(tools, "size")(max) ! KeyError
#### higher_order 2
Write a function `$f($a)` that $d.
----
$c
----
$x
$y
----
f a d c x y
compose|*functions|returns a function applying the given ones from right to left; with none it returns its argument|def compose(*functions):\n    def composed(x):\n        for function in reversed(functions):\n            x = function(x)\n        return x\n\n    return composed|compose(str, abs)(-5) == "5"|compose()(7) == 7
pipe|value, *steps|passes a value through functions from left to right and returns the result|from functools import reduce\n\n\ndef pipe(value, *steps):\n    return reduce(lambda current, step: step(current), steps, value)|pipe(" 42 ", str.strip, int) == 42|pipe(1) == 1
iterate|function, n|returns a function that applies `function` n times|def iterate(function, n):\n    def repeated(x):\n        for _ in range(n):\n            x = function(x)\n        return x\n\n    return repeated|iterate(lambda x: x * 2, 5)(1) == 32|iterate(str.upper, 0)("a") == "a"
curry|function, count|makes a function of `count` arguments callable one argument at a time|def curry(function, count):\n    def take(*known):\n        if len(known) == count:\n            return function(*known)\n        return lambda argument: take(*known, argument)\n\n    return take()|curry(lambda a, b, c: a + b * c, 3)(1)(2)(3) == 7|curry(abs, 1)(-3) == 3
flip_arguments|function|returns a function that takes its positional arguments in reverse order|def flip_arguments(function):\n    return lambda *args: function(*reversed(args))|flip_arguments(pow)(2, 5) == 25|flip_arguments(lambda: 1)() == 1
juxtapose|*functions|returns a function that applies all the given functions to the same arguments and gives the tuple of results|def juxtapose(*functions):\n    return lambda *args: tuple(f(*args) for f in functions)|juxtapose(min, max, sum)([3, 1, 2]) == (1, 3, 6)|juxtapose()(1) == ()
all_of|*predicates|combines predicates of one argument into one that is true if every one of them is|def all_of(*predicates):\n    def combined(value):\n        return all(predicate(value) for predicate in predicates)\n\n    return combined|all_of(str.isalpha, str.islower)("abc")|not all_of(str.isalpha, str.islower)("aBc")
fixed_point|function, start, limit|applies a function again and again until a value repeats itself, and returns it; after `limit` steps without success it gives None|def fixed_point(function, start, limit=100):\n    for _ in range(limit):\n        following = function(start)\n        if following == start:\n            return start\n        start = following\n    return None|fixed_point(lambda n: n // 2, 37) == 0|fixed_point(lambda n: -n, 1) is None
#### closures 2
Write `$f($a)`. It returns $d.
----
$c
----
$s
$x
$y
----
f a d c s x y
make_counter|start=0, step=1|a function without arguments that gives start, start + step, ... on successive calls|def make_counter(start=0, step=1):\n    current = start - step\n\n    def advance():\n        nonlocal current\n        current += step\n        return current\n\n    return advance|: c = make_counter(5, 5)|[c(), c(), c()] == [5, 10, 15]|make_counter()() == 0
make_accumulator||a function that adds its argument to a hidden total and returns the new total|def make_accumulator():\n    total = 0\n\n    def add(amount):\n        nonlocal total\n        total += amount\n        return total\n\n    return add|: a, b = make_accumulator(), make_accumulator(); a(10)|a(5) == 15|b(1) == 1
multipliers|factors|a list of functions, the i-th of which multiplies its argument by factors[i] (mind the late binding of loop variables)|def multipliers(factors):\n    return [lambda x, factor=factor: x * factor for factor in factors]|: m = multipliers([2, 3])|[f(10) for f in m] == [20, 30]|multipliers([]) == []
make_stack||two functions (push, pop) that share a hidden list; pop returns None when it is empty|def make_stack():\n    items = []\n\n    def pop():\n        return items.pop() if items else None\n\n    return items.append, pop|: push, pop = make_stack(); push(1); push(2)|(pop(), pop(), pop()) == (2, 1, None)|make_stack()[1]() is None
limiter|limit|a function that returns True for its first `limit` calls with the same key and False afterwards|from collections import defaultdict\n\n\ndef limiter(limit):\n    used = defaultdict(int)\n\n    def allow(key):\n        used[key] += 1\n        return used[key] <= limit\n\n    return allow|: allow = limiter(2)|[allow("a"), allow("a"), allow("a"), allow("b")] == [True, True, False, True]|not limiter(0)("x")
line_function|slope, intercept|the function x -> slope * x + intercept, with its zero stored in the attribute `zero` (None for slope 0)|def line_function(slope, intercept):\n    def line(x):\n        return slope * x + intercept\n\n    line.zero = -intercept / slope if slope else None\n    return line|: f = line_function(2, -6)|f(5) == 4 and f.zero == 3|line_function(0, 1).zero is None
history|function|a pair (wrapped, results): calling wrapped calls the function and stores its result in the list results|def history(function):\n    results = []\n\n    def wrapped(*args):\n        result = function(*args)\n        results.append(result)\n        return result\n\n    return wrapped, results|: f, seen = history(abs); f(-1); f(3)|seen == [1, 3]|f(-9) == 9 and len(seen) == 3
#### reductions 2
Using functools.reduce, write `$f($a)`, which returns $d.
----
from functools import reduce


def $f($a):
    return $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
product|numbers|the product of all numbers, 1 for none|reduce(lambda a, b: a * b, numbers, 1)|[2, 3, 7]|42|[]|1
longest|words|the longest word (the first of equally long ones), "" for an empty list|reduce(lambda best, word: word if len(word) > len(best) else best, words, "")|["to", "see", "you"]|"see"|[]|""
from_digits|digits|the number written by a list of decimal digits|reduce(lambda number, digit: number * 10 + digit, digits, 0)|[4, 0, 7]|407|[]|0
common|sets|the intersection of a non-empty list of sets|reduce(lambda a, b: a & b, sets)|[{1, 2, 3}, {2, 3}, {3, 9}]|{3}|[{1}]|{1}
count_where|test, items|how many items pass a test|reduce(lambda count, item: count + bool(test(item)), items, 0)|str.isupper, "aBCd"|2|bool, []|0
swap_pairs|mapping|a dict with keys and values exchanged, for a dict with distinct values|reduce(lambda result, item: {**result, item[1]: item[0]}, mapping.items(), {})|{"a": 1, "b": 2}|{1: "a", 2: "b"}|{}|{}
evaluate_steps|start, steps|the result of applying steps such as ("+", 3) or ("*", 2) one after the other to a number|reduce(lambda n, step: n + step[1] if step[0] == "+" else n * step[1], steps, start)|1, [("+", 3), ("*", 2)]|8|5, []|5
'''
