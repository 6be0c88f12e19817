/// One finding about a source, as a value: phases collect diagnostics, renderers show them, nothing prints.
public struct Diagnostic: Sendable, Hashable, Error {
  /// Stable name of the kind of finding, `C0203`. The first two digits say who finds it: 01 lexer, parser and
  /// expressions; 02 binder; 03 checker; 04 data and files; 05 running; 06 session and notebook.
  public struct Code: Sendable, Hashable, Comparable, Codable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// As it is printed: `C0203`.
    public let name: String
    /// The code of this name.
    public init(_ name: String) { self.name = name }
    /// The code of this name.
    public init(stringLiteral name: String) { self.name = name }
    /// As it is printed: the name, `C0203`.
    public var description: String { name }
    /// In the order of names, which is the order of the phases that report them.
    public static func < (a: Code, b: Code) -> Bool { a.name < b.name }
  }

  /// How bad it is: an error keeps the pipeline from running, a warning or a note does not.
  public enum Severity: String, Sendable, Hashable, Codable {
    case error, warning, note
  }

  /// A second place that has to do with the finding: the stage that produced the wrong type.
  public struct Label: Sendable, Hashable {
    /// What is underlined.
    public var span: Span
    /// A few words beside it.
    public var text: String
    /// A label of `span`.
    public init(span: Span, text: String) {
      self.span = span
      self.text = text
    }
  }

  /// A replacement of one span; an empty span inserts.
  public struct Edit: Sendable, Hashable {
    /// What is replaced; empty where something is inserted.
    public var span: Span
    /// What takes its place; empty where something is deleted.
    public var replacement: String
    /// The edit that puts `replacement` in the place of `span`.
    public init(_ span: Span, _ replacement: String) {
      self.span = span
      self.replacement = replacement
    }
  }

  /// A way out. With edits, the renderers show the statement as it would read after them.
  public struct Help: Sendable, Hashable {
    /// One sentence without a full stop.
    public var message: String
    /// What to change in the source, in any order; empty where words must do.
    public var edits: [Edit]
    /// A way out, with the edits that take it.
    public init(_ message: String, edits: [Edit] = []) {
      self.message = message
      self.edits = edits
    }

    /// The source after the edits. Edits that overlap an earlier one or lie outside are left out.
    public func applied(to source: SourceText) -> [UInt8] {
      var result: [UInt8] = []
      var next = 0
      for edit in edits.sorted(by: { $0.span < $1.span }) {
        guard edit.span.lower >= next, edit.span.upper <= source.bytes.count else { continue }
        result += source.bytes[next..<edit.span.lower]
        result += edit.replacement.utf8
        next = edit.span.upper
      }
      return result + source.bytes[next...]
    }
  }

  /// The kind of finding.
  public var code: Code
  /// How bad it is.
  public var severity: Severity
  /// One sentence without a full stop, in the user's words.
  public var message: String
  /// What the caret underlines.
  public var span: Span
  /// A few words beside the caret; may be empty.
  public var label: String
  /// Other places that have to do with it.
  public var secondary: [Label]
  /// Facts that explain it, a sentence each.
  public var notes: [String]
  /// Ways out, the likeliest first.
  public var helps: [Help]

  /// A finding at `span`; all but the code, the message and the place may be left out.
  public init(
    _ code: Code, _ message: String, at span: Span, label: String = "", severity: Severity = .error,
    secondary: [Label] = [], notes: [String] = [], helps: [Help] = []
  ) {
    self.code = code
    self.severity = severity
    self.message = message
    self.span = span
    self.label = label
    self.secondary = secondary
    self.notes = notes
    self.helps = helps
  }

  /// Whether it keeps the pipeline from running.
  public var isError: Bool { severity == .error }

  /// The same finding with one more way out.
  public func adding(help message: String, edits: [Edit] = []) -> Diagnostic {
    var copy = self
    copy.helps.append(Help(message, edits: edits))
    return copy
  }

  /// The same finding with one more note.
  public func adding(note: String) -> Diagnostic {
    var copy = self
    copy.notes.append(note)
    return copy
  }
}

extension Sequence<Diagnostic> {
  /// Whether one of them is an error.
  public var hasErrors: Bool { contains { $0.isError } }
}
