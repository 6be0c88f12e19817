import Numerics
public import Quantities
public import Work

/// `select representative`: as many unit vectors as rows are asked for are pulled to the questions nearest to them and
/// pushed apart; each then takes its nearest row that is still there (Lyu, Huang and Xia, arXiv 2507.02378).
///
/// The vectors begin as rows drawn without replacement, as in the authors' code, by the seed's stream
/// "representative"; Adam (0.9, 0.999, 1e-8) moves them, at a rate that stays the same.
public struct RepresentativeSelection: Sendable, Hashable {
  /// λ, the weight of pushing apart.
  public var balance = 1.0
  /// What cosines are divided by.
  public var temperature = 0.07
  /// Steps of the optimisation.
  public var steps = 300
  /// Learning rate of its optimizer.
  public var rate = 1e-3

  /// The published values.
  public init() {}

  /// - Parameters:
  ///   - vectors: of the questions, candidates x dimension, of any length; a row with a NaN is missing.
  ///   - share: of tokens, as many vectors as rows of mean length would fill the budget, which then take rows in turn
  ///     until no row fits.
  /// - Throws: `Interrupted` between steps. O(steps · rows · rows asked for · dimension), as matrix products.
  public func select(
    _ vectors: [Float], dimension: Int, _ candidates: [Candidate], share: Share, seed: UInt64, work: Work = .silent
  ) throws(Interrupted) -> Selection {
    let everything = VectorSpace(targets: [], pool: vectors, dimension: dimension)
    precondition(candidates.count == everything.poolCount, "a candidate without a vector")
    let eligible = candidates.indices.filter { candidates[$0].excluded == nil && everything.hasPlace($0) }
    let asked: Int
    if let rows = share.rows(of: candidates.count) {
      asked = rows
    } else if case .tokens(let budget) = share, !eligible.isEmpty {
      let tokens = eligible.reduce(0) { $0 + candidates[$1].tokens }
      asked = tokens > 0 ? Int(Double(budget) / Double(tokens) * Double(eligible.count) + 0.5) : eligible.count
    } else {
      asked = 0
    }
    let points = RepresentativeObjective.units(
      eligible.flatMap { row in vectors[row * dimension..<(row + 1) * dimension].map(Double.init) }, dimension
    ).units
    var generator = SeededGenerator(seed: seed, stream: "representative")
    let start = generator.permutation(eligible.count).prefix(max(min(1, eligible.count), asked))
    let centres = try self.centres(
      points, dimension: dimension,
      start: start.flatMap { row in points[row * dimension..<(row + 1) * dimension].map(Double.init) }, work: work)
    return try NearestSelection.select(
      VectorSpace(targets: centres, pool: vectors, dimension: dimension), candidates, share: share,
      hasPlace: everything.hasPlace, work: work)
  }

  /// The vectors, of length 1, after the steps.
  ///
  /// - Parameters:
  ///   - points: rows of length 1.
  ///   - start: vectors x dimension.
  /// - Throws: `Interrupted` between steps.
  package func centres(
    _ points: [Float], dimension: Int, start: [Double], work: Work = .silent
  ) throws(Interrupted) -> [Float] {
    let objective = RepresentativeObjective(
      points: points, count: points.count / dimension, dimension: dimension, balance: balance, temperature: temperature)
    var parameters = start
    var mean = [Double](repeating: 0, count: start.count)
    var square = mean
    var (first, second) = (1.0, 1.0)
    for step in 0..<(points.isEmpty || start.isEmpty ? 0 : steps) {
      try work.checkCancellation(done: step, total: steps, of: "steps")
      let gradient = objective.evaluate(parameters, detached: parameters).gradient
      first *= 0.9
      second *= 0.999
      for d in parameters.indices {
        mean[d] += 0.1 * (gradient[d] - mean[d])
        square[d] = 0.999 * square[d] + 0.001 * gradient[d] * gradient[d]
        parameters[d] -= rate / (1 - first) * mean[d] / ((square[d] / (1 - second)).squareRoot() + 1e-8)
      }
      work.progress(
        Progress(label: "represent", done: Double(step + 1), total: Double(steps), unit: "steps"))
    }
    return RepresentativeObjective.units(parameters, dimension).units
  }
}
