import Diagnostics
import Foundation
import Pipeline
import Testing

@Suite struct CheckerTests {
  @Test func typesAlongThePipe() throws {
    try expectError(
      "load | ⟦tune⟧ epochs 3", "C0301", "`tune` needs Packs, and Rows come in", secondary: ("load", "makes Rows"),
      fix: "load | pack | tune epochs 3")
    try expectError(
      "load | take 5 | pack | ⟦take⟧ 5", "C0301", "`take` needs Rows, and Packs come in",
      secondary: ("pack", "makes Packs"))
    try expectError("⟦take⟧ 5", "C0301", "`take` needs Rows, and nothing comes before it", fix: "load | take 5")
    try expectError(
      "load | ⟦load⟧", "C0301", "`load` begins a pipeline and takes nothing from before it",
      secondary: ("load", "makes Rows"))
    try expectError(
      "load | diff ⟦{ load | pack }⟧", "C0308", "`diff` needs Rows here, and this is Packs")
  }

  @Test func columnsThatAStageAdds() throws {
    try expectError(
      "load | ⟦select⟧ diverse 10%", "C0302", "`select` needs the column `ifd`, which `score` adds",
      fix: "load | score complexity | select diverse 10%")
    try expectError(
      "load | where ⟦ifd⟧ < 1", "C0302", "there is no column `ifd` yet: `score` adds it",
      fix: "load | score complexity | where ifd < 1")
    try expectError(
      "load | score complexity | show question ⟦tokns⟧", "C0303", "no column is named `tokns`",
      fix: "load | score complexity | show question tokens")
    try expectError(
      "load | count by ⟦topc⟧", "C0303", "no column is named `topc`", fix: "load | count by topic")
    let session = try ToySession()
    #expect(session.check("load | select random 10%").isEmpty)
    #expect(session.check("load | derive double = 2 * tokens, four = 2 * double | where four > 3").isEmpty)
    #expect(session.check("load | show question answer row").isEmpty)
  }

  @Test func expressions() throws {
    try expectError(
      "load | where ⟦tokens > \"100\"⟧", "C0306", "a number and text cannot be compared",
      fix: "load | where tokens > 100")
    try expectError("load | where ⟦tokens⟧", "C0306", "the condition must be true or false, and this is a number")
    try expectError("load | where ⟦topic⟧ + 1 > 2", "C0306", "`+` needs a number, and this is text")
    try expectError(
      "load | where tokens and ⟦topic⟧ == \"a\"".replacingOccurrences(of: "⟦topic⟧", with: "topic")
        .replacingOccurrences(of: "where tokens", with: "where ⟦tokens⟧"), "C0306",
      "`and` needs true or false, and this is a number")
    try expectError(
      "load | where ⟦length⟧(answer) > 3", "C0304", "no function is named `length`",
      fix: "load | where len(answer) > 3")
    try expectError(
      "load | where ⟦conains⟧(answer, \"x\")", "C0304", "no function is named `conains`",
      fix: "load | where contains(answer, \"x\")")
    try expectError(
      "load | where ⟦contains(answer)⟧", "C0305", "`contains` is written `contains(text, part)`")
    try expectError("load | where matches(answer, ⟦\"f(\"⟧)", "C0307", "this is not a regular expression")
    try expectError("load | derive m = z(⟦topic⟧) + 1", "C0306", "`z` needs a number, and this is text")
    try expectError("load | where ⟦z(tokens)⟧", "C0306", "the condition must be true or false, and this is a number")
    try expectError("load | sort ⟦bin(tokens, 3, 4)⟧", "C0305", "`bin` is written `bin(number, bins)`")
    try expectError(
      "load | derive m = ⟦zscore⟧(tokens)", "C0304", "no function is named `zscore`", fix: "load | derive m = z(tokens)"
    )
    for bins in ["0", "-3", "2.5", "10%", "tokens", "3s"] {
      try expectError(
        "load | derive m = bin(tokens, ⟦\(bins)⟧)", "C0306", "`bin` needs a whole number of bins, 1 or more")
    }
    try expectError("load | derive m = bin(tokens, ⟦\"4\"⟧)", "C0306", "`bin` needs a number, and this is text")
    let session = try ToySession()
    for good in [
      "load | where tokens in (1, 2, 3) and not is_missing(topic)",
      "load | where \"def\" in answer or len(answer) % 2 == 1",
      "load | sort len(answer) desc, tokens", "load | where tokens < 10% * 300", "load | where max(tokens, 5) == -(-5)",
      "load | where bin(tokens, 4) in (1, 4) and abs(z(tokens)) < 2", "load | sort rank(tokens) + z(len(answer)) desc",
      "def cut(n = 4) = where bin(tokens, $n) == $n\nload | cut 5", "load | derive b = bin(tokens, 1k), c = z(b)",
    ] {
      #expect(session.check(good).isEmpty, "\(good)")
    }
  }

  @Test func aNamedValueKeepsItsColumns() throws {
    let session = try ToySession()
    #expect(session.check("let s = load | score complexity\ns | where ifd < 1 | take 3").isEmpty)
    let found = session.check("let s = load\ns | where ifd < 1")
    #expect(found.map(\.code.name) == ["C0302"])
    // What does not bind is not complained of twice.
    #expect(session.check("let s = lod\ns | where ifd < 1 | take 3").count == 1)
  }
}
