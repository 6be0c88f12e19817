import Foundation
import LanguageModel
import LanguageModelReference
import Testing

/// Tests/Fixtures/llama-*: logits, losses and gradients of PyTorch and transformers for tiny random models.
@Suite struct FixtureTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures").path

  static func integers(_ reader: Safetensors.Reader, _ name: String) throws -> [Int32] {
    let bytes = try reader.rawBytes(name)
    return stride(from: 0, to: bytes.count, by: 4).map { i in
      var value: UInt32 = 0
      for byte in bytes[i..<i + 4].reversed() { value = value << 8 | UInt32(byte) }
      return Int32(bitPattern: value)
    }
  }

  @Test(arguments: ["llama-tied", "llama-untied", "llama-gqa", "llama-mha"])
  func lossesAndGradientsMatchPyTorch(_ name: String) throws {
    let directory = Self.root + "/" + name
    let model = try LanguageModel(directory: directory)
    let expected = try Safetensors.Reader(directory + "/expected.safetensors")
    let starts = try Self.integers(expected, "answer_start")
    var batch: [Segment] = []
    for i in 0..<3 {
      let tokens = try Self.integers(expected, "tokens.\(i)")
      batch.append(Segment(tokens: tokens, learnFrom: Int(starts[i])))
      let error = relativeError(try model.logits(of: tokens), try expected.floats("logits.\(i)"))
      #expect(error <= 1e-4, "logits.\(i): \(error)")
    }
    let count = batch.reduce(0) { $0 + $1.targetCount }
    let gradient = Gradient(for: model)
    let losses = try model.accumulateGradient(of: batch, scale: 1 / Float(count), into: gradient)
    let perToken = try model.losses(of: batch, perToken: true)
    for i in 0..<3 {
      #expect(relativeError(try #require(perToken[i].perToken), try expected.floats("nll.\(i)")) <= 1e-4)
    }
    let loss = losses.reduce(0) { $0 + $1.nats } / Double(count)
    #expect(abs(loss - Double(try expected.floats("loss")[0])) <= 1e-5)
    for entry in model.layout.entries {
      let error = relativeError(try #require(gradient.tensor(entry.name)), try expected.floats("grad." + entry.name))
      #expect(error <= 1e-4, "\(entry.name): \(error)")
    }
  }

  @Test(arguments: ["llama-mha-bf16", "llama-mha-f16"])
  func halfPrecisionWeightsMatchPyTorch(_ name: String) throws {
    let directory = Self.root + "/" + name
    let model = try LanguageModel(directory: directory)
    let expected = try Safetensors.Reader(directory + "/expected.safetensors")
    for i in 0..<3 {
      let logits = try model.logits(of: Self.integers(expected, "tokens.\(i)"))
      #expect(relativeError(logits, try expected.floats("logits.\(i)")) <= 1e-4)
    }
  }
}
