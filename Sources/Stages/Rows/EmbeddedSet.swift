import Digests
import Packing
import Pipeline
import Rows
import Work

/// Rows that come with cact, and those held out beside them.
struct EmbeddedSet {
  /// As `load` says it.
  let name: String
  /// File names below the folder `share`.
  let rows: String
  let sealed: String
  var target: String?
  var search: String?
  /// Where the held-out rows come from.
  let origin: String

  /// Python tasks with planted defects.
  static let teaching = EmbeddedSet(
    name: "teaching set (synthetic, defects planted)", rows: "teaching/train.jsonl", sealed: "teaching/heldout.jsonl",
    origin: "on other topics")
  /// Many kinds of work, of which one, functions in Python, is what the model should be good at.
  static let mixed = EmbeddedSet(
    name: "mixed set (synthetic, 13 kinds of work)", rows: "mixed/train.jsonl", sealed: "mixed/sealed.jsonl",
    target: "mixed/target.jsonl", search: "mixed/search.jsonl", origin: "Python functions")

  /// The set that a call of `load` without a path means.
  init(of call: BoundCall) { self = call.flag("mixed") ? Self.mixed : Self.teaching }

  private init(
    name: String, rows: String, sealed: String, target: String? = nil, search: String? = nil, origin: String
  ) {
    (self.name, self.rows, self.sealed, self.target, self.search) = (name, rows, sealed, target, search)
    self.origin = origin
  }

  func path() throws -> String { try SharedFiles.path(rows) }

  /// How many of the held-out rows judge; nil where their files cannot be read.
  func judges(_ work: Work) -> Estimate.Judges? {
    func count(_ file: String) -> Double? {
      (try? RowReader.peek(path: SharedFiles.path(file), work: work)).map { Double($0.count) }
    }
    return count(sealed).map { Estimate.Judges(search: search.flatMap(count) ?? 0, sealed: $0) }
  }

  /// The content of its files.
  func inputs() throws -> [FileInput] {
    try [("rows", rows), ("held out", sealed), ("target", target), ("search", search)].compactMap { name, file in
      try file.map { FileInput(name, try ContentDigest.of(file: SharedFiles.path($0))) }
    }
  }

  /// The rows beside it, counted by the model of the settings.
  func heldOut(_ context: RunContext) throws -> HeldOutRows {
    func read(_ file: String) throws -> Rows {
      let rows = try RowReader.read(path: SharedFiles.path(file), work: context.work).0
      return try LoadedColumns.adding(to: rows, context)
    }
    return HeldOutRows(
      rows: try read(sealed), target: try target.map(read), search: try search.map(read), origin: origin)
  }
}
