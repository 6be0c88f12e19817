extension Template {
  /// For models without a template of their own: `### Instruction:`, an alpaca `### Input:`, `### Response:`.
  public static let plain = Template(
    "plain", "Question and answer under plain headings", beforeQuestion: "### Instruction:\n",
    beforeInput: "\n\n### Input:\n", beforeAnswer: "\n\n### Response:\n", beginsWithBegin: false,
    systemForm: .first(before: "", after: "\n\n"))
}
