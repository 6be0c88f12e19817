import Diagnostics
import Evaluation
import Packing
import Pipeline
import Rows

/// On which of the rows that are held out a comparison judges: option `on`.
enum JudgedPart: String {
  /// Rows that a search may look at as often as it likes.
  case search
  /// Rows that only verdicts open; each look is counted.
  case sealed

  private static let kind = ArgumentKind.choice([
    Choice(Self.search.rawValue, "The part that `hold … search N` set aside for a search"),
    Choice(Self.sealed.rawValue, "The rest, which only verdicts open; every look at it is counted"),
  ])

  /// Of a stage that gives verdicts.
  static let option = Option("on", kind, default: .choice(Self.sealed.rawValue), "The held-out rows to evaluate on")

  /// Of a stage that explores.
  static let exploringOption = Option(
    "on", kind, "The held-out rows to evaluate on; by default the search part, else the sealed rows")

  /// - Parameter value: the rows that enter, of which a stage that explores judges on the search part where there is one.
  init(_ call: BoundCall, exploring value: RowsValue) throws {
    try self.init(call, usual: value.heldOut?.search == nil ? .sealed : .search)
  }

  /// The same before the rows are there.
  init(_ call: BoundCall, exploring input: Estimate) throws {
    try self.init(call, usual: (input.judges?.search ?? 0) > 0 ? .search : .sealed)
  }

  init(_ call: BoundCall, usual: Self = .sealed) throws {
    let word = try call.optionalChoice("on") ?? usual.rawValue
    guard let part = Self(rawValue: word) else { throw InternalError("no part `\(word)`") }
    self = part
  }

  /// - Throws: `Diagnostic` with the line to write where there is no such part.
  func judge(_ value: RowsValue, call: BoundCall, _ context: RunContext) throws -> HeldOutJudge {
    let library = context.models
    let template = try library.template(context.settings, directory: library.directory(context.settings)).template
    let rows: HeldOutRows
    switch self {
    case .sealed:
      guard let heldOut = value.heldOut else {
        throw Diagnostic(
          StageCodes.noHeldOut, "nothing is held out to judge on", at: call.span, label: "no rows to judge by",
          helps: [Diagnostic.Help("hold rows out after `load`, with `hold 200`")])
      }
      guard heldOut.rows.count > 0 else {
        throw Diagnostic(
          StageCodes.noHeldOut, "nothing is held out to judge on", at: call.span, label: "no sealed rows",
          helps: [Diagnostic.Help("hold more rows out than the parts take: `hold 400 target 100 search 100`")])
      }
      rows = heldOut
    case .search:
      guard let search = value.heldOut?.search, search.count > 0 else {
        throw Diagnostic(
          StageCodes.noSearch, "no rows are set aside for a search to judge on",
          at: call.isWritten("on") ? call.span(of: "on") : call.span, label: "no search part",
          helps: [Diagnostic.Help("hold them out after `load`, with `hold 400 target 100 search 100`")])
      }
      rows = HeldOutRows(rows: search, origin: value.heldOut?.origin ?? "")
    }
    return HeldOutJudge(rows, template, context)
  }

  /// `200 search rows`
  func rows(_ count: Int) -> String { "\(Figures.count(count)) \(rawValue) row\(count == 1 ? "" : "s")" }

  /// Loss of the base, before any tuning.
  static func before(_ judge: HeldOutJudge, _ context: RunContext) throws -> Double {
    let library = context.models
    let directory = try library.directory(context.settings)
    return try HeldOutJudge(judge.heldOut, judge.template, context)
      .losses(directory: directory, digest: library.contentDigest(directory: directory)).mean
  }
}
