import Assistance
import Diagnostics
import Documents
import Foundation
import Notebook
import Pipeline
import Stages
import Store
import Syntax
import Work

/// The commands of `cact`, each of which ends with a status. Used on the main thread.
public final class Application {
  /// Of the program.
  public static let version = "0.1.0"

  let options: TerminalOptions
  let console: Console
  let cancellation = Cancellation()
  /// The other ranks of an MPI job; nil: this process is alone.
  var ranks: RankGroup.Group?

  /// The program as the command line asks for it; nothing is opened yet.
  public init(_ options: TerminalOptions) {
    self.options = options
    console = Console(options)
    Signals.install(cancellation)
  }

  // MARK: - Starting

  func engine(apart: Bool = true) throws -> Engine {
    let engine = try Engine(
      storeDirectory: options.store, threads: options.threads, cancellation: cancellation, apart: apart)
    if let apartness = engine.store.apartness { console.note("warning: \(apartness)") }
    for warning in engine.store.warnings { console.note("warning: \(warning)") }
    engine.executor.resources[ModelLibrary.self].crew = ranks?.crew
    engine.threadsElsewhere = ranks?.threads ?? 0
    return engine
  }

  /// An interpreter with the language's library and the command line's settings and parameters.
  func interpreter(_ engine: Engine, cells: Bool) throws -> Interpreter {
    let interpreter = Interpreter(executor: engine.executor, cells: cells)
    try prepare(interpreter)
    return interpreter
  }

  /// Gives a checker the language's library and the command line's settings and parameters.
  func prepare(_ checker: Checker) throws {
    try checker.load(library: StandardLibrary.files)
    if let model = options.model { try checker.fix(setting: "model", text: model) }
    if let seed = options.seed { try checker.fix(setting: "seed", text: String(seed)) }
    if let threads = options.threads { try checker.fix(setting: "threads", text: String(threads)) }
    for (name, value) in options.parameters.sorted(by: { $0.key < $1.key }) {
      try checker.give(parameter: name, text: value)
    }
  }

  /// Runs `body` on rank 0 of an MPI job, whose other ranks do as it says; a process alone just runs it.
  func withRanks(_ body: () -> ExitStatus) -> ExitStatus {
    do {
      switch try RankGroup.join(options, cancellation: cancellation) {
      case .member(let status): return status
      case .leader(let group):
        ranks = group
        if group != nil { Restart.forbid() }
        let status = body()
        group?.dismiss(status)
        return status
      }
    } catch {
      console.note("cact: \(error)", keepNewlines: true)
      return .usage
    }
  }

  /// Runs `body`; an error on the way to it, or values that could not be written, become a status.
  func started(_ body: () throws -> ExitStatus) -> ExitStatus {
    let status: ExitStatus
    do {
      status = try body()
    } catch let diagnostic as Diagnostic {
      // A value of the command line that does not fit; its source is the value itself.
      console.show(diagnostic)
      status = .usage
    } catch {
      status = console.report(error, in: SourceText(name: "cact", text: ""), again: "the same command")
    }
    return console.settled(status)
  }

  /// A script, from a file or as it comes from standard input or a process substitution.
  func source(file: String) throws -> SourceText {
    if let descriptor = file == "-" ? STDIN_FILENO : ByteStream.descriptor(namedBy: file) {
      let file = file == "-" ? "stdin" : file
      return SourceText(name: file, bytes: try stream(descriptor, name: file, atMost: FileContent.text.largest))
    }
    return try plainSource(file: file)
  }

  /// A script that can be written back.
  private func plainSource(file: String) throws -> SourceText {
    do {
      return SourceText(name: file, bytes: try AtomicFile.read(file, as: .text))
    } catch {
      // A line where the name of a script stands.
      let isLine = file.contains("|") || file.contains(" ")
      throw NotebookError(
        Diagnostic(
          TerminalCodes.unreadableScript, error.description, at: Span(0, 0),
          helps: isLine ? [.init("a line stands behind `-e`: `cact run -e 'load | take 5'`")] : []))
    }
  }

  /// What comes through a descriptor until its end; a signal stops the waiting.
  func stream(_ descriptor: Int32, name: String, atMost limit: Int) throws -> [UInt8] {
    do throws(FileError) {
      return try ByteStream.read(
        descriptor, name: name, atMost: limit, isCancelled: { cancellation.isCancelled })
    } catch {
      if error.code == ECANCELED { throw Interrupted(done: 0, total: 0, what: "") }
      throw NotebookError(Diagnostic(TerminalCodes.unreadableScript, error.description, at: Span(0, 0)))
    }
  }

  // MARK: - Commands that run nothing

  /// Checks scripts and runs nothing.
  public func check(files: [String]) -> ExitStatus {
    started {
      let engine = try engine()
      return ExitStatus.worst(
        files.map { file in
          started { try check(source(file: file), interpreter(engine, cells: false)) }
        })
    }
  }

  /// Checks a script's text and runs nothing.
  public func check(text: String, name: String) -> ExitStatus {
    started { try check(SourceText(name: name, text: text), interpreter(engine(), cells: false)) }
  }

  private func check(_ source: SourceText, _ interpreter: Interpreter) throws -> ExitStatus {
    let program = try checked(source, interpreter)
    return program == nil ? .rejected : .done
  }

