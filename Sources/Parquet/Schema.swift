/// The fields of a file's rows as a tree, and its columns in their order.
struct Schema {
  private(set) var fields: [Node] = []
  private(set) var leaves: [Leaf] = []

  /// Deeper ones are damage or malice: each level is one of the program's stack.
  private static let deepest = 64

  /// From the list in which the file has it: each node is followed by its children.
  init(_ elements: [SchemaElement]) throws(ParquetError) {
    var rest = elements[...]
    guard let root = rest.popFirst(), root.childCount > 0 else {
      throw .damaged("the schema has no columns")
    }
    for _ in 0..<root.childCount {
      fields.append(try node(&rest, Place()))
      // Each takes an element, of which there are only so many.
    }
    guard rest.isEmpty else { throw .damaged("the schema has more parts than it says") }
  }

  /// What stands above a node.
  private struct Place {
    var path: [String] = []
    var definition = 0
    var depth = 0
  }

  private mutating func node(_ rest: inout ArraySlice<SchemaElement>, _ above: Place) throws(ParquetError) -> Node {
    guard let element = rest.popFirst() else { throw .damaged("the schema has fewer parts than it says") }
    guard let repetition = Node.Repetition(rawValue: element.repetition) else {
      throw .damaged("the schema has a field that is neither required nor optional nor repeated")
    }
    var place = above
    place.path.append(String(decoding: element.name, as: UTF8.self))
    guard place.path.count <= Self.deepest else {
      throw .damaged("the schema is nested more than \(Self.deepest) deep")
    }
    if repetition != .required { place.definition += 1 }
    if repetition == .repeated { place.depth += 1 }
    let first = leaves.count
    let content: Node.Content
    if element.childCount == 0, element.type != nil {
      leaves.append(try Self.leaf(element, place))
      content = .leaf(first)
    } else {
      guard element.childCount > 0 else {
        throw ParquetError(.unsupported, "a group without fields", column: place.path.joined(separator: "."))
      }
      var children: [Node] = []
      for _ in 0..<element.childCount { children.append(try node(&rest, place)) }
      content = Self.content(element, children)
    }
    return Node(
      name: element.name, repetition: repetition, definition: place.definition, depth: place.depth, content: content,
      leaves: first..<leaves.count)
  }

  /// What a group stands for; lists and maps are groups with a mark, of which old writers had several forms (the
  /// format's LogicalTypes.md, "Nested types").
  private static func content(_ element: SchemaElement, _ children: [Node]) -> Node.Content {
    let type = type(of: element)
    guard type == .list || type == .map, children.count == 1, children[0].repetition == .repeated else {
      return .group(children)
    }
    let repeated = children[0]
    guard case .group(let inner) = repeated.content else {
      return type == .list ? .list(repeated: repeated, element: repeated) : .group(children)
    }
    if type == .map {
      guard inner.count <= 2, case .leaf = inner[0].content, inner[0].repetition != .repeated else {
        return .group(children)
      }
      return .map(repeated: repeated, key: inner[0], value: inner.count == 2 ? inner[1] : nil)
    }
    let name = String(decoding: element.name, as: UTF8.self)
    let isElement =
      inner.count > 1 || repeated.name == "array" || repeated.name == name + "_tuple"
      || inner[0].repetition == .repeated
    return .list(repeated: repeated, element: isElement ? repeated : inner[0])
  }

  private static func type(of element: SchemaElement) -> LogicalType {
    if element.logical != .none { return element.logical }
    return element.converted.map { LogicalType(converted: $0, scale: element.scale) } ?? .none
  }

  private static func leaf(_ element: SchemaElement, _ place: Place) throws(ParquetError) -> Leaf {
    let path = place.path.joined(separator: ".")
    guard let type = PhysicalType(element.type ?? -1, length: element.typeLength) else {
      throw ParquetError(.damaged, "a type that there is not", column: path)
    }
    return Leaf(
      path: path, type: type, form: try ValueForm(type, Self.type(of: element), path: path),
      definition: place.definition, depth: place.depth, isField: place.path.count == 1)
  }
}
