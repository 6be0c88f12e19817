import Diagnostics
import Foundation
import Notebook
import LanguageModel
import Pipeline
import Stages
import Syntax

/// What may stand at the cursor, from the text before it: stages that fit the pipe, their options, flags and choices, the
/// columns that exist there, names, cells and files.
struct Completer {
  let interpreter: Interpreter
  let cells: [NotebookCell]
  /// Lines of the same cell before the edited one.
  let earlier: String

  private var registry: Registry { interpreter.registry }
  private var scope: Scope { interpreter.scope }

  func complete(_ before: String) -> Completion {
    if earlier.isEmpty, before.hasPrefix(":") { return command(before) }
    if earlier.isEmpty, before.hasPrefix("?") {
      return matching(String(before.dropFirst()), stageNames(after: nil, isHead: nil))
    }
    let text = earlier.isEmpty ? before : earlier + "\n" + before
    let place = Place(text)
    let word = place.openString == nil ? place.word : ""
    let rest = place.stage.dropLast(word.count).trimmingBlanks()
    let words = rest.split(whereSeparator: \.isWhitespace).map(String.init)
    if let path = place.openString {
      // In a text that names no file nothing is completed, and a tab that was pasted is a tab.
      return takesFile(words, place) ? file(path) : Completion(length: 0, candidates: [], keepsOpen: true)
    }
    if place.isHead, let first = words.first, ReservedWords.statements.contains(first) {
      return statement(first, Array(words.dropFirst()), word)
    }
    guard let name = words.first else {
      let shape = place.begins ? nil : self.shape(before: place)
      return matching(word, stageNames(after: shape, isHead: place.begins, isStatement: place.isHead))
    }
    if let signature = registry[name]?.signature {
      return matching(word, arguments(of: signature, Array(words.dropFirst()), place))
    }
    return matching(word, [])
  }

  /// Whether the string that is open may be the name of a file.
  private func takesFile(_ words: [String], _ place: Place) -> Bool {
    if words.first == "explain" { return takesFile(Array(words.dropFirst()), place) }
    guard let name = words.first, let signature = registry[name]?.signature else {
      return words.first == "use" || words.first == "set" || words.first.flatMap { scope.definitions[$0] } != nil
    }
    // Behind `where` and the like texts are compared.
    if let option = words.dropFirst().last(where: { signature.option($0) != nil }).flatMap(signature.option),
      takesMany(option.kind)
    {
      return false
    }
    // In an expression a string is a text.
    if let slot = signature.slots.first, takesMany(slot.kind) {
      let option = words.dropLast().last.flatMap(signature.option)
      return option.map { Self.isFile($0.kind) } ?? false
    }
    return (signature.slots.map(\.kind) + signature.options.map(\.kind)).contains(where: Self.isFile)
  }

  private static func isFile(_ kind: ArgumentKind) -> Bool {
    switch kind {
    case .path, .rows, .model, .value: true
    default: false
    }
  }

  // MARK: - Where the cursor is

  /// The stage around the cursor, and the text of the pipe before it.
  private struct Place {
    /// From the beginning of the stage to the cursor.
    var stage = ""
    /// The pipe before the stage, without its last `|`; nil at the beginning.
    var pipe: String?
    /// The word that the cursor ends.
    var word = ""
    /// What an unclosed string holds so far.
    var openString: String?
    /// At the beginning of a statement.
    var isHead: Bool { pipe == nil && !isBlock }
    /// At the beginning of a pipeline that takes nothing from before it.
    var begins: Bool { isHead || pipe == nil && isValue }
    private var isBlock = false
    /// Behind `let name =`.
    private var isValue = false

    init(_ text: String) {
      var stageStart = text.startIndex
      var statementStart = text.startIndex
      var lastPipe: String.Index?
      var stringStart: String.Index?
      var blocks: [(stage: String.Index, statement: String.Index, pipe: String.Index?)] = []
      var isEscaped = false
      var place = text.startIndex
      while place < text.endIndex {
        let character = text[place]
        let next = text.index(after: place)
        if stringStart != nil {
          if isEscaped {
            isEscaped = false
          } else if character == "\\" {
            isEscaped = true
          } else if character == "\"" {
            stringStart = nil
          }
        } else {
          switch character {
          case "\"": stringStart = next
          case "|":
            lastPipe = place
            stageStart = next
          case "{":
            isValue = false
            blocks.append((stageStart, statementStart, lastPipe))
            stageStart = next
            statementStart = next
            lastPipe = nil
          case "}":
            if let outer = blocks.popLast() { (stageStart, statementStart, lastPipe) = outer }
          case "#":
            while place < text.endIndex, text[place] != "\n" { place = text.index(after: place) }
            continue
          case "=" where blocks.isEmpty && lastPipe == nil:
            // `let name =` and `def name(…) =` begin a pipeline of their own; a comparison has two signs.
            let head = text[statementStart..<place].trimmingBlanks()
            if head.hasPrefix("let ") || head.hasPrefix("def ") {
              isValue = head.hasPrefix("let ")
              stageStart = next
              statementStart = next
            }
          default: break
          }
        }
        place = next
      }
      isBlock = !blocks.isEmpty || statementStart != text.startIndex
      stage = String(text[stageStart...])
      pipe = lastPipe.map { String(text[statementStart..<$0]) }
      if let stringStart { openString = String(text[stringStart...]) }
      word = String(stage.reversed().prefix { $0.isLetter || $0.isNumber || $0 == "_" }.reversed())
    }
  }

