import Diagnostics
import Documents
import Pipeline
import Stages
import Syntax

/// A session as a script, or as a page.
public enum Export {
  /// Writes cells in the format that the file's ending names. A file of that name is replaced only where it is as an
  /// earlier export left it.
  /// - Throws: `NotebookError`.
  public static func write(_ cells: [NotebookCell], to path: String) throws {
    let text =
      if path.hasSuffix(".cact") {
        script(cells)
      } else if path.hasSuffix(".md") {
        page(cells)
      } else {
        throw NotebookError(
          NotebookCodes.unknownEnding, "`\(path)` does not end in .cact or .md",
          notes: ["the ending names the format: .cact for a script, .md for a page with results"])
      }
    do {
      try WrittenFile(path).write { try $0.write(text.utf8) }
    } catch let refusal as Refusal {
      throw NotebookError(
        NotebookCodes.unwritableSession, refusal.reason,
        helps: ["name another file: `:export` replaces only what it wrote"])
    } catch let error as FileError {
      throw NotebookError(NotebookCodes.unwritableSession, error.description)
    }
  }

  /// The statements that ran, in order, as a script that makes the same values: `_` and `_3` become names.
  public static func script(_ cells: [NotebookCell]) -> String {
    let ran = cells.filter { $0.status != .failed }
    let sources = named(ran)
    return sources.map { $0.trimmingBlankEnds() }.joined(separator: "\n") + (sources.isEmpty ? "" : "\n")
  }

  /// Each statement, and below it what its stages printed.
  public static func page(_ cells: [NotebookCell]) -> String {
    var out = ""
    for cell in cells {
      out += out.isEmpty ? "" : "\n"
      out += MarkdownText.block(split(cell.source.trimmingBlankEnds()), language: "cact")
      var lines: [String] = []
      for block in cell.blocks {
        for (index, line) in block.lines.enumerated() {
          let title = block.style == .text ? "" : index == 0 ? block.title + "  " : "  "
          lines.append(title + line.first + line.second)
        }
      }
      if let summary = cell.summary { lines.append("_\(cell.number): \(summary)") }
      switch cell.status {
      case .done: break
      case .failed: lines.append("failed")
      case .interrupted: lines.append("interrupted; run it again to resume")
      }
      if cell.isStale { lines.append("stale: its inputs have changed since it ran") }
      guard !lines.isEmpty else { continue }
      out += "\n" + MarkdownText.block(lines)
    }
    return out
  }

  private static func split(_ text: String) -> [String] {
    text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map(String.init)
  }

  // MARK: - Names for cells

  /// The sources with every reference to a cell spelled as a name. A cell that is referred to and has no name of its own, or
  /// whose name means something else by then, is given one with `let`.
  private static func named(_ cells: [NotebookCell]) -> [String] {
    let parsed = cells.map { cell in
      let source = SourceText(name: "cell[\(cell.number)]", text: cell.source)
      return (source: source, program: Parser.parse(source, mode: .prompt).program)
    }
    let targets = cells.indices.map { index in
      CellReferences(in: parsed[index].program).places.compactMap { place -> (span: Span, cell: Int)? in
        switch place.reference {
        case .last: cells[..<index].lastIndex { $0.hasValue }.map { (place.span, $0) }
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
      guard let name = names[index], name != cells[index].name else { return text }
      // A `let` whose name is bound again later keeps its own line; the second name stands for the same recipe.
      return cells[index].name.map { "\(text.trimmingBlankEnds())\nlet \(name) = \($0)" } ?? "let \(name) = \(text)"
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
