import Diagnostics
import LanguageModel
import Packing
import Pipeline
import Rows
import Tuning

/// Packed rows as the trainer takes them, and what the blocks say of them.
struct TrainingSet {
  /// One per row, or several of a row that was split; `row` is the number in its file.
  var samples: [TrainingSample]
  var rowCount: Int
  /// Tokens fed, once through.
  var tokens: Int
  /// Of these the targets: answers and their end-of-text.
  var learnedTokens: Int
  /// Samples whose end-of-text is not learned, because their tail was cut.
  var unlearnedEnds: Int

  /// - Parameters:
  ///   - heldBack: rows, by their places in the packs', that are not learned.
  ///   - ends: the tokens that may end a whole sample.
  init(_ packs: Packs, without heldBack: Set<Int> = [], ends: Set<Int32>) {
    let learned = packs.samples.filter { !heldBack.contains($0.row) }
    samples = learned.map { TrainingSample(row: packs.rows.rowNumbers[$0.row], segment: $0.segment) }
    rowCount = packs.rows.count - heldBack.count
    tokens = learned.reduce(0) { $0 + $1.segment.tokens.count }
    learnedTokens = learned.reduce(0) { $0 + $1.segment.targetCount }
    unlearnedEnds = learned.count { !$0.segment.learnsEnd(ends) }
  }
}

extension Segment {
  /// Whether its last token is learned and is one that may end a whole sample.
  func learnsEnd(_ ends: Set<Int32>) -> Bool {
    learnTo == tokens.count && tokens.suffix(1).contains(where: ends.contains)
  }
}
