/// Columns whose cells hold conversations.
struct ConversationColumns {
  /// The columns that the messages come from: one, or a prompt and what completes it.
  let names: [String]
  /// Rows that have messages.
  let present: Int

  /// Columns that hold a conversation, the surest first; then prompts and completions that are lists of messages each.
  private static let candidates: [[String]] =
    ["messages", "conversations", "conversation", "dialogue", "dialog", "chat"].map { [$0] }
    + ["completion", "response", "chosen"].map { ["prompt", $0] } + [["chosen"]]

  /// Names under which a row has messages.
  static let known = Set(candidates.joined())

  /// The first of the known columns that holds messages in any row; nil when none does.
  static func found(in rows: Rows) -> ConversationColumns? {
    for names in candidates where names.allSatisfy({ rows.names.contains($0) }) {
      guard (0..<rows.count).contains(where: { row in names.allSatisfy { json(rows, row, $0) != nil } }) else {
        continue
      }
      let columns = names.compactMap { rows.column($0) }
      let present = (0..<rows.count).count { row in !columns.allSatisfy { $0.isMissing(row) } }
      return ConversationColumns(names: names, present: present)
    }
    return nil
  }

  /// The messages of a row; nil where it has none. Throws why they cannot be read.
  func messages(
    _ rows: Rows, _ row: Int
  ) throws(ConversationReader.Refusal) -> [ConversationReader.Message]? {
    if names.allSatisfy({ rows.column($0)?.isMissing(row) ?? true }) { return nil }
    var messages: [ConversationReader.Message] = []
    for (place, name) in names.enumerated() {
      guard let json = Self.json(rows, row, name) else { throw .notMessages }
      // What a prompt says is context, whoever says it.
      let isPrompt = names.count > 1 && place == 0
      messages += try ConversationReader.read(json).get().map { message in
        var message = message
        if isPrompt { message.turn.isLearned = false }
        return message
      }
    }
    return messages
  }

  /// The JSON of a cell that holds messages, as such or inside a string.
  private static func json(_ rows: Rows, _ row: Int, _ name: String) -> ArraySlice<UInt8>? {
    guard let json = RowContext.json(rows.cell(row, name)) else { return nil }
    return ConversationReader.isLikely(json) ? json : nil
  }
}
