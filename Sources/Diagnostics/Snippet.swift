/// A label with its place, before it is drawn under a line.
struct SnippetLabel {
  var span: Span
  var text: String
  var isPrimary: Bool
}

/// One source line prepared for showing: tabs expanded, control characters escaped, cut to a width around a focus.
struct Snippet {
  /// What is printed.
  let text: String
  /// Screen column at which each byte offset of the line starts, one more for the end; in the cut line's columns.
  private let columns: [Int]
  private let lastColumn: Int

  /// - Parameters:
  ///   - focus: byte offset within the line that must stay visible when the line is too long.
  ///   - width: columns that the text may take.
  ///   - cut: stands where the line was cut.
  init(line: ArraySlice<UInt8>, focus: Int?, width: Int, cut: String) {
    let cells = DisplayText.cells(of: line)
    var starts = [Int](repeating: 0, count: line.count + 1)
    var shown: [(text: String, column: Int, width: Int)] = []
    var column = 0
    var offset = 0
    for cell in cells {
      var text = cell.text
      var cellWidth = cell.width
      if text == "\t" {
        cellWidth = 4 - column % 4
        text = String(repeating: " ", count: cellWidth)
      }
      for byte in offset..<(offset + cell.byteCount) { starts[byte] = column }
      shown.append((text, column, cellWidth))
      offset += cell.byteCount
      column += cellWidth
    }
    starts[line.count] = column
    guard column > width else {
      text = shown.map(\.text).joined()
      columns = starts
      lastColumn = column
      return
    }
    // Too long: show a window that has the focus in its first third, with a mark on each side that was cut.
    let center = starts[min(max(focus ?? 0, 0), line.count)]
    let first = max(0, min(center - width / 3, column - width + cut.count))
    let isCutLeft = first > 0
    let isCutRight = first + width - (isCutLeft ? cut.count : 0) < column
    let last = first + width - cut.count * ((isCutLeft ? 1 : 0) + (isCutRight ? 1 : 0))
    let visible = shown.filter { $0.column >= first && $0.column + $0.width <= last }
    let shift = (visible.first?.column ?? first) - (isCutLeft ? cut.count : 0)
    text = (isCutLeft ? cut : "") + visible.map(\.text).joined() + (isCutRight ? cut : "")
    columns = starts.map { min(max($0 - shift, 0), width) }
    lastColumn = min(column - shift, width)
  }

  /// Screen columns of a byte range of the line; at least one wide.
  func range(_ lower: Int, _ upper: Int) -> Range<Int> {
    let start = columns[min(max(lower, 0), columns.count - 1)]
    let end = upper >= columns.count - 1 ? max(lastColumn, columns[columns.count - 1]) : columns[max(upper, 0)]
    return start..<max(end, start + 1)
  }
}

extension Renderer {
  /// The source lines that carry labels, each with its carets below it; a gap between lines is shown as `...`.
  func snippet(_ labels: [SnippetLabel], in source: SourceText, gutter: String, severity: Diagnostic.Severity)
    -> [String]
  {
    let bar = paint(gutter + " |", .frame)
    let byLine = Dictionary(grouping: labels) { source.lineIndex(of: min($0.span.lower, source.bytes.count)) }
    var lines: [String] = []
    var previous: Int?
    for index in byLine.keys.sorted() {
      if let previous, index > previous + 1 { lines.append(paint("...", .frame)) }
      previous = index
      let lineSpan = source.lineSpan(index)
      let here = (byLine[index] ?? []).sorted {
        ($0.isPrimary ? 0 : 1, $0.span) < ($1.isPrimary ? 0 : 1, $1.span)
      }
      let focus = here.first.map { $0.span.lower - lineSpan.lower }
      let room = width(behind: gutter)
      let snippet = Snippet(line: source.bytes[lineSpan.lower..<lineSpan.upper], focus: focus, width: room, cut: cut)
      let number = String(index + 1)
      let padding = String(repeating: " ", count: gutter.count - number.count)
      let shown = snippet.text.trimmingTrailingBlanks()
      lines.append(paint(padding + number + " |", .frame) + (shown.isEmpty ? "" : " " + shown))
      for label in here {
        // A span over several lines is underlined to the end of its first.
        let upper = min(label.span.upper, lineSpan.upper)
        let range = snippet.range(label.span.lower - lineSpan.lower, upper - lineSpan.lower)
        lines += marked(range, label, width: room + 1).map { column, text in
          bar + String(repeating: " ", count: column + 1)
            + paint(text, label.isPrimary ? .severity(severity) : .secondary)
        }
      }
    }
    return lines
  }

  /// The underline of a label with its text: beside it where there is room, else below, in as many lines as it takes.
  private func marked(_ range: Range<Int>, _ label: SnippetLabel, width: Int) -> [(column: Int, text: String)] {
    let mark = String(repeating: label.isPrimary ? "^" : "-", count: range.count)
    let text = DisplayText.escaped(label.text)
    if text.isEmpty { return [(range.lowerBound, mark)] }
    if range.upperBound + 1 + DisplayText.width(of: text) <= width { return [(range.lowerBound, mark + " " + text)] }
    let lines = DisplayText.wrapped(text, to: width)
    let longest = lines.map(DisplayText.width(of:)).max() ?? 0
    let column = max(0, min(range.lowerBound, width - longest))
    return [(range.lowerBound, mark)] + lines.map { (column, $0) }
  }
}
