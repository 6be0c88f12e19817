import Packing
import Pipeline
import Rows
import Tokenization
import Work

extension Settings {
  /// The template that turns question and answer into text.
  var promptTemplate: Template { Template.named(template) ?? .plain }
}

extension EncodedRows {
  /// The rows as a stage's model sees them.
  init(_ rows: Rows, _ loaded: LoadedModel, _ context: RunContext) throws {
    try self.init(rows, tokenizer: loaded.tokenizer, template: context.settings.promptTemplate, work: context.work)
  }
}

/// The columns `tokens` and `answer_tokens`, which are there on any rows.
enum TokenCounts {
  static func adding(to rows: Rows, settings: Settings, work: Work) throws -> Rows {
    let library = ModelLibrary.shared
    let tokenizer = try library.tokenizer(directory: library.directory(settings))
    let encoded = try EncodedRows(rows, tokenizer: tokenizer, template: settings.promptTemplate, work: work)
    let columns = encoded.tokenColumns
    return rows.adding(columns.tokens, named: "tokens").adding(columns.answerTokens, named: "answer_tokens")
  }
}
