/// Why nothing is written in a place of the user's.
public struct Refusal: Error, Sendable, Hashable {
  /// Why, as a sentence without a full stop.
  public var reason: String
  /// What to do instead.
  public var advice: String
  /// Names and what holds of them, a line each.
  public var notes: [String] = []

  init(_ reason: String, _ advice: String, notes: [String] = []) {
    self.reason = reason
    self.advice = advice
    self.notes = notes
  }

  /// `a, b and 3 more`.
  static func named(_ names: some Collection<String>) -> String {
    let sorted = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let shown = sorted.prefix(4).joined(separator: ", ")
    return sorted.count > 4 ? "\(shown) and \(sorted.count - 4) more" : shown
  }
}
