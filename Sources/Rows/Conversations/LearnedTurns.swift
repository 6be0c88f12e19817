/// Which of a conversation's answers are learned.
public enum LearnedTurns: String, Sendable, Codable, Hashable, CaseIterable {
  /// Every one that the file does not say otherwise of.
  case all
  /// The last of these alone; the others are context.
  case last
}

/// A conversation as a row keeps it: up to its last learned answer.
struct KeptConversation {
  var conversation: Conversation
  var loss: RowLoss

  /// Why a conversation is no row; as a ledger says it after the number of rows.
  enum Refusal: String, Error {
    case noAnswer = "no answer"
    case emptyAnswer = "empty answer"
    case noQuestion = "with answers to no question"
    case notLearned = "without an answer that is to be learned"
    case otherParts = "with a part that is not text"
  }

  /// An answer is learned if the file does not say otherwise, it says something, and somebody has spoken to it: the words with which an
  /// assistant opens a conversation are context. Turns that say nothing, and those behind the last answer that is learned, are
  /// left out and counted.
  init(_ messages: [ConversationReader.Message], tools: [UInt8]?, _ rule: LearnedTurns) throws(Refusal) {
    loss = RowLoss()
    let said = messages.filter { !$0.turn.isEmpty || !$0.otherParts.isEmpty }
    loss.emptyTurns = messages.count { $0.turn.isEmpty && $0.otherParts.isEmpty && $0.turn.role != .system }
    var turns = said.map(\.turn)
    let answers = turns.indices.filter { turns[$0].role == .assistant && said[$0].otherParts.isEmpty }
    guard !answers.isEmpty else {
      let isEmpty = messages.contains { $0.turn.role == .assistant }
      throw said.contains { !$0.otherParts.isEmpty } ? .otherParts : isEmpty ? .emptyAnswer : .noAnswer
    }
    let first = turns.firstIndex { $0.role == .user || $0.role == .tool } ?? turns.endIndex
    let asked = answers.filter { $0 > first }
    guard !asked.isEmpty else { throw first == turns.endIndex ? .noQuestion : .noAnswer }
    let wanted = asked.filter { turns[$0].isLearned }
    guard let last = wanted.last else { throw .notLearned }
    guard said[...last].allSatisfy(\.otherParts.isEmpty) else { throw .otherParts }
    let learned = Set(rule == .all ? wanted : [last])
    for place in turns.indices {
      turns[place].isLearned = learned.contains(place)
      // As a saved row has them.
      turns[place].toolCalls = turns[place].toolCalls.map { JSONLine.onOneLine($0) }
    }
    loss.laterTurns = turns.count - last - 1
    loss.hasReasoning = said[...last].contains(where: \.hasOtherReasoning)
    conversation = Conversation(Array(turns[...last]), tools: tools.map { JSONLine.onOneLine($0) })
  }
}
