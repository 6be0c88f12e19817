import Diagnostics
import Quantities

extension Plot.Histogram {
  private static let height = 8

  /// Columns that rise from zero, the counts at their left and the values below.
  func lines(columns: Int, unicode: Bool) -> [PlotLine] {
    let span = columns - 12
    let bins = binned(into: span)
    let top = RoundScale(low: 0, high: Double(max(1, bins.max() ?? 0)), steps: 2)
    let width = top.marks.map { top.label($0).count }.max() ?? 1
    let marks = Dictionary(
      top.marks.map { (Int((top.place($0) * Double(Self.height)).rounded()), top.label($0)) },
      uniquingKeysWith: { first, _ in first })
    var lines: [PlotLine] = []
    for row in (0..<Self.height).reversed() {
      let bars = (0..<span).map { column -> Character in
        let count = bins[column * bins.count / span]
        let eighths = top.place(Double(count)) * Double(Self.height * 8) - Double(row * 8)
        // What is there is seen, however few.
        let whole = row == 0 && count > 0 ? max(1, Int(eighths.rounded())) : Int(eighths.rounded())
        let level = min(8, max(0, whole))
        return unicode ? Plot.upward[level] : level >= 4 || (row == 0 && count > 0) ? "#" : " "
      }
      lines.append(
        PlotLine(
          Plot.padded(marks[row + 1] ?? "", to: width, right: true) + (unicode ? " ┤" : " |") + String(bars)))
    }
    let rule = unicode ? "└" + String(repeating: "─", count: span) : "+" + String(repeating: "-", count: span)
    lines.append(PlotLine(Plot.padded("0", to: width, right: true) + " " + rule))
    let axis = Plot.axis(labels(steps: max(2, min(8, span / 10))), span)
    lines.append(PlotLine(String(repeating: " ", count: width + 2) + axis))
    lines.append(
      PlotLine(String(repeating: " ", count: width + 2) + DisplayText.fitted(label, to: span, unicode: unicode)))
    return lines
  }

  /// Whole neighbours together, where there is no room for a column each.
  private func binned(into room: Int) -> [Int] {
    let together = (counts.count + room - 1) / max(1, room)
    guard together > 1 else { return counts }
    return stride(from: 0, to: counts.count, by: together).map {
      counts[$0..<min(counts.count, $0 + together)].reduce(0, +)
    }
  }

  /// Round values below the bins, each at its place between 0 and 1.
  func labels(steps: Int) -> [(text: String, place: Double)] {
    let scale = RoundScale(low: low, high: high, steps: steps)
    return scale.marks.filter { $0 >= low && $0 <= high }.map { (scale.label($0), ($0 - low) / (high - low)) }
  }
}

extension Plot.Bars {
  func lines(columns: Int, unicode: Bool) -> [PlotLine] {
    let figures = values.map(String.init)
    let figure = figures.map(\.count).max() ?? 1
    let names = names.map { DisplayText.fitted($0, to: max(8, columns / 3), unicode: unicode) }
    let lead = names.map { DisplayText.width(of: $0) }.max() ?? 0
    let room = columns - lead - figure - 4
    let most = Double(max(1, values.max() ?? 1))
    var lines = zip(names, values).map { name, value -> PlotLine in
      let eighths = Int((Double(value) / most * Double(room * 8)).rounded())
      let length = value > 0 ? max(1, eighths) : 0
      let bar =
        unicode
        ? String(repeating: "█", count: length / 8)
          + (length % 8 > 0 ? String(Plot.rightward[length % 8]) : "")
        : String(repeating: "#", count: (length + 7) / 8)
      return PlotLine(Plot.padded(name, to: lead) + "  " + bar + " " + String(value))
    }
    if otherNames > 0 { lines.append(PlotLine("and \(otherNames) more, \(otherCount) rows")) }
    return lines
  }
}

