"""Plant labelled defects into rows of a real instruction set, to score the detectors of a curation tool.

    python3.11 plant_evol.py INSTRUCTIONS.json MBPP.jsonl OUTPUT_FOLDER

INSTRUCTIONS.json is an array of {"instruction", "output"} whose outputs mix prose and fenced code; MBPP.jsonl has
"text", "code" and "task_id". 300 base rows are drawn; each gets at most one defect, in place, or stays clean; the two
kinds of duplicate are rows added to them, copies of clean rows. Two files are written, in the same (shuffled) order:

    rows.jsonl    {"id", "instruction", "output"}
    truth.jsonl   {"id", "defect", "of", "original"} and notes that depend on the defect:
        clean            (no notes)
        exact_duplicate  of: id of the row copied; difference: none, line_ends, crlf, blank_lines or unicode_form
        near_duplicate   of: id of the row copied; jaccard: word 5-grams of instruction and output, copy against source
        nonparsing       kind: which slip was made in a Python block
        truncated        where: code or prose; fence_open: whether the cut leaves a fence open; kept: share of the text
        contaminated     of: MBPP task_id; part: instruction or output; function_renamed (output only)
        swapped          of: id of the row that has this row's own output
        no_fence         (no notes)
    "original" is the output before the change, null where the output was not changed.

Nothing here knows how any detector works. The same input gives the same bytes.
"""
import ast
import html
import json
import random
import re
import sys
import unicodedata
import warnings
from dataclasses import dataclass, field
from pathlib import Path

SEED = 20_731
BASE_ROWS = 300
COPIES_EQUAL, COPIES_RESPACED, NEAR, PER_SLIP, TRUNCATED, PER_LEAK, SWAPPED_PAIRS, UNFENCED = 15, 15, 40, 3, 40, 10, 10, 20
MBPP_TEST_SPLIT = range(11, 511)  # the tasks models are evaluated on; a leak of the others does no harm
PYTHON_BLOCK = re.compile(r"^```(?:python|py)[ \t]*\n(.*?)^```[ \t]*$", re.S | re.M)
ANY_BLOCK = re.compile(r"(^[ \t]*```.*?^[ \t]*```[ \t]*$)", re.S | re.M)
FENCE_LINE = re.compile(r"^[ \t]*```.*\n?", re.M)

REWORDED = [("Write a", "Create a"), ("Create a", "Write a"), ("Develop a", "Build a"), ("Implement a", "Write a"),
            ("Design a", "Build a"), ("Construct a", "Write a"), ("given", "supplied"), ("calculate", "compute"),
            ("Additionally", "In addition"), ("should", "must"), ("takes", "accepts"), ("Ensure", "Make sure")]
RESTATED = [("Here is", "Below is"), ("Here's", "This is"), ("This function", "The function above"),
            ("Note that", "Keep in mind that"), ("In this code", "In the code above"), ("You can", "It is possible to"),
            ("The function", "This routine"), ("returns", "gives back"), ("This code", "The program above"),
            ("This program", "The code above"), ("This will", "That should")]
ASIDES = ["Please add a short explanation.", "Keep the code readable.", "Explain your approach briefly."]
CLOSINGS = ["Let me know if anything is unclear.", "Adapt it to your needs.", "I hope this helps!"]
COMMENTS = ["# main step", "# see the explanation below", "# this part does the work", "# nothing special here"]
SYNONYMS = {"result": "answer", "i": "idx", "j": "jdx", "total": "running_total", "count": "counter", "num": "number",
            "n": "size", "s": "text", "x": "value", "data": "records", "temp": "held", "current": "cursor"}
PROSE_LINES = ["This is the main part of the code.", "Now we loop over all of the items:",
               "Next, call the function with your own values.", "Make sure that you handle the empty case here."]
