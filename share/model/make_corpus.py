"""Makes the pre-training corpus of cact-4m from permissively licensed Python source.

    python make_corpus.py collect OUT [--packages DIR] [--download] [--tokenizer FILE] [--teaching FILE ...]
    python make_corpus.py count OUT --tokenizer FILE
    python make_corpus.py check OUT --teaching FILE ...

`collect` reads the pinned wheels below from DIR (`--download` fetches what is missing with pip) and the library of the
running interpreter, and writes OUT/train.jsonl and OUT/valid.jsonl. Rows are of two kinds:

    {"instruction": ..., "output": ...}   a function, asked for in words reworded from its own docstring
    {"text": ...}                         a piece of a source file, cut between top-level statements

A function that stands in a pair is cut out of its file's text, so no code is read twice. Whole packages (VALIDATION)
are held out. With a tokenizer, rows longer than MAX_TOKENS are dropped; with teaching rows, so is every row that holds
a function above 0.6 Jaccard of 5-token shingles to one of them. Everything that looks random is decided by SHA-256 of
the row itself: the same archives and the same interpreter give the same bytes. What was read goes into corpus.json
beside this script: package, version, licence, digest.
"""
import argparse
import ast
import collections
import hashlib
import inspect
import io
import json
import os
import pathlib
import platform
import re
import subprocess
import sys
import sysconfig
import tarfile
import textwrap
import zipfile

TRAINING = """
algorithms==1.0.1 altair==6.3.0 arrow==1.4.0 astropy==8.0.2 attrs==26.1.0 biopython==1.88 bokeh==3.9.2 boltons==26.2.0
bottle==0.13.4 cattrs==26.2.1 click==8.5.1 dask==2026.8.0 django==5.2.19 flask==3.1.3 fonttools==4.68.0
funcy==2.1 galgebra==0.6.0 geopy==2.5.0 glom==25.12.0 httpx==0.28.1 humanize==4.17.0 inflection==0.5.1 jedi==0.20.1
jinja2==3.1.6 jsonschema==4.26.0 lark==1.3.1 markdown==3.11.3 marshmallow==4.4.0 matplotlib==3.11.2 mistune==3.4.0
more-itertools==11.2.1 networkx==3.6.1 nltk==3.10.4 numpy==2.4.6 openpyxl==3.1.5 pandas==3.1.1 parso==0.8.7
passlib==1.7.4 pycipher==0.5.2 pygorithm==1.0.4 pyparsing==3.3.3 pypdf==7.1.0 python-dateutil==4.0.0
python-string-utils==1.0.0 requests==2.34.2 rich==15.0.0 scikit-image==0.26.0 scikit-learn==1.9.1 scipy==1.17.1
seaborn==0.13.2 simpy==4.1.2 sortedcontainers==2.4.0 sqlalchemy==2.1.9 statsmodels==0.15.0 sympy==1.14.0
textblob==0.20.1 textdistance==4.6.3 tinydb==4.9.0 toolz==1.1.0 tornado==6.6.1 trio==0.35.0 twisted==26.10.0
validators==0.36.0 xarray==2026.9.0 xlsxwriter==3.3.1
""".split()
VALIDATION = "mpmath==1.3.0 pydash==8.1.0 werkzeug==3.1.9".split()

MAX_TOKENS = 2000  # of the model's 2,048: the template, begin-of-text and end-of-text need room
CHUNK_CHARACTERS = 5000
TEXT_CHARACTERS = {"train": 520_000, "valid": 150_000}  # a package: no single one sets the tone of the plain text
PAIR_CHARACTERS = 1_600_000
METHODS_KEPT = 0.35  # methods lean on a class that the answer does not show

SKIPPED_PARTS = {  # tests, foreign code under another licence, tables, generated code
    "test", "tests", "testing", "conftest.py", "_vendor", "vendor", "vendored", "_vendored", "extern", "externals",
    "_externals", "third_party", "thirdparty", "libs", "migrations", "locale", "encodings", "pydoc_data", "lib2to3",
    "idlelib", "turtledemo", "ensurepip", "site-packages", "msilib", "schema", "typeshed", "_pytest", "__pycache__",
    "array_api_compat", "array_api_extra", "sphinxext", "tkinter", "distutils", "sampledata", "_config-3.11",
}
PERMISSIVE = re.compile(r"\b(MIT|BSD|Apache|PSF|Python Software Foundation|Biopython|ISC|public domain|matplotlib)", re.I)


