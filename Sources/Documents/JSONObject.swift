/// The members of a JSON object, in the order in which they were written or added.
///
/// Lookup is by the key's bytes: O(1) on average, by scanning while there are few members.
/// Two objects are equal when they hold the same members in the same order.
public struct JSONObject: Sendable {
  /// A key compared and hashed by its UTF-8 bytes.
  struct ByteKey: Hashable, Sendable {
    let text: String
    init(_ text: String) { self.text = text }

    static func == (a: ByteKey, b: ByteKey) -> Bool { a.text.utf8.elementsEqual(b.text.utf8) }
    func hash(into hasher: inout Hasher) {
      var text = text
      text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
  }

  private var entries: [(key: String, value: JSONValue)] = []
  private var places: [ByteKey: Int] = [:]  // empty while a scan is quicker
  private static let scanned = 8

  /// An object without members, `{}`.
  public init() {}

  /// Of two equal keys the later wins, in the place of the earlier.
  public init(_ members: some Sequence<(String, JSONValue)>) {
    for (key, value) in members { self[key] = value }
  }

  /// How many members there are.
  public var count: Int { entries.count }
  /// Whether there is none.
  public var isEmpty: Bool { entries.isEmpty }
  /// The keys in order. O(n).
  public var keys: [String] { entries.map(\.key) }

  /// Assigning nil removes the member; a new key goes to the end.
  public subscript(key: String) -> JSONValue? {
    get { place(of: key).map { entries[$0].value } }
    set {
      switch (place(of: key), newValue) {
      case (let place?, let value?): entries[place].value = value
      case (let place?, nil):
        entries.remove(at: place)
        index()
      case (nil, let value?):
        entries.append((key, value))
        if places.isEmpty { index() } else { places[ByteKey(key)] = entries.count - 1 }
      case (nil, nil): break
      }
    }
  }

  private func place(of key: String) -> Int? {
    if !places.isEmpty { return places[ByteKey(key)] }
    let wanted = ByteKey(key)
    return entries.firstIndex { ByteKey($0.key) == wanted }
  }

  private mutating func index() {
    places = [:]
    guard entries.count > Self.scanned else { return }
    places.reserveCapacity(entries.count)
    for (place, entry) in entries.enumerated() { places[ByteKey(entry.key)] = place }
  }
}

extension JSONObject: RandomAccessCollection {
  /// The place of the first member: 0.
  public var startIndex: Int { 0 }
  /// One past the last member's place: how many members there are.
  public var endIndex: Int { entries.count }
  /// The member at a place. O(1).
  public subscript(position: Int) -> (key: String, value: JSONValue) { entries[position] }
}

extension JSONObject: Hashable {
  /// The same members in the same order; keys by their bytes. O(n).
  public static func == (a: JSONObject, b: JSONObject) -> Bool {
    a.count == b.count
      && zip(a.entries, b.entries).allSatisfy { ByteKey($0.key) == ByteKey($1.key) && $0.value == $1.value }
  }

  /// Over the members in order. O(n).
  public func hash(into hasher: inout Hasher) {
    for entry in entries {
      hasher.combine(ByteKey(entry.key))
      hasher.combine(entry.value)
    }
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// The members as written; of two equal keys the later wins.
  public init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}
