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
}
