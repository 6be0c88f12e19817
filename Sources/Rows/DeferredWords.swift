import Synchronization
public import Work

/// Words of rows, few of them different, that cost more to find than reading the rows does: found when something first asks
/// for them, once, and shared by all columns that are taken from them.
public final class DeferredWords: Sendable {
  /// The words of rows (places from 0, ascending or not), one for each; nil where a row has none.
  public typealias Make = @Sendable (_ rows: [Int], _ work: Work) throws -> [String?]

  let counts: DeferredCounts
  private let words: WordNumbers

  /// - Parameter count: rows.
  public init(count: Int, make: @escaping Make) {
    let words = WordNumbers()
    self.words = words
    counts = DeferredCounts(count: count, lists: 1) { rows, work in
      [words.numbers(of: try make(rows, work))]
    }
  }

  /// Those of these rows. Throws `Interrupted` when `work` is cancelled, and what finding them throws.
  func values(rows: [Int], work: Work) throws -> [String?] {
    words.words(numbered: try counts.values(list: 0, rows: rows, work: work))
  }
}

/// Numbers for words, from 1 as they come; 0 stands for none.
private final class WordNumbers: Sendable {
  private struct Known {
    var words: [String] = []
    var numbers: [String: Int32] = [:]
  }
  private let known = Mutex(Known())

  func numbers(of words: [String?]) -> [Int32] {
    known.withLock { known in
      words.map { word in
        guard let word else { return 0 }
        if let number = known.numbers[word] { return number }
        known.words.append(word)
        let number = Int32(known.words.count)
        known.numbers[word] = number
        return number
      }
    }
  }

  func words(numbered numbers: [Int64]) -> [String?] {
    known.withLock { known in numbers.map { $0 > 0 ? known.words[Int($0) - 1] : nil } }
  }
}

/// The words of some rows as a column has them.
final class DeferredTexts: DeferredValues {
  let words: DeferredWords
  let rows: [Int]
  private let found = AtomicLazyReference<Found>()

  private final class Found: Sendable {
    let texts: TextColumn
    init(_ texts: TextColumn) { self.texts = texts }
  }

  init(_ words: DeferredWords, rows: [Int]) {
    self.words = words
    self.rows = rows
  }

  var isKnown: Bool { found.load() != nil || words.counts.isKnown(rows) }

  func settle(_ work: Work) throws {
    if found.load() == nil { _ = found.storeIfNil(Found(TextColumn(try words.values(rows: rows, work: work)))) }
  }

  var made: TextColumn {
    if let found = found.load() { return found.texts }
    // Nobody can interrupt silent work; where the words cannot be found, whoever settles the column is told.
    try? settle(.silent)
    return found.load()?.texts ?? TextColumn(rows.map { _ in nil })
  }
}
