import Documents
import Work

/// Tokens that are found in the text itself, before it is cut into words: `<|endoftext|>` and its like.
struct AddedTokens: Sendable {
  struct Token: Sendable {
    var id: Int32
    var content: [UInt8]
    /// What is looked for, and what the token stands for when text is made of tokens.
    var found: [UInt8]
    /// Only where no word character stands beside it.
    var isSingleWord: Bool
    /// Takes the white space before or behind it too.
    var stripsLeft: Bool
    var stripsRight: Bool
    /// Looked for in the normalized text, by its own normalized content, after those that are not.
    var isNormalized: Bool
    var isSpecial: Bool
  }

  let tokens: [Token]
  private let verbatim: Matcher
  private let normalized: Matcher

  init(_ json: JSONValue?, normalizer: (any Normalizer)?, file: String) throws {
    tokens = try (json?.array ?? []).map { entry in
      guard let id = entry["id"]?.int, let content = entry["content"]?.string, !content.isEmpty,
        let id = Int32(exactly: id), id >= 0
      else { throw TokenizerError(.malformed, file: file, "an added token has no number or no text") }
      let bytes = Array(content.utf8)
      let isNormalized = entry["normalized"]?.bool ?? true
      let watch = EncodingWatch(bytes.count, file: file, cancellation: Cancellation())
      let found =
        isNormalized ? try bytes.withUnsafeBufferPointer { try normalizer?.normalized($0, watch) } ?? bytes : bytes
      return Token(
        id: id, content: bytes, found: found, isSingleWord: entry["single_word"]?.bool ?? false,
        stripsLeft: entry["lstrip"]?.bool ?? false, stripsRight: entry["rstrip"]?.bool ?? false,
        isNormalized: isNormalized, isSpecial: entry["special"]?.bool ?? false)
    }
    verbatim = Matcher(tokens.filter { !$0.isNormalized })
    normalized = Matcher(tokens.filter(\.isNormalized))
  }

  enum Piece {
    /// A stretch without added tokens, normalized; and whether it begins the text.
    case text(Bytes, isFirst: Bool)
    case token(Int32)
  }

  /// Calls `body` with the text's parts in order, none of them empty. In `literal` no special token is looked for.
  /// Throws what the watch and the body throw.
  func forEachPiece(
    of text: Bytes, literal: [Range<Int>] = [], normalizer: (any Normalizer)?, _ watch: EncodingWatch,
    _ body: (Piece) throws -> Void
  ) throws {
    try verbatim.cut(text, literal, watch) { piece, start in
      guard case .text(let part, _) = piece else { return try body(piece) }
      if let changed = try normalizer?.normalized(part, watch) {
        // What the normalizer changed has no places in the text any more: a part is literal as a whole or not at all.
        let whole = literal.overlap(start..<start + part.count) ? [0..<changed.count] : []
        try changed.withUnsafeBufferPointer { changed in
          try normalized.cut(changed, whole, watch) { try body(Self.first($0, start + $1 == 0)) }
        }
      } else {
        try normalized.cut(part, literal.map { $0.lowerBound - start..<$0.upperBound - start }, watch) {
          try body(Self.first($0, start + $1 == 0))
        }
      }
    }
  }

  private static func first(_ piece: Piece, _ isFirst: Bool) -> Piece {
    if case .text(let part, _) = piece { return .text(part, isFirst: isFirst) }
    return piece
  }
}

extension [Range<Int>] {
  /// Whether one of them has a place in common with this range. O(log n) for ranges in order and apart from each other.
  fileprivate func overlap(_ range: Range<Int>) -> Bool {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].upperBound <= range.lowerBound { low = middle + 1 } else { high = middle }
    }
    return low < count && self[low].overlaps(range)
  }
}

/// Finds the longest of some tokens at every place, the leftmost first.
private struct Matcher: Sendable {
  private let byFirst: [[AddedTokens.Token]]  // by first byte, the longest first
  private let isFirst: [Bool]
  /// Steps that looking for the tokens of a first byte is worth.
  private let costs: [Int]
  private let isEmpty: Bool

  init(_ tokens: [AddedTokens.Token]) {
    var byFirst: [[AddedTokens.Token]] = Array(repeating: [], count: 256)
    for token in tokens where !token.found.isEmpty { byFirst[Int(token.found[0])].append(token) }
    self.byFirst = byFirst.map { $0.sorted { $0.found.count > $1.found.count } }
    isFirst = byFirst.map { !$0.isEmpty }
    costs = byFirst.map { $0.reduce(0) { $0 + 1 + $1.found.count / 32 } / 4 }
    isEmpty = !isFirst.contains(true)
  }

  /// Calls `body` with each part and where it begins. Special tokens that reach into `literal` are text.
  func cut(
    _ text: Bytes, _ literal: [Range<Int>], _ watch: EncodingWatch, _ body: (AddedTokens.Piece, Int) throws -> Void
  ) throws {
    var start = 0
    if !isEmpty {
      try isFirst.withUnsafeBufferPointer { isFirst in
        var at = 0
        var looks = 0
        while at < text.count {
          looks += isFirst[Int(text[at])] ? costs[Int(text[at])] : 0
          if looks >= 4_096 {
            try watch.count(looks)
            looks = 0
          }
          guard isFirst[Int(text[at])],
            let token = byFirst[Int(text[at])].first(where: { token in
              text.starts(with: token.found, at: at)
                && !(token.isSpecial && literal.overlap(at..<at + token.found.count))
            })
          else {
            at += 1
            continue
          }
          let end = at + token.found.count
          if !token.isSingleWord || !(isWordCharacter(before: at, text) || isWordCharacter(at: end, text)) {
            let (begin, behind) = extended(token, at..<end, text, notBefore: start)
            if begin > start { try body(.text(text.slice(start..<begin), isFirst: false), start) }
            try body(.token(token.id), begin)
            start = behind
          }
          at = end
        }
      }
    }
    if start < text.count { try body(.text(text.slice(start..<text.count), isFirst: false), start) }
  }

  /// The token's place with the white space that it takes.
  private func extended(
    _ token: AddedTokens.Token, _ range: Range<Int>, _ text: Bytes, notBefore start: Int
  ) -> (begin: Int, end: Int) {
    var (begin, end) = (range.lowerBound, range.upperBound)
    while token.stripsLeft, begin > start {
      let before = text.start(before: begin)
      guard ScalarTests.isSpace(text.scalar(at: before).value) else { break }
      begin = before
    }
    while token.stripsRight, end < text.count {
      let (value, length) = text.scalar(at: end)
      guard ScalarTests.isSpace(value) else { break }
      end += length
    }
    return (begin, end)
  }

  private func isWordCharacter(before at: Int, _ text: Bytes) -> Bool {
    at > 0 && isWordCharacter(at: text.start(before: at), text)
  }

  private func isWordCharacter(at: Int, _ text: Bytes) -> Bool {
    at < text.count && ScalarTests.isWordCharacter(text.scalar(at: at).value)
  }
}
