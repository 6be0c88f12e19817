import Documents

/// The whole of what each row says: its conversation, or its question and answer with the system message, the earlier turns and the
/// tools that stand in columns beside them.
struct RowContext {
  private let rows: Rows
  private let layout: Layout
  private let rule: LearnedTurns
  private let systems: [Column]
  private let histories: [(name: String, column: Column)]
  private let tools: [Column]
  private let attachments: [(name: String, column: Column)]

  /// Names by which a row, a message or a part of one brings something that is not text.
  static let attachments = [
    "image", "images", "image_url", "video", "videos", "audio", "audios", "attachment", "attachments",
  ]

  init(_ rows: Rows, _ layout: Layout, _ rule: LearnedTurns) {
    self.rows = rows
    self.layout = layout
    self.rule = rule
    systems = layout.systems.compactMap { rows.column($0) }
    histories = layout.histories.compactMap { name in rows.column(name).map { (name, $0) } }
    tools = layout.tools.compactMap { rows.column($0) }
    attachments = layout.attachments.compactMap { name in rows.column(name).map { (name, $0) } }
  }

  /// A row's conversation, whether any of its answers is to count more or less than others, and what it lost.
  struct Said {
    /// nil where the row is a question and its answer, or a text, in columns of the file.
    var conversation: Conversation?
    var loss = RowLoss()
    var hasFractionalWeights = false
  }

  /// What the row at `index` says. Throws why it cannot be used.
  func said(by index: Int) throws(RawRows.Fault) -> Said {
    if let saved = layout.saved {
      let conversation: (messages: [ConversationReader.Message], tools: [UInt8]?)?
      do { conversation = try saved.said(index) } catch {
        throw RawRows.Fault(reason: error.rawValue, field: Rows.conversationColumn)
      }
      if let conversation {
        return try kept(conversation.messages, conversation.tools, index, field: Rows.conversationColumn)
      }
      return layout.areOfConversations ? try wholePair(index) : Said()
    }
    let hasAttachments = attachments.first { Self.saysSomething($0.column.cell(index)) }
    guard let columns = layout.conversations else {
      var said = try pair(index)
      said.loss.hasAttachments = hasAttachments != nil
      return said
    }
    let field = columns.names[0]
    // As where a part of a message brings it.
    if let hasAttachments {
      throw RawRows.Fault(reason: KeptConversation.Refusal.otherParts.rawValue, field: hasAttachments.name)
    }
    let messages: [ConversationReader.Message]?
    do { messages = try columns.messages(rows, index) } catch {
      throw RawRows.Fault(reason: error.rawValue, field: field)
    }
    guard let messages else { throw RawRows.Fault(reason: "no conversation", field: field) }
    return try kept(messages, nil, index, field: field)
  }

  /// A question and its answer as a conversation. Throws where there is none.
  private func wholePair(_ index: Int) throws(RawRows.Fault) -> Said {
    guard let question = rows.cell(index, "question").text, let answer = rows.cell(index, "answer").text else {
      throw RawRows.Fault(reason: "no conversation", field: Rows.conversationColumn)
    }
    let turns = [Conversation.Turn(.user, Array(question)), Conversation.Turn(.assistant, Array(answer))]
    return try kept(turns.map { ConversationReader.Message($0) }, nil, index, field: "answer")
  }

  /// A question and its answer, where something stands beside them.
  private func pair(_ index: Int) throws(RawRows.Fault) -> Said {
    let history = histories.first { Self.saysSomething($0.column.cell(index)) }
    let isAlone =
      history == nil && text(of: systems, index) == nil
      && !tools.contains { Self.saysSomething($0.cell(index)) }
    // Without an answer the row fails by that reason.
    guard !isAlone, let answer = rows.cell(index, layout.roles.answer ?? "").text,
      let question = rows.cell(index, layout.roles.question ?? "").text, !answer.isEmpty
    else { return Said() }
    var messages: [ConversationReader.Message] = []
    if let history {
      guard let earlier = Self.history(history.column.cell(index)) else {
        throw RawRows.Fault(reason: "with earlier turns that are neither pairs nor messages", field: history.name)
      }
      messages = earlier
    }
    var asked = Conversation.Turn(.user, Array(question))
    if let name = layout.roles.input, let input = rows.cell(index, name).text, !input.isEmpty {
      asked.input = Array(input)
    }
    messages += [asked, Conversation.Turn(.assistant, Array(answer))].map { ConversationReader.Message($0) }
    return try kept(messages, nil, index, field: layout.roles.answer ?? "")
  }

