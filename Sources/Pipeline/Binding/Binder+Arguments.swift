import Diagnostics
import Syntax

extension Binder {
  /// A stage's arguments in its signature's places. What does not bind and is a habit of another tool is told as that alone; what binds
  /// is never taken for one.
  /// - Parameter input: the shape that enters the stage, for blocks; nil when it is not known.
  mutating func arguments(
    of stage: StageSyntax, _ signature: Signature, columns: ColumnSet, input: Shape?
  ) -> BoundCall? {
    let before = diagnostics.count
    let call = boundArguments(of: stage, signature, columns: columns, input: input)
    let settings = Set(scope.settings.definitions.map(\.name))
    if call == nil,
      let mistake = FamiliarArguments.mistake(
        in: stage, signature, settings: settings,
        stages: Set(registry.names + scope.definitions.keys).subtracting(columns.names))
    {
      replaceDiagnostics(after: before, with: mistake)
    } else if call != nil, let mistake = FamiliarArguments.unknownWord(in: stage, signature, columns) {
      report(mistake)
      return nil
    }
    return call
  }

  /// Puts a stage's flat list into its signature's places, left to right: a word that names an option takes the next
  /// argument, one that names a flag sets it, anything else fills the next slot. Defaults are filled in.
  /// - Parameter input: the shape that enters the stage, for blocks; nil when it is not known.
  private mutating func boundArguments(
    of stage: StageSyntax, _ signature: Signature, columns: ColumnSet, input: Shape?
  ) -> BoundCall? {
    var call = BoundCall(stage: signature.name, span: stage.span, nameSpan: stage.nameSpan)
    var failed = false
    var slotIndex = 0
    // The reader's closure cannot hold the binder itself: blocks are bound with a copy, and its findings come back.
    let inner = BlockResolver(binder: self, input: input, stage: signature.name)
    var reader = ArgumentReader(arguments: stage.arguments, end: stage.span.upper) { try inner.resolve($0, $1) }

    func isOptionWord(_ argument: Argument?) -> Bool {
      guard let word = argument?.word else { return false }
      return signature.option(word) != nil || signature.flag(word) != nil || signature.newName(of: word) != nil
    }
    /// The word of an option or flag, by the name that it has now.
    func optionWord(_ argument: Argument, into binder: inout Binder) -> String? {
      guard let word = argument.word, let name = signature.newName(of: word) else { return argument.word }
      binder.report(
        Diagnostic(
          Codes.formerName, "`\(word)` of `\(signature.name)` is called `\(name)` now", at: argument.span,
          label: "the former name", severity: .warning
        ).adding(help: "use the new name", edits: [.init(argument.span, name)]))
      return name
    }
    /// Reads one value, or several; a finding is reported and reading goes on behind it.
    func read(
      _ name: String, _ kind: ArgumentKind, in range: ClosedRange<Double>?, repeats: Bool, role: String,
      into binder: inout Binder
    ) {
      let start = reader.index
      var values: [BoundArgument] = []
      do {
        if reader.current.map({ isOptionWord($0) }) ?? false {
          throw Diagnostic(
            Codes.missingValue, "\(role) is missing", at: .empty(at: binder.end(stage, before: reader.index)),
            label: "expected \(kind.words)")
        }
        repeat {
          // Columns may be separated by commas, as elsewhere.
          if !values.isEmpty, reader.current?.kind == .comma { reader.index += 1 }
          values.append(try reader.value(kind, in: range, role: role))
        } while repeats && !reader.isAtEnd && !isOptionWord(reader.current)
      } catch {
        if let diagnostic = error as? Diagnostic { binder.report(diagnostic) }
        failed = true
        if reader.index == start, !reader.isAtEnd, !isOptionWord(reader.current) { reader.index += 1 }
      }
      guard let first = values.first, let last = values.last else { return }
      let span = first.span.flatMap { a in last.span.map { a.union($0) } }
      call.arguments[name] = repeats ? BoundArgument(.list(values.map(\.value)), span: span) : first
    }

    while let argument = reader.current {
      let word = optionWord(argument, into: &self)
      if let word, let option = signature.option(word) {
        reader.index += 1
        if let earlier = call.arguments[word]?.span {
          report(twice(word, signature, argument.span, earlier))
          failed = true
        }
        read(
          word, option.kind, in: option.range, repeats: option.repeats, role: "the value of `\(word)`", into: &self)
      } else if let word, signature.flag(word) != nil {
        reader.index += 1
        if let earlier = call.arguments[word]?.span {
          report(twice(word, signature, argument.span, earlier))
          failed = true
        }
        call.arguments[word] = BoundArgument(.flag(true), span: argument.span)
      } else if slotIndex < signature.slots.count {
        let slot = signature.slots[slotIndex]
        slotIndex += 1
        if let diagnostic = redirection(stage, reader.index) {
          report(diagnostic)
          failed = true
          reader.index = stage.arguments.count
        } else {
          read(
            slot.name, slot.kind, in: slot.range, repeats: slot.repeats,
            role: "the \(slot.name) of `\(signature.name)`", into: &self)
        }
      } else {
        report(unexpected(stage, signature, reader.index))
        failed = true
        reader.index = stage.arguments.count
      }
    }
    for diagnostic in reader.noted + inner.diagnostics { report(diagnostic) }
    if reader.noted.hasErrors || inner.diagnostics.hasErrors { failed = true }

    for slot in signature.slots where call.arguments[slot.name] == nil {
      if let value = slot.defaultValue {
        call.arguments[slot.name] = BoundArgument(value)
      } else if !slot.isOptional, !failed {
        report(
          Diagnostic(
            Codes.missingArgument, "`\(signature.name)` needs \(slot.kind.words)", at: .empty(at: stage.span.upper),
            label: "expected the \(slot.name)",
            notes: [signature.usageNote]
              + (signature.examples.first.map { ["for example: \($0)"] } ?? [])
          ))
        failed = true
      }
    }
    for option in signature.options where call.arguments[option.name] == nil {
      if let value = option.defaultValue { call.arguments[option.name] = BoundArgument(value) }
    }
    return failed ? nil : call
  }

