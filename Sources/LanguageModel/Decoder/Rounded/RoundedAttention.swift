import Kernels
import Numerics

/// Attention in bfloat16 with float32 sums: queries, keys, values and probabilities are rounded, scores and results not.
///
/// Blocks of queries meet blocks of keys, so that a block of scores stays in the second-level cache and nothing grows with
/// the square of a segment's length. Sizes are padded with zeros to multiples of 32, so that few shapes are compiled.
extension Decoder {
  private static let queries = 128
  private static let keys = 512
  private static let product = MatrixProduct(.bf16)

  private static func padded(_ n: Int) -> Int { (n + 31) / 32 * 32 }

  /// The memory of one thread's work on one segment and one head of keys and values.
  final class AttentionShare {
    private let capacity: Int
    private(set) var start = 0
    private(set) var length = 0
    private var window = 0
    let dimension: Int
    let keys: AlignedBuffer<UInt16>  // padded length x dimension, and so are the next ones
    let values: AlignedBuffer<UInt16>
    let queries: AlignedBuffer<UInt16>
    let scores = AlignedBuffer<Float>(uninitialized: Decoder.queries * Decoder.keys)
    let p = AlignedBuffer<UInt16>(uninitialized: Decoder.queries * Decoder.keys)
    let mixed: AlignedBuffer<Float>  // a block of queries x dimension
    let state = AlignedBuffer<Float>(uninitialized: 3 * Decoder.queries)
    lazy var attention = CausalAttention(capacity: capacity, dimension: dimension)
    // Backward only.
    lazy var dOut = AlignedBuffer<UInt16>(count: capacity * dimension)
    lazy var dScores = AlignedBuffer<Float>(uninitialized: Decoder.queries * Decoder.keys)
    lazy var ds = AlignedBuffer<UInt16>(uninitialized: Decoder.queries * Decoder.keys)
    lazy var dQueries = AlignedBuffer<Float>(count: capacity * dimension)
    lazy var dKeys = AlignedBuffer<Float>(count: capacity * dimension)
    lazy var dValues = AlignedBuffer<Float>(count: capacity * dimension)

    private init(capacity: Int, dimension: Int) {
      self.capacity = capacity
      self.dimension = dimension
      keys = AlignedBuffer(count: capacity * dimension)
      values = AlignedBuffer(count: capacity * dimension)
      queries = AlignedBuffer(count: capacity * dimension)
      mixed = AlignedBuffer(uninitialized: Decoder.queries * dimension)
    }

    /// Lends one of the pool for the task, its keys and values in place where they are named.
    static func with(
      _ pool: Pool<AttentionShare>, _ task: AttentionTask, _ c: ModelConfiguration, _ window: Int, _ k: Kept?,
      _ body: (AttentionShare) -> Void
    ) {
      let (rows, d) = (Decoder.padded(task.length), c.headDimension)
      pool.lend(
        suits: { $0.capacity >= rows && $0.dimension == d },
        make: { AttentionShare(capacity: max(rows, min(c.contextLength, 1024)), dimension: d) }
      ) { share in
        (share.start, share.length, share.window) = (task.start, task.length, window)
        if let k {
          let column = c.queryWidth + task.keyHead * d
          share.take(k, c, column, into: share.keys)
          share.take(k, c, column + c.keyWidth, into: share.values)
        }
        body(share)
      }
    }

    /// Columns of what `k` keeps of the segment's queries, keys and values.
    func take(_ k: Kept, _ c: ModelConfiguration, _ column: Int, into y: AlignedBuffer<UInt16>) {
      if let rounded = k.rounded {
        copy(rounded.attention, c.attentionWidth, column, into: y)
      } else {
        round(k.attention, c.attentionWidth, column, into: y)
      }
    }

    /// Columns of the segment's rows of x.
    func copy(_ x: AlignedBuffer<UInt16>, _ width: Int, _ column: Int, into y: AlignedBuffer<UInt16>) {
      for t in 0..<length {
        (y.pointer + t * dimension).update(from: x.constant + (start + t) * width + column, count: dimension)
      }
      let rest = (Decoder.padded(length) - length) * dimension
      (y.pointer + length * dimension).update(repeating: 0, count: rest)
    }

    /// Columns of the segment's rows of x, rounded.
    func round(_ x: AlignedBuffer<Float>, _ width: Int, _ column: Int, into y: AlignedBuffer<UInt16>) {
      for t in 0..<length {
        Kernels.narrowBrain(x.constant + (start + t) * width + column, y.pointer + t * dimension, dimension)
      }
      let rest = (Decoder.padded(length) - length) * dimension
      (y.pointer + length * dimension).update(repeating: 0, count: rest)
    }

