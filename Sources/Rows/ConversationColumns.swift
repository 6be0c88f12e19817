/// Rows whose questions and answers stand in conversations.
struct ConversationColumns {
  /// The columns that the messages come from: one, or a prompt and what completes it.
  let names: [String]
  /// Of each row its pair, or why it has none; nil where the row has no conversation.
  let pairs: [Result<QuestionAnswer, Refused>?]

  /// A row's reason, in the words of a ledger.
  struct Refused: Error {
    var reason: String
  }

  var readable: Int { pairs.count { if case .success? = $0 { true } else { false } } }
  var present: Int { pairs.count { $0 != nil } }

  /// Columns that hold a conversation, the surest first; then prompts and completions that are lists of messages each.
  private static let candidates: [[String]] =
    ["messages", "conversations", "conversation", "dialogue", "dialog", "chat"].map { [$0] }
    + ["completion", "response", "chosen"].map { ["prompt", $0] } + [["chosen"]]

  /// The first of the known columns that holds messages in any row; nil when none does.
  static func found(in rows: Rows) -> ConversationColumns? {
    for names in candidates where names.allSatisfy({ rows.names.contains($0) }) {
      let places = (0..<rows.count).lazy.filter { row in names.allSatisfy { messages(rows, row, $0) != nil } }
      guard places.first != nil else { continue }
      return ConversationColumns(names: names, pairs: (0..<rows.count).map { pair(rows, $0, names) })
    }
    return nil
  }

  /// The JSON of a cell that holds messages, as such or inside a string.
  private static func messages(_ rows: Rows, _ row: Int, _ name: String) -> ArraySlice<UInt8>? {
    let json: ArraySlice<UInt8>
    switch rows.cell(row, name) {
    case .json(let bytes): json = unquoted(bytes)
    case .text(let bytes): json = bytes
    case .missing, .integer, .number, .bool, .vector: return nil
    }
    return ConversationReader.isLikely(json) ? json : nil
  }

  /// In a column of mixed kinds a string stands with its quotes.
  private static func unquoted(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard bytes.first == UInt8(ascii: "\""), bytes.count >= 2 else { return bytes }
    var text: [UInt8] = []
    bytes.dropFirst().dropLast().withUnsafeBufferPointer { JSONStrings.decode($0, into: &text) }
    return text[...]
  }

  private static func pair(_ rows: Rows, _ row: Int, _ names: [String]) -> Result<QuestionAnswer, Refused>? {
    if names.allSatisfy({ rows.cell(row, $0).isMissing }) { return nil }
    var turns: [Conversation.Turn] = []
    for (place, name) in names.enumerated() {
      guard let json = messages(rows, row, name) else {
        return .failure(Refused(reason: ConversationReader.Refusal.notMessages.rawValue))
      }
      switch ConversationReader.read(json) {
      case .success(let conversation):
        // What a prompt says is context, whoever says it.
        let isPrompt = names.count > 1 && place == 0
        turns += conversation.turns.map { turn in
          var turn = turn
          if isPrompt { turn.isLearned = false }
          return turn
        }
      case .failure(let refusal): return .failure(Refused(reason: refusal.rawValue))
      }
    }
    do throws(QuestionAnswer.Refusal) {
      return .success(try QuestionAnswer(Conversation(turns: turns)))
    } catch { return .failure(Refused(reason: error.rawValue)) }
  }

  /// The rows with the pairs as the columns `question` and `answer`, which play these roles. A column of the file that has
  /// one of these names is renamed.
  func applied(to rows: Rows, notes: inout [String]) -> Rows {
    var (names, taken) = (rows.names, Set(rows.names))
    for (place, name) in rows.names.enumerated() where name == "question" || name == "answer" {
      names[place] = OwnColumns.renamed(name, taken: taken)
      taken.insert(names[place])
      notes.append("the file's column `\(name)` is `\(names[place])` here")
    }
    let found = pairs.map { pair -> QuestionAnswer? in if case .success(let pair)? = pair { pair } else { nil } }
    return Rows(
      names: names, columns: rows.columns, rowNumbers: rows.rowNumbers, roles: Roles(), source: rows.source
    )
    .adding(.text(TextColumn(bytes: found.map { $0.map { $0.question[...] } })), named: "question")
    .adding(.text(TextColumn(bytes: found.map { $0.map { $0.answer[...] } })), named: "answer")
    .with(roles: Roles(question: "question", answer: "answer"))
  }
}

extension Rows {
  func with(roles: Roles) -> Rows {
    var rows = self
    rows.roles = roles
    return rows
  }
}
