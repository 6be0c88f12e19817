/// The classes of characters that GPT-2's regex and its descendants tell apart: `\p{L}`, `\p{N}`, `\s` and the rest.
enum ScalarClass: UInt8 {
  case letter, number, space, other

  private static let ascii: [ScalarClass] = (0..<128 as Range<UInt32>).map { ScalarClass($0) }

  init(_ scalar: UInt32) {
    let info = ScalarInfo.of(scalar)
    if info.category & CategorySet.letter != 0 {
      self = .letter
    } else if info.category & CategorySet.number != 0 {
      self = .number
    } else {
      self = info.isSpace ? .space : .other
    }
  }

  /// Class and length of the character at `at`.
  @inline(__always)
  static func at(_ at: Int, of text: Bytes, table: UnsafeBufferPointer<ScalarClass>) -> (
    class: ScalarClass, length: Int
  ) {
    let lead = text[at]
    return lead < 0x80 ? (table[Int(lead)], 1) : wide(at, text)
  }

  static func withTable<Result>(_ body: (UnsafeBufferPointer<ScalarClass>) throws -> Result) rethrows -> Result {
    try ascii.withUnsafeBufferPointer(body)
  }

  private static func wide(_ at: Int, _ text: Bytes) -> (class: ScalarClass, length: Int) {
    let (scalar, length) = text.scalar(at: at)
    return (ScalarClass(scalar), length)
  }
}
