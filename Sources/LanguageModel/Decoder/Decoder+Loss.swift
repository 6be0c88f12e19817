import Kernels
import Numerics

extension Decoder {
  /// One target: the row whose hidden state predicts it, and the token.
  struct Target {
    var row: Int
    var token: Int
  }

  var targets: [Target] {
    var found: [Target] = []
    for (segment, start) in zip(batch, starts) where segment.targetCount > 0 {
      for p in segment.learnFrom..<segment.learnTo {
        found.append(Target(row: holdsTargetsOnly ? found.count : start + p - 1, token: Int(segment.tokens[p])))
      }
    }
    return found
  }

  /// Losses of the batch just run forward.
  func losses(perToken: Bool) -> [SegmentLoss] {
    results(nats: run(scale: nil, into: nil), perToken: perToken)
  }

  /// Losses, and the gradient of scale·Σ nats: of the output matrix into `gradient`, of the hidden states into dNormed.
  func lossesAndGradient(scale: Float, into gradient: AlignedBuffer<Float>) -> [SegmentLoss] {
    prepareBackward()
    (dNormed.pointer).update(repeating: 0, count: rows * c.hiddenSize)
    return results(nats: run(scale: scale, into: gradient), perToken: false)
  }

  /// Chunk by chunk: gathers the hidden states at targets, their logits, losses and, with a scale, all gradients, so that
  /// no more than one chunk of logits ever exists.
  private func run(scale: Float?, into gradient: AlignedBuffer<Float>?) -> AlignedBuffer<Double> {
    if product.precision == .bf16 { return runRounded(scale: scale, into: gradient) }
    prepareLogits()
    let targets = targets
    let nats = AlignedBuffer<Double>(count: targets.count)
    let (h, v) = (c.hiddenSize, c.vocabularySize)
    // Chunks of nearly equal size, so that each has something to do for every thread.
    let chunks = (targets.count + chunkRows - 1) / chunkRows
    for chunk in 0..<chunks {
      let first = chunk * targets.count / chunks
      let count = (chunk + 1) * targets.count / chunks - first
      for i in 0..<count {
        (gathered.pointer + i * h).update(from: hidden.pointer + targets[first + i].row * h, count: h)
      }
      let operations = 2 * Double(count * v * h)
      let bytes = 4 * (Double(count * (v + h)) + Double(v * h))
      profile.measure("products: y = x Wᵀ", everywhere: true, operations: operations, bytes: bytes) {
        multiplyByHead(gathered, rows: count, into: logitChunk)
      }
      profile.measure("cross-entropy", everywhere: true, bytes: 4 * Double(count * v) * (scale == nil ? 1 : 2)) {
        Parallel.ranges(count, grain: 16) { r in
          for i in r {
            let row = logitChunk.pointer + i * v
            let token = targets[first + i].token
            if let scale {
              nats.pointer[first + i] = Kernels.crossEntropyGradient(row, count: v, target: token, scale: scale)
            } else {
              nats.pointer[first + i] = Kernels.crossEntropy(row, count: v, target: token)
            }
          }
        }
      }
      guard let gradient else { continue }
      if trainsBase {
        profile.measure(
          "products: dW += dyᵀ x", everywhere: true, operations: operations, bytes: bytes + 4 * Double(v * h)
        ) {
          LinearAlgebra.multiply(
            v, h, count, logitChunk.constant, v, transposeA: true, gathered.constant, h, accumulate: true,
            into: gradient.pointer + layout.head, h)
        }
      }
      profile.measure("products: dx = dy W", everywhere: true, operations: operations, bytes: bytes) {
        w.blocks(of: layout.head, rows: v, columns: h) { block, head in
          LinearAlgebra.multiply(
            count, h, block.count, logitChunk.constant + block.lowerBound, v, head, h, accumulate: block.lowerBound > 0,
            into: dGathered.pointer, h)
        }
      }
      for i in 0..<count {
        (dNormed.pointer + targets[first + i].row * h).update(from: dGathered.pointer + i * h, count: h)
      }
    }
    return nats
  }

  private func results(nats: AlignedBuffer<Double>, perToken: Bool) -> [SegmentLoss] {
    var at = 0
    return zip(batch, starts).map { segment, start in
      let n = segment.targetCount
      var result = SegmentLoss(nats: 0, count: n)
      for i in at..<at + n { result.nats += nats.pointer[i] }
      if perToken { result.perToken = (at..<at + n).map { Float(nats.pointer[$0]) } }
      at += n
      if let pool = segment.pool { result.pooled = pooled(pool, start, rising: segment.poolRises) }
      return result
    }
  }

  /// The mean of the last hidden states over positions of the segment that begins at `start`; with `rising` the i-th position
  /// weighs i (SGPT, arXiv 2202.08904, section 4.1.1).
  private func pooled(_ positions: Range<Int>, _ start: Int, rising: Bool) -> [Float] {
    var sum = [Double](repeating: 0, count: c.hiddenSize)
    var total = 0.0
    for (place, p) in positions.enumerated() {
      let row = hidden.pointer + (start + p) * c.hiddenSize
      let weight = rising ? Double(place + 1) : 1
      total += weight
      for i in sum.indices { sum[i] += weight * Double(row[i]) }
    }
    return sum.map { Float($0 / total) }
  }

  /// The logits of every token of the batch, total x vocabulary.
  func logits() -> [Float] {
    let v = c.vocabularySize
    let out = AlignedBuffer<Float>(count: rows * v)
    multiplyByHead(hidden, rows: rows, into: out)
    return Array(UnsafeBufferPointer(start: out.pointer, count: total * v))
  }

  /// logits = x Wᵀ, block by block of the vocabulary.
  /// - Parameter step: whether the rows are those that a step of generation goes on from, a prompt's last ones among them.
  func multiplyByHead(_ x: AlignedBuffer<Float>, rows: Int, into logits: AlignedBuffer<Float>, step: Bool = false) {
    let (h, v) = (c.hiddenSize, c.vocabularySize)
    if step, rows < Self.fewRows {
      return w.multiplyFew(x.constant, rows: rows, inputs: h, layout.head, outputs: v, into: logits.pointer)
    }
    if product.precision == .bf16 {
      w.operands(of: layout.head, outputs: v, inputs: h, .bf16) { block, head in
        product.multiply(
          rows, block.count, h, .f32(x.constant, h), head.transpose, into: logits.pointer + block.lowerBound, v)
      }
      return
    }
    w.blocks(of: layout.head, rows: v, columns: h) { block, head in
      LinearAlgebra.multiply(
        rows, block.count, h, x.constant, h, head, h, transposeB: true, into: logits.pointer + block.lowerBound, v)
    }
  }
}
