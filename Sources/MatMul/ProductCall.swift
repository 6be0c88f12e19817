import Numerics

/// One product: C = op(A)·op(B), or += with `accumulate`; op(A): m x k, op(B): k x n, C: m x n in float32, rows `ldc` apart.
package struct ProductCall {
  package var m: Int
  package var n: Int
  package var k: Int
  package var a: MatrixOperand
  package var b: MatrixOperand
  package var accumulate: Bool
  package var c: UnsafeMutablePointer<Float>
  package var ldc: Int
  /// On the calling thread alone; else on all that there are.
  package var isSerial: Bool

  package init(
    _ m: Int, _ n: Int, _ k: Int, _ a: MatrixOperand, _ b: MatrixOperand, accumulate: Bool = false,
    into c: UnsafeMutablePointer<Float>, _ ldc: Int, isSerial: Bool = false
  ) {
    (self.m, self.n, self.k, self.a, self.b) = (m, n, k, a, b)
    (self.accumulate, self.c, self.ldc, self.isSerial) = (accumulate, c, ldc, isSerial)
  }

  /// The product of these rows of A and columns of B: that part of C.
  func part(rows: Range<Int>, columns: Range<Int>) -> ProductCall {
    ProductCall(
      rows.count, columns.count, k, a.part(row: rows.lowerBound, column: 0),
      b.part(row: 0, column: columns.lowerBound), accumulate: accumulate,
      into: c + rows.lowerBound * ldc + columns.lowerBound, ldc, isSerial: isSerial)
  }

  /// Runs the body once for each index below `count`, on the threads of this product.
  func forEach(_ count: Int, _ body: (Int) -> Void) { ProductCall.forEach(count, serially: isSerial, body) }

  static func forEach(_ count: Int, serially: Bool, _ body: (Int) -> Void) {
    if serially {
      for i in 0..<count { body(i) }
    } else {
      Parallel.forEach(count, body)
    }
  }
}
