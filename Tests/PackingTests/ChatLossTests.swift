import Documents
import Foundation
import LanguageModel
import Numerics
import Packing
import Rows
import TestSupport
import Testing
import Tokenization

/// Losses of whole conversations against PyTorch's under the same mask: ../Fixtures/chats.json.
@Suite("Losses of conversations")
struct ChatLossTests {
  private let model: LanguageModel
  private let expected: [JSONValue]
  /// What is tuned on, and what IFD is made of, row by row.
  private let trained: [Segment]
  private let pairs: [ScoringPair]

  init() throws {
    let fixture = try ChatFixture()
    let losses = try #require(fixture.json["losses"])
    let tensors = try #require(losses["tensors"]?.object)
    model = try LanguageModel(
      fresh: ModelConfiguration(json: try #require(losses["config"]), file: "fixture"), seed: 0)
    for entry in model.layout.entries {
      let recipe = try #require(tensors[entry.name], "\(entry.name)")
      let values = CounterValues.values(
        named: entry.name, count: entry.range.count, base: try #require(recipe["base"]?.double),
        amplitude: try #require(recipe["amplitude"]?.double))
      model.withWeights { weights in
        for (place, value) in zip(entry.range, values) { weights.pointer[place] = value }
      }
    }
    let tokenizer = try fixture.tokenizer(try #require(losses["tokenizer"]?.string))
    let name = try #require(losses["template"]?.string)
    let template = try #require(try fixture.template(name))
    let encoded = try #require(losses["places"]?.array).compactMap(\.int).map { entry in
      let row = try #require(fixture.place(entry))
      return try EncodedRows(fixture.rows.taking([row]), tokenizer: tokenizer, template: template)
    }
    trained = try encoded.map { try $0.trainingForm(0, maxLength: 2048, long: .drop).segments[0] }
    pairs = try encoded.map { try $0.scoringPair(0, maxLength: 2048) }
    expected = try #require(losses["rows"]?.array)
  }

  private func means(_ segments: [Segment]) throws -> [Double] {
    try model.losses(of: segments).map { $0.nats / Double($0.count) }
  }

  private func agree(_ found: [Double], _ name: String) {
    #expect(found.count == expected.count)
    for (row, (found, expected)) in zip(found, expected).enumerated() {
      let expected = expected[name]?.double ?? .nan
      #expect(abs(found - expected) <= 1e-4 * max(1, abs(expected)), "\(name) of row \(row): \(found), \(expected)")
    }
  }

  @Test("what is learned, its loss and its gradient are PyTorch's")
  func training() throws {
    #expect(expected.count == 6 && trained.allSatisfy { $0.targets.count > 1 })
    #expect(trained.map(\.targetCount) == expected.map { $0["learned"]?.int })
    agree(try means(trained), "loss")
    agree(
      try trained.map { segment in
        let gradient = Gradient(for: model)
        _ = try model.accumulateGradient(of: [segment], scale: 1, into: gradient)
        return gradient.norm()
      }, "norm")
  }

  @Test("IFD is over the learned turns, given all before them and without the question")
  func scoring() throws {
    let (given, alone) = (try means(pairs.map(\.conditional)), try means(pairs.map(\.direct)))
    agree(given, "conditional")
    agree(alone, "direct")
    agree(zip(given, alone).map { exp($0 - $1) }, "ifd")
  }

  @Test("side by side in one pass they are what they are alone")
  func packed() throws {
    let all = trained + pairs.flatMap { [$0.conditional, $0.direct] }
    let together = try model.losses(of: all, perToken: true)
    for (segment, found) in zip(all, together) {
      let alone = try model.losses(of: [segment], perToken: true)[0]
      #expect(found.count == alone.count && abs(found.nats - alone.nats) <= 1e-4 * alone.nats)
      for (one, other) in zip(found.perToken ?? [], alone.perToken ?? []) { #expect(abs(one - other) <= 1e-4) }
    }
  }
}
