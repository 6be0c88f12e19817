import Digests
import Work

/// Rows from a JSON array of objects, or from JSON lines.
struct JSONReader {
  let name: String
  let bytes: [UInt8]
  let options: ReadOptions
  let work: Work
  /// Whether a file that is one object may be its rows with something around them.
  var unwraps = true

  func read() throws -> (Rows, Ledger) {
    var raw = RawRows()
    var ledger = Ledger()
    var results: EvalPlusResults?
    try bytes.withUnsafeBufferPointer { bytes in
      var scanner = JSONScanner(bytes, from: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
      scanner.skipBlanks()
      guard scanner.at < scanner.end else { throw RowError(.empty, file: name, "the file contains no rows") }
      switch bytes[scanner.at] {
      case UInt8(ascii: "["): try scanArray(&scanner, &raw, &ledger)
      case UInt8(ascii: "{"):
        var lines = JSONLineScan(limit: options.limit, work: work)
        try lines.scan(&scanner)
        (raw, ledger) = (lines.raw, lines.ledger)
        if let fault = lines.fault { ledger.notes.insert(fault.note(name, line: line(of: fault.offset)), at: 0) }
        if unwraps, options.form == nil, ledger.rowsIn == 1, scanner.at == scanner.end {
          results = EvalPlusResults(raw, bytes, options)
          if results == nil { try unwrap(&raw, &ledger, bytes) }
        }
      default:
        throw RowError(
          .malformed, file: name, line: line(of: scanner.at), offset: scanner.at,
          "neither a JSON array nor JSON lines: it begins with `\(shownByte(bytes[scanner.at]))`")
      }
    }
    if let results { return try results.rows(name: name, options: options, work: work) }
    guard ledger.rowsIn > 0 else { throw RowError(.empty, file: name, "the file contains no rows") }
    return try RowAssembly(name: name, arena: .memory(bytes), options: options, digest: options.digest)
      .rows(from: raw, ledger: ledger)
  }

  /// An array is taken whole or not at all: behind its first error nothing can be trusted to be a row.
  private func scanArray(_ scanner: inout JSONScanner, _ raw: inout RawRows, _ ledger: inout Ledger) throws {
    do throws(JSONScanner.Failure) {
      scanner.at += 1
      scanner.skipBlanks()
      if try scanner.peek() == UInt8(ascii: "]") { return }
      while true {
        scanner.skipBlanks()
        ledger.rowsIn += 1
        let number = ledger.rowsIn
        if try scanner.peek() == UInt8(ascii: "{") {
          if let fault = try raw.scanRow(&scanner, number: number) {
            ledger.fail(fault.reason, field: fault.field, row: number)
          }
        } else {
          _ = try scanner.value()
          ledger.fail("not an object", row: number)
        }
        if number == options.limit {
          scanner.skipBlanks()
          if scanner.at < scanner.end, bytes[scanner.at] != UInt8(ascii: "]") {
            ledger.notes.append(Self.goesOn(number))
          }
          return
        }
        if number % JSONLineScan.rowsBetweenChecks == 0, work.cancellation.isCancelled { break }
        scanner.skipBlanks()
        if try scanner.next(closing: UInt8(ascii: "]")) {
          scanner.skipBlanks()
          guard scanner.at == scanner.end else {
            throw JSONScanner.Failure(offset: scanner.at, message: "there is more text after the array")
          }
          return
        }
      }
    } catch {
      // The failure may stand in the row being read, or just behind it.
      let whole = raw.rowNumbers.count + ledger.failedCount
      let row = Swift.max(ledger.rowsIn, 1)
      if error.isTruncation {
        throw RowError(
          .truncated, file: name, row: row, line: line(of: error.offset), offset: error.offset,
          "the array ends early, at byte \(error.offset); \(whole) rows before that are complete",
          help: whole == 0
            ? "fetch the file again"
            : "fetch the file again, or load only the complete rows: `load \"\(name)\" limit \(whole)`")
      }
      throw RowError(
        .malformed, file: name, row: row, line: line(of: error.offset), offset: error.offset,
        "\(error.message) (byte \(error.offset))")
    }
    try work.checkCancellation()
  }

  /// The fields of the object that is the file, each a row. They were scanned with it.
  private func scanFields(
    _ raw: inout RawRows, _ ledger: inout Ledger, _ bytes: UnsafeBufferPointer<UInt8>
  ) throws {
    var scanner = JSONScanner(bytes, from: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
    var keys: [RawValue] = []
    scanner.skipBlanks()
    try scanner.members { key, scanner throws(JSONScanner.Failure) in
      guard ledger.rowsIn != options.limit else {
        if ledger.notes.count == 1 { ledger.notes.append(Self.goesOn(ledger.rowsIn)) }
        _ = try scanner.value()
        return
      }
      ledger.rowsIn += 1
      if let fault = try raw.scanRow(&scanner, number: ledger.rowsIn) {
        ledger.fail(fault.reason, field: fault.field, row: ledger.rowsIn)
      } else {
        keys.append(key)
      }
    }
    raw.add(keys, named: raw.names.contains("key") ? OwnColumns.renamed("key", taken: Set(raw.names)) : "key")
  }

  /// What is said where `limit` ends the reading before the file does.
  static func goesOn(_ rows: Int) -> String { "more rows follow after row \(rows)" }

  /// Takes the rows out of a file that is one object around them.
  private func unwrap(
    _ raw: inout RawRows, _ ledger: inout Ledger, _ bytes: UnsafeBufferPointer<UInt8>
  ) throws {
    guard let wrapped = try WrappedRows.found(in: raw, bytes, options: options, file: name) else { return }
    switch wrapped {
    case .list(let field, let place):
      (raw, ledger) = (RawRows(), Ledger(notes: ["the rows are the elements of the field `\(field)`"]))
      // The array was scanned with the object: only a row's own content can be wrong.
      var scanner = JSONScanner(UnsafeBufferPointer(rebasing: bytes[..<place.upperBound]), from: place.lowerBound)
      try scanArray(&scanner, &raw, &ledger)
    case .fields:
      (raw, ledger) = (
        RawRows(), Ledger(notes: ["the rows are the fields of one object, whose names are in the column `key`"])
      )
      try scanFields(&raw, &ledger, bytes)
    case .columns(let columns):
      raw = columns
      ledger = Ledger(
        rowsIn: columns.rowNumbers.count,
        notes: ["the file is stored by columns: each of their values belongs to one row"])
      if let limit = options.limit, limit < columns.rowNumbers.count {
        raw = columns.first(limit)
        ledger.rowsIn = limit
        ledger.notes.append(Self.goesOn(limit))
      }
    }
  }

  private func line(of offset: Int) -> Int { 1 + bytes[..<offset].count { $0 == UInt8(ascii: "\n") } }

  private func shownByte(_ byte: UInt8) -> String {
    (0x21...0x7E).contains(byte) ? String(Character(Unicode.Scalar(byte))) : "byte \(byte)"
  }
}
