"""The many ways in which people ask for a Python function: tickets, mails, chat, stubs, specifications."""

import ast
import re

VOWELS = "aeiou"
# A first sentence with a second imperative cannot be put in the third person.
COMPOUND = re.compile(r"(?:[:;,]| and|, and) (?:\w+ly )?(?:return|reduce|give|let|keep|ignore|call|collect|drop|write|take|read|"
                      r"leave|look|stop|put|sort|round|choose|accept|raise|find|count|apply|work|pass)\b|, return\b")


def third(sentence):
    """An imperative sentence in the third person: "Return x" becomes "returns x"."""
    verb, _, rest = sentence.partition(" ")
    verb = verb.lower()
    if verb.endswith("y") and verb[-2] not in VOWELS:
        verb = verb[:-1] + "ies"
    else:
        verb += "es" if re.search(r"(s|sh|ch|x|z|o)$", verb) else "s"
    return f"{verb} {rest}"


def lower(sentence):
    return sentence[0].lower() + sentence[1:]


def signature(code):
    """(name, "name(a, b=1)", the whole first line) of the last function or class of a program."""
    node = [n for n in ast.parse(code).body if isinstance(n, (ast.FunctionDef, ast.ClassDef))][-1]
    if isinstance(node, ast.ClassDef):
        return node.name, node.name, f"class {node.name}:"
    plain = ", ".join(re.sub(r":[^,=]*(?= =|$)", "", part).replace(" = ", "=") for part in _arguments(node))
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    return node.name, f"{node.name}({plain})", f"def {node.name}({ast.unparse(node.args)}){returns}:"


def _arguments(node):
    for argument in ast.walk(node.args):
        if isinstance(argument, ast.arg):
            argument.annotation = None
    inner = ast.unparse(node.args)
    depth, parts, part = 0, [], ""
    for ch in inner:
        depth += (ch in "([{") - (ch in ")]}")
        if ch == "," and depth == 0:
            parts.append(part.strip())
            part = ""
        else:
            part += ch
    return [p for p in parts + [part.strip()] if p]


def wrap(text, width=92, indent=""):
    lines, line = [], indent
    for word in text.split(" "):
        if len(line) + len(word) > width and line.strip():
            lines.append(line.rstrip())
            line = indent
        line += word + " "
    return "\n".join(lines + [line.rstrip()])


def example_of(tests):
    """(call, value) of the first test that is a plain equation, else None."""
    for test in tests:
        match = re.fullmatch(r"assert (\w+\(.*\)) (?:==|is) ((?![^\n]* and ).+)", test)
        if match and len(test) < 120 and "lambda" not in test:
            return match.groups()
    return None


def printed(value):
    """A value as Python prints it."""
    try:
        return repr(ast.literal_eval(value))
    except (ValueError, SyntaxError):
        return value


def split(description):
    """(first sentence without its period, the rest)."""
    match = re.match(r"(.+?)\.(?:\s+(.*))?$", description, re.S)
    return (match.group(1), (match.group(2) or "").strip()) if match else (description, "")


NAMES = ("Ines", "Tom", "Priya", "Jo", "Matthias", "Carla", "Olu", "Wei", "Sanna", "Rafael", "Mina", "Petr")
TEAMS = ("BILL", "OPS", "DATA", "WEB", "API", "LAB", "SHOP", "MAP", "CORE", "QA")


def whole(text, rng):
    """A description that names what is to be written: asked as it stands, in some rows with a few words around it."""
    lead, end = rng.choice((("", ""), ("", ""), ("", " Python, standard library only."), ("Python: ", ""), ("", " Thanks!"),
                            (f"{rng.choice(TEAMS)}-{rng.randrange(11, 990)}: ", ""), ("In Python: ", "")))
    return lead + (lower(text) if lead.endswith("Python: ") and lead != "Python: " else text) + end


