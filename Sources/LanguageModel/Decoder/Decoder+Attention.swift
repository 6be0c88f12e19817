import Kernels
import Numerics

extension Decoder {
  /// Queries per block: scores of one block and head stay in the cache.
  private static let block = 128

  /// The first key that the query at `position` sees.
  private static func firstKey(_ position: Int, _ window: Int) -> Int {
    position < window ? 0 : position - window + 1
  }

  /// The most scores of one block of queries of a segment of `n` tokens.
  private static func scores(_ n: Int, _ window: Int) -> Int {
    let m = min(n, block)
    return m * (window < n - m ? window + m : n)
  }

  /// One (segment, key head).
  struct AttentionTask {
    var start: Int
    var length: Int
    var keyHead: Int
  }

  /// All (segment, key head) pairs, longest first, so that threads end together.
  var attentionTasks: [AttentionTask] {
    let order = batch.indices.sorted { (batch[$1].tokens.count, $0) < (batch[$0].tokens.count, $1) }
    return order.flatMap { i in
      (0..<c.keyValueHeads).map { AttentionTask(start: starts[i], length: batch[i].tokens.count, keyHead: $0) }
    }
  }

  /// Causal attention of every segment to itself: k.mixed = softmax(QKᵀ·scale) V, over the layer's window.
  func attend(_ l: Int, _ k: Kept) {
    if product.precision == .bf16 { return attendRounded(l, k) }
    let width = c.attentionWidth
    let d = c.headDimension
    let q = c.queryWidth
    let group = c.heads / c.keyValueHeads
    let scale = c.attentionScale(l)
    let window = c.slidingWindow(l) ?? .max
    let tasks = attentionTasks
    Parallel.forEach(tasks.count) { [c] i in
      let task = tasks[i]
      let n = task.length
      let scores = AlignedBuffer<Float>(uninitialized: Self.scores(n, window))
      let row = k.attention.pointer + task.start * width
      let keys = row + q + task.keyHead * d
      let values = keys + c.keyWidth
      for head in task.keyHead * group..<(task.keyHead + 1) * group {
        for from in stride(from: 0, to: n, by: Self.block) {
          let m = min(Self.block, n - from)
          // The keys that any query of the block sees: low ..< from + m.
          let low = Self.firstKey(from, window)
          let seen = from + m - low
          LinearAlgebra.multiplySerially(
            m, seen, d, alpha: scale, row + from * width + head * d, width, keys + low * width, width, transposeB: true,
            into: scores.pointer, seen)
          Kernels.causalSoftmax(
            scores.pointer, stride: seen, rows: m, columns: seen, first: from - low, window: window,
            logSum: k.logSum.pointer + (task.start + from) * c.heads + head, logSumStride: c.heads)
          LinearAlgebra.multiplySerially(
            m, d, seen, scores.constant, seen, values + low * width, width,
            into: k.mixed.pointer + (task.start + from) * q + head * d, q)
        }
      }
    }
    (k.mixed.pointer + total * q).update(repeating: 0, count: (rows - total) * q)
  }

  /// From dMixed: dAttention, with respect to the rotated queries and keys, and the values.
  func attendBackward(_ l: Int, _ k: Kept) {
    if product.precision == .bf16 { return attendRoundedBackward(l, k) }
    let width = c.attentionWidth
    let d = c.headDimension
    let q = c.queryWidth
    let group = c.heads / c.keyValueHeads
    let scale = c.attentionScale(l)
    let window = c.slidingWindow(l) ?? .max
    sumDeltas(k)
    let tasks = attentionTasks
    Parallel.forEach(tasks.count) { [c] i in
      let task = tasks[i]
      let n = task.length
      let size = Self.scores(n, window)
      let p = AlignedBuffer<Float>(uninitialized: size)
      let dp = AlignedBuffer<Float>(uninitialized: size)
      let row = k.attention.pointer + task.start * width
      let keys = row + q + task.keyHead * d
      let values = keys + c.keyWidth
      let dRow = dAttention.pointer + task.start * width
      let dKeys = dRow + q + task.keyHead * d
      let dValues = dKeys + c.keyWidth
      for t in 0..<n {
        (dKeys + t * width).update(repeating: 0, count: d)
        (dValues + t * width).update(repeating: 0, count: d)
      }
      for head in task.keyHead * group..<(task.keyHead + 1) * group {
        for from in stride(from: 0, to: n, by: Self.block) {
          let m = min(Self.block, n - from)
          let low = Self.firstKey(from, window)
          let seen = from + m - low
          let queries = row + from * width + head * d
          let dOut = dMixed.pointer + (task.start + from) * q + head * d
          LinearAlgebra.multiplySerially(
            m, seen, d, alpha: scale, queries, width, keys + low * width, width, transposeB: true, into: p.pointer, seen
          )
          LinearAlgebra.multiplySerially(
            m, seen, d, dOut, q, values + low * width, width, transposeB: true, into: dp.pointer, seen)
          let at = (task.start + from) * c.heads + head
          Kernels.causalSoftmaxBackward(
            p.pointer, dp.pointer, stride: seen, rows: m, columns: seen, first: from - low, window: window,
            logSum: k.logSum.constant + at, logSumStride: c.heads, delta: delta.constant + at, deltaStride: c.heads,
            scale: scale)
          LinearAlgebra.multiplySerially(
            m, d, seen, dp.constant, seen, keys + low * width, width, into: dRow + from * width + head * d, width)
          LinearAlgebra.multiplySerially(
            seen, d, m, dp.constant, seen, transposeA: true, queries, width, accumulate: true,
            into: dKeys + low * width, width)
          LinearAlgebra.multiplySerially(
            seen, d, m, p.constant, seen, transposeA: true, dOut, q, accumulate: true, into: dValues + low * width,
            width)
        }
      }
    }
    (dAttention.pointer + total * width).update(repeating: 0, count: (rows - total) * width)
  }

  /// δ = Σ dO·O per row and head, which equals Σ p·dp of the softmax's gradient.
  func sumDeltas(_ k: Kept) {
    let (d, q) = (c.headDimension, c.queryWidth)
    Parallel.ranges(total, grain: Self.grain) { r in
      for t in r {
        for head in 0..<c.heads {
          delta.pointer[t * c.heads + head] = Kernels.dot(
            dMixed.constant + t * q + head * d, k.mixed.constant + t * q + head * d, d)
        }
      }
    }
  }

  /// As above, of the rows `r` alone, at dMixed and, rounded, at `mixed`; `scratch`: a row of it in float32.
  func sumDeltas(
    _ r: Range<Int>, _ dMixed: UnsafePointer<Float>, _ mixed: UnsafePointer<UInt16>,
    _ scratch: UnsafeMutablePointer<Float>
  ) {
    let (d, q) = (c.headDimension, c.queryWidth)
    for t in 0..<min(r.upperBound, total) - min(r.lowerBound, total) {
      for head in 0..<c.heads {
        Kernels.widenBrain(mixed + t * q + head * d, scratch, d)
        delta.pointer[(r.lowerBound + t) * c.heads + head] = Kernels.dot(dMixed + t * q + head * d, scratch, d)
      }
    }
  }
}
