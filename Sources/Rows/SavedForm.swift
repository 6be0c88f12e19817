public import Digests

/// What rows were when they were written to a file: the columns in their order, of what kind each was, and which roles they played. A
/// part of these rows may look like something else, such as numbers of which none has a fraction.
public struct SavedForm: Sendable, Equatable {
  /// The columns' names in order.
  public var names: [String]
  /// The kind of each.
  public var kinds: [Column.Kind]
  /// Which columns hold question, answer and the like.
  public var roles: Roles

  /// Every name once, with a kind each.
  public init(names: [String], kinds: [Column.Kind], roles: Roles) {
    precondition(names.count == kinds.count, "a kind for each name")
    self.names = names
    self.kinds = kinds
    self.roles = roles
  }

  /// That of rows as they are.
  public init(of rows: Rows) {
    self.init(names: rows.names, kinds: rows.columns.map(\.kind), roles: rows.roles)
  }

  /// Rows of this form, none of them. A column of vectors is one of JSON where no vector says how long they are.
  public func none(source: RowSource) -> Rows {
    let builder = ColumnBuilder(arena: .memory([]))
    return Rows(
      names: names, columns: kinds.map { builder.column(of: [], as: $0) ?? .json(TextColumn(arena: [], places: [])) },
      rowNumbers: [], roles: roles, source: source)
  }
}

extension ColumnBuilder {
  /// The values as a column of that kind; nil where one is of another. Where there is none at all, a column of vectors is one of JSON.
  func column(of values: [RawValue], as kind: Column.Kind) -> Column? {
    let present = Set(values.map(\.kind)).subtracting([.absent, .null])
    switch kind {
    case .text: return present.allSatisfy(\.isString) ? .text(texts(of: values)) : nil
    case .json: return .json(sources(of: values))
    case .vector:
      let lists = Column.json(sources(of: values))
      return present.isEmpty ? lists : lists.vectors
    case .bool: return present.isSubset(of: [.bool]) ? .bool(bools(of: values)) : nil
    case .integer: return present.isSubset(of: [.integer]) ? integers(of: values).map(Column.integer) : nil
    case .number: return present.isSubset(of: [.integer, .number]) ? .number(numbers(of: values)) : nil
    }
  }
}

extension RowAssembly {
  /// The rows of a file of which is known what was written: nothing in it has to be found out, and no row is set apart.
  ///
  /// - Throws: `RowError` where the file does not hold what it should.
  func rows(from raw: RawRows, as form: SavedForm, ledger: Ledger) throws -> (Rows, Ledger) {
    var ledger = ledger
    let builder = ColumnBuilder(arena: arena)
    let places = [String: Int](zip(raw.names, raw.names.indices), uniquingKeysWith: { first, _ in first })
    if let other = raw.names.first(where: { !form.names.contains($0) }) {
      throw RowError(.damaged, file: name, field: other, "a column that was not written with these rows")
    }
    let absent = [RawValue](repeating: RawValue(), count: raw.rowNumbers.count)
    let columns = try zip(form.names, form.kinds).map { column, kind in
      guard let made = builder.column(of: places[column].map { raw.columns[$0] } ?? absent, as: kind) else {
        throw RowError(
          .damaged, file: name, field: column, "its values were written as a column of kind \(kind.rawValue)")
      }
      return made
    }
    let sum = digest ?? arena.digest
    ledger.kept = raw.rowNumbers.count
    return (
      Rows(
        names: form.names, columns: columns, rowNumbers: raw.rowNumbers, roles: form.roles,
        source: RowSource(path: name, digest: sum)), ledger
    )
  }
}
