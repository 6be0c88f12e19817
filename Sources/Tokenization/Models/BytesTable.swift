/// Numbers by byte strings: a hash table that owns its keys in one arena. Keys are compared as bytes, never as text.
struct BytesTable: Sendable {
  private struct Entry: Sendable {
    var hash: UInt64
    var start: Int
    var length: Int
    var value: Int32
  }

  private var slots: [Int32]
  private var entries: [Entry] = []
  private var arena: [UInt8] = []

  init(capacity: Int = 64) {
    var size = 16
    while size < capacity * 2 { size *= 2 }
    slots = Array(repeating: -1, count: size)
  }

  var count: Int { entries.count }

  mutating func removeAll() {
    entries.removeAll(keepingCapacity: true)
    arena.removeAll(keepingCapacity: true)
    for slot in slots.indices { slots[slot] = -1 }
  }

  func value(of key: UnsafeBufferPointer<UInt8>) -> Int32? {
    let hash = Self.hash(key)
    let entry = slots[slot(of: key, hash)]
    return entry < 0 ? nil : entries[Int(entry)].value
  }

  func value(of key: [UInt8]) -> Int32? { key.withUnsafeBufferPointer { value(of: $0) } }

  /// False, and nothing changed, when the key is there.
  @discardableResult
  mutating func add(_ key: UnsafeBufferPointer<UInt8>, _ value: Int32) -> Bool {
    if entries.count * 2 >= slots.count { grow() }
    let hash = Self.hash(key)
    let place = slot(of: key, hash)
    guard slots[place] < 0 else { return false }
    slots[place] = Int32(entries.count)
    entries.append(Entry(hash: hash, start: arena.count, length: key.count, value: value))
    arena.append(contentsOf: key)
    return true
  }

  @discardableResult
  mutating func add(_ key: [UInt8], _ value: Int32) -> Bool { key.withUnsafeBufferPointer { add($0, value) } }

  /// The slot that holds the key, or the vacant one where it would go.
  private func slot(of key: UnsafeBufferPointer<UInt8>, _ hash: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let entry = entries[Int(slots[slot])]
      if entry.hash == hash, entry.length == key.count, isEqual(key, at: entry.start) { return slot }
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }

  private func isEqual(_ key: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
    arena.withUnsafeBufferPointer { arena in
      for index in 0..<key.count where arena[start + index] != key[index] { return false }
      return true
    }
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: slots.count * 2)
    for (index, entry) in entries.enumerated() {
      var slot = Int(truncatingIfNeeded: entry.hash) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(index)
    }
  }

  private static func hash(_ key: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash = UInt64(key.count) &* 0x9E37_79B9_7F4A_7C15
    let raw = UnsafeRawBufferPointer(key)
    var at = 0
    while at + 8 <= key.count {
      hash = (hash ^ raw.loadUnaligned(fromByteOffset: at, as: UInt64.self)) &* 0xFF51_AFD7_ED55_8CCD
      hash ^= hash >> 32
      at += 8
    }
    var rest: UInt64 = 0
    while at < key.count {
      rest = rest << 8 | UInt64(key[at])
      at += 1
    }
    hash = (hash ^ rest) &* 0xC4CE_B9FE_1A85_EC53
    return hash ^ hash >> 29
  }
}