    /// The first rows of the blocks of queries.
    var blocksOfQueries: StrideTo<Int> { stride(from: 0, to: length, by: Decoder.queries) }

    /// The blocks of keys that the queries from that row on see.
    func blocks(from: Int) -> [Kernels.ScoreBlock] {
      let rows = min(Decoder.queries, length - from)
      let low = from < window ? 0 : (from - window + 1) / 32 * 32
      return stride(from: low, to: from + rows, by: Decoder.keys).map { first in
        Kernels.ScoreBlock(
          firstQuery: from, firstKey: first, rows: rows, paddedRows: Decoder.padded(rows),
          columns: Decoder.padded(min(Decoder.keys, from + rows - first)), window: window)
      }
    }

    /// C (+)= A·B, A: m x k, B: k x n, all dense.
    func multiply(
      _ m: Int, _ n: Int, _ k: Int, _ a: UnsafePointer<UInt16>, transposeA: Bool = false, _ b: UnsafePointer<UInt16>,
      transposeB: Bool = false, accumulate: Bool = false, into c: UnsafeMutablePointer<Float>
    ) {
      Decoder.product.multiplySerially(
        m, n, k, .bf16(a, transposeA ? m : k, transposed: transposeA),
        .bf16(b, transposeB ? k : n, transposed: transposeB), accumulate: accumulate, into: c, n)
    }

    /// Scores before scaling, of the block's queries and keys.
    func score(_ b: Kernels.ScoreBlock) {
      multiply(
        b.paddedRows, b.columns, dimension, queries.constant + b.firstQuery * dimension,
        keys.constant + b.firstKey * dimension, transposeB: true, into: scores.pointer)
    }
  }

  /// As `attend`.
  func attendRounded(_ l: Int, _ k: Kept) {
    if CausalAttention.suits(dimension: c.headDimension) { attendWide(l, k) } else { attendInProducts(l, k) }
    if let rounded = k.rounded {
      (rounded.mixed.pointer + total * c.queryWidth).update(repeating: 0, count: (rows - total) * c.queryWidth)
    } else {
      (k.mixed.pointer + total * c.queryWidth).update(repeating: 0, count: (rows - total) * c.queryWidth)
    }
  }

  /// By the processor's own products of bfloat16.
  private func attendWide(_ l: Int, _ k: Kept) {
    let (d, q, width) = (c.headDimension, c.queryWidth, c.attentionWidth)
    let group = c.heads / c.keyValueHeads
    let (scale, window) = (c.attentionScale(l), c.slidingWindow(l) ?? .max)
    let tasks = attentionTasks
    Parallel.forEach(tasks.count) { [c] i in
      let task = tasks[i]
      AttentionShare.with(shares, task, c, window, k.rounded == nil ? k : nil) { share in
        let attention = share.attention
        if let rounded = k.rounded {
          let keys = rounded.attention.constant + task.start * width + q + task.keyHead * d
          attention.pack(length: task.length, keys: keys, values: keys + c.keyWidth, stride: width)
        } else {
          attention.pack(length: task.length, keys: share.keys.constant, values: share.values.constant, stride: d)
        }
        for head in task.keyHead * group..<(task.keyHead + 1) * group {
          let at = task.start * q + head * d
          let logSum = keepsLayers ? k.logSum.pointer + task.start * c.heads + head : nil
          if let rounded = k.rounded {
            attention.attend(
              rounded.attention.constant + task.start * width + head * d, queryStride: width, scale: scale,
              window: window, into: .bf16(rounded.mixed.pointer + at), stride: q, logSum: logSum, logSumStride: c.heads)
          } else {
            share.take(k, c, head * d, into: share.queries)
            attention.attend(
              share.queries.constant, queryStride: d, scale: scale, window: window, into: .f32(k.mixed.pointer + at),
              stride: q, logSum: logSum, logSumStride: c.heads)
          }
        }
      }
    }
  }

