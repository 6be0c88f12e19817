/// Questions that Hugging Face's tokenizers answer by older tables than Swift's.
///
/// The versions and the exceptions (characters whose category has changed since) were found by asking
/// `tokenizers` about every character.
enum OlderUnicode {
  /// Unicode 8: punctuation, and the ASCII symbols that BERT takes for punctuation too.
  static func isPunctuation(_ value: UInt32) -> Bool {
    if value < 0x80 {
      return 0x21...0x2F ~= value || 0x3A...0x40 ~= value || 0x5B...0x60 ~= value || 0x7B...0x7E ~= value
    }
    if value == 0x166D || value == 0x111C9 { return true }
    guard let properties = Unicode.Scalar(value)?.properties else { return false }
    switch properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation:
      return properties.isUpTo(8, 0)
    default: return false
    }
  }

  /// Unicode 8: marks without width of their own, which BERT takes for accents.
  static func isAccent(_ value: UInt32) -> Bool {
    switch value {
    case ..<0x300, 0x1885, 0x1886, 0xA9BD, 0x111C9: return false
    case 0x1734, 0x1171E: return true
    default:
      guard let properties = Unicode.Scalar(value)?.properties else { return false }
      return properties.generalCategory == .nonspacingMark && properties.isUpTo(8, 0)
    }
  }

  /// Unicode 8: what BERT removes from a text beside U+0000 and U+FFFD.
  static func isControl(_ value: UInt32) -> Bool {
    if value < 0x80 { return (value < 0x20 && value != 9 && value != 10 && value != 13) || value == 0x7F }
    guard let properties = Unicode.Scalar(value)?.properties else { return false }
    switch properties.generalCategory {
    case .control, .format, .privateUse: return properties.isUpTo(8, 0)
    default: return false
    }
  }

  /// Unicode 9: marks of every kind, which `StripAccents` removes.
  static func isMark(_ value: UInt32) -> Bool {
    switch value {
    case ..<0x300, 0x111C9: return false
    case 0x1CF2, 0x1CF3: return true
    default:
      guard let properties = Unicode.Scalar(value)?.properties else { return false }
      switch properties.generalCategory {
      case .nonspacingMark, .spacingMark, .enclosingMark: return properties.isUpTo(9, 0)
      default: return false
      }
    }
  }
}
