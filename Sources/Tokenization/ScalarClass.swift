/// The classes of characters that GPT-2's expression tells apart: `\p{L}`, `\p{N}`, `\s` and the rest.
enum ScalarClass: UInt8 {
  case letter, number, space, other

  private static let ascii: [ScalarClass] = (0..<128 as Range<UInt8>).map { ScalarClass(Unicode.Scalar($0)) }

  init(_ scalar: Unicode.Scalar) {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: self = .letter
    case .decimalNumber, .letterNumber, .otherNumber: self = .number
    default: self = scalar.properties.isWhitespace ? .space : .other
    }
  }

  /// Class and length of the character at `at`, in well-formed UTF-8.
  @inline(__always)
  static func at(_ at: Int, of text: UnsafeBufferPointer<UInt8>, table: UnsafeBufferPointer<ScalarClass>) -> (
    class: ScalarClass, length: Int
  ) {
    let lead = text[at]
    return lead < 0x80 ? (table[Int(lead)], 1) : wide(at, text)
  }

  static func withTable<Result>(_ body: (UnsafeBufferPointer<ScalarClass>) -> Result) -> Result {
    ascii.withUnsafeBufferPointer(body)
  }

  private static func wide(_ at: Int, _ text: UnsafeBufferPointer<UInt8>) -> (class: ScalarClass, length: Int) {
    func tail(_ offset: Int) -> UInt32 { UInt32(text[at + offset] & 0x3F) }
    let lead = UInt32(text[at])
    let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    let code =
      switch length {
      case 2: (lead & 0x1F) << 6 | tail(1)
      case 3: (lead & 0x0F) << 12 | tail(1) << 6 | tail(2)
      default: (lead & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3)
      }
    return (Unicode.Scalar(code).map(ScalarClass.init) ?? .other, length)
  }
}
