import Documents
import LanguageModel
import Rows
import Tuning

/// Axolotl: whole conversations; every turn says whether it is learned.
struct AxolotlTool: TrainingTool {
  let name = "axolotl"
  let title = "Axolotl"
  let version = "0.19"
  private let settings = "axolotl.yaml"
  /// The key of a turn that says whether it is learned.
  private let learned = "train"

  func form(of conversations: [Conversation], _ job: ExportJob) -> LessonForm { .whole }

  func line(of lesson: Lesson, _ job: ExportJob) -> JSONText {
    .object([("messages", job.messages(lesson.turns, learned: learned))] + job.toolMembers(lesson))
  }

  func files(_ job: ExportJob) -> [ExportedFile] {
    let options = job.options
    var yaml = YAMLText(head: ["Written by cact for \(title) \(version)."])
    yaml.add("base_model", .string(job.model))
    yaml.add("datasets", [dataset(job)])
    if !job.isText {
      yaml.add("chat_template", "jinja")
      yaml.add("chat_template_jinja", .string(ExportJob.chatTemplate))
    }
    if let end = job.end {
      yaml.add("special_tokens", ["eos_token": .string(end)], note: "what ends an answer")
      if !job.isText { yaml.add("eot_tokens", [.string(end)]) }
    }
    yaml.add("sequence_len", .integer(options.capacity))
    yaml.add("excess_length_strategy", "truncate")
    yaml.add("sample_packing", true)
    yaml.add("attn_implementation", "sdpa", note: "keeps packed rows apart; flash_attention_2 does so faster")
    yaml.add("val_set_size", 0)
    yaml.add("num_epochs", .number(options.epochs))
    yaml.add("micro_batch_size", 1, note: "packs")
    yaml.add("gradient_accumulation_steps", .integer(job.steps.packs))
    yaml.add("optimizer", "adamw_torch")
    yaml.addOptimizer(of: job, scheduler: "lr_scheduler")
    yaml.add("gradient_checkpointing", .bool(options.gradientCheckpointing))
    yaml.add("bf16", "auto")
    yaml.add("seed", .integer(job.seed))
    if let adapter = job.adapter {
      yaml.add("adapter", "lora")
      yaml.add("lora_r", .integer(adapter.rank))
      yaml.add("lora_alpha", .integer(Int(adapter.alpha.rounded())))
      yaml.add("lora_dropout", .number(adapter.dropout))
      if let targets = adapter.targets {
        yaml.add("lora_target_modules", .array(targets.map { .string($0) }))
      } else {
        yaml.add("lora_target_linear", true)
      }
    }
    yaml.add("output_dir", .string(ExportJob.output))
    return [ExportedFile(name: settings, purpose: "its settings", text: yaml.text)]
  }

  private func dataset(_ job: ExportJob) -> JSONValue {
    var dataset: JSONObject = ["path": .string(ExportJob.data), "ds_type": "json"]
    if job.isText {
      dataset["type"] = "completion"
      dataset["field"] = "text"
    } else {
      dataset["type"] = "chat_template"
      // Else it would take the model's own, whatever stands above.
      dataset["chat_template"] = "jinja"
      dataset["chat_template_jinja"] = .string(ExportJob.chatTemplate)
      dataset["field_messages"] = "messages"
      dataset["message_field_training"] = .string(learned)
      dataset["roles_to_train"] = ["assistant"]
      dataset["train_on_eos"] = "turn"
    }
    return .object(dataset)
  }

  func launches(_ job: ExportJob) -> [Launch] {
    let eight = "axolotl train \(settings) --gradient-accumulation-steps"
    return [
      Launch(head: "One GPU", command: "axolotl train \(settings)"),
      Launch(
        head: "Eight GPUs",
        command: "\(eight) \(job.packs(on: 8)) --launcher torchrun -- --nproc_per_node=8",
        words:
          "For a model that does not fit one GPU fetch DeepSpeed's settings by `axolotl fetch deepspeed_configs` and add "
          + "`deepspeed: deepspeed_configs/zero3.json`."),
      Launch(
        head: "A cluster",
        command: "\(eight) \(job.packs(on: 16)) --launcher torchrun -- --nnodes=2 --nproc_per_node=8 "
          + "--rdzv_backend=c10d --rdzv_endpoint=$HOST:29500",
        words: "On each of the two machines; `$HOST` is the name of one of them."),
    ]
  }

  func remarks(_ job: ExportJob) -> [String] { [job.packing] }
  func warnings(_ job: ExportJob) -> [String] { alphaWarnings(job) }
}
