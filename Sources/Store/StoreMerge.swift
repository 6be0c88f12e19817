public import Digests
import Documents
import Foundation
import GRDB
public import Work

extension ResultStore {
  /// Takes what other stores remember, but for what is here, what is damaged, and what the limit would have evicted at once:
  /// values, values of rows, files, speeds, digests of files and looks at held-out rows. Each keeps the times when it was made and
  /// used. Sessions' pins and unfinished work stay where they are.
  ///
  /// What is done is done for good, so that a merge that was interrupted or killed is finished by the same one. A source that cannot
  /// be read on is named in the report, and the others go on.
  /// - Parameter report: what has been done so far, also when this throws.
  /// - Throws: `StoreError` of this store; `Interrupted`.
  public func merge(_ sources: [StoreSource], work: Work, report: inout MergeReport) throws {
    var merge = StoreMerge(target: self, work: work)
    defer { report = merge.report }
    let plans = try merge.plans(sources)
    for plan in plans {
      do { try merge.take(plan) } catch is Interrupted { throw merge.interruption }
    }
    try evict()
  }
}

/// That the store which is read cannot be read on, and not the one that is written.
struct SourceFailure: Error {
  let error: StoreError
}

/// What is to be taken from a source.
struct MergePlan {
  let source: StoreSource
  /// In the order in which they are taken.
  var values: [ValueEntry] = []
  var kinds: [Int64: KindEntry] = [:]
  /// Kinds for which there is room.
  var wanted: Set<Int64> = []
}

/// A merge as it goes on.
struct StoreMerge {
  let target: ResultStore
  let work: Work
  var report = MergeReport()
  /// Bytes that are to be taken, and that were, or turned out to need no taking.
  private var total = 0.0
  private var done = 0.0

  init(target: ResultStore, work: Work) {
    self.target = target
    self.work = work
  }

  /// Small values of one transaction: so many, and so many bytes.
  private static let batchCount = 256
  private static let batchBytes = 8 << 20

  // MARK: - The plan

  /// What of the sources would stay if all of it were taken and the store then evicted what was used least lately.
  mutating func plans(_ sources: [StoreSource]) throws -> [MergePlan] {
    var plans: [MergePlan] = []
    for source in sources {
      do {
        plans.append(
          try Self.reading { MergePlan(source: source, values: try source.values(), kinds: try source.kinds()) })
      } catch let failure as SourceFailure {
        report.failures.append(failure.error)
      }
    }
    var seen: Set<ContentDigest> = []
    var held: [(used: Double, bytes: Double)] = []
    try target.read { database in
      let pins = Set(try Data.fetchAll(database, sql: "SELECT DISTINCT key FROM pin WHERE typeof(key) = 'blob'"))
      var files: Set<ContentDigest> = []
      for entry in try Row.fetchAll(database, sql: ValueEntry.query).map(ValueEntry.init) {
        guard let key = entry.key else { continue }
        seen.insert(key)
        let isCounted = entry.file.map { files.insert($0).inserted } ?? true
        held.append((pins.contains(key.data) ? .infinity : entry.used, isCounted ? Double(entry.size) : 0))
      }
      for row in try Row.fetchAll(database, sql: "SELECT size, used FROM row_kind") {
        held.append(
          ((try? row.decode(Double.self, atIndex: 1)) ?? 0, max(0, (try? row.decode(Double.self, atIndex: 0)) ?? 0)))
      }
    }
    // By the time of use, all together; a place in a plan for those of the sources.
    enum Item { case held, value(plan: Int, ValueEntry), kind(plan: Int, Int64) }
    var items = held.map { (used: $0.used, bytes: $0.bytes, item: Item.held) }
    for (place, plan) in plans.enumerated() {
      for value in plan.values {
        let isNew = value.key.map { seen.insert($0).inserted } ?? false
        items.append((value.used, isNew ? Double(value.size) : 0, .value(plan: place, value)))
      }
      for (id, kind) in plan.kinds { items.append((kind.used, Double(kind.size), .kind(plan: place, id))) }
      plans[place].values = []
    }
    var taken = 0.0
    for (_, bytes, item) in items.sorted(by: { $0.used > $1.used }) {
      taken += bytes
      // What adds nothing is looked at all the same: it may be here, or damaged here.
      let fits = taken <= Double(target.limitBytes) || bytes == 0
      switch item {
      case .held: break
      case .value(let place, let value):
        if fits { plans[place].values.append(value) } else { report.valuesLeftOut += 1 }
        if fits { total += bytes }
      case .kind(let place, let id):
        if fits {
          plans[place].wanted.insert(id)
        } else if plans[place].kinds[id]?.isRecipe == false {
          report.kindsLeftOut += 1
        }
        if fits { total += bytes }
      }
    }
    return plans
  }

  // MARK: - Taking

  /// What can be read is taken, also where other parts cannot.
  mutating func take(_ plan: MergePlan) throws {
    let before = report.failures.count
    for part in 0..<3 {
      do {
        switch part {
        case 0: try takeNotes(plan.source)
        case 1: try takeRows(plan)
        default: try takeValues(plan)
        }
      } catch let failure as SourceFailure where report.failures.count == before {
        report.failures.append(failure.error)
      } catch is SourceFailure {}
    }
  }

  private mutating func takeValues(_ plan: MergePlan) throws {
    var small: [ValueEntry] = []
    var bytes = 0
    for value in plan.values {
      if value.file != nil {
        try takeFile(value, plan.source)
        continue
      }
      small.append(value)
      bytes += value.size
      if small.count == Self.batchCount || bytes >= Self.batchBytes {
        try takeSmall(small, plan.source)
        (small, bytes) = ([], 0)
      }
    }
    try takeSmall(small, plan.source)
  }

