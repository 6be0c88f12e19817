import Numerics

// Measurements of parts: `swift run -c release Benchmarks [MODE]`; each figure is the best of several runs.
let modes: [(name: String, purpose: String, run: () throws -> Void)] = [
  ("model", "tokens per second of the embedded model's training and scoring passes", ModelBenchmark.run),
  ("products", "matrix products at the shapes of real models, by precision and threads", ProductsBenchmark.run),
]
let wanted = CommandLine.arguments.dropFirst().first ?? "model"
if let mode = modes.first(where: { $0.name == wanted }) {
  try Processor.requireKernels()
  try mode.run()
} else {
  print("modes:")
  for mode in modes { print("  \(mode.name)  \(mode.purpose)") }
}
