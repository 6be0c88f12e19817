extension ModelConfiguration {
  /// Feed-forward parts beside each other in a layer, of which a router chooses some for each row (arXiv 2101.03961): what these
  /// make of it is summed, each weighted by the router's probability.
  public struct Experts: Sendable, Hashable {
    /// How many there are in a layer.
    public var count: Int
    /// How many of them a row goes through, at most `count`: those of the largest probabilities; of equal ones the first.
    public var chosen: Int
    /// Width of each, as `intermediateSize` is of a dense part.
    public var intermediateSize: Int
    /// Whether the chosen ones' probabilities are divided by their sum.
    public var normalizesWeights: Bool
    /// Layers that have one dense feed-forward part in place of experts, ascending.
    public var denseLayers: [Int]

    /// Experts in every layer, but for `denseLayers`.
    public init(count: Int, chosen: Int, intermediateSize: Int, normalizesWeights: Bool, denseLayers: [Int] = []) {
      self.count = count
      self.chosen = chosen
      self.intermediateSize = intermediateSize
      self.normalizesWeights = normalizesWeights
      self.denseLayers = denseLayers
    }

    /// What makes them impossible, in words.
    var problems: [String] {
      guard (1...Self.most).contains(count) else {
        return ["the number of experts is \(count), outside 1...\(Self.most)"]
      }
      var found: [String] = []
      if !(1...count).contains(chosen) { found.append("num_experts_per_tok is \(chosen), outside 1...\(count)") }
      if !(1...1 << 24).contains(intermediateSize) {
        found.append("moe_intermediate_size is \(intermediateSize), outside 1...16777216")
      }
      return found
    }

    private static let most = 1 << 16
  }

  /// The experts of layer `layer`; nil where its feed-forward part is dense.
  public func experts(at layer: Int) -> Experts? {
    guard let experts, !experts.denseLayers.contains(layer) else { return nil }
    return experts
  }

  /// How many layers have experts.
  package var sparseLayers: Int { experts.map { max(0, layers - $0.denseLayers.count) } ?? 0 }

  /// Whether the feed-forward part of some layer is dense.
  package var hasDenseLayers: Bool { sparseLayers < layers }

  /// Width of what a feed-forward part of that width computes before its activation.
  package func upWidth(of intermediateSize: Int) -> Int {
    feedForward == .gated ? 2 * intermediateSize : intermediateSize
  }

  /// Values that a row has before the activations of layer `layer`: its chosen experts', one after the other, or the dense part's.
  package func upWidth(at layer: Int) -> Int {
    experts(at: layer).map { $0.chosen * upWidth(of: $0.intermediateSize) } ?? upWidth
  }

  /// Parameters of the matrices that a row meets in layer `layer`.
  package func metParameters(at layer: Int) -> Int {
    let attention = hiddenSize * (attentionWidth + queryWidth)
    guard let experts = experts(at: layer) else { return attention + hiddenSize * (upWidth + intermediateSize) }
    return attention + hiddenSize * (experts.count + upWidth(at: layer) + experts.chosen * experts.intermediateSize)
  }

  /// Of the model's parameters, those that no one row meets: of the experts that it does not choose.
  package var unmetParameters: Int {
    guard let experts else { return 0 }
    let one = hiddenSize * (upWidth(of: experts.intermediateSize) + experts.intermediateSize)
    return sparseLayers * (experts.count - experts.chosen) * one
  }
}
