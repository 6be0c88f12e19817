import ArgumentParser
import Diagnostics
import Foundation
import Terminal

/// From words on the command line to an exit status.
enum CommandLineTool {
  static func status(of arguments: [String]) -> Int32 {
    do {
      var command = try Cact.parseAsRoot(normalized(arguments))
      try command.run()
      return ExitStatus.done.rawValue
    } catch let end as Ended {
      return end.status.rawValue
    } catch {
      // Help and the version are asked for; everything else is a command line that makes no sense.
      let asked = Cact.exitCode(for: error) == .success
      let output = asked ? Output.standard : Output.errors
      output.line(DisplayText.escaped(Cact.fullMessage(for: error), keepNewlines: true))
      if let problem = Output.standard.problem {
        Output.errors.line("Error: \(problem)")
        return ExitStatus.failed.rawValue
      }
      return asked ? ExitStatus.done.rawValue : ExitStatus.usage.rawValue
    }
  }

  /// Puts the command first, so that the common options may stand before it: `cact --seed 7 check a.cact`.
  static func normalized(_ arguments: [String]) -> [String] {
    let valued: Set<String> = [
      "--session", "--model", "--seed", "--threads", "--store", "--format", "--color", "--error-format", "--arg",
    ]
    var index = 0
    while index < arguments.count, arguments[index].hasPrefix("-"), arguments[index] != "--" {
      index += valued.contains(arguments[index]) ? 2 : 1
    }
    guard index > 0, index < arguments.count, Cact.commandNames.contains(arguments[index]) else { return arguments }
    var moved = arguments
    moved.insert(moved.remove(at: index), at: 0)
    // A command of a command goes with it: `cact --quiet store merge rank0`.
    if index + 1 < moved.count, Cact.subcommandNames(of: moved[0]).contains(moved[index + 1]) {
      moved.insert(moved.remove(at: index + 1), at: 1)
    }
    return moved
  }
}

/// A command that ran to its end, with a status that is not 0.
struct Ended: Error {
  var status: ExitStatus

  /// Throws unless the status is `done`.
  static func with(_ status: ExitStatus) throws {
    guard status == .done else { throw Ended(status: status) }
  }
}
