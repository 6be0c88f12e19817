import Diagnostics

/// Whole lines that are meant for the notebook's prompt, a shell or another notebook.
extension Lexer {
  /// `:save`, `?select`: commands of the notebook, which a script does not know.
  mutating func mendCommand() {
    let start = index
    let end = lineEnd(from: start)
    let line = Span(start, end)
    let words = text(start + 1, end).split(separator: " ").map(String.init)
    let name = words.first ?? ""
    let rest = words.dropFirst().joined(separator: " ")
    let path = rest.isEmpty ? "file.cact" : rest.filter { $0 != "\"" }
    let message = "\(quoted(start, min(end, start + 1 + name.utf8.count))) is a command of the prompt"
    let help: (String, [Diagnostic.Edit])
    if bytes[start] == UInt8(ascii: "?") {
      help = ("the statement is `help`", [.init(line, name.isEmpty ? "help" : "help \(name)")])
    } else {
      switch name {
      case "help": help = ("the statement is `help`", [.init(line, rest.isEmpty ? "help" : "help \(rest)")])
      case "open": help = ("`use` reads another script", [.init(line, "use \"\(path)\"")])
      case "set", "settings", "cache": help = ("the statement is `set name value`, as in `set cache 20GB`", [])
      case "save", "export": help = ("the stage `save` keeps a value: `chosen | save \"chosen.jsonl\"`", [])
      case "rerun", "edit": help = ("a script runs from top to bottom: write the statement again", [])
      default: help = ("leave the line out", [.init(line, "")])
      }
    }
    report(
      "C0114", message, Span(start, min(end, start + 1 + name.utf8.count)), label: "not a statement", help: help.0,
      edits: help.1)
    skip(to: end)
  }

  /// `!ls`, `%time d | count`: lines of other notebooks.
  mutating func mendShellLine() {
    let start = index
    let line = Span(start, lineEnd(from: start))
    let words = text(start + 1, line.upper).split(separator: " ", maxSplits: 1).map(String.init)
    if bytes[start] == UInt8(ascii: "%"), words.count == 2, words[0].hasSuffix("time") || words[0].hasSuffix("timeit") {
      report(
        "C0109", "`%` means nothing here", Span(start, start + 1 + words[0].utf8.count),
        label: "what takes time says how long", help: "leave it out", edits: [.init(line, words[1])])
    } else {
      report(
        "C0109", "commands of a shell or of another notebook are not run here", line, label: "not part of the language",
        notes: ["`help` lists the stages; at the prompt, `:help` lists the notebook's commands"])
    }
    skip(to: line.upper)
  }
}
