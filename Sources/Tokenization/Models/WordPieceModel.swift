import Documents

/// WordPiece (Devlin et al. 2019): the longest token that begins the word, then the longest that goes on, to its end.
struct WordPieceModel: SubwordModel {
  private let vocabulary: Vocabulary
  /// Stands before tokens that go on: `##`.
  private let prefix: [UInt8]
  private let longest: Int
  private let unknown: Int32
  /// Bytes of the longest token.
  private let longestToken: Int

  init(_ json: JSONValue, vocabulary: Vocabulary, file: String) throws {
    self.vocabulary = vocabulary
    prefix = Array((json["continuing_subword_prefix"]?.string ?? "##").utf8)
    longest = json["max_input_chars_per_word"]?.int ?? 100
    let name = json["unk_token"]?.string ?? "[UNK]"
    guard let unknown = vocabulary.id(name) else {
      throw TokenizerError(.inconsistent, file: file, "its unknown token \(name) is not in the vocabulary")
    }
    self.unknown = unknown
    longestToken = vocabulary.texts.reduce(0) { max($0, $1?.count ?? 0) }
  }

  /// The unknown token alone where any part of the word has no token, or the word is too long.
  func tokens(of word: Bytes, _ watch: EncodingWatch) throws -> [Int32] {
    guard word.reduce(0, { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }) <= longest else { return [unknown] }
    var ids: [Int32] = []
    var start = 0
    var part = prefix
    while start < word.count {
      var end = min(word.count, start + longestToken)
      while end < word.count, end > start, word[end] & 0xC0 == 0x80 { end -= 1 }
      var found: Int32?
      while end > start {
        try watch.count(1 + (end - start) / 16)
        if start == 0 {
          found = vocabulary.id(word.slice(start..<end))
        } else {
          part.removeLast(part.count - prefix.count)
          part += word[start..<end]
          found = vocabulary.id(part)
        }
        if found != nil { break }
        end = word.start(before: end)
      }
      guard let found else { return [unknown] }
      ids.append(found)
      start = end
    }
    return ids
  }
}
