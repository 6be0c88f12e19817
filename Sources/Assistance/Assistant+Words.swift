import Pipeline
import Syntax

// The words that may stand somewhere.
extension Assistant {
  /// - Parameters:
  ///   - isHead: nil for any stage, as after `?`.
  ///   - isStatement: whether a statement may begin here, too.
  func stageNames(after shape: Shape?, isHead: Bool?, isStatement: Bool = true) -> [Candidate] {
    // What the user named is meant more often than any stage.
    var candidates: [Candidate] = isHead == true ? names([.rows, .packs, .model, .report]) : []
    for signature in registry.signatures {
      let begins = signature.input == [.nothing]
      if let isHead {
        if isHead != begins && isHead { continue }
        if !isHead && begins { continue }
        if let shape, !signature.input.contains(shape.type) { continue }
      }
      candidates.append(Candidate(signature.name, signature.help, .stage))
    }
    for definition in scope.definitions.values.sorted(by: { $0.name < $1.name }) {
      candidates.append(Candidate(definition.name, definition.text, .stage))
    }
    if isHead == true, isStatement {
      candidates += [
        ("let", "name a value"), ("set", "change a setting"), ("def", "define a stage"),
        ("explain", "show the plan of a pipeline; runs nothing"), ("help", "show what a stage does and takes"),
        ("param", "declare a parameter"), ("use", "import the stages of a file"),
      ].map { Candidate($0.0, $0.1, .statement) }
    }
    return candidates
  }

  /// Names and cells with a value of one of these types.
  private func names(_ types: Set<ValueType>) -> [Candidate] {
    // Names first, then the cells, the latest first.
    let found = scope.bindings.values.filter { types.contains($0.shape.type) }
    func cell(_ binding: Binding) -> Int? {
      binding.name == "_" ? .max : binding.name.hasPrefix("_") ? Int(binding.name.dropFirst()) : nil
    }
    let named = found.filter { cell($0) == nil }.sorted { $0.name < $1.name }
    let cells = found.filter { cell($0) != nil }.sorted { (cell($0) ?? 0) > (cell($1) ?? 0) }
    return (named + cells).map { binding in
      Candidate(binding.name, describe(binding) ?? binding.shape.type.description, .value)
    }
  }

  func arguments(of signature: Signature, _ words: [String], _ place: Place) -> [Candidate] {
    // After an option word its value is due.
    if let last = words.last, let option = signature.option(last) { return values(option.kind, place) }
    if let place = words.lastIndex(where: { signature.option($0)?.kind == .shard }) {
      switch words.count - place {
      case 2: return [Candidate("of", "how many parts there are", .choice)]
      case 3 where words.last == "of": return []
      default: break
      }
    }
    var candidates: [Candidate] = []
    let optionWords = Set(signature.options.map(\.name) + signature.flags.map(\.name))
    let firstOption = words.firstIndex { optionWords.contains($0) }
    if firstOption == nil {
      let position = min(words.count, max(0, signature.slots.count - 1))
      if signature.slots.indices.contains(position),
        words.count < signature.slots.count || signature.slots[position].repeats
          || takesMany(signature.slots[position].kind)
      {
        let kind = signature.slots[position].kind
        candidates += continuations(of: words, kind, place) ?? values(kind, place)
      }
    }
    for option in signature.options where !words.contains(option.name) {
      candidates.append(Candidate(option.name, "\(option.kind.placeholder)  \(option.help)", .option))
    }
    for flag in signature.flags where !words.contains(flag.name) {
      candidates.append(Candidate(flag.name, flag.help, .flag))
    }
    return candidates
  }

  /// Kinds whose value goes over several words.
  func takesMany(_ kind: ArgumentKind) -> Bool {
    [.expression, .formula, .assignments, .sortKeys].contains(kind)
  }

  /// What goes on with an expression whose last word is a column; nil where a term is due.
  private func continuations(of words: [String], _ kind: ArgumentKind, _ place: Place) -> [Candidate]? {
    guard let last = words.last, let shape = shape(before: place),
      shape.columns[last] != nil || last.hasPrefix("`") && last.hasSuffix("`")
    else { return nil }
    switch kind {
    case .sortKeys: return Self.orders
    case .expression:
      return ["==", "!=", "<", "<=", ">", ">="].map { Candidate($0, "", .comparison) } + Self.comparisons
    default: return nil
    }
  }

  private static let orders = [
    Candidate("desc", "largest first", .choice), Candidate("asc", "smallest first", .choice),
  ]
  private static var comparisons: [Candidate] {
    (ReservedWords.operators + ReservedWords.textComparators).map { Candidate($0, "", .comparison) }
  }

  private func values(_ kind: ArgumentKind, _ place: Place) -> [Candidate] {
    switch kind {
    case .choice(let choices): return choices.map { Candidate($0.word, $0.help, .choice) }
    case .column, .expression, .formula, .assignments, .sortKeys:
      guard let shape = shape(before: place) else { return [] }
      var candidates = shape.columns.columns.map { column in
        Candidate(
          isWord(column.name) ? column.name : "`\(column.name)`",
          column.kind.rawValue + (column.addedBy.map { ", added by \($0)" } ?? ""), .column)
      }
      for (alias, target) in shape.columns.aliases.sorted(by: { $0.key < $1.key }) where alias != target {
        candidates.append(Candidate(alias, "the column \(target)", .column))
      }
      if kind != .column {
        candidates += ExpressionFunctions.all.map { Candidate($0.name + "(", "\($0.usage): \($0.help)", .function) }
      }
      if case .expression = kind { candidates += [Candidate("not", "", .comparison)] }
      return candidates
    case .rows: return names([.rows])
    case .packs: return names([.packs])
    case .model: return names([.model])
    case .value(let types): return names(Set(types))
    case .number, .integer, .percentage, .share, .duration, .size, .rate, .shard, .string, .path, .word, .block:
      return []
    }
  }

  private func isWord(_ name: String) -> Bool {
    guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
    return name.utf8.allSatisfy {
      $0 == UInt8(ascii: "_") || $0 >= 0x80 || (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF)
    }
  }
}
