/// How a question is put before its answer.
public struct Template: Sendable, Hashable {
  public let name: String
  private let beforeQuestion: [UInt8]
  private let beforeInput: [UInt8]
  private let beforeAnswer: [UInt8]

  /// For models without a template of their own: `### Instruction:`, an alpaca `### Input:`, `### Response:`.
  public static let plain = Template(
    name: "plain", beforeQuestion: "### Instruction:\n", beforeInput: "\n\n### Input:\n",
    beforeAnswer: "\n\n### Response:\n")

  /// Every template there is, for options and messages.
  public static let all = [plain]

  /// nil when no template has this name.
  public static func named(_ name: String) -> Template? { all.first { $0.name == name } }

  private init(name: String, beforeQuestion: String, beforeInput: String, beforeAnswer: String) {
    self.name = name
    self.beforeQuestion = Array(beforeQuestion.utf8)
    self.beforeInput = Array(beforeInput.utf8)
    self.beforeAnswer = Array(beforeAnswer.utf8)
  }

  /// Everything before the answer's first byte.
  public func prompt(question: ArraySlice<UInt8>, input: ArraySlice<UInt8>? = nil) -> [UInt8] {
    beforeQuestion + question + (input.map { beforeInput + $0 } ?? []) + beforeAnswer
  }
}
