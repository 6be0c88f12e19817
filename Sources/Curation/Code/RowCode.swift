package import Rows

/// The code in a row's answer.
package struct RowCode: Sendable {
  /// A piece of code, and where in the answer it stands.
  package struct Piece: Sendable {
    package var code: [UInt8]
    /// Of its lines in the answer, from the answer's beginning; nil where the code is question and answer.
    package var place: Range<Int>?
    package var indentation = 0
    /// Whether nothing comes behind it, not even a closing fence: an answer that was cut short may end in it.
    package var endsAnswer: Bool
    package var isFenced: Bool
  }

  /// Of most of it; nil: none that is known here.
  package private(set) var language: (any CodeLanguage)?
  /// What the language is called: by a fence, or by how its text begins, where none of its blocks is of one that is known here.
  package var word: String? { language?.name ?? unknownWord }
  private var unknownWord: String?
  /// Each block of that language.
  package var pieces: [Piece] = []
  /// Whether the answer is one block between fences and nothing else.
  package private(set) var isWrapped = false
  /// Whether the answer ends inside a fence, whatever stands there.
  package var hasOpenFence: Bool { openFence != nil }
  /// What would close it.
  package private(set) var openFence: String?
  /// Whether its prose breaks off within a sentence.
  package private(set) var hasOpenSentence = false

  /// All of its code.
  package var whole: [UInt8] { Array(pieces.map(\.code).joined(separator: [0x0A])) }

  /// Blocks between fences; without any, the answer where it looks like code, with the question before it where the answer goes on
  /// with the question's code.
  /// - Parameter tests: those of the row, whose language the code has where nothing else says one.
  package init(_ rows: Rows, _ row: Int, tests: [UInt8]? = nil) {
    guard let answer = rows.answer(row) else { return }
    let blocks = FencedCode.blocks(of: answer)
    guard !blocks.isEmpty else {
      if let first = answer.first(where: { $0 != 0x0A && $0 != 0x0D }), first == 0x20 || first == 0x09,
        let question = rows.question(row),
        let language = CodeLanguages.detected(question + answer)
      {
        self.language = language
        pieces = [Piece(code: Array(question + answer), endsAnswer: true, isFenced: false)]
        return
      }
      let guess = LanguageGuess.of(answer)
      if let language = guess?.language ?? tests.flatMap({ CodeLanguages.detected($0[...]) }) {
        self.language = language
        pieces = [Piece(code: Array(answer), place: 0..<answer.count, endsAnswer: true, isFenced: false)]
      } else if let guess {
        unknownWord = guess.name
      } else {
        hasOpenSentence = Sentence.isOpen(answer)
      }
      return
    }
    if blocks.count == 1, let block = blocks.first, block.isClosed {
      let before = answer.prefix(block.place.lowerBound).drop { $0 != 0x0A }
      let behind = answer.dropFirst(block.place.upperBound).drop { $0 != 0x0A }
      let opens = answer.first { $0 > 0x20 }.map { block.fence.utf8.first == $0 } ?? false
      isWrapped = opens && before.count <= 1 && behind.allSatisfy { $0 <= 0x20 }
    }
    openFence = blocks.last.flatMap { $0.isClosed ? nil : $0.fence }
    if let last = blocks.last, last.isClosed {
      // Behind the line of the closing fence.
      let rest = answer.dropFirst(last.place.upperBound).drop { $0 != 0x0A }
      hasOpenSentence = Sentence.isOpen(rest)
    }
    let known = blocks.map { block in
      block.language.isEmpty ? CodeLanguages.detected(block.code[...]) : CodeLanguages.named(block.language)
    }
    var bytes: [String: Int] = [:]
    for (block, language) in zip(blocks, known) {
      if let language { bytes[language.name, default: 0] += block.code.count }
    }
    let most = bytes.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    guard let most else {
      unknownWord =
        blocks.lazy.compactMap { block in
          block.language.isEmpty
            ? LanguageGuess.of(block.code[...])?.name : Self.noCode.contains(block.language) ? nil : block.language
        }.first
      return
    }
    language = CodeLanguages.named(most)
    pieces = zip(blocks, known).filter { $1?.name == most }.map { block, _ in
      Piece(
        code: block.code, place: block.place, indentation: block.indentation, endsAnswer: !block.isClosed,
        isFenced: true)
    }
  }

  /// What stands between fences and is no code.
  private static let noCode: Set = ["text", "txt", "plaintext", "plain", "output", "console", "markdown", "md"]
}

/// Prose at the end of an answer.
package enum Sentence {
  /// A line of so many words is a sentence, and no caption or result.
  private static let leastWords = 5

  /// Whether the last line is a sentence that breaks off: it ends in a letter or a comma. Items of lists, headings and rows of tables often end
  /// so and are whole.
  static func isOpen(_ text: ArraySlice<UInt8>) -> Bool {
    guard let end = text.lastIndex(where: { $0 > 0x20 }) else { return false }
    let last = text[end]
    let isLetter = (last | 0x20) >= 0x61 && (last | 0x20) <= 0x7A
    guard isLetter || last == UInt8(ascii: ",") else { return false }
    let start = text[..<end].lastIndex(of: 0x0A).map { $0 + 1 } ?? text.startIndex
    let line = text[start...end].drop { $0 <= 0x20 }
    guard let first = line.first, !"#|-*+>".utf8.contains(first) else { return false }
    return line.split(separator: 0x20).count >= leastWords
  }

  /// The text up to the end of its last sentence or line that is whole; nil where there is none.
  package static func whole(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let end = text.indices.dropLast().last { place in
      text[place] == 0x0A || ".!?:".utf8.contains(text[place]) && text[place + 1] <= 0x20
    }
    guard let end, let last = text[...end].lastIndex(where: { $0 > 0x20 }) else { return nil }
    return text[...last]
  }
}
