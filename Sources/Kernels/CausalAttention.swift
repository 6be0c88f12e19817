import CKernels

/// Causal attention in bfloat16 by AVX-512 products: queries, keys, values and probabilities are rounded, scores and sums
/// float32 (arXiv 2205.14135, algorithm 1).
///
/// A few queries meet their keys block by block, so that scores never leave the nearest cache; keys and values are packed
/// once for all heads that share them.
package final class CausalAttention {
  private static let panel = cact_bf16_panel

  /// Whether the processor has the instructions, and heads of this dimension can be had.
  package static func suits(dimension: Int) -> Bool {
    Kernels.hasBFloat16 && dimension % 2 == 0 && dimension <= cact_bf16_dimension
  }

  private let dimension: Int
  private var length = 0
  private let keys: UnsafeMutablePointer<UInt32>  // capacity x dimension / 2, packed
  private let values: UnsafeMutablePointer<UInt32>  // capacity x dimension rounded up / 2, packed

  /// For segments of at most `capacity` positions and heads of a dimension that suits.
  package init(capacity: Int, dimension: Int) {
    self.dimension = dimension
    let rows = Self.padded(capacity)
    keys = Self.allocate(rows * dimension / 2)
    values = Self.allocate(rows * Self.padded(dimension) / 2)
  }

  deinit {
    keys.deallocate()
    values.deallocate()
  }

  private static func padded(_ n: Int) -> Int { (n + panel - 1) / panel * panel }

  /// Memory from the start of a cache line on.
  private static func allocate(_ count: Int) -> UnsafeMutablePointer<UInt32> {
    UnsafeMutableRawPointer.allocate(byteCount: max(1, count) * 4, alignment: 64)
      .bindMemory(to: UInt32.self, capacity: count)
  }

  /// Takes the keys and values of a segment of `length` positions: rows of one head, `stride` values apart.
  package func pack<E: StoredElement>(length: Int, keys k: UnsafePointer<E>, values v: UnsafePointer<E>, stride: Int) {
    self.length = length
    let (n, d) = (Int64(length), Int64(dimension))
    cact_bf16_pack_columns(Kernels.bits(k), Int64(stride), d, n, d / 2, keys)
    cact_bf16_pack_rows(Kernels.bits(v), Int64(stride), n, d, Int64(Self.padded(length) / 2), values)
  }

  /// softmax(scale·QKᵀ) V of one head, each position of the segment seeing `window` up to its own.
  ///
  /// - Parameters:
  ///   - queries: rows `queryStride` apart.
  ///   - logSum: receives log Σ exp(score) of each query, `logSumStride` apart; nil: nobody asks.
  package func attend<E: StoredElement>(
    _ queries: UnsafePointer<E>, queryStride: Int, scale: Float, window: Int,
    into results: UnsafeMutablePointer<E>, stride: Int,
    logSum: UnsafeMutablePointer<Float>?, logSumStride: Int
  ) {
    var head = cact_bf16_attention()
    (head.length, head.window, head.dimension) = (Int64(length), Int64(window), Int64(dimension))
    (head.scale, head.queries, head.queryStride) = (scale, Kernels.bits(queries), Int64(queryStride))
    (head.keys, head.values) = (UnsafePointer(keys), UnsafePointer(values))
    head.results = Kernels.bits(results)
    head.resultStride = Int64(stride)
    (head.logSum, head.logSumStride) = (logSum, Int64(logSumStride))
    cact_bf16_attend(&head)
  }
}