  /// The end of what stands before the argument at `index`.
  private func end(_ stage: StageSyntax, before index: Int) -> Int {
    index > 0 ? stage.arguments[min(index, stage.arguments.count) - 1].span.upper : stage.nameSpan.upper
  }

  private func twice(_ word: String, _ signature: Signature, _ span: Span, _ earlier: Span) -> Diagnostic {
    Diagnostic(
      Codes.givenTwice, "`\(word)` is given twice to `\(signature.name)`", at: span, label: "again",
      secondary: [.init(span: earlier, text: "first here")])
  }

  /// `> file`, as a shell would have it.
  private func redirection(_ stage: StageSyntax, _ index: Int) -> Diagnostic? {
    let arguments = stage.arguments
    guard arguments[index].isOperator(.greater), index + 1 < arguments.count else { return nil }
    let span = arguments[index].span.union(arguments[index + 1].span)
    switch arguments[index + 1].kind {
    case .string(let literal): return literal.plain.map { FamiliarMistakes.redirection(to: $0, at: span) }
    case .word(let word): return FamiliarMistakes.redirection(to: word, at: span)
    default: return nil
    }
  }

  private func unexpected(_ stage: StageSyntax, _ signature: Signature, _ index: Int) -> Diagnostic {
    if let diagnostic = redirection(stage, index) { return diagnostic }
    let argument = stage.arguments[index]
    if argument.isOperator(.assign), index > 0 {
      return Diagnostic(
        Codes.unexpectedArgument, "`=` is not allowed here", at: argument.span, label: "unexpected",
        notes: ["an option is written `name value`", signature.usageNote])
    }
    var words = signature.options.map(\.name) + signature.flags.map(\.name)
    for case .choice(let choices) in signature.slots.map(\.kind) { words += choices.map(\.word) }
    var diagnostic = Diagnostic(
      Codes.unexpectedArgument, "`\(signature.name)` does not take \(Words.name(argument)) here", at: argument.span,
      label: argument.word == nil ? "unexpected" : "unknown option",
      notes: [signature.usageNote])
    if let word = argument.word, let near = Spelling.candidate(for: word, among: words) {
      diagnostic = diagnostic.adding(help: "an option with a similar name exists", edits: [.init(argument.span, near)])
    }
    return diagnostic
  }
}

