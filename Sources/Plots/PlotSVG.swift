import Diagnostics
import Quantities

extension Plot {
  /// The plot as an SVG document of its own, which reads nothing from elsewhere; it follows the page's light or dark scheme.
  public var svg: String {
    var (page, frame) = (SVG(width: 720, height: 440), Frame(left: 64, top: 48, right: 700, bottom: 380))
    switch form {
    case .histogram(let histogram): histogram.draw(on: &page, in: frame)
    case .scatter(let scatter): scatter.draw(on: &page, in: frame)
    case .bars(let bars):
      let height = 70 + Double(bars.names.count) * 22 + (bars.otherNames > 0 ? 22 : 0)
      page = SVG(width: 720, height: height)
      frame = Frame(left: 200, top: 44, right: 640, bottom: height - 16)
      bars.draw(on: &page, in: frame)
    }
    page.text(16, 26, DisplayText.fitted(title, to: 84, unicode: true), style: "head")
    return page.document(title: title)
  }

  /// Where the values lie on a page.
  struct Frame {
    let left, top, right, bottom: Double

    func x(_ place: Double) -> Double { left + place * (right - left) }
    func y(_ place: Double) -> Double { bottom - place * (bottom - top) }

    /// Lines across at the marks of a scale, with their labels at the left.
    func drawUp(_ scale: RoundScale, on page: inout SVG) {
      for mark in scale.marks {
        let at = y(scale.place(mark))
        page.line(left, at, right, at, "grid")
        page.text(left - 8, at + 4, scale.label(mark), anchor: "end")
      }
    }

    /// Labels below the frame, each at its place between 0 and 1.
    func drawAcross(_ labels: [(text: String, place: Double)], on page: inout SVG) {
      page.line(left, bottom, right, bottom, "rule")
      for (text, place) in labels {
        page.line(x(place), bottom, x(place), bottom + 4, "rule")
        page.text(x(place), bottom + 18, text, anchor: "middle")
      }
    }
  }
}

extension Plot.Histogram {
  fileprivate func draw(on page: inout SVG, in frame: Plot.Frame) {
    let up = RoundScale(low: 0, high: Double(max(1, counts.max() ?? 0)), steps: 5)
    frame.drawUp(up, on: &page)
    let width = (frame.right - frame.left) / Double(counts.count)
    for (bin, count) in counts.enumerated() where count > 0 {
      let top = frame.y(up.place(Double(count)))
      page.rect(frame.left + Double(bin) * width + 0.5, top, max(0.5, width - 1), frame.bottom - top, SVG.colour(nil))
    }
    frame.drawAcross(labels(steps: 8), on: &page)
    page.text(
      (frame.left + frame.right) / 2, frame.bottom + 42, DisplayText.fitted(label, to: 90, unicode: true),
      anchor: "middle")
    page.text(18, (frame.top + frame.bottom) / 2, "rows", anchor: "middle", turned: true)
  }
}

extension Plot.Bars {
  fileprivate func draw(on page: inout SVG, in frame: Plot.Frame) {
    let most = Double(max(1, values.max() ?? 1))
    for (at, (name, value)) in zip(names, values).enumerated() {
      let top = frame.top + Double(at) * 22
      let length = Double(value) / most * (frame.right - frame.left)
      page.text(frame.left - 8, top + 14, DisplayText.fitted(name, to: 26, unicode: true), anchor: "end")
      page.rect(frame.left, top + 2, length, 17, SVG.colour(nil))
      page.text(frame.left + length + 6, top + 14, String(value))
    }
    page.line(frame.left, frame.top, frame.left, frame.top + Double(names.count) * 22, "rule")
    if otherNames > 0 {
      page.text(frame.left, frame.top + Double(names.count) * 22 + 16, "and \(otherNames) more, \(otherCount) rows")
    }
  }
}

extension Plot.Scatter {
  fileprivate func draw(on page: inout SVG, in whole: Plot.Frame) {
    let (across, up) = scales
    let margin = hasMargins ? 44.0 : 0
    let frame = Plot.Frame(
      left: whole.left, top: whole.top + margin, right: whole.right - margin, bottom: whole.bottom - 14)
    frame.drawUp(up, on: &page)
    frame.drawAcross(across.marks.map { (across.label($0), across.place($0)) }, on: &page)
    for (at, (x, y)) in zip(x, y).enumerated() {
      page.dot(
        frame.x(across.place(x)), frame.y(up.place(y)), SVG.colour(group.isEmpty ? nil : group[at]), radius: radius)
    }
    if hasMargins {
      let bins = 48
      let (ups, sides) = (
        Statistics.histogram(x, bins: bins, low: across.low, high: across.high),
        Statistics.histogram(y, bins: bins, low: up.low, high: up.high)
      )
      let (wide, tall) = ((frame.right - frame.left) / Double(bins), (frame.bottom - frame.top) / Double(bins))
      for bin in 0..<bins {
        let length = { (counts: [Int]) in Double(counts[bin]) / Double(max(1, counts.max() ?? 1)) * (margin - 8) }
        let (rise, reach) = (length(ups), length(sides))
        page.rect(frame.left + Double(bin) * wide, frame.top - 4 - rise, max(0.5, wide - 1), rise, "g7")
        page.rect(frame.right + 4, frame.bottom - Double(bin + 1) * tall, reach, max(0.5, tall - 1), "g7")
      }
    }
    page.text(
      (frame.left + frame.right) / 2, frame.bottom + 36, DisplayText.fitted(xLabel, to: 70, unicode: true),
      anchor: "middle")
    page.text(
      18, (frame.top + frame.bottom) / 2, DisplayText.fitted(yLabel, to: 44, unicode: true), anchor: "middle",
      turned: true)
    legend(on: &page, from: whole.left, at: whole.bottom + 44)
  }

  /// Few points are to be seen, many are not to hide each other.
  private var radius: Double { x.count > 40 ? 2.2 : 4.5 }

  private func legend(on page: inout SVG, from left: Double, at y: Double) {
    var x = left
    let shown = groupNames.prefix(Self.mostNames)
    for (place, name) in shown.enumerated() {
      let text = DisplayText.fitted(name, to: max(18, 84 / shown.count - 3), unicode: true)
      page.dot(x + 4, y - 4, SVG.colour(place), radius: radius)
      page.text(x + 12, y, text)
      x += 24 + 7 * Double(DisplayText.width(of: text))
      if x > 640 { break }
    }
    if let leftOut { page.text(704, 26, leftOut, anchor: "end") }
  }
}
