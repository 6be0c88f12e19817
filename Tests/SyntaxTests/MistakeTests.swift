import Diagnostics
import Syntax
import Testing

/// What people type who come from other tools: each mistake has its own words and a way out that works.
@Suite struct MistakeTests {
  @Test func joiningStatements() {
    expectDiagnostic(
      "set seed 7 ⟦&&⟧ load", "C0110", "`&&` does not join statements", help: "begin a new line",
      repaired: "set seed 7\nload")
    expectDiagnostic(
      "set seed 7⟦;⟧ load", "C0112", "`;` does not end a statement", help: "begin a new line",
      repaired: "set seed 7\nload")
    expectDiagnostic(
      "load⟦;⟧  # all", "C0112", "`;` does not end a statement", help: "leave it out", repaired: "load  # all")
    expectDiagnostic(
      "load ⟦||⟧ take 5", "C0111", "`||` is not an operator", help: "write one `|`", repaired: "load | take 5")
    expectDiagnostic(
      "load | take 5 ⟦\\⟧\n| describe", "C0109", "`\\` does not join lines",
      notes: ["a line continues when it ends in `|`, or when the next one begins with it"], help: "leave it out",
      repaired: "load | take 5 \n| describe")
  }

  @Test func operatorsOfOtherLanguages() {
    for (wrong, right, message) in [
      ("a < 1 ⟦&&⟧ b > 2", "a < 1 and b > 2", "`&&` is written `and`"),
      ("a < 1 ⟦||⟧ b > 2", "a < 1 or b > 2", "`||` is written `or`"),
      ("a ⟦<>⟧ 1", "a != 1", "`<>` is written `!=`"), ("a ⟦===⟧ 1", "a == 1", "`===` is written `==`"),
      ("⟦!⟧ok", "not ok", "`!` is written `not`"), ("a ⟦=>⟧ 1", "a >= 1", "`=>` is written `>=`"),
    ] {
      expectDiagnostic("where " + wrong, "C0117", message, help: "write it like this", repaired: "where " + right)
    }
    expectDiagnostic(
      "load ⟦|>⟧ take 5", "C0117", "`|>` is written `|`", help: "write it like this", repaired: "load | take 5")
    expectDiagnostic(
      "load | where row in ⟦[⟧1, 2]", "C0118", "lists are written in parentheses", help: "write it like this",
      repaired: "load | where row in (1, 2)")
  }

  @Test func quotes() {
    expectDiagnostic(
      "load ⟦'a.json'⟧ | take 5", "C0104", "strings are written in double quotes", help: "write it like this",
      repaired: "load \"a.json\" | take 5")
    expectDiagnostic(
      "load ⟦“a.json”⟧", "C0104", "these are not plain quotes", help: "write it like this", repaired: "load \"a.json\"")
    expectDiagnostic(
      "load ⟦\"⟧a.json | take 5", "C0102", "this string is not closed",
      notes: ["a string ends on its line; `\"\"\"` begins a text over several lines"], help: "close it",
      repaired: "load \"a.json\" | take 5")
    expectDiagnostic(
      "load \"C:⟦\\d⟧ata\"", "C0103", "a string has no escape `\\d`",
      notes: ["escapes: \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u0041 and \\$"],
      help: "a backslash itself is written twice",
      repaired: "load \"C:\\\\data\"")
    expectDiagnostic("derive a = \"⟦\\ud800⟧\"", "C0103", "`\\ud800` is half of a surrogate pair")
    expectDiagnostic("set x ⟦\"\"\"⟧\nopen", "C0102", "this text is not closed", help: "close it with `\"\"\"`")
  }

