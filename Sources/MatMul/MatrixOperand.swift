package import Kernels

/// A matrix in memory, row-major, that a product reads: values in float32, bfloat16 or half, possibly transposed.
package struct MatrixOperand {
  package enum Elements {
    case f32(UnsafePointer<Float>)
    case bf16(UnsafePointer<BFloat16>)
    case f16(UnsafePointer<Half>)
  }

  package var elements: Elements
  /// Distance between the stored rows, in elements.
  package var stride: Int
  /// The product reads the transpose of what is stored.
  package var transposed: Bool

  package init(_ elements: Elements, stride: Int, transposed: Bool = false) {
    self.elements = elements
    self.stride = stride
    self.transposed = transposed
  }

  package static func f32(_ p: UnsafePointer<Float>, _ stride: Int, transposed: Bool = false) -> MatrixOperand {
    MatrixOperand(.f32(p), stride: stride, transposed: transposed)
  }

  package static func bf16(_ p: UnsafePointer<BFloat16>, _ stride: Int, transposed: Bool = false) -> MatrixOperand {
    MatrixOperand(.bf16(p), stride: stride, transposed: transposed)
  }

  /// Of elements whose format is not known here.
  package static func of<E: StoredElement>(
    _ p: UnsafePointer<E>, _ stride: Int, transposed: Bool = false
  ) -> MatrixOperand {
    let memory = UnsafeRawPointer(p)
    let elements: Elements =
      switch E.format {
      case .single: .f32(memory.assumingMemoryBound(to: Float.self))
      case .bfloat16: .bf16(memory.assumingMemoryBound(to: BFloat16.self))
      case .half: .f16(memory.assumingMemoryBound(to: Half.self))
      }
    return MatrixOperand(elements, stride: stride, transposed: transposed)
  }

  /// The part that begins at that row and column of the matrix as the product reads it.
  package func part(row: Int, column: Int) -> MatrixOperand {
    let offset = transposed ? column * stride + row : row * stride + column
    switch elements {
    case .f32(let p): return MatrixOperand(.f32(p + offset), stride: stride, transposed: transposed)
    case .bf16(let p): return MatrixOperand(.bf16(p + offset), stride: stride, transposed: transposed)
    case .f16(let p): return MatrixOperand(.f16(p + offset), stride: stride, transposed: transposed)
    }
  }

  /// Distances between the rows and between the columns as the product reads them.
  struct Steps: Hashable {
    var row: Int
    var column: Int
  }

  var steps: Steps { transposed ? Steps(row: 1, column: stride) : Steps(row: stride, column: 1) }

  /// The same memory read the other way.
  package var transpose: MatrixOperand { MatrixOperand(elements, stride: stride, transposed: !transposed) }
}
