public import LanguageModel
import Rows

/// The two sequences whose losses make a row's IFD: the same answer tokens behind all that was said before them, and alone.
public struct ScoringPair: Sendable {
  /// begin-of-text, then all up to the end of the last learned answer; the targets are the learned answers. Its pool is what stands
  /// before the first of them.
  public var conditional: Segment
  /// begin-of-text, then the learned answers, each but the last with its ending; the targets are the answers.
  public var direct: Segment
  /// Answer tokens beyond the maximal length, which neither holds.
  public var tokensCut: Int
}

/// Why a row has no pair of sequences to score.
public enum Unscorable: Sendable, Error, Hashable {
  /// A plain text, or an answer to nothing.
  case noQuestion
  /// Nothing to score.
  case noAnswer
  /// What stands before the first answer leaves no room for it.
  case questionTooLong
  /// The template does not take the row; as a ledger says it.
  case refused(String)

  /// As a ledger says it, behind the number of rows.
  public var reason: String {
    switch self {
    case .noQuestion: "no question"
    case .noAnswer: "no answer"
    case .questionTooLong: "question too long"
    case .refused(let reason): reason
    }
  }
}

extension EncodedRows {
  /// The pair for a row; answers that are too long in all lose their tail, to `maxLength` tokens of the conditional sequence. What
  /// ends an answer is trained, not scored. Throws `Unscorable`.
  public func scoringPair(_ row: Int, maxLength: Int) throws(Unscorable) -> ScoringPair {
    if let refusal = refusal(row) { throw .refused(refusal.reason) }
    guard !isPlainText(row) else { throw .noQuestion }
    let (tokens, answers) = (sequence(row), answersOf(row).filter { !$0.text.isEmpty })
    guard let first = answers.first?.text, let last = answers.last?.text else { throw .noAnswer }
    let end = Swift.min(last.upperBound, maxLength - 1)
    let kept = answers.compactMap { answer -> (text: Range<Int>, ending: Range<Int>)? in
      let text = answer.text.clamped(to: 0..<Swift.max(0, end))
      return text.isEmpty ? nil : (text, answer.ending)
    }
    guard let lastKept = kept.last?.text else { throw .questionTooLong }
    func places(_ range: Range<Int>) -> ArraySlice<Int32> {
      tokens[tokens.startIndex + range.lowerBound..<tokens.startIndex + range.upperBound]
    }
    var direct = [beginOfText]
    var targets: [Range<Int>] = []
    for (text, ending) in kept {
      targets.append(direct.count..<direct.count + text.count)
      direct += places(text)
      // The answer whose tail is cut is the last.
      if text != lastKept { direct += places(ending) }
    }
    return ScoringPair(
      conditional: Segment(
        tokens: [beginOfText] + places(0..<lastKept.upperBound),
        targets: kept.map { 1 + $0.text.lowerBound..<1 + $0.text.upperBound }, pool: 1..<1 + first.lowerBound),
      direct: Segment(tokens: direct, targets: targets),
      tokensCut: answers.reduce(0) { $0 + $1.text.count } - kept.reduce(0) { $0 + $1.text.count })
  }
}
