/// A conversation as a file holds it: who says what, in order.
struct Conversation: Sendable, Equatable {
  enum Role: Sendable, Equatable {
    case system, user, assistant

    /// By the names in use: OpenAI's, ShareGPT's and those of older sets; nil for one that is none of them.
    init?(_ name: String) {
      switch name.lowercased() {
      case "system", "developer": self = .system
      case "user", "human", "prompter": self = .user
      case "assistant", "gpt", "model", "bot", "chatgpt": self = .assistant
      default: return nil
      }
    }
  }

  struct Turn: Sendable, Equatable {
    var role: Role
    /// The text of all its text parts; nil where the message has none.
    var text: [UInt8]?
    /// False where the file says that this answer is context alone: `weight: 0`, `train: false`, `masked: true`.
    var isLearned = true
    /// Kinds of its parts that are no text: `image_url`.
    var otherParts: [String] = []
    /// It brings thoughts beside its text.
    var hasReasoning = false
    /// It brings tools that may be called.
    var hasTools = false
  }

  var turns: [Turn]
}
