import Documents
import Pipeline
import Rows

extension Ledger {
  /// `1,200 in = 120 kept + 1,009 easier than their cluster's cut + 71 ifd >= 1`: the sum is visible.
  var line: StageBlock.Line {
    let parts = (dropped + failed).map { "\(Figures.count($0.count)) \($0.reason)" }
    let sum = "\(Figures.count(rowsIn)) in = \(Figures.count(kept)) kept"
    return StageBlock.Line(sum, parts.map { " + " + $0 }.joined())
  }

  /// For `--format json`.
  var json: JSONValue {
    func entries(_ list: [Entry]) -> JSONValue {
      .array(list.map { .object(JSONObject([("reason", .string($0.reason)), ("count", .integer(Int64($0.count)))])) })
    }
    return .object(
      JSONObject([
        ("in", .integer(Int64(rowsIn))), ("kept", .integer(Int64(kept))), ("dropped", entries(dropped)),
        ("failed", entries(failed)), ("tokens_cut", .integer(Int64(tokensCut))),
      ]))
  }
}
