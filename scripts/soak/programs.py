#!/usr/bin/env python3
"""Soak: N seeded programs, derived and mutated, checked and run; reports what crashed, hung or ended with a wrong status.

    scripts/soak/programs.py PROGRAM --count 100000 --seed 1

Programs come from the grammar (grammar/cact.ebnf), from the examples of `PROGRAM help STAGE`, from the scripts in examples/ and from
the first lines of the README's notebook; most are then mutated: tokens deleted, doubled, swapped or replaced, numbers made huge,
strange characters, deep nesting, bytes cut or flipped.

Most are only checked, many in one process (`PROGRAM check FILE…`); where a process fails, its files are tried again one by one. Every
`--run-every`th is run, in an empty folder of its own with two small files and a store that all share. The same seed gives the same
programs. Only Python's standard library is used.

Counted: tried, crashed (ended by a signal), hung (a check beyond 10 s; a run that does not end within 10 s of an interrupt), and statuses
other than 0, 2, 3, 5, 75, 130. Exit status 1 when any of these is not zero. What failed is left in the folder that the report names.
"""

import argparse
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ALLOWED = {0, 2, 3, 5, 75, 130}
LIMIT = 10.0


class Grammar:
    """The notation that grammar/README.md describes, read and derived from."""

    TOKEN = re.compile(r'\(\*.*?\*\)|"[^"]*"|\'[^\']*\'|#[0-9A-F]+|\.\.|[A-Za-z]+|[=;|\[\]{}()\-]|\S', re.S)

    def __init__(self, text):
        self.tokens = [t for t in self.TOKEN.findall(text) if not t.startswith("(*")]
        self.at = 0
        self.rules = {}
        while self.at < len(self.tokens):
            name = self.take()
            assert self.take() == "=", f"a rule's name is followed by =, not by {self.tokens[self.at - 1]}"
            self.rules[name] = self.choice()
            assert self.take() == ";"

    def take(self):
        self.at += 1
        return self.tokens[self.at - 1]

    def peek(self):
        return self.tokens[self.at]

    def choice(self):
        options = [self.sequence()]
        while self.peek() == "|":
            self.take()
            options.append(self.sequence())
        return options[0] if len(options) == 1 else ("choice", options)

    def sequence(self):
        parts = []
        while self.peek() not in ("|", ";", ")", "]", "}"):
            part = self.part()
            if self.peek() == "..":
                self.take()
                part = ("range", part[1], self.part()[1])
            elif self.peek() == "-":
                self.take()
                part = ("without", part, self.part())
            parts.append(part)
        return parts[0] if len(parts) == 1 else ("sequence", parts)

    def part(self):
        token = self.take()
        if token in ("[", "{", "("):
            inside = self.choice()
            self.take()
            return {"[": ("maybe", inside), "{": ("many", inside), "(": inside}[token]
        if token.startswith("#"):
            return ("text", chr(int(token[1:], 16)))
        if token[0] in "\"'":
            return ("text", token[1:-1])
        return ("rule", token)

    def derive(self, rule, rng, depth=10):
        pieces = []
        self.expand(("rule", rule), rng, depth, pieces, False)
        return "".join(pieces)

    def expand(self, node, rng, depth, out, lexical):
        kind = node[0]
        if kind == "text":
            # Parts of one token stand together; between others stands a blank.
            out.append(node[1] if lexical else node[1] + " ")
        elif kind == "range":
            out.append(chr(rng.randint(ord(node[1]), ord(node[2]))))
        elif kind == "rule":
            name = node[1]
            isToken = name[0].isupper()
            if depth < -40:
                return
            self.expand(self.rules[name], rng, depth - 1, out, lexical or isToken)
            if isToken and not lexical and name != "CALL":
                out.append(" ")
        elif kind == "sequence":
            for part in node[1]:
                self.expand(part, rng, depth, out, lexical)
        elif kind == "choice":
            options = node[1]
            if depth <= 0:
                # The shortest way to an end.
                options = sorted(options, key=lambda o: len(repr(o)))[: max(1, len(options) // 3)]
            self.expand(rng.choice(options), rng, depth, out, lexical)
        elif kind == "maybe":
            if depth > 0 and rng.random() < 0.5:
                self.expand(node[1], rng, depth, out, lexical)
        elif kind == "many":
            while depth > 0 and rng.random() < 0.55:
                self.expand(node[1], rng, depth - 1, out, lexical)
                depth -= 1
        elif kind == "without":
            self.expand(node[1], rng, depth, out, lexical)


TOKENS = re.compile(r'"""|"(?:[^"\\\n]|\\.)*"|`[^`\n]*`|#[^\n]*|\$?\w+%?|==|!=|<=|>=|\s+|.', re.S)
STRANGE = [
    "9" * 40, "0", "-1", "1e308", "1e-320", "99999999999999999999%", "0%", "0.0000001%", "18446744073709551616", "1e5k", "10Mi", "٣",
    "'", '"', '"""', "`", "``", "\\", "$", "$1", "$x", "%", "&&", "||", ";", ">", "|", "{", "}", "(", ")", ",", "=", "==", "not", "in",
    "or", "true", "_", "_1", "_999999", "\u202e", "\u200b", "\ufeff", "\u0000", "\u0007", "\u009b", "e\u0301", "é", "語", "🙂", "\r",
    "\r\n", "\t", "\u2028", "load", "tune", "select", "where", "let", "def", "set", "use", "param", "explain", "help", "tokens", "question",
    "rows", "none", '""', '"\\u0000"', '"\\ud800"', '"$"', '"$missing"', '"rows.jsonl"', '"none.json"', "/ 0", "log(0)", "1 / 0 > 1",
]


def mutated(text, rng):
    """The program with one to four things wrong with it."""
    for _ in range(rng.choice([1, 1, 1, 2, 2, 3, 4])):
        tokens = TOKENS.findall(text)
        if not tokens:
            return rng.choice(STRANGE)
        place = rng.randrange(len(tokens))
        how = rng.randrange(11)
        if how == 0:
            del tokens[place]
        elif how == 1:
            tokens.insert(place, tokens[place])
        elif how == 2:
            other = rng.randrange(len(tokens))
            tokens[place], tokens[other] = tokens[other], tokens[place]
        elif how == 3:
            tokens[place] = rng.choice(STRANGE)
        elif how == 4:
            tokens.insert(place, rng.choice(STRANGE))
        elif how == 5:
            numbers = [i for i, t in enumerate(tokens) if t[0].isdigit()]
            if numbers:
                tokens[rng.choice(numbers)] = rng.choice(STRANGE[:13])
        elif how == 6:
            depth = rng.choice([2, 20, 300, 3000])
            opening, closing = rng.choice([("(", ")"), ("{ load | ", " }"), ("{", "}"), ("not ", ""), ("- ", ""), ("-", "")])
            tokens.insert(place, opening * depth)
            if rng.random() < 0.7:
                tokens.append(closing * depth)
        elif how == 7:
            tokens = tokens[:place]
        elif how == 8:
            tokens.append(" | " + "".join(tokens))
        elif how == 9:
            tokens.insert(place, rng.choice(["\n", "\n| ", " # ", "\n#", "\n\n"]))
        else:
            tokens.insert(place, rng.choice(["a", "語", " ", "(", "|", "1", '"']) * rng.choice([100, 10_000]))
        text = "".join(tokens)
    return text


class Programs:
    """An endless row of programs, the same for the same seed."""

    def __init__(self, program, seed, store):
        def help(*topic):
            environment = dict(os.environ, CACT_STORE=store, NO_COLOR="1")
            page = subprocess.run([program, "help", *topic], capture_output=True, text=True, env=environment)
            if page.returncode != 0:
                sys.exit(f"{program} help ended with status {page.returncode}: {page.stderr.strip()}")
            return page.stdout

        self.rng = random.Random(seed)
        self.grammar = Grammar((ROOT / "grammar/cact.ebnf").read_text())
        self.lines = []
        for path in sorted((ROOT / "examples").glob("*.cact")):
            text = path.read_text()
            self.lines.append(text)
            self.lines += [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
        stages = help()
        for name in re.findall(r"^  (\w+)  ", stages, re.M):
            page = help(name)
            self.lines += re.findall(r"^    (\S.*)$", page.partition("Examples")[2], re.M)
        for line in re.findall(r"^(?:\[\d+\] |    )((?:load|let|set|explain|\w+ \|).*)$", (ROOT / "README.md").read_text(), re.M):
            self.lines.append(line)

    def next(self):
        rng = self.rng
        if rng.random() < 0.3:
            text = self.grammar.derive("program", rng, rng.choice([6, 10, 16]))
            return mutated(text, rng) if rng.random() < 0.5 else text
        text = "\n".join(rng.choice(self.lines) for _ in range(rng.choice([1, 1, 1, 2, 4])))
        return mutated(text, rng) if rng.random() < 0.9 else text

    def runnable(self):
        """A line over few rows, so that most of its stages end at once."""
        rng = self.rng
        parts = []
        for _ in range(rng.choice([1, 2, 3])):
            line = rng.choice(self.lines).splitlines()[0]
            stages = [s.strip() for s in line.split("|")[1:]]
            # Tuning, and what tunes, is slow by itself, and what is written must stay in the folder.
            parts += [s for s in stages if s and not re.match(r"(tune|compare|eval|merge|save|generate|pack)\b", s)]
        text = rng.choice(['load "rows.jsonl"', 'load "chats.json"', "load limit 30"])
        text = " | ".join([text] + parts[:6])
        for _ in range(20):
            changed = mutated(text, rng) if rng.random() < 0.8 else text
            if not re.search(r"save|use|set|\.\.|~|/", changed.replace("/ 0", "").replace("1 / 0", "")):
                return changed
        return text


def started(command, folder, store, limit, interrupts):
    """Status, seconds; None for a status where it hung. A run is interrupted first, and has as long again to answer."""
    environment = dict(os.environ, CACT_STORE=store, HOME=folder, NO_COLOR="1")
    # Output to files: a pipe that nobody reads would be a hang of this script's making.
    with open(os.path.join(folder, ".out"), "wb") as out, open(os.path.join(folder, ".err"), "wb") as err:
        begun = time.monotonic()
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=err, start_new_session=True)
        try:
            return process.wait(limit), time.monotonic() - begun
        except subprocess.TimeoutExpired:
            pass
        if interrupts:
            process.send_signal(signal.SIGINT)
            try:
                return process.wait(limit), time.monotonic() - begun
            except subprocess.TimeoutExpired:
                pass
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return None, time.monotonic() - begun


class Report:
    def __init__(self, kept):
        self.tried = self.ran = self.slow = 0
        self.statuses = {}
        self.found = []
        self.kept = kept

    def count(self, status, text, how):
        self.statuses[status] = self.statuses.get(status, 0) + 1
        if status is None:
            self.keep("hung", text, how)
        elif status < 0:
            self.keep(f"crashed, signal {-status}", text, how)
        elif status not in ALLOWED:
            self.keep(f"status {status}", text, how)

    def keep(self, what, text, how):
        path = os.path.join(self.kept, f"{len(self.found) + 1}.cact")
        with open(path, "wb") as file:
            file.write(text.encode("utf-8", "surrogatepass"))
        self.found.append((what, how, path))
        print(f"{how}: {what}: {path}", flush=True)

    def number(self, prefix):
        return sum(1 for what, _, _ in self.found if what.startswith(prefix))

    def print(self, seconds):
        shown = ", ".join(f"{k}: {v:,}" for k, v in sorted(self.statuses.items(), key=lambda item: str(item[0])))
        print(f"tried {self.tried:,} programs in {seconds:,.0f} s, of these run {self.ran:,} ({self.slow} interrupted after {LIMIT:.0f} s)")
        print(f"crashed {self.number('crashed')}, hung {self.number('hung')}, other status {self.number('status')}")
        print(f"statuses of processes: {shown}")
        if self.found:
            print(f"kept in {self.kept}")


def write(path, text):
    with open(path, "wb") as file:
        file.write(text.encode("utf-8", "surrogatepass"))


def checked(program, texts, folder, store, report):
    """Checks all in one process; where that fails, each by itself."""
    names = []
    for number, text in enumerate(texts):
        names.append(f"{number}.cact")
        write(os.path.join(folder, names[-1]), text)
    limit = LIMIT + 0.2 * len(texts)
    status, _ = started([program, "check", *names], folder, store, limit, False)
    report.tried += len(texts)
    if status in (0, 2, 3):
        report.statuses[status] = report.statuses.get(status, 0) + 1
        return
    for name, text in zip(names, texts):
        status, _ = started([program, "check", name], folder, store, LIMIT, False)
        report.count(status, text, "check")


def ran(program, text, folder, store, report):
    write(os.path.join(folder, "program.cact"), text)
    for name, content in FILES.items():
        write(os.path.join(folder, name), content)
    status, seconds = started([program, "run", "program.cact", "--quiet"], folder, store, LIMIT, True)
    report.tried += 1
    report.ran += 1
    if status is not None and seconds > LIMIT:
        report.slow += 1
    report.count(status, text, "run")


FILES = {
    "rows.jsonl": "".join(
        '{"instruction": "Write number %d.", "output": "print(%d)", "level": %d, "topic": "t%d", "x": %s}\n'
        % (n, n, n % 5, n % 3, ["NaN", "1e999", "null", "-3", "0.5"][n % 5])
        for n in range(30)),
    "chats.json": '{"data": [%s]}' % ", ".join(
        '{"messages": [{"role": "system", "content": "S"}, {"role": "user", "content": "Q%d"}, {"role": "assistant", "content": "A"}]}' % n
        for n in range(20)),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("program", help="the cact to try")
    parser.add_argument("--count", type=int, default=5000, help="programs (default 5000)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same programs (default 1)")
    parser.add_argument("--batch", type=int, default=200, help="files that one process checks (default 200)")
    parser.add_argument("--run-every", type=int, default=25, help="every N-th program is run in place of checked; 0: none (default 25)")
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    work = tempfile.mkdtemp(prefix="cact-soak-")
    store = os.path.join(work, "store")
    programs = Programs(program, options.seed, store)
    report = Report(tempfile.mkdtemp(prefix="cact-programs-"))
    begun = time.monotonic()
    try:
        batch = []
        for number in range(options.count):
            if options.run_every and number % options.run_every == options.run_every - 1:
                folder = os.path.join(work, "run")
                os.makedirs(folder)
                ran(program, programs.runnable(), folder, store, report)
                shutil.rmtree(folder, ignore_errors=True)
            else:
                batch.append(programs.next())
            if batch and (len(batch) == options.batch or number == options.count - 1):
                folder = os.path.join(work, "check")
                os.makedirs(folder)
                checked(program, batch, folder, store, report)
                shutil.rmtree(folder, ignore_errors=True)
                batch = []
                if sys.stderr.isatty():
                    print(f"\r{report.tried:,} of {options.count:,}", end="", file=sys.stderr, flush=True)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    report.print(time.monotonic() - begun)
    if not report.found:
        os.rmdir(report.kept)
    sys.exit(1 if report.found else 0)


if __name__ == "__main__":
    main()
