/// A layer's experts where a file holds them as transformers 5 has them in memory: one tensor of experts x outputs x inputs for all
/// gates and ups, one for all downs. Where its own tensors are missing, each expert is a part of these.
struct StackedExperts {
  /// Where a tensor of the layout is: elements of the file's from `first` on.
  private struct Place {
    var stack: String
    var first: Int
  }

  /// By the layout's names.
  private var places: [String: Place] = [:]
  /// The shape that each of the file's tensors is to have, by the layout's names for them.
  private(set) var shapes: [String: [Int]] = [:]

  /// Those of the layout whose stacked tensors are among `present`.
  init(_ layout: WeightLayout, _ c: ModelConfiguration, present: (String) -> Bool) {
    guard let names = c.family.names.experts else { return }
    for (l, layer) in layout.layers.enumerated() {
      guard case .experts(let experts) = layer.feedForward, let one = experts.parts.first else { continue }
      let prefix = "\(c.family.names.prefix)\(c.family.names.layers)\(l)."
      let count = experts.parts.count
      func add(_ stack: String, _ shape: [Int], _ linears: [Linear]) {
        guard present(prefix + stack) else { return }
        shapes[prefix + stack] = shape
        for (e, linear) in linears.enumerated() {
          for part in linear.parts {
            places[part.name + ".weight"] = Place(
              stack: prefix + stack, first: (e * linear.outputs + part.outputs.lowerBound) * linear.inputs)
          }
        }
      }
      add(ExpertNames.stackedUp, [count, one.up.outputs, one.up.inputs], experts.parts.map(\.up))
      add(ExpertNames.stackedDown, [count, one.down.outputs, one.down.inputs], experts.parts.map(\.down))
      if prefix + names.router + ".weight" != prefix + ExpertNames.stackedRouter {
        add(ExpertNames.stackedRouter, [count, c.hiddenSize], [experts.router])
      }
    }
  }

  /// The layout's name of the tensor that holds the one called `name`, and from which element on.
  func place(of name: String) -> (stack: String, first: Int)? { places[name].map { ($0.stack, $0.first) } }
}
