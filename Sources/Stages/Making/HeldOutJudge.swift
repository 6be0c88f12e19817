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

  var count: Int { heldOut.rows.count }

  /// Answer losses of the model in `directory`, end-of-text not counted: the same tokens that scoring covers.
  func losses(directory: String, digest model: ContentDigest) throws -> AnswerLosses {
    var builder = ContentDigest.Builder()
    builder.update("held out 2")
    builder.update(digest)
    builder.update(model)
    builder.update(template.name)
    builder.update(context.settings.precision.rawValue)
    builder.update(context.settings.context ?? 0)
    let key = builder.finalize()
    if let bytes = try context.store.rowValues(kind: "heldout", keys: [key])[key],
      let known = try? JSONDecoder().decode(AnswerLosses.self, from: Data(bytes)), known.nats.count > 0
    {
      return known
    }
    let loaded = try ModelLibrary.shared.load(directory: directory, expecting: model)
    let encoded = try EncodedRows(heldOut.rows, loaded, template, context)
    let longest = loaded.model.configuration.longestRow(context.settings)
    var segments: [Segment] = []
    for row in 0..<heldOut.rows.count {
      guard let pair = try? encoded.scoringPair(row, maxLength: longest) else {
        continue
      }
      var segment = pair.conditional
      segment.pool = nil
      segments.append(segment)
    }
    guard !segments.isEmpty else {
      throw Diagnostic(
        StageCodes.nothingLeft, "no row is left to judge by", at: context.call.span,
        label: "of \(Figures.count(heldOut.rows.count)) rows, \(heldOut.origin)",
        notes: heldOut.rows.isEmpty ? [] : ["none has a question and an answer that fit the model's context"])
    }
    try PassMemory(loaded.model.configuration, lengths: segments.lazy.map(\.tokens.count)).check("judging", of: loaded)
    let losses = try AnswerLosses(of: loaded.model, on: segments, work: context.work)
    try context.store.putRowValues(kind: "heldout", [(key: key, bytes: [UInt8](try JSONEncoder().encode(losses)))])
    return losses
  }

  /// Counts one more look when `result` was not judged on these rows before.
  /// - Returns: looks so far, this one included.
  func look(by result: ContentDigest) throws -> Int { try context.store.recordLook(at: digest, by: result) }
}
