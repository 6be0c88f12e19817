import Pipeline
import Plots

/// The page of `report`.
struct ChoicePage {
  let title: String
  let html: String

  /// Of a choice of rows.
  init(_ value: RowsValue, _ context: RunContext) throws {
    let way = try ChoiceWay(value, context)
    self.init(way.title, try way.sections(value, context), context)
  }

  /// - Parameter sections: HTML, one below the other.
  init(_ title: String, _ sections: [String], _ context: RunContext) {
    self.title = title
    html = HTMLPage.document(
      title: title, sections: sections,
      footer: "Made by cact, from what the line reads and the seed \(context.seed) alone.")
  }
}
