import LanguageModel
import MatMul
import Numerics
import TestSupport
import Testing

@Suite struct PortionsTests {
  private static func random(_ seed: Int) -> [[Int]] {
    var random = SplitMix(seed: UInt64(seed))
    return (0..<random.below(9)).map { _ in (0..<random.below(20)).map { _ in 1 + random.below(3_000) } }
  }

  @Test(arguments: 0..<40) func everyTextIsInOnePortion(_ seed: Int) {
    let lengths = Self.random(seed)
    for processes in [0, 1, 2, 7, 64] {
      let portions = Portions(lengths, processes: processes, isDivisible: seed % 4 != 0).portions
      #expect(portions.allSatisfy { $0.tokens == lengths[$0.batch][$0.texts].reduce(0, +) })
      for (batch, lengths) in lengths.enumerated() {
        #expect(portions.filter { $0.batch == batch }.flatMap(\.texts) == Array(lengths.indices))
      }
      #expect(portions.map(\.batch) == portions.map(\.batch).sorted())
      if seed % 4 == 0 { #expect(portions.count == lengths.count) }
    }
  }

  /// Forty batches of rows of 100 tokens: the first are whole, the last so small that nobody waits long for them.
  @Test func theyGrowSmaller() {
    let portions = Portions(
      Array(repeating: Array(repeating: 100, count: 80), count: 40), processes: 2, isDivisible: true)
    #expect(portions.portions.prefix(30).allSatisfy { $0.tokens == 8_000 })
    #expect(portions.portions.suffix(4).allSatisfy { $0.tokens <= Portions.leastTokens })
    #expect(portions.portions.count < 80, "\(portions.portions.count)")
  }

  @Test(arguments: 0..<20) func theyArePutTogetherInAnyOrder(_ seed: Int) {
    let lengths = Self.random(seed)
    let portions = Portions(lengths, processes: 3, isDivisible: true)
    var assembly = Portions.Assembly<Int>(portions)
    var order = portions.portions
    var random = SplitMix(seed: UInt64(seed))
    for i in order.indices.reversed() where i > 0 { order.swapAt(i, random.below(i + 1)) }
    var whole: [Int: [Int]] = [:]
    for portion in order {
      if let made = assembly.add(Array(lengths[portion.batch][portion.texts]), of: portion) {
        #expect(whole[portion.batch] == nil)
        whole[portion.batch] = made
      }
    }
    #expect(whole == Dictionary(uniqueKeysWithValues: lengths.enumerated().map { ($0, $1) }))
  }

  /// What `isFreeOfCompany` says: how a batch is divided changes no bit, in either precision.
  @Test(arguments: Precision.allCases) func theirBitsAreThoseOfTheWholeBatch(_ precision: Precision) throws {
    guard precision.obstacle == nil, precision.isFreeOfCompany else {
      print("\(precision.rawValue) is divided nowhere on this machine: not tested")
      return
    }
    let model = try LanguageModel(fresh: PackingInvarianceTests.wide, seed: 7)
    model.precision = precision
    var batch = randomSegments([65, 700, 33, 131, 3, 512, 260, 90], vocabulary: 300, seed: 8)
    for i in batch.indices { batch[i].pool = 0..<3 }
    let whole = try model.losses(of: batch)
    for processes in [1, 2, 5] {
      let portions = Portions([batch.map(\.tokens.count)], processes: processes, isDivisible: true)
      var assembly = Portions.Assembly<SegmentLoss>(portions)
      var made: [SegmentLoss]?
      for portion in portions.portions {
        made = assembly.add(try model.losses(of: Array(batch[portion.texts])), of: portion)
      }
      let divided = try #require(made)
      #expect(divided.map(\.nats.bitPattern) == whole.map(\.nats.bitPattern))
      #expect(divided.map(\.pooled) == whole.map(\.pooled))
    }
  }
}
