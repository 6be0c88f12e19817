import Sandbox

/// Java, by javac up to the end of its parser.
struct JavaLanguage: CodeLanguage {
  let name = "java"
  let words: [String] = []
  let ending = "java"
  let parser = "javac"
  let unfinished = ["reached end of file"]
  let signs = LanguageSigns(
    usual: [
      "//", "public ", "private ", "protected ", "package ", "return ", "int ", "String ", "for (", "boolean ",
      "class ", "double ", "import ", "static ", "final ", "char ", "if (", "while (", "} else",
    ],
    own: [
      "import java", "public static ", "private static ", "@Override", "public void ", "private final", "public int ",
      "public boolean ", "public double ", "public class ",
    ],
    parts: [
      "System.out", "String[] ", "throws ", "ArrayList<", "new Scanner", "HashMap<", ".length()", ".charAt(",
      "List<Integer>", "List<String>", "Map<String", "String ",
    ])
  let keywords = Self.words(
    """
    abstract assert boolean break byte case catch char class continue default do double else enum extends false final
    finally float for if implements import instanceof int interface long native new null package private protected public
    record return short static super switch synchronized this throw throws true try var void volatile while
    """)
  let trap = "throw new RuntimeException();"

  func parsing(program: String, nonce: String) -> [String] {
    let parse =
      "\(program) -proc:none -XDshould-stop.ifNoError=PARSE -J-XX:+UseSerialGC -J-Xmx256m -d /tmp"
    return parsingEach(
      fragment(
        "\(parse)",
        inside: ["class Fragment { void fragment() throws Exception {\\n%s\\n} }", "class Fragment {\\n%s\\n}"]),
      nonce: nonce)
  }

  func testing(_ tested: TestedCode, nonce: String) -> TestProgram? {
    guard let java = Tools.find("java") else { return nil }
    let tuples = JavaTuples(tested)
    let tested = tuples.tested
    let tests = CompiledTests(tested, "Problem.java", nonce)
    let name = tests.mainClass ?? "Problem"
    var program = CompiledTests(tested, "\(name).java", nonce).program(
      compiler: parser, "-nowarn -J-XX:+UseSerialGC -J-Xmx256m -d /tmp \(name).java",
      run: "\(java) -ea -XX:+UseSerialGC -Xmx512m -cp /tmp \(name)", last: "System.out.println(\"\(nonce)\");",
      closings: 2)
    program?.files.merge(tuples.files) { own, _ in own }
    return program
  }
}

/// Go, by gofmt.
struct GoLanguage: CodeLanguage {
  let name = "go"
  let control = ControlWords.c.with([], blocks: ["select"])
  let words = ["golang"]
  let ending = "go"
  let parser = "gofmt"
  let unfinished = ["found 'EOF'", "not terminated"]
  let signs = LanguageSigns(
    usual: ["//", "if ", "type ", "return ", "defer ", "var ", "for ", "import "],
    own: ["package main", "import (", "func ", "import \"", "package "],
    parts: [
      "fmt.", ":= ", " := range", "err == nil", "error {", "[]string", "[]int", "map[string]", "time.", "sync.",
      "make(", "err != nil",
    ],
    never: [";"])
  let keywords = Self.words(
    """
    break case chan const continue default defer else fallthrough false for func go goto if import interface map nil
    package range return select struct switch true type var
    """)
  let definingWords = ["func"]
  let trap = "panic(\"never\")"

  func parsing(program: String, nonce: String) -> [String] {
    parsingEach("\(program) -e \"$file\" >/dev/null", nonce: nonce)
  }

  func testing(_ tested: TestedCode, nonce: String) -> TestProgram? {
    guard let go = Tools.find("go") else { return nil }
    // Its tests are functions that `go test` finds, which counts an early end as a failure.
    let settings = "GOCACHE=/tmp/cache GO111MODULE=off GOFLAGS=-vet=off"
    return CompiledTests(tested, "code_test.go", nonce).program(
      compiler: "gofmt", "code_test.go >/dev/null", run: "env \(settings) \(go) test code_test.go", last: nil)
  }
}

/// Rust, by rustfmt: rustc knows no end after its parser.
struct RustLanguage: CodeLanguage {
  let name = "rust"
  let control = ControlWords.c.with([], blocks: ["loop", "match", "unsafe"])
  let words = ["rs"]
  let ending = "rs"
  let parser = "rustfmt"
  let unfinished = ["unclosed delimiter", "unterminated"]
  let signs = LanguageSigns(
    usual: ["//", "let ", "match ", "use ", "struct ", "enum ", "mod ", "for ", "pub "],
    own: ["fn ", "let mut ", "use std", "impl ", "pub fn ", "pub struct", "#[derive"],
    parts: ["println!(", "&mut ", "&str", "-> Result", "::new(", "vec!["])
  let keywords = Self.words(
    """
    as async await break const continue crate dyn else enum extern false fn for if impl in let loop match mod move mut pub
    ref return self Self static struct super trait true type unsafe use where while
    """)
  let definingWords = ["fn"]
  let trap = "panic!(\"never\");"

