import Documents
import LanguageModel
import Packing
import Rows
import Tokenization
import Tuning

/// LLaMA-Factory: ShareGPT's form where the model's own files say how turns are put; else the texts that cact's template makes.
struct LlamaFactoryTool: TrainingTool {
  let name = "llama_factory"
  let title = "LLaMA-Factory"
  let version = "0.9.5"
  private let settings = "train.yaml"

  /// It learns every answer of a line, or the last alone; of texts what stands behind the prompt.
  func form(of conversations: [Conversation], _ job: ExportJob) -> LessonForm {
    job.modelHasTemplate && conversations.allSatisfy { Self.learnsAll($0.turns) } ? .whole : .eachAnswer
  }

  func refusal(of lesson: Lesson) -> String? {
    let turns = lesson.turns.first?.role == .system ? lesson.turns.dropFirst() : lesson.turns[...]
    for (place, turn) in turns.enumerated() {
      let isAsked = turn.role == .user || turn.role == .tool
      if turn.role == .system || isAsked != (place % 2 == 0) { return "whose turns do not alternate" }
      if turn.toolCalls != nil {
        if turn.text?.isEmpty == false { return "with words beside a call" }
        if calls(turn) == nil { return "with calls that are no functions" }
      }
    }
    return nil
  }

  func line(of lesson: Lesson, _ job: ExportJob) throws -> JSONText {
    guard job.modelHasTemplate else { return try rendered(lesson, job) }
    var turns = lesson.turns[...]
    var members: [(key: String, value: JSONText)] = []
    if let system = turns.first, system.role == .system {
      members.append(("system", .text(job.template.content(of: system) ?? [])))
      turns = turns.dropFirst()
    }
    let said = turns.map { turn -> JSONText in
      let role = turn.toolCalls == nil ? Self.roles[turn.role] ?? "human" : "function_call"
      let text = calls(turn) ?? job.template.content(of: turn) ?? []
      // Thoughts stand in the text for it, between these words.
      let thoughts = turn.reasoning.map { Array("<think>\n".utf8) + $0 + Array("\n</think>\n\n".utf8) } ?? []
      return .object([("from", .text(Array(role.utf8))), ("value", .text(thoughts + text))])
    }
    return .object([("conversations", .list(said))] + members + job.toolMembers(lesson))
  }

  private static let roles: [Conversation.Role: String] = [.user: "human", .assistant: "gpt", .tool: "observation"]

  /// The functions that a turn calls, as a text: `[{"name": …, "arguments": {…}}]`.
  private func calls(_ turn: Conversation.Turn) -> [UInt8]? {
    guard let source = turn.toolCalls, let calls = (try? JSONValue.parse(source, file: "calls"))?.array else {
      return nil
    }
    var functions: [JSONValue] = []
    for call in calls {
      guard var function = (call["function"] ?? call).object, function["name"]?.string != nil else { return nil }
      if let text = function["arguments"]?.string {
        function["arguments"] = try? JSONValue.parse(Array(text.utf8), file: "arguments")
      }
      guard function["arguments"]?.object != nil else { return nil }
      functions.append(
        .object(JSONObject(["name", "arguments"].compactMap { key in function[key].map { (key, $0) } })))
    }
    return Array(JSONValue.array(functions).serialized().utf8)
  }

  /// The text that the template makes of a lesson, and its answer with what ends it.
  private func rendered(_ lesson: Lesson, _ job: ExportJob) throws -> JSONText {
    let text = try job.renderer.rendered(Conversation(lesson.turns, tools: lesson.tools))
    guard let answer = text.answers.last else { return .null }
    let begin = job.tokenizer.name(of: job.tokenizer.beginOfText) ?? ""
    return .object([
      ("prompt", .text(Array(begin.utf8) + text.text[..<answer.text.lowerBound])),
      ("response", .text(Array(text.text[answer.text]) + text.text[answer.ending])),
    ])
  }

