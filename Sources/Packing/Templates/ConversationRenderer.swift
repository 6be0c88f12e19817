import Documents
import Jinja
package import Rows
package import Tokenization

/// Puts conversations into a template, and finds by rendering what a model learns of the text.
///
/// Generation blocks say it where a template has them. Else an answer begins where the text up to the turn before ends in which the
/// model is asked to go on, and ends where the text up to its own turn does. Where the beginning of a conversation is not the
/// beginning of the whole, as where thoughts are shown in the last turn alone, an answer ends where a sign put behind it appears, or
/// stands where a sign in its place does.
///
/// Some templates ask with text that they do not write before an answer which is there: thoughts that they open. An answer then begins
/// where the two part, as in trl: the text is transformers', and an answer without thoughts is not learned as if it were one.
package struct ConversationRenderer: Sendable {
  private let plain: JinjaTemplate
  private let withTools: JinjaTemplate?
  let template: Template
  private let (begin, end): (String, String)
  /// Ends an answer; of that what stands before its token; and what follows it before another turn.
  let (closing, afterAnswer, afterEnd): ([UInt8], [UInt8], [UInt8])
  /// Between a question and where the model is asked to go on.
  let beforeAnswer: [UInt8]
  /// Bytes at its end that the template does not write before an answer which is there.
  let unwritten: Int
  let special: SpecialSpelling
  private let takesParts: Bool

  /// Throws `TokenizerError` where the template's text is none.
  package init(_ template: Template, tokenizer: Tokenizer) throws {
    let known = template.chat
    // A form that has a name ends with end-of-text where the tokenizer does not have its token.
    let template = known == nil ? template.ending(in: tokenizer) : template
    self.template = template
    func read(_ text: String) throws -> JinjaTemplate {
      do { return try JinjaTemplate(text, name: template.name) } catch {
        throw TokenizerError(.malformed, file: template.name, "the chat template cannot be read: \(error)")
      }
    }
    plain = try read(template.conversations)
    withTools = try known?.jinjaWithTools.map { try read($0) }
    begin = known.map { $0.begin ?? "" } ?? ""
    end = known?.end ?? tokenizer.name(of: tokenizer.endOfText) ?? ""
    closing = Array((template.afterAnswer + (template.endToken ?? end)).utf8)
    afterAnswer = Array(template.afterAnswer.utf8)
    afterEnd = Array(template.afterEnd.utf8)
    (beforeAnswer, unwritten) = (Array(template.beforeAnswer.utf8), template.unwritten.utf8.count)
    special = SpecialSpelling(tokenizer.specialTexts)
    takesParts = known?.takesParts ?? false
  }

  /// Whether the template has generation blocks.
  var marksGenerations: Bool { plain.marksGenerations }

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

  static let withoutCalls = RenderedConversation.Refusal(
    reason: "with tool calls, which the template leaves out")
  static let withoutResults = RenderedConversation.Refusal(
    reason: "with results of tools, which the template leaves out")

  static let withoutTurns = RenderedConversation.Refusal(reason: "with turns that the template leaves out")
  static let inOtherOrder = RenderedConversation.Refusal(reason: "with turns that the template puts in another order")

  private static func refusal(_ error: JinjaError) -> RenderedConversation.Refusal {
    var refusal = RenderedConversation.Refusal(reason: "refused by the template", detail: error.message)
    if case .limit = error.kind { refusal.isLimit = true }
    return refusal
  }

  /// The row's text in its own spelling, without begin-of-text.
  private func finished(_ row: Row, _ standIns: [SpecialSpelling.StandIn]) -> RenderedConversation {
    let start = begin.isEmpty || !row.text.starts(with: begin.utf8) ? 0 : begin.utf8.count
    let spelled = SpecialSpelling.spelled(row.text[start...], standIns)
    func places(_ range: Range<Int>) -> Range<Int> { spelled.place(range.lowerBound)..<spelled.place(range.upperBound) }
    return RenderedConversation(
      text: spelled.text, literal: spelled.literal,
      answers: row.answers.map {
        RenderedConversation.Answer(
          turn: row.merged?[$0.turn] ?? $0.turn, text: places($0.text), ending: places($0.ending))
      }, turns: row.turns.map { RenderedConversation.Turn(role: $0.role, text: places($0.text)) }, leftOut: row.leftOut,
      isMerged: row.merged != nil)
  }

  func template(for conversation: Conversation) -> JinjaTemplate {
    conversation.tools == nil ? plain : withTools ?? plain
  }

  /// - Parameter asking: for the model to go on.
  func render(
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
    let text = template.content(of: turn)
    // As transformers hands messages to a template: what is not there has no key, and thoughts go by both of their names.
    if let text { members.append(("content", try ChatText.content(text, asPart: takesParts))) }
    if let name = turn.name { members.append(("name", JinjaValue(text: name))) }
    if let id = turn.toolCallID { members.append(("tool_call_id", JinjaValue(text: id))) }
    if let reasoning = turn.reasoning {
      members += ["thinking", "reasoning_content"].map { ($0, JinjaValue(text: reasoning)) }
    }
    if let calls = turn.toolCalls { members.append(("tool_calls", try JinjaValue(json: calls))) }
    return try JinjaValue(members: members)
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
