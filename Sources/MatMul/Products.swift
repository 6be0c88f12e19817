import Numerics

/// Who multiplies in float32.
public enum Products: String, Sendable, Hashable, CaseIterable {
  /// This program's own kernels: the same bits on every processor that has them, and in any company.
  case native
  /// OpenBLAS, whose bits depend on its kernel for the processor, and on the batch.
  case openblas

  /// What is fastest and agrees between machines, where this processor has it.
  public static let standard: Products = NativeProduct.isAvailable ? .native : .openblas

  @TaskLocal private static var chosen = Products.standard

  /// Who does so here: what `with` says, else the standard.
  public static var current: Products { chosen }

  /// Runs the body, its loops and its lanes with their products.
  public static func with<Result>(_ products: Products, _ body: () throws -> Result) rethrows -> Result {
    try ThreadContext.with($chosen, products, body)
  }

  /// Why this machine cannot do so; nil where it can.
  public var obstacle: String? {
    self == .native && !NativeProduct.isAvailable
      ? "cact has no matrix products of its own for this processor; OpenBLAS computes them" : nil
  }

  /// Part of keys and provenance of what is computed in float32: nothing for the native ones, which are alike everywhere.
  public var mark: String {
    self == .native ? "" : " by OpenBLAS \(LinearAlgebra.libraryVersion) \(LinearAlgebra.kernelName)"
  }
}