  func parsing(program: String, nonce: String) -> [String] {
    parsingEach(
      fragment("\(program) --edition 2021 --emit stdout >/dev/null", inside: ["fn fragment() {\\n%s\\n}"]), nonce: nonce
    )
  }

  func testing(_ tested: TestedCode, nonce: String) -> TestProgram? {
    let isUnit = String(decoding: tested.tests, as: UTF8.self).contains("#[test]")
    return CompiledTests(tested, "code.rs", nonce).program(
      compiler: "rustc", "-A warnings --edition 2021 \(isUnit ? "--test " : "")-o /tmp/code code.rs", run: "/tmp/code",
      last: isUnit ? nil : "println!(\"\(nonce)\");")
  }
}

/// Swift, by the parser of its compiler.
struct SwiftLanguage: CodeLanguage {
  let name = "swift"
  let control = ControlWords.c.with(["guard"], blocks: ["guard", "repeat"])
  let words: [String] = []
  let ending = "swift"
  let parser = "swiftc"
  let unfinished = ["expected '}'", "unterminated"]
  let signs = LanguageSigns(
    usual: [
      "//", "let ", "var ", "return ", "struct ", "class ", "extension ", "protocol ", "for ", "if ", "import ",
      "print(", "enum ",
    ],
    own: [
      "import Foundation", "import UIKit", "import SwiftUI", "func ", "guard ", "@objc", "override func", "if let ",
      "private func",
    ],
    parts: ["-> Int", "-> String", "-> Bool", "-> [", "\\(", ": Int", ": String", ": Double"],
    never: [";"])
  let keywords = Self.words(
    """
    actor any as associatedtype async await break case catch class continue default defer deinit do else enum extension
    fallthrough false fileprivate for func guard if import in init inout internal is lazy let mutating nil private protocol
    public repeat rethrows return self Self some static struct subscript super switch throw throws true try typealias var
    where while
    """)
  let definingWords = ["func"]
  let trap = "fatalError()"

  func parsing(program: String, nonce: String) -> [String] {
    parsingEach("\(program) -frontend -parse \"$file\"", nonce: nonce)
  }

  func testing(_ tested: TestedCode, nonce: String) -> TestProgram? {
    CompiledTests(tested, "main.swift", nonce).program(
      compiler: parser, "-suppress-warnings -Onone -module-cache-path /tmp/modules -o /tmp/code main.swift",
      run: "/tmp/code", last: "print(\"\(nonce)\")", closings: 0)
  }
}

/// Bash, by itself.
struct BashLanguage: CodeLanguage {
  let name = "bash"
  let control = ControlWords(
    decisions: ["if", "elif", "for", "while", "until"], blocks: [], hasTernary: false, hasHashComments: true)
  let words = ["sh", "shell", "zsh"]
  let ending = "sh"
  let parser = "bash"
  let unfinished = ["unexpected end of file", "unexpected EOF"]
  let signs = LanguageSigns(
    usual: [
      "# ", "echo ", "cd ", "grep ", "awk ", "sed ", "exit ", "read ", "export ", "source ", "local ", "sudo ",
      "mkdir ", "rm ", "cp ", "mv ", "find ", "cat ", "ls ", "chmod ", "printf ", "for ", "if ", "while ",
    ],
    own: ["#!/bin/bash", "#!/bin/sh", "#!/usr/bin/env bash", "if [", "elif [", "while ["],
    heads: [("for ", "do"), ("while ", "do"), ("if ", "then")],
    lines: ["fi", "done", "esac", "then", "do"],
    parts: ["$(", "${", "; then", "; do"],
    sigils: "$",
    never: [";"])
  let keywords = Self.words(
    """
    case do done elif else esac export fi for function if in local readonly return select set shift then trap unset until
    while
    """)
  let trap = "exit 1"

  func parsing(program: String, nonce: String) -> [String] { parsingEach("\(program) -n \"$file\"", nonce: nonce) }

  func testing(_ tested: TestedCode, nonce: String) -> TestProgram? {
    guard let program = Tools.find(parser) else { return nil }
    let last = "\n[ $? = 0 ] && printf '%s\\n' '\(nonce)'\n"
    return TestProgram(
      files: ["code.sh": tested.code + [0x0A] + tested.tests + Array(last.utf8)], command: [program, "code.sh"])
  }
}
