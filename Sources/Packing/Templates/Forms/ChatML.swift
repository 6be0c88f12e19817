extension Template {
  /// ChatML and its variants, which differ in their system message alone.
  static let chatML = [
    chatML("chatml", "ChatML without a system message", system: nil),
    chatML("qwen2", "ChatML with Qwen2's system message", system: "You are a helpful assistant."),
    chatML(
      "qwen2_5", "ChatML with Qwen2.5's system message",
      system: "You are Qwen, created by Alibaba Cloud. You are a helpful assistant."),
    chatML(
      "smollm2", "ChatML with SmolLM2's system message",
      system: "You are a helpful AI assistant named SmolLM, trained by Hugging Face"),
  ]

  private static func chatML(_ name: String, _ summary: String, system: String?) -> Template {
    Template(
      name, summary, system: system.map(chatMLSystem) ?? "", beforeQuestion: "<|im_start|>user\n",
      beforeAnswer: "<|im_end|>\n<|im_start|>assistant\n", endToken: "<|im_end|>", afterEnd: "\n",
      beginsWithBegin: false, systemForm: .first(before: "<|im_start|>system\n", after: "<|im_end|>\n"))
  }

  private static func chatMLSystem(_ message: String) -> String { "<|im_start|>system\n\(message)<|im_end|>\n" }
}
