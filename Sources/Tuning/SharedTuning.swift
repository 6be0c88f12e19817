package import LanguageModel
package import Ranks

/// A crew that can tune as well: every one of it has a replica of the model.
package protocol TuningCrew: ModelCrew {
  /// Has the others make replicas of the model, with its weights as they are, and wait for steps.
  /// - Returns: the link on which they wait.
  func beginTuning(_ model: LanguageModel, samples: [TrainingSample], options: TuningOptions) throws -> any Link
  /// Rank 0 has told them that there are no more steps.
  func endTuning()
}
