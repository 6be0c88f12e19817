import Documents

/// Texts, or JSON values as source bytes, one a row: an arena of bytes and where each row's lie in it.
///
/// Columns taken from one file share its arena, and a filter copies places, not bytes. The arena of a large file is the file itself, of
/// which a text is read when it is asked for.
public struct TextColumn: Sendable {
  struct Place: Sendable {
    var start: Int
    /// Of the text. Negative: no value, by the negated raw value of `Absence`.
    var length: Int

    static func missing(_ absence: Absence) -> Place { Place(start: 0, length: -Int(absence.rawValue)) }
  }

  private enum Storage: Sendable {
    case known(arena: TextArena, places: [Place], escapes: [UInt32])
    case deferred(DeferredTexts)
  }
  private let storage: Storage

  init(arena: TextArena, places: [Place], escapes: [UInt32] = []) {
    storage = .known(arena: arena, places: places, escapes: escapes)
  }

  /// Words made when one is first read.
  public init(_ words: DeferredWords, rows: [Int]) { storage = .deferred(DeferredTexts(words, rows: rows)) }

  var deferred: DeferredTexts? { if case .deferred(let texts) = storage { texts } else { nil } }

  var arena: TextArena {
    switch storage {
    case .known(let arena, _, _): arena
    case .deferred(let texts): texts.made.arena
    }
  }

  var places: [Place] {
    switch storage {
    case .known(_, let places, _): places
    case .deferred(let texts): texts.made.places
    }
  }

  /// Where texts stand as a JSON string's inside: of each row by how many bytes that is longer than the text. Empty where none is.
  var escapes: [UInt32] {
    switch storage {
    case .known(_, _, let escapes): escapes
    case .deferred: []
    }
  }

  init(arena: [UInt8], places: [Place]) { self.init(arena: .memory(arena), places: places) }

  /// nil is a missing value. O(bytes).
  public init(_ values: some Collection<String?>) {
    self.init(bytes: values.lazy.map { $0.map { ArraySlice($0.utf8) } })
  }

  /// Texts as UTF-8 bytes; nil is a missing value. O(bytes).
  public init(bytes values: some Collection<ArraySlice<UInt8>?>) {
    var arena: [UInt8] = []
    var places: [Place] = []
    places.reserveCapacity(values.count)
    for value in values {
      guard let value else {
        places.append(.missing(.absent))
        continue
      }
      places.append(Place(start: arena.count, length: value.count))
      arena.append(contentsOf: value)
    }
    self.init(arena: arena, places: places)
  }

  /// How many rows it has, missing values among them.
  public var count: Int { deferred?.rows.count ?? places.count }

  /// The bytes of a row's value; nil when it is missing. O(1) in memory; of a large file they are read, O(bytes).
  ///
  /// Of a file that has changed since it was loaded as many bytes say so, and `FileChange` tells whoever has to know.
  public subscript(row: Int) -> ArraySlice<UInt8>? {
    let place = places[row]
    guard place.length >= 0 else { return nil }
    if case .memory(let bytes) = arena, escapes.isEmpty { return bytes[place.start..<place.start + place.length] }
    return value(at: row)
  }

  private func value(at row: Int) -> ArraySlice<UInt8> {
    let (place, more) = (places[row], extent(row))
    guard let source = arena.bytes(place.start..<place.start + place.length + more) else { return instead(place) }
    guard more > 0 else { return source }
    var text: [UInt8] = []
    text.reserveCapacity(place.length)
    source.withUnsafeBufferPointer { JSONStrings.decode($0, into: &text) }
    return text.count == place.length ? text[...] : instead(place)
  }

  /// What stands in the place of a text that is not there any more, and as long.
  private func instead(_ place: Place) -> ArraySlice<UInt8> {
    (0..<place.length).map { Self.words[$0 % Self.words.count] }[...]
  }

  private static let words = Array("(the file has changed) ".utf8)

  /// Bytes that the source of a row's text has beyond it.
  func extent(_ row: Int) -> Int { escapes.isEmpty ? 0 : Int(escapes[row]) }

  /// Whether a row, counted from 0, has no value.
  public func isMissing(_ row: Int) -> Bool { places[row].length < 0 }

  /// Bytes of a row's value; 0 when it is missing. O(1).
  public func length(_ row: Int) -> Int { Swift.max(places[row].length, 0) }

  func absence(_ row: Int) -> Absence? {
    places[row].length < 0 ? Absence(rawValue: UInt8(-places[row].length)) : nil
  }

  /// The rows at `indices` (from 0, in range); the texts themselves are not copied. O(indices).
  public func taking(_ indices: [Int]) -> TextColumn {
    if let deferred, !deferred.isKnown {
      return TextColumn(deferred.words, rows: indices.map { deferred.rows[$0] })
    }
    return TextColumn(
      arena: arena, places: indices.map { places[$0] }, escapes: escapes.isEmpty ? [] : indices.map { escapes[$0] })
  }

  /// These values, then those of `other`. What is in memory stands in an arena that holds nothing else; what is in a file stays there.
  func appending(_ other: TextColumn) -> TextColumn {
    let (mine, theirs) = (compacted(), other.compacted())
    let start = mine.arena.count
    let places =
      mine.places
      + theirs.places.map { place in
        place.length < 0 ? place : Place(start: place.start + start, length: place.length)
      }
    if case .memory(let first) = mine.arena, case .memory(let second) = theirs.arena {
      return TextColumn(arena: first + second, places: places)
    }
    let escapes = [mine, theirs].contains { !$0.escapes.isEmpty }
    return TextColumn(
      arena: TextArena(mine.arena.contents + theirs.arena.contents), places: places,
      escapes: escapes ? [mine, theirs].flatMap { side in side.places.indices.map { UInt32(side.extent($0)) } } : [])
  }

  /// The same values, in memory. O(bytes).
  func held() -> TextColumn {
    guard !arena.isMemory else { return self }
    var bytes: [UInt8] = []
    let places = places.indices.map { row in
      guard let value = self[row] else { return self.places[row] }
      bytes += value
      return Place(start: bytes.count - value.count, length: value.count)
    }
    return TextColumn(arena: bytes, places: places)
  }

  /// The same values with an arena that holds nothing else, where it is in memory.
  func compacted() -> TextColumn {
    guard case .memory(let arena) = arena else { return self }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(places.reduce(0) { $0 + Swift.max($1.length, 0) })
    let packed = places.map { place in
      guard place.length >= 0 else { return place }
      bytes.append(contentsOf: arena[place.start..<place.start + place.length])
      return Place(start: bytes.count - place.length, length: place.length)
    }
    return TextColumn(arena: bytes, places: packed)
  }
}
