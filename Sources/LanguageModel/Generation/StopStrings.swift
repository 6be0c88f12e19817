/// Finds the texts that end an answer, also where they lie across several tokens.
public struct StopStrings: Sendable {
  private let strings: [[UInt8]]

  /// Empty ones are left out.
  public init(_ strings: [String]) { self.strings = strings.map { Array($0.utf8) }.filter { !$0.isEmpty } }

  /// Whether nothing stops an answer.
  public var isEmpty: Bool { strings.isEmpty }

  /// Where the first of them begins in `text`; nil where none is in it.
  public func firstMatch(in text: [UInt8]) -> Int? {
    strings.compactMap { string in
      guard string.count <= text.count else { return nil }
      return (0...text.count - string.count).first { text[$0..<$0 + string.count].elementsEqual(string) }
    }.min()
  }

  /// How many bytes at the end of `text` may be the beginning of one: a stream holds them back.
  public func possibleBeginning(of text: [UInt8]) -> Int {
    strings.map { string in
      stride(from: min(string.count - 1, text.count), to: 0, by: -1)
        .first { text.suffix($0).elementsEqual(string.prefix($0)) } ?? 0
    }.max() ?? 0
  }
}
