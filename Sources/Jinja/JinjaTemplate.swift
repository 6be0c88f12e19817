/// A chat template: a text in the part of Jinja that chat templates use, read once and rendered many times.
///
/// It renders what transformers' `apply_chat_template` renders: blocks are trimmed, `tojson` leaves Unicode as it is, loops have
/// `break` and `continue`, and `{% generation %}` marks what a model writes. Values are Python's, but for integers beyond 64 bits,
/// which are an error. It stands alone (no `include`, no `extends`), sees nothing but the data it is given, and is stopped at
/// `JinjaLimits`. Templates can be rendered on several threads at once.
public struct JinjaTemplate: Sendable {
  /// What errors call it, as the caller named it.
  public let name: String
  private let source: [UInt8]
  private let program: Program

  /// Reads a template. Throws `JinjaError` where it is none, or uses what chat templates have no use for.
  ///
  /// - Parameter name: what errors call it.
  public init(_ source: String, name: String = "chat_template") throws(JinjaError) {
    let text = Lexer.normalized(source)
    self.name = name
    self.source = text
    do throws(SyntaxFault) {
      if text.count > JinjaLimits.source {
        let message = "the template is longer than \(JinjaLimits.source >> 10) KB"
        throw SyntaxFault(Failure(kind: .limit(.source), message: message), at: 0)
      }
      program = try Compiler.program(Parser.statements(text))
    } catch {
      throw Self.located(error.failure, error.at, text, name)
    }
  }

  /// The variables that it reads and does not set itself, sorted; Jinja's own functions left out.
  public var variables: [String] {
    program.globals.filter(\.fallback.isUndefined).map(\.name).sorted()
  }

  /// Whether it marks what a model writes.
  public var marksGenerations: Bool {
    program.functions.contains { function in
      function.code.contains { if case .generationBegin = $0 { true } else { false } }
    }
  }

  /// Renders it with these variables. Throws `JinjaError`: the template's own refusal (`raised`), a fault, or a limit.
  public func render(
    _ variables: [String: JinjaValue], limits: JinjaLimits = JinjaLimits(), clock: JinjaClock = .system
  ) throws(JinjaError) -> JinjaRendering {
    let account = Account(limits, clock)
    // Whatever happens, nothing that is charged to the account outlives it.
    return try withExtendedLifetime(account) { () throws(JinjaError) -> JinjaRendering in
      defer { account.close() }
      return try render(variables, account)
    }
  }

  private func render(_ variables: [String: JinjaValue], _ account: Account) throws(JinjaError) -> JinjaRendering {
    let globals = program.globals.map { variables[$0.name]?.value ?? $0.fallback }
    var machine: Machine
    do { machine = try Machine(program, globals: globals, account: account) } catch {
      throw Self.located(error, 0, source, name)
    }
    do { try machine.run() } catch { throw Self.located(error, machine.place, source, name) }
    return JinjaRendering(text: machine.out, generations: machine.generations)
  }

  private static func located(_ failure: Failure, _ at: Int, _ source: [UInt8], _ name: String) -> JinjaError {
    let before = source[..<min(at, source.count)]
    let line = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return JinjaError(
      kind: failure.kind, template: name, line: 1 + before.count { $0 == UInt8(ascii: "\n") },
      column: 1 + CodePoints.count(before[line...]), message: failure.message)
  }
}

/// A rendered template.
public struct JinjaRendering: Hashable, Sendable {
  /// What was written, as UTF-8.
  public var text: [UInt8]
  /// The byte ranges of the text that stand in `generation` blocks: what a model writes itself. nil where such a block stands in
  /// a macro or in text that becomes a value, so that its place is not known.
  public var generations: [Range<Int>]?
}
