import Documents
import LanguageModel
import Pipeline
import Stages
import Testing
import Tuning

/// What stages took: operations, memory, energy and money, in the bill of a statement and in every report that has one.
@Suite("Total compute") struct ComputeTests {
  private static let pool = "load | take 12"
  private static let tune = "\(pool) | pack 512 | tune steps 3 control 0"

  private func operations(_ bill: JSONObject, of stage: String) throws -> Double {
    let entry = try #require(bill["stages"]?.array?.last { $0["stage"]?.string == stage })
    return try #require(entry["operations"]?.double)
  }

  @Test("a forward pass takes two operations a weight and token, a step three times as many")
  func operationsAreThoseOfTheModel() throws {
    let session = try Session(tiny: true)
    let outcome = try session.run(Self.tune)
    let model = try #require(outcome.value as? ModelValue)
    let trained = try LanguageModel(directory: model.directory)
    // Looking a token up is no product; the output is, tied to it or not.
    let weights = Double(trained.parameterCount)
    let tokens = Double(model.outcome.totalTokens)
    let found = try operations(outcome.bill, of: "tune")
    // Attention adds to it, and what answers do not ask for of the last layer is saved.
    #expect(
      found > 0.5 * 6 * weights * tokens && found < 2 * 6 * weights * tokens, "\(found) of \(6 * weights * tokens)")
    #expect((outcome.bill["peak_memory"]?.int ?? 0) > 1 << 20)
    let rows = try session.run("\(Self.pool) | score complexity").bill
    #expect(try operations(rows, of: "score") > 0)
    #expect(try operations(rows, of: "load") == 0)
  }

  @Test func whatIsRememberedKeepsWhatItTook() throws {
    let session = try Session(tiny: true)
    let first = try session.run(Self.tune).bill
    let again = try Session(sharing: session, tiny: true)
    let second = try again.run("\(Self.tune)").bill
    #expect(first["operations"] == second["operations"] && first["operations"]?.double ?? 0 > 0)
    #expect(first["core_hours"] == second["core_hours"])
  }

  @Test func energyAndMoneyAreSaidWhereSomebodyKnows() throws {
    let session = try Session(tiny: true)
    let unknown = try session.run(Self.tune)
    #expect(unknown.bill["money"] == .null)
    // Where the processors' counters can be read, energy is measured, whatever `watts` says.
    let measured = unknown.bill["energy"]?.string == "measured"
    if !measured { #expect(unknown.bill["joules"] == .null && unknown.bill["energy"] == .null) }
    try session.run("set watts 65")
    try session.run("set price 36/h")
    let known = try session.run(Self.tune)
    let seconds = try #require(known.bill["seconds"]?.double)
    #expect(known.key == unknown.key)
    #expect(abs((known.bill["money"]?.double ?? .nan) - seconds / 100) < 1e-9)
    if !measured {
      #expect(abs((known.bill["joules"]?.double ?? .nan) - seconds * 65) < 1e-6)
      #expect(known.bill["energy"]?.string == "estimated")
    }
    let text = session.heard.takeText().last { $0.hasPrefix("Bill    ") } ?? ""
    #expect(text.contains("FLOP") && text.contains("of memory") && text.contains(" core-hours, "), "\(text)")
    #expect(text.contains("Wh") && text.contains(" at 36/h."), "\(text)")
  }

  @Test func figuresAreShort() {
    #expect(Figures.operations(0) == "0 FLOP" && Figures.operations(12) == "12 FLOP")
    #expect(Figures.operations(3.14e12) == "3.1 TFLOP" && Figures.operations(999.7e9) == "1.0 TFLOP")
    #expect(Figures.operations(4.2e22) == "42 ZFLOP" && Figures.operations(.nan) == "0 FLOP")
    #expect(Figures.energy(3_600) == "1.0 Wh" && Figures.energy(360) == "0.10 Wh" && Figures.energy(1.1e9) == "306 kWh")
  }
}