def draw(salt, text):
    """A number in [0, 1) that depends on nothing but its arguments."""
    return int.from_bytes(hashlib.sha256(f"{salt}\0{text}".encode()).digest()[:7], "big") / 2**56


# Reading -------------------------------------------------------------------------------------------------------------


def archive_files(path):
    """(name, bytes) of every file of a wheel or source archive that matters here."""
    wanted = lambda name: name.endswith((".py", "/METADATA", "/PKG-INFO"))
    if path.suffix in (".whl", ".zip"):
        with zipfile.ZipFile(path) as z:
            for name in sorted(filter(wanted, z.namelist())):
                yield name, z.read(name)
    else:
        with tarfile.open(path) as t:
            for member in sorted((m for m in t.getmembers() if m.isfile() and wanted(m.name)), key=lambda m: m.name):
                yield member.name, t.extractfile(member).read()


def licence(metadata):
    """The licence that a package's metadata declares, as briefly as it says it."""
    fields = collections.defaultdict(list)
    for line in metadata.split("\n\n")[0].splitlines():
        key, _, value = line.partition(": ")
        fields[key].append(value.strip())
    declared = fields["License-Expression"] + [c.split("::")[-1].strip() for c in fields["Classifier"] if "License ::" in c]
    declared += [v for v in fields["License"] if not declared and len(v) < 60]
    return "; ".join(dict.fromkeys(declared))


def worth_reading(name, source):
    parts = name.split("/")
    if SKIPPED_PARTS & set(parts) or parts[-1].startswith("test_") or parts[-1].endswith(("_test.py", "_tests.py")):
        return False
    if not 200 < len(source) < 250_000 or re.search(r"(?i)generated (by|from|automatically)|do not edit", source[:600]):
        return False
    digits = sum(c.isdigit() for c in source) / len(source)
    foreign = sum(ord(c) > 127 for c in source) / len(source)
    return digits < 0.12 and foreign < 0.02 and max(map(len, source.splitlines())) < 400


def decode(data):
    try:
        return data.decode("utf-8").replace("\r\n", "\n").expandtabs(4)
    except UnicodeDecodeError:
        return None


def packages(folder, specifications):
    """(specification, licence, digest, [(file, source)]) of each pinned archive."""
    for specification in specifications:
        name, _, version = specification.partition("==")
        stem = re.sub(r"[-_.]+", "[-_.]+", name) + "-" + re.escape(version)
        found = [p for p in sorted(folder.iterdir()) if re.match(stem + r"(-|\.zip|\.tar)", p.name, re.I)]
        if not found:
            sys.exit(f"{folder}: no archive of {specification}; --download fetches it")
        files, terms = [], ""
        for path, data in archive_files(found[0]):
            if path.endswith(".py"):
                source = decode(data)
                if source and worth_reading(path, source):
                    files.append((path, source))
            elif not terms:
                terms = licence(data.decode("utf-8", "replace"))
        if not PERMISSIVE.search(terms) or re.search(r"GPL|MPL", terms):
            sys.exit(f"{specification}: its licence {terms!r} is not one of those that the corpus admits")
        yield specification, terms, hashlib.sha256(found[0].read_bytes()).hexdigest(), files


def standard_library():
    """CPython's own library, with the digest of all that was read."""
    root = pathlib.Path(sysconfig.get_path("stdlib"))
    digest, files = hashlib.sha256(), []
    for path in sorted(root.rglob("*.py")):
        name = path.relative_to(root).as_posix()
        source = decode(path.read_bytes()) if not SKIPPED_PARTS & set(name.split("/")) else None
        if source and worth_reading(name, source):
            digest.update(hashlib.sha256(path.read_bytes()).digest())
            files.append((name, source))
    return f"cpython=={platform.python_version()}", "PSF-2.0", digest.hexdigest(), files


# Functions and their questions ---------------------------------------------------------------------------------------

