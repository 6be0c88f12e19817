/// What stands around the pair of each row: what it cannot do without, and what it loses.
struct RowContext {
  private let rows: Rows
  private let layout: Layout
  private let systems: [Column]
  private let histories: [(name: String, column: Column)]
  private let tools: [Column]
  private let attachments: [(name: String, column: Column)]

  /// Names by which a row, a message or a part of one brings something that is not text.
  static let attachments = [
    "image", "images", "image_url", "video", "videos", "audio", "audios", "attachment", "attachments",
  ]

  init(_ rows: Rows, _ layout: Layout) {
    self.rows = rows
    self.layout = layout
    systems = layout.systems.compactMap { rows.column($0) }
    histories = layout.histories.compactMap { name in rows.column(name).map { (name, $0) } }
    tools = layout.tools.compactMap { rows.column($0) }
    attachments = layout.attachments.compactMap { name in rows.column(name).map { (name, $0) } }
  }

  /// Why the row at `index` is no pair.
  func fault(of index: Int) -> RawRows.Fault? {
    if let conversations = layout.conversations {
      let field = conversations.names[0]
      switch conversations.pairs[index] {
      case nil: return RawRows.Fault(reason: "no conversation", field: field)
      case .failure(let refused): return RawRows.Fault(reason: refused.reason, field: field)
      case .success: break
      }
      // As where a part of a message brings it.
      if let other = attachments.first(where: { Self.saysSomething($0.column.cell(index)) }) {
        return RawRows.Fault(reason: QuestionAnswer.Refusal.otherParts.rawValue, field: other.name)
      }
    }
    if let history = histories.first(where: { Self.saysSomething($0.column.cell(index)) }) {
      return RawRows.Fault(reason: QuestionAnswer.Refusal.earlierTurns.rawValue, field: history.name)
    }
    return nil
  }

  /// What the row loses when it is kept.
  func loss(of index: Int) -> RowLoss {
    var loss = RowLoss()
    if case .success(let pair)?? = layout.conversations?.pairs[index] { loss = pair.loss }
    if systems.contains(where: { Self.saysSomething($0.cell(index)) }) { loss.hasSystem = true }
    if tools.contains(where: { Self.saysSomething($0.cell(index)) }) { loss.hasTools = true }
    if attachments.contains(where: { Self.saysSomething($0.column.cell(index)) }) { loss.hasAttachments = true }
    return loss
  }

  /// An empty text, list or object does not.
  private static func saysSomething(_ cell: Cell) -> Bool {
    switch cell {
    case .text(let bytes), .json(let bytes): bytes.contains { $0 > 0x20 && !#"[]{}""#.utf8.contains($0) }
    case .missing: false
    case .integer, .number, .bool, .vector: true
    }
  }
}
