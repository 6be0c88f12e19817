/// Bytes of well-formed UTF-8, not owned.
typealias Bytes = UnsafeBufferPointer<UInt8>

extension Bytes {
  /// The character at an index that begins one, and the number of its bytes.
  @inline(__always)
  func scalar(at index: Int) -> (value: UInt32, length: Int) {
    let lead = self[index]
    return lead < 0x80 ? (UInt32(lead), 1) : wideScalar(at: index)
  }

  private func wideScalar(at index: Int) -> (value: UInt32, length: Int) {
    func tail(_ offset: Int) -> UInt32 { UInt32(self[index + offset] & 0x3F) }
    let lead = UInt32(self[index])
    if lead < 0xE0 { return ((lead & 0x1F) << 6 | tail(1), 2) }
    if lead < 0xF0 { return ((lead & 0x0F) << 12 | tail(1) << 6 | tail(2), 3) }
    return ((lead & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3), 4)
  }

  /// Where the character before an index begins.
  @inline(__always)
  func start(before index: Int) -> Int {
    var start = index - 1
    while start > 0, self[start] & 0xC0 == 0x80 { start -= 1 }
    return start
  }

  func slice(_ range: Range<Int>) -> Bytes { Bytes(rebasing: self[range]) }

  func starts(with prefix: [UInt8], at index: Int = 0) -> Bool {
    guard index + prefix.count <= count else { return false }
    for offset in prefix.indices where self[index + offset] != prefix[offset] { return false }
    return true
  }
}

/// What regular expressions ask of a character: general category, white space, alphabetic.
///
/// Of Unicode 16, as the regex engines inside Hugging Face's tokenizers have it (Oniguruma's and Rust's): characters
/// that came later are unassigned.
struct ScalarInfo {
  private let bits: UInt8

  /// One bit: which general category. The order is that of `CategorySet`.
  @inline(__always) var category: UInt32 { 1 << UInt32(bits & 31) }
  @inline(__always) var isSpace: Bool { bits & 0x20 != 0 }
  @inline(__always) var isAlphabetic: Bool { bits & 0x40 != 0 }

  @inline(__always)
  static func of(_ scalar: UInt32) -> ScalarInfo {
    if scalar < 0x80 { return ascii.withUnsafeBufferPointer { ScalarInfo(bits: $0[Int(scalar)]) } }
    if scalar < 0x10000 { return basicPlane.withUnsafeBufferPointer { ScalarInfo(bits: $0[Int(scalar)]) } }
    return ScalarInfo(bits: bits(scalar))
  }

  private static let ascii: [UInt8] = (0..<0x80).map(bits)

  /// Asking Swift's tables takes a binary search for each property; this takes 64 kB and about two milliseconds, once.
  private static let basicPlane: [UInt8] = (0..<0x10000).map(bits)

  private static let otherLetter = UInt8(CategorySet.index(.otherLetter)) | 0x40

  private static func bits(_ value: UInt32) -> UInt8 {
    // Ideographs and Hangul syllables: half of the plane, all alike.
    if 0x3400...0x4DBF ~= value || 0x4E00...0x9FFF ~= value || 0xAC00...0xD7A3 ~= value { return otherLetter }
    guard let scalar = Unicode.Scalar(value) else { return UInt8(CategorySet.index(.surrogate)) }
    let properties = scalar.properties
    guard properties.isUpTo(16, 0) else { return UInt8(CategorySet.index(.unassigned)) }
    // U+0295 became a letter without case in Unicode 16.
    let category = value == 0x295 ? .lowercaseLetter : properties.generalCategory
    return UInt8(CategorySet.index(category)) | (properties.isWhitespace ? 0x20 : 0)
      | (properties.isAlphabetic ? 0x40 : 0)
  }
}

extension Unicode.Scalar.Properties {
  /// Whether the character was assigned in this version of Unicode.
  func isUpTo(_ major: Int, _ minor: Int) -> Bool { age.map { $0 <= (major, minor) } ?? false }
}

/// A set of general categories, one bit each.
enum CategorySet {
  static let all: UInt32 = 1 << 30 - 1

  /// By the short names that regular expressions use: `L`, `Lu`, …; nil for another name.
  static func named(_ name: String) -> UInt32? {
    if name == "LC" || name == "L&" { return named("Lu").map { $0 | 1 << 1 | 1 << 2 } }
    var set: UInt32 = 0
    for (index, short) in names.enumerated() where short == name || (name.utf8.count == 1 && short.hasPrefix(name)) {
      set |= 1 << UInt32(index)
    }
    return set == 0 ? nil : set
  }

  static let letter: UInt32 = 0b11111
  static let mark: UInt32 = 0b111 << 5
  static let number: UInt32 = 0b111 << 8
  static let decimalNumber: UInt32 = 1 << 8
  static let connector: UInt32 = 1 << 11

  private static let names = [
    "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm",
    "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Cn",
  ]

  static func index(_ category: Unicode.GeneralCategory) -> Int {
    switch category {
    case .uppercaseLetter: 0
    case .lowercaseLetter: 1
    case .titlecaseLetter: 2
    case .modifierLetter: 3
    case .otherLetter: 4
    case .nonspacingMark: 5
    case .spacingMark: 6
    case .enclosingMark: 7
    case .decimalNumber: 8
    case .letterNumber: 9
    case .otherNumber: 10
    case .connectorPunctuation: 11
    case .dashPunctuation: 12
    case .openPunctuation: 13
    case .closePunctuation: 14
    case .initialPunctuation: 15
    case .finalPunctuation: 16
    case .otherPunctuation: 17
    case .mathSymbol: 18
    case .currencySymbol: 19
    case .modifierSymbol: 20
    case .otherSymbol: 21
    case .spaceSeparator: 22
    case .lineSeparator: 23
    case .paragraphSeparator: 24
    case .control: 25
    case .format: 26
    case .surrogate: 27
    case .privateUse: 28
    default: 29
    }
  }
}
