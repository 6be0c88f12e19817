import Foundation
import Pipeline
import Rows
import Stages
import TestSupport
import Testing

@Suite("the language of answers") struct AnswerLanguageTests {
  private static let answers: [(answer: String, language: String?)] = [
    ("Use a loop:\n```py\nfor i in range(3): print(i)\n```\nDone.", "python"),
    ("import os\n\ndef size(path):\n    return os.path.getsize(path)\n", "python"),
    ("const add = (a, b) => a + b;\nconsole.log(add(1, 2));\n", "javascript"),
    ("```sql\nSELECT 1;\n```", "sql"),
    ("<!DOCTYPE html>\n<script>\nvar a = 1;\nlet b = 2;\nconst c = 3;\n</script>\n", "html"),
    ("<?php\nfunction f($x) {\n  return $x;\n}\necho f(1);\necho f(2);\n?>", "php"),
    ("```\n<dependency>\n<scope>test</scope>\n</dependency>\n```", "xml"),
    ("So:\n```\nusing System;\nclass A {\n  static void Main() {\n    Console.WriteLine(1);\n  }\n}\n```", "csharp"),
    ("It depends on what you mean by large.", nil),
    ("```text\nno code\n```", nil),
    // Of most of its code.
    ("```bash\nls\n```\nthen\n```rust\nfn main() {\n    println!(\"a longer piece\");\n}\n```", "rust"),
  ]

  private func file(_ session: Session, _ more: [String: Any] = [:]) throws -> String {
    try session.file(
      "code.jsonl",
      Self.answers.enumerated().map { place, row in
        more.merging(["question": "q\(place)", "answer": row.answer]) { $1 }
      })
  }

  private func words(_ value: RowsValue) -> [String?] {
    (0..<value.rows.count).map {
      if case .text(let bytes) = value.rows.cell($0, "language") { String(decoding: bytes, as: UTF8.self) } else { nil }
    }
  }

  @Test func isThereOnAnyRowsAndIsThatOfMostCode() throws {
    let session = try Session(tiny: true)
    let path = try file(session)
    let value = try session.rows("load \"\(path)\"")
    #expect(value.rows.deferredColumns == ["language"])
    #expect(words(value) == Self.answers.map(\.language))
    // As `score code` has it, whose rule is the same.
    let scored = try session.rows("load \"\(path)\" | score code")
    #expect(
      (0..<scored.rows.count).allSatisfy { scored.rows.cell($0, "language") == scored.rows.cell($0, "code_language") })
    #expect(try session.rows("load \"\(path)\" | where language == \"python\"").texts("question") == ["q0", "q1"])
    let counted = try session.report("load \"\(path)\" | count by language").jsonLines().joined()
    #expect(counted.contains("python") && counted.contains("(missing)"))
  }

  @Test func dividesAQuota() throws {
    let session = try Session(tiny: true)
    let rows = (0..<40).map {
      ["question": "q\($0)", "answer": $0 < 30 ? "```python\nx = \($0)\n```" : "```sql\nSELECT \($0)\n```"]
    }
    let path = try session.file("two.jsonl", rows)
    let chosen = try session.rows("load \"\(path)\" | select random 50% within language")
    #expect(words(chosen).count { $0 == "python" } == 15 && words(chosen).count { $0 == "sql" } == 5)
  }

  @Test func aFileThatSaysItIsBelieved() throws {
    let session = try Session(tiny: true)
    let path = try file(session, ["language": "de"])
    let value = try session.rows("load \"\(path)\"")
    #expect(words(value).allSatisfy { $0 == "de" } && value.rows.deferredColumns.isEmpty)
    #expect(value.rows.names == ["answer", "language", "question", "tokens", "answer_tokens"])
  }

  @Test func isThatOfTheAnswerThatWasLoaded() throws {
    let first = try Session(tiny: true)
    let path = try file(first)
    let line = "load \"\(path)\" | derive answer = \"none\""
    #expect(try words(first.rows(line)) == Self.answers.map(\.language))
    // Whether the rows were kept in memory or read back.
    let second = try Session(sharing: first, tiny: true)
    #expect(try words(second.rows("load \"\(path)\" | take 5")) == Self.answers.prefix(5).map(\.language))
    #expect(try words(second.rows(line)) == Self.answers.map(\.language))
  }

  @Test func isSavedWithTheRowsAndLoadedAgain() throws {
    let session = try Session(tiny: true)
    let path = try file(session)
    let saved = session.folder("saved.jsonl")
    try session.run("load \"\(path)\" | save \"\(saved)\"")
    let (before, after) = try (session.rows("load \"\(path)\""), session.rows("load \"\(saved)\""))
    #expect(words(after) == words(before) && after.rows.names == before.rows.names)
  }
}
