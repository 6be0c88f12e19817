import Numerics

/// Products of matrices in one of two precisions behind one interface: the entry for everyone who multiplies.
///
/// Operands of another format are converted first: to bfloat16 to nearest, ties to even; to float32 exactly. Who multiplies is the
/// first backend that takes the precision here. With every one of them the same operands give the same bits on any number of
/// threads, with the same library on the same processor, but for OpenBLAS's.
package struct MatrixProduct: Sendable {
  package let precision: Precision

  package init(_ precision: Precision) {
    self.precision = precision
  }

  /// C = op(A)·op(B), or += with `accumulate`; C: m x n, float32, rows `ldc` apart; op(A): m x k; op(B): k x n.
  package func multiply(
    _ m: Int, _ n: Int, _ k: Int, _ a: MatrixOperand, _ b: MatrixOperand, accumulate: Bool = false,
    into c: UnsafeMutablePointer<Float>, _ ldc: Int
  ) {
    run(ProductCall(m, n, k, a, b, accumulate: accumulate, into: c, ldc))
  }

  /// As `multiply`, on the calling thread alone.
  package func multiplySerially(
    _ m: Int, _ n: Int, _ k: Int, _ a: MatrixOperand, _ b: MatrixOperand, accumulate: Bool = false,
    into c: UnsafeMutablePointer<Float>, _ ldc: Int
  ) {
    run(ProductCall(m, n, k, a, b, accumulate: accumulate, into: c, ldc, isSerial: true))
  }

  func run(_ call: ProductCall) {
    guard call.m > 0, call.n > 0 else { return }
    guard call.k > 0 else {
      if !call.accumulate { for i in 0..<call.m { (call.c + i * call.ldc).update(repeating: 0, count: call.n) } }
      return
    }
    OperationMeter.count(call.m, call.n, call.k)
    ProductBackends.best(for: precision).multiply(call)
  }
}
