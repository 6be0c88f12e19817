extension FilterNormalizer {
  /// SentencePiece's `nmt` rules where they are no character map: control characters go, and what is white space of a kind becomes
  /// a space.
  static let nmt = FilterNormalizer(
    removes: { value in
      switch value {
      case 0x01...0x08, 0x0B, 0x0E...0x1F, 0x7F, 0x8F, 0x9F: true
      default: false
      }
    },
    blanks: { value in
      switch value {
      case 0x09, 0x0A, 0x0C, 0x0D, 0x1680, 0x200B...0x200F, 0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD: true
      default: false
      }
    })
}
