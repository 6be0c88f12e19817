import TestSupport
/// A small interpreter of the notation that grammar/README.md describes: enough to derive random programs.
struct EBNF {
  indirect enum Node {
    case literal(String)
    case range(UInt32, UInt32)
    case rule(String)
    case sequence([Node])
    case choice([Node])
    case optional(Node)
    case many(Node)
    case without(Node, Node)
  }

  struct Malformed: Error, CustomStringConvertible {
    var description: String
  }

  private(set) var rules: [String: Node] = [:]
  /// Smallest depth of a derivation of each rule, so that a derivation can be made to end.
  private var leastDepth: [String: Int] = [:]

  init(_ text: String) throws {
    var reader = Reader(scalars: Array(text.unicodeScalars))
    while let (name, node) = try reader.rule() {
      if rules.updateValue(node, forKey: name) != nil { throw Malformed(description: "two rules `\(name)`") }
    }
    for name in rules.keys.sorted() {
      for used in Self.names(in: rules[name]) where rules[used] == nil {
        throw Malformed(description: "`\(name)` uses `\(used)`, which has no rule")
      }
    }
    measure()
  }

  static func isLexical(_ name: String) -> Bool { name.first?.isUppercase ?? false }

  private static func names(in node: Node?) -> [String] {
    switch node {
    case nil, .literal, .range: []
    case .rule(let name): [name]
    case .sequence(let nodes), .choice(let nodes): nodes.flatMap { names(in: $0) }
    case .optional(let node), .many(let node): names(in: node)
    case .without(let a, let b): names(in: a) + names(in: b)
    }
  }

  private mutating func measure() {
    var changed = true
    while changed {
      changed = false
      for (name, node) in rules {
        let depth = least(node) + 1
        if depth < leastDepth[name] ?? .max {
          leastDepth[name] = depth
          changed = true
        }
      }
    }
  }

  private func least(_ node: Node) -> Int {
    switch node {
    case .literal, .range, .optional, .many: 0
    case .rule(let name): leastDepth[name] ?? 1_000_000
    case .sequence(let nodes): nodes.map(least).max() ?? 0
    case .choice(let nodes): nodes.map(least).min() ?? 0
    case .without(let node, _): least(node)
    }
  }

  // MARK: Deriving

  /// Derives a random text from a rule.
  func derive(_ rule: String, _ random: inout SplitMix, depth: Int = 14) -> String {
    var writer = Writer()
    expand(.rule(rule), depth: depth, &random, &writer)
    return writer.text
  }

  /// Puts pieces together: between those of small-letter rules stand blanks, and in brackets line endings too.
  private struct Writer {
    var text = ""
    private var brackets = 0
    private var isTight = true

    mutating func piece(_ piece: String, isLexical: Bool, rule: String, _ random: inout SplitMix) {
      if isLexical || rule == "NEWLINE" {
        if rule == "NEWLINE", piece.first == "#", !isTight { text += " " }
        text += piece
        if rule == "NEWLINE" { isTight = true }
        return
      }
      let mayTouch = [")", ",", "("].contains(piece) && piece != "("
      if !isTight, !(mayTouch && random.below(2) == 0) { text += blank(&random) }
      text += piece
      if piece == "(" || piece == "{" { brackets += 1 }
      if piece == ")" || piece == "}" { brackets -= 1 }
      isTight = rule == "CALL" || (piece == "(" && random.below(2) == 0)
    }

    private func blank(_ random: inout SplitMix) -> String {
      switch random.below(12) {
      case 0: "  "
      case 1: "\t"
      case 2 where brackets > 0: "\n  "
      case 3 where brackets > 0: " # a comment | in { brackets\n"
      default: " "
      }
    }
  }

  private func expand(_ node: Node, depth: Int, _ random: inout SplitMix, _ writer: inout Writer) {
    switch node {
    case .literal(let text): writer.piece(text, isLexical: false, rule: "", &random)
    case .range: break
    case .rule(let name):
      if Self.isLexical(name) {
        writer.piece(word(.rule(name), &random), isLexical: false, rule: name, &random)
      } else if let rule = rules[name] {
        expand(rule, depth: depth - 1, &random, &writer)
      }
    case .sequence(let nodes):
      for node in nodes { expand(node, depth: depth, &random, &writer) }
    case .choice(let nodes): expand(pick(nodes, depth: depth, &random), depth: depth, &random, &writer)
    case .optional(let node):
      if depth > 0, random.below(2) == 0 { expand(node, depth: depth, &random, &writer) }
    case .many(let node):
      for _ in 0..<(depth > 0 ? random.below(4) : 0) { expand(node, depth: depth - 1, &random, &writer) }
    case .without(let node, _): expand(node, depth: depth, &random, &writer)
    }
  }

  private func pick(_ nodes: [Node], depth: Int, _ random: inout SplitMix) -> Node {
    let shortest = nodes.map(least).min() ?? 0
    let usable = nodes.filter { least($0) <= max(depth, shortest) }
    return usable[random.below(usable.count)]
  }

  /// Derives a token: nothing stands between its parts.
  private func word(_ node: Node, _ random: inout SplitMix) -> String {
    switch node {
    case .literal(let text): return text
    case .range(let low, let high):
      return Unicode.Scalar(low + UInt32(random.below(Int(high - low) + 1))).map { String(Character($0)) } ?? ""
    case .rule(let name): return rules[name].map { word($0, &random) } ?? ""
    case .sequence(let nodes): return nodes.map { word($0, &random) }.joined()
    case .choice(let nodes): return word(nodes[random.below(nodes.count)], &random)
    case .optional(let node): return random.below(2) == 0 ? word(node, &random) : ""
    case .many(let node): return (0..<random.below(6)).map { _ in word(node, &random) }.joined()
    case .without(let node, let excluded):
      while true {
        let text = word(node, &random)
        if !matches(excluded, text) { return text }
      }
    }
  }

