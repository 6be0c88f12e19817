extension TemplateForm {
  /// Mistral-Instruct's versions, which differ in the blanks around their brackets.
  static let mistral = TemplateForm(templates: mistrals) { marks in
    guard marks.has("[/INST]") else { return .otherForm }
    guard !marks.hasOtherInstructions else { return .unknown }
    // Between its brackets the question must stand as it is; what becomes of answers is of no account here.
    return .ofForm(
      mistrals.first { marks.has("'\($0.beforeQuestion)' + message['content'] + '\($0.beforeAnswer)'") })
  }

  private static let mistrals = [
    Template(
      "mistral_v1", "Mistral-Instruct v0.1 and v0.2 as revised: a space before [INST]", beforeQuestion: " [INST] ",
      beforeAnswer: " [/INST]", beginsWithBegin: true),
    Template(
      "mistral", "Mistral-Instruct v0.1 and v0.2 as first published: [INST] … [/INST]", beforeQuestion: "[INST] ",
      beforeAnswer: " [/INST]", beginsWithBegin: true),
    Template(
      "mistral_v3", "Mistral-Instruct v0.3: no space before [/INST]", beforeQuestion: "[INST] ",
      beforeAnswer: "[/INST]", beginsWithBegin: true),
  ]
}
