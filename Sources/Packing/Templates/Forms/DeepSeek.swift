extension Template {
  /// DeepSeek's two: of its coders, and of its chat models.
  static let deepSeek = [deepSeekCoder, deepSeekChat]

  private static let deepSeekCoder = Template(
    "deepseek", "DeepSeek-Coder instruct: its system message, ### Instruction: and ### Response:, <|EOT|>",
    system: "You are an AI programming assistant, utilizing the Deepseek Coder model, developed by Deepseek Company, "
      + "and you only answer questions related to computer science. For politically sensitive questions, security and "
      + "privacy issues, and other non-computer science questions, you will refuse to answer\n",
    beforeQuestion: "### Instruction:\n", beforeAnswer: "\n### Response:\n", afterAnswer: "\n", endToken: "<|EOT|>",
    afterEnd: "\n", beginsWithBegin: true, systemForm: .first(before: "", after: ""))
  private static let deepSeekChat = Template(
    "deepseek_chat", "DeepSeek LLM and V2 chat: User: and Assistant:", beforeQuestion: "User: ",
    beforeAnswer: "\n\nAssistant:", opening: " ", beginsWithBegin: true, systemForm: .first(before: "", after: "\n\n"))
}