  /// The program of a source, its findings shown; nil where errors are among them.
  /// - Parameter cells: sources of statements that stand before it.
  /// - Throws: `Diagnostic` for a parameter of the command line that it does not have.
  func checked(_ source: SourceText, _ interpreter: Interpreter, cells: [String] = []) throws -> Program? {
    var (program, diagnostics) = Parser.parse(source)
    // What stands behind it is never reached.
    if let exit = program.statements.firstIndex(where: \.isExit) { program.statements.removeSubrange(exit...) }
    let all = diagnostics.hasErrors ? diagnostics : diagnostics + interpreter.check(program, source)
    let found = program.withoutSavedFiles(all, in: source)
    console.show(interpreter.proven(found, in: source, mode: .script), in: source)
    if found.hasErrors { return nil }
    let unknown = interpreter.checkParameters(of: program, in: source, cells: cells)
    for diagnostic in unknown.dropLast() { console.show(diagnostic) }
    if let last = unknown.last { throw last }
    return program
  }

  /// Writes scripts in canonical form; with `onlyCheck`, names those that are not.
  /// - Parameter files: none, or `-`: standard input, whose canonical form goes to standard output.
  public func format(files: [String], onlyCheck: Bool) -> ExitStatus {
    ExitStatus.worst(
      (files.isEmpty ? ["-"] : files).map { file in
        started {
          let isStream = file == "-"
          let source = try isStream || onlyCheck ? source(file: file) : plainSource(file: file)
          let (program, diagnostics) = Parser.parse(source)
          guard !diagnostics.hasErrors else {
            let proven = try interpreter(engine(), cells: false).proven(diagnostics, in: source, mode: .script)
            console.show(proven, in: source)
            return .rejected
          }
          let text = Canonical.print(program)
          if isStream, !onlyCheck {
            console.out.write(text)
            return .done
          }
          guard Array(text.utf8) != source.bytes else { return .done }
          if onlyCheck {
            console.line(file)
            return .rejected
          }
          do throws(FileError) {
            try AtomicFile.write(text, to: file)
          } catch {
            console.show(Diagnostic(TerminalCodes.unwritableOutput, error.description, at: Span(0, 0)))
            return .failed
          }
          return .done
        }
      })
  }

  /// The plan of a script, or the long form of a code.
  public func explain(subject: String) -> ExitStatus {
    guard subject.wholeMatch(of: #/[A-Za-z]?\d{4}/#) != nil else {
      return started { try explain(source(file: subject)) }
    }
    guard let entry = TerminalCodeTable.book.entry(for: subject) else {
      console.show(
        Diagnostic(
          TerminalCodes.unknownSubject, "no error has the code \(subject)", at: Span(0, 0),
          helps: [.init("codes run from C0101; each error prints its own")]))
      return .usage
    }
    console.page(entry.text)
    return console.settled(.done)
  }

  /// Plans a script's text and runs nothing.
  public func explain(text: String, name: String) -> ExitStatus {
    started { try explain(SourceText(name: name, text: text)) }
  }

  private func explain(_ source: SourceText) throws -> ExitStatus {
    let interpreter = try interpreter(engine(), cells: false)
    guard let program = try checked(source, interpreter) else { return .rejected }
    for statement in program.statements {
      let pipeline: Span?
      switch statement {
      case .pipeline(let syntax): pipeline = syntax.span
      case .letBinding(let syntax): pipeline = syntax.pipeline.span
      case .explain(let syntax): pipeline = syntax.pipeline.span
      case .parameter, .definition, .setting, .use, .help: pipeline = nil
      }
      if let pipeline {
        let text = source.text(pipeline)
        console.note(source.text(statement.span), keepNewlines: true)
        let planned = SourceText(name: source.name, text: "explain \(text)")
        for inner in Parser.parse(planned).program.statements {
          let outcome = try interpreter.run(inner, in: planned)
          ValueView(console: console).show(outcome, cell: 0, showsValue: false)
        }
      }
      // Names are bound without running anything, so that later lines can be planned.
      let key = interpreter.currentKey(of: statement, in: source)
      _ = interpreter.restore(statement, in: source, cell: nil, key: key, shape: nil)
    }
    return .done
  }

  /// Prints help on a stage, a topic or a code; nil: the overview.
  public func help(_ name: String?) -> ExitStatus {
    started {
      let interpreter = try interpreter(engine(), cells: false)
      let text =
        name.map { HelpPages.page($0, registry: interpreter.registry, scope: interpreter.scope) }
        ?? HelpPages.overview(registry: interpreter.registry, scope: interpreter.scope)
      guard let text else {
        let known =
          interpreter.registry.names + interpreter.registry.topics.map(\.name)
          + Array(interpreter.scope.definitions.keys)
        let near = Spelling.candidate(for: name ?? "", among: known)
        console.show(
          Diagnostic(
            TerminalCodes.unknownSubject, "there is no help on `\(name ?? "")`", at: Span(0, 0),
            helps: [.init(near.map { "a stage with a similar name exists: \($0)" } ?? "`cact help` lists the stages")]))
        return .usage
      }
      console.page(text)
      return .done
    }
  }
}
