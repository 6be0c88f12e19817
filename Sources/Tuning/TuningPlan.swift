import LanguageModel
import Numerics

/// Which samples each optimizer step sees: a function of the samples' lengths, the options and the seed alone.
public enum TuningPlan {
  /// Samples per step that leave 20 steps an epoch; at most 512.
  public static func defaultSamplesPerStep(_ count: Int) -> Int { max(1, min(512, count / fewestSteps)) }

  /// Samples per step where the options do not say: as many as make about `usualTokens`, but in 20 to 160 steps an epoch as far
  /// as whole samples allow, and at most 512.
  ///
  /// Measured with the embedded model on four sets (docs/evidence/steps.md): where an epoch has 14,000 to 16,000 tokens, 20
  /// to 40 steps are best and 80 harm; where it has 57,000 to 70,000, 80 and more are. Neither a number of steps nor one of
  /// samples tells these apart; 160 are the most that were tried. Of LoRA the rule was not tried.
  public static func defaultSamplesPerStep(_ count: Int, tokens: Int) -> Int {
    let steps = min(mostSteps, max(fewestSteps, tokens / usualTokens))
    // No more steps than the most: rounded down one sample a step would make up to twice as many.
    return max(1, min(512, steps == mostSteps ? (count + steps - 1) / steps : count / steps))
  }

  private static let usualTokens = 500
  private static let fewestSteps = 20
  private static let mostSteps = 160

  /// Indices into `samples`, step by step. Each epoch is a new random order, cut into steps; its last step may be
  /// smaller, unless all epochs are dealt to a number of steps. Samples without a target are left out.
  public static func steps(samples: [TrainingSample], options: TuningOptions) -> [[Int]] {
    let usable = samples.indices.filter { samples[$0].segment.targetCount > 0 }
    guard !usable.isEmpty, options.epochs > 0 else { return [] }
    var generator = SeededGenerator(seed: options.seed, stream: "tuning order")
    var steps: [[Int]] = []
    var learned = 0
    let limit = max(0, options.maxSteps ?? Int.max)
    var left = Int((options.epochs * Double(usable.count)).rounded())
    if let parts = options.steps, left > 0 {
      var order: [Int] = []
      while order.count < left { order += generator.permutation(usable.count).prefix(left - order.count) }
      // Fewer samples than steps: each step has one.
      let (n, k) = (order.count, max(1, min(parts, order.count)))
      return (0..<k).map { order[($0 * n / k)..<(($0 + 1) * n / k)].map { usable[$0] } }
    }
    while left > 0, steps.count < limit {
      let order = generator.permutation(usable.count).prefix(left).map { usable[$0] }
      left -= order.count
      for step in cut(order, samples, options, usable) {
        if steps.count == limit { return steps }
        steps.append(step)
        learned += step.reduce(0) { $0 + samples[$1].segment.targetCount }
        if let enough = options.stopAfterLearnedTokens, learned >= enough { return steps }
      }
    }
    return steps
  }

  private static func cut(
    _ order: [Int], _ samples: [TrainingSample], _ options: TuningOptions, _ usable: [Int]
  ) -> [[Int]] {
    guard let most = options.tokensPerStep else {
      let tokens = usable.reduce(0) { $0 + samples[$1].segment.tokens.count }
      let size = max(1, options.samplesPerStep ?? defaultSamplesPerStep(usable.count, tokens: tokens))
      return stride(from: 0, to: order.count, by: size).map { Array(order[$0..<min(order.count, $0 + size)]) }
    }
    var steps: [[Int]] = []
    var tokens = Int.max
    for i in order {
      let n = samples[i].segment.tokens.count
      if tokens > most - min(n, most) {
        steps.append([])
        tokens = 0
      }
      steps[steps.count - 1].append(i)
      tokens += n
    }
    return steps
  }
}
