import Numerics

// Text to tokens.
extension Tokenizer {
  public func encode(_ text: String) -> [Int32] { encode(Array(text.utf8)[...]) }

  public func encode(_ text: [UInt8]) -> [Int32] { encode(text[...]) }

  /// The tokens of a text, nothing added before or behind it, nothing cut off. The text of an added token becomes that token;
  /// bytes that are no UTF-8 are read as U+FFFD.
  public func encode(_ text: ArraySlice<UInt8>) -> [Int32] {
    states.with { cache in encode(text, &cache) }
  }

  /// The same where the bytes `literal`, counted from the text's first, are data: the name of a special token is ordinary
  /// text there, so that a row cannot end a turn or begin another.
  public func encode(_ text: [UInt8], literal: Range<Int>) -> [Int32] {
    states.with { encode(text, literal: literal, &$0) }
  }

  private func encode(_ text: [UInt8], literal: Range<Int>, _ cache: inout WordCache) -> [Int32] {
    guard text.withUnsafeBufferPointer(UTF8Validation.isWellFormed) else {
      func decoded(_ part: ArraySlice<UInt8>) -> [UInt8] { Array(String(decoding: part, as: UTF8.self).utf8) }
      let before = decoded(text[..<literal.lowerBound])
      let within = decoded(text[literal])
      let whole = before + within + decoded(text[literal.upperBound...])
      return encode(whole, literal: before.count..<before.count + within.count, &cache)
    }
    return text.withUnsafeBufferPointer { encode(wellFormed: $0, literal, &cache) }
  }

  /// With `addingSpecial`, the tokens that the post-processor of `tokenizer.json` puts around every text (`[CLS] … [SEP]`, `<s> …`).
  public func encode(_ text: [UInt8], addingSpecial: Bool) -> [Int32] {
    addingSpecial ? file.affixes.before + encode(text) + file.affixes.behind : encode(text)
  }

  public func encode(_ text: String, addingSpecial: Bool) -> [Int32] {
    encode(Array(text.utf8), addingSpecial: addingSpecial)
  }

  /// As `encode(_:addingSpecial:)`, at most `maximum` tokens long in all: the end of the text goes, the special tokens stay.
  /// `cut` is the number of tokens that are missing.
  public func encode(_ text: [UInt8], addingSpecial: Bool, atMost maximum: Int) -> (ids: [Int32], cut: Int) {
    let ids = encode(text)
    let affixes = addingSpecial ? (file.affixes.before, file.affixes.behind) : ([], [])
    let kept = max(0, min(ids.count, maximum - affixes.0.count - affixes.1.count))
    return (affixes.0 + ids[..<kept] + affixes.1, ids.count - kept)
  }

  /// The tokens of each text, as `encode(_:)` gives them, on all threads.
  public func encode(batch texts: [ArraySlice<UInt8>]) -> [[Int32]] {
    [[Int32]](unsafeUninitializedCapacity: texts.count) { results, count in
      guard let base = results.baseAddress else { return }
      Parallel.ranges(texts.count, grain: max(1, min(32, texts.count / 16))) { range in
        states.with { cache in
          for index in range { (base + index).initialize(to: encode(texts[index], &cache)) }
        }
      }
      count = texts.count
    }
  }

  private func encode(_ text: ArraySlice<UInt8>, _ cache: inout WordCache) -> [Int32] {
    text.withUnsafeBufferPointer { bytes in
      if UTF8Validation.isWellFormed(bytes) { return encode(wellFormed: bytes, 0..<0, &cache) }
      return Array(String(decoding: bytes, as: UTF8.self).utf8).withUnsafeBufferPointer {
        encode(wellFormed: $0, 0..<0, &cache)
      }
    }
  }

  private func encode(wellFormed text: Bytes, _ literal: Range<Int>, _ cache: inout WordCache) -> [Int32] {
    var ids: [Int32] = []
    ids.reserveCapacity(text.count / 3 + 1)
    file.added.forEachPiece(of: text, literal: literal, normalizer: file.normalizer) { piece in
      switch piece {
      case .token(let id): ids.append(id)
      case .text(let part, let isFirst):
        file.preTokenizer.words(of: part, isFirst: isFirst) { word, _ in
          cache.append(word, to: &ids, model: file.model)
        }
      }
    }
    return ids
  }
}
