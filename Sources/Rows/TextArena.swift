/// Bytes in which texts stand: in memory, or in several parts one behind another, each in memory or in a file.
enum TextArena: Sendable {
  case memory([UInt8])
  case parts([Part])

  struct Part: Sendable {
    /// Of its first byte in the whole.
    var start: Int
    var content: Content
  }

  enum Content: Sendable {
    case memory([UInt8])
    /// Read when it is asked for.
    case file(any TextFile)

    var count: Int {
      switch self {
      case .memory(let bytes): bytes.count
      case .file(let file): file.size
      }
    }
  }

  /// Contents one behind another.
  init(_ contents: [Content]) {
    var start = 0
    self = .parts(
      contents.map { content in
        defer { start += content.count }
        return Part(start: start, content: content)
      })
  }

  var count: Int {
    switch self {
    case .memory(let bytes): bytes.count
    case .parts(let parts): parts.last.map { $0.start + $0.content.count } ?? 0
    }
  }

  /// Whether all of it is in memory, and nothing has to be read.
  var isMemory: Bool { if case .memory = self { true } else { false } }

  var contents: [Content] {
    switch self {
    case .memory(let bytes): [.memory(bytes)]
    case .parts(let parts): parts.map(\.content)
    }
  }

  /// In which part the byte at `place` stands, and where in it. O(log parts).
  func locate(_ place: Int) -> (part: Int, offset: Int) {
    guard case .parts(let parts) = self else { return (0, place) }
    var (low, high) = (0, parts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if parts[middle].start <= place { low = middle } else { high = middle }
    }
    return (low, place - (parts.isEmpty ? 0 : parts[low].start))
  }

  /// The bytes of a range within one part; nil where its file is not what it was.
  func bytes(_ range: Range<Int>) -> ArraySlice<UInt8>? {
    switch self {
    case .memory(let bytes): return bytes[range]
    case .parts(let parts):
      let (part, offset) = locate(range.lowerBound)
      guard part < parts.count else { return [] }
      switch parts[part].content {
      case .memory(let bytes): return bytes[offset..<offset + range.count]
      case .file(let file): return file.bytes(offset..<offset + range.count)
      }
    }
  }
}
