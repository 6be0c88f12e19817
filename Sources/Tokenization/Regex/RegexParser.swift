/// Reads the part of Oniguruma's Ruby syntax that tokenizers use.
struct RegexParser {
  private let pattern: String
  private let scalars: [Unicode.Scalar]
  private var at = 0
  private var ignoresCase = false
  private var depth = 0

  private static let deepest = 100
  private static let mostRepeats = 1000
  /// Characters of a pattern; those of models in use have some 500.
  private static let longest = 10_000

  static func parse(_ pattern: String) throws(RegexError) -> RegexNode {
    var parser = RegexParser(pattern)
    if parser.scalars.count > longest {
      let start = String(pattern.unicodeScalars.prefix(40)) + "…"
      throw RegexError(pattern: start, reason: "it has more than \(longest) characters")
    }
    let node = try parser.choice()
    if parser.at < parser.scalars.count { throw parser.error("an unmatched `)`") }
    return node
  }

  private init(_ pattern: String) {
    self.pattern = pattern
    scalars = Array(pattern.unicodeScalars)
  }

  private func error(_ reason: String) -> RegexError { RegexError(pattern: pattern, reason: reason) }

  private var next: Unicode.Scalar? { at < scalars.count ? scalars[at] : nil }

  private func peek(_ offset: Int) -> Unicode.Scalar? { at + offset < scalars.count ? scalars[at + offset] : nil }

  private mutating func take(_ text: String) -> Bool {
    let wanted = Array(text.unicodeScalars)
    guard at + wanted.count <= scalars.count, scalars[at..<at + wanted.count].elementsEqual(wanted) else {
      return false
    }
    at += wanted.count
    return true
  }

  private mutating func choice() throws(RegexError) -> RegexNode {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.deepest { throw error("groups are nested too deeply") }
    let ignoredCase = ignoresCase
    defer { ignoresCase = ignoredCase }
    var parts = [try sequence()]
    while take("|") { parts.append(try sequence()) }
    return parts.count == 1 ? parts[0] : .choice(parts)
  }

  private mutating func sequence() throws(RegexError) -> RegexNode {
    var parts: [RegexNode] = []
    while let scalar = next, scalar != "|", scalar != ")" {
      if take("(?i)") {
        ignoresCase = true
      } else {
        parts.append(try quantified(try atom()))
      }
    }
    return .sequence(parts)
  }

  private mutating func quantified(_ atom: RegexNode) throws(RegexError) -> RegexNode {
    var node = atom
    var repetitions = 0
    while true {
      let bounds: (min: Int, max: Int?)
      var isInterval = false
      if take("*") {
        bounds = (0, nil)
      } else if take("+") {
        bounds = (1, nil)
      } else if take("?") {
        bounds = (0, 1)
      } else if let interval = try interval() {
        (bounds, isInterval) = (interval, true)
      } else {
        return node
      }
      repetitions += 1
      if repetitions > Self.deepest { throw error("repetitions are nested too deeply") }
      if bounds.max != 1, node.mayBeEmpty { throw error("a repeated part may match nothing; this is not supported") }
      // `{1,3}+` repeats the interval, as in Ruby; only `*+`, `++` and `?+` are possessive.
      var greed = RegexNode.Greed.greedy
      if take("?") { greed = .lazy } else if !isInterval, take("+") { greed = .possessive }
      node = .loop(node, min: bounds.min, max: bounds.max, greed)
    }
  }

  /// `{3}`, `{1,}`, `{,3}`, `{1,3}`; anything else with a brace is text.
  private mutating func interval() throws(RegexError) -> (min: Int, max: Int?)? {
    guard next == "{" else { return nil }
    let start = at
    at += 1
    let min = number()
    var max = min
    if take(",") { max = number() } else if min == nil { max = nil }
    guard take("}"), min != nil || max != nil else {
      at = start
      return nil
    }
    let (low, high) = (min ?? 0, max)
    if low > Self.mostRepeats || (high ?? 0) > Self.mostRepeats || low > high ?? low {
      throw error("the bounds of a repetition are out of order or too large")
    }
    return (low, high)
  }

  private mutating func number() -> Int? {
    let start = at
    var value = 0
    while let scalar = next, "0"..."9" ~= scalar, at - start < 6 {
      value = value * 10 + Int(scalar.value - 0x30)
      at += 1
    }
    return at > start ? value : nil
  }

  private mutating func atom() throws(RegexError) -> RegexNode {
    guard let scalar = next else { throw error("it ends too early") }
    switch scalar {
    case "(": return try group()
    case "[": return .set(try characterClass())
    case ".":
      at += 1
      return .set(.dot)
    case "^":
      at += 1
      return .assertion(.lineStart)
    case "$":
      at += 1
      return .assertion(.lineEnd)
    case "*", "+", "?": throw error("a `\(scalar)` with nothing to repeat")
    case "\\":
      if let assertion = Self.assertions[peek(1) ?? " "] {
        at += 2
        return .assertion(assertion)
      }
      if peek(1) == "w" || peek(1) == "W" {
        var set = ScalarSet.wordCharacter
        if peek(1) == "W" { set.negate() }
        at += 2
        return .set(set)
      }
      var set = ScalarSet()
      if let value = try escape(into: &set) { return try character(value) }
      set.close()
      return .set(set)
    default:
      at += 1
      return try character(scalar.value)
    }
  }

