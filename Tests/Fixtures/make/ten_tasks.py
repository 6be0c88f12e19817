"""Ten small tasks in each language that cact tests, with a program that is right and one that is nearly so. Formats: ../README.md.

    python ten_tasks.py            writes ../problems/ten-tasks.jsonl
    python ten_tasks.py --check    and runs every program by the language's own tools: right ones pass, wrong ones fail at an assertion

Rows are in the layout of MultiPL-E (heads, tests, stop strings and the words for languages as it writes them; C, which it does not have, in its manner);
every text is written here. What the check needs and does not find is left out, and named.
"""
import argparse
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

from ten_tasks_programs import PROGRAMS

OUT = pathlib.Path(__file__).resolve().parents[1] / "problems/ten-tasks.jsonl"

INT, BOOL, TEXT, INTS, TEXTS = "int", "bool", "text", "ints", "texts"

# Names with types, the type of what comes out, what is asked, and cases; texts beyond ASCII are for languages whose strings are characters.
TASKS = {
    "clamp": ([("value", INT), ("low", INT), ("high", INT)], INT, [
        "The value, or low where it is below low, or high where it is above high."], [
        ((5, 0, 10), 5), ((-7, 0, 10), 0), ((12, 0, 10), 10), ((-3, -5, -1), -3), ((4, 4, 4), 4)]),
    "greatest_divisor": ([("a", INT), ("b", INT)], INT, [
        "The greatest whole number that divides both. It is never negative, and 0 where both are 0."], [
        ((12, 18), 6), ((0, 5), 5), ((-6, 0), 6), ((18, -12), 6), ((17, 4), 1), ((0, 0), 0)]),
    "digit_sum": ([("number", INT)], INT, [
        "The sum of the decimal digits of a whole number, whatever its sign."], [
        ((0,), 0), ((305,), 8), ((-47,), 11), ((99999,), 45)]),
    "is_mirrored": ([("text", TEXT)], BOOL, [
        "Whether a text reads the same from its end, spaces left out."], [
        (("",), True), (("level",), True), (("never odd or even",), True), (("abca",), False), ((" a",), True), (("été",), True), (("éta",), False)]),
    "count_vowels": ([("text", TEXT)], INT, [
        "How many letters of a text are a, e, i, o or u, small or capital."], [
        (("",), 0), (("Education",), 5), (("rhythm",), 0), (("AEIOU or u",), 7)]),
    "reverse_words": ([("text", TEXT)], TEXT, [
        "The words of a text from the last to the first, with one space between two. Words are what spaces part."], [
        (("",), ""), (("one",), "one"), (("the quick fox",), "fox quick the"), (("  two   gaps ",), "gaps two")]),
    "largest": ([("numbers", INTS), ("fallback", INT)], INT, [
        "The largest of some numbers; the fallback where there are none."], [
        (([3, 9, 2], 0), 9), (([], -1), -1), (([-5, -2, -9], 0), -2), (([7], 8), 7)]),
    "longest_word": ([("words", TEXTS)], TEXT, [
        "The longest of some words, the first of those that are equally long; an empty text where there are none."], [
        ((["a", "abc", "xyz"],), "abc"), (([],), ""), ((["long", "er"],), "long")]),
    "running_totals": ([("numbers", INTS)], INTS, [
        "For each number the sum of all up to and including it."], [
        (([],), []), (([1, 2, 3],), [1, 3, 6]), (([5, -2, 0],), [5, 3, 3])]),
    "halving_steps": ([("number", INT)], INT, [
        "How many steps it takes to come to 1, where a step halves an even number, and makes 3 n + 1 of an odd one.",
        "0 for numbers below 1."], [
        ((1,), 0), ((6,), 8), ((27,), 111), ((0,), 0), ((-4,), 0)]),
}


def camel(name):
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


def quoted(text):
    return json.dumps(text, ensure_ascii=False)


