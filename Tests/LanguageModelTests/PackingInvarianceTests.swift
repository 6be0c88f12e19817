import LanguageModel
import LanguageModelReference
import MatMul
import Numerics
import TestSupport
import Testing

/// method.md: packing changes no loss and no gradient.
@Suite struct PackingInvarianceTests {
  /// A shape wide enough that products take the library's large kernels.
  static let wide = ModelConfiguration(
    vocabularySize: 300, hiddenSize: 128, intermediateSize: 192, layers: 2, heads: 4, keyValueHeads: 2)

  @Test func packedEqualsOneByOne() throws {
    let model = try LanguageModel(fresh: Self.wide, seed: 1)
    let batch = randomSegments([65, 200, 3, 131, 17, 90], vocabulary: 300, seed: 2)
    let packed = Gradient(for: model)
    let single = Gradient(for: model)
    let together = try model.accumulateGradient(of: batch, scale: 0.01, into: packed)
    for (i, segment) in batch.enumerated() {
      let alone = try model.accumulateGradient(of: [segment], scale: 0.01, into: single)
      #expect(abs(alone[0].nats - together[i].nats) <= 1e-5 * together[i].nats)
    }
    for entry in model.layout.entries {
      let error = relativeError(try #require(packed.tensor(entry.name)), try #require(single.tensor(entry.name)))
      #expect(error < 1e-5, "\(entry.name): \(error)")
    }
  }

  /// A gradient is one chain of sums over the rows of a step: how they are divided into batches changes no bit, nor does the
  /// number of threads, or whether activations are kept or computed again.
  @Test(arguments: shapes.indices) func batchesOfAStepDoNotMatterToTheBit(_ shape: Int) throws {
    guard Products.current == .native else {
      print("OpenBLAS multiplies here, whose bits depend on the batch: not tested")
      return
    }
    let model = try lively(shapes[shape], seed: 3)
    let batch = randomSegments([65, 20, 3, 131, 17, 90], vocabulary: shapes[shape].vocabularySize, seed: 2)
    func bits(_ cuts: [Int], gradientCheckpointing: Bool = false) throws -> [UInt32] {
      let gradient = Gradient(for: model)
      for (from, to) in zip(cuts, cuts.dropFirst()) {
        _ = try model.accumulateGradient(
          of: Array(batch[from..<to]), scale: 0.01, into: gradient, gradientCheckpointing: gradientCheckpointing)
      }
      return (0..<gradient.buffer.count).map { gradient.buffer.pointer[$0].bitPattern }
    }
    let whole = try bits([0, 6])
    ThreadCount.hold()
    defer { ThreadCount.release() }
    for (threads, cuts) in [(1, [0, 6]), (2, [0, 1, 2, 3, 4, 5, 6]), (3, [0, 4, 6]), (1, [0, 2, 5, 6])] {
      Threads.set(threads)
      #expect((try bits(cuts) == whole) as Bool, "\(threads) threads, \(cuts)")
      #expect((try bits(cuts, gradientCheckpointing: true) == whole) as Bool, "again, \(threads) threads, \(cuts)")
    }
  }

  /// In double precision, where rounding cannot hide a leak: the naive decoder over the packed rows, with attention cut
  /// at segment boundaries and positions restarted, against one run per segment.
  @Test func packedEqualsOneByOneInDoublePrecision() throws {
    let model = try lively(shapes[1], seed: 3)
    let reference = ReferenceModel(model)
    let batch = randomSegments([9, 4, 13], vocabulary: 23, seed: 4)
    let packed = reference.run(batch, scale: 0.3)
    var single: [String: [Double]] = [:]
    for (i, segment) in batch.enumerated() {
      let alone = reference.run([segment], scale: 0.3)
      #expect(abs(packed.nats[i] - alone.nats[0]) <= 1e-10 * alone.nats[0])
      single.merge(alone.gradient) { zip($0, $1).map { $0 + $1 } }
    }
    for (name, values) in single {
      #expect(relativeError(packed.gradient[name] ?? [], values) < 1e-10, "\(name)")
    }
  }

  /// Another sample of the same length in the pack: the others' losses stay, bit for bit.
  @Test(arguments: [0, 1, 2, 3]) func neighboursDoNotMatterToTheBit(_ changed: Int) throws {
    let model = try LanguageModel(fresh: Self.wide, seed: 5)
    var batch = randomSegments([65, 200, 33, 131], vocabulary: 300, seed: 6)
    for i in batch.indices { batch[i].pool = 0..<10 }
    let before = try model.losses(of: batch, perToken: true)
    batch[changed].tokens = batch[changed].tokens.map { ($0 + 7) % 300 }
    let after = try model.losses(of: batch, perToken: true)
    for i in batch.indices where i != changed {
      #expect(before[i].nats.bitPattern == after[i].nats.bitPattern)
      #expect(before[i].perToken == after[i].perToken)
      #expect(before[i].pooled == after[i].pooled)
    }
    #expect(before[changed].nats != after[changed].nats)
  }

  /// A row has the same bits alone, first, last, and in any company.
  @Test func companyDoesNotMatterToTheBit() throws {
    guard Products.current == .native else {
      print("OpenBLAS multiplies here, whose bits depend on the batch: not tested")
      return
    }
    let model = try LanguageModel(fresh: Self.wide, seed: 7)
    let batch = randomSegments([65, 200, 33, 131, 3], vocabulary: 300, seed: 8)
    let together = try model.losses(of: batch)
    ThreadCount.hold()
    defer { ThreadCount.release() }
    for count in [1, 2] {
      Threads.set(count)
      for (i, segment) in batch.enumerated() {
        #expect(try model.losses(of: [segment])[0].nats.bitPattern == together[i].nats.bitPattern, "segment \(i)")
      }
      let reversed = try model.losses(of: batch.reversed())
      #expect(reversed.map(\.nats.bitPattern) == together.map(\.nats.bitPattern).reversed())
    }
  }

  /// Where no hidden states are asked for, the last layer ends with the rows that predict a target: the same losses.
  @Test func whatNobodyReadsIsLeftOut() throws {
    for shape in shapes {
      let model = try lively(shape, seed: 5)
      let segments = randomSegments([90, 40, 3, 150], vocabulary: shape.vocabularySize, seed: 8)
      let pooled = segments.map { segment in
        var segment = segment
        segment.pool = 0..<1
        return segment
      }
      let (some, all) = (try model.losses(of: segments, perToken: true), try model.losses(of: pooled, perToken: true))
      #expect(all.allSatisfy { $0.pooled != nil } && some.allSatisfy { $0.pooled == nil })
      for (a, b) in zip(some, all) {
        #expect(a.count == b.count && a.count > 0)
        #expect(relativeError(a.perToken ?? [], b.perToken ?? []) < 1e-5)
      }
    }
  }

  @Test func theSameCallGivesTheSameBits() throws {
    ThreadCount.hold()
    defer { ThreadCount.release() }
    let model = try LanguageModel(fresh: Self.wide, seed: 9)
    let batch = randomSegments([65, 200, 33, 131], vocabulary: 300, seed: 10)
    let first = Gradient(for: model)
    let second = Gradient(for: try model.copy())
    _ = try model.accumulateGradient(of: batch, scale: 1, into: first)
    _ = try model.losses(of: randomSegments([400], vocabulary: 300, seed: 11))
    _ = try model.accumulateGradient(of: batch, scale: 1, into: second)
    for entry in model.layout.entries { #expect(first.tensor(entry.name) == second.tensor(entry.name)) }
  }
}
