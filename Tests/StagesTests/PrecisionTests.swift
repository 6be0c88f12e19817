import Foundation
import MatMul
import Pipeline
import Quantities
import Stages
import Store
import Testing
import Tuning

/// The setting `precision`, on the embedded model and teaching set.
@Suite("Precision of the products") struct PrecisionTests {
  @Test func openBLASMultipliesWhereItIsAskedTo() throws {
    guard Products.standard == .native else { return }
    let session = try Session()
    let line = "load | take 6 | score complexity"
    let native = try session.run(line)
    _ = session.heard.takeStages()
    let library = try session.run("set products openblas\n\(line)")
    #expect(session.heard.takeStages().contains { $0.name == "score" && !$0.remembered })
    #expect(native.key != library.key)
    let (a, b) = (try #require(native.value as? RowsValue), try #require(library.value as? RowsValue))
    #expect(a.numbers("ifd") != b.numbers("ifd"), "sums of 704 products, in blocks of another size")
    for (x, y) in zip(a.numbers("ifd"), b.numbers("ifd")) { #expect(abs(x - y) <= 1e-5 * abs(x)) }
    // The same rows under either name of the default.
    for name in ["native", "auto"] { #expect(try session.run("set products \(name)\n\(line)").key == native.key) }
  }

  @Test func scoresInBfloat16RankAsInFloat32() throws {
    let session = try Session()
    let line = "load | sample 120 | score complexity"
    let exact = try session.rows(line)
    #expect(exact.scoring?.precision == "f32")
    guard Precision.bf16.obstacle == nil else {
      // Without it the setting says why, and `auto` is float32: the value is remembered.
      #expect(session.failure("set precision bf16") != nil)
      #expect(try session.rows("set precision auto\n\(line)").scoring?.precision == "f32")
      return
    }
    let rounded = try session.rows("set precision bf16\n\(line)")
    #expect(rounded.scoring?.precision == "bf16")
    let (a, b) = (exact.numbers("ifd"), rounded.numbers("ifd"))
    #expect(a != b)
    let correlation = try #require(Statistics.spearman(a, b))
    #expect(correlation >= 0.999, "\(correlation)")
    // What a name stands for was made, and is made again, in its own precision; `auto` is bf16 here.
    #expect(try session.rows("set precision auto\n\(line)").numbers("ifd") == b)
    #expect(try session.rows("set precision f32\n\(line)").numbers("ifd") == a)
  }

  @Test func tuningInBfloat16LearnsAsInFloat32() throws {
    guard Precision.bf16.obstacle == nil else { return }
    let session = try Session()
    let line = "load | sample 40 | pack 1024 | tune epochs 2 batch 5"
    let exact = try session.model(line).outcome.lossCurve
    let rounded = try session.model("set precision bf16\n\(line)").outcome.lossCurve
    #expect(exact.count == rounded.count && exact.count > 5 && exact != rounded)
    for (a, b) in zip(exact, rounded) { #expect(abs(a - b) < 0.01 * a, "\(a) \(b)") }
  }

  @Test func fingerprintsOfThisProcess() throws {
    let engine = EngineFingerprint.current
    #expect(["cact", "OpenBLAS"].contains(engine.library) && !engine.version.isEmpty && engine.threads >= 1)
    let copy = try JSONDecoder().decode(EngineFingerprint.self, from: JSONEncoder().encode(engine))
    #expect(copy == engine)
  }

  @Test func theEngineOfAValueNamesItsPrecision() throws {
    let known = Precision.bf16.fingerprint
    #expect(Precision.f32.fingerprint == "f32")
    #expect(known.hasPrefix("bf16 (") && known != Precision.f32.fingerprint)
    Precision.with(.bf16) { #expect(Precision.current == .bf16) }
    #expect(Precision.current == .f32)
  }
}
