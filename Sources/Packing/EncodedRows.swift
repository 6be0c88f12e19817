import Numerics
public import Rows
public import Tokenization
public import Work

/// Rows as tokens: prompt and answer apart, so that no merge crosses the boundary, in one flat array. The marks of the
/// template are special tokens where the tokenizer has them as such; in the row's own text the same names are letters.
public struct EncodedRows: Sendable {
  private struct Place: Sendable {
    var start: Int
    var prompt: Int
    var answer: Int
    var isPlainText: Bool
  }

  /// The token that every row begins with.
  public let beginOfText: Int32
  /// Ends a plain text.
  public let endOfText: Int32
  /// What training teaches behind an answer, its end token last: end-of-text, or what the template has in its place.
  public let closing: [Int32]
  private var tokens: [Int32] = []
  private var places: [Place] = []

  private static let rowsAtOnce = 512
  private static let rowsOfThread = 16

  /// Encodes every row. Throws `Interrupted` when `work` is cancelled, and `TokenizerError` naming a row that the tokenizer
  /// takes too far.
  public init(_ rows: Rows, tokenizer: Tokenizer, template: Template = .plain, work: Work = .silent) throws {
    beginOfText = tokenizer.beginOfText
    endOfText = tokenizer.endOfText
    closing = try template.closing(in: tokenizer)
    places.reserveCapacity(rows.count)
    for start in stride(from: 0, to: rows.count, by: Self.rowsAtOnce) {
      try work.checkCancellation()
      let part = start..<min(start + Self.rowsAtOnce, rows.count)
      for (prompt, answer) in try Self.mapped(rows, part, tokenizer, template, work, { ($0, $1) }) {
        places.append(
          Place(start: tokens.count, prompt: prompt?.count ?? 0, answer: answer.count, isPlainText: prompt == nil))
        tokens += prompt ?? []
        tokens += answer
      }
    }
  }

  /// What `body` makes of the prompt and the answer of each row, on all threads.
  private static func mapped<T>(
    _ rows: Rows, _ places: some RandomAccessCollection<Int>, _ tokenizer: Tokenizer, _ template: Template,
    _ work: Work, _ body: (_ prompt: [Int32]?, _ answer: [Int32]) -> T
  ) throws -> [T] {
    try Parallel.results(places.count, grain: rowsOfThread) { index in
      let row = places[places.index(places.startIndex, offsetBy: index)]
      do {
        let prompt = try rows.question(row).map { question in
          try Self.prompt(template.rendering(question: question, input: rows.input(row)), template, tokenizer, work)
        }
        let text = Array(rows.answer(row) ?? [])
        return body(prompt, try tokenizer.encode(text, literal: text.indices, work: work))
      } catch var error as TokenizerError {
        error.message += " (row \(rows.rowNumbers[row]) of \(rows.source.path))"
        throw error
      }
    }
  }

  /// A prompt's tokens, the begin-of-text token left out, behind which the text of some formats stands.
  private static func prompt(
    _ prompt: Template.Prompt, _ template: Template, _ tokenizer: Tokenizer, _ work: Work
  ) throws -> [Int32] {
    if template.beginsWithBegin, let begin = tokenizer.bytes(of: tokenizer.beginOfText) {
      let row = begin.count + prompt.row.lowerBound..<begin.count + prompt.row.upperBound
      let tokens = try tokenizer.encode(begin + prompt.text, literal: row, work: work)
      if tokens.first == tokenizer.beginOfText { return Array(tokens.dropFirst()) }
    }
    return try tokenizer.encode(prompt.text, literal: prompt.row, work: work)
  }

  /// How many rows there are.
  public var count: Int { places.count }

  /// The question in its template; empty for a plain text row.
  public func prompt(_ row: Int) -> ArraySlice<Int32> {
    tokens[places[row].start..<places[row].start + places[row].prompt]
  }

  /// The whole answer, or the plain text, without an end-of-text.
  public func answer(_ row: Int) -> ArraySlice<Int32> {
    let start = places[row].start + places[row].prompt
    return tokens[start..<start + places[row].answer]
  }

  /// Whether a row, counted from 0, is text without a question.
  public func isPlainText(_ row: Int) -> Bool { places[row].isPlainText }

  /// What ends the row when it is trained whole.
  public func closing(_ row: Int) -> [Int32] { isPlainText(row) ? [endOfText] : closing }

  /// Tokens of the row as it would be trained uncut: begin-of-text, prompt, answer and its end. The column `tokens`.
  public func length(_ row: Int) -> Int { 1 + places[row].prompt + places[row].answer + closing(row).count }
}

// Counting alone.
extension EncodedRows {
  /// The columns `tokens` (as `length`) and `answer_tokens` for the rows at `places`, two lists as long as it; no token is
  /// kept. Throws `Interrupted` when `work` is cancelled, and `TokenizerError` as the initializer.
  public static func counts(
    of rows: Rows, at places: [Int], tokenizer: Tokenizer, template: Template = .plain, work: Work = .silent
  ) throws -> [[Int32]] {
    let closing = try template.closing(in: tokenizer).count
    var tokens: [Int32] = []
    var answers: [Int32] = []
    tokens.reserveCapacity(places.count)
    answers.reserveCapacity(places.count)
    for start in stride(from: 0, to: places.count, by: rowsAtOnce) {
      try work.checkCancellation()
      work.progress(
        WorkProgress(label: "count tokens", done: Double(start), total: Double(places.count), unit: "rows"))
      let part = places[start..<min(start + rowsAtOnce, places.count)]
      for count in try mapped(rows, part, tokenizer, template, work, { ($0?.count, $1.count) }) {
        answers.append(Int32(count.1))
        tokens.append(Int32(1 + (count.0 ?? 0) + count.1 + (count.0 == nil ? 1 : closing)))
      }
    }
    return [tokens, answers]
  }
}
