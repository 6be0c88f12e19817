import Documents

/// What a text is cut at.
enum Delimiter: Sendable {
  case literal([UInt8])
  case regex(Regex)
  /// Each character that passes the test, by itself.
  case scalars(@Sendable (UInt32) -> Bool)

  /// `{"Regex": …}` or `{"String": …}`.
  init(_ json: JSONValue?, file: String) throws {
    if let pattern = json?["Regex"]?.string {
      do {
        self = .regex(try Regex(pattern))
      } catch {
        throw TokenizerError(.unsupported, file: file, "\(error)")
      }
    } else if let text = json?["String"]?.string {
      self = .literal(Array(text.utf8))
    } else {
      throw TokenizerError(.malformed, file: file, "a pattern is neither a `Regex` nor a `String`")
    }
  }

  /// The places where it stands, in order. Throws what the watch and the body throw.
  func forEachMatch(in text: Bytes, _ watch: EncodingWatch, _ body: (Range<Int>) throws -> Void) throws {
    switch self {
    case .regex(let regex): try regex.forEachMatch(in: text, watch, body)
    case .literal(let wanted):
      guard !wanted.isEmpty else { return }
      var at = 0
      var looks = 0
      while at + wanted.count <= text.count {
        guard text[at] == wanted[0] else {
          at += 1
          continue
        }
        // A long text of the same beginnings may be compared to its end at each of them.
        looks += 1 + wanted.count / 32
        if looks >= 4_096 {
          try watch.count(looks)
          looks = 0
        }
        if text.starts(with: wanted, at: at) {
          try body(at..<at + wanted.count)
          at += wanted.count
        } else {
          at += 1
        }
      }
    case .scalars(let passes):
      var at = 0
      while at < text.count {
        let (value, length) = text.scalar(at: at)
        if passes(value) { try body(at..<at + length) }
        at += length
      }
    }
  }
}

/// Cuts a text at its delimiters, which become words of their own, go, or stay with a neighbour.
struct Split: Sendable {
  enum Behavior: Sendable {
    case removed, isolated, mergedWithPrevious, mergedWithNext, contiguous

    init(_ json: JSONValue?, file: String) throws {
      switch json?.string {
      case "Removed": self = .removed
      case "Isolated": self = .isolated
      case "MergedWithPrevious": self = .mergedWithPrevious
      case "MergedWithNext": self = .mergedWithNext
      case "Contiguous": self = .contiguous
      case let other:
        throw TokenizerError(
          .unsupported, file: file,
          "the behavior \(other ?? "none") of a split is not supported; supported: Removed, Isolated, "
            + "MergedWithPrevious, MergedWithNext, Contiguous")
      }
    }
  }

  var delimiter: Delimiter
  var behavior: Behavior
  /// What stands between the delimiters is taken for the delimiters.
  var isInverted = false

  /// The words in order, none of them empty. Throws what the watch and the body throw.
  func forEachWord(in text: Bytes, _ watch: EncodingWatch, _ body: (Range<Int>) throws -> Void) throws {
    switch behavior {
    case .removed: try forEachPart(in: text, watch) { if !$1 { try body($0) } }
    case .isolated: try forEachPart(in: text, watch) { range, _ in try body(range) }
    case .contiguous, .mergedWithPrevious, .mergedWithNext:
      var parts: [(range: Range<Int>, isDelimiter: Bool)] = []
      try forEachPart(in: text, watch) { parts.append(($0, $1)) }
      for range in merged(parts) { try body(range) }
    }
  }

  /// Delimiters and what stands between them, in order, none of them empty.
  private func forEachPart(
    in text: Bytes, _ watch: EncodingWatch, _ body: (Range<Int>, _ isDelimiter: Bool) throws -> Void
  ) throws {
    var start = 0
    try delimiter.forEachMatch(in: text, watch) { match in
      if match.lowerBound > start { try body(start..<match.lowerBound, isInverted) }
      if !match.isEmpty { try body(match, !isInverted) }
      start = match.upperBound
    }
    if start < text.count { try body(start..<text.count, isInverted) }
  }

  private func merged(_ parts: [(range: Range<Int>, isDelimiter: Bool)]) -> [Range<Int>] {
    var words: [Range<Int>] = []
    var followsDelimiter = false
    switch behavior {
    case .contiguous:
      for (range, isDelimiter) in parts {
        if isDelimiter == followsDelimiter, let last = words.popLast() {
          words.append(last.lowerBound..<range.upperBound)
        } else {
          words.append(range)
        }
        followsDelimiter = isDelimiter
      }
    case .mergedWithPrevious:
      for (range, isDelimiter) in parts {
        if isDelimiter, !followsDelimiter, let last = words.popLast() {
          words.append(last.lowerBound..<range.upperBound)
        } else {
          words.append(range)
        }
        followsDelimiter = isDelimiter
      }
    case .mergedWithNext, .isolated, .removed:
      for (range, isDelimiter) in parts.reversed() {
        if isDelimiter, !followsDelimiter, let last = words.popLast() {
          words.append(range.lowerBound..<last.upperBound)
        } else {
          words.append(range)
        }
        followsDelimiter = isDelimiter
      }
      words.reverse()
    }
    return words
  }
}

/// A split as a step before tokens are made.
struct SplitPreTokenizer: PreTokenizer {
  let split: Split

  /// Well-known regular expressions are done by hand.
  static func make(_ split: Split) -> any PreTokenizer {
    if case .regex(let regex) = split.delimiter, let cutter = WordCutter(pattern: regex.pattern),
      split.behavior == .isolated || (split.behavior == .removed && split.isInverted)
    {
      return cutter
    }
    return SplitPreTokenizer(split: split)
  }

  func words(
    of text: Bytes, isFirst: Bool, _ watch: EncodingWatch, _ body: (Bytes, Bool) throws -> Void
  ) throws {
    try split.forEachWord(in: text, watch) { try body(text.slice($0), isFirst && $0.lowerBound == 0) }
  }
}