def ask(description, code, tests, rng):
    """One question for the code, in a register that `rng` draws."""
    name, call, head = signature(code)
    what = "class" if head.startswith("class") else "function"
    first, rest = split(" ".join(description.split()))
    first = first[0].upper() + first[1:]
    more = f" {rest}" if rest else ""
    if f"`{name}" in description or first.split()[0] in ("Write", "Define", "Model"):
        return whole(first + "." + more, rng)
    example = example_of(tests)
    shown = example and rng.random() < 0.45
    sample = f"{example[0]} == {example[1]}" if example else ""
    arrow = f"`{example[0]}` -> `{example[1]}`" if example else ""

    def plain():
        return f"Write a Python {what} `{call}` that {third(first)}.{more}" + (f" For example, {sample}." if shown else "")

    def stub():
        doctest = f"\n\n    >>> {example[0]}\n    {printed(example[1])}" if example and shown else ""
        doc = wrap(f'"""{first}.{more}', 88, "    ") + (doctest + '\n    """' if doctest else '"""')
        lead = rng.choice(("Complete this.", "Fill in the body.", "Finish the implementation:", "Please implement:", ""))
        return f"{lead}\n\n{head}\n{doc}".strip()

    def ticket():
        tag = f"{rng.choice(TEAMS)}-{rng.randrange(11, 990)}"
        return f"{tag}: {first}.{more} Signature: `{call}`." + (f" Acceptance: {sample}" if shown else "")

    def chat():
        lead = rng.choice(("hey, can you give me", "quick one, I need", "need", "got a minute? I'm after"))
        return f"{lead} a python {what} {call} that {third(first)}.{more}" + (f" e.g. {sample}" if shown else "")

    def mail():
        hello = rng.choice(("Hello,", "Hi all,", "Dear colleague,", "Good morning,"))
        ask_for = rng.choice(("could you please write a small Python " + what + " for us? It should",
                              f"we would need a Python {what} that can",
                              f"would you mind adding a {what} to our Python helpers? It has to"))
        bye = rng.choice(("Many thanks", "Thanks", "Best", "Kind regards"))
        return f"{hello}\n{ask_for} {lower(first)}.{more} We would call it as `{call}`.\n{bye}, {rng.choice(NAMES)}"

    def named_last():
        lead = rng.choice(("In Python, ", "Using plain Python, ", "Python 3: ", "Standard library only: "))
        return f"{lead}{lower(first)}.{more} Name it `{call}`." + (f"\n\n{arrow}" if shown else "")

    def implement():
        return f"Implement `{call}`. It {third(first)}.{more}" + (f"\nExample: {sample}" if shown else "")

    def listed():
        lines = [f"{what.capitalize()}: {name}", f"Call: {call}", f"Does: {lower(first)}"]
        lines += [f"Rules: {rest}"] if rest else []
        lines += [f"Example: {sample}"] if shown else []
        return "\n".join(lines)

    def how():
        return (f"How would I {lower(first)} in Python? I'd like a {what} `{call}`.{more}"
                if len(first) < 90 and not re.search("[;:,.]", first) else described())

    def comment():
        return wrap(f"# {first}.{more}", 88, "").replace("\n", "\n# ") + f"\n{head}"

    def review():
        lead = rng.choice(("The review asked for a helper", "We keep repeating ourselves; please add a helper",
                           "For the next release we need", "My script is missing"))
        return f"{lead} `{call}` that {third(first)}.{more}"

    def terse():
        return f"python {what} {call}: {lower(first)}.{more}"

    def described():
        return f"{first}.{more} Write it as `{call}` in Python." + (f" ({sample})" if shown else "")

    forms = (plain, plain, stub, stub, stub, ticket, chat, mail, named_last, implement, implement, listed, how, comment,
             review, terse, described)
    imperative = (stub, stub, ticket, named_last, listed, comment, terse, described)
    return rng.choice(imperative if COMPOUND.search(first) else forms)()


def document(description, code, rng):
    """The code, in one of four rows with the description's first sentence as its docstring."""
    if '"""' in code or rng.random() > 0.25:
        return code
    name = signature(code)[0]
    first, _ = split(" ".join(description.split()))
    if len(first) > 84:
        return code
    lines = code.split("\n")
    at = max(i for i, line in enumerate(lines) if re.match(rf"(def|class) {name}\b", line))
    if not lines[at].endswith(":"):
        return code
    return "\n".join(lines[:at + 1] + [f'    """{first[0].upper()}{first[1:]}."""'] + lines[at + 1:])
