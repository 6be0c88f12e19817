/// Cuts a stream of bytes into messages: `Content-Length: N`, an empty line, N bytes (LSP 3.17, base protocol).
struct FrameReader {
  /// Bytes that are no message, and behind which no other can be found.
  struct Fault: Error, Equatable {
    var message: String
  }

  /// Bytes of the largest message: a document of 10 MB may take six times as much in JSON.
  static let largest = 1 << 28
  /// Bytes of the longest header.
  static let longestHeader = 1 << 13

  private var bytes: [UInt8] = []
  /// Where the next message begins in `bytes`.
  private var start = 0
  /// Where the search for the end of its header goes on.
  private var searched = 0

  /// Whether part of a message has come.
  var isInside: Bool { start < bytes.count }

  mutating func add(_ more: [UInt8]) { bytes += more }

  /// The content of the next message; nil while it has not come whole. O(n) over all calls.
  mutating func next() throws(Fault) -> [UInt8]? {
    guard let header = headerEnd() else {
      if bytes.count - start > Self.longestHeader { throw Fault(message: "a header of more than 8 kB") }
      return nil
    }
    let length = try Self.length(bytes[start..<header.end])
    guard bytes.count - header.next >= length else { return nil }
    let content = Array(bytes[header.next..<(header.next + length)])
    start = header.next + length
    if start == bytes.count || start > 1 << 20 {
      bytes.removeFirst(start)
      start = 0
    }
    searched = start
    return content
  }

  /// Where the header's last line ends, and where the content begins. Lines that end in `\n` alone are taken, too.
  private mutating func headerEnd() -> (end: Int, next: Int)? {
    var index = max(start, searched)
    while index < bytes.count {
      if bytes[index] == 0x0A {
        var before = index
        if before > start, bytes[before - 1] == 0x0D { before -= 1 }
        if before == start || bytes[before - 1] == 0x0A {
          searched = index
          return (before, index + 1)
        }
      }
      index += 1
    }
    searched = max(start, bytes.count)
    return nil
  }

  private static func length(_ header: ArraySlice<UInt8>) throws(Fault) -> Int {
    var length: Int?
    for line in header.split(separator: 0x0A) {
      let text = String(decoding: line, as: UTF8.self).filter { $0 != "\r" }
      guard let colon = text.firstIndex(of: ":") else { throw Fault(message: "a header line without a colon") }
      guard text[..<colon].lowercased() == "content-length" else { continue }
      let digits = text[text.index(after: colon)...].filter { $0 != " " && $0 != "\t" }
      guard length == nil, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int(digits)
      else {
        throw Fault(message: "a header whose Content-Length is no number")
      }
      length = value
    }
    guard let length else { throw Fault(message: "a header without Content-Length") }
    guard length <= largest else { throw Fault(message: "a message of more than 256 MB") }
    return length
  }
}
