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
  /// How lines begin that are hardly of another language. Where no fence says what a text is, two of them do.
  var signs: [String] { get }
  /// How many pieces of code one run of the parser takes.
  var batch: Int { get }

  /// The command that parses each file of this language in the working directory.
  ///
  /// For each it prints a line `NONCE NAME STATUS TEXT`: 0 where it parses, 1 where it does not, 77 where that cannot be said, and why.
  /// - Parameters:
  ///   - program: the path of `parser`.
  ///   - nonce: which no code knows.
  func parsing(program: String, nonce: String) -> [String]

  /// The program that runs code and its tests; nil where that is not done for the language.
  func testing(_ tested: TestedCode, nonce: String) -> TestProgram?
}

/// Code with its tests.
public struct TestedCode: Sendable {
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
  var input: [UInt8]
  var command: [String]
}

extension CodeLanguage {
  /// As many as a parser that is started anew for each file takes in some seconds.
  public var batch: Int { 16 }
  /// None.
  public func testing(_ tested: TestedCode, nonce: String) -> TestProgram? { nil }

  /// A parser that takes one file: a line of shell over `$file` for each.
  func parsingEach(_ line: String, nonce: String) -> [String] {
    let script = """
      for file in *.\(ending); do
        text=$({ \(line); } 2>&1 </dev/null); status=$?
        printf '%s %s %s %s\\n' \(nonce) "$file" "$status" "$(printf '%s' "$text" | head -n 1 | cut -c 1-200)"
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

  /// That of code that nothing names; nil where it looks like none. O(bytes).
  public static func detected(_ code: ArraySlice<UInt8>) -> (any CodeLanguage)? {
    var counts = [Int](repeating: 0, count: all.count)
    for line in code.split(separator: 0x0A) {
      let text = line.drop { $0 <= 0x20 }
      for (place, language) in all.enumerated()
      where language.signs.contains(where: { text.starts(with: $0.utf8) }) { counts[place] += 1 }
    }
    guard let most = counts.max(), most >= 2, let place = counts.firstIndex(of: most) else { return nil }
    return all[place]
  }
}
