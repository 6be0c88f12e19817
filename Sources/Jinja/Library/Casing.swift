/// Upper and lower case as Python's `str` has them: full mappings of Unicode, the final sigma included.
enum Casing {
  /// Counts the work on a text, and what beyond ASCII is held meanwhile.
  static func prepare(_ bytes: [UInt8], _ account: Account) throws(Failure) {
    try account.handle(bytes: bytes.count * 16)
    if !CodePoints.isASCII(bytes[...]) { try account.check(bytes.count * 6) }
  }

  static func upper(_ bytes: [UInt8]) -> [UInt8] {
    if CodePoints.isASCII(bytes[...]) { return bytes.map { isLowerASCII($0) ? $0 - 0x20 : $0 } }
    return mapped(bytes) { scalar, _, _ in scalar.properties.uppercaseMapping }
  }

  static func lower(_ bytes: [UInt8]) -> [UInt8] {
    if CodePoints.isASCII(bytes[...]) { return bytes.map { isUpperASCII($0) ? $0 + 0x20 : $0 } }
    return mapped(bytes, lowered)
  }

  static func casefolded(_ bytes: [UInt8]) -> [UInt8] {
    mapped(bytes) { scalar, _, _ in
      // Folding is lower case of upper case but for a few letters.
      switch scalar.value {
      case 0xDF, 0x1E9E: "ss"
      case 0x130: "i\u{307}"
      case 0x149: "\u{2BC}n"
      default:
        scalar.properties.uppercaseMapping.unicodeScalars.map(\.properties.lowercaseMapping).joined()
      }
    }
  }

  static func swapped(_ bytes: [UInt8]) -> [UInt8] {
    mapped(bytes) { scalar, place, all in
      scalar.properties.isUppercase
        ? lowered(scalar, place, all)
        : scalar.properties.isLowercase ? scalar.properties.uppercaseMapping : String(scalar)
    }
  }

  static func capitalized(_ bytes: [UInt8]) -> [UInt8] {
    if CodePoints.isASCII(bytes[...]) { return upper(Array(bytes.prefix(1))) + lower(Array(bytes.dropFirst())) }
    return mapped(bytes) { scalar, place, all in
      place == 0 ? scalar.properties.titlecaseMapping : lowered(scalar, place, all)
    }
  }

  /// `str.title`: the first cased letter of each run of them large.
  static func titled(_ bytes: [UInt8]) -> [UInt8] {
    mapped(bytes) { scalar, place, all in
      place > 0 && all[place - 1].properties.isCased ? lowered(scalar, place, all) : scalar.properties.titlecaseMapping
    }
  }

  private static func isLowerASCII(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
  private static func isUpperASCII(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }

  private static func mapped(
    _ bytes: [UInt8], _ map: (Unicode.Scalar, Int, [Unicode.Scalar]) -> String
  ) -> [UInt8] {
    let scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    for (place, scalar) in scalars.enumerated() { out += map(scalar, place, scalars).utf8 }
    return out
  }

  private static func lowered(_ scalar: Unicode.Scalar, _ place: Int, _ all: [Unicode.Scalar]) -> String {
    scalar == "\u{3A3}" ? (isFinalSigma(place, all) ? "\u{3C2}" : "\u{3C3}") : scalar.properties.lowercaseMapping
  }

  /// Behind a cased letter and before none, whatever cases ignore left out.
  private static func isFinalSigma(_ place: Int, _ all: [Unicode.Scalar]) -> Bool {
    let before = all[..<place].last { !$0.properties.isCaseIgnorable }
    let after = all[(place + 1)...].first { !$0.properties.isCaseIgnorable }
    return before?.properties.isCased == true && after?.properties.isCased != true
  }

  // MARK: Questions

  static func isUpper(_ bytes: [UInt8]) -> Bool { hasCase(bytes, { $0.isUppercase }, not: { $0.isLowercase }) }

  static func isLower(_ bytes: [UInt8]) -> Bool { hasCase(bytes, { $0.isLowercase }, not: { $0.isUppercase }) }

  private static func hasCase(
    _ bytes: [UInt8], _ wanted: (Unicode.Scalar.Properties) -> Bool, not other: (Unicode.Scalar.Properties) -> Bool
  ) -> Bool {
    var found = false
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      let properties = scalar.properties
      if other(properties) || properties.generalCategory == .titlecaseLetter { return false }
      if wanted(properties) { found = true }
    }
    return found
  }

  static func isTitle(_ bytes: [UInt8]) -> Bool {
    var (found, isAfterCased) = (false, false)
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      let properties = scalar.properties
      if properties.isUppercase || properties.generalCategory == .titlecaseLetter {
        if isAfterCased { return false }
        (found, isAfterCased) = (true, true)
      } else if properties.isLowercase {
        if !isAfterCased { return false }
        (found, isAfterCased) = (true, true)
      } else {
        isAfterCased = false
      }
    }
    return found
  }
}
