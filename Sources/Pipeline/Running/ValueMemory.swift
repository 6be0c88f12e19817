import Digests
import Documents
import Foundation
import Store
import Synchronization
import Work

/// What is kept beside a value: how it was made, so that a remembered stage says and bills the same.
struct StoredRecord: Codable, Sendable {
  var stage: String
  var kind: String
  var seconds: Double
  /// Absent in records of older programs.
  var compute: Compute?
  var purpose: BillEntry.Purpose
  var blocks: [StageBlock]
  /// JSON text.
  var ledger: String?
  /// Absent in records of older programs.
  var fates: [RowFate]?
  var size: ValueSize
  var summary: String

  init(call: BoundCall, result: StageResult, seconds: Double, compute: Compute) {
    stage = call.stage
    kind = ""
    self.seconds = seconds
    self.compute = compute
    purpose = result.purpose
    blocks = result.blocks
    ledger = result.ledger?.serialized()
    fates = result.fates
    size = result.value.size
    summary = result.value.summary
  }

  /// What the stage of this name took.
  func bill(_ stage: String) -> BillEntry {
    BillEntry(stage: stage, purpose: purpose, seconds: seconds, compute: compute)
  }

  var ledgerValue: JSONValue? { ledger.flatMap { try? JSONValue.parse($0, file: "a ledger") } }
}

/// Values by key: the last few in memory, all in the store.
final class ValueMemory: Sendable {
  private let store: ResultStore
  private let decoders: [String: ValueDecoder]
  private let resources: Resources
  private let engine: @Sendable () -> EngineFingerprint
  private let recent = Mutex<[(key: ContentDigest, value: any Value)]>([])
  /// Bytes and number of the values held in memory, beside those that bindings hold anyway.
  private static let limitBytes = 1 << 30
  private static let limitCount = 64
  /// Under this name the bytes of a value with files lie among its files.
  private static let bytesName = "cact-value.bin"

  init(
    store: ResultStore, decoders: [String: ValueDecoder], resources: Resources,
    engine: @escaping @Sendable () -> EngineFingerprint
  ) {
    self.store = store
    self.resources = resources
    self.decoders = decoders
    self.engine = engine
  }

  /// The store never fails a statement by being unreadable: what cannot be read is absent.
  func has(_ key: ContentDigest) -> Bool { (try? store.contains(key)) ?? false }

  func record(_ key: ContentDigest) -> StoredRecord? {
    guard let stored = try? store.value(for: key) else { return nil }
    return try? JSONDecoder().decode(StoredRecord.self, from: Data(stored.metadata.utf8))
  }

  func value(_ key: ContentDigest) -> (any Value)? {
    if let held = held(key) { return held }
    guard let stored = try? store.value(for: key),
      let record = try? JSONDecoder().decode(StoredRecord.self, from: Data(stored.metadata.utf8)),
      let decoder = decoders[record.kind]
    else { return nil }
    do {
      var form = StoredForm(kind: record.kind, bytes: [])
      if case .directory(let path) = stored.content {
        form.directory = path
        form.bytes = try AtomicFile.read(path + "/" + Self.bytesName, as: .data)
      } else {
        form.bytes = try stored.bytes()
      }
      let value = try decoder(form, resources)
      hold(key, value)
      return value
    } catch {
      return nil
    }
  }

  func claim(_ key: ContentDigest, work: Work) throws -> Claim { try store.claim(key, work: work) }

  func remember(_ key: ContentDigest, _ value: any Value, _ record: StoredRecord) throws {
    let scratch = try store.workDirectory(for: key) + "/value"
    try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    let form = try value.encode(scratch: scratch)
    var record = record
    record.kind = form.kind
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    encoder.nonConformingFloatEncodingStrategy = .throw
    let metadata = String(decoding: try encoder.encode(record), as: UTF8.self)
    if let directory = form.directory {
      try AtomicFile.write(form.bytes, to: directory + "/" + Self.bytesName)
      // The files have moved: who wants the value reads it back from its new place.
      try store.putFile(key, from: directory, move: true, metadata: metadata, engine: engine())
    } else {
      try store.put(key, bytes: form.bytes, metadata: metadata, engine: engine())
      hold(key, value)
    }
  }

  func forget(_ key: ContentDigest) {
    recent.withLock { $0.removeAll { $0.key == key } }
    try? store.remove(key)
  }

  private func held(_ key: ContentDigest) -> (any Value)? {
    recent.withLock { recent in
      guard let index = recent.firstIndex(where: { $0.key == key }) else { return nil }
      let entry = recent.remove(at: index)
      recent.append(entry)
      return entry.value
    }
  }

  func hold(_ key: ContentDigest, _ value: any Value) {
    recent.withLock { recent in
      recent.removeAll { $0.key == key }
      recent.append((key, value))
      func bytes() -> Int { recent.reduce(0) { $0 + ($1.value.size.bytes ?? 1 << 20) } }
      while recent.count > 1, recent.count > Self.limitCount || bytes() > Self.limitBytes { recent.removeFirst() }
    }
  }
}