  /// Errors of what is read, apart from those of what is written.
  private static func reading<T>(_ body: () throws -> T) throws -> T {
    do { return try body() } catch let error as StoreError { throw SourceFailure(error: error) }
  }

  private mutating func tell(_ bytes: Int) {
    done += Double(bytes)
    work.progress(
      WorkProgress(label: "merge", done: (done / 1e6).rounded(), total: max(1, (total / 1e6).rounded()), unit: "MB"))
  }

  private func check() throws { if work.cancellation.isCancelled { throw interruption } }

  var interruption: Interrupted { Interrupted(done: report.values, total: 0, what: "", kept: "what was merged so far") }

  private mutating func takeNotes(_ source: StoreSource) throws {
    try check()
    let notes = try Self.reading { try source.notes() }
    for name in notes.damaged { report.damage.add(name, in: source.directory) }
    let before = report.notes
    report.notes = before + (try target.write { try Self.insert(notes, $0) })
  }

  private static func insert(_ notes: StoreNotes, _ database: Database) throws -> Int {
    var count = 0
    for rate in notes.rates {
      try database.execute(
        sql: "INSERT OR IGNORE INTO rate (name, value, measured, sum) VALUES (?, ?, ?, ?)",
        arguments: [rate.name, rate.value, rate.measured, rate.sum])
      count += database.changesCount
    }
    for entry in notes.digests { count += try ResultStore.remember(entry, database) }
    for look in notes.looks {
      try look.insert(database)
      count += database.changesCount
    }
    return count
  }

  private mutating func takeRows(_ plan: MergePlan) throws {
    var start: Int64? = .min
    while let from = start {
      try check()
      let batch = try Self.reading { try plan.source.rows(from: from, plan.kinds) }
      for name in batch.damaged { report.damage.add(name, in: plan.source.directory) }
      let rows = batch.rows.filter { plan.wanted.contains($0.kind.id) }
      let new = try target.write { database -> (count: Int, bytes: Int) in
        for engine in batch.engines { _ = try target.number(of: engine, database) }
        return try target.insert(rows, database)
      }
      report.rowValues += new.count
      report.bytes += new.bytes
      report.rowValuesThere += rows.count { !$0.kind.isRecipe } - new.count
      tell(rows.reduce(0) { $0 + $1.bytes.count })
      start = batch.next
    }
    try target.evictIfNeeded()
  }

  private mutating func takeSmall(_ entries: [ValueEntry], _ source: StoreSource) throws {
    guard !entries.isEmpty else { return }
    try check()
    var found: [(entry: ValueEntry, key: ContentDigest, row: ValueRow)] = []
    var damaged: [String] = []
    try Self.reading {
      try source.read { database in
        for entry in entries {
          guard let key = entry.key else {
            damaged.append("value \(entry.rowid), whose key is none")
            continue
          }
          switch try source.reading(of: key, database) {
          case .sound(let row): found.append((entry, key, row))
          case .damaged: damaged.append("value \(key.short): it is not as it was written")
          case .gone: break
          }
        }
      }
    }
    for name in damaged { report.damage.add(name, in: source.directory) }
    // One that has become a file since it was listed is left to the next merge.
    let small = found.filter { $0.row.file == nil }
    let new = try target.write { database in
      try small.filter { _, key, row in
        if try target.isSound(key, database) { return false }
        try target.insert(key, row.content, used: min(row.used, target.clock()), database)
        return true
      }
    }
    report.values += new.count
    report.bytes += new.reduce(0) { $0 + $1.row.size }
    report.valuesThere += small.count - new.count
    tell(entries.reduce(0) { $0 + $1.size })
    try target.evictIfNeeded()
  }

  private mutating func takeFile(_ entry: ValueEntry, _ source: StoreSource) throws {
    try check()
    guard let key = entry.key else {
      return report.damage.add("value \(entry.rowid), whose key is none", in: source.directory)
    }
    let row: ValueRow
    let digest: ContentDigest
    switch try Self.reading({ try source.read { try source.reading(of: key, $0) } }) {
    case .gone: return
    case .damaged: return report.damage.add("value \(key.short): it is not as it was written", in: source.directory)
    case .sound(let found):
      // One that has become small since it was listed is left to the next merge.
      guard let file = found.file else { return }
      (row, digest) = (found, file)
    }
    if try target.read({ try target.isSound(key, $0) }) {
      report.valuesThere += 1
      return tell(entry.size)
    }
    let used = min(row.used, target.clock())
    let place = target.filePath(of: digest)
    if FileTree.isThere(place), try target.isSound(place, digest, work: work),
      (try? target.guarded { try target.adopt("", for: key, row.content, used: used) }) != nil
    {
      report.values += 1
      return tell(entry.size)
    }
    var fault: String?
    try target.guarded {
      let temporary = try target.temporaryPath()
      defer { FileTree.remove(temporary) }
      do {
        let copy = try StoreCopy.item(source.filePath(of: digest), to: temporary, work) { tell($0) }
        if copy != digest { fault = "its file is not as it was written" }
      } catch let error as FileError where error.operation == .read {
        fault = error.isMissing ? "its file is missing" : error.description
      }
      if fault == nil { try target.adopt(temporary, for: key, row.content, used: used) }
    }
    if let fault { return report.damage.add("value \(key.short): \(fault)", in: source.directory) }
    report.values += 1
    report.bytes += row.size
  }
}
