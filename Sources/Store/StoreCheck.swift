import Digests
import Documents
import GRDB
public import Work

/// What a store holds, and what of it is not as it was written.
public struct StoreCheck: Sendable, Hashable {
  /// Values, of which each was read whole.
  public var values = 0
  /// Of single rows.
  public var rowValues = 0
  /// Bytes of both, files and all.
  public var bytes = 0
  /// Speeds, digests of files and looks at held-out rows.
  public var notes = 0
  /// What is damaged: it counts as forgotten when it is asked for.
  public var damage = EntryDamage()

  /// Nothing has been read yet.
  public init() {}
}

extension StoreSource {
  /// Reads all that the store holds, files too, and compares it with what is known of it. Nothing is changed.
  /// - Parameter result: what was found so far, also when this throws.
  /// - Throws: `StoreError` where the database cannot be read on; `Interrupted`.
  public func check(work: Work, result: inout StoreCheck) throws {
    let entries = try values()
    let total = entries.reduce(0.0) { $0 + Double($1.size) }
    var done = 0.0
    func tell(_ bytes: Int) {
      done += Double(bytes)
      work.progress(
        WorkProgress(label: "check", done: (done / 1e6).rounded(), total: max(1, (total / 1e6).rounded()), unit: "MB"))
    }
    let notes = try notes()
    result.notes = notes.rates.count + notes.digests.count + notes.looks.count
    for name in notes.damaged { result.damage.add(name, in: directory) }
    let kinds = try kinds()
    var start: Int64? = .min
    while let from = start {
      try work.checkCancellation(done: result.values, total: entries.count, of: "values checked")
      let batch = try rows(from: from, kinds)
      result.rowValues += batch.rows.count { !$0.kind.isRecipe }
      result.bytes += batch.rows.reduce(0) { $0 + $1.bytes.count }
      for name in batch.damaged { result.damage.add(name, in: directory) }
      start = batch.next
    }
    // What is wrong with each file, which several values may have; nil: nothing.
    var files: [ContentDigest: String?] = [:]
    for entry in entries {
      try work.checkCancellation(done: result.values, total: entries.count, of: "values checked")
      guard let key = entry.key else {
        result.damage.add("value \(entry.rowid), whose key is none", in: directory)
        continue
      }
      switch try read({ try reading(of: key, $0) }) {
      case .gone: continue
      case .damaged: result.damage.add("value \(key.short): it is not as it was written", in: directory)
      case .sound(let row):
        if let digest = row.file {
          if files[digest] == nil { files[digest] = .some(try fault(ofFile: digest, work, tell)) }
          if let fault = files[digest] ?? nil {
            result.damage.add("value \(key.short): \(fault)", in: directory)
            continue
          }
        } else {
          tell(row.size)
        }
        result.values += 1
        result.bytes += row.size
      }
    }
  }

  private func fault(ofFile digest: ContentDigest, _ work: Work, _ tell: (Int) -> Void) throws -> String? {
    do {
      return try StoreCopy.digest(filePath(of: digest), work, read: tell) == digest
        ? nil : "its file is not as it was written"
    } catch let error as FileError {
      return error.isMissing ? "its file is missing" : error.description
    }
  }
}
