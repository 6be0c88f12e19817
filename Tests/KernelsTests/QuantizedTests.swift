import Foundation
import Kernels
import Testing

/// Every quantised format against the package gguf (Tests/Fixtures/quantized.safetensors), to the bit.
@Suite struct QuantizedTests {
  /// The fixture's tensors: names to bytes.
  private static func fixture() throws -> [String: [UInt8]] {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/quantized.safetensors")
    let file = [UInt8](try Data(contentsOf: path))
    let length = (0..<8).reduce(0) { $0 | Int(file[$1]) << (8 * $1) }
    let header = try JSONSerialization.jsonObject(with: Data(file[8..<8 + length]))
    var tensors: [String: [UInt8]] = [:]
    for (name, value) in try #require(header as? [String: [String: Any]]) {
      guard let offsets = value["data_offsets"] as? [Int] else { continue }
      tensors[name] = Array(file[8 + length + offsets[0]..<8 + length + offsets[1]])
    }
    return tensors
  }

  private static func floats(_ bytes: [UInt8]) -> [UInt32] {
    bytes.withUnsafeBytes { raw in
      (0..<bytes.count / 4).map { raw.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self) }
    }
  }

  @Test(arguments: BlockFormat.all.map(\.name)) func valuesAreThoseOfTheReference(_ name: String) throws {
    let format = try #require(BlockFormat.all.first { $0.name == name })
    let tensors = try Self.fixture()
    let blocks = try #require(tensors["blocks." + name])
    let expected = Self.floats(try #require(tensors["values." + name]))
    let count = blocks.count / format.bytes
    #expect(count == 6 && expected.count == count * format.elements)
    func widened(_ range: Range<Int>, shiftedBy shift: Int = 0) -> [UInt32] {
      var values = [Float](repeating: .nan, count: range.count)
      ([UInt8](repeating: 0, count: shift) + blocks).withUnsafeBytes { bytes in
        values.withUnsafeMutableBufferPointer { values in
          guard let bytes = bytes.baseAddress, let y = values.baseAddress else { return }
          format.widen(bytes + shift, range, into: y)
        }
      }
      return values.map(\.bitPattern)
    }
    let whole = 0..<expected.count
    #expect(widened(whole) == expected)
    #expect(widened(whole, shiftedBy: 1) == expected, "at an odd address")
    // Any part: within a block, across its borders, from the middle of one to the middle of another.
    for from in stride(from: 0, to: expected.count, by: 11) {
      for count in [1, 17, format.elements, 2 * format.elements + 5] where from + count <= expected.count {
        #expect(widened(from..<from + count) == Array(expected[from..<from + count]), "\(count) from \(from)")
      }
    }
  }
}
