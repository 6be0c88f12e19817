import Kernels
import Numerics

/// What a model computes with its decoder, whatever the decoder's elements are.
protocol DecoderPasses: AnyObject {
  var profile: Profile? { get set }
  func losses(of batch: [Segment], perToken: Bool) -> [SegmentLoss]
  func accumulateGradient(
    of batch: [Segment], scale: Float, into gradient: Gradient, keeping: Keeping, dropout: DropoutKey?
  ) -> [SegmentLoss]
  /// One vector a segment; of a decoder with an adapter.
  /// - Parameter scrap: of the model's shape; stays as it is.
  func projectedGradients(of batch: [Segment], by projection: SignProjection, _ scrap: Gradient) -> [[Float]]
  /// After each token, count x vocabulary.
  func logits(of tokens: [Int32]) -> [Float]
  var steps: any StepwiseModel { get }
}

extension Decoder: DecoderPasses {
  func losses(of batch: [Segment], perToken: Bool) -> [SegmentLoss] {
    forward(batch, keeping: .nothing, targetsOnly: batch.allSatisfy { $0.pool == nil })
    return losses(perToken: perToken)
  }

  func accumulateGradient(
    of batch: [Segment], scale: Float, into gradient: Gradient, keeping: Keeping, dropout: DropoutKey?
  ) -> [SegmentLoss] {
    adapter?.dropout = dropout
    defer { adapter?.dropout = nil }
    forward(batch, keeping: keeping)
    let losses = lossesAndGradient(scale: scale, into: gradient)
    backward(into: gradient)
    return losses
  }

  func projectedGradients(of batch: [Segment], by projection: SignProjection, _ scrap: Gradient) -> [[Float]] {
    let gradients = ProjectedGradients(batch, projection)
    adapter?.projected = gradients
    defer { adapter?.projected = nil }
    // The frozen weights have no gradient, and the adapter's goes where it was told to.
    _ = accumulateGradient(of: batch, scale: 1, into: scrap, keeping: .everything, dropout: nil)
    return gradients.vectors
  }

  func logits(of tokens: [Int32]) -> [Float] {
    forward([Segment(tokens: tokens, learnFrom: tokens.count)], keeping: .nothing)
    return logits()
  }

  var steps: any StepwiseModel { DecoderSteps(self) }
}
