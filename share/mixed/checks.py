"""Whether an answer is right: one check for each kind. A check returns None, or what is wrong."""

import ast
import configparser
import contextlib
import csv
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import tomllib
import xml.etree.ElementTree as xml

from teaching.base import failure

SECONDS = 10


def run(command, text="", folder=None):
    """(exit status, stdout and stderr) of a command; killed after SECONDS."""
    environment = {"PATH": os.environ["PATH"], "HOME": folder or "/nonexistent", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=SECONDS, cwd=folder,
                          env=environment)
    return done.returncode, done.stdout + done.stderr


def python_tests(code, tests):
    """Runs the tests on the code in a process of its own; None when all pass, else the last line that it wrote."""
    try:
        status, said = run([sys.executable, "-I", "-S", "-c", code + "\n\n" + "\n".join(tests)])
    except subprocess.TimeoutExpired:
        return "does not end"
    return None if status == 0 else (said.strip().splitlines() or ["failed"])[-1]


def function(row):
    return python_tests(row.output, row.tests)


def empty_solution(code):
    """The code with every function emptied."""
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            node.body = [ast.Pass()]
    return ast.unparse(tree)


class _Mutant(ast.NodeTransformer):
    """Changes the n-th place that can be changed."""

    def __init__(self, n):
        self.left = n

    def _turn(self, node, new):
        self.left -= 1
        return new if self.left == -1 else node

    def visit_Compare(self, node):
        self.generic_visit(node)
        swap = {ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE, ast.LtE: ast.Gt, ast.Eq: ast.NotEq,
                ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In}
        kind = swap.get(type(node.ops[0]))
        return self._turn(node, ast.Compare(node.left, [kind()] + node.ops[1:], node.comparators)) if kind else node

    def visit_BinOp(self, node):
        self.generic_visit(node)
        swap = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
                ast.Mod: ast.Add}
        kind = swap.get(type(node.op))
        return self._turn(node, ast.BinOp(node.left, kind(), node.right)) if kind else node

    def visit_Return(self, node):
        self.generic_visit(node)
        return self._turn(node, ast.Return(ast.Tuple([node.value, ast.Constant(1)], ast.Load()))) if node.value else node

    def visit_Expr(self, node):
        self.generic_visit(node)
        return node if isinstance(node.value, ast.Constant) else self._turn(node, ast.Pass())

    def visit_Assign(self, node):
        self.generic_visit(node)
        return self._turn(node, ast.Assign(node.targets, ast.Constant(None)))

    def visit_Constant(self, node):
        if isinstance(node.value, bool):
            return self._turn(node, ast.Constant(not node.value))
        return self._turn(node, ast.Constant(node.value + 1)) if isinstance(node.value, int) else node


def mutants(code, most=6):
    """Wrong answers made of a right one, each by one change, spread over the places that can be changed."""
    original = ast.unparse(ast.parse(code))
    made = []
    for n in range(200):
        mutant = _Mutant(n)
        text = ast.unparse(ast.fix_missing_locations(mutant.visit(ast.parse(code))))
        if mutant.left >= 0:
            break
        if text != original:
            made.append(text)
    step = max(1, -(-len(made) // most))
    return made[::step]


def heldout(row):
    """The tests of a held-out row refuse an emptied answer; (refused, tried) of its mutants."""
    if python_tests(empty_solution(row.output), row.tests) is None:
        return "passes with empty functions", (0, 0)
    tried = mutants(row.output)
    refused = sum(python_tests(mutant, row.tests) is not None for mutant in tried)
    return (None if refused else "no mutant is refused"), (refused, len(tried))


def sql(row):
    schema, expected = row.check
    database = sqlite3.connect(":memory:")
    database.executescript(schema)
    statements = [s for s in re.split(r";\s*(?=\n|$)(?!\s*END)(?![^;]*\bEND;)", row.output) if s.strip()]
    *first, last = statements
    for statement in first:
        database.executescript(statement + ";")

    def show(item):
        if item is None:
            return "NULL"
        return f"{item:g}" if isinstance(item, float) else str(item)

    found = "; ".join(",".join(map(show, line)) for line in database.execute(last)) or "(none)"
    return None if found == expected else f"gives {found}"


def shell(row):
    if row.check.strip() == "cron":
        lines = [line for line in row.output.splitlines() if line]
        good = all(re.match(r"(?:[\d*/,-]+ ){5}\S", line) for line in lines)
        return None if good else "not a crontab line"
    status, said = run(["bash", "-n"], row.output)
    if status:
        return said
    if not row.check.strip():
        return None
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "answer.sh"), "w", encoding="utf-8") as file:
            file.write(row.output + "\n")
        if "git init" in row.check and not shutil.which("git") or "jq " in row.output and not shutil.which("jq"):
            return None
        status, said = run(["bash", "-c", row.check], folder=folder)
    return None if status == 0 else f"check gives {status}: {said}"


