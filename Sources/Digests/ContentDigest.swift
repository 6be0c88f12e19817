/// SHA-256 of some content: the name under which results are remembered.
public struct ContentDigest: Sendable, Hashable {
  // Four words rather than an array: keys of large dictionaries.
  private let a: UInt64
  private let b: UInt64
  private let c: UInt64
  private let d: UInt64

  /// - Parameter bytes: 32 of them, else nil.
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 32 else { return nil }
    var words = [UInt64](repeating: 0, count: 4)
    for (place, byte) in bytes.enumerated() { words[place / 8] = words[place / 8] << 8 | UInt64(byte) }
    (a, b, c, d) = (words[0], words[1], words[2], words[3])
  }

  /// - Parameter hex: 64 hexadecimal digits, else nil.
  public init?(_ hex: some StringProtocol) {
    let digits = hex.utf8.map { Character(Unicode.Scalar($0)).hexDigitValue }
    guard digits.count == 64 else { return nil }
    var bytes: [UInt8] = []
    for place in stride(from: 0, to: 64, by: 2) {
      guard let high = digits[place], let low = digits[place + 1] else { return nil }
      bytes.append(UInt8(high << 4 | low))
    }
    self.init(bytes: bytes)
  }

  /// The 32 bytes.
  public var bytes: [UInt8] {
    [a, b, c, d].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) } }
  }

  /// 64 hexadecimal digits.
  public var hex: String {
    String(decoding: bytes.flatMap { [Self.digits[Int($0 >> 4)], Self.digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  private static let digits = Array("0123456789abcdef".utf8)

  /// The digest of these bytes.
  public static func of(_ bytes: some Sequence<UInt8>) -> ContentDigest {
    var hash = SHA256()
    let done: Void? = bytes.withContiguousStorageIfAvailable { hash.update(UnsafeRawBufferPointer($0)) }
    if done == nil { Array(bytes).withUnsafeBytes { hash.update($0) } }
    return ContentDigest(hash)
  }

  /// The digest of these bytes, which are not copied.
  public static func of(_ bytes: UnsafeRawBufferPointer) -> ContentDigest {
    var hash = SHA256()
    hash.update(bytes)
    return ContentDigest(hash)
  }

  /// Of the text's UTF-8 bytes.
  public static func of(_ text: String) -> ContentDigest { of(text.utf8) }

  fileprivate init(_ hash: SHA256) { (a, b, c, d) = hash.words }
}

extension ContentDigest {
  /// A digest fed piece by piece.
  ///
  /// Raw bytes are fed as they are, so a content may come in parts. Everything else is framed by its kind and length:
  /// no two different sequences of updates of those kinds feed the same bytes.
  public struct Builder: Sendable {
    private var hash = SHA256()

    /// Nothing is fed yet.
    public init() {}

    /// Feeds bytes as they are.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) { hash.update(bytes) }

    /// Feeds bytes as they are.
    public mutating func update(_ bytes: some Sequence<UInt8>) {
      let done: Void? = bytes.withContiguousStorageIfAvailable {
        hash.update(UnsafeRawBufferPointer($0))
      }
      if done == nil { Array(bytes).withUnsafeBytes { hash.update($0) } }
    }

    /// Feeds the UTF-8 bytes of a text, framed by their number.
    public mutating func update(_ text: String) {
      frame("s", UInt64(text.utf8.count))
      update(text.utf8)
    }

    /// Feeds a whole number, framed.
    public mutating func update(_ value: Int) { frame("i", UInt64(bitPattern: Int64(value))) }
    /// Feeds a whole number without a sign, framed: not as the `Int` of the same value.
    public mutating func update(_ value: UInt64) { frame("u", value) }
    /// Feeds a truth value, framed.
    public mutating func update(_ value: Bool) { frame("b", value ? 1 : 0) }

    /// By its bits: -0 and 0 differ.
    public mutating func update(_ value: Double) { frame("d", value.bitPattern) }

    /// Feeds another digest, framed.
    public mutating func update(_ digest: ContentDigest) {
      frame("k", 32)
      update(digest.bytes)
    }

    /// The digest of all that was fed so far; more may be fed after.
    public func finalize() -> ContentDigest { ContentDigest(hash) }

    private mutating func frame(_ kind: Unicode.Scalar, _ value: UInt64) {
      var bytes = [UInt8(truncatingIfNeeded: kind.value)]
      for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(shift))) }
      update(bytes)
    }
  }
}

extension ContentDigest: CustomStringConvertible {
  /// All 64 digits.
  public var description: String { hex }
  /// The first 12 digits, for people.
  public var short: String { String(hex.prefix(12)) }
}

extension ContentDigest: Comparable {
  /// As the hexadecimal texts compare.
  public static func < (x: ContentDigest, y: ContentDigest) -> Bool { (x.a, x.b, x.c, x.d) < (y.a, y.b, y.c, y.d) }
}

extension ContentDigest: Codable {
  /// From the 64 digits. Throws `DecodingError` where the text is no digest.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let digest = try ContentDigest(container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "a digest has 64 hexadecimal digits")
    }
    self = digest
  }

  /// As the 64 digits.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(hex)
  }
}