TASK_FRAMES = ["{base}\n\nBefore that, solve a smaller part on its own: {task} Reuse it where it fits and explain how.",
               "I am preparing a lesson in two parts. Part one: {task} Part two: {base}",
               "{base} A second exercise for the same class: {task} Comment on the running time of both.",
               "Our team keeps a toolbox of helpers. {task} Once this works, go on with the following. {base}",
               "{base}\n\nExtra task: {task} Keep both solutions in one file and show a short example of each."]
LEAK_LEADS = ["A related helper that is often useful together with this one:", "You may also need the following function.",
              "As an aside, here is another routine written in the same style:", "For comparison, a second example:"]
LEAK_ENDS = ["It only uses plain loops and built-in types, so it is easy to adapt.", "Call it with your own values to try it.",
             "The steps follow the definition directly.", "It handles the usual cases without further checks."]
FRESH_NAMES = ["items", "size", "left", "right", "acc", "cursor", "step", "holder", "probe", "outcome", "extra", "limit",
               "first_part", "second_part", "entry", "marker", "table", "level", "chunk", "bound", "seen", "width"]


@dataclass(eq=False)
class Row:
    instruction: str
    output: str
    defect: str = "clean"
    of: object = None  # a Row or a task_id; a Row turns into its id once all rows are shuffled
    original: str | None = None
    notes: dict = field(default_factory=dict)


def parses(code):
    try:
        ast.parse(code)
        return True
    except (SyntaxError, ValueError):
        return False


def is_base(row):
    """Complete rows only: a row that is broken or cut off by nature must not count as clean."""
    output, blocks = row["output"], PYTHON_BLOCK.findall(row["output"])
    return (blocks and all(code.strip() and parses(code) for code in blocks)
            and len(FENCE_LINE.findall(output)) % 2 == 0 and output.rstrip()[-1] in ".!?)]}`")


def jaccard(a, b):
    grams = []
    for row in (a, b):
        words = re.findall(r"\w+", f"{row.instruction}\n{row.output}".lower())
        grams.append({tuple(words[i:i + 5]) for i in range(len(words) - 4)})
    return len(grams[0] & grams[1]) / len(grams[0] | grams[1])


def replace_span(text, start, end, new):
    return text[:start] + new + text[end:]


def edit_match(rng, pattern, change, code):
    """Edit one random match of the pattern; None where there is none."""
    found = list(re.finditer(pattern, code, re.M))
    if not found:
        return None
    match = rng.choice(found)
    return replace_span(code, *match.span(), change(match))


def insert_line(rng, code, line):
    lines = code.split("\n")
    at = rng.randrange(1, max(2, len(lines) - 1))
    indent = re.match(r"[ \t]*", lines[at])[0]
    return "\n".join(lines[:at] + [indent + line] + lines[at:])


def each_line(code, prefix):
    return "".join(prefix(n, line) + line for n, line in enumerate(code.splitlines(keepends=True), 1))


def curl(match):
    return re.sub(r"""["'](.*?)["']""", "\u201c\\1\u201d", match[0])


def as_diff(rng, code):
    lines = code.splitlines(keepends=True)
    added = rng.randrange(len(lines))
    return f"@@ -1,{len(lines) - 1} +1,{len(lines)} @@\n" + each_line(code, lambda n, _: "+" if n - 1 == added else " ")


