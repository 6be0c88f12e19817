/// What a character is to the expression `\w+|[^\w\s]+`, in the sense of Python's `re`.
enum CharacterClass: UInt8 {
  /// `str.isspace()`: Unicode's white space and the separators U+001C to U+001F.
  case space
  /// `str.isalnum()` or `_`: letters and whatever has a numeric value. Combining marks are none.
  case word
  case punctuation

  init(_ scalar: UInt32) {
    self = scalar < 0x1_0000 ? Self(rawValue: Self.basic[Int(scalar)]) ?? .punctuation : Self(looking: scalar)
  }

  /// Classes of the ASCII characters: 0 space, 1 word, 2 punctuation.
  static let ascii: [UInt8] = Array(basic[0..<0x80])

  /// Asking Unicode's tables takes far longer than reading one of our own.
  private static let basic: [UInt8] = (0..<0x1_0000).map { CharacterClass(looking: $0).rawValue }

  private init(looking value: UInt32) {
    // A lone surrogate, which Python could not hash, is no letter.
    guard let scalar = Unicode.Scalar(value) else {
      self = .punctuation
      return
    }
    let properties = scalar.properties
    if properties.isWhitespace || (0x1C...0x1F).contains(value) {
      self = .space
    } else if value == 0x5F || properties.numericType != nil {
      self = .word
    } else {
      switch properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: self = .word
      default: self = .punctuation
      }
    }
  }
}
