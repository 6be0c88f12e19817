import Documents
public import Rows

/// Rows that no stage trains on, in three parts.
public struct HeldOutRows: Sendable {
  /// The sealed part, which only verdicts open; each look at it is counted.
  public var rows: Rows
  /// What the model should be good at: rows that a score may look at. nil: nobody said.
  public var target: Rows?
  /// Rows by which a search may judge its candidates.
  public var search: Rows?
  /// Where they come from, as the blocks say it: `on other topics`.
  public var origin: String

  /// The sealed part, and the parts that may be looked at before.
  public init(rows: Rows, target: Rows? = nil, search: Rows? = nil, origin: String) {
    self.rows = rows
    self.target = target
    self.search = search
    self.origin = origin
  }

  /// `100 target, 100 search, 200 sealed`; nil where all are sealed.
  var parts: String? {
    guard target != nil || search != nil else { return nil }
    return [
      target.map { "\(Figures.count($0.count)) target" }, search.map { "\(Figures.count($0.count)) search" },
      "\(Figures.count(rows.count)) sealed",
    ].compactMap { $0 }.joined(separator: ", ")
  }

  /// Rows of each part; null for a part that nobody asked for.
  var json: JSONValue {
    var object = JSONObject()
    object["target"] = target.map { JSONValue.integer($0.count) } ?? .null
    object["search"] = search.map { JSONValue.integer($0.count) } ?? .null
    object["sealed"] = .integer(rows.count)
    object["origin"] = .string(origin)
    return .object(object)
  }

  /// The numbers of the rows of all parts that were read from that file.
  func numbers(from source: RowSource) -> Set<Int> {
    Set([rows, target, search].compactMap { $0 }.filter { $0.source == source }.flatMap(\.rowNumbers))
  }

  /// Of all parts.
  public var count: Int { rows.count + (target?.count ?? 0) + (search?.count ?? 0) }
}

// The stored form, beside another value: a head in that value's own, and the parts one after the other.
extension HeldOutRows {
  struct Head: Codable {
    var origin: String
    /// Bytes of the parts: sealed, target, search.
    var sealed: Int
    var target: Int?
    var search: Int?
  }

  func encode(into bytes: inout [UInt8]) -> Head {
    func add(_ rows: Rows) -> Int {
      let start = bytes.count
      rows.serialize(into: &bytes)
      return bytes.count - start
    }
    let sealed = add(rows)
    let target = target.map(add)
    return Head(origin: origin, sealed: sealed, target: target, search: search.map(add))
  }

  /// - Throws: `DamagedValue` unless the bytes are exactly the parts.
  init(_ head: Head, from bytes: ArraySlice<UInt8>) throws {
    var at = bytes.startIndex
    func part(_ count: Int) throws -> Rows {
      guard count >= 0, count <= bytes.endIndex - at else { throw DamagedValue() }
      defer { at += count }
      return try Rows(serialized: Array(bytes[at..<at + count]))
    }
    rows = try part(head.sealed)
    target = try head.target.map(part)
    search = try head.search.map(part)
    origin = head.origin
    guard at == bytes.endIndex else { throw DamagedValue() }
  }
}
