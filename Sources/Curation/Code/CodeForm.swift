/// What is left of a piece of code when its names, comments and layout are taken for arbitrary: two pieces of equal form are one
/// solution, written twice.
///
/// - Comments, white space, semicolons, the kind of quotes and parentheses that only group do not count, nor do strings that are statements of their own
///   (Python's docstrings).
/// - A name counts by the place where it first stands. It keeps its spelling behind a dot, as a keyword, and where it is called
///   without being defined in the code: `len` and `max` are not one.
/// - The bodies of functions are compared, without their heads, so that neither the order of parameters nor their types count.
package enum CodeForm {
  /// Shorter bodies are of one form by chance.
  static let leastTokens = 16

  /// The forms of the bodies of all functions, or of the whole where there is no function.
  ///
  /// - Parameter function: the name of the function whose body the code is, where it has no head.
  package static func all(_ code: [UInt8], bodyOf function: ArraySlice<UInt8>? = nil) -> [UInt64] {
    let tokens = CodeTokens(code)
    let bodies = tokens.bodies
    let ranges = bodies.isEmpty ? [0..<tokens.tokens.count] : bodies
    var own = tokens.definedNames
    if let function { own.insert(function) }
    return ranges.compactMap { form(tokens, $0, own) }
  }

  private static func form(_ code: CodeTokens, _ range: Range<Int>, _ own: Set<ArraySlice<UInt8>>) -> UInt64? {
    let grouping = code.groupingParentheses(range)
    var names: [ArraySlice<UInt8>: UInt64] = [:]
    var hash: UInt64 = 7
    var count = 0
    for place in range {
      let token = code.tokens[place]
      let text = code.text(token)
      switch token.kind {
      case .string:
        if code.isStatement(place) { continue }
        // `"\w"` and `"\\w"` are one pattern.
        hash = Shingles.mix(hash ^ 1 ^ Shingles.hash(text.lazy.filter { $0 != UInt8(ascii: "\\") }))
      case .number: hash = Shingles.mix(hash ^ 2 ^ Shingles.hash(text))
      case .sign:
        if text.first == UInt8(ascii: ";") || grouping.contains(place) { continue }
        hash = Shingles.mix(hash ^ 3 ^ Shingles.hash(text))
      case .name:
        let isCalled = code.is(place + 1, "(") && !own.contains(text)
        if isCalled || code.is(place - 1, ".") || keywords.contains(text) {
          hash = Shingles.mix(hash ^ 4 ^ Shingles.hash(text))
        } else {
          let number = names[text] ?? UInt64(names.count)
          names[text] = number
          hash = Shingles.mix(hash ^ 5 ^ Shingles.mix(number))
        }
      }
      count += 1
    }
    return count >= leastTokens ? hash : nil
  }

  static let keywords: Set<ArraySlice<UInt8>> = Set(
    """
    and as assert async await break case catch class const continue def default del delete do elif else enum except export extends
    false finally fn for foreach from func function global go goto guard if impl import in instanceof interface is lambda let match
    mut namespace new nil none nonlocal not null or package pass private protected public raise repeat return self static struct
    super switch template then this throw throws trait true try type typename typeof union unsigned use using var virtual void
    volatile where while with yield False None True int long short float double bool boolean char byte
    """.split(whereSeparator: { $0 == " " || $0 == "\n" }).map { Array($0.utf8)[...] })
}

extension CodeTokens {
  /// Parentheses that call nothing: `return (x)`, `if (a and b)`. What they hold together is as good as always what would stand together without
  /// them.
  func groupingParentheses(_ range: Range<Int>) -> Set<Int> {
    var places: Set<Int> = []
    var open: [Int?] = []
    for place in range {
      if self.is(place, "(") {
        let isCall =
          place > range.lowerBound
          && (self.is(place - 1, ")") || self.is(place - 1, "]") || tokens[place - 1].kind == .string
            || tokens[place - 1].kind == .name && !CodeForm.keywords.contains(text(tokens[place - 1])))
        open.append(isCall ? nil : place)
      } else if self.is(place, ")"), let opening = open.popLast(), let opening {
        places.formUnion([opening, place])
      }
    }
    return places
  }

  private static let definers = ["def", "func", "fn", "function", "fun"]
  private static let control = [
    "if", "for", "while", "switch", "catch", "foreach", "until", "synchronized", "match", "with",
  ]

  /// Names of functions that the code defines.
  var definedNames: Set<ArraySlice<UInt8>> {
    var names: Set<ArraySlice<UInt8>> = []
    for place in tokens.indices.dropLast() where Self.definers.contains(where: { self.is(place, $0) }) {
      if tokens[place + 1].kind == .name { names.insert(text(tokens[place + 1])) }
    }
    for body in braced { if let name = body.name { names.insert(text(tokens[name])) } }
    return names
  }

  /// The tokens of each function's body.
  var bodies: [Range<Int>] {
    // Braces of a program that has Python's functions hold a dictionary or a set.
    let indented = indented
    return indented.isEmpty ? braced.map(\.body) : indented
  }

  /// Python's: the lines below a head that are indented further than it.
  private var indented: [Range<Int>] {
    tokens.indices.compactMap { place in
      guard self.is(place, "def"), tokens[place].startsLine || self.is(place - 1, "async") else { return nil }
      var depth = 0
      var at = place + 1
      while at < tokens.count, !(depth == 0 && self.is(at, ":")) {
        if tokens[at].startsLine { return nil }
        if self.is(at, "(") || self.is(at, "[") { depth += 1 }
        if self.is(at, ")") || self.is(at, "]") { depth -= 1 }
        at += 1
      }
      let first = min(at + 1, tokens.count)
      var end = first
      while end < tokens.count, !(tokens[end].startsLine && tokens[end].indentation <= tokens[place].indentation) {
        end += 1
      }
      return first..<end
    }
  }

  /// So deep no person nests functions, and so many tokens no head has: what is no code takes no square of its length.
  private static let deepest = 20
  private static let longestHead = 400

  /// Those between braces behind a list of parameters.
  private var braced: [(name: Int?, body: Range<Int>)] {
    var result: [(name: Int?, body: Range<Int>)] = []
    var open: [Int] = []
    for place in tokens.indices {
      if self.is(place, "{") { open.append(place) }
      guard self.is(place, "}"), let start = open.popLast(), open.count < Self.deepest else { continue }
      // Back over a result's type to the parameters.
      var at = start - 1
      let least = max(0, start - 12)
      while at >= least, !self.is(at, ")"), !self.is(at, "{"), !self.is(at, "}"), !self.is(at, ";"), !self.is(at, "=") {
        at -= 1
      }
      guard self.is(at, ")") else { continue }
      var depth = 0
      let leastOpening = max(0, at - Self.longestHead)
      while at >= leastOpening {
        if self.is(at, ")") { depth += 1 }
        if self.is(at, "(") { depth -= 1 }
        if depth == 0 { break }
        at -= 1
      }
      let name = at - 1
      guard depth == 0, name >= 0, tokens[name].kind == .name, !Self.control.contains(where: { self.is(name, $0) })
      else {
        continue
      }
      result.append((name, start + 1..<place))
    }
    return result
  }
}
