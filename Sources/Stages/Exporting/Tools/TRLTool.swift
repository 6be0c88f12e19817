import Documents
import LanguageModel
import Rows
import Tuning

/// TRL's `sft` command: prompts and completions, of which the completion is learned.
struct TRLTool: TrainingTool {
  let name = "trl"
  let title = "TRL"
  let version = "1.16"
  private let settings = "sft.yaml"

  func form(of conversations: [Conversation], _ job: ExportJob) -> LessonForm { .eachAnswer }

  func line(of lesson: Lesson, _ job: ExportJob) -> JSONText {
    .object(
      [
        ("prompt", job.messages(lesson.prompt)), ("completion", job.messages(lesson.turns.suffix(1))),
      ] + job.toolMembers(lesson))
  }

  func files(_ job: ExportJob) -> [ExportedFile] {
    let options = job.options
    var yaml = YAMLText(head: ["Written by cact for \(title) \(version)."])
    yaml.add("model_name_or_path", .string(job.model))
    yaml.add("datasets", [["path": "json", "data_files": .string(ExportJob.data)]])
    if !job.isText {
      yaml.add("chat_template_path", .string(ExportJob.chatTemplate))
      yaml.add("completion_only_loss", true)
    }
    yaml.add("eos_token", job.end.map { .string($0) }, note: "what ends an answer")
    yaml.add("packing", true)
    yaml.add("packing_strategy", .string(job.splits ? "bfd_split" : "bfd"))
    yaml.add("max_length", .integer(options.capacity))
    yaml.add("num_train_epochs", .number(options.epochs))
    yaml.add("per_device_train_batch_size", 1, note: "packs")
    yaml.add("gradient_accumulation_steps", .integer(job.steps.packs))
    yaml.addOptimizer(of: job, scheduler: "lr_scheduler_type")
    yaml.add("gradient_checkpointing", .bool(options.gradientCheckpointing))
    yaml.add("seed", .integer(job.seed))
    if let adapter = job.adapter {
      yaml.add("use_peft", true)
      yaml.add("lora_r", .integer(adapter.rank))
      yaml.add("lora_alpha", .number(adapter.alpha))
      yaml.add("lora_dropout", .number(adapter.dropout))
      yaml.add("lora_target_modules", .array((adapter.targets ?? ["all-linear"]).map { .string($0) }))
    }
    yaml.add("output_dir", .string(ExportJob.output))
    yaml.add("report_to", "none")
    return [ExportedFile(name: settings, purpose: "its settings", text: yaml.text)]
  }

  func launches(_ job: ExportJob) -> [Launch] {
    [
      Launch(head: "One GPU", command: "trl sft --config \(settings)"),
      Launch(
        head: "Eight GPUs",
        command:
          "trl sft --config \(settings) --accelerate_config multi_gpu --gradient_accumulation_steps \(job.packs(on: 8))",
        words: "For a model that does not fit one GPU put `fsdp2` or `zero3` in the place of `multi_gpu`."),
      Launch(
        head: "A cluster",
        command: "torchrun --nnodes 2 --nproc-per-node 8 --rdzv-backend c10d --rdzv-endpoint $HOST:29500 "
          + "-m trl.scripts.sft --config \(settings) --gradient_accumulation_steps \(job.packs(on: 16))",
        words: "On each of the two machines; `$HOST` is the name of one of them."),
    ]
  }

  func remarks(_ job: ExportJob) -> [String] {
    var remarks = [
      job.packing,
      "Packed rows are kept apart by their positions, with any attention; `attn_implementation: flash_attention_2` is the fastest.",
    ]
    remarks += job.endRemarks
    if job.hasTools { remarks.append("Calls with arguments of several forms need `datasets` 4.8 or newer.") }
    return remarks
  }
}
