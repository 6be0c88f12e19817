/// A program made of an answer, as it stands before the tests, and as a parser is asked of it.
package struct AnswerProgram: Sendable, Equatable {
  /// With the brackets open that the tests close.
  package var code: [UInt8]
  /// With all of them closed.
  package var closed: [UInt8]

  private init(code: [UInt8], closed: [UInt8]) { (self.code, self.closed) = (code, closed) }

  /// The prompt and what a model wrote behind it.
  init(continuing text: [UInt8], of problem: CodeProblem) {
    let prompt = Array(problem.prompt.utf8)
    var code = prompt + text
    guard let language = problem.language, !language.control.isIndented else {
      self.init(code: code, closed: code)
      return
    }
    let outer = OpenBraces(prompt, language).depth
    // What comes behind the function's end is no part of it.
    if outer > 0, let end = OpenBraces(text, language, outer: outer).end { code = prompt + text[..<end] + [0x0A] }
    self.init(code, language, leavingOpen: problem.testsCloseCode ? outer : 0)
  }

  /// A definition that stands for itself, below what the prompt has above its own.
  init(whole text: [UInt8], of problem: CodeProblem) {
    let code = Preamble(of: problem, before: text).text + text
    guard let language = problem.language, !language.control.isIndented else {
      self.init(code: code, closed: code)
      return
    }
    self.init(
      code, language, leavingOpen: problem.testsCloseCode ? OpenBraces(Array(problem.prompt.utf8), language).depth : 0)
  }

  /// Code in a language with braces, of which so many stay open.
  private init(_ code: [UInt8], _ language: any CodeLanguage, leavingOpen wanted: Int) {
    let braces = OpenBraces(code, language)
    let surplus = wanted - braces.depth
    var code = code
    if surplus > 0, braces.closings.count >= surplus {
      code = Array(code[..<braces.closings[surplus - 1]])
    } else {
      code += Array(String(repeating: "\n}", count: max(0, -surplus)).utf8)
    }
    self.init(code: code, closed: code + Array(String(repeating: "\n}", count: max(0, wanted)).utf8))
  }
}

/// What a prompt has above the function that it asks for: imports, helpers, the class around it.
struct Preamble {
  private(set) var text: [UInt8] = []

  /// - Parameter answer: that has some of it itself.
  init(of problem: CodeProblem, before answer: [UInt8]) {
    guard problem.form == .code, let entry = problem.entryPoint else { return }
    let name = DefinedName(entry, problem.word)
    let lines = Array(problem.prompt.utf8).split(separator: 0x0A, omittingEmptySubsequences: false)
    guard let head = lines.firstIndex(where: { name.isDefined(byLine: $0) && !Self.isComment($0) }) else { return }
    var kept = Array(lines[..<head])
    func begin(_ lines: some Sequence<ArraySlice<UInt8>>, with words: [String]) -> Bool {
      lines.contains { line in words.contains { line.starts(with: $0.utf8) } }
    }
    let own = answer.split(separator: 0x0A)
    if begin(own, with: ["package "]) { return }
    if begin(own, with: ["class ", "public class "]), begin(kept, with: ["class ", "public class "]),
      problem.word != "python"
    {
      kept = kept.filter { begin([$0], with: ["import ", "using ", "#include", "package "]) }
    }
    if !kept.isEmpty { text = Array(kept.joined(separator: [0x0A])) + [0x0A] }
  }

  private static func isComment(_ line: ArraySlice<UInt8>) -> Bool {
    let text = line.drop { $0 <= 0x20 }
    return ["//", "#", "*", "/*"].contains { text.starts(with: $0.utf8) }
  }
}
