import Diagnostics
import Pipeline
import Syntax

/// A session as a script that makes the same values: `_` and `_3` become names. What failed or was interrupted is no part of it; an
/// interrupted cell that others go on from is there whole.
struct ScriptExport: ExportFormat {
  let ending = "cact"

  func text(of cells: [ExportedCell]) -> String { Self.script(cells.map(\.cell)) }

  /// The statements that ran, in order.
  static func script(_ cells: [NotebookCell]) -> String {
    var made = cells.filter { $0.status == .done || $0.hasValue }
    for index in made.indices where made[index].status != .done {
      if let part = made[index].part { made[index].source = part }
    }
    let ran = zip(made, named(made)).filter { cell, exported in cell.status == .done || exported.isReferredTo }
    let lines = ran.map { cell, exported in
      let source = exported.source.trimmingBlankEnds()
      return cell.status == .done
        ? source : "# Cell \(cell.number) was interrupted; here it runs to its end.\n\(source)"
    }
    return lines.joined(separator: "\n") + (lines.isEmpty ? "" : "\n")
  }

  /// The sources with every reference to a cell spelled as a name. A cell that is referred to and has no name of its own, or
  /// whose name means something else by then, is given one with `let`.
  private static func named(_ cells: [NotebookCell]) -> [(source: String, isReferredTo: Bool)] {
    let parsed = cells.map { cell in
      let source = SourceText(name: "cell[\(cell.number)]", text: cell.source)
      return (source: source, program: Parser.parse(source, mode: .prompt).program)
    }
    let targets = cells.indices.map { index in
      CellReferences(in: parsed[index].program).places.compactMap { place -> (span: Span, cell: Int)? in
        switch place.reference {
        case .last: cells[..<index].lastIndex { $0.status == .done && $0.hasValue }.map { (place.span, $0) }
        case .number(let number): cells[..<index].firstIndex { $0.number == number }.map { (place.span, $0) }
        }
      }
    }
    var taken = Set(cells.compactMap(\.name))
    for program in parsed.map(\.program) {
      for case .definition(let syntax) in program.statements { taken.insert(syntax.name.text) }
    }
    var names: [Int: String] = [:]
    for index in cells.indices {
      for target in targets[index] where names[target.cell] == nil {
        // A `let` name serves unless it is bound again before some cell that looks back.
        let own = cells[target.cell].name
        let last = cells.indices.last { later in targets[later].contains { $0.cell == target.cell } } ?? index
        if let own, !cells[(target.cell + 1)..<last].contains(where: { $0.name == own }) {
          names[target.cell] = own
          continue
        }
        var name = "cell\(cells[target.cell].number)"
        while taken.contains(name) { name += "_" }
        taken.insert(name)
        names[target.cell] = name
      }
    }
    var referredTo = Set(targets.flatMap { $0.map(\.cell) })
    for (index, cell) in cells.enumerated() {
      // By its name, up to the cell that gives it to another value; that one may still speak of it.
      guard let name = cell.name else { continue }
      let end = cells[(index + 1)...].firstIndex { $0.name == name }.map { $0 + 1 } ?? cells.count
      let later = parsed[(index + 1)..<max(index + 1, end)].map(\.program)
      if later.contains(where: { CellReferences.words(in: $0).contains { $0.word == name } }) {
        referredTo.insert(index)
      }
    }
    return cells.indices.map { index in
      var bytes: [UInt8] = []
      var place = 0
      let source = parsed[index].source
      for target in targets[index] {
        guard let name = names[target.cell], target.span.lower >= place else { continue }
        bytes += source.bytes[place..<target.span.lower]
        bytes += name.utf8
        if target.span.lower == target.span.upper { bytes += " ".utf8 }
        place = target.span.upper
      }
      bytes += source.bytes[place...]
      let text = String(decoding: bytes, as: UTF8.self)
      guard let name = names[index], name != cells[index].name else { return (text, referredTo.contains(index)) }
      // A `let` whose name is bound again later keeps its own line; the second name stands for the same recipe.
      let named =
        cells[index].name.map { "\(text.trimmingBlankEnds())\nlet \(name) = \($0)" } ?? "let \(name) = \(text)"
      return (named, true)
    }
  }
}

extension String {
  /// Without blanks and line ends around it.
  package func trimmingBlankEnds() -> String {
    let blanks: Set<Character> = [" ", "\t", "\n", "\r", "\r\n"]
    guard let first = firstIndex(where: { !blanks.contains($0) }), let last = lastIndex(where: { !blanks.contains($0) })
    else { return "" }
    return String(self[first...last])
  }
}
