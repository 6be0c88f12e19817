package import Rows
package import Tokenization

extension Template {
  /// The Jinja text that renders whole conversations: the model's own, or that of the form.
  var conversations: String { chat?.jinja ?? jinja }

  /// The same for a tokenizer, without whose token of that name an answer ends with end-of-text.
  package func conversations(in tokenizer: Tokenizer) -> String {
    chat == nil ? ending(in: tokenizer).conversations : conversations
  }

  /// What a turn says in the template: its text, and alpaca's `input` behind it; nil where it has no text.
  package func content(of turn: Conversation.Turn) -> [UInt8]? {
    turn.text.map { text in text + (turn.input.map { Array(beforeInput.utf8) + $0 } ?? []) }
  }

  /// The template as the Jinja text of a `chat_template.jinja`: other tools then put questions as cact did when it tuned.
  public var jinja: String {
    let trim =
      switch trimmed {
      case .nothing: ""
      case .bothEnds: " | trim"
      case .end: ".rstrip()"
      }
    let content = "message['content']" + trim
    let end = [endToken.map { Self.literal($0) } ?? "eos_token"]
    let question = Self.literals(beforeQuestion) + [content] + Self.literals(beforeAnswer)
    let answer =
      Self.literals(opening) + ["message['content']"] + Self.literals(afterAnswer) + end + Self.literals(afterEnd)
    let roles = systemForm == nil ? "user and assistant" : "system, user and assistant"
    let own = system.isEmpty ? "" : Self.sum(Self.literals(system))
    // cact begins with begin-of-text always; a tokenizer may have no token of that name.
    var text = "{% if bos_token %}{{ bos_token }}{% endif %}"
    var asked = Self.sum(question)
    var system = ""
    switch systemForm {
    case nil: text += own
    case .first(let before, let after):
      if !own.isEmpty { text += "{% if messages[0]['role'] != 'system' %}" + own + "{% endif %}" }
      system = Self.sum(Self.literals(before) + [content] + Self.literals(after))
    case .inQuestion(let before, let after):
      text += own
      let told = Self.literals(beforeQuestion) + Self.literals(before) + ["messages[0]['content']"]
      asked =
        "{% if loop.index0 == 1 and messages[0]['role'] == 'system' %}"
        + Self.sum(told + Self.literals(after) + [content] + Self.literals(beforeAnswer)) + "{% else %}" + asked
        + "{% endif %}"
    }
    text += "{% for message in messages %}{% if message['role'] == 'user' %}" + asked
    if systemForm != nil { text += "{% elif message['role'] == 'system' and loop.first %}" + system }
    return text + "{% elif message['role'] == 'assistant' %}" + Self.sum(answer)
      + "{% else %}{{ raise_exception('only the roles \(roles)') }}{% endif %}{% endfor %}"
  }

  private static func sum(_ terms: [String]) -> String { "{{ \(terms.joined(separator: " + ")) }}" }

  private static func literals(_ text: String) -> [String] { text.isEmpty ? [] : [literal(text)] }

  private static func literal(_ text: String) -> String {
    "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'").replacing("\n", with: "\\n") + "'"
  }
}
