import Diagnostics
import Packing
import Pipeline
import Rows
import Tokenization

/// A way to look at one row besides reading it whole. A new one is a file of its own and a line in `ViewStage.pictures`.
protocol RowPicture: Sendable {
  /// The word behind the row's number.
  var flag: Flag { get }
  /// Settings that it reads.
  var settings: [String] { get }
  /// Columns that it needs.
  var needs: [String] { get }
  /// - Parameter place: of the row, from 0.
  /// - Throws: `Diagnostic` for a row that has no such picture.
  func report(_ rows: Rows, _ place: Int, at call: BoundCall, _ context: RunContext) throws -> ReportValue
}

/// `view`: one row, whole or as a model sees it; packs, and what is in one of them.
struct ViewStage: StageDefinition {
  static let pictures: [any RowPicture] = [RowMask(), RowHeat()]

  let signature = Signature(
    "view", input: [.rows, .packs, .report], output: .type(.report),
    slots: [
      Slot(
        "row", .integer, in: 1...(.infinity), optional: true, "The row, by its number in the file; of packs, which one")
    ],
    flags: pictures.map(\.flag) + [Flag("packs", "All packs, drawn: what is learned of each, and where rows begin")],
    settings: Array(Set(pictures.flatMap(\.settings))).sorted(),
    version: 3,
    help: "One row whole or as a model sees it; packs, and what is learned of them",
    examples: [
      "load | where tokens < 300 | view 25 mask", "load | view 5 heat", "load | take 40 | pack 1024 | view packs",
    ],
    related: ["show", "pack", "tune"])

  private func picture(_ call: BoundCall) -> (any RowPicture)? { Self.pictures.first { call.flag($0.flag.name) } }

  func needs(_ call: BoundCall) throws -> [String] { picture(call)?.needs ?? [] }

  /// Of packs, which model's tokens end a row; of a row as it stands nothing is asked.
  func settings(of call: BoundCall) -> [String] {
    picture(call)?.settings ?? (call.flag("packs") ? ["model", "template"] : [])
  }

  func columns(after call: BoundCall, input: ColumnSet, context: CheckContext) throws -> ColumnSet {
    let words = signature.flags.map(\.name).filter { call.flag($0) }
    if words.count > 1 {
      throw Diagnostic(
        StageCodes.optionsClash, "`\(words[0])` and `\(words[1])` are two pictures", at: call.span(of: words[1]),
        label: "one at a time")
    }
    let takesPacks = call.flag("packs")
    guard takesPacks == (context.input == .packs) || words.isEmpty else {
      let reason =
        takesPacks
        ? ("rows are not in packs yet", "needs `pack` before it")
        : context.input == .report
          ? ("nothing of a report is learned", "needs rows") : ("packs have no row to look at", "needs rows")
      throw Diagnostic(StageCodes.optionsClash, reason.0, at: call.span(of: words[0]), label: reason.1)
    }
    if takesPacks, try call.optionalInteger("row") != nil {
      throw Diagnostic(
        StageCodes.optionsClash, "`packs` shows all of them, a number one", at: call.span(of: "packs"),
        label: "one or the other")
    }
    if !takesPacks, try call.optionalInteger("row") == nil {
      let what = context.input == .packs ? "`packs`, or the number of one" : "the number of a row"
      throw Diagnostic(
        Codes.missingArgument, "`view` needs \(what)", at: call.span, label: "for example `view 1`")
    }
    return context.input == .packs && !takesPacks ? ColumnSet(PackContents.columns) : ColumnSet()
  }

  func inputs(of call: BoundCall, context: RunContext) throws -> [FileInput] {
    picture(call) != nil ? [try context.models.input(context)] : []
  }

  func run(_ call: BoundCall, input: (any Value)?, context: RunContext) throws -> StageResult {
    if let value = input as? PacksValue {
      let packs = value.packs
      guard let number = try call.optionalInteger("row") else {
        return StageResult(PackPicture(packs, ends: try ends(of: value, at: call, context)).report)
      }
      guard number <= packs.bins.count else {
        throw Diagnostic(
          StageCodes.nothingLeft, "there is no pack \(number)", at: call.span(of: "row"),
          label: "of \(Figures.count(packs.bins.count))")
      }
      return StageResult(PackContents(packs, number).report)
    }
    let rows = try Table(input, call, reads: [], context).rows
    let number = try call.integer("row")
    guard let place = rows.rowNumbers.firstIndex(of: number) else {
      throw Diagnostic(
        StageCodes.nothingLeft, "no row here has the number \(number)", at: call.span(of: "row"),
        label: "not among \(Figures.rows(rows.count))",
        helps: [.init("what became of it is said by `why`", edits: [.init(call.span, "why \(number)")])])
    }
    return StageResult(
      try picture(call)?.report(rows, place, at: call, context) ?? WholeRow(rows, place).report)
  }

  /// The tokens that may end a sample of packs.
  private func ends(of packs: PacksValue, at call: BoundCall, _ context: RunContext) throws -> Set<Int32> {
    let library = context.models
    let directory = try library.directory(context.settings)
    try packs.checkModel(try library.contentDigest(directory: directory), directory, at: call.span)
    let tokenizer = try library.tokenizer(directory: directory)
    let template = try library.template(
      recorded: packs.packs.settings.template, context.settings, directory: directory)
    return [tokenizer.endOfText, template.endToken(in: tokenizer)]
  }
}
