import Documents
import Foundation
import TestSupport
import Testing

/// The protocol itself: order, ends, and what is no message.
@Suite struct ProtocolTests {
  private func code(_ answer: JSONValue) -> Int? { answer["error"]?["code"]?.int }

  @Test func aSessionHasItsOrder() throws {
    let client = Client()
    #expect(code(try client.answer("textDocument/hover")) == -32002)
    #expect(code(try client.answer("shutdown")) == -32002)
    client.notify("textDocument/didOpen", ["textDocument": ["uri": "file:///a", "text": "lod"]])
    let capabilities = try client.initialize()["capabilities"]
    #expect(capabilities?["hoverProvider"] == true && capabilities?["positionEncoding"] == "utf-16")
    #expect(code(try client.answer("initialize")) == -32600)
    #expect(code(try client.answer("textDocument/rename")) == -32601)
    client.notify("$/setTrace", ["value": "off"])
    client.notify("some/thing", [:])
    #expect(code(try client.answer("textDocument/hover", ["textDocument": ["uri": "file:///never"]])) == -32602)
    #expect(try client.result("shutdown").isNull)
    #expect(code(try client.answer("textDocument/hover")) == -32600)
    client.notify("exit", .null)
    #expect(try client.end())
    #expect(client.notifications.isEmpty)
  }

  @Test func anEndThatWasNotAskedForIsSaid() throws {
    let exits = Client()
    try exits.initialize()
    exits.notify("exit", .null)
    #expect(try !exits.end())
    let closes = Client()
    try closes.initialize()
    closes.close()
    #expect(try !closes.end())
    #expect(closes.complaints.isEmpty)
    let shutsDown = Client()
    try shutsDown.initialize()
    _ = try shutsDown.result("shutdown")
    shutsDown.close()
    #expect(try shutsDown.end())
  }

  @Test func aRequestThatWasTakenBackIsAnswered() throws {
    let client = Client()
    try client.initialize()
    client.open("load\n")
    func message(_ object: JSONValue) -> [UInt8] {
      let text = object.serialized()
      return Array("Content-Length: \(text.utf8.count)\r\n\r\n\(text)".utf8)
    }
    let place: JSONValue = [
      "textDocument": ["uri": "file:///scripts/a.cact"], "position": ["line": 0, "character": 1],
    ]
    // In one piece, so that both have come before the first is handled.
    client.send(
      raw: message(["jsonrpc": "2.0", "id": "x", "method": "textDocument/hover", "params": place])
        + message(["jsonrpc": "2.0", "method": "$/cancelRequest", "params": ["id": "x"]]))
    #expect(code(try client.answer(to: "x")) == -32800)
    // One that is answered already, or was never asked.
    client.notify("$/cancelRequest", ["id": "x"])
    client.notify("$/cancelRequest", .null)
    client.send(["jsonrpc": "2.0", "id": "x", "method": "textDocument/hover", "params": place])
    #expect(try client.answer(to: "x")["result"]?["contents"] != nil)
  }

  @Test(arguments: [
    "{", "", "nonsense", "[]", "[{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"shutdown\"}]", "{}", "null", "7",
    "{\"jsonrpc\": \"1.0\", \"id\": 3, \"method\": \"shutdown\"}", "{\"jsonrpc\": \"2.0\", \"id\": 3}",
    "{\"jsonrpc\": \"2.0\", \"id\": {}, \"method\": \"shutdown\"}", "{\"jsonrpc\": \"2.0\", \"method\": 7, \"id\": 3}",
    "{\"a\": 1, \"a\": 2}",
  ])
  func whatIsNoMessageIsAnsweredAndTheNextIsHeard(content: String) throws {
    let client = Client()
    client.send(content: Array(content.utf8))
    let answer = try client.next()
    #expect([-32700, -32600].contains(code(answer)) && (answer["id"]?.isNull == true || answer["id"] == 3))
    try client.initialize()
    #expect(try client.result("shutdown").isNull)
  }

  @Test(arguments: [
    "Content-Length: x\r\n\r\n{}", "Content-Length: -5\r\n\r\n{}", "Length: 5\r\n\r\n{}", "hello\r\n\r\n", "\r\n\r\n",
    "Content-Length: 99999999999999999999\r\n\r\n", "Content-Length: 999999999999\r\n\r\n",
    "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", String(repeating: "a", count: 10_000),
  ])
  func aBrokenHeaderEndsTheServerWithAWord(bytes: String) throws {
    let client = Client()
    try client.initialize()
    client.send(raw: Array(bytes.utf8))
    #expect(try !client.end())
    #expect(client.complaints.count == 1, "\(client.complaints)")
  }

  @Test func aMessageCutShortEndsTheServerWithAWord() throws {
    let client = Client()
    try client.initialize()
    client.send(raw: Array("Content-Length: 50\r\n\r\n{\"json".utf8))
    client.close()
    #expect(try !client.end())
    #expect(client.complaints.count == 1)
  }

  @Test func aHeaderMayHaveOtherLinesAndComeByteByByte() throws {
    let client = Client()
    let text = #"{"jsonrpc": "2.0", "id": 7, "method": "initialize", "params": {"capabilities": {}}}"#
    let header = "Content-Type: application/vscode-jsonrpc; charset=utf-8\r\ncontent-length:\(text.utf8.count)\r\n\r\n"
    for byte in Array((header + text).utf8) { client.send(raw: [byte]) }
    #expect(try client.answer(to: 7)["result"]?["serverInfo"]?["name"] == "cact")
  }

