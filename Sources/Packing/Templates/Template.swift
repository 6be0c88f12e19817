public import Tokenization

/// How a question is put before its answer, and what ends the answer: one turn of a chat format, as text.
///
/// The begin-of-text token that some formats begin with is not part of the text: every sequence begins with exactly one,
/// whether its format says so or not, so that conditional and direct loss begin alike.
public struct Template: Sendable, Hashable {
  /// The word that `set template` takes.
  public let name: String
  /// One line for help.
  public let summary: String
  /// Once, before the question: the format's own system message. Its literal text, special tokens by their names.
  package let system: String
  package let beforeQuestion: String
  let beforeInput: String
  package let beforeAnswer: String
  /// What a model writes first of every answer: what a chat template puts between where it asks for one and the answer.
  package let opening: String
  /// The end of `beforeAnswer` that a chat template asks with and does not write before an answer which is there: pairs are then
  /// learned as it writes them.
  let unwritten: String
  /// Between the answer and its end token.
  package let afterAnswer: String
  /// The token that ends an answer; nil: the tokenizer's end-of-text.
  package private(set) var endToken: String?
  /// Behind the end token, before another turn; never learned, but where a generation block holds it.
  package let afterEnd: String
  /// The format as it is published begins with the begin-of-text token. Its text is then tokenized behind that token:
  /// some tokenizers put a blank before a text's first word alone.
  public let beginsWithBegin: Bool
  /// White space that is not part of the question, as in formats that strip their messages.
  package let trimmed: Trimmed
  /// How a system message of a row's own is put; nil: the format has none.
  let systemForm: SystemForm?
  /// The model's own chat template that this was found from, which renders whole conversations; nil: `jinja` does.
  package private(set) var chat: ChatText?

  /// How a system message of a row's own is put.
  enum SystemForm: Sendable, Hashable {
    /// Before the first turn, in place of the format's own.
    case first(before: String, after: String)
    /// Inside the first question.
    case inQuestion(before: String, after: String)
  }

  /// Where a question loses white space.
  package enum Trimmed: Sendable, CaseIterable {
    case nothing, bothEnds
    /// A text that strips its message with what it has put before it.
    case end

    func applied(to text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
      switch self {
      case .nothing: text
      case .bothEnds: WhiteSpace.trimming(text)
      case .end: WhiteSpace.trimming(text, start: false)
      }
    }
  }

  init(
    _ name: String, _ summary: String, system: String = "", beforeQuestion: String, beforeInput: String = "\n\n",
    beforeAnswer: String, opening: String = "", unwritten: String = "", afterAnswer: String = "",
    endToken: String? = nil,
    afterEnd: String = "", beginsWithBegin: Bool, trimmed: Trimmed = .nothing, systemForm: SystemForm? = nil,
    chat: ChatText? = nil
  ) {
    self.name = name
    self.summary = summary
    self.system = system
    self.beforeQuestion = beforeQuestion
    self.beforeInput = beforeInput
    self.beforeAnswer = beforeAnswer
    self.opening = opening
    self.unwritten = unwritten
    self.afterAnswer = afterAnswer
    self.endToken = endToken
    self.afterEnd = afterEnd
    self.beginsWithBegin = beginsWithBegin
    self.trimmed = trimmed
    self.systemForm = systemForm
    self.chat = chat
  }

  /// The same form, whose conversations this text renders.
  func following(_ chat: ChatText) -> Template {
    var template = self
    template.chat = chat
    return template
  }

  /// The same form for a tokenizer, which ends answers with end-of-text where it does not have the form's token.
  func ending(in tokenizer: Tokenizer) -> Template {
    var template = self
    if !hasEnd(in: tokenizer) { template.endToken = nil }
    return template
  }

  private func hasEnd(in tokenizer: Tokenizer) -> Bool {
    endToken.map { tokenizer.id(of: Array($0.utf8)) != nil } ?? true
  }

  /// What a model's own template is called where it is none of those that have a name.
  static let own = "own"

  /// nil when no template has this name.
  public static func named(_ name: String) -> Template? { all.first { $0.name == name } }
}

// A row's text in its template.
extension Template {
  /// A prompt, and which of its bytes are the row's.
  public struct Prompt: Sendable, Hashable {
    /// UTF-8 of the text.
    public var text: [UInt8]
    /// Question and input. A special token's name is ordinary text there.
    public var row: Range<Int>
  }

  /// Everything before the answer's first byte, begin-of-text left out.
  public func prompt(question: ArraySlice<UInt8>, input: ArraySlice<UInt8>? = nil) -> [UInt8] {
    rendering(question: question, input: input).text
  }

  /// The prompt, with the place of the row's own text in it.
  public func rendering(question: ArraySlice<UInt8>, input: ArraySlice<UInt8>? = nil) -> Prompt {
    var row = question
    if let input { row += Array(beforeInput.utf8) + input }
    row = trimmed.applied(to: row)
    let head = Array(system.utf8) + Array(beforeQuestion.utf8)
    return Prompt(text: head + row + Array(beforeAnswer.utf8), row: head.count..<head.count + row.count)
  }

  /// Where the template asks otherwise than it writes: what that means for a model that is tuned. Not escaped; nil where it does not.
  public var askingNote: String? {
    if unwritten.isEmpty { return nil }
    let asked = unwritten.replacing("\n", with: "\\n")
    return
      "the template asks for an answer with `\(asked)` at the end, which it does not write before answers that are there: "
      + "these are learned as it writes them, as in trl, and a tuned model is asked with text that it was not tuned behind"
  }

  /// The token that ends an answer: the template's own where the tokenizer has it, else end-of-text.
  public func endToken(in tokenizer: Tokenizer) -> Int32 {
    endToken.flatMap { tokenizer.id(of: Array($0.utf8)) } ?? tokenizer.endOfText
  }

  /// What training teaches behind an answer; its end token is the last. Throws `TokenizerError`.
  public func closing(in tokenizer: Tokenizer) throws -> [Int32] {
    // What only looks like a token at the end of a model's own template is text that its answers end with.
    let isText = chat != nil && !hasEnd(in: tokenizer)
    let text = afterAnswer + (isText ? endToken ?? "" : "")
    return try InnerText(tokenizer).tokens(of: Array(text.utf8)) + [endToken(in: tokenizer)]
  }
}

/// White space as Python's `str.strip` and Jinja's `trim` know it.
enum WhiteSpace {
  static func trimming(_ text: ArraySlice<UInt8>, start: Bool = true) -> ArraySlice<UInt8> {
    let scalars = String(decoding: text, as: UTF8.self).unicodeScalars
    guard let first = scalars.firstIndex(where: { !isBlank($0) }), let last = scalars.lastIndex(where: { !isBlank($0) })
    else { return [] }
    return ArraySlice(String(scalars[(start ? first : scalars.startIndex)...last]).utf8)
  }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
  }
}
