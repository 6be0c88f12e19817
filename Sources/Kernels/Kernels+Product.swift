import CKernels

extension Kernels {
  /// Part of what says how a float32 result came about; raised when a kernel could give other bits.
  package static let singleVersion = 2

  /// Whether there are float32 products of this program's own here.
  package static let hasProduct = width(Instructions.used) != cact_f32_none

  /// The most rows of the first operand in one call of `multiply`; columns of the second in one panel, and the
  /// multiple in which they are best taken; values of k that meet at once; values of its workspace.
  package static let productRows = Int(cact_f32_rows)
  package static let panel = Int(cact_f32_panel)
  package static let productColumns = Int(cact_f32_columns)
  package static let productBlock = Int(cact_f32_block)
  package static let productWorkspace = Int(cact_f32_rows) * Int(cact_f32_kept)

  /// Values of a packed matrix, k x n.
  package static func packedCount(k: Int, n: Int) -> Int { (n + panel - 1) / panel * panel * k }

  /// Packs a matrix, k x n, for `multiply`. `b` holds its rows, or, transposed, its columns, `stride` apart.
  package static func pack(_ b: Input, stride: Int, transposed: Bool, k: Int, n: Int, into packed: Output) {
    let pack = transposed ? cact_f32_pack_columns : cact_f32_pack_rows
    pack(b, Int64(stride), Int64(k), Int64(n), packed)
  }

  /// C = A·B, or += with `accumulate`; A: m x k, its value (i, p) at a[i·row + p·step]; B: packed, k x n; C: m x n, rows
  /// `ldc` apart. m: at most `productRows`; `workspace`: `productWorkspace` values.
  ///
  /// An element is one chain of fused multiply-adds: see `cact_f32_multiply`.
  /// - Parameter instructions: those of the processor, or fewer: the bits are the same.
  package static func multiply(
    _ m: Int, _ n: Int, _ k: Int, _ a: Input, row: Int, step: Int, _ b: Input, accumulate: Bool,
    into c: Output, _ ldc: Int, workspace: Output, instructions: Instructions = .used
  ) {
    cact_f32_multiply(
      width(instructions), Int64(m), Int64(n), Int64(k), a, Int64(row), Int64(step), b, accumulate ? 1 : 0, c,
      Int64(ldc), workspace)
  }

  /// With so many rows or fewer, B is not worth packing: `multiplyFew` reads it once as it is stored.
  package static let fewRows = 6

  /// C = A·B, or += with `accumulate`, to the bit as `multiply`; A: m x k, rows `lda` apart; `b` holds B's rows, or, transposed, its
  /// columns, `stride` apart.
  /// - Parameter instructions: as for `multiply`.
  package static func multiplyFew<E: StoredElement>(
    _ m: Int, _ n: Int, _ k: Int, _ a: Input, _ lda: Int, _ b: UnsafePointer<E>, stride: Int, transposed: Bool,
    accumulate: Bool, into c: Output, _ ldc: Int, instructions: Instructions = .used
  ) {
    let stored =
      switch E.format {
      case .single: cact_f32_stored_single
      case .bfloat16: cact_f32_stored_bfloat16
      case .half: cact_f32_stored_half
      }
    cact_f32_multiply_few(
      width(instructions), Int64(m), Int64(n), Int64(k), a, Int64(lda), b, stored, Int64(stride), transposed ? 1 : 0,
      accumulate ? 1 : 0, c, Int64(ldc))
  }

  private static func width(_ instructions: Instructions) -> cact_f32_width {
    switch min(instructions, .ofProcessor) {
    case .baseline: cact_f32_none
    case .avx2: cact_f32_avx2
    case .avx512, .amx: cact_f32_avx512
    }
  }
}