class Language:
    """How heads and tests are written. `types` by type; `closes`: whether the tests close the function, so that programs do not."""
    closes, characters = True, True
    stops = ["\n}"]
    comment = "// "

    def comments(self, lines, indent=""):
        return "".join(f"{indent}{self.comment}{line}\n" for line in lines)

    def value(self, value, type):
        if type == BOOL:
            return str(value).lower()
        if type == TEXT:
            return quoted(value)
        if type in (INTS, TEXTS):
            return self.list([self.value(each, INT if type == INTS else TEXT) for each in value], type)
        return str(value)

    def call(self, name, arguments, given):
        return f"{name}({', '.join(self.value(each, type) for each, (_, type) in zip(given, arguments))})"

    def cases(self, task):
        arguments, result, _, cases = TASKS[task]
        for given, expected in cases:
            if self.characters or all(each.isascii() for each in given if isinstance(each, str)):
                yield given, expected

    def each(self, task, name="candidate"):
        """(call, expected value) of each case."""
        arguments, result, _, _ = TASKS[task]
        return [(self.call(name, arguments, given), self.value(expected, result)) for given, expected in self.cases(task)]


class Python(Language):
    word, closes = "py", False
    stops = ["\ndef", "\n#", "\nif", "\nclass"]
    types = {INT: "int", BOOL: "bool", TEXT: "str", INTS: "List[int]", TEXTS: "List[str]"}

    def value(self, value, type):
        return repr(value)

    def head(self, task):
        arguments, result, said, _ = TASKS[task]
        types = [type for _, type in arguments] + [result]
        imports = "from typing import List\n\n" if INTS in types or TEXTS in types else ""
        names = ", ".join(f"{name}: {self.types[type]}" for name, type in arguments)
        text = "\n    ".join(said)
        return f'{imports}def {task}({names}) -> {self.types[result]}:\n    """{text}\n    """\n'

    def tests(self, task):
        lines = "".join(f"    assert {call} == {expected}\n" for call, expected in self.each(task))
        return f"def check(candidate):\n{lines}\ndef test_check():\n    check({task})\n\ntest_check()\n"

    def run(self, text, folder):
        return [("program.py", text)], [["python3", "program.py"]]


class JavaScript(Language):
    word, closes = "js", False
    stops = ["\nfunction ", "\n/*", "\n//", "\nconsole.log"]

    def list(self, values, type):
        return f"[{', '.join(values)}]"

    def head(self, task):
        arguments, _, said, _ = TASKS[task]
        return "//" + self.comments(said)[3:] + f"function {task}({', '.join(name for name, _ in arguments)}){{\n"

    def tests(self, task):
        lines = "".join(f"  assert.deepEqual({call},{expected});\n" for call, expected in self.each(task))
        return f"const assert = require('node:assert');\n\n\nfunction test() {{\n  let candidate = {task};\n{lines}}}\n\ntest();"

    def run(self, text, folder):
        return [("program.js", text)], [["node", "program.js"]]


class CPlusPlus(Language):
    word, characters = "cpp", False
    types = {INT: "long", BOOL: "bool", TEXT: "std::string", INTS: "std::vector<long>", TEXTS: "std::vector<std::string>"}

    def list(self, values, type):
        kind = self.types[type]
        part = kind[len("std::vector<"):-1]
        return f"({kind}({{{', '.join(f'({part}){value}' for value in values)}}}))" if values else f"({kind}())"

    def value(self, value, type):
        text = super().value(value, type)
        return text if type in (INTS, TEXTS) else f"({text})"

    def head(self, task):
        arguments, result, said, _ = TASKS[task]
        # All headers, as MultiPL-E has them, take five times as long as those that are needed: one task shows that they are taken.
        headers = ["bits/stdc++.h"] if task == "clamp" else ["algorithm", "string", "vector"]
        names = ", ".join(f"{self.types[type]} {name}" for name, type in arguments)
        includes = "".join(f"#include<{header}>\n" for header in ["assert.h"] + headers)
        return f"{includes}{self.comments(said)}{self.types[result]} {task}({names}) {{\n"

    def tests(self, task):
        lines = "".join(f"    assert({call} == {expected});\n" for call, expected in self.each(task))
        return f"}}\nint main() {{\n    auto candidate = {task};\n{lines}}}\n"

    def run(self, text, folder):
        return [("program.cpp", text)], [["g++", "-std=c++17", "-w", "-o", "program", "program.cpp"], ["./program"]]


