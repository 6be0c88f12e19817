import Dispatch
import Kernels
import Numerics

/// Who multiplies in float32.
public enum Products: String, Sendable, Hashable, CaseIterable {
  /// This program's own kernels: the same bits on every processor that has them, and in any company.
  case native
  /// OpenBLAS, whose bits depend on its kernel for the processor, and on the batch.
  case openblas

  /// What is fastest and agrees between machines, where this processor has it.
  public static let standard: Products = NativeFloat32.isAvailable ? .native : .openblas

  @TaskLocal private static var chosen = Products.standard

  /// Who does so here: what `with` says, else the standard.
  public static var current: Products { chosen }

  /// Runs the body, its loops and its lanes with their products.
  public static func with<Result>(_ products: Products, _ body: () throws -> Result) rethrows -> Result {
    try ThreadContext.with($chosen, products, body)
  }

  /// Why this machine cannot do so; nil where it can.
  public var obstacle: String? {
    self == .native && !NativeFloat32.isAvailable
      ? "cact has no matrix products of its own for this processor; OpenBLAS computes them" : nil
  }

  /// What multiplies then, for the first line: "AVX-512 kernels", "OpenBLAS 0.3.21 Haswell".
  public var engineName: String {
    switch (self, Instructions.used) {
    case (.openblas, _): OpenBLAS.description
    case (.native, .baseline), (.native, .avx2): "AVX2 kernels"
    case (.native, .avx512), (.native, .amx): "AVX-512 kernels"
    }
  }

  /// Of this program's kernels: raised when they could give other bits.
  package static let nativeVersion = "\(Kernels.singleVersion)"

  /// What keys and provenance of what is computed in float32 end with: nothing for the native ones, which are alike everywhere.
  public var keySuffix: String { self == .native ? "" : " by \(OpenBLAS.description)" }

  /// FLOP/s of a float32 product of 512 x 512 by 512 x 512 on this machine, the best of some 4 ms: a
  /// prompt waits for it.
  public static func measuredRate() -> Double {
    let (m, n, k) = (512, 512, 512)
    let a = AlignedBuffer<Float>(count: m * k)
    let b = AlignedBuffer<Float>(count: k * n)
    let c = AlignedBuffer<Float>(count: m * n)
    for i in 0..<m * k { a.pointer[i] = Float(i % 7) * 0.1 }
    for i in 0..<k * n { b.pointer[i] = Float(i % 5) * 0.1 }
    let start = DispatchTime.now().uptimeNanoseconds
    var best = Double.infinity
    repeat {
      let from = DispatchTime.now().uptimeNanoseconds
      MatrixProduct(.f32).multiply(m, n, k, .f32(a.constant, k), .f32(b.constant, n), into: c.pointer, n)
      best = min(best, Double(DispatchTime.now().uptimeNanoseconds - from))
    } while DispatchTime.now().uptimeNanoseconds - start < 4_000_000
    return 2 * Double(m * n * k) / best * 1e9
  }
}
