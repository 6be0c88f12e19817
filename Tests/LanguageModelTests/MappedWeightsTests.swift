import Documents
import Foundation
import LanguageModel
import LanguageModelReference
import Numerics
import TestSupport
import Testing

/// Weights that stay in their files give what weights in memory give.
@Suite struct MappedWeightsTests {
  static let names = ["llama-gqa", "llama-untied", "llama-tied", "llama-mha-bf16", "llama-mha-f16"]
  static let tokens: [Int32] = [5, 17, 3, 44, 8, 61, 2]

  static func model(_ directory: String, _ storage: WeightStorage, blockBytes: Int? = nil) throws -> LanguageModel {
    let model = try LanguageModel(directory: directory, storage: storage)
    if let blockBytes { model.reading { $0.blockBytes = blockBytes } }
    return model
  }

  /// The same arithmetic, the same bits; within rounding where the output matrix comes in several blocks.
  @Test(arguments: names) func logitsAreTheResidentOnes(_ name: String) throws {
    let directory = FixtureTests.root + "/" + name
    let resident = try Self.model(directory, .resident)
    #expect(!resident.isMapped)
    let expected = try resident.logits(of: Self.tokens)
    let mapped = try Self.model(directory, .mapped)
    #expect(try mapped.logits(of: Self.tokens) == expected)
    // A narrow last block is another kernel's, with other rounding.
    let blocks = try Self.model(directory, .mapped, blockBytes: 1)
    #expect(relativeError(try blocks.logits(of: Self.tokens), expected) <= 1e-6)
    #expect(mapped.isMapped && blocks.isMapped, "nothing made them resident")
    #expect(try !LanguageModel(directory: directory).isMapped, "a small model is held in memory")
  }