class C(Language):
    word, characters = "c", False
    types = {INT: "int", BOOL: "bool", TEXT: "const char *"}

    def head(self, task):
        arguments, result, said, _ = TASKS[task]
        names, after = [], []
        for name, type in arguments:
            if type in (INTS, TEXTS):
                names += [f"const int *{name}" if type == INTS else f"const char **{name}", "int count"]
            else:
                names.append(f"{self.types[type]}{'' if type == TEXT else ' '}{name}")
        if task in ("reverse_words", "running_totals"):
            what = "text" if result == TEXT else "numbers"
            after = [f"It is written to result, which has room for as many {'bytes as the text' if result == TEXT else what}."]
            names.append("char *result" if result == TEXT else "int *result")
            kind = "void "
        else:
            kind = self.types[result] + ("" if result == TEXT else " ")
        includes = "#include <assert.h>\n#include <stdbool.h>\n#include <string.h>\n"
        return f"{includes}{self.comments(said + after)}{kind}{task}({', '.join(names)}) {{\n"

    def tests(self, task):
        arguments, result, _, _ = TASKS[task]
        lines = []
        for given, expected in self.cases(task):
            texts, before = [], ""
            for value, (name, type) in zip(given, arguments):
                if type in (INTS, TEXTS):
                    kind = "int" if type == INTS else "const char *"
                    values = ", ".join(super(C, self).value(each, INT if type == INTS else TEXT) for each in value)
                    texts += [f"({kind}[]){{{values}}}" if value else "0", str(len(value))]
                else:
                    texts.append(super().value(value, type))
            if task == "reverse_words":
                lines.append(f"char result[64] = \"\"; {task}({texts[0]}, result); assert(strcmp(result, {quoted(expected)}) == 0);")
            elif task == "running_totals":
                compare = " && ".join([f"result[{place}] == {value}" for place, value in enumerate(expected)] + ["result[%d] == 77" % len(expected)])
                lines.append(f"int result[] = {{77, 77, 77, 77}}; {task}({', '.join(texts)}, result); assert({compare});")
            elif result == TEXT:
                lines.append(f"assert(strcmp({task}({', '.join(texts)}), {quoted(expected)}) == 0);")
            else:
                lines.append(f"assert({task}({', '.join(texts)}) == {super().value(expected, result)});")
        return "}\nint main() {\n" + "".join(f"    {{ {line} }}\n" if line[0] in "ci" else f"    {line}\n" for line in lines) + "}\n"

    def run(self, text, folder):
        return [("program.c", text)], [["gcc", "-w", "-o", "program", "program.c"], ["./program"]]


class Java(Language):
    word = "java"
    stops = ["\n    }\n"]
    types = {INT: "long", BOOL: "boolean", TEXT: "String", INTS: "ArrayList<Long>", TEXTS: "ArrayList<String>"}
    packages = ["java.util", "java.lang.reflect", "org.javatuples", "java.security", "java.math", "java.io", "java.util.stream"]

    def list(self, values, type):
        cast = "(long)" if type == INTS else "(String)"
        return f"new {self.types[type]}(Arrays.asList({', '.join(cast + value[1:-1] for value in values)}))"

    def value(self, value, type):
        text = super().value(value, type) + ("l" if type == INT else "")
        return f"({text})"

    def head(self, task):
        arguments, result, said, _ = TASKS[task]
        names = ", ".join(f"{self.types[type]} {name}" for name, type in arguments)
        imports = "".join(f"import {package}.*;\n" for package in self.packages)
        return f"{imports}class Problem {{\n{self.comments(said, '    ')}    public static {self.types[result]} {camel(task)}({names}) {{\n"

    def tests(self, task):
        isPlain = TASKS[task][1] in (INT, BOOL)
        lines = "".join(
            f"    assert({call} == {expected});\n" if isPlain else f"    assert({call}.equals({expected}));\n"
            for call, expected in self.each(task, camel(task)))
        return f"    }}\n    public static void main(String[] args) {{\n{lines}    }}\n\n}}\n"

    def run(self, text, folder):
        # The package is in no Java; where nothing of it is used, a program does not need it.
        text = text.replace("import org.javatuples.*;\n", "")
        return [("Problem.java", text)], [["javac", "-nowarn", "Problem.java"], ["java", "-ea", "Problem"]]


