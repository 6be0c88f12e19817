import Documents
import Numerics
import TestSupport
import Testing

/// What Tests/Fixtures/make/lexical.py and selection.py computed.
enum ChoosingFixture {
  static func read(_ name: String) throws -> JSONValue {
    try JSONValue.read(PackageRoot.path + "/Tests/Fixtures/\(name).json")
  }

  /// The numbers of an array, or of an array of arrays, in order.
  static func doubles(_ value: JSONValue?) throws -> [Double] {
    try #require(value?.array).flatMap { $0.array == nil ? [try #require($0.double)] : try doubles($0) }
  }

  static func integers(_ value: JSONValue?) throws -> [Int] {
    try #require(value?.array).map { try #require($0.int) }
  }

  static func texts(_ value: JSONValue?) throws -> [[UInt8]] {
    try #require(value?.array).map { Array(try #require($0.string).utf8) }
  }

  /// Seeded rows over a small vocabulary; those with a topic use its words for the most part.
  static func rows(_ count: Int, topic: Int? = nil, generator: inout SeededGenerator) -> [[UInt8]] {
    (0..<count).map { _ in
      let words = (0..<(5 + generator.index(below: 30))).map { _ in
        if let topic, generator.index(below: 4) > 0 { return "t\(topic)_\(generator.index(below: 25))" }
        return "w\(generator.index(below: 60))"
      }
      return Array(words.joined(separator: generator.index(below: 2) == 0 ? " " : " (").utf8)
    }
  }
}
