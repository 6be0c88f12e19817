import LanguageModel
import Testing

@Suite struct KeyValueCacheTests {
  /// Takes a position and writes its number into every layer.
  private func grow(_ cache: inout KeyValueCache, _ value: Float) {
    cache.grow(Int32(value))
    for layer in 0..<cache.layers {
      for i in 0..<cache.width { cache.entry(layer, cache.count - 1)[i] = value + Float(layer) / 4 }
    }
  }

  private func values(_ cache: KeyValueCache, layer: Int = 1, from: Int = 0) -> [Float] {
    var found: [Float] = []
    cache.runs(layer, from..<cache.count) { range, entry in
      for i in 0..<range.count { found.append(entry[i * cache.width] - Float(layer) / 4) }
    }
    return found
  }

  @Test func copiesGoTheirOwnWays() {
    for length in [1, 31, 32, 33, 70] {
      var one = KeyValueCache(layers: 3, width: 4)
      for i in 0..<length { grow(&one, Float(i)) }
      var two = one
      var three = two
      for i in 0..<40 {
        grow(&one, Float(1_000 + i))
        grow(&two, Float(2_000 + i))
      }
      grow(&three, 3_000)
      let common = (0..<length).map { Float($0) }
      #expect(values(one) == common + (1_000..<1_040).map { Float($0) })
      #expect(values(two) == common + (2_000..<2_040).map { Float($0) })
      #expect(values(three, layer: 2) == common + [3_000])
      #expect(values(two, from: length / 2) == Array(values(two)[(length / 2)...]))
    }
  }
}
