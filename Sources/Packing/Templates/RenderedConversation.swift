package import Rows

/// A conversation as text in its template, begin-of-text left out, and which of its bytes a model learns.
package struct RenderedConversation: Sendable, Hashable {
  /// A learned turn.
  package struct Answer: Sendable, Hashable {
    /// Its place among the row's turns; of several that are one here, the last's.
    package var turn: Int
    /// What the model writes: from where it is asked for an answer to the answer's end.
    package var text: Range<Int>
    /// What ends it, as the template says; empty where nothing does.
    package var ending: Range<Int>
  }

  /// The own text of a turn.
  package struct Turn: Sendable, Hashable {
    package var role: Conversation.Role
    package var text: Range<Int>
  }

  /// Why a row cannot be put in its template; as a ledger says it after the number of rows.
  package struct Refusal: Error, Hashable {
    /// Without anything of the row: rows are counted by it.
    package var reason: String
    /// What the template says of this row, not escaped; nil where it says nothing.
    package var detail: String?
    /// Whether the template was stopped at a limit of what it may take.
    package var isLimit = false
  }

  /// UTF-8.
  package var text: [UInt8]
  /// Bytes of the row's own that spell a special token and are text all the same, in order.
  package var literal: [Range<Int>]
  /// In order.
  package var answers: [Answer]
  /// Where the own text of turns stands, in order; empty unless it was asked for.
  package var turns: [Turn] = []
  /// What the row has and the template leaves out, as a ledger says it behind "without": `its system message`.
  package var leftOut: [LeftOut]
  /// Whether turns of one role that follow each other are one here.
  package var isMerged = false

  /// What a template may leave out of a row that is kept.
  package enum LeftOut: Sendable, Hashable, CaseIterable {
    case system, reasoning, tools

    func words(_ many: Bool) -> String {
      switch self {
      case .system: many ? "system messages" : "system message"
      case .reasoning: "reasoning"
      case .tools: "tools"
      }
    }
  }
}
