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
  private let verbatim: AddedTokenMatcher
  private let normalized: AddedTokenMatcher

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
    verbatim = AddedTokenMatcher(tokens.filter { !$0.isNormalized })
    normalized = AddedTokenMatcher(tokens.filter(\.isNormalized))
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
