import Documents

/// The unigram language model (Kudo 2018): of all ways to put a word together from pieces, the one whose log-probabilities have
/// the greatest sum.
///
/// Of ways with equal sums the one that was found first is kept, and sums are added from the front in double precision, as
/// Hugging Face's tokenizers do. Time grows with the word's bytes times the length of the pieces that begin at each.
struct UnigramModel: SubwordModel {
  private let trie: PieceTrie
  /// By number.
  private let scores: [Double]
  private let unknown: Int32?
  private let unknownScore: Double
  /// Spells what has no piece; nil where it is the unknown token.
  private let fallback: ByteFallback?
  private let isByteLevel: Bool

  /// How much less probable than the least probable piece a character without a piece is.
  private static let unknownPenalty = 10.0

  init(_ json: JSONValue, vocabulary: Vocabulary, isByteLevel: Bool, file: String) throws {
    let scores = try (json["vocab"]?.array ?? []).map { entry in
      guard let score = entry[1].flatMap(PieceScore.value) else {
        throw TokenizerError(
          .malformed, file: file, "the token \((entry[0]?.string ?? "").debugDescription) has no score")
      }
      return score
    }
    self.scores = scores
    trie = PieceTrie(
      vocabulary.texts.enumerated().compactMap { id, text in
        guard let text, let bytes = isByteLevel ? ByteLevelAlphabet.bytes(of: text) : text else { return nil }
        return (bytes, Int32(id))
      })
    unknown = try Self.unknown(json["unk_id"], scores.count, file)
    unknownScore = (scores.min() ?? .infinity) - Self.unknownPenalty
    let fallsBack = json["byte_fallback"]?.bool ?? false
    if fallsBack, isByteLevel {
      throw TokenizerError(.unsupported, file: file, "`byte_fallback` with ByteLevel is not supported in Unigram")
    }
    fallback = fallsBack ? ByteFallback(vocabulary) : nil
    self.isByteLevel = isByteLevel
  }

  /// Nil where the file names none.
  private static func unknown(_ json: JSONValue?, _ count: Int, _ file: String) throws -> Int32? {
    guard let json, !json.isNull else { return nil }
    guard let id = json.int, (0..<count).contains(id) else {
      throw TokenizerError(
        .inconsistent, file: file,
        "the number of its unknown token (unk_id) is \(json.serialized()), which no token has")
    }
    return Int32(id)
  }

  /// The best way from the beginning of the word to a place: its last piece and its sum.
  private struct Way {
    var score = 0.0
    /// Bytes of the piece; 0 where no way comes here.
    var length: Int32 = 0
    var piece: Int32 = -1

    /// The first of equal ones is kept.
    @inline(__always)
    mutating func offer(_ score: Double, _ length: Int, _ piece: Int32) {
      if self.length == 0 || score > self.score { self = Way(score: score, length: Int32(length), piece: piece) }
    }
  }

  func tokens(of word: Bytes, _ watch: EncodingWatch) throws -> [Int32] {
    try withUnsafeTemporaryAllocation(of: Way.self, capacity: word.count + 1) { ways in
      ways.initialize(repeating: Way())
      try findWays(through: word, ways, watch)
      return tokens(of: word, by: ways)
    }
  }

  /// Fills in the best way to the end of each character; `ways` has one place more than the word.
  private func findWays(
    through word: Bytes, _ ways: UnsafeMutableBufferPointer<Way>, _ watch: EncodingWatch
  ) throws {
    try trie.withWalker { walker in
      try scores.withUnsafeBufferPointer { scores in
        var start = 0
        var steps = 0
        while start < word.count {
          let score = ways[start].score
          let length = isByteLevel ? 1 : word.scalar(at: start).length
          var hasPiece = false  // of the one character that begins here
          var end = start
          var node = walker.child(of: 0, word[end])
          while node > 0 {
            end += 1
            let piece = walker.piece(at: node)
            if piece >= 0 {
              ways[end].offer(scores[Int(piece)] + score, end - start, piece)
              if end - start == length { hasPiece = true }
            }
            node = end < word.count ? walker.child(of: node, word[end]) : -1
          }
          if !hasPiece {
            if ways[start + length].length == 0 || unknownScore + score > ways[start + length].score, unknown == nil {
              throw watch.error(
                .inconsistent, "a character of the text has no token, and its model names no unknown one (unk_id)")
            }
            ways[start + length].offer(unknownScore + score, length, unknown ?? -1)
          }
          // Pieces may begin one inside the other, in a file that means harm in thousands.
          steps += 1 + (end - start) / 8
          if steps >= EncodingWatch.stride {
            try watch.count(steps)
            steps = 0
          }
          start += length
        }
      }
    }
  }

  /// The pieces of the best way to the end, characters without one in a row taken for one.
  private func tokens(of word: Bytes, by ways: UnsafeMutableBufferPointer<Way>) -> [Int32] {
    var ids: [Int32] = []  // from the last to the first
    func addUnknown(_ part: Bytes) {
      // A row may spell a piece that was not the best way by itself.
      if let id = trie.piece(of: part) {
        ids.append(id)
      } else if let bytes = fallback?.tokens(of: part) {
        ids.append(contentsOf: bytes.reversed())
      } else if let unknown {
        ids.append(unknown)
      }
    }
    var end = word.count
    var rowEnd = end
    while end > 0 {
      let way = ways[end]
      let start = end - Int(way.length)
      if way.piece != unknown {
        if end < rowEnd { addUnknown(word.slice(end..<rowEnd)) }
        ids.append(way.piece)
        rowEnd = start
      }
      end = start
    }
    if rowEnd > 0 { addUnknown(word.slice(0..<rowEnd)) }
    ids.reverse()
    return ids
  }
}
