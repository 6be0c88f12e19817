/// Which columns hold the question, its input, the answer, and what more a row says; the names `question` and `answer` stand for them.
public struct Roles: Sendable, Codable, Equatable {
  /// The column of what is asked.
  public var question: String?
  /// Alpaca's `input`: context that follows the instruction.
  public var input: String?
  /// The column of what is answered, which is what a model learns.
  public var answer: String?
  /// The column whose text is the answer of rows that have none and no question (plain text among pairs).
  public var plainText: String?
  /// The column of the conversations of rows that are more than a question and its answer.
  public var conversation: String?

  /// The roles of these columns, by their own names.
  public init(
    question: String? = nil, input: String? = nil, answer: String? = nil, plainText: String? = nil,
    conversation: String? = nil
  ) {
    self.question = question
    self.input = input
    self.answer = answer
    self.plainText = plainText
    self.conversation = conversation
  }
}

extension Roles {
  /// Whether the conversations of rows hold the texts of this column, and are no longer theirs when it changes.
  func isOfConversation(_ name: String) -> Bool {
    conversation != nil && [question, input, answer, conversation].contains(name)
  }

  /// The pairs of names in use, the surest first.
  static let pairs = [
    ("instruction", "output"), ("instruction", "response"), ("instruction", "completion"), ("instruction", "answer"),
    ("instruction", "solution"), ("prompt", "completion"), ("prompt", "canonical_solution"), ("prompt", "response"),
    ("prompt", "output"), ("prompt", "code"), ("question", "answer"), ("question", "response"),
    ("question", "solution"),
    ("problem", "solution"), ("problem", "answer"), ("query", "response"), ("query", "answer"), ("text", "code"),
    ("input", "output"), ("prompt", "chosen"), ("question", "chosen"), ("instruction", "chosen"),
  ]

  /// The roles of columns by their names alone.
  static func detected(_ rows: Rows, _ texts: Set<String>) -> Roles {
    detected(names: rows.names, texts: texts, question: nil, answer: nil)
  }

  /// The roles of the columns `names`, of which `texts` hold texts.
  ///
  /// A name the user gave wins. Without a known pair, a column `text` makes plain text rows: an answer, no question.
  static func detected(names: [String], texts: Set<String>, question: String?, answer: String?) -> Roles {
    var roles = Roles()
    if question == nil, answer == nil, ProblemResultRows.are(names) {
      // The problem's name is no question.
      return Roles(
        question: texts.contains("question") ? "question" : nil, answer: texts.contains("answer") ? "answer" : nil)
    }
    if question != nil || answer != nil {
      let partner = pairs.first { pair in
        texts.contains(pair.0) && texts.contains(pair.1) && (question ?? pair.0) == pair.0
          && (answer ?? pair.1) == pair.1
      }
      roles.question = question ?? partner?.0 ?? pairs.first { texts.contains($0.0) && $0.0 != answer }?.0
      roles.answer = answer ?? partner?.1 ?? pairs.first { texts.contains($0.1) && $0.1 != question }?.1
    } else if let pair = pairs.first(where: { texts.contains($0.0) && texts.contains($0.1) }) {
      roles.question = pair.0
      roles.answer = pair.1
    } else if texts.contains("text") {
      roles.answer = "text"
    }
    if roles.question == "instruction", roles.answer != "input", texts.contains("input") { roles.input = "input" }
    if roles.question != nil, roles.question != "text", roles.answer != "text", texts.contains("text") {
      roles.plainText = "text"
    }
    return roles
  }
}

/// Rows that say what became of answers to problems: those that `eval problems` saves, and other programs' read as such.
enum ProblemResultRows {
  /// By the columns `problem` and `verdict`, with one that no other rows have.
  static func are(_ names: [String]) -> Bool {
    names.contains("problem") && names.contains("verdict")
      && (names.contains("extraction") || names.contains("passes_plus"))
  }
}

/// The columns that cact adds; a file's columns of these names are renamed on loading.
public enum OwnColumns {
  /// Their names.
  public static let names: Set<String> = [
    "row", "tokens", "answer_tokens", "ifd", "loss_cond", "loss_direct", "cluster", "embedding",
  ]

  /// `file_NAME`, with as many `file_` as make it new among `taken`.
  static func renamed(_ name: String, taken: Set<String>) -> String {
    var name = "file_" + name
    while taken.contains(name) || names.contains(name) { name = "file_" + name }
    return name
  }
}
