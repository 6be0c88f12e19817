import Kernels

/// How a backend keeps the second operand of products, k x n, and multiplies by it.
package protocol PackedForm: Sendable {
  /// Of the memory that the functions are given.
  var bytes: Int { get }
  /// Whether columns can be packed without the others, from multiples of 32 on.
  var packsPieces: Bool { get }
  /// Takes `columns` of the matrix, which `b` is alone, into their place in the memory.
  func pack(_ b: MatrixOperand, columns: Range<Int>, into memory: UnsafeMutableRawPointer)
  /// C = A·B, or += with `accumulate`, on the calling thread alone. `a`: elements of the form's format.
  func multiply(
    _ m: Int, _ a: UnsafeRawPointer, _ lda: Int, _ memory: UnsafeRawPointer, accumulate: Bool,
    into c: UnsafeMutablePointer<Float>, _ ldc: Int)
}

/// The columns as rows of elements, for float32 products of their values: where a backend has no form of its own.
struct PlainRows<Element: StoredElement>: PackedForm {
  let k: Int
  let n: Int

  var bytes: Int { MemoryLayout<Element>.size * k * n }
  var packsPieces: Bool { true }

  func pack(_ b: MatrixOperand, columns: Range<Int>, into memory: UnsafeMutableRawPointer) {
    let rows = memory.assumingMemoryBound(to: Element.self) + columns.lowerBound * k
    b.withFloats(k, columns.count, serially: true) { b in
      for column in 0..<columns.count {
        for row in 0..<k { rows[column * k + row] = Element(rounding: b.at(row: row, column: column).pointee) }
      }
    }
  }

  func multiply(
    _ m: Int, _ a: UnsafeRawPointer, _ lda: Int, _ memory: UnsafeRawPointer, accumulate: Bool,
    into c: UnsafeMutablePointer<Float>, _ ldc: Int
  ) {
    MatrixProduct(.f32).multiplySerially(
      m, n, k, .of(a.assumingMemoryBound(to: Element.self), lda),
      .of(memory.assumingMemoryBound(to: Element.self), k, transposed: true), accumulate: accumulate, into: c, ldc)
  }
}
