/// The kind of a column's cells, as far as the checker knows it.
public enum ColumnKind: String, Sendable, Codable {
  case text, integer, number, bool, json, vector, unknown

  /// True for kinds that arithmetic may take.
  public var isNumeric: Bool { self == .integer || self == .number || self == .unknown }
}

/// A column at one point of the pipe.
public struct ColumnInfo: Sendable, Codable, Hashable {
  /// The column's own name.
  public var name: String
  /// What its cells are.
  public var kind: ColumnKind
  /// The stage that added it; nil for a column of the file.
  public var addedBy: String?

  /// A column; `addedBy` is the stage that added it.
  public init(_ name: String, _ kind: ColumnKind, addedBy: String? = nil) {
    self.name = name
    self.kind = kind
    self.addedBy = addedBy
  }
}

/// The columns at one point of the pipe, in order.
public struct ColumnSet: Sendable, Codable, Hashable {
  /// In the order of the value; no two have the same name.
  public private(set) var columns: [ColumnInfo]
  /// True when more columns may exist than are listed (the file is absent at `check`): then no name is an error.
  public var isOpen: Bool
  /// Role to column: `question` and `answer` to whichever columns play them.
  public var aliases: [String: String]

  /// These columns, and no others unless `isOpen`.
  public init(_ columns: [ColumnInfo] = [], isOpen: Bool = false, aliases: [String: String] = [:]) {
    self.columns = columns
    self.isOpen = isOpen
    self.aliases = aliases
  }

  /// Any column may exist.
  public static let open = ColumnSet([], isOpen: true)

  /// The columns' own names, in order.
  public var names: [String] { columns.map(\.name) }

  /// The column of that name, or the one that plays that role.
  public subscript(name: String) -> ColumnInfo? {
    columns.first { $0.name == name } ?? aliases[name].flatMap { target in columns.first { $0.name == target } }
  }

  /// Whether there is such a column, or may be.
  public func has(_ name: String) -> Bool { isOpen || self[name] != nil }

  /// The set with `column` at its end, or in place of the one of the same name.
  public func adding(_ column: ColumnInfo) -> ColumnSet {
    var result = self
    if let index = columns.firstIndex(where: { $0.name == column.name }) {
      result.columns[index] = column
    } else {
      result.columns.append(column)
    }
    return result
  }

  /// The set with each of these, in order.
  public func adding(_ columns: [ColumnInfo]) -> ColumnSet { columns.reduce(self) { $0.adding($1) } }

  /// The set without these; names that do not exist are skipped.
  public func removing(_ names: Set<String>) -> ColumnSet {
    var result = self
    result.columns.removeAll { names.contains($0.name) }
    result.aliases = aliases.filter { !names.contains($0.value) }
    return result
  }

  /// Only these, in this order; names that do not exist are skipped.
  public func keeping(_ names: [String]) -> ColumnSet {
    var result = self
    result.columns = names.compactMap { self[$0] }
    result.isOpen = false
    result.aliases = aliases.filter { alias in result.columns.contains { $0.name == alias.value } }
    return result
  }
}
