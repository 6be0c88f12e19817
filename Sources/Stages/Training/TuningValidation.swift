import Diagnostics
import LanguageModel
import Numerics
import Packing
import Pipeline
import Rows
import Tokenization

/// The rows whose loss is measured while a model is tuned, and of these what `patience` is given: those of `validate`, else those that
/// `hold … search N` set aside, else a tenth of the rows themselves, which are then not learned. Never the sealed ones.
struct TuningValidation {
  /// Empty: nothing is measured.
  var segments: [Segment] = []
  /// Where the rows come from; nil where the loss decides nothing.
  var origin: Origin?
  /// Places in the packs' rows of those that are held back from learning.
  var heldBack: Set<Int> = []

  /// What decides when a run ends, kept with the model.
  struct Origin: Sendable, Codable {
    enum Source: String, Sendable, Codable { case validate, search, heldBack = "held back" }
    var source: Source
    var rows: Int
    /// Of rows that are held back: their numbers in their file, and the answer tokens that they have.
    var heldBack: [Int]
    var heldBackTokens: Int

    /// `100 search rows`.
    var text: String {
      switch source {
      case .validate: "\(Figures.rows(rows)) of `validate`"
      case .search: "\(Figures.count(rows)) search row\(rows == 1 ? "" : "s")"
      case .heldBack: "\(Figures.rows(rows)) held back"
      }
    }
  }

  /// One row of so many is held back where no others are at hand.
  static let part = 10

  init(
    _ call: BoundCall, _ packs: PacksValue, tokenizer: Tokenizer, template: Template, _ context: RunContext
  ) throws {
    let patience = try call.optionalInteger("patience")
    func packed(_ rows: Rows) throws -> Packs {
      try Packs(rows, tokenizer: tokenizer, template: template, settings: packs.packs.settings)
    }
    if let pipeline = try call.optionalPipeline("validate") {
      let rows = try context.value(of: pipeline).value.asRows("tune").rows
      let made = try packed(rows)
      guard !made.samples.isEmpty else {
        throw Diagnostic(
          StageCodes.nothingLeft, "no row is left to validate on", at: call.span(of: "validate"),
          label: "of \(Figures.rows(rows.count))")
      }
      segments = made.samples.map(\.segment)
      if patience != nil {
        origin = Origin(source: .validate, rows: made.rows.count, heldBack: [], heldBackTokens: 0)
      }
      return
    }
    guard patience != nil else { return }
    if let search = packs.heldOut?.search, search.count > 0 {
      let made = try packed(search)
      if made.learnedTokens > 0 {
        segments = made.samples.map(\.segment)
        origin = Origin(source: .search, rows: made.rows.count, heldBack: [], heldBackTokens: 0)
        return
      }
    }
    try holdBack(packs.packs, at: call.span(of: "patience"), seed: context.seed)
  }

  /// Draws by the seed; rows without a target would say nothing.
  private mutating func holdBack(_ packs: Packs, at span: Span, seed: UInt64) throws {
    let telling = Set(packs.samples.filter { $0.segment.targetCount > 0 }.map(\.row)).sorted()
    guard telling.count != 1 else {
      throw Diagnostic(
        StageCodes.nothingLeft, "`patience` takes rows to validate on, and the only row is the one to learn", at: span,
        label: "no row to spare",
        helps: [Diagnostic.Help("`validate { … }` names others, and `hold … search N` sets some aside")])
    }
    var generator = SeededGenerator(seed: seed, stream: "tuning validation")
    let drawn = generator.permutation(telling.count).prefix(max(1, telling.count / Self.part))
    heldBack = Set(drawn.map { telling[$0] })
    let samples = packs.samples.filter { heldBack.contains($0.row) }
    segments = samples.map(\.segment)
    origin = Origin(
      source: .heldBack, rows: heldBack.count, heldBack: heldBack.sorted().map { packs.rows.rowNumbers[$0] },
      heldBackTokens: segments.reduce(0) { $0 + $1.targetCount })
  }

  /// What became of the rows: in the ledger of a run that may end early.
  func ledger(_ packs: Packs, _ sentence: String) -> Ledger {
    var ledger = Ledger(rowsIn: packs.rows.count, kept: packs.rows.count - heldBack.count, notes: [sentence])
    for row in heldBack.sorted() { ledger.drop("held back for validation", row: packs.rows.rowNumbers[row]) }
    return ledger
  }
}