/// Binds what stands in slots of kind block, rows, packs and model, and keeps what is found on the way.
final class BlockResolver {
  private let binder: Binder
  private let input: Shape?
  private let stage: String
  private(set) var diagnostics: [Diagnostic] = []

  init(binder: Binder, input: Shape?, stage: String) {
    self.binder = binder
    self.input = input
    self.stage = stage
  }

  func resolve(_ argument: Argument, _ kind: ArgumentKind) throws -> ArgumentValue {
    var binder = binder
    binder.forgetDiagnostics()
    defer { diagnostics += binder.diagnostics }
    let wanted = Self.types(kind)
    switch argument.kind {
    case .block(let block) where kind == .block:
      // The later blocks of a stage (`then`) go on from what the earlier ones make: their input's type is their own.
      let first = block.pipeline.stages.first.flatMap { binder.registry[$0.name]?.signature.input }
      var shape = input
      if let known = input, let first, !first.contains(known.type) {
        shape = first.first.map { Shape($0, .open) }
      }
      guard let pipeline = binder.bound(block.pipeline, input: Binder.Point(shape: shape)) else {
        throw AlreadyReported()
      }
      return .block(pipeline)
    case .block(let block):
      guard let pipeline = binder.bound(block.pipeline, input: nil) else { throw AlreadyReported() }
      return try checked(pipeline, wanted, argument.span, binder)
    case .string(let literal):
      guard let loader = binder.registry.loader, literal.plain != nil else { throw AlreadyReported() }
      let load = StageSyntax(name: loader, nameSpan: argument.span, arguments: [argument], span: argument.span)
      let syntax = PipelineSyntax(stages: [load], span: argument.span)
      guard let pipeline = binder.bound(syntax, input: nil) else { throw AlreadyReported() }
      return try checked(pipeline, wanted, argument.span, binder)
    case .word(let word):
      if let binding = binder.binding(named: word) {
        let pipeline = BoundPipeline(
          head: .binding(binding), calls: [], span: argument.span, output: binding.shape, text: word)
        return try checked(pipeline, wanted, argument.span, binder)
      }
      if argument.cell != nil { throw binder.noCell(word, argument.span) }
      throw binder.unknownName(word, argument.span, wanted: wanted)
    default:
      throw InternalError("the reader resolves only blocks, names and strings")
    }
  }

  /// Of which a value of this kind is.
  private static func types(_ kind: ArgumentKind) -> [ValueType] {
    if case .value(let types) = kind { return types }
    return [kind == .packs ? .packs : kind == .model ? .model : .rows]
  }

  private func checked(
    _ pipeline: BoundPipeline, _ wanted: [ValueType], _ span: Span, _ binder: Binder
  ) throws -> ArgumentValue {
    guard wanted.contains(pipeline.output.type) else {
      let words = wanted.count == 1 ? "\(wanted[0])" : Words.list(wanted.map(\.withArticle), "or")
      throw Diagnostic(
        Codes.wrongValueType, "`\(stage)` needs \(words) here, and this is \(pipeline.output.type.withArticle)",
        at: span, label: "\(pipeline.output.type)")
    }
    return .pipeline(pipeline)
  }
}