  /// - Parameter tools: what may be called, where neither a column nor a message says it.
  private func kept(
    _ messages: [ConversationReader.Message], _ called: [UInt8]?, _ index: Int, field: String
  ) throws(RawRows.Fault) -> Said {
    var messages = messages
    var loss = RowLoss()
    if let system = text(of: systems, index) {
      if messages.first?.turn.role == .system {
        loss.hasSystem = true
      } else {
        messages.insert(ConversationReader.Message(Conversation.Turn(.system, system)), at: 0)
      }
    }
    var called = called
    let beside = tools.filter { Self.saysSomething($0.cell(index)) }
    for list in beside.map({ Self.json($0.cell(index)).map { Array($0) } }) + messages.map(\.tools) {
      guard let list, called == nil || called == list, list.first(where: { $0 > 0x20 }) == UInt8(ascii: "[") else {
        continue
      }
      called = list
    }
    loss.hasTools = called == nil && !beside.isEmpty || messages.contains(where: \.hasOtherTools)
    do throws(KeptConversation.Refusal) {
      let kept = try KeptConversation(messages, tools: called, rule)
      loss.laterTurns = kept.loss.laterTurns
      loss.emptyTurns = kept.loss.emptyTurns
      loss.hasReasoning = kept.loss.hasReasoning
      return Said(
        conversation: kept.conversation, loss: loss,
        hasFractionalWeights: messages.contains(where: \.hasFractionalWeight))
    } catch { throw RawRows.Fault(reason: error.rawValue, field: field) }
  }

  /// Earlier turns: a list of pairs of texts, or of messages.
  private static func history(_ cell: Cell) -> [ConversationReader.Message]? {
    guard let json = json(cell) else { return nil }
    if case .success(let messages) = ConversationReader.read(json) { return messages }
    return json.withUnsafeBufferPointer { bytes in
      var scanner = JSONScanner(bytes)
      do throws(JSONScanner.Failure) {
        return try scanner.elements { scanner throws(JSONScanner.Failure) in
          let pair = try scanner.elements { scanner throws(JSONScanner.Failure) in
            let value = try scanner.value()
            return value.kind.isString ? JSONStrings.decoded(value, bytes) : nil
          }
          guard pair.count == 2, let question = pair[0], let answer = pair[1] else {
            throw JSONScanner.Failure(offset: scanner.at, message: "a pair is two texts")
          }
          return [Conversation.Turn(.user, question), Conversation.Turn(.assistant, answer)].map {
            ConversationReader.Message($0)
          }
        }.flatMap { $0 }
      } catch { return nil }
    }
  }

  /// The first text among columns; nil where none says anything.
  private func text(of columns: [Column], _ index: Int) -> [UInt8]? {
    columns.lazy.compactMap { $0.cell(index).text }.first { $0.contains { $0 > 0x20 } }.map { Array($0) }
  }

  /// The JSON of a cell, as such or inside a string.
  static func json(_ cell: Cell) -> ArraySlice<UInt8>? {
    switch cell {
    case .json(let bytes):
      // In a column of mixed kinds a string stands with its quotes.
      cell.text ?? bytes
    case .text(let bytes): bytes
    case .missing, .integer, .number, .bool, .vector: nil
    }
  }

  /// An empty text, list or object does not.
  static func saysSomething(_ cell: Cell) -> Bool {
    switch cell {
    case .text(let bytes), .json(let bytes): bytes.contains { $0 > 0x20 && !#"[]{}""#.utf8.contains($0) }
    case .missing: false
    case .integer, .number, .bool, .vector: true
    }
  }
}

extension Cell {
  /// The bytes of a text, also of one that stands with its quotes in a column of mixed kinds; nil of anything else.
  var text: ArraySlice<UInt8>? {
    switch self {
    case .text(let bytes): return bytes
    case .json(let bytes):
      guard bytes.first == UInt8(ascii: "\""), bytes.count >= 2 else { return nil }
      var text: [UInt8] = []
      bytes.dropFirst().dropLast().withUnsafeBufferPointer { JSONStrings.decode($0, into: &text) }
      return text[...]
    case .missing, .integer, .number, .bool, .vector: return nil
    }
  }
}
