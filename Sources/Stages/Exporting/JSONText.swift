import Documents

/// JSON in the making, in which parts that are JSON already stand as their source has them.
indirect enum JSONText {
  case text([UInt8])
  case bool(Bool)
  case null
  /// One value of JSON, on one line.
  case source([UInt8])
  case list([JSONText])
  case object([(key: String, value: JSONText)])

  /// Appends it, on one line.
  func write(into bytes: inout [UInt8]) {
    switch self {
    case .text(let text): JSONStrings.encode(text[...], into: &bytes)
    case .bool(let value): bytes += Array(String(value).utf8)
    case .null: bytes += Array("null".utf8)
    case .source(let source): bytes += source
    case .list(let items): Self.write(items, "[", "]", into: &bytes) { $0.write(into: &$1) }
    case .object(let members):
      Self.write(members, "{", "}", into: &bytes) { member, bytes in
        JSONStrings.encode(Array(member.key.utf8)[...], into: &bytes)
        bytes += Array(": ".utf8)
        member.value.write(into: &bytes)
      }
    }
  }

  private static func write<T>(
    _ items: [T], _ open: String, _ close: String, into bytes: inout [UInt8], _ write: (T, inout [UInt8]) -> Void
  ) {
    bytes += Array(open.utf8)
    for (place, item) in items.enumerated() {
      if place > 0 { bytes += Array(", ".utf8) }
      write(item, &bytes)
    }
    bytes += Array(close.utf8)
  }
}
