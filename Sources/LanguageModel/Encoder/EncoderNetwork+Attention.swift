import Kernels
import Numerics

extension EncoderNetwork {
  /// Queries per block: scores of one block and head stay in the cache.
  private static let block = 128

  /// One (text, head).
  struct AttentionTask {
    var start: Int
    var length: Int
    var head: Int
  }

  /// All (text, head) pairs, longest first, so that threads end together.
  var attentionTasks: [AttentionTask] {
    let order = batch.indices.sorted { (batch[$1].count, $0) < (batch[$0].count, $1) }
    return order.flatMap { i in
      (0..<c.heads).map { AttentionTask(start: starts[i], length: batch[i].count, head: $0) }
    }
  }

  /// Attention of every text to itself, in both directions: k.mixed = softmax(QKᵀ/√d + bias) V.
  func attend(_ k: Kept) {
    let h = c.hiddenSize
    let d = c.headDimension
    let tasks = attentionTasks
    Parallel.forEach(tasks.count) { [c] i in
      let task = tasks[i]
      let n = task.length
      let scores = AlignedBuffer<Float>(uninitialized: min(n, Self.block) * n)
      let queries = k.attention.constant + task.start * 3 * h + task.head * d
      for from in stride(from: 0, to: n, by: Self.block) {
        let m = min(Self.block, n - from)
        score(queries, task, from, m, into: scores)
        Kernels.softmax(
          scores.pointer, rows: m, columns: n, logSum: k.logSum.pointer + (task.start + from) * c.heads + task.head,
          logSumStride: c.heads)
        LinearAlgebra.multiplySerially(
          m, d, n, scores.constant, n, queries + 2 * h, 3 * h,
          into: k.mixed.pointer + (task.start + from) * h + task.head * d, h)
      }
    }
    (k.mixed.pointer + total * h).update(repeating: 0, count: (rows - total) * h)
  }

  /// The scores of `m` queries from `from` on to all keys of the text.
  private func score(
    _ queries: UnsafePointer<Float>, _ task: AttentionTask, _ from: Int, _ m: Int, into scores: AlignedBuffer<Float>
  ) {
    let stride = 3 * c.hiddenSize
    let d = c.headDimension
    let n = task.length
    LinearAlgebra.multiplySerially(
      m, n, d, queries + from * stride, stride, queries + c.hiddenSize, stride,
      transposeB: true, into: scores.pointer, n)
    Kernels.scale(scores.pointer, by: 1 / Float(d).squareRoot(), m * n)
    guard layout.relativeBias != nil else { return }
    // Key j lies j - i from query i: a row's biases are n neighbours of the table of distances.
    let biases = distanceBias.constant + task.head * (2 * longest - 1) + longest - 1
    for i in 0..<m { Kernels.add(biases - (from + i), to: scores.pointer + i * n, n) }
  }

  /// From dMixed: the gradient of queries, keys and values into `dAttention`, and of the relative bias into `gradient`.
  func attendBackward(
    _ k: Kept, _ dMixed: AlignedBuffer<Float>, delta: AlignedBuffer<Float>, into dAttention: AlignedBuffer<Float>,
    _ gradient: AlignedBuffer<Float>
  ) {
    let h = c.hiddenSize
    let d = c.headDimension
    let scale = 1 / Float(d).squareRoot()
    // δ = Σ dO·O per row and head equals Σ p·dp of the softmax's gradient.
    Parallel.ranges(total, grain: Self.grain) { r in
      for t in r {
        for head in 0..<c.heads {
          let at = t * h + head * d
          delta.pointer[t * c.heads + head] = Kernels.dot(dMixed.constant + at, k.mixed.constant + at, d)
        }
      }
    }
    let tasks = attentionTasks
    let buckets = layout.relativeBias == nil ? 0 : RelativePositions.buckets
    // One sum per task and bucket, added in the order of tasks: the same whichever thread ran which.
    let dBias = AlignedBuffer<Float>(count: tasks.count * buckets)
    Parallel.forEach(tasks.count) { [c] i in
      let task = tasks[i]
      let n = task.length
      let p = AlignedBuffer<Float>(uninitialized: min(n, Self.block) * n)
      let dp = AlignedBuffer<Float>(uninitialized: min(n, Self.block) * n)
      let dDistance = AlignedBuffer<Float>(count: buckets > 0 ? 2 * n - 1 : 0)
      let queries = k.attention.constant + task.start * 3 * h + task.head * d
      let dQueries = dAttention.pointer + task.start * 3 * h + task.head * d
      for t in 0..<n {
        (dQueries + t * 3 * h + h).update(repeating: 0, count: d)
        (dQueries + t * 3 * h + 2 * h).update(repeating: 0, count: d)
      }
      for from in stride(from: 0, to: n, by: Self.block) {
        let m = min(Self.block, n - from)
        let dOut = dMixed.constant + (task.start + from) * h + task.head * d
        score(queries, task, from, m, into: p)
        LinearAlgebra.multiplySerially(
          m, n, d, dOut, h, queries + 2 * h, 3 * h, transposeB: true, into: dp.pointer, n)
        let at = (task.start + from) * c.heads + task.head
        Kernels.softmaxBackward(
          p.pointer, dp.pointer, rows: m, columns: n, logSum: k.logSum.constant + at, logSumStride: c.heads,
          delta: delta.constant + at, deltaStride: c.heads)
        if buckets > 0 {
          for row in 0..<m { Kernels.add(dp.constant + row * n, to: dDistance.pointer + n - 1 - from - row, n) }
        }
        Kernels.scale(dp.pointer, by: scale, m * n)
        LinearAlgebra.multiplySerially(
          m, d, n, dp.constant, n, queries + h, 3 * h, into: dQueries + from * 3 * h, 3 * h)
        LinearAlgebra.multiplySerially(
          n, d, m, dp.constant, n, transposeA: true, queries + from * 3 * h, 3 * h, accumulate: true,
          into: dQueries + h, 3 * h)
        LinearAlgebra.multiplySerially(
          n, d, m, p.constant, n, transposeA: true, dOut, h, accumulate: true, into: dQueries + 2 * h, 3 * h)
      }
      guard buckets > 0 else { return }
      for at in 0..<2 * n - 1 {
        dBias.pointer[i * buckets + RelativePositions.bucket(of: at - (n - 1))] += dDistance.pointer[at]
      }
    }
    (dAttention.pointer + total * 3 * h).update(repeating: 0, count: (rows - total) * 3 * h)
    guard let table = layout.relativeBias else { return }
    for (i, task) in tasks.enumerated() {
      for bucket in 0..<buckets {
        gradient.pointer[table + bucket * c.heads + task.head] += dBias.pointer[i * buckets + bucket]
      }
    }
  }
}
