import Diagnostics
import Testing

@Suite struct SpellingTests {
  static let stages = ["load", "hold", "take", "sample", "where", "sort", "select", "score", "save", "pack", "plot"]

  @Test(arguments: [
    ("sleect", ["select"]), ("selct", ["select"]), ("socre", ["score"]), ("Load", ["load"]), ("takes", ["take"]),
    ("wehre", ["where"]), ("pakc", ["pack"]),
    // None rather than a bad one.
    ("head", []), ("x", []), ("describe", []), ("filter", []), ("", []),
  ])
  func candidates(name: String, expected: [String]) {
    #expect(Spelling.candidates(for: name, among: Self.stages) == expected)
  }

  @Test func atMostThreeAndOnlyTheNearest() {
    #expect(Spelling.candidates(for: "cat", among: ["bat", "rat", "hat", "mat", "coat"]) == ["bat", "coat", "hat"])
    #expect(Spelling.candidates(for: "tokens", among: ["token", "tokenss", "taken"]) == ["token", "tokenss"])
    #expect(Spelling.candidate(for: "cat", among: ["bat", "rat"]) == nil)
  }
}
