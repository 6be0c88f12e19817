import Documents
import Foundation
import Rows
import TestSupport
import Testing
import Work

@Suite("Rows of Parquet files")
struct ParquetRowsTests {
  private static let folder = PackageRoot.path + "/Tests/Fixtures/parquet/"
  private func path(_ name: String) -> String { Self.folder + name }

  @Test(
    "the rows that the same lines would give",
    arguments: ["zstd-pages-2", "snappy-pages-1", "pandas", "duckdb-zstd-v2"])
  func asLines(name: String) throws {
    let (rows, ledger) = try RowReader.read(path: path(name + ".parquet"))
    let names = try JSONDecoder().decode(
      [String: String].self, from: try #require(FileManager.default.contents(atPath: path("names.json"))))
    let (lines, said) = try RowReader.read(path: path((names[name] ?? name) + ".jsonl"))
    #expect(RowWriter.bytes(rows) == RowWriter.bytes(lines) && rows.roles == lines.roles && rows.count > 30)
    #expect(ledger == said && ledger.rowsIn == 60 && ledger.isBalanced)
    let (first, note) = try RowReader.read(path: path(name + ".parquet"), options: ReadOptions(limit: 9))
    #expect(note.rowsIn == 9 && note.notes.first == "more rows follow after row 9" && first.rowNumbers.last == 9)
    #expect(try RowReader.peek(path: path(name + ".parquet"), rows: 9).rowNumbers == first.rowNumbers)
    let bytes = try AtomicFile.read(path(name + ".parquet"))
    #expect(RowWriter.bytes(try RowReader.read(bytes: bytes, name: "other.bin").0) == RowWriter.bytes(rows))
    #expect(RowReader.contentSize(of: path(name + ".parquet")) > 2_000)
  }

  @Test("conversations of a column of structs; a single row is a row")
  func nested() throws {
    let (rows, ledger) = try RowReader.read(path: path("list-of-structs.parquet"))
    #expect(rows.count == 1 && rows.rowNumbers == [1] && ledger.failedCount == 4)
    #expect(rows.answer(0).map { String(decoding: $0, as: UTF8.self) } == "A")
    let one = try RowReader.read(path: path("structs-of-lists.parquet"), options: ReadOptions(limit: 1))
    #expect(one.0.count == 1 && one.0.names == ["s"])
  }

  @Test("refusals: code, file, column, byte, and what to do")
  func refusals() throws {
    func refusal(_ bytes: [UInt8], _ name: String = "t.parquet") -> RowError? {
      #expect(throws: RowError.self) { try RowReader.read(bytes: bytes, name: name) }
    }
    let whole = try AtomicFile.read(path("zstd-pages-1.parquet"))
    let cut = refusal(Array(whole.dropLast(20)))
    #expect(cut?.code == .truncated && cut?.offset == whole.count - 20 && cut?.help == "fetch the file again")
    #expect(
      refusal(Array("PAR1".utf8))?.code == .truncated && refusal(Array("PARE....PARE".utf8))?.code == .unsupported)
    #expect(refusal(Array("hello".utf8))?.code == .damaged)
    var damaged = try AtomicFile.read(path("checksums.parquet"))
    for at in 60..<80 { damaged[at] = 0xAA }
    let error = refusal(damaged)
    #expect(error?.code == .damaged && error?.field != nil && error?.offset != nil && error?.file == "t.parquet")
    for (name, word) in [("unread-lz4", "LZ4"), ("unread-brotli", "Brotli")] {
      let error = #expect(throws: RowError.self) { try RowReader.read(path: path(name + ".parquet")) }
      #expect(error?.code == .unsupported && error?.message.contains(word) == true && error?.field == "id")
    }
    let none = #expect(throws: RowError.self) { try RowReader.read(path: path("unread-no-rows.parquet")) }
    #expect(none?.code == .empty)
    let cancellation = Cancellation()
    cancellation.cancel()
    #expect(throws: Interrupted.self) {
      try RowReader.read(path: path("pandas.parquet"), work: Work(cancellation: cancellation))
    }
  }

  @Test("bytes that are no text are given in base64, which is said")
  func bytes() throws {
    let (_, ledger) = try RowReader.read(path: path("bytes.parquet"), options: ReadOptions(answer: "fixed"))
    #expect(ledger.notes.contains { $0.hasPrefix("6 values of `bytes` are bytes and no text") })
  }
}
