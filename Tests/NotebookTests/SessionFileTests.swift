import Diagnostics
import Documents
import Notebook
import Pipeline
import TestSupport
import Testing

@Suite struct SessionFileTests {
  static let document = SessionDocument(
    nextNumber: 4,
    cells: [
      NotebookCell(
        number: 1, source: "let data = load \"größe.json\"", name: "data", type: "Rows", summary: "2 rows, 3 columns",
        digest: String(repeating: "ab", count: 32),
        recipe: String(repeating: "cd", count: 32),
        blocks: [
          StageBlock("load", [.init("größe.json", " · seed 42"), .init("2 in = 2 kept", seconds: 0.25)], seconds: 0.5),
          StageBlock(text: ["a verdict"]),
        ], record: ["ledger": .object(["in": 2, "kept": 2])], seconds: 0.5),
      NotebookCell(number: 3, source: "_ |\n  take 1", status: .interrupted, seconds: 12.25, isStale: true),
    ], settings: ["seed": "7"], bindings: ["data": .object(["cell": 1])])

  @Test func everythingComesBack() throws {
    let folder = try TemporaryDirectory()
    let path = folder("session.json")
    try SessionFile.write(Self.document, to: path)
    #expect(try SessionFile.read(path) == Self.document)
  }

  @Test func aFileCutAnywhereIsNamedWithItsPlaceAndKept() throws {
    let folder = try TemporaryDirectory()
    let path = folder("session.json")
    try SessionFile.write(Self.document, to: path)
    let whole = try AtomicFile.read(path)
    // Without its last brace and newline, and shorter, down to nothing.
    for length in stride(from: whole.count - 2, through: 0, by: -7) {
      let cut = Array(whole[..<length])
      try AtomicFile.write(cut, to: path)
      let error = try #require(throws: NotebookError.self) { try SessionFile.read(path) }
      #expect(error.diagnostic.code == "C0601")
      #expect(error.source?.name == path)
      #expect(error.diagnostic.span.lower <= length)
      #expect(try AtomicFile.read(path) == cut)
    }
  }

  @Test(arguments: [
    ("{}", "C0602"), ("[1, 2]", "C0602"),
    (#"{"format": "cact session", "version": 2, "next": 1, "cells": []}"#, "C0603"),
    (#"{"format": "cact session", "version": 1, "next": 1, "cells": [{"number": 1}]}"#, "C0602"),
    (#"{"format": "cact session", "version": 1, "next": 1, "cells": 3}"#, "C0602"),
    (#"{"format": "cact session", "version": 1, "next": 9223372036854775807, "cells": []}"#, "C0602"),
    (#"{"format": "cact session", "version": 1, "next": 1e300, "cells": []}"#, "C0602"),
  ])
  func otherFilesAreRefused(_ text: String, _ code: String) throws {
    let folder = try TemporaryDirectory()
    let path = folder("session.json")
    try AtomicFile.write(text, to: path)
    let error = try #require(throws: NotebookError.self) { try SessionFile.read(path) }
    #expect(error.diagnostic.code.name == code)
  }

  @Test func anAbsentFileIsUnreadable() throws {
    let error = try #require(throws: NotebookError.self) { try SessionFile.read("/no/such/session.json") }
    #expect(error.diagnostic.code == "C0605")
    #expect(error.diagnostic.message.contains("No such file"))
  }
}