SLIPS = {  # kind -> (rng, code) -> edited code or None; whoever calls them checks that the edit does break the code
    "missing_colon": lambda r, c: edit_match(r, r"^[ \t]*(?:def|if|elif|else|for|while|class)\b.*:$", lambda m: m[0][:-1], c),
    "missing_bracket": lambda r, c: edit_match(r, r"[)\]}]", lambda m: "", c),
    "doubled_bracket": lambda r, c: edit_match(r, r"[()\[\]]", lambda m: m[0] * 2, c),
    "missing_quote": lambda r, c: edit_match(r, r"[\"']", lambda m: "", c),
    "wrong_indent": lambda r, c: edit_match(r, r"^ {4,}(?=\S)", lambda m: r.choice([m[0] + " ", m[0][1:], m[0][2:]]), c),
    "mixed_tabs": lambda r, c: edit_match(r, r"^(?:    )+(?=\S)", lambda m: m[0].replace("    ", "\t"), c),
    "smart_quotes": lambda r, c: edit_match(r, r"^.*[\"'].*$", curl, c),
    "nbsp": lambda r, c: edit_match(r, r"^ +(?=\S)|(?<=\S) (?=\S)", lambda m: m[0].replace(" ", "\u00a0"), c),
    "html_entities": lambda r, c: html.escape(c, quote=False),
    "prompts": lambda r, c: each_line(c, lambda n, line: "... " if line[0] in " \t\n" else ">>> "),
    "line_numbers": lambda r, c: each_line(c, lambda n, line: f"{n:>3} "),
    "prose_line": lambda r, c: insert_line(r, c, r.choice(PROSE_LINES)),
    "python2_print": lambda r, c: edit_match(r, r"\bprint\(([^f\n].*)\)$", lambda m: f"print {m[1]}", c),
    "stray_word": lambda r, c: edit_match(r, r" = |\breturn | in ", lambda m: m[0] + r.choice(["the ", "then ", "here "]), c),
    "diff_markers": as_diff,
}


def break_block(rng, output, kind):
    blocks = [m for m in PYTHON_BLOCK.finditer(output) if m[1].count("\n") > 2]
    for _ in range(40 if blocks else 0):  # an edit may land in a string or a comment and do no harm
        block = rng.choice(blocks)
        code = SLIPS[kind](rng, block[1])
        if code is not None and not parses(code):
            return replace_span(output, *block.span(1), code)
    return None


def swap_phrase(rng, text, pairs):
    found = [pair for pair in pairs if re.search(rf"\b{pair[0]}\b", text)]
    old, new = rng.choice(found) if found else ("", "")
    return re.sub(rf"\b{old}\b", new, text, count=1) if found else text


def reword(rng, instruction):
    changed = swap_phrase(rng, instruction, REWORDED)
    return f"{changed} {rng.choice(ASIDES)}" if changed == instruction or rng.random() < 0.2 else changed


def restate(rng, output):
    pieces = ANY_BLOCK.split(output)  # prose at the even places
    at = rng.randrange(0, len(pieces), 2)
    changed = swap_phrase(rng, pieces[at], RESTATED)
    if changed == pieces[at]:
        return f"{output.rstrip()}\n\n{rng.choice(CLOSINGS)}"
    return "".join(pieces[:at] + [changed] + pieces[at + 1:])


def toggle_comment(rng, code):
    """Drop or add one whole-line comment; unchanged where the place turns out to lie in a string."""
    dropped = edit_match(rng, r"^[ \t]*#.*\n", lambda m: "", code) if rng.random() < 0.5 else None
    changed = dropped or insert_line(rng, code, rng.choice(COMMENTS))
    return changed if parses(changed) and ast.dump(ast.parse(changed)) == ast.dump(ast.parse(code)) else code


def rename_variables(rng, code, count):
    """Rename up to `count` assigned variables. Where each occurrence of a name in the text is a variable in the syntax
    tree (none is an argument, an attribute or a word in a string or comment), renaming by text is safe."""
    nodes = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)]
    stored = {node.id for node in nodes if isinstance(node.ctx, ast.Store)}
    safe = [n for n in sorted(stored) if sum(node.id == n for node in nodes) == len(re.findall(rf"\b{n}\b", code))]
    for name in rng.sample(safe, min(count, len(safe))):
        new = SYNONYMS.get(name) or rng.choice([f"{name}_value", f"my_{name}", f"the_{name}"])
        if not re.search(rf"\b{new}\b", code):
            code = re.sub(rf"\b{name}\b", new, code)
    return code


