import Diagnostics
import Pipeline
import Syntax
import Testing

@Suite struct BinderErrorTests {
  @Test func misspeltStage() throws {
    try expectError(
      "load | score complexity | ⟦sleect⟧ diverse 10%", "C0203", "no stage is named `sleect`",
      fix: "load | score complexity | select diverse 10%")
    try expectError("load | ⟦qwertyuiop⟧", "C0203", "no stage is named `qwertyuiop`")
  }

  @Test func familiarMistakes() throws {
    try expectError("load | ⟦head⟧ 10", "C0203", "no stage is named `head`", fix: "load | take 10")
    try expectError("load | ⟦head⟧ -n 10", "C0203", "no stage is named `head`", fix: "load | take 10")
    try expectError("load | ⟦limit⟧ 10", "C0203", "no stage is named `limit`", fix: "load | take 10")
    try expectError(
      "load | ⟦filter⟧ tokens < 5", "C0203", "no stage is named `filter`", fix: "load | where tokens < 5")
    try expectError(
      "load | pack | ⟦train⟧ epochs 3", "C0203", "no stage is named `train`", fix: "load | pack | tune epochs 3")
    try expectError(
      "load | ⟦group_by⟧ topic", "C0203", "no stage is named `group_by`", fix: "load | count by topic")
    try expectError("load | where tokens ⟦=⟧ 1", "C0141", "`=` is not a comparison", fix: "load | where tokens == 1")
    try expectError(
      "load | take 5 ⟦> \"out.jsonl\"⟧", "C0129", "`>` does not write a file",
      fix: "load | take 5 | save \"out.jsonl\"")
  }

  @Test func argumentsThatDoNotFit() throws {
    try expectError("load | take⟦⟧", "C0202", "`take` needs a whole number", note: "usage: `take N`")
    try expectError("load | take 10 ⟦20⟧", "C0204", "`take` does not take the number 20 here")
    try expectError(
      "load | pack 4096 | tune ⟦epoch⟧ 3", "C0204", "`tune` does not take `epoch` here",
      fix: "load | pack 4096 | tune epochs 3")
    try expectError("load | pack | tune epochs⟦⟧", "C0205", "the value of `epochs` is missing")
    try expectError("load | pack | tune epochs⟦⟧ lora", "C0205", "the value of `epochs` is missing")
    try expectError(
      "load | take ⟦10%⟧", "C0206", "`take` takes a number of rows; a share is drawn with `sample`",
      fix: "load | sample 10%")
    try expectError(
      "load | score complexity for ⟦30⟧", "C0206",
      "the value of `for` must be a duration such as 30m, not the number 30", fix: "load | score complexity for 30m")
    try expectError(
      "load ⟦rows⟧", "C0206", "the path of `load` must be a path in double quotes, not `rows`", fix: "load \"rows\"")
    try expectError(
      "load | show ⟦\"topic\"⟧", "C0206", "the columns of `show` must be a column, not a string",
      fix: "load | show topic")
    try expectError("load | select random ⟦0%⟧", "C0207", "the share of `select` must be above 0% and at most 100%")
    try expectError("load | select random ⟦101%⟧", "C0207", "the share of `select` must be above 0% and at most 100%")
    try expectError("load | select random ⟦0⟧", "C0207", "the share of `select` must be at least 1")
    for (name, value) in [("ask", "-5m"), ("cache", "-1GB"), ("price", "-2/h")] {
      try expectError("set \(name) ⟦\(value)⟧", "C0207", "the setting `\(name)` must be at least 0")
    }
    try expectError(
      "load | select ⟦divers⟧ 10%", "C0208", "the kind of `select` cannot be `divers`",
      fix: "load | select diverse 10%")
    try expectError(
      "load | pack | tune epochs 1 ⟦epochs⟧ 2", "C0209", "`epochs` is given twice to `tune`",
      secondary: ("1", "first here"))
    try expectError(
      "load | pack | tune warmup ⟦0.1⟧", "C0206",
      "the value of `warmup` must be a percentage such as 10%, not the number 0.1",
      fix: "load | pack | tune warmup 10%")
  }

