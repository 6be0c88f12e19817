"""Damage to rows, of known kinds: what a curation pipeline ought to find."""

import ast
import io
import keyword
import re
import tokenize

from .base import failure, jaccard, shingles

SWAPS = {"<": ["<=", ">"], "<=": ["<"], ">": [">=", "<"], ">=": [">"], "==": ["!="], "!=": ["=="],
         "+": ["-"], "-": ["+"], "*": ["+"], "//": ["/", "%"], "%": ["//"], "+=": ["-=", "="], "-=": ["+="],
         "and": ["or"], "or": ["and"], "min": ["max"], "max": ["min"], "True": ["False"], "False": ["True"],
         "0": ["1"], "1": ["0", "2"], "2": ["1", "3"], "any": ["all"], "all": ["any"], "append": ["remove"],
         "lower": ["upper"], "upper": ["lower"], "not": [""], "continue": ["break"], "break": ["continue"],
         "popleft": ["pop"], "items": ["keys"], "sorted": ["list"], "sum": ["max"], "yield": ["return"]}


def tokens_of(code):
    """(offset, text, type) of each token."""
    starts = [0]
    for line in code.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return [(starts[t.start[0] - 1] + t.start[1], t.string, t.type)
            for t in tokenize.generate_tokens(io.StringIO(code).readline) if t.string.strip()]


def parses(code):
    try:
        ast.parse(code)
        return True
    except SyntaxError:
        return False


def wrong_answer(row, random):
    """The answer with one small slip; it parses, and fails the row's tests. None when no slip is found."""
    places = [(at, text, new) for at, text, kind in tokens_of(row.output)
              if kind in (tokenize.OP, tokenize.NAME, tokenize.NUMBER) for new in SWAPS.get(text, [])]
    random.shuffle(places)
    for at, text, new in places:
        code = row.output[:at] + new + row.output[at + len(text):]
        if parses(code) and failure(code, row.tests, 0.3):
            return code
    return None


def unparsable(row, random):
    """The answer with a slip of typing or a wrapping of prose that no parser takes."""
    lines = row.output.split("\n")
    headers = [i for i, line in enumerate(lines) if line.rstrip().endswith(":")]
    closers = [i for i, ch in enumerate(row.output) if ch in ")]"]
    indented = [i for i, line in enumerate(lines) if line.startswith("    ")]
    name = re.search(r"(?:def|class) (\w+)", row.output).group(1)

    def without_colon():
        i = random.choice(headers)
        return "\n".join(lines[:i] + [lines[i].rstrip()[:-1]] + lines[i + 1:])

    def without_closer():
        i = random.choice(closers)
        return row.output[:i] + row.output[i + 1:]

    def shifted():
        i = random.choice(indented)
        return "\n".join(lines[:i] + [lines[i][3:]] + lines[i + 1:])

    ways = [without_colon, without_closer, shifted,
            lambda: f"Sure! Here is the code for {name}:\n\n{row.output}",
            lambda: f"{row.output}\n\nThis solution goes through the input once, so it's fast.",
            lambda: f"```python\n{row.output}\n```"]
    random.shuffle(ways)
    for way in ways:
        for _ in range(5):
            code = way()
            if not parses(code):
                return code
    return None


def truncated(row, random):
    """The answer cut off between two fifths and four fifths of its length; what is left fails the tests."""
    for _ in range(20):
        code = row.output[:int(len(row.output) * random.uniform(0.4, 0.8))].rstrip()
        if failure(code, row.tests, 0.3):
            return code
    return None


OTHER_NAMES = {"total": "acc", "result": "out", "items": "elements", "values": "data", "text": "string", "word": "w",
               "words": "terms", "i": "idx", "j": "jdx", "n": "num", "ch": "char", "char": "c", "key": "k",
               "value": "val", "row": "line", "count": "cnt", "counts": "tally", "numbers": "nums", "left": "lo",
               "right": "hi", "best": "top", "current": "cur", "seen": "visited", "a": "first", "b": "second",
               "x": "px", "y": "py", "item": "entry", "out": "result", "s": "text_in", "parts": "pieces"}
LEADS = [("Write a Python function", "Create a Python function"), ("Write a function", "Please write a function"),
         ("Write a class", "Please write a class"), ("Write", "Please write"), ("Implement", "Provide an implementation of"),
         ("Create", "Define"), ("Given", "You are given"), ("Return", "Give back"), ("Define", "Create"),
         ("Build", "Construct"), ("Make", "Write"), ("Complete", "Finish")]


def reword(question, random):
    """The same request in slightly other words."""
    for old, new in LEADS:
        if question.startswith(old + " "):
            question = new + question[len(old):]
            break
    else:
        question = random.choice(["In Python: ", "Python task. ", "Task: "]) + question
    if random.random() < 0.5:
        question += random.choice([" Use Python 3.", " Keep it simple.", " No third-party libraries.", " Return only the code."])
    return question


def renamed(code, names):
    """The code with variables renamed; attributes and keyword names of calls stay."""
    pieces, last, previous = [], 0, ""
    for at, text, kind in tokens_of(code):
        if kind == tokenize.NAME and text in names and previous != ".":
            pieces += [code[last:at], names[text]]
            last = at + len(text)
        previous = text
    return "".join(pieces) + code[last:]


def near_copy(row, random, low=0.62, high=0.97):
    """(question, answer) close to the row's: reworded, with some local names changed; the tests still pass."""
    tree = ast.parse(row.output)
    bound = sorted({n.arg for n in ast.walk(tree) if isinstance(n, ast.arg)}
                   | {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)})
    used = {text for _, text, _ in tokens_of(row.output)}
    options = []
    for name in bound:
        new = OTHER_NAMES.get(name, name + "_" if name == "self" else "my_" + name)
        if name != "self" and name != "cls" and new not in used and not keyword.iskeyword(new):
            options.append((name, new))
    original = shingles(row)
    for size in sorted({min(3, len(options)), min(2, len(options)), min(1, len(options)), 0}, reverse=True):
        for _ in range(4):
            names = dict(random.sample(options, size))
            question, answer = reword(row.instruction, random), renamed(row.output, names)
            for old, new in names.items():
                question = question.replace(f"`{old}`", f"`{new}`")
            copy = type(row)(question, answer, row.tests, row.family, row.topic, row.level)
            if low <= jaccard(original, shingles(copy)) <= high and not failure(answer, row.tests):
                return question, answer
    return None
