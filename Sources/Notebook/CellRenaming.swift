import Diagnostics
import Syntax

/// The cells with another name for the value of one of them.
struct CellRenaming {
  /// What the cells may become; the first that means the same is right.
  let candidates: [[NotebookCell]]

  /// Nil where the cell is no pipeline.
  init?(_ cells: [NotebookCell], _ index: Int, to name: String) {
    let cell = cells[index]
    let source = SourceText(name: "cell[\(cell.number)]", text: cell.source)
    guard let statement = Parser.parse(source, mode: .prompt).program.statements.first else { return nil }
    var renamed = cells
    let old: String?
    switch statement {
    case .letBinding(let syntax):
      old = syntax.name.text
      renamed[index].source = Self.replacing([syntax.name.span], in: source, with: name)
    case .pipeline(let syntax):
      old = nil
      renamed[index].source = Self.replacing([.empty(at: syntax.span.lower)], in: source, with: "let \(name) = ")
    case .parameter, .definition, .setting, .use, .explain, .help: return nil
    }
    renamed[index].name = name
    guard let old else {
      candidates = [renamed]
      return
    }
    // Up to the cell that binds the old name again, its own line included: that sees the old value.
    let end = cells[(index + 1)...].firstIndex { $0.name == old }.map { $0 + 1 } ?? cells.count
    candidates = [true, false].map { takesArguments in
      var changed = renamed
      for later in (index + 1)..<max(index + 1, end) {
        func renamed(_ text: String) -> String {
          let source = SourceText(name: "", text: text)
          let program = Parser.parse(source, mode: .prompt).program
          // No digest tells whether a definition means the same.
          var isDefinition = false
          if case .definition? = program.statements.first { isDefinition = true }
          let spans = CellReferences.words(in: program).filter {
            $0.word == old && (takesArguments && !isDefinition || $0.isHead)
          }
          return Self.replacing(spans.map(\.span), in: source, with: name)
        }
        changed[later].source = renamed(cells[later].source)
        changed[later].part = cells[later].part.map(renamed)
      }
      return changed
    }
  }

  private static func replacing(_ spans: [Span], in source: SourceText, with text: String) -> String {
    var bytes: [UInt8] = []
    var place = 0
    for span in spans.sorted(by: { $0.lower < $1.lower }) where span.lower >= place {
      bytes += source.bytes[place..<span.lower]
      bytes += text.utf8
      place = span.upper
    }
    bytes += source.bytes[place...]
    return String(decoding: bytes, as: UTF8.self)
  }
}
