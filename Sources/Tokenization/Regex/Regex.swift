import Work

/// A regular expression over UTF-8, matched by backtracking: the alternatives in their order, the leftmost match first.
///
/// The syntax and its meaning are Oniguruma's with Ruby's syntax, as far as tokenizers use them: alternatives, groups,
/// `(?i:…)`, classes with ranges, `\p{L}`, `\s`, `\w`, `\d`, greedy, lazy and possessive repetition, lookahead, anchors (`^` and
/// `$` stand at every line). Under `(?i:…)` one character stands for one: `ss` does not find `ß`.
package struct Regex: Sendable {
  package let pattern: String
  private let steps: [RegexStep]
  private let sets: [ScalarSet]
  private let pool: [UInt8]
  /// Bytes that a match may begin with; nil when it may be empty.
  private let firstBytes: [Bool]?

  /// Throws `RegexError` naming what is not supported.
  package init(_ pattern: String) throws(RegexError) {
    self.pattern = pattern
    let node = try RegexParser.parse(pattern)
    let compiled = try RegexCompiler(node, pattern: pattern)
    (steps, sets, pool) = (compiled.steps, compiled.sets, compiled.pool)
    var first = Array(repeating: false, count: 256)
    firstBytes = node.addFirstBytes(to: &first) ? first : nil
  }

  /// The matches as texts, in order. Throws as `forEachMatch`.
  ///
  /// - Parameter patience: steps before failures are remembered; tests give 0, which must change nothing.
  package func matches(in text: [UInt8], patience: Int? = nil) throws -> [[UInt8]] {
    var found: [[UInt8]] = []
    let watch = EncodingWatch(text.count, file: pattern, cancellation: Cancellation())
    try text.withUnsafeBufferPointer { text in
      try forEachMatch(in: text, watch, patience: patience) { found.append(Array(text[$0])) }
    }
    return found
  }

  /// Calls `body` with each match, in order. Of empty matches, one that touches the match before is none.
  ///
  /// What a regex in use takes grows with the text. One that takes far more is run with a memory of what failed, which
  /// makes the exponential polynomial; what then takes more steps than `watch` allows is an error.
  func forEachMatch(
    in text: Bytes, _ watch: EncodingWatch, patience: Int? = nil, _ body: (Range<Int>) throws -> Void
  ) throws {
    try steps.withUnsafeBufferPointer { steps in
      try sets.withUnsafeBufferPointer { sets in
        try pool.withUnsafeBufferPointer { pool in
          var matcher = RegexMatcher(
            text: text, steps: steps, sets: sets, pool: pool, watch: watch, patience: patience)
          var at = 0
          var last = -1
          while at <= text.count {
            if let firstBytes {
              firstBytes.withUnsafeBufferPointer { while at < text.count, !$0[Int(text[at])] { at += 1 } }
              if at == text.count { return }
            }
            if let end = try matcher.match(at: at), end > at || end != last {
              try body(at..<end)
              last = end
              at = end
            } else {
              at = at < text.count ? at + text.scalar(at: at).length : at + 1
            }
          }
        }
      }
    }
  }
}
