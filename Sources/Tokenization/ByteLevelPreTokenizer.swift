import Documents

/// GPT-2's words, as its expression finds them:
///
///     's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
struct ByteLevelPreTokenizer: PreTokenizer {
  /// A text that does not begin with a space gets one.
  var addPrefixSpace = false
  /// Without, the whole text is one word.
  var useExpression = true

  init(_ json: JSONValue?) {
    addPrefixSpace = json?["add_prefix_space"]?.bool ?? true
    useExpression = json?["use_regex"]?.bool ?? true
  }

  func words(of text: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    guard !text.isEmpty else { return }
    if addPrefixSpace, text[0] != 0x20 {
      let prefixed = [0x20] + Array(text)
      prefixed.withUnsafeBufferPointer { useExpression ? cut($0, body) : body($0) }
    } else {
      useExpression ? cut(text, body) : body(text)
    }
  }

  private func cut(_ text: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    ScalarClass.withTable { table in
      var start = 0
      while start < text.count {
        let end = wordEnd(text, start, table)
        body(UnsafeBufferPointer(rebasing: text[start..<end]))
        start = end
      }
    }
  }

  private func wordEnd(
    _ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ table: UnsafeBufferPointer<ScalarClass>
  ) -> Int {
    if text[start] == UInt8(ascii: "'"), let end = contractionEnd(text, start) { return end }
    var at = start
    var first = ScalarClass.at(at, of: text, table: table)
    if text[start] == 0x20, start + 1 < text.count {
      let next = ScalarClass.at(start + 1, of: text, table: table)
      if next.class != .space { (at, first) = (start + 1, next) }
    }
    if first.class == .space { return spaceEnd(text, start, table) }
    at += first.length
    while at < text.count {
      let next = ScalarClass.at(at, of: text, table: table)
      guard next.class == first.class else { break }
      at += next.length
    }
    return at
  }

  /// A run of white space leaves its last character to the word that follows, unless it has no other (`\s+(?!\S)|\s+`).
  private func spaceEnd(
    _ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ table: UnsafeBufferPointer<ScalarClass>
  ) -> Int {
    var last = start
    var at = start
    while at < text.count {
      let next = ScalarClass.at(at, of: text, table: table)
      guard next.class == .space else { return last > start ? last : at }
      last = at
      at += next.length
    }
    return at
  }

  private func contractionEnd(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
    guard start + 1 < text.count else { return nil }
    let first = text[start + 1]
    switch first {
    case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"): return start + 2
    case UInt8(ascii: "r"), UInt8(ascii: "v"), UInt8(ascii: "l"):
      let second = first == UInt8(ascii: "l") ? UInt8(ascii: "l") : UInt8(ascii: "e")
      return start + 2 < text.count && text[start + 2] == second ? start + 3 : nil
    default: return nil
    }
  }
}
