import Documents
import LanguageModel
import Rows
import Tuning

/// MLX-LM's `lora` command: messages, of which the last is learned.
struct MLXTool: TrainingTool {
  let name = "mlx"
  let title = "MLX-LM"
  let version = "0.32"
  private let settings = "lora.yaml"

  func form(of conversations: [Conversation], _ job: ExportJob) -> LessonForm { .eachAnswer }

  func line(of lesson: Lesson, _ job: ExportJob) -> JSONText {
    .object(
      [("messages", job.messages(lesson.turns))] + (lesson.tools.map { [("tools", .source($0))] } ?? []))
  }

  /// Lines of a batch, which may not be more than there are.
  private func batch(_ job: ExportJob) -> Int { min(job.steps.rows, job.lessons.count) }
  /// It leaves out what is no whole batch.
  private func iterations(_ job: ExportJob) -> Int {
    max(1, Int((Double(job.lessons.count / batch(job)) * job.options.epochs).rounded()))
  }

  func files(_ job: ExportJob) -> [ExportedFile] {
    let options = job.options
    let iterations = iterations(job)
    var yaml = YAMLText(head: ["Written by cact for \(title) \(version)."])
    yaml.add("model", .string(job.model))
    yaml.add("train", true)
    yaml.add("data", ".")
    yaml.add("mask_prompt", .bool(!job.isText))
    yaml.add("fine_tune_type", .string(job.adapter == nil ? "full" : "lora"))
    yaml.add("num_layers", -1, note: "all")
    if let adapter = job.adapter {
      var lora: JSONObject = [
        "rank": .integer(adapter.rank), "scale": .number(adapter.scale), "dropout": .number(adapter.dropout),
      ]
      if let targets = adapter.targets { lora["keys"] = .array(targets.map { .string(Self.key($0)) }) }
      yaml.add("lora_parameters", .object(lora), note: "scale is alpha / rank")
    }
    yaml.add("max_seq_length", .integer(options.capacity))
    yaml.add("batch_size", .integer(batch(job)), note: "lines")
    yaml.add("iters", .integer(iterations))
    yaml.add("optimizer", "adamw")
    yaml.add("optimizer_config", ["adamw": ["weight_decay": .number(options.weightDecay)]])
    yaml.add("learning_rate", .number(options.learningRate))
    let warmup = options.warmup(of: iterations)
    var schedule: JSONObject = [
      "name": "cosine_decay",
      "arguments": [.number(options.learningRate), .integer(max(1, iterations - warmup)), .number(0)],
    ]
    if warmup > 0 { schedule["warmup"] = .integer(warmup) }
    yaml.add("lr_schedule", .object(schedule))
    yaml.add("grad_checkpoint", .bool(options.gradientCheckpointing))
    yaml.add("seed", .integer(job.seed))
    yaml.add("adapter_path", .string(ExportJob.output))
    return [ExportedFile(name: settings, purpose: "its settings", text: yaml.text)]
  }

  /// A module's name from its layer on, as far as most families agree on it.
  private static func key(_ module: String) -> String {
    switch module {
    case "q_proj", "k_proj", "v_proj", "o_proj": "self_attn." + module
    case "gate_proj", "up_proj", "down_proj": "mlp." + module
    default: module
    }
  }

  func launches(_ job: ExportJob) -> [Launch] {
    [
      Launch(head: "One machine", command: "mlx_lm.lora --config \(settings)"),
      Launch(
        head: "Eight GPUs",
        command: "mlx.launch --backend nccl -n 8 -- mlx_lm.lora --config \(settings) --batch-size 8",
        words: "With `mlx[cuda12]`. The batch is that of all together, and a multiple of their number."),
      Launch(
        head: "Several machines",
        command: "mlx.launch --hosts $HOST1,$HOST2 -- mlx_lm.lora --config \(settings) --batch-size 8",
        words: "Reached by ssh, with the same files in the same place."),
    ]
  }

  func remarks(_ job: ExportJob) -> [String] {
    let embeddings = job.adapter == nil ? ["All weights are those of all layers: the embeddings stay as they are."] : []
    return [
      "\(title) does not pack: a batch is padded to its longest line. It clips no gradients, and leaves out what is no whole batch."
    ] + embeddings + job.endRemarks
  }

  func warnings(_ job: ExportJob) -> [String] {
    guard !job.isText, !job.modelHasTemplate else { return [] }
    return [
      "\(title) takes the chat template from the model's own files, which have none, or another: put \(ExportJob.chatTemplate) into "
        + "the model's directory"
    ]
  }
}
