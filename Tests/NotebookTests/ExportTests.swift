import Diagnostics
import Notebook
import Pipeline
import Testing

@Suite struct ExportTests {
  func cell(_ number: Int, _ source: String, name: String? = nil, value: Bool = true) -> NotebookCell {
    NotebookCell(number: number, source: source, name: name, type: value ? "Rows" : nil)
  }

  @Test func cellReferencesBecomeNames() {
    let script = Export.script([
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
    let script = Export.script([
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
    let script = Export.script([
      cell(1, "load"), cell(2, "let cell1 = load", name: "cell1"), cell(3, "_1 | take 1"),
    ])
    #expect(script == "let cell1_ = load\nlet cell1 = load\ncell1_ | take 1\n")
  }

  @Test func whatFailedIsNotPartOfTheScript() {
    var failed = cell(2, "_ | save \"/no/where\"", value: false)
    failed.status = .failed
    #expect(Export.script([cell(1, "load"), failed]) == "load\n")
    #expect(Export.script([]) == "")
  }

  @Test func aPageShowsStatementsAndResults() {
    var first = cell(1, "load")
    first.blocks = [StageBlock("load", [.init("teaching set", " · seed 42"), .init("3 in = 3 kept")])]
    first.summary = "3 rows"
    var second = cell(2, "_ | show `a```b`")
    second.isStale = true
    second.type = nil
    #expect(
      Export.page([first, second]) == """
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

  @Test func anUnknownEndingIsAnError() {
    let error = #expect(throws: NotebookError.self) { try Export.write([], to: "notes.pdf") }
    #expect(error?.diagnostic.code == "C0607")
  }
}