# Verbs that docstrings begin with, imperative to third person; a question needs one or the other.
VERBS = """accept add adjust aggregate align allocate allow analyze append apply approximate assemble assert assign attach
attempt build calculate call cancel capitalize cast center chain change check choose chunk clean clear clip close coerce
collapse collect combine compare compile compose compute concatenate configure connect construct consume convert copy
correct count create cut deal decide decode decompose decorate decrease decrypt dedent define delete derive describe
deserialize detect determine differentiate disable discard dispatch display divide do download draw drop dump duplicate
emit enable encode encrypt ensure enumerate erase escape estimate evaluate examine exchange execute expand export express
extend extract factor fetch fill filter find finish fit flatten flip fold force format forward generate get give group
guess handle hash help hide identify implement import include increase increment indicate infer initialize insert inspect
install integrate interpolate interpret intersect invert invoke iterate join keep label launch limit list load locate lock
log look lookup lower make map mark match measure merge minimize maximize modify monitor move multiply negate normalize
obtain offset open order pack pad parse partition pass perform permute pick plot pop predict prepare prepend print process
produce project provide prune pull push put raise randomize rank read rebuild receive record reduce refine register
reject release remove rename render reorder repeat replace report represent request require reset reshape resize resolve
restore retrieve return reverse rewrite rotate round run sample save scale scan schedule search see select send separate
serialize set shift show shuffle shut simplify simulate skip slice smooth solve sort specify split squeeze standardize
start stop store strip substitute subtract sum suppress swap switch synchronize take tell test toggle tokenize train
transform translate transpose traverse trim truncate try turn undo uninstall unpack unquote update upload uppercase use
validate verify visit wait walk warn wrap write yield zip""".split()


def third_person(verb):
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        return verb + ("zes" if verb == "quiz" else "es")
    return verb[:-1] + "ies" if verb.endswith("y") and verb[-2] not in "aeiou" else verb + "s"


SINGULAR = {third_person(v): v for v in VERBS}


def prose(paragraph):
    """One docstring paragraph as a plain sentence, or None if it is not prose."""
    text = " ".join(paragraph.split())
    text = re.sub(r":\w+(?::\w+)?:`[~!.]*([^`<]+?)(?:\s*<[^`]*>)?`", r"`\1`", text).replace("``", "`")
    text = re.sub(r"`([^`]+)`_+", r"\1", text)
    if not text or not text[0].isalpha() or re.search(r">>>|::|:param|\.\. |@param|---|===|\\", text):
        return None
    if re.match(r"(Parameters|Returns?|Args|Arguments|Examples?|Notes?|Raises|See [Aa]lso|Yields|Deprecated|TODO|XXX|Usage)\b\s*:?\s*$",
                text) or re.match(r"(?i)(internal|helper|deprecated|see also|overrid|same as|alias|implementation|this (is a|method is))\b", text):
        return None
    if len(text) > 320:  # whole sentences only
        text = text[:320].rpartition(". ")[0]
    text = text.rstrip(" :;,")
    return text + "." if text and text[-1] not in ".!?" else text


def example(docstring, name):
    """The first doctest of one line and a short result, in words."""
    found = re.search(rf"^ *>>> ({re.escape(name)}\(.*\)) *\n *([^\s>].*)\n(?: *\n| *>>>|\Z)", docstring + "\n", re.M)
    if found and len(found[1]) < 70 and len(found[2]) < 60 and "..." not in found[2] and not found[2].startswith("Traceback"):
        return f" For example, `{found[1]}` gives `{found[2].strip()}`."
    return ""


def question(name, signature, summary, owner, key):
    """A task in one of eleven handwritten phrasings; those that continue a sentence need a verb to begin with."""
    first, _, rest = summary.partition(" ")
    verb = first.lower() if first.lower() in VERBS else SINGULAR.get(first.lower())
    summary = summary[0].upper() + summary[1:] if first.isalpha() and first.islower() else summary
    does = f"{third_person(verb)} {rest}" if verb and rest else None
    do = f"{verb} {rest}" if verb and rest else None
    if owner:
        plain = [
            f"Write the method `{signature}` of the Python class `{owner}`. {summary}",
            f"A Python class `{owner}` needs a method `{name}`. {summary}",
        ]
        verbal = [f"Add a method `{signature}` to the class `{owner}` that {does}"]
    else:
        plain = [
            f"Write a Python function `{signature}`. {summary}",
            f"Implement the Python function `{signature}`: {summary}",
            f"{summary} Name the function `{name}`.",
            f"Define a function `{name}` in Python. {summary}",
        ]
        verbal = [
            f"Write a function `{name}` that {does}",
            f"Create a Python function called `{name}` which {does}",
            f"Write a Python function to {do}",
            f"Write a function `{signature}` that {does}",
        ]
    phrasings = plain + verbal + verbal if does and len(summary) < 200 else plain
    return phrasings[int(draw("phrasing", key) * len(phrasings))]


