import Documents
import Foundation
import Rows
import TestSupport
import Testing

@Suite("Rows saved as Parquet")
struct ParquetSavingTests {
  private static let folder = PackageRoot.path + "/Tests/Fixtures/parquet-written/"

  private func rows(_ lines: [String]) throws -> Rows {
    try RowReader.read(bytes: Array(lines.joined(separator: "\n").utf8), name: "t.jsonl").0
  }

  private func written(_ rows: Rows) throws -> (bytes: [UInt8], back: Rows) {
    let folder = try TemporaryDirectory()
    try RowWriter.write(rows, to: folder("t.parquet"))
    return (try AtomicFile.read(folder("t.parquet")), try RowReader.read(path: folder("t.parquet")).0)
  }

  private func lines(_ rows: Rows) -> [String] {
    String(decoding: RowWriter.bytes(rows), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test("flat columns keep their kinds and values; what is absent is null")
  func flat() throws {
    let rows = try rows([
      #"{"instruction": "a\nb\u0000", "output": "é 🙂", "n": 1, "f": 0.5, "ok": true, "far": 9007199254740993}"#,
      #"{"instruction": "c", "output": "", "n": -9223372036854775808, "f": 1e-7, "ok": null, "far": 1}"#.replacing(
        "\"\",", with: "\"d\","),
      #"{"instruction": "e", "output": "f"}"#,
    ])
    let (_, back) = try written(rows)
    #expect(back.names == rows.names && back.roles == rows.roles && back.rowNumbers == [1, 2, 3])
    for name in rows.names {
      #expect(back.column(name)?.kind == rows.column(name)?.kind, "\(name)")
      for row in 0..<rows.count { #expect(back.cell(row, name) == rows.cell(row, name), "\(name), \(row)") }
    }
    #expect(RowWriter.remarks(on: rows, to: "t.parquet").isEmpty)
  }

  @Test("lists and objects of one form are lists and structs; others are JSON in a text, which is said")
  func nested() throws {
    let rows = try rows([
      #"{"text": "x", "list": [1, 2.5], "pair": {"a": 1, "b": [true]}, "other": {"a": 1}, "mixed": [1, "x"], "none": [], "deep": {"e": {}}}"#,
      #"{"text": "y", "list": [], "pair": {"a": null, "b": []}, "other": {"b": 1}, "mixed": 3, "none": null, "deep": {"e": {}}}"#,
    ])
    let (_, back) = try written(rows)
    #expect(
      lines(back) == [
        #"{"text": "x", "list": [1.0, 2.5], "pair": {"a": 1, "b": [true]}, "other": "{\"a\": 1}", "mixed": "[1, \"x\"]", "none": [], "deep": "{\"e\": {}}"}"#,
        #"{"text": "y", "list": [], "pair": {"a": null, "b": []}, "other": "{\"b\": 1}", "mixed": "3", "none": null, "deep": "{\"e\": {}}"}"#,
      ])
    #expect(
      RowWriter.remarks(on: rows, to: "t.parquet") == [
        "JSON in a text, as its values have no common form: `other`, `mixed`, `deep`"
      ])
    #expect(
      RowWriter.remarks(on: rows, to: "t.parquet.zst").count == 1 && RowWriter.remarks(on: rows, to: "t.csv").isEmpty)
  }

  @Test("numbers that no double holds keep their digits; those that JSON has not are numbers")
  func numbers() throws {
    let rows = try rows([
      #"{"text": "x", "long": 123456789012345678901234567890, "f": NaN, "deep": [12345678901234567890]}"#,
      #"{"text": "y", "long": 1, "f": -Infinity, "deep": [1]}"#, #"{"text": "z", "long": 2, "f": 0.10, "deep": null}"#,
    ])
    let (_, back) = try written(rows)
    #expect(
      lines(back) == [
        #"{"text": "x", "long": "123456789012345678901234567890", "f": NaN, "deep": "[12345678901234567890]"}"#,
        #"{"text": "y", "long": "1", "f": -Infinity, "deep": "[1]"}"#,
        #"{"text": "z", "long": "2", "f": 0.1, "deep": null}"#,
      ])
  }

  @Test("conversations with tools say the same when they come back")
  func conversations() throws {
    let rows = try rows([
      #"{"messages": [{"role": "system", "content": "s"}, {"role": "user", "content": "q"}, {"role": "assistant", "content": null, "tool_calls": [{"id": "1", "type": "function", "function": {"name": "f", "arguments": {"x": 1}}}]}, {"role": "tool", "tool_call_id": "1", "name": "f", "content": "2"}, {"role": "assistant", "content": "a"}], "tools": [{"type": "function", "function": {"name": "f", "parameters": {"type": "object", "properties": {"x": {"type": "integer"}}}}}]}"#,
      #"{"messages": [{"role": "user", "content": "q2"}, {"role": "assistant", "content": "b", "weight": 0}, {"role": "user", "content": "q3"}, {"role": "assistant", "content": "c"}], "tools": []}"#,
      #"{"messages": [{"role": "user", "content": "q4"}, {"role": "assistant", "content": "d", "tool_calls": [{"id": "2", "type": "function", "function": {"name": "g", "arguments": {"y": {"z": []}}}}]}], "tools": [{"type": "function", "function": {"name": "g", "parameters": {"type": "object", "properties": {"y": {"type": "object"}}}}}]}"#,
    ])
    let (_, back) = try written(rows)
    #expect(back.count == rows.count && back.roles.conversation != nil)
    for row in 0..<rows.count {
      #expect(back.contentKey(of: row) == rows.contentKey(of: row), "row \(row)")
    }
  }

  @Test("what Parquet cannot hold is refused, and nothing is written")
  func refusals() throws {
    let folder = try TemporaryDirectory()
    let error = #expect(throws: RowError.self) {
      try RowWriter.write(try rows([#"{"text": "x"}"#]).keeping([]), to: folder("t.parquet"))
    }
    #expect(error?.code == .notWritten && folder.names.isEmpty)
    let none = try rows([#"{"text": "x"}"#]).taking([])
    try RowWriter.write(none, to: folder("none.parquet"))
    let empty = #expect(throws: RowError.self) { try RowReader.read(path: folder("none.parquet")) }
    #expect(empty?.code == .empty)
  }

  /// `Tests/Fixtures/make/parquet_written.py` shows that pyarrow, pandas and DuckDB read the file as these lines. With CACT_RECORD=1
  /// it is written anew.
  @Test("the file that other programs were shown to read")
  func fixture() throws {
    let (rows, _) = try RowReader.read(path: Self.folder + "rows.jsonl")
    let (bytes, back) = try written(rows)
    let path = Self.folder + "rows.parquet"
    if ProcessInfo.processInfo.environment["CACT_RECORD"] != nil { try AtomicFile.write(bytes, to: path) }
    let (known, _) = try RowReader.read(path: path)
    #expect(lines(back) == lines(known) && known.count == rows.count)
  }
}
