import Documents

/// What a text is cut at.
enum Delimiter: Sendable {
  case literal([UInt8])
  case expression(Expression)
  /// Each character that passes the test, by itself.
  case scalars(@Sendable (UInt32) -> Bool)

  /// `{"Regex": …}` or `{"String": …}`.
  init(_ json: JSONValue?, file: String) throws {
    if let pattern = json?["Regex"]?.string {
      do {
        self = .expression(try Expression(pattern))
      } catch {
        throw TokenizerError(.unsupported, file: file, "\(error)")
      }
    } else if let text = json?["String"]?.string {
      self = .literal(Array(text.utf8))
    } else {
      throw TokenizerError(.malformed, file: file, "a pattern is neither a `Regex` nor a `String`")
    }
  }

  /// The places where it stands, in order.
  func forEachMatch(in text: Bytes, _ body: (Range<Int>) -> Void) {
    switch self {
    case .expression(let expression): expression.forEachMatch(in: text, body)
    case .literal(let wanted):
      guard !wanted.isEmpty else { return }
      var at = 0
      while at + wanted.count <= text.count {
        if text[at] == wanted[0], text.starts(with: wanted, at: at) {
          body(at..<at + wanted.count)
          at += wanted.count
        } else {
          at += 1
        }
      }
    case .scalars(let passes):
      var at = 0
      while at < text.count {
        let (value, length) = text.scalar(at: at)
        if passes(value) { body(at..<at + length) }
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

  /// The words in order, none of them empty.
  func forEachWord(in text: Bytes, _ body: (Range<Int>) -> Void) {
    switch behavior {
    case .removed: forEachPart(in: text) { if !$1 { body($0) } }
    case .isolated: forEachPart(in: text) { range, _ in body(range) }
    case .contiguous, .mergedWithPrevious, .mergedWithNext:
      var parts: [(range: Range<Int>, isDelimiter: Bool)] = []
      forEachPart(in: text) { parts.append(($0, $1)) }
      for range in merged(parts) { body(range) }
    }
  }

  /// Delimiters and what stands between them, in order, none of them empty.
  private func forEachPart(in text: Bytes, _ body: (Range<Int>, _ isDelimiter: Bool) -> Void) {
    var start = 0
    delimiter.forEachMatch(in: text) { match in
      if match.lowerBound > start { body(start..<match.lowerBound, isInverted) }
      if !match.isEmpty { body(match, !isInverted) }
      start = match.upperBound
    }
    if start < text.count { body(start..<text.count, isInverted) }
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
    default:
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

  /// Well-known expressions are done by hand.
  static func make(_ split: Split) -> any PreTokenizer {
    if case .expression(let expression) = split.delimiter, let cutter = WordCutter(expression: expression.pattern),
      split.behavior == .isolated || (split.behavior == .removed && split.isInverted)
    {
      return cutter
    }
    return SplitPreTokenizer(split: split)
  }

  func words(of text: Bytes, isFirst: Bool, _ body: (Bytes, Bool) -> Void) {
    split.forEachWord(in: text) { body(text.slice($0), isFirst && $0.lowerBound == 0) }
  }
}
