extension Template {
  /// For models without a template of their own: `### Instruction:`, an alpaca `### Input:`, `### Response:`.
  public static let plain = Template(
    "plain", "Question and answer under plain headings", beforeQuestion: "### Instruction:\n",
    beforeInput: "\n\n### Input:\n", beforeAnswer: "\n\n### Response:\n", beginsWithBegin: false)
}

extension TemplateForm {
  /// No published text has it.
  static let plain = TemplateForm(templates: [.plain]) { _ in .otherForm }
}
