public import Quantities

extension Statistics {
  /// Efron's percentile bootstrap: `statistic` of `resamples` draws of `count` row indices with replacement.
  public static func bootstrapInterval(
    count: Int, seed: UInt64, resamples: Int = 10_000, level: Double = 0.95, statistic: ([Int]) -> Double
  ) -> (low: Double, high: Double) {
    guard count > 0, resamples > 0 else { return (.nan, .nan) }
    var generator = SeededGenerator(seed: seed, stream: "bootstrap")
    var indices = [Int](repeating: 0, count: count)
    var values: [Double] = []
    values.reserveCapacity(resamples)
    for _ in 0..<resamples {
      for i in 0..<count { indices[i] = generator.index(below: count) }
      let value = statistic(indices)
      if !value.isNaN { values.append(value) }
    }
    values.sort()
    return (quantile(values, (1 - level) / 2), quantile(values, (1 + level) / 2))
  }
  /// The same over groups that are drawn whole: what is alike in a group is not counted as if it stood alone. Groups of one each
  /// give what `bootstrapInterval(count:)` does.
  /// - Parameter groups: of indices, each in one group.
  public static func bootstrapInterval(
    groups: [[Int]], seed: UInt64, resamples: Int = 10_000, level: Double = 0.95, statistic: ([Int]) -> Double
  ) -> (low: Double, high: Double) {
    var indices: [Int] = []
    return bootstrapInterval(count: groups.count, seed: seed, resamples: resamples, level: level) { drawn in
      indices.removeAll(keepingCapacity: true)
      for group in drawn { indices += groups[group] }
      return statistic(indices)
    }
  }
}
