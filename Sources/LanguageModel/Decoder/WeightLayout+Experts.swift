extension WeightLayout {
  /// The feed-forward part of a layer.
  package enum FeedForward: Sendable, Hashable {
    case dense(Perceptron)
    case experts(Experts)

    /// nil where there are experts.
    package var dense: Perceptron? {
      switch self {
      case .dense(let part): part
      case .experts: nil
      }
    }
  }

  /// Two matrices with an activation between them.
  package struct Perceptron: Sendable, Hashable {
    /// Gate and up side by side, or up alone.
    package var up: Linear
    package var down: Linear
  }

  /// Experts, and the matrix (experts x hidden) by which they are chosen.
  package struct Experts: Sendable, Hashable {
    package var router: Linear
    package var parts: [Perceptron]
  }

  /// Adds the tensors of the layer's experts, whose names begin with `prefix`.
  mutating func addExperts(
    _ prefix: String, _ names: ExpertNames, _ experts: ModelConfiguration.Experts, _ c: ModelConfiguration
  ) -> Experts {
    let router = addLinear(prefix, [(names.router, experts.count)], inputs: c.hiddenSize, bias: false, false)
    let outputs = c.upWidth(of: experts.intermediateSize) / names.up.count
    return Experts(
      router: router,
      parts: (0..<experts.count).map { e in
        Perceptron(
          up: addLinear(
            prefix, names.up.map { (names.module(e, $0), outputs) }, inputs: c.hiddenSize, bias: false, false),
          down: addLinear(
            prefix, [(names.module(e, names.down), c.hiddenSize)], inputs: experts.intermediateSize, bias: false,
            false, residual: true))
      })
  }
}
