extension Rows {
  /// The same rows with other answers at some places (from 0): in the answer's column, and in a row's conversation, of which the last learned
  /// turn is the answer. A row without an answer stays as it is. O(bytes).
  public func replacingAnswers(_ answers: [Int: [UInt8]]) -> Rows {
    guard let name = roles.answer, let place = names.firstIndex(of: name), case .text(let column) = columns[place]
    else {
      return self
    }
    var rows = self
    rows.columns[place] = .text(
      TextColumn(bytes: (0..<count).lazy.map { row in column[row].map { answers[row].map { $0[...] } ?? $0 } }))
    guard let conversations = roles.conversation, let other = names.firstIndex(of: conversations) else { return rows }
    let changed = (0..<count).map { row -> ArraySlice<UInt8>? in
      guard let answer = answers[row], var conversation = conversation(row),
        let last = conversation.turns.lastIndex(where: \.isLearned)
      else { return conversationSource(row) }
      conversation.turns[last].text = answer
      return conversation.json[...]
    }
    rows.columns[other] = .json(TextColumn(bytes: changed))
    return rows
  }
}
