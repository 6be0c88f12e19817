public import Diagnostics

/// What may stand at the cursor, and what it is.
public struct Candidate: Sendable, Hashable {
  /// What a candidate is, for the signs that editors put before it.
  public enum Kind: Sendable {
    case stage, statement, option, flag, choice, column, function, comparison
    /// A name or a cell.
    case value
    /// A name behind `$`.
    case scalar
    case setting, topic, model, file, folder
    /// A word of whoever asks.
    case command
  }

  /// Text that replaces the word before the cursor.
  public var text: String
  /// What it is, in a few words; may be empty.
  public var description: String
  /// What it is.
  public var kind: Kind

  /// A word that may be completed to.
  public init(_ text: String, _ description: String = "", _ kind: Kind) {
    self.text = text
    self.description = description
    self.kind = kind
  }
}

/// Candidates for the word of `length` bytes before the cursor.
public struct Completion: Sendable {
  /// Bytes (UTF-8) before the cursor that a candidate replaces.
  public var length: Int
  /// The likeliest first.
  public var candidates: [Candidate]
  /// No space follows the word: a string, or the name of a file, is still open.
  public var keepsOpen: Bool

  /// What may stand in the place of the last `length` bytes.
  public init(length: Int, candidates: [Candidate], keepsOpen: Bool = false) {
    self.length = length
    self.candidates = candidates
    self.keepsOpen = keepsOpen
  }

  /// Those of the candidates that begin with the word.
  public static func matching(_ word: some StringProtocol, _ candidates: [Candidate]) -> Completion {
    Completion(length: word.utf8.count, candidates: candidates.filter { $0.text.hasPrefix(word) })
  }

  /// What a candidate replaces where the cursor is at `offset`.
  public func span(before offset: Int) -> Span { Span(max(0, offset - length), offset) }
}

/// What a word means.
public struct Help: Sendable, Hashable {
  /// Where the word stands.
  public var span: Span
  /// What it means, laid out for letters of one width; ends without a newline. Names in it may hold anything.
  public var text: String

  /// What the word at a place means.
  public init(span: Span, text: String) {
    self.span = span
    self.text = text
  }
}
