extension Rows {
  /// The name of the column of conversations.
  static let conversationColumn = "conversation"

  /// The conversation of the row at `index`; nil where the row is a question and its answer, or a text. O(bytes).
  public func conversation(_ index: Int) -> Conversation? {
    guard let json = conversationSource(index) else { return nil }
    return Conversation(json: json)
  }

  /// The row at `index` as a conversation, be it more than a question and its answer or not; nil where it is a text. O(bytes).
  public func wholeConversation(_ index: Int) -> Conversation? {
    if let conversation = conversation(index) { return conversation }
    guard let question = question(index), let answer = answer(index) else { return nil }
    var asked = Conversation.Turn(.user, Array(question))
    asked.input = input(index).map { Array($0) }
    return Conversation([asked, Conversation.Turn(.assistant, Array(answer))])
  }

  /// The JSON of a row's conversation.
  func conversationSource(_ index: Int) -> ArraySlice<UInt8>? {
    conversations?[index]
  }

  private var conversations: TextColumn? {
    guard let name = roles.conversation, let place = names.firstIndex(of: name), case .json(let column) = columns[place]
    else { return nil }
    return column
  }

  /// Everything that the row at `index` says, in order: its turns, or question, input and answer. Without a template.
  public func texts(_ index: Int) -> [ArraySlice<UInt8>] {
    if let conversation = conversation(index) { return conversation.turns.map { $0.words[...] } }
    return [question(index), input(index), answer(index)].compactMap { $0 }
  }

  /// Bytes of these texts. O(1), but for conversations.
  public func textLength(_ index: Int) -> Int {
    if hasConversation(index) { return texts(index).reduce(0) { $0 + $1.count } }
    return questionLength(index) + (answerLength(index) ?? 0)
  }

  /// The same as one text, a space between its parts.
  public func wholeText(_ index: Int) -> [UInt8] { Array(texts(index).joined(separator: [0x20])) }

  /// Whether the row at `index` is more than a question and its answer. O(1).
  public func hasConversation(_ index: Int) -> Bool { conversations.map { !$0.isMissing(index) } ?? false }

  /// With the columns that conversations bring: `question` and `answer` where these come from `source`, `conversation` where
  /// any row is more than such a pair, and `turns`, `system` and `roles`. A column of the file of such a name is renamed, unless it
  /// says the same.
  ///
  /// - Parameters:
  ///   - said: of each row its conversation.
  ///   - areSource: whether the texts of questions and answers stand in the conversations alone.
  ///   - areSaved: whether they come from a column of conversations, which is then the one that is added.
  func adding(
    conversations said: [Conversation?], areSource: Bool, areSaved: Bool, notes: inout [String]
  ) -> Rows {
    var rows = self
    func isSame(_ column: Column, as other: Column) -> Bool {
      // Rows that say nothing are set apart.
      said.indices.allSatisfy { areSource && said[$0] == nil || column.cell($0) == other.cell($0) }
    }
    func add(_ column: Column, _ name: String) {
      if let place = rows.names.firstIndex(of: name) {
        if areSaved && name == Self.conversationColumn || isSame(column, as: rows.columns[place]) {
          rows.columns[place] = column
          return
        }
        rows.names[place] = OwnColumns.renamed(name, taken: Set(rows.names))
        notes.append("the file's column `\(name)` is `\(rows.names[place])` here")
      }
      rows.names.append(name)
      rows.columns.append(column)
    }
    func texts(_ value: (Conversation) -> [UInt8]?) -> TextColumn {
      TextColumn(bytes: said.map { $0.flatMap(value).map { $0[...] } })
    }
    if areSource {
      add(.text(texts(\.question)), "question")
      add(.text(texts(\.answer)), "answer")
      rows.roles = Roles(question: "question", answer: "answer")
    }
    let whole = said.map { $0.flatMap { $0.isPair && areSource ? nil : $0 } }
    if whole.contains(where: { $0 != nil }) {
      add(.json(TextColumn(bytes: whole.map { $0.map { $0.json[...] } })), Self.conversationColumn)
      rows.roles.conversation = Self.conversationColumn
    } else if !areSource {
      return rows
    }
    // A pair in columns of the file is two turns.
    let pair = areSource ? nil : Conversation([Conversation.Turn(.user, nil), Conversation.Turn(.assistant, nil)])
    let turns = said.map { $0 ?? pair }
    add(.integers(turns.map { $0?.exchanged }), "turns")
    if areSource || !names.contains("system") { add(.text(texts(\.system)), "system") }
    add(.texts(turns.map { $0?.roleWords }), "roles")
    return rows
  }
}
