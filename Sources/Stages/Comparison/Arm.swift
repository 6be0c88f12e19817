import Pipeline
import Quantities

/// One way of choosing rows in a comparison, as its block says it.
struct Arm {
  let block: BoundPipeline
  /// By which the report tells it from the others.
  var name: String

  init(_ block: BoundPipeline, name: String? = nil) {
    self.block = block
    self.name = name ?? block.text
  }

  /// The place of the call whose share a budget replaces.
  private var select: Int? { block.calls.lastIndex { $0.calls(SelectStage.self) } }

  private func draws(_ call: BoundCall) -> Bool {
    if call.choice == .atRandom { return true }
    return ((try? call.optionalPercentage("blend")) ?? nil).map { $0 > 0 } ?? false
  }

  /// `sample` has no draws of its own: a run of it takes another seed.
  private var samples: Bool { block.calls.contains(where: Self.isSample) }

  private static func isSample(_ call: BoundCall) -> Bool { call.choice == .atRandom && !call.calls(SelectStage.self) }

  /// Whether another draw of the same seed gives other rows.
  var drawsAtRandom: Bool { samples || select.map { draws(block.calls[$0]) } ?? false }

  /// Whether it is nothing but a draw from all rows: what the others are measured by.
  var isRandomDraw: Bool {
    guard block.calls.count == 1, let call = block.calls.first, drawsAtRandom else { return false }
    return !call.has("within") && !call.has("blend")
  }

  /// Whether a budget can take the place of a share; else its rows are drawn down to it.
  var hasSelect: Bool { select != nil }

  /// Whether rows may come behind those that were selected.
  var goesOnAfterSelect: Bool { select.map { $0 < block.calls.count - 1 } ?? false }

  /// The part of all rows that its `select`, or else its `sample`, asks for.
  var fraction: Double? {
    guard let place = select ?? block.calls.lastIndex(where: Self.isSample),
      case .fraction(let fraction)? = try? block.calls[place].share("share")
    else { return nil }
    return block.calls[place].has("learned") ? nil : fraction
  }

  /// The stages of one run.
  /// - Parameter learned: what `select` takes in place of its share.
  func stages(draw: Int, learned: Int?) -> BoundPipeline {
    guard let select else { return block }
    var block = self.block
    var call = block.calls[select]
    if let learned { call = StandardPipelines.budgeted(call, learned: learned) }
    if draws(call) { call = call.with("draw", .integer(draw)) }
    block.calls[select] = call
    return block
  }

  /// The same up to the rows that `select` takes.
  func selection(draw: Int, learned: Int?) -> BoundPipeline {
    var stages = stages(draw: draw, learned: learned)
    if let select { stages.calls = Array(stages.calls[...select]) }
    return stages
  }

  /// The seed of one run, where it takes another than the setting.
  func seed(draw: Int, _ seed: UInt64) -> UInt64? { samples && draw > 0 ? seed &+ UInt64(draw) : nil }
}
