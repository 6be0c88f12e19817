/// What is wrong with the words behind a mode.
struct Misuse: Error, CustomStringConvertible {
  var description: String
}

/// Takes `name VALUE` out of the words; nil where it is not there. Throws `Misuse` where the value is missing.
func takeOption(_ name: String, from words: inout [String]) throws -> String? {
  guard let at = words.firstIndex(of: name) else { return nil }
  guard at + 1 < words.count else { throw Misuse(description: "\(name) needs a value") }
  let value = words[at + 1]
  words.removeSubrange(at...at + 1)
  return value
}

/// As `takeOption`, a whole number of at least 1.
func takeNumber(_ name: String, from words: inout [String]) throws -> Int? {
  guard let text = try takeOption(name, from: &words) else { return nil }
  guard let number = Int(text), number > 0 else {
    throw Misuse(description: "\(name) \(text): a whole number of at least 1 is expected")
  }
  return number
}
