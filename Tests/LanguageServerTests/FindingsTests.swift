import Documents
import Foundation
import Syntax
import TestSupport
import Testing

/// What is published of a document, and the ways out that are offered.
@Suite struct FindingsTests {
  let uri = "file:///scripts/a.cact"

  /// Start and end of a range on one line.
  private func columns(_ finding: JSONValue) -> [Int?] {
    let range = finding["range"]
    return [
      range?["start"]?["line"]?.int, range?["start"]?["character"]?.int, range?["end"]?["line"]?.int,
      range?["end"]?["character"]?.int,
    ]
  }

  @Test func aMistakeIsShownWhereItIsAndGoesWhenItIsMended() throws {
    let client = Client()
    try client.initialize()
    client.open("# one\nload | tak 5\n")
    let found = try client.findings(uri)
    try #require(found.count == 1)
    #expect(columns(found[0]) == [1, 7, 1, 10])
    #expect(found[0]["severity"] == 1 && found[0]["code"] == "C0203" && found[0]["source"] == "cact")
    #expect(client.notifications.last?.params["version"] == 1)
    client.change([["text": "load | take 5\n"]])
    #expect(try client.findings(uri).isEmpty)
    #expect(client.notifications.last?.params["version"] == 2)
    client.open("load | tak 5\n", "file:///scripts/b.cact")
    #expect(try client.findings("file:///scripts/b.cact").count == 1)
    client.notify("textDocument/didClose", ["textDocument": ["uri": "file:///scripts/b.cact"]])
    #expect(try client.findings("file:///scripts/b.cact").isEmpty)
  }

