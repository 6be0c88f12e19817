/// The program in Python that runs `solution.py` and then the tests, and that prints the nonce behind the last assertion.
enum PythonHarness {
  /// Standard input has a line with the nonce, one with the name of the function that `check` of HumanEval's tests is called with,
  /// and the tests.
  ///
  /// - The tests stand in no file, and have builtins of their own: what the code does to the builtins that it sees changes none of theirs.
  ///   Where it changed what tests stand on (builtins, `math`, `unittest`), nothing passes.
  /// - What the tests compare, and what they get from calls, is asked first whether it is equal to everything, or less and more than
  ///   everything at once. Objects of Python's own types cannot be, and are not asked.
  /// - Tests that import the solution by the name of its file find it, whatever that is: a module that is not there, of which the code has all
  ///   that they want. Where they want another that is not there, they say nothing:
  ///   the status is 3, and the reason stands behind the nonce.
  /// - Code that does not define the function that `check` is called with does not pass; where nobody says which that is, and the tests do
  ///   not call it themselves, they say nothing.
  static let script = #"""
    import ast, builtins, math, os, sys, types

    class Nothing: pass

    ATOMS = frozenset([int, float, complex, str, bytes, bool, type(None), range, bytearray])
    GROUPS = frozenset([list, tuple, set, frozenset])
    kind_of, missing = type, object()

    def bases(unittest):
        return [builtins, math] + ([unittest, unittest.case, unittest.case.TestCase, unittest.suite.TestSuite,
                                    unittest.loader.TestLoader, unittest.runner.TextTestRunner] if unittest else [])

    def draws():
        one, other = int.from_bytes(os.urandom(7), "big"), int.from_bytes(os.urandom(7), "big")
        return [(Nothing(), Nothing()), (one, other), (str(one), str(other)), (one / 7, other / 7), ([one], [other]),
                ((one,), (other,)), ({one}, {other}), ({one: one}, {other: other}), (True, False)]

    def holds(question):
        try: return question() is True
        except Exception: return False

    def is_forged(value):
        for one, other in draws():
            if holds(lambda: value == one) and holds(lambda: value == other): return True
            if holds(lambda: value < one) and holds(lambda: value > one): return True
        kind = kind_of(value)
        if hasattr(kind, "__contains__") and holds(lambda: Nothing() in value): return True
        if hasattr(kind, "__sub__") and hasattr(kind, "__abs__"):
            return all(holds(lambda: abs(value - number) < 1e-3) for number in (1e9, -1e9))
        return False

    def genuine(value, budget=None):
        kind = kind_of(value)
        if kind in ATOMS: return value
        if budget is None: budget = [100_000]
        budget[0] -= 1
        if budget[0] < 0: return value
        if kind in GROUPS:
            for item in value: genuine(item, budget)
        elif kind is dict:
            for key, item in value.items(): genuine(key, budget), genuine(item, budget)
        elif value is not getattr(sys.modules.get("unittest.mock"), "ANY", missing) and is_forged(value):
            raise AssertionError("an object that is equal to everything")
        return value

    class Questions(ast.NodeTransformer):
        def asked(self, node):
            if isinstance(node, (ast.Constant, ast.Starred)): return node
            return ast.copy_location(ast.Call(ast.Name("__genuine__", ast.Load()), [node], []), node)
        def visit_Compare(self, node):
            self.generic_visit(node)
            node.left = self.asked(node.left)
            node.comparators = [self.asked(each) for each in node.comparators]
            return node
        def visit_Call(self, node):
            self.generic_visit(node)
            if isinstance(node.func, ast.Attribute) and node.func.attr.startswith("assert"):
                node.args = [self.asked(each) for each in node.args]
            return self.asked(node)

    def imported(tree):
        """What is wanted of each module."""
        wanted, names = {}, {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                for each in node.names:
                    module = each.name.split(".")[0]
                    names[each.asname or module] = module
                    wanted.setdefault(module, set())
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                wanted.setdefault(node.module.split(".")[0], set()).update(each.name for each in node.names if each.name != "*")
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in names:
                wanted[names[node.value.id]].add(node.attr)
        return wanted

    def calls(tree, name):
        return any(isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name for node in ast.walk(tree))

    def takes_one(function): return getattr(getattr(function, "__code__", None), "co_argcount", 0) == 1

    def snapshot(bases): return [(base, dict(vars(base))) for base in bases]

    def are_as_before(before):
        for (base, names), module in zip(before, ["builtins", "math", "unittest"]):
            if sys.modules.get(module) is not base: return False
        return all(vars(base).get(name, missing) is value or name in ("_", "__warningregistry__")
                   for base, names in before for name, value in names.items())

    # Bound before the code runs, which could put its own in their place and see the nonce.
    def leave(nonce, why, write=os.write, flush=sys.stdout.flush, leave_now=os._exit):
        flush()
        write(1, f"\n{nonce} {why}\n".encode())
        leave_now(3)

    def run():
        nonce, entry, tests = sys.stdin.buffer.read().split(b"\n", 2)
        nonce, entry = nonce.decode(), entry.decode()
        nowhere = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nowhere, 0)
        os.close(nowhere)
        with open("solution.py", "rb") as file: code = file.read()
        # It is slow to load, and most tests have no need of it.
        unittest = __import__("unittest") if b"unittest" in tests + code else None
        own, before, write, flush = dict(vars(builtins)), snapshot(bases(unittest)), os.write, sys.stdout.flush
        solution = types.ModuleType("solution")
        sys.modules["solution"] = solution
        try: exec(compile(code, "solution.py", "exec"), vars(solution))
        except ModuleNotFoundError as error: leave(nonce, f"it needs the module {error.name}")
        tree = ast.parse(tests, "tests.py")
        for name, wanted in imported(tree).items():
            import importlib.util
            try: known = name in sys.modules or importlib.util.find_spec(name) is not None
            except (ImportError, ValueError): known = False
            if known: continue
            if not wanted <= set(vars(solution)): leave(nonce, f"its tests need the module {name}")
            sys.modules[name] = solution
        space = {**vars(solution), "__builtins__": own, "__name__": "tests", "__genuine__": genuine}
        tree = ast.fix_missing_locations(Questions().visit(tree))
        exec(compile(tree, "tests.py", "exec"), space)
        own_check = space.get("check")
        # A solution may have this name as well.
        if callable(own_check) and own_check is not vars(solution).get("check"):
            if entry:
                if entry not in space: raise NameError(f"name '{entry}' is not defined")
                own_check(space[entry])
            elif takes_one(own_check) and not calls(tree, "check"): leave(nonce, "its tests do not say which function they check")
        cases = [case for case in list(space.values()) if unittest and isinstance(case, type) and issubclass(case, unittest.TestCase)]
        if cases:
            suite = unittest.TestSuite(unittest.defaultTestLoader.loadTestsFromTestCase(case) for case in cases)
            if not unittest.TextTestRunner(stream=sys.stderr, verbosity=0).run(suite).wasSuccessful(): sys.exit(1)
        else:
            for name, test in list(space.items()):
                if name.startswith("test_") and callable(test) and test.__code__.co_argcount == 0: test()
        if not are_as_before(before): raise AssertionError("the code changed what its tests stand on")
        flush()
        write(1, b"\n" + nonce.encode() + b"\n")

    # What the code wrote stands before what is said of it.
    try: run()
    finally: sys.stdout.flush()
    """#
}
