public import Diagnostics

/// The long forms of the codes that this module reports (C0101 to C0149). A test holds every wrong and right example.
public enum SyntaxCodes {
  /// What `cact explain` says of each.
  public static let entries: [CodeBook.Entry] = characters + statements + expressions

  private static let characters: [CodeBook.Entry] = [
    .init(
      "C0101", "the source is not UTF-8",
      """
      Scripts and cells are UTF-8 text. The bytes at the place shown cannot be: the file was written in another encoding
      (Latin-1, UTF-16), was damaged, or is not text. Save it as UTF-8.
      """),
    .init(
      "C0102", "a string is not closed",
      """
      A string begins and ends with a double quote on the same line. A quote inside it is written \\". Text over several
      lines stands between \"\"\" and \"\"\".
      """, wrong: "load \"evol.json | describe", right: "load \"evol.json\" | describe"),
    .init(
      "C0103", "unknown escape in a string",
      """
      After a backslash come JSON's escapes: \\" \\\\ \\/ \\b \\f \\n \\r \\t \\u0041; and \\$ for a dollar sign that is not
      to be filled in. A backslash itself is written twice, as in the paths of Windows.
      """, wrong: "load \"data\\evol.json\"", right: "load \"data\\\\evol.json\""),
    .init(
      "C0104", "strings are written in double quotes",
      """
      Single quotes and the curly quotes of word processors and web pages do not begin a string; the plain double quote
      does.
      """, wrong: "load 'evol.json'", right: "load \"evol.json\""),
    .init(
      "C0105", "unknown unit after a number",
      """
      Letters directly behind a number are its unit: k (1,000), M (10^6), Ki (1,024), Mi; B kB MB GB KiB MiB GiB; ms s m h
      d. Case matters: 10m is ten minutes, 10M ten million. A number has no separators in it.
      """, wrong: "load | score complexity for 30min", right: "load | score complexity for 30m"),
    .init(
      "C0106", "malformed number",
      """
      A number is digits, then perhaps a dot and more digits, then perhaps an exponent (5e-4). There is a digit on either
      side of the dot, and no number is beyond 1.8e308.
      """, wrong: "load | where answer_tokens / tokens < .5",
      right: "load | where answer_tokens / tokens < 0.5"),
    .init(
      "C0107", "`$` without a name",
      """
      $name is a parameter of a def, a parameter of the script, or a setting; $1 is the script's first argument. The name
      follows directly, without braces.
      """, wrong: "load | take ${n}", right: "param n = 5\nload | take $n"),
    .init(
      "C0108", "a column in backticks is not closed or is empty",
      "A column whose name has other characters than letters, digits and _ stands between two backticks on one line.",
      wrong: "load \"runs.jsonl\" | where `pass rate > 1",
      right: "load \"runs.jsonl\" | where `pass rate` > 1"),
    .init(
      "C0109", "a character that means nothing here",
      """
      The character belongs to no word, number, string or sign of the language. Some look like plain ones: no-break
      spaces and dashes that came with text from a web page, for instance. No backslash is needed to join lines: a line goes on when
      it ends in |, or when the next one begins with it.
      """, wrong: "load | take @5", right: "load | take 5"),
    .init(
      "C0110", "`&&` does not join statements",
      "A statement ends with its line. Write the second statement on a line of its own; in an expression write `and`.",
      wrong: "load && load", right: "load\nload"),
    .init(
      "C0111", "`||` is not an operator",
      "One `|` passes a value to the next stage. In an expression, either-or is written `or`.",
      wrong: "load || take 5", right: "load | take 5"),
    .init(
      "C0112", "`;` does not end a statement", "A statement ends with its line; two statements stand on two lines.",
      wrong: "set seed 7; load", right: "set seed 7\nload"),
    .init(
      "C0113", "a path without quotes, or a column with a dot",
      """
      A word is a letter or _, then letters, digits and _. It has no dot, slash or dash. A path is written in double
      quotes, a column with other characters in backticks.
      """, wrong: "load evol.json", right: "load \"evol.json\""),
    .init(
      "C0114", "a command of the prompt inside a script",
      """
      Lines that begin with : or ? speak to the notebook, and only at a fresh prompt. In a script each has a statement in its
      place: help select for ?select, use "file.cact" for :open, the stage save for :save.
      """, wrong: "?select", right: "help select"),
    .init(
      "C0115", "options have no dashes",
      "A stage's options are bare words, in any order, each followed by its value: tune epochs 3.",
      wrong: "load | pack 4096 | tune --epochs 3", right: "load | pack 4096 | tune epochs 3"),
    .init(
      "C0116", "a comment begins with `#`", "From # to the end of the line is a comment. // and -- begin none.",
      wrong: "load // all of it", right: "load # all of it"),
    .init(
      "C0117", "an operator of another language",
      """
      Equal is ==, not equal !=, at most <=, at least >=; `not` negates, `and` and `or` join conditions, | passes a value
      on.
      """, wrong: "load | where len(answer) <> 0", right: "load | where len(answer) != 0"),
    .init(
      "C0118", "lists are written in parentheses", "The right side of `in` is a list: (1, 2, 3). No square brackets.",
      wrong: "load | where row in [1, 2]", right: "load | where row in (1, 2)"),
    .init(
      "C0119", "too many errors",
      "After fifty mistakes in the characters alone the rest of the source is not read: it is probably not a script."),
  ]

