/// Turns diagnostics into text: plain, or with colours for a terminal. `Renderer+JSON.swift` holds the third form.
public struct Renderer: Sendable {
  /// Whether escape codes may be used.
  public var color: Bool
  /// Columns that a line of a snippet may take, its margin included; longer source lines are shown around the caret.
  public var width: Int

  /// Whether words are broken into lines of that width too; else into none.
  public var wraps: Bool
  /// Stands where a line was cut.
  let cut: String

  /// A renderer for a screen of `width` columns.
  /// - Parameter unicode: whether the screen shows more than ASCII.
  public init(color: Bool = false, width: Int = 120, wraps: Bool = false, unicode: Bool = true) {
    self.color = color
    self.width = max(40, width)
    self.wraps = wraps
    cut = unicode ? "…" : "..."
  }

  /// For files and pipes: no colour.
  public static let plain = Renderer()
  /// For a terminal: with colour.
  public static let terminal = Renderer(color: true)

  /// All diagnostics, in source order, with an empty line between two; ends without a newline.
  public func render(_ diagnostics: [Diagnostic], in source: SourceText) -> String {
    diagnostics.sorted { $0.span.lower < $1.span.lower }.map { render($0, in: source) }.joined(separator: "\n\n")
  }

  /// One diagnostic; ends without a newline.
  public func render(_ diagnostic: Diagnostic, in source: SourceText) -> String {
    let labels =
      [SnippetLabel(span: diagnostic.span, text: diagnostic.label, isPrimary: true)]
      + diagnostic.secondary.map { SnippetLabel(span: $0.span, text: $0.text, isPrimary: false) }
    let lastLine = labels.map { source.lineIndex(of: $0.span.lower) }.max() ?? 0
    let gutter = String(repeating: " ", count: String(lastLine + 1).count)
    let bar = paint(gutter + " |", .frame)
    var lines = heading(diagnostic)
    let position = source.position(of: diagnostic.span.lower)
    let place = "\(DisplayText.escaped(source.name)):\(position.line):\(position.column)"
    lines.append(paint(gutter + "--> ", .frame) + place)
    lines.append(bar)
    lines += snippet(labels, in: source, gutter: gutter, severity: diagnostic.severity)
    for note in diagnostic.notes { lines += words(note, after: gutter + " =", .frame, " note: ") }
    if !diagnostic.helps.isEmpty { lines.append(bar) }
    for help in diagnostic.helps {
      lines += words(help.message, after: "help", .help, ": ")
      for line in patchedLines(help, in: source, width: width(behind: gutter)) {
        lines.append(bar + (line.isEmpty ? "" : " " + line))
      }
    }
    return lines.joined(separator: "\n")
  }

  /// One diagnostic without its place in the source: the message, notes and ways out.
  public func renderWithoutPlace(_ diagnostic: Diagnostic) -> String {
    var lines = heading(diagnostic)
    for note in diagnostic.notes { lines += words(note, after: "  =", .frame, " note: ") }
    for help in diagnostic.helps { lines += words(help.message, after: "help", .help, ": ") }
    return lines.joined(separator: "\n")
  }

  private func heading(_ diagnostic: Diagnostic) -> [String] {
    let mark = "\(diagnostic.severity.rawValue)[\(diagnostic.code)]"
    return words(diagnostic.message, after: mark, .severity(diagnostic.severity), ": ", .message)
  }

  /// Words behind a mark; what goes on under them is indented as they are.
  private func words(
    _ text: String, after mark: String, _ markPaint: Paint, _ separator: String, _ textPaint: Paint? = nil
  ) -> [String] {
    let escaped = escapedLine(text)
    let indent = mark.count + separator.count
    let fits = !wraps || DisplayText.width(of: escaped) <= width - indent
    let lines = fits ? [escaped] : DisplayText.wrapped(escaped, to: width - indent)
    func painted(_ text: String) -> String { textPaint.map { paint(text, $0) } ?? text }
    return lines.enumerated().map { index, line in
      index == 0
        ? paint(mark, markPaint) + painted(separator + line)
        : String(repeating: " ", count: indent) + painted(line)
    }
  }

  /// Columns that are left for source behind a gutter and its bar, with one to spare for a caret behind its end.
  func width(behind gutter: String) -> Int { width - gutter.count - " | ".count - 1 }

  /// The lines that a help's edits touch, as they would read after them; a line of more than `width` columns around the
  /// first edit.
  func patchedLines(_ help: Diagnostic.Help, in source: SourceText, width: Int) -> [String] {
    guard let first = help.edits.map(\.span.lower).min(), let last = help.edits.map(\.span.upper).max(),
      last <= source.bytes.count
    else { return [] }
    let lower = source.lineSpan(source.lineIndex(of: first)).lower
    let tail = source.bytes.count - source.lineSpan(source.lineIndex(of: last)).upper
    let patched = help.applied(to: source)
    guard patched.count - tail >= lower else { return [] }
    return patched[lower..<(patched.count - tail)]
      .split(separator: 0x0A, omittingEmptySubsequences: false)
      .map { line in
        // What stands before the first edit is as it was.
        let focus = line.startIndex <= first && first <= line.endIndex ? first - line.startIndex : nil
        return Snippet(line: line, focus: focus, width: width, cut: cut).text.trimmingTrailingBlanks()
      }
  }

  /// Messages quote source, which is untrusted text.
  private func escapedLine(_ text: String) -> String { DisplayText.escaped(text) }

  enum Paint {
    case severity(Diagnostic.Severity), message, frame, help, secondary
  }

  func paint(_ text: String, _ paint: Paint) -> String {
    guard color else { return text }
    let code =
      switch paint {
      case .severity(.error): "1;31"
      case .severity(.warning): "1;33"
      case .severity(.note): "1;36"
      case .message: "1"
      case .frame: "34"
      case .help: "1;32"
      case .secondary: "34"
      }
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }
}

extension String {
  func trimmingTrailingBlanks() -> String {
    var end = endIndex
    while end > startIndex, self[index(before: end)] == " " { end = index(before: end) }
    return String(self[..<end])
  }
}
