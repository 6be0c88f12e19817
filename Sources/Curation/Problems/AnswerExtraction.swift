/// What of a model's answer is the program that is tested, and by which rule it was found. Pure: who asks has the parser.
///
/// 1. Where the model continued code: the prompt and the answer, up to the first of the problem's stop strings; in a language with braces up
///    to the one that closes the function, unless the tests do.
/// 2. Else the first fenced block that defines the tested name, below what the prompt has above it (imports, helpers); a body alone goes
///    below the prompt. Where nobody says a name, the first block.
/// 3. Else the longest run of lines that parses, those first that define the name, `windowBudget` of them at most.
/// 4. Else the answer as it is written.
package struct AnswerExtraction: Sendable, Equatable {
  /// By which the program was found.
  package enum Rule: String, Sendable, CaseIterable, Codable {
    case continued = "prompt continued"
    case namedBlock = "block with the name"
    case firstBlock = "first block"
    case window = "lines that parse"
    case asWritten = "as written"
    case nothing = "nothing"
  }

  /// A program that the answer may be.
  package struct Candidate: Sendable, Equatable {
    package var rule: Rule
    package var program: AnswerProgram
    /// Whether it counts only where it parses.
    package var mustParse: Bool
  }

  /// In the order in which they are tried: the first that need not parse, or does, is the program. The last need not.
  package private(set) var candidates: [Candidate]

  /// Runs of lines that are tried, at most.
  package static let windowBudget = 48

  /// - Parameter continues: whether the model was given the problem's `continuation`, rather than asked.
  package init(_ answer: [UInt8], to problem: CodeProblem, continues: Bool) {
    guard answer.contains(where: { $0 > 0x20 }) else {
      candidates = [Self.candidate(.nothing, AnswerProgram(whole: [], of: problem))]
      return
    }
    if continues {
      let text = Self.cut(answer, at: problem.stops)
      let isEmpty = !text.contains { $0 > 0x20 }
      let program =
        problem.form == .code
        ? AnswerProgram(continuing: text, of: problem) : AnswerProgram(whole: text, of: problem)
      candidates = [Self.candidate(isEmpty ? .nothing : .continued, program)]
      return
    }
    let name = problem.entryPoint.map { DefinedName($0, problem.word) }
    let blocks = FencedCode.blocks(of: answer[...]).filter { block in
      block.code.contains { $0 > 0x20 }
        && (block.language.isEmpty || CodeLanguages.named(block.language)?.name == problem.language?.name
          || block.language == problem.word)
    }
    if let block = blocks.first(where: { name?.isDefined(in: $0.code[...]) ?? true }) {
      candidates = [
        Self.candidate(name == nil ? .firstBlock : .namedBlock, AnswerProgram(whole: block.code, of: problem))
      ]
      return
    }
    let bodies = blocks.isEmpty ? [answer] : blocks.map(\.code)
    if problem.form == .code, let body = bodies.first(where: Self.isBody) {
      candidates = [Self.candidate(.continued, AnswerProgram(continuing: body, of: problem))]
      return
    }
    candidates = CodeWindows(answer, problem.language, name).windows.prefix(Self.windowBudget).map {
      Candidate(rule: .window, program: AnswerProgram(whole: $0, of: problem), mustParse: true)
    }
    candidates.append(Self.candidate(.asWritten, AnswerProgram(whole: answer, of: problem)))
  }

  private static func candidate(_ rule: Rule, _ program: AnswerProgram) -> Candidate {
    Candidate(rule: rule, program: program, mustParse: false)
  }

  /// The text before the first stop string.
  private static func cut(_ text: [UInt8], at stops: [String]) -> [UInt8] {
    let ends = stops.compactMap { stop -> Int? in
      let stop = Array(stop.utf8)
      guard !stop.isEmpty, text.count >= stop.count else { return nil }
      return (0...text.count - stop.count).first {
        text[$0] == stop[0] && text[$0..<$0 + stop.count].elementsEqual(stop)
      }
    }
    return ends.min().map { Array(text[..<$0]) } ?? text
  }

  /// Whether its first line of text is indented, as the body of a function is.
  private static func isBody(_ text: [UInt8]) -> Bool {
    text.split(separator: 0x0A).first { $0.contains { $0 > 0x20 } }?.first.map { $0 == 0x20 || $0 == 0x09 } ?? false
  }
}
