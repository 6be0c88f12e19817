import Kernels
import MatMul
import Numerics

/// The memory of one thread's attention over one segment and one head of keys and values, and the products over it.
///
/// Blocks of queries meet blocks of keys (arXiv 2205.14135), both counted from the segment's first position, so that a block of
/// scores stays in the second-level cache, nothing grows with the square of a segment's length, and a row's bits depend on its
/// segment alone.
final class AttentionWorkspace<Element: StoredElement> {
  static var queriesOfBlock: Int { 128 }
  static var keysOfBlock: Int { 512 }

  /// Sizes in bfloat16 are padded with zeros, so that few shapes are compiled where oneDNN multiplies.
  static func padded(_ n: Int) -> Int { Element.self == BFloat16.self ? (n + 31) / 32 * 32 : n }

  private let capacity: Int
  private(set) var start = 0
  private(set) var length = 0
  /// nil: in both directions.
  private var window: Int?
  /// Where something is added to scaled scores: what it is of a key at its query's own position; of a key n positions later, n
  /// places on.
  var bias: UnsafePointer<Float>?
  /// Likewise what its gradient is added to.
  var dBias: UnsafeMutablePointer<Float>?
  /// What scaled scores are held between, ±, if anything: see `Kernels.softCap`.
  var cap: Float?
  let dimension: Int
  let keys: AlignedBuffer<Element>  // padded length x dimension, and so are the next ones
  let values: AlignedBuffer<Element>
  let queries: AlignedBuffer<Element>
  let scores: AlignedBuffer<Float>  // a block
  let p: AlignedBuffer<Element>  // a block
  let mixed: AlignedBuffer<Float>  // a block of queries x dimension
  /// Of a block of queries: tops, totals and corrections; backward log-sums and deltas.
  let state = AlignedBuffer<Float>(uninitialized: 3 * queriesOfBlock)
  lazy var wide = CausalAttention(capacity: capacity, dimension: dimension)
  // Backward only.
  lazy var dOut = AlignedBuffer<Element>(count: capacity * dimension)
  lazy var dScores = AlignedBuffer<Float>(uninitialized: scores.count)
  lazy var ds = AlignedBuffer<Element>(uninitialized: scores.count)
  lazy var slopes = AlignedBuffer<Float>(uninitialized: scores.count)
  lazy var dQueries = AlignedBuffer<Float>(count: capacity * dimension)
  lazy var dKeys = AlignedBuffer<Float>(count: capacity * dimension)
  lazy var dValues = AlignedBuffer<Float>(count: capacity * dimension)

  init(capacity: Int, dimension: Int) {
    (self.capacity, self.dimension) = (capacity, dimension)
    keys = AlignedBuffer(count: capacity * dimension)
    values = AlignedBuffer(count: capacity * dimension)
    // A block of one query is padded too.
    queries = AlignedBuffer(count: (capacity + 32) * dimension)
    scores = AlignedBuffer(uninitialized: Self.queriesOfBlock * Self.keysOfBlock)
    p = AlignedBuffer(uninitialized: scores.count)
    mixed = AlignedBuffer(uninitialized: Self.queriesOfBlock * dimension)
  }

  func suits(_ length: Int) -> Bool { capacity >= Self.padded(length) }

  /// Turns to a segment, each of whose queries sees so many keys up to its own position, or without a window all of them.
  func begin(_ start: Int, _ length: Int, window: Int?) {
    (self.start, self.length, self.window, bias, dBias, cap) = (start, length, window, nil, nil, nil)
  }

  /// Takes columns of the segment's rows of x.
  func take(_ x: AlignedBuffer<Element>, _ width: Int, _ column: Int, into y: AlignedBuffer<Element>) {
    for t in 0..<length {
      (y.pointer + t * dimension).update(from: x.constant + (start + t) * width + column, count: dimension)
    }
    pad(y)
  }

  /// Writes what is of the segment's rows to columns of x.
  func give(_ y: AlignedBuffer<Float>, _ x: AlignedBuffer<Float>, _ width: Int, _ column: Int) {
    for t in 0..<length {
      (x.pointer + (start + t) * width + column).update(from: y.constant + t * dimension, count: dimension)
    }
  }

  /// Takes keys or values of the cached positions that the last one's block of queries sees.
  func take(_ cache: KeyValueCache, layer: Int, _ column: Int, into y: AlignedBuffer<Element>) {
    cache.runs(layer, firstKey(of: length - 1)..<length) { positions, entry in
      for (i, p) in positions.enumerated() {
        Kernels.store(entry + i * cache.width + column, y.pointer + p * dimension, dimension)
      }
    }
    pad(y)
  }

  private func pad(_ y: AlignedBuffer<Element>) {
    let rest = (Self.padded(length) - length) * dimension
    (y.pointer + length * dimension).update(repeating: Element(rounding: 0), count: rest)
  }

  /// The segment's blocks of queries.
  var blocksOfQueries: [Range<Int>] {
    stride(from: 0, to: length, by: Self.queriesOfBlock).map { $0..<min(length, $0 + Self.queriesOfBlock) }
  }

  /// The first key that the block of a query is multiplied with.
  private func firstKey(of query: Int) -> Int {
    let first = query / Self.queriesOfBlock * Self.queriesOfBlock
    guard let window, first >= window else { return 0 }
    return (first - window + 1) / 32 * 32
  }

  /// The blocks of keys that a block of queries, or a part of one, sees.
  private func blocks(of queries: Range<Int>) -> [Kernels.ScoreBlock] {
    let end = window == nil ? length : queries.upperBound
    return stride(from: firstKey(of: queries.lowerBound), to: end, by: Self.keysOfBlock).map { first in
      let keys = min(Self.keysOfBlock, end - first)
      return Kernels.ScoreBlock(
        firstQuery: queries.lowerBound, firstKey: first, rows: queries.count, paddedRows: Self.padded(queries.count),
        keys: keys, columns: Self.padded(keys), window: window)
    }
  }