  @Test func textThatIsNoTextIsMended() throws {
    let client = Client()
    try client.initialize()
    let head = #"{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"file:///a","text":""#
    client.send(
      content: Array(head.utf8) + [0xFF, 0xC3] + Array(#" \ud83d \udc00\ud83d\ude42 | tak 5\\ud83d"}}}"#.utf8))
    #expect(try !client.findings("file:///a").isEmpty)
  }

  @Test func tenMegabytesAreChecked() throws {
    let client = Client()
    try client.initialize()
    client.open(
      String(repeating: "# 語🙂 a comment of some length that says nothing at all\n", count: 160_000) + "load | tak 5\n")
    let found = try client.findings("file:///scripts/a.cact")
    #expect(found.first?["range"]?["start"]?["line"] == 160_000)
    client.change([["text": .string(String(repeating: "(", count: 200_000))]])
    #expect(try client.findings("file:///scripts/a.cact").count <= 60)
  }

  @Test(arguments: [4, 5] as [UInt64])
  func everyPlaceOfADamagedScriptIsAnswered(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let client = Client()
    try client.initialize(encodings: ["utf-8"])
    let folder = PackageRoot.path + "/examples/"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".cact") }
    let scripts = try names.sorted().map { Array(try String(contentsOfFile: folder + $0, encoding: .utf8).utf8) }
    let signs = Array("|{}()\"`$%#=<>-,.:;&'[]~\\\n\r".utf8) + Array("語🙂".utf8)
    for number in 0..<30 {
      var bytes = scripts[random.below(scripts.count)] + Array("\nlet a = load\ndef f(x = 3) = take $x\na | f 2\n".utf8)
      for _ in 0...random.below(5) {
        let index = random.below(bytes.count)
        switch random.below(4) {
        case 0: bytes.removeSubrange(index..<min(bytes.count, index + random.below(40)))
        case 1: bytes.insert(signs[random.below(signs.count)], at: index)
        case 2: bytes[index] = signs[random.below(signs.count)]
        default: bytes.insert(contentsOf: bytes[index..<min(bytes.count, index + 20)], at: random.below(bytes.count))
        }
        if bytes.isEmpty { bytes = [0x0A] }
      }
      let text = String(decoding: bytes, as: UTF8.self)
      client.open(text)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      for _ in 0..<6 {
        let line = random.below(lines.count + 1)
        let character = line < lines.count ? random.below(lines[line].utf8.count + 2) : 0
        let place: JSONValue = ["line": .integer(line), "character": .integer(character)]
        for method in ["completion", "hover", "definition", "codeAction"] {
          let answer = try client.answer(
            "textDocument/" + method,
            [
              "textDocument": ["uri": "file:///scripts/a.cact"], "position": place,
              "range": ["start": place, "end": place],
              "context": ["diagnostics": []],
            ])
          #expect(answer["result"] != nil, "seed \(seed), script \(number), \(method) at \(line):\(character)\n\(text)")
        }
      }
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func randomMessagesAreAnswered(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let client = Client()
    try client.initialize()
    let methods = [
      "textDocument/completion", "textDocument/hover", "textDocument/formatting", "textDocument/documentSymbol",
      "textDocument/definition", "textDocument/codeAction", "textDocument/didOpen", "textDocument/didChange",
      "textDocument/didClose", "textDocument/didSave", "initialize", "$/cancelRequest", "workspace/symbol",
    ]
    func value(_ depth: Int) -> JSONValue {
      switch random.below(depth > 3 ? 6 : 9) {
      case 0: return .null
      case 1: return .bool(random.below(2) == 0)
      case 2: return .integer(random.below(7) - 2)
      case 3: return .number([-1e300, 0.5, 2, 1e300][random.below(4)])
      case 4, 5:
        return .string(
          ["load | take 5", "file:///scripts/a.cact", "load | where ", "\u{0}", "語🙂", "let a = ", "use \"a", ""][
            random.below(8)])
      case 6: return .array((0..<random.below(3)).map { _ in value(depth + 1) })
      default: return members(depth + 1)
      }
    }
    func members(_ depth: Int) -> JSONValue {
      let keys = [
        "textDocument", "position", "uri", "text", "version", "contentChanges", "range", "start", "end", "line",
        "character",
        "context", "id", "only",
      ]
      var object = JSONObject()
      for key in keys where random.below(3) > 0 {
        switch key {
        case "uri" where random.below(3) > 0: object[key] = "file:///scripts/a.cact"
        case "textDocument", "position", "range", "start", "end":
          object[key] = depth > 3 ? value(depth) : members(depth + 1)
        default: object[key] = value(depth)
        }
      }
      return .object(object)
    }
    client.open("let a = load\na | take 5 | tak 3\n")
    for number in 0..<150 {
      let method = methods[random.below(methods.count)]
      let params = members(0)
      if method.contains("/did") || method.hasPrefix("$") {
        client.notify(method, params)
      } else {
        let answer = try client.answer(method, params)
        #expect(answer["result"] != nil || answer["error"] != nil, "seed \(seed), message \(number)")
      }
    }
    #expect(try client.result("shutdown").isNull)
    client.notify("exit", .null)
    #expect(try client.end())
  }
}
