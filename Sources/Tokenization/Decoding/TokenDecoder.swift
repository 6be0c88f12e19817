import Documents
import Work

/// Turns the text of a token, as it stands in the file, into the bytes that it adds to a text.
///
/// Bytes of characters that are not complete come out as they are, so that text can be streamed.
struct TokenDecoder: Sendable {
  private enum Step: Sendable {
    case byteLevel
    /// `<0x41>` is the byte 0x41.
    case byteFallback
    /// The replacement is a space, which the first token loses unless `keepsFirst`.
    case metaspace(replacement: [UInt8], keepsFirst: Bool)
    /// A space before every token but the first and those with the prefix, which loses it.
    case wordPiece(prefix: [UInt8], cleansUp: Bool)
    case replace(ReplaceNormalizer)
    /// Up to so many of the content at either end.
    case strip(content: [UInt8], start: Int, end: Int)
    /// A space before every token but the first.
    case separate
  }

  private let steps: [Step]
  /// What the beginning of the whole text loses, and how often.
  let leading: (content: [UInt8], count: Int)

  init(_ json: JSONValue?, isByteLevel: Bool, file: String) throws {
    var steps: [Step] = []
    var leading: (content: [UInt8], count: Int) = ([], 0)
    var isFused = false
    func add(_ json: JSONValue) throws {
      func unsupported(_ what: String) -> TokenizerError {
        TokenizerError(.unsupported, file: file, "its decoder \(what)")
      }
      let kind = json["type"]?.string ?? "?"
      if isFused, !["Fuse", "Strip"].contains(kind) {
        throw unsupported("has a step after Fuse other than Strip (\(kind))")
      }
      switch kind {
      case "ByteLevel": steps.append(.byteLevel)
      case "ByteFallback": steps.append(.byteFallback)
      case "Fuse": isFused = true
      case "Metaspace":
        steps.append(
          .metaspace(
            replacement: try MetaspacePreTokenizer.replacement(json, file: file),
            keepsFirst: try MetaspacePreTokenizer.prepend(json, file: file) == .never))
      case "WordPiece":
        steps.append(
          .wordPiece(prefix: Array((json["prefix"]?.string ?? "##").utf8), cleansUp: json["cleanup"]?.bool ?? true))
      case "Replace":
        steps.append(
          .replace(
            ReplaceNormalizer(
              delimiter: try Delimiter(json["pattern"], file: file),
              content: Array((json["content"]?.string ?? "").utf8))))
      case "Strip":
        let content = Array((json["content"]?.string ?? " ").utf8)
        let (start, end) = (json["start"]?.int ?? 0, json["stop"]?.int ?? 0)
        guard start >= 0, end >= 0 else {
          throw TokenizerError(.malformed, file: file, "its decoder strips fewer than 0 characters")
        }
        if isFused {
          guard end == 0, leading.count == 0 else { throw unsupported("strips the end of the whole text, or twice") }
          leading = (content, content.isEmpty ? 0 : start)
        } else {
          steps.append(.strip(content: content, start: start, end: end))
        }
      case "Sequence": for part in try StepCount.checked(json["decoders"], of: "decoder", file: file) { try add(part) }
      default:
        throw unsupported(
          "(\(kind)) is not supported; supported: ByteLevel, ByteFallback, Fuse, Metaspace, WordPiece, Replace, Strip, Sequence"
        )
      }
    }
    if let json, !json.isNull {
      try add(json)
    } else {
      steps = [isByteLevel ? .byteLevel : .separate]
    }
    self.steps = steps
    self.leading = leading
  }

  /// Whether the added tokens' texts are as they stand in a text, not in the alphabet of bytes.
  var isByteLevel: Bool {
    steps.contains { if case .byteLevel = $0 { true } else { false } }
  }

  /// Throws `TokenizerError` where replacements make too much of a token.
  func bytes(of token: [UInt8], isFirst: Bool, file: String) throws -> [UInt8] {
    let watch = EncodingWatch(token.count, file: file, cancellation: Cancellation())
    return try steps.reduce(token) { try apply($1, $0, isFirst, watch) }
  }

  private func apply(_ step: Step, _ text: [UInt8], _ isFirst: Bool, _ watch: EncodingWatch) throws -> [UInt8] {
    switch step {
    case .byteLevel: return ByteLevelAlphabet.bytes(of: text) ?? text
    case .byteFallback: return ByteFallback.byte(of: text).map { [$0] } ?? text
    case .metaspace(let replacement, let keepsFirst):
      let content: [UInt8] = isFirst && !keepsFirst ? [] : [0x20]
      let normalizer = ReplaceNormalizer(delimiter: .literal(replacement), content: content)
      return try text.withUnsafeBufferPointer { try normalizer.normalized($0, watch) } ?? text
    case .wordPiece(let prefix, let cleansUp):
      var result = text
      if !isFirst {
        if text.starts(with: prefix) { result.removeFirst(prefix.count) } else { result.insert(0x20, at: 0) }
      }
      return cleansUp ? try WordPieceCleanup.cleaned(result, watch) : result
    case .replace(let normalizer):
      return try text.withUnsafeBufferPointer { try normalizer.normalized($0, watch) } ?? text
    case .strip(let content, let start, let end):
      var slice = text[...]
      var (start, end) = (start, end)
      while start > 0, !content.isEmpty, slice.starts(with: content) {
        slice = slice.dropFirst(content.count)
        start -= 1
      }
      while end > 0, !content.isEmpty, slice.count >= content.count, slice.suffix(content.count) == content[...] {
        slice = slice.dropLast(content.count)
        end -= 1
      }
      return Array(slice)
    case .separate: return isFirst ? text : [0x20] + text
    }
  }
}

/// Takes back the spaces that BERT's words put before punctuation and contractions, token by token.
enum WordPieceCleanup {
  private static let replacements: [ReplaceNormalizer] = [
    (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"),
    (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
  ].map { ReplaceNormalizer(delimiter: .literal(Array($0.utf8)), content: Array($1.utf8)) }

  static func cleaned(_ token: [UInt8], _ watch: EncodingWatch) throws -> [UInt8] {
    try replacements.reduce(token) { text, replacement in
      try text.withUnsafeBufferPointer { try replacement.normalized($0, watch) } ?? text
    }
  }
}
