/// The tokens of words met before: most words of a text have been.
struct WordCache {
  private var words = BytesTable(capacity: 1 << 12)
  private var spans: [Range<Int>] = []
  private var tokens: [Int32] = []

  private static let wordLimit = 1 << 17
  private static let lengthLimit = 64

  /// Appends the word's tokens, made by the model if they are not known. Throws what the watch throws.
  mutating func append(_ word: Bytes, to ids: inout [Int32], model: any SubwordModel, _ watch: EncodingWatch) throws {
    guard word.count <= Self.lengthLimit else { return ids.append(contentsOf: try model.tokens(of: word, watch)) }
    if let place = words.value(of: word) {
      for at in spans[Int(place)] { ids.append(tokens[at]) }
      return
    }
    let made = try model.tokens(of: word, watch)
    ids.append(contentsOf: made)
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
