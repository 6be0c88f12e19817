import Numerics
public import Work

// Text to tokens. All of it stops when `work` is cancelled, and throws `TokenizerError` where the tokenizer's own regexes or
// replacements take more than a text of that length could need.
extension Tokenizer {
  /// The tokens of a text; nothing is put around it.
  public func encode(_ text: String, work: Work = .silent) throws -> [Int32] {
    try encode(Array(text.utf8)[...], work: work)
  }

  /// The tokens of UTF-8 bytes; what is no UTF-8 becomes U+FFFD.
  public func encode(_ text: [UInt8], work: Work = .silent) throws -> [Int32] { try encode(text[...], work: work) }

  /// The tokens of a text, nothing added before or behind it, nothing cut off. The text of an added token becomes that token;
  /// bytes that are no UTF-8 are read as U+FFFD.
  public func encode(_ text: ArraySlice<UInt8>, work: Work = .silent) throws -> [Int32] {
    try states.with { cache in try encode(text, &cache, work) }
  }

  /// The same where the bytes `literal`, counted from the text's first, are data: the name of a special token is ordinary
  /// text there, so that a row cannot end a turn or begin another.
  public func encode(_ text: [UInt8], literal: Range<Int>, work: Work = .silent) throws -> [Int32] {
    try encode(text, literal: [literal], work: work)
  }

  /// The same with several such parts, in order and apart from each other.
  public func encode(_ text: [UInt8], literal: [Range<Int>], work: Work = .silent) throws -> [Int32] {
    try states.with { try encode(text, literal: literal, &$0, work) }
  }

  private func encode(
    _ text: [UInt8], literal: [Range<Int>], _ cache: inout WordCache, _ work: Work
  ) throws -> [Int32] {
    guard text.withUnsafeBufferPointer(UTF8Validation.isWellFormed) else {
      func decoded(_ part: ArraySlice<UInt8>) -> [UInt8] { Array(String(decoding: part, as: UTF8.self).utf8) }
      var whole: [UInt8] = []
      var parts: [Range<Int>] = []
      var at = 0
      for part in literal {
        whole += decoded(text[at..<part.lowerBound])
        let start = whole.count
        whole += decoded(text[part])
        parts.append(start..<whole.count)
        at = part.upperBound
      }
      return try encode(whole + decoded(text[at...]), literal: parts, &cache, work)
    }
    return try text.withUnsafeBufferPointer { try encode(wellFormed: $0, literal, &cache, work) }
  }

  /// With `addingSpecial`, the tokens that the post-processor of `tokenizer.json` puts around every text (`[CLS] … [SEP]`, `<s> …`).
  public func encode(_ text: [UInt8], addingSpecial: Bool, work: Work = .silent) throws -> [Int32] {
    let ids = try encode(text, work: work)
    return addingSpecial ? file.affixes.before + ids + file.affixes.behind : ids
  }

  /// As `encode(_:addingSpecial:work:)` of bytes.
  public func encode(_ text: String, addingSpecial: Bool, work: Work = .silent) throws -> [Int32] {
    try encode(Array(text.utf8), addingSpecial: addingSpecial, work: work)
  }

  /// As `encode(_:addingSpecial:)`, at most `maximum` tokens long in all: the end of the text goes, the special tokens stay.
  /// `cut` is the number of tokens that are missing.
  public func encode(
    _ text: [UInt8], addingSpecial: Bool, atMost maximum: Int, work: Work = .silent
  ) throws -> (ids: [Int32], cut: Int) {
    let ids = try encode(text, work: work)
    let affixes = addingSpecial ? (file.affixes.before, file.affixes.behind) : ([], [])
    let kept = max(0, min(ids.count, maximum - affixes.0.count - affixes.1.count))
    return (affixes.0 + ids[..<kept] + affixes.1, ids.count - kept)
  }

  /// The tokens of each text, as `encode(_:)` gives them, on all threads. Throws what the first text that fails throws.
  public func encode(batch texts: [ArraySlice<UInt8>], work: Work = .silent) throws -> [[Int32]] {
    try Parallel.results(texts.count, grain: max(1, min(32, texts.count / 16))) { try encode(texts[$0], work: work) }
  }

  private func encode(_ text: ArraySlice<UInt8>, _ cache: inout WordCache, _ work: Work) throws -> [Int32] {
    try text.withUnsafeBufferPointer { bytes in
      if UTF8Validation.isWellFormed(bytes) { return try encode(wellFormed: bytes, [], &cache, work) }
      return try Array(String(decoding: bytes, as: UTF8.self).utf8).withUnsafeBufferPointer {
        try encode(wellFormed: $0, [], &cache, work)
      }
    }
  }

  private func encode(
    wellFormed text: Bytes, _ literal: [Range<Int>], _ cache: inout WordCache, _ work: Work
  ) throws -> [Int32] {
    let watch = EncodingWatch(text.count, file: path, cancellation: work.cancellation)
    try watch.checkCancellation()
    var ids: [Int32] = []
    ids.reserveCapacity(text.count / 3 + 1)
    var words = 0
    try file.added.forEachPiece(of: text, literal: literal, normalizer: file.normalizer, watch) { piece in
      switch piece {
      case .token(let id): ids.append(id)
      case .text(let part, let isFirst):
        try file.preTokenizer.words(of: part, isFirst: isFirst, watch) { word, _ in
          words &+= 1
          if words & 0xFFF == 0 { try watch.checkCancellation() }
          try cache.append(word, to: &ids, model: file.model, watch)
        }
      }
    }
    return ids
  }
}