  @Test func names() throws {
    try expectError(
      "let chosen = load\nload | diff ⟦chosn⟧", "C0210", "no value is named `chosn`",
      fix: "let chosen = load\nload | diff chosen")
    try expectError("load | take ⟦$n⟧", "C0211", "no parameter or setting is named `$n`")
    try expectError("set ⟦sead⟧ 7", "C0212", "no setting is named `sead`", fix: "set seed 7")
    try expectError(
      "set seed ⟦\"x\"⟧", "C0206", "the setting `seed` must be a whole number, not a string")
    try expectError("set seed 1 ⟦2⟧", "C0204", "`seed` takes one value")
    try expectError("let ⟦score⟧ = load", "C0213", "`score` is the name of a stage", fix: "let my_score = load")
    try expectError("let ⟦seed⟧ = load", "C0213", "`seed` is the name of a setting", fix: "let my_seed = load")
    try expectError(
      "let a = load\na ⟦take⟧ 10", "C0217", "`a` is a value and takes no arguments", fix: "let a = load\na | take 10")
    try expectError("let a = load\nload | ⟦a⟧", "C0203", "`a` is a value; it can only begin a pipeline")
    try expectError("⟦_3⟧ | describe", "C0214", "`_3` refers to a cell, and cells exist only at the prompt")
    try expectError("help ⟦scor⟧", "C0218", "there is no help on `scor`", fix: "help score")
    let session = try ToySession(cells: true)
    try expectError("⟦_3⟧ | describe", "C0214", "cell 3 has no value", session: session)
    for cells in [1...2, 3...7] {
      for cell in cells { _ = try session.run("load", cell: cell) }
      try expectError(
        "⟦_90⟧ | describe", "C0214", "cell 90 has no value",
        note: cells.count == 2
          ? "cells with a value: `_1` and `_2`"
          : "2 earlier and these cells have a value: `_3`, `_4`, `_5`, `_6` and `_7`", session: session)
    }
  }

  @Test func definitions() throws {
    try expectError(
      "def quick(n: ⟦intger⟧ = 5) = take $n", "C0221", "no type is named `intger`",
      fix: "def quick(n: integer = 5) = take $n")
    try expectError("def again() = ⟦again⟧", "C0203", "`again` cannot call itself")
    try expectError(
      "def q(n = 5) = take ⟦$m⟧", "C0211", "no parameter or setting is named `$m`", note: "parameters here: `$n`")
    try expectError("def q(n: integer) = take $n\nload | q⟦⟧", "C0202", "`q` needs `n`")
    try expectError("def q(n = 5) = take $n\nload | q 1 ⟦2⟧", "C0204", "`q` takes no more arguments")
    try expectError(
      "def q(n: integer) = take $n\nload | q ⟦\"x\"⟧", "C0206", "`n` of `q` must be a whole number, not a string")
    // An untyped parameter's mistake is found where the body uses it, and shown where the value was written.
    try expectError(
      "def q(n = 5) = take $n\nload | q ⟦10%⟧", "C0206",
      "the count of `take` must be a whole number, not the percentage 10%", note: "inside `q`, test:1")
  }

  @Test func allErrorsOfAProgramAtOnce() throws {
    let session = try ToySession()
    let found = session.check(
      """
      load | head 3 | pack 4096 long dorp
      set sead 7
      let a = load | score complexity | where ifdd < 1 and nosuch > 2
      a | take "x"
      """)
    #expect(found.map(\.code.name) == ["C0203", "C0208", "C0212", "C0303", "C0303", "C0206"])
  }

  @Test func renderingOfTheDesignPage() throws {
    let session = try ToySession()
    let text = "load | score complexity | sleect diverse 10%"
    let source = SourceText(name: "cell[7]", text: text)
    let shown = Renderer.plain.render(session.check(text), in: source)
    #expect(
      shown == """
        error[C0203]: no stage is named `sleect`
         --> cell[7]:1:27
          |
        1 | load | score complexity | sleect diverse 10%
          |                           ^^^^^^ unknown stage
          |
        help: a stage with a similar name exists
          | load | score complexity | select diverse 10%
        """)
  }
}
