/// A column's part of a row group, decoded, and how far its values were taken.
final class Column {
  let leaf: Leaf
  var values: ColumnValues
  /// Of each entry, a missing one or an empty list included; empty where every value is there.
  var definitions: [UInt8] = []
  /// Of each entry; empty where none can repeat.
  var repetitions: [UInt8] = []
  /// Entries that there are.
  var count = 0

  private(set) var entry = 0
  private(set) var value = 0

  init(_ leaf: Leaf) {
    self.leaf = leaf
    values = ColumnValues(leaf.type)
  }

  var isAtEnd: Bool { entry == count }

  /// The definition level of the next entry.
  func nextDefinition() throws(ParquetError) -> Int {
    guard entry < count else {
      throw ParquetError(.damaged, "fewer values than the rows need", column: leaf.path)
    }
    return leaf.definition == 0 ? 0 : Int(definitions[entry])
  }

  /// The repetition level of the next entry; 0, as of a new row, at the end.
  var nextRepetition: Int { leaf.depth == 0 || entry == count ? 0 : Int(repetitions[entry]) }

  /// Passes over an entry that has no value.
  func skip() throws(ParquetError) {
    guard try nextDefinition() < leaf.definition else {
      throw ParquetError(.damaged, "a value where its neighbours say that there is none", column: leaf.path)
    }
    entry += 1
  }

  /// Passes over an entry and says which of the values is its.
  func take() throws(ParquetError) -> Int {
    guard try nextDefinition() == leaf.definition, value < values.count else {
      throw ParquetError(.damaged, "no value where its neighbours say that there is one", column: leaf.path)
    }
    entry += 1
    value += 1
    return value - 1
  }
}
