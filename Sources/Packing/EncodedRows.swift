import Numerics
public import Rows
public import Tokenization
public import Work

/// Rows as tokens, in one flat array: what is said to a model and what it learns to say apart, so that no merge crosses a
/// boundary. The marks of the template are special tokens where the tokenizer has them as such; in the row's own text the same
/// names are letters.
public struct EncodedRows: Sendable {
  /// A learned answer, by places among its row's tokens.
  struct Answer: Sendable {
    /// What is scored and learned.
    var text: Range<Int>
    /// What ends it: learned, not scored.
    var ending: Range<Int>
    /// Which turn of its conversation it is.
    var turn: Int
  }

  /// Where a row lies, and what of it is learned.
  private enum Place: Sendable {
    /// Prompt and answer, or a plain text; the ending is every such row's.
    case pair(start: Int, prompt: Int, answer: Int, isPlainText: Bool)
    /// A conversation, its endings among its tokens; its answers are `answers` at these places.
    case conversation(start: Int, count: Int, answers: Range<Int>, turns: Int)
    /// The template does not take it: the refusal of this number.
    case refused(Int)
  }

  /// The token that every row begins with.
  public let beginOfText: Int32
  /// Ends a plain text.
  public let endOfText: Int32
  /// What training teaches behind an answer, its end token last: end-of-text, or what the template has in its place.
  public let closing: [Int32]
  private var tokens: [Int32] = []
  private var places: [Place] = []
  private var answers: [Answer] = []
  private var refusals: [RenderedConversation.Refusal] = []
  private var leftOut: [Int: [RenderedConversation.LeftOut]] = [:]
  private var merged: Set<Int> = []
  /// What the template means for a tuned model, once for all rows.
  private let askingNote: String?

  private static let rowsAtOnce = 512

  /// Encodes every row. Throws `Interrupted` when `work` is cancelled, and `TokenizerError` naming a row that the tokenizer
  /// takes too far.
  public init(_ rows: Rows, tokenizer: Tokenizer, template: Template = .plain, work: Work = .silent) throws {
    beginOfText = tokenizer.beginOfText
    endOfText = tokenizer.endOfText
    closing = try template.closing(in: tokenizer)
    askingNote = template.askingNote
    places.reserveCapacity(rows.count)
    let encoder = try RowEncoder(rows, tokenizer: tokenizer, template: template, work: work)
    for start in stride(from: 0, to: rows.count, by: Self.rowsAtOnce) {
      try work.checkCancellation()
      for row in try encoder.encoded(start..<min(start + Self.rowsAtOnce, rows.count), { $0 }) { append(row) }
    }
  }

  private mutating func append(_ row: RowEncoder.Encoded) {
    let start = tokens.count
    switch row {
    case .pair(let prompt, let answer):
      places.append(
        .pair(start: start, prompt: prompt?.count ?? 0, answer: answer.count, isPlainText: prompt == nil))
      tokens += prompt ?? []
      tokens += answer
    case .conversation(let encoded):
      if !encoded.leftOut.isEmpty { leftOut[places.count] = encoded.leftOut }
      if encoded.isMerged { merged.insert(places.count) }
      places.append(
        .conversation(
          start: start, count: encoded.tokens.count, answers: answers.count..<answers.count + encoded.answers.count,
          turns: encoded.turns))
      tokens += encoded.tokens
      answers += encoded.answers
    case .refused(let refusal):
      places.append(.refused(refusals.count))
      refusals.append(refusal)
    }
  }

  /// How many rows there are.
  public var count: Int { places.count }

  /// The question in its template; of a conversation all that stands before its last learned answer. Empty for a plain text row.
  public func prompt(_ row: Int) -> ArraySlice<Int32> {
    let end = answersOf(row).last?.text.lowerBound ?? 0
    return sequence(row).prefix(end)
  }

  /// The last learned answer whole, or the plain text, without what ends it.
  public func answer(_ row: Int) -> ArraySlice<Int32> {
    guard let answer = answersOf(row).last else { return [] }
    return sequence(row).dropFirst(answer.text.lowerBound).prefix(answer.text.count)
  }

  /// Whether a row, counted from 0, is text without a question.
  public func isPlainText(_ row: Int) -> Bool {
    if case .pair(_, _, _, let isPlainText) = places[row] { isPlainText } else { false }
  }

  /// What ends a question's answer, or a text, that is trained whole. Of a conversation it stands among its tokens.
  func closing(_ row: Int) -> [Int32] { isPlainText(row) ? [endOfText] : closing }

  /// Tokens of the row as it would be trained uncut: begin-of-text, and all that is said with what ends it. The column `tokens`;
  /// 0 where the template does not take the row.
  public func length(_ row: Int) -> Int {
    switch places[row] {
    case .pair(_, let prompt, let answer, _): 1 + prompt + answer + closing(row).count
    case .conversation(_, let count, _, _): 1 + count
    case .refused: 0
    }
  }
}

