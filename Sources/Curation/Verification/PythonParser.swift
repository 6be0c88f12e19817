/// The program in Python that says of each file whether it parses, and what else its tree shows without running it.
enum PythonParser {
  /// - Incomplete is what the interactive interpreter would wait for more of (`codeop`), and text that breaks off inside a string or at a
  ///   character that nothing begins with.
  /// - An end is loose where the last statement of a function does nothing: a bare name, a `return` without a value where others have one,
  ///   names that nobody reads, a loop that changes nothing of its condition. `unread` are the locals that are never read.
  /// - `missing` are the names that are read and that neither the code nor Python has.
  static let script = #"""
    import ast, builtins, codeop, json, os, sys, warnings
    warnings.simplefilter("ignore")
    FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
    SCOPES = FUNCTIONS + (ast.ClassDef, ast.Lambda)

    def is_incomplete(text, error):
        try:
            if codeop.compile_command(text, symbol="exec") is None: return True
        except (SyntaxError, ValueError, OverflowError): pass
        lines = text.rstrip().split("\n")
        if (error.lineno or 0) < len(lines): return False
        return "unterminated" in error.msg or (error.offset or 0) >= len(lines[-1])

    def stored(nodes):
        names = set()
        for node in nodes:
            for part in ast.walk(node):
                if isinstance(part, ast.Name) and not isinstance(part.ctx, ast.Load): names.add(part.id)
                if isinstance(part, ast.alias): names.add((part.asname or part.name).split(".")[0])
        return names

    def is_endless(loop):
        parts = [part for node in loop.body for part in ast.walk(node)]
        if any(isinstance(part, (ast.Call, ast.Attribute, ast.Subscript)) for part in ast.walk(loop.test)): return False
        if any(isinstance(part, (ast.Break, ast.Return, ast.Raise, ast.Yield, ast.YieldFrom, ast.Await)) for part in parts): return False
        names = {part.id for part in ast.walk(loop.test) if isinstance(part, ast.Name)}
        return bool(names) and not names & stored(loop.body)

    def loose_end(tree, lines):
        scope, block = None, tree.body
        while block:
            last = block[-1]
            if isinstance(last, FUNCTIONS): scope = last
            if isinstance(last, ast.While) and is_endless(last): return lines[last.lineno - 1].strip()
            inner = [getattr(last, name, None) for name in ("body", "orelse", "finalbody")]
            inner += [handler.body for handler in getattr(last, "handlers", [])] + [case.body for case in getattr(last, "cases", [])]
            inner = [body for body in inner if isinstance(body, list) and body]
            if not inner: break
            block = max(inner, key=lambda body: body[-1].lineno)
        if scope is None or not block: return None
        text = lines[last.lineno - 1].strip()
        if isinstance(last, ast.Expr) and isinstance(last.value, (ast.Name, ast.Attribute)): return text
        if isinstance(last, ast.Return) and last.value is None:
            others = [n for n in ast.walk(scope) if isinstance(n, ast.Return) and n.value is not None]
            return text if others else None
        if isinstance(last, (ast.Import, ast.ImportFrom)) or isinstance(last, (ast.Assign, ast.AnnAssign)):
            targets = last.targets if isinstance(last, ast.Assign) else [last.target] if isinstance(last, ast.AnnAssign) else []
            if all(isinstance(t, (ast.Name, ast.Tuple, ast.List)) for t in targets):
                names, read = stored([last]), {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
                shared = {name for n in ast.walk(tree) if isinstance(n, (ast.Global, ast.Nonlocal)) for name in n.names}
                if names and not names & (read | shared): return text
        return None

    def unread(tree):
        names = set()
        for scope in ast.walk(tree):
            if not isinstance(scope, FUNCTIONS): continue
            read = {n.id for n in ast.walk(scope) if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Store)}
            shared = {name for n in ast.walk(scope) if isinstance(n, (ast.Global, ast.Nonlocal)) for name in n.names}
            for node in ast.walk(scope):
                if not isinstance(node, ast.Assign): continue
                for target in node.targets:
                    if isinstance(target, ast.Name): names |= {target.id} - read - shared
        return sorted(name for name in names if not name.startswith("_"))

    def missing(tree):
        if any(isinstance(n, ast.ImportFrom) and any(a.name == "*" for a in n.names) for n in ast.walk(tree)): return []
        own = stored([tree]) | set(dir(builtins)) | {"__file__", "__builtins__"}
        for node in ast.walk(tree):
            if isinstance(node, FUNCTIONS + (ast.ClassDef,)): own.add(node.name)
            if isinstance(node, ast.arg): own.add(node.arg)
            if isinstance(node, ast.ExceptHandler) and node.name: own.add(node.name)
            if isinstance(node, (ast.Global, ast.Nonlocal)): own.update(node.names)
            for field in ("name", "rest"):
                if type(node).__name__.startswith("Match") and isinstance(getattr(node, field, None), str): own.add(getattr(node, field))
        read = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
        return sorted(read - own)

    for name in sorted(os.listdir(".")):
        status, said = 0, {}
        try:
            with open(name, "rb") as file: source = file.read()
            tree = ast.parse(source)
            lines = source.decode("utf-8", "replace").split("\n")
            said = {"loose": loose_end(tree, lines), "unread": unread(tree), "missing": missing(tree)}
        except SyntaxError as error:
            status = 1
            text = source.decode("utf-8", "replace")
            said = {"text": error.msg, "line": error.lineno, "column": error.offset, "incomplete": is_incomplete(text, error)}
        except (ValueError, IndexError) as error: status, said = 1, {"text": str(error)}
        except (RecursionError, MemoryError) as error: status, said = 77, {"text": "too deep for the parser"}
        print(sys.argv[1], name, status, json.dumps(said), flush=True)
    """#
}
