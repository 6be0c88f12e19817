/// The elements of a list or of a tuple.
final class List: @unchecked Sendable {
  let items: [Value]
  /// Lists and dictionaries within one another, this one counted.
  let depth: Int
  /// A pair that `groupby` makes, whose elements have names.
  let isGroup: Bool
  private unowned(unsafe) let account: Account?

  /// Throws where the values nest too deep.
  init(fixed items: [Value]) throws(Failure) {
    self.items = items
    depth = try Nesting.depth(items)
    isGroup = false
    account = nil
  }

  /// Throws where the account has no room for it, and where the values nest too deep.
  init(_ items: [Value], isGroup: Bool = false, for account: Account) throws(Failure) {
    let depth = try Nesting.depth(items)
    try account.step(items.count >> 3)
    try account.hold(Self.size(items.count))
    self.items = items
    self.depth = depth
    self.isGroup = isGroup
    self.account = account
  }

  deinit { account?.release(Self.size(items.count)) }

  private static func size(_ count: Int) -> Int { 96 + count * MemoryLayout<Value>.stride }

  static let empty: List = {
    guard let empty = try? List(fixed: []) else { preconditionFailure("an empty list nests nothing") }
    return empty
  }()
}

/// The members of a dictionary in the order in which they were added.
final class Dict: @unchecked Sendable {
  let keys: [Value]
  let values: [Value]
  let depth: Int
  private let places: [Key: Int]  // empty while a scan is quicker
  private unowned(unsafe) let account: Account?
  private static let scanned = 8

  /// - Precondition: no two keys are equal, and all are hashable.
  init(fixed keys: [Value], _ values: [Value]) throws(Failure) {
    self.keys = keys
    self.values = values
    depth = try Nesting.depth(values)
    places = Self.places(keys)
    account = nil
  }

  /// Of two equal keys the later one's value counts, in the place of the earlier. Throws where a key is not hashable, where the
  /// account has no room, and where the values nest too deep.
  init(_ members: [(Value, Value)], for account: Account) throws(Failure) {
    var keys: [Value] = []
    var values: [Value] = []
    var places: [Key: Int] = [:]
    keys.reserveCapacity(members.count)
    values.reserveCapacity(members.count)
    for (key, value) in members {
      let hashable = try Key(hashing: key, account)
      if let place = places[hashable] {
        values[place] = value
      } else {
        places[hashable] = keys.count
        keys.append(key)
        values.append(value)
      }
    }
    let depth = max(try Nesting.depth(values), try Nesting.depth(keys))
    try account.step(keys.count)
    try account.hold(Self.size(keys.count))
    self.keys = keys
    self.values = values
    self.depth = depth
    self.places = keys.count > Self.scanned ? places : [:]
    self.account = account
  }

  deinit { account?.release(Self.size(keys.count)) }

  private static func size(_ count: Int) -> Int { 160 + count * 5 * MemoryLayout<Value>.stride }

  private static func places(_ keys: [Value]) -> [Key: Int] {
    guard keys.count > scanned else { return [:] }
    var places: [Key: Int] = [:]
    places.reserveCapacity(keys.count)
    for (place, key) in keys.enumerated() { places[Key(value: key)] = place }
    return places
  }

  /// The value under a text.
  func value(_ key: Text) -> Value? {
    if !places.isEmpty { return places[Key(value: .string(key))].map { values[$0] } }
    for (place, candidate) in keys.enumerated() {
      if case .string(let text) = candidate, text === key || text.bytes == key.bytes { return values[place] }
    }
    return nil
  }

  /// The value under a key; throws where it is not hashable.
  func value(_ key: Value, _ account: Account) throws(Failure) -> Value? {
    if case .string(let text) = key {
      try account.handle(bytes: text.bytes.count)
      return value(text)
    }
    let hashable = try Key(hashing: key, account)
    if !places.isEmpty { return places[hashable].map { values[$0] } }
    for (place, candidate) in keys.enumerated() where Key(value: candidate) == hashable { return values[place] }
    return nil
  }
}