  /// Type and columns of what comes into the stage; nil when that is not known.
  private func shape(before place: Place) -> Shape? {
    guard let pipe = place.pipe else { return nil }
    let text = pipe.trimmingBlanks()
    let source = SourceText(name: "completion", text: text.isEmpty ? "_" : text)
    let (program, diagnostics) = Parser.parse(source, mode: .prompt)
    guard !diagnostics.hasErrors, program.statements.count == 1 else { return nil }
    switch program.statements.first {
    case .pipeline(let syntax): return interpreter.shape(of: syntax, source)
    case .explain(let syntax): return interpreter.shape(of: syntax.pipeline, source)
    case .letBinding(let syntax): return interpreter.shape(of: syntax.pipeline, source)
    case .parameter, .definition, .setting, .use, .help, nil: return nil
    }
  }

  // MARK: - Candidates

  private func matching(_ word: String, _ candidates: [Candidate]) -> Completion {
    Completion(length: word.count, candidates: candidates.filter { $0.text.hasPrefix(word) })
  }

  /// - Parameters:
  ///   - isHead: nil for any stage, as after `?`.
  ///   - isStatement: whether a statement may begin here, too.
  private func stageNames(after shape: Shape?, isHead: Bool?, isStatement: Bool = true) -> [Candidate] {
    var candidates: [Candidate] = []
    for signature in registry.signatures {
      let begins = signature.input == [.nothing]
      if let isHead {
        if isHead != begins && isHead { continue }
        if !isHead && begins { continue }
        if let shape, !signature.input.contains(shape.type) { continue }
      }
      candidates.append(Candidate(signature.name, signature.help))
    }
    for definition in scope.definitions.values.sorted(by: { $0.name < $1.name }) {
      candidates.append(Candidate(definition.name, definition.text))
    }
    if isHead == true {
      candidates += names([.rows, .packs, .model, .report])
    }
    if isHead == true, isStatement {
      candidates += [
        ("let", "name a value"), ("set", "change a setting"), ("def", "define a stage"),
        ("explain", "show the plan of a pipeline; runs nothing"), ("help", "show what a stage does and takes"),
        ("param", "declare a parameter"), ("use", "import the stages of a file"),
      ].map { Candidate($0.0, $0.1) }
    }
    return candidates
  }

  /// Names and cells with a value of one of these types.
  private func names(_ types: Set<ValueType>) -> [Candidate] {
    scope.bindings.values.filter { types.contains($0.shape.type) }.sorted { $0.name < $1.name }.map { binding in
      let cell = cells.last { $0.name == binding.name || "_\($0.number)" == binding.name }
      return Candidate(binding.name, cell?.summary ?? binding.shape.type.description)
    }
  }

  private func arguments(of signature: Signature, _ words: [String], _ place: Place) -> [Candidate] {
    // After an option word its value is due.
    if let last = words.last, let option = signature.option(last) { return values(option.kind, place) }
    var candidates: [Candidate] = []
    let optionWords = Set(signature.options.map(\.name) + signature.flags.map(\.name))
    let firstOption = words.firstIndex { optionWords.contains($0) }
    if firstOption == nil {
      let position = min(words.count, max(0, signature.slots.count - 1))
      if signature.slots.indices.contains(position),
        words.count < signature.slots.count || signature.slots[position].repeats
          || takesMany(signature.slots[position].kind)
      {
        candidates += values(signature.slots[position].kind, place)
      }
    }
    for option in signature.options where !words.contains(option.name) {
      candidates.append(Candidate(option.name, "\(option.kind.placeholder)  \(option.help)"))
    }
    for flag in signature.flags where !words.contains(flag.name) { candidates.append(Candidate(flag.name, flag.help)) }
    return candidates
  }

  /// Kinds whose value goes over several words.
  private func takesMany(_ kind: ArgumentKind) -> Bool {
    [.expression, .formula, .assignments, .sortKeys].contains(kind)
  }

