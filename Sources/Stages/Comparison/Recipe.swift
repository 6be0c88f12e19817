import Pipeline

/// A way to choose rows that a search tries.
struct Recipe {
  /// By which it stands in tables and in a plan.
  let name: String
  let arm: Arm

  init(name: String, block: BoundPipeline) {
    self.name = name
    arm = Arm(block, name: name)
  }

  /// Whether it is random rows and the target's.
  var isRandomAndTarget: Bool {
    let calls = arm.block.calls
    guard calls.count == 2, calls[1].calls(AppendStage.self), calls[1].flag("target") else { return false }
    var first = arm.block
    first.calls = [calls[0]]
    return Arm(first).isRandomDraw
  }

  /// The stages with so many learned tokens, as they can be typed.
  func line(learned: Int) -> String {
    arm.stages(draw: 0, learned: learned).calls.map(StandardPipelines.text).joined(separator: " | ")
  }
}
