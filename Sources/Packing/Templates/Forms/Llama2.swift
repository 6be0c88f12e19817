extension Template {
  static let llama2 = Template(
    "llama2", "Llama 2 chat and CodeLlama-Instruct: [INST] … [/INST]", beforeQuestion: "[INST] ",
    beforeAnswer: " [/INST]", opening: " ", afterAnswer: " ", beginsWithBegin: true, trimmed: .bothEnds,
    systemForm: .inQuestion(before: "<<SYS>>\n", after: "\n<</SYS>>\n\n"))
}
