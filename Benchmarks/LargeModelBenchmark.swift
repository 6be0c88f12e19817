import Digests
import Foundation
import LanguageModel
import Numerics
import Tuning

/// What a large model in a directory costs: seconds to its first token, seconds a token, scoring, and the most memory that
/// the process ever held, mapped pages included. `make/qwen_shape.py` makes such a directory.
enum LargeModelBenchmark {
  static func run(_ arguments: [String]) throws {
    guard let directory = arguments.first else {
      print("usage: Benchmarks large DIRECTORY [generate | score | digest | tune | gradient_checkpointing]")
      return
    }
    var loaded: LanguageModel?
    let load = try seconds { loaded = try LanguageModel(directory: directory) }
    guard let model = loaded else { return }
    report("load", load)
    // Each alone where one is named: a peak is of the whole process.
    let parts = arguments.dropFirst().first.map { [$0] } ?? ["generate", "score", "digest"]
    if parts.contains("generate") { try generate(model) }
    if parts.contains("score") { try score(model) }
    for part in ["tune", "gradient_checkpointing"] where parts.contains(part) {
      try tune(model, gradientCheckpointing: part == "gradient_checkpointing")
    }
    if parts.contains("digest") {
      report("digest of the model", seconds { _ = model.digest() })
      report("digest of its file", try seconds { _ = try ContentDigest.of(file: directory + "/model.safetensors") })
    }
  }

  private static func generate(_ model: LanguageModel) throws {
    let prompt = tokens(40, model)
    let first = try seconds { _ = try model.generate(prompt: prompt, maxTokens: 1, stop: nil) }
    report("first token of a prompt of 40", first)
    let more = try seconds { _ = try model.generate(prompt: prompt, maxTokens: 17, stop: nil) }
    report("each further token", (more - first) / 16)
  }

  /// A batch as `score` cuts it: 8,192 tokens, every one a target.
  private static func score(_ model: LanguageModel) throws {
    let batch = (0..<16).map { _ in Segment(tokens: tokens(512, model)) }
    report("scoring 16 rows of 512 tokens", try seconds { _ = try model.losses(of: batch) })
  }

  /// Two steps of LoRA on a pack of 1,024 tokens each, two rows of which the second half is answer.
  private static func tune(_ model: LanguageModel, gradientCheckpointing: Bool) throws {
    let row = tokens(512, model)
    let samples = (1...4).map { TrainingSample(row: $0, segment: Segment(tokens: row, learnFrom: 256)) }
    var options = TuningOptions()
    (options.epochs, options.samplesPerStep, options.capacity) = (1, 2, 1024)
    options.gradientCheckpointing = gradientCheckpointing
    let adapted = try model.attaching(Adapter(for: model, options: AdapterOptions(), base: "", seed: 1))
    let trainer = try Trainer(model: adapted, samples: samples, options: options)
    let time = try seconds { _ = try trainer.run() }
    report("a LoRA step of 1,024 tokens" + (gradientCheckpointing ? ", layers recomputed" : ""), time / 2)
  }

  private static func tokens(_ count: Int, _ model: LanguageModel) -> [Int32] {
    var generator = SeededGenerator(seed: 1)
    return (0..<count).map { _ in Int32(generator.index(below: model.configuration.vocabularySize)) }
  }

  /// With VmHWM and what is resident now, where the system tells.
  private static func report(_ what: String, _ seconds: Double) {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let memory = ["VmHWM", "RssAnon", "RssFile"].compactMap { name in
      status.split(separator: "\n").first { $0.hasPrefix(name + ":") }?.split(whereSeparator: \.isWhitespace)
        .dropFirst().first.flatMap { Int($0) }.map { "\(name) \($0 / 1024) MB" }
    }
    print("\(what): \(String(format: "%.3f", seconds)) s; \(memory.joined(separator: ", "))")
  }
}