  func files(_ job: ExportJob) -> [ExportedFile] {
    let options = job.options
    var yaml = YAMLText(head: ["Written by cact for \(title) \(version)."])
    yaml.add("model_name_or_path", .string(job.model))
    yaml.add("stage", .string(job.isText ? "pt" : "sft"))
    yaml.add("do_train", true)
    yaml.add("finetuning_type", .string(job.adapter == nil ? "full" : "lora"))
    if let adapter = job.adapter {
      yaml.add("lora_rank", .integer(adapter.rank))
      yaml.add("lora_alpha", .integer(Int(adapter.alpha.rounded())))
      yaml.add("lora_dropout", .number(adapter.dropout))
      yaml.add("lora_target", .string(adapter.targets?.joined(separator: ",") ?? "all"))
    }
    yaml.add("dataset_dir", ".")
    yaml.add("dataset", "train")
    if !job.isText, !job.modelHasTemplate {
      yaml.add("template", "empty", note: "the texts are in the chat template already")
    }
    yaml.add("cutoff_len", .integer(options.capacity))
    // It would put texts behind each other and leave out what does not fill a pack.
    yaml.add("packing", .bool(!job.isText))
    if !job.isText {
      yaml.add("neat_packing", true, note: "no row sees another")
      yaml.add("mask_history", .bool(!job.lessons.allSatisfy { Self.learnsAll($0.turns) }))
    }
    yaml.add("num_train_epochs", .number(options.epochs))
    if job.isText {
      yaml.add("per_device_train_batch_size", .integer(job.steps.rows), note: "rows")
    } else {
      yaml.add("per_device_train_batch_size", 1, note: "packs")
      yaml.add("gradient_accumulation_steps", .integer(job.steps.packs))
    }
    yaml.addOptimizer(of: job, scheduler: "lr_scheduler_type")
    yaml.add("disable_gradient_checkpointing", .bool(!options.gradientCheckpointing))
    yaml.add("bf16", true)
    yaml.add("seed", .integer(job.seed))
    yaml.add("output_dir", .string(ExportJob.output))
    yaml.add("report_to", "none")
    return [
      ExportedFile(name: settings, purpose: "its settings", text: yaml.text),
      ExportedFile(
        name: "dataset_info.json", purpose: "the form of the data",
        text: JSONValue.object(["train": .object(dataset(job))]).serialized(pretty: true) + "\n"),
    ]
  }

  private static func learnsAll(_ turns: [Conversation.Turn]) -> Bool {
    turns.allSatisfy { $0.role != .assistant || $0.isLearned }
  }

  private func dataset(_ job: ExportJob) -> JSONObject {
    var dataset: JSONObject = ["file_name": .string(ExportJob.data)]
    if job.isText {
      dataset["columns"] = ["prompt": "text"]
    } else if job.modelHasTemplate {
      dataset["formatting"] = "sharegpt"
      var columns: JSONObject = ["messages": "conversations"]
      if job.lessons.contains(where: { $0.turns.first?.role == .system }) { columns["system"] = "system" }
      if job.lessons.contains(where: { $0.tools != nil }) { columns["tools"] = "tools" }
      dataset["columns"] = .object(columns)
    } else {
      dataset["columns"] = ["prompt": "prompt", "response": "response"]
    }
    return dataset
  }

  func launches(_ job: ExportJob) -> [Launch] {
    [
      Launch(head: "One GPU", command: "llamafactory-cli train \(settings)"),
      Launch(
        head: "Eight GPUs",
        command:
          "FORCE_TORCHRUN=1 llamafactory-cli train \(settings) gradient_accumulation_steps=\(job.packs(on: 8))",
        words:
          "It takes all GPUs that it sees. For a model that does not fit one of them add `deepspeed: ds_z3_config.json`, which "
          + "is among its examples."),
      Launch(
        head: "A cluster",
        command: "FORCE_TORCHRUN=1 NNODES=2 NODE_RANK=$RANK MASTER_ADDR=$HOST MASTER_PORT=29500 llamafactory-cli train "
          + "\(settings) gradient_accumulation_steps=\(job.packs(on: 16))",
        words: "On each of the two machines, `$RANK` being 0 on the one that `$HOST` names, and 1 on the other."),
    ]
  }

  func remarks(_ job: ExportJob) -> [String] {
    var remarks = [job.packing]
    if !job.isText, job.modelHasTemplate {
      remarks.append(
        "LLaMA-Factory makes its own template from the model's, which may differ in system messages and in what stands between "
          + "turns; `template: NAME` takes one of those that it knows.")
      if job.hasTools {
        remarks.append(
          "It writes tools and calls in a form of its own; `template: NAME` or `tool_format: NAME` takes a family's.")
      }
    }
    return remarks
  }

  func warnings(_ job: ExportJob) -> [String] { alphaWarnings(job) }
}
