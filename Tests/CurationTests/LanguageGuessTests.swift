import Curation
import Documents
import Foundation
import TestSupport
import Testing

/// What code without a fence's word is told to be.
@Suite("guesses of languages") struct LanguageGuessTests {
  private func guess(_ text: String) -> String? { LanguageGuess.name(of: Array(text.utf8)[...]) }

  @Test(arguments: [
    (
      "unsigned area(unsigned w, unsigned h) {\n  return w * h;\n}\nint main() {\n  std::cout << area(2, 3);\n  return 0;\n}",
      "cpp"
    ),
    ("#include<iostream>\n\nint twice(int n) {\n  if (n < 1)\n    return 0;\n  else\n    return 2 * n;\n}", "cpp"),
    ("#include <stdio.h>\nint main(void) {\n  printf(\"%d\", 2);\n  return 0;\n}", "c"),
    ("public static int twice(int n) {\n    if (n < 0) {\n        return 0;\n    }\n    return 2 * n;\n}", "java"),
    (
      "using System;\n\nclass Twice {\n  static void Main(string[] args) {\n    Console.WriteLine(2);\n  }\n}", "csharp"
    ),
    ("function twice(n) {\n  if (n < 0) {\n    return 0;\n  }\n  return 2 * n;\n}", "javascript"),
    ("def twice(n)\n  return 2 * n\nend\n\nputs twice(4)", "ruby"),
    ("def twice(n):\n    return 2 * n\n", "python"), ("for i in range(3):  # three\n    print(i)\n", "python"),
    ("string = \"a\"\nlength = len(string)\nprint(length)\n", "python"),
    ("names = {\n    \"a\": 1,\n}\nfor name, n in names.items():\n    print(name, n)\n", "python"),
    ("#!/bin/bash\n\nfor f in *; do\n  echo \"$f\"\ndone", "bash"),
    ("SELECT name, COUNT(*)\nFROM people\nGROUP BY name;", "sql"),
    ("CREATE TABLE t (\n  id INT PRIMARY KEY,\n  name VARCHAR(20)\n);", "sql"),
    ("$total = 0;\nforeach ($prices as $price) {\n    $total += $price;\n}\necho $total;", "php"),
    ("func twice(_ n: Int) -> Int {\n    let m = 2 * n\n    return m\n}", "swift"),
    ("fn main() {\n    let mut n = 1;\n    println!(\"{}\", n);\n}", "rust"),
    (".head {\n  color: red;\n  margin: 0;\n}", "css"),
    ("import React from 'react';\nfunction A() {\n  return (\n    <p>a</p>\n  );\n}", "jsx"),
    (
      "def f(x):\n    if x: x = x - 1\n    if x: x = x - 1\n    if x: x = x - 1\n    if x: x = x - 1\n    return x\n",
      "python"
    ),
    ("def pairs(m):\n    return [(r, c) for r in m for c in r\n            if r < c and c < 9]", "python"),
    ("def twice(n)\n    return [2 * m for m in range(n)]", "python"),
    (
      "func Retry(n int, f func() error) error {\n\tvar err error\n\tfor i := 0; i < n; i++ {\n\t\tif err = f(); err == nil {\n\t\t\treturn nil\n\t\t}\n\t}\n\treturn err\n}",
      "go"
    ),
    (
      "import Data.List (nub)\n\nunique :: Eq a => [a] -> [a]\nunique xs = nub xs\n\nmain = do\n    let xs = [1, 2]\n    print (unique xs)",
      "haskell"
    ),
    ("name: release\non:\n  push:\njobs:\n  build:\n    steps:\n      - run: make \"$(TARGET)\"\n", "yaml"),
    (
      "SVG := $(patsubst %.dot,%.svg,$(wildcard *.dot))\n.PHONY: all\nall: $(SVG)\n%.svg: %.dot\n\tdot -Tsvg $< -o $@\n",
      "makefile"
    ),
    ("location / {\n    proxy_pass http://127.0.0.1;\n    proxy_set_header Host $host;\n}", "nginx"),
    ("fun main() {\n    val n = 2\n    println(n)\n}", "kotlin"), ("<div>\n<p>a</p>\n</div>", "html"),
  ])
  func ofFewLines(_ text: String, _ language: String) { #expect(guess(text) == language) }

  @Test(arguments: [
    "", "\n\n", "To sort a list, go through it.\nThen return it.", "42", "The answer is:\n\n  7, 9, 12",
    "1. `#include <iostream>`: includes the library for input and output of a program.\n"
      + "2. `using namespace std;`: allows the use of names without the prefix of their name space.",
    "| post | spent |\n| --- | ---: |\n| rent | 4800 |\n| paper | 96 |",
    "<[^>]+>\n\nA class of signs that cannot step over one.",
    "return on investment is what counts\nimport duties are not",
  ])
  func ofNoCode(_ text: String) { #expect(guess(text) == nil) }

  /// Code whose fence names its language is hardly ever taken for another's, and mostly for what it is.
  @Test func agreesWithFences() throws {
    var (right, wrong, all) = (0, 0, 0)
    for name in ["instruct/evol-codealpaca-1.json", "instruct/evol-codealpaca-2.json"] {
      guard let path = SharedData.path(name) else { return }
      for row in try JSONValue.read(path).array ?? [] {
        for block in FencedCode.blocks(of: Array((row["output"]?.string ?? "").utf8)[...]) {
          guard let said = CodeLanguages.named(block.language) else { continue }
          let found = LanguageGuess.name(of: block.code[...])
          all += 1
          if found == said.name { right += 1 } else if found != nil { wrong += 1 }
        }
      }
    }
    print("of \(all) blocks \(right) are told right, \(wrong) wrong")
    #expect(
      Double(wrong) < 0.02 * Double(all) && Double(right) > 0.8 * Double(all),
      "\(right) right, \(wrong) wrong of \(all)")
  }
}
