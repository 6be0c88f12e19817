import Diagnostics
import Syntax

extension Binder {
  /// The stage takes another type than what comes in.
  func wrongInput(_ stage: StageSyntax, _ signature: Signature, _ shape: Shape, _ producer: NameSyntax?) -> Diagnostic {
    let wanted = Words.list(signature.input.filter { $0 != .nothing }.map(\.description), "or")
    if shape.type == .nothing {
      let diagnostic = Diagnostic(
        Codes.wrongInput, "`\(stage.name)` needs \(wanted), and nothing comes before it", at: stage.nameSpan,
        label: "needs \(wanted)")
      if let last = scope.bindings["_"], signature.input.contains(last.shape.type) {
        return diagnostic.adding(
          help: "the last value is called `_`", edits: [.init(.empty(at: stage.span.lower), "_ | ")])
      }
      let source = registry.signatures.first { candidate in
        candidate.input == [.nothing] && signature.input.contains { candidate.output == .type($0) }
      }
      guard let text = source.flatMap(\.plainCall) else { return diagnostic }
      return diagnostic.adding(
        help: "a pipeline begins with rows", edits: [.init(.empty(at: stage.span.lower), text + " | ")])
    }
    if signature.input == [.nothing] {
      return Diagnostic(
        Codes.wrongInput, "`\(stage.name)` begins a pipeline and takes nothing from before it", at: stage.nameSpan,
        label: "takes nothing", secondary: label(producer, "makes \(shape.type.withArticle)"))
    }
    let diagnostic = Diagnostic(
      Codes.wrongInput, "`\(stage.name)` needs \(wanted), and \(shape.type.comesIn)", at: stage.nameSpan,
      label: "needs \(wanted)", secondary: label(producer, "makes \(shape.type.withArticle)"))
    let bridges = registry.signatures.filter { candidate in
      candidate.input == [shape.type] && candidate.effect == .pure
        && signature.input.contains { candidate.output == .type($0) }
    }
    guard bridges.count == 1, let bridge = bridges.first, let text = bridge.plainCall else { return diagnostic }
    return diagnostic.adding(
      help: "`\(bridge.name)` makes \(wanted) of \(shape.type)",
      edits: [.init(.empty(at: stage.span.lower), text + " | ")])
  }

  private func label(_ producer: NameSyntax?, _ text: String) -> [Diagnostic.Label] {
    producer.map { [.init(span: $0.span, text: text)] } ?? []
  }

  /// Columns that the call needs, by its signature and by its arguments.
  /// - Returns: false when an error was reported.
  mutating func checkNeeds(_ stage: any StageDefinition, _ call: BoundCall, _ columns: ColumnSet) -> Bool {
    var isGood = true
    var named: Set<String> = []
    let signature = stage.signature
    let declared = signature.slots.map { ($0.name, $0.kind) } + signature.options.map { ($0.name, $0.kind) }
    for (name, kind) in declared {
      guard let argument = call.arguments[name], let span = argument.span else { continue }
      switch argument.value {
      case .column(let column):
        named.insert(column)
        isGood = check(column, at: span, call, columns) && isGood
      case .list(let values):
        for (value, span) in zip(values, spans(of: values, in: span)) {
          guard case .column(let column) = value else { continue }
          named.insert(column)
          isGood = check(column, at: span, call, columns) && isGood
        }
      case .expression(let expression):
        let wanted = kind == .formula ? ExpressionTyping.Wanted.number(of: name) : .condition
        isGood = check(expression, as: wanted, call, columns, &named) && isGood
      case .sortKeys(let keys):
        for key in keys { isGood = check(key.expression, as: nil, call, columns, &named) && isGood }
      case .assignments(let assignments):
        var known = columns
        for assignment in assignments {
          isGood = check(assignment.expression, as: nil, call, known, &named) && isGood
          let kind = ExpressionTyping(columns: known).kind(of: assignment.expression)
          known = known.adding(ColumnInfo(assignment.name, kind, addedBy: call.stage))
        }
      case .number, .integer, .percentage, .share, .duration, .size, .rate, .shard, .string, .path, .word, .choice,
        .flag, .block, .pipeline:
        break
      }
    }
    do {
      for column in try stage.needs(call) where !named.contains(column) && !columns.has(column) {
        report(missing(column, at: call.nameSpan, call, columns, needed: true))
        isGood = false
      }
    } catch let diagnostic as Diagnostic {
      report(diagnostic)
      return false
    } catch {
      report(StageFailure.diagnostic(error, call: call, kept: []))
      return false
    }
    return isGood
  }

  /// Places of the columns of a repeating slot: found again in the source, since the list has one span.
  private func spans(of values: [ArgumentValue], in span: Span) -> [Span] {
    var position = span.lower
    return values.map { value in
      guard case .column(let column) = value else { return span }
      let wanted = Array(column.utf8)
      while position + wanted.count <= min(span.upper, source.bytes.count) {
        if source.bytes[position..<(position + wanted.count)].elementsEqual(wanted) {
          defer { position += wanted.count }
          return Span(position, position + wanted.count)
        }
        position += 1
      }
      return span
    }
  }

  private mutating func check(_ column: String, at span: Span, _ call: BoundCall, _ columns: ColumnSet) -> Bool {
    if columns.has(column) { return true }
    report(missing(column, at: span, call, columns, needed: false))
    return false
  }

  private mutating func check(
    _ expression: RowExpression, as wanted: ExpressionTyping.Wanted?, _ call: BoundCall, _ columns: ColumnSet,
    _ named: inout Set<String>
  ) -> Bool {
    named.formUnion(expression.columns.map(\.text))
    var isGood = true
    for column in expression.columns where !columns.has(column.text) {
      report(missing(column.text, at: column.span, call, columns, needed: false))
      isGood = false
    }
    let found = ExpressionTyping(columns: columns).findings(expression, wanted: wanted)
    for diagnostic in found { report(diagnostic) }
    return isGood && !found.hasErrors
  }

  /// A column that does not exist here: one that a stage would add, a misspelt one, or neither.
  private func missing(
    _ column: String, at span: Span, _ call: BoundCall, _ columns: ColumnSet, needed: Bool
  ) -> Diagnostic {
    if let (stage, text) = registry.call(adding: column) {
      let diagnostic = Diagnostic(
        Codes.columnOfStage,
        needed
          ? "`\(call.stage)` needs the column `\(column)`, which `\(stage)` adds"
          : "there is no column `\(column)` yet: `\(stage)` adds it",
        at: span, label: needed ? "needs `\(column)`" : "not yet there")
      guard stage != call.stage else { return diagnostic }
      return diagnostic.adding(
        help: "put `\(stage)` before it", edits: [.init(.empty(at: call.span.lower), text + " | ")])
    }
    let diagnostic = Diagnostic(
      Codes.unknownColumn, "no column is named `\(column)`", at: span, label: "unknown column",
      notes: columns.names.isEmpty ? [] : ["columns here: " + Words.list(columns.names, "and")])
    // Of code it is measured under a longer name: `language`, `lines`.
    let ofCode = "code_" + column
    if let (stage, text) = registry.call(adding: ofCode), stage != call.stage {
      return diagnostic.adding(
        help: "`\(text)` adds `\(ofCode)`",
        edits: [.init(.empty(at: call.span.lower), text + " | "), .init(span, ofCode)])
    }
    guard let near = Spelling.candidate(for: column, among: columns.names + Array(columns.aliases.keys)) else {
      return diagnostic
    }
    return diagnostic.adding(
      help: "a column with a similar name exists", edits: [.init(span, Words.isWord(near) ? near : "`\(near)`")])
  }
}
