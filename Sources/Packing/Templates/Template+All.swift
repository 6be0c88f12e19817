extension Template {
  /// Every template that has a name, for options, help and messages, in the order of help: a new one is a file of its own and a line
  /// here; another of the form of one that is here, one in its file. Those of chat models render one question as their Jinja text
  /// does with a generation prompt; an input follows its question after a blank line.
  public static let all: [Template] =
    [plain] + chatML + [llama2] + llama3 + mistral + deepSeek + [starCoder2, alpaca]
}
