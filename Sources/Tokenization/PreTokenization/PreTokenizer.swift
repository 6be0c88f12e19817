import Documents

/// Cuts text into the words inside which tokens are made. A new kind is one file and a line in `PreTokenizers`.
protocol PreTokenizer: Sendable {
  /// Calls `body` with each word, in order. The text is well-formed UTF-8, holds no added token and is not empty.
  ///
  /// - Parameters:
  ///   - isFirst: whether the text, or the word, stands at the beginning of the whole.
  ///   - body: takes a word, valid during the call, and whether it stands at the beginning.
  /// - Throws: what the watch and the body throw.
  func words(
    of text: Bytes, isFirst: Bool, _ watch: EncodingWatch, _ body: (_ word: Bytes, _ isFirst: Bool) throws -> Void
  ) throws
}

/// The whole text is one word.
struct NoPreTokenizer: PreTokenizer {
  func words(
    of text: Bytes, isFirst: Bool, _ watch: EncodingWatch, _ body: (Bytes, Bool) throws -> Void
  ) throws { try body(text, isFirst) }
}

/// One after the other, each cutting the words of the one before.
struct PreTokenizerSequence: PreTokenizer {
  let parts: [any PreTokenizer]

  func words(
    of text: Bytes, isFirst: Bool, _ watch: EncodingWatch, _ body: (Bytes, Bool) throws -> Void
  ) throws { try cut(parts[...], text, isFirst, watch, body) }

  private func cut(
    _ parts: ArraySlice<any PreTokenizer>, _ text: Bytes, _ isFirst: Bool, _ watch: EncodingWatch,
    _ body: (Bytes, Bool) throws -> Void
  ) throws {
    guard let part = parts.first else { return try body(text, isFirst) }
    try part.words(of: text, isFirst: isFirst, watch) { try cut(parts.dropFirst(), $0, $1, watch, body) }
  }
}

/// How many steps a part of `tokenizer.json` may have: each is a call inside of another's.
enum StepCount {
  private static let maxSteps = 64

  /// The steps of a Sequence. Throws `TokenizerError` where there are too many.
  static func checked(_ steps: JSONValue?, of part: String, file: String) throws -> [JSONValue] {
    let steps = steps?.array ?? []
    guard steps.count <= maxSteps else {
      throw TokenizerError(
        .unsupported, file: file, "its \(part) is a sequence of \(steps.count) steps; supported: up to \(maxSteps)")
    }
    return steps
  }
}

/// The kinds that `tokenizer.json` may name.
enum PreTokenizers {
  static let supported = [
    "ByteLevel", "Split", "Digits", "Metaspace", "BertPreTokenizer", "Whitespace", "WhitespaceSplit", "Punctuation",
    "CharDelimiterSplit", "Sequence",
  ]

  /// Throws `TokenizerError` naming a kind or a regular expression that is not supported.
  static func make(_ json: JSONValue?, file: String) throws -> any PreTokenizer {
    guard let json, !json.isNull else { return NoPreTokenizer() }
    switch json["type"]?.string ?? "?" {
    case "ByteLevel": return ByteLevelPreTokenizer(json)
    case "Split":
      let cut = try Delimiter(json["pattern"], file: file)
      let behavior = try Split.Behavior(json["behavior"], file: file)
      return SplitPreTokenizer.make(
        Split(delimiter: cut, behavior: behavior, isInverted: json["invert"]?.bool ?? false))
    case "Digits":
      let isIndividual = json["individual_digits"]?.bool ?? false
      return SplitPreTokenizer(
        split: Split(delimiter: .scalars(ScalarTests.isDigit), behavior: isIndividual ? .isolated : .contiguous))
    case "Punctuation":
      let behavior = try json["behavior"].map { try Split.Behavior($0, file: file) } ?? .isolated
      return SplitPreTokenizer(split: Split(delimiter: .scalars(OlderUnicode.isPunctuation), behavior: behavior))
    case "WhitespaceSplit":
      return SplitPreTokenizer(split: Split(delimiter: .scalars(ScalarTests.isSpace), behavior: .removed))
    case "CharDelimiterSplit":
      guard let delimiter = json["delimiter"]?.string, !delimiter.isEmpty else {
        throw TokenizerError(.malformed, file: file, "its pre-tokenizer CharDelimiterSplit names no delimiter")
      }
      return SplitPreTokenizer(split: Split(delimiter: .literal(Array(delimiter.utf8)), behavior: .removed))
    case "BertPreTokenizer":
      return PreTokenizerSequence(parts: [
        SplitPreTokenizer(split: Split(delimiter: .scalars(ScalarTests.isSpace), behavior: .removed)),
        SplitPreTokenizer(split: Split(delimiter: .scalars(OlderUnicode.isPunctuation), behavior: .isolated)),
      ])
    case "Whitespace": return WhitespacePreTokenizer()
    case "Metaspace": return try MetaspacePreTokenizer(json, file: file)
    case "Sequence":
      return try sequence(StepCount.checked(json["pretokenizers"], of: "pre-tokenizer", file: file), file: file)
    case let kind:
      throw TokenizerError(
        .unsupported, file: file,
        "its pre-tokenizer (\(kind)) is not supported; supported: \(supported.joined(separator: ", "))")
    }
  }

  private static func sequence(_ parts: [JSONValue], file: String) throws -> any PreTokenizer {
    var working: [any PreTokenizer] = []
    var isByteLevel = false
    for part in parts {
      var step = try make(part, file: file)
      if (step as? ByteLevelPreTokenizer)?.doesNothing != true, !(step is NoPreTokenizer) {
        if isByteLevel { step = try AlphabetPreTokenizer(step, part, file: file) }
        working.append(step)
      }
      isByteLevel = isByteLevel || Self.isByteLevel(part)
    }
    switch working.count {
    case 0: return NoPreTokenizer()
    case 1: return working[0]
    default: return PreTokenizerSequence(parts: working)
    }
  }

  /// Whether the words are bytes in the printable alphabet of `ByteLevelAlphabet`.
  static func isByteLevel(_ json: JSONValue?) -> Bool {
    json?["type"]?.string == "ByteLevel" || (json?["pretokenizers"]?.array ?? []).contains { isByteLevel($0) }
  }
}

/// Tests of single characters, by the tables of Rust's standard library.
enum ScalarTests {
  static func isSpace(_ value: UInt32) -> Bool {
    value < 0x80 ? value == 0x20 || 0x09...0x0D ~= value : ScalarInfo.of(value).isSpace
  }

  /// Numbers of every kind, `char::is_numeric`; of Unicode 17.
  static func isDigit(_ value: UInt32) -> Bool {
    if value < 0x80 { return 0x30...0x39 ~= value }
    switch Unicode.Scalar(value)?.properties.generalCategory {
    case .decimalNumber, .letterNumber, .otherNumber: return true
    default: return false
    }
  }

  /// `\w` of Rust's regular expressions.
  static func isWordCharacter(_ value: UInt32) -> Bool {
    if value < 0x80 {
      return 0x61...0x7A ~= value || 0x41...0x5A ~= value || 0x30...0x39 ~= value || value == 0x5F
    }
    let info = ScalarInfo.of(value)
    let categories = CategorySet.letter | CategorySet.mark | CategorySet.decimalNumber | CategorySet.connector
    return info.category & categories != 0 || info.isAlphabetic || value == 0x200C || value == 0x200D
  }
}
