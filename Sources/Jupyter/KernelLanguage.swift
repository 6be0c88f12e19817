public import Documents

/// What a kernel asks of the language that it serves. All but `facts` is asked on the thread of `Kernel.run`.
public protocol KernelLanguage: AnyObject {
  /// Asked once, before the first request.
  var facts: LanguageFacts { get }

  /// The number that is shown beside a cell with this code when it runs next.
  func number(of code: String) -> Int

  /// Runs a cell.
  func execute(_ cell: CellRequest, output: CellOutput) -> CellResult

  /// What may stand at the cursor.
  /// - Parameter cursor: in Unicode code points from the beginning of `code`, inside of it.
  func complete(_ code: String, at cursor: Int) -> KernelCompletion

  /// What is known of the word at the cursor, by media type; nil: nothing.
  func inspect(_ code: String, at cursor: Int) -> JSONObject?

  /// Whether a cell could run as it is.
  func state(of code: String) -> CodeState
}

/// What clients are told of the language.
public struct LanguageFacts: Sendable {
  /// Of the language and of the kernel.
  public var name: String
  /// Of both.
  public var version: String
  /// Of its texts: `text/x-cact`.
  public var mediaType: String
  /// Of its files: `.cact`.
  public var fileExtension: String
  /// The language whose colours and indents editors borrow that know none of this one: `python`.
  public var resembles: String
  /// What a console shows first.
  public var banner: String
  /// Texts with their addresses.
  public var links: [(text: String, address: String)]

  /// All that there is to tell.
  public init(
    name: String, version: String, mediaType: String, fileExtension: String, resembles: String, banner: String,
    links: [(text: String, address: String)]
  ) {
    self.name = name
    self.version = version
    self.mediaType = mediaType
    self.fileExtension = fileExtension
    self.resembles = resembles
    self.banner = banner
    self.links = links
  }
}

/// A cell that a client wants to be run.
public struct CellRequest: Sendable {
  /// One statement or several.
  public var code: String
  /// Nothing of it is to be seen, and it gets no number.
  public var isSilent: Bool
  /// Pipelines whose values are wanted with the reply, by the client's names for them.
  public var expressions: [(name: String, code: String)]
}

/// What came of a cell.
public struct CellResult: Sendable {
  /// Why it did not come to its end.
  public struct Failure: Sendable {
    /// A diagnostic's code, or `Interrupted`.
    public var name: String
    /// In one sentence.
    public var message: String
    /// As the prompt prints it, a line a line, colours included.
    public var lines: [String]

    /// A failure with what is shown of it.
    public init(name: String, message: String, lines: [String]) {
      self.name = name
      self.message = message
      self.lines = lines
    }
  }

  /// The number of its last statement.
  public var number: Int
  /// nil: all of it ran.
  public var failure: Failure?
  /// The values of `expressions`, by media type.
  public var expressions: [(name: String, value: Result<JSONObject, ExpressionFailure>)] = []
  /// Whether it asks the client to leave: `exit`.
  public var asksToLeave = false

  /// A cell that ran, unless a failure is given.
  public init(number: Int, failure: Failure? = nil) {
    self.number = number
    self.failure = failure
  }

  /// Why an expression has no value.
  public struct ExpressionFailure: Error, Sendable {
    /// As a cell's.
    public var failure: Failure
    /// Wraps it.
    public init(_ failure: Failure) { self.failure = failure }
  }
}

/// What may stand at a cursor.
public struct KernelCompletion: Sendable {
  /// What of the code they replace, in Unicode code points.
  public var range: Range<Int>
  /// A word, what kind of word it is, and what it means.
  public struct Candidate: Sendable {
    /// What takes the place of the range.
    public var text: String
    /// `stage`, `option`.
    public var kind: String
    /// A few words.
    public var help: String

    /// A word that may be completed to.
    public init(text: String, kind: String, help: String) {
      self.text = text
      self.kind = kind
      self.help = help
    }
  }

  /// The likeliest first.
  public var candidates: [Candidate]

  /// Candidates for a part of the code.
  public init(range: Range<Int>, candidates: [Candidate]) {
    self.range = range
    self.candidates = candidates
  }
}

/// Whether a cell could run.
public enum CodeState: String, Sendable {
  case complete, incomplete, invalid
}
