/// A problem that code answers and tests decide, as a benchmark's row has it.
package struct CodeProblem: Sendable {
  /// How the row asks.
  package enum Form: Sendable, Equatable {
    /// The prompt is code, whose end a model writes.
    case code
    /// The prompt says what is wanted.
    case words
  }

  /// By which people know it: `HumanEval/12`. Each once in what is judged.
  package var name: String
  /// Problems of one topic are alike; nil: the row has none.
  package var topic: String?
  /// A word of the language; one that is not known here is kept.
  package var word: String
  package var form: Form
  /// As the row has it.
  package var prompt: String
  /// A line of the tests that a question in words shows, for the function's name stands nowhere else; nil: none is needed.
  package var shownTest: String?
  /// The function that is tested; nil: nobody says.
  package var entryPoint: String?
  /// Behind the code in one program; in a language that is known here.
  package var tests: [UInt8]
  /// A program that is right; nil: the row has none.
  package var reference: [UInt8]?
  /// A program that the row itself calls wrong.
  package var buggy: [UInt8]?
  /// What ends a continuation of its prompt; of other answers nothing but the model's own end.
  package var stops: [String]
  /// Whether its words are all that is asked: a row of one's own says itself what is wanted, and how.
  package var asksAsItStands = false

  /// A problem; what a row does not have may be left out.
  package init(
    name: String, topic: String? = nil, word: String, form: Form, prompt: String, shownTest: String? = nil,
    entryPoint: String? = nil, tests: [UInt8], reference: [UInt8]? = nil, buggy: [UInt8]? = nil, stops: [String],
    asksAsItStands: Bool = false
  ) {
    self.name = name
    self.topic = topic
    self.word = word
    self.form = form
    self.prompt = prompt
    self.shownTest = shownTest
    self.entryPoint = entryPoint
    self.tests = tests
    self.reference = reference
    self.buggy = buggy
    self.stops = stops
    self.asksAsItStands = asksAsItStands
  }

  /// nil: of none that is known here.
  package var language: (any CodeLanguage)? { CodeLanguages.named(word) }

  /// How a model is asked that continues code: the prompt itself; what is said in words stands in a docstring, with the test
  /// that is shown, as MBPP+ has it.
  package var continuation: String {
    switch form {
    case .code: prompt
    case .words: "\"\"\"\n" + ([prompt] + [shownTest].compactMap(\.self)).joined(separator: "\n") + "\n\"\"\"\n"
    }
  }

  /// How a model is asked that answers questions: one line more than the problem asks for a block of code.
  package var question: String {
    if asksAsItStands { return prompt }
    let kind = language?.name ?? word
    switch form {
    case .code:
      let fence = prompt.hasSuffix("\n") ? "```" : "\n```"
      return
        "Complete this \(kind) function. Answer with all of it in one block of code.\n\n```\(kind)\n\(prompt)\(fence)"
    case .words:
      let test = shownTest.map { "\nIt must pass this test:\n\($0)" } ?? ""
      return "\(prompt)\(test)\nAnswer with the \(kind) code in one block."
    }
  }

  /// The tests close what the code leaves open, as MultiPL-E's do.
  var testsCloseCode: Bool { tests.first { $0 > 0x20 } == UInt8(ascii: "}") }
}

extension CodeProblem {
  /// Whether code defines what is tested; true where nobody says what that is.
  package func defines(in code: [UInt8]) -> Bool {
    entryPoint.map { DefinedName($0, word).isDefined(in: code[...]) } ?? true
  }

  /// Whether a text has the signs of a language.
  package func looksLikeCode(_ text: [UInt8]) -> Bool { LanguageGuess.name(of: text[...]) != nil }
}
