import Rows

/// The names of special tokens, as a row may spell them: text for cact, which other programs take for the tokens.
struct SpelledTokens {
  private let names: [[UInt8]]
  private let firsts: Set<UInt8>

  init(_ names: [[UInt8]]) {
    self.names = names.filter { !$0.isEmpty }
    firsts = Set(self.names.compactMap(\.first))
  }

  /// Whether anything that a lesson says has one of them. O(bytes) but for names that begin alike.
  func occur(in lesson: Lesson) -> Bool {
    lesson.turns.contains { turn in
      [turn.text, turn.input, turn.reasoning, turn.toolCalls].contains { $0.map { occur(in: $0) } ?? false }
    }
  }

  private func occur(in text: [UInt8]) -> Bool {
    text.indices.contains { at in
      firsts.contains(text[at]) && names.contains { text[at...].starts(with: $0) }
    }
  }
}
