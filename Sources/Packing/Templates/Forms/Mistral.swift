extension Template {
  /// Mistral-Instruct's versions, which differ in the blanks around their brackets.
  static let mistral = [
    Template(
      "mistral_v1", "Mistral-Instruct v0.1 and v0.2 as revised: a space before [INST]", beforeQuestion: " [INST] ",
      beforeAnswer: " [/INST]", opening: " ", beginsWithBegin: true),
    Template(
      "mistral", "Mistral-Instruct v0.1 and v0.2 as first published: [INST] … [/INST]", beforeQuestion: "[INST] ",
      beforeAnswer: " [/INST]", beginsWithBegin: true),
    Template(
      "mistral_v3", "Mistral-Instruct v0.3: no space before [/INST]", beforeQuestion: "[INST] ",
      beforeAnswer: "[/INST]", opening: " ", beginsWithBegin: true),
  ]
}
