extension Template {
  /// The template whose prompt for one question is what this Jinja text makes; nil when it is none that cact knows.
  ///
  /// There is no Jinja engine here: a text is recognised by the marks that it puts around a question, and refused where
  /// it holds something that would change what they make (a system message of its own, white space stripped where the
  /// template keeps it, thinking that it opens itself).
  public static func recognized(inJinja jinja: String) -> Template? {
    if let written = all.first(where: { $0.jinja == jinja }) { return written }
    let marks = Marks(jinja)
    if marks.has("<|im_start|>") { return chatML(marks) }
    if marks.has("<|start_header_id|>") { return llama3(marks) }
    if marks.has("[/INST]") { return instruction(marks) }
    if marks.defaults(after: "set system_message = '", in: alpaca), marks.has(alpaca.system),
      marks.has(alpaca.beforeQuestion), marks.has("### Response:\n")
    {
      return alpaca
    }
    if marks.has(deepSeek.system), marks.has(deepSeek.beforeQuestion), marks.has("### Response:"), marks.has("<|EOT|>")
    {
      return deepSeek
    }
    if marks.has(starCoder2.system), marks.has(starCoder2.beforeQuestion), marks.has("### Response\n") {
      return starCoder2
    }
    if marks.has("'User: '"), marks.has("'Assistant:'"), !marks.trims { return deepSeekChat }
    return nil
  }

  private static func chatML(_ marks: Marks) -> Template? {
    guard marks.has("<|im_end|>"), marks.has("<|im_start|>assistant\n"), !marks.has("<|im_sep|>"), !marks.trims,
      !marks.has("<|im_start|>assistant\n<think>")
    else { return nil }
    let messages = marks.texts(after: "<|im_start|>system\n").union(marks.texts(after: "set system_message = '"))
    if messages.isEmpty { return chatML }
    return chatMLs.first { template in
      messages.allSatisfy { "<|im_start|>system\n\($0)<|im_end|>\n" == template.system }
    }
  }

  private static func llama3(_ marks: Marks) -> Template? {
    guard marks.has("<|end_header_id|>\n\n"), marks.has("<|eot_id|>"), marks.trims, !marks.has("think") else {
      return nil
    }
    if marks.has("Cutting Knowledge Date: December 2023\n"), marks.has("Today Date: "), marks.has("26 Jul 2024") {
      return llama3_1
    }
    let hasOwnSystem = marks.has("Cutting Knowledge") || marks.has("<|start_header_id|>system")
    return hasOwnSystem || !marks.texts(after: "set system_message = '").isEmpty ? nil : llama3
  }

  private static func instruction(_ marks: Marks) -> Template? {
    guard marks.texts(after: "set system_message = '").isEmpty, !marks.has("[SYSTEM_PROMPT]"), !marks.has("[THINK]")
    else { return nil }
    if marks.has("<<SYS>>") { return marks.has("'[INST] '") && marks.has("' [/INST]'") && marks.trims ? llama2 : nil }
    // Between its brackets the question must stand as it is; what becomes of answers is of no account here.
    return [mistralV1, mistral, mistralV3].first {
      marks.has("'\($0.beforeQuestion)' + message['content'] + '\($0.beforeAnswer)'")
    }
  }

  /// A Jinja text with one kind of quotes, its line feeds written out.
  private struct Marks {
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
}
