extension Template {
  /// For models without a template of their own: `### Instruction:`, an alpaca `### Input:`, `### Response:`.
  public static let plain = Template(
    "plain", "Question and answer under plain headings", beforeQuestion: "### Instruction:\n",
    beforeInput: "\n\n### Input:\n", beforeAnswer: "\n\n### Response:\n", beginsWithBegin: false)

  /// Every template there is, for options, help and messages. Those of chat models render one question as their Jinja
  /// text does with a generation prompt; an input follows its question after a blank line.
  public static let all: [Template] = [
    plain, chatML, qwen2, qwen2_5, smolLM2, llama2, llama3, llama3_1, mistralV1, mistral, mistralV3, deepSeek,
    deepSeekChat,
    starCoder2, alpaca,
  ]

  static let chatML = chatML(
    "chatml", "ChatML without a system message; Qwen3 too, thinking not asked for", system: nil)
  static let qwen2 = chatML(
    "qwen2", "ChatML with Qwen2's system message", system: "You are a helpful assistant.")
  static let qwen2_5 = chatML(
    "qwen2_5", "ChatML with Qwen2.5's system message",
    system: "You are Qwen, created by Alibaba Cloud. You are a helpful assistant.")
  static let smolLM2 = chatML(
    "smollm2", "ChatML with SmolLM2's system message",
    system: "You are a helpful AI assistant named SmolLM, trained by Hugging Face")

  /// ChatML and its variants, which differ in their system message alone.
  static let chatMLs = [chatML, qwen2, qwen2_5, smolLM2]

  private static func chatML(_ name: String, _ summary: String, system: String?) -> Template {
    Template(
      name, summary, system: system.map { "<|im_start|>system\n\($0)<|im_end|>\n" } ?? "",
      beforeQuestion: "<|im_start|>user\n", beforeAnswer: "<|im_end|>\n<|im_start|>assistant\n", endToken: "<|im_end|>",
      afterEnd: "\n", beginsWithBegin: false)
  }

  static let llama2 = Template(
    "llama2", "Llama 2 chat and CodeLlama-Instruct: [INST] … [/INST]", beforeQuestion: "[INST] ",
    beforeAnswer: " [/INST]", beginsWithBegin: true, trimsQuestion: true)

  static let llama3 = llama3("llama3", "Llama 3: headers and <|eot_id|>", system: "")
  /// Its Jinja text puts today's date where the caller gives none and the clock can be read; here it is always the date
  /// that it falls back to, so that a result does not depend on the day.
  static let llama3_1 = llama3(
    "llama3_1", "Llama 3.1 and later: with its dates, today's the fixed one of its template",
    system: "<|start_header_id|>system<|end_header_id|>\n\nCutting Knowledge Date: December 2023\n"
      + "Today Date: 26 Jul 2024\n\n<|eot_id|>")

  private static func llama3(_ name: String, _ summary: String, system: String) -> Template {
    Template(
      name, summary, system: system, beforeQuestion: "<|start_header_id|>user<|end_header_id|>\n\n",
      beforeAnswer: "<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n", endToken: "<|eot_id|>",
      beginsWithBegin: true, trimsQuestion: true)
  }

  static let mistralV1 = Template(
    "mistral_v1", "Mistral-Instruct v0.1 and v0.2 as revised: a space before [INST]", beforeQuestion: " [INST] ",
    beforeAnswer: " [/INST]", beginsWithBegin: true)
  static let mistral = Template(
    "mistral", "Mistral-Instruct v0.1 and v0.2 as first published: [INST] … [/INST]", beforeQuestion: "[INST] ",
    beforeAnswer: " [/INST]", beginsWithBegin: true)
  static let mistralV3 = Template(
    "mistral_v3", "Mistral-Instruct v0.3: no space before [/INST]", beforeQuestion: "[INST] ", beforeAnswer: "[/INST]",
    beginsWithBegin: true)

  static let deepSeek = Template(
    "deepseek", "DeepSeek-Coder instruct: its system message, ### Instruction: and ### Response:, <|EOT|>",
    system: "You are an AI programming assistant, utilizing the Deepseek Coder model, developed by Deepseek Company, "
      + "and you only answer questions related to computer science. For politically sensitive questions, security and "
      + "privacy issues, and other non-computer science questions, you will refuse to answer\n",
    beforeQuestion: "### Instruction:\n", beforeAnswer: "\n### Response:\n", afterAnswer: "\n", endToken: "<|EOT|>",
    afterEnd: "\n", beginsWithBegin: true)
  static let deepSeekChat = Template(
    "deepseek_chat", "DeepSeek LLM and V2 chat: User: and Assistant:", beforeQuestion: "User: ",
    beforeAnswer: "\n\nAssistant:", beginsWithBegin: true)

  static let starCoder2 = Template(
    "starcoder2", "StarCoder2-Instruct: its preamble, ### Instruction and ### Response",
    system: "You are an exceptionally intelligent coding assistant that consistently delivers accurate and reliable "
      + "responses to user instructions.\n\n",
    beforeQuestion: "### Instruction\n", beforeAnswer: "\n\n### Response\n", afterEnd: "\n\n", beginsWithBegin: true)

  static let alpaca = Template(
    "alpaca", "Alpaca, WizardCoder: its preamble, ### Instruction: and ### Response:",
    system: "Below is an instruction that describes a task. Write a response that appropriately completes the "
      + "request.\n\n",
    beforeQuestion: "### Instruction:\n", beforeAnswer: "\n\n### Response:\n", afterEnd: "\n\n", beginsWithBegin: false)
}
