/// Java, by javac up to the end of its parser.
struct JavaLanguage: CodeLanguage {
  let name = "java"
  let words: [String] = []
  let ending = "java"
  let parser = "javac"
  let signs = ["public class ", "import java", "package ", "private ", "protected ", "public static ", "System.out"]

  func parsing(program: String, nonce: String) -> [String] {
    parsingEach(
      "\(program) -proc:none -XDshould-stop.ifNoError=PARSE -J-XX:+UseSerialGC -J-Xmx256m -d /tmp \"$file\"",
      nonce: nonce)
  }
}

/// Go, by gofmt.
struct GoLanguage: CodeLanguage {
  let name = "go"
  let words = ["golang"]
  let ending = "go"
  let parser = "gofmt"
  let signs = ["package main", "func ", "import (", "fmt.", "type "]

  func parsing(program: String, nonce: String) -> [String] {
    parsingEach("\(program) -e \"$file\" >/dev/null", nonce: nonce)
  }
}

/// Rust, by rustfmt: rustc knows no end after its parser.
struct RustLanguage: CodeLanguage {
  let name = "rust"
  let words = ["rs"]
  let ending = "rs"
  let parser = "rustfmt"
  let signs = ["fn ", "let mut ", "use std", "impl ", "pub fn ", "println!("]

  func parsing(program: String, nonce: String) -> [String] {
    parsingEach("\(program) --edition 2021 --emit stdout \"$file\" >/dev/null", nonce: nonce)
  }
}

/// Swift, by the parser of its compiler.
struct SwiftLanguage: CodeLanguage {
  let name = "swift"
  let words: [String] = []
  let ending = "swift"
  let parser = "swiftc"
  let signs = ["import Foundation", "func ", "guard ", "extension ", "@objc", "override func "]

  func parsing(program: String, nonce: String) -> [String] {
    parsingEach("\(program) -frontend -parse \"$file\"", nonce: nonce)
  }
}

/// Bash, by itself.
struct BashLanguage: CodeLanguage {
  let name = "bash"
  let words = ["sh", "shell", "zsh"]
  let ending = "sh"
  let parser = "bash"
  let signs = ["#!/bin/bash", "#!/bin/sh", "#!/usr/bin/env bash", "echo ", "fi", "done", "esac"]

  func parsing(program: String, nonce: String) -> [String] { parsingEach("\(program) -n \"$file\"", nonce: nonce) }
}