  /// Before the mistake on its line: 4 characters of 3 bytes, one of 4 (two units of UTF-16), a letter with a mark of its own.
  @Test(
    arguments: [
      (nil, 32), (["utf-16"], 32), (["utf-8", "utf-16"], 43), (["utf-32", "utf-8"], 31), (["utf-7"], 32),
    ] as [([String]?, Int)])
  func columnsCountWhatTheClientCounts(encodings: [String]?, column: Int) throws {
    let client = Client()
    let result = try client.initialize(encodings: encodings)
    #expect(
      result["capabilities"]?["positionEncoding"]
        == .string(column == 43 ? "utf-8" : column == 31 ? "utf-32" : "utf-16"))
    client.open("load \"日本語だ🙂e\u{301}.jsonl\" limit 3 | tak 5\n")
    // (That there is no such file is a warning.)
    let found = try client.findings(uri).filter { $0["severity"] == 1 }
    try #require(found.count == 1)
    #expect(columns(found[0]) == [0, column, 0, column + 3])
  }

  @Test func changesOfRangesAreTakenOverInTheirOrder() throws {
    let client = Client()
    try client.initialize()
    func range(_ a: Int, _ b: Int, _ c: Int, _ d: Int) -> JSONValue {
      [
        "start": ["line": .integer(a), "character": .integer(b)],
        "end": ["line": .integer(c), "character": .integer(d)],
      ]
    }
    client.open("load # 🙂 語\r\n| take 5\r\n")
    #expect(try client.findings(uri).isEmpty)
    // Behind the picture, which is two units; then over the line's end; then far behind the text's.
    client.change([
      ["range": range(0, 9, 0, 9), "text": "!"], ["range": range(1, 2, 1, 6), "text": "tak"],
      ["range": range(99, 0, 99, 0), "text": "| cont"],
    ])
    let found = try client.findings(uri)
    #expect(found.map { $0["message"]?.string?.contains("`tak`") } == [true, false])
    let formatted = try client.result("textDocument/formatting", ["textDocument": ["uri": .string(uri)]])
    #expect(formatted.array != nil)
    client.change([["range": range(1, 0, 3, 0), "text": ""], ["range": range(1, 0, 1, 6), "text": "load | tek 1"]])
    #expect(columns(try client.findings(uri)[0]) == [1, 7, 1, 10])
  }

  @Test func onlyTheLastOfSeveralChangesIsChecked() throws {
    let client = Client()
    // In one piece, so that all have come before the first is checked.
    func message(_ method: String, _ params: JSONValue, id: JSONValue? = nil) -> [UInt8] {
      var object: JSONObject = ["jsonrpc": "2.0", "method": .string(method), "params": params]
      object["id"] = id
      let text = JSONValue.object(object).serialized()
      return Array("Content-Length: \(text.utf8.count)\r\n\r\n\(text)".utf8)
    }
    var bytes = message("initialize", ["capabilities": [:]], id: 1)
    bytes += message("textDocument/didOpen", ["textDocument": ["uri": .string(uri), "version": 1, "text": "load | a"]])
    for version in 2...20 {
      bytes += message(
        "textDocument/didChange",
        [
          "textDocument": ["uri": .string(uri), "version": .integer(version)],
          "contentChanges": [["text": .string("load | a\(version)")]],
        ])
    }
    client.send(raw: bytes)
    let found = try client.findings(uri)
    #expect(found.first?["message"]?.string?.contains("`a20`") == true)
    _ = try client.result("shutdown")
    #expect(client.notifications.count == 1)
  }

  @Test func everyPatchThatIsOfferedMendsTheDocument() throws {
    let client = Client()
    try client.initialize()
    let texts = [
      "load | tak 5\n", "# 語🙂\nlet a = load | select divers 10%\na | take 5\n", "set sed 7\n",
      "load | where tokens = 5\n",
      "load | select diverse 10%\n", "load | score complexity | sort ifdd\n", "load | where (tokens > 5\n", "take 5\n",
    ]
    for text in texts {
      client.open(text)
      let found = try client.findings(uri)
      try #require(!found.isEmpty, "\(text)")
      let actions = try client.result(
        "textDocument/codeAction",
        [
          "textDocument": ["uri": .string(uri)], "range": found[0]["range"] ?? .null,
          "context": ["diagnostics": .array(found)],
        ])
      try #require(actions.array?.isEmpty == false, "\(text)\(found)")
      for action in actions.array ?? [] {
        #expect(action["kind"] == "quickfix" && action["title"]?.string?.isEmpty == false)
        let edits = action["edit"]?["changes"]?[uri]?.array ?? []
        client.change([["text": .string(applied(edits, to: text))]])
        #expect(try client.findings(uri).filter { $0["severity"] == 1 }.isEmpty, "\(applied(edits, to: text))")
      }
    }
  }

  @Test func whatAUsedFileHasWrongStandsAtItsUse() throws {
    let folder = try TemporaryDirectory()
    try "def few(n = 5) = tak $n\n".write(toFile: folder("lib 1.cact"), atomically: true, encoding: .utf8)
    let client = Client()
    try client.initialize(root: folder.path)
    #expect(client.entered == [folder.path])
    let uri = "file://\(folder.path)/a.cact"
    client.open("# first\nuse \"lib 1.cact\"\nload | few\n", uri)
    let found = try client.findings(uri)
    #expect(columns(found[0]) == [1, 4, 1, 16])
    #expect(found[0]["message"]?.string?.contains("lib 1.cact:1:18") == true, "\(found)")
    // Mended on the disk: another look is taken when anything is saved.
    try "def few(n = 5) = take $n\n".write(toFile: folder("lib 1.cact"), atomically: true, encoding: .utf8)
    client.notify("textDocument/didSave", ["textDocument": ["uri": .string(uri)]])
    #expect(try client.findings(uri).isEmpty)
    let place = try client.result(
      "textDocument/definition",
      ["textDocument": ["uri": .string(uri)], "position": ["line": 2, "character": 8]])
    #expect(place["uri"] == .string("file://\(folder.path)/lib%201.cact"))
    #expect(columns(place) == [0, 4, 0, 7])
  }

  @Test func argumentsThatARunWillGiveAreNoMistake() throws {
    let client = Client()
    try client.initialize()
    client.open("load \"$1\" | take 5\nload \"$1/a.jsonl\" | tak $2\nload | take $most\n")
    let found = try client.findings(uri)
    #expect(
      found.map { $0["severity"] } == [3, 3, 1, 3, 1] || found.map { $0["severity"] } == [3, 3, 1, 1], "\(found)")
  }

  @Test func aFileThatIsSavedBeforeIsNotMissed() throws {
    let client = Client()
    try client.initialize()
    client.open("load \"other.jsonl\" | take 2 | save \"some.jsonl\"\nload \"some.jsonl\"\n")
    let found = try client.findings(uri)
    #expect(found.map { $0["code"] } == ["C0401"] && found.first.map(columns) == [0, 5, 0, 18], "\(found)")
  }

  @Test func withoutAWorkspaceAFilesFolderIsEntered() throws {
    let client = Client()
    try client.initialize()
    client.open("load\n", "file:///scripts/some%20where/a.cact")
    #expect(try client.findings("file:///scripts/some%20where/a.cact").isEmpty)
    #expect(client.entered == ["/scripts/some where"])
  }

  @Test func otherPlacesAndNotesComeAlong() throws {
    let client = Client()
    try client.initialize()
    client.open("load | pack 4096 | where tokens > 5\n")
    let found = try client.findings(uri)
    let related = found.first?["relatedInformation"]?[0]
    #expect(related?["location"]?["uri"] == .string(uri))
    #expect(related.map { columns($0["location"] ?? .null) } == [0, 7, 0, 11])
    // `exit` ends a script.
    client.change([["text": "load\nexit\nload | tak 5\n"]])
    #expect(try client.findings(uri).isEmpty)
  }
}