  private func values(_ kind: ArgumentKind, _ place: Place) -> [Candidate] {
    switch kind {
    case .choice(let choices): return choices.map { Candidate($0.word, $0.help) }
    case .column, .expression, .formula, .assignments, .sortKeys:
      guard let shape = shape(before: place) else { return [] }
      var candidates = shape.columns.columns.map { column in
        Candidate(
          isWord(column.name) ? column.name : "`\(column.name)`",
          column.kind.rawValue + (column.addedBy.map { ", added by \($0)" } ?? ""))
      }
      for (alias, target) in shape.columns.aliases.sorted(by: { $0.key < $1.key }) where alias != target {
        candidates.append(Candidate(alias, "the column \(target)"))
      }
      if case .sortKeys = kind {
        candidates += [Candidate("desc", "largest first"), Candidate("asc", "smallest first")]
      }
      if kind != .column {
        candidates += ExpressionFunctions.all.map { Candidate($0.name + "(", "\($0.usage): \($0.help)") }
      }
      if case .expression = kind {
        candidates += (ReservedWords.operators + ReservedWords.textComparators).map { Candidate($0, "") }
      }
      return candidates
    case .rows: return names([.rows])
    case .packs: return names([.packs])
    case .model: return names([.model])
    case .value(let types): return names(Set(types))
    case .number, .integer, .percentage, .share, .duration, .size, .rate, .string, .path, .word, .block: return []
    }
  }

  private func isWord(_ name: String) -> Bool {
    guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
    return name.utf8.allSatisfy {
      $0 == UInt8(ascii: "_") || $0 >= 0x80 || (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF)
    }
  }

  // MARK: - Statements, commands, files

  private func statement(_ name: String, _ words: [String], _ word: String) -> Completion {
    switch name {
    case "set":
      guard let setting = words.first else {
        return matching(word, scope.settings.definitions.map { Candidate($0.name, $0.help) })
      }
      guard let definition = scope.settings.definition(setting) else { return matching(word, []) }
      if case .choice(let choices) = definition.kind {
        return matching(word, choices.map { Candidate($0.word, $0.help) })
      }
      if definition.kind == .path, definition.name == "model" {
        return matching(word, HubCache().names.map { Candidate("\"\($0)\"", "in the hub's cache") })
      }
      return matching(word, [])
    case "help":
      let settings = scope.settings.definitions.map { Candidate($0.name, $0.help) }
      let topics = registry.topics.map { Candidate($0.name, $0.help) }
      return matching(word, stageNames(after: nil, isHead: nil) + settings + topics)
    case "explain":
      guard let stage = words.first else { return matching(word, stageNames(after: nil, isHead: true)) }
      guard let signature = registry[stage]?.signature else { return matching(word, []) }
      return matching(word, arguments(of: signature, Array(words.dropFirst()), Place("")))
    default: return matching(word, [])
    }
  }

  private func command(_ before: String) -> Completion {
    let text = String(before.dropFirst())
    guard let space = text.firstIndex(of: " ") else {
      return matching(text, ReplCommand.allCases.map { Candidate($0.rawValue, $0.help) })
    }
    let argument = String(text[text.index(after: space)...])
    switch ReplCommand(rawValue: String(text[..<space])) {
    case .rerun, .edit, .drop, .ledger, .rename:
      let stale = text.hasPrefix("rerun") ? [Candidate("stale", "every stale cell, in order")] : []
      return matching(argument, cells.map { Candidate(String($0.number), CellText.oneLine($0.source) ?? "") } + stale)
    case .save, .export: return file(argument)
    case .open: return file(argument.hasPrefix("new ") ? String(argument.dropFirst(4)) : argument)
    case .cells, .undo, .redo, .sessions, .settings, .cache, .quiet, .help, .quit, nil: return matching(argument, [])
    }
  }

  /// Files whose name begins as typed; folders end in `/`. The part up to the last `/` stays as it is.
  private func file(_ typed: String) -> Completion {
    let slash = typed.lastIndex(of: "/")
    let folder = slash.map { String(typed[...$0]) } ?? ""
    let stem = slash.map { String(typed[typed.index(after: $0)...]) } ?? typed
    let path = folder.isEmpty ? "." : (folder as NSString).expandingTildeInPath
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    let candidates = names.filter { $0.hasPrefix(stem) && (!$0.hasPrefix(".") || stem.hasPrefix(".")) }.sorted().map {
      name -> Candidate in
      var facts = stat()
      guard stat(path + "/" + name, &facts) == 0 else { return Candidate(name) }
      if facts.st_mode & S_IFMT == S_IFDIR { return Candidate(name + "/", "folder") }
      return Candidate(name, Figures.bytes(Int(facts.st_size)))
    }
    return Completion(length: stem.count, candidates: candidates, keepsOpen: true)
  }
}