def regex(row):
    pattern = row.output.split("\n\n")[0]
    for line in row.check.splitlines():
        sign, text = line[0], line[2:]
        if sign == "~":
            given, wanted = text.split(" => ")
            _, found = run(["sed", "-E", pattern], given + "\n")
            if found.rstrip("\n") != wanted:
                return f"{given!r} becomes {found!r}"
        elif sign == "=":
            given, wanted = text.split(" => ")
            found = ", ".join(match.group() for match in re.finditer(pattern, given))
            if found != wanted:
                return f"finds {found!r}"
        elif (re.search(pattern, text) is not None) != (sign == "+"):
            return f"{text!r}: {sign} expected"
    return None if row.check else "no examples"


def yaml_lines(text):
    """What can be said of YAML without a parser: no tabs, and each indentation was opened before."""
    open_at = [0]
    block = None
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        margin = len(line) - len(line.lstrip(" "))
        if "\t" in line:
            return f"tab in line {number}"
        if block is not None and margin > block:
            continue
        block = margin if re.search(r"[|>]-?$", line) else None
        while open_at and margin < open_at[-1]:
            open_at.pop()
        if margin > open_at[-1]:
            open_at.append(margin)
        elif margin != open_at[-1]:
            return f"line {number} stands at no known margin"
        if re.match(r"\s*- \w[\w. -]*: ?", line):
            open_at.append(margin + 2)
        if not re.match(r"\s*(- )*(\S.*:( .*)?$|- .+|\S+$)", line) and not line.lstrip().startswith(("/", "-")):
            return f"line {number} is no entry"
    try:
        import yaml
        list(yaml.safe_load_all(text))
    except ImportError:
        pass
    except Exception as error:
        return repr(error)
    return None


def config(row):
    form, text = row.check.strip(), row.output
    try:
        if form == "json":
            json.loads(text)
        elif form == "toml":
            tomllib.loads(text)
        elif form == "ini":
            parser = configparser.ConfigParser(strict=False, interpolation=None)
            parser.read_string(re.sub(r"^root = true\n", "", text))
        elif form == "yaml":
            return yaml_lines(text)
        elif form in ("nginx", "braces"):
            if text.count("{") != text.count("}"):
                return "unbalanced braces"
        elif form == "dockerfile":
            words = "FROM WORKDIR COPY RUN USER EXPOSE CMD ENTRYPOINT ENV ARG".split()
            wrong = [line for line in text.splitlines() if line and line.split()[0] not in words]
            if wrong or "FROM" not in text:
                return f"not an instruction: {wrong[:1]}"
        elif form == "make":
            if re.search(r"^ +\S", text, re.M):
                return "blanks for a tab"
            if shutil.which("make") and run(["make", "-n", "-f", "-", "clean"], text + "\n")[0]:
                return "make refuses it"
        elif form != "lines":
            return f"unknown format {form!r}"
    except (ValueError, configparser.Error) as error:
        return repr(error)
    return None


def tests_kind(row):
    """The tests pass with the function and fail with an emptied one; pytest and unittest are imitated where absent."""
    shim = ("import contextlib, sys, types\n"
            "p = types.ModuleType('pytest')\n"
            "@contextlib.contextmanager\n"
            "def raises(kind):\n"
            "    try:\n        yield\n"
            "    except kind:\n        return\n"
            "    raise AssertionError('not raised')\n"
            "def parametrize(names, rows):\n"
            "    return lambda f: lambda: [f(*row) for row in rows] and None\n"
            "p.raises, p.mark = raises, types.SimpleNamespace(parametrize=parametrize)\n"
            "sys.modules['pytest'] = p\n")
    drive = ("\nimport unittest\n"
             "for name, thing in list(globals().items()):\n"
             "    if name.startswith('test_') and callable(thing):\n        thing()\n"
             "result = unittest.TestResult()\n"
             "unittest.defaultTestLoader.loadTestsFromModule(sys.modules['__main__']).run(result)\n"
             "assert result.wasSuccessful(), (result.errors + result.failures)[0][1]\n")
    wrong = python_tests(shim + row.check + "\n\n" + row.output + drive, [])
    if wrong:
        return wrong
    if python_tests(shim + empty_solution(row.check) + "\n\n" + row.output + drive, []) is None:
        return "passes with empty functions"
    return None


