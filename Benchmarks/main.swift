import Foundation
import Kernels
import MatMul
import Work

// Measurements of parts: `swift run -c release Benchmarks [MODE]`; each figure is the best of several runs.
let modes: [(name: String, purpose: String, run: ([String]) throws -> Void)] = [
  ("model", "tokens per second of the embedded model's training and scoring passes", { _ in try ModelBenchmark.run() }),
  (
    "large", "a large model's directory: first token, scoring, peak memory: DIRECTORY", LargeModelBenchmark.run
  ),
  (
    "profile", "where the time of a scoring or tuning job goes: score|tune MODEL DATA [options of the job]",
    ProfileBenchmark.run
  ),
  (
    "products", "matrix products at the shapes of real models, by precision and threads",
    { _ in try ProductsBenchmark.run() }
  ),
  (
    "ceiling", "the rate of products alone, weighted as in a training step: [MODEL] [--dtype fp32|bf16] [--threads N]",
    CeilingBenchmark.run
  ),
  (
    "kernels", "elementwise kernels: bytes per second beside a plain copy's",
    { _ in KernelsBenchmark.run() }
  ),
  (
    "kmeans", "k-means of 200,000 x 384 points, K = 100: [FOLDER to leave them in] [--threads N]",
    KMeansBenchmark.run
  ),
  (
    "tokenize", "tokens of instruction files: MODEL FILE... [--runs N] [--threads N]",
    TokenizingBenchmark.run
  ),
  (
    "statement", "one statement in an empty store: TEXT [--threads N]", StatementBenchmark.run
  ),
  ("rows", "a million short rows: reading, where, sort, describe, peak memory: [--rows N]", RowsBenchmark.run),
  (
    "tune", "a tuning job as the peers do it: MODEL DATA [--samples N] [--steps N] [--dtype fp32|bf16] [--out CURVE]",
    { _ = try TuneJob.run($0) }
  ),
  (
    "score", "a scoring job as the peers do it: MODEL DATA [--samples N] [--dtype fp32|bf16] [--out SCORES]",
    { _ = try ScoreJob.run($0) }
  ),
  (
    "paper",
    "all rows padded against 40 % selected and packed: MODEL DATA [--dtype fp32|bf16] [--epochs N] [--samples N]",
    PaperComparison.run
  ),
]
let wanted = CommandLine.arguments.dropFirst().first ?? "model"
if let mode = modes.first(where: { $0.name == wanted }) {
  do {
    try Processor.requireKernels()
    if OpenBLASKernel.askForBetter() { RunningProgram.restart() }
    try mode.run(Array(CommandLine.arguments.dropFirst(2)))
  } catch {
    FileHandle.standardError.write(Data("\(mode.name): \(error)\n".utf8))
    exit(2)
  }
} else {
  print("modes:")
  for mode in modes { print("  \(mode.name)  \(mode.purpose)") }
}
