/// Small letters for capital ones, character by character, without regard to their neighbours.
struct LowercaseNormalizer: Normalizer {
  func normalized(_ text: Bytes, _ watch: EncodingWatch) throws -> [UInt8]? {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var at = 0
    while at < text.count {
      let byte = text[at]
      if byte < 0x80 {
        result.append(0x41...0x5A ~= byte ? byte | 0x20 : byte)
        at += 1
      } else {
        let (value, length) = text.scalar(at: at)
        if let scalar = Unicode.Scalar(value) { result += scalar.properties.lowercaseMapping.utf8 }
        at += length
      }
    }
    return result
  }
}

/// Drops characters, and puts a space in the place of others.
struct FilterNormalizer: Normalizer {
  let removes: @Sendable (UInt32) -> Bool
  /// Of those that are not dropped.
  var blanks: @Sendable (UInt32) -> Bool = { _ in false }

  func normalized(_ text: Bytes, _ watch: EncodingWatch) throws -> [UInt8]? {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var at = 0
    while at < text.count {
      let (value, length) = text.scalar(at: at)
      if removes(value) {
      } else if blanks(value) {
        result.append(0x20)
      } else {
        result += text[at..<at + length]
      }
      at += length
    }
    return result
  }
}

/// Puts a text in the place of every match.
struct ReplaceNormalizer: Normalizer {
  let delimiter: Delimiter
  let content: [UInt8]

  func normalized(_ text: Bytes, _ watch: EncodingWatch) throws -> [UInt8]? {
    var result: [UInt8]?
    var start = 0
    try delimiter.forEachMatch(in: text, watch) { match in
      try watch.checkGrowth((result?.count ?? 0) + content.count)
      if result == nil {
        result = []
        result?.reserveCapacity(text.count + text.count / 2)
      }
      result? += text[start..<match.lowerBound]
      result? += content
      start = match.upperBound
    }
    result? += text[start...]
    return result
  }
}

/// Begins every text that is not empty with a prefix.
struct PrependNormalizer: Normalizer {
  let prefix: [UInt8]
  func normalized(_ text: Bytes, _ watch: EncodingWatch) throws -> [UInt8]? {
    if text.isEmpty { return nil }
    try watch.checkGrowth(prefix.count + text.count)
    return prefix + text
  }
}

/// Takes the white space from the ends.
struct StripNormalizer: Normalizer {
  let left: Bool
  let right: Bool

  func normalized(_ text: Bytes, _ watch: EncodingWatch) throws -> [UInt8]? {
    var (start, end) = (0, text.count)
    while left, start < end {
      let (value, length) = text.scalar(at: start)
      guard ScalarTests.isSpace(value) else { break }
      start += length
    }
    while right, end > start {
      let last = text.start(before: end)
      guard ScalarTests.isSpace(text.scalar(at: last).value) else { break }
      end = last
    }
    return start == 0 && end == text.count ? nil : Array(text[start..<end])
  }
}
