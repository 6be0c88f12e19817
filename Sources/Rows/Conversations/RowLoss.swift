/// What a row that is kept had and lost.
struct RowLoss: Hashable {
  var hasSystem = false
  var hasReasoning = false
  var hasTools = false
  var hasAttachments = false
  /// Turns behind the last answer that is learned.
  var laterTurns = 0
  /// Turns that say nothing.
  var emptyTurns = 0

  var isNothing: Bool { self == RowLoss() }
}

extension Ledger {
  /// Counts the rows of `losses`, by what they lost: each row once, turns added up over the rows of one kind.
  ///
  /// - Parameter losses: by the row's number in its file, ascending.
  mutating func reduce(_ losses: [(row: Int, loss: RowLoss)]) {
    var groups: [(kind: RowLoss, later: Int, empty: Int, entry: Entry)] = []
    for (row, loss) in losses where !loss.isNothing {
      var kind = loss
      kind.laterTurns = min(1, loss.laterTurns)
      kind.emptyTurns = min(1, loss.emptyTurns)
      let place = groups.firstIndex { $0.kind == kind } ?? groups.count
      if place == groups.count { groups.append((kind, 0, 0, Entry(reason: "", count: 0))) }
      groups[place].later += loss.laterTurns
      groups[place].empty += loss.emptyTurns
      groups[place].entry.count(row)
    }
    reduced += groups.map { group in
      var parts: [String] = []
      let many = group.entry.count > 1
      func turns(_ count: Int) -> String { "turn\(count == 1 ? "" : "s")" }
      if group.kind.hasSystem { parts.append(many ? "their system columns" : "its system column") }
      if group.kind.hasTools { parts.append(many ? "their tools" : "its tools") }
      if group.kind.hasAttachments { parts.append(many ? "their attachments" : "its attachments") }
      if group.kind.hasReasoning { parts.append(many ? "their reasoning" : "its reasoning") }
      if group.empty > 0 { parts.append("\(group.empty) empty \(turns(group.empty))") }
      if group.later > 0 { parts.append("\(group.later) \(turns(group.later)) after the last learned answer") }
      var entry = group.entry
      let last = parts.removeLast()
      entry.reason = "without " + (parts.isEmpty ? last : parts.joined(separator: ", ") + " and " + last)
      return entry
    }
  }
}
