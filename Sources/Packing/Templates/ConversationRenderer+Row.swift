import Jinja
import Rows

extension ConversationRenderer {
  /// One conversation on its way: its text, and where its answers stand in it.
  struct Row {
    let renderer: ConversationRenderer
    private var conversation: Conversation
    private(set) var text: [UInt8] = []
    /// nil where the template has no generation blocks.
    private var generations: [Range<Int>]?
    private(set) var answers: [RenderedConversation.Answer] = []
    private(set) var turns: [RenderedConversation.Turn] = []
    private(set) var leftOut: [RenderedConversation.LeftOut] = []
    /// Where turns of one role that follow each other are one: of each the place of its last among the row's own.
    private(set) var merged: [Int]?

    /// What is put before, behind or in the place of an answer to see where it stands: of a private use area, for which no
    /// template has a rule.
    private static let probe = Array("\u{10FFFD}".utf8)

    init(_ conversation: Conversation, _ renderer: ConversationRenderer) {
      (self.conversation, self.renderer) = (conversation, renderer)
    }

    /// Renders all of it; where the template refuses that turns of one role follow each other, as if each were one.
    mutating func renderWhole() throws(JinjaError) {
      let whole: JinjaRendering
      do throws(JinjaError) { whole = try renderer.render(conversation) } catch {
        guard let merged = conversation.merged else { throw error }
        do throws(JinjaError) { whole = try renderer.render(merged.conversation) } catch _ { throw error }
        (conversation, self.merged) = merged
      }
      text = whole.text
      generations = renderer.template(for: conversation).marksGenerations ? whole.generations : nil
    }

    /// A row of which the template leaves out a call, a result or what is said would teach an answer to something else.
    mutating func refuseWhatIsLeftOut() throws(RenderedConversation.Refusal) {
      func isLeftOut(_ change: (inout Conversation) -> Void) -> Bool {
        var without = conversation
        change(&without)
        guard without != conversation, let rendered = try? renderer.render(without) else { return false }
        return rendered.text == text
      }
      func change(_ turn: @escaping (inout Conversation.Turn) -> Void) -> (inout Conversation) -> Void {
        { conversation in for place in conversation.turns.indices { turn(&conversation.turns[place]) } }
      }
      if isLeftOut(change { $0.toolCalls = nil }) { throw ConversationRenderer.withoutCalls }
      for turn in turnsLeftOut() {
        switch conversation.turns[turn].role {
        case .tool: throw ConversationRenderer.withoutResults
        case .system: if leftOut.isEmpty { leftOut.append(.system) }
        case .user, .assistant: throw ConversationRenderer.withoutTurns
        }
      }
      if isLeftOut(change { $0.reasoning = nil }) { leftOut.append(.reasoning) }
      if isLeftOut({ $0.tools = nil }) { leftOut.append(.tools) }
    }

    /// Turns whose text does not show: those of which a sign does not that is put behind it.
    private func turnsLeftOut() -> [Int] {
      var signed = conversation
      var signs: [[UInt8]: Int] = [:]
      for turn in signed.turns.indices where signed.turns[turn].text?.isEmpty == false {
        // One of the private area's, in which `probe` is the last; of two turns with the same the first is looked for.
        guard let scalar = Unicode.Scalar(0x10_0000 + UInt32(turn % 0xF000)) else { continue }
        let sign = Array(String(scalar).utf8)
        signed.turns[turn].text? += sign
        signs[sign] = signs[sign] ?? turn
      }
      guard let shown = try? renderer.render(signed).text else { return [] }
      for (place, byte) in shown.enumerated() where byte == 0xF4 { signs[Array(shown[place...].prefix(4))] = nil }
      return signs.values.sorted()
    }

    /// Turns whose own text stands in the whole.
    mutating func findTurns() {
      for (place, turn) in conversation.turns.enumerated() {
        guard let start = placeOfProbe(place, { $0.insert(contentsOf: $1, at: 0) }),
          let end = placeOfProbe(place, { $0 += $1 }), start < end
        else { continue }
        turns.append(RenderedConversation.Turn(role: turn.role, text: start..<end))
      }
    }

    mutating func findAnswers() throws(RenderedConversation.Refusal) {
      let assistants = conversation.turns.indices.filter { conversation.turns[$0].role == .assistant }
      if let generations, generations.count == assistants.count {
        for (turn, range) in zip(assistants, generations) where conversation.turns[turn].isLearned {
          // What follows the end in a generation block is learned with it.
          answers.append(ended(turn, range, keepsRest: true) ?? withoutEnd(turn, range))
        }
        return
      }
      for turn in assistants where conversation.turns[turn].isLearned {
        answers.append(try answer(turn))
      }
    }

