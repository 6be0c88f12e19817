import Pipeline
import Rows
import Work

/// What the stages behind a value did to its rows, stage by stage.
struct RowHistory {
  /// One stage.
  struct Step {
    let stage: PastStage
    /// What entered; nil for a source and for a stage that reads no rows.
    let before: RowsValue?
    /// What left, where it is rows.
    let after: RowsValue?
    /// The rows that did not leave it.
    let losses: [Loss]
    /// By number, what kept rows lost.
    let reductions: [RowFate]
  }

  /// Rows that a stage set aside for one reason.
  struct Loss {
    let reason: String
    /// Whether they are held out: to be judged by, and for no stage to see.
    let isHeldOut: Bool
    /// In `before`, ascending; of a source none.
    var places: [Int]
    /// Of a source, by number.
    var numbers: [Int] = []
    /// By number, what is said of a row alone in place of the reason.
    var details: [Int: String] = [:]

    var count: Int { max(places.count, numbers.count) }
  }

  let steps: [Step]

  /// Of the input of the stage that runs in `context`. Values that are no longer remembered are made again.
  init(_ context: RunContext) throws {
    steps = try context.history().map { past in
      try context.work.checkCancellation()
      let before = try context.value(before: past) as? RowsValue
      let after = try context.value(after: past) as? RowsValue
      let fates = past.fates ?? []
      return Step(
        stage: past, before: before, after: after,
        losses: Self.losses(past, before?.rows, after, fates.filter { $0.outcome != .reduced }),
        reductions: fates.filter { $0.outcome == .reduced })
    }
  }

  private static func losses(_ past: PastStage, _ before: Rows?, _ after: RowsValue?, _ fates: [RowFate]) -> [Loss] {
    guard let before else {
      return fates.map {
        Loss(reason: $0.reason, isHeldOut: false, places: [], numbers: $0.rows.all, details: $0.details ?? [:])
      }
      .filter { $0.count > 0 }
    }
    let held = after?.heldOut?.numbers(from: before.source) ?? []
    var gone: [Int] = []
    if let after {
      // By number, as often as it occurs: rows of several files may share one.
      var left: [Int: Int] = [:]
      for number in after.rows.rowNumbers { left[number, default: 0] += 1 }
      for (place, number) in before.rowNumbers.enumerated() {
        if let count = left[number], count > 0 { left[number] = count - 1 } else { gone.append(place) }
      }
    } else {
      gone = before.rowNumbers.indices.filter { place in fates.contains { $0.rows.contains(before.rowNumbers[place]) } }
    }
    // One reason may have been given without numbers: it is that of all others.
    let unnumbered = fates.filter { $0.rows.count == 0 }
    let rest = unnumbered.count == 1 ? unnumbered[0].reason : "set aside by `\(past.call.stage)`"
    var losses: [Loss] = []
    for place in gone {
      let number = before.rowNumbers[place]
      let fate = fates.first { $0.rows.contains(number) }
      let reason = fate?.reason ?? rest
      let isHeldOut = held.contains(number)
      if let index = losses.firstIndex(where: { $0.reason == reason && $0.isHeldOut == isHeldOut }) {
        losses[index].places.append(place)
      } else {
        losses.append(
          Loss(reason: reason, isHeldOut: isHeldOut, places: [place], details: fate?.details ?? [:]))
      }
    }
    return losses
  }
}
