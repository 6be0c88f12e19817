extension Template {
  static let alpaca = Template(
    "alpaca", "Alpaca, WizardCoder: its preamble, ### Instruction: and ### Response:",
    system: "Below is an instruction that describes a task. Write a response that appropriately completes the "
      + "request.\n\n",
    beforeQuestion: "### Instruction:\n", beforeAnswer: "\n\n### Response:\n", afterEnd: "\n\n", beginsWithBegin: false,
    systemForm: .first(before: "", after: "\n\n"))
}
