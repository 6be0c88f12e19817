import Documents
import Foundation
import Testing

/// A JSON file of Tests/Fixtures.
func fixture(_ name: String) throws -> JSONValue {
  let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  return try JSONValue.read(root.appendingPathComponent("Fixtures/\(name)").path)
}

/// The numbers of an array, or of an array of arrays, in order.
func numbers(_ value: JSONValue?) throws -> [Double] {
  let value = try #require(value)
  if let double = value.double { return [double] }
  return try #require(value.array).flatMap { try numbers($0) }
}