def near_copy(rng, row, target):
    """A random edit of the row that comes close to the wanted similarity; None where none does."""
    for _ in range(30):
        block = rng.choice(list(PYTHON_BLOCK.finditer(row.output)))
        commented = toggle_comment(rng, block[1])
        renamed = rename_variables(rng, commented, rng.choice([0, 1, 1, 2, 3]))
        output = replace_span(row.output, *block.span(1), renamed)
        if renamed == commented or rng.random() < 0.5:
            output = restate(rng, output)
        copy = Row(reword(rng, row.instruction), output, "near_duplicate", row, row.output)
        copy.notes["jaccard"] = round(jaccard(row, copy), 4)
        if commented != block[1] and abs(copy.notes["jaccard"] - target) < 0.01:
            return copy
    return None


def respaced(rng, row, wanted):
    """A copy that differs in white space only, or in the Unicode form where the row has a letter to decompose."""
    text = [row.instruction, row.output]
    decomposed = [unicodedata.normalize("NFD", t) for t in text]
    if decomposed != text and [unicodedata.normalize("NFC", t) for t in decomposed] == text:
        wanted, text = "unicode_form", decomposed
    elif wanted == "line_ends":  # not after a backslash, where a space would change the code's meaning
        text[1] = re.sub(r"(?<=[^\\\n])$", lambda m: rng.choice(["", " ", "  "]), row.output, flags=re.M) + " "
    elif wanted == "crlf":
        text[1] = row.output.replace("\n", "\r\n")
    else:
        text[1] = re.sub(r"\n\n", lambda m: rng.choice(["\n\n", "\n\n\n"]), row.output) + "\n\n"
    return Row(*text, "exact_duplicate", row, row.output, notes={"difference": wanted})


class Renamer(ast.NodeTransformer):
    def __init__(self, names):
        self.names = names

    def generic_visit(self, node):
        for role in ("id", "arg", "name"):
            if getattr(node, role, None) in self.names and not isinstance(node, ast.alias):
                setattr(node, role, self.names[getattr(node, role)])
        return super().generic_visit(node)


