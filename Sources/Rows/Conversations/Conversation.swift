/// Who says what, in order, and which answers are learned.
public struct Conversation: Sendable, Hashable {
  /// Who speaks.
  public enum Role: String, Sendable, Hashable, CaseIterable {
    case system, user, assistant
    /// What a tool that the assistant called has returned.
    case tool

    /// By the names in use: OpenAI's, ShareGPT's and those of older sets; nil for one that is none of them.
    init?(_ name: String) {
      switch name.lowercased() {
      case "system", "developer": self = .system
      case "user", "human", "prompter": self = .user
      case "assistant", "gpt", "model", "bot", "chatgpt", "function_call": self = .assistant
      case "tool", "function", "observation", "ipython": self = .tool
      default: return nil
      }
    }
  }

  /// What one of them says.
  public struct Turn: Sendable, Hashable {
    /// Who says it.
    public var role: Role
    /// The text of all its text parts, UTF-8; nil where the message has none, as where a tool is called and nothing said.
    public var text: [UInt8]?
    /// Alpaca's `input`, which a template may put its own heading before; nil where there is none.
    public var input: [UInt8]?
    /// What the assistant thought before it wrote the text, where the file holds it apart.
    public var reasoning: [UInt8]?
    /// The tools that it calls: a JSON array, as its source has it.
    public var toolCalls: [UInt8]?
    /// Which call a tool's result belongs to.
    public var toolCallID: [UInt8]?
    /// The name of who speaks, or of the tool.
    public var name: [UInt8]?
    /// Whether this is an answer that is to be learned. A file says that it is not by `weight: 0`, `train: false` or
    /// `masked: true`.
    public var isLearned: Bool

    /// A turn of text alone; an assistant's is learned.
    public init(_ role: Role, _ text: [UInt8]?, isLearned: Bool? = nil) {
      self.role = role
      self.text = text
      self.isLearned = isLearned ?? (role == .assistant)
    }

    /// Whether it says nothing: no text, no call.
    var isEmpty: Bool { text?.isEmpty != false && input == nil && toolCalls == nil }

    /// Whether it is text alone.
    var isPlain: Bool { reasoning == nil && toolCalls == nil && toolCallID == nil && name == nil }

    /// What it says, for a reader: its text, or the calls that it makes.
    var words: [UInt8] {
      let text = (text ?? []) + (input.map { Array("\n\n".utf8) + $0 } ?? [])
      return text.isEmpty ? toolCalls ?? [] : text
    }
  }

  /// In order.
  public var turns: [Turn]
  /// What the assistant may call: a JSON array, as its source has it.
  public var tools: [UInt8]?

  /// A conversation in which nothing can be called, or in which these tools can.
  public init(_ turns: [Turn], tools: [UInt8]? = nil) {
    self.turns = turns
    self.tools = tools
  }
}

extension Conversation {
  /// Whether a question and its answer say it all.
  var isPair: Bool { turns.map(\.role) == [.user, .assistant] && turns.allSatisfy(\.isPlain) && tools == nil }

  /// What stands before the first learned answer, as one text; nil where nothing does.
  var question: [UInt8]? {
    let before = turns.prefix { !$0.isLearned }
    return before.isEmpty ? nil : Array(before.map(\.words).joined(separator: Array("\n\n".utf8)))
  }

  /// The last answer that is learned.
  var answer: [UInt8]? { turns.last(where: \.isLearned)?.words }

  /// What the first system message says; nil where there is none.
  var system: [UInt8]? { turns.first { $0.role == .system }?.text }

  /// Turns of users and assistants.
  var exchanged: Int { turns.count { $0.role == .user || $0.role == .assistant } }

  /// Who speaks, in order: `system user assistant`.
  var roleWords: String { turns.map(\.role.rawValue).joined(separator: " ") }

  /// Answers that are learned.
  public var learnedTurns: Int { turns.count(where: \.isLearned) }
}
