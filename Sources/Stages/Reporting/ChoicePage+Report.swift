import Pipeline
import Plots

extension ChoicePage {
  /// Of what another stage found: a comparison with its verdict, a table, a plot.
  init(_ report: ReportValue, _ context: RunContext) throws {
    let past = try context.history().map { context.text(of: $0.call) }
    let verdict = report.verdict
    var sections = [HTMLPage.sentences(verdict, strong: true)]
    if let plot = report.plot { sections.append(plot.svg) }
    if report.columnNames.isEmpty {
      let page = report.plot == nil ? report.page : report.lines
      sections.append(HTMLPage.lines(page.filter { !verdict.contains($0) }))
    } else {
      let heads = zip(report.columnNames, report.numericColumns).map { (name: $0, isNumeric: $1) }
      sections.append(HTMLPage.table(heads, report.cells))
      sections.append(HTMLPage.sentences(report.lines))
    }
    sections.append(HTMLPage.section("How it came about", HTMLPage.lines([past.joined(separator: "\n| ")])))
    self.init(report.title, sections, context)
  }
}
