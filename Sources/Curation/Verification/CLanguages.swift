/// How definitions begin and end, in both.
private let definitions = ["int ", "void ", "struct ", "float ", "double ", "char ", "bool ", "long ", "unsigned "].map
{
  (start: $0, end: "{")
}

/// C, by gcc: what it says of types and of names that stand elsewhere is no error of syntax.
struct CLanguage: CodeLanguage {
  let name = "c"
  let words = ["h"]
  let ending = "c"
  let parser = "gcc"
  let unfinished = ["at end of input", "unterminated"]
  let signs = LanguageSigns(
    usual: [
      "//", "return ", "int ", "for (", "double ", "char ", "void ", "#include ", "#define ", "if (", "while (",
      "struct ", "float ", "long ", "unsigned ", "} else", "typedef ", "static ",
    ],
    own: [
      "#include <stdio", "#include <stdlib", "#include <string.h", "#include <math.h", "#include <ctype",
      "#include <unistd", "#include <stdbool",
    ],
    heads: definitions,
    parts: ["printf(", "scanf(", "malloc(", "sizeof("])
  let keywords = Self.words(
    """
    auto bool break case char const continue default do double else enum extern false float for goto if inline int long
    nullptr register restrict return short signed sizeof static struct switch true typedef union unsigned void volatile while
    """)
  let trap = "__builtin_trap();"

  func parsing(program: String, nonce: String) -> [String] { parsingEach(GNUParser.line(program), nonce: nonce) }

  func testing(_ tested: TestedCode, nonce: String) -> TestProgram? {
    CompiledTests(tested, "code.c", nonce).program(
      compiler: parser, "-w -O1 -o /tmp/code code.c -lm", run: "/tmp/code", last: "__builtin_puts(\"\(nonce)\");")
  }
}

/// C++, by g++.
struct CPlusPlusLanguage: CodeLanguage {
  let name = "cpp"
  let words = ["c++", "cxx", "cc", "hpp"]
  let ending = "cpp"
  let parser = "g++"
  let unfinished = ["at end of input", "unterminated"]
  let signs = LanguageSigns(
    usual: [
      "//", "return ", "int ", "for (", "bool ", "class ", "double ", "char ", "void ", "#include ", "if (", "while (",
      "public:", "private:", "struct ", "float ", "long ", "unsigned ", "} else", "string ", "auto ",
    ],
    own: [
      "#include <iostream", "#include<iostream", "#include <vector", "#include <string>", "#include <algorithm",
      "#include <map", "#include <unordered", "#include <memory", "#include <cmath", "using namespace", "template",
    ],
    heads: definitions,
    parts: ["std::", "cout", "cin >>", "endl", "vector<", "nullptr", "string&"])
  let keywords = Self.words(
    """
    auto bool break case catch char class const constexpr continue default delete do double else enum explicit extern
    false final float for friend if inline int long mutable namespace new noexcept nullptr operator override private
    protected public return short signed sizeof static static_cast struct switch template this throw true try typedef
    typename union unsigned using virtual void volatile while
    """)
  let trap = "__builtin_trap();"

  func parsing(program: String, nonce: String) -> [String] { parsingEach(GNUParser.line(program), nonce: nonce) }

  func testing(_ tested: TestedCode, nonce: String) -> TestProgram? {
    CompiledTests(tested, "code.cpp", nonce).program(
      compiler: parser, "-std=c++17 -w -O1 -o /tmp/code code.cpp", run: "/tmp/code",
      last: "__builtin_puts(\"\(nonce)\");")
  }
}

enum GNUParser {
  /// Prints an error of syntax, if there is one. Without a header that is not here, nothing can be said.
  static func line(_ program: String) -> String {
    let syntax = "error: (expected|stray|missing terminating|unterminated|empty character|.* before )"
    return """
      { \(program) -fsyntax-only -w "$file" >/tmp/errors 2>&1 || true; }; \
      if grep 'No such file or directory' /tmp/errors; then (exit 77); \
      elif grep -E '\(syntax)' /tmp/errors; then \
        printf 'void fragment() {\\n%s\\n}' "$(cat "$file")" > "/tmp/fragment.${file##*.}"; \
        { \(program) -fsyntax-only -w "/tmp/fragment.${file##*.}" >/tmp/others 2>&1 || true; }; \
        if grep -qE '\(syntax)' /tmp/others; then false; fi; fi
      """
  }
}