class Bash(Language):
    word, characters = "sh", False
    comment = "# "

    def value(self, value, type):
        if isinstance(value, list):
            return quoted(" ".join(str(each) for each in value))
        return quoted(value if type == TEXT else str(value).lower())

    def call(self, name, arguments, given):
        return f"$({name} {' '.join(self.value(each, type) for each, (_, type) in zip(given, arguments))})"

    def head(self, task):
        arguments, _, said, _ = TASKS[task]
        kinds = {INT: "an integer", TEXT: "a string", INTS: "a space-separated list", TEXTS: "a space-separated list"}
        names = "".join(f"# ${place + 1} is {kinds[type]}\n" for place, (_, type) in enumerate(arguments))
        return f"#!/bin/bash\n{self.comments(said)}#\n{names}{task}() {{\n"

    def tests(self, task):
        lines = "".join(f"    [[ {call} = {expected} ]]\n" for call, expected in self.each(task))
        return f"}}\n\ncandidate() {{\n    {task} \"$@\"\n}}\n\nset -e\nrun_test() {{\n{lines}}}\n\nrun_test"

    def run(self, text, folder):
        return [("program.sh", text)], [["bash", "program.sh"]]


class Go(Language):
    word, closes = "go_test.go", False
    stops = ["\nfunc", "struct", "\n// "]
    types = {INT: "int", BOOL: "bool", TEXT: "string", INTS: "[]int", TEXTS: "[]string"}

    def list(self, values, type):
        return f"{self.types[type]}{{{', '.join(values)}}}"

    def head(self, task):
        arguments, result, said, _ = TASKS[task]
        names = ", ".join(f"{name} {self.types[type]}" for name, type in arguments)
        return (
            f"package {task}_test\n\nimport (\n    \"testing\"\n    \"fmt\"\n)\n\n{self.comments(said)}func {task}({names}) {self.types[result]} {{\n")

    def tests(self, task):
        lines = "".join(f"     {{ actual: {call}, expected: {expected} }},\n" for call, expected in self.each(task))
        return (
            f"func Test{task.title()}(t *testing.T) {{\n  candidate := {task}\n\ttype test struct {{\n\t\tactual   interface{{}}\n\t\texpected interface{{}}\n\t}}\n"
            f"   tests := []test{{\n{lines}   }}\n\n\tfor i, tc := range tests {{\n\t\tt.Run(fmt.Sprintf(\"test num % d\", i), func(t *testing.T) {{\n"
            "\t\t\tif fmt.Sprintf(\"%v\", tc.actual) != fmt.Sprintf(\"%v\", tc.expected) {\n"
            "\t\t\t\tt.Errorf(\"expected '%s', got '%s'\", tc.expected, tc.actual)\n\t\t\t}\n\t\t})\n\t}\n}\n")

    def run(self, text, folder):
        return [("program_test.go", text)], [["env", "GO111MODULE=off", "GOFLAGS=-vet=off", f"GOCACHE={folder}/cache", "go", "test", "program_test.go"]]


