import Documents
import Foundation
import LanguageModel
import Numerics
import Pipeline
import Quantities
import Rows
import Stages
import TestSupport
import Testing

/// The measures of a target against PyTorch's figures on the same rows, from text to column: see the README of Tests/Fixtures.
@Suite("Measures of a target agree with PyTorch") struct MeasureParityTests {
  private let session: Session
  private let json: JSONValue
  private let pool: [JSONValue]
  private let line: String

  init() throws {
    let json = try JSONValue.read(PackageRoot.path + "/Tests/Fixtures/measures.json")
    let session = try Session()
    let tensors = try #require(json["tensors"]?.object)
    let model = try LanguageModel(
      fresh: ModelConfiguration(json: try #require(json["config"]), file: "fixture"), seed: 0)
    for entry in model.layout.entries {
      let recipe = try #require(tensors[entry.name], "\(entry.name)")
      let values = CounterValues.values(
        named: entry.name, count: entry.range.count, base: try #require(recipe["base"]?.double),
        amplitude: try #require(recipe["amplitude"]?.double))
      model.withWeights { weights in
        for (place, value) in zip(entry.range, values) { weights.pointer[place] = value }
      }
    }
    try model.save(to: session.folder("model"), tokenizerFrom: PackageRoot.path + "/share/model/cact-4m")

    func file(_ name: String, _ rows: [JSONValue]) throws -> String {
      try session.file(
        name,
        try rows.map { row in
          ["instruction": try #require(row["instruction"]?.string), "output": try #require(row["output"]?.string)]
        })
    }
    let pool = try #require(json["pool"]?.array)
    let mine = try #require(json["mine"]?.array)
    let count = try #require(json["target"]?.array).count
    line = """
      load "\(try file("pool.jsonl", pool))" | hold from { load "\(try file("mine.jsonl", mine))" } target \(count)
      """
    (self.session, self.json, self.pool) = (session, json, pool)
    try session.run("set model \"\(session.folder("model"))\"")
  }

  private func expected(_ name: String) -> [Double] { pool.compactMap { $0[name]?.double } }

  @Test func targetAndContrast() throws {
    let depth = try #require(json["depth"]?.int)
    let target = try session.rows("\(line) | score target depth \(depth)")
    // The rows are those that the figures are of, and the target's are the same.
    let questions = try #require(target.heldOut?.target)
    #expect(
      (0..<questions.count).map { String(decoding: questions.question($0) ?? [], as: UTF8.self) }
        == json["target"]?.array?.compactMap(\.string))
    #expect(target.rows.count == pool.count)
    let contrast = try session.rows("\(line) | score contrast depth \(depth)")
    for (name, found) in [
      ("target", target.numbers("target")), ("loss", target.numbers("loss_cond")),
      ("contrast", contrast.numbers("contrast")),
    ] {
      let wanted = expected(name)
      let worst = zip(found, wanted).map { abs($0 - $1) }.max() ?? .infinity
      #expect(worst < 1e-4, "\(name): \(worst)")
      // Nothing that tells the rows apart is that small.
      #expect(Statistics.standardDeviation(wanted) > 1e-2, "\(name)")
    }
  }

  @Test func gradient() throws {
    let found = try session.rows("\(line) | score gradient").numbers("gradient")
    let wanted = expected("gradient")
    #expect(found.count == wanted.count)
    let worst = zip(found, wanted).map { abs($0 - $1) }.max() ?? .infinity
    #expect(worst < 1e-3, "\(worst)")
    #expect(try #require(Statistics.spearman(found, wanted)) >= 0.999)
    // What projection leaves of the whole gradients' order.
    #expect(try #require(Statistics.spearman(found, expected("exact"))) > 0.9)
  }
}
