import LanguageModel
import Pipeline

extension ModelConfiguration {
  /// Most tokens of a row in scoring, packing and judging: the model's context, or less where the setting says so.
  func longestRow(_ settings: Settings) -> Int { min(contextLength, settings.context ?? .max) }
}
