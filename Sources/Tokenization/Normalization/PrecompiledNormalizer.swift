import Documents
import Work

/// SentencePiece's normalization by a table, in the way of Hugging Face's tokenizers: what a reader sees as one character is looked up
/// as a whole where it has fewer than six bytes, else, or where no rule begins it, each code point by itself.
///
/// A rule for the beginning stands for the whole: with rules for capitals, a capital loses an accent that follows it by itself.
struct PrecompiledNormalizer: Normalizer {
  private let map: CharacterMap
  /// Which characters of ASCII stay as they are.
  private let stays: [Bool]

  private static let longestLookup = 5

  /// Throws `TokenizerError` where the table is damaged.
  init(_ json: JSONValue, file: String) throws {
    let map = try CharacterMap(json["precompiled_charsmap"], file: file)
    let watch = EncodingWatch(1, file: file, cancellation: Cancellation())
    stays = try (0..<128 as Range<UInt8>).map { byte in
      try [byte].withUnsafeBufferPointer { try map.replacement(of: $0, watch) == nil }
    }
    self.map = map
  }

  func normalized(_ text: Bytes, _ watch: EncodingWatch) throws -> [UInt8]? {
    var output = Output(text: text, watch: watch)
    var at = 0
    var looks = 0
    while at < text.count {
      looks &+= 1
      if looks & (EncodingWatch.stride - 1) == 0 { try watch.checkCancellation() }
      let end = Self.certainEnd(after: at, text)
      if end > at + 1 {
        try replaceCharacters(at..<end, of: &output)
      } else if !stays[Int(text[at])] {
        try replace(at..<end, in: &output)
      }
      at = end
    }
    return output.finished()
  }

  /// The next place between two bytes of ASCII, which are one character only as a line's end (CR LF); or the text's end.
  private static func certainEnd(after start: Int, _ text: Bytes) -> Int {
    var at = start + 1
    while at < text.count, (text[at - 1] | text[at]) >= 0x80 || (text[at - 1] == 0x0D && text[at] == 0x0A) { at += 1 }
    return at
  }

  private func replaceCharacters(_ range: Range<Int>, of output: inout Output) throws {
    let characters = String(decoding: output.text[range], as: UTF8.self)
    var index = characters.startIndex
    var at = range.lowerBound
    var looks = 0
    while index < characters.endIndex {
      looks &+= 1
      if looks & (EncodingWatch.stride - 1) == 0 { try output.watch.checkCancellation() }
      let next = characters.index(after: index)
      let end = at + characters.utf8.distance(from: index, to: next)
      let first = output.text.scalar(at: at).length
      let isLooked = end - at <= Self.longestLookup
      let isReplaced = try isLooked && replace(at..<end, in: &output)
      if !isReplaced, !isLooked || at + first < end {
        while at < end {
          let length = output.text.scalar(at: at).length
          try replace(at..<at + length, in: &output)
          at += length
        }
      }
      (at, index) = (end, next)
    }
  }

  /// False where no rule begins this part.
  @discardableResult
  private func replace(_ range: Range<Int>, in output: inout Output) throws -> Bool {
    guard let replacement = try map.replacement(of: output.text.slice(range), output.watch) else { return false }
    try output.put(replacement, at: range)
    return true
  }

  /// The changed text as far as it is made; nothing is copied until something changes.
  private struct Output {
    let text: Bytes
    let watch: EncodingWatch
    private var bytes: [UInt8]?
    /// Up to where the text is in `bytes`.
    private var done = 0

    init(text: Bytes, watch: EncodingWatch) {
      self.text = text
      self.watch = watch
    }

    mutating func put(_ replacement: ArraySlice<UInt8>, at range: Range<Int>) throws {
      try watch.checkGrowth((bytes?.count ?? 0) + range.lowerBound - done + replacement.count)
      if bytes == nil {
        bytes = []
        bytes?.reserveCapacity(text.count + text.count / 8)
      }
      bytes? += text[done..<range.lowerBound]
      bytes? += replacement
      done = range.upperBound
    }

    mutating func finished() -> [UInt8]? {
      bytes? += text[done...]
      return bytes
    }
  }
}
