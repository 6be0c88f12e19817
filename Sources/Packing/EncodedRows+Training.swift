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
}

/// Why a row is not trained on.
public enum Untrainable: String, Sendable, Error, Codable {
  case questionTooLong = "question too long"
  case tooLong = "too long"
  case noAnswer = "no answer"
}

extension EncodedRows {
  /// begin-of-text, prompt, answer and its end, at most `maxLength` tokens; the targets are the answer and its end,
  /// which is there only if it and the answer are whole. Throws `Untrainable`.
  public func trainingForm(_ row: Int, maxLength: Int, long: LongRule) throws(Untrainable) -> TrainingForm {
    let prompt = prompt(row)
    let answer = answer(row)
    guard !answer.isEmpty else { throw .noAnswer }
    if length(row) <= maxLength {
      let segment = Segment(tokens: [beginOfText] + prompt + answer + closing(row), learnFrom: 1 + prompt.count)
      return TrainingForm(segments: [segment], tokensCut: 0)
    }
    if long == .drop { throw .tooLong }
    if long == .split, isPlainText(row) { return TrainingForm(segments: pieces(answer, maxLength), tokensCut: 0) }
    let kept = answer.prefix(Swift.max(0, maxLength - 1 - prompt.count))
    guard !kept.isEmpty else { throw .questionTooLong }
    let segment = Segment(tokens: [beginOfText] + prompt + kept, learnFrom: 1 + prompt.count)
    return TrainingForm(segments: [segment], tokensCut: answer.count - kept.count)
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
