import ArgumentParser
import Terminal

struct Cact: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cact",
    abstract: "Make a code model better with less compute: score, select, pack, tune and evaluate.",
    usage: """
      cact [options]                     the notebook; standard input is run as a script unless it is a terminal
      cact FILE.cact [ARG ...]           run a script
      cact run -e 'load | take 5'        run statements from the command line
      cact check|fmt|explain|help ...
      cact learn [LESSON]                ten lessons of a few minutes each
      cact tokenize [--ids] < FILE       the tokens of a text
      cact template FILE [--row N]       a row in the model's chat template, and what of it is learned
      cact watch [LOG]                   a run of another terminal, as it goes
      cact replay SESSION.json           a session again, from nothing: which stage differs
      cact lsp                           a language server for editors, on standard input and output
      cact kernel install|uninstall      cact as a kernel of Jupyter
      cact store merge FROM ...          what other stores remember, into this one
      cact store check [STORE]           what of a store is damaged
      """,
    version: Application.version,
    subcommands: [
      Run.self, Check.self, Format.self, Explain.self, Help.self, Tokenize.self, ShowTemplate.self,
      Watch.self, Replay.self, ServeLanguage.self, Learn.self,
      KernelCommand.self, StoreCommand.self,
    ],
    defaultSubcommand: Run.self)

  static let commandNames = Set(configuration.subcommands.map(name))

  static func subcommandNames(of command: String) -> Set<String> {
    let found = configuration.subcommands.first { name($0) == command }
    return Set((found?.configuration.subcommands ?? []).map(name))
  }

  /// As it is typed.
  static func name(_ command: any ParsableCommand.Type) -> String {
    command.configuration.commandName ?? String(describing: command).lowercased()
  }
}

struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a script, the statements of -e, or the notebook.")

  @OptionGroup var options: CommonOptions
  @ArgumentParser.Option(name: .customShort("e"), help: "Statements to run, one per line.")
  var expression: String?
  @Argument(help: "A script, then the values of $1, $2, ...")
  var words: [String] = []

  func run() throws {
    var words = words
    if let expression {
      let app = try options.application(arguments: words)
      return try Ended.with(app.run(text: expression, name: "-e"))
    }
    let file = words.isEmpty ? nil : words.removeFirst()
    let app = try options.application(arguments: words)
    guard let file, file != "-" else { return try Ended.with(app.runStandardInput()) }
    try Ended.with(app.run(file: file))
  }
}

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Parse, bind and check scripts without running them.")

  @OptionGroup var options: CommonOptions
  @ArgumentParser.Option(name: .customShort("e"), help: "Statements to check, one per line.")
  var expression: String?
  @Argument(help: "Scripts.") var files: [String] = []

  func run() throws {
    let app = try options.application()
    if let expression { return try Ended.with(app.check(text: expression, name: "-e")) }
    guard !files.isEmpty else { throw ValidationError("name the scripts to check") }
    try Ended.with(app.check(files: files))
  }
}

struct Format: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt", abstract: "Format scripts in their canonical layout; comments are kept.",
    discussion: "Without a name, or with `-`, standard input is formatted to standard output.")

  @OptionGroup var options: CommonOptions
  @ArgumentParser.Flag(help: "Change nothing; exit with status 3 if a script is not in canonical layout.") var check =
    false
  @Argument(help: "Scripts.") var files: [String] = []

  func run() throws { try Ended.with(options.application().format(files: files, onlyCheck: check)) }
}

struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the plan of a script, or the long form of an error code.")

  @OptionGroup var options: CommonOptions
  @ArgumentParser.Option(name: .customShort("e"), help: "A pipeline to plan.")
  var expression: String?
  @Argument(help: "A script, or a code such as C0203.") var subject: String?

  func run() throws {
    let app = try options.application()
    if let expression { return try Ended.with(app.explain(text: expression, name: "-e")) }
    guard let subject else { throw ValidationError("name a script or a code, or give a pipeline with -e") }
    try Ended.with(app.explain(subject: subject))
  }
}

