import CKernels

extension Kernels {
  /// Whether the processor multiplies bfloat16 values by AVX-512 instructions. Kernels that have a form for these take it
  /// then; the plain form of each is its reference, and what other processors run.
  package static let hasBFloat16 = Instructions.used >= .avx512 && cact_bf16_available() != 0

  /// Part of what says how a result in bfloat16 came about; raised when one of these kernels could give other bits.
  package static let bfloat16Version = 2

  /// Whether it has matrix registers for them, by which only oneDNN multiplies.
  package static let hasMatrixRegisters = Instructions.used >= .amx

  /// The elements as C has them.
  static func bits<E: StoredElement>(_ x: UnsafePointer<E>) -> UnsafePointer<UInt16> {
    UnsafeRawPointer(x).assumingMemoryBound(to: UInt16.self)
  }

  static func bits<E: StoredElement>(_ x: UnsafeMutablePointer<E>) -> UnsafeMutablePointer<UInt16> {
    UnsafeMutableRawPointer(x).assumingMemoryBound(to: UInt16.self)
  }

  /// Pairs of values of a packed matrix, k x n, in `pack`'s order.
  package static func packedPairs(k: Int, n: Int) -> Int {
    (n + cact_bf16_panel - 1) / cact_bf16_panel * cact_bf16_panel * ((k + 1) / 2)
  }

  /// Packs a matrix, k x n, for `multiply`: panels of columns, in each for every pair of rows the pairs of its columns.
  /// `b` holds its rows, or, transposed, its columns, `stride` apart.
  package static func pack(
    _ b: UnsafePointer<BFloat16>, stride: Int, transposed: Bool, k: Int, n: Int,
    into packed: UnsafeMutablePointer<UInt32>
  ) {
    let pack = transposed ? cact_bf16_pack_columns : cact_bf16_pack_rows
    pack(bits(b), Int64(stride), Int64(k), Int64(n), Int64((k + 1) / 2), packed)
  }

  /// C = A·B, or += with `accumulate`; A: m x k, B: packed, k x n, C: m x n in float32. An element's bits depend on its row of
  /// A and its column of B alone.
  package static func multiply(
    _ m: Int, _ n: Int, _ k: Int, _ a: UnsafePointer<BFloat16>, _ lda: Int, _ b: UnsafePointer<UInt32>,
    accumulate: Bool,
    into c: Output, _ ldc: Int
  ) {
    cact_bf16_multiply(Int64(m), Int64(n), Int64(k), bits(a), Int64(lda), b, accumulate ? 1 : 0, c, Int64(ldc))
  }

  /// As above, of an A that is packed too: its transpose, k x m, as `pack` does it.
  package static func multiply(
    _ m: Int, _ n: Int, _ k: Int, packed a: UnsafePointer<UInt32>, _ b: UnsafePointer<UInt32>, accumulate: Bool,
    into c: Output, _ ldc: Int
  ) {
    cact_bf16_multiply_packed(Int64(m), Int64(n), Int64(k), a, b, accumulate ? 1 : 0, c, Int64(ldc))
  }

  /// Packs columns of a matrix of 2·`width` columns, gates and then as many values, for `multiplyGatedSiLU`. `b` holds these
  /// columns alone, `stride` apart; `packed`, `packedPairs(k: k, n: 2 * width rounded up to 32)` of them, zeros at first where
  /// `width` is no multiple of 16.
  package static func packGated(
    _ b: UnsafePointer<BFloat16>, stride: Int, k: Int, columns: Range<Int>, width: Int,
    into packed: UnsafeMutablePointer<UInt32>
  ) {
    cact_bf16_pack_gated(
      bits(b), Int64(stride), Int64(k), Int64(columns.lowerBound), Int64(columns.count), Int64(width),
      Int64((k + 1) / 2),
      packed)
  }

  /// y = g·u / (1 + exp(-g)) in bfloat16, of the gates and values that A·B are; A: m x k, B packed by `packGated`, y: m x width.
  /// `kept` receives A·B, rounded, m x 2·width, the gates first.
  package static func multiplyGatedSiLU<E: StoredElement>(
    _ m: Int, _ width: Int, _ k: Int, _ a: UnsafePointer<E>, _ lda: Int, _ b: UnsafePointer<UInt32>,
    into y: UnsafeMutablePointer<E>, keeping kept: UnsafeMutablePointer<E>?
  ) {
    cact_bf16_multiply_gated(
      Int64(m), Int64(width), Int64(k), bits(a), Int64(lda), b, bits(y), kept.map { bits($0) })
  }

  // The forms in AVX-512 of `normalize` by the root mean square, `rotate` forward, `partialSoftmax`, whose logits stay as they
  // are, and `gated` with SiLU.

  static func rmsNormWide(
    _ x: Output, adding added: Input?, weight w: Input, _ y: UnsafeMutablePointer<UInt16>, inverse: Output, rows: Int,
    width: Int, epsilon: Float
  ) {
    cact_bf16_rms_norm(Int64(rows), Int64(width), x, added, w, epsilon, y, inverse)
  }

  static func rotateWide(
    _ x: Input, rows: Int, width: Int, heads: Int, dimension: Int, positions: UnsafePointer<Int32>, cosines: Input,
    sines: Input, into y: UnsafeMutablePointer<UInt16>
  ) {
    cact_bf16_rotate(Int64(rows), Int64(width), x, Int64(heads), Int64(dimension), positions, cosines, sines, y)
  }

  static func partialSoftmaxWide(
    _ logits: Input, count: Int, rounded: UnsafeMutablePointer<UInt16>?
  ) -> (top: Float, total: Float) {
    var (top, total): (Float, Float) = (0, 0)
    cact_bf16_softmax_part(logits, Int64(count), rounded, &top, &total)
    return (top, total)
  }

  static func gatedSiLUWide(_ gateUp: Input, _ y: UnsafeMutablePointer<UInt16>, rows: Int, width: Int) {
    cact_bf16_gated_silu(gateUp, y, Int64(rows), Int64(width))
  }

  /// Brings memory nearer that is soon read in an order that the processor does not foresee; where the
  /// processor can.
  package static func fetch<E: StoredElement>(_ memory: UnsafePointer<E>, _ count: Int) {
    if hasBFloat16 { cact_bf16_fetch(memory, Int64(MemoryLayout<E>.size * count)) }
  }
}
