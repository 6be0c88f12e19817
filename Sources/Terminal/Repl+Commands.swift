import Diagnostics
import Foundation
import Notebook
import Pipeline
import Stages
import Store

/// The lines that begin with `:`.
enum ReplCommand: String, CaseIterable {
  case cells, ledger, rerun, edit, rename, drop, undo, redo, save, open, sessions, export, settings, cache, quiet, help,
    quit

  var usage: String {
    switch self {
    case .rerun: ":rerun N|stale"
    case .edit, .drop: ":\(rawValue) N"
    case .rename: ":rename N NAME"
    case .ledger, .undo, .redo: ":\(rawValue) [N]"
    case .save: ":save FILE"
    case .open: ":open [new] FILE"
    case .export: ":export FILE"
    case .cells, .sessions, .settings, .cache, .quiet, .help, .quit: ":\(rawValue)"
    }
  }

  var help: String {
    switch self {
    case .cells: "Lists the cells with their values, the cells that each reads, and which are stale"
    case .ledger: "Shows what the stages of the last cell, or of cell N, did with its rows"
    case .rerun: "Runs cell N again, in place, or every stale cell in order"
    case .edit: "Changes cell N, in $VISUAL or $EDITOR where one is set, and runs it"
    case .rename: "Names the value of cell N, here and in the cells that use it"
    case .drop: "Deletes cell N"
    case .undo: "Undoes the last change to the cells, or the last N"
    case .redo: "Does again what `:undo` undid"
    case .save: "Saves the session to FILE and continues there"
    case .open: "Opens the session in FILE; with `new`, creates it"
    case .sessions: "Lists the sessions that were kept without a name, the latest first"
    case .export: "Writes the session as a script (.cact), a page (.md, .html) or a Jupyter notebook (.ipynb)"
    case .settings: "Lists the settings and their values"
    case .cache: "Shows what the store contains"
    case .quiet: "Says only values and errors, or again everything"
    case .help: "Shows this list"
    case .quit: "Quits; so do `exit`, `quit` and Ctrl-D"
    }
  }
}

extension Repl {
  func command(_ line: String) {
    let words = line.dropFirst().split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
    let name = words.first.map(String.init) ?? "help"
    let argument = words.count > 1 ? words[1].trimmingBlanks() : ""
    let source = SourceText(name: "cell[\(notebook.nextNumber)]", text: line)
    do {
      guard let command = ReplCommand(rawValue: name) else {
        let near = Spelling.candidate(for: name, among: ReplCommand.allCases.map(\.rawValue))
        throw NotebookError(
          Diagnostic(
            NotebookCodes.unknownCommand, "there is no notebook command `:\(name)`", at: Span(0, 1 + name.utf8.count),
            label: "unknown",
            helps: [
              near.map {
                .init("a command with a similar name exists", edits: [.init(Span(1, 1 + name.utf8.count), $0)])
              }
                ?? .init("`:help` lists the commands")
            ]), in: source)
      }
      try execute(command, argument, source)
    } catch {
      _ = console.report(error, in: source, again: "the same command")
    }
    if let problem = notebook.problem { console.show(problem) }
  }

