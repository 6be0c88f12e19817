/// Whether code defines a name, by its lines: no parser is asked.
struct DefinedName {
  private let name: [UInt8]
  private let words: [String]

  /// - Parameter language: a word for it.
  init(_ name: String, _ language: String) {
    self.name = Array(name.utf8)
    words = CodeLanguages.named(language)?.definingWords ?? []
  }

  /// A line that has one of the language's words right before the name; in a language without such words, the name with a bracket behind it.
  /// O(bytes).
  func isDefined(in code: ArraySlice<UInt8>) -> Bool {
    !name.isEmpty && code.split(separator: 0x0A).contains(where: isDefined(byLine:))
  }

  func isDefined(byLine line: ArraySlice<UInt8>) -> Bool {
    var start = line.startIndex
    while let place = find(in: line[start...]) {
      let (before, behind) = (line[..<place], line[(place + name.count)...])
      start = place + name.count
      guard before.last.map(CodeTokens.isName) != true, behind.first.map(CodeTokens.isName) != true else { continue }
      let word = before.dropLast(while: { $0 <= 0x20 }).suffix(while: CodeTokens.isName)
      if words.isEmpty {
        if behind.first(where: { $0 > 0x20 }) == UInt8(ascii: "(") { return true }
      } else if words.contains(where: { word.elementsEqual($0.utf8) }) {
        return true
      }
    }
    return false
  }

  private func find(in line: ArraySlice<UInt8>) -> Int? {
    guard let first = name.first, line.count >= name.count else { return nil }
    return (line.startIndex...line.endIndex - name.count).first {
      line[$0] == first && line[$0..<$0 + name.count].elementsEqual(name)
    }
  }
}

extension ArraySlice<UInt8> {
  fileprivate func dropLast(while holds: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    self[..<(lastIndex { !holds($0) }.map { $0 + 1 } ?? startIndex)]
  }

  fileprivate func suffix(while holds: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    self[(lastIndex { !holds($0) }.map { $0 + 1 } ?? startIndex)...]
  }
}