  @Test(arguments: names) func lossesAndGradientsAreTheResidentOnes(_ name: String) throws {
    let directory = FixtureTests.root + "/" + name
    let resident = try Self.model(directory, .resident)
    let mapped = try Self.model(directory, .mapped, blockBytes: 1)
    let batch = [
      Segment(tokens: Self.tokens, learnFrom: 2, pool: 0..<3), Segment(tokens: Array(Self.tokens.reversed())),
    ]
    let losses = try resident.losses(of: batch, perToken: true)
    for (a, b) in zip(try mapped.losses(of: batch, perToken: true), losses) {
      #expect(a.count == b.count && a.pooled == b.pooled)
      #expect(abs(a.nats - b.nats) <= 1e-6 * b.nats)
      #expect(relativeError(try #require(a.perToken), try #require(b.perToken)) <= 1e-6)
    }
    let gradients = try [resident, mapped].map { model in
      let gradient = Gradient(for: model)
      _ = try model.accumulateGradient(of: batch, scale: 0.5, into: gradient)
      return gradient
    }
    for entry in resident.layout.entries {
      let error = relativeError(
        try #require(gradients[1].tensor(entry.name)), try #require(gradients[0].tensor(entry.name)))
      #expect(error <= 1e-5, "\(entry.name): \(error)")
    }
    #expect(mapped.isMapped)
  }

  @Test(arguments: names) func digestsTensorsAndCopiesAreTheResidentOnes(_ name: String) throws {
    let directory = FixtureTests.root + "/" + name
    let resident = try Self.model(directory, .resident)
    let mapped = try Self.model(directory, .mapped)
    #expect(mapped.digest() == resident.digest() && mapped.digest() == resident.digest())
    for entry in resident.layout.entries { #expect(mapped.tensor(entry.name) == resident.tensor(entry.name)) }
    let copy = try mapped.copy()
    #expect(!copy.isMapped && copy.digest() == resident.digest())
    #expect(mapped.isMapped)
    copy.withWeights { $0.pointer[0] += 1 }
    #expect(copy.digest() != resident.digest() && mapped.digest() == resident.digest())
    // Asked for the buffer itself, mapped weights move into memory.
    mapped.withWeights { $0.pointer[0] += 1 }
    #expect(!mapped.isMapped && mapped.digest() == copy.digest())
  }

  /// A header of odd length puts every tensor at an odd address.
  @Test(arguments: ["llama-gqa", "llama-mha-bf16", "llama-mha-f16"]) func tensorsMayLieAnywhere(_ name: String) throws {
    let directory = FixtureTests.root + "/" + name
    let scratch = try TemporaryDirectory()
    var bytes = try AtomicFile.read(directory + "/model.safetensors")
    let length = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    bytes.insert(UInt8(ascii: " "), at: 8 + length)
    for i in 0..<8 { bytes[i] = UInt8(truncatingIfNeeded: (length + 1) >> (8 * i)) }
    try AtomicFile.write(bytes, to: scratch("model.safetensors"))
    try AtomicFile.write(AtomicFile.read(directory + "/config.json"), to: scratch("config.json"))
    let expected = try LanguageModel(directory: directory).logits(of: Self.tokens)
    #expect(try Self.model(scratch.path, .mapped).logits(of: Self.tokens) == expected)
    #expect(try Self.model(scratch.path, .resident).logits(of: Self.tokens) == expected)
  }

  /// Products of few rows straight from storage, over three tensors that touch (query, key, value), added and not.
  @Test(arguments: ["llama-gqa", "llama-mha-bf16", "llama-mha-f16"], [WeightStorage.resident, .mapped])
  func productsOfFewRows(_ name: String, _ storage: WeightStorage) throws {
    let model = try Self.model(FixtureTests.root + "/" + name, storage)
    let c = model.configuration
    let (inputs, outputs) = (c.hiddenSize, c.attentionWidth)
    let offset = try #require(
      model.layout.entries.first { $0.name == "model.layers.1.self_attn.q_proj.weight" }?.range.lowerBound)
    let x = (0..<8 * inputs).map { Float(sin(Double($0))) }
    model.reading { weights in
      let w = [Float](unsafeUninitializedCapacity: inputs * outputs) { buffer, count in
        if let base = buffer.baseAddress { weights.read(offset..<offset + inputs * outputs, into: base) }
        count = inputs * outputs
      }
      var single = [Float](repeating: 0, count: outputs)
      for rows in 1...8 {
        var y = [Float](repeating: 1, count: rows * outputs)
        weights.multiplyFew(x, rows: rows, inputs: inputs, offset, outputs: outputs, into: &y)
        if rows == 1 { single = y }
        #expect(Array(y.prefix(outputs)) == single, "company changes no bit")
        for r in 0..<rows {
          for o in 0..<outputs {
            let exact = (0..<inputs).reduce(0.0) { $0 + Double(x[r * inputs + $1]) * Double(w[o * inputs + $1]) }
            #expect(abs(Double(y[r * outputs + o]) - exact) < 1e-5)
          }
        }
      }
    }
  }

  /// A tensor stored as inputs x outputs, read and multiplied as outputs x inputs; more than one strip and register.
  @Test(arguments: StoredType.allCases) func transposedTensors(_ type: StoredType) throws {
    let scratch = try TemporaryDirectory()
    let (outputs, inputs) = (150, 37)
    let values: [Float] = (0..<outputs * inputs).map { n in Float(n * 31 % 101 - 50) / 8 }  // exact in every type
    let file = values.indices.map { values[$0 % outputs * inputs + $0 / outputs] }
    try file.withUnsafeBufferPointer { buffer in
      let base = try #require(buffer.baseAddress)
      try Safetensors.write(
        [.init(name: "w", shape: [inputs, outputs], values: base)], as: type, to: scratch("t.safetensors"))
    }
    let reader = try Safetensors.Reader(scratch("t.safetensors"))
    var tensor = try reader.stored("w")
    tensor.isTransposed = true
    swap(&tensor.rows, &tensor.columns)
    withExtendedLifetime(reader) {
      var all = [Float](repeating: 0, count: values.count)
      tensor.read(0..<values.count, into: &all)
      #expect(all == values)
      var part = [Float](repeating: 0, count: 70 * inputs)
      tensor.read(40 * inputs..<110 * inputs, into: &part)
      #expect(part == Array(values[40 * inputs..<110 * inputs]))
      let x = (0..<3 * inputs).map { Float(cos(Double($0))) }
      var y = [Float](repeating: 2, count: 3 * outputs)
      tensor.multiplyFew(x, rows: 3, outputs: 5..<145, into: &y, stride: outputs)
      for r in 0..<3 {
        for o in 0..<140 {
          let exact = (0..<inputs).reduce(0.0) {
            $0 + Double(x[r * inputs + $1]) * Double(values[(o + 5) * inputs + $1])
          }
          #expect(abs(Double(y[r * outputs + o]) - exact) < 1e-4)
        }
        #expect(y[r * outputs + 140] == 2)
      }
    }
  }
}