/// A value as a dictionary's key: numbers are one whatever their type, as in Python.
struct Key: Hashable {
  let value: Value

  init(value: Value) { self.value = value }

  /// Throws where it is not hashable.
  init(hashing value: Value, _ account: Account) throws(Failure) {
    switch value {
    case .undefined, .none, .bool, .int, .double, .object: break
    case .string(let text): try account.handle(bytes: text.bytes.count)
    case .tuple(let list):
      try account.step(list.items.count)
      for item in list.items { _ = try Key(hashing: item, account) }
    case .list, .dict: throw .type("unhashable type: '\(value.typeName)'")
    }
    self.value = value
  }

  static func == (a: Key, b: Key) -> Bool {
    switch (a.value, b.value) {
    case (.string(let a), .string(let b)): a.bytes == b.bytes
    case (.undefined, .undefined), (.none, .none): true
    case (.object(let a), .object(let b)): a === b
    case (.tuple(let a), .tuple(let b)):
      a === b || a.items.count == b.items.count && zip(a.items, b.items).allSatisfy { Key(value: $0) == Key(value: $1) }
    default:
      switch (Numeric(a.value), Numeric(b.value)) {
      case (let a?, let b?): a.equals(b)
      default: false
      }
    }
  }

  func hash(into hasher: inout Hasher) {
    switch value {
    case .undefined: hasher.combine(1)
    case .none: hasher.combine(2)
    case .string(let text): text.bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    case .object(let object): hasher.combine(ObjectIdentifier(object))
    case .tuple(let list): for item in list.items { Key(value: item).hash(into: &hasher) }
    case .bool, .int, .double, .list, .dict:
      switch Numeric(value) {
      case .int(let value)?: hasher.combine(value)
      case .double(let value)?:
        if let whole = Int(exactly: value) { hasher.combine(whole) } else { hasher.combine(value) }
      case nil: break
      }
    }
  }
}

/// A number, truth values among them.
enum Numeric {
  case int(Int)
  case double(Double)

  init?(_ value: Value) {
    switch value {
    case .bool(let value): self = .int(value ? 1 : 0)
    case .int(let value): self = .int(value)
    case .double(let value): self = .double(value)
    case .undefined, .none, .string, .list, .tuple, .dict, .object: return nil
    }
  }

  var double: Double {
    switch self {
    case .int(let value): Double(value)
    case .double(let value): value
    }
  }

  /// Exactly, as Python compares integers with floating-point numbers.
  func equals(_ other: Numeric) -> Bool {
    switch (self, other) {
    case (.int(let a), .int(let b)): a == b
    case (.double(let a), .double(let b)): a == b
    case (.int(let a), .double(let b)), (.double(let b), .int(let a)): Int(exactly: b) == a
    }
  }

  func isLess(than other: Numeric) -> Bool {
    switch (self, other) {
    case (.int(let a), .int(let b)): a < b
    case (.double(let a), .double(let b)): a < b
    case (.int(let a), .double(let b)):
      b.isNaN ? false : b >= 0x1p63 ? true : b < -0x1p63 ? false : a < Int(b.rounded(.up))
    case (.double(let a), .int(let b)):
      a.isNaN ? false : a >= 0x1p63 ? false : a < -0x1p63 ? true : Int(a.rounded(.down)) < b
    }
  }
}

/// How deep values lie within one another.
enum Nesting {
  /// One more than the deepest of these; throws past the limit.
  static func depth(_ items: [Value]) throws(Failure) -> Int {
    var deepest = 0
    for item in items { deepest = max(deepest, item.depth) }
    return try below(deepest)
  }

  /// One more than this depth; throws past the limit.
  static func below(_ depth: Int) throws(Failure) -> Int {
    if depth >= JinjaLimits.valueNesting {
      throw .nesting("values within one another deeper than \(JinjaLimits.valueNesting) levels")
    }
    return depth + 1
  }
}
