/// What a text without a name is written in.
package enum LanguageGuess {
  /// As a fence would name it; nil where it looks like no code. O(bytes).
  package static func name(of text: ArraySlice<UInt8>) -> String? { of(text)?.name }

  /// A language, parsed here or not.
  struct Answer {
    var name: String
    /// Nil where it is not parsed here.
    var language: (any CodeLanguage)?
  }

  /// Fewer points are no sign of code.
  private static let leastPoints = 3

  /// That of code; nil where it looks like none, or is prose for the most part. O(bytes).
  ///
  /// Each line gives a language the points of its best sign. The one with most counts, unless all of them are of signs that others have
  /// as well.
  static func of(_ text: ArraySlice<UInt8>) -> Answer? {
    if let markup = MarkupLanguage.name(of: text) { return Answer(name: markup, language: nil) }
    var points = [Int](repeating: 0, count: names.count)
    var isSure = [Bool](repeating: false, count: names.count)
    var (prose, all) = (0, 0)
    var found = [Int](repeating: 0, count: names.count)
    for line in text.split(separator: 0x0A) {
      let line = Prose.trimmed(line)
      guard !line.isEmpty else { continue }
      all += line.count
      if Prose.isSentence(line) { prose += line.count }
      matcher.match(line, into: &found)
      for place in found.indices where found[place] != 0 {
        points[place] += found[place]
        // Only what speaks for it.
        if found[place] >= 2 { isSure[place] = true }
        found[place] = 0
      }
    }
    guard 2 * prose <= all, let most = points.max(), most >= leastPoints, let place = points.firstIndex(of: most),
      isSure[place] || points.count(where: { $0 == most }) == 1
    else { return nil }
    return Answer(name: names[place], language: place < CodeLanguages.all.count ? CodeLanguages.all[place] : nil)
  }

  private static let names = CodeLanguages.all.map(\.name) + UnparsedLanguage.all.map(\.name)
  private static let matcher = SignMatcher(CodeLanguages.all.map(\.signs) + UnparsedLanguage.all.map(\.signs))
}

/// The signs of all languages by the byte that each begins with, so that a line is gone through once.
private struct SignMatcher: Sendable {
  private struct Sign: Sendable {
    var language: Int
    var points: Int
    var bytes: [UInt8]
    /// What the line ends with too.
    var end: [UInt8] = []
    /// Whether it is all of the line.
    var isWhole = false
  }
  private var starts = [[Sign]](repeating: [], count: 256)
  private var parts = [[Sign]](repeating: [], count: 256)
  private var sigils = [[Int]](repeating: [], count: 256)
  private var never: [(language: Int, end: [UInt8])] = []

  init(_ languages: [LanguageSigns]) {
    for (language, signs) in languages.enumerated() {
      func add(_ sign: Sign, to table: inout [[Sign]]) {
        guard let first = sign.bytes.first else { return }
        table[Int(first)].append(sign)
      }
      for text in signs.usual { add(Sign(language: language, points: 1, bytes: Array(text.utf8)), to: &starts) }
      for text in signs.own { add(Sign(language: language, points: 3, bytes: Array(text.utf8)), to: &starts) }
      for text in signs.lines {
        add(Sign(language: language, points: 3, bytes: Array(text.utf8), isWhole: true), to: &starts)
      }
      for (start, end) in signs.heads {
        add(Sign(language: language, points: 3, bytes: Array(start.utf8), end: Array(end.utf8)), to: &starts)
      }
      for text in signs.parts { add(Sign(language: language, points: 2, bytes: Array(text.utf8)), to: &parts) }
      for byte in signs.sigils.utf8 { sigils[Int(byte)].append(language) }
      never += signs.never.map { (language, Array($0.utf8)) }
    }
  }

  /// Adds each language's points for a line that is not empty.
  func match(_ line: ArraySlice<UInt8>, into points: inout [Int]) {
    let (start, end) = (line.startIndex, line.endIndex)
    func has(_ bytes: [UInt8], at place: Int) -> Bool {
      place + bytes.count <= end && bytes.indices.allSatisfy { line[place + $0] == bytes[$0] }
    }
    func isName(_ place: Int) -> Bool { place >= start && place < end && CodeTokens.isName(line[place]) }
    /// Whether it is no part of a longer word.
    func isApart(_ bytes: [UInt8], at place: Int) -> Bool {
      (bytes.last.map(CodeTokens.isName) ?? false) ? !isName(place + bytes.count) : true
    }
    func endsWith(_ bytes: [UInt8]) -> Bool { line.count >= bytes.count && has(bytes, at: end - bytes.count) }

    for sign in starts[Int(line[start])] where sign.points > points[sign.language] && has(sign.bytes, at: start) {
      let next = start + sign.bytes.count
      guard isApart(sign.bytes, at: start), sign.end.isEmpty || endsWith(sign.end), !sign.isWhole || next == end else {
        continue
      }
      // `string = …` has a variable of that name.
      if sign.points == 1, sign.bytes.last == 0x20, next < end, "=+-.[".utf8.contains(line[next]) { continue }
      points[sign.language] = sign.points
    }
    for place in line.indices {
      for sign in parts[Int(line[place])] where sign.points > points[sign.language] && has(sign.bytes, at: place) {
        if CodeTokens.isName(sign.bytes[0]), isName(place - 1) { continue }
        points[sign.language] = sign.points
      }
      guard isName(place + 1), !(0x30...0x39).contains(line[place + 1]) else { continue }
      for language in sigils[Int(line[place])] { points[language] = max(points[language], 2) }
    }
    // `;;` ends a case of a shell's.
    guard !endsWith([0x3B, 0x3B]) else { return }
    for (language, bytes) in never where endsWith(bytes) { points[language] -= 3 }
  }
}

/// Sentences among code.
enum Prose {
  private static let leastWords = 6

  static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let end = line.lastIndex { $0 > 0x20 }.map { $0 + 1 } ?? line.startIndex
    return line[..<end].drop { $0 <= 0x20 }
  }

  /// Whether a trimmed line is a sentence: it begins with a capital, a number or the mark of an item, ends in a full stop or a colon, and most of
  /// its words are letters alone.
  static func isSentence(_ line: ArraySlice<UInt8>) -> Bool {
    guard let first = line.first, let last = line.last, ".:,!?)".utf8.contains(last),
      (0x41...0x5A).contains(first) || (0x30...0x39).contains(first) || first == 0x2A || first == 0x2D
    else { return false }
    let words = line.split(separator: 0x20)
    return words.count >= leastWords && 10 * words.count(where: isPlain) >= 6 * words.count
  }

  /// Letters, with what stands around words.
  private static func isPlain(_ word: ArraySlice<UInt8>) -> Bool {
    var word = word
    while let last = word.last, ".,:;!?)\"'`".utf8.contains(last) { word.removeLast() }
    while let first = word.first, "(\"'`".utf8.contains(first) { word.removeFirst() }
    return !word.isEmpty
      && word.allSatisfy { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || $0 == 0x27 || $0 == 0x2D || $0 >= 0x80 }
  }
}
