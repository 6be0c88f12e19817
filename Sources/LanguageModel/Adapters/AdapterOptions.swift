/// How a low-rank adapter is made: y = Wx + s·B·A·dropout(x), W frozen, A: rank x inputs, B: outputs x rank
/// (LoRA, arXiv 2106.09685).
public struct AdapterOptions: Sendable, Codable, Hashable {
  /// Rows of A and columns of B.
  public var rank = 8
  /// s is alpha / rank.
  public var alpha = 16.0
  /// The probability with which an element of A's input is dropped while tuning.
  public var dropout = 0.0
  /// Which modules: the last parts of their names (`q_proj`) or whole names; nil: every linear layer but the output
  /// matrix.
  public var targets: [String]?
  /// s is alpha / √rank instead (arXiv 2312.03732).
  public var rankStabilized = false

  /// The defaults of `tune … lora`.
  public init(
    rank: Int = 8, alpha: Double = 16, dropout: Double = 0, targets: [String]? = nil, rankStabilized: Bool = false
  ) {
    self.rank = rank
    self.alpha = alpha
    self.dropout = dropout
    self.targets = targets
    self.rankStabilized = rankStabilized
  }

  /// s
  public var scale: Double { alpha / (rankStabilized ? Double(rank).squareRoot() : Double(rank)) }

  /// What makes these options impossible, in words; empty if nothing does.
  package var problems: [String] {
    var found: [String] = []
    if !(1...1 << 16).contains(rank) { found.append("rank \(rank) is outside 1...65536") }
    if !alpha.isFinite { found.append("alpha is not a number") }
    if !(dropout >= 0 && dropout < 1) { found.append("dropout \(dropout) is not at least 0 and below 1") }
    if targets?.isEmpty == true { found.append("no target modules") }
    return found
  }
}
