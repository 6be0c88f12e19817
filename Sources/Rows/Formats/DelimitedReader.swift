import Documents
import Digests
import Work

/// Rows from comma-separated values, or with another separator between them.
///
/// The first line has the names. An empty field is missing; one in quotes is text, and any other is a number, true or false where
/// every one of its column is (and the column holds no question or answer). An empty line is no row. A line with more or fewer fields
/// than there are names fails alone.
struct DelimitedReader {
  let name: String
  let bytes: [UInt8]
  /// nil: a comma, or what the head has instead of it.
  let separator: UInt8?
  let options: ReadOptions
  let work: Work

  private static let rowsBetweenChecks = 4096

  /// Whether an apostrophe before a formula is `save`'s. In any other file it is the text's own.
  private var isMarked: Bool { options.savedColumns != nil }

  /// What is found, until the kinds of its columns are known.
  private struct Found {
    var names: [String] = []
    /// Each value between quotes, one behind the other.
    var arena: [UInt8] = []
    var columns: [[RawValue]] = []
    var rowNumbers: [Int] = []
    var ledger = Ledger()
    /// Texts with the apostrophe by which a spreadsheet knows them.
    var marks = 0
  }

  func read() throws -> (Rows, Ledger) {
    var found = Found()
    try bytes.withUnsafeBufferPointer { try scan($0, &found) }
    guard found.ledger.rowsIn > 0 else { throw RowError(.empty, file: name, "the file contains no rows") }
    if found.marks > 0 {
      found.ledger.notes.append(
        "\(found.marks) text\(found.marks == 1 ? "" : "s") "
          + (isMarked
            ? "without the apostrophe that `save` put before a formula"
            : "with an apostrophe before a formula, kept as it is: only what `save` wrote, with its note beside it, loses it")
      )
    }
    settleKinds(&found)
    let raw = RawRows(names: found.names, columns: found.columns, rowNumbers: found.rowNumbers)
    return try RowAssembly(
      name: name, arena: .memory(found.arena), options: options, digest: options.digest ?? ContentDigest.of(bytes)
    )
    .rows(from: raw, ledger: found.ledger)
  }

  private func scan(_ bytes: UnsafeBufferPointer<UInt8>, _ found: inout Found) throws {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let (separator, note) = separator(bytes, from: start)
    var scanner = DelimitedScanner(bytes, separator: separator, from: start)
    var fields: [DelimitedScanner.Field] = []
    try readHead(&scanner, &fields, &found)
    if let note { found.ledger.notes.append(note) }
    found.arena.reserveCapacity(bytes.count)
    while true {
      let line = scanner.at
      let (isThere, fault) = scanner.line(&fields)
      guard isThere else { return }
      // An empty line; where there is one column only, it is taken for that, too.
      if fields.count == 1, fields[0].range.isEmpty, !fields[0].isQuoted, fault == nil { continue }
      guard found.ledger.rowsIn != options.limit else {
        found.ledger.notes.append(JSONReader.goesOn(found.ledger.rowsIn))
        return
      }
      found.ledger.rowsIn += 1
      let number = found.ledger.rowsIn
      if number % Self.rowsBetweenChecks == 0 { try work.checkCancellation() }
      if case .open(let place) = fault { throw open(at: place, row: number, found) }
      if let reason = reason(fault, fields.count, found, isCut: options.isPart && !scanner.hasLineEnd) {
        found.ledger.fail(reason, row: number)
        if found.ledger.notes.isEmpty {
          found.ledger.notes.append("\(name):\(self.line(of: line)): row \(number): \(reason)")
        }
      } else {
        append(fields, bytes, number, &found)
      }
    }
  }

  private func readHead(
    _ scanner: inout DelimitedScanner, _ fields: inout [DelimitedScanner.Field], _ found: inout Found
  ) throws {
    repeat {
      let (isThere, fault) = scanner.line(&fields)
      guard isThere else { throw RowError(.empty, file: name, "the file contains no rows") }
      if let fault {
        let place = if case .open(let place) = fault { place } else { scanner.at }
        throw RowError(
          .malformed, file: name, line: line(of: place), offset: place,
          "the line of names is not in order: " + (Self.reasons(fault) ?? "its quote is not closed"))
      }
    } while fields.count == 1 && fields[0].range.isEmpty
    var taken: Set<String> = []
    for (place, field) in fields.enumerated() {
      let written = Self.text(field, scanner.bytes)[...]
      let text = TextBytes.shown(isMarked ? CSV.plain(written) : written)
      // A column without a name is most often that of the row's numbers.
      let name = text.isEmpty ? "column_\(place + 1)" : text
      var other = name
      var count = 2
      while !taken.insert(other).inserted {
        other = "\(name)_\(count)"
        count += 1
      }
      if other != name { found.ledger.notes.append("another column is called `\(name)`: it is `\(other)` here") }
      found.names.append(other)
    }
    found.columns = found.names.map { _ in [] }
  }

