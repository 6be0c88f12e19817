public import Documents
import Foundation

/// Reads a log as it grows. One that is moved away, cut or replaced is read anew; one that is not there yet is waited for; a last line
/// that has no end yet is kept until it has.
public struct RunLogTail {
  /// What came since the last look.
  public struct News {
    /// Lines that are objects; others are not a log's.
    public var records: [JSONObject] = []
    /// Whether this is another file than the one before.
    public var isOther = false
    /// Whether there is a file.
    public var exists = false
  }

  private let path: String
  private var identity: (device: dev_t, file: ino_t)?
  private var offset = 0
  private var rest: [UInt8] = []

  /// Bytes of a look, and of the longest line: longer ones are passed over.
  private static let most = 8 << 20
  private static let longestLine = 1 << 20

  /// Nothing is opened yet.
  public init(_ path: String) { self.path = path }

  /// Whole lines that came since the last call; at most some megabytes at once.
  public mutating func read() -> News {
    var news = News()
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard file >= 0 else { return news }
    defer { close(file) }
    var state = stat()
    guard fstat(file, &state) == 0, state.st_mode & S_IFMT == S_IFREG else { return news }
    news.exists = true
    if identity.map({ $0 != (state.st_dev, state.st_ino) }) ?? true || Int(state.st_size) < offset {
      news.isOther = identity != nil
      (identity, offset, rest) = ((state.st_dev, state.st_ino), 0, [])
    }
    var buffer = [UInt8](repeating: 0, count: min(Self.most, max(0, Int(state.st_size) - offset)))
    let count = buffer.isEmpty ? 0 : pread(file, &buffer, buffer.count, off_t(offset))
    guard count > 0 else { return news }
    offset += count
    var lines = (rest + buffer.prefix(count)).split(separator: 10, omittingEmptySubsequences: false)
    rest = lines.popLast().map { $0.count > Self.longestLine ? [] : Array($0) } ?? []
    for line in lines where !line.isEmpty && line.count <= Self.longestLine {
      guard let value = try? JSONValue.parse(line, file: path), let record = value.object else { continue }
      news.records.append(record)
    }
    return news
  }

  /// Whether more waits to be read at once.
  public var isBehind: Bool {
    let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int ?? 0
    return size > offset
  }
}