  @Test func pathsAndColumns() {
    expectDiagnostic(
      "load ⟦evol.json⟧ | take 5", "C0113", "a path is written in quotes", help: "write it like this",
      repaired: "load \"evol.json\" | take 5")
    expectDiagnostic(
      "load ⟦../data/set-1/evol.json⟧", "C0113", "a path is written in quotes", help: "write it like this",
      repaired: "load \"../data/set-1/evol.json\"")
    expectDiagnostic(
      "load ⟦~/evol⟧", "C0113", "a path is written in quotes", help: "write it like this", repaired: "load \"~/evol\"")
    expectDiagnostic(
      "load ⟦/data/evol⟧", "C0113", "a path is written in quotes", help: "write it like this",
      repaired: "load \"/data/evol\"")
    expectDiagnostic(
      "load | where ⟦row.ifd⟧ < 1", "C0113", "a column is called by its name alone",
      help: "write it like this", repaired: "load | where ifd < 1")
    expectDiagnostic(
      "load | where ⟦meta.ifd⟧ < 1", "C0113", "a column with other characters is written in backticks",
      help: "write it like this", repaired: "load | where `meta.ifd` < 1")
    expectDiagnostic(
      "load | where ⟦question.contains⟧(\"a\")", "C0113", "a function is called with all its values in parentheses",
      help: "write it like this", repaired: "load | where contains(question, \"a\")")
    // Of what a function gives, too.
    for (wrong, right) in [
      ("lower(question)⟦.contains⟧(\"a\")", "contains(lower(question), \"a\")"),
      ("not lower(question)⟦.contains⟧(\"a\") and ifd < 1", "not contains(lower(question), \"a\") and ifd < 1"),
      ("tokens > 5 and (len(question) + 1)⟦.abs⟧() < 9", "tokens > 5 and abs((len(question) + 1)) < 9"),
      ("lower(question)⟦.length⟧ > 3", "len(lower(question)) > 3"),
    ] {
      expectDiagnostic(
        "load | where " + wrong, "C0113", "a function is called with all its values in parentheses",
        help: "write it like this", repaired: "load | where " + right)
    }
    expectDiagnostic(
      "load(\"a.jsonl\")⟦.sample⟧(5)", "C0113", "what a stage gives has no functions of its own",
      help: "a value goes through stages", repaired: "load(\"a.jsonl\") | sample(5)")
    expectDiagnostic(
      "⟦df.head⟧(5)", "C0113", "`df` has no functions of its own", help: "a value goes through stages",
      repaired: "df | head(5)")
    expectDiagnostic(
      "let mine = load ⟦data.jsonl⟧", "C0113", "a path is written in quotes", help: "write it like this",
      repaired: "let mine = load \"data.jsonl\"")
    expectDiagnostic(
      "load\n⟦df.head⟧(5)", "C0113", "`df` has no functions of its own", help: "a value goes through stages",
      repaired: "load\ndf | head(5)")
    expectDiagnostic(
      "let few = load ⟦//⟧ 3 sets", "C0116", "a comment begins with `#`", help: "write it like this",
      repaired: "let few = load # 3 sets")
    expectDiagnostic(
      "load | derive x = tokens ⟦//⟧ 2", "C0117", "`/` divides, and the result has its decimals",
      help: "write it like this", repaired: "load | derive x = tokens / 2")
    expectDiagnostic(
      "load | score complexity for ⟦1h30m⟧", "C0105", "a duration has one unit", help: "write it in the smaller one",
      repaired: "load | score complexity for 90m")
    expectDiagnostic(
      "load ⟦->⟧ take 5", "C0117", "`->` is written `|`", help: "write it like this", repaired: "load | take 5")
    expectDiagnostic(
      "let ⟦my-data⟧ = load", "C0124", "a name has no dash in it", help: "an underscore joins them",
      repaired: "let my_data = load")
    expectDiagnostic(
      "load | where ⟦`⟧pass-rate > 1", "C0108", "this column name is not closed", help: "close it with a backtick",
      repaired: "load | where `pass-rate` > 1")
  }

  @Test func files() {
    for (wrong, right) in [
      ("load | describe ⟦> \"out.md\"⟧", "load | describe | save \"out.md\""),
      ("load | describe ⟦> out⟧", "load | describe | save \"out\""),
      ("load \"a.json\" ⟦> out.jsonl⟧", "load \"a.json\" | save \"out.jsonl\""),
      ("load | take 5 ⟦> \"x.csv\"⟧", "load | take 5 | save \"x.csv\""),
    ] {
      expectDiagnostic(
        wrong, "C0129", "`>` does not write a file", help: "the stage `save` keeps a value", repaired: right)
    }
  }

