/// The long form of every code, for `cact explain C0203`: the tables of the modules that find something (see `CodeTable`),
/// joined by the module above them. Nothing registers itself.
public struct CodeBook: Sendable {
  /// What there is to say about one code.
  public struct Entry: Sendable, Hashable {
    /// The code, which no other entry has.
    public var code: Diagnostic.Code
    /// What the code says, in a few words.
    public var title: String
    /// Why it is an error and what to do: one or two paragraphs.
    public var explanation: String
    /// A statement that has the error; empty where none can be written (a full disk).
    public var wrong: String
    /// The same statement put right.
    public var right: String

    /// An entry; `wrong` and `right` are empty where an example would not help.
    public init(_ code: Diagnostic.Code, _ title: String, _ explanation: String, wrong: String = "", right: String = "")
    {
      self.code = code
      self.title = title
      self.explanation = explanation
      self.wrong = wrong
      self.right = right
    }

    /// The entry as `cact explain` prints it, without a final newline.
    public var text: String {
      var parts = ["\(code): \(title)", explanation]
      if !wrong.isEmpty { parts.append("Wrong:\n" + Self.indented(wrong)) }
      if !right.isEmpty { parts.append("Right:\n" + Self.indented(right)) }
      return parts.joined(separator: "\n\n")
    }

    private static func indented(_ text: String) -> String {
      text.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }.joined(separator: "\n")
    }
  }

  /// All of them, sorted by code. A test of the top module refuses two of one code.
  public let entries: [Entry]

  /// One book of several tables.
  public init(_ tables: [Entry]...) { entries = tables.joined().sorted { $0.code < $1.code } }

  /// Finds an entry; case and a missing `C` are forgiven (`c0203`, `0203`).
  public func entry(for name: String) -> Entry? {
    let upper = name.uppercased()
    let code = upper.first?.isNumber == true ? "C" + upper : upper
    return entries.first { $0.code.name == code }
  }
}
