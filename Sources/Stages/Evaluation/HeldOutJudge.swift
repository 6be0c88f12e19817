import Diagnostics
import Digests
import Documents
import Evaluation
import Foundation
import LanguageModel
import Packing
import Pipeline
import Rows
import Store
import Work

/// Measures models on held-out rows, remembers what it measured, and counts the looks.
struct HeldOutJudge {
  let heldOut: HeldOutRows
  let context: RunContext
  /// In which every model is asked: one for all of them, or their losses are of different tokens.
  let template: Template
  /// Of the rows' text and order.
  let digest: ContentDigest

  init(_ heldOut: HeldOutRows, _ template: Template, _ context: RunContext) {
    self.heldOut = heldOut
    self.template = template
    self.context = context
    var builder = ContentDigest.Builder()
    for row in 0..<heldOut.rows.count { builder.update(heldOut.rows.contentKey(of: row)) }
    digest = builder.finalize()
  }

  /// For a stage that judges a model on the rows given in its slot `rows`, else on those held out in the pipe.
  /// - Throws: `Diagnostic` where there are none.
  init(of model: ModelValue, _ call: BoundCall, _ context: RunContext) throws {
    guard let judge = try Self.find(model, call, Self.template(of: model, context), context) else {
      throw Diagnostic(
        StageCodes.noHeldOut, "nothing is held out to judge on", at: call.span, label: "no rows here",
        helps: [Diagnostic.Help("hold rows out after `load`, with `hold 200`, or give `\(call.stage)` a file")])
    }
    self = judge
  }

  /// The rows given in the slot `rows`, else those held out in the pipe; nil where there are none.
  static func find(_ model: ModelValue?, _ call: BoundCall, _ template: Template, _ context: RunContext) throws
    -> HeldOutJudge?
  {
    if let pipeline = try call.optionalPipeline("rows") {
      let rows = try context.value(of: pipeline).value.asRows(call.stage).rows
      return HeldOutJudge(HeldOutRows(rows: rows, origin: "given to `\(call.stage)`"), template, context)
    }
    return (model?.heldOut).map { HeldOutJudge($0, template, context) }
  }

  /// The one that the settings name, else the model's own: that which it was tuned in; its base is asked in the same.
  static func template(of model: ModelValue, _ context: RunContext) throws -> Template {
    try Template.named(context.settings.template) ?? context.models.template(of: model)
  }

  var count: Int { heldOut.rows.count }

  /// Answer losses of the model in `directory`, end-of-text not counted: the same tokens that scoring covers.
  func losses(directory: String, digest model: ContentDigest) throws -> AnswerLosses {
    var builder = ContentDigest.Builder()
    builder.update("held out 2")
    builder.update(digest)
    builder.update(model)
    builder.update(template.name)
    builder.update(context.settings.arithmetic)
    builder.update(context.settings.context ?? 0)
    return try context.remembered("heldout", builder.finalize(), isWhole: { $0.nats.count > 0 }) {
      try measured(directory: directory, digest: model)
    }
  }

  private func measured(directory: String, digest model: ContentDigest) throws -> AnswerLosses {
    let loaded = try context.models.load(directory: directory, expecting: model)
    let segments = try judged(by: loaded).map { $0.segment }
    guard !segments.isEmpty else {
      throw Diagnostic(
        StageCodes.nothingLeft, "no row is left to judge by", at: context.call.span,
        label: "of \(Figures.rows(heldOut.rows.count)), \(heldOut.origin)",
        notes: heldOut.rows.isEmpty ? [] : ["none has a question and an answer that fit the model's context"])
    }
    try PassMemory(loaded.model.configuration, lengths: segments.lazy.map(\.tokens.count)).check("judging", of: loaded)
    return try AnswerLosses(of: loaded.model, on: segments, work: context.work)
  }

  /// Places of the rows that `losses` are of: those with a question and an answer that fit the model's context.
  func judged(by model: ModelValue) throws -> [Int] {
    try judged(by: context.models.load(directory: model.directory, expecting: model.digest)).map { $0.row }
  }

  private func judged(by loaded: LoadedModel) throws -> [(row: Int, segment: Segment)] {
    let encoded = try EncodedRows(heldOut.rows, loaded, template, context)
    let longest = loaded.model.configuration.longestRow(context.settings)
    return (0..<heldOut.rows.count).compactMap { row -> (row: Int, segment: Segment)? in
      guard let pair = try? encoded.scoringPair(row, maxLength: longest) else { return nil }
      var segment = pair.conditional
      segment.pool = nil
      return (row, segment)
    }
  }

  /// Counts one more look when `result` was not judged on these rows before.
  /// - Returns: looks so far, this one included.
  func look(by result: ContentDigest) throws -> Int { try context.store.recordLook(at: digest, by: result) }
}
