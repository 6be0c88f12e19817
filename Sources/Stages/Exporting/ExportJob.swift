import LanguageModel
import Packing
import Rows
import Tokenization
import Tuning

/// What is exported, and with which settings it is to be tuned on.
struct ExportJob {
  /// The file of lessons.
  static let data = "train.jsonl"
  /// The chat template, as Jinja.
  static let chatTemplate = ChatTemplateFile.name
  /// Where a tool puts what it makes.
  static let output = "output"

  /// `org/name` in the hub, else a directory by its whole path.
  var model: String
  /// Whether the model's own files have the chat template that the rows are put in.
  var modelHasTemplate: Bool
  var template: Template
  var tokenizer: Tokenizer
  var options: TuningOptions
  /// nil: all weights are tuned.
  var adapter: AdapterOptions?
  /// What is longer than a pack goes on in another, as texts may.
  var splits: Bool
  var steps: ExportSteps
  /// Of the rows that are exported; at least one.
  var lessons: [Lesson]
  /// Puts conversations into the template.
  var renderer: ConversationRenderer

  /// Whether the rows are texts, without questions.
  var isText: Bool { lessons.first?.isText == true }
  /// The name of the token that ends an answer.
  var end: String? { tokenizer.name(of: template.endToken(in: tokenizer)) }
  /// As far as other programs take one.
  var seed: Int { Int(options.seed & 0xFFFF_FFFF) }
  /// Whether a lesson has tools or calls of them.
  var hasTools: Bool { lessons.contains { $0.tools != nil || $0.turns.contains { $0.toolCalls != nil } } }

  /// The turns as most programs read them.
  /// - Parameter learned: the key that says of an assistant's turn whether it is learned; nil where nothing does.
  func messages(_ turns: some Sequence<Conversation.Turn>, learned: String? = nil) -> JSONText {
    .list(
      turns.map { turn in
        var members: [(key: String, value: JSONText)] = [
          ("role", .text(Array(turn.role.rawValue.utf8))),
          ("content", template.content(of: turn).map { .text($0) } ?? .null),
        ]
        func add(_ key: String, _ value: [UInt8]?) { if let value { members.append((key, .text(value))) } }
        add("reasoning_content", turn.reasoning)
        add("name", turn.name)
        add("tool_call_id", turn.toolCallID)
        if let calls = turn.toolCalls { members.append(("tool_calls", .source(calls))) }
        if let learned { members.append((learned, .bool(turn.isLearned))) }
        return .object(members)
      })
  }

  /// Members of a line with the tools that may be called: the list as a text, since lists of several forms are no column of a
  /// table.
  func toolMembers(_ lesson: Lesson) -> [(key: String, value: JSONText)] {
    lesson.tools.map { [("tools", .text($0))] } ?? []
  }
}

extension ExportJob {
  /// What a program that packs makes of the rows of a step.
  var packing: String {
    let are =
      steps.packs == 1
      ? "pack of \(Figures.count(options.capacity)) tokens is"
      : "packs of \(Figures.count(options.capacity)) tokens are"
    return
      "`tune` of cact takes \(Figures.rows(steps.rows)) a step and packs inside it; \(Figures.count(steps.packs)) \(are) the "
      + "nearest that a step of whole packs comes to it. On several GPUs a step has at least one pack for each: where that "
      + "leaves few steps, take fewer GPUs."
  }

  /// Of programs that learn all that stands behind a prompt.
  var endRemarks: [String] {
    let after = template.afterEnd.replacing("\n", with: "\\n")
    if isText || after.isEmpty { return [] }
    return ["What the template puts behind the end of an answer, \(MarkdownText.cell(after)), is learned with it."]
  }

  /// Packs that each of `gpus` takes in a step, one after the other.
  func packs(on gpus: Int) -> Int { max(1, steps.packs / gpus) }
}

/// How long a run is, in a tool's steps and in those of `tune`.
struct ExportSteps {
  /// Rows of one step of `tune`.
  var rows: Int
  /// Packs that have about as many.
  var packs: Int
  /// Of all epochs, in packs.
  var count: Int

  /// - Parameter packs: as the rows are packed; a row that becomes several lines takes more.
  init(_ packs: Packs, options: TuningOptions) {
    let samples = packs.samples.count
    rows = options.samplesPerStep ?? TuningPlan.defaultSamplesPerStep(samples, tokens: packs.tokens)
    let filled = max(1, packs.bins.count)
    self.packs = max(1, Int((Double(rows) * Double(filled) / Double(max(1, samples))).rounded()))
    let steps = Double((filled + self.packs - 1) / self.packs)
    count = max(1, Int((steps * options.epochs).rounded()))
  }
}
