/// A regular expression as a tree.
indirect enum RegexNode {
  case character(UInt32)
  case set(ScalarSet)
  case sequence([RegexNode])
  /// The first alternative that leads to a match counts.
  case choice([RegexNode])
  case loop(RegexNode, min: Int, max: Int?, Greed)
  /// Matches nothing where its content matches, or, negated, does not match.
  case lookahead(RegexNode, negated: Bool)
  /// Its first match counts: nothing inside is tried again.
  case atomic(RegexNode)
  case assertion(Assertion)

  enum Greed { case greedy, lazy, possessive }

  enum Assertion: Int32 {
    case lineStart, lineEnd, textStart, textEnd, textEndOrLastLine, wordBoundary, noWordBoundary
  }

  /// Whether it may match without taking a character.
  var mayBeEmpty: Bool {
    switch self {
    case .character, .set: false
    case .sequence(let parts): parts.allSatisfy(\.mayBeEmpty)
    case .choice(let parts): parts.contains(where: \.mayBeEmpty)
    case .loop(let body, let min, _, _): min == 0 || body.mayBeEmpty
    case .atomic(let body): body.mayBeEmpty
    case .lookahead, .assertion: true
    }
  }

  /// The set of a node that takes exactly one character.
  var singleSet: ScalarSet? {
    switch self {
    case .character(let value): ScalarSet(value...value)
    case .set(let set): set
    case .sequence(let parts) where parts.count == 1: parts[0].singleSet
    case .choice(let parts) where parts.count == 1: parts[0].singleSet
    case .sequence, .choice, .loop, .atomic, .lookahead, .assertion: nil
    }
  }

  /// Adds the bytes that a match may begin with; false when a match may be empty.
  func addFirstBytes(to table: inout [Bool]) -> Bool {
    switch self {
    case .character(let value):
      let lead = Unicode.Scalar(value).flatMap { String($0).utf8.first } ?? 0
      table[Int(lead)] = true
    case .set(let set):
      for byte in 0..<128 as Range<UInt8> where set.contains(ascii: byte) { table[Int(byte)] = true }
      for byte in 128..<256 { table[byte] = true }
    case .sequence(let parts):
      for part in parts where part.addFirstBytes(to: &table) { return true }
      return false
    case .choice(let parts):
      return parts.reduce(true) { $1.addFirstBytes(to: &table) && $0 }
    case .loop(let body, let min, _, _):
      return body.addFirstBytes(to: &table) && min > 0
    case .atomic(let body): return body.addFirstBytes(to: &table)
    case .lookahead, .assertion: return false
    }
    return true
  }
}

/// A regular expression that cannot be used, and why.
package struct RegexError: Error, CustomStringConvertible {
  package var pattern: String
  package var reason: String
  package var description: String { "the regular expression \(pattern.debugDescription): \(reason)" }
}
