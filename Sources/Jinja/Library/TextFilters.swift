enum TextFilters {
  /// The value's text; one that is marked as safe stays so.
  private static func text(_ value: Value, _ account: Account) throws(Failure) -> Text {
    if case .string(let text) = value { return text }
    return try Text(Printing.text(value, account), for: account)
  }

  private static func mapped(
    _ value: Value, _ account: Account, _ map: ([UInt8]) -> [UInt8]
  ) throws(Failure) -> Value {
    let text = try text(value, account)
    try Casing.prepare(text.bytes, account)
    return .string(try Text(map(text.bytes), isMarkup: text.isMarkup, for: account))
  }

  @Sendable static func upper(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    _ = try given.bound("upper", [])
    return try mapped(value, account, Casing.upper)
  }

  @Sendable static func lower(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    _ = try given.bound("lower", [])
    return try mapped(value, account, Casing.lower)
  }

  @Sendable static func capitalize(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    _ = try given.bound("capitalize", [])
    return try mapped(value, account, Casing.capitalized)
  }

  /// Each word's first letter large; words begin behind blanks, hyphens and opening brackets.
  @Sendable static func title(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    _ = try given.bound("title", [])
    let text = try text(value, account)
    try Casing.prepare(text.bytes, account)
    var out: [UInt8] = []
    var word: [UInt8] = []
    func end() {
      guard !word.isEmpty else { return }
      let first = CodePoints.end(of: 0, in: word)
      out += Casing.upper(Array(word[..<first])) + Casing.lower(Array(word[first...]))
      word = []
    }
    var at = 0
    while at < text.bytes.count {
      let byte = text.bytes[at]
      let blank = WhiteSpace.length(text.bytes[...], at)
      if blank > 0 || "-({[<".utf8.contains(byte) {
        end()
        let next = at + max(1, blank)
        out += text.bytes[at..<next]
        at = next
      } else {
        word.append(byte)
        at += 1
      }
    }
    end()
    return .string(try Text(out, for: account))
  }

  @Sendable static func string(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    _ = try given.bound("string", [])
    return .string(try text(value, account))
  }

  @Sendable static func trim(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    let given = try given.bound("trim", ["chars"])
    let text = try text(value, account)
    return .string(
      try Text(Strip.both(text.bytes, given.textIfGiven(0)?.bytes, account), isMarkup: text.isMarkup, for: account))
  }

  @Sendable static func replace(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    let given = try given.bound("replace", ["old", "new", "count"], required: 2)
    let count = given.given(2) == nil ? -1 : try given.int(2, default: -1)
    let parts = [value, given[0] ?? .none, given[1] ?? .none]
    var texts: [[UInt8]] = []
    for part in parts { texts.append(try Printing.text(part, account)) }
    return .string(try Text(Replace.all(texts[0], texts[1], texts[2], count, account), for: account))
  }

  @Sendable static func center(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    let width = try given.bound("center", ["width"]).int(0, default: 80)
    let text = try text(value, account)
    return .string(
      try Text(Justify.center(text.bytes, width, [0x20], account), isMarkup: text.isMarkup, for: account))
  }

  @Sendable static func format(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    if !given.positional.isEmpty, !given.keywords.isEmpty {
      throw .type("format takes values, or values by their names, not both")
    }
    let text = try text(value, account)
    if given.keywords.isEmpty {
      return try PercentFormat.formatted(text, .tuple(List(given.positional, for: account)), account)
    }
    var members: [(Value, Value)] = []
    for (name, value) in given.keywords { members.append((.string(Text(fixed: Array(name.utf8))), value)) }
    return try PercentFormat.formatted(text, .dict(Dict(members, for: account)), account)
  }

  /// Lines of more than one indented, but the first, and blank ones.
  @Sendable static func indent(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    let given = try given.bound("indent", ["width", "first", "blank"])
    guard case .string(let text) = value else { throw .type("indent wants a string, not '\(value.typeName)'") }
    let indent: [UInt8]
    if case .string(let text)? = given[0] {
      indent = text.bytes
    } else {
      let width = max(0, try given.int(0, default: 4))
      try account.allow(width)
      indent = [UInt8](repeating: 0x20, count: width)
    }
    let newline = UInt8(ascii: "\n")
    let lines = try Lines.split(text.bytes + [newline], keepsEnds: false, account)
    try account.step(lines.count)
    try account.allow(text.bytes.count.plusClamped((lines.count + 1).timesClamped(indent.count)))
    var out: [UInt8] = given.isTrue(1) ? indent : []
    for (place, line) in lines.enumerated() {
      if place > 0 {
        out.append(newline)
        if given.isTrue(2) || !line.isEmpty { out += indent }
      }
      out += line
    }
    return .string(try Text(out, isMarkup: text.isMarkup, for: account))
  }

  @Sendable static func truncate(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    let given = try given.bound("truncate", ["length", "killwords", "end", "leeway"])
    let length = try given.int(0, default: 255)
    let end = given[2] == nil ? Array("...".utf8) : try given.text(2).bytes
    let leeway = given.given(3) == nil ? 5 : try given.int(3, default: 5)
    let endCount = CodePoints.count(end[...])
    if length < endCount { throw .value("expected length >= \(endCount), got \(length)") }
    if leeway < 0 { throw .value("expected leeway >= 0, got \(leeway)") }
    // What is short enough stays what it is, texts or not.
    if let count = Iteration.count(value), count <= length.plusClamped(leeway) { return value }
    guard case .string(let text) = value else { throw .type("truncate wants a string, not '\(value.typeName)'") }
    try account.handle(bytes: text.bytes.count)
    let cut = CodePoints.offset(of: length - endCount, in: text.bytes) ?? text.bytes.count
    var kept = text.bytes[..<cut]
    if !given.isTrue(1), let space = kept.lastIndex(of: 0x20) { kept = kept[..<space] }
    return .string(try Text(Array(kept) + end, isMarkup: text.isMarkup, for: account))
  }

  /// Runs of letters, digits and underscores.
  @Sendable static func wordCount(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    _ = try given.bound("wordcount", [])
    let text = try text(value, account)
    try account.handle(bytes: text.bytes.count * 16)
    var (count, isInWord) = (0, false)
    for scalar in text.string.unicodeScalars {
      let isWord = scalar == "_" || scalar.properties.isAlphabeticInPython || scalar.properties.numericType != nil
      if isWord, !isInWord { count += 1 }
      isInWord = isWord
    }
    return .int(count)
  }

  // MARK: HTML and addresses

  @Sendable static func safe(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    _ = try given.bound("safe", [])
    return .string(try Text(Printing.text(value, account), isMarkup: true, for: account))
  }

  @Sendable static func escape(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    _ = try given.bound("escape", [])
    if case .string(let text) = value, text.isMarkup { return value }
    return .string(try Text(HTML.escaped(Printing.text(value, account), account), isMarkup: true, for: account))
  }

  @Sendable static func forceEscape(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    _ = try given.bound("forceescape", [])
    return .string(try Text(HTML.escaped(Printing.text(value, account), account), isMarkup: true, for: account))
  }

  @Sendable static func xmlAttributes(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    let given = try given.bound("xmlattr", ["autospace"])
    guard case .dict(let dict) = value else { throw .type("xmlattr wants a mapping, not '\(value.typeName)'") }
    var out: [UInt8] = []
    for (key, value) in zip(dict.keys, dict.values) where !value.isNone && !value.isUndefined {
      guard case .string(let name) = key else { throw .type("xmlattr wants strings as keys") }
      let isBad = { (byte: UInt8) in byte <= 0x20 && WhiteSpace.length([byte], 0) > 0 || "/>=".utf8.contains(byte) }
      if name.bytes.contains(where: isBad) { throw .value("an invalid character in the name of an attribute") }
      if !out.isEmpty || given.isTrue(0, default: true) { out.append(0x20) }
      out += try name.isMarkup ? name.bytes : HTML.escaped(name.bytes, account)
      let text = try text(value, account)
      out += try "=\"".utf8 + (text.isMarkup ? text.bytes : HTML.escaped(text.bytes, account)) + "\"".utf8
      try account.check(out.count)
    }
    return .string(try Text(out, for: account))
  }

  @Sendable static func urlEncode(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    _ = try given.bound("urlencode", [])
    if value.text != nil || !Iteration.isIterable(value) {
      return .string(try Text(quoted(value, isQuery: false, account), for: account))
    }
    var pairs = try Iteration.items(value, account)
    if case .dict(let dict) = value { pairs = try Iteration.pairs(dict, account) }
    var out: [UInt8] = []
    for pair in pairs {
      let parts = try Iteration.items(pair, account)
      if parts.count != 2 { throw .value("urlencode wants pairs") }
      if !out.isEmpty { out.append(UInt8(ascii: "&")) }
      out += try quoted(parts[0], isQuery: true, account)
      out.append(UInt8(ascii: "="))
      out += try quoted(parts[1], isQuery: true, account)
      try account.step()
      try account.check(out.count)
    }
    return .string(try Text(out, for: account))
  }

  private static func quoted(_ value: Value, isQuery: Bool, _ account: Account) throws(Failure) -> [UInt8] {
    let text = try Printing.text(value, account)
    try account.allow(text.count * 3)
    var out: [UInt8] = []
    for byte in text {
      if Lexer.isWord(byte) || "-.~".utf8.contains(byte) || !isQuery && byte == UInt8(ascii: "/") {
        out.append(byte)
      } else if isQuery, byte == 0x20 {
        out.append(UInt8(ascii: "+"))
      } else {
        out += ("%" + Digits.padded(String(byte, radix: 16, uppercase: true), to: 2)).utf8
      }
    }
    return out
  }

  // MARK: JSON

  @Sendable static func json(_ value: Value, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    let given = try given.bound("tojson", ["ensure_ascii", "indent", "separators", "sort_keys"])
    var indent: [UInt8]?
    if case .string(let text)? = given.given(1) {
      indent = text.bytes
    } else if given.given(1) != nil {
      let width = max(0, try given.int(1, default: 0))
      try account.allow(width)
      indent = [UInt8](repeating: 0x20, count: width)
    }
    var separators: (item: [UInt8], key: [UInt8])?
    if let pair = given.given(2) {
      let parts = try Iteration.items(pair, account)
      guard parts.count == 2, case .string(let item) = parts[0], case .string(let key) = parts[1] else {
        throw .type("tojson's separators are a pair of strings")
      }
      separators = (item.bytes, key.bytes)
    }
    var writer = JSONWriter(
      ensuresASCII: given.isTrue(0), indent: indent, separators: separators, sortsKeys: given.isTrue(3),
      account: account)
    try writer.write(value)
    return .string(try Text(writer.out, for: account))
  }
}
