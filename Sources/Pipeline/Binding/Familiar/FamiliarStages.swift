import Diagnostics
import Syntax

/// What users of other tools write for a stage.
enum FamiliarStages {
  struct Meant {
    var stage: String
    var replacement: String
    var help: String
    /// The arguments are part of what is replaced.
    var replacesCall = false
  }

  private static let table: [String: (stage: String, help: String)] = [
    "head": ("take", "the first rows are taken with `take`"),
    "limit": ("take", "the first rows are taken with `take`"),
    "first": ("take", "the first rows are taken with `take`"),
    "top": ("take", "the first rows are taken with `take`, the best by score with `select top`"),
    "filter": ("where", "rows are filtered with `where`"),
    "grep": ("where", "rows are filtered with `where`"),
    "shuffle": ("sample", "rows are drawn by the seed with `sample`; `tune` draws its own order"),
    "train": ("tune", "a model is trained with `tune`"),
    "fit": ("tune", "a model is trained with `tune`"),
    "finetune": ("tune", "a model is trained with `tune`"),
    "fine_tune": ("tune", "a model is trained with `tune`"),
    "open": ("load", "rows are read with `load`"),
    "read": ("load", "rows are read with `load`"),
    "cat": ("load", "rows are read with `load`"),
    "from": ("load", "rows are read with `load`"),
    "import": ("load", "rows are read with `load`"),
    "to_csv": ("save", "the file's ending names its format"),
    "to_json": ("save", "the file's ending names its format"),
    "to_jsonl": ("save", "the file's ending names its format"),
    "to_parquet": ("save", "the file's ending names its format"),
    "export_csv": ("save", "the file's ending names its format"),
    "store": ("save", "a value is written with `save`"),
    "write": ("save", "a value is written with `save`"),
    "tee": ("save", "a value is written with `save`"),
    "print": ("show", "rows are shown with `show`"),
    "display": ("show", "rows are shown with `show`"),
    "order_by": ("sort", "rows are sorted with `sort`"),
    "sort_values": ("sort", "rows are sorted with `sort`"),
    "order": ("sort", "rows are sorted with `sort`"),
    "sort_by": ("sort", "rows are sorted with `sort`"),
    "arrange": ("sort", "rows are sorted with `sort`"),
    "summarize": ("describe", "columns are summed up with `describe`"),
    "summary": ("describe", "columns are summed up with `describe`"),
    "info": ("describe", "columns are summed up with `describe`"),
    "hist": ("plot", "columns are drawn with `plot`"),
    "histogram": ("plot", "columns are drawn with `plot`"),
    "scatter": ("plot", "columns are drawn with `plot`"),
    "corr": ("correlate", "measures are compared with `correlate`"),
    "mutate": ("derive", "a column is computed with `derive`"),
    "assign": ("derive", "a column is computed with `derive`"),
    "with": ("derive", "a column is computed with `derive`"),
    "apply": ("derive", "a column is computed with `derive`"),
    "compute": ("derive", "a column is computed with `derive`"),
    "extend": ("derive", "a column is computed with `derive`"),
    "map": ("derive", "a column is computed with `derive`"),
    "len": ("count", "rows are counted with `count`"),
    "size": ("count", "rows are counted with `count`"),
    "nrow": ("count", "rows are counted with `count`"),
    "length": ("count", "rows are counted with `count`"),
    "wc": ("count", "rows are counted with `count`"),
    "uniq": ("dedup", "duplicates are removed with `dedup`"),
    "unique": ("dedup", "duplicates are removed with `dedup`"),
    "drop_duplicates": ("dedup", "duplicates are removed with `dedup`"),
    "distinct": ("dedup", "duplicates are removed with `dedup`"),
    "union": ("append", "rows are put behind others with `append`"),
    "concat": ("append", "rows are put behind others with `append`"),
    "keys": ("columns", "the columns are listed with `columns`"),
    "schema": ("columns", "the columns are listed with `columns`"),
    "predict": ("generate", "a model answers with `generate`"),
    "answer": ("generate", "a model answers with `generate`"),
    "chat": ("generate", "a model answers with `generate`"),
    "ask": ("generate", "a model answers with `generate`"),
    "embeddings": ("embed", "questions become vectors with `embed`"),
    "vectorize": ("embed", "questions become vectors with `embed`"),
    "sample_n": ("sample", "rows are drawn by the seed with `sample`"),
    "evaluate": ("eval", "a model is judged with `eval`"),
    "test": ("eval", "a model is judged with `eval`"),
    "split": ("hold", "rows to judge by are set aside with `hold`"),
  ]

