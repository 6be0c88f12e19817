import Diagnostics
import Foundation
import Plots
import Quantities
import Testing

@Suite struct PlotTests {
  private static let hostile = "a\u{1B}[31m<script>&\"\u{202E}x\u{9B}" + String(repeating: "漢字 ", count: 40)

  private static let plots: [Plot] = {
    let values = (0..<500).map { Double(($0 * 7919) % 997) / 100 }
    let names = values.map { "group \(Int($0) % 5)" }
    let forms: [Plot.Form?] = [
      Plot.Histogram("ifd", values).map { .histogram($0) },
      Plot.Histogram("level", values.map { $0.rounded() }).map { .histogram($0) },
      Plot.Histogram("one", [3]).map { .histogram($0) },
      Plot.Histogram(hostile, [-1e300, 1e300]).map { .histogram($0) },
      Plot.Scatter("x", values, "y", values.map { sin($0) }).map { .scatter($0) },
      Plot.Scatter("x", values, "y", values, groups: names, hasMargins: false).map { .scatter($0) },
      Plot.Scatter(hostile, [1], hostile, [-2e-9], groups: [hostile]).map { .scatter($0) },
      .bars(Plot.Bars("topic", (0..<30).map { ("topic \($0)", 31 - $0) })),
      .bars(Plot.Bars(hostile, [(hostile, 3), ("", 0)])),
    ]
    return forms.compactMap(\.self).map { Plot(title: "a title " + hostile, $0) }
  }()

  @Test func nothingIsWiderThanTheScreenOrCommandsIt() {
    #expect(Self.plots.count == 9)
    for plot in Self.plots {
      for columns in [40, 60, 80, 120] {
        for line in plot.lines(columns: columns) {
          #expect(DisplayText.width(of: line.plain) <= columns, "\(columns): \(line.plain)")
          #expect(DisplayText.escaped(line.plain) == line.plain)
        }
      }
      let plain = plot.lines(columns: 80, unicode: false).dropFirst(10).map(\.plain).filter { !$0.contains("漢") }
      #expect(plain.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } }, "\(plain)")
    }
  }

  @Test func aPageIsEscapedAndWhole() throws {
    for plot in Self.plots {
      let svg = plot.svg
      #expect(svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>\n"))
      #expect(
        !svg.contains("<script") && !svg.contains("\u{1B}") && !svg.contains("\u{202E}") && !svg.contains("\u{9B}"))
      #expect(!svg.contains("http") || svg.components(separatedBy: "http").count == 2, "nothing from elsewhere")
      for tag in ["text", "title", "style", "svg"] {
        #expect(svg.components(separatedBy: "<\(tag)").count == svg.components(separatedBy: "</\(tag)>").count)
      }
      #expect(!svg.contains("nan") && !svg.contains("inf\""))
    }
  }

  @Test func aHistogramCountsEveryValueFromZero() throws {
    let values = (0..<1_000).map { Double($0 % 37) / 10 }
    let histogram = try #require(Plot.Histogram("x", values + [.nan, .infinity]))
    #expect(histogram.counts.reduce(0, +) == 1_000)
    #expect(histogram.low <= 0 && histogram.high >= 3.6)
    // Whole numbers: each bin holds as many of them as any other.
    let whole = try #require(Plot.Histogram("n", (0..<400).map { Double($0 % 100) }))
    #expect(Set(whole.counts.dropLast()) == [whole.counts[0]] && whole.counts.reduce(0, +) == 400)
    #expect(Plot.Histogram("none", [.nan]) == nil)
    let lines = Plot(title: "t", .histogram(histogram)).lines(columns: 80).map(\.plain)
    #expect(lines.contains { $0.hasPrefix("0 └") || $0.hasPrefix(" 0 └") || $0.hasPrefix("  0 └") })
  }

  @Test func ofManyPointsTheNumberDrawnIsSaid() throws {
    let many = (0..<50_000).map(Double.init)
    let scatter = try #require(Plot.Scatter("x", many, "y", many))
    #expect(scatter.total == 50_000 && scatter.x.count <= Plot.Scatter.mostPoints)
    #expect(scatter.leftOut == "\(scatter.x.count) of 50000 points drawn")
    #expect(Plot(title: "t", .scatter(scatter)).svg.contains("points drawn"))
    let few = try #require(Plot.Scatter("x", [1, .nan, 2], "y", [1, 2, .infinity]))
    #expect(few.total == 1 && few.leftOut == nil)
  }

  /// A diagonal runs from the lower left to the upper right, and every dot of it is there.
  @Test func pointsLieWhereTheyBelong() throws {
    let line = (0...100).map(Double.init)
    let scatter = try #require(Plot.Scatter("x", line, "y", line, hasMargins: false))
    let drawn = Plot(title: "t", .scatter(scatter)).lines(columns: 60).map(\.plain).filter { $0.contains("┤") }
    let places = drawn.map { line in
      line.enumerated().filter { (0x2801...0x28FF).contains($0.1.unicodeScalars.first!.value) }.map(\.0)
    }
    #expect(places.allSatisfy { !$0.isEmpty })
    for (above, below) in zip(places, places.dropFirst()) { #expect(above.min()! >= below.max()!) }
  }

  @Test func theLargestGroupHasTheFirstColour() throws {
    let scatter = try #require(
      Plot.Scatter("x", [1, 2, 3], "y", [1, 2, 3], groups: ["rare", "often", "often"]))
    #expect(scatter.groupNames == ["often", "rare"] && scatter.group == [1, 0, 0])
    let pieces = Plot(title: "t", .scatter(scatter)).lines(columns: 80).flatMap(\.pieces)
    #expect(Set(pieces.compactMap(\.group)) == [0, 1])
  }
}
