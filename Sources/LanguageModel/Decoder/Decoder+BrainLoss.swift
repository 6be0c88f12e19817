import Kernels
import Numerics

/// The output matrix and cross-entropy in bfloat16 with float32 logits.
extension Decoder {
  /// Targets whose logits exist at once: the products' own piece of rows.
  private static let logitRows = 256
  /// Bytes of bfloat16 gradients of logits that exist at once: a product over many targets writes the output matrix's
  /// gradient, which is large, seldom.
  private static let gradientBytes = 256 << 20

  /// As `run`: groups of targets; in each, logits and their gradients piece by piece, and then the products with those
  /// gradients over the whole group.
  func runRounded(scale: Float?, into gradient: AlignedBuffer<Float>?) -> AlignedBuffer<Double> {
    let targets = targets
    let nats = AlignedBuffer<Double>(count: targets.count)
    let (h, v) = (c.hiddenSize, c.vocabularySize)
    let stride = (v + 31) / 32 * 32
    let pieces = (targets.count + Self.logitRows - 1) / Self.logitRows
    let perGroup = max(1, min(pieces, scale == nil ? 1 : Self.gradientBytes / (2 * stride * Self.logitRows)))
    let groupRows = perGroup * Self.logitRows
    let memory = lossMemory(rows: groupRows, stride: stride, gradients: scale != nil)
    for first in Swift.stride(from: 0, to: targets.count, by: groupRows) {
      let group = targets[first..<min(targets.count, first + groupRows)]
      Parallel.ranges(group.count, grain: 32) { r in
        for i in r {
          Kernels.narrowBrain(hidden.constant + group[first + i].row * h, memory.inputs.pointer + i * h, h)
        }
      }
      for from in Swift.stride(from: 0, to: group.count, by: Self.logitRows) {
        let count = min(Self.logitRows, group.count - from)
        w.operands(of: layout.head, outputs: v, inputs: h, .bf16) { block, head in
          product.multiply(
            count, block.count, h, .bf16(memory.inputs.constant + from * h, h), head.transpose,
            into: memory.logits.pointer + block.lowerBound, stride)
        }
        Parallel.ranges(count, grain: 8) { r in
          for i in r {
            let row = memory.logits.pointer + i * stride
            let target = group[first + from + i].token
            nats.pointer[first + from + i] =
              if let scale {
                Kernels.crossEntropyGradient(
                  row, count: v, target: target, scale: scale, into: memory.gradients.pointer + (from + i) * stride)
              } else {
                Kernels.crossEntropy(row, count: v, target: target)
              }
          }
        }
      }
      guard let gradient else { continue }
      if trainsBase {
        product.multiply(
          v, h, group.count, .bf16(memory.gradients.constant, stride, transposed: true),
          .bf16(memory.inputs.constant, h), accumulate: true, into: gradient.pointer + layout.head, h)
      }
      w.operands(of: layout.head, outputs: v, inputs: h, .bf16) { block, head in
        product.multiply(
          group.count, h, block.count, .bf16(memory.gradients.constant + block.lowerBound, stride), head,
          accumulate: block.lowerBound > 0, into: memory.inputGradients.pointer, h)
      }
      Parallel.ranges(group.count, grain: 128) { r in
        for i in r {
          (dNormed.pointer + group[first + i].row * h).update(from: memory.inputGradients.constant + i * h, count: h)
        }
      }
    }
    return nats
  }

  private func lossMemory(rows: Int, stride: Int, gradients: Bool) -> LossMemory {
    if let kept = keptLossMemory, kept.rows >= rows, kept.gradients.count > 0 || !gradients { return kept }
    keptLossMemory = nil
    let made = LossMemory(
      rows: rows, hidden: c.hiddenSize, logits: Self.logitRows * stride, gradients: gradients ? rows * stride : 0)
    keptLossMemory = made
    return made
  }
}

/// What the output layer in bfloat16 works in.
final class LossMemory {
  let rows: Int
  let inputs: AlignedBuffer<UInt16>  // rows x hidden
  let inputGradients: AlignedBuffer<Float>  // rows x hidden
  let logits: AlignedBuffer<Float>
  let gradients: AlignedBuffer<UInt16>  // of the logits

  init(rows: Int, hidden: Int, logits: Int, gradients: Int) {
    self.rows = rows
    inputs = AlignedBuffer(uninitialized: rows * hidden)
    inputGradients = AlignedBuffer(uninitialized: rows * hidden)
    self.logits = AlignedBuffer(uninitialized: logits)
    self.gradients = AlignedBuffer(uninitialized: gradients)
  }
}
