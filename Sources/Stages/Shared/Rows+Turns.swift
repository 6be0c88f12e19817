import Rows

extension Ledger {
  /// ` · 12 turns, 5 learned`; nothing where no row is more than a question and its answer.
  var turnsPhrase: String {
    turns.map { " · \(Figures.count($0.all)) turns, \(Figures.count($0.learned)) learned" } ?? ""
  }
}

extension Rows {
  /// What rows lose whose question or answer becomes another: each is a question and its answer from then on.
  var conversationLoss: Ledger.Entry {
    var entry = Ledger.Entry(
      reason: "without their other turns, as the question or the answer is another now", count: 0)
    for row in 0..<count where hasConversation(row) { entry.count(rowNumbers[row]) }
    return entry
  }
}
