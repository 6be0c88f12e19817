extension Template {
  /// The template as the Jinja text of a `chat_template.jinja`: other tools then put questions as cact did when it tuned.
  public var jinja: String {
    let trim =
      switch trimmed {
      case .nothing: ""
      case .bothEnds: " | trim"
      case .end: ".rstrip()"
      }
    let question = "message['content']" + trim
    let end = [endToken.map { Self.literal($0) } ?? "eos_token"]
    // cact begins with begin-of-text always; a tokenizer may have no token of that name.
    return "{% if bos_token %}{{ bos_token }}{% endif %}"
      + (system.isEmpty ? "" : Self.sum(Self.literals(system)))
      + "{% for message in messages %}{% if message['role'] == 'user' %}"
      + Self.sum(Self.literals(beforeQuestion) + [question] + Self.literals(beforeAnswer))
      + "{% elif message['role'] == 'assistant' %}"
      + Self.sum(["message['content']"] + Self.literals(afterAnswer) + end + Self.literals(afterEnd))
      + "{% else %}{{ raise_exception('only the roles user and assistant') }}{% endif %}{% endfor %}"
  }

  private static func sum(_ terms: [String]) -> String { "{{ \(terms.joined(separator: " + ")) }}" }

  private static func literals(_ text: String) -> [String] { text.isEmpty ? [] : [literal(text)] }

  private static func literal(_ text: String) -> String {
    "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'").replacing("\n", with: "\\n") + "'"
  }
}