  /// Whether a whole text can be derived from a node.
  func matches(_ node: Node, _ text: String) -> Bool {
    let scalars = Array(text.unicodeScalars)
    return ends(node, scalars, from: [0]).contains(scalars.count)
  }

  private func ends(_ node: Node, _ text: [Unicode.Scalar], from starts: Set<Int>) -> Set<Int> {
    switch node {
    case .literal(let literal):
      let wanted = Array(literal.unicodeScalars)
      return Set(starts.filter { text[$0...].starts(with: wanted) }.map { $0 + wanted.count })
    case .range(let low, let high):
      return Set(starts.filter { $0 < text.count && (low...high).contains(text[$0].value) }.map { $0 + 1 })
    case .rule(let name): return rules[name].map { ends($0, text, from: starts) } ?? []
    case .sequence(let nodes): return nodes.reduce(starts) { ends($1, text, from: $0) }
    case .choice(let nodes): return nodes.reduce(into: []) { $0.formUnion(ends($1, text, from: starts)) }
    case .optional(let node): return starts.union(ends(node, text, from: starts))
    case .many(let node):
      var all = starts
      var fresh = starts
      while !fresh.isEmpty {
        fresh = ends(node, text, from: fresh).subtracting(all)
        all.formUnion(fresh)
      }
      return all
    case .without(let node, let excluded):
      return Set(
        starts.flatMap { start in
          ends(node, text, from: [start]).subtracting(ends(excluded, text, from: [start]))
        })
    }
  }

  // MARK: Reading the notation

  private struct Reader {
    let scalars: [Unicode.Scalar]
    var index = 0

    mutating func rule() throws -> (String, Node)? {
      skipBlanks()
      guard index < scalars.count else { return nil }
      guard let name = name() else { throw Malformed(description: "a rule's name is missing at \(index)") }
      try expect("=")
      let node = try choice()
      try expect(";")
      return (name, node)
    }

    private mutating func choice() throws -> Node {
      var nodes = [try sequence()]
      while take("|") { nodes.append(try sequence()) }
      return nodes.count == 1 ? nodes[0] : .choice(nodes)
    }

    private mutating func sequence() throws -> Node {
      var nodes: [Node] = []
      while let node = try item() { nodes.append(node) }
      if nodes.isEmpty { throw Malformed(description: "nothing stands at \(index)") }
      return nodes.count == 1 ? nodes[0] : .sequence(nodes)
    }

    private mutating func item() throws -> Node? {
      guard let first = try atom() else { return nil }
      if take("-") {
        guard let second = try atom() else { throw Malformed(description: "nothing follows `-` at \(index)") }
        return .without(first, second)
      }
      skipBlanks()
      if index + 1 < scalars.count, scalars[index] == ".", scalars[index + 1] == "." {
        index += 2
        guard case .literal(let low) = first, case .literal(let high) = try atom() ?? .sequence([]),
          let lower = low.unicodeScalars.first, let upper = high.unicodeScalars.first, lower <= upper
        else { throw Malformed(description: "a range needs two characters at \(index)") }
        return .range(lower.value, upper.value)
      }
      return first
    }

    private mutating func atom() throws -> Node? {
      skipBlanks()
      guard index < scalars.count else { return nil }
      switch scalars[index] {
      case "[":
        index += 1
        let node = try choice()
        try expect("]")
        return .optional(node)
      case "{":
        index += 1
        let node = try choice()
        try expect("}")
        return .many(node)
      case "(":
        index += 1
        let node = try choice()
        try expect(")")
        return node
      case "\"", "'":
        let quote = scalars[index]
        // Three quotes in single quotes, one quote in the others: the literal ends at its own kind of quote.
        guard let end = scalars[(index + 1)...].firstIndex(of: quote) else {
          throw Malformed(description: "a literal is not closed at \(index)")
        }
        let text = String(String.UnicodeScalarView(scalars[(index + 1)..<end]))
        index = end + 1
        return .literal(text)
      case "#":
        index += 1
        guard let name = name(), let value = UInt32(name, radix: 16), let scalar = Unicode.Scalar(value) else {
          throw Malformed(description: "`#` needs a hexadecimal number at \(index)")
        }
        return .literal(String(Character(scalar)))
      default: return name().map { .rule($0) }
      }
    }

    private mutating func name() -> String? {
      let start = index
      while index < scalars.count, scalars[index].properties.isAlphabetic || ("0"..."9").contains(scalars[index]) {
        index += 1
      }
      return index > start ? String(String.UnicodeScalarView(scalars[start..<index])) : nil
    }

    private mutating func take(_ sign: Unicode.Scalar) -> Bool {
      skipBlanks()
      guard index < scalars.count, scalars[index] == sign else { return false }
      index += 1
      return true
    }

    private mutating func expect(_ sign: Unicode.Scalar) throws {
      guard take(sign) else { throw Malformed(description: "`\(sign)` is missing at \(index)") }
    }

    private mutating func skipBlanks() {
      while index < scalars.count {
        if scalars[index].properties.isWhitespace {
          index += 1
        } else if index + 1 < scalars.count, scalars[index] == "(", scalars[index + 1] == "*" {
          index += 2
          while index + 1 < scalars.count, !(scalars[index] == "*" && scalars[index + 1] == ")") { index += 1 }
          index += 2
        } else {
          return
        }
      }
    }
  }
}
