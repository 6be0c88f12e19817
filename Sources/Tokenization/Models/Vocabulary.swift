import Documents

/// Tokens by their text as it stands in the file, and the reverse.
struct Vocabulary: Sendable {
  /// By number; nil where a number is not used.
  private(set) var texts: [[UInt8]?] = []
  private var numbers: BytesTable

  /// Numbers without a token, at most: each takes a place in every table.
  private static let mostVacant = 1 << 20

  /// `{text: number, ...}`. Throws `TokenizerError`.
  init(_ json: JSONValue, file: String) throws {
    guard let entries = json.object else {
      throw TokenizerError(.malformed, file: file, "the `vocab` of its model is \(json.kind), not an object")
    }
    numbers = BytesTable(capacity: entries.count)
    texts.reserveCapacity(entries.count)
    for (text, number) in entries {
      guard let id = number.int, let id = Int32(exactly: id), id >= 0 else {
        throw TokenizerError(.malformed, file: file, "the token \(text.debugDescription) has no number")
      }
      guard Int(id) < entries.count + Self.mostVacant else {
        throw TokenizerError(
          .malformed, file: file,
          "the token \(text.debugDescription) has the number \(id) in a vocabulary of \(entries.count)")
      }
      while texts.count <= Int(id) { texts.append(nil) }
      guard texts[Int(id)] == nil else {
        throw TokenizerError(.inconsistent, file: file, "two tokens have the number \(id)")
      }
      texts[Int(id)] = Array(text.utf8)
      numbers.add(Array(text.utf8), id)
    }
  }

  /// `[[text, score], ...]`, where a token's place is its number; of equal texts the last has it. Throws `TokenizerError`.
  init(pieces json: JSONValue, file: String) throws {
    guard let entries = json.array else {
      throw TokenizerError(.malformed, file: file, "the `vocab` of its model is \(json.kind), not an array")
    }
    numbers = BytesTable(capacity: entries.count)
    texts = try entries.enumerated().map { place, entry in
      guard let text = entry[0]?.string, entry.array?.count == 2 else {
        throw TokenizerError(
          .malformed, file: file, "entry \(place) of the `vocab` of its model is no text with a score")
      }
      return Array(text.utf8)
    }
    for (place, text) in texts.enumerated().reversed() { if let text { numbers.add(text, Int32(place)) } }
  }

  func id(_ text: [UInt8]) -> Int32? { numbers.value(of: text) }
  func id(_ text: Bytes) -> Int32? { numbers.value(of: text) }
  func id(_ text: String) -> Int32? { numbers.value(of: Array(text.utf8)) }
}
