/// The tokens of words met before: most words of a text have been.
struct WordCache {
  private var words = BytesTable(capacity: 1 << 12)
  private var spans: [Range<Int>] = []
  private var tokens: [Int32] = []

  private static let wordLimit = 1 << 17
  private static let lengthLimit = 64

  /// Appends the word's tokens, made by `make` if they are not known.
  mutating func append(
    _ word: UnsafeBufferPointer<UInt8>, to ids: inout [Int32], make: (UnsafeBufferPointer<UInt8>) -> [Int32]
  ) {
    if let place = words.value(of: word) {
      for at in spans[Int(place)] { ids.append(tokens[at]) }
      return
    }
    let made = make(word)
    ids.append(contentsOf: made)
    guard word.count <= Self.lengthLimit else { return }
    if words.count >= Self.wordLimit {
      words.removeAll()
      spans.removeAll(keepingCapacity: true)
      tokens.removeAll(keepingCapacity: true)
    }
    words.add(word, Int32(spans.count))
    spans.append(tokens.count..<tokens.count + made.count)
    tokens.append(contentsOf: made)
  }
}
