import Tokenization
import Work

/// Tokens of a text that goes on after another. Some tokenizers put a blank before a text's first word, which a text in the middle
/// of another does not have.
struct InnerText: Sendable {
  private let tokenizer: Tokenizer
  /// nil where the tokenizer puts no blank before a text.
  private let anchor: (text: [UInt8], tokens: [Int32])?

  /// Throws `TokenizerError`.
  init(_ tokenizer: Tokenizer) throws {
    self.tokenizer = tokenizer
    let putsBlank = tokenizer.decode(try tokenizer.encode("a"), continuing: true).first == UInt8(ascii: " ")
    // No word begins with a line feed and goes on behind it.
    let feed = [UInt8(ascii: "\n")]
    anchor = putsBlank ? (feed, try tokenizer.encode(feed)) : nil
  }

  /// Throws `TokenizerError`, and `Interrupted` when `work` is cancelled.
  func tokens(of text: [UInt8], literal: [Range<Int>] = [], work: Work = .silent) throws -> [Int32] {
    if text.isEmpty { return [] }
    if let anchor {
      let shifted = literal.map { $0.lowerBound + anchor.text.count..<$0.upperBound + anchor.text.count }
      let tokens = try tokenizer.encode(anchor.text + text, literal: shifted, work: work)
      if tokens.starts(with: anchor.tokens) { return Array(tokens.dropFirst(anchor.tokens.count)) }
    }
    return try tokenizer.encode(text, literal: literal, work: work)
  }
}