class Rust(Language):
    word = "rs"
    comment = "/// "
    types = {INT: "isize", BOOL: "bool", TEXT: "String", INTS: "Vec<isize>", TEXTS: "Vec<String>"}

    def list(self, values, type):
        return f"vec![{', '.join(values)}]" if values else f"Vec::<{self.types[type][4:-1]}>::new()"

    def value(self, value, type):
        return f"String::from({quoted(value)})" if type == TEXT else super().value(value, type)

    def head(self, task):
        arguments, result, said, _ = TASKS[task]
        names = ", ".join(f"{name}: {self.types[type]}" for name, type in arguments)
        return f"{self.comments(said)}fn {task}({names}) -> {self.types[result]} {{\n"

    def tests(self, task):
        lines = "".join(f"    assert_eq!({call}, {expected});\n" for call, expected in self.each(task))
        return f"}}\n\nfn main() {{\n    let candidate = {task};\n{lines}}}\n"

    def run(self, text, folder):
        return [("program.rs", text)], [["rustc", "-A", "warnings", "--edition", "2021", "-o", "program", "program.rs"], ["./program"]]


class Swift(Language):
    word = "swift"
    comment = "/// "
    types = {INT: "Int", BOOL: "Bool", TEXT: "String", INTS: "[Int]", TEXTS: "[String]"}

    def list(self, values, type):
        return f"[{', '.join(values)}]" + ("" if values else f" as {self.types[type]}")

    def call(self, name, arguments, given):
        return f"{name}({', '.join(f'{label}: {self.value(each, type)}' for each, (label, type) in zip(given, arguments))})"

    def head(self, task):
        arguments, result, said, _ = TASKS[task]
        names = ", ".join(f"{name}: {self.types[type]}" for name, type in arguments)
        return f"\n{self.comments(said)}func {task}({names}) -> {self.types[result]} {{\n"

    def tests(self, task):
        lines = "\n".join(f"assert({call} == {expected})" for call, expected in self.each(task, task))
        return f"}}\n\n\n{lines}"

    def run(self, text, folder):
        return [("main.swift", text)], [["swiftc", "-suppress-warnings", "-o", "program", "main.swift"], ["./program"]]


LANGUAGES = [Python(), JavaScript(), C(), CPlusPlus(), Java(), Bash(), Go(), Rust(), Swift()]


def rows():
    for language in LANGUAGES:
        for task in TASKS:
            solution, right, wrong = PROGRAMS[language.word][task]
            assert solution.count(right) == 1, (language.word, task, right)
            yield language, dict(
                name=f"ten_{task}", language=language.word, prompt=language.head(task), tests=language.tests(task), stop_tokens=language.stops,
                solution=solution, wrong=solution.replace(right, wrong))


# Of an assertion, in the words of each language; bash says nothing.
ASSERTION = {"sh": "", "go_test.go": "--- FAIL"}


def ran(language, row, body):
    """The status with which a program ends, the step that said so, and what was said."""
    with tempfile.TemporaryDirectory() as folder:
        files, commands = language.run(row["prompt"] + row[body] + "\n" + row["tests"] + "\n", folder)
        for name, text in files:
            pathlib.Path(folder, name).write_text(text)
        for number, command in enumerate(commands):
            done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120, check=False)
            if done.returncode:
                return done.returncode, number == len(commands) - 1, done.stdout
        return 0, True, done.stdout


def check(made):
    def one(pair):
        language, row = pair
        found = []
        status, _, said = ran(language, row, "solution")
        if status:
            found.append(f"{row['language']} {row['name']}: the solution does not pass: {said}")
        status, isLast, said = ran(language, row, "wrong")
        expected = ASSERTION.get(row["language"], "ssertion")
        if not status or not isLast or expected not in said or row["language"] == "sh" and said:
            found.append(f"{row['language']} {row['name']}: the wrong one does not fail at an assertion: {status} {said}")
        return found
    present = []
    for language in LANGUAGES:
        tool = [word for word in language.run("", "")[1][0] if shutil.which(word) and word != "env"]
        if not tool:
            print(f"absent: what runs {language.word}")
        present += [pair for pair in made if pair[0] is language] if tool else []
    with ThreadPoolExecutor(2) as pool:
        found = [text for some in pool.map(one, present) for text in some]
    print("\n".join(found) or f"{len(present)} tasks: every solution passes, every wrong one fails at an assertion.")
    return 1 if found else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args()
    made = list(rows())
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for _, row in made))
    return check(made) if given.check else 0


if __name__ == "__main__":
    sys.exit(main())
