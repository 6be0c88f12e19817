import Numerics
public import Work

/// Finds rows that tell the problems of a file: a run of words of a statement, or a solution (`CodeForm`).
///
/// A word is a run of letters, digits, `_` and bytes of other alphabets, in lower case; all else separates words, so that neither
/// Markdown nor comments nor line ends count. A statement of fewer words than a run is looked for as a whole, if it has at least
/// `leastWords`. Not looked for are runs of which half or more are numbers or single letters, as of an alphabet, and those that more than `sharedBy` problems have:
/// they are the file's manner of speaking.
public struct Contamination: Sendable {
  /// What a row tells of a problem.
  public struct Hit: Sendable, Equatable {
    /// The problem that most is told of; its place.
    public var problem: Int
    /// Runs of its words in the row; 0: it is the solution alone.
    public var runs: Int
    /// Whether the row has its solution.
    public var hasSolution: Bool

    /// A hit that was found elsewhere.
    public init(problem: Int, runs: Int, hasSolution: Bool) {
      (self.problem, self.runs, self.hasSolution) = (problem, runs, hasSolution)
    }
  }

  /// Words of a run where nobody says otherwise.
  public static let usualRun = 13
  /// Shorter statements are no statement by which a problem could be known.
  static let leastWords = 8
  static let sharedBy = 2

  private let runLength: Int
  /// By their length: the hash of a run to the problems that have it.
  private var runs: [Int: [UInt64: [Int32]]] = [:]
  private var forms: [UInt64: [Int32]] = [:]

  /// Makes ready to look for the problems. O(bytes).
  ///
  /// - Parameter runLength: words of a run; at least 5.
  public init(_ problems: [Problem], runLength: Int) {
    self.runLength = runLength
    for (place, problem) in problems.enumerated() {
      var own: [Int: Set<UInt64>] = [:]
      for statement in problem.statements {
        let words = WordHashes(statement)
        let length = min(runLength, words.count)
        guard length >= min(Self.leastWords, runLength) else { continue }
        words.forEachRun(of: length) { hash, little in
          if 2 * little < length { own[length, default: []].insert(hash) }
        }
      }
      for (length, hashes) in own {
        for hash in hashes { runs[length, default: [:]][hash, default: []].append(Int32(place)) }
      }
      let function = problem.function
      for form in Set(problem.solutions.flatMap { CodeForm.all($0, bodyOf: function) }) {
        forms[form, default: []].append(Int32(place))
      }
    }
    for length in runs.keys { runs[length] = runs[length]?.filter { $0.value.count <= Self.sharedBy } }
  }

  /// What each of many rows tells; nil: nothing. O(bytes). The same for any number of threads.
  ///
  /// - Parameters:
  ///   - passes: who reads the rows; nil: this process.
  ///   - texts: a row's parts; called from several threads.
  /// - Throws: `Interrupted` when `work` is cancelled; what `passes` throws.
  public func hits(
    count: Int, label: String = "decontaminate", work: Work = .silent, passes: TextPasses<[Hit]>? = nil,
    texts: (Int) -> [ArraySlice<UInt8>]
  ) throws -> [Hit?] {
    try allHits(count: count, label: label, work: work, passes: passes, texts: texts).map { $0.first }
  }

  /// The same with every problem that a row tells, in the order of `hits(_:)`.
  public func allHits(
    count: Int, label: String, work: Work = .silent, passes: TextPasses<[Hit]>? = nil,
    texts: (Int) -> [ArraySlice<UInt8>]
  ) throws -> [[Hit]] {
    try TextBlocks.all(count, label: label, work: work, passes: passes) { rows in
      Parallel.map(rows.count) { work.cancellation.isCancelled ? [] : hits(texts(rows.lowerBound + $0)) }
    }
  }

  /// What one row tells most of; nil: nothing.
  public func hit(_ texts: [ArraySlice<UInt8>]) -> Hit? { hits(texts).first }

  /// All that one row tells: solutions first, then what most runs are of, then the first of the file.
  public func hits(_ texts: [ArraySlice<UInt8>]) -> [Hit] {
    var found: [Int32: Set<UInt64>] = [:]
    let words = WordHashes(texts.joined(separator: CollectionOfOne(0x0A)))
    for (length, known) in runs {
      words.forEachRun(of: length) { hash, _ in
        for problem in known[hash] ?? [] { found[problem, default: []].insert(hash) }
      }
    }
    var solved: Set<Int32> = []
    for text in texts {
      let blocks = FencedCode.blocks(of: text).map(\.code)
      for code in blocks.isEmpty ? [Array(text)] : blocks {
        for form in CodeForm.all(code) { solved.formUnion(forms[form] ?? []) }
      }
    }
    return Set(found.keys).union(solved)
      .map { Hit(problem: Int($0), runs: found[$0]?.count ?? 0, hasSolution: solved.contains($0)) }
      .sorted { ($1.hasSolution ? 1 : 0, $1.runs, $0.problem) < ($0.hasSolution ? 1 : 0, $0.runs, $1.problem) }
  }
}

/// The words of a text, each a hash.
private struct WordHashes {
  private var hashes: [UInt64] = []
  /// Numbers and single letters.
  private var saysLittle: [Bool] = []

  var count: Int { hashes.count }

  init(_ text: some Sequence<UInt8>) {
    var hash = Shingles.start
    var (length, digits) = (0, 0)
    func isWord(_ b: UInt8) -> Bool { Shingles.isWord(b) }
    for byte in text {
      if isWord(byte) {
        hash = Shingles.extend(hash, byte &- 0x41 < 26 ? byte | 0x20 : byte)
        length += 1
        if byte &- 0x30 < 10 { digits += 1 }
        continue
      }
      if length > 0 {
        hashes.append(Shingles.mix(hash))
        saysLittle.append(length == 1 || digits == length)
      }
      (hash, length, digits) = (Shingles.start, 0, 0)
    }
    if length > 0 {
      hashes.append(Shingles.mix(hash))
      saysLittle.append(length == 1 || digits == length)
    }
  }

  /// Each run of so many words: its hash, and how many of them say little. Each in constant time.
  func forEachRun(of length: Int, _ body: (_ hash: UInt64, _ little: Int) -> Void) {
    guard length > 0, length <= hashes.count else { return }
    let factor: UInt64 = 0x9e37_79b9_7f4a_7c15
    let last = (1..<length).reduce(UInt64(1)) { power, _ in power &* factor }
    var (sum, little): (UInt64, Int) = (0, 0)
    for place in hashes.indices {
      if place >= length {
        sum = sum &- hashes[place - length] &* last
        if saysLittle[place - length] { little -= 1 }
      }
      sum = sum &* factor &+ hashes[place]
      if saysLittle[place] { little += 1 }
      if place >= length - 1 { body(Shingles.mix(sum), little) }
    }
  }
}
