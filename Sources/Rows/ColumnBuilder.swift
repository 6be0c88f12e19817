import Documents

/// Makes columns of the values that a scan found.
///
/// A column of one kind gets that kind; integers and numbers together are numbers; anything else is JSON, each value as
/// its source bytes, so that a field that changes its type costs nothing and loses nothing.
struct ColumnBuilder {
  /// The whole file, and what stands behind it: the arena of every value that stands in it as it is.
  let arena: TextArena

  func column(of values: [RawValue]) -> Column {
    var kinds = Set<RawValue.Kind>()
    for value in values { kinds.insert(value.kind) }
    kinds.subtract([.absent, .null])
    if kinds.allSatisfy(\.isString) { return .text(texts(of: values)) }
    if kinds == [.bool] { return .bool(bools(of: values)) }
    if kinds == [.integer], let integers = integers(of: values) { return .integer(integers) }
    if kinds.isSubset(of: [.integer, .number]) { return .number(numbers(of: values)) }
    return .json(sources(of: values))
  }

  /// The texts of the strings; every other value is missing.
  func texts(of values: [RawValue]) -> TextColumn {
    guard case .memory(let file) = arena else { return textsInFile(values) }
    let total = values.reduce(0) { $0 + ($1.kind.isString ? $1.length : 0) }
    // Texts that stand in the file as they are, and make up much of it, need no copy.
    if total > file.count / 4, values.allSatisfy({ $0.kind != .escapedString }) {
      return TextColumn(arena: file, places: values.map(inside))
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(total)
    var places: [TextColumn.Place] = []
    places.reserveCapacity(values.count)
    file.withUnsafeBufferPointer { file in
      for value in values {
        guard value.kind.isString else {
          places.append(missing(value))
          continue
        }
        let start = bytes.count
        let inside = UnsafeBufferPointer(rebasing: file[value.inside])
        if value.kind == .escapedString { JSONStrings.decode(inside, into: &bytes) } else { bytes += inside }
        places.append(TextColumn.Place(start: start, length: bytes.count - start))
      }
    }
    return TextColumn(arena: bytes, places: places)
  }

  /// The same where they stay in their file.
  private func textsInFile(_ values: [RawValue]) -> TextColumn {
    let escapes = values.contains { $0.escapes > 0 } ? values.map(\.escapes) : []
    return TextColumn(arena: arena, places: values.map(inside), escapes: escapes)
  }

  /// Where a string's text stands.
  private func inside(_ value: RawValue) -> TextColumn.Place {
    value.kind.isString
      ? TextColumn.Place(start: value.inside.lowerBound, length: value.inside.count - Int(value.escapes))
      : missing(value)
  }

  /// Source bytes of every value that is neither absent nor null.
  func sources(of values: [RawValue]) -> TextColumn {
    let column = TextColumn(
      arena: arena,
      places: values.map { value in
        absence(of: value) == nil ? TextColumn.Place(start: value.start, length: value.length) : missing(value)
      })
    guard case .memory(let file) = arena else { return column }
    return values.reduce(0) { $0 + $1.length } > file.count / 4 ? column : column.compacted()
  }

  func bools(of values: [RawValue]) -> BoolColumn {
    BoolColumn(
      values: values.map { $0.kind == .bool && arena.bytes($0.range)?.first == UInt8(ascii: "t") },
      mask: mask(of: values))
  }

  /// Nil when one does not fit 64 bits, or is written in a way that an integer is not printed (`-0`).
  func integers(of values: [RawValue]) -> IntegerColumn? {
    var integers: [Int64] = []
    integers.reserveCapacity(values.count)
    for value in values {
      guard value.kind == .integer else {
        integers.append(0)
        continue
      }
      guard let integer = Int64(text(of: value)), integer != 0 || value.length == 1 else { return nil }
      integers.append(integer)
    }
    return IntegerColumn(values: integers, mask: mask(of: values))
  }

  func numbers(of values: [RawValue]) -> NumberColumn {
    var asWritten = true
    let numbers = values.map { value -> Double in
      guard absence(of: value) == nil else { return .nan }
      let text = text(of: value)
      let number = Double(text) ?? .nan
      if number.description != text { asWritten = false }
      return number
    }
    // Short, and read whenever a number is shown: none stays behind a file.
    return NumberColumn(values: numbers, mask: mask(of: values), source: asWritten ? nil : sources(of: values).held())
  }

  private func text(of value: RawValue) -> String { String(decoding: arena.bytes(value.range) ?? [], as: UTF8.self) }

  private func mask(of values: [RawValue]) -> Mask { Mask(values.map { absence(of: $0)?.rawValue ?? 0 }) }

  private func absence(of value: RawValue) -> Absence? {
    switch value.kind {
    case .absent: .absent
    case .null: .null
    case .bool, .integer, .number, .nested, .plainString, .wideString, .escapedString, .bareString: nil
    }
  }

  private func missing(_ value: RawValue) -> TextColumn.Place { .missing(absence(of: value) ?? .absent) }
}
