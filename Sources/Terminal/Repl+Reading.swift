import Diagnostics
import Notebook
import Syntax

/// Cells as they are typed: lines until one is whole.
extension Repl {
  enum Read { case text(String), interrupted, endOfInput }

  /// Reads lines until the cell is whole.
  func readCell(number: Int? = nil, prefill: String = "") -> Read {
    defer { pendingLines = "" }
    let number = number ?? notebook.nextNumber
    let stale = notebook.cells.count(where: \.isStale)
    let first = stale == 0 ? "[\(number)] " : "[\(number), \(stale) stale] "
    let more = String(repeating: " ", count: first.count - 2) + "| "
    var text = ""
    while true {
      pendingLines = text
      switch readLine(text.isEmpty ? first : more, prefill: text.isEmpty ? prefill : "") {
      case .interrupted: return .interrupted
      case .endOfInput: return .endOfInput
      case .text(let line):
        let isFirst = text.isEmpty
        text += isFirst ? line : "\n" + line
        let speaksToNotebook = isFirst && (line.hasPrefix(":") || line.hasPrefix("?"))
        if !speaksToNotebook, !line.trimmingBlanks().isEmpty || !isFirst {
          if Parser.isIncomplete(text) { continue }
          if editor?.pastedPipeFollows() == true { continue }
        }
        if let entry = CellText.oneLine(text) { editor?.remember(entry) }
        return .text(text)
      }
    }
  }

  /// A line from the editor, or plainly where that could not start.
  private func readLine(_ prompt: String, prefill: String) -> LineEditor.Line {
    guard let editor else {
      console.out.write(prompt)
      return Signals.within(.passing) { Swift.readLine() }.map { .text($0) } ?? .endOfInput
    }
    editor.screen = console.outScreen
    let line = editor.read(prompt: prompt, prefill: prefill)
    guard editor.takeWishForEditor(), case .text(let text) = line else { return line }
    guard let outside = ExternalEditor() else {
      console.note("Ctrl-X Ctrl-E opens the line in $VISUAL or $EDITOR, and neither is set")
      return readLine(prompt, prefill: text)
    }
    do {
      let changed = try outside.edit(text)
      console.note(changed, keepNewlines: true)
      return .text(changed)
    } catch {
      _ = console.report(error, in: SourceText(name: "", text: ""), again: "")
      return readLine(prompt, prefill: text)
    }
  }
}