  /// C (+)= A·B, A: m x k, B: k x n, all dense.
  private func multiply(
    _ m: Int, _ n: Int, _ k: Int, _ a: UnsafePointer<Element>, transposeA: Bool = false, _ b: UnsafePointer<Element>,
    transposeB: Bool = false, accumulate: Bool = false, into c: UnsafeMutablePointer<Float>
  ) {
    MatrixProduct(Element.self == BFloat16.self ? .bf16 : .f32).multiplySerially(
      m, n, k, .of(a, transposeA ? m : k, transposed: transposeA), .of(b, transposeB ? k : n, transposed: transposeB),
      accumulate: accumulate, into: c, n)
  }

  /// Scores of the block's queries and keys; returns what is still to be multiplied by. Of scores that are capped the
  /// derivatives too, where they are wanted.
  private func score(_ b: Kernels.ScoreBlock, _ scale: Float, sloped: Bool = false) -> Float {
    multiply(
      b.paddedRows, b.columns, dimension, queries.constant + b.firstQuery * dimension,
      keys.constant + b.firstKey * dimension, transposeB: true, into: scores.pointer)
    if let cap {
      Kernels.softCap(
        scores.pointer, scale: scale, cap: cap, b.rows * b.columns, slopes: sloped ? slopes.pointer : nil)
      return 1
    }
    guard let bias else { return scale }
    Kernels.scale(scores.pointer, by: scale, b.rows * b.columns)
    for i in 0..<b.rows {
      Kernels.add(bias + b.firstKey - b.firstQuery - i, to: scores.pointer + i * b.columns, b.keys)
    }
    return 1
  }

  /// softmax(scale·QKᵀ) V of a block of queries or a part of one, whose rows `body` receives with log Σ exp of their scores.
  func attend(
    _ queries: Range<Int>, scale: Float,
    _ body: (_ row: Int, UnsafePointer<Float>, _ total: Float, _ logSum: Float) -> Void
  ) {
    let (d, count) = (dimension, Self.queriesOfBlock)
    let top = state.pointer
    let (total, correction) = (top + count, top + 2 * count)
    top.update(repeating: -.infinity, count: count)
    total.update(repeating: 0, count: count)
    mixed.pointer.update(repeating: 0, count: count * d)
    for b in blocks(of: queries) {
      let rest = score(b, scale)
      Kernels.onlineSoftmax(
        scores.pointer, b, scale: rest, top: top, total: total, correction: correction, into: p.pointer)
      for t in 0..<b.rows where correction[t] != 1 { Kernels.scale(mixed.pointer + t * d, by: correction[t], d) }
      multiply(
        b.paddedRows, d, b.columns, p.constant, values.constant + b.firstKey * d, accumulate: true, into: mixed.pointer)
    }
    for t in 0..<queries.count {
      body(queries.lowerBound + t, mixed.constant + t * d, total[t], Kernels.logSum(top: top[t], total: total[t]))
    }
  }

  /// From the gradient of one head's results, in `dOut`: that of its queries into `dQueries`, those of keys and values added to
  /// `dKeys` and `dValues`.
  /// - Parameters:
  ///   - mixed: the head's results of the segment's first row; rows are `width` apart.
  ///   - logSum: of the segment's first row, `heads` apart.
  func attendBackward(
    scale: Float, _ mixed: UnsafeMutablePointer<Element>, width: Int, logSum: UnsafePointer<Float>, heads: Int
  ) {
    let (d, wide) = (dimension, self.mixed.pointer)
    let (sums, deltas) = (state.pointer, state.pointer + Self.queriesOfBlock)
    dQueries.pointer.update(repeating: 0, count: Self.padded(length) * d)
    for queries in blocksOfQueries {
      for (i, t) in queries.enumerated() {
        sums[i] = logSum[t * heads]
        // Σ dO·O, which equals Σ p·dp of the softmax's gradient.
        deltas[i] = Kernels.dot(
          Kernels.loaded(dOut.pointer + t * d, wide, d), Kernels.loaded(mixed + t * width, wide + d, d), d)
      }
      for b in blocks(of: queries) {
        let (query, key) = (b.firstQuery * d, b.firstKey * d)
        let rest = score(b, scale, sloped: true)
        multiply(
          b.paddedRows, b.columns, d, dOut.constant + query, values.constant + key, transposeB: true,
          into: dScores.pointer)
        Kernels.onlineSoftmaxBackward(
          scores.pointer, dScores.pointer, b, scale: rest, logSum: sums, delta: deltas, into: p.pointer, ds.pointer)
        if let dBias {
          for i in 0..<b.rows {
            Kernels.add(dScores.constant + i * b.columns, to: dBias + b.firstKey - b.firstQuery - i, b.keys)
          }
          Kernels.scale(ds.pointer, by: scale, b.paddedRows * b.columns)
        }
        if cap != nil {
          Kernels.multiply(ds.pointer, by: slopes.constant, b.rows * b.columns)
          Kernels.scale(ds.pointer, by: scale, b.rows * b.columns)
        }
        multiply(
          b.paddedRows, d, b.columns, ds.constant, keys.constant + key, accumulate: true,
          into: dQueries.pointer + query)
        multiply(
          b.columns, d, b.paddedRows, ds.constant, transposeA: true, self.queries.constant + query, accumulate: true,
          into: dKeys.pointer + key)
        multiply(
          b.columns, d, b.paddedRows, p.constant, transposeA: true, dOut.constant + query, accumulate: true,
          into: dValues.pointer + key)
      }
    }
  }
}
