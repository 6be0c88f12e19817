/// A field of a file that is written, which takes its values apart into the entries of its columns (the Dremel paper's record
/// shredding).
final class WrittenNode {
  let name: String
  /// The columns below it.
  private(set) var leaves: [WrittenColumn] = []

  private let content: Content
  /// The definition level of a value that is there.
  private let definition: Int
  /// How many lists it and its ancestors are.
  private let depth: Int

  private enum Content {
    case leaf(WrittenColumn)
    case list(WrittenNode)
    case group([WrittenNode])
  }

  /// - Parameters:
  ///   - path: of its ancestors.
  ///   - definition: that of its parent.
  ///   - depth: that of its parent.
  init(_ field: ParquetField, path: [String] = [], definition: Int = 0, depth: Int = 0) {
    name = field.name
    let path = path + [field.name]
    self.definition = definition + 1
    switch field.form {
    case .list(let element):
      self.depth = depth + 1
      // An empty list is there, and nothing repeats in it.
      let node = WrittenNode(
        ParquetField("element", element), path: path + ["list"], definition: definition + 2, depth: depth + 1)
      content = .list(node)
      leaves = node.leaves
    case .group(let fields):
      self.depth = depth
      let nodes = fields.map { WrittenNode($0, path: path, definition: definition + 1, depth: depth) }
      content = .group(nodes)
      leaves = nodes.flatMap(\.leaves)
    case .boolean, .integer, .number, .float, .text:
      self.depth = depth
      let column = WrittenColumn(field.form, path: path, definition: definition + 1, depth: depth)
      content = .leaf(column)
      leaves = [column]
    }
  }

  /// - Parameter repetition: the level at which this value begins something new.
  func append(_ value: ParquetValue, repetition: Int = 0) {
    switch (content, value) {
    case (.leaf(let column), .boolean), (.leaf(let column), .integer), (.leaf(let column), .number),
      (.leaf(let column), .text):
      column.append(value, repetition: repetition)
    case (.list(let element), .list(let values)):
      guard !values.isEmpty else { return skip(repetition, definition) }
      for (place, value) in values.enumerated() { element.append(value, repetition: place == 0 ? repetition : depth) }
    case (.group(let nodes), .group(let values)):
      for (place, node) in nodes.enumerated() {
        node.append(place < values.count ? values[place] : .missing, repetition: repetition)
      }
    // What is of another form has no place here.
    case (.leaf, _), (.list, _), (.group, _): skip(repetition, definition - 1)
    }
  }

  private func skip(_ repetition: Int, _ definition: Int) {
    for leaf in leaves { leaf.skip(repetition: repetition, definition: definition) }
  }

  /// Appends the nodes of the schema: itself, then what is below it (parquet.thrift, SchemaElement).
  func describe(_ elements: inout [(inout ThriftWriter) -> Void]) {
    let name = name
    switch content {
    case .leaf(let column): elements.append { column.describe(name, &$0) }
    case .list(let element):
      elements.append { writer in
        writer.int32(3, Node.Repetition.optional.rawValue)
        writer.text(4, name)
        writer.int32(5, 1)
        writer.int32(6, 3)
        writer.structure(10) { $0.structure(3) { _ in } }
      }
      elements.append { writer in
        writer.int32(3, Node.Repetition.repeated.rawValue)
        writer.text(4, "list")
        writer.int32(5, 1)
      }
      element.describe(&elements)
    case .group(let nodes):
      elements.append { writer in
        writer.int32(3, Node.Repetition.optional.rawValue)
        writer.text(4, name)
        writer.int32(5, nodes.count)
      }
      for node in nodes { node.describe(&elements) }
    }
  }
}
