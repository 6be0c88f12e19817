/// The second look at a text that is JSON but for two equal keys in one object: finds where.
enum JSONKeys {
  /// The first key that its object already holds, and the offset of its quote.
  ///
  /// Keys are compared as written; of two spellings of one key (`a`, `\u0061`) the offset is that of the text's start.
  static func firstRepeated(in text: UnsafeRawBufferPointer) -> (key: String, offset: Int) {
    var open: [Set<[UInt8]>] = []
    var word = 0..<0  // the last string, without its quotes
    var at = 0
    while at < text.count {
      switch text[at] {
      case UInt8(ascii: "\""):
        let start = at + 1
        at = start
        while text[at] != UInt8(ascii: "\"") { at += text[at] == UInt8(ascii: "\\") ? 2 : 1 }
        word = start..<at
      case UInt8(ascii: "{"): open.append([])
      case UInt8(ascii: "}"): open.removeLast()
      case UInt8(ascii: ":") where !open.isEmpty:
        let key = Array(text[word])
        if !open[open.count - 1].insert(key).inserted {
          return (String(decoding: key, as: UTF8.self), word.lowerBound - 1)
        }
      default: break
      }
      at += 1
    }
    return ("", 0)
  }
}