def disguised(rng, code, rename_function):
    """An MBPP solution with other variable names in another layout; None where renaming by name alone is unsafe."""
    if not parses(code) or not 5 <= len(code.splitlines()) <= 30:
        return None
    tree = ast.parse(code)
    nodes = list(ast.walk(tree))
    if any(isinstance(n, (ast.ClassDef, ast.Global, ast.Nonlocal, ast.keyword)) for n in nodes):
        return None
    fresh = [name for name in FRESH_NAMES if not re.search(rf"\b{name}\b", code)]
    rng.shuffle(fresh)
    functions = [n.name for n in nodes if isinstance(n, ast.FunctionDef)]
    variables = [n.arg for n in nodes if isinstance(n, ast.arg)]
    variables += [n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    variables = list(dict.fromkeys(variables))
    if not functions or len(variables) > len(fresh):
        return None
    names = dict(zip(variables, fresh))
    if rename_function:
        names |= {name: f"helper_{n}" for n, name in enumerate(functions, 1)}
    return ast.unparse(Renamer(names).visit(tree))


def plant(rows, tasks, rng):
    """Change the rows in place and return the copies to add to them."""
    pool, copies = rows[:], []
    rng.shuffle(pool)

    def take(attempt):
        """Remove from the pool the first row for which the attempt works; return both."""
        for row in pool:
            if result := attempt(row):
                pool.remove(row)
                return row, result
        raise SystemExit("too few base rows fit this defect")

    def spoil(row, defect, output, of=None, **notes):
        row.original, row.output, row.defect, row.of, row.notes = row.output, output, defect, of, notes

    # hardly any row has a letter to decompose: such rows come first where copies are respaced
    pool.sort(key=lambda row: unicodedata.is_normalized("NFD", row.instruction + row.output))
    for n in range(COPIES_RESPACED):
        copies.append(respaced(rng, pool.pop(0), ["line_ends", "crlf", "blank_lines"][n % 3]))
    for _ in range(COPIES_EQUAL):
        row = pool.pop()
        copies.append(Row(row.instruction, row.output, "exact_duplicate", row, row.output, {"difference": "none"}))
    for kind in SLIPS:
        for _ in range(PER_SLIP):
            row, output = take(lambda row: break_block(rng, row.output, kind))
            spoil(row, "nonparsing", output, kind=kind)
    for n in range(NEAR):  # similarities spread evenly over 0.80 to 0.97
        target = 0.81 + 0.15 * n / (NEAR - 1)
        copies.append(take(lambda row: near_copy(rng, row, target))[1])
    for _ in range(UNFENCED):  # without prose, what remains would be plain code: another style, not a defect
        row, _ = take(lambda row: len("".join(ANY_BLOCK.split(row.output)[::2]).split()) > 15)
        spoil(row, "no_fence", FENCE_LINE.sub("", row.output))
    for _ in range(TRUNCATED):
        row = pool.pop()
        cut = int(len(row.output) * rng.uniform(0.4, 0.9))
        in_code = any(m.start() < cut < m.end() for m in ANY_BLOCK.finditer(row.output))
        spoil(row, "truncated", row.output[:cut], where="code" if in_code else "prose", kept=round(cut / len(row.output), 3),
              fence_open=len(FENCE_LINE.findall(row.output[:cut])) % 2 == 1)
    for _ in range(SWAPPED_PAIRS):  # two requests for much the same thing could well trade outputs
        a = pool.pop()
        words = set(a.instruction.lower().split())
        b, _ = take(lambda b: len(words & (other := set(b.instruction.lower().split()))) < 0.25 * len(words | other))
        mine, theirs = a.output, b.output
        spoil(a, "swapped", theirs, b)
        spoil(b, "swapped", mine, a)
    for n in range(PER_LEAK):
        row, task = pool.pop(), tasks.pop()
        row.instruction = TASK_FRAMES[n % len(TASK_FRAMES)].format(base=row.instruction, task=task["text"].strip())
        spoil(row, "contaminated", row.output, task["task_id"], part="instruction")
    for n in range(PER_LEAK):
        row, code = pool.pop(), None
        while not code:
            task = tasks.pop()
            code = disguised(rng, task["code"], n % 2 == 1)
        leak = f"{rng.choice(LEAK_LEADS)}\n\n```python\n{code}\n```\n\n{rng.choice(LEAK_ENDS)}"
        spoil(row, "contaminated", f"{row.output.rstrip()}\n\n{leak}", task["task_id"], part="output",
              function_renamed=n % 2 == 1)
    return copies


def main(instructions, problems, folder):
    warnings.simplefilter("ignore")  # of invalid escapes in the code parsed
    rng = random.Random(SEED)
    fit = [r for r in json.loads(Path(instructions).read_text(encoding="utf-8")) if is_base(r)]
    rows = [Row(r["instruction"], r["output"]) for r in rng.sample(fit, BASE_ROWS)]
    tasks = [json.loads(line) for line in Path(problems).open(encoding="utf-8")]
    tasks = [task for task in tasks if task["task_id"] in MBPP_TEST_SPLIT]
    rng.shuffle(tasks)
    rows += plant(rows, tasks, rng)
    rng.shuffle(rows)
    ids = {row: n for n, row in enumerate(rows)}
    Path(folder).mkdir(parents=True, exist_ok=True)
    with open(Path(folder) / "rows.jsonl", "w", encoding="utf-8") as rows_file, \
            open(Path(folder) / "truth.jsonl", "w", encoding="utf-8") as truth_file:
        for row in rows:
            text = {"id": ids[row], "instruction": row.instruction, "output": row.output}
            label = {"id": ids[row], "defect": row.defect, "of": ids.get(row.of, row.of),  # a task_id stands for itself
                     "original": row.original if row.original != row.output else None}
            print(json.dumps(text, ensure_ascii=False), file=rows_file)
            print(json.dumps(label | row.notes), file=truth_file)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
