public import Digests

/// What was found damaged in a store while it was in use: it counts as forgotten, and what needs it is computed again.
public struct StoreDamage: Sendable, Hashable, CustomStringConvertible {
  /// Of the store.
  public internal(set) var directory: String
  /// Keys of remembered values.
  public internal(set) var values: [ContentDigest] = []
  /// Remembered values of single rows.
  public internal(set) var rows = 0
  /// Remembered digests of files, and speeds.
  public internal(set) var notes = 0
  /// Looks at held-out sets. Which set they were at is not known: from now on they count for each.
  public internal(set) var looks = 0
  /// Where files are now whose content is not what their name says; they go after 30 days.
  public internal(set) var files: [String] = []
  /// Databases that were set aside whole.
  public internal(set) var stores: [StoreWarning] = []

  /// Whether nothing was damaged.
  public var isEmpty: Bool { parts.isEmpty && stores.isEmpty }

  private static let named = 3

  private var parts: [String] {
    func counted(_ count: Int, _ one: String, _ many: String) -> [String] {
      count == 0 ? [] : ["\(count) \(count == 1 ? one : many)"]
    }
    func list(_ names: [String]) -> String {
      names.isEmpty
        ? "" : " (" + names.prefix(Self.named).joined(separator: ", ") + (names.count > Self.named ? ", …)" : ")")
    }
    return counted(values.count, "value", "values").map { $0 + list(values.map(\.short)) }
      + counted(rows, "value of a row", "values of rows") + counted(notes, "digest or rate", "digests or rates")
      + counted(
        looks, "look at held-out rows, which now counts for every set",
        "looks at held-out rows, which now count for every set")
      + counted(files.count, "file, set aside as", "files, set aside as").map { $0 + list(files) }
  }

  /// One sentence, without a full stop.
  public var description: String {
    var sentences = stores.map(\.description)
    if !parts.isEmpty {
      sentences.append(
        "damaged entries in the store \(directory), recomputed where needed: " + parts.joined(separator: "; "))
    }
    return sentences.joined(separator: " ")
  }
}

/// A store that was set aside, whole or one of its files.
public struct StoreWarning: Sendable, Hashable, CustomStringConvertible {
  /// The file or folder.
  public let path: String
  /// Where it is now; it may be deleted.
  public let aside: String
  /// What is wrong with it.
  public let reason: String

  /// One sentence without a full stop.
  public var description: String {
    "the store \(path) cannot be used: \(reason). It was moved to \(aside), and an empty one was created."
  }
}
