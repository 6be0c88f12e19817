/// One finding about a source, as a value: phases collect diagnostics, renderers show them, nothing prints.
public struct Diagnostic: Sendable, Hashable, Error {
  /// Stable name of the kind of finding, `C0203`. The first two digits say who finds it: 01 lexer, parser and
  /// expressions; 02 binder; 03 checker; 04 data and files; 05 running; 06 session and notebook.
  public struct Code: Sendable, Hashable, Comparable, Codable, ExpressibleByStringLiteral, CustomStringConvertible {
    public let name: String
    public init(_ name: String) { self.name = name }
    public init(stringLiteral name: String) { self.name = name }
    public var description: String { name }
    public static func < (a: Code, b: Code) -> Bool { a.name < b.name }
  }

  public enum Severity: String, Sendable, Hashable, Codable {
    case error, warning, note
  }

  /// A second place that has to do with the finding: the stage that produced the wrong type.
  public struct Label: Sendable, Hashable {
    public var span: Span
    public var text: String
    public init(span: Span, text: String) {
      self.span = span
      self.text = text
    }
  }

  /// A replacement of one span; an empty span inserts.
  public struct Edit: Sendable, Hashable {
    public var span: Span
    public var replacement: String
    public init(_ span: Span, _ replacement: String) {
      self.span = span
      self.replacement = replacement
    }
  }

  /// A way out. With edits, the renderers show the statement as it would read after them.
  public struct Help: Sendable, Hashable {
    public var message: String
    public var edits: [Edit]
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

  public var code: Code
  public var severity: Severity
  /// One sentence without a full stop, in the user's words.
  public var message: String
  /// What the caret underlines.
  public var span: Span
  /// A few words beside the caret; may be empty.
  public var label: String
  public var secondary: [Label]
  public var notes: [String]
  public var helps: [Help]

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
  public var hasErrors: Bool { contains { $0.isError } }
}