KEPT_DECORATORS = re.compile(r"^@(property|staticmethod|classmethod|(functools\.)?(lru_cache|cache|wraps)|(contextlib\.)?contextmanager)\b")


def pair(function, lines, owner, origin):
    """The pair of one function, or None when it would teach nothing."""
    docstring = ast.get_docstring(function, clean=True)
    if not docstring or len(function.body) < 2 or (function.name.startswith("__") and owner):
        return None
    paragraphs = re.split(r"\n\s*\n", docstring)
    summary = prose(paragraphs[0])
    if not summary or len(summary) < 20:
        return None
    key = f"{origin}:{owner}:{function.name}:{function.lineno}"
    if owner and draw("method", key) >= METHODS_KEPT:
        return None
    more = prose(paragraphs[1]) if len(paragraphs) > 1 and "\n    " not in paragraphs[1] and len(summary) < 160 else None
    if more and len(more) < 240 and draw("more", key) < 0.4:
        summary += " " + more

    first, last = function.body[0].lineno, function.body[0].end_lineno  # the docstring's lines
    after = function.body[1]
    if first <= function.lineno or min([after.lineno] + [d.lineno for d in getattr(after, "decorator_list", [])]) <= last:
        return None  # not on lines of its own
    decorators = [lines[d.lineno - 1] for d in function.decorator_list
                  if d.lineno == d.end_lineno and KEPT_DECORATORS.match(lines[d.lineno - 1].strip())]
    head, body = lines[function.lineno - 1:first - 1], lines[last:function.end_lineno]
    while body and not body[0].strip():
        body = body[1:]
    indent = re.match(r" *", lines[first - 1])[0]
    fate, kept = draw("docstring", key), []
    if fate < 0.15:
        kept = lines[first - 1:last]
    elif fate < 0.40:  # its first line alone, where that is a whole sentence
        line = paragraphs[0].strip()
        kept = [f'{indent}"""{line}"""'] if len(line) < 90 and not re.search(r'["\\\n]', line) else []
    code = textwrap.dedent("\n".join(decorators + head + kept + body)).rstrip()
    count = code.count("\n") + 1
    if not 3 <= count <= 60 or len(code) > 3600 or len(body) < 2 or any(len(l) > 160 for l in code.split("\n")):
        return None
    if re.search(r"NotImplementedError|warnings\.warn\(|deprecat|_dispatcher|# pragma", code):
        return None
    try:
        ast.parse(code)
    except SyntaxError:
        return None
    arguments = ", ".join(("*" if a is function.args.vararg else "**" if a is function.args.kwarg else "") + a.arg
                          for a in [*function.args.posonlyargs, *function.args.args, function.args.vararg,
                                    *function.args.kwonlyargs, function.args.kwarg] if a)
    signature = f"{function.name}({arguments})" if len(arguments) < 90 else function.name
    asked = question(function.name, signature, summary, owner, key)
    if draw("example", key) < 0.6:
        asked += example(docstring, function.name)
    return {"instruction": asked, "output": code}


# Plain text ----------------------------------------------------------------------------------------------------------


def starts(statements):
    return [min([s.lineno] + [d.lineno for d in getattr(s, "decorator_list", [])]) for s in statements]


