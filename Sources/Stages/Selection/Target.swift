import Diagnostics
import Digests
import Pipeline
import Rows

/// The rows that say what the model should be good at, as a measure or a selection asks for them.
struct Target {
  let rows: Rows
  let digest: ContentDigest

  /// - Throws: `Diagnostic` where nobody said: no rows are held out as the target.
  init(of value: RowsValue, call: BoundCall, what: String) throws {
    guard let rows = value.heldOut?.target, rows.count > 0 else { throw Self.absent(call, what) }
    self.rows = rows
    var builder = ContentDigest.Builder()
    for row in 0..<rows.count { builder.update(rows.contentKey(of: row)) }
    digest = builder.finalize()
  }

  private static func absent(_ call: BoundCall, _ what: String) -> Diagnostic {
    Diagnostic(
      StageCodes.noTarget, "\(what) needs target rows: examples of what the model should be good at", at: call.span,
      label: "no target here",
      helps: [
        Diagnostic.Help(
          "hold some of its rows out after `load`: `hold 500 target 100 search 100`, or "
            + "`hold from { load \"mine.jsonl\" } target 100 search 100`")
      ])
  }

  /// Says before anything runs what `init` would say after the stages before it have been paid for.
  /// - Throws: `Diagnostic` where no stage before can have held a target out.
  static func check(_ call: BoundCall, what: String, _ context: CheckContext) throws {
    guard let before = context.before, !before.contains(where: gives) else { return }
    throw absent(call, what)
  }

  /// Whether rows have a target behind this call.
  private static func gives(_ call: BoundCall) -> Bool {
    call.calls(HoldStage.self) && call.has("target") || call.calls(LoadStage.self) && call.flag("mixed")
  }
}
