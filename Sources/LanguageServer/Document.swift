import Diagnostics
import Documents
import Foundation

/// What a character of a position counts (LSP 3.17, `PositionEncodingKind`).
enum PositionEncoding: String {
  case utf8 = "utf-8"
  case utf16 = "utf-16"
  case utf32 = "utf-32"

  /// Units of the character that begins with this byte of valid UTF-8; 0 inside one.
  func units(_ first: UInt8) -> Int {
    if first & 0xC0 == 0x80 { return self == .utf8 ? 1 : 0 }
    return self == .utf16 && first >= 0xF0 ? 2 : 1
  }
}

/// A document that is open in the editor, as it stands there.
struct Document {
  let uri: String
  private(set) var version: Int?
  /// Named by the file's path, so that what it `use`s is found beside it.
  private(set) var source: SourceText
  /// Offset of the first byte of each line as the protocol counts them: one ends with `\n`, `\r\n` or `\r`.
  private(set) var lineStarts: [Int] = [0]
  let encoding: PositionEncoding

  init(uri: String, version: Int?, text: String, encoding: PositionEncoding) {
    self.uri = uri
    self.version = version
    self.encoding = encoding
    source = SourceText(
      name: FileURI.path(uri) ?? uri.split(separator: "/").last.map(String.init) ?? "script", text: text)
    index()
  }

  private mutating func index() {
    lineStarts = [0]
    let bytes = source.bytes
    for (offset, byte) in bytes.enumerated() {
      let isEnd = byte == 0x0A || byte == 0x0D && (offset + 1 == bytes.count || bytes[offset + 1] != 0x0A)
      if isEnd { lineStarts.append(offset + 1) }
    }
  }

  // MARK: Places

  /// The bytes of a line without its ending.
  private func line(_ index: Int) -> Range<Int> {
    let lower = lineStarts[index]
    guard index + 1 < lineStarts.count else { return lower..<source.bytes.count }
    var upper = lineStarts[index + 1] - 1
    if upper > lower, source.bytes[upper] == 0x0A, source.bytes[upper - 1] == 0x0D { upper -= 1 }
    return lower..<upper
  }

  /// The byte at a position; one behind a line's end, or inside a character, is where that ends or begins. Nil for no position.
  func offset(_ position: JSONValue?) -> Int? {
    guard let line = position?["line"]?.int, let character = position?["character"]?.int, line >= 0, character >= 0
    else { return nil }
    guard line < lineStarts.count else { return source.bytes.count }
    let bytes = self.line(line)
    var left = character
    var offset = bytes.lowerBound
    while offset < bytes.upperBound {
      var end = offset + 1
      var units = encoding.units(source.bytes[offset])
      while end < bytes.upperBound, source.bytes[end] & 0xC0 == 0x80 {
        units += encoding.units(source.bytes[end])
        end += 1
      }
      if units > left { return offset }
      left -= units
      offset = end
    }
    return offset
  }

  /// The bytes of a range; nil for no range.
  func span(_ range: JSONValue?) -> Span? {
    guard let lower = offset(range?["start"]), let upper = offset(range?["end"]) else { return nil }
    return Span(min(lower, upper), max(lower, upper))
  }

  /// The position of a byte. O(log lines + the line's length).
  func position(_ offset: Int) -> JSONValue {
    let offset = min(max(0, offset), source.bytes.count)
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    let bytes = line(low)
    let character = source.bytes[bytes.lowerBound..<min(offset, bytes.upperBound)].reduce(0) { $0 + encoding.units($1) }
    return ["line": .integer(low), "character": .integer(character)]
  }

  /// The range of a span.
  func range(_ span: Span) -> JSONValue { ["start": position(span.lower), "end": position(span.upper)] }

  // MARK: Changes

  /// Takes over changes in their order: of a range, or of the whole text.
  /// - Returns: false when one of them cannot be read; those before it hold.
  mutating func apply(_ changes: [JSONValue], version: Int?) -> Bool {
    self.version = version
    for change in changes {
      guard let text = change["text"]?.string else { return false }
      if let range = change["range"], !range.isNull {
        guard let span = span(range) else { return false }
        var bytes = source.bytes
        bytes.replaceSubrange(span.lower..<span.upper, with: text.utf8)
        source = SourceText(name: source.name, bytes: bytes)
      } else {
        source = SourceText(name: source.name, text: text)
      }
      index()
    }
    return true
  }
}

/// Files as editors name them (RFC 8089).
enum FileURI {
  /// The absolute path of a `file:` URI of this machine; nil of another.
  static func path(_ uri: String) -> String? {
    guard uri.lowercased().hasPrefix("file://") else { return nil }
    let rest = uri.dropFirst("file://".count)
    guard let slash = rest.firstIndex(of: "/"), ["", "localhost"].contains(rest[..<slash].lowercased()) else {
      return nil
    }
    guard let path = String(rest[slash...]).removingPercentEncoding, !path.utf8.contains(0) else { return nil }
    return path
  }

  /// The URI of an absolute path.
  static func of(_ path: String) -> String {
    var uri = "file://"
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
        uri.unicodeScalars.append(Unicode.Scalar(byte))
      default: uri += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return uri
  }
}