def pieces(module, lines, taken):
    """The source between the functions taken out, cut at top-level statements and, in long classes, at members."""
    cuts = {1}
    for statement, start in zip(module.body, starts(module.body)):
        cuts.add(start)
        if isinstance(statement, ast.ClassDef) and sum(map(len, lines[start - 1:statement.end_lineno])) > CHUNK_CHARACTERS:
            cuts.update(starts(statement.body)[1:])
    # A comment above a statement belongs to it.
    moved = set()
    for cut in cuts:
        while cut > 1 and lines[cut - 2].lstrip().startswith("#"):
            cut -= 1
        moved.add(cut)
    edges = sorted(moved) + [len(lines) + 1]
    chunk = ""
    for start, end in zip(edges, edges[1:]):
        if any(start <= line < end for line in taken):
            yield chunk
            chunk = ""
            continue
        part = "\n".join(lines[start - 1:end - 1]) + "\n"
        if len(chunk) + len(part) > CHUNK_CHARACTERS:
            yield chunk
            chunk = ""
        if len(part) <= CHUNK_CHARACTERS:
            chunk += part
        # A statement longer than a chunk is a table more often than code: left out.
    yield chunk


def without_header(source):
    """Drops the comment block above the first statement: licence headers would be read a thousand times."""
    lines = source.split("\n")
    first = next((i for i, l in enumerate(lines) if l.strip() and not l.startswith("#")), 0)
    return "\n".join(lines[first:])


def read_package(specification, files, seen, part):
    """The pairs and the texts of one package, without what any package gave before."""
    pairs, texts = [], []
    for path, source in files:
        source = without_header(source)
        try:
            module = ast.parse(source)
        except (SyntaxError, ValueError, RecursionError):
            continue
        lines, taken = source.split("\n"), []
        functions = [(s, None) for s in module.body]
        functions += [(s, c.name) for c in module.body if isinstance(c, ast.ClassDef) for s in c.body]
        for function, owner in functions:
            if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
                continue
            row = pair(function, lines, owner, f"{specification}/{path}")
            if row and fresh(seen, row["output"]):
                pairs.append(row)
                if not owner:
                    taken.append(function.lineno)
        for piece in pieces(module, lines, taken):
            piece = re.sub(r"\n{4,}", "\n\n\n", piece).strip("\n") + "\n"
            if len(piece) >= 300 and fresh(seen, piece):
                texts.append({"text": piece})
    return limited(pairs, PAIR_CHARACTERS), limited(texts, TEXT_CHARACTERS[part])


def fresh(seen, code):
    digest = hashlib.sha256("".join(code.split()).encode()).digest()
    return digest not in seen and not seen.add(digest)


def limited(rows, characters):
    kept, used = [], 0
    for row in sorted(rows, key=lambda r: draw("limit", json.dumps(r))):
        used += sum(map(len, row.values()))
        if used > characters:
            break
        kept.append(row)
    return kept


# Overlap with the teaching set ---------------------------------------------------------------------------------------


def shingles(code):
    tokens = re.findall(r"\w+|[^\w\s]", code)
    return {tuple(tokens[i:i + 5]) for i in range(len(tokens) - 4)}


class Overlap:
    """Finds functions above 0.6 Jaccard of 5-token shingles to an answer of the teaching set."""

    def __init__(self, files):
        self.answers, self.index = [], collections.defaultdict(list)
        for file in files:
            text = pathlib.Path(file).read_text()
            rows = json.loads(text) if text.lstrip().startswith("[") else [json.loads(l) for l in text.splitlines() if l.strip()]
            for row in rows:
                self.answers.append(shingles(row["output"]))
                for s in self.answers[-1]:
                    self.index[s].append(len(self.answers) - 1)

    def meets(self, row):
        if not self.answers:
            return False
        codes = [row["output"]] if "output" in row else [row["text"]] + functions_of(row["text"])
        for code in codes:
            own = shingles(code)
            shared = collections.Counter(i for s in own for i in self.index.get(s, ()))
            if any(n / (len(own) + len(self.answers[i]) - n) > 0.6 for i, n in shared.items()):
                return True
        return False


def functions_of(text):
    try:
        nodes = ast.walk(ast.parse(text))
    except SyntaxError:
        return []
    return [ast.get_source_segment(text, n) or "" for n in nodes if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))]


# Commands ------------------------------------------------------------------------------------------------------------


def rendered(row):
    return row["text"] if "text" in row else f"### Instruction:\n{row['instruction']}\n\n### Response:\n{row['output']}"


def lengths(rows, tokenizer):
    return [len(e.ids) for e in tokenizer.encode_batch([rendered(r) for r in rows], add_special_tokens=False)]


