import Documents
import Jinja
package import Rows
package import Tokenization

/// Puts conversations into a template, and finds by rendering what a model learns of the text.
///
/// Generation blocks say it where a template has them. Else an answer begins where the text up to the turn before ends in which the
/// model is asked to go on, and ends where the text up to its own turn does. Where the beginning of a conversation is not the
/// beginning of the whole, as where thoughts are shown in the last turn alone, an answer ends where a sign put behind it appears.
package struct ConversationRenderer: Sendable {
  private let plain: JinjaTemplate
  private let withTools: JinjaTemplate?
  private let template: Template
  private let (begin, end): (String, String)
  /// Ends an answer; and what follows it before another turn.
  private let (closing, afterEnd): ([UInt8], [UInt8])
  private let special: SpecialSpelling
  /// What is put before or behind an answer to see where it stands: of a private use area, for which no template has a rule.
  private static let probe = Array("\u{10FFFD}".utf8)

  /// Throws `TokenizerError` where the template's text is none.
  package init(_ template: Template, tokenizer: Tokenizer) throws {
    let known = template.chat
    self.template = template
    func read(_ text: String) throws -> JinjaTemplate {
      do { return try JinjaTemplate(text, name: template.name) } catch {
        throw TokenizerError(.malformed, file: template.name, "the chat template cannot be read: \(error)")
      }
    }
    plain = try read(known?.jinja ?? template.jinja)
    withTools = try known?.jinjaWithTools.map { try read($0) }
    func text(of token: Int32) -> String { String(decoding: tokenizer.bytes(of: token) ?? [], as: UTF8.self) }
    begin = known.map { $0.begin ?? "" } ?? ""
    end = known?.end ?? text(of: tokenizer.endOfText)
    closing = Array((template.afterAnswer + (template.endToken ?? end)).utf8)
    afterEnd = Array(template.afterEnd.utf8)
    special = SpecialSpelling(tokenizer.specialTexts)
  }

  /// The text of a conversation, and what of it is learned.
  ///
  /// - Parameter locating: finds where each turn's own text stands too, at the cost of two renderings each.
  package func rendered(
    _ conversation: Conversation, locating: Bool = false
  ) throws(RenderedConversation.Refusal) -> RenderedConversation {
    // The forms that have a name know questions and answers alone.
    if template.chat == nil {
      if conversation.turns.contains(where: { $0.toolCalls != nil }) { throw Self.withoutCalls }
      if conversation.turns.contains(where: { $0.role == .tool }) { throw Self.withoutResults }
    }
    let (spelled, standIns) = special.standingIn(for: conversation)
    var row = Row(spelled, self)
    do throws(JinjaError) { try row.renderWhole() } catch { throw Self.refusal(error) }
    try row.refuseWhatIsLeftOut()
    try row.findAnswers()
    if locating { row.findTurns() }
    return finished(row, standIns)
  }

  private static let withoutCalls = RenderedConversation.Refusal(
    reason: "with tool calls, which the template leaves out")
  private static let withoutResults = RenderedConversation.Refusal(
    reason: "with results of tools, which the template leaves out")

  private static func refusal(_ error: JinjaError) -> RenderedConversation.Refusal {
    RenderedConversation.Refusal(reason: "refused by the template", detail: error.message)
  }

  /// The row's text in its own spelling, without begin-of-text.
  private func finished(_ row: Row, _ standIns: [SpecialSpelling.StandIn]) -> RenderedConversation {
    let start = begin.isEmpty || !row.text.starts(with: begin.utf8) ? 0 : begin.utf8.count
    let spelled = SpecialSpelling.spelled(row.text[start...], standIns)
    func places(_ range: Range<Int>) -> Range<Int> { spelled.place(range.lowerBound)..<spelled.place(range.upperBound) }
    return RenderedConversation(
      text: spelled.text, literal: spelled.literal,
      answers: row.answers.map {
        RenderedConversation.Answer(turn: $0.turn, text: places($0.text), ending: places($0.ending))
      }, turns: row.turns.map { RenderedConversation.Turn(role: $0.role, text: places($0.text)) }, leftOut: row.leftOut,
      isMerged: row.isMerged)
  }

  // MARK: Rendering

  /// One conversation on its way.
  private struct Row {
    let renderer: ConversationRenderer
    var conversation: Conversation
    var text: [UInt8] = []
    /// nil where the template has no generation blocks.
    var generations: [Range<Int>]?
    var answers: [RenderedConversation.Answer] = []
    var turns: [RenderedConversation.Turn] = []
    var leftOut: [RenderedConversation.LeftOut] = []
    var isMerged = false

    init(_ conversation: Conversation, _ renderer: ConversationRenderer) {
      (self.conversation, self.renderer) = (conversation, renderer)
    }

    /// Renders all of it; where the template refuses that turns of one role follow each other, as if each were one.
    mutating func renderWhole() throws(JinjaError) {
      let whole: JinjaRendering
      do throws(JinjaError) { whole = try renderer.render(conversation) } catch {
        guard let merged = conversation.merged else { throw error }
        do throws(JinjaError) { whole = try renderer.render(merged) } catch _ { throw error }
        (conversation, isMerged) = (merged, true)
      }
      text = whole.text
      generations = renderer.template(for: conversation).marksGenerations ? whole.generations : nil
    }

    /// A row whose calls or results the template leaves out would teach an answer to something else.
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
      if isLeftOut({ $0.turns.removeAll { $0.role == .tool } }) { throw ConversationRenderer.withoutResults }
      if isLeftOut({ $0.turns.removeAll { $0.role == .system } }) { leftOut.append(.system) }
      if isLeftOut(change { $0.reasoning = nil }) { leftOut.append(.reasoning) }
      if isLeftOut({ $0.tools = nil }) { leftOut.append(.tools) }
    }

    mutating func findAnswers() throws(RenderedConversation.Refusal) {
      let assistants = conversation.turns.indices.filter { conversation.turns[$0].role == .assistant }
      if let generations, generations.count == assistants.count {
        for (turn, range) in zip(assistants, generations) where conversation.turns[turn].isLearned {
          answers.append(answer(turn, range))
        }
        return
      }
      for turn in assistants where conversation.turns[turn].isLearned {
        answers.append(try answer(turn))
      }
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

    /// The answer in a range that may end with what ends it.
    private func answer(_ turn: Int, _ range: Range<Int>) -> RenderedConversation.Answer {
      let learned = text[range]
      for behind in [renderer.afterEnd, []]
      where !renderer.closing.isEmpty && learned.ends(with: renderer.closing + behind) {
        let end = range.upperBound - behind.count
        // A generation block may hold what follows the end; it is learned with it.
        let learnedEnd = generations == nil ? end : range.upperBound
        return RenderedConversation.Answer(
          turn: turn, text: range.lowerBound..<end - renderer.closing.count,
          ending: end - renderer.closing.count..<learnedEnd)
      }
      return RenderedConversation.Answer(turn: turn, text: range, ending: range.upperBound..<range.upperBound)
    }

    private func answer(_ turn: Int) throws(RenderedConversation.Refusal) -> RenderedConversation.Answer {
      let refusal = RenderedConversation.Refusal(reason: "in which the template does not show where an answer stands")
      let start: Int
      if let asked = try? renderer.render(conversation.upTo(turn), asking: true).text, text.starts(with: asked) {
        start = asked.count
      } else {
        guard let found = placeOfProbe(turn, { $0.insert(contentsOf: $1, at: 0) }) else { throw refusal }
        start = found
      }
      let told = turn == conversation.turns.count - 1 ? text : try? renderer.render(conversation.upTo(turn + 1)).text
      if let told, told.count >= start, text.starts(with: told) { return answer(turn, start..<told.count) }
      guard conversation.turns[turn].toolCalls == nil, let end = placeOfProbe(turn, { $0 += $1 }), end >= start else {
        throw refusal
      }
      let ends = text[end...].starts(with: renderer.closing) ? end + renderer.closing.count : end
      return RenderedConversation.Answer(turn: turn, text: start..<end, ending: end..<ends)
    }

    /// Where the text changes first when a sign is put into a turn's own text.
    private func placeOfProbe(_ turn: Int, _ put: (inout [UInt8], [UInt8]) -> Void) -> Int? {
      var probed = conversation
      guard var said = probed.turns[turn].text else { return nil }
      put(&said, ConversationRenderer.probe)
      probed.turns[turn].text = said
      guard let other = try? renderer.render(probed).text, other != text else { return nil }
      return zip(text, other).enumerated().first { $1.0 != $1.1 }?.offset ?? min(text.count, other.count)
    }
  }

  fileprivate func template(for conversation: Conversation) -> JinjaTemplate {
    conversation.tools == nil ? plain : withTools ?? plain
  }

  /// - Parameter asking: for the model to go on.
  fileprivate func render(
    _ conversation: Conversation, asking: Bool = false
  ) throws(JinjaError) -> JinjaRendering {
    var messages: [JinjaValue] = []
    for turn in conversation.turns { messages.append(try value(of: turn)) }
    var tools = JinjaValue.none
    if let list = conversation.tools { tools = try JinjaValue(json: list) }
    return try template(for: conversation).render(
      [
        "messages": JinjaValue(list: messages), "add_generation_prompt": JinjaValue(asking),
        "tools": tools, "documents": .none,
        "bos_token": JinjaValue(begin), "eos_token": JinjaValue(end),
      ], clock: RenderedTemplate.clock)
  }

  private func value(of turn: Conversation.Turn) throws(JinjaError) -> JinjaValue {
    var members: [(key: String, value: JinjaValue)] = [("role", JinjaValue(turn.role.rawValue))]
    let text = turn.text.map { text in text + (turn.input.map { Array(template.beforeInput.utf8) + $0 } ?? []) }
    members.append(("content", text.map { JinjaValue(text: $0) } ?? .none))
    if let name = turn.name { members.append(("name", JinjaValue(text: name))) }
    if let id = turn.toolCallID { members.append(("tool_call_id", JinjaValue(text: id))) }
    if let reasoning = turn.reasoning { members.append(("reasoning_content", JinjaValue(text: reasoning))) }
    if let calls = turn.toolCalls { members.append(("tool_calls", try JinjaValue(json: calls))) }
    return try JinjaValue(members: members)
  }
}

