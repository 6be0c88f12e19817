import Documents

/// Byte-level words: GPT-2's, or what earlier steps have cut. That the bytes then stand as printable characters is a matter of
/// the file alone; here they stay bytes.
struct ByteLevelPreTokenizer: PreTokenizer {
  /// A text that does not begin with a space gets one.
  let addPrefixSpace: Bool
  /// Without, the whole text is one word.
  let useRegex: Bool

  init(_ json: JSONValue) {
    addPrefixSpace = json["add_prefix_space"]?.bool ?? true
    useRegex = json["use_regex"]?.bool ?? true
  }

  var doesNothing: Bool { !addPrefixSpace && !useRegex }

  func words(
    of text: Bytes, isFirst: Bool, _ watch: EncodingWatch, _ body: (Bytes, Bool) throws -> Void
  ) throws {
    func cut(_ text: Bytes) throws {
      guard useRegex else { return try body(text, isFirst) }
      try WordCutter.gpt2.words(of: text, isFirst: isFirst, watch, body)
    }
    if addPrefixSpace, text[0] != 0x20 {
      let prefixed = [0x20] + Array(text)
      try prefixed.withUnsafeBufferPointer { try cut($0) }
    } else {
      try cut(text)
    }
  }
}
