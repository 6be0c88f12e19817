import COneDNN
import Synchronization

/// oneDNN, where it is installed: products of bfloat16 (or float32) matrices with float32 results, each call on the
/// calling thread alone, as with OpenBLAS.
///
/// A product is compiled for one shape at its first use (some 0.3 ms) and kept. The library is never unloaded.
package final class OneDNN: @unchecked Sendable {  // Its functions may be called from any thread; the rest is locked.
  /// The library of version 3 or 2, whichever is found first; nil where there is none.
  package static let library: OneDNN? = {
    for name in ["libdnnl.so.3", "libdnnl.so.2"] {
      if let library = cact_dnnl_open(name) { return OneDNN(library) }
    }
    return nil
  }()

  /// "2.6.3"
  package let version: String
  private let functions: UnsafeMutablePointer<cact_dnnl>
  private let products = Mutex<[Shape: Product]>([:])
  private let scratch = ScratchPool()
  /// Compiled products that are kept; with more the cache starts anew.
  private static let capacity = 512

  private init(_ functions: UnsafeMutablePointer<cact_dnnl>) {
    self.functions = functions
    version = "\(functions.pointee.major).\(functions.pointee.minor).\(functions.pointee.patch)"
  }

  /// Sizes and distances in elements: C, m x n, rows `ldc` apart, is (or gains) A, m x k, times B, k x n.
  struct Shape: Hashable {
    var m: Int
    var n: Int
    var k: Int
    var a: MatrixOperand.Steps
    var b: MatrixOperand.Steps
    var ldc: Int
    var precision: Precision
    var accumulate: Bool
  }

  private final class Product: @unchecked Sendable {  // Immutable once made.
    let functions: UnsafeMutablePointer<cact_dnnl>
    let product: UnsafeMutablePointer<cact_dnnl_product>

    init?(_ functions: UnsafeMutablePointer<cact_dnnl>, _ s: Shape) {
      var shape = cact_dnnl_shape(
        m: Int64(s.m), n: Int64(s.n), k: Int64(s.k), aRow: Int64(s.a.row), aColumn: Int64(s.a.column),
        bRow: Int64(s.b.row),
        bColumn: Int64(s.b.column), cRow: Int64(s.ldc),
        type: Int32(s.precision == .bf16 ? cact_dnnl_bf16 : cact_dnnl_f32),
        accumulate: s.accumulate ? 1 : 0)
      guard let product = cact_dnnl_product_make(functions, &shape) else { return nil }
      self.functions = functions
      self.product = product
    }

    deinit { cact_dnnl_product_drop(functions, product) }
  }

  /// Runs the product of that shape; false where the library refuses it, and then C is as it was.
  func multiply(
    _ shape: Shape, _ a: UnsafeRawPointer, _ b: UnsafeRawPointer, into c: UnsafeMutablePointer<Float>
  ) -> Bool {
    guard let product = product(shape) else { return false }
    return scratch.lend(product.product.pointee.scratchBytes) {
      cact_dnnl_product_run(functions, product.product, a, b, c, $0) == 0
    }
  }

  private func product(_ shape: Shape) -> Product? {
    if let known = products.withLock({ $0[shape] }) { return known }
    guard let made = Product(functions, shape) else { return nil }
    products.withLock {
      if $0.count >= Self.capacity { $0.removeAll() }
      $0[shape] = made
    }
    return made
  }
}
