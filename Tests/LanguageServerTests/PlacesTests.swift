import Diagnostics
import Documents
import Foundation
import Syntax
import TestSupport
import Testing

/// What is said of a place, and what may stand there.
@Suite struct PlacesTests {
  let folder: TemporaryDirectory
  let client = Client()

  init() throws {
    folder = try TemporaryDirectory()
    try #"{"instruction": "Add.", "output": "1 + 1", "topic": "sql", "pass rate": 2, "```\n[x](javascript:y)": 1}"#
      .write(
        toFile: folder("rows.jsonl"), atomically: true, encoding: .utf8)
    try client.initialize()
  }

  private func labels(_ marked: String) throws -> [String] {
    let items = try client.at(marked, "textDocument/completion")["items"]?.array ?? []
    // Editors sort by this.
    #expect(items.map { $0["sortText"]?.string ?? "" } == items.map { $0["sortText"]?.string ?? "" }.sorted())
    return items.map { $0["label"]?.string ?? "" }
  }

  @Test func behindAPipeStagesThatFit() throws {
    let stages = try labels("load | s¦")
    #expect(stages.contains("score") && stages.contains("select") && !stages.contains("load"))
    #expect(!stages.contains("take"))
    #expect(try labels("load | pack 4096 | ¦\n").contains("tune"))
    #expect(try !labels("load | pack 4096 | ¦\n").contains("where"))
    // At the beginning of a line a new statement begins, whatever stands above and below.
    let heads = try labels("let first = load\nset seed 7\n¦\nload | take 5\n")
    #expect(heads.contains("load") && heads.contains("first") && heads.contains("let") && !heads.contains("where"))
    // A line may go on above and below.
    #expect(try labels("load\n  | sco¦\n  | take 5\n") == ["score"])
    #expect(try labels("load # | s¦").isEmpty)
    #expect(try labels("let b = load\nlet a = { b | sel¦\n").contains("select"))
    // What a name stands for begins like any pipeline, and is no statement.
    #expect(try labels("let x = lo¦").contains("load"))
    let begun = try labels("let x = ¦")
    #expect(begun.contains("load") && !begun.contains("let") && !begun.contains("where"))
  }

  @Test func columnsOfTheRowsThatComeIn() throws {
    let load = "load \"\(folder("rows.jsonl"))\""
    let columns = try labels("let mine = \(load)\n\nmine | derive twice = tokens * 2 | where ¦")
    #expect(columns.contains("twice") && columns.contains("topic") && columns.contains("`pass rate`"))
    #expect(columns.contains("lower(") && columns.contains("not") && !columns.contains("contains"))
    // Behind a column its comparison is due, and behind a key its order.
    let compared = try labels("\(load) | where topic ¦")
    #expect(compared.contains("contains") && compared.contains("==") && !compared.contains("topic"))
    #expect(try labels("\(load) | sort topic ¦") == ["desc", "asc"])
    #expect(try labels("\(load) | sort ¦").contains("topic"))
    let derived = try labels("\(load) | derive n = ¦")
    #expect(derived.contains("len(") && derived.contains("topic") && !derived.contains("take"))
    #expect(try labels("\(load) | derive n = le¦") == ["len("])
    // What nobody would see is not offered.
    #expect(!columns.contains { $0.contains("javascript") })
    #expect(try labels("\(load) | where to¦\n| take 1").contains("topic"))
    #expect(try labels("\(load) | show topic tw¦").isEmpty)
    #expect(try labels("\(load) | select ¦").contains("diverse"))
    #expect(try labels("\(load) | select diverse 10% clus¦") == ["clusters"])
  }

  @Test func aCandidateTakesThePlaceOfTheWord() throws {
    let (text, _) = Client.marked("# 🙂 語\nload \"語🙂.jsonl\" | sele¦ 5\n")
    let items = try client.at("# 🙂 語\nload \"語🙂.jsonl\" | sele¦ 5\n", "textDocument/completion")["items"]?.array ?? []
    try #require(items.count == 1)
    #expect(applied([items[0]["textEdit"] ?? .null], to: text) == "# 🙂 語\nload \"語🙂.jsonl\" | select 5\n")
    #expect(items[0]["kind"] == 3 && items[0]["detail"]?.string?.isEmpty == false)
  }

  @Test func namesBehindTheDollarAndFilesInQuotes() throws {
    #expect(try labels("param most = 5\nload | take $mo¦") == ["most", "model"].filter { $0 == "most" })
    #expect(try labels("def few(count = 5, other: integer) = take $¦").prefix(2) == ["count", "other"])
    #expect(try labels("load \"\(folder.path)/ro¦") == ["rows.jsonl"])
    #expect(try labels("set ¦").contains("seed"))
    #expect(try labels("set ledger ¦") == ["brief", "full"])
  }

  /// A text that is compared is no file, whatever files there are.
  @Test(arguments: ["where topic == ", "where topic contains ", "derive n = len(", "sort "])
  func noFileIsOfferedInAnExpression(stage: String) throws {
    // Where a file may stand, the same beginning finds it.
    #expect(try labels("load | append \"\(folder.path)/¦") == ["rows.jsonl"])
    #expect(try labels("load | \(stage)\"\(folder.path)/¦").isEmpty)
    // The folder that the tests run in has files, too.
    #expect(try labels("load | \(stage)\"¦").isEmpty)
  }

