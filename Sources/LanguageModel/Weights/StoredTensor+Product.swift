import Kernels

extension StoredTensor {
  /// y = x Wᵀ for the rows `outputs` of W, on the calling thread; x: rows x columns, y's rows `stride` apart.
  package func multiplyFew(
    _ x: UnsafePointer<Float>, rows count: Int, outputs: Range<Int>, into y: UnsafeMutablePointer<Float>, stride: Int
  ) {
    if isTransposed {
      Kernels.fewTimesMatrix(
        x, rows: count, inputs: columns, type.format, bytes + outputs.lowerBound * type.size, stride: rows,
        outputs: outputs.count, y, stride)
    } else {
      Kernels.fewTimesTransposed(
        x, rows: count, inputs: columns, type.format, bytes + outputs.lowerBound * columns * type.size,
        outputs: outputs.count, y, stride)
    }
  }
}
