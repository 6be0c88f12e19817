import Kernels
import MatMul
import Numerics

/// What representative vectors are drawn to and driven from. With points f_i, unit vectors c_j = θ_j / |θ_j|, c(i) the
/// vector most like f_i, and t the temperature:
///
///     e_i = exp(f_i · c_c(i) / t)        S_j = sum over k of exp(c̄_k · c_j / t)
///     J   = mean over i of log(e_i + λ S_c(i)) - log e_i
///
/// c̄ has the values of c, but no gradient flows through it. This is the loss that the authors of arXiv 2507.02378
/// publish as code, that of ActiveFT (Xie et al., arXiv 2303.14382).
package struct RepresentativeObjective {
  /// count x dimension, each of length 1.
  let points: [Float]
  let count: Int
  let dimension: Int
  /// λ, the weight of driving apart.
  let balance: Double
  let temperature: Double

  package init(points: [Float], count: Int, dimension: Int, balance: Double, temperature: Double) {
    self.points = points
    self.count = count
    self.dimension = dimension
    self.balance = balance
    self.temperature = temperature
  }

  /// Rows of one product: each is one thread's, so that no thread count changes a bit of it.
  private static let block = 256

  /// J and its gradient with respect to θ (vectors x dimension); `detached` are the θ of c̄.
  ///
  /// O((count + vectors) · vectors · dimension), as matrix products in single precision; sums in double.
  package func evaluate(_ parameters: [Double], detached: [Double]) -> (loss: Double, gradient: [Double]) {
    let vectors = parameters.count / dimension
    let (units, lengths) = Self.units(parameters, dimension)
    let fixed = Self.units(detached, dimension).units
    let (spread, away) = apart(units, fixed, vectors)
    let (nearest, similarities) = assign(units, vectors)

    // Everything relative to exp(1 / t), so that no exponential overflows.
    var loss = 0.0
    var pull = [Double](repeating: 0, count: count)
    var push = [Double](repeating: 0, count: vectors)
    for i in 0..<count {
      let e = Elementary.exp((Double(similarities[i]) - 1) / temperature)
      let s = balance * spread[nearest[i]]
      loss += Elementary.log(e + s) - (Double(similarities[i]) - 1) / temperature
      pull[i] = -s / (e + s) / temperature / Double(count)
      push[nearest[i]] += balance / (e + s) / Double(count)
    }

    var gradient = [Double](repeating: 0, count: parameters.count)
    gradient.withUnsafeMutableBufferPointer { gradient in
      // Safe: each piece writes its own columns.
      nonisolated(unsafe) let gradient = gradient
      // Columns are split between threads, so that each sum takes its points in their order.
      Parallel.ranges(dimension, grain: 64) { columns in
        for i in 0..<count {
          for d in columns { gradient[nearest[i] * dimension + d] += pull[i] * Double(points[i * dimension + d]) }
        }
      }
    }
    for j in 0..<vectors {
      let row = j * dimension..<(j + 1) * dimension
      var along = 0.0
      for d in row {
        gradient[d] += push[j] * Double(away[d])
        along += gradient[d] * parameters[d] / lengths[j]
      }
      for d in row { gradient[d] = (gradient[d] - along * parameters[d] / lengths[j]) / lengths[j] }
    }
    return (loss / Double(count), gradient)
  }

  /// S_j / exp(1 / t), and its gradient with respect to c_j.
  private func apart(_ units: [Float], _ fixed: [Float], _ vectors: Int) -> ([Double], [Float]) {
    let spread = AlignedBuffer<Double>(count: vectors)
    let away = AlignedBuffer<Float>(count: vectors * dimension)
    let workspaces = WorkspacePool<AlignedBuffer<Float>>()
    withPointers(units, fixed) { units, fixed in
      Parallel.ranges(vectors, grain: Self.block) { range in
        workspaces.withWorkspace(suits: { _ in true }, make: { AlignedBuffer(uninitialized: Self.block * vectors) }) {
          products in
          MatrixProduct(.f32).multiplySerially(
            range.count, vectors, dimension, .f32(units + range.lowerBound * dimension, dimension),
            .f32(fixed, dimension, transposed: true), into: products.pointer, vectors)
          for (row, j) in range.enumerated() {
            spread.pointer[j] = Double(
              Kernels.sumAsExponentials(
                products.pointer + row * vectors, scale: Float(1 / temperature), shift: Float(1 / temperature), vectors)
            )
          }
          let rows = away.pointer + range.lowerBound * dimension
          MatrixProduct(.f32).multiplySerially(
            range.count, dimension, vectors, .f32(products.constant, vectors), .f32(fixed, dimension), into: rows,
            dimension)
          Kernels.scale(rows, by: Float(1 / temperature), range.count * dimension)
        }
      }
    }
    return (
      Array(UnsafeBufferPointer(start: spread.constant, count: vectors)),
      Array(UnsafeBufferPointer(start: away.constant, count: vectors * dimension))
    )
  }

  /// The vector most like each point, the first of equally like ones, and how like it is.
  private func assign(_ units: [Float], _ vectors: Int) -> ([Int], [Float]) {
    let nearest = AlignedBuffer<Int>(count: count)
    let similarities = AlignedBuffer<Float>(count: count)
    // Distances to vectors of length 1 are least where products are greatest.
    let squares = AlignedBuffer<Double>(count: vectors)
    let workspaces = WorkspacePool<AlignedBuffer<Float>>()
    withPointers(points, units) { points, units in
      Parallel.ranges(count, grain: Self.block) { range in
        workspaces.withWorkspace(suits: { _ in true }, make: { AlignedBuffer(uninitialized: Self.block * vectors) }) {
          products in
          MatrixProduct(.f32).multiplySerially(
            range.count, vectors, dimension, .f32(points + range.lowerBound * dimension, dimension),
            .f32(units, dimension, transposed: true), into: products.pointer, vectors)
          for (row, i) in range.enumerated() {
            nearest.pointer[i] = Kernels.nearest(products.constant + row * vectors, squares: squares.constant, vectors)
            similarities.pointer[i] = products.pointer[row * vectors + nearest.pointer[i]]
          }
        }
      }
    }
    return (
      Array(UnsafeBufferPointer(start: nearest.constant, count: count)),
      Array(UnsafeBufferPointer(start: similarities.constant, count: count))
    )
  }

  /// The vectors scaled to length 1, and their lengths.
  static func units(_ vectors: [Double], _ dimension: Int) -> (units: [Float], lengths: [Double]) {
    var units = [Float](repeating: 0, count: vectors.count)
    var lengths: [Double] = []
    for row in stride(from: 0, to: vectors.count, by: dimension) {
      let length = vectors[row..<row + dimension].reduce(0) { $0 + $1 * $1 }.squareRoot()
      lengths.append(max(length, .leastNormalMagnitude))
      for d in row..<row + dimension { units[d] = Float(vectors[d] / max(length, .leastNormalMagnitude)) }
    }
    return (units, lengths)
  }
}
