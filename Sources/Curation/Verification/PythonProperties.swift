/// The program in Python that runs `solution.py` and calls its functions with inputs drawn from their signatures.
enum PythonProperties {
  /// Standard input has a line with the nonce and one with the name of the only function to call, if there is one.
  ///
  /// - Inputs are drawn by annotations, by defaults, else by what a parameter's name usually means; where nothing can be called with these,
  ///   others are tried. All are small, and none is empty.
  /// - A function holds where it returns for some of them, the same again for a copy of the same input, and objects of one type (numbers are
  ///   one, and None is of each). A name that does not exist never holds.
  /// - Status 3: it could not be called with anything that is known here, or needs what is not here, which says nothing of it; the reason stands behind the
  ///   nonce.
  static let script = #"""
    import collections.abc as abc, copy, inspect, itertools, os, sys, types, typing
    WORDS = {
        "int": "n k i j m x y a b c num number count size limit index amount target year length width height low high start end step value "
               "digit total times steps depth level age day month hour minute second seconds position left right",
        "str": "s t text string str word name char ch character sentence line pattern letter letters phrase message prefix suffix sep "
               "separator delimiter expression code title key password s1 s2 str1 str2 string1 string2 filename path url",
        "list[int]": "nums numbers arr array lst list l items values data seq sequence xs elements list1 list2 nums1 nums2 arr1 arr2 scores "
                     "prices weights integers digits",
        "list[str]": "words strings names lines tokens strs texts",
        "list[list[int]]": "matrix grid board intervals rows edges points pairs m1 m2 matrix1 matrix2",
        "dict[str, int]": "d dict dictionary mapping counts dct dic inventory graph",
        "bool": "flag reverse verbose ascending strict",
        "float": "rate ratio price radius temperature",
        "callable": "func fn f function callback predicate",
    }
    OF_NAME = {word: kind for kind, words in WORDS.items() for word in words.split()}
    DRAWS = {
        "int": [3, 1, 7], "str": ["abc", "level", "Hello World"], "list[int]": [[3, 1, 2], [5], [4, 4, 1, 9]],
        "list[str]": [["b", "a"], ["word"], ["x", "yy", "x"]], "list[list[int]]": [[[1, 2], [3, 4]], [[5, 6], [7, 8]], [[0, 1], [1, 0]]],
        "dict[str, int]": [{"a": 1, "b": 2}, {"x": 5}, {"k": 0, "l": 3}], "bool": [True, False, True], "float": [1.5, 2.0, 0.25],
        "callable": [lambda *a: a[0] if a else 1] * 3, "set[int]": [{1, 2}, {3}, {2, 5, 7}], "tuple[int]": [(1, 2), (3, 4), (0, 5)],
        "bytes": [b"abc", b"x", b"level"], "none": [None] * 3,
    }
    OTHERS = ["int", "str", "list[int]", "list[str]", "dict[str, int]", "list[list[int]]", "float"]
    PLAIN = {int: "int", str: "str", bool: "bool", float: "float", bytes: "bytes", list: "list[int]", dict: "dict[str, int]", set: "set[int]",
             frozenset: "set[int]", tuple: "tuple[int]", type(None): "none", abc.Callable: "callable", typing.Any: "int", complex: "float"}

    def of_annotation(note):
        if note in PLAIN: return PLAIN[note]
        origin, inner = typing.get_origin(note), typing.get_args(note)
        if origin in (typing.Union, types.UnionType):
            return next((kind for kind in map(of_annotation, inner) if kind not in (None, "none")), None)
        if origin in (abc.Callable,): return "callable"
        if origin in (list, abc.Sequence, abc.Iterable, abc.Iterator, abc.Collection):
            first = of_annotation(inner[0]) if inner else "int"
            kind = f"list[{first}]"
            return kind if kind in DRAWS else None
        return PLAIN.get(origin)

