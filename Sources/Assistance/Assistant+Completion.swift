import Diagnostics
import LanguageModel
import Pipeline
import Syntax

// What may stand at the end of a statement's text: stages that fit the pipe, their options, flags and choices, the columns that exist
// there, names and files.
extension Assistant {
  func complete(_ text: String) -> Completion {
    let place = Place(text)
    if place.isComment { return Completion(length: 0, candidates: [], keepsOpen: true) }
    if place.isVariable {
      var completion = Completion.matching(place.word, scalars(in: text))
      completion.keepsOpen = place.openString != nil
      return completion
    }
    let word = place.openString == nil ? place.word : ""
    let rest = place.stage.dropLast(word.count).trimmingBlanks()
    let words = rest.split(whereSeparator: \.isWhitespace).map(String.init)
    if let path = place.openString {
      // In a text that names no file nothing is completed, and a tab that was pasted is a tab.
      return takesFile(words, place) ? Self.file(path) : Completion(length: 0, candidates: [], keepsOpen: true)
    }
    if place.isHead, let first = words.first, ReservedWords.statements.contains(first) {
      return statement(first, Array(words.dropFirst()), word)
    }
    guard let name = words.first else {
      let shape = place.begins ? nil : self.shape(before: place)
      return .matching(word, stageNames(after: shape, isHead: place.begins, isStatement: place.isHead))
    }
    guard let signature = registry[name]?.signature else { return .matching(word, []) }
    return .matching(word, arguments(of: signature, Array(words.dropFirst()), place))
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

  private func statement(_ name: String, _ words: [String], _ word: String) -> Completion {
    switch name {
    case "set":
      guard let setting = words.first else {
        return .matching(word, scope.settings.definitions.map { Candidate($0.name, $0.help, .setting) })
      }
      guard let definition = scope.settings.definition(setting) else { return .matching(word, []) }
      if case .choice(let choices) = definition.kind {
        return .matching(word, choices.map { Candidate($0.word, $0.help, .choice) })
      }
      if definition.kind == .path, definition.name == "model" {
        return .matching(word, HubCache().names.map { Candidate("\"\($0)\"", "in the hub's cache", .model) })
      }
      return .matching(word, [])
    case "help":
      let settings = scope.settings.definitions.map { Candidate($0.name, $0.help, .setting) }
      let topics = registry.topics.map { Candidate($0.name, $0.help, .topic) }
      return .matching(word, stageNames(after: nil, isHead: nil) + settings + topics)
    case "explain":
      guard let stage = words.first else { return .matching(word, stageNames(after: nil, isHead: true)) }
      guard let signature = registry[stage]?.signature else { return .matching(word, []) }
      return .matching(word, arguments(of: signature, Array(words.dropFirst()), Place("")))
    default: return .matching(word, [])
    }
  }

  /// What may stand behind `$`: of a `def` its own parameters first.
  private func scalars(in text: String) -> [Candidate] {
    var own: [Candidate] = []
    if text.trimmingBlanks().hasPrefix("def "), let open = text.firstIndex(of: "("),
      let close = text.firstIndex(of: ")"), open < close
    {
      own = text[text.index(after: open)..<close].split(separator: ",").map { parameter in
        let name = parameter.trimmingBlanks().prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        return Candidate(String(name), "a parameter of this stage", .scalar)
      }
    }
    let names = Set(own.map(\.text))
    let parameters = scope.parameters.sorted { $0.key < $1.key }.map { name, value in
      Candidate(name, "= " + Canonical.text(of: value.arguments), .scalar)
    }
    let settings = scope.settings.definitions.filter { scope.settings[$0.name] != nil }.map {
      Candidate($0.name, $0.help, .setting)
    }
    return own + (parameters + settings).filter { !names.contains($0.text) }
  }
}
