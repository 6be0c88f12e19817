import Diagnostics
import Notebook
import Syntax

/// Cells that are entered, run again and changed.
extension Repl {
  @discardableResult
  func enter(_ text: String) -> ExitStatus {
    let number = notebook.nextNumber
    let status = runner.run(in: source(number, text), again: "`:rerun \(number)`") { observer, work in
      try notebook.run(text, observer: observer, work: work)
    }
    keepUnnamed()
    if status == .failed { console.note("`:rerun \(number)` runs it again.") }
    return status
  }

  func rerun(_ number: Int, source text: String? = nil) {
    let known = (try? notebook.cell(number))?.source
    let shown = text ?? known ?? ""
    if text == nil, known != nil { console.note("[\(number)] " + shown, keepNewlines: true) }
    _ = runner.run(number, in: source(number, shown), again: "`:rerun \(number)`") { observer, work in
      [try notebook.rerun(number, source: text, observer: observer, work: work)]
    }
    staleNow()
  }

  /// Runs every stale cell again, in the order of the cells, until one fails: what depends on it would fail too.
  func rerunStale() {
    do { try notebook.rebind() } catch { console.note("\(error)") }
    var last = 0
    var done = 0
    while let cell = notebook.cells.first(where: { $0.number > last && $0.isStale }) {
      last = cell.number
      console.note("[\(cell.number)] " + cell.source, keepNewlines: true)
      let status = runner.run(cell.number, in: source(cell.number, cell.source), again: "`:rerun \(cell.number)`") {
        observer, work in
        [try notebook.rerun(cell.number, observer: observer, work: work)]
      }
      guard status == .done else { return staleNow() }
      done += 1
    }
    if done == 0 { console.note("nothing is stale") }
  }

  /// Lets the user change a cell's text: in their editor, or on the line where none is set.
  func edit(_ number: Int) {
    do {
      let cell = try notebook.cell(number)
      if let outside = ExternalEditor() {
        let changed = try outside.edit(cell.source)
        guard changed != cell.source else { return console.note("cell \(number) is as it was") }
        guard !changed.trimmingBlanks().isEmpty else {
          return console.note("an empty text: cell \(number) stays as it is")
        }
        console.note("[\(number)] " + changed, keepNewlines: true)
        return rerun(number, source: changed)
      }
      let text = CellText.oneLine(cell.source) ?? cell.source
      if case .text(let changed) = readCell(number: number, prefill: text), !changed.trimmingBlanks().isEmpty {
        rerun(number, source: changed)
      }
    } catch {
      _ = console.report(error, in: SourceText(name: "", text: ""), again: "")
    }
  }

  private func source(_ number: Int, _ text: String) -> SourceText {
    SourceText(name: Notebook.sourceName(number), text: text)
  }
}