  private static let statements: [CodeBook.Entry] = [
    .init(
      "C0120", "a bracket is not closed",
      "Every ( and { has its partner. Inside them line endings are spaces, so that the rest of a file may be swallowed.",
      wrong: "load | where (tokens < 99 | take 5", right: "load | where (tokens < 99) | take 5"),
    .init(
      "C0121", "a closing bracket without its partner", "No bracket of this kind is open where it stands.",
      wrong: "load | take 5)", right: "load | take 5"),
    .init(
      "C0122", "a `|` without a stage", "Each | stands between two stages. A line that ends in | goes on below.",
      wrong: "load | | take 5", right: "load | take 5"),
    .init(
      "C0123", "a stage begins with its name",
      """
      A pipeline begins with a stage, a bound name, a cell such as _3, or a block in braces; after each | comes a stage's
      name. Files are read by the stage load.
      """, wrong: "\"evol.json\" | describe", right: "load \"evol.json\" | describe"),
    .init(
      "C0124", "a statement is not complete",
      """
      The forms are: param name = default; let name = pipeline; def name(parameters) = stages; set name value; use
      "file.cact"; explain pipeline; help [name].
      """, wrong: "let hard load", right: "let hard = load"),
    .init(
      "C0125", "nothing stands before a `|`",
      """
      A pipeline begins with what is passed on. Only at the prompt may a line begin with |: it then goes on from the last
      cell's value, _.
      """, wrong: "| take 5", right: "load | take 5"),
    .init(
      "C0126", "a statement inside a pipeline",
      "param, let, def, set, use, explain and help begin a statement and stand at the beginning of a line.",
      wrong: "load | let x = take 5", right: "let x = load | take 5"),
    .init(
      "C0127", "a name that cannot be given",
      "_ and _3 are cells, and the words of the language (let, and, true, …) keep their meaning. Choose another name.",
      wrong: "let in = load", right: "let rows = load"),
    .init(
      "C0128", "a name is given with `let`",
      "let name = pipeline names a value, param name = default a scalar, def name() = stages a stage of one's own.",
      wrong: "hard = load | take 5", right: "let hard = load | take 5"),
    .init(
      "C0129", "`>` does not write a file", "> compares. The stage save keeps a value in a file.",
      wrong: "load | describe > \"report.md\"", right: "load | describe | save \"report.md\""),
    .init(
      "C0130", "`|` inside parentheses",
      "Parentheses group the terms of an expression. A pipeline inside a pipeline is written in braces.",
      wrong: "load | pack 512 | tune validate (load | take 5)",
      right: "load | pack 512 | tune validate { load | take 5 }"),
    .init(
      "C0131", "an empty block", "A block in braces holds a pipeline: one stage at least.",
      wrong: "load | pack 512 | tune validate { }", right: "load | pack 512 | tune validate { load | take 5 }"),
    .init(
      "C0132", "blocks are nested too deeply",
      "Blocks may stand in blocks 64 deep. Name the inner pipelines with let or def."),
    .init(
      "C0133", "something stands where the statement has ended",
      "use takes one path, help one name, param and set one value; after a block comes | or the end of the line.",
      wrong: "use \"a.cact\" \"b.cact\"", right: "use \"a.cact\""),
    .init(
      "C0134", "an operator without a left side",
      "A stage's arguments begin with a word, a value, a bracket or a minus sign. set takes its value without =.",
      wrong: "set seed = 7", right: "set seed 7"),
    .init(
      "C0135", "two parameters with one name", "Every parameter of a def has its own name.",
      wrong: "def easy(n, n) = take $n", right: "def easy(n, m) = take $n"),
    .init(
      "C0136", "`def` without parentheses",
      "The parameters stand in parentheses after the name, even if there are none.",
      wrong: "def control = select random 40%", right: "def control() = select random 40%"),
    .init(
      "C0137", "`:` out of place",
      "The colon stands only between a parameter of def and its type; an option and its value have none between them.",
      wrong: "load | take n: 5", right: "def few(n: number = 5) = take $n"),
  ]

  private static let expressions: [CodeBook.Entry] = [
    .init(
      "C0140", "an expression lacks a column or a value",
      "On either side of an operator stands a column, a value, a call or a group in parentheses.",
      wrong: "load | where tokens <", right: "load | where tokens < 99"),
    .init(
      "C0141", "`=` is not a comparison",
      "Equality is written ==. A single = gives a name, in let, param, def and derive.",
      wrong: "load | where row = 1", right: "load | where row == 1"),
    .init(
      "C0142", "comparisons cannot be chained", "Two comparisons are joined with `and`.",
      wrong: "load | where 10 < tokens < 2k", right: "load | where 10 < tokens and tokens < 2k"),
    .init(
      "C0144", "an expression is too long or nested too deeply",
      "An expression holds 500 operators and 64 levels of brackets. `in (…)` replaces a chain of `or`."),
    .init(
      "C0145", "an expression does not go on like this",
      "Inside brackets an operator, a comma or the closing bracket comes after each term.",
      wrong: "load | where max(row tokens) > 5", right: "load | where max(row, tokens) > 5"),
  ]
}
