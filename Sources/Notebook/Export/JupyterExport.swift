import Diagnostics
import Documents
import Plots
import Stages

/// A session as a Jupyter notebook (nbformat 4.5): statements as code cells, what stages printed as their standard error, values as HTML
/// beside plain text.
struct JupyterExport: ExportFormat {
  let ending = "ipynb"

  func text(of cells: [ExportedCell]) -> String {
    let kernel = JSONObject([
      ("display_name", .string("cact")), ("language", .string("cact")), ("name", .string("cact")),
    ])
    let language = JSONObject([("file_extension", .string(".cact")), ("name", .string("cact"))])
    let notebook = JSONObject([
      ("cells", .array(cells.map(cell))),
      (
        "metadata",
        .object(JSONObject([("kernelspec", .object(kernel)), ("language_info", .object(language))]))
      ),
      ("nbformat", .integer(4)), ("nbformat_minor", .integer(5)),
    ])
    return JSONValue.object(notebook).serialized(pretty: true) + "\n"
  }

  private func cell(_ exported: ExportedCell) -> JSONValue {
    let cell = exported.cell
    var outputs: [JSONValue] = []
    let printed = exported.printed + exported.remarks
    if !printed.isEmpty {
      outputs.append(
        .object(
          JSONObject([
            ("name", .string("stderr")), ("output_type", .string("stream")), ("text", Self.text(printed)),
          ])))
    }
    if let shown = exported.shown {
      outputs.append(
        .object(
          JSONObject([
            ("data", .object(Self.data(shown))), ("execution_count", .integer(cell.number)),
            ("metadata", .object(JSONObject())), ("output_type", .string("execute_result")),
          ])))
    }
    return .object(
      JSONObject([
        ("cell_type", .string("code")), ("execution_count", .integer(cell.number)),
        ("id", .string("cell-\(cell.number)")), ("metadata", .object(JSONObject())), ("outputs", .array(outputs)),
        ("source", Self.text(exported.source, escaping: false)),
      ]))
  }

  /// A value in each form that it has, by media type.
  static func data(_ shown: Presentation) -> JSONObject {
    var data = JSONObject([("text/html", .string(HTMLExport.shown(shown, isForeign: true)))])
    if case .plot(let plot, _) = shown { data["image/svg+xml"] = .string(plot.svg) }
    data["text/plain"] = shown.lines.map { text($0) } ?? text(plain(shown), escaping: false)
    return data
  }

  /// A table's rows with tabs between their cells.
  private static func plain(_ shown: Presentation) -> [String] {
    guard case .table(let table) = shown else { return [] }
    return ([table.columns.map(\.name)] + table.rows)
      .map { $0.map { DisplayText.escaped($0) }.joined(separator: "\t") }
      + [table.rest].compactMap(\.self)
  }

  /// Lines as the format has them: each with its end, but for the last. What a terminal would obey is written out.
  private static func text(_ lines: [String], escaping: Bool = true) -> JSONValue {
    .array(
      lines.enumerated().map { place, line in
        .string((escaping ? DisplayText.escaped(line) : line) + (place < lines.count - 1 ? "\n" : ""))
      })
  }
}
