/// Cuts before every `\u{2581}` that does not follow another, so that words are short and met again.
///
/// Only for vocabularies in which no token goes on behind such a place: then no merge crosses it, and the tokens are those of the
/// whole. SentencePiece's are (Llama 2's), unless they were told not to split at spaces.
struct WordStartPreTokenizer: PreTokenizer {
  private static let mark = Array("\u{2581}".utf8)

  /// Nil where a token crosses a place, or the mark is no token.
  init?(_ vocabulary: Vocabulary) {
    guard vocabulary.id(Self.mark) != nil else { return nil }
    for text in vocabulary.texts {
      guard let text else { continue }
      let isCut = text.withUnsafeBufferPointer { text in
        Self.end(of: text, from: 0) < text.count
      }
      if isCut { return nil }
    }
  }

  func words(
    of text: Bytes, isFirst: Bool, _ watch: EncodingWatch, _ body: (Bytes, Bool) throws -> Void
  ) throws {
    var start = 0
    while start < text.count {
      let end = Self.end(of: text, from: start)
      try body(text.slice(start..<end), isFirst && start == 0)
      start = end
    }
  }

  /// The next mark behind something else, or the end.
  private static func end(of text: Bytes, from start: Int) -> Int {
    var at = start
    while text.starts(with: mark, at: at) { at += mark.count }
    while at < text.count, !(text[at] == mark[0] && text.starts(with: mark, at: at)) { at += 1 }
    return at
  }
}
