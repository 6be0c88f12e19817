/// Turns tokens into text as they come, holding back the bytes of a character that is not complete.
///
/// The parts together are the text that `Tokenizer.decode` gives for all tokens at once.
public struct StreamingDecoder: Sendable {
  private let tokenizer: Tokenizer
  private var state: DecodingState
  private var held: [UInt8] = []

  /// - Parameter continuing: the tokens go on after a text. Otherwise the first one begins it and may lose its space,
  ///   as the tokenizer's decoder says (Llama 2, BERT).
  public init(_ tokenizer: Tokenizer, continuing: Bool = false) {
    self.tokenizer = tokenizer
    state = DecodingState(tokenizer, continuing: continuing)
  }

  /// The text that the token completes, perhaps none.
  public mutating func append(_ id: Int32) -> String {
    held += state.append(id, tokenizer)
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

/// How far the decoding of a sequence is.
struct DecodingState: Sendable {
  private var isFirst: Bool
  /// How often the beginning of the text may still lose something.
  private var toStrip: Int

  init(_ tokenizer: Tokenizer, continuing: Bool = false) {
    isFirst = !continuing
    toStrip = continuing ? 0 : tokenizer.decoder.leading.count
  }

  /// The bytes that a token adds; none for a number without a token.
  mutating func append(_ id: Int32, _ tokenizer: Tokenizer) -> [UInt8] {
    guard var bytes = isFirst ? tokenizer.firstBytes(of: id) : tokenizer.bytes(of: id) else { return [] }
    isFirst = false
    let content = tokenizer.decoder.leading.content
    while toStrip > 0, !bytes.isEmpty {
      if bytes.starts(with: content) {
        bytes.removeFirst(content.count)
        toStrip -= 1
      } else {
        toStrip = 0
      }
    }
    return bytes
  }
}
