/// The random strings of `Tests/Fixtures/make/tokenizer_kinds.py`, by the same recipe (Tests/Fixtures/README.md).
struct RandomStrings {
  static let count = 20_000

  private var state: UInt64

  /// The bytes of a string, not all of them UTF-8.
  static func string(_ index: Int) -> [UInt8] {
    var draws = RandomStrings(state: UInt64(index) &* 0xD134_2543_DE82_EF95)
    return draws.string()
  }

  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  private mutating func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }

  private mutating func pick<Item>(_ items: [Item]) -> Item { items[below(items.count)] }

  private mutating func point(_ low: UInt32, _ high: UInt32) -> Unicode.Scalar {
    Unicode.Scalar(low + UInt32(below(Int(high - low) + 1))) ?? "\u{FFFD}"
  }

  private mutating func points(_ range: (UInt32, UInt32), atMost count: Int) -> String {
    var text = String.UnicodeScalarView()
    for _ in 0..<1 + below(count) { text.append(point(range.0, range.1)) }
    return String(text)
  }

  private mutating func string() -> [UInt8] {
    var out: [UInt8] = []
    for _ in 0..<1 + below(12) {
      switch below(18) {
      case 0: for _ in 0..<1 + below(5) { out += pick(Self.spaces).utf8 }
      case 1: out += Array(repeating: 0x20, count: 1 + below(9))
      case 2: out += points((0x30, 0x39), atMost: 8).utf8
      case 3:
        let range = pick(Self.numbers)
        out += String(point(range.0, range.1)).utf8
      case 4: out += pick(Self.words).utf8
      case 5: out += (" " + pick(Self.words)).utf8
      case 6: out += points((0x21, 0x2F), atMost: 5).utf8
      case 7: out += points((0x20, 0x7E), atMost: 8).utf8
      case 8: out += points((0x80, 0x24F), atMost: 5).utf8
      case 9:
        out += String(point(0x41, 0x17F)).utf8
        out += points((0x300, 0x36F), atMost: 3).utf8
      case 10: out += points((0, 0xFFFF), atMost: 4).utf8
      case 11: out += points((0, 0x10FFFF), atMost: 3).utf8
      case 12: out += pick(Self.emoji).utf8
      case 13: out += points(pick(Self.asian), atMost: 6).utf8
      case 14: out += points(pick(Self.scripts), atMost: 6).utf8
      case 15: out += pick(Self.special).utf8
      case 16:
        let letter = point(0x61, 0x7A)
        out += Array(repeating: UInt8(letter.value), count: 1 + below(40))
      default: for _ in 0..<1 + below(4) { out.append(UInt8(below(256))) }
      }
    }
    return out
  }

  // Split at spaces by scalars: a space may be followed by a mark that would join it.
  private static let words = """
    the def return import self None True print range len str int for while if else class lambda x i foo_bar CamelCase \
    na\u{EF}ve caf\u{E9} I'm you're it's We'LL they'Ve I'D can'T 'S '\u{17F} 'Re 's't ''' \u{212A} \u{17F} \u{130}stanbul \u{1C5} \
    \u{FB01}ne \u{FB00} Stra\u{DF}e SCREAMING_SNAKE __init__ e.g. https://example.org/?q=1 don\u{2019}t \
    \u{1D518}\u{1D52B}\u{1D526} \u{FF21}\u{FF22}\u{FF23} \u{BD}kg x\u{B2} \u{2167} \u{1FB7} \u{391}\u{3A3} a\u{323}\u{308} \u{C5} \u{212B} \
    \u{AC00} \u{1100}\u{1161}\u{11A8} \u{D7A3} \u{338F} do not n't
    """.unicodeScalars.split(separator: " ").map { String($0) }
  private static let special = [
    "<|endoftext|>", "<s>", "</s>", "<unk>", "[MASK]", "[SEP]", "[UNK]", "<mask>", "<0x41>", "\u{2581}", "<|x|>",
    "\u{2581}\u{2581}", "[CLS]", "<Mixed>", "<mixed>", "word", "\u{E9}", "\u{F5}",
  ]
  private static let emoji = [
    "\u{1F642}", "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}\u{200D}\u{1F466}", "\u{1F1E9}\u{1F1EA}",
    "\u{2764}\u{FE0F}", "\u{1F44D}\u{1F3FD}", "1\u{FE0F}\u{20E3}",
    "\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}", "\u{2603}", "\u{1FAE0}", "\u{1FABF}",
  ]
  private static let spaces = [
    " ", " ", " ", " ", "\n", "\n", "\r\n", "\r", "\t", "\u{A0}", "\u{3000}", "\u{2003}", "\u{85}", "\u{B}", "\u{2028}",
    "\u{200B}", "\u{FEFF}",
  ]
  private static let numbers: [(UInt32, UInt32)] = [
    (0x660, 0x669), (0x966, 0x96F), (0xB2, 0xB3), (0xBC, 0xBE), (0x2160, 0x2188), (0x1D7CE, 0x1D7FF),
  ]
  private static let scripts: [(UInt32, UInt32)] = [
    (0x370, 0x3FF), (0x400, 0x4FF), (0x530, 0x58F), (0x590, 0x5FF), (0x600, 0x6FF), (0x900, 0x97F), (0xE00, 0xE7F),
    (0x10A0, 0x10FF), (0x1E00, 0x1EFF), (0x1F00, 0x1FFF), (0x2000, 0x206F), (0x2070, 0x214F), (0x2150, 0x218F),
    (0x2190, 0x22FF), (0x1D400, 0x1D7FF), (0xFF00, 0xFFEF),
  ]
  private static let asian: [(UInt32, UInt32)] = [
    (0x4E00, 0x9FFF), (0x3040, 0x30FF), (0xAC00, 0xD7A3), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x1100, 0x11FF),
    (0xF900, 0xFAFF), (0x3000, 0x303F),
  ]
}