struct Watch: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Draw a run log as it grows: stage, step, loss, speed, memory, time left, and how it ended.",
    discussion: """
      A stage that lasts longer than 2 seconds writes a log to `runs` in the store, and every stage to the file of
      `set log`. Without a name the log that was written to last is drawn. Ends with the process that writes it.
      """)

  @OptionGroup var options: CommonOptions
  @Argument(help: "A run log; by default the newest.") var file: String?

  func run() throws { try Ended.with(options.application().watch(file: file)) }
}

struct Replay: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a session again from nothing and name the first stage that differs.",
    discussion: """
      Every value is made again, in a temporary store, and compared with the one in the usual store, or with what the session says was
      printed where that is gone. Neither is changed, and no stage writes a file. Ends with status 5 where a stage differs.
      """)

  @OptionGroup var options: CommonOptions
  @Argument(help: "A session's file, as `--session` and `:save` write it.") var file: String

  func run() throws { try Ended.with(options.application().replay(file: file)) }
}

struct ServeLanguage: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lsp",
    abstract: "Serve an editor: diagnostics, completion, help, formatting and definitions of scripts.",
    discussion: """
      Speaks the Language Server Protocol 3.17 on standard input and output; an editor starts it. It checks and runs nothing.
      Relative paths in scripts begin in the folder that the editor has open, else in the script's own.
      """)

  @OptionGroup var options: CommonOptions
  @ArgumentParser.Flag(help: .hidden) var stdio = false

  func run() throws { try Ended.with(options.application().serveLanguage()) }
}

struct Learn: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the lessons, or open one.",
    discussion: """
      On a terminal a lesson is a notebook: what to look at is told step by step, and each step's line stands at the prompt,
      to be run with Enter as it is or changed. Elsewhere the lesson runs as a script, its words between the results.
      """)

  @OptionGroup var options: CommonOptions
  @Argument(help: "A lesson, by its number or name; by default they are listed.") var lesson: String?

  func run() throws { try Ended.with(options.application().learn(lesson)) }
}

struct Help: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Show what a stage takes, its defaults and examples.")

  @OptionGroup var options: CommonOptions
  @Argument(help: "A stage, a statement, a setting, or a topic such as models.") var name: String?

  func run() throws {
    if let name, let command = Self.command(name) { throw CleanExit.helpRequest(command) }
    try Ended.with(options.application().help(name))
  }
}

extension Help {
  /// The command of a name that means nothing in the language, where it would have a page of its own.
  private static func command(_ name: String) -> (any ParsableCommand.Type)? {
    guard !["explain", "help", "template"].contains(name) else { return nil }
    return Cact.configuration.subcommands.first { Cact.name($0) == name }
  }
}

struct Tokenize: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the tokens of standard input.",
    discussion: """
      Standard input is one text. Its tokens are printed one per line, in quotes; invisible characters are escaped
      (\\n, \\u{a0}), and so are bytes that are not a whole character (\\xe4). No token is added at either end, and
      nothing is truncated.
      """)

  @OptionGroup var options: CommonOptions
  @ArgumentParser.Flag(help: "Print the tokens' ids on one line.") var ids = false

  func run() throws { try Ended.with(options.application().tokenize(showingNumbers: ids)) }
}

struct ShowTemplate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "template", abstract: "Show a row of a file in the model's chat template.",
    discussion: """
      What the template adds is dim, and every turn has the color of its role. A bar stands before what a model learns that
      is tuned on the row. `view N mask` in a pipeline shows the same of the tokens, with what a limit cuts off.
      """)

  @OptionGroup var options: CommonOptions
  @Argument(help: "A file of rows.") var file: String
  @ArgumentParser.Option(help: "The row, by its number in the file.") var row = 1
  @ArgumentParser.Option(help: "A template of that name, in place of the model's own.") var template = "auto"

  func run() throws { try Ended.with(options.application().template(of: file, row: row, named: template)) }
}
