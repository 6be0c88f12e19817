/// A language of which code is checked by its own parser. A new one is a file of its own and a line in `CodeLanguages.all`.
public protocol CodeLanguage: Sendable {
  /// As the column `code_language` has it: `python`.
  var name: String { get }
  /// What else stands behind an opening fence for it: `py`.
  var words: [String] { get }
  /// Of its files.
  var ending: String { get }
  /// The program that parses it.
  var parser: String { get }
  /// By what it is known where no fence says what a text is.
  var signs: LanguageSigns { get }
  /// What the parser says, in part, where the code ends too early.
  var unfinished: [String] { get }
  /// How its programs branch.
  var control: ControlWords { get }
  /// Words that are of the language itself.
  var keywords: Set<String> { get }
  /// How many pieces of code one run of the parser takes.
  var batch: Int { get }
  /// Words that stand before a name where it is defined: `def`. None: a name that a bracket follows is taken for one that is.
  var definingWords: [String] { get }
  /// What a function's body is where it is never right: it ends the program with an error.
  var trap: String { get }

  /// The command that parses each file of this language in the working directory.
  ///
  /// For each it prints a line `NONCE NAME STATUS TEXT`: 0 where it parses, 1 where it does not, 77 where that cannot be said, and why;
  /// or, in place of the text, an object of JSON with the fields of `ParseFinding`.
  /// - Parameters:
  ///   - program: the path of `parser`.
  ///   - nonce: which no code knows.
  func parsing(program: String, nonce: String) -> [String]

  /// The program that runs code and its tests; nil where that is not done for the language.
  func testing(_ tested: TestedCode, nonce: String) -> TestProgram?

  /// The program that calls the code's functions with inputs drawn from their signatures, `tests` being of no account; it leaves with status 3
  /// where none is known. nil where that is not done for the language.
  func exercising(_ code: TestedCode, nonce: String) -> TestProgram?
}

/// Code with its tests.
public struct TestedCode: Sendable, Codable {
  /// What is tested.
  public var code: [UInt8]
  /// Statements that raise an error where it is wrong.
  public var tests: [UInt8]
  /// The function that `check` of HumanEval's tests is called with; nil: nobody says.
  public var entryPoint: String?

  /// Code with its tests.
  public init(code: [UInt8], tests: [UInt8], entryPoint: String? = nil) {
    self.code = code
    self.tests = tests
    self.entryPoint = entryPoint
  }
}

/// Files, and the command that runs them in their folder: it prints the nonce after the last assertion.
public struct TestProgram: Sendable {
  var files: [String: [UInt8]] = [:]
  /// For standard input: the nonce, and the tests, which the code must not find.
  var input: [UInt8] = []
  var command: [String]
  /// What a compiler may take besides the time of the tests.
  var compilerSeconds = 0
}

extension CodeLanguage {
  /// As in C.
  public var control: ControlWords { .c }
  /// None.
  public var unfinished: [String] { [] }
  /// None.
  public var definingWords: [String] { [] }
  /// As many as a parser that is started anew for each file takes in some seconds.
  public var batch: Int { 16 }
  /// None.
  public func testing(_ tested: TestedCode, nonce: String) -> TestProgram? { nil }
  /// None.
  public func exercising(_ code: TestedCode, nonce: String) -> TestProgram? { nil }

  /// A line of shell that parses `$file`, and where that fails what it would be as a part of something: answers show pieces of programs. What
  /// the parser says of the file itself is what is said.
  /// - Parameter forms: of `printf`, with `%s` where the code goes.
  func fragment(_ parse: String, inside forms: [String]) -> String {
    let tries = forms.map { form in
      "{ printf '\(form)' \"$(cat \"$file\")\" > /tmp/fragment.\(ending); \(parse) /tmp/fragment.\(ending) >/dev/null 2>&1; }"
    }
    return (["\(parse) \"$file\""] + tries).joined(separator: " || ")
  }

  /// The words of a text.
  static func words(_ text: String) -> Set<String> { Set(text.split(whereSeparator: \.isWhitespace).map(String.init)) }

  /// A parser that takes one file: a line of shell over `$file` for each.
  func parsingEach(_ line: String, nonce: String) -> [String] {
    let script = """
      for file in *.\(ending); do
        text=$({ \(line); } 2>&1 </dev/null); status=$?
        printf '%s %s %s %s\\n' \(nonce) "$file" "$status" "$(printf '%s' "$text" | head -n 6 | tr '\\n' ' ' | cut -c 1-300)"
      done
      """
    return ["/bin/sh", "-c", script]
  }
}

/// The languages that there are.
public enum CodeLanguages {
  /// Where a text could be of several, the first counts.
  public static let all: [any CodeLanguage] = [
    PythonLanguage(), JavaScriptLanguage(), JavaLanguage(), CPlusPlusLanguage(), CLanguage(), GoLanguage(),
    RustLanguage(),
    SwiftLanguage(), BashLanguage(),
  ]

  /// That of a fence's word; nil where none is known by it.
  public static func named(_ word: String) -> (any CodeLanguage)? {
    all.first { $0.name == word || $0.words.contains(word) }
  }

  /// That of code that nothing names; nil where it looks like none of them. O(bytes).
  public static func detected(_ code: ArraySlice<UInt8>) -> (any CodeLanguage)? { LanguageGuess.of(code)?.language }
}
