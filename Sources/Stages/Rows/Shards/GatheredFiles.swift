import Diagnostics
import Digests
import Foundation
import Pipeline
import Quantities
import Rows
import Work

/// Files of shards, of which is made sure that they are those of one run.
struct GatheredFiles {
  struct File {
    /// As the user wrote it, or a pattern found it.
    var path: String
    var note: ShardNote
    var facts: SavedNote.Facts
    /// Of its content.
    var digest: ContentDigest
  }

  /// One of each shard that is there, in their order; at least one.
  let files: [File]
  /// Files that are the same shard as another, byte for byte.
  let repeated: [(path: String, of: String)]
  /// Shards of which there is no file.
  let missing: [ShardNumber]

  /// What all are of.
  var pool: PoolShard { files[0].note.pool }

  /// The files of a call, each once, in the order of their paths. Throws `RowError` for a pattern that nothing matches.
  static func paths(_ call: BoundCall) throws -> [String] {
    var known: Set<String> = []
    return try call.strings("files").flatMap { try RowFiles($0).paths }.filter { known.insert($0).inserted }
  }

  /// - Throws: `RowError` for a file that is not there, damaged or cut short; `Diagnostic` for files that do not go together, and for
  ///   shards that are missing unless the call goes on without them; `Interrupted`.
  init(_ call: BoundCall, _ work: Work) throws {
    let place = call.span(of: "files")
    func refusal(
      _ message: String, _ label: String, notes: [String] = [], helps: [Diagnostic.Help] = []
    ) -> Diagnostic {
      Diagnostic(StageCodes.notGathered, message, at: place, label: label, notes: notes, helps: helps)
    }
    var found: [Int: File] = [:]
    var repeated: [(path: String, of: String)] = []
    var first: File?
    for path in try Self.paths(call) {
      let file = try Self.file(path, work)
      guard let file else {
        throw refusal(
          "\(path) is no shard: nothing of `load … shard` is noted beside it", "not of a job array",
          helps: [
            .init(
              "what `save` notes stands in \((WrittenFile(path).sidecar as NSString).lastPathComponent) in the same folder, and is copied with the file"
            )
          ])
      }
      let reference = first ?? file
      first = reference
      if let difference = ShardDifference(reference, file) {
        throw refusal("\(path) does not go with \(reference.path): \(difference.words)", "not of one run")
      }
      let number = file.note.pool.shard.number
      guard let other = found[number] else {
        found[number] = file
        continue
      }
      guard other.digest == file.digest, other.note.numbers == file.note.numbers else {
        throw refusal(
          "\(path) and \(other.path) are both shard \(file.note.pool.shard), and differ", "one shard twice",
          helps: [.init("leave one of them out")])
      }
      repeated.append((path, other.path))
    }
    guard let first else { throw InternalError("`gather` without a file") }
    files = found.sorted { $0.key < $1.key }.map(\.value)
    self.repeated = repeated
    let pool = first.note.pool
    missing = pool.shard.all.filter { found[$0.number] == nil }
    guard let next = missing.first, !call.flag("partial") else { return }
    let rows = missing.reduce(0) { $0 + pool.rows($1) }
    throw refusal(
      (missing.count == 1 ? "shard \(next) is missing" : "\(missing.count) of \(pool.shard.count) shards are missing")
        + ": \(Figures.count(rows)) of the \(Figures.rows(pool.poolRows)) of \(pool.path)",
      missing.count == 1 ? "shard \(next.number) is not among these" : "not among these",
      notes: missing.count == 1
        ? []
        : missing.prefix(Self.mostNamed).map { "shard \($0): \(Figures.rows(pool.rows($0)))" }
          + (missing.count > Self.mostNamed ? ["… and \(missing.count - Self.mostNamed) more"] : []),
      helps: [
        .init("make \(missing.count == 1 ? "it" : "the first"): `\(first.note.line(making: next))`"),
        .init("`partial` goes on without \(missing.count == 1 ? "it" : "them")"),
      ])
  }

  private static let mostNamed = 20