extension Plot.Scatter {
  /// Points in Braille; above and at the right how each side is distributed; a line of names where there are groups.
  func lines(columns: Int, unicode: Bool) -> [PlotLine] {
    let (across, up) = scales
    let labels = up.marks.map(up.label)
    let lead = labels.map(\.count).max() ?? 1
    let side = hasMargins ? 7 : 0
    let span = columns - lead - 6 - side
    let height = max(8, min(20, span / 4))
    var canvas = Braille(columns: span, rows: height)
    for (at, (x, y)) in zip(x, y).enumerated() {
      canvas.set(across.place(x), up.place(y), group: group.isEmpty ? nil : group[at])
    }
    var lines: [PlotLine] = []
    let margin = String(repeating: " ", count: lead + 2)
    if hasMargins {
      let counts = Statistics.histogram(x, bins: span, low: across.low, high: across.high)
      lines.append(PlotLine(margin + levels(counts, unicode: unicode)))
    }
    let atRow = Dictionary(
      zip(up.marks, labels).map { (min(height - 1, Int(((1 - up.place($0)) * Double(height)).rounded(.down))), $1) },
      uniquingKeysWith: { first, _ in first })
    let sides = Statistics.histogram(y, bins: height, low: up.low, high: up.high)
    let most = Double(max(1, sides.max() ?? 1))
    for row in 0..<height {
      let head = Plot.padded(atRow[row] ?? "", to: lead, right: true) + (unicode ? " ┤" : " |")
      var pieces = [PlotLine.Piece(text: head)] + canvas.line(row, unicode: unicode)
      if hasMargins {
        let eighths = Int((Double(sides[height - 1 - row]) / most * Double((side - 1) * 8)).rounded())
        let bar =
          unicode
          ? String(repeating: "█", count: eighths / 8) + (eighths % 8 > 0 ? String(Plot.rightward[eighths % 8]) : "")
          : String(repeating: "#", count: (eighths + 4) / 8)
        pieces.append(PlotLine.Piece(text: " " + bar))
      }
      lines.append(PlotLine(pieces: pieces))
    }
    let rule = unicode ? "└" + String(repeating: "─", count: span) : "+" + String(repeating: "-", count: span)
    lines.append(PlotLine(String(repeating: " ", count: lead + 1) + rule))
    lines.append(PlotLine(margin + Plot.axis(across.marks.map { (across.label($0), across.place($0)) }, span)))
    lines.append(PlotLine(DisplayText.fitted("\(xLabel) across, \(yLabel) up", to: columns, unicode: unicode)))
    if let leftOut { lines.append(PlotLine(leftOut)) }
    return lines + legend(columns, unicode)
  }

  var scales: (across: RoundScale, up: RoundScale) {
    (
      RoundScale(low: x.min() ?? 0, high: x.max() ?? 1, steps: 10),
      RoundScale(low: y.min() ?? 0, high: y.max() ?? 1, steps: 8)
    )
  }

  private func levels(_ counts: [Int], unicode: Bool) -> String {
    let most = Double(max(1, counts.max() ?? 1))
    return String(
      counts.map { count -> Character in
        let level = count > 0 ? max(1, Int((Double(count) / most * 8).rounded())) : 0
        return unicode ? Plot.upward[level] : level >= 4 ? "#" : level > 0 ? "." : " "
      })
  }

  /// Most names of groups that are told.
  static let mostNames = 8

  private func legend(_ columns: Int, _ unicode: Bool) -> [PlotLine] {
    var lines: [[PlotLine.Piece]] = [[]]
    var width = 0
    for (place, name) in groupNames.prefix(Self.mostNames).enumerated() {
      let text = (unicode ? "● " : "* ") + DisplayText.fitted(name, to: columns / 3, unicode: unicode) + "  "
      let own = DisplayText.width(of: text)
      if width > 0, width + own > columns {
        lines.append([])
        width = 0
      }
      lines[lines.count - 1].append(PlotLine.Piece(text: text, group: place))
      width += own
    }
    let more = groupNames.count - Self.mostNames
    if more > 0 { lines.append([PlotLine.Piece(text: "and \(more) more")]) }
    return groupNames.isEmpty ? [] : lines.map { PlotLine(pieces: $0) }
  }
}
