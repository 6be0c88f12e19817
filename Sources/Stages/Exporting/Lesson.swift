import Rows

/// What one line of an exported file teaches: turns up to an answer that is learned.
struct Lesson: Sendable {
  /// `isLearned` says of each turn whether it is learned here. One turn alone is a text without a question.
  var turns: [Conversation.Turn]
  /// What the assistant may call: a JSON array.
  var tools: [UInt8]?

  /// A text that nobody asked for.
  init(text: [UInt8]) { turns = [Conversation.Turn(.assistant, text)] }

  init(_ turns: [Conversation.Turn], tools: [UInt8]?) { (self.turns, self.tools) = (turns, tools) }

  var isText: Bool { turns.count == 1 }
  /// What stands before the last answer.
  var prompt: ArraySlice<Conversation.Turn> { turns.dropLast() }
}

/// How conversations become lessons.
enum LessonForm {
  /// Each is one, with whichever answers are learned in it.
  case whole
  /// Each of its answers that are learned is one, behind all that stands before it.
  case eachAnswer

  func lessons(of conversation: Conversation) -> [Lesson] {
    switch self {
    case .whole: return [Lesson(conversation.turns, tools: conversation.tools)]
    case .eachAnswer:
      return conversation.turns.indices.filter { conversation.turns[$0].isLearned }.map { last in
        var turns = Array(conversation.turns[...last])
        for place in turns.indices { turns[place].isLearned = place == last }
        return Lesson(turns, tools: conversation.tools)
      }
    }
  }
}
