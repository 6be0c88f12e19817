extension TemplateForm {
  /// Llama 2's chat: as Mistral's, but for `<<SYS>>` and that it strips its messages.
  static let llama2 = TemplateForm(templates: [llama2Chat]) { marks in
    guard marks.has("[/INST]"), marks.has("<<SYS>>"), !marks.has("<|start_header_id|>") else { return .otherForm }
    let isKnown =
      !marks.hasOtherInstructions && marks.has("'[INST] '") && marks.has("' [/INST]'") && marks.trims
    return .ofForm(isKnown ? llama2Chat : nil)
  }

  private static let llama2Chat = Template(
    "llama2", "Llama 2 chat and CodeLlama-Instruct: [INST] … [/INST]", beforeQuestion: "[INST] ",
    beforeAnswer: " [/INST]", beginsWithBegin: true, trimsQuestion: true)
}

extension JinjaMarks {
  /// Of a text with `[INST]`: what no template that cact knows has.
  var hasOtherInstructions: Bool {
    !texts(after: "set system_message = '").isEmpty || has("[SYSTEM_PROMPT]") || has("[THINK]")
  }
}
