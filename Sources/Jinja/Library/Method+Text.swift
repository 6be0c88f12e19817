extension Method {
  func call(_ text: Text, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    switch self {
    case .strip, .lstrip, .rstrip: return try strip(text, given, account)
    case .split, .rsplit: return try split(text, given, account)
    case .splitlines:
      let keepsEnds = try given.bound("splitlines", ["keepends"]).isTrue(0)
      return .list(try list(Lines.split(text.bytes, keepsEnds: keepsEnds, account), of: text, account))
    case .partition, .rpartition: return try partition(text, given, account)
    case .startswith, .endswith: return .bool(try hasAffix(text, given, account))
    case .removeprefix, .removesuffix: return try withoutAffix(text, given, account)
    case .find, .rfind, .index, .rindex, .count: return try find(text, given, account)
    case .replace:
      let given = try given.unnamed("replace", 2...3)
      let new = try given.text(1)
      let inserted = try text.isMarkup && !new.isMarkup ? HTML.escaped(new.bytes, account) : new.bytes
      let count = try given.int(2, default: -1)
      return try made(Replace.all(text.bytes, given.text(0).bytes, inserted, count, account), text, account)
    case .join: return try join(text, given, account)
    case .format: return try BraceFormat.formatted(text, given, account)
    case .formatMap:
      guard case .dict(let dict) = try given.unnamed("format_map", 1...1)[0] else {
        throw .type("format_map wants a mapping")
      }
      var arguments = Arguments()
      for (key, value) in zip(dict.keys, dict.values) {
        if case .string(let name) = key { arguments.keywords.append((name.string, value)) }
      }
      return try BraceFormat.formatted(text, arguments, account)
    case .center, .ljust, .rjust, .zfill: return try justify(text, given, account)
    case .expandtabs:
      let size = try given.bound("expandtabs", ["tabsize"]).int(0, default: 8)
      return try made(Lines.expandingTabs(text.bytes, size, account), text, account)
    case .upper, .lower, .capitalize, .title, .swapcase, .casefold:
      _ = try given.unnamed(rawValue, 0...0)
      try Casing.prepare(text.bytes, account)
      return try made(recased(text.bytes), text, account)
    case .encode, .maketrans, .translate: throw .unsupported("the method '\(rawValue)' is not supported")
    case .isalnum, .isalpha, .isascii, .isdecimal, .isdigit, .isidentifier, .islower, .isnumeric, .isprintable,
      .isspace,
      .istitle, .isupper:
      _ = try given.unnamed(rawValue, 0...0)
      try account.handle(bytes: text.bytes.count * 16)
      return .bool(holds(for: text.bytes))
    case .get, .items, .keys, .values, .fromkeys, .copy, .bitLength, .isInteger, .append, .clear, .extend, .insert,
      .pop,
      .popitem, .remove, .reverse, .setdefault, .sort, .update:
      throw .type("a string has no method '\(rawValue)'")
    }
  }

  /// A text made from another: safe where that one was.
  private func made(_ bytes: [UInt8], _ text: Text, _ account: Account) throws(Failure) -> Value {
    .string(try Text(bytes, isMarkup: text.isMarkup, for: account))
  }

  private func list(_ parts: [ArraySlice<UInt8>], of text: Text, _ account: Account) throws(Failure) -> List {
    var items: [Value] = []
    items.reserveCapacity(parts.count)
    for part in parts { items.append(try made(Array(part), text, account)) }
    return try List(items, for: account)
  }

  private func strip(_ text: Text, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    let set = try given.unnamed(rawValue, 0...1).textIfGiven(0)?.bytes
    var kept = text.bytes[...]
    if self != .rstrip { kept = try Strip.start(kept, set, account) }
    if self != .lstrip { kept = try Strip.end(kept, set, account) }
    return try made(Array(kept), text, account)
  }

  private func split(_ text: Text, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    let given = try given.bound(rawValue, ["sep", "maxsplit"])
    let limit = try given.int(1, default: -1)
    let most = limit < 0 ? Int.max : limit
    try account.handle(bytes: text.bytes.count)
    let parts: [ArraySlice<UInt8>]
    if let separator = try given.textIfGiven(0)?.bytes {
      if separator.isEmpty { throw .value("empty separator") }
      parts = try Split.parts(text.bytes, separator, most, fromEnd: self == .rsplit, account)
    } else {
      parts = try Split.words(text.bytes, most, fromEnd: self == .rsplit, account)
    }
    return .list(try list(parts, of: text, account))
  }

  private func partition(_ text: Text, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    let separator = try given.unnamed(rawValue, 1...1).text(0).bytes
    if separator.isEmpty { throw .value("empty separator") }
    let bytes = text.bytes
    let place =
      self == .partition
      ? try Search.first(separator, in: bytes[...], account) : try Search.last(separator, in: bytes[...], account)
    let parts: [ArraySlice<UInt8>]
    if let place {
      parts = [bytes[..<place], bytes[place..<(place + separator.count)], bytes[(place + separator.count)...]]
    } else {
      parts = self == .partition ? [bytes[...], [], []] : [[], [], bytes[...]]
    }
    return .tuple(try list(parts, of: text, account))
  }

  /// A part of the text that the arguments from `place` on bound.
  private func part(
    of text: Text, _ given: Arguments.Bound, from place: Int, _ account: Account
  ) throws(Failure) -> (bytes: ArraySlice<UInt8>, start: Int)? {
    if given.given(place) == nil, given.given(place + 1) == nil { return (text.bytes[...], 0) }
    try account.allow(text.bytes.count.timesClamped(9))
    let offsets = CodePoints.offsets(text.bytes)
    let count = offsets.count - 1
    let start = given.given(place) == nil ? 0 : try given.int(place, default: 0)
    let stop = given.given(place + 1) == nil ? count : try given.int(place + 1, default: count)
    // What begins behind the end is found nowhere, not even an empty text.
    if start > count { return nil }
    let (first, end, _, _) = SliceBounds(start: start, stop: stop, step: 1).resolved(count)
    if first > end { return nil }
    return (text.bytes[offsets[first]..<offsets[end]], first)
  }

  private func hasAffix(_ text: Text, _ given: Arguments, _ account: Account) throws(Failure) -> Bool {
    let given = try given.unnamed(rawValue, 1...3)
    let affixes: [Value]
    if case .tuple(let list)? = given[0] { affixes = list.items } else { affixes = [given[0] ?? .none] }
    let part = try part(of: text, given, from: 1, account)?.bytes
    for affix in affixes {
      guard case .string(let wanted) = affix else {
        throw .type("\(rawValue) wants a string or a tuple of strings, not '\(affix.typeName)'")
      }
      try account.handle(bytes: wanted.bytes.count)
      guard let part else { continue }
      if self == .startswith
        ? part.starts(with: wanted.bytes) : part.suffix(wanted.bytes.count).elementsEqual(wanted.bytes)
      {
        return true
      }
    }
    return false
  }

  private func withoutAffix(_ text: Text, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    let affix = try given.unnamed(rawValue, 1...1).text(0).bytes
    let bytes = text.bytes
    if self == .removeprefix, bytes.starts(with: affix) {
      return try made(Array(bytes.dropFirst(affix.count)), text, account)
    }
    if self == .removesuffix, !affix.isEmpty, bytes.count >= affix.count, bytes.suffix(affix.count).elementsEqual(affix)
    {
      return try made(Array(bytes.dropLast(affix.count)), text, account)
    }
    return .string(text)
  }

  /// Places are counted in code points.
  private func find(_ text: Text, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    let given = try given.unnamed(rawValue, 1...3)
    let wanted = try given.text(0).bytes
    try account.handle(bytes: text.bytes.count)
    guard let (part, start) = try part(of: text, given, from: 1, account) else {
      if self == .index || self == .rindex { throw .value("substring not found") }
      return .int(self == .count ? 0 : -1)
    }
    if self == .count {
      if wanted.isEmpty { return .int(CodePoints.count(part) + 1) }
      return .int(try Replace.places(of: wanted, in: part, -1, account).count)
    }
    let isFirst = self == .find || self == .index
    let place = isFirst ? try Search.first(wanted, in: part, account) : try Search.last(wanted, in: part, account)
    guard let place else {
      if self == .index || self == .rindex { throw .value("substring not found") }
      return .int(-1)
    }
    return .int(start + CodePoints.count(part[..<place]))
  }

  private func join(_ text: Text, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    var out: [UInt8] = []
    for (place, item) in try Iteration.items(given.unnamed("join", 1...1)[0] ?? .none, account).enumerated() {
      guard case .string(let part) = item else {
        throw .type("sequence item \(place): expected str instance, \(item.typeName) found")
      }
      if place > 0 { out += text.bytes }
      out += try text.isMarkup && !part.isMarkup ? HTML.escaped(part.bytes, account) : part.bytes
      try account.handle(bytes: 64 + text.bytes.count + part.bytes.count)
      try account.check(out.count)
    }
    return try made(out, text, account)
  }

  private func justify(_ text: Text, _ given: Arguments, _ account: Account) throws(Failure) -> Value {
    let given = try given.unnamed(rawValue, self == .zfill ? 1...1 : 1...2)
    let width = try given.int(0, default: 0)
    let fill = given[1] == nil ? [0x20] : try given.text(1).bytes
    if CodePoints.count(fill[...]) != 1 { throw .type("The fill character must be exactly one character long") }
    let bytes: [UInt8]
    switch self {
    case .center: bytes = try Justify.center(text.bytes, width, fill, account)
    case .ljust: bytes = try Justify.left(text.bytes, width, fill, account)
    case .rjust: bytes = try Justify.right(text.bytes, width, fill, account)
    default: bytes = try Justify.zeros(text.bytes, width, account)
    }
    return try made(bytes, text, account)
  }

  private func recased(_ bytes: [UInt8]) -> [UInt8] {
    switch self {
    case .upper: Casing.upper(bytes)
    case .lower: Casing.lower(bytes)
    case .capitalize: Casing.capitalized(bytes)
    case .title: Casing.titled(bytes)
    case .swapcase: Casing.swapped(bytes)
    default: Casing.casefolded(bytes)
    }
  }

  private func holds(for bytes: [UInt8]) -> Bool {
    let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars
    func all(_ test: (Unicode.Scalar) -> Bool) -> Bool { !scalars.isEmpty && scalars.allSatisfy(test) }
    switch self {
    case .isascii: return CodePoints.isASCII(bytes[...])
    case .isprintable: return scalars.allSatisfy(Printing.isPrintable)
    case .isspace: return all(WhiteSpace.contains)
    case .isalpha: return all(\.properties.isAlphabeticInPython)
    case .isalnum: return all { $0.properties.isAlphabeticInPython || $0.properties.numericType != nil }
    case .isdecimal: return all { $0.properties.numericType == .decimal }
    case .isdigit: return all { $0.properties.numericType == .decimal || $0.properties.numericType == .digit }
    case .isnumeric: return all { $0.properties.numericType != nil }
    case .islower: return Casing.isLower(bytes)
    case .isupper: return Casing.isUpper(bytes)
    case .istitle: return Casing.isTitle(bytes)
    default:
      guard let first = scalars.first else { return false }
      return (first == "_" || first.properties.isXIDStart) && scalars.dropFirst().allSatisfy(\.properties.isXIDContinue)
    }
  }
}

extension Unicode.Scalar.Properties {
  /// Python's letters are those of the categories Lu, Ll, Lt, Lm and Lo.
  var isAlphabeticInPython: Bool {
    switch generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
    default: false
    }
  }
}
