/// A question and its answer out of a conversation, while a row is one pair: what is learned, and what is left out.
///
/// The answer is the first that is to be learned and stands right behind a user's turn. What comes after it, and a system message before it, are
/// left out and counted. A turn before the question is not left out: without it the answer would answer something else, so
/// that such a row is refused by its reason.
struct QuestionAnswer {
  var question: [UInt8]
  var answer: [UInt8]
  var loss: RowLoss

  /// Why a conversation gives no pair; as a ledger says it after the number of rows.
  enum Refusal: String, Error {
    case noAnswer = "no answer"
    case earlierTurns = "needing earlier turns"
    case notLearned = "without an answer that is to be learned"
    case otherParts = "with a part that is not text"
  }

  init(_ conversation: Conversation) throws(Refusal) {
    let turns = conversation.turns
    let answers = turns.indices.dropFirst().filter { turns[$0].role == .assistant && turns[$0 - 1].role == .user }
    guard let place = answers.first(where: { turns[$0].isLearned }) else {
      throw answers.isEmpty ? .noAnswer : .notLearned
    }
    let (asked, answered) = (turns[place - 1], turns[place])
    guard turns[..<(place - 1)].allSatisfy({ $0.role == .system }) else { throw .earlierTurns }
    guard asked.otherParts.isEmpty, answered.otherParts.isEmpty else { throw .otherParts }
    guard let question = asked.text, let answer = answered.text else { throw .noAnswer }
    self.question = question
    self.answer = answer
    loss = RowLoss(
      hasSystem: turns[..<(place - 1)].contains { $0.text?.isEmpty == false || !$0.otherParts.isEmpty },
      hasReasoning: answered.hasReasoning, hasTools: turns[...place].contains { $0.hasTools },
      laterTurns: turns.count - place - 1)
  }
}

/// What a row that is kept had and lost.
struct RowLoss: Equatable {
  var hasSystem = false
  var hasReasoning = false
  var hasTools = false
  var hasAttachments = false
  var laterTurns = 0

  var isNothing: Bool { self == RowLoss() }
}

extension Ledger {
  /// Counts the rows of `losses`, by what they lost: each row once, turns added up over the rows of one kind.
  ///
  /// - Parameter losses: by the row's number in its file, ascending.
  mutating func reduce(_ losses: [(row: Int, loss: RowLoss)]) {
    var groups: [(kind: RowLoss, turns: Int, entry: Entry)] = []
    for (row, loss) in losses where !loss.isNothing {
      var kind = loss
      kind.laterTurns = min(1, loss.laterTurns)
      let place = groups.firstIndex { $0.kind == kind } ?? groups.count
      if place == groups.count { groups.append((kind, 0, Entry(reason: "", count: 0))) }
      groups[place].turns += loss.laterTurns
      groups[place].entry.count(row)
    }
    reduced += groups.map { group in
      var parts: [String] = []
      let many = group.entry.count > 1
      if group.kind.hasSystem { parts.append(many ? "their system messages" : "its system message") }
      if group.kind.hasTools { parts.append(many ? "their tools" : "its tools") }
      if group.kind.hasAttachments { parts.append(many ? "their attachments" : "its attachments") }
      if group.kind.hasReasoning { parts.append(many ? "their reasoning" : "its reasoning") }
      if group.turns > 0 { parts.append("\(group.turns) later turn\(group.turns == 1 ? "" : "s")") }
      var entry = group.entry
      let last = parts.removeLast()
      entry.reason = "without " + (parts.isEmpty ? last : parts.joined(separator: ", ") + " and " + last)
      return entry
    }
  }
}
