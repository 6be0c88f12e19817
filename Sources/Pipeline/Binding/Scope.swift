public import Diagnostics
public import Syntax

/// What a `$name` stands for: arguments as the user would have written them in its place.
public struct Scalar: Sendable {
  /// As they were written.
  public var arguments: [Argument]
  /// A scalar of these arguments.
  public init(_ arguments: [Argument]) { self.arguments = arguments }

  /// The text that a string literal is filled with; nil for a value of several parts that has no plain text.
  var text: String? {
    var parts: [String] = []
    for argument in arguments {
      switch argument.kind {
      case .word(let word), .column(let word): parts.append(word)
      case .number(let literal): parts.append(literal.text)
      case .string(let literal):
        guard let plain = literal.plain else { return nil }
        parts.append(plain)
      case .op(let op): parts.append(op.rawValue)
      case .variable, .comma, .openParenthesis, .closeParenthesis, .block: return nil
      }
    }
    return parts.joined(separator: parts.first == "-" ? "" : " ")
  }
}

/// A `def`: its body with the scope that stood before it, so that it sees nothing later and cannot call itself.
public final class Definition: Sendable {
  /// A name that the body may use as `$name`.
  public struct Parameter: Sendable {
    /// Without the sign.
    public var name: String
    /// The declared type's kind; nil when anything goes.
    public var kind: ArgumentKind?
    /// What it is where nothing is given; empty: it must be given.
    public var defaultValue: [Argument]
    /// As it is written, for help.
    public var text: String
  }

  /// The word that calls it.
  public let name: String
  /// In the order in which a call may give them.
  public let parameters: [Parameter]
  /// What a call stands for.
  public let body: PipelineSyntax
  /// Where it is written; the body's spans point into it.
  public let source: SourceText
  /// What names in the body stand for.
  public let scope: Scope

  init(name: String, parameters: [Parameter], body: PipelineSyntax, source: SourceText, scope: Scope) {
    self.name = name
    self.parameters = parameters
    self.body = body
    self.source = source
    self.scope = scope
  }

  /// `def cdas(share = 40%) = score complexity | select diverse $share`, as it stands in its source.
  public var text: String {
    let list = parameters.isEmpty ? "" : "(\(parameters.map(\.text).joined(separator: ", ")))"
    return "def \(name)\(list) = \(source.text(body.span))"
  }

  /// The lines of comment right above it, without their signs; nil where there are none.
  public var comment: String? {
    guard let start = source.lineStarts.lastIndex(where: { $0 <= body.span.lower }) else { return nil }
    var lines: [String] = []
    for index in (0..<start).reversed() {
      let line = source.text(source.lineSpan(index))
      guard line.hasPrefix("#") else { break }
      lines.insert(String(line.dropFirst().drop { $0 == " " }), at: 0)
    }
    return lines.isEmpty ? nil : lines.joined(separator: "\n")
  }
}

/// Everything that names stand for at one point of a session or a script. A value: checking a script works on a copy.
public struct Scope: Sendable {
  /// `let` names and cells (`_`, `_3`).
  public var bindings: [String: Binding] = [:]
  /// What `def` named, by name.
  public var definitions: [String: Definition] = [:]
  /// `param` names, and `1`, `2` … of the command line.
  public var parameters: [String: Scalar] = [:]
  /// Parameters given on the command line: `param` does not replace these.
  public var given: Set<String> = []
  /// As `set` left them.
  public var settings: Settings
  /// Files that `use` has read, by absolute path.
  public var used: Set<String> = []
  /// True at the prompt, where `_` and `_3` mean something.
  public var allowsCells: Bool

  /// Nothing bound or defined.
  public init(settings: Settings, allowsCells: Bool = false) {
    self.settings = settings
    self.allowsCells = allowsCells
  }
}
