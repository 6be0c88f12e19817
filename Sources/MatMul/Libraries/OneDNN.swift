import Kernels
import COneDNN
import Synchronization
import Numerics

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
  private let packings = Mutex<[MatrixOperand.Steps: Packing]>([:])
  private let scratch = ScratchMemory()
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

  /// The order in memory in which the library reads B, k x n, in bfloat16, fastest, and the products by it.
  package final class Packing: @unchecked Sendable {  // Immutable once made.
    /// Rows of A in its products, of which all others are made.
    static let rows = Array(
      stride(from: TileRows.least, through: TileRows.most, by: TileRows.least))
    let k: Int
    let n: Int
    private let functions: UnsafeMutablePointer<cact_dnnl>
    private let chosen: Product
    /// By rows, each first without and then with the sum.
    private let products: [Product]

    init?(_ functions: UnsafeMutablePointer<cact_dnnl>, k: Int, n: Int) {
      (self.k, self.n, self.functions) = (k, n, functions)
      var shape = Shape(
        m: TileRows.most, n: n, k: k, a: .init(row: k, column: 1), b: .init(row: 0, column: 0), ldc: n,
        precision: .bf16, accumulate: false)
      guard let chosen = Product(functions, shape) else { return nil }
      self.chosen = chosen
      var products: [Product] = []
      for m in Self.rows {
        for accumulates in [false, true] {
          (shape.m, shape.accumulate) = (m, accumulates)
          guard let product = Product(functions, shape, packed: cact_dnnl_packed(functions, chosen.product)) else {
            return nil
          }
          products.append(product)
        }
      }
      self.products = products
    }

    package var bytes: Int { Int(chosen.product.pointee.bBytes) }

    /// Writes B, given as rows or columns, in this order: `bytes` bytes.
    func reorder(_ b: MatrixOperand.Steps, _ source: UnsafeRawPointer, into memory: UnsafeMutableRawPointer) -> Bool {
      var shape = cact_dnnl_shape()
      (shape.k, shape.n) = (Int64(k), Int64(n))
      return cact_dnnl_pack(
        functions, chosen.product, &shape, Int32(cact_dnnl_bf16), Int64(b.row), Int64(b.column), source, memory) == 0
    }

    /// C (+)= A·B, all dense, A of so many rows.
    func multiplyDense(
      _ rows: Int, _ a: UnsafePointer<BFloat16>, _ b: UnsafeRawPointer, accumulate: Bool,
      into c: UnsafeMutablePointer<Float>
    ) -> Bool {
      guard let i = Self.rows.firstIndex(of: rows) else { return false }
      let product = products[2 * i + (accumulate ? 1 : 0)].product
      return withUnsafeTemporaryAllocation(byteCount: max(64, product.pointee.scratchBytes), alignment: 64) {
        cact_dnnl_product_run(functions, product, a, b, c, $0.baseAddress) == 0
      }
    }
  }

  private final class Product: @unchecked Sendable {  // Immutable once made.
    let functions: UnsafeMutablePointer<cact_dnnl>
    let product: UnsafeMutablePointer<cact_dnnl_product>

    /// nil where the library refuses it. `packed`: B's layout, of a product that lives as long, where it is not `s.b`.
    init?(_ functions: UnsafeMutablePointer<cact_dnnl>, _ s: Shape, packed: UnsafeRawPointer? = nil) {
      var shape = cact_dnnl_shape(
        m: Int64(s.m), n: Int64(s.n), k: Int64(s.k), aRow: Int64(s.a.row), aColumn: Int64(s.a.column),
        bRow: Int64(s.b.row), bColumn: Int64(s.b.column), cRow: Int64(s.ldc),
        type: Int32(s.precision == .bf16 ? cact_dnnl_bf16 : cact_dnnl_f32),
        accumulate: s.accumulate ? 1 : 0, packed: packed)
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
    return scratch.withBytes(product.product.pointee.scratchBytes) {
      cact_dnnl_product_run(functions, product.product, a, b, c, $0) == 0
    }
  }

  /// The packing of matrices of that size, the same one for every call; nil where the library cannot multiply by it.
  func packing(k: Int, n: Int) -> Packing? {
    packings.withLock { known in
      let size = MatrixOperand.Steps(row: k, column: n)
      if let found = known[size] { return found }
      let made = Packing(functions, k: k, n: n)
      known[size] = made
      return made
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
