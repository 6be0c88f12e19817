import Documents
import Foundation

/// Tests/Fixtures/generation: small models and what transformers continues prompts with.
enum GenerationFixture {
  static let root = FixtureTests.root + "/generation"
  static func expected() throws -> JSONValue { try JSONValue.read(root + "/expected.json") }
}
