public import Syntax

/// The words that leave: alone on a line of the prompt, or of a script.
public enum Exit {
  /// Each of them.
  public static let words: Set = ["exit", "quit"]
}

extension Statement {
  /// Whether it is one of these words and nothing else.
  public var isExit: Bool {
    guard case .pipeline(let pipeline) = self, pipeline.headBlock == nil, pipeline.stages.count == 1 else {
      return false
    }
    return Exit.words.contains(pipeline.stages[0].name) && pipeline.stages[0].arguments.isEmpty
  }
}
