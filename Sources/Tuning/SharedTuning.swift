package import LanguageModel
package import Ranks

/// A crew that can tune as well: every one of it has a replica of the model.
package protocol TuningCrew: ModelCrew {
  /// Has the others make replicas of the model, with its weights as they are, and wait for steps.
  /// - Parameter parts: that the largest step has.
  /// - Returns: who tunes; nil: this process alone, and nobody waits.
  func beginTuning(
    _ model: LanguageModel, samples: [TrainingSample], options: TuningOptions, parts: Int
  ) throws -> TuningGroup?
  /// Asked while rank 0 waits for the others.
  /// - Throws: why one of them does not tune any more.
  func checkTuning() throws
  /// Rank 0 has told them that there are no more steps.
  func endTuning()
}

/// The ranks of one tuning.
package struct TuningGroup: Sendable {
  /// Of those that compute and, as rank 0 of it, of the process that orders the steps.
  package var link: any Link
  /// The ranks of the link that compute: all of them, or all but rank 0, which then has the weights only when it asks for them.
  package var workers: Range<Int>

  package init(_ link: any Link, workers: Range<Int>) {
    self.link = link
    self.workers = workers
  }

  /// Whether this process computes parts of steps.
  var takesPart: Bool { workers.contains(link.rank) }
}
