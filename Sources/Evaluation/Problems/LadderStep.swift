/// How far an answer to a problem comes. A small model that solves nothing moves on the lower steps.
///
/// Each step is reached only over those before it; whether an answer ends by itself is counted beside them.
public enum LadderStep: Int, Sendable, Codable, CaseIterable, Comparable {
  case nothing, hasCode, parses, definesName, runs, passes

  /// As tables have it: `defines the name`.
  public var words: String {
    switch self {
    case .nothing: "no code"
    case .hasCode: "has code"
    case .parses: "parses"
    case .definesName: "defines the name"
    case .runs: "runs"
    case .passes: "passes"
    }
  }

  /// Steps from the bottom up.
  public static func < (a: LadderStep, b: LadderStep) -> Bool { a.rawValue < b.rawValue }
}
