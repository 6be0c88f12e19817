import Numerics
import Rows
import Tokenization
import Work

/// Makes tokens of rows, on all threads.
struct RowEncoder {
  /// A row's tokens, begin-of-text left out.
  enum Encoded: Sendable {
    /// A question in its template, nil for a plain text, and its answer without an ending.
    case pair(prompt: [Int32]?, answer: [Int32])
    case conversation(Conversation)
    case refused(RenderedConversation.Refusal)

    struct Conversation: Sendable {
      var tokens: [Int32]
      var answers: [EncodedRows.Answer]
      var turns: Int
      var leftOut: [RenderedConversation.LeftOut]
      var isMerged: Bool
    }

    /// With begin-of-text and what ends an answer.
    func counts(closing: Int) -> (tokens: Int, answers: Int) {
      switch self {
      case .pair(let prompt, let answer):
        (1 + (prompt?.count ?? 0) + answer.count + (prompt == nil ? 1 : closing), answer.count)
      case .conversation(let row): (1 + row.tokens.count, row.answers.reduce(0) { $0 + $1.text.count })
      case .refused: (0, 0)
      }
    }
  }

  private let rows: Rows
  private let tokenizer: Tokenizer
  private let template: Template
  private let work: Work
  private let inner: InnerText
  /// What ends an answer where the template writes nothing there, and its token.
  private let (closing, end): ([Int32], Int32)
  /// nil where no row needs it.
  private let renderer: ConversationRenderer?
  /// Whether a question and its answer are rendered too, because the template's generation blocks say what is learned, or because
  /// it asks otherwise than it writes.
  private let rendersPairs: Bool

  private static let rowsOfThread = 16
  /// Bytes of text that a row may have for a template that is stopped to be at fault, and not the row.
  private static let mostOfOthers = 64 << 10

  init(_ rows: Rows, tokenizer: Tokenizer, template: Template, work: Work) throws {
    (self.rows, self.tokenizer, self.template, self.work) = (rows, tokenizer, template, work)
    inner = try InnerText(tokenizer)
    (closing, end) = (try template.closing(in: tokenizer), template.endToken(in: tokenizer))
    let renderer =
      try rows.roles.conversation == nil && template.chat == nil
      ? nil : ConversationRenderer(template, tokenizer: tokenizer)
    (self.renderer, rendersPairs) = (renderer, renderer?.marksGenerations == true || !template.unwritten.isEmpty)
  }

  /// What `body` makes of the tokens of each row.
  func encoded<T>(_ places: some RandomAccessCollection<Int>, _ body: (Encoded) -> T) throws -> [T] {
    try Parallel.results(places.count, grain: Self.rowsOfThread) { index in
      let row = places[places.index(places.startIndex, offsetBy: index)]
      do { return body(try encoded(row)) } catch var error as TokenizerError {
        error.message += " (row \(rows.rowNumbers[row]) of \(rows.source.path))"
        throw error
      }
    }
  }

  private func encoded(_ row: Int) throws -> Encoded {
    if let renderer, let conversation = rendersPairs ? rows.wholeConversation(row) : rows.conversation(row) {
      // A template of somebody else's may take its time for each row.
      try work.checkCancellation()
      let rendered: RenderedConversation
      do throws(RenderedConversation.Refusal) { rendered = try renderer.rendered(conversation) } catch {
        // One that needs so much for a row like others would for each of them.
        if error.isLimit, rows.texts(row).reduce(0, { $0 + $1.count }) < Self.mostOfOthers {
          throw TokenizerError(
            .malformed, file: template.name, "the chat template takes too much: \(error.detail ?? "")")
        }
        return .refused(error)
      }
      return .conversation(try tokens(of: rendered, turns: conversation.turns.count))
    }
    let prompt = try rows.question(row).map { question in
      let prompt = template.rendering(question: question, input: rows.input(row))
      return try first(prompt.text, literal: [prompt.row])
    }
    let text = Array(rows.answer(row) ?? [])
    guard let last = prompt?.last else {
      return .pair(prompt: prompt, answer: try tokenizer.encode(text, literal: 0..<text.count, work: work))
    }
    let opening = Array(template.opening.utf8)
    return .pair(
      prompt: prompt,
      answer: try said(opening + text, [opening.count..<opening.count + text.count], after: last))
  }

  /// The tokens of a row's first text, begin-of-text left out, behind which the text of some formats stands.
  private func first(_ text: [UInt8], literal: [Range<Int>]) throws -> [Int32] {
    if template.beginsWithBegin, let begin = tokenizer.bytes(of: tokenizer.beginOfText) {
      let shifted = literal.map { begin.count + $0.lowerBound..<begin.count + $0.upperBound }
      let tokens = try tokenizer.encode(begin + text, literal: shifted, work: work)
      if tokens.first == tokenizer.beginOfText { return Array(tokens.dropFirst()) }
    }
    return try tokenizer.encode(text, literal: literal, work: work)
  }

  /// The tokens of a text that goes on behind the token `last`: some tokenizers go by whether a special one stands before a text.
  private func said(_ text: [UInt8], _ literal: [Range<Int>], after last: Int32) throws -> [Int32] {
    guard tokenizer.isSpecial(last), let mark = tokenizer.name(of: last).map({ Array($0.utf8) }), !text.isEmpty else {
      return try inner.tokens(of: text, literal: literal, work: work)
    }
    let shifted = literal.map { $0.lowerBound + mark.count..<$0.upperBound + mark.count }
    let tokens = try tokenizer.encode(mark + text, literal: shifted, work: work)
    return tokens.first == last ? Array(tokens.dropFirst()) : try tokenizer.encode(text, literal: literal, work: work)
  }

  /// Each part by itself: what is said to the model, what it answers, and what ends that. What follows the last ending is left out.
  private func tokens(of rendered: RenderedConversation, turns: Int) throws -> Encoded.Conversation {
    var tokens: [Int32] = []
    var answers: [EncodedRows.Answer] = []
    /// Adds what `encode` makes of a part of the text; returns the tokens' places.
    func add(_ range: Range<Int>, _ encode: ([UInt8], [Range<Int>]) throws -> [Int32]) throws -> Range<Int> {
      let start = tokens.count
      let literal = rendered.literal.filter { $0.overlaps(range) }.map {
        let part = $0.clamped(to: range)
        return part.lowerBound - range.lowerBound..<part.upperBound - range.lowerBound
      }
      tokens += try encode(Array(rendered.text[range]), literal)
      return start..<tokens.count
    }
    func next(_ text: [UInt8], _ literal: [Range<Int>]) throws -> [Int32] {
      if let last = tokens.last { try said(text, literal, after: last) } else { try first(text, literal: literal) }
    }
    var at = 0
    for (place, answer) in rendered.answers.enumerated() {
      _ = try add(at..<answer.text.lowerBound, next)
      let text = try add(answer.text, next)
      var ending = try add(answer.ending) { try inner.tokens(of: $0, literal: $1, work: work) }
      at = answer.ending.upperBound
      if place == rendered.answers.count - 1, !tokens[ending].contains(where: tokenizer.isSpecial) {
        // A model stops at a token; text that ends an answer is none.
        tokens += ending.isEmpty ? closing : [end]
        ending = ending.lowerBound..<tokens.count
      }
      answers.append(EncodedRows.Answer(text: text, ending: ending, turn: answer.turn))
    }
    return Encoded.Conversation(
      tokens: tokens, answers: answers, turns: turns, leftOut: rendered.leftOut, isMerged: rendered.isMerged)
  }
}
