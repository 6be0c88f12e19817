import Documents
import Tuning

extension YAMLText {
  /// Rate, schedule, decay and clipping, as transformers' `TrainingArguments` call them and the tools built on them.
  ///
  /// - Parameter scheduler: the key of the schedule's name.
  mutating func addOptimizer(of job: ExportJob, scheduler: String) {
    add("learning_rate", .number(job.options.learningRate))
    add(scheduler, "cosine")
    add("warmup_steps", .integer(job.options.warmup(of: job.steps.count)))
    add("weight_decay", .number(job.options.weightDecay))
    add("max_grad_norm", .number(job.options.clip))
  }
}
