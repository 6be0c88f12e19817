import Pipeline

/// A measure by passes of a model over the rows: that of the option `with`, else that of the settings.
protocol ModelMeasure: Measure {}

extension ModelMeasure {
  var settings: [String] { ["context", "model", "template", "seed", "precision"] }

  func inputs(of call: BoundCall, context: RunContext) throws -> [FileInput] {
    try context.models.input(of: call, option: "with", context).map { [$0] } ?? []
  }
}
