import Numerics

/// A model's tensors as the decoder sees them: addressed by their offset in the layout's flat buffer, read as float32.
///
/// Pointers that `matrix` lends are valid until the next call of `matrix` or `blocks`; those of `vector` for the
/// owner's life. Not shared between threads: the model's lock guards it.
package final class Weights {
  package let layout: WeightLayout
  /// The flat float32 buffer; nil where the weights are not held in memory.
  package private(set) var resident: AlignedBuffer<Float>?

  /// Zeros.
  init(_ layout: WeightLayout) {
    self.layout = layout
    resident = AlignedBuffer(count: layout.size)
  }

  /// The flat buffer, for reading or updating.
  var buffer: AlignedBuffer<Float> {
    if let resident { return resident }
    let buffer = AlignedBuffer<Float>(count: layout.size)
    resident = buffer
    return buffer
  }

  /// `count` floats of one or more adjoining tensors from `offset`: row-major, outputs x inputs.
  func matrix(_ offset: Int, _ count: Int) -> UnsafePointer<Float> {
    buffer.constant + offset
  }

  /// A one-dimensional tensor: always held in float32.
  func vector(_ offset: Int, _ count: Int) -> UnsafePointer<Float> {
    buffer.constant + offset
  }

  /// Row `index` of the matrix of `width` columns at `offset`, copied to `destination`.
  func row(_ offset: Int, _ index: Int, width: Int, into destination: UnsafeMutablePointer<Float>) {
    destination.update(from: buffer.constant + offset + index * width, count: width)
  }

  /// Calls `body` with consecutive blocks of rows of the matrix at `offset`, and each block's first element.
  func blocks(
    of offset: Int, rows: Int, columns: Int, body: (Range<Int>, UnsafePointer<Float>) -> Void
  ) {
    body(0..<rows, buffer.constant + offset)
  }

  /// Where the matrix at `offset` lies as it is stored, for products of few rows straight from storage; nil where it is
  /// not one tensor in the file's own order.
  func stored(_ offset: Int) -> (type: StoredType, pointer: UnsafeRawPointer)? { nil }
}
