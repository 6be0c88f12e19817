import Diagnostics
public import Documents
public import Pipeline
import Plots
public import Stages

/// A form in which a session leaves the notebook. A new one is a file of its own and a line in `Export.formats`.
protocol ExportFormat: Sendable {
  /// Of its files, without the point.
  var ending: String { get }
  /// The whole file.
  func text(of cells: [ExportedCell]) -> String
}

/// A cell with what is shown of it.
struct ExportedCell {
  var cell: NotebookCell
  /// What the prompt showed of its value; nil: nothing, or it is no longer at hand.
  var shown: Presentation?

  /// Rows of a table in a page: as many as the prompt shows.
  static let rows = 20

  /// Its statement, a line a line.
  var source: [String] {
    cell.source.trimmingBlankEnds().split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map(
      String.init)
  }

  /// What its stages printed, a line a line.
  var printed: [String] {
    cell.blocks.flatMap { block in
      block.lines.enumerated().map { index, line in
        let title = block.style == .text ? "" : index == 0 ? block.title + "  " : "  "
        return title + line.first + line.second
      }
    }
  }

  /// What became of it, where that is more than its value: failed, interrupted, stale.
  var remarks: [String] {
    var remarks: [String] = []
    switch cell.status {
    case .done: break
    case .failed: remarks.append("failed")
    case .interrupted: remarks.append("interrupted; run it again to resume")
    }
    if cell.isStale { remarks.append("stale: its inputs have changed since it ran") }
    return remarks
  }
}

/// Sessions as files.
public enum Export {
  static let formats: [any ExportFormat] = [ScriptExport(), MarkdownExport(), HTMLExport(), JupyterExport()]

  /// `.cact, .md, .html or .ipynb`
  public static var endings: String {
    let all = formats.map { "." + $0.ending }
    return all.dropLast().joined(separator: ", ") + " or " + (all.last ?? "")
  }

  /// Writes cells in the format that the file's ending names. A file of that name is replaced only where it is as an
  /// earlier export left it.
  /// - Parameter value: the value of a cell that is shown, where it is at hand.
  /// - Throws: `NotebookError`.
  public static func write(
    _ cells: [NotebookCell], to path: String, value: (NotebookCell) -> (any Value)? = { _ in nil }
  ) throws {
    guard let text = text(of: cells, for: path, value: value) else {
      throw NotebookError(
        NotebookCodes.unknownEnding, "`\(path)` does not end in \(endings)",
        notes: ["the ending names the format: .cact for a script, the others for a page with results"])
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

  /// The file that `write` would write; nil where the ending of its name is none of `endings`.
  public static func text(
    of cells: [NotebookCell], for path: String, value: (NotebookCell) -> (any Value)? = { _ in nil }
  ) -> String? {
    formats.first { path.lowercased().hasSuffix("." + $0.ending) }?
      .text(of: cells.map { ExportedCell(cell: $0, shown: shown($0, value)) })
  }

  /// A value in each form that a page of Jupyter may show, by media type.
  public static func media(of shown: Presentation) -> JSONObject {
    JSONObject(
      JupyterExport.data(shown).map { type, value in
        // A file has lines; a message has one text.
        (type, value.array.map { .string($0.compactMap(\.string).joined()) } ?? value)
      })
  }

  /// A value that has a name is not shown at the prompt either, and of a model or packs the blocks have said all.
  private static func shown(_ cell: NotebookCell, _ value: (NotebookCell) -> (any Value)?) -> Presentation? {
    guard cell.name == nil, cell.hasValue, let value = value(cell), value.type == .rows || value.type == .report else {
      return nil
    }
    return (value as? any Presentable)?.presentation(limit: ExportedCell.rows)
  }
}

extension Presentation {
  /// What of it is lines, as wide as blocks are; nil: a table, which is none.
  var lines: [String]? {
    switch self {
    case .table: nil
    case .lines(let lines), .coloured(let lines, _): lines
    case .marked(let head, let axis, let lines): [head] + axis.lines(columns: 100) + lines
    case .plot(let plot, let lines): plot.lines(columns: 100).map(\.plain) + lines
    }
  }
}

extension Presentation.Table {
  /// `… 180 more rows`, where it does not show all.
  var rest: String? {
    total > rows.count ? "… \(Figures.count(total - rows.count)) more row\(total - rows.count == 1 ? "" : "s")" : nil
  }
}
