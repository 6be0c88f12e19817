/// The column `conversation` of a file that cact wrote. Of each row it says all that is known, with what is learned of it; the columns
/// that the row was first read from may stand beside it, and say less.
struct SavedConversations {
  private let column: Column

  /// nil where no row has a conversation, the first is not in the form that cact writes, or any cannot be.
  init?(_ rows: Rows) {
    guard let column = rows.column(Rows.conversationColumn) else { return nil }
    let present = (0..<rows.count).lazy.filter { !column.isMissing($0) }.map { RowContext.json(column.cell($0)) }
    guard let first = present.first, let first, Conversation.Parts(json: first)?.messages != nil,
      present.allSatisfy({ $0?.first == UInt8(ascii: "{") })
    else { return nil }
    self.column = column
  }

  /// The messages of a row, and what may be called in it; nil where it is a question and its answer. Throws why they cannot be read.
  func said(
    _ row: Int
  ) throws(ConversationReader.Refusal) -> (messages: [ConversationReader.Message], tools: [UInt8]?)? {
    guard let json = RowContext.json(column.cell(row)) else { return nil }
    guard let parts = Conversation.Parts(json: json), let messages = parts.messages else { throw .notMessages }
    return (try ConversationReader.read(messages[...]).get(), parts.tools)
  }
}

extension Rows {
  /// Whether the columns `turns` and `roles` are those that cact derives: as many users and assistants as there are turns. Without
  /// conversations such rows are pairs, whatever other columns say.
  var haveOwnTurns: Bool {
    guard let turns = column("turns"), let roles = column("roles"), !isEmpty else { return false }
    return (0..<count).allSatisfy { row in
      guard case .integer(let number) = turns.cell(row), let words = roles.cell(row).text else { return false }
      let speakers = words.split(separator: UInt8(ascii: " ")).map {
        Conversation.Role(rawValue: String(decoding: $0, as: UTF8.self))
      }
      return !speakers.contains(nil) && Int64(speakers.count { $0 == .user || $0 == .assistant }) == number
    }
  }
}