  // MARK: Hover

  private func hover(_ marked: String) throws -> String? {
    let result = try client.at(marked, "textDocument/hover")
    return result["contents"]?["value"]?.string
  }

  @Test func wordsAreExplained() throws {
    #expect(try hover("load | sel¦ect diverse 10%")?.contains("select: ") == true)
    #expect(try hover("load | select div¦erse 10%")?.contains("select … diverse: ") == true)
    #expect(try hover("load | select diverse 10% clust¦ers 5")?.contains("clusters N") == true)
    #expect(try hover("load | where lo¦wer(question) == \"a\"")?.contains("lower(text): ") == true)
    #expect(try hover("load | score complexity | sort if¦d")?.contains("ifd: number, added by score") == true)
    #expect(try hover("le¦t a = load")?.contains("let NAME = PIPELINE") == true)
    #expect(try hover("set se¦ed 7")?.contains("Current value: 42") == true)
    #expect(try hover("set seed 7\nset s¦eed 8")?.contains("Current value: 7") == true)
    #expect(try hover("let some = load | take 5\nsom¦e | take 2")?.contains("some: Rows") == true)
    #expect(try hover("let so¦me = load | take 5")?.contains("some: Rows") == true)
    #expect(try hover("# Few.\ndef few(n = 5) = take $n\nload | fe¦w 3")?.contains("Few.") == true)
    #expect(try hover("def few(n = 5) = take $n¦\n")?.contains("a parameter of few") == true)
    #expect(try hover("param most = 5\nload | take $mo¦st")?.contains("$most = 5") == true)
    for nothing in ["load ¦ | take 5", "# sel¦ect", "load \"sel¦ect\"", "¦", "nothing¦"] {
      #expect(try client.at(nothing, "textDocument/hover").isNull, "\(nothing)")
    }
  }

  @Test func theWordIsMarkedAndNothingInItIsFormatted() throws {
    let result = try client.at("load \"語🙂.jsonl\" | sel¦ect 5\n", "textDocument/hover")
    #expect(result["range"]?["start"]?["character"] == 19 && result["range"]?["end"]?["character"] == 25)
    let text = try #require(try hover("let mine = load \"\(folder("rows.jsonl"))\"\nmi¦ne | take 1"))
    #expect(text.contains("topic"))
    let fence = text.prefix { $0 == "`" }
    #expect(fence.count >= 3 && text.hasSuffix("\n" + fence))
    // The column's name stands in it with a fence of its own.
    let inside = text.dropFirst(fence.count).dropLast(fence.count)
    #expect(inside.contains("```") && !inside.contains(fence))
  }

  // MARK: Formatting and names

  @Test func formattingIsWhatFmtWritesAndChangesNothingTwice() throws {
    let root = PackageRoot.path
    var texts = [
      "load|take 5", "\n\n# 語🙂\nload   |  take   5 # z\n\n\n\nset  seed 7", "load \"語\"|where  a==\"🙂\"|show   a  ", "",
      "load\r\n  |   take 5\r\n", "load | take 5\n",
    ]
    for name in try FileManager.default.contentsOfDirectory(atPath: root + "/examples")
    where name.hasSuffix(".cact") {
      let text = try String(contentsOfFile: root + "/examples/" + name, encoding: .utf8)
      texts += [text, text.replacing(" | ", with: "|").replacing("\n", with: " \n\n\n")]
    }
    for text in texts {
      let uri = "file:///scripts/a.cact"
      client.open(text)
      let edits = try client.result("textDocument/formatting", ["textDocument": ["uri": .string(uri)]])
      let canonical = Canonical.print(Parser.parse(SourceText(name: "a", text: text)).program)
      #expect(applied(edits.array ?? [], to: text) == canonical)
      #expect((edits.array ?? []).isEmpty == (text == canonical))
      client.change([["text": .string(canonical)]])
      #expect(try client.result("textDocument/formatting", ["textDocument": ["uri": .string(uri)]]) == [])
    }
    client.open("load | (")
    #expect(try client.result("textDocument/formatting", ["textDocument": ["uri": "file:///scripts/a.cact"]]).isNull)
  }

  @Test func namesAreListedAndFound() throws {
    let text = "param most = 5\nlet some = load | take $most\ndef few(n = 5) = take $n\nsome | few 3\n"
    client.open(text)
    let symbols = try client.result("textDocument/documentSymbol", ["textDocument": ["uri": "file:///scripts/a.cact"]])
    #expect(symbols.array?.map { $0["name"] } == ["most", "some", "few"])
    #expect(symbols[2]?["children"]?[0]?["name"] == "n")
    func line(_ marked: String) throws -> [Int?] {
      let start = try client.at(marked, "textDocument/definition")["range"]?["start"]
      return [start?["line"]?.int, start?["character"]?.int]
    }
    #expect(try line("param most = 5\nload | take $mo¦st\n") == [0, 6])
    #expect(try line("let a = load\nlet a = load | take 2\na¦ | take 5\n") == [1, 4])
    #expect(try line("let a = load\nload | append a¦\n") == [0, 4])
    #expect(try line("def few(n = 5) = take $n¦\nload | few 3\n") == [0, 8])
    #expect(try line("def few(n = 5) = take $n\nload | fe¦w 3\n") == [0, 4])
    #expect(try line("lo¦ad | take 3\n") == [nil, nil])
  }
}