    /// The answer in a range that ends with what ends an answer; nil where it does not.
    private func ended(_ turn: Int, _ range: Range<Int>, keepsRest: Bool = false) -> RenderedConversation.Answer? {
      let closing = renderer.closing
      for rest in [renderer.afterEnd, []] where !closing.isEmpty && text[range].ends(with: closing + rest) {
        let end = range.upperBound - rest.count
        return RenderedConversation.Answer(
          turn: turn, text: range.lowerBound..<end - closing.count,
          ending: end - closing.count..<(keepsRest ? range.upperBound : end))
      }
      return nil
    }

    /// The answer in a range that ends otherwise: with another special token, as behind a call, or with none.
    private func withoutEnd(_ turn: Int, _ range: Range<Int>) -> RenderedConversation.Answer {
      let end = range.upperBound - renderer.special.count(endingIn: text[range])
      return RenderedConversation.Answer(turn: turn, text: range.lowerBound..<end, ending: end..<range.upperBound)
    }

    private func answer(_ turn: Int) throws(RenderedConversation.Refusal) -> RenderedConversation.Answer {
      let refusal = RenderedConversation.Refusal(reason: "in which the template does not show where an answer stands")
      guard let start = start(of: turn) else { throw refusal }
      let told = turn == conversation.turns.count - 1 ? text : try? renderer.render(conversation.upTo(turn + 1)).text
      var range: Range<Int>?
      if let told, told.count >= start, text.starts(with: told) { range = start..<told.count }
      if let range, let answer = ended(turn, range) { return answer }
      // A template may go on behind the answer, as one that always asks for another.
      let isCall = conversation.turns[turn].toolCalls != nil
      if let end = (isCall ? nil : placeOfProbe(turn) { $0 += $1 }) ?? around(turn)?.end, end >= start {
        let ends = text[end...].starts(with: renderer.closing) ? end + renderer.closing.count : end
        if ends > end || range == nil {
          return RenderedConversation.Answer(turn: turn, text: start..<end, ending: end..<ends)
        }
      }
      // A turn that does not show is not learned in silence.
      guard let range, !range.isEmpty else { throw refusal }
      return withoutEnd(turn, range)
    }

    /// Where the model begins to write a turn.
    private func start(of turn: Int) -> Int? {
      if let asked = try? renderer.render(conversation.upTo(turn), asking: true).text, text.starts(with: asked) {
        return asked.count
      }
      return placeOfProbe(turn) { $0.insert(contentsOf: $1, at: 0) } ?? around(turn)?.start
    }

    /// Where the text changes first when a sign is put into a turn's own text.
    private func placeOfProbe(_ turn: Int, _ put: (inout [UInt8], [UInt8]) -> Void) -> Int? {
      var probed = conversation
      guard var said = probed.turns[turn].text else { return nil }
      put(&said, Self.probe)
      probed.turns[turn].text = said
      guard let other = try? renderer.render(probed).text, other != text else { return nil }
      return firstDifference(from: other)
    }

    /// Where a turn begins, and where it ends if that shows, by what stands around a sign in its place: for a template that cuts
    /// what is at an end of the turn's text, and for a call, which has none.
    private func around(_ turn: Int) -> (start: Int, end: Int?)? {
      var replaced = conversation
      replaced.turns[turn] = Conversation.Turn(.assistant, Self.probe)
      guard let other = try? renderer.render(replaced).text, let place = other.firstRange(of: Self.probe) else {
        return nil
      }
      let behind = other[place.upperBound...]
      return (firstDifference(from: other), text.ends(with: behind) ? text.count - behind.count : nil)
    }

    private func firstDifference(from other: [UInt8]) -> Int {
      zip(text, other).enumerated().first { $1.0 != $1.1 }?.offset ?? min(text.count, other.count)
    }
  }
}

extension Conversation {
  /// Its first turns.
  fileprivate func upTo(_ turn: Int) -> Conversation { Conversation(Array(turns[..<turn]), tools: tools) }

  /// With turns of text of one role that follow each other as one, a blank line between them; nil where none do. What is
  /// learned of either is learned.
  fileprivate var merged: (conversation: Conversation, places: [Int])? {
    var turns: [Turn] = []
    var places: [Int] = []
    for (place, turn) in self.turns.enumerated() {
      guard let last = turns.last, last.role == turn.role, turn.role != .tool, let before = last.text,
        let text = turn.text,
        last.toolCalls == nil, turn.toolCalls == nil, last.input == nil, turn.reasoning == nil,
        last.isLearned == turn.isLearned
      else {
        turns.append(turn)
        places.append(place)
        continue
      }
      var joined = last
      joined.text = before + Array("\n\n".utf8) + text
      joined.input = turn.input
      turns[turns.count - 1] = joined
      places[places.count - 1] = place
    }
    return turns.count == self.turns.count ? nil : (Conversation(turns, tools: tools), places)
  }
}

extension Collection<UInt8> {
  fileprivate func ends(with other: some Collection<UInt8>) -> Bool {
    count >= other.count && suffix(other.count).elementsEqual(other)
  }
}
