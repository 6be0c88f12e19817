import Curation

/// Why a part of a text has a colour of its own.
public enum TextMark: String, Sendable, Codable, CaseIterable {
  /// Of code.
  case keyword, string, comment, number
  /// A token of an answer that the question makes likelier, or less likely.
  case eased, muchEased, hindered, muchHindered

  /// What stands there in code.
  init(_ kind: CodeHighlight.Kind) {
    switch kind {
    case .keyword: self = .keyword
    case .string: self = .string
    case .comment: self = .comment
    case .number: self = .number
    }
  }
}

/// A part of a line that is shown in a colour of its own.
public struct MarkedSpan: Sendable, Codable, Hashable {
  /// The place of the line, from 0.
  public var line: Int
  /// Bytes of its UTF-8.
  public var range: Range<Int>
  /// What stands there.
  public var kind: TextMark
}

/// Lines, and what of them has a colour of its own.
struct MarkedPage {
  var lines: [String]
  private(set) var marks: [MarkedSpan] = []

  init(_ lines: [String]) { self.lines = lines }

  /// Adds a text that comes in pieces, which line ends may cut. A line whose bytes are no UTF-8 is shown as another text, and has no
  /// marks.
  mutating func add(_ pieces: [(text: [UInt8], mark: TextMark?)], indent: String) {
    var line: [UInt8] = []
    var found: [MarkedSpan] = []
    func span(_ range: Range<Int>, _ mark: TextMark) -> MarkedSpan {
      MarkedSpan(
        line: lines.count, range: indent.utf8.count + range.lowerBound..<indent.utf8.count + range.upperBound,
        kind: mark)
    }
    func end() {
      let text = String(decoding: line, as: UTF8.self)
      if text.utf8.elementsEqual(line) { marks += found }
      lines.append(indent + text)
      (line, found) = ([], [])
    }
    for piece in pieces {
      let parts = piece.text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      for (place, part) in parts.enumerated() {
        if place > 0 { end() }
        if let mark = piece.mark, !part.isEmpty { found.append(span(line.count..<line.count + part.count, mark)) }
        line += part
      }
    }
    end()
  }
}
