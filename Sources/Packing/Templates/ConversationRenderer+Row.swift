import Jinja
import Rows

extension ConversationRenderer {
  /// One conversation on its way: its text, and where its answers stand in it.
  struct Row {
    let renderer: ConversationRenderer
    private(set) var conversation: Conversation
    private(set) var text: [UInt8] = []
    /// nil where the template has no generation blocks.
    private(set) var generations: [Range<Int>]?
    /// The blocks where each turn has a sign behind its text, and where these stand.
    private(set) var (signedGenerations, signPlaces): ([Range<Int>]?, [Int: Int]) = (nil, [:])
    var answers: [RenderedConversation.Answer] = []
    private(set) var turns: [RenderedConversation.Turn] = []
    private(set) var leftOut: [RenderedConversation.LeftOut] = []
    /// Where turns of one role that follow each other are one: of each the place of its last among the row's own.
    private(set) var merged: [Int]?

    /// What is put before, behind or in the place of an answer to see where it stands: of a private use area, for which no
    /// template has a rule.
    static let probe = Array("\u{10FFFD}".utf8)

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
      let (hidden, areInOrder) = turnsShown()
      for turn in hidden {
        switch conversation.turns[turn].role {
        case .tool: throw ConversationRenderer.withoutResults
        case .system: if leftOut.isEmpty { leftOut.append(.system) }
        case .user, .assistant: throw ConversationRenderer.withoutTurns
        }
      }
      guard areInOrder else { throw ConversationRenderer.inOtherOrder }
      if isLeftOut(change { $0.reasoning = nil }) { leftOut.append(.reasoning) }
      if isLeftOut({ $0.tools = nil }) { leftOut.append(.tools) }
    }

    /// Turns whose text does not show: those of which a sign does not that is put behind it. And whether the others come one after the
    /// other, but for system messages.
    private mutating func turnsShown() -> (hidden: [Int], areInOrder: Bool) {
      var signed = conversation
      var signs: [[UInt8]: Int] = [:]
      for turn in signed.turns.indices where signed.turns[turn].text?.isEmpty == false {
        // One of the private area's, in which `probe` is the last; of two turns with the same the first is looked for.
        guard let scalar = Unicode.Scalar(0x10_0000 + UInt32(turn % 0xF000)) else { continue }
        let sign = Array(String(scalar).utf8)
        signed.turns[turn].text? += sign
        signs[sign] = signs[sign] ?? turn
      }
      guard let shown = try? renderer.render(signed) else { return ([], true) }
      var order: [Int] = []
      for (place, byte) in shown.text.enumerated() where byte == 0xF4 {
        guard let turn = signs.removeValue(forKey: Array(shown.text[place...].prefix(4))) else { continue }
        if conversation.turns[turn].role != .system { order.append(turn) }
        signPlaces[turn] = place
      }
      signedGenerations = shown.generations
      return (signs.values.sorted(), order == order.sorted())
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

    /// Where the text changes first when a sign is put into a turn's own text.
    func placeOfProbe(_ turn: Int, _ put: (inout [UInt8], [UInt8]) -> Void) -> Int? {
      var probed = conversation
      guard var said = probed.turns[turn].text else { return nil }
      put(&said, Self.probe)
      probed.turns[turn].text = said
      guard let other = try? renderer.render(probed).text, other != text else { return nil }
      return text.parting(from: other)
    }

    /// Where a turn begins, and where it ends if that shows, by what stands around a sign in its place: for a template that cuts
    /// what is at an end of the turn's text, and for a call, which has none.
    func around(_ turn: Int) -> (start: Int, end: Int?)? {
      var replaced = conversation
      replaced.turns[turn] = Conversation.Turn(.assistant, Self.probe)
      guard let other = try? renderer.render(replaced).text, let place = other.firstRange(of: Self.probe) else {
        return nil
      }
      let behind = other[place.upperBound...]
      return (text.parting(from: other), text.ends(with: behind) ? text.count - behind.count : nil)
    }

  }
}

extension Conversation {
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
