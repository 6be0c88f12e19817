import Diagnostics
import Syntax

extension Binder {
  /// The value of a bound name or a cell.
  func binding(named name: String) -> Binding? {
    if CellReference(word: name) != nil, !scope.allowsCells { return nil }
    return scope.bindings[name]
  }

  func noCell(_ name: String, _ span: Span) -> Diagnostic {
    if !scope.allowsCells {
      return Diagnostic(
        Codes.noCell, "`\(name)` refers to a cell, and cells exist only at the prompt", at: span, label: "no cell here",
        helps: [.init("name the value with `let` and use the name")])
    }
    let cells = scope.bindings.keys.compactMap { name -> Int? in
      if case .number(let number)? = CellReference(word: name) { number } else { nil }
    }.sorted()
    let notes =
      cells.isEmpty
      ? ["no cell has a value yet"]
      : ["cells with a value: " + Words.list(cells.suffix(5).map { "`_\($0)`" }, "and")]
    return Diagnostic(
      Codes.noCell, name == "_" ? "no cell has a value yet" : "cell \(name.dropFirst()) has no value", at: span,
      label: "no value", notes: name == "_" ? [] : notes)
  }

  func unknownName(_ name: String, _ span: Span, wanted: [ValueType]) -> Diagnostic {
    let known = scope.bindings.values.filter { wanted.contains($0.shape.type) }.map(\.name)
    var diagnostic = Diagnostic(
      Codes.unknownName, "no value is named `\(name)`", at: span,
      label: "expected " + Words.list(wanted.map(\.description), "or"),
      notes: known.isEmpty ? ["`let \(name) = …` gives a pipeline's value a name"] : [])
    if let near = Spelling.candidate(for: name, among: known) {
      diagnostic = diagnostic.adding(help: "a value with a similar name exists", edits: [.init(span, near)])
    }
    return diagnostic
  }

  func nameTakesNothing(_ stage: StageSyntax, _ argument: Argument) -> Diagnostic {
    var diagnostic = Diagnostic(
      Codes.nameTakesNothing, "`\(stage.name)` is a value and takes no arguments", at: argument.span,
      label: "expected `|`")
    if let word = argument.word, registry[word] != nil || scope.definitions[word] != nil {
      diagnostic = diagnostic.adding(
        help: "a stage comes after a `|`", edits: [.init(.empty(at: argument.span.lower), "| ")])
    }
    return diagnostic
  }

  /// An unknown word where a stage stands: a mistake known from other tools, a near name, or neither.
  func unknownStage(_ stage: StageSyntax, isFirst: Bool) -> Diagnostic {
    let names = registry.names + Array(scope.definitions.keys)
    var diagnostic = Diagnostic(
      Codes.unknownStage, "no stage is named `\(stage.name)`", at: stage.nameSpan, label: "unknown stage")
    if let familiar = FamiliarStages.meant(stage.name, stage.arguments), registry[familiar.stage] != nil {
      let span =
        familiar.replacesCall ? stage.nameSpan.union(stage.arguments.last?.span ?? stage.nameSpan) : stage.nameSpan
      return diagnostic.adding(help: familiar.help, edits: [.init(span, familiar.replacement)])
    }
    if binding(named: stage.name) != nil, !isFirst {
      diagnostic.message = "`\(stage.name)` is a value; it can only begin a pipeline"
      diagnostic.label = "not a stage"
      return diagnostic
    }
    let candidates = isFirst ? names + scope.bindings.values.map(\.name) : names
    let near = Spelling.candidates(for: stage.name, among: candidates)
    if let only = near.first, near.count == 1 {
      let isStage = registry[only] != nil || scope.definitions[only] != nil
      return diagnostic.adding(
        help: isStage ? "a stage with a similar name exists" : "a value with a similar name exists",
        edits: [.init(stage.nameSpan, only)])
    }
    for name in near { diagnostic = diagnostic.adding(help: "perhaps `\(name)`", edits: [.init(stage.nameSpan, name)]) }
    return diagnostic
  }
}

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
    "write": ("save", "a value is written with `save`"),
    "tee": ("save", "a value is written with `save`"),
    "print": ("show", "rows are shown with `show`"),
    "display": ("show", "rows are shown with `show`"),
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
    "extend": ("derive", "a column is computed with `derive`"),
    "map": ("derive", "a column is computed with `derive`"),
    "length": ("count", "rows are counted with `count`"),
    "wc": ("count", "rows are counted with `count`"),
    "uniq": ("dedup", "duplicates are removed with `dedup`"),
    "unique": ("dedup", "duplicates are removed with `dedup`"),
    "drop_duplicates": ("dedup", "duplicates are removed with `dedup`"),
    "distinct": ("dedup", "duplicates are removed with `dedup`"),
    "evaluate": ("eval", "a model is judged with `eval`"),
    "test": ("eval", "a model is judged with `eval`"),
    "split": ("hold", "rows to judge by are set aside with `hold`"),
  ]

  static func meant(_ name: String, _ arguments: [Argument]) -> Meant? {
    if name == "group_by" || name == "groupby" || name == "group" {
      let columns = arguments.last.map { Canonical.text(of: [$0]) } ?? "COLUMN"
      return Meant(
        stage: "count", replacement: "count by \(columns)", help: "groups are counted with `count by`",
        replacesCall: true)
    }
    func column(_ place: Int) -> String? {
      arguments.indices.contains(place)
        ? arguments[place].word.map { _ in Canonical.text(of: [arguments[place]]) } : nil
    }
    if name == "tail" || name == "last" {
      let count = arguments.compactMap { if case .number(let literal) = $0.kind { literal.text } else { nil } }.first
      return Meant(
        stage: "sort", replacement: "sort row desc | take \(count ?? "10")",
        help: "the last rows are the first from behind", replacesCall: true)
    }
    if name == "rename", let old = column(0), let new = column(arguments.count > 2 ? 2 : 1) {
      return Meant(
        stage: "derive", replacement: "derive \(new) = \(old)", help: "a column has another name as another column",
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
