/// A Jinja text with one kind of quotes, its line feeds written out, and what it puts around a question.
struct JinjaMarks {
  private let text: String

  init(_ jinja: String) { text = jinja.replacing("\"", with: "'").replacing("\\n", with: "\n") }

  func has(_ mark: String) -> Bool { text.contains(mark) }

  /// Messages lose their outer white space.
  var trims: Bool { ["| trim", "|trim", ".strip()"].contains { text.contains($0) } }

  /// The literal texts that follow a mark, up to the end of the string or of the message; empty ones left out.
  func texts(after mark: String) -> Set<String> {
    var found: Set<String> = []
    for part in text.split(separator: mark, omittingEmptySubsequences: false).dropFirst() {
      let end = part.firstRange(of: "<|im_end|>")?.lowerBound ?? part.endIndex
      let literal = part[..<end].prefix { $0 != "'" && $0 != "{" }
      if !literal.isEmpty { found.insert(String(literal)) }
    }
    return found
  }

  /// Whether every literal after a mark is the template's own system message.
  func defaults(after mark: String, in template: Template) -> Bool {
    texts(after: mark).allSatisfy { $0 == template.system }
  }
}
