import Diagnostics
import Notebook

extension Repl {
  /// The line that stands at the prompt when a lesson is open; tells first what is to be said before it.
  func offeredLine() -> String {
    guard var now = course else { return "" }
    console.prose(now.takeProse())
    course = now
    return now.line
  }

  /// After a statement: a lesson's line that ran brings the next step.
  func entered(_ text: String, _ status: ExitStatus) {
    if status == .done { course?.entered(text) }
  }

  /// Passes the steps that cells of a session have taken, so that a lesson goes on where it was left.
  func passTakenSteps() {
    for cell in notebook.cells where cell.status == .done { course?.entered(cell.source) }
  }
}

extension Console {
  /// A lesson's words, between blank lines: broken anew only where the terminal is too narrow, and what is indented never.
  func prose(_ lines: [String]) {
    guard !isQuiet.isOn, !lines.isEmpty else { return }
    let screen = errScreen
    var shown = lines
    if screen.isTerminal, lines.contains(where: { Text.width($0) > screen.width }) {
      shown = lines.split(separator: "", omittingEmptySubsequences: false).flatMap { paragraph in
        let isCode = paragraph.contains { $0.hasPrefix(" ") }
        return (isCode ? Array(paragraph) : DisplayText.wrapped(paragraph.joined(separator: " "), to: screen.width)) + [
          ""
        ]
      }.dropLast()
    }
    err.line("\n" + self.shown(shown.joined(separator: "\n"), on: screen, keepNewlines: true) + "\n")
  }
}
