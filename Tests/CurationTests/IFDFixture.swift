import Digests
import Documents
import LanguageModel
import Numerics
import Rows
import Store
import TestSupport
import Testing
import Tokenization

/// IFD of the first rows of a shared file as the peer computes it, right and in three wrong ways: see the README of
/// Tests/Fixtures.
struct IFDFixture {
  struct Row {
    var lossConditional: Double
    var lossDirect: Double
    var ifd: Double
    var endScored: Double
    var firstLost: Double
    var indented: Double
    var indentedJoint: Double
  }

  let json: JSONValue
  let rows: [Row]
  let maxLength: Int
  let data: String

  static func path(_ name: String) -> String { PackageRoot.path + "/Tests/Fixtures/\(name)" }
  static let embedded = PackageRoot.path + "/share/model/cact-4m"

  init(_ name: String) throws {
    json = try JSONValue.read(Self.path(name))
    maxLength = try #require(json["max_length"]?.int)
    data = try #require(json["data"]?.string)
    rows = try #require(json["rows"]?.array).enumerated().map { place, row in
      #expect(row["row"]?.int == place)
      func number(_ name: String) throws -> Double { try #require(row[name]?.double) }
      return try Row(
        lossConditional: number("loss_cond"), lossDirect: number("loss_direct"), ifd: number("ifd"),
        endScored: number("ifd_end_scored"), firstLost: number("ifd_first_lost"), indented: number("indented_ifd"),
        indentedJoint: number("indented_ifd_joint"))
    }
  }

  /// The rows that were scored; nil, said plainly, where the shared data is absent.
  func loadRows() throws -> Rows? {
    guard let path = SharedData.path("instruct/\(data)") else { return nil }
    let (loaded, ledger) = try RowReader.read(path: path, options: ReadOptions(limit: rows.count))
    #expect(loaded.count == rows.count && ledger.failed.isEmpty)
    return loaded
  }

  /// The model of `config`, its weights rebuilt from the counter.
  func randomModel() throws -> LanguageModel {
    let config = try #require(json["config"])
    let tensors = try #require(json["tensors"]?.object)
    let model = try LanguageModel(fresh: ModelConfiguration(json: config, file: "fixture"), seed: 0)
    #expect(tensors.count == model.layout.entries.count)
    for entry in model.layout.entries {
      let recipe = try #require(tensors[entry.name], "\(entry.name)")
      let base = try #require(recipe["base"]?.double)
      let amplitude = try #require(recipe["amplitude"]?.double)
      #expect(recipe["shape"]?.array?.compactMap(\.int) == entry.shape)
      let made = CounterValues.values(
        named: entry.name, count: entry.range.count, base: base, amplitude: amplitude)
      model.withWeights { weights in
        for (k, value) in zip(entry.range, made) { weights.pointer[k] = value }
      }
      let values = try #require(model.tensor(entry.name))
      let probe = try #require(recipe["probe"]?.array).compactMap(\.double)
      #expect([values[0], values[1], values[2], values[values.count - 1]].map(Double.init) == probe, "\(entry.name)")
    }
    return model
  }

  /// The embedded model, if the fixture was made with its weights.
  func embeddedModel() throws -> LanguageModel {
    let weights = try ContentDigest.of(file: Self.embedded + "/model.safetensors").hex
    try #require(
      json["weights_sha256"]?.string == weights,
      "the fixture belongs to other weights of the embedded model: make it anew with Tests/Fixtures/make/ifd.py")
    return try LanguageModel(directory: Self.embedded)
  }

  static func tokenizer() throws -> Tokenizer { try Tokenizer(directory: embedded) }
}
