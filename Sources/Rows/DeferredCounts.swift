import Synchronization
public import Work

/// Counts of rows that cost more to make than reading the rows does, made when something first asks for them, once, and
/// shared by all columns that are taken from them. Several lists are made together: `tokens` and `answer_tokens` come out
/// of one encoding.
public final class DeferredCounts: Sendable {
  /// The lists' values for rows (places from 0, ascending or not), each list as long as `rows`.
  public typealias Make = @Sendable (_ rows: [Int], _ work: Work) throws -> [[Int32]]

  private let make: Make
  private let lists: Mutex<[[Int32]]>
  private static let unknown: Int32 = -1

  /// - Parameters:
  ///   - count: rows.
  ///   - lists: how many lists `make` returns.
  public init(count: Int, lists: Int, make: @escaping Make) {
    self.make = make
    self.lists = Mutex(Array(repeating: Array(repeating: Self.unknown, count: count), count: lists))
  }

  /// A list's values for these rows; those that are not known yet are made, by one caller at a time.
  /// Throws `Interrupted` when `work` is cancelled, and what `make` throws; what was known stays.
  public func values(list: Int, rows: [Int], work: Work) throws -> [Int64] {
    try lists.withLock { lists in
      let wanted = rows.filter { lists[list][$0] == Self.unknown }
      if !wanted.isEmpty {
        for (list, values) in try make(wanted, work).enumerated() {
          for (row, value) in zip(wanted, values) { lists[list][row] = value }
        }
      }
      return rows.map { Int64(lists[list][$0]) }
    }
  }

  /// Puts in what was remembered elsewhere: for each list, the values of `rows`.
  public func fill(_ values: [[Int32]], rows: [Int]) {
    lists.withLock { lists in
      for (list, values) in values.enumerated() where list < lists.count {
        for (row, value) in zip(rows, values) { lists[list][row] = value }
      }
    }
  }

  func isKnown(_ rows: [Int]) -> Bool {
    lists.withLock { lists in rows.allSatisfy { lists[0][$0] != Self.unknown } }
  }
}

/// One list of `DeferredCounts` for some of its rows.
final class DeferredColumn: DeferredValues {
  let counts: DeferredCounts
  let list: Int
  let rows: [Int]
  private let made = AtomicLazyReference<Values>()

  private final class Values: Sendable {
    let values: [Int64]
    init(_ values: [Int64]) { self.values = values }
  }

  init(_ counts: DeferredCounts, list: Int, rows: [Int]) {
    self.counts = counts
    self.list = list
    self.rows = rows
  }

  /// Whether reading costs nothing any more.
  var isKnown: Bool { made.load() != nil || counts.isKnown(rows) }

  func settle(_ work: Work) throws {
    if made.load() == nil { _ = made.storeIfNil(Values(try counts.values(list: list, rows: rows, work: work))) }
  }

  var values: [Int64] {
    if let made = made.load() { return made.values }
    // Nobody can interrupt silent work; a tokenizer that cannot count says so where the column is settled.
    try? settle(.silent)
    return made.load()?.values ?? rows.map { _ in -1 }
  }
}
