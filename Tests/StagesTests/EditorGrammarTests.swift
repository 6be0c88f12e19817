import Documents
import Foundation
import Pipeline
import Stages
import TestSupport
import Testing

/// `grammar/cact.tmLanguage.json` is what the registry makes now. CACT_RECORD=1 writes it anew, which is right after a stage or an option
/// was added.
@Suite struct EditorGrammarTests {
  private let grammar = EditorGrammar.textMate(.standard)

  @Test func theFileIsOfTheseStages() throws {
    let path = PackageRoot.path + "/grammar/cact.tmLanguage.json"
    let text = grammar.serialized(pretty: true) + "\n"
    if ProcessInfo.processInfo.environment["CACT_RECORD"] != nil {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == text, "CACT_RECORD=1 records it")
  }

  /// The first pattern that matches at a word's place, as an editor that goes from left to right takes it.
  private func scope(of word: String, in line: String) throws -> String? {
    let whole = line as NSString
    let wanted = whole.range(of: word, options: .backwards)
    var place = 0
    while place < whole.length {
      var best: (range: NSRange, name: String?)?
      for pattern in grammar["patterns"]?.array ?? [] {
        let source = try #require(pattern["match"]?.string ?? pattern["begin"]?.string)
        let expression = try NSRegularExpression(pattern: source)
        guard
          let match = expression.firstMatch(
            in: line, options: [.withTransparentBounds, .withoutAnchoringBounds],
            range: NSRange(location: place, length: whole.length - place))
        else { continue }
        var range = match.range
        var name = pattern["name"]?.string
        if let captured = pattern["captures"]?["1"]?["name"]?.string { (range, name) = (match.range(at: 1), captured) }
        if let end = pattern["end"]?.string {
          let rest = NSRange(location: match.range.upperBound, length: whole.length - match.range.upperBound)
          let close = try NSRegularExpression(pattern: end).firstMatch(in: line, range: rest)
          range.length = (close?.range.upperBound ?? whole.length) - range.location
        }
        if match.range.location < best?.range.location ?? .max {
          best = (NSRange(location: match.range.location, length: range.upperBound - match.range.location), name)
        }
      }
      guard let found = best else { return nil }
      if found.range.contains(wanted.location) { return found.name }
      place = max(place + 1, found.range.upperBound)
    }
    return nil
  }

  @Test(arguments: [
    ("load | select diverse 10% # few", "select", "support.function.stage.cact"),
    ("load | select diverse 10% # few", "diverse", "support.constant.choice.cact"),
    ("load | select diverse 10% # few", "10%", "constant.numeric.cact"),
    ("load | select diverse 10% # few", "few", "comment.line.number-sign.cact"),
    ("load | select diverse 10% clusters 4", "clusters", "keyword.other.option.cact"),
    ("let few = load | take $n", "let", "keyword.control.cact"),
    ("let few = load | take $n", "load", "support.function.stage.cact"),
    ("let few = load | take $n", "$n", "variable.parameter.cact"),
    ("load \"a # b.jsonl\"", "# b", "string.quoted.double.cact"),
    ("load | where len(question) > 5 and `pass rate` == true", "len", "support.function.cact"),
    ("load | where len(question) > 5 and `pass rate` == true", "and", "keyword.operator.word.cact"),
    ("load | where len(question) > 5 and `pass rate` == true", "`pass", "variable.other.column.cact"),
    ("load | where len(question) > 5 and `pass rate` == true", "true", "constant.language.cact"),
    ("_3 | take 5", "_3", "variable.language.cell.cact"),
  ]) func wordsAreWhatTheyAre(line: String, word: String, scope: String) throws {
    #expect(try self.scope(of: word, in: line) == scope)
  }
}
