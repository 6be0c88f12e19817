import Packing
import Pipeline
import Rows
import Tokenization
import Work

extension EncodedRows {
  /// The rows as a stage's model sees them.
  init(_ rows: Rows, _ loaded: LoadedModel, _ template: Template, _ context: RunContext) throws {
    try self.init(rows, tokenizer: loaded.tokenizer, template: template, work: context.work)
  }
}

/// The columns `tokens` and `answer_tokens`, which are there on any rows.
enum TokenCounts {
  static func adding(to rows: Rows, settings: Settings, work: Work) throws -> Rows {
    let library = ModelLibrary.shared
    let directory = try library.directory(settings)
    let encoded = try EncodedRows(
      rows, tokenizer: library.tokenizer(directory: directory),
      template: library.template(settings, directory: directory).template, work: work)
    let columns = encoded.tokenColumns
    return rows.adding(columns.tokens, named: "tokens").adding(columns.answerTokens, named: "answer_tokens")
  }
}