  @Test func optionsAndNumbers() {
    expectDiagnostic(
      "tune ⟦--weight-decay⟧ 0.1", "C0115", "options are bare words", help: "write the option's name and its value",
      repaired: "tune weight_decay 0.1")
    expectDiagnostic(
      "score complexity for 30⟦min⟧", "C0105", "no unit is named `min`",
      notes: ["units: k M Ki Mi, B kB MB GB KiB MiB GiB, ms s m h d; case matters"],
      help: "a unit with a similar name exists", repaired: "score complexity for 30m")
    expectDiagnostic(
      "take 10⟦xyz⟧", "C0105", "no unit is named `xyz`",
      notes: ["units: k M Ki Mi, B kB MB GB KiB MiB GiB, ms s m h d; case matters"])
    expectDiagnostic(
      "take 1⟦_000⟧", "C0105", "a number has no `_` in it", help: "write the digits together", repaired: "take 1000")
    expectDiagnostic(
      "where ifd < ⟦.⟧5", "C0106", "a number begins with a digit", help: "write it like this",
      repaired: "where ifd < 0.5")
    expectDiagnostic("take ⟦1e999⟧", "C0106", "the number `1e999` is too large")
    expectDiagnostic(
      "take ⟦${n}⟧", "C0107", "a name after `$` has no braces", help: "write the name alone", repaired: "take $n")
    expectDiagnostic(
      "take ⟦$⟧ 5", "C0107", "`$` without a name",
      notes: ["`$name` is a parameter or a setting, `$1` the first argument of a script"])
  }

  @Test func commentsAndCharacters() {
    expectDiagnostic(
      "load ⟦//⟧ all", "C0116", "a comment begins with `#`", help: "write it like this", repaired: "load # all")
    expectDiagnostic(
      "⟦--⟧ all of it\nload", "C0116", "a comment begins with `#`", help: "write it like this",
      repaired: "# all of it\nload")
    expectDiagnostic("load | take ⟦@⟧5", "C0109", "`@` means nothing here")
    expectDiagnostic(
      "load⟦\u{A0}⟧| take 5", "C0109", "this is a no-break or wide space, not the plain character",
      help: "write the plain character", repaired: "load | take 5")
    expectDiagnostic(
      "where ifd ⟦≤⟧ 1", "C0109", "this is `≤`, not the plain character", help: "write the plain character",
      repaired: "where ifd <= 1")
    expectDiagnostic(
      "load ⟦\u{200B}⟧| take 5", "C0109", "this is an invisible character, not the plain character",
      help: "leave it out", repaired: "load | take 5")
  }

  @Test func commandsOfThePrompt() {
    expectDiagnostic(
      "load\n⟦?select⟧", "C0114", "`?select` is a command of the prompt", help: "the statement is `help`",
      repaired: "load\nhelp select")
    expectDiagnostic(
      "⟦:open⟧ other.cact", "C0114", "`:open` is a command of the prompt", help: "`use` reads another script",
      repaired: "use \"other.cact\"")
    expectDiagnostic(
      "⟦:save⟧ x.json", "C0114", "`:save` is a command of the prompt",
      help: "the stage `save` keeps a value: `chosen | save \"chosen.jsonl\"`")
    expectDiagnostic(
      "⟦:undo⟧\nload", "C0114", "`:undo` is a command of the prompt", help: "leave the line out", repaired: "\nload")
  }

  @Test func brackets() {
    expectDiagnostic(
      "load | where ⟦(⟧ifd < 1 | take 5", "C0120", "this `(` is not closed", help: "close it",
      repaired: "load | where (ifd < 1) | take 5".replacing(") ", with: ") "))
    expectDiagnostic(
      "load | diff ⟦{⟧ load | take 5", "C0120", "this `{` is not closed", help: "close it",
      repaired: "load | diff { load | take 5 }")
    // A statement after it shows that it was forgotten: nothing is swallowed.
    expectDiagnostic(
      "load | where ⟦(⟧ifd < 1\nlet x = load\nlet y = x", "C0120", "this `(` is not closed", help: "close it",
      repaired: "load | where (ifd < 1)\nlet x = load\nlet y = x")
    expectDiagnostic(
      "load | take 5⟦)⟧", "C0121", "`)` closes nothing", help: "leave it out", repaired: "load | take 5")
    expectDiagnostic(
      "load | diff (load ⟦|⟧ take 5)", "C0130", "a pipeline inside a pipeline is written in braces",
      help: "write it like this", repaired: "load | diff { load | take 5 }")
    expectDiagnostic("load | diff ⟦{ }⟧", "C0131", "this block is empty")
  }

