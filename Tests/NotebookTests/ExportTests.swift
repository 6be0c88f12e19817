import Diagnostics
import Documents
import Notebook
import Pipeline
import Stages
import Testing

@Suite struct ExportTests {
  func cell(_ number: Int, _ source: String, name: String? = nil, value: Bool = true) -> NotebookCell {
    NotebookCell(number: number, source: source, name: name, type: value ? "Rows" : nil)
  }

  func script(_ cells: [NotebookCell]) -> String? { Export.text(of: cells, for: "session.cact") }

  @Test func cellReferencesBecomeNames() {
    let script = self.script([
      cell(1, "load \"a.json\""),
      cell(2, "set seed 7", value: false),
      cell(4, "| score complexity"),
      cell(5, "let data = _4 | take 3", name: "data"),
      cell(6, "_ | diff { _4 | take 2 }"),
      cell(7, "_5 | describe"),
    ])
    #expect(
      script == """
        let cell1 = load "a.json"
        set seed 7
        let cell4 = cell1 | score complexity
        let data = cell4 | take 3
        data | diff { cell4 | take 2 }
        data | describe

        """)
  }

  @Test func aNameBoundAgainDoesNotHideAnEarlierCell() {
    let script = self.script([
      cell(1, "let data = load", name: "data"),
      cell(2, "let data = data | take 3", name: "data"),
      cell(3, "_1 | describe"),
    ])
    #expect(
      script == """
        let data = load
        let cell1 = data
        let data = data | take 3
        cell1 | describe

        """)
  }

  @Test func namesOfTheUserAreNotTaken() {
    let script = self.script([
      cell(1, "load"), cell(2, "let cell1 = load", name: "cell1"), cell(3, "_1 | take 1"),
    ])
    #expect(script == "let cell1_ = load\nlet cell1 = load\ncell1_ | take 1\n")
  }

  @Test func whatFailedIsNotPartOfTheScript() {
    var failed = cell(2, "_ | save \"/no/where\"", value: false)
    failed.status = .failed
    #expect(script([cell(1, "load"), failed]) == "load\n")
    #expect(script([]) == "")
  }

  @Test func aPageShowsStatementsAndResults() {
    var first = cell(1, "load")
    first.blocks = [StageBlock("load", [.init("teaching set", " · seed 42"), .init("3 in = 3 kept")])]
    first.summary = "3 rows"
    var second = cell(2, "_ | show `a```b`")
    second.isStale = true
    second.type = nil
    #expect(
      Export.text(of: [first, second], for: "session.md") == """
        ```cact
        load
        ```

        ```
        load  teaching set · seed 42
          3 in = 3 kept
        _1: 3 rows
        ```

        ````cact
        _ | show `a```b`
        ````

        ```
        stale: its inputs have changed since it ran
        ```

        """)
  }

  @Test func anInterruptedCellIsPartOfAScriptWhereOthersGoOnFromIt() {
    var scored = cell(2, "_ | score complexity | select diverse 10% | pack | tune")
    scored.status = .interrupted
    scored.part = "_ | score complexity"
    #expect(script([cell(1, "load"), scored]) == "let cell1 = load\n")
    #expect(
      script([cell(1, "load"), scored, cell(3, "_2 | describe")]) == """
        let cell1 = load
        # Cell 2 was interrupted; here it runs to its end.
        let cell2 = cell1 | score complexity
        cell2 | describe

        """)
  }

  @Test func anInterruptedCellIsReferredToByItsName() {
    var scored = cell(1, "let scored = load | score complexity", name: "scored")
    scored.status = .interrupted
    #expect(
      script([scored, cell(2, "scored | count")]) == """
        # Cell 1 was interrupted; here it runs to its end.
        let scored = load | score complexity
        scored | count

        """)
  }

  /// A table with a cell that would be markup, and one row more than is shown.
  private func table() -> ReportValue {
    ReportValue(
      title: "topics", columns: [("topic", isNumeric: false), ("count", isNumeric: true)],
      cells: (0...20).map { ["<b>|\($0)", "\($0)"] }, data: .array([]))
  }

  @Test func tablesArePartOfThePages() throws {
    let counted = cell(1, "load | count by topic")
    let markdown = try #require(Export.text(of: [counted], for: "a.md") { _ in table() })
    #expect(markdown.contains("| topic | count |\n| --- | ---: |\n| &lt;b&gt;\\|0 | 0 |\n"), "\(markdown)")
    #expect(markdown.contains("… 1 more row\n"))
    let html = try #require(Export.text(of: [counted], for: "a.HTML") { _ in table() })
    #expect(html.contains("<td>&lt;b&gt;|0</td><td class=\"n\">0</td>"), "\(html)")
    #expect(html.contains("default-src 'none'") && !html.contains("<b>"))
    // One that has a name was not shown, and is not in the page.
    let named = cell(1, "let topics = load | count by topic", name: "topics")
    #expect(Export.text(of: [named], for: "a.md") { _ in table() }?.contains("| topic |") == false)
  }

  @Test func aJupyterNotebookHasCellsWithTheirOutputs() throws {
    var counted = cell(3, "load |\ncount by topic")
    counted.blocks = [StageBlock("load", [.init("3 in = 3 kept")])]
    let text = try #require(Export.text(of: [counted], for: "a.ipynb") { _ in table() })
    let notebook = try JSONValue.parse(Array(text.utf8), file: "a.ipynb")
    #expect(notebook["nbformat"]?.int == 4 && notebook["nbformat_minor"]?.int == 5)
    #expect(notebook["metadata"]?["kernelspec"]?["name"]?.string == "cact")
    let only = try #require(notebook["cells"]?[0])
    #expect(only["cell_type"]?.string == "code" && only["execution_count"]?.int == 3 && only["id"]?.string == "cell-3")
    #expect(only["source"]?.array?.compactMap(\.string) == ["load |\n", "count by topic"])
    let outputs = try #require(only["outputs"]?.array)
    #expect(outputs.map { $0["output_type"]?.string } == ["stream", "execute_result"])
    #expect(outputs[0]["name"]?.string == "stderr")
    #expect(outputs[1]["data"]?["text/html"]?.string?.contains("<table>") == true)
    #expect(outputs[1]["data"]?["text/plain"]?[0]?.string == "topic\tcount\n")
  }

  @Test func anUnknownEndingIsAnError() {
    let error = #expect(throws: NotebookError.self) { try Export.write([], to: "notes.pdf") }
    #expect(error?.diagnostic.code == "C0607")
  }
}