def load_tokenizer(path):
    from tokenizers import Tokenizer

    return Tokenizer.from_file(path)


def read_rows(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def collect(a):
    out = pathlib.Path(a.out)
    folder = pathlib.Path(a.packages or out / "packages")
    folder.mkdir(parents=True, exist_ok=True)
    if a.download:
        for specification in TRAINING + VALIDATION:
            subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", folder, specification], check=True)
    overlap = Overlap(a.teaching)
    tokenizer = load_tokenizer(a.tokenizer) if a.tokenizer else None
    # Held-out packages are read first: what a training package copies from them is dropped there, not here.
    seen, manifest, parts = set(), [], {"train": [], "valid": []}
    read = [("valid", p) for p in packages(folder, VALIDATION)] + [("train", standard_library())]
    read += [("train", p) for p in packages(folder, TRAINING)]
    for part, (specification, terms, digest, files) in read:
        pairs, texts = read_package(specification, files, seen, part)
        rows = [r for r in pairs + texts if not overlap.meets(r)]
        entry = dict(package=specification, licence=terms, sha256=digest, part=part, files=len(files))
        if tokenizer:
            counts = lengths(rows, tokenizer)
            rows = [r for r, n in zip(rows, counts) if n <= MAX_TOKENS]
            entry["pair_tokens"] = sum(n for r, n in zip(rows, lengths(rows, tokenizer)) if "output" in r)
            entry["text_tokens"] = sum(n for r, n in zip(rows, lengths(rows, tokenizer)) if "text" in r)
        entry["pairs"], entry["texts"] = sum("output" in r for r in rows), sum("text" in r for r in rows)
        manifest.append(entry)
        parts[part] += rows
        print(f"{specification:32} {terms[:28]:28} {entry['pairs']:6} pairs {entry['texts']:6} texts", flush=True)
    for part, rows in parts.items():
        rows.sort(key=lambda r: draw("shuffle", json.dumps(r)))
        with open(out / f"{part}.jsonl", "w") as f:
            f.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in rows)
    record = dict(python=platform.python_version(), packages=sorted(manifest, key=lambda e: (e["part"], e["package"])))
    for part in parts:
        record[f"{part}_sha256"] = hashlib.sha256((out / f"{part}.jsonl").read_bytes()).hexdigest()
        for kind in ("pair_tokens", "text_tokens", "pairs", "texts"):
            record[f"{part}_{kind}"] = sum(e.get(kind, 0) for e in manifest if e["part"] == part)
    pathlib.Path(__file__).with_name("corpus.json").write_text(json.dumps(record, indent=1) + "\n")
    print(json.dumps({k: v for k, v in record.items() if k != "packages"}, indent=1))


def count(a):
    tokenizer = load_tokenizer(a.tokenizer)
    for part in ("train", "valid"):
        rows = read_rows(pathlib.Path(a.out) / f"{part}.jsonl")
        sizes = lengths(rows, tokenizer)
        pairs = [n for r, n in zip(rows, sizes) if "output" in r]
        characters = sum(len(rendered(r)) for r in rows)
        print(f"{part}: {len(rows)} rows, {sum(sizes)} tokens, longest {max(sizes)}, {characters / sum(sizes):.2f} characters a "
              f"token; pairs: {len(pairs)} rows, {sum(pairs)} tokens, {sum(pairs) / sum(sizes):.1%}")


def check(a):
    overlap, met = Overlap(a.teaching), 0
    for part in ("train", "valid"):
        for number, row in enumerate(read_rows(pathlib.Path(a.out) / f"{part}.jsonl")):
            if overlap.meets(row):
                met += 1
                print(f"{part} row {number}: {rendered(row)[:200]!r}")
    print(f"{met} rows hold a function above 0.6 Jaccard to one of {len(overlap.answers)} teaching answers")
    sys.exit(met > 0)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("command", choices=["collect", "count", "check"])
    p.add_argument("out")
    p.add_argument("--packages")
    p.add_argument("--download", action="store_true")
    p.add_argument("--tokenizer")
    p.add_argument("--teaching", nargs="*", default=[])
    a = p.parse_args()
    {"collect": collect, "count": count, "check": check}[a.command](a)


main()
