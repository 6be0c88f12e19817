import Documents
import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// What editors and readers of manuals get of the program.
  @Suite("Editors and the manual") struct EditorTests {
    private static func frames(_ messages: [JSONValue]) -> String {
      messages.map { $0.serialized() }.map { "Content-Length: \($0.utf8.count)\r\n\r\n\($0)" }.joined()
    }

    private static func messages(_ output: String) throws -> [JSONValue] {
      try output.split(separator: "Content-Length: ").map { frame in
        let parts = frame.split(separator: "\r\n\r\n", maxSplits: 1)
        try #require(parts.count == 2 && Int(parts[0]) == parts[1].utf8.count)
        return try JSONValue.parse(String(parts[1]), file: "answer")
      }
    }

    @Test("`cact lsp` answers on standard output, formats as `cact fmt` does, and leaves the store alone")
    func languageServer() throws {
      let cact = try Cact()
      let text = "# 語🙂\nload|take   5\n| sort tokens"
      let uri = "file://\(cact.folder.path)/a.cact"
      let document: JSONValue = ["uri": .string(uri)]
      let opened: JSONValue = ["uri": .string(uri), "languageId": "cact", "version": 1, "text": .string(text)]
      let asked: [JSONValue] = [
        ["jsonrpc": "2.0", "id": 1, "method": "initialize", "params": ["capabilities": [:]]],
        ["jsonrpc": "2.0", "method": "textDocument/didOpen", "params": ["textDocument": opened]],
        ["jsonrpc": "2.0", "id": 2, "method": "textDocument/formatting", "params": ["textDocument": document]],
      ]
      let end: [JSONValue] = [
        ["jsonrpc": "2.0", "id": 3, "method": "shutdown"], ["jsonrpc": "2.0", "method": "exit"],
      ]
      let run = try cact(["lsp"], input: Self.frames(asked + end))
      #expect(run.status == 0 && run.errors.isEmpty, "\(run)")
      let answers = try Self.messages(run.output)
      #expect(answers.compactMap { $0["id"]?.int } == [1, 2, 3])
      let formatted = try cact(["fmt", "-"], input: text)
      let edit = try #require(answers.first { $0["id"] == 2 }?["result"]?[0])
      // The edit begins on the second line, which has no character of two units.
      let line = try #require(text.split(separator: "\n").dropFirst().first)
      let start = try #require(edit["range"]?["start"]?["character"]?.int)
      #expect(edit["range"]?["start"]?["line"] == 1)
      let written = "# 語🙂\n" + line.prefix(start) + (edit["newText"]?.string ?? "")
      #expect(formatted.output.hasPrefix(written))
      // Without `shutdown`, without a message, and in the middle of one.
      #expect(try cact(["lsp"], input: Self.frames(asked)).status == 1)
      #expect(try cact(["lsp", "--stdio"], input: "").status == 1)
      let cut = try cact(["lsp"], input: "Content-Length: 5\r\n\r\n{}")
      #expect(cut.status == 1 && cut.errors.contains("the language server ends"), "\(cut)")
      // (`fmt` opens none either.)
      #expect(cact.store.names.isEmpty)
    }

    @Test("The manual page is what the program says of its command line")
    func manualPage() throws {
      let cact = try Cact()
      // What the library answers itself knows no store.
      let program = try BuiltProduct.path("cact")
      let dump = try Command.run(program, ["--experimental-dump-help"], directory: cact.folder.path)
      #expect(dump.status == 0)
      let page = try Command.run("/usr/bin/env", ["python3", PackageRoot.path + "/scripts/manual"], input: dump.output)
      #expect(page.status == 0, "\(page)")
      let kept = String(decoding: try AtomicFile.read(PackageRoot.path + "/docs/cact.1"), as: UTF8.self)
      #expect(page.output == kept, "`cact --experimental-dump-help | scripts/manual > docs/cact.1` writes it anew")
    }

    @Test("What the guide to editors has in JSON can be read")
    func guide() throws {
      let guide = String(
        decoding: try AtomicFile.read(PackageRoot.path + "/docs/guides/editors.md"), as: UTF8.self)
      let blocks = guide.split(separator: "```json\n").dropFirst().compactMap { $0.split(separator: "```").first }
      try #require(!blocks.isEmpty)
      for block in blocks { _ = try JSONValue.parse(String(block), file: "editors.md") }
    }
  }
}
