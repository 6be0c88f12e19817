/// Texts, or JSON values as source bytes, one a row: one arena of bytes and where each row's lie in it.
///
/// Columns taken from one file share its arena, and a filter copies places, not bytes.
public struct TextColumn: Sendable {
  struct Place: Sendable {
    var start: Int
    /// Negative: no value, by the negated raw value of `Absence`.
    var length: Int

    static func missing(_ absence: Absence) -> Place { Place(start: 0, length: -Int(absence.rawValue)) }
  }

  private(set) var arena: [UInt8]
  private(set) var places: [Place]

  init(arena: [UInt8], places: [Place]) {
    self.arena = arena
    self.places = places
  }

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
  public var count: Int { places.count }

  /// The bytes of a row's value; nil when it is missing.
  public subscript(row: Int) -> ArraySlice<UInt8>? {
    let place = places[row]
    return place.length < 0 ? nil : arena[place.start..<place.start + place.length]
  }

  /// Whether a row, counted from 0, has no value.
  public func isMissing(_ row: Int) -> Bool { places[row].length < 0 }

  /// Bytes of a row's value; 0 when it is missing.
  public func length(_ row: Int) -> Int { Swift.max(places[row].length, 0) }

  func absence(_ row: Int) -> Absence? {
    places[row].length < 0 ? Absence(rawValue: UInt8(-places[row].length)) : nil
  }

  /// The rows at `indices` (from 0, in range); the texts themselves are not copied. O(indices).
  public func taking(_ indices: [Int]) -> TextColumn {
    TextColumn(arena: arena, places: indices.map { places[$0] })
  }

  /// These values, then those of `other`, in an arena that holds nothing else.
  func appending(_ other: TextColumn) -> TextColumn {
    let (mine, theirs) = (compacted(), other.compacted())
    return TextColumn(
      arena: mine.arena + theirs.arena,
      places: mine.places
        + theirs.places.map { place in
          place.length < 0 ? place : Place(start: place.start + mine.arena.count, length: place.length)
        })
  }

  /// The same values with an arena that holds nothing else.
  func compacted() -> TextColumn {
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
