import Kernels
import Numerics

/// Which experts each row of a batch goes through in one layer, and with which weights; and, the other way round, each expert's
/// rows, in the order of the batch, whose places are counted from the first expert's on.
final class Routing {
  let experts: Int
  let chosen: Int
  private let normalizes: Bool
  /// T x experts: the router's logits, then their softmax.
  let probabilities: AlignedBuffer<Float>
  private let choices: AlignedBuffer<Int32>  // T x chosen: experts, ascending
  private let weights: AlignedBuffer<Float>  // T x chosen
  private let places: AlignedBuffer<Int32>  // T·chosen: indices of `choices`
  /// Each expert's first place, and their number.
  private var starts: [Int] = []

  init(_ shape: ModelConfiguration.Experts, rows: Int) {
    (experts, chosen, normalizes) = (shape.count, shape.chosen, shape.normalizesWeights)
    probabilities = AlignedBuffer(uninitialized: rows * experts)
    choices = AlignedBuffer(uninitialized: rows * chosen)
    weights = AlignedBuffer(uninitialized: rows * chosen)
    places = AlignedBuffer(uninitialized: rows * chosen)
  }

  /// Calls the body with each expert that a row chose, in order, and its places, at most so many at once.
  func forEachGroup(atMost most: Int, _ body: (_ expert: Int, _ places: Range<Int>) -> Void) {
    for e in 0..<experts {
      for first in stride(from: starts[e], to: starts[e + 1], by: most) {
        body(e, first..<min(starts[e + 1], first + most))
      }
    }
  }

  /// The index of the choice at a place, T x chosen.
  func choice(_ place: Int) -> Int { Int(places.pointer[place]) }

  /// The row at a place.
  func row(_ place: Int) -> Int { choice(place) / chosen }

  /// What the expert's output for the row at a place is multiplied by.
  func weight(_ place: Int) -> Float { weights.pointer[choice(place)] }

  // MARK: - Forward

  /// From the logits of so many rows: everything else.
  func choose(rows: Int) {
    Parallel.ranges(rows, grain: 64) { r in for t in r { choose(row: t) } }
    starts = [Int](repeating: 0, count: experts + 1)
    for i in 0..<rows * chosen { starts[Int(choices.pointer[i]) + 1] += 1 }
    for e in 0..<experts { starts[e + 1] += starts[e] }
    var next = starts
    for i in 0..<rows * chosen {
      let e = Int(choices.pointer[i])
      places.pointer[next[e]] = Int32(truncatingIfNeeded: i)
      next[e] += 1
    }
  }

  private func choose(row t: Int) {
    let p = probabilities.pointer + t * experts
    Kernels.exponentials(p, shift: Kernels.maximum(p, experts), experts)
    Kernels.scale(p, by: 1 / Kernels.sum(p, experts), experts)
    var top = TopSelection(chosen)
    for e in 0..<experts { top.offer(p[e], e) }
    let found = top.items.map(\.index).sorted()
    let sum = normalizes ? found.reduce(0) { $0 + p[$1] } : 1
    for (i, e) in found.enumerated() {
      choices.pointer[t * chosen + i] = Int32(truncatingIfNeeded: e)
      weights.pointer[t * chosen + i] = p[e] / sum
    }
  }

  // MARK: - Backward

  /// From the gradient of the weights, T x chosen: that of so many rows' logits, T x experts. Both are softmax's, over the chosen
  /// logits where weights are normalised, else over all.
  func backward(rows: Int, _ dWeights: UnsafePointer<Float>, into dLogits: UnsafeMutablePointer<Float>) {
    Parallel.ranges(rows, grain: 64) { r in
      for t in r {
        let (w, dw, c) = (weights.constant + t * chosen, dWeights + t * chosen, choices.constant + t * chosen)
        let mean = Kernels.dot(w, dw, chosen)
        let d = dLogits + t * experts
        if normalizes {
          d.update(repeating: 0, count: experts)
        } else {
          Kernels.scale(probabilities.constant + t * experts, by: -mean, into: d, experts)
        }
        for i in 0..<chosen { d[Int(c[i])] = w[i] * (dw[i] - mean) }
      }
    }
  }
}
