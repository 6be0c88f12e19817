extension TemplateForm {
  static let alpaca = TemplateForm(templates: [alpacaPrompt]) { marks in
    let own = [alpacaPrompt.system, alpacaPrompt.beforeQuestion, "### Response:\n"]
    let isOwn = own.allSatisfy(marks.has) && marks.defaults(after: "set system_message = '", in: alpacaPrompt)
    return isOwn ? .template(alpacaPrompt) : .otherForm
  }

  private static let alpacaPrompt = Template(
    "alpaca", "Alpaca, WizardCoder: its preamble, ### Instruction: and ### Response:",
    system: "Below is an instruction that describes a task. Write a response that appropriately completes the "
      + "request.\n\n",
    beforeQuestion: "### Instruction:\n", beforeAnswer: "\n\n### Response:\n", afterEnd: "\n\n", beginsWithBegin: false)
}
