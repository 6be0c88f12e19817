import Documents

extension Rows {
  /// The same rows with other answers at some places (from 0): in the answer's column, in a row's conversation, of which the last learned
  /// turn is the answer, and in the column that the conversation was read from, where it is one text of it. A row without an answer stays as it is. O(bytes).
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
    for source in ConversationColumns.found(in: self)?.names ?? [] where source != conversations {
      rows.replaceAnswers(answers, of: column, in: source)
    }
    return rows
  }

  /// Puts answers into the messages of a column, in the place of the former ones.
  private mutating func replaceAnswers(_ answers: [Int: [UInt8]], of former: TextColumn, in name: String) {
    guard let place = names.firstIndex(of: name) else { return }
    func replaced(_ messages: TextColumn) -> TextColumn {
      TextColumn(
        bytes: (0..<count).map { row in
          guard let answer = answers[row], let old = former[row], let json = messages[row] else { return messages[row] }
          return JSONAnswer.replacing(old, with: answer, in: json)
        })
    }
    switch columns[place] {
    case .json(let messages): columns[place] = .json(replaced(messages))
    case .text(let messages): columns[place] = .text(replaced(messages))
    case .integer, .number, .bool, .vector: break
    }
  }
}

/// A text within the JSON of messages, whatever their form.
private enum JSONAnswer {
  /// The JSON with another text in the place of the last of its strings that is `old`; as it is where none is, or where it is no JSON.
  static func replacing(_ old: ArraySlice<UInt8>, with new: [UInt8], in json: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let bytes = Array(json)
    let place = bytes.withUnsafeBufferPointer { bytes -> Range<Int>? in
      var scanner = JSONScanner(bytes)
      var found: Range<Int>?
      while scanner.at < scanner.end {
        guard bytes[scanner.at] == UInt8(ascii: "\"") else {
          scanner.at += 1
          continue
        }
        guard let string = try? scanner.string() else { return nil }
        var text: [UInt8] = []
        JSONStrings.decode(UnsafeBufferPointer(rebasing: bytes[string.inside]), into: &text)
        if text[...] == old { found = string.range }
      }
      return found
    }
    guard let place else { return json }
    var string: [UInt8] = []
    JSONStrings.encode(new[...], into: &string)
    return bytes[..<place.lowerBound] + string + bytes[place.upperBound...]
  }
}
