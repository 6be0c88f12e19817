"""Cyclomatic complexity of small programs in seven languages, by lizard (PyPI, 1.17 or later): what `score code` must count.

    python3 code_measures.py > ../code-measures.json

Each program is functions alone, so that the complexity of the whole is 1 and the decisions of all its functions. `finally` of Python, which
lizard counts and McCabe does not, is left out of the programs, as are `?.` and `??` of JavaScript.
"""
import json
import lizard

PROGRAMS = {
    "python": [
        "def sign(x):\n    if x > 0 and x < 10:\n        return 1\n    elif x < 0 or x == 5:\n        return -1\n    return 0\n",
        "def pairs(rows):\n    found = [r for r in rows if r]\n    for a in found:\n        while a:\n            a -= 1\n"
        "    try:\n        return found[0]\n    except IndexError:\n        return None\n",
        "class Box:\n    def get(self):\n        return 1\n    def put(self, x):\n        return x if x else None\n",
    ],
    "javascript": [
        "function f(a, b) {\n  if (a && b || a > 2) { return a; } else if (b) { return b; }\n  return a ? 1 : 2;\n}\n",
        "function g(xs) {\n  for (let i = 0; i < xs.length; i++) {\n    switch (xs[i]) { case 1: return 1; case 2: return 2; default: return 3; }\n  }\n"
        "  try { return h(); } catch (e) { return e; }\n}\n",
    ],
    "java": ["class A {\n  int f(int a) {\n    while (a > 0) { a--; if (a == 3) break; }\n    do { a++; } while (a < 5 && a != 4);\n"
             "    return a > 2 ? 1 : 0;\n  }\n}\n"],
    "cpp": ["int f(int a) {\n  for (int i = 0; i < a; ++i)\n    if (i % 2 || i == 3) return i;\n  return a ? 1 : 2; // if\n}\n"],
    "c": ["int f(int a) {\n  switch (a) { case 1: return 1; case 2: return 4; }\n  /* if while for */\n  while (a) a--;\n  return 0;\n}\n"],
    "go": ["package a\n\nfunc f(a int) int {\n\tfor i := 0; i < a; i++ {\n\t\tif i == 3 && a > 4 {\n\t\t\treturn i\n\t\t}\n\t}\n\treturn 0\n}\n"],
    "rust": ["fn f(a: i32) -> i32 {\n    for i in 0..a {\n        if i == 3 || a > 4 {\n            return i;\n        }\n    }\n    while a > 9 {}\n    0\n}\n"],
}
ENDINGS = {"python": "py", "javascript": "js", "java": "java", "cpp": "cpp", "c": "c", "go": "go", "rust": "rs"}

found = []
for language, programs in PROGRAMS.items():
    for code in programs:
        functions = lizard.analyze_file.analyze_source_code("a." + ENDINGS[language], code).function_list
        found.append({"language": language, "code": code, "cyclomatic": 1 + sum(f.cyclomatic_complexity - 1 for f in functions)})
print(json.dumps(found, indent=1))
