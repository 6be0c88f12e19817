/// Where a file has its questions and answers, out of the layouts that its columns allow.
///
/// A conversation says more than a pair of texts does, and a pair more than a text rendered from it: the richest layout
/// wins, unless the other has more rows. A column that the user named wins over all.
struct Layout {
  /// The roles of columns of texts, where no conversation is taken.
  let roles: Roles
  /// The conversations that are taken.
  let conversations: ConversationColumns?
  /// Those of a file that cact wrote; other columns say no more than they do.
  let saved: SavedConversations?
  /// Whether questions and answers are those of conversations.
  let areOfConversations: Bool
  /// Which was taken and what else there is; nil where there is no choice.
  let note: String?
  /// Columns of texts that hold a system message for each row.
  let systems: [String]
  /// Columns that hold turns before the question.
  let histories: [String]
  /// Columns that hold what an answer may call.
  let tools: [String]
  /// Columns that hold pictures and the like, which the text speaks of.
  let attachments: [String]

  /// - Parameter texts: the columns that hold a text in any row.
  init(_ rows: Rows, texts: Set<String>, options: ReadOptions) {
    let names = rows.names
    let isNamed = options.question != nil || options.answer != nil
    let isOwnPair = texts.isSuperset(of: ["question", "answer"])
    let saved = isNamed ? nil : SavedConversations(rows)
    if saved != nil || !isNamed && rows.haveOwnTurns && (isOwnPair || Roles.detected(rows, texts).question != nil) {
      self.saved = saved
      roles = isOwnPair ? Roles(question: "question", answer: "answer") : Roles.detected(rows, texts)
      areOfConversations = saved != nil && (isOwnPair || roles.question == nil)
      conversations = nil
      (systems, histories, tools, attachments) = ([], [], [], [])
      let first = ConversationColumns.found(in: rows)?.names.first
      note = first.map { "this file was saved by cact, and the rows are as they were then: `\($0)` is not read" }
      return
    }
    self.saved = nil
    roles = Roles.detected(names: names, texts: texts, question: options.question, answer: options.answer)
    let found = isNamed ? nil : ConversationColumns.found(in: rows)
    let pairs = Self.usable(rows, roles)
    conversations = found.flatMap { $0.present >= pairs ? $0 : nil }
    areOfConversations = conversations != nil

    let input = conversations == nil ? roles.input : nil
    let taken = conversations?.names ?? [roles.question, roles.answer].compactMap { $0 }
    let used = Set(taken + [input].compactMap { $0 })
    func unused(_ known: [String]) -> [String] { known.filter { names.contains($0) && !used.contains($0) } }
    systems = unused(["system", "system_prompt", "system_message", "systemPrompt"]).filter(texts.contains)
    histories = unused(["history"])
    // Beside a pair a list of functions is more often what its code holds.
    tools = unused(conversations == nil ? ["tools"] : ["tools", "functions"])
    attachments = unused(RowContext.attachments)
    var others: [[String]] = []
    if let found, conversations == nil { others.append(found.names) }
    if !isNamed, !taken.isEmpty {
      others += Roles.pairs.map { [$0.0, $0.1] }.filter { pair in
        pair.allSatisfy(texts.contains) && pair != taken && !pair.contains { $0 == input }
      }
      if texts.contains("text"), !taken.contains("text") { others.append(["text"]) }
      if taken.contains("chosen"), names.contains("rejected") { others.append(["rejected"]) }
    }
    // Of results nobody means to learn the problem's name.
    note =
      others.isEmpty || !isNamed && ProblemResultRows.are(names) ? nil : Self.note(taken, others, texts)
  }

  /// Rows that have what the roles ask for.
  private static func usable(_ rows: Rows, _ roles: Roles) -> Int {
    guard let answer = roles.answer else { return 0 }
    let needed = [roles.question, answer].compactMap { $0 }
    let columns = needed.map { rows.column($0) }
    return (0..<rows.count).count { row in
      columns.allSatisfy { column in
        switch column {
        case .text(let texts): !texts.isMissing(row)
        // In a column of mixed kinds a string stands with its quotes.
        case .json(let values): values[row]?.first == UInt8(ascii: "\"")
        case .integer, .number, .bool, .vector, nil: false
        }
      }
    }
  }

  private static func note(_ taken: [String], _ others: [[String]], _ texts: Set<String>) -> String {
    func words(_ names: [String]) -> String { names.map { "`\($0)`" }.joined(separator: " and ") }
    var note =
      "question and answer are read from \(words(taken)); not used: "
      + others.prefix(3).map(words).joined(separator: ", ") + (others.count > 3 ? ", …" : "")
    if let pair = others.first(where: { $0.count == 2 && $0.allSatisfy(texts.contains) }) {
      note += " (`load … question \"\(pair[0])\" answer \"\(pair[1])\"` uses these)"
    }
    return note
  }
}
