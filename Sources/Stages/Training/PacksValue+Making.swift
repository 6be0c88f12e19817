import Diagnostics
import Digests
import LanguageModel
import Packing
import Pipeline
import Rows

extension PacksValue {
  /// Tokens of a pack where nobody says.
  static let usualCapacity = 4096

  /// Rows in packs for the model of the settings.
  ///
  /// - Throws: `Diagnostic` at `span` where no row is left; what reading the model throws.
  init(packing value: RowsValue, capacity: Int, long: LongRule, at span: Span, _ context: RunContext) throws {
    let library = context.models
    let directory = try library.directory(context.settings)
    let template = try library.template(context.settings, directory: directory).template
    let settings = PackSettings(
      capacity: capacity, contextLength: try library.configuration(directory: directory).longestRow(context.settings),
      long: long, template: template.name)
    let packs = try Packs(
      value.rows, tokenizer: library.tokenizer(directory: directory), template: template, settings: settings,
      work: context.work)
    guard !packs.samples.isEmpty else {
      throw Diagnostic(
        StageCodes.nothingLeft, "no row is left to pack", at: span, label: "of \(Figures.rows(value.rows.count))",
        notes: packs.ledger.dropped.map { "\(Figures.count($0.count)) \($0.reason)" })
    }
    self.init(packs, heldOut: value.heldOut, model: try library.contentDigest(directory: directory))
  }

  /// - Throws: `Diagnostic` where the packs were made for another model than the one in `directory`, whose content has `digest`.
  func checkModel(_ digest: ContentDigest, _ directory: String, at span: Span) throws {
    guard model == digest else {
      throw Diagnostic(
        StageCodes.otherTokenizer, "these packs were made for a different model than the current one", at: span,
        label: "would tune \(ModelLibrary.name(of: directory))")
    }
  }
}
