import Jinja

/// The Jinja text that renders whole conversations in a template's form.
///
/// All are equal: two templates are the same where they put one question and its answer alike.
package struct ChatText: Sendable, Hashable {
  let jinja: String
  /// For rows with tools, where the model has a template of its own for these.
  let jinjaWithTools: String?
  /// What `bos_token` and `eos_token` stand for; nil where no file names them.
  let begin: String?
  let end: String?
  /// Whether it takes contents as lists of parts alone.
  var takesParts = false

  package static func == (_: ChatText, _: ChatText) -> Bool { true }
  package func hash(into _: inout Hasher) {}

  /// A message's content as a template is given it: a text, or a list with a text as its only part.
  static func content(_ text: [UInt8], asPart: Bool) throws(JinjaError) -> JinjaValue {
    let text = JinjaValue(text: text)
    guard asPart else { return text }
    return try JinjaValue(list: [try JinjaValue(members: [("type", JinjaValue("text")), ("text", text)])])
  }
}