    def kinds(parameter, notes):
        note = notes.get(parameter.name, parameter.annotation)
        if note is not inspect.Parameter.empty:
            kind = of_annotation(note)
            return [kind] if kind else []
        if parameter.default is not inspect.Parameter.empty and PLAIN.get(type(parameter.default)) not in (None, "none"):
            return [PLAIN[type(parameter.default)]]
        guess = OF_NAME.get(parameter.name.lower().strip("_"))
        return ([guess] if guess else []) + [kind for kind in OTHERS if kind != guess]

    class Unfit(Exception): pass
    # Modules, files, the network, somebody who types: what a sandbox lacks says nothing of the code.
    AWAY = (ModuleNotFoundError, EOFError, OSError)

    # Bound before the code runs, which could put its own in their place and see the nonce.
    def leave(nonce, why, write=os.write, flush=sys.stdout.flush, leave_now=os._exit):
        flush()
        write(1, f"\n{nonce} {why}\n".encode())
        leave_now(3)

    def call(function, arguments):
        result = function(*copy.deepcopy(arguments))
        return list(itertools.islice(result, 50)) if isinstance(result, abc.Iterator) else result

    def shown(arguments): return ", ".join(repr(each) if not callable(each) else "a function" for each in arguments)[:80]

    def check(name, function):
        try: notes = typing.get_type_hints(function)
        except Exception: notes = {}
        wanted = [p for p in inspect.signature(function).parameters.values()
                  if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
        choices = [kinds(p, notes) for p in wanted]
        for parameter, choice in zip(wanted, choices):
            if not choice and parameter.default is inspect.Parameter.empty: raise Unfit(f"no input is known for `{parameter.name}` of `{name}`")
        while choices and not choices[-1]: choices.pop()
        first = None
        for kind in itertools.islice(itertools.product(*choices), 60):
            results = []
            for draw in range(3):
                arguments = [DRAWS[each][(draw + place) % 3] for place, each in enumerate(kind)]
                try: results.append((arguments, call(function, arguments)))
                except (NameError, UnboundLocalError): raise
                except AWAY as error: raise Unfit(f"`{name}` needs what is not here: {type(error).__name__}: {error}")
                except Exception as error: first = first or error
            if not results: continue
            for arguments, result in results:
                again = call(function, arguments)
                same = repr(again) == repr(result) if " at 0x" not in repr(result) else type(again) is type(result)
                if not same and not holds(lambda: again == result): raise AssertionError(f"{name}({shown(arguments)}) differs from call to call")
            found = {}
            for arguments, result in results:
                kind_of = "a number" if isinstance(result, (int, float, complex)) and not isinstance(result, bool) else type(result).__name__
                if result is not None: found.setdefault(kind_of, arguments)
            if len(found) > 1:
                (one, some), (other, more) = list(found.items())[:2]
                raise AssertionError(f"{name}({shown(some)}) gives {one}, {name}({shown(more)}) gives {other}")
            return
        raise Unfit(f"no input is known that `{name}` takes: {type(first).__name__}: {first}")

    def holds(question):
        try: return bool(question())
        except Exception: return False

    def run():
        nonce, entry = sys.stdin.buffer.read().decode().split("\n")[:2]
        nowhere = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nowhere, 0)
        os.close(nowhere)
        write, flush = os.write, sys.stdout.flush
        solution = types.ModuleType("solution")
        sys.modules["solution"] = solution
        with open("solution.py", "rb") as file: code = compile(file.read(), "solution.py", "exec")
        try: exec(code, vars(solution))
        except AWAY as error: leave(nonce, f"it needs what is not here: {type(error).__name__}: {error}")
        own = {name: value for name, value in vars(solution).items()
               if isinstance(value, types.FunctionType) and value.__module__ == "solution" and not name.startswith("_")}
        called, unfit = 0, None
        for name, function in ({entry: own[entry]} if entry in own else own).items():
            try:
                check(name, function)
                called += 1
            except Unfit as error: unfit = unfit or error
        flush()
        if not called and unfit: leave(nonce, " ".join(str(unfit).split()))
        write(1, b"\n" + nonce.encode() + b"\n")

    try: run()
    finally: sys.stdout.flush()
    """#
}
