public import ArgumentParser
import Terminal

extension TerminalOptions.Format: ExpressibleByArgument {}
extension TerminalOptions.ErrorFormat: ExpressibleByArgument {}
extension ColorChoice: ExpressibleByArgument {}

/// The options that every command takes.
struct CommonOptions: ParsableArguments {
  @ArgumentParser.Option(help: "Keep cells, names and settings in this file, and resume from it.")
  var session: String?
  @ArgumentParser.Option(
    help: "The model: a Hugging Face directory, a GGUF file, or a name in the local hub cache or Ollama's store.")
  var model: String?
  @ArgumentParser.Option(help: "Seed of every random draw and order.") var seed: Int?
  @ArgumentParser.Option(help: "Threads; by default what the job may use.") var threads: Int?
  @ArgumentParser.Option(help: "Directory of remembered results.") var store: String?
  @ArgumentParser.Option(help: "Output format of values.") var format: TerminalOptions.Format = .table
  @ArgumentParser.Flag(help: "Only values and messages: no summaries of stages, no progress.") var quiet = false
  @ArgumentParser.Option(help: "When to use color.") var color: ColorChoice = .auto
  @ArgumentParser.Option(help: "Output format of errors.") var errorFormat: TerminalOptions.ErrorFormat = .text
  @ArgumentParser.Option(name: .customLong("arg"), help: "A script parameter, NAME=VALUE; can be repeated.")
  var parameters: [String] = []

  func validate() throws {
    if let threads, !(1...4096).contains(threads) { throw ValidationError("--threads takes a number from 1 to 4096") }
    for parameter in parameters where !parameter.contains("=") || parameter.hasPrefix("=") {
      throw ValidationError("--arg takes NAME=VALUE, not `\(parameter)`")
    }
  }

  /// - Parameter arguments: values of `$1`, `$2`, …
  func application(arguments: [String] = []) throws -> Application {
    var values: [String: String] = [:]
    for (index, value) in arguments.enumerated() { values[String(index + 1)] = value }
    for parameter in parameters {
      let parts = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      values[String(parts[0])] = String(parts[1])
    }
    let options = TerminalOptions(
      session: session, model: model, seed: seed, threads: threads, store: store, format: format, quiet: quiet,
      color: color, errorFormat: errorFormat, parameters: values)
    return Application(options)
  }
}
