import Documents
import Parquet

/// What JSON values have in common, as far as a schema can say it.
indirect enum JSONShape: Equatable {
  /// Every value is null.
  case nothing
  case boolean
  /// Whether a double holds each of them.
  case integer(isShort: Bool)
  case number
  case text
  case list(JSONShape)
  /// The names in their order. Of messages some may lack a name.
  case group([Member], isMessage: Bool)
  case mixed

  struct Member: Equatable {
    var name: String
    var shape: JSONShape
  }

  /// Deeper ones no schema needs.
  private static let deepest = 16
  /// Objects of more keys are tables of their own.
  private static let mostMembers = 64

  /// That of all values of a column.
  static func of(_ values: TextColumn) -> JSONShape {
    var shape = JSONShape.nothing
    for row in 0..<values.count {
      guard let json = values[row] else { continue }
      shape = shape.merged(with: Self.of(json))
      if shape == .mixed { return .mixed }
    }
    return shape
  }

  private static func of(_ json: ArraySlice<UInt8>) -> JSONShape {
    json.withUnsafeBufferPointer { bytes in
      var scanner = JSONScanner(bytes)
      scanner.skipBlanks()
      return (try? shape(&scanner, bytes, depth: 0)) ?? .mixed
    }
  }

  private static func shape(
    _ scanner: inout JSONScanner, _ bytes: UnsafeBufferPointer<UInt8>, depth: Int
  ) throws(JSONScanner.Failure) -> JSONShape {
    guard depth < deepest else {
      _ = try scanner.value()
      return .mixed
    }
    switch try scanner.peek() {
    case UInt8(ascii: "["):
      let elements = try scanner.elements { scanner throws(JSONScanner.Failure) in
        try shape(&scanner, bytes, depth: depth + 1)
      }
      let common = elements.reduce(JSONShape.nothing) { $0.merged(with: $1) }
      return common == .mixed ? .mixed : .list(common)
    case UInt8(ascii: "{"):
      var members: [Member] = []
      try scanner.members { key, scanner throws(JSONScanner.Failure) in
        members.append(
          Member(
            name: TextBytes.shown(JSONStrings.decoded(key, bytes)),
            shape: try shape(&scanner, bytes, depth: depth + 1)))
      }
      let names = Set(members.map { Array($0.name.utf8) })
      guard !members.isEmpty, names.count == members.count, members.count <= mostMembers,
        !members.contains(where: { $0.shape == .mixed })
      else { return .mixed }
      return .group(members, isMessage: members.contains { $0.name == "role" || $0.name == "from" })
    default:
      let value = try scanner.value()
      switch value.kind {
      case .absent, .null: return .nothing
      case .bool: return .boolean
      case .number: return .number
      case .integer:
        guard let number = Int64(String(decoding: bytes[value.range], as: UTF8.self)) else { return .mixed }
        return .integer(isShort: Int64(exactly: Double(number)) == number)
      case .plainString, .wideString, .escapedString, .bareString: return .text
      case .nested: return .mixed
      }
    }
  }

  private func merged(with other: JSONShape) -> JSONShape {
    switch (self, other) {
    case (.nothing, _): return other
    case (_, .nothing): return self
    case (.integer(let a), .integer(let b)): return .integer(isShort: a && b)
    case (.integer(isShort: true), .number), (.number, .integer(isShort: true)): return .number
    case (.list(let a), .list(let b)):
      let shape = a.merged(with: b)
      return shape == .mixed ? .mixed : .list(shape)
    case (.group(let a, let isMessage), .group(let b, let isToo)):
      let isMessage = isMessage && isToo
      guard isMessage || a.map(\.name) == b.map(\.name) else { return .mixed }
      var members = a
      for member in b {
        guard let place = members.firstIndex(where: { $0.name.utf8.elementsEqual(member.name.utf8) }) else {
          members.append(member)
          continue
        }
        members[place].shape = members[place].shape.merged(with: member.shape)
      }
      guard members.count <= Self.mostMembers, !members.contains(where: { $0.shape == .mixed }) else { return .mixed }
      return .group(members, isMessage: isMessage)
    default: return self == other ? self : .mixed
    }
  }

  /// nil where a schema cannot say it.
  var form: ParquetForm? {
    switch self {
    case .nothing, .text: return .text
    case .boolean: return .boolean
    case .integer: return .integer
    case .number: return .number
    case .list(let shape): return shape.form.map { .list($0) }
    case .group(let members, _):
      var fields: [ParquetField] = []
      for member in members {
        guard let form = member.shape.form else { return nil }
        fields.append(ParquetField(member.name, form))
      }
      return .group(fields)
    case .mixed: return nil
    }
  }

  /// A value of a column of this form; nil where it is not of it.
  static func value(_ json: ArraySlice<UInt8>, as form: ParquetForm) -> ParquetValue? {
    json.withUnsafeBufferPointer { bytes in
      var scanner = JSONScanner(bytes)
      scanner.skipBlanks()
      return try? value(&scanner, bytes, form)
    }
  }

  private static func value(
    _ scanner: inout JSONScanner, _ bytes: UnsafeBufferPointer<UInt8>, _ form: ParquetForm
  ) throws(JSONScanner.Failure) -> ParquetValue {
    switch (form, try scanner.peek()) {
    case (.list(let form), UInt8(ascii: "[")):
      return .list(
        try scanner.elements { scanner throws(JSONScanner.Failure) in try value(&scanner, bytes, form) })
    case (.group(let fields), UInt8(ascii: "{")):
      var values = [ParquetValue](repeating: .missing, count: fields.count)
      var expected = 0
      try scanner.members { key, scanner throws(JSONScanner.Failure) in
        let name = TextBytes.shown(JSONStrings.decoded(key, bytes)).utf8
        let place =
          expected < fields.count && fields[expected].name.utf8.elementsEqual(name)
          ? expected : fields.firstIndex { $0.name.utf8.elementsEqual(name) }
        guard let place else {
          _ = try scanner.value()
          return
        }
        values[place] = try value(&scanner, bytes, fields[place].form)
        expected = place + 1
      }
      return .group(values)
    default: return plain(try scanner.value(), bytes, form)
    }
  }

  private static func plain(
    _ value: RawValue, _ bytes: UnsafeBufferPointer<UInt8>, _ form: ParquetForm
  ) -> ParquetValue {
    let source = bytes[value.range]
    switch value.kind {
    case .bool: return .boolean(source.first == UInt8(ascii: "t"))
    case .integer where form == .integer:
      return Int64(String(decoding: source, as: UTF8.self)).map { .integer($0) } ?? .missing
    case .integer, .number:
      return Double(String(decoding: source, as: UTF8.self)).map { .number($0) } ?? .missing
    case .plainString, .wideString, .escapedString, .bareString:
      return .text(TextBytes.escapingSurrogates(JSONStrings.decoded(value, bytes)[...]))
    case .absent, .null, .nested: return .missing
    }
  }
}
