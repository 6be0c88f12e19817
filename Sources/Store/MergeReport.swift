/// What a merge of stores came to.
public struct MergeReport: Sendable, Hashable {
  /// Entries that were taken.
  public var values = 0
  /// Of single rows.
  public var rowValues = 0
  /// Bytes of both.
  public var bytes = 0
  /// Speeds, digests of files and looks at held-out rows that were taken.
  public var notes = 0
  /// Values that the store had, or had from another source.
  public var valuesThere = 0
  /// Of single rows.
  public var rowValuesThere = 0
  /// Values that the store's limit leaves no room for: others were used later.
  public var valuesLeftOut = 0
  /// Recipes of values of rows that it leaves no room for.
  public var kindsLeftOut = 0
  /// What was not as it was written, and was not taken.
  public var damage = EntryDamage()
  /// Sources that could not be read to their end; what was read of them before is there.
  public var failures: [StoreError] = []

  /// Nothing has been merged yet.
  public init() {}
}

/// Entries that are not as they were written.
public struct EntryDamage: Sendable, Hashable {
  /// How many there are.
  public private(set) var count = 0
  /// The first of them, each with its store and what is wrong.
  public private(set) var named: [String] = []

  /// None.
  public init() {}

  private static let mostNamed = 1000

  mutating func add(_ name: String, in directory: String) {
    count += 1
    if named.count < Self.mostNamed { named.append("\(directory): \(name)") }
  }
}
