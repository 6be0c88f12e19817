import Pipeline
import Quantities
import Rows

/// How the values of a measure lie, and the ledger: `target −0.05 ▂▆█▃▁ 0.41 · median 0.12 · rank correlation …`.
enum ScoreLines {
  static func lines(_ name: String, _ values: [Double], of rows: Rows, _ ledger: Ledger) -> [StageBlock.Line] {
    var sum = ledger.line
    if ledger.failed.isEmpty { sum.second += " + 0 failed" }
    sum.second += " · \(Figures.count(ledger.tokensCut)) tokens cut"
    let sorted = values.sorted()
    guard let low = sorted.first, let high = sorted.last else {
      return [StageBlock.Line("no row has a score"), sum]
    }
    let spark = Figures.histogram(Statistics.histogram(sorted, bins: 11, low: low, high: high).map(Double.init))
    let lengths = rows.answers.map { Double($0?.count ?? 0) }
    let correlation = Statistics.spearman(values, lengths).map {
      " · rank correlation with answer length \(Figures.signed($0, 2))"
    }
    func shown(_ x: Double) -> String { x < 0 ? Figures.signed(x, 2) : Figures.fixed(x, 2) }
    return [
      StageBlock.Line(
        "\(name) \(shown(low)) \(spark) \(shown(high)) · median \(shown(Statistics.quantile(sorted, 0.5)))",
        correlation ?? ""), sum,
    ]
  }
}

extension Rows {
  /// Each row's answer.
  var answers: [ArraySlice<UInt8>?] { (0..<count).map { answer($0) } }
}
