public import Diagnostics

/// The codes of this module by their names.
public typealias Codes = CodeNames<PipelineCodes>

/// What the binder (C02), the checker (C03) and the executor (C05) find.
public struct PipelineCodes: CodeTable {
  /// One entry a property.
  public static let table = Self()

  package let missingArgument = CodeBook.Entry(
    "C0202", "an argument is missing",
    "The stage cannot run without this argument. `help STAGE` shows what it takes; what stands in brackets there may "
      + "be left out.",
    wrong: "load | take", right: "load | take 10")
  package let unknownStage = CodeBook.Entry(
    "C0203", "no stage has this name",
    "After a `|` comes a stage, or a `def` made earlier. `help` lists them. A value that `let` named can only "
      + "begin a pipeline. Names from other tools are recognised, and the stage that does the same is shown.",
    wrong: "load | head 10", right: "load | take 10")
  package let unexpectedArgument = CodeBook.Entry(
    "C0204", "an argument has no place",
    "All positional arguments of the stage are given, and the word is none of its options. Arguments are read from left "
      + "to right: an option's name takes the next argument, a flag takes none, anything else is positional.",
    wrong: "load | take 10 20", right: "load | take 10")
  package let missingValue = CodeBook.Entry(
    "C0205", "a value is missing",
    "An option takes the argument after it. Nothing stands there, or the next word is itself an option.",
    wrong: "load | pack 4096 | tune epochs", right: "load | pack 4096 | tune epochs 3")
  package let wrongKind = CodeBook.Entry(
    "C0206", "a value of another kind is needed",
    "Every argument takes one kind of value: a whole number, a percentage, a duration with its unit, text in double "
      + "quotes, a column. Units are not guessed.",
    wrong: "load | score complexity for 30", right: "load | score complexity for 30m")
  package let outOfRange = CodeBook.Entry(
    "C0207", "a number is out of range",
    "A share is above 0% and at most 100%, or at least 1 row; other numbers have the limits that the message names.",
    wrong: "load | select random 101%", right: "load | select random 100%")
  package let unknownChoice = CodeBook.Entry(
    "C0208", "no such choice",
    "The argument is one of a few words. `help STAGE` explains each.",
    wrong: "load | select randm 10%", right: "load | select random 10%")
  package let givenTwice = CodeBook.Entry(
    "C0209", "an argument is given twice",
    "Options come in any order, but each only once: with two values it would not be clear which one holds.",
    wrong: "load | pack 4096 | tune epochs 1 epochs 3", right: "load | pack 4096 | tune epochs 3")
  package let unknownName = CodeBook.Entry(
    "C0210", "no value has this name",
    "Rows, packs or a model are expected here: a name given by `let`, a cell, a block in { }, or for rows a "
      + "file in double quotes.",
    wrong: "let chosen = load | take 9\nload | pack 512 | tune validate chosn",
    right: "let chosen = load | take 9\nload | pack 512 | tune validate chosen")
  package let unknownScalar = CodeBook.Entry(
    "C0211", "nothing stands behind this `$`",
    "`$name` is filled in before a stage sees it: with a parameter of the `def` it stands in, else with a parameter of "
      + "the script (`param`, `--arg name=value`), else with a setting. Values of pipelines are named without `$`.",
    wrong: "load | take $count", right: "param count = 10\nload | take $count")
  package let unknownSetting = CodeBook.Entry(
    "C0212", "no setting has this name", "`help` lists the settings with what they are now.",
    wrong: "set sead 7", right: "set seed 7")
  package let reservedName = CodeBook.Entry(
    "C0213", "the name is taken",
    "`let` and `def` may not take the name of a stage, a statement, a setting or an operator: the line that uses it "
      + "could be read in two ways.",
    wrong: "let score = load", right: "let scored = load")
  package let noCell = CodeBook.Entry(
    "C0214", "there is no such cell",
    "`_` is the value of the last cell and `_3` that of cell 3, at the prompt only: a script has no cells and names "
      + "its values with `let`.",
    wrong: "_3 | describe", right: "let chosen = load | take 10\nchosen | describe")
  package let use = CodeBook.Entry(
    "C0215", "a file cannot be used",
    "`use` imports the `def`s of another file once; its path is relative to the file with the `use`. The file cannot be read, has "
      + "errors, holds other statements, or uses itself through others.")
  package let nameTakesNothing = CodeBook.Entry(
    "C0217", "a value takes no arguments",
    "A name at the head of a pipeline stands for a value. What to do with it comes after a `|`.",
    wrong: "let chosen = load | take 99\nchosen take 10",
    right: "let chosen = load | take 99\nchosen | take 10")
  package let unknownTopic = CodeBook.Entry(
    "C0218", "there is no help on this", "`help` alone lists all stages, statements and settings.",
    wrong: "help scor", right: "help score")
  package let parameter = CodeBook.Entry(
    "C0221", "a parameter of a `def` is wrong",
    "A parameter is `name`, `name = default`, `name: type` or `name: type = default`. Types are those of arguments: "
      + "number, integer, percentage, share, duration, size, rate, string, path, word, column.",
    wrong: "def quick(n: int = 5) = take $n", right: "def quick(n: integer = 5) = take $n")
  package let settingStands = CodeBook.Entry(
    "C0222", "the command line's setting stands",
    "A setting given on the command line wins over `set` in the script, so that a script can be run with another "
      + "model or seed without being changed.")
  package let unknownParameter = CodeBook.Entry(
    "C0223", "the program has no such parameter",
    "`--arg name=value` gives a value to `$name`, and the words after a script to `$1`, `$2` and so on. Nothing in the "
      + "program reads this one, so the run would not be the one asked for: nothing was run. The name is "
      + "misspelt, or the script is an older one.")
  package let formerName = CodeBook.Entry(
    "C0224", "the word has another name now",
    "What the option or flag does has not changed, and the former name is still taken. Help pages no longer list it; "
      + "new programs should use the new one.")
  package let wrongInput = CodeBook.Entry(
    "C0301", "the stage takes something else",
    "A stage takes Rows, Packs, a Model or a Report and makes one of them. The output of the stage before it does not fit.",
    wrong: "load | tune epochs 3", right: "load | pack | tune epochs 3")
  package let columnOfStage = CodeBook.Entry(
    "C0302", "a stage that adds this column is missing",
    "Some columns are computed: `ifd`, `loss_cond` and `loss_direct` by `score`, `embedding` by `embed`, `cluster` by "
      + "`select diverse`. The stage that adds the column must come before the one that needs it.",
    wrong: "load | where ifd < 1", right: "load | score complexity | where ifd < 1")
  package let unknownColumn = CodeBook.Entry(
    "C0303", "no column has this name",
    "The columns of a file are those of its first 1,000 rows. `question` and `answer` stand for whichever columns play "
      + "these roles. Text is written in double quotes: a bare word in an expression is a column.",
    wrong: "load | where topic == sql", right: "load | where topic == \"sql\"")
  package let unknownFunction = CodeBook.Entry(
    "C0304", "no function has this name",
    "Functions of expressions: " + ExpressionFunctions.all.map(\.name).joined(separator: ", ")
      + ". `help expressions` says what each does.",
    wrong: "load | where length(answer) > 100", right: "load | where len(answer) > 100")
  package let functionArguments = CodeBook.Entry(
    "C0305", "a function is called with the wrong number of arguments", "The message shows its usage.",
    wrong: "load | where contains(answer)", right: "load | where contains(answer, \"def \")")
  package let expressionType = CodeBook.Entry(
    "C0306", "operands of different kinds",
    "Arithmetic takes numbers, `and`, `or` and `not` take conditions, and a comparison takes two of one kind.",
    wrong: "load | where tokens > \"100\"", right: "load | where tokens > 100")
  package let badPattern = CodeBook.Entry(
    "C0307", "this is not a regular expression",
    "`matches` takes a regular expression. `contains` searches for literal text.",
    wrong: "load | where matches(answer, \"f(\")", right: "load | where contains(answer, \"f(\")")
  package let wrongValueType = CodeBook.Entry(
    "C0308", "another type of value is needed here",
    "The name, cell or block is of a type that the argument does not take.",
    wrong: "load | pack 512 | tune validate { load | describe }",
    right: "load | pack 512 | tune validate { load | take 10 }")
  package let stageFailed = CodeBook.Entry(
    "C0501", "a stage failed while it ran",
    "The message says why. The results of the stages before it are kept: running the same line again resumes where it failed."
  )
  package let inputsChanged = CodeBook.Entry(
    "C0502", "a value is gone, and what it was made of has changed",
    "The store evicted the value of a name or a cell, and it cannot be recomputed as it was: a file or a model that it "
      + "depends on has changed. Run its statement again; what depends on it is then recomputed.")
  package let storeDamaged = CodeBook.Entry(
    "C0503", "something in the store was damaged",
    "A warning. Everything remembered is checked as it is read, values by a checksum and files by their names, which are "
      + "digests of their content. What is not as it was written is discarded and recomputed: no result "
      + "depends on it. Files are set aside in the store's folder `damaged` for 30 days, a whole database beside its "
      + "place. If it happens again, look at the disk.")
}
