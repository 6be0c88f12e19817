/// A set of characters, as a class of a regular expression describes it.
struct ScalarSet: Sendable {
  private(set) var low: UInt64 = 0  // ASCII, one bit each
  private(set) var high: UInt64 = 0
  private(set) var isNegated = false
  private var ranges: [ClosedRange<UInt32>] = []
  private var categories: UInt32 = 0
  private var takesSpaces = false
  private var takesOthersThanSpaces = false
  private var takesWordCharacters = false
  private var takesOthersThanWordCharacters = false
  private var nested: [ScalarSet] = []
  /// How many steps of matching a look into it is worth, beyond the first.
  private(set) var cost = 0

  init() {}

  init(_ range: ClosedRange<UInt32>) {
    add(range)
    close()
  }

  /// Every character but the line feed: `.`.
  static var dot: ScalarSet {
    var set = ScalarSet(0x0A...0x0A)
    set.negate()
    return set
  }

  mutating func add(_ range: ClosedRange<UInt32>) { ranges.append(range) }

  mutating func add(categories mask: UInt32) { categories |= mask }

  mutating func addSpaces(negated: Bool) {
    if negated { takesOthersThanSpaces = true } else { takesSpaces = true }
  }

  mutating func addWordCharacters(negated: Bool) {
    if negated { takesOthersThanWordCharacters = true } else { takesWordCharacters = true }
  }

  mutating func add(_ set: ScalarSet) { nested.append(set) }

  /// Letters in either case, and the two characters beyond ASCII that fold to one.
  mutating func foldASCIICase() {
    for range in ranges {
      for (from, to) in [(0x61...0x7A, -32), (0x41...0x5A, 32)] as [(ClosedRange<UInt32>, Int)]
      where range.overlaps(from) {
        let part = range.clamped(to: from)
        ranges.append(UInt32(Int(part.lowerBound) + to)...UInt32(Int(part.upperBound) + to))
      }
      if range.contains(0x73) || range.contains(0x53) { ranges.append(0x17F...0x17F) }
      if range.contains(0x6B) || range.contains(0x4B) { ranges.append(0x212A...0x212A) }
    }
  }

  mutating func negate() {
    isNegated.toggle()
    close()
  }

  /// To be called when everything is added: makes the bits of ASCII.
  mutating func close() {
    ranges.sort { $0.lowerBound < $1.lowerBound }
    cost = nested.reduce(ranges.count / 32) { $0 + 1 + $1.cost }
    (low, high) = (0, 0)
    for value in 0..<128 as Range<UInt32> where wideContains(value) {
      if value < 64 { low |= 1 << UInt64(value) } else { high |= 1 << UInt64(value - 64) }
    }
  }

  @inline(__always)
  func contains(ascii byte: UInt8) -> Bool { (byte < 64 ? low : high) >> UInt64(byte & 63) & 1 != 0 }

  @inline(__always)
  func contains(_ scalar: UInt32) -> Bool {
    scalar < 0x80 ? contains(ascii: UInt8(truncatingIfNeeded: scalar)) : wideContains(scalar)
  }

  private func wideContains(_ scalar: UInt32) -> Bool { matches(scalar) != isNegated }

  private func matches(_ scalar: UInt32) -> Bool {
    for range in ranges {
      if scalar < range.lowerBound { break }
      if scalar <= range.upperBound { return true }
    }
    let info = ScalarInfo.of(scalar)
    if info.category & categories != 0 { return true }
    if takesSpaces && info.isSpace || takesOthersThanSpaces && !info.isSpace { return true }
    if takesWordCharacters || takesOthersThanWordCharacters {
      if Self.isWordCharacter(info) ? takesWordCharacters : takesOthersThanWordCharacters { return true }
    }
    return nested.contains { $0.contains(scalar) }
  }

  /// `\w`, in a class.
  private static func isWordCharacter(_ info: ScalarInfo) -> Bool {
    let categories = CategorySet.letter | CategorySet.mark | CategorySet.decimalNumber | CategorySet.connector
    return info.category & categories != 0 || info.isAlphabetic
  }

  /// `\w` outside of a class, where Oniguruma takes the superscripts and fractions of Latin-1 for word characters too.
  static let wordCharacter: ScalarSet = {
    var set = ScalarSet()
    for range in [0xB2...0xB3, 0xB9...0xB9, 0xBC...0xBE] as [ClosedRange<UInt32>] { set.add(range) }
    set.addWordCharacters(negated: false)
    set.close()
    return set
  }()
}
