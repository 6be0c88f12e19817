import Rows

extension Rows {
  /// ` · 12 turns, 5 learned`; nothing where no row is more than a question and its answer.
  var turnsPhrase: String {
    guard roles.conversation != nil else { return "" }
    let (turns, learned) = (0..<count).reduce((0, 0)) { sum, row in
      let conversation = conversation(row)
      return (sum.0 + (conversation?.turns.count ?? 2), sum.1 + (conversation?.learnedTurns ?? 1))
    }
    return " · \(Figures.count(turns)) turns, \(Figures.count(learned)) learned"
  }

  /// What rows lose whose question or answer becomes another: each is a question and its answer from then on.
  var conversationLoss: Ledger.Entry {
    var entry = Ledger.Entry(
      reason: "without their other turns, as the question or the answer is another now", count: 0)
    for row in 0..<count where conversation(row) != nil { entry.count(rowNumbers[row]) }
    return entry
  }
}
