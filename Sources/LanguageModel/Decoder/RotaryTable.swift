import Kernels
import Numerics

/// cos and sin of position·frequency, position x d/2 where d elements of a head are rotated, grown as longer segments come.
///
/// The angle is rounded to float32 before its cosine is taken, as the reference implementations do: at position 2,000
/// this rounding is larger than the accuracy that outputs are compared to. Where long segments are rotated otherwise than short
/// ones, their rows follow the short ones'.
final class RotaryTable {
  private let short: [Float]
  private let long: [Float]
  private let amplitude: Float
  /// No segment that is longer is rotated by the first rows; nil where all segments are rotated alike.
  let longestShort: Int?
  private var count = 0
  private(set) var cosines = AlignedBuffer<Float>(count: 0)
  private(set) var sines = AlignedBuffer<Float>(count: 0)

  /// nil where positions are learned.
  init?(_ position: ModelConfiguration.Position, dimension: Int) {
    guard case .rotary(let theta, let scaling) = position else { return nil }
    short = scaling.frequencies(theta: theta, dimension: dimension)
    long = scaling.frequencies(theta: theta, dimension: dimension, long: true)
    amplitude = scaling.amplitude
    longestShort = scaling.longestShort
  }

  /// The table's row for a position of a segment of that length.
  func row(of position: Int, in length: Int) -> Int {
    guard let longestShort, length > longestShort else { return position }
    return longestShort + position
  }

  func extend(to rows: Int) {
    guard rows > count else { return }
    count = max(rows, 2 * count)
    let half = short.count
    cosines = AlignedBuffer(count: count * half)
    sines = AlignedBuffer(count: count * half)
    let firstLong = longestShort ?? count
    for row in 0..<count {
      let (position, frequencies) = row < firstLong ? (row, short) : (row - firstLong, long)
      for i in 0..<half {
        let angle = Double(Float(position) * frequencies[i])
        cosines.pointer[row * half + i] = Float(Elementary.cos(angle)) * amplitude
        sines.pointer[row * half + i] = Float(Elementary.sin(angle)) * amplitude
      }
    }
  }
}
