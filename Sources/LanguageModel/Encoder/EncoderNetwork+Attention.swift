import Kernels
import Numerics

extension EncoderNetwork {
  /// Calls `body` for every text and head; of its columns in `attention` the workspace has taken queries, keys and values.
  private func forEachHead(
    _ k: Kept, _ body: (_ work: AttentionWorkspace<Float>, _ text: Int, _ head: Int) -> Void
  ) {
    let (h, d) = (c.hiddenSize, c.headDimension)
    attention.forEach(starts, batch.map(\.count), heads: c.heads, window: nil) { work, text, head in
      for (part, y) in [work.queries, work.keys, work.values].enumerated() {
        work.take(k.attention, 3 * h, part * h + head * d, into: y)
      }
      if layout.relativeBias != nil { work.bias = distanceBias.constant + head * (2 * longest - 1) + longest - 1 }
      body(work, text, head)
    }
  }

  private var scale: Float { 1 / Float(c.headDimension).squareRoot() }

  /// Attention of every text to itself, in both directions: k.mixed = softmax(QKᵀ/√d + bias) V.
  func attend(_ k: Kept) {
    let (h, d) = (c.hiddenSize, c.headDimension)
    forEachHead(k) { work, text, head in
      let mixed = k.mixed.pointer + starts[text] * h + head * d
      let logSum = k.logSum.pointer + starts[text] * c.heads + head
      for queries in work.blocksOfQueries {
        work.attend(queries, scale: scale) { t, sum, total, log in
          Kernels.scale(sum, by: 1 / total, into: mixed + t * h, d)
          logSum[t * c.heads] = log
        }
      }
    }
    (k.mixed.pointer + total * h).update(repeating: 0, count: (rows - total) * h)
  }

  /// From dMixed: the gradient of queries, keys and values into `dAttention`, and of the relative bias into `gradient`.
  func attendBackward(
    _ k: Kept, _ dMixed: AlignedBuffer<Float>, into dAttention: AlignedBuffer<Float>, _ gradient: AlignedBuffer<Float>
  ) {
    let (h, d, heads) = (c.hiddenSize, c.headDimension, c.heads)
    let buckets = layout.relativeBias == nil ? 0 : RelativePositions.buckets
    // One sum per text, head and bucket, added in their order: the same whichever thread ran which.
    let dBias = AlignedBuffer<Float>(count: batch.count * heads * buckets)
    forEachHead(k) { work, text, head in
      let (n, start) = (work.length, starts[text])
      work.take(dMixed, h, head * d, into: work.dOut)
      work.dKeys.zero()
      work.dValues.zero()
      let dDistance = AlignedBuffer<Float>(count: buckets > 0 ? 2 * n - 1 : 0)
      if buckets > 0 { work.dBias = dDistance.pointer + n - 1 }
      work.attendBackward(
        scale: scale, k.mixed.pointer + start * h + head * d, width: h,
        logSum: k.logSum.constant + start * heads + head, heads: heads)
      for (part, x) in [work.dQueries, work.dKeys, work.dValues].enumerated() {
        work.give(x, dAttention, 3 * h, part * h + head * d)
      }
      for at in 0..<dDistance.count {
        let bucket = RelativePositions.bucket(of: at - (n - 1))
        dBias.pointer[(text * heads + head) * buckets + bucket] += dDistance.pointer[at]
      }
    }
    (dAttention.pointer + total * 3 * h).update(repeating: 0, count: (rows - total) * 3 * h)
    guard let table = layout.relativeBias else { return }
    for task in 0..<batch.count * heads {
      for bucket in 0..<buckets {
        gradient.pointer[table + bucket * heads + task % heads] += dBias.pointer[task * buckets + bucket]
      }
    }
  }
}
