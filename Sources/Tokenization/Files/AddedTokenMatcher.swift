/// Finds the longest of some tokens at every place, the leftmost first.
struct AddedTokenMatcher: Sendable {
  private let tokens: [AddedTokens.Token]
  private let trie: PieceTrie
  private let isFirst: [Bool]  // by byte
  private let isEmpty: Bool

  init(_ tokens: [AddedTokens.Token]) {
    // Of equal texts the first token counts, and of equal pieces the one with the highest number.
    self.tokens = tokens.reversed().filter { !$0.found.isEmpty }
    trie = PieceTrie(self.tokens.enumerated().map { ($1.found, Int32($0)) })
    var isFirst = Array(repeating: false, count: 256)
    for token in self.tokens { isFirst[Int(token.found[0])] = true }
    self.isFirst = isFirst
    isEmpty = self.tokens.isEmpty
  }

  /// Calls `body` with each part and where it begins. Special tokens that reach into `literal` are text.
  func cut(
    _ text: Bytes, _ literal: [Range<Int>], _ watch: EncodingWatch, _ body: (AddedTokens.Piece, Int) throws -> Void
  ) throws {
    var start = 0
    if !isEmpty {
      try isFirst.withUnsafeBufferPointer { isFirst in
        var at = 0
        var looks = 0
        while at < text.count {
          guard isFirst[Int(text[at])] else {
            at += 1
            continue
          }
          let (found, looked) = longest(at: at, text, literal)
          looks += 1 + looked / 8
          if looks >= 4_096 {
            try watch.count(looks)
            looks = 0
          }
          guard let token = found else {
            at += 1
            continue
          }
          let end = at + token.found.count
          if !token.isSingleWord || !(isWordCharacter(before: at, text) || isWordCharacter(at: end, text)) {
            let (begin, behind) = extended(token, at..<end, text, notBefore: start)
            if begin > start { try body(.text(text.slice(start..<begin), isFirst: false), start) }
            try body(.token(token.id), begin)
            start = behind
          }
          at = end
        }
      }
    }
    if start < text.count { try body(.text(text.slice(start..<text.count), isFirst: false), start) }
  }

  /// The longest token that begins at a place, and how many bytes were looked at.
  private func longest(at start: Int, _ text: Bytes, _ literal: [Range<Int>]) -> (AddedTokens.Token?, looked: Int) {
    trie.withWalker { walker in
      var found = -1
      var end = start
      var node = walker.child(of: 0, text[end])
      while node > 0 {
        end += 1
        let place = Int(walker.piece(at: node))
        if place >= 0, !(tokens[place].isSpecial && literal.overlap(start..<end)) { found = place }
        node = end < text.count ? walker.child(of: node, text[end]) : -1
      }
      return (found < 0 ? nil : tokens[found], end - start)
    }
  }

  /// The token's place with the white space that it takes.
  private func extended(
    _ token: AddedTokens.Token, _ range: Range<Int>, _ text: Bytes, notBefore start: Int
  ) -> (begin: Int, end: Int) {
    var (begin, end) = (range.lowerBound, range.upperBound)
    while token.stripsLeft, begin > start {
      let before = text.start(before: begin)
      guard ScalarTests.isSpace(text.scalar(at: before).value) else { break }
      begin = before
    }
    while token.stripsRight, end < text.count {
      let (value, length) = text.scalar(at: end)
      guard ScalarTests.isSpace(value) else { break }
      end += length
    }
    return (begin, end)
  }

  private func isWordCharacter(before at: Int, _ text: Bytes) -> Bool {
    at > 0 && isWordCharacter(at: text.start(before: at), text)
  }

  private func isWordCharacter(at: Int, _ text: Bytes) -> Bool {
    at < text.count && ScalarTests.isWordCharacter(text.scalar(at: at).value)
  }
}

extension [Range<Int>] {
  /// Whether one of them has a place in common with this range. O(log n) for ranges in order and apart from each other.
  func overlap(_ range: Range<Int>) -> Bool {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].upperBound <= range.lowerBound { low = middle + 1 } else { high = middle }
    }
    return low < count && self[low].overlaps(range)
  }
}
