import Documents

/// Rows inside one object that is the whole file: a list of rows in one of its fields, or in each a row or a column.
enum WrappedRows {
  /// The array of rows in a field of this name, and where it stands.
  case list(field: String, place: Range<Int>)
  case columns(RawRows)
  /// A row in each field.
  case fields

  /// How the rows are wrapped in the only row of a file; nil where that is a row itself.
  ///
  /// - Throws: `RowError` where the object holds several lists of rows, or columns that do not fit together.
  static func found(
    in raw: RawRows, _ bytes: UnsafeBufferPointer<UInt8>, options: ReadOptions, file: String
  ) throws -> WrappedRows? {
    guard raw.rowNumbers.count == 1 else { return nil }
    let members = zip(raw.names, raw.columns).map { (name: $0.0, value: $0.1[0]) }
    let texts = Set(members.filter { $0.value.kind.isString }.map(\.name))
    let roles = Roles.detected(names: raw.names, texts: texts, question: options.question, answer: options.answer)
    let isPair = roles.question.map(texts.contains) ?? false && roles.answer.map(texts.contains) ?? false
    let nested = members.filter { $0.value.kind == .nested }
    let holdsMessages = nested.contains { ConversationReader.isLikely(Array(bytes[$0.value.range])[...]) }
    guard !isPair, !holdsMessages, !nested.isEmpty else { return nil }

    let lists = nested.filter { startsWithObject($0.value, bytes) }
    if lists.count == 1 { return .list(field: lists[0].name, place: lists[0].value.range) }
    if lists.count > 1 {
      let names = lists.map { "`\($0.name)`" }.joined(separator: ", ")
      throw RowError(
        .noRows, file: file, "the file is one object with several lists of rows: \(names)",
        help: "write the list that you want into a file of its own: `jq .\(lists[0].name) \"\(file)\" > rows.json`")
    }
    guard nested.count == members.count else { return nil }
    if nested.allSatisfy({ isRow($0.value, bytes, options) }) { return .fields }
    let columns = try members.map { try values(of: $0.value, bytes) }
    // Lists that are one row's own, such as its tests, have no name that a question, an answer or a text goes by.
    let known = Roles.detected(
      names: raw.names, texts: Set(raw.names), question: options.question, answer: options.answer)
    guard known.answer != nil || raw.names.contains("messages") || raw.names.contains("conversations") else {
      return nil
    }
    guard let keys = columns.first?.keys, columns.allSatisfy({ $0.keys == keys }) else {
      let lengths = zip(raw.names, columns).map { "`\($0)` \($1.values.count)" }.joined(separator: ", ")
      throw RowError(
        .noRows, file: file, "the file has columns of different lengths: \(lengths)",
        help: "each column needs a value, or null, for each row")
    }
    return keys.isEmpty ? nil : .columns(RawRows(names: raw.names, columns: columns.map(\.values)))
  }

  /// Whether a value is an object that has messages, or a question and its answer, by their names.
  private static func isRow(_ value: RawValue, _ bytes: UnsafeBufferPointer<UInt8>, _ options: ReadOptions) -> Bool {
    guard bytes[value.start] == UInt8(ascii: "{") else { return false }
    var scanner = JSONScanner(bytes, from: value.start)
    var (names, texts): ([String], Set<String>) = ([], [])
    var holdsMessages = false
    do throws(JSONScanner.Failure) {
      try scanner.members { key, scanner throws(JSONScanner.Failure) in
        guard let name = JSONStrings.string(key, bytes) else { return }
        let member = try scanner.value()
        names.append(name)
        if member.kind.isString { texts.insert(name) }
        if ConversationColumns.known.contains(name), member.kind == .nested {
          holdsMessages = holdsMessages || ConversationReader.isLikely(Array(bytes[member.range])[...])
        }
      }
    } catch { return false }
    let roles = Roles.detected(names: names, texts: texts, question: options.question, answer: options.answer)
    return holdsMessages || roles.question.map(texts.contains) ?? false && roles.answer.map(texts.contains) ?? false
  }

  private static func startsWithObject(_ value: RawValue, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes[value.start] == UInt8(ascii: "[") else { return false }
    var scanner = JSONScanner(bytes, from: value.start + 1)
    scanner.skipBlanks()
    return bytes[scanner.at] == UInt8(ascii: "{")
  }

  /// The elements of an array, their keys their places; or the members of an object, as pandas writes a column.
  private static func values(
    of value: RawValue, _ bytes: UnsafeBufferPointer<UInt8>
  ) throws -> (keys: [[UInt8]], values: [RawValue]) {
    var scanner = JSONScanner(bytes, from: value.start)
    var keys: [[UInt8]] = []
    var values: [RawValue] = []
    if bytes[value.start] == UInt8(ascii: "{") {
      try scanner.members { key, scanner throws(JSONScanner.Failure) in
        keys.append(Array(bytes[key.inside]))
        values.append(try scanner.value())
      }
      return (keys, values)
    }
    scanner.at += 1
    scanner.skipBlanks()
    if try scanner.peek() == UInt8(ascii: "]") { return ([], []) }
    repeat {
      scanner.skipBlanks()
      keys.append(Array(String(values.count).utf8))
      values.append(try scanner.value())
      scanner.skipBlanks()
    } while try !scanner.next(closing: UInt8(ascii: "]"))
    return (keys, values)
  }
}