  /// Where the head has no comma, and tabs or semicolons in its place, these separate.
  private func separator(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> (UInt8, String?) {
    if let separator { return (separator, nil) }
    let head = bytes[start...].prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    guard !head.contains(CSV.comma) else { return (CSV.comma, nil) }
    if head.contains(UInt8(ascii: ";")) { return (UInt8(ascii: ";"), "the values are separated by semicolons") }
    if head.contains(UInt8(ascii: "\t")) { return (UInt8(ascii: "\t"), "the values are separated by tabs") }
    return (CSV.comma, nil)
  }

  private static func reasons(_ fault: DelimitedScanner.Fault?) -> String? {
    switch fault {
    case .textAfterQuote: "text behind a closing quote"
    case .open, nil: nil
    }
  }

  private func reason(_ fault: DelimitedScanner.Fault?, _ count: Int, _ found: Found, isCut: Bool) -> String? {
    if isCut { return RowReader.cutShort }
    if let reason = Self.reasons(fault) { return reason }
    if count > found.names.count { return "with more fields than names" }
    return count < found.names.count ? "with fewer fields than names" : nil
  }

  /// A quote that nothing closes takes all lines behind it, to the end of the file.
  private func open(at place: Int, row: Int, _ found: Found) -> RowError {
    let whole = found.ledger.rowsIn - 1
    let line = line(of: place)
    return RowError(
      .truncated, file: name, row: row, line: line, offset: place,
      "the file ends inside the quotes that open in line \(line) (byte \(place)); \(whole) rows before that are complete",
      help: "close them or fetch the file again"
        + (whole > 0 ? ", or load only the complete rows: `load \"\(name)\" limit \(whole)`" : ""))
  }

  private func append(
    _ fields: [DelimitedScanner.Field], _ bytes: UnsafeBufferPointer<UInt8>, _ number: Int, _ found: inout Found
  ) {
    var values: [RawValue] = []
    var marks = 0
    let start = found.arena.count
    for (place, field) in fields.enumerated() {
      if field.range.isEmpty, !field.isQuoted {
        values.append(RawValue(kind: .null))
        continue
      }
      let source = UnsafeBufferPointer(rebasing: bytes[field.range])
      guard UTF8Bytes.firstIllFormed(source) == nil else {
        found.arena.removeLast(found.arena.count - start)
        return found.ledger.fail("not valid UTF-8", field: found.names[place], row: number)
      }
      let kind = field.isQuoted ? .wideString : Self.kind(source)
      let at = found.arena.count
      found.arena.append(UInt8(ascii: "\""))
      if kind == .wideString {
        let text = Self.text(field, bytes)[...]
        let plain = CSV.plain(text)
        if plain.count < text.count { marks += 1 }
        found.arena += isMarked ? plain : text
      } else {
        found.arena += source
      }
      found.arena.append(UInt8(ascii: "\""))
      values.append(RawValue(start: at, length: found.arena.count - at, kind: kind))
    }
    found.marks += marks
    for (place, value) in values.enumerated() { found.columns[place].append(value) }
    found.rowNumbers.append(number)
  }

  private static func text(_ field: DelimitedScanner.Field, _ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    let source = bytes[field.range]
    guard field.hasQuotesInside else { return Array(source) }
    var text: [UInt8] = []
    text.reserveCapacity(source.count)
    var isSecond = false
    for byte in source {
      isSecond = byte == UInt8(ascii: "\"") && !isSecond
      if byte != UInt8(ascii: "\"") || isSecond { text.append(byte) }
    }
    return text
  }

  /// What a field without quotes could be. A number is one as JSON spells it, with nothing around it: `007` is text.
  private static func kind(_ source: UnsafeBufferPointer<UInt8>) -> RawValue.Kind {
    if isWord(source, "true", "True", "TRUE") || isWord(source, "false", "False", "FALSE") { return .bool }
    guard let first = source.first, first == UInt8(ascii: "-") || first &- UInt8(ascii: "0") < 10 else {
      return .wideString
    }
    var scanner = JSONScanner(source)
    guard let value = try? scanner.value(), value.kind == .integer || value.kind == .number, scanner.at == scanner.end
    else { return .wideString }
    return value.kind
  }

  /// Whether a field is read as the text that it is when it stands without quotes.
  static func isTextUnquoted(_ field: ArraySlice<UInt8>) -> Bool {
    field.withUnsafeBufferPointer { !$0.isEmpty && kind($0) == .wideString }
  }

  private static func isWord(_ source: UnsafeBufferPointer<UInt8>, _ words: StaticString...) -> Bool {
    words.contains { word in
      source.count == word.utf8CodeUnitCount
        && source.elementsEqual(UnsafeBufferPointer(start: word.utf8Start, count: source.count))
    }
  }

  /// Values of a column whose kinds differ are texts, all of them; so are those that are asked and answered. What stands between the
  /// quotes of the arena is a number or a word without them.
  private func settleKinds(_ found: inout Found) {
    let roles = Roles.detected(
      names: found.names, texts: Set(found.names), question: options.question, answer: options.answer)
    let texts = [roles.question, roles.input, roles.answer, roles.plainText]
    for (place, name) in found.names.enumerated() {
      var kinds = Set(found.columns[place].map(\.kind))
      kinds.remove(.null)
      let isText = texts.contains(name) || !(kinds == [.bool] || kinds.isSubset(of: [.integer, .number]))
      for row in found.columns[place].indices where found.columns[place][row].kind != .null {
        if isText {
          found.columns[place][row].kind = .wideString
        } else {
          found.columns[place][row].start += 1
          found.columns[place][row].length -= 2
          if kinds == [.bool] { found.arena[found.columns[place][row].start] |= 0x20 }
        }
      }
    }
  }

  private func line(of offset: Int) -> Int { 1 + bytes[..<offset].count { $0 == UInt8(ascii: "\n") } }
}
