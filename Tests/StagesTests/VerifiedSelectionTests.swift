import Foundation
import Rows
import Stages
import TestSupport
import Testing

/// `select … verified`: what is chosen is tried, and the next in rank takes the place of what is no good.
@Suite("Verified choices")
struct VerifiedSelectionTests {
  /// Twenty rows, of which every third has code that fails its test and every seventh none that parses.
  private static func isGood(_ n: Int) -> Bool { n % 3 != 0 && n % 7 != 0 }

  private func load(_ session: Session) throws -> String {
    let rows: [[String: Any]] = (1...20).map { n in
      let code = n % 7 == 0 ? "def f(x)\n    return x\n" : "def f(x):\n    return x + \(n % 3 == 0 ? 2 : 1)\n"
      return [
        "instruction": "Row \(n)", "output": code, "tests": ["assert f(1) == 2"], "n": n, "group": n % 2,
      ]
    }
    return "load \"\(try session.file("rows.jsonl", rows))\""
  }

  private func numbers(_ value: RowsValue) -> [Int] { value.rows.rowNumbers }

  @Test("the highest that are good, each with what was said of it; the others are dropped by what is wrong with them")
  func top() throws {
    let session = try Session(tiny: true)
    let load = try load(session)
    let best = (1...20).reversed().filter(Self.isGood).prefix(6)
    let value = try session.rows("\(load) | select top 30% by n verified")
    #expect(numbers(value) == best.sorted() && Set(value.texts("verdict")) == ["passes"])
    #expect(value.rows.column("problem") != nil && value.texts("code_language").allSatisfy { $0 == "python" })
    // Those that were passed over, and no row that was not tried.
    let dropped = try session.rows("\(load) | select top 30% by n verified | dropped")
    let reasons = Dictionary(zip(dropped.rows.rowNumbers, dropped.texts("reason")), uniquingKeysWith: { $1 })
    let cut = best.min() ?? 0
    for n in 1...20 where !best.contains(n) {
      let wanted =
        n < cut ? "below the cut" : n % 7 == 0 ? "chosen, but its code does not parse" : "chosen, but its code fails"
      #expect((reasons[n] ?? "").hasPrefix(wanted), "\(n): \(reasons[n] ?? "")")
    }
  }

  @Test("no fewer rows, whatever the rule, the share and the groups; where there are no more, that is said")
  func rules() throws {
    let session = try Session(tiny: true)
    let load = try load(session)
    for choice in [
      "random 40%", "top 8 by n within group", "random 6 blend 50%", "top 8 by n blend 50%", "random 40% draw 3",
      "random 6 within group",
    ] {
      let plain = try session.rows("\(load) | select \(choice)")
      let value = try session.rows("\(load) | select \(choice) verified")
      #expect(value.rows.count == plain.rows.count, "\(choice)")
      #expect(numbers(value).allSatisfy(Self.isGood), "\(choice): \(numbers(value))")
      // What was good already stays.
      if !choice.contains("blend") {
        #expect(Set(numbers(plain).filter(Self.isGood)).isSubset(of: numbers(value)), "\(choice)")
      }
    }
    let tokens = try session.rows("\(load) | select top by n learned 60 verified")
    #expect(numbers(tokens).allSatisfy(Self.isGood) && !tokens.rows.isEmpty)
    _ = session.heard.takeText()
    try session.run("\(load) | select top 100% by n verified")
    let all = session.heard.takeText()
    #expect(all.contains { $0.contains("8 fewer than asked") }, "\(all)")
    #expect(all.contains { $0.contains("of 20 rows tried, 8 gave their place to the next") }, "\(all)")
  }
}
