import LanguageModel
import Tuning

/// Rows in batches that are padded to their longest, as trainers without packing run them.
enum PaddedBatches {
  /// The samples that make `Trainer`, with the options returned, run each batch of `options.samplesPerStep` rows as one
  /// micro-batch, every row followed by `filler` tokens that are not learned up to the batch's longest row.
  ///
  /// Batches are those that the trainer would draw for the rows as they are, so that the steps see what they would see.
  static func samples(
    _ rows: [TrainingSample], filler: Int32, options: TuningOptions
  ) -> (samples: [TrainingSample], options: TuningOptions) {
    // Padding depends on a row's company, which is another in each epoch: all epochs become one, of a sample for each
    // time that a row is seen. A plan by numbers of samples does not depend on what they are, so that the trainer's plan
    // for that epoch is known before the samples are made.
    let order = TuningPlan.steps(samples: rows, options: options).flatMap { $0.map { rows[$0] } }
    var once = options
    once.epochs = 1
    var padded = order
    var longest = 0
    var next = 0
    for step in TuningPlan.steps(samples: order, options: once) {
      let batch = order[next..<next + step.count]
      let width = batch.map(\.segment.tokens.count).max() ?? 0
      for (place, row) in zip(step, batch) { padded[place] = pad(row, to: width, filler) }
      longest = max(longest, width * step.count)
      next += step.count
    }
    once.capacity = longest
    return (padded, once)
  }

  private static func pad(_ row: TrainingSample, to width: Int, _ filler: Int32) -> TrainingSample {
    var row = row
    let end = row.segment.tokens.count
    row.segment = Segment(
      tokens: row.segment.tokens + [Int32](repeating: filler, count: width - end), learnFrom: row.segment.learnFrom,
      learnTo: row.segment.learnTo)
    return row
  }
}
