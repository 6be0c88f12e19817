public import Diagnostics

/// Mistakes that more than one phase can meet: each has one wording.
public enum FamiliarMistakes {
  /// `> file`, as a shell would have it.
  /// - Parameters:
  ///   - span: from the `>` to the end of the file's name.
  ///   - needsPipe: false if a `|` stands before it already.
  public static func redirection(to file: String, at span: Span, needsPipe: Bool = true) -> Diagnostic {
    Diagnostic(
      "C0129", "`>` does not write a file", at: span, label: "a comparison, outside a shell",
      helps: [
        Diagnostic.Help(
          "the stage `save` keeps a value",
          edits: [.init(span, (needsPipe ? "| " : "") + "save \(Canonical.quoted(file))")])
      ])
  }

  /// A path without quotes that reads as an expression: `models/qwen`, `/data/rows`.
  public static func unquotedPath(_ path: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "C0113", "a path is written in quotes", at: span, label: "not a word",
      helps: [Diagnostic.Help("write it like this", edits: [.init(span, Canonical.quoted(path))])])
  }

  /// The run of words, numbers, `/` and `-` without blanks that begins at an index, if it reads like a path: at least one
  /// `/` in it, and no blank around one.
  public static func path(in arguments: [Argument], at index: Int) -> (text: String, span: Span, next: Int)? {
    var text = ""
    var next = index
    var slashes = 0
    loop: while next < arguments.count, next == index || !arguments[next].spaceBefore {
      switch arguments[next].kind {
      case .word(let word): text += word
      case .number(let number): text += number.text
      case .op(.divide):
        text += "/"
        slashes += 1
      case .op(.minus): text += "-"
      default: break loop
      }
      next += 1
    }
    guard slashes > 0, next - index > 1 else { return nil }
    return (text, arguments[index].span.union(arguments[next - 1].span), next)
  }

  /// Settings that people assign to: a parameter cannot be called so.
  static let assignedSettings: Set = [
    "seed", "model", "precision", "template", "context", "threads", "cache", "ask", "price", "watts", "max_failed",
  ]

  /// Whether a name ends like the files that people keep.
  static func isFileName(_ text: String) -> Bool {
    guard let dot = text.lastIndex(of: ".") else { return false }
    let endings = ["json", "jsonl", "csv", "tsv", "md", "html", "txt", "log", "py", "parquet", "safetensors", "gz"]
    return endings.contains(text[text.index(after: dot)...].lowercased())
  }
}
