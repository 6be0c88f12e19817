/// Runs of word characters and runs of what is neither that nor white space: `\w+|[^\w\s]+`.
struct WhitespacePreTokenizer: PreTokenizer {
  func words(
    of text: Bytes, isFirst: Bool, _ watch: EncodingWatch, _ body: (Bytes, Bool) throws -> Void
  ) throws {
    var start = 0
    while start < text.count {
      let (first, length) = text.scalar(at: start)
      let kind = Self.kind(first)
      var end = start + length
      while end < text.count {
        let (next, length) = text.scalar(at: end)
        guard Self.kind(next) == kind else { break }
        end += length
      }
      if kind != .space { try body(text.slice(start..<end), isFirst && start == 0) }
      start = end
    }
  }

  private enum Kind { case space, word, other }

  private static func kind(_ value: UInt32) -> Kind {
    ScalarTests.isSpace(value) ? .space : ScalarTests.isWordCharacter(value) ? .word : .other
  }
}
