public import LanguageModel

/// The two sequences whose losses make a row's IFD: the same answer tokens behind its question, and alone.
public struct ScoringPair: Sendable {
  /// begin-of-text, prompt, answer; the targets are the answer. Its pool is the prompt.
  public var conditional: Segment
  /// begin-of-text, answer; the targets are the answer.
  public var direct: Segment
  /// Answer tokens beyond the maximal length, which neither holds.
  public var tokensCut: Int
}

/// Why a row has no pair of sequences to score.
public enum Unscorable: String, Sendable, Error, Codable {
  case noQuestion = "no question"
  case noAnswer = "no answer"
  case questionTooLong = "question too long"
}

extension EncodedRows {
  /// The pair for a row; an answer that is too long loses its tail, to `maxLength` - 1 - prompt tokens. End-of-text is
  /// trained, not scored. Throws `Unscorable`.
  public func scoringPair(_ row: Int, maxLength: Int) throws(Unscorable) -> ScoringPair {
    guard !isPlainText(row) else { throw .noQuestion }
    let prompt = prompt(row)
    let whole = answer(row)
    guard !whole.isEmpty else { throw .noAnswer }
    let answer = whole.prefix(Swift.max(0, maxLength - 1 - prompt.count))
    guard !answer.isEmpty else { throw .questionTooLong }
    return ScoringPair(
      conditional: Segment(
        tokens: [beginOfText] + prompt + answer, learnFrom: 1 + prompt.count, pool: 1..<1 + prompt.count),
      direct: Segment(tokens: [beginOfText] + answer), tokensCut: whole.count - answer.count)
  }
}
