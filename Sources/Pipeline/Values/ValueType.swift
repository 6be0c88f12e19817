/// What flows through a pipe. `nothing` is what a pipeline that begins with a source stage takes.
public enum ValueType: String, Sendable, Codable, CaseIterable, CustomStringConvertible {
  case nothing, rows, packs, model, report

  /// The word of language.md: `Rows`, `Packs`, `Model`, `Report`.
  public var description: String {
    switch self {
    case .nothing: "nothing"
    case .rows: "Rows"
    case .packs: "Packs"
    case .model: "Model"
    case .report: "Report"
    }
  }
}

/// What a stage makes of its input's type.
public enum OutputType: Sendable, Hashable {
  case type(ValueType)
  /// The input itself, or a value of the same type (`save`, `take`).
  case same
}

extension ValueType {
  /// Whether its values have columns that a stage can name: rows, and the tables of reports.
  var hasColumns: Bool { self == .rows || self == .report }

  /// As it stands in a sentence: "Rows", "a Model".
  package var withArticle: String {
    switch self {
    case .nothing, .rows, .packs: description
    case .model: "a Model"
    case .report: "a Report"
    }
  }

  /// "Rows come in", "a Model comes in".
  package var comesIn: String {
    switch self {
    case .nothing, .rows, .packs: "\(description) come in"
    case .model, .report: "\(withArticle) comes in"
    }
  }
}
