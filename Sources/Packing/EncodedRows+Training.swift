public import LanguageModel

/// What is done with a row that is longer than the smaller of pack and context.
public enum LongRule: String, Sendable, Codable, CaseIterable {
  /// The answer's tail is cut, and its end-of-text is not learned.
  case cut
  case drop
  /// Plain text goes on in further sequences; a row with a question is cut.
  case split
}

/// A row as it is trained: one sequence, or several of a long plain text.
public struct TrainingForm: Sendable {
  /// What is learned from, a row after the other.
  public var segments: [Segment]
  /// Answer tokens that are in none of them.
  public var tokensCut: Int
  /// Turns of a conversation that are in none of them.
  public var turnsCut = 0
}

/// Why a row is not trained on.
public enum Untrainable: Sendable, Error, Hashable {
  /// What stands before the first answer leaves no room for it.
  case questionTooLong
  /// Longer than a row may be, where such rows are dropped.
  case tooLong
  /// Nothing to learn.
  case noAnswer
  /// The template does not take the row; as a ledger says it.
  case refused(String)

  /// As a ledger says it, behind the number of rows.
  public var reason: String {
    switch self {
    case .questionTooLong: "question too long"
    case .tooLong: "too long"
    case .noAnswer: "no answer"
    case .refused(let reason): reason
    }
  }
}

extension EncodedRows {
  /// begin-of-text and the row, at most `maxLength` tokens; the targets are its learned answers and what ends each, which is there
  /// only if it and its answer are whole. Turns behind the last learned answer that is left are cut. Throws `Untrainable`.
  public func trainingForm(_ row: Int, maxLength: Int, long: LongRule) throws(Untrainable) -> TrainingForm {
    if let refusal = refusal(row) { throw .refused(refusal.reason) }
    let answers = answersOf(row)
    guard answers.contains(where: { !$0.text.isEmpty }) else { throw .noAnswer }
    let isWhole = length(row) <= maxLength
    if !isWhole, long == .drop { throw .tooLong }
    if !isWhole, long == .split, isPlainText(row) {
      return TrainingForm(segments: pieces(answer(row), maxLength), tokensCut: 0)
    }
    // A pair's ending stands behind its tokens, a conversation's among them.
    let tokens = sequence(row) + (isConversation(row) || !isWhole ? [] : closing(row))
    let room = 0..<Swift.max(0, Swift.min(tokens.count, maxLength - 1))
    var targets: [Range<Int>] = []
    var tokensCut = 0
    var turns = 0
    for answer in answers {
      let text = answer.text.clamped(to: room)
      tokensCut += answer.text.count - text.count
      let ending = isConversation(row) ? answer.ending : answer.text.upperBound..<tokens.count
      // Of an answer of white space a template may leave the ending alone.
      let isEnding =
        isConversation(row) && answer.text.isEmpty && !ending.isEmpty && ending.upperBound <= room.upperBound
      guard !text.isEmpty || isEnding else { continue }
      let learnsEnd = text == answer.text && ending.upperBound <= room.upperBound
      targets.append(text.lowerBound..<(learnsEnd ? Swift.max(text.upperBound, ending.upperBound) : text.upperBound))
      turns = answer.turn + 1
    }
    guard let last = targets.last else { throw .questionTooLong }
    let segment = Segment(
      tokens: [beginOfText] + tokens.prefix(last.upperBound),
      targets: targets.map { 1 + $0.lowerBound..<1 + $0.upperBound })
    return TrainingForm(
      segments: [segment], tokensCut: tokensCut, turnsCut: isConversation(row) ? self.turns(row) - turns : 0)
  }

  /// Every token once; each piece begins anew, and the last ends with the end-of-text if it has room.
  private func pieces(_ text: ArraySlice<Int32>, _ maxLength: Int) -> [Segment] {
    let room = Swift.max(1, maxLength - 1)
    var pieces: [Segment] = []
    var start = text.startIndex
    while start < text.endIndex {
      let end = Swift.min(start + room, text.endIndex)
      let closes = end == text.endIndex && end - start < room
      pieces.append(Segment(tokens: [beginOfText] + text[start..<end] + (closes ? [endOfText] : [])))
      start = end
    }
    return pieces
  }
}
