public import Diagnostics
import Pipeline
import Syntax

// What a word means where it stands.
extension Assistant {
  /// What the word at a place of a text means: the page of a stage, a statement, a setting or a topic; an option, a choice, a function;
  /// a column or a name with its type. Nil where nothing is known of it. O(n), and the checking of what stands before it.
  /// - Parameter offset: in bytes; a place behind the last letter of a word belongs to the word.
  public func help(in source: SourceText, at offset: Int) -> Help? {
    let words = SourceWord.words(of: source)
    guard
      let index = words.firstIndex(where: { $0.span.contains(offset) && $0.kind != .pipe && $0.kind != .sign })
        ?? words.firstIndex(where: { $0.span.upper == offset })
    else { return nil }
    let word = words[index]
    let (inner, start) = standing(in: source, at: word.span.upper)
    let before = source.text(Span(start, word.span.lower))
    let text: String?
    switch word.kind {
    case .statement: text = inner.page(word.text)
    case .head: text = inner.head(word.text)
    case .argument(let stage):
      let isCall = word.span.upper < source.bytes.count && source.bytes[word.span.upper] == UInt8(ascii: "(")
      text = inner.argument(word.text, of: stage, Place(before), isCall: isCall)
    case .column: text = inner.column(String(word.text.dropFirst().dropLast()), Place(before))
    case .variable: text = inner.scalar(String(word.text.dropFirst()), in: source, at: word.span)
    case .word:
      switch words[..<index].last(where: { $0.kind == .statement })?.text {
      case "set", "help": text = inner.page(word.text)
      case "let", "param", "def": text = declared(word, in: source)
      default: text = nil
      }
    case .number, .string, .comment, .pipe, .sign: text = nil
    }
    return text.map { Help(span: word.span, text: $0) }
  }

  private func page(_ name: String) -> String? { HelpPages.page(name, registry: registry, scope: scope) }

  /// A stage, a name or a cell.
  private func head(_ name: String) -> String? {
    if registry[name] != nil || scope.definitions[name] != nil { return page(name) }
    return scope.bindings[name].map(value)
  }

  private func argument(_ word: String, of stage: String, _ place: Place, isCall: Bool) -> String? {
    if isCall || ReservedWords.textComparators.contains(word), let function = function(word) { return function }
    guard let signature = registry[stage]?.signature else {
      if let definition = scope.definitions[stage] { return definition.text }
      return scope.bindings[word].map(value)
    }
    if let option = signature.option(word) { return "\(stage) … \(word) \(option.kind.placeholder): \(option.help)" }
    if let flag = signature.flag(word) { return "\(stage) … \(word): \(flag.help)" }
    for kind in signature.slots.map(\.kind) + signature.options.map(\.kind) {
      if case .choice(let choices) = kind, let choice = choices.first(where: { $0.word == word }) {
        return "\(stage) … \(word): \(choice.help)"
      }
    }
    return column(word, place) ?? scope.bindings[word].map(value)
  }

  private func function(_ name: String) -> String? {
    ExpressionFunctions.all.first { $0.name == name }.map { "\($0.usage): \($0.help)" }
  }

  private func column(_ name: String, _ place: Place) -> String? {
    guard let columns = shape(before: place)?.columns, let column = columns[name] else { return nil }
    let alias = column.name == name ? "" : " (the column \(column.name))"
    return "\(name)\(alias): \(column.kind.rawValue)\(column.addedBy.map { ", added by \($0)" } ?? "")"
  }

  /// A name with its type, what made it, and the columns that it has.
  private func value(_ binding: Binding) -> String {
    var text = "\(binding.name): \(describe(binding) ?? binding.shape.type.description)"
    if !binding.pipeline.text.isEmpty { text += "\n\n    \(binding.pipeline.text)" }
    let columns = binding.shape.columns.columns
    guard !columns.isEmpty else { return text }
    let most = 40
    text += "\n\n" + HelpPages.columns(columns.prefix(most).map { ($0.name, $0.kind.rawValue) })
    return columns.count > most ? text + "\n  … \(columns.count - most) more" : text
  }

  /// What a name stands for that the statement around it declares.
  private func declared(_ word: SourceWord, in source: SourceText) -> String? {
    let statements = Parser.parse(source).program.statements.prefix { $0.span.lower <= word.span.lower }
    let after = checker.scope(after: statements, in: source)
    switch statements.last {
    case .letBinding(let syntax) where syntax.name.span == word.span: return after.bindings[word.text].map(value)
    case .definition(let syntax) where syntax.name.span == word.span: return after.definitions[word.text]?.text
    case .definition(let syntax):
      return syntax.parameters.first { $0.span.contains(word.span.lower) }.map { source.text($0.span) }
    case .parameter(let syntax) where syntax.name.span == word.span: return source.text(syntax.span)
    default: return nil
    }
  }

  /// `$name`: a parameter of the `def` around it, of the script, or a setting.
  private func scalar(_ name: String, in source: SourceText, at span: Span) -> String? {
    for case .definition(let syntax) in Parser.parse(source).program.statements where syntax.span.contains(span.lower) {
      if let own = syntax.parameters.first(where: { $0.name.text == name }) {
        return "$\(name): a parameter of \(syntax.name.text)\n\n    \(source.text(own.span))"
      }
    }
    if let value = scope.parameters[name] { return "$\(name) = \(Canonical.text(of: value.arguments))" }
    return scope.settings.definition(name) == nil ? nil : page(name)
  }
}
