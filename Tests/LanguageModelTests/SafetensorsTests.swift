import Documents
import Foundation
import LanguageModel
import Numerics
import TestSupport
import Testing

@Suite struct SafetensorsTests {
  /// A file of the given header and so many bytes of data.
  private func file(_ header: String, data: Int, length: UInt64? = nil) -> [UInt8] {
    let n = length ?? UInt64(header.utf8.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: n >> (8 * UInt64($0))) } + Array(header.utf8)
      + [UInt8](repeating: 0, count: data)
  }

  @Test func everyLieOfAHeaderIsNamed() throws {
    let scratch = try TemporaryDirectory()
    let path = scratch.path + "/model.safetensors"
    func tensor(_ name: String, _ type: String, _ shape: String, _ from: String, _ to: String) -> String {
      #""\#(name)":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":[\#(from),\#(to)]}"#
    }
    let good = tensor("a", "F32", "[2,2]", "0", "16")
    let cases: [(String, [UInt8], String)] = [
      ("empty", [], "is empty"),
      ("short", [1, 2, 3], "it has 3 bytes"),
      ("length beyond the file", file("{}", data: 0, length: 1 << 40), "the header claims 1099511627776 bytes"),
      ("length of all ones", file("{}", data: 0, length: .max), "the header claims"),
      ("not JSON", file("{nonsense", data: 0), "not JSON"),
      ("not an object", file("[1]", data: 0), "not an object"),
      ("cut data", file("{\(good)}", data: 12), "tensor `a`: ends at byte 16 of 12"),
      ("bytes too many", file("{\(good)}", data: 20), "4 bytes follow the last tensor"),
      ("shape", file("{\(tensor("a", "F32", "[2,3]", "0", "16"))}", data: 16), "tensor `a`: shape [2, 3] of F32"),
      (
        "overflow", file("{\(tensor("a", "F32", "[4611686018427387904,8]", "0", "16"))}", data: 16),
        "tensor `a`: its shape"
      ),
      ("negative shape", file("{\(tensor("a", "F32", "[-2,-2]", "0", "16"))}", data: 16), "tensor `a`: its shape"),
      ("unknown type", file("{\(tensor("a", "Q4", "[2,2]", "0", "16"))}", data: 16), "dtype Q4 is unknown"),
      ("reversed", file("{\(tensor("a", "F32", "[2,2]", "16", "0"))}", data: 16), "its data_offsets are not a range"),
      ("negative", file("{\(tensor("a", "F32", "[2,2]", "-16", "0"))}", data: 16), "its data_offsets are not a range"),
      ("fraction", file("{\(tensor("a", "F32", "[2,2]", "0.5", "16"))}", data: 16), "its data_offsets are not a range"),
      (
        "overlap", file("{\(good),\(tensor("b", "F32", "[2,2]", "8", "24"))}", data: 24), "tensor `b`: overlaps"
      ),
      (
        "hole", file("{\(good),\(tensor("b", "F32", "[1]", "20", "24"))}", data: 24),
        "tensor `b`: begins at byte 20, not 16"
      ),
      ("twice", file("{\(good),\(good)}", data: 16), "not JSON"),
      ("no shape", file(#"{"a":{"dtype":"F32","data_offsets":[0,16]}}"#, data: 16), "tensor `a`: has no shape"),
    ]
    for (name, bytes, expected) in cases {
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      do {
        _ = try Safetensors.Reader(path)
        Issue.record("\(name): accepted")
      } catch {
        #expect("\(error)".contains(path) && "\(error)".contains(expected), "\(name): \(error)")
      }
    }
    #expect(throws: FileError.self) { try Safetensors.Reader(scratch.path + "/absent") }
    #expect(throws: FileError.self) { try Safetensors.Reader(scratch.path) }
    try Data(file("{\(good)}", data: 16)).write(to: URL(fileURLWithPath: path))
    #expect(try Safetensors.Reader(path).floats("a") == [0, 0, 0, 0])
  }

  /// Cut anywhere, a real file is refused and never read beyond its end.
  @Test func everyCutIsRefused() throws {
    let scratch = try TemporaryDirectory()
    let whole = try AtomicFile.read(FixtureTests.root + "/llama-mha/model.safetensors")
    for cut in stride(from: 0, to: whole.count, by: 997) {
      let path = "\(scratch.path)/\(cut)"
      try Data(whole.prefix(cut)).write(to: URL(fileURLWithPath: path))
      #expect(throws: LanguageModelError.self) { try Safetensors.Reader(path) }
    }
  }

  @Test(arguments: StoredType.allCases) func writtenTensorsComeBack(_ type: StoredType) throws {
    let scratch = try TemporaryDirectory()
    // Exact in all three formats; more than one piece of the converter.
    let values = (0..<70_001).map { Float($0 % 255 - 127) / 4 }
    let path = scratch.path + "/t.safetensors"
    try values.withUnsafeBufferPointer { v in
      guard let base = v.baseAddress else { return }
      try Safetensors.write(
        [.init(name: "x", shape: [70_001], values: base), .init(name: "é\"", shape: [3, 2], values: base + 5)],
        as: type, metadata: [("note", "kept")], to: path)
    }
    let reader = try Safetensors.Reader(path)
    #expect(try reader.floats("x") == values)
    #expect(try reader.floats("é\"") == Array(values[5..<11]))
    #expect(reader.entries["é\""]?.shape == [3, 2])
    #expect(reader.metadata == ["note": "kept"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["t.safetensors"])
  }
}