  private static let assertions: [Unicode.Scalar: RegexNode.Assertion] = [
    "A": .textStart, "z": .textEnd, "Z": .textEndOrLastLine, "b": .wordBoundary, "B": .noWordBoundary,
  ]

  private func character(_ value: UInt32) throws(RegexError) -> RegexNode {
    guard ignoresCase else { return .character(value) }
    if value >= 0x80, Unicode.Scalar(value)?.properties.isCased == true {
      throw error("a non-ASCII letter under `(?i)` is not supported")
    }
    var set = ScalarSet()
    set.add(value...value)
    set.foldASCIICase()
    set.close()
    return .set(set)
  }

  private mutating func group() throws(RegexError) -> RegexNode {
    let ignoredCase = ignoresCase
    defer { ignoresCase = ignoredCase }
    var wrap: (RegexNode) -> RegexNode = { $0 }
    if take("(?:") {
    } else if take("(?i:") {
      ignoresCase = true
    } else if take("(?-i:") {
      ignoresCase = false
    } else if take("(?=") {
      wrap = { .lookahead($0, negated: false) }
    } else if take("(?!") {
      wrap = { .lookahead($0, negated: true) }
    } else if take("(?>") {
      wrap = { .atomic($0) }
    } else if peek(1) == "?" {
      let shown = String(String.UnicodeScalarView(scalars[at..<min(at + 4, scalars.count)]))
      throw error("a group that begins with `\(shown)` is not supported")
    } else {
      at += 1
    }
    let node = try choice()
    guard take(")") else { throw error("an unmatched `(`") }
    return wrap(node)
  }

  private mutating func characterClass() throws(RegexError) -> ScalarSet {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.deepest { throw error("classes are nested too deeply") }
    at += 1
    var set = ScalarSet()
    let isNegated = take("^")
    var isFirst = true
    while let scalar = next, scalar != "]" || isFirst {
      isFirst = false
      if scalar == "[" {
        if peek(1) == ":" { throw error("a named class (`[:…:]`) is not supported") }
        set.add(try characterClass())
        continue
      }
      if scalar == "&", peek(1) == "&" { throw error("the intersection of classes (`&&`) is not supported") }
      guard let low = try member(into: &set) else { continue }
      // A hyphen at the end, or before a class, stands for itself.
      if next == "-", let after = peek(1), after != "]", after != "[" {
        at += 1
        var other = ScalarSet()
        guard let high = try member(into: &other) else { throw error("a range ends with a class") }
        guard low <= high else { throw error("the ends of a range are out of order") }
        set.add(low...high)
      } else {
        set.add(low...low)
      }
    }
    guard take("]") else { throw error("an unmatched `[`") }
    if ignoresCase { set.foldASCIICase() }
    set.close()
    if isNegated { set.negate() }
    return set
  }

  /// A character of a class; nil where a whole class was added (`\s`).
  private mutating func member(into set: inout ScalarSet) throws(RegexError) -> UInt32? {
    guard let scalar = next else { throw error("it ends too early") }
    if scalar == "\\" { return try escape(into: &set) }
    at += 1
    return scalar.value
  }

  /// The character of an escape, or nil where it stands for a class, which is added to the set.
  private mutating func escape(into set: inout ScalarSet) throws(RegexError) -> UInt32? {
    guard let scalar = peek(1) else { throw error("it ends in a backslash") }
    at += 2
    switch scalar {
    case "r": return 0x0D
    case "n": return 0x0A
    case "t": return 0x09
    case "f": return 0x0C
    case "v": return 0x0B
    case "a": return 0x07
    case "e": return 0x1B
    case "s", "S": set.addSpaces(negated: scalar == "S")
    case "w", "W": set.addWordCharacters(negated: scalar == "W")
    case "d": set.add(categories: CategorySet.decimalNumber)
    case "D": set.add(categories: CategorySet.all & ~CategorySet.decimalNumber)
    case "p", "P": try property(into: &set, negated: scalar == "P")
    case "x", "u": return try code(scalar)
    case "0"..."9", "a"..."z", "A"..."Z": throw error("`\\\(scalar)` is not supported")
    default: return scalar.value
    }
    return nil
  }

  private mutating func property(into set: inout ScalarSet, negated: Bool) throws(RegexError) {
    var negated = negated
    guard take("{") else { throw error("`\\p` without a name in braces") }
    if take("^") { negated.toggle() }
    var name = String.UnicodeScalarView()
    while let scalar = next, scalar != "}" {
      name.append(scalar)
      at += 1
    }
    guard take("}") else { throw error("an unmatched `{` after `\\p`") }
    guard let mask = CategorySet.named(String(name)) else {
      throw error("the property `\(String(name))` is not supported; supported: the general categories (L, Lu, N, P, …)")
    }
    set.add(categories: negated ? CategorySet.all & ~mask : mask)
  }

  /// `\x41`, `\x{1F600}`, `\u0041`.
  private mutating func code(_ kind: Unicode.Scalar) throws(RegexError) -> UInt32 {
    let isBraced = kind == "x" && take("{")
    let limit = isBraced ? 8 : kind == "x" ? 2 : 4
    var value: UInt32 = 0
    var count = 0
    while count < limit, let digit = next.flatMap({ Character($0).hexDigitValue }) {
      value = value << 4 | UInt32(digit)
      count += 1
      at += 1
    }
    guard count > 0, kind == "x" || count == 4, !isBraced || take("}"), Unicode.Scalar(value) != nil,
      isBraced || kind == "u" || value < 0x80
    else { throw error("`\\\(kind)` does not name a character") }
    return value
  }
}