// What the forms for scoring and training are made of.
extension EncodedRows {
  /// The row's tokens behind begin-of-text; the ending of a pair is not among them.
  func sequence(_ row: Int) -> ArraySlice<Int32> {
    switch places[row] {
    case .pair(let start, let prompt, let answer, _): tokens[start..<start + prompt + answer]
    case .conversation(let start, let count, _, _): tokens[start..<start + count]
    case .refused: []
    }
  }

  /// The row's learned answers; an ending that is not among its tokens is empty.
  func answersOf(_ row: Int) -> ArraySlice<Answer> {
    switch places[row] {
    case .pair(_, let prompt, let answer, _):
      [Answer(text: prompt..<prompt + answer, ending: prompt + answer..<prompt + answer, turn: 1)]
    case .conversation(_, _, let places, _): answers[places]
    case .refused: []
    }
  }

  /// Turns that the row has.
  func turns(_ row: Int) -> Int { if case .conversation(_, _, _, let turns) = places[row] { turns } else { 2 } }

  /// Whether a row is more than a question and its answer.
  func isConversation(_ row: Int) -> Bool { if case .conversation = places[row] { true } else { false } }

  /// Why the template does not take a row; nil where it does.
  func refusal(_ row: Int) -> RenderedConversation.Refusal? {
    if case .refused(let number) = places[row] { refusals[number] } else { nil }
  }

  /// Counts what kept rows lose, each row once, and says once whether the template asks otherwise than it writes, and what it says of
  /// a row that it refuses.
  ///
  /// - Parameters:
  ///   - kept: places of rows, from 0.
  ///   - turnsCut: turns that rows lose because they are too long, by their places.
  ///   - maxLength: tokens that a row may have.
  ///   - numbers: of every row, its number in the file.
  public func count(
    _ kept: [Int], turnsCut: [Int: Int] = [:], maxLength: Int = 0, numbers: [Int], into ledger: inout Ledger
  ) {
    struct Loss: Hashable {
      var parts: [RenderedConversation.LeftOut]
      var isCut: Bool
    }
    var entries: [Loss: (turns: Int, entry: Ledger.Entry)] = [:]
    for row in kept where leftOut[row] != nil || turnsCut[row] != nil {
      let loss = Loss(parts: leftOut[row] ?? [], isCut: turnsCut[row] != nil)
      entries[loss, default: (0, Ledger.Entry(reason: "", count: 0))].entry.count(numbers[row])
      entries[loss]?.turns += turnsCut[row] ?? 0
    }
    ledger.reduced += entries.map { loss, counted in
      let (turns, many) = (counted.turns, counted.entry.count > 1)
      var reasons: [String] = []
      if !loss.parts.isEmpty {
        reasons.append(
          loss.parts.map { "\(many ? "their" : "its") \($0.words(many))" }.joined(separator: " and ")
            + ", which the template leaves out")
      }
      if loss.isCut { reasons.append("\(turns) turn\(turns == 1 ? "" : "s") beyond \(maxLength) tokens") }
      var entry = counted.entry
      entry.reason = "without " + reasons.joined(separator: ", and ")
      return entry
    }.sorted { $0.reason < $1.reason }
    let joined = kept.filter(merged.contains)
    if let first = joined.first {
      ledger.notes.append(
        "the template refuses turns of one role after each other: of \(joined.count) "
          + "row\(joined.count == 1 ? "" : "s"), row \(numbers[first]) first, these are one turn")
    }
    if let askingNote, !kept.isEmpty { ledger.notes.append(askingNote) }
    for row in places.indices {
      guard let detail = refusal(row)?.detail else { continue }
      ledger.notes.append("of row \(numbers[row]) the template says: \(detail.prefix(200))")
      break
    }
  }
}

// Counting alone.
extension EncodedRows {
  /// The columns `tokens` (as `length`) and `answer_tokens` for the rows at `places`, two lists as long as it; no token is
  /// kept. Throws `Interrupted` when `work` is cancelled, and `TokenizerError` as the initializer.
  public static func counts(
    of rows: Rows, at places: [Int], tokenizer: Tokenizer, template: Template = .plain, work: Work = .silent
  ) throws -> [[Int32]] {
    let closing = try template.closing(in: tokenizer).count
    let encoder = try RowEncoder(rows, tokenizer: tokenizer, template: template, work: work)
    var tokens: [Int32] = []
    var answers: [Int32] = []
    tokens.reserveCapacity(places.count)
    answers.reserveCapacity(places.count)
    for start in stride(from: 0, to: places.count, by: rowsAtOnce) {
      try work.checkCancellation()
      work.progress(
        WorkProgress(label: "count tokens", done: Double(start), total: Double(places.count), unit: "rows"))
      let part = places[start..<min(start + rowsAtOnce, places.count)]
      for count in try encoder.encoded(part, { $0.counts(closing: closing) }) {
        tokens.append(Int32(count.tokens))
        answers.append(Int32(count.answers))
      }
    }
    return [tokens, answers]
  }
}
