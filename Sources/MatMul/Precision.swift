import Kernels
import Numerics

/// The floating-point format in which matrix products read their operands; sums and results are float32 either way.
public enum Precision: String, Sendable, Hashable, Codable, CaseIterable {
  /// float32: the reference. `Products` says who multiplies.
  case f32
  /// bfloat16 (8 bits of significand) with float32 sums, by kernels of this program's own, or by oneDNN where it is installed and the
  /// processor has matrix registers (AMX).
  case bf16

  /// Why this precision cannot be had on this machine; nil where it can.
  public var obstacle: String? {
    self == .bf16 && !Kernels.hasBFloat16 ? "the processor has no bfloat16 products (AVX512-BF16 or AMX)" : nil
  }

  /// The fastest precision that this machine has.
  public static var fastest: Precision { Precision.bf16.obstacle == nil ? .bf16 : .f32 }

  /// Whether a row's bits are the same in any company, as this machine multiplies now: whether an element of a product depends on its
  /// own row and column alone.
  public var isFreeOfCompany: Bool { ProductBackends.best(for: self).isFreeOfCompany }

  @TaskLocal private static var chosen = Precision.f32

  /// What models compute in that are not told otherwise: what `with` says on the thread that asks them, else float32.
  public static var current: Precision { chosen }

  /// Runs the body, its loops and its lanes in that precision.
  public static func with<Result>(_ precision: Precision, _ body: () throws -> Result) rethrows -> Result {
    try ThreadContext.with($chosen, precision, body)
  }

  /// What decides the bits of its products: "f32", "bf16 (kernels 2)", "bf16 (oneDNN 2.6.3, kernels 2)".
  public var fingerprint: String {
    guard self == .bf16 else { return rawValue }
    let library = ProductBackends.best(for: self).library
    let kernels = Kernels.hasBFloat16 ? "kernels \(Kernels.bfloat16Version)" : nil
    return "\(rawValue) (\([library, kernels].compactMap { $0 }.joined(separator: ", ")))"
  }
}
