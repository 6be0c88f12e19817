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