  private func execute(_ command: ReplCommand, _ words: String, _ source: SourceText) throws {
    func number(_ argument: String? = nil) throws -> Int {
      let text = argument ?? words
      let digits = text.hasPrefix("_") ? text.dropFirst() : Substring(text)
      guard let number = Int(digits) else {
        let counts = [.undo, .redo].contains(command)
        let what = counts ? "a number of changes" : "the number of a cell" + (command == .rerun ? ", or `stale`" : "")
        throw NotebookError(
          Diagnostic(
            TerminalCodes.missingArgument, "`:\(command.rawValue)` takes \(what)", at: Span(0, source.bytes.count),
            helps: [.init(counts ? "for example `:\(command.rawValue) 2`" : "`:cells` lists them")]), in: source)
      }
      return number
    }
    /// The file, and whether `word` stands before it.
    func file(after word: String? = nil) throws -> (path: String, isMarked: Bool) {
      var name = words
      let isMarked = word.map { name == $0 || name.hasPrefix($0 + " ") } ?? false
      if isMarked, let word { name = name.dropFirst(word.count).trimmingBlanks() }
      // A name in quotes means the same as one without.
      if name.count > 1, name.hasPrefix("\""), name.hasSuffix("\"") { name = String(name.dropFirst().dropLast()) }
      guard !name.isEmpty else {
        throw NotebookError(
          Diagnostic(
            TerminalCodes.missingArgument, "`:\(command.rawValue)` takes the name of a file",
            at: Span(0, source.bytes.count),
            helps: [.init("for example `:\(command.rawValue) work.\(command == .export ? "md" : "json")`")]),
          in: source)
      }
      return (name, isMarked)
    }
    switch command {
    case .cells: listCells()
    case .ledger: try showLedger(words.isEmpty ? nil : try number())
    case .rerun:
      if words == "stale" { rerunStale() } else { rerun(try number()) }
    case .edit: edit(try number())
    case .rename:
      let parts = words.split(separator: " ", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        throw NotebookError(
          Diagnostic(
            TerminalCodes.missingArgument, "`:rename` takes the number of a cell and a name",
            at: Span(0, source.bytes.count), helps: [.init("for example `:rename 3 scored`")]), in: source)
      }
      // A value that has a name may be called by it.
      let named = notebook.cells.last { $0.name == parts[0] }?.number
      let number = try named ?? number(parts[0])
      try notebook.renameCell(number, to: parts[1].trimmingBlanks())
      console.note("cell \(number) is now `\(parts[1].trimmingBlanks())`")
    case .drop:
      let number = try number()
      try notebook.drop(number)
      console.note("cell \(number) is gone · `:undo` brings it back")
      staleNow()
    case .undo:
      let wanted = words.isEmpty ? 1 : try number()
      let before = notebook.cells
      changed(try notebook.undo(wanted), of: wanted, "undo", "undone", since: before)
    case .redo:
      let wanted = words.isEmpty ? 1 : try number()
      let before = notebook.cells
      changed(try notebook.redo(wanted), of: wanted, "redo", "done again", since: before)
    case .save:
      let path = try file().path
      if let aside = try notebook.save(as: path) { console.note("the file that was there is now \(aside)") }
      console.note("session in \(notebook.path ?? path)")
    case .open:
      let (path, isNew) = try file(after: "new")
      guard notebook.cells.isEmpty || isKept else {
        throw NotebookError(
          Diagnostic(
            TerminalCodes.unkeptCells, "the cells of this session are not saved, and opening another would lose them",
            at: Span(0, 0),
            helps: [.init("`:save FILE` saves them")]))
      }
      try notebook.open(path, isNew ? .new : .existing)
      if isNew { console.note("new session in \(notebook.path ?? path)") }
      restored()
    case .sessions: listSessions()
    case .quiet:
      if !console.isQuiet.isOn { console.note("from here on values and errors only; `:quiet` again ends it") }
      console.isQuiet.toggle()
      if !console.isQuiet.isOn { console.note("from here on everything") }
    case .export:
      let path = try file().path
      try Export.write(notebook.cells, to: (path as NSString).expandingTildeInPath) { cell in
        notebook.interpreter.valueAtHand(named: "_\(cell.number)")
      }
      console.note("written: \(path)")
    case .settings: listSettings()
    case .cache: try listCache()
    case .help: try listCommands(words, source)
    case .quit: break  // The loop ends before it comes here.
    }
  }

  /// All commands, or one.
  private func listCommands(_ word: String, _ source: SourceText) throws {
    let name = word.hasPrefix(":") ? String(word.dropFirst()) : word
    let commands = ReplCommand(rawValue: name).map { [$0] } ?? ReplCommand.allCases
    if !name.isEmpty, commands.count > 1 {
      throw NotebookError(
        Diagnostic(
          NotebookCodes.unknownCommand, "there is no notebook command `:\(name)`", at: Span(0, source.bytes.count),
          helps: [.init("`:help` lists them, and `help` the stages")]), in: source)
    }
    write(
      Table(columns: [
        .init("command", cells: commands.map(\.usage)), .init("", cells: commands.map(\.help), wraps: true),
      ]))
  }

