import Documents

/// Tokens that are found in the text itself, before it is cut into words: `<|endoftext|>` and its like.
struct AddedTokens: Sendable {
  struct Token: Sendable {
    var id: Int32
    var content: [UInt8]
    /// Only where no word character stands beside it.
    var isSingleWord: Bool
    /// Takes the white space before or behind it too.
    var stripsLeft: Bool
    var stripsRight: Bool
    /// Looked for after those that are not, as in Hugging Face's tokenizers.
    var isNormalized: Bool
    var isSpecial: Bool
  }

  let tokens: [Token]
  private let stages: [[[Token]]]  // for each pass, by first byte, the longest first

  init(_ json: JSONValue?, file: String) throws {
    tokens = try (json?.array ?? []).map { entry in
      guard let id = entry["id"]?.int, let content = entry["content"]?.string, !content.isEmpty,
        let id = Int32(exactly: id),
        id >= 0
      else { throw TokenizerError(.malformed, file: file, "an added token has no number or no text") }
      return Token(
        id: id, content: Array(content.utf8), isSingleWord: entry["single_word"]?.bool ?? false,
        stripsLeft: entry["lstrip"]?.bool ?? false, stripsRight: entry["rstrip"]?.bool ?? false,
        isNormalized: entry["normalized"]?.bool ?? true, isSpecial: entry["special"]?.bool ?? false)
    }
    stages = [false, true].map { [tokens] isNormalized in
      var byFirst: [[Token]] = Array(repeating: [], count: 256)
      for token in tokens where token.isNormalized == isNormalized { byFirst[Int(token.content[0])].append(token) }
      return byFirst.map { $0.sorted { $0.content.count > $1.content.count } }
    }.filter { $0.contains { !$0.isEmpty } }
  }

  enum Piece {
    case text(Range<Int>)
    case token(Int32)
  }

  /// The text's parts in order: stretches without added tokens, and the tokens between them.
  func pieces(of text: UnsafeBufferPointer<UInt8>) -> [Piece] {
    var pieces = [Piece.text(0..<text.count)]
    for stage in stages {
      pieces = pieces.flatMap { piece -> [Piece] in
        if case .text(let range) = piece { return cut(text, range, stage) }
        return [piece]
      }
    }
    return pieces
  }

  private func cut(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ stage: [[Token]]) -> [Piece] {
    var pieces: [Piece] = []
    var start = range.lowerBound
    var at = start
    while at < range.upperBound {
      guard let token = stage[Int(text[at])].first(where: { matches($0, text, at, range) }) else {
        at += 1
        continue
      }
      var end = at + token.content.count
      if token.isSingleWord, isWordCharacter(before: at, text, range) || isWordCharacter(at: end, text, range) {
        at = end
        continue
      }
      var begin = at
      if token.stripsLeft { while begin > start, isBlank(text[begin - 1]) { begin -= 1 } }
      if token.stripsRight { while end < range.upperBound, isBlank(text[end]) { end += 1 } }
      if begin > start { pieces.append(.text(start..<begin)) }
      pieces.append(.token(token.id))
      start = end
      at = end
    }
    if start < range.upperBound { pieces.append(.text(start..<range.upperBound)) }
    return pieces
  }

  private func matches(_ token: Token, _ text: UnsafeBufferPointer<UInt8>, _ at: Int, _ range: Range<Int>) -> Bool {
    at + token.content.count <= range.upperBound
      && token.content.indices.allSatisfy { text[at + $0] == token.content[$0] }
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  private func isWordCharacter(before at: Int, _ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
    var start = at - 1
    while start > range.lowerBound, text[start] & 0xC0 == 0x80 { start -= 1 }
    return start >= range.lowerBound && isWordCharacter(at: start, text, range)
  }

  private func isWordCharacter(at: Int, _ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
    guard at < range.upperBound else { return false }
    let found = ScalarClass.withTable { ScalarClass.at(at, of: text, table: $0).class }
    return found == .letter || found == .number || text[at] == UInt8(ascii: "_")
  }
}
