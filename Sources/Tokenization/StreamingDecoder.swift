/// Turns tokens into text as they come, holding back the bytes of a character that is not complete.
public struct StreamingDecoder: Sendable {
  private let tokenizer: Tokenizer
  private var held: [UInt8] = []

  public init(_ tokenizer: Tokenizer) { self.tokenizer = tokenizer }

  /// The text that the token completes, perhaps none.
  public mutating func append(_ id: Int32) -> String {
    held += tokenizer.bytes(of: id) ?? []
    let whole = held.count - UTF8Validation.incompleteTail(of: held)
    defer { held.removeFirst(whole) }
    return String(decoding: held[..<whole], as: UTF8.self)
  }

  /// What is still held back, at the end; a character cut in two is U+FFFD.
  public mutating func finish() -> String {
    defer { held = [] }
    return String(decoding: held, as: UTF8.self)
  }
}
