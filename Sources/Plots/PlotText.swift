import Diagnostics
import Quantities

/// A line of a plot in the terminal: pieces of text, each in the colour of a group.
public struct PlotLine: Sendable, Hashable {
  /// Text of one colour.
  public struct Piece: Sendable, Hashable {
    /// Safe to print.
    public var text: String
    /// Place of the group that it shows; nil for what belongs to all.
    public var group: Int?
  }

  /// From left to right.
  public var pieces: [Piece]

  init(_ text: String, group: Int? = nil) { pieces = [Piece(text: text, group: group)] }
  init(pieces: [Piece]) { self.pieces = pieces }

  /// Without colour, and without blanks at its end.
  public var plain: String {
    var text = pieces.map(\.text).joined()
    while text.last == " " { text.removeLast() }
    return text
  }
}

extension Plot {
  /// The plot as lines of text, the title first.
  ///
  /// - Parameters:
  ///   - columns: width of the terminal; 40 at least are taken.
  ///   - unicode: whether it shows bars and Braille, or ASCII alone.
  public func lines(columns: Int, unicode: Bool = true) -> [PlotLine] {
    let columns = max(40, min(columns, 120))
    let body =
      switch form {
      case .histogram(let histogram): histogram.lines(columns: columns, unicode: unicode)
      case .scatter(let scatter): scatter.lines(columns: columns, unicode: unicode)
      case .bars(let bars): bars.lines(columns: columns, unicode: unicode)
      }
    return DisplayText.wrapped(DisplayText.escaped(title), to: columns).map { PlotLine($0) } + body
  }

  static func padded(_ text: String, to width: Int, right: Bool = false) -> String {
    let fill = String(repeating: " ", count: max(0, width - DisplayText.width(of: text)))
    return right ? fill + text : text + fill
  }

  /// Eighths of a bar.
  static let upward = Array(" ▁▂▃▄▅▆▇█")
  static let rightward = Array(" ▏▎▍▌▋▊▉█")

  /// Labels below an axis of `width` columns, each at its place between 0 and 1: those that have room.
  static func axis(_ labels: [(text: String, place: Double)], _ width: Int) -> String {
    var line = Array(repeating: Character(" "), count: width + 6)
    for (text, place) in labels where text.count < line.count {
      let middle = Int((place * Double(width - 1)).rounded())
      let start = max(0, min(line.count - text.count, middle - text.count / 2))
      guard line[max(0, start - 1)..<min(line.count, start + text.count + 1)].allSatisfy({ $0 == " " }) else {
        continue
      }
      for (offset, character) in text.enumerated() { line[start + offset] = character }
    }
    return String(line)
  }
}
