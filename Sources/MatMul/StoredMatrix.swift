import Kernels

/// A matrix in memory, row-major, that a product reads, its format known.
struct StoredMatrix<Element: StoredElement> {
  var memory: UnsafePointer<Element>
  /// Distance between the stored rows, in elements.
  var stride: Int
  /// The product reads the transpose of what is stored.
  var transposed: Bool

  /// The element at that row and column of the matrix as the product reads it.
  func at(row: Int, column: Int) -> UnsafePointer<Element> {
    memory + (transposed ? column * stride + row : row * stride + column)
  }

  var operand: MatrixOperand { .of(memory, stride, transposed: transposed) }
  var steps: MatrixOperand.Steps { operand.steps }
}