  /// nil for a file that is not noted as a shard.
  private static func file(_ path: String, _ work: Work) throws -> File? {
    guard FileManager.default.fileExists(atPath: (path as NSString).expandingTildeInPath) else {
      throw RowError(
        .missing, file: path, "there is no such file",
        help: SavedNote.shard(beside: path).map {
          "shard \($0.pool.shard) was saved there: \(Figures.rows($0.numbers.count))"
        })
    }
    switch try SavedNote.of(path, work: work) {
    case .absent: return nil
    case .current(let facts):
      guard let note = facts.shard else { return nil }
      return File(path: path, note: note, facts: facts, digest: try ContentDigest.of(file: path, work: work))
    case .stale:
      guard let note = SavedNote.shard(beside: path) else { return nil }
      throw RowError(
        .damaged, file: path, "not as it was saved: " + (try damage(path, note, work)),
        help: "copy it again, or make it again: `\(note.line(making: note.pool.shard))`")
    }
  }

  /// What is wrong with a file whose digest is not the one that was noted.
  private static func damage(_ path: String, _ note: ShardNote, _ work: Work) throws -> String {
    let written = "\(Figures.rows(note.numbers.count)) of shard \(note.pool.shard) were written"
    do {
      let found = try RowReader.read(path: path, work: work).1.rowsIn
      return found == note.numbers.count
        ? "\(written), and as many are there, of another content"
        : "\(written), and \(Figures.count(found)) are there"
    } catch let error as RowError {
      return "\(written), and \(error.code == .empty ? "none is there" : error.message)"
    }
  }

  /// The rows of all files in the pool's order, with their numbers in it.
  ///
  /// - Throws: `RowError` for a file that does not hold what was written; `Interrupted`.
  func rows(_ work: Work) throws -> Rows {
    var digest = ContentDigest.Builder()
    for file in files { digest.update(file.digest) }
    let source = RowSource(path: pool.path, digest: digest.finalize())
    let form = files[0].note.form
    let parts = try self.parts(source, work)
    guard let joined = Rows.joined(parts[...]) else { return form.none(source: source) }
    let numbers = files.flatMap(\.note.numbers)
    guard Set(numbers).count == numbers.count, numbers.count == joined.count else {
      throw RowError(.damaged, file: files[0].path, "what is noted beside the shards gives a row to two of them")
    }
    let order = numbers.indices.sorted { numbers[$0] < numbers[$1] }
    let rows = joined.taking(order)
    // A column of vectors that no row has is in none of the parts, and in no file.
    let there = form.names.indices.filter { rows.names.contains(form.names[$0]) }
    return Rows(
      names: there.map { form.names[$0] },
      columns: there.compactMap { place in rows.names.firstIndex(of: form.names[place]).map { rows.columns[$0] } },
      rowNumbers: order.map { numbers[$0] }, roles: form.roles, source: source)
  }

  /// The rows of each file that has any, their columns of one kind each.
  private func parts(_ source: RowSource, _ work: Work) throws -> [Rows] {
    var parts: [(path: String, rows: Rows)] = []
    for file in files where !file.note.numbers.isEmpty {
      var options = ReadOptions()
      options.savedColumns = file.facts.columns
      options.form = file.note.form
      let (rows, ledger) = try RowReader.read(path: file.path, options: options, work: work)
      guard rows.count == file.note.numbers.count, ledger.failed.isEmpty else {
        throw RowError(
          .damaged, file: file.path,
          "\(Figures.rows(file.note.numbers.count)) were written, and \(Figures.count(rows.count)) can be read")
      }
      parts.append((file.path, rows))
    }
    guard !parts.isEmpty else { return [] }
    let forms = files[0].note.form.kinds
    var columns = parts.map { _ in [Column]() }
    for (place, name) in files[0].note.form.names.enumerated() {
      let all = parts.map(\.rows.columns[place])
      let said = Set(all.filter { !$0.hasNoValue }.map(\.kind))
      let kind = said == [.integer, .number] ? .number : said.first ?? all[0].kind
      for (part, column) in all.enumerated() {
        // Of vectors that nothing has the length is not known: `joined` leaves the place empty.
        guard let same = column.asKind(kind) ?? (kind == .vector && column.hasNoValue ? column : nil) else {
          throw RowError(
            .damaged, file: parts[part].path, field: name,
            "its values are of kind \(column.kind.rawValue), and those of other shards of kind \(kind.rawValue)",
            help: "a column whose values are of several kinds is derived behind `gather`")
        }
        columns[part].append(same)
      }
    }
    return zip(parts, columns).map { part, columns in
      let names = part.rows.names.indices.filter { forms[$0] != .vector || columns[$0].kind == .vector }
      return Rows(
        names: names.map { part.rows.names[$0] }, columns: names.map { columns[$0] }, rowNumbers: part.rows.rowNumbers,
        roles: part.rows.roles, source: source)
    }
  }
}
