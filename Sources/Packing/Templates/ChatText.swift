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

  package static func == (_: ChatText, _: ChatText) -> Bool { true }
  package func hash(into _: inout Hasher) {}
}