  /// By products of the blocks, in float32 where the processor has none in bfloat16.
  private func attendInProducts(_ l: Int, _ k: Kept) {
    let (d, q) = (c.headDimension, c.queryWidth)
    let group = c.heads / c.keyValueHeads
    let (scale, window) = (c.attentionScale(l), c.slidingWindow(l) ?? .max)
    let tasks = attentionTasks
    Parallel.forEach(tasks.count) { [c] i in
      let task = tasks[i]
      AttentionShare.with(shares, task, c, window, k) { share in
        let mixed = share.mixed
        // Of a block of queries: tops, totals and corrections.
        let top = share.state.pointer
        let (total, correction) = (top + Self.queries, top + 2 * Self.queries)
        for head in task.keyHead * group..<(task.keyHead + 1) * group {
          share.take(k, c, head * d, into: share.queries)
          for from in share.blocksOfQueries {
            top.update(repeating: -.infinity, count: Self.queries)
            total.update(repeating: 0, count: Self.queries)
            mixed.pointer.update(repeating: 0, count: Self.queries * d)
            for b in share.blocks(from: from) {
              share.score(b)
              Kernels.onlineSoftmax(
                share.scores.pointer, b, scale: scale, top: top, total: total, correction: correction,
                into: share.p.pointer)
              for t in 0..<b.rows where correction[t] != 1 {
                Kernels.scale(mixed.pointer + t * d, by: correction[t], d)
              }
              share.multiply(
                b.paddedRows, d, b.columns, share.p.constant, share.values.constant + b.firstKey * d, accumulate: true,
                into: mixed.pointer)
            }
            for t in 0..<min(Self.queries, task.length - from) {
              let row = task.start + from + t
              let out = row * q + head * d
              if let rounded = k.rounded {
                Kernels.scale(mixed.constant + t * d, by: 1 / total[t], into: rounded.mixed.pointer + out, d)
              } else {
                Kernels.scale(mixed.constant + t * d, by: 1 / total[t], into: k.mixed.pointer + out, d)
              }
              k.logSum.pointer[row * c.heads + head] = Kernels.logSum(top: top[t], total: total[t])
            }
          }
        }
      }
    }
  }

  /// As `attendBackward`.
  func attendRoundedBackward(_ l: Int, _ k: Kept) {
    let (d, q, width) = (c.headDimension, c.queryWidth, c.attentionWidth)
    let group = c.heads / c.keyValueHeads
    let (scale, window) = (c.attentionScale(l), c.slidingWindow(l) ?? .max)
    if k.rounded == nil { sumDeltas(k) }
    let tasks = attentionTasks
    Parallel.forEach(tasks.count) { [c] i in
      let task = tasks[i]
      AttentionShare.with(shares, task, c, window, k) { share in
        let (dOut, dScores, ds) = (share.dOut, share.dScores, share.ds)
        let (dQueries, dKeys, dValues) = (share.dQueries, share.dKeys, share.dValues)
        let size = Self.padded(task.length) * d
        dKeys.pointer.update(repeating: 0, count: size)
        dValues.pointer.update(repeating: 0, count: size)
        func write(_ x: AlignedBuffer<Float>, _ column: Int) {
          for t in 0..<task.length {
            (dAttention.pointer + (task.start + t) * width + column).update(from: x.constant + t * d, count: d)
          }
        }
        for head in task.keyHead * group..<(task.keyHead + 1) * group {
          share.take(k, c, head * d, into: share.queries)
          if let planes = backwardPlanes {
            share.copy(planes.dMixed, q, head * d, into: dOut)
          } else {
            share.round(dMixed, q, head * d, into: dOut)
          }
          dQueries.pointer.update(repeating: 0, count: size)
          for from in share.blocksOfQueries {
            for b in share.blocks(from: from) {
              let (query, key) = (b.firstQuery * d, b.firstKey * d)
              share.score(b)
              share.multiply(
                b.paddedRows, b.columns, d, dOut.constant + query, share.values.constant + key, transposeB: true,
                into: dScores.pointer)
              let at = (task.start + b.firstQuery) * c.heads + head
              Kernels.onlineSoftmaxBackward(
                share.scores.pointer, dScores.pointer, b, scale: scale, logSum: k.logSum.constant + at,
                delta: delta.constant + at, stride: c.heads, into: share.p.pointer, ds.pointer)
              share.multiply(
                b.paddedRows, d, b.columns, ds.constant, share.keys.constant + key, accumulate: true,
                into: dQueries.pointer + query)
              share.multiply(
                b.columns, d, b.paddedRows, ds.constant, transposeA: true, share.queries.constant + query,
                accumulate: true, into: dKeys.pointer + key)
              share.multiply(
                b.columns, d, b.paddedRows, share.p.constant, transposeA: true, dOut.constant + query, accumulate: true,
                into: dValues.pointer + key)
            }
          }
          write(dQueries, head * d)
        }
        write(dKeys, q + task.keyHead * d)
        write(dValues, q + c.keyWidth + task.keyHead * d)
      }
    }
    (dAttention.pointer + total * width).update(repeating: 0, count: (rows - total) * width)
  }
}