extension Conversation {
  /// Its first turns.
  fileprivate func upTo(_ turn: Int) -> Conversation { Conversation(Array(turns[..<turn]), tools: tools) }

  /// With turns of text of one role that follow each other as one, a blank line between them; nil where none do. What is
  /// learned of either is learned.
  fileprivate var merged: Conversation? {
    var turns: [Turn] = []
    for turn in self.turns {
      guard let last = turns.last, last.role == turn.role, turn.role != .tool, let before = last.text,
        let text = turn.text,
        last.toolCalls == nil, turn.toolCalls == nil, last.isLearned == turn.isLearned
      else {
        turns.append(turn)
        continue
      }
      var joined = last
      joined.text = before + Array("\n\n".utf8) + text
      joined.input = turn.input
      turns[turns.count - 1] = joined
    }
    return turns.count == self.turns.count ? nil : Conversation(turns, tools: tools)
  }
}

extension Collection<UInt8> {
  fileprivate func ends(with other: [UInt8]) -> Bool {
    count >= other.count && suffix(other.count).elementsEqual(other)
  }
}

extension JinjaValue {
  /// What JSON says; its text where it is none.
  fileprivate init(json: [UInt8]) throws(JinjaError) {
    guard let value = try? JSONValue.parse(json, file: "row") else {
      self.init(text: json)
      return
    }
    try self.init(value)
  }
}
