/// What became of every row that entered a stage: `rowsIn` = `kept` + dropped + failed.
///
/// Dropped: set aside on purpose. Failed: the stage could not do its work on the row. Reduced: kept, but without something
/// that the row had. Tokens cut belong to rows that are kept.
public struct Ledger: Sendable, Codable, Equatable {
  /// The rows that share one reason.
  public struct Entry: Sendable, Codable, Equatable {
    /// In the user's words, as it stands after the number: "ifd >= 1", "no answer".
    public var reason: String
    /// How many rows there are.
    public var count: Int
    /// The field at fault, where there is one.
    public var field: String?
    /// The first few rows, by their 1-based number in the file.
    public var examples: [Int]
    /// All of them that have a number; kept beside a result by those who remember it, and not with the ledger.
    public private(set) var rows: [Int] = []
    /// What is known of single rows beyond the reason that they share, by their numbers, in words that take its place: "near twin of
    /// row 12". Kept where `rows` is.
    public private(set) var details: [Int: String] = [:]

    private enum CodingKeys: String, CodingKey { case reason, count, field, examples }

    /// By what the ledger keeps: not by which rows all of them are.
    public static func == (a: Entry, b: Entry) -> Bool {
      a.reason == b.reason && a.count == b.count && a.field == b.field && a.examples == b.examples
    }

    /// Rows that share a reason.
    public init(reason: String, count: Int, field: String? = nil, examples: [Int] = []) {
      self.reason = reason
      self.count = count
      self.field = field
      self.examples = examples
      rows = examples
    }

    /// One more row, by its number in the file where it has one, and what is known of it alone.
    public mutating func count(_ row: Int?, detail: String? = nil) {
      count += 1
      guard let row else { return }
      rows.append(row)
      if let detail { details[row] = detail }
      if examples.count < Self.exampleLimit { examples.append(row) }
    }

    /// Rows of another file, whose numbers go on behind `count` others.
    fileprivate mutating func add(_ other: Entry, behind count: Int) {
      self.count += other.count
      rows += other.rows.map { $0 + count }
      for (row, detail) in other.details { details[row + count] = detail }
      examples += other.examples.map { $0 + count }.prefix(Self.exampleLimit - examples.count)
    }

    private static let exampleLimit = 5
  }

  /// Rows that entered.
  public var rowsIn: Int
  /// Rows that left.
  public var kept: Int
  /// Rows that were set aside, by reason.
  public var dropped: [Entry]
  /// Rows on which the stage could not do its work, by reason.
  public var failed: [Entry]
  /// Of the kept rows, those that lost something, each row once: "without the system message".
  public var reduced: [Entry] = []
  /// Tokens cut from rows that are kept.
  public var tokensCut: Int
  /// Whole sentences that the reader should see once: a renamed column, a repeated key.
  public var notes: [String]
  /// Of the kept rows, where they were read and any is more than a question and its answer. Not stored.
  public var turns: Turns?

  /// Turns of rows.
  public struct Turns: Sendable, Equatable {
    /// Whoever speaks.
    public var all = 0
    /// Answers that are learned.
    public var learned = 0
  }

  private enum CodingKeys: String, CodingKey { case rowsIn, kept, dropped, failed, reduced, tokensCut, notes }

  /// An account; nothing is reduced.
  public init(
    rowsIn: Int = 0, kept: Int = 0, dropped: [Entry] = [], failed: [Entry] = [], tokensCut: Int = 0,
    notes: [String] = []
  ) {
    self.rowsIn = rowsIn
    self.kept = kept
    self.dropped = dropped
    self.failed = failed
    self.tokensCut = tokensCut
    self.notes = notes
  }

  /// Rows that were set aside, for whatever reason.
  public var droppedCount: Int { dropped.reduce(0) { $0 + $1.count } }
  /// Rows that failed, for whatever reason.
  public var failedCount: Int { failed.reduce(0) { $0 + $1.count } }
  /// Rows that lost something, whatever it was.
  public var reducedCount: Int { reduced.reduce(0) { $0 + $1.count } }

  /// Whether every row that came in is accounted for.
  public var isBalanced: Bool { rowsIn == kept + droppedCount + failedCount && reducedCount <= kept }

  /// One more row (1-based number in its file) set aside on purpose.
  ///
  /// - Parameter detail: of this row alone, in words that may stand in place of the reason.
  public mutating func drop(_ reason: String, field: String? = nil, row: Int? = nil, detail: String? = nil) {
    Self.add(to: &dropped, reason, field, row, detail)
  }

  /// One more row (1-based number in its file) that failed.
  public mutating func fail(_ reason: String, field: String? = nil, row: Int? = nil) {
    Self.add(to: &failed, reason, field, row)
  }

  /// The account of rows that come behind these; their numbers go on.
  mutating func add(_ other: Ledger) {
    for list in [\Ledger.dropped, \.failed, \.reduced] {
      for entry in other[keyPath: list] {
        let place =
          self[keyPath: list].firstIndex { $0.reason == entry.reason && $0.field == entry.field }
          ?? self[keyPath: list].count
        if place == self[keyPath: list].count {
          self[keyPath: list].append(Entry(reason: entry.reason, count: 0, field: entry.field))
        }
        self[keyPath: list][place].add(entry, behind: rowsIn)
      }
    }
    rowsIn += other.rowsIn
    kept += other.kept
    tokensCut += other.tokensCut
    notes += other.notes
    if let theirs = other.turns {
      turns = Turns(all: (turns?.all ?? 0) + theirs.all, learned: (turns?.learned ?? 0) + theirs.learned)
    }
  }

  private static func add(
    to entries: inout [Entry], _ reason: String, _ field: String?, _ row: Int?, _ detail: String? = nil
  ) {
    let place = entries.firstIndex { $0.reason == reason && $0.field == field } ?? entries.count
    if place == entries.count { entries.append(Entry(reason: reason, count: 0, field: field)) }
    entries[place].count(row, detail: detail)
  }
}
