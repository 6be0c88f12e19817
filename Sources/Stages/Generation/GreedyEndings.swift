import Documents
import LanguageModel
import Numerics
import Packing
import Pipeline
import Rows

/// How many greedy answers to a few held-out questions come to an end by themselves: a model that was not taught its end
/// token goes on for ever. Whether the answers are programs that parse needs Python, and waits for a place to run it in.
struct GreedyEndings {
  /// Questions that are asked, at most.
  static let questions = 20
  /// Tokens of an answer, at most.
  static let tokens = 128

  let template: Template
  let context: RunContext
  /// Of the held-out rows with a question those that the seed draws, in their order.
  let rows: Rows

  init(_ heldOut: HeldOutRows, _ template: Template, _ context: RunContext) throws {
    self.template = template
    self.context = context
    let open = (0..<heldOut.rows.count).filter { heldOut.rows.question($0)?.isEmpty == false }
    var generator = SeededGenerator(seed: context.seed, stream: "greedy endings")
    let drawn = generator.permutation(open.count).prefix(Self.questions).map { open[$0] }
    rows = heldOut.rows.taking(drawn.sorted())
  }

  struct Count: Sendable {
    var ended: Int
    /// Answers that were made: questions that leave room for one.
    var answers: Int
  }

  /// Throws `Interrupted`; answers so far are kept.
  func count(directory: String) throws -> Count {
    let loaded = try context.models.load(directory: directory)
    let encoded = try EncodedRows(rows, loaded, template, context)
    let requests = (0..<rows.count).compactMap { row in
      (try? encoded.answerPrompt(row, contextLength: loaded.model.configuration.contextLength)).map {
        AnswerRequest(prompt: $0, stream: row)
      }
    }
    let options = GenerationOptions(maxTokens: Self.tokens)
    let found = try Answers(loaded, template, options, context, label: "eval").answers(requests).answers
    return Count(ended: found.count(where: \.endedByItself), answers: found.count)
  }

  /// `18 of 20 greedy answers end by themselves within 128 tokens; of the base's 3`.
  func sentence(tuned: Count, base: Count?) -> String {
    guard tuned.answers > 0 else { return "No held-out row has a question to answer." }
    return "\(tuned.ended) of \(tuned.answers) greedy answers end by themselves within \(Self.tokens) tokens"
      + (base.map { "; of the base's \($0.ended)" } ?? "") + "."
  }

  func json(tuned: Count, base: Count?) -> JSONValue {
    .object(
      JSONObject([
        ("answers", .integer(Int64(tuned.answers))), ("tuned", .integer(Int64(tuned.ended))),
        ("base", base.map { .integer(Int64($0.ended)) } ?? .null), ("tokens", .integer(Int64(Self.tokens))),
      ]))
  }
}
