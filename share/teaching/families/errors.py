TOPIC = "error handling"
FAMILIES = r'''
#### safe_conversion 1
Convert without crashing: `$f($a)` returns $d.
----
def $f($a):
    $c
----
$f($x) == $y
$f($z) == $w
----
f a d c x y z w
to_int|text, default=0|the integer written in a text, or the default if it is not one|try:\n        return int(text)\n    except ValueError:\n        return default|" 42 "|42|"4.2", -1|-1
safe_divide|a, b|the quotient of two numbers, or None when dividing by zero|try:\n        return a / b\n    except ZeroDivisionError:\n        return None|7, 2|3.5|1, 0|None
parse_numbers|texts|a pair of lists: the floats that could be read, and the texts that could not|numbers, rejected = [], []\n    for text in texts:\n        try:\n            numbers.append(float(text))\n        except ValueError:\n            rejected.append(text)\n    return numbers, rejected|["1.5", "x", "2"]|([1.5, 2.0], ["x"])|[]|([], [])
first_valid|candidates, convert|the first result of convert(candidate) that raises no ValueError; if all fail, the last ValueError is raised again (ValueError("nothing to try") for no candidates)|error = ValueError("nothing to try")\n    for candidate in candidates:\n        try:\n            return convert(candidate)\n        except ValueError as caught:\n            error = caught\n    raise error|["a", "7"], int|7|["0x"  , "3"], float|3.0
item_or|sequence, index, default|sequence[index], or the default if the index is out of range or the sequence is None|try:\n        return sequence[index]\n    except (IndexError, TypeError):\n        return default|[1, 2], 5, 0|0|None, 0, "x"|"x"
yes_no|answer|True for "y", "yes", "true" or "1" and False for "n", "no", "false" or "0" in any case; other answers raise ValueError naming the answer|known = {"y": True, "yes": True, "true": True, "1": True,\n             "n": False, "no": False, "false": False, "0": False}\n    try:\n        return known[answer.strip().lower()]\n    except KeyError:\n        raise ValueError(f"not a yes or no: {answer!r}") from None|" YES"|True|"0"|False
error_name|function, *args|the name of the exception type that a call raises, or None if it succeeds|try:\n        function(*args)\n    except Exception as error:\n        return type(error).__name__\n    return None|int, "x"|"ValueError"|len, []|None
#### own_errors 2
$D
----
$c
----
$x
$y
----
D c x y
Define an exception `TooHot(ValueError)` with the attributes `value` and `limit` and the message "31 is above 30", and a function `check_heat(value, limit)` that raises it or returns the value.|class TooHot(ValueError):\n    def __init__(self, value, limit):\n        super().__init__(f"{value} is above {limit}")\n        self.value = value\n        self.limit = limit\n\n\ndef check_heat(value, limit):\n    if value > limit:\n        raise TooHot(value, limit)\n    return value|check_heat(30, 30) == 30|check_heat(31, 30) ! ValueError
Write a base exception `ConfigError`, two subclasses `MissingKey` and `BadType`, and `require(config, key, kind)` that returns config[key] if it is of the given type and raises the fitting one otherwise.|class ConfigError(Exception):\n    """Something is wrong with a configuration."""\n\n\nclass MissingKey(ConfigError):\n    pass\n\n\nclass BadType(ConfigError):\n    pass\n\n\ndef require(config, key, kind):\n    if key not in config:\n        raise MissingKey(key)\n    value = config[key]\n    if not isinstance(value, kind):\n        raise BadType(f"{key} must be {kind.__name__}")\n    return value|require({"port": 80}, "port", int) == 80|require({"port": "80"}, "port", int) ! BadType
Write `load(records)`: convert the field "n" of every dict to int. If some fail, raise a `BatchError` (define it) at the end, whose attribute `rows` lists the indices of the bad records; otherwise return the list of numbers.|class BatchError(Exception):\n    def __init__(self, rows):\n        super().__init__(f"{len(rows)} bad records")\n        self.rows = rows\n\n\ndef load(records):\n    numbers, bad = [], []\n    for i, record in enumerate(records):\n        try:\n            numbers.append(int(record["n"]))\n        except (KeyError, ValueError):\n            bad.append(i)\n    if bad:\n        raise BatchError(bad)\n    return numbers|load([{"n": "4"}, {"n": 5}]) == [4, 5]|load([{"n": "x"}]) ! BatchError
Create `ParseError(Exception)` that takes a message, a line number and a column, and whose str() is "line 3, column 7: message".|class ParseError(Exception):\n    def __init__(self, message, line, column):\n        super().__init__(message, line, column)\n        self.message, self.line, self.column = message, line, column\n\n    def __str__(self):\n        return f"line {self.line}, column {self.column}: {self.message}"|str(ParseError("no bracket", 3, 7)) == "line 3, column 7: no bracket"|ParseError("m", 1, 2).line == 1
Write `read_port(settings)`: return int(settings["port"]), and turn a missing or malformed value into a RuntimeError("invalid port") that keeps the original exception as its cause.|def read_port(settings):\n    try:\n        return int(settings["port"])\n    except (KeyError, ValueError) as error:\n        raise RuntimeError("invalid port") from error|read_port({"port": "8080"}) == 8080|read_port({}) ! RuntimeError
Write `check_all(value, *checks)`: call every check with the value, collect the messages of all ValueErrors raised, and raise one ValueError with the messages joined by "; " if there are any. Return the value otherwise.|def check_all(value, *checks):\n    messages = []\n    for check in checks:\n        try:\n            check(value)\n        except ValueError as error:\n            messages.append(str(error))\n    if messages:\n        raise ValueError("; ".join(messages))\n    return value|check_all("7", int, float) == "7"|check_all("x", int, float) ! ValueError
#### cleanup 3
Write $d.
----
$c
----
$s
$x
$y
----
d c s x y
a context manager class `Attribute(obj, name, value)` that sets an attribute for the duration of a with block and restores the old value afterwards, even after an exception|class Attribute:\n    def __init__(self, obj, name, value):\n        self.obj = obj\n        self.name = name\n        self.value = value\n\n    def __enter__(self):\n        self.saved = getattr(self.obj, self.name)\n        setattr(self.obj, self.name, self.value)\n        return self.obj\n\n    def __exit__(self, *error):\n        setattr(self.obj, self.name, self.saved)\n        return False|: T = type("T", (), {"n": 1}); t = T(); a = Attribute(t, "n", 5); a.__enter__(); inside = t.n; a.__exit__(ValueError, None, None)|inside == 5 and t.n == 1|Attribute(t, "n", 9).__enter__() is t and t.n == 9
a generator-based context manager `collecting(log, name)` that appends "start name" to the list log at the beginning of the block and "end name" at its end, also when the block raises|from contextlib import contextmanager\n\n\n@contextmanager\ndef collecting(log, name):\n    log.append(f"start {name}")\n    try:\n        yield log\n    finally:\n        log.append(f"end {name}")|: log = []; c = collecting(log, "a"); c.__enter__(); log.append("body"); c.__exit__(None, None, None)|log == ["start a", "body", "end a"]|[list(m.__enter__()) for m in [collecting([], "b")]] == [["start b"]]
a context manager class `Suppress(*errors)` that swallows the given exceptions, keeping the one caught in the attribute `caught` (None at first)|class Suppress:\n    def __init__(self, *errors):\n        self.errors = errors\n        self.caught = None\n\n    def __enter__(self):\n        return self\n\n    def __exit__(self, kind, error, traceback):\n        if kind is not None and issubclass(kind, self.errors):\n            self.caught = error\n            return True\n        return False|: s = Suppress(KeyError); s.__enter__(); e = KeyError("k")|s.__exit__(KeyError, e, None) is True and s.caught is e|s.__exit__(ValueError, ValueError(), None) is False
a class `Transaction(data)` for use with `with`: the block may change the dict; if it raises, the dict gets its old content back and the exception goes on|class Transaction:\n    def __init__(self, data):\n        self.data = data\n\n    def __enter__(self):\n        self.backup = dict(self.data)\n        return self.data\n\n    def __exit__(self, kind, error, traceback):\n        if kind is not None:\n            self.data.clear()\n            self.data.update(self.backup)\n        return False|: d = {"a": 1}; t = Transaction(d); t.__enter__(); d["b"] = 2; kept = t.__exit__(ValueError, None, None)|d == {"a": 1} and kept is False|Transaction(d).__enter__() is d
a function `run_all(tasks)` that calls all functions of a list even if some of them raise, and afterwards raises the first exception, if any; otherwise it returns the list of results|def run_all(tasks):\n    results, first_error = [], None\n    for task in tasks:\n        try:\n            results.append(task())\n        except Exception as error:\n            first_error = first_error or error\n    if first_error is not None:\n        raise first_error\n    return results|: done = []|run_all([lambda: 1, lambda: 2]) == [1, 2]|run_all([lambda: 1 // 0, lambda: done.append(1)]) ! ZeroDivisionError
a class `Cleanup` with `add(function, *args)` and `close()`, which calls what was added in reverse order, only once, and is also called at the end of a with block|class Cleanup:\n    def __init__(self):\n        self._pending = []\n\n    def add(self, function, *args):\n        self._pending.append((function, args))\n\n    def close(self):\n        while self._pending:\n            function, args = self._pending.pop()\n            function(*args)\n\n    def __enter__(self):\n        return self\n\n    def __exit__(self, *error):\n        self.close()|: out = []; c = Cleanup(); c.add(out.append, 1); c.add(out.append, 2); c.close(); c.close()|out == [2, 1]|c.__enter__() is c
'''
