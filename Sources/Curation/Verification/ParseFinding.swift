import Documents

/// What a parser says of a piece of code.
public struct ParseFinding: Sendable, Equatable {
  /// Whether code parses.
  public enum Status: Sendable, Equatable {
    case parses
    case fails
    /// It does not parse, and would with more behind it.
    case endsEarly
    /// It was not asked, or could not say.
    case unknown
  }

  /// Whether it parses.
  public var status: Status
  /// In the parser's words, or why it is unknown; untrusted.
  public var message = ""
  /// Of the first error, from 1; nil where the parser names none.
  public var line: Int?
  /// In the line, in characters, from 1.
  public var column: Int?
  /// A last statement that does nothing, as it stands; untrusted.
  public var looseEnd: String?
  /// Locals that nobody reads.
  public var unread: [String] = []
  /// Names that are read and that neither the code nor its language has.
  public var missing: [String] = []

  /// Nothing but whether it parses, and why.
  public init(_ status: Status, _ message: String = "") { (self.status, self.message) = (status, message) }

  /// Whether it does.
  public var parses: Bool { status == .parses }

  /// What a parser's line says behind the status: an object of JSON, or its message with the place.
  init(_ status: String, said: String, _ language: any CodeLanguage) {
    self.init(status == "0" ? .parses : status == "77" ? .unknown : .fails, said)
    if said.first == "{", let value = (try? JSONValue.parse(Array(said.utf8)[...], file: ""))?.object {
      message = value["text"]?.string ?? ""
      (line, column) = (value["line"]?.int, value["column"]?.int)
      if self.status == .fails, value["incomplete"] == .bool(true) { self.status = .endsEarly }
      looseEnd = value["loose"]?.string
      unread = value["unread"]?.array?.compactMap(\.string) ?? []
      missing = value["missing"]?.array?.compactMap(\.string) ?? []
      return
    }
    if self.status == .fails, language.unfinished.contains(where: said.contains) { self.status = .endsEarly }
    // `file:LINE:COLUMN: error: …`, or without the column.
    let parts = said.split(separator: ":", maxSplits: 4).map { $0.drop { $0 == " " } }
    guard parts.count > 1, let number = Int(parts[1].prefix { $0.isNumber }) else { return }
    line = number
    guard parts.count > 2, parts[1].allSatisfy(\.isNumber) else { return }
    column = Int(parts[2])
    message = parts.dropFirst(column == nil ? 2 : 3).filter { $0 != "error" }.joined(separator: ": ")
  }
}
