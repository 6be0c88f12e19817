import MatMul
import Numerics

/// The gradients of a batch's segments, each of its own, with respect to an adapter: what a matrix has of them is projected as
/// soon as it is known, so that no gradient is ever held whole.
final class ProjectedGradients {
  /// segments x dimension, before the signs' √dimension
  private let sums: AlignedBuffer<Float>
  private let projection: SignProjection
  /// The batch's rows that each segment has.
  private let segments: [Range<Int>]
  private var shares = AlignedBuffer<Float>(count: 0)  // segments x elements of a matrix
  private let signs: AlignedBuffer<Float>  // elements x dimension, of a part of a matrix

  /// Elements of a matrix that are projected at once: 8 MB of signs at 1,024 columns.
  private static let part = 2_048

  init(_ batch: [Segment], _ projection: SignProjection) {
    self.projection = projection
    var end = 0
    segments = batch.map { segment in
      defer { end += segment.tokens.count }
      return end..<end + segment.tokens.count
    }
    sums = AlignedBuffer(count: batch.count * projection.dimension)
    signs = AlignedBuffer(uninitialized: Self.part * projection.dimension)
  }

  /// Adds what the matrix called `tensor`, of `count` elements, has of each segment's gradient.
  /// - Parameter share: writes that of the segment with these rows of the batch; called on several threads.
  func add(_ tensor: String, count: Int, _ share: (_ rows: Range<Int>, _ into: UnsafeMutablePointer<Float>) -> Void) {
    let n = segments.count
    if shares.count < n * count { shares = AlignedBuffer(uninitialized: n * count) }
    Parallel.forEach(n) { share(segments[$0], shares.pointer + $0 * count) }
    let (key, dimension) = (projection.key(tensor), projection.dimension)
    for from in stride(from: 0, to: count, by: Self.part) {
      let elements = from..<min(count, from + Self.part)
      projection.fill(elements, key: key, into: signs.pointer)
      MatrixProduct(.f32).multiply(
        n, dimension, elements.count, .f32(shares.constant + from, count), .f32(signs.constant, dimension),
        accumulate: true, into: sums.pointer, dimension)
    }
  }

  /// One vector a segment.
  var vectors: [[Float]] {
    let dimension = projection.dimension
    let unit = 1 / Float(dimension).squareRoot()
    return segments.indices.map { i in (0..<dimension).map { sums.pointer[i * dimension + $0] * unit } }
  }
}
