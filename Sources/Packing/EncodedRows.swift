import Numerics
import Rows
import Tokenization
import Work

/// Rows as tokens: prompt and answer apart, so that no merge crosses the boundary, in one flat array. The marks of the
/// template are special tokens where the tokenizer has them as such; in the row's own text the same names are letters.
public struct EncodedRows: Sendable {
  private struct Place: Sendable {
    var start: Int
    var prompt: Int
    var answer: Int
    var isPlainText: Bool
  }

  public let beginOfText: Int32
  /// Ends a plain text.
  public let endOfText: Int32
  /// What training teaches behind an answer, its end token last: end-of-text, or what the template has in its place.
  public let closing: [Int32]
  private var tokens: [Int32] = []
  private var places: [Place] = []

  private static let rowsAtOnce = 512
  private static let rowsOfThread = 16

  /// Encodes every row. Throws `Interrupted` when `work` is cancelled.
  public init(_ rows: Rows, tokenizer: Tokenizer, template: Template = .plain, work: Work = .silent) throws {
    beginOfText = tokenizer.beginOfText
    endOfText = tokenizer.endOfText
    closing = template.closing(in: tokenizer)
    places.reserveCapacity(rows.count)
    for start in stride(from: 0, to: rows.count, by: Self.rowsAtOnce) {
      try work.checkCancellation()
      let part = start..<min(start + Self.rowsAtOnce, rows.count)
      for (prompt, answer) in Self.mapped(rows, part, tokenizer, template, { ($0, $1) }) {
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
    _ body: (_ prompt: [Int32]?, _ answer: [Int32]) -> T
  ) -> [T] {
    [T](unsafeUninitializedCapacity: places.count) { results, count in
      guard let base = results.baseAddress else { return }
      Parallel.ranges(places.count, grain: rowsOfThread) { part in
        for index in part {
          let row = places[places.index(places.startIndex, offsetBy: index)]
          let prompt = rows.question(row).map { question in
            Self.prompt(template.rendering(question: question, input: rows.input(row)), template, tokenizer)
          }
          let text = Array(rows.answer(row) ?? [])
          (base + index).initialize(to: body(prompt, tokenizer.encode(text, literal: text.indices)))
        }
      }
      count = places.count
    }
  }

  /// A prompt's tokens, the begin-of-text token left out, behind which the text of some formats stands.
  private static func prompt(_ prompt: Template.Prompt, _ template: Template, _ tokenizer: Tokenizer) -> [Int32] {
    if template.beginsWithBegin, let begin = tokenizer.bytes(of: tokenizer.beginOfText) {
      let row = begin.count + prompt.row.lowerBound..<begin.count + prompt.row.upperBound
      let tokens = tokenizer.encode(begin + prompt.text, literal: row)
      if tokens.first == tokenizer.beginOfText { return Array(tokens.dropFirst()) }
    }
    return tokenizer.encode(prompt.text, literal: prompt.row)
  }

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

  public func isPlainText(_ row: Int) -> Bool { places[row].isPlainText }

  /// What ends the row when it is trained whole.
  public func closing(_ row: Int) -> [Int32] { isPlainText(row) ? [endOfText] : closing }

  /// Tokens of the row as it would be trained uncut: begin-of-text, prompt, answer and its end. The column `tokens`.
  public func length(_ row: Int) -> Int { 1 + places[row].prompt + places[row].answer + closing(row).count }
}

// Counting alone.
extension EncodedRows {
  /// The columns `tokens` (as `length`) and `answer_tokens` for the rows at `places`, two lists as long as it; no token is
  /// kept. Throws `Interrupted` when `work` is cancelled.
  public static func counts(
    of rows: Rows, at places: [Int], tokenizer: Tokenizer, template: Template = .plain, work: Work = .silent
  ) throws(Interrupted) -> [[Int32]] {
    let closing = template.closing(in: tokenizer).count
    var tokens: [Int32] = []
    var answers: [Int32] = []
    tokens.reserveCapacity(places.count)
    answers.reserveCapacity(places.count)
    for start in stride(from: 0, to: places.count, by: rowsAtOnce) {
      try work.checkCancellation()
      work.progress(
        WorkProgress(label: "count tokens", done: Double(start), total: Double(places.count), unit: "rows"))
      let part = places[start..<min(start + rowsAtOnce, places.count)]
      for count in mapped(rows, part, tokenizer, template, { ($0?.count, $1.count) }) {
        answers.append(Int32(count.1))
        tokens.append(Int32(1 + (count.0 ?? 0) + count.1 + (count.0 == nil ? 1 : closing)))
      }
    }
    return [tokens, answers]
  }
}