  @Test func statements() {
    expectDiagnostic(
      "⟦hard =⟧ load | take 5", "C0128", "a name is given with `let`", help: "write it like this",
      repaired: "let hard = load | take 5")
    expectDiagnostic(
      "⟦$n =⟧ 5", "C0128", "a parameter is declared with `param`", help: "write it like this", repaired: "param n = 5")
    expectDiagnostic("let hard ⟦load⟧", "C0124", "`=` is missing", help: "write it", repaired: "let hard = load")
    expectDiagnostic("let⟦⟧", "C0124", "`let` needs a name", notes: ["the form is `let name = pipeline`"])
    expectDiagnostic("let x =⟦⟧", "C0124", "`let` needs a pipeline to name")
    expectDiagnostic(
      "let n = ⟦5⟧", "C0124", "`let` names the value of a pipeline, not a scalar",
      help: "a scalar is a `param`, and is read as `$n`", repaired: "param n = 5")
    expectDiagnostic("let ⟦in⟧ = load", "C0127", "`in` is a word of the language")
    expectDiagnostic("let ⟦_3⟧ = load", "C0127", "`_3` names a cell")
    expectDiagnostic(
      "set seed ⟦=⟧ 7", "C0134", "`set` takes the value without `=`", help: "leave it out", repaired: "set seed 7")
    expectDiagnostic("set⟦⟧", "C0124", "`set` needs a name and a value", notes: ["as in `set seed 7`"])
    expectDiagnostic("set seed⟦⟧", "C0124", "`set` needs a value")
    expectDiagnostic("param n = 5⟦,⟧ 6", "C0133", "`param` takes one value")
    expectDiagnostic(
      "use ⟦recipes⟧", "C0124", "`use` needs the path of a script, in quotes", notes: ["as in `use \"recipes.cact\"`"])
    expectDiagnostic("help select ⟦diverse 10%⟧", "C0133", "nothing can follow `help` and one name")
    expectDiagnostic("explain⟦⟧", "C0124", "`explain` needs a pipeline to explain")
    expectDiagnostic(
      "def control⟦⟧ = select random 40%", "C0136", "`def` needs parentheses after the name",
      help: "write them, even when they are empty", repaired: "def control() = select random 40%")
    expectDiagnostic("def f(⟦$n⟧) = take $n", "C0124", "a parameter is declared without `$`")
    expectDiagnostic("def f(n, ⟦n⟧) = take $n", "C0135", "two parameters are named `n`")
    expectDiagnostic("def f(n⟦,⟧) = take $n", "C0124", "a parameter is missing")
    expectDiagnostic(
      "def f(n⟦:⟧) = take $n", "C0124", "a type is missing after `:`", notes: ["as in `share: share = 40%`"])
  }

  @Test func stages() {
    expectDiagnostic(
      "⟦\"a.json\"⟧ | take 5", "C0123", "a stage begins with its name", help: "the stage `load` reads a file",
      repaired: "load \"a.json\" | take 5")
    expectDiagnostic(
      "⟦$scored⟧ | take 5", "C0123", "a stage begins with its name", help: "a bound name is written without `$`",
      repaired: "scored | take 5")
    expectDiagnostic("load | ⟦5⟧", "C0123", "a stage begins with its name")
    expectDiagnostic(
      "load | ⟦let⟧ x = take 5", "C0126", "`let` begins a statement",
      notes: ["a statement is written on a line of its own"])
    expectDiagnostic(
      "load ⟦| |⟧ take 5", "C0122", "there is nothing between these two `|`", help: "one is enough",
      repaired: "load | take 5")
    expectDiagnostic("load ⟦|⟧", "C0122", "nothing follows this `|`", help: "leave it out", repaired: "load")
    expectDiagnostic(
      "load ⟦|⟧\nlet x = load", "C0122", "nothing follows this `|`", help: "leave it out",
      repaired: "load\nlet x = load")
    expectDiagnostic(
      "⟦|⟧ take 5", "C0125", "nothing comes before this `|`",
      notes: ["a line may begin with `|` only at the prompt, where it means `_ | …`"])
    expectDiagnostic(
      "load ⟦==⟧ 5", "C0134", "`==` needs something before it", notes: ["`load` is followed by its arguments"])
    expectDiagnostic("take n⟦:⟧ 5", "C0137", "`:` is allowed only between a parameter of `def` and its type")
    expectDiagnostic(
      "{ load } ⟦take⟧ 5", "C0133", "after a block comes `|` or the end of the line", help: "pass the block's value on",
      repaired: "{ load } | take 5")
    let deep = String(repeating: "diff { ", count: 64) + "diff ⟦{⟧ load }" + String(repeating: " }", count: 64)
    expectDiagnostic(deep, "C0132", "blocks are nested too deeply")
  }

  @Test func allIndependentErrorsAreReported() {
    let source = SourceText(
      name: "t", text: "load evol.json | | take 10x\nlet = load\nscored | where a <> 1 | 'x'\nload | take 5)")
    #expect(
      Parser.parse(source).diagnostics.map(\.code)
        == ["C0113", "C0122", "C0105", "C0124", "C0117", "C0104", "C0123", "C0121"])
  }
}
