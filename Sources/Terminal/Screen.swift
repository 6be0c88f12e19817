import Foundation
import Plots
import Ranks

/// When escape codes are written.
public enum ColorChoice: String, Sendable, CaseIterable { case auto, always, never }

/// What one output descriptor can show.
public struct Screen: Sendable {
  /// Columns that text is laid out for; 100 where nobody says, and at least 40: narrower lines would hold no sentence.
  public var width: Int
  /// Columns that there are.
  public var columns: Int
  /// Whether a person looks at it: only then are lines redrawn in place.
  public var isTerminal: Bool
  /// Whether it obeys escape codes; a dumb terminal shows them.
  public var movesCursor: Bool
  /// Whether output has colour.
  public var color: Bool
  /// Whether it shows more than ASCII.
  public var unicode: Bool

  /// By default what a file is taken for.
  public init(width: Int = 100, isTerminal: Bool = false, color: Bool = false, unicode: Bool = true) {
    self.width = width
    columns = width
    self.isTerminal = isTerminal
    movesCursor = isTerminal
    self.color = color
    self.unicode = unicode
  }

  /// The screen behind a descriptor. A file or a pipe is UTF-8 whatever the locale says, but for a locale that is set to
  /// something else by name.
  public init(
    descriptor: Int32, color: ColorChoice, environment: [String: String], localeIsUTF8: Bool
  ) {
    // mpirun gives rank 0 a terminal of its own, also where what comes out of it goes to a file.
    let isRelayed = MPILibrary.launched(environment) ?? 1 > 1
    isTerminal = isatty(descriptor) == 1 && !isRelayed
    movesCursor = isTerminal && environment["TERM"] != "dumb"
    switch color {
    case .always: self.color = true
    case .never: self.color = false
    case .auto: self.color = movesCursor && (environment["NO_COLOR"] ?? "").isEmpty
    }
    unicode = localeIsUTF8 || !isTerminal
    columns = max(1, Screen.columns(of: descriptor) ?? environment["COLUMNS"].flatMap { Int($0) } ?? 100)
    width = max(40, columns)
  }

  /// Columns of the terminal behind `descriptor`, nil where there is none.
  static func columns(of descriptor: Int32) -> Int? { size(of: descriptor)?.columns }

  /// Columns and rows of the terminal behind `descriptor`; nil where there is none.
  static func size(of descriptor: Int32) -> (columns: Int, rows: Int)? {
    var size = winsize()
    guard isatty(descriptor) == 1, ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  /// `text` in a colour, where there is colour.
  public func styled(_ text: String, _ style: Style, unless plain: Bool = false) -> String {
    color && !plain && !text.isEmpty ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// A line of a plot, its groups in colours of their own where there is colour.
  func styled(_ line: PlotLine) -> String {
    guard color else { return line.plain }
    return line.pieces.map { piece in
      piece.group.map { styled(piece.text, Style.groups[$0 % Style.groups.count]) } ?? piece.text
    }.joined()
  }

  /// The few styles that cact uses.
  public enum Style: String, Sendable {
    case bold = "1", dim = "2", title = "1;36", warning = "1;33", error = "1;31"
    // Who speaks in a conversation.
    case system = "35", user = "36", assistant = "32", tool = "33"
    case blue = "34", red = "31", strongGreen = "1;32"

    /// Of a plot's groups, in their order.
    static let groups: [Style] = [.user, .tool, .assistant, .system, .blue, .red]
  }
}
