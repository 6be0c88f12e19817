/// What a family calls the tensors of a layer's experts.
package struct ExpertNames: Sendable {
  /// The module that holds router and experts.
  var block = "mlp"
  /// Of an expert: gate and up, or up alone.
  var up = ["gate_proj", "up_proj"]
  var down = "down_proj"

  /// In a layer.
  var router: String { block + ".gate" }

  /// The module of an expert, in a layer.
  func module(_ expert: Int, _ part: String) -> String { "\(block).experts.\(expert).\(part)" }

  /// The same in files that hold the experts of a layer stacked: their router; tensors of experts x outputs x inputs, gate and up in
  /// one.
  static let stackedRouter = "mlp.gate.weight"
  static let stackedUp = "mlp.experts.gate_up_proj"
  static let stackedDown = "mlp.experts.down_proj"
}
