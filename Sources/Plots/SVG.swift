import Diagnostics
import Quantities

/// Elements of a page of vector graphics, in units of its view box. Colours are classes, so that a dark page has its own.
struct SVG {
  let width, height: Double
  private(set) var elements: [String] = []

  init(width: Double, height: Double) { (self.width, self.height) = (width, height) }

  /// Colours that most people tell apart, those who see fewer among them (Okabe and Ito, 2008); the last is for all further groups.
  static let colours = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#b3a100", "#777777"]

  static func colour(_ group: Int?) -> String { "g\(min(group ?? 0, colours.count - 1))" }

  mutating func rect(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: String) {
    elements.append(
      "<rect class=\"\(style)\" x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" width=\"\(Self.number(width))\" "
        + "height=\"\(Self.number(height))\"/>")
  }

  mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) {
    elements.append(
      "<line class=\"\(style)\" x1=\"\(Self.number(x1))\" y1=\"\(Self.number(y1))\" x2=\"\(Self.number(x2))\" "
        + "y2=\"\(Self.number(y2))\"/>")
  }

  mutating func dot(_ x: Double, _ y: Double, _ style: String, radius: Double = 2.2) {
    elements.append(
      "<circle class=\"dot \(style)\" cx=\"\(Self.number(x))\" cy=\"\(Self.number(y))\" r=\"\(Self.number(radius))\"/>")
  }

  /// - Parameters:
  ///   - anchor: `start`, `middle` or `end` of the text stands at x.
  ///   - turned: it is read from below.
  mutating func text(
    _ x: Double, _ y: Double, _ text: String, anchor: String = "start", style: String = "", turned: Bool = false
  ) {
    let turn = turned ? " transform=\"rotate(-90 \(Self.number(x)) \(Self.number(y)))\"" : ""
    elements.append(
      "<text class=\"\(style)\" x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" text-anchor=\"\(anchor)\"\(turn)>"
        + "\(Markup.escaped(text))</text>")
  }

  /// Two decimals at most.
  private static func number(_ value: Double) -> String {
    let hundredths = (value * 100).rounded() / 100
    return hundredths == hundredths.rounded() ? String(Int(hundredths)) : String(hundredths)
  }

  /// - Parameter title: what a screen reader says.
  func document(title: String) -> String {
    let groups = Self.colours.enumerated().map { ".g\($0){fill:\($1)}" }.joined()
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(width)) \(Int(height))" role="img" class="plot">
      <title>\(Markup.escaped(title))</title>
      <style>
      .plot{background:#fff;color-scheme:light dark;font:12px system-ui,sans-serif}
      .plot text{fill:#333}.plot .head{font-size:15px;font-weight:600;fill:#111}
      .plot .rule{stroke:#999}.plot .grid{stroke:#e4e4e4}.plot .dot{fill-opacity:.65}\(groups)
      @media (prefers-color-scheme:dark){.plot{background:#16181c}.plot text{fill:#c8ccd2}.plot .head{fill:#f0f0f0}\
      .plot .rule{stroke:#777}.plot .grid{stroke:#2c3037}.g0{fill:#4aa8e0}}
      </style>
      \(elements.joined(separator: "\n"))
      </svg>

      """
  }
}
