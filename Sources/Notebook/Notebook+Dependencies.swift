import Diagnostics
import Pipeline
import Syntax

extension Notebook {
  /// Of each cell, by its number, the cells whose values or definitions it reads, not those behind these. Binds all cells anew.
  /// - Throws: what making an interpreter throws.
  public func dependencies() throws -> [Int: [Int]] {
    try rebind(upTo: 0)
    var reads: [Int: [Int]] = [:]
    var cellOf: [String: Int] = [:]
    for (index, cell) in cells.enumerated() {
      let source = SourceText(name: Notebook.sourceName(cell.number), text: cell.part ?? cell.source)
      let program = Parser.parse(source, mode: .prompt).program
      if let statement = program.statements.first {
        let defined = CellReferences.words(in: program).filter(\.isHead).map(\.word)
          .filter { interpreter.scope.definitions[$0] != nil }
        let names = interpreter.bindings(readBy: statement, in: source) + defined
        reads[cell.number] = Set(names.compactMap { cellOf[$0] }).sorted()
        if case .definition(let syntax) = statement { cellOf[syntax.name.text] = cell.number }
      }
      bind(from: index, upTo: index + 1)
      guard cell.hasValue else { continue }
      cellOf["_\(cell.number)"] = cell.number
      if cell.status == .done { cellOf["_"] = cell.number }
      if let name = cell.name { cellOf[name] = cell.number }
    }
    return reads
  }
}
