package import Diagnostics
package import Pipeline
import Syntax

/// The colours of a line that is being typed, and what it may become.
package struct LineTint {
  let registry: Registry
  let scope: Scope
  /// Lines of the same cell before the edited one.
  let earlier: String
  /// Entered lines, the latest first.
  let history: [String]

  package init(registry: Registry, scope: Scope, earlier: String, history: [String]) {
    (self.registry, self.scope, self.earlier, self.history) = (registry, scope, earlier, history)
  }

  /// A part of a line in a style, in bytes of the line.
  package struct Run: Equatable {
    package var span: Span
    package var style: Screen.Style
  }

  private func words(_ line: String) -> (words: [SourceWord], from: Int) {
    let text = earlier.isEmpty ? line : earlier + "\n" + line
    return (SourceWord.words(of: text), text.utf8.count - line.utf8.count)
  }

  /// Whether the line speaks to the notebook.
  private func isCommand(_ line: String) -> Bool { earlier.isEmpty && (line.hasPrefix(":") || line.hasPrefix("?")) }

  // MARK: - Colours

  package func runs(_ line: String) -> [Run] {
    guard !isCommand(line) else { return [] }
    let (words, from) = words(line)
    return words.compactMap { word in
      // The word at the end is still being typed.
      let isOpen = word.span.upper == from + line.utf8.count
      guard word.span.lower >= from, let style = style(word, isOpen: isOpen) else { return nil }
      return Run(span: Span(word.span.lower - from, word.span.upper - from), style: style)
    }
  }

  private func style(_ word: SourceWord, isOpen: Bool) -> Screen.Style? {
    switch word.kind {
    case .statement: .blue
    case .head: head(word.text, isOpen: isOpen)
    case .argument(let stage): arguments(of: stage).contains(word.text) ? .user : nil
    case .string: .assistant
    case .number: .tool
    case .variable, .column: .system
    case .comment: .dim
    case .pipe: .bold
    case .word, .sign: nil
    }
  }

  private func head(_ name: String, isOpen: Bool) -> Screen.Style? {
    if registry[name] != nil || scope.definitions[name] != nil { return .blue }
    if scope.bindings[name] != nil || name.hasPrefix("_") { return .system }
    return isOpen && heads.contains { $0.hasPrefix(name) } ? nil : .red
  }

  private var heads: [String] {
    registry.signatures.map(\.name) + scope.definitions.keys + scope.bindings.keys
      + ReservedWords.statements + ["exit", "quit"]
  }

  /// The words that a stage itself knows.
  private func arguments(of stage: String) -> [String] {
    guard let signature = registry[stage]?.signature else { return [] }
    var words = signature.options.map(\.name) + signature.flags.map(\.name)
    for kind in signature.slots.map(\.kind) + signature.options.map(\.kind) {
      if case .choice(let choices) = kind { words += choices.map(\.word) }
    }
    return words
  }

  // MARK: - What it may become

  /// What would follow the line: the rest of the last line that began so, else of the only word that can be meant.
  package func ghost(_ line: String) -> String? {
    guard !line.isEmpty, line.last != "\n" else { return nil }
    if let entry = history.first(where: { $0.hasPrefix(line) && $0.utf8.count > line.utf8.count }) {
      return String(entry.dropFirst(line.count))
    }
    guard !isCommand(line), let last = words(line).words.last,
      last.span.upper == (earlier.isEmpty ? 0 : earlier.utf8.count + 1) + line.utf8.count, last.text.count > 1
    else { return nil }
    let meant: [String]
    switch last.kind {
    case .head: meant = heads.filter { $0.hasPrefix(last.text) }
    case .argument(let stage): meant = arguments(of: stage).filter { $0.hasPrefix(last.text) }
    default: return nil
    }
    guard let only = meant.first, Set(meant).count == 1, only != last.text else { return nil }
    return String(only.dropFirst(last.text.count))
  }
}