  /// What is a command of a shell, or of a notebook, and no stage: what is said of it.
  static func note(_ name: String) -> String? {
    switch name {
    case "ls", "cd", "pwd", "sudo", "echo", "pip", "git", "python", "python3", "which", "bash", "sh", "mkdir", "rm",
      "cp",
      "mv", "less", "curl", "wget", "apt":
      "commands of a shell are not run here"
    case "exit", "quit", "bye", "return": "a script ends with its last line; at the prompt `exit` leaves"
    case "join", "merge_rows", "lookup": "rows of two files are not joined: `append` puts them behind each other"
    case "melt", "pivot", "explode", "transpose", "unnest", "reshape":
      "rows keep their shape; `count by COLUMN` counts groups, `derive` computes columns"
    case "fillna", "coalesce", "replace", "astype", "cast":
      "cells are not changed in place: `derive NAME = …` computes a column, `where not is_missing(COLUMN)` keeps rows that have a value"
    case "tokenize": "`cact tokenize` on the command line shows tokens; `view N mask` those of a row"
    case "cluster", "kmeans": "`select diverse` clusters by questions, and `clusters` shows what it found"
    case "if", "for", "while", "else", "loop", "function", "return_if":
      "there are no loops and branches: a stage works on all rows, `where` keeps those for which something holds"
    case "man", "doc", "docs": "`help NAME` says what a stage does"
    case "cells", "ledger", "rerun", "edit", "undo", "redo", "sessions", "settings", "quiet":
      "at the prompt, `:\(name)` does that; `:help` lists the notebook's commands"
    case "history": "at the prompt, Up and Ctrl-R look for what was entered, and `:cells` lists the cells"
    case "clear", "cls": "at the prompt, Ctrl-L clears the screen"
    case "cact": "this is cact: a line begins with a stage or a name, and `help` lists the stages"
    case "drop", "remove": "columns are not dropped: `show` and `save` take those that are named"
    default: nil
    }
  }

  static func meant(_ name: String, _ arguments: [Argument]) -> Meant? {
    if name == "group_by" || name == "groupby" || name == "group" {
      let column = arguments.first {
        $0.word?.lowercased() != "by" && ($0.word != nil || FamiliarArguments.isColumn($0))
      }
      let columns = column.map { Canonical.text(of: [$0]) } ?? "COLUMN"
      return Meant(
        stage: "count", replacement: "count by \(columns)", help: "groups are counted with `count by`",
        replacesCall: true)
    }
    func column(_ place: Int) -> String? {
      arguments.indices.contains(place)
        ? arguments[place].word.map { _ in Canonical.text(of: [arguments[place]]) } : nil
    }
    // `print(d)`, `len(d)`: of a value, not of what comes in.
    if arguments.count == 3, arguments[0].kind == .openParenthesis, let value = arguments[1].word,
      arguments[2].kind == .closeParenthesis, let entry = table[name],
      ["show", "count", "describe"].contains(entry.stage)
    {
      let isShown = entry.stage == "show"
      return Meant(
        stage: entry.stage, replacement: isShown ? value : "\(value) | \(entry.stage)",
        help: isShown ? "a value is shown by its name" : entry.help, replacesCall: true)
    }
    if name == "grep", arguments.count == 1 {
      let text: String?
      switch arguments[0].kind {
      case .string(let literal): text = literal.plain
      default: text = arguments[0].word
      }
      if let text {
        return Meant(
          stage: "where", replacement: "where question contains \(Canonical.quoted(text))",
          help: "rows are filtered with `where`", replacesCall: true)
      }
    }
    if name == "tail" || name == "last" {
      let count = arguments.compactMap { if case .number(let literal) = $0.kind { literal.text } else { nil } }.first
      return Meant(
        stage: "sort", replacement: "sort row desc | take \(count ?? "10")",
        help: "the last rows are the first from behind", replacesCall: true)
    }
    if name == "bottom" || name == "nsmallest" || name == "nlargest" {
      let count = arguments.compactMap { if case .number(let literal) = $0.kind { literal.text } else { nil } }.first
      let column = arguments.compactMap(\.word).last ?? "row"
      return Meant(
        stage: "sort", replacement: "sort \(column)\(name == "nlargest" ? " desc" : "") | take \(count ?? "10")",
        help: "the smallest are the first in order", replacesCall: true)
    }
    if name == "rename", let old = column(0), let new = column(arguments.count > 2 ? 2 : 1) {
      return Meant(
        stage: "derive", replacement: "derive \(new) = \(old)", help: "a column has another name as another column",
        replacesCall: true)
    }
    if name == "value_counts" || name == "nunique", let column = column(0) {
      return Meant(
        stage: "count", replacement: "count by \(column)", help: "values are counted with `count by`",
        replacesCall: true)
    }
    if name == "dropna", let column = column(0) {
      return Meant(
        stage: "where", replacement: "where not is_missing(\(column))", help: "rows are filtered with `where`",
        replacesCall: true)
    }
    guard let entry = table[name.lowercased()] else { return nil }
    // `head -n 10` and `head -10`
    let numbers = arguments.compactMap { argument -> String? in
      if case .number(let literal) = argument.kind { literal.text } else { nil }
    }
    let isFlagged = arguments.first?.isOperator(.minus) ?? false
    if isFlagged, entry.stage == "take", let count = numbers.first {
      return Meant(stage: "take", replacement: "take \(count)", help: entry.help, replacesCall: true)
    }
    return Meant(stage: entry.stage, replacement: entry.stage, help: entry.help)
  }
}
