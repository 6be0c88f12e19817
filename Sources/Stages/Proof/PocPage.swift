import Pipeline
import Plots
import Quantities

/// The page of a proof, in the order in which somebody decides: the sentence and what it does not say, what more random rows bring, the
/// bill, when it is repaid, what comes next; how it came about stands below.
struct PocPage {
  /// Where the page goes unless a call says it.
  static let usualPath = "report.html"

  let page: ChoicePage

  init(_ report: PocReport, script: PocScript?, _ context: RunContext) throws {
    let past = try context.history().map { context.text(of: $0.call) }
    var sections = [
      HTMLPage.section(
        "What was found",
        HTMLPage.sentences(Array(report.sentences.prefix(1)), strong: true)
          + HTMLPage.sentences(Array(report.sentences.dropFirst()))),
      HTMLPage.section("What this does not say", HTMLPage.sentences(report.notSaid)),
      HTMLPage.section("What more random rows bring", Self.curve(report)),
      HTMLPage.section("What it costs", HTMLPage.sentences(report.bill) + Self.steps(report)),
      HTMLPage.section("When it is repaid", HTMLPage.sentences([report.breakEven])),
      HTMLPage.section(
        "What comes next",
        HTMLPage.sentences(report.next.filter { !$0.isEmpty })
          + (script.map { HTMLPage.lines($0.text.split(separator: "\n").map(String.init)) } ?? "")),
    ]
    sections += report.proof.steps.map { step in
      HTMLPage.section(
        "Step \(step.number): \(step.name)",
        HTMLPage.printed(
          step.blocks.flatMap { block in
            block.lines.map { (block.title.isEmpty ? "" : block.title + ": ") + $0.first + $0.second }
          }))
    }
    if let comparison = report.proof.comparison {
      sections.append(HTMLPage.section("The comparison", HTMLPage.printed(comparison.page)))
    }
    sections.append(HTMLPage.section("How it came about", HTMLPage.lines([past.joined(separator: "\n| ")])))
    page = ChoicePage(report.title, sections, context)
  }

  /// Random rows' own curve, with the choice on it.
  private static func curve(_ report: PocReport) -> String {
    guard !report.points.isEmpty else {
      return HTMLPage.sentences(["Not measured: that is step 3."])
    }
    var (x, y, groups): ([Double], [Double], [String]) = ([], [], [])
    for point in report.points {
      x.append(point.share * 100)
      y.append(point.loss)
      groups.append(
        point.steps == CurveStage.Steps.proportional.rawValue ? "random, steps in proportion" : "random, equal steps")
    }
    if let choice = report.proof.choice {
      x.append(report.proof.share * 100)
      y.append(choice.loss)
      groups.append(choice.name)
    }
    var body = ""
    if let scatter = Plot.Scatter(
      "percent of the learned tokens", x, "loss on the search rows", y, groups: groups, hasMargins: false)
    {
      body += Plot(title: "random rows and the choice", .scatter(scatter)).svg
    }
    body += HTMLPage.sentences([report.exchange].compactMap(\.self))
    return body
      + HTMLPage.table(
        [("share of random rows", true), ("steps", false), ("loss", true), ("time", true)],
        report.points.map {
          [
            Share.fraction($0.share).description, $0.steps == "their own" ? "equal" : $0.steps,
            Figures.fixed($0.loss, 3),
            Figures.duration($0.seconds),
          ]
        })
  }

  private static func steps(_ report: PocReport) -> String {
    HTMLPage.table(
      [("step", true), ("what", false), ("time", true), ("pays", false)],
      report.proof.steps.map {
        [
          String($0.number), $0.name, Figures.duration(report.proof.context.total($0.bill).seconds),
          $0.pays ? "yes" : "no",
        ]
      })
  }
}