  private func changed(
    _ done: Int, of wanted: Int, _ verb: String, _ participle: String, since before: [NotebookCell]
  ) {
    guard done > 0 else { return console.note("nothing to \(verb)") }
    var line = "\(done) change\(done == 1 ? "" : "s") \(participle)\(done < wanted ? ", there were no more" : "")"
    let changes = CellChanges(from: before, to: notebook.cells).description
    if !changes.isEmpty { line += ": " + changes }
    console.note(line)
    staleNow()
  }

  /// What the stages of a cell did, whole: the prompt says it in a line where they took no time.
  private func showLedger(_ number: Int?) throws {
    guard let cell = try number.map(notebook.cell) ?? notebook.cells.last else { return console.note("no cells yet") }
    guard !cell.blocks.isEmpty else {
      let last = notebook.cells.last { !$0.blocks.isEmpty && $0.number < cell.number }
      let hint = last.map { "; the last before it that did: `:ledger \($0.number)`" } ?? ""
      return console.note("cell \(cell.number) ran no stage\(hint)")
    }
    for block in cell.blocks { console.block(block, always: true) }
  }

  func write(_ table: Table) { console.out.write(table.rendered(on: console.outScreen)) }

  func staleNow() {
    let stale = notebook.cells.filter(\.isStale).map { String($0.number) }
    if !stale.isEmpty { console.note("stale now: \(stale.joined(separator: ", "))") }
  }

  private func listCells() {
    // Files may have changed since: what is stale is looked at again.
    var reads: [Int: [Int]] = [:]
    do { reads = try notebook.dependencies() } catch { console.note("\(error)") }
    let cells = notebook.cells
    guard !cells.isEmpty else { return console.note("no cells yet") }
    let readsAnything = reads.values.contains { !$0.isEmpty }
    write(
      Table(
        columns: [
          .init("cell", alignRight: true, cells: cells.map { String($0.number) }),
          .init("statement", cells: cells.map { CellText.oneLine($0.source) ?? $0.source }),
          .init("value", cells: cells.map { $0.summary ?? "" }),
        ]
          + (readsAnything
            ? [.init("reads", cells: cells.map { (reads[$0.number] ?? []).map(String.init).joined(separator: ", ") })]
            : [])
          + [
            .init(
              "time", alignRight: true,
              cells: cells.map { $0.status == .done ? Figures.duration($0.seconds) : "" }),
            .init("", cells: cells.map { $0.isStale ? "stale" : $0.status == .done ? "" : $0.status.rawValue }),
          ]))
  }

  private func listSettings() {
    let settings = notebook.interpreter.scope.settings
    let definitions = settings.definitions
    write(
      Table(columns: [
        .init("setting", cells: definitions.map(\.name)),
        .init("value", cells: definitions.map { settings[$0.name].map(shown) ?? absent($0.name) }),
        .init(
          "from",
          cells: definitions.map { definition in
            settings.fixed.contains(definition.name)
              ? "command line" : settings.values[definition.name] != nil ? "set" : "default"
          }),
        .init("", cells: definitions.map(\.help), wraps: true),
      ]))
  }

  /// What holds where a setting has no value.
  private func absent(_ name: String) -> String {
    switch name {
    case "model": "(embedded)"
    case "context": "(the model's)"
    case "threads": "(\(notebook.interpreter.executor.engine.threads))"
    default: "(none)"
    }
  }

  private func shown(_ value: ArgumentValue) -> String {
    if case .size(let bytes) = value { return Figures.bytes(bytes) }
    if case .duration(let seconds) = value { return Figures.estimate(seconds) }
    return value.plainText
  }

  private func listCache() throws {
    let statistics = try engine.store.statistics()
    write(
      Table(columns: [
        .init("store", cells: ["folder", "size", "limit", "values", "of these pinned by sessions", "rows' scores"]),
        .init(
          "",
          cells: [
            engine.store.directory, Figures.bytes(statistics.bytes), Figures.bytes(statistics.limitBytes),
            Figures.count(statistics.values), Figures.count(statistics.pinned), Figures.count(statistics.rowValues),
          ]),
      ]))
  }
}
