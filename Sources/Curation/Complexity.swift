import Kernels

/// The instruction-following difficulty of one row under the model that is to be tuned.
///
/// Both losses are means over the *same* answer tokens, the first one included, in nats per token
/// (CodeACT, arXiv 2408.02193; Superfiltering, arXiv 2402.00530):
///
///     loss_cond   = -(1/N) sum log P(a_j | q, a_<j)
///     loss_direct = -(1/N) sum log P(a_j | a_<j)
///     ifd         = exp(loss_cond - loss_direct)
public struct Complexity: Sendable, Hashable {
  /// Mean nats per answer token after the question.
  public var lossConditional: Double
  /// Mean nats per answer token without the question.
  public var lossDirect: Double
  /// N, the answer tokens that both losses cover.
  public var answerTokens: Int

  /// Mean losses in nats a token, over `answerTokens` tokens.
  public init(lossConditional: Double, lossDirect: Double, answerTokens: Int) {
    self.lossConditional = lossConditional
    self.lossDirect = lossDirect
    self.answerTokens = answerTokens
  }

  /// The ratio of the two perplexities; at 1 and above the question does not help at all.
  public var ifd: Double { Elementary.exp(lossConditional - lossDirect) }

  /// Whether both losses are numbers; one that is not makes the row a failure, never a score.
  public var isFinite: Bool { lossConditional.isFinite && lossDirect.isFinite && ifd.isFinite }
}
