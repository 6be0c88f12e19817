import LanguageModel
import MatMul
import Numerics

/// Tokens per second of the embedded model's training and scoring passes.
enum ModelBenchmark {
  static let configuration = ModelConfiguration(
    vocabularySize: 4096, hiddenSize: 256, intermediateSize: 704, layers: 4, heads: 8, keyValueHeads: 4)

  static func run() throws {
    let model = try LanguageModel(fresh: configuration, seed: 1)
    let gradient = Gradient(for: model)
    print(
      "\(model.parameterCount) parameters, \(Products.current.engineName),",
      "\(Threads.count) threads, \(Int(Products.measuredRate() / 1e9)) GFLOP/s")
    for length in [300, 1024, 2048] {
      let batch = segments(of: length, total: 4096)
      let tokens = Double(batch.reduce(0) { $0 + $1.tokens.count })
      _ = try model.accumulateGradient(of: batch, scale: 1, into: gradient)
      let forward = try bestSeconds { _ = try model.losses(of: batch) }
      let both = try bestSeconds { _ = try model.accumulateGradient(of: batch, scale: 1, into: gradient) }
      print("segments of \(length): training \(Int(tokens / both)) tokens/s, scoring \(Int(tokens / forward)) tokens/s")
    }
  }

  private static func segments(of length: Int, total: Int) -> [Segment] {
    var generator = SeededGenerator(seed: 1)
    return (0..<total / length).map { _ in
      Segment(tokens: (0..<length).map { _ in Int32(generator.index(below: 4096)) })
    }
  }
}
