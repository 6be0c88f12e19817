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
    let latest = cells.suffix(5)
    let earlier = cells.count - latest.count
    let notes =
      cells.isEmpty
      ? ["no cell has a value yet"]
      : [
        (earlier > 0 ? "\(earlier) earlier and these cells have a value: " : "cells with a value: ")
          + Words.list(latest.map { "`_\($0)`" }, "and")
      ]
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
    if let note = FamiliarStages.note(stage.name), scope.bindings[stage.name] == nil {
      diagnostic.notes.append(note)
      return diagnostic
    }
    if binding(named: stage.name) != nil, !isFirst {
      diagnostic.message = "`\(stage.name)` is a value; it can only begin a pipeline"
      diagnostic.label = "not a stage"
      return diagnostic
    }
    let candidates = isFirst ? names + scope.bindings.values.map(\.name) : names
    // Of one letter every other is near: only its own capital is meant.
    let capital = isFirst ? scope.bindings.values.map(\.name).filter { $0.lowercased() == stage.name.lowercased() } : []
    let near = capital.isEmpty ? Spelling.candidates(for: stage.name, among: candidates) : capital
    if let only = near.first, near.count == 1 {
      let isStage = registry[only] != nil || scope.definitions[only] != nil
      return diagnostic.adding(
        help: isStage ? "a stage with a similar name exists" : "a value with a similar name exists",
        edits: [.init(stage.nameSpan, only)])
    }
    let values = isFirst ? scope.bindings.values.map(\.name).filter { !$0.hasPrefix("_") }.sorted() : []
    if near.isEmpty, !values.isEmpty {
      diagnostic.message = "no stage and no value is named `\(stage.name)`"
      diagnostic.label = "unknown"
      diagnostic.notes.append("values here: " + Words.list(Array(values.prefix(12)), "and"))
    }
    for name in near { diagnostic = diagnostic.adding(help: "perhaps `\(name)`", edits: [.init(stage.nameSpan, name)]) }
    return diagnostic
  }
}
