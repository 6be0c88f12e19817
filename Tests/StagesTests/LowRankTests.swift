import Diagnostics
import Documents
import Foundation
import LanguageModel
import Pipeline
import Stages
import Synchronization
import TestSupport
import Testing
import Tuning
import Work

@Suite("tune lora, merge, and adapters as models") struct LowRankTests {
  private func session(_ count: Int = 60) throws -> (Session, String) {
    let session = try Session(tiny: true)
    return (session, "load \"\(try session.file("rows.jsonl", Teaching.pairs(count, topics: 8)))\"")
  }

  @Test func anAdapterBesideItsBase() throws {
    let (session, load) = try session()
    let base = try TinyModel.shared.get()
    let before = try LanguageModel(directory: base).digest()
    let value = try session.model(
      "\(load) | pack 512 | tune epochs 2 batch 5 rate 1e-2 lora rank 4 alpha 12 dropout 0.1 targets \"q_proj, v_proj\""
    )
    let adapter = try #require(value.recipe.adapter)
    #expect(adapter.options == AdapterOptions(rank: 4, alpha: 12, dropout: 0.1, targets: ["q_proj", "v_proj"]))
    #expect(value.base.path == base)
    #expect(value.outcome.lossCurve.count == 24)
    #expect((value.outcome.lossCurve.last ?? 9) < (value.outcome.lossCurve.first ?? 0))
    #expect(
      session.heard.takeText().contains { $0.contains("LoRA of rank 4, ") && $0.contains(" beside 238K weights") },
      "\(value.summary)")
    // The small files alone are kept.
    let files = try FileManager.default.contentsOfDirectory(atPath: value.directory)
    #expect(files.contains("adapter_model.safetensors") && !files.contains("model.safetensors"))
    let tuned = try LanguageModel(directory: value.directory)
    #expect(tuned.detached.digest() == before && tuned.digest() != before)
    // The defaults.
    let plain = try session.model("\(load) | take 10 | pack 512 | tune epochs 1 lora")
    #expect(plain.recipe.adapter?.options == AdapterOptions() && plain.recipe.options.learningRate == 2e-4)
    // Each option asks for the adapter itself; recomputation gives the same bits.
    let implied = try session.model("\(load) | take 10 | pack 512 | tune epochs 1 rank 8")
    #expect(implied.digest == plain.digest)
    let again = try session.model("\(load) | take 10 | pack 512 | tune epochs 1 lora gradient_checkpointing")
    #expect(again.digest == plain.digest && again.recipe.options.gradientCheckpointing)
  }

  @Test func mergeMakesTheSameModelOfFullWeights() throws {
    let (session, load) = try session()
    try session.run("let tuned = \(load) | pack 512 | tune epochs 2 batch 5 rate 1e-2 lora")
    let adapter = try session.model("tuned")
    let value = try session.model("tuned | merge")
    let (one, two) = (
      try LanguageModel(directory: adapter.directory), try LanguageModel(directory: value.directory)
    )
    #expect(two.adapter == nil && value.recipe.adapter == nil && value.digest != adapter.digest)
    let (a, b) = (try one.logits(of: [5, 6, 7, 8]), try two.logits(of: [5, 6, 7, 8]))
    let top = b.map(abs).max() ?? 0
    #expect(zip(a, b).allSatisfy { abs($0 - $1) <= 1e-5 * top })
    // Both are judged alike, and against the base.
    let rows = "{ \(load) | take 12 }"
    let (first, second) = (
      try session.report("tuned | eval \(rows)"), try session.report("tuned | merge | eval \(rows)")
    )
    let losses = [first, second].compactMap { $0.data["loss"]?.double }
    #expect(losses.count == 2 && abs(losses[0] - losses[1]) < 1e-5)
    #expect(first.data["base_loss"]?.double == second.data["base_loss"]?.double)
    #expect((first.data["difference"]?.double ?? 0) < 0)
    // All weights were tuned: there is nothing to merge.
    #expect(session.failure("\(load) | take 8 | pack 512 | tune epochs 1 | merge")?.code.name == "C0518")
  }

  @Test func aSavedAdapterIsAModel() throws {
    let (session, load) = try session()
    let path = session.folder("runs/first")
    try session.run("let tuned = \(load) | pack 512 | tune epochs 2 batch 5 rate 1e-2 lora rank 4")
    try session.run("tuned | save \"\(path)\"")
    let files = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    #expect(files.contains("adapter_config.json") && files.contains("tokenizer.json") && files.contains("cact.json"))
    #expect(!files.contains("config.json") && !files.contains("model.safetensors"))
    let config = try JSONValue.read(path + "/adapter_config.json")
    #expect(config["base_model_name_or_path"]?.string == (try TinyModel.shared.get()))
    #expect(config["r"]?.int == 4 && config["task_type"]?.string == "CAUSAL_LM")
    #expect(session.failure("tuned | save \"\(path)\" as bf16")?.code.name == "C0404")
    #expect(try session.run("tuned | merge | save \"\(session.folder("runs/merged"))\" as bf16").value is ModelValue)
    let merged = try LanguageModel(directory: session.folder("runs/merged"))
    #expect(merged.adapter == nil && merged.originalType == .bf16)

    // As the setting: it scores, and tunes on.
    let scored = try session.rows("\(load) | take 12 | score complexity")
    try session.run("set model \"\(path)\"")
    let other = try session.rows("\(load) | take 12 | score complexity")
    #expect(other.numbers("loss_cond").count == 12 && other.numbers("loss_cond") != scored.numbers("loss_cond"))
    let further = try session.model("\(load) | pack 512 | tune epochs 1 lora rate 1e-3")
    #expect(further.recipe.adapter?.options.rank == 4 && further.base.path == path)
    #expect(
      try LanguageModel(directory: further.directory).detached.digest()
        == LanguageModel(
          directory: TinyModel.shared.get()
        ).digest())
    #expect(session.failure("\(load) | pack 512 | tune epochs 1 rank 2")?.code.name == "C0351")
    // All its weights: the adapter is merged first.
    let full = try session.model("\(load) | pack 512 | tune epochs 1 rate 1e-4")
    #expect(try LanguageModel(directory: full.directory).adapter == nil)
  }

  @Test func interruptedAndResumedEqualsUndisturbed() throws {
    let (session, load) = try session()
    let line = "\(load) | pack 256 | tune epochs 2 batch 3 rate 1e-2 lora dropout 0.2 validate { \(load) | take 5 }"
    let whole = try session.model(line)
    var other = try Session(tiny: true)
    let cancellation = Cancellation()
    let seen = Mutex(0)
    let work = Work(cancellation: cancellation) { progress in
      guard progress.label == "tune" else { return }
      let count = seen.withLock { count in
        count += 1
        return count
      }
      if count >= 9 { cancellation.cancel() }
    }
    let error = #expect(throws: Interrupted.self) { try other.run(line, work: work) }
    #expect((error?.done ?? 0) > 0)
    other = try Session(sharing: other, tiny: true)
    let resumed = try other.model(line)
    #expect(resumed.outcome.lossCurve.map(\.bitPattern) == whole.outcome.lossCurve.map(\.bitPattern))
    #expect(
      try LanguageModel(directory: resumed.directory).digest() == LanguageModel(directory: whole.directory).digest())
  }

  @Test func aBaseThatChangedIsSaid() throws {
    let (session, load) = try session()
    let base = try TinyModel.make(in: session.folder("base"), seed: 9)
    try session.run("set model \"\(base)\"\nlet tuned = \(load) | take 10 | pack 512 | tune epochs 1 lora")
    #expect(try session.model("tuned").recipe.adapter != nil)
    try FileManager.default.removeItem(atPath: base)
    _ = try TinyModel.make(in: base, seed: 10)
    let error = session.failure("tuned | merge")
    #expect(
      error?.message.contains("has changed since the adapter was tuned from it") == true, "\(String(describing: error))"
    )
  }

  @Test func optionsThatCannotBeTogether() throws {
    let (session, load) = try session(8)
    #expect(session.check("\(load) | pack 512 | tune from_scratch \"x\" lora").map(\.code.name) == ["C0351"])
    let unknown = session.failure("\(load) | pack 512 | tune lora targets \"c_attn\"")
    #expect(unknown?.message.contains("no linear layer `c_attn`") == true)
    // LoRA's memory is the frozen model's, not four times it; recomputed layers keep less.
    func memory(_ options: String) throws -> Double {
      let plan = try #require(try session.run("explain \(load) | pack 1024 | tune \(options)").plan)
      return try #require(plan.stages.last?.estimate.memory)
    }
    let (full, adapter, less) = (
      try memory(""), try memory("lora rank 1"), try memory("lora rank 1 gradient_checkpointing")
    )
    let weights = Double(try LanguageModel(directory: TinyModel.shared.get()).parameterCount)
    #expect(abs((full - adapter) / (12 * weights) - 1) < 0.05 && less < adapter)
  }
}
