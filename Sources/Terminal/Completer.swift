import Assistance
import Diagnostics
import Notebook
import Pipeline

/// What may stand at the cursor of the prompt: the notebook's commands with their cells and files, and what may stand in a cell.
struct Completer {
  let interpreter: Interpreter
  let cells: [NotebookCell]
  /// Lines of the same cell before the edited one.
  let earlier: String

  func complete(_ before: String) -> Completion {
    if earlier.isEmpty, before.hasPrefix(":") { return command(before) }
    let assistant = Assistant(interpreter) { binding in
      cells.last { $0.name == binding.name || "_\($0.number)" == binding.name }?.summary
    }
    if earlier.isEmpty, before.hasPrefix("?") { return assistant.stages(beginningWith: String(before.dropFirst())) }
    let source = SourceText(name: "cell", text: earlier.isEmpty ? before : earlier + "\n" + before)
    return assistant.complete(in: source, at: source.bytes.count)
  }

  private func command(_ before: String) -> Completion {
    let text = String(before.dropFirst())
    guard let space = text.firstIndex(of: " ") else {
      return .matching(text, ReplCommand.allCases.map { Candidate($0.rawValue, $0.help, .command) })
    }
    let argument = String(text[text.index(after: space)...])
    switch ReplCommand(rawValue: String(text[..<space])) {
    case .rerun, .edit, .drop, .ledger, .rename:
      let stale = text.hasPrefix("rerun") ? [Candidate("stale", "every stale cell, in order", .command)] : []
      let numbers = cells.map { Candidate(String($0.number), CellText.oneLine($0.source) ?? "", .value) }
      return .matching(argument, numbers + stale)
    case .save, .export: return Assistant.file(argument)
    case .open: return Assistant.file(argument.hasPrefix("new ") ? String(argument.dropFirst(4)) : argument)
    case .cells, .undo, .redo, .sessions, .settings, .cache, .quiet, .help, .quit, nil: return .matching(argument, [])
    }
  }
}
