/// The runs of lines of a text that may be a program: they begin where a line looks like code, and end before one that does not go on with it.
struct CodeWindows {
  /// The longest first, of equal ones the first; before all others those that define the name.
  private(set) var windows: [[UInt8]] = []

  /// Where windows begin and end, at most: so many times so many are compared.
  private static let places = 64

  init(_ text: [UInt8], _ language: (any CodeLanguage)?, _ name: DefinedName?) {
    guard let language else { return }
    let lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
    let isFlush = lines.map { $0.first.map { $0 > 0x20 } ?? false }
    let starts = lines.indices.filter { isFlush[$0] && Self.looksLikeCode(lines[$0], language) }.prefix(Self.places)
    // A window ends behind a line, where the next begins at the left edge, or nothing comes.
    let ends = (1...lines.count).filter { $0 == lines.count || isFlush[$0] }.suffix(Self.places)
    let defining = Set(lines.indices.filter { name?.isDefined(byLine: lines[$0]) ?? false })
    var found: [(start: Int, end: Int, defines: Bool)] = []
    for start in starts {
      for end in ends where end > start {
        found.append((start, end, defining.contains { $0 >= start && $0 < end }))
      }
    }
    found.sort { a, b in
      if a.defines != b.defines { return a.defines }
      if a.end - a.start != b.end - b.start { return a.end - a.start > b.end - b.start }
      return a.start < b.start
    }
    // Every other one would be a part of a text that is no program: those that define the name alone are worth the time.
    windows = found.filter { $0.defines || defining.isEmpty }.map { window in
      Array(lines[window.start..<window.end].joined(separator: [0x0A])) + [0x0A]
    }
  }

  private static func looksLikeCode(_ line: ArraySlice<UInt8>, _ language: any CodeLanguage) -> Bool {
    let word = line.prefix(while: CodeTokens.isName)
    if language.keywords.contains(where: { word.elementsEqual($0.utf8) }) { return true }
    for signs in [language.signs.usual, language.signs.own]
    where signs.contains(where: { line.starts(with: $0.utf8) }) { return true }
    // `name =`, `name(`, `@name`, `#include`.
    let rest = line.dropFirst(word.count).first { $0 > 0x20 }
    return word.isEmpty
      ? "@#/".utf8.contains(line.first ?? 0) : rest.map { "=(.[<*&:".utf8.contains($0) } ?? false
  }
}
