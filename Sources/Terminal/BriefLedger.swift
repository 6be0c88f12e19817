import Documents
import Pipeline
import Stages

/// The stages of a statement that is only looked at, in one line: `load 1,200 · where 1,129 (71 do not match) · take 20 · 0.1s`. Rows that
/// are gone are counted here too; of what a stage remarked besides one is told, several are announced.
struct BriefLedger {
  private var pieces: [String] = []
  private var seconds = 0.0
  private var isRemembered = true

  mutating func add(_ call: BoundCall, blocks: [StageBlock], ledger: JSONValue?, remembered: Bool) {
    isRemembered = isRemembered && remembered
    if !remembered { seconds += blocks.reduce(0) { $0 + $1.allSeconds } }
    guard let ledger, let rowsIn = ledger["in"]?.int, let kept = ledger["kept"]?.int else {
      pieces.append(call.stage)
      return
    }
    var gone = Self.counts(ledger["dropped"]) + Self.counts(ledger["failed"])
    let notes = (ledger["notes"]?.array ?? []).compactMap(\.string)
    // One is told: it may be that nothing can be learned from these rows.
    if let only = notes.first { gone.append(notes.count == 1 ? only : "\(notes.count) remarks") }
    if let cut = ledger["tokens_cut"]?.int, cut > 0 { gone.append("\(Figures.count(cut)) tokens cut") }
    let count = pieces.isEmpty || kept != rowsIn ? " " + Figures.count(kept) : ""
    pieces.append(call.stage + count + (gone.isEmpty ? "" : " (\(gone.joined(separator: ", ")))"))
  }

  /// `71 do not match`, an entry for each reason.
  private static func counts(_ entries: JSONValue?) -> [String] {
    (entries?.array ?? []).compactMap { entry in
      guard let count = entry["count"]?.int, let reason = entry["reason"]?.string else { return nil }
      return "\(Figures.count(count)) \(reason)"
    }
  }

  /// Nil where no stage has been added.
  var line: String? {
    guard !pieces.isEmpty else { return nil }
    return (pieces + [isRemembered ? "remembered" : Figures.duration(seconds)]).joined(separator: " · ")
  }
}

extension StageBlock {
  /// Seconds at its right, of the block or of its lines.
  var allSeconds: Double { (seconds ?? 0) + lines.compactMap(\.seconds).reduce(0, +) }
}
