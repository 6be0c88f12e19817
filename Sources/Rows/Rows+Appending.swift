import Documents

extension Rows {
  /// These rows, and those of `other` behind them, each with its own row number.
  ///
  /// Columns in the same role are one, whatever they are called; others are one where they have the same name. A row has no
  /// value in a column that its side lacks. A column of two kinds becomes JSON, as a field that changes its type in a file
  /// does. Counts that are still to be made are made here.
  public func appending(_ other: Rows) -> Rows {
    let (mine, theirs) = (self, other.renamed(for: self))
    var result = Rows(
      names: [], columns: [], rowNumbers: rowNumbers + other.rowNumbers,
      roles: Roles(
        question: roles.question ?? theirs.roles.question, input: roles.input ?? theirs.roles.input,
        answer: roles.answer ?? theirs.roles.answer, plainText: roles.plainText ?? theirs.roles.plainText,
        conversation: roles.conversation ?? theirs.roles.conversation),
      source: source)
    for name in mine.names + theirs.names.filter({ !mine.names.contains($0) }) {
      let sides = [mine, theirs].map { side in
        (column: side.names.firstIndex(of: name).map { side.columns[$0] }, count: side.count)
      }
      result.names.append(name)
      result.columns.append(Self.joined(sides))
    }
    return result
  }

  /// The rows of all parts, one behind another; by halves, so that each row is copied as often as there are halvings. nil of none.
  public static func joined(_ parts: ArraySlice<Rows>) -> Rows? {
    guard parts.count > 1 else { return parts.first }
    let middle = parts.startIndex + parts.count / 2
    guard let front = joined(parts[..<middle]), let back = joined(parts[middle...]) else { return nil }
    return front.appending(back)
  }

  /// The columns that play a role called as `model` calls them.
  private func renamed(for model: Rows) -> Rows {
    var rows = self
    func rename(_ role: WritableKeyPath<Roles, String?>) {
      guard let own = rows.roles[keyPath: role], let wanted = model.roles[keyPath: role], own != wanted,
        let place = rows.names.firstIndex(of: own)
      else { return }
      // Another column of that name steps aside.
      if let taken = rows.names.firstIndex(of: wanted) {
        rows.names[taken] = OwnColumns.renamed(wanted, taken: Set(rows.names + model.names))
      }
      rows.names[place] = wanted
      rows.roles[keyPath: role] = wanted
    }
    rename(\.question)
    rename(\.input)
    rename(\.answer)
    rename(\.plainText)
    rename(\.conversation)
    return rows
  }

  private typealias Side = (column: Column?, count: Int)

  private static func joined(_ sides: [Side]) -> Column {
    let kinds = Set(sides.compactMap { $0.column?.kind })
    switch kinds {
    case [.text]: return .text(texts(sides) { if case .text(let column) = $0 { column } else { nil } })
    case [.integer]:
      var values: [Int64] = []
      for side in sides {
        if case .integer(let column)? = side.column {
          values += column.values
        } else {
          values += [Int64](repeating: 0, count: side.count)
        }
      }
      return .integer(IntegerColumn(values: values, mask: mask(sides)))
    case [.number], [.integer, .number]:
      let values = sides.flatMap { $0.column?.doubles ?? [Double](repeating: .nan, count: $0.count) }
      let written = sides.contains { if case .number(let column)? = $0.column { column.source != nil } else { false } }
      return .number(NumberColumn(values: values, mask: mask(sides), source: written ? texts(sides, sources) : nil))
    case [.bool]:
      var values: [Bool] = []
      for side in sides {
        if case .bool(let column)? = side.column {
          values += column.values
        } else {
          values += [Bool](repeating: false, count: side.count)
        }
      }
      return .bool(BoolColumn(values: values, mask: mask(sides)))
    case [.vector]:
      let dimensions = Set(
        sides.compactMap { side in if case .vector(let column)? = side.column { column.dimension } else { nil } })
      // Vectors of two spaces cannot stand in one column: those of the first stay.
      guard let dimension = dimensions.count == 1 ? dimensions.first : first(sides)?.dimension else { break }
      var values: [Float] = []
      for side in sides {
        if case .vector(let column)? = side.column, column.dimension == dimension {
          values += column.values
        } else {
          values += [Float](repeating: .nan, count: side.count * dimension)
        }
      }
      return .vectors(values, dimension: dimension)
    default: break
    }
    return .json(texts(sides, sources))
  }

  private static func first(_ sides: [Side]) -> VectorColumn? {
    for side in sides { if case .vector(let column)? = side.column { return column } }
    return nil
  }

  private static func mask(_ sides: [Side]) -> Mask {
    Mask(
      sides.flatMap { side -> [UInt8] in
        guard let column = side.column else {
          return [UInt8](repeating: Absence.absent.rawValue, count: side.count)
        }
        return (0..<side.count).map { column.absence($0)?.rawValue ?? 0 }
      })
  }

  private static func texts(_ sides: [Side], _ text: (Column) -> TextColumn?) -> TextColumn {
    sides.reduce(TextColumn(arena: [], places: [])) { all, side in
      all.appending(
        side.column.flatMap(text)
          ?? TextColumn(arena: [], places: [TextColumn.Place](repeating: .missing(.absent), count: side.count)))
    }
  }

  /// Each value as it stands in JSON.
  private static func sources(_ column: Column) -> TextColumn? {
    switch column {
    case .json(let column): column
    case .number(let column) where column.source != nil: column.source
    case .text, .integer, .number, .bool, .vector:
      TextColumn(
        bytes: (0..<column.count).map { row -> ArraySlice<UInt8>? in
          switch column.cell(row) {
          case .missing: return nil
          case .text(let text):
            var bytes: [UInt8] = []
            JSONStrings.encode(text, into: &bytes)
            return bytes[...]
          case let cell: return ArraySlice(cell.description.utf8)
          }
        })
    }
  }
}