def types(row):
    """The annotated code is the given code plus annotations, and nothing is left without one."""
    class Bare(ast.NodeTransformer):
        def visit_arg(self, node):
            node.annotation = None
            return node

        def visit_FunctionDef(self, node):
            self.generic_visit(node)
            node.returns = None
            return node

        visit_AsyncFunctionDef = visit_FunctionDef

        def visit_AnnAssign(self, node):
            return ast.Assign([node.target], node.value) if node.value else node

        def visit_ImportFrom(self, node):
            return None if node.module in ("typing", "collections.abc", "types") else node

    def bare(code):
        return ast.unparse(ast.fix_missing_locations(Bare().visit(ast.parse(code))))

    if bare(row.output) != bare(row.check):
        return "the code differs by more than annotations"
    if row.output == row.check:
        return "nothing was annotated"
    for node in ast.walk(ast.parse(row.output)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            free = [a.arg for a in node.args.args if a.annotation is None and a.arg not in ("self", "cls")]
            if free or node.returns is None:
                return f"{node.name}: {free or 'returns'} not annotated"
    return None


def refactoring(row):
    def value(code, lines):
        space = {}
        setup = "\n".join(line.removeprefix(": ") for line in lines[:-1])
        if setup.startswith("rows = "):  # what the code itself reads
            exec(setup, space)
        with contextlib.redirect_stdout(io.StringIO()):
            exec(code, space)
        exec(setup, space)
        return eval(lines[-1], space)
    before = re.split(r"\n\n", row.instruction, maxsplit=1)[1]
    ast.parse(before)
    ast.parse(row.output)
    lines = [line for line in row.check.splitlines() if line.strip()]
    setup = [line for line in lines if line.startswith(": ")]
    for line in lines:
        if not line.startswith(": ") and value(before, setup + [line]) != value(row.output, setup + [line]):
            return f"{line}: {value(before, setup + [line])} before, {value(row.output, setup + [line])} after"
    return None


def debugging(row):
    wrong, right, lines = row.check
    tests = [f"assert {line}" for line in lines]
    with contextlib.redirect_stdout(io.StringIO()):
        mended, broken = failure(right, tests), failure(wrong, tests)
    if mended:
        return mended
    if broken is None and "forever" not in row.instruction and "swallows" not in row.instruction:
        return "the broken code passes"
    return None


def commit(row):
    lines = row.output.split("\n")
    if len(lines) > 1 and lines[1]:
        return "no blank line after the subject"
    if len(lines[0]) > 72 or lines[0].endswith("."):
        return "subject too long, or with a period"
    return "long line in the body" if any(len(line) > 76 for line in lines) else None


def other_language(row):
    def as_json(text):
        return f"JSON.stringify({text})"

    if row.language == "javascript":
        if not shutil.which("node"):
            return None
        lines = [f"if ({as_json(a)} !== {as_json('(' + b + ')')}) throw new Error({as_json(a)});"
                 for a, b in (line.split(" => ") if line.count(" => ") == 1 else line.rsplit(" => ", 1)
                              for line in row.check.splitlines())]
        status, said = run(["node", "-"], row.output + "\n" + "\n".join(lines))
        return None if status == 0 else said
    if row.language == "rust":
        rustc = shutil.which("rustc")
        if not rustc or os.environ.get("MIXED_RUST") != "1":
            return None
        with tempfile.TemporaryDirectory() as folder:
            source = row.output + "\nfn main() {\n" + "".join(f"    assert!({line});\n" for line in row.check.splitlines())
            with open(folder + "/a.rs", "w", encoding="utf-8") as file:
                file.write("#![allow(dead_code)]\n" + source + "}\n")
            done = subprocess.run([rustc, "--edition", "2021", "-o", folder + "/a", folder + "/a.rs"],
                                  capture_output=True, text=True, timeout=120)
            if done.returncode:
                return done.stderr
            done = subprocess.run([folder + "/a"], capture_output=True, text=True, timeout=10)
            return done.stderr if done.returncode else None
    if row.output.count("{") != row.output.count("}") or row.output.count("(") != row.output.count(")"):
        return "unbalanced"
    if shutil.which("gofmt"):
        status, said = run(["gofmt", "-l"], "package p\n\n" + row.output + "\n")
        return said or None
    return None


def data(row):
    form, wanted = row.check
    text = row.output

    def loose(rows):
        return [{key: str(item).lower() for key, item in row.items()} for row in rows]

    if form in ("json", "columns", "keyed"):
        found = json.loads(text)
        if form == "json" and found != wanted:
            return "other data"
    elif form == "jsonl":
        return None if [json.loads(line) for line in text.splitlines()] == wanted else "other data"
    elif form == "csv":
        return None if loose(csv.DictReader(io.StringIO(text))) == loose(wanted) else "other data"
    elif form == "toml":
        return None if list(tomllib.loads(text).values())[0] == wanted else "other data"
    elif form == "python":
        return None if ast.literal_eval(text) == wanted else "other data"
    elif form == "xml":
        found = [{field.tag: field.text for field in row} for row in xml.fromstring(text)]
        return None if loose(found) == loose(wanted) else "other data"
    elif form == "sql":
        database = sqlite3.connect(":memory:")
        name, fields = re.match(r"INSERT INTO (\w+) \((.*?)\)", text).groups()
        database.execute(f"CREATE TABLE {name} ({', '.join(chr(34) + f + chr(34) for f in fields.split(', '))})")
        database.execute(text.replace(f"({fields})", "", 1))
        return None if len(list(database.execute(f"SELECT * FROM {name}"))) == len(wanted) else "other data"
    elif form == "yaml":
        return yaml_lines(text)
    return None


def prose(row):
    words = len(row.output.split())
    return None if 15 <= words <= 170 else f"{words} words"


CHECKS = {"function": function, "sql": sql, "shell": shell, "regex": regex, "config": config, "tests": tests_kind,
          "types": types, "refactoring": refactoring, "debugging": debugging, "commit": commit,
          "function in another language": other_language, "data": data, "explanation": prose}
