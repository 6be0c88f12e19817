import Codecs
import Digests
import Documents
import Foundation
public import Work

// How files are opened, and how much of them is read.
extension RowReader {
  /// How a file is to be opened, which its first bytes say.
  enum Kind {
    case plain
    case packed(Codec)
    /// A file that is read from its end, in parts.
    case table(PlainFile, any TableFormat)
  }

  private static let tables = RowFormats.readable.compactMap { $0 as? any TableFormat }

  static func kind(of path: String) throws(RowError) -> Kind {
    do {
      let file = try PlainFile(path)
      let beginning = try file.part(0..<8)
      if let codec = Codec.of(beginning) { return .packed(codec) }
      let format = tables.first { $0.signatures.contains { beginning.starts(with: $0) } }
      return format.map { .table(file, $0) } ?? .plain
    } catch {
      throw refusal(error, path)
    }
  }

  static func unpacked(_ path: String, _ codec: Codec, enough: Int = .max, work: Work) throws -> Unpacked {
    do {
      let file = try PlainFile(path)
      return try PackedFile.content(codec, name: path, enough: enough, work: work) { buffer throws(FileError) in
        try file.read(into: buffer)
      }
    } catch let error as FileError {
      throw refusal(error, path)
    }
  }

  /// About how many bytes the content of a file has, which is how much text its rows are: of a compressed one it is judged by its
  /// beginning, of a table it is what that says of itself. Of a folder, and of what cannot be read, it is what the system says, or 0.
  public static func contentSize(of path: String, work: Work = .silent) -> Int {
    let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
    switch try? kind(of: path) {
    case .packed(let codec):
      guard let beginning = try? unpacked(path, codec, enough: firstPeek, work: work), beginning.taken > 0 else {
        return size
      }
      if beginning.end != .stopped { return beginning.bytes.count }
      return Int(Double(beginning.bytes.count) * max(1, Double(size) / Double(beginning.taken)))
    case .table(let file, let format): return max(size, (try? format.size(of: TableOnDisk(file: file))) ?? 0)
    case .plain, nil: return size
    }
  }

  /// About how much memory reading the file takes: its content, its columns, and what stands beside them while rows are made; of a file
  /// whose texts stay in it, the places of their values.
  public static func memory(toRead path: String, work: Work = .silent) -> Int {
    let size = contentSize(of: path, work: work)
    if case .table(let file, let format)? = try? kind(of: path), let memory = try? format.memory(toRead: file) {
      return memory
    }
    guard size >= LargeText.least, case .plain? = try? kind(of: path),
      let beginning = try? PlainFile(path).part(0..<4_096), areJSONLines(beginning, name: path)
    else { return 3 * size }
    return size / 8
  }

  static let firstPeek = 1 << 22

  /// nil when the file cannot be read: `read` then says why. Throws `Interrupted`.
  static func prefix(of path: String, _ kind: Kind?, bytes count: Int, work: Work) throws -> [UInt8]? {
    if case .packed(let codec) = kind {
      do { return try unpacked(path, codec, enough: count, work: work).bytes } catch is RowError { return nil }
    }
    guard let file = try? PlainFile(path) else { return nil }
    var part = [UInt8](repeating: 0, count: min(count, file.size))
    var filled = 0
    while filled < part.count {
      try work.checkCancellation()
      let piece = filled..<min(part.count, filled + 16 << 20)
      let got = part.withUnsafeMutableBytes { try? file.read(into: .init(rebasing: $0[piece])) }
      guard let got, got > 0 else { break }
      filled += got
    }
    return Array(part[..<filled])
  }

  static func digest(of path: String, work: Work) throws -> ContentDigest {
    do { return try ContentDigest.of(file: path, work: work) } catch let error as FileError {
      throw refusal(error, path)
    }
  }

  static func bytes(of path: String, work: Work) throws -> [UInt8] {
    do throws(FileError) {
      // A whole file is held while its rows are made: one that this job has no memory for is refused before it is read.
      return try PlainFile(path).contents(
        atMost: Budget.memoryBytes(), isCancelled: { work.cancellation.isCancelled })
    } catch {
      try work.checkCancellation()
      throw refusal(error, path)
    }
  }

  static func refusal(_ error: FileError, _ path: String) -> RowError {
    RowError(error.isMissing ? .missing : .unreadable, file: path, "cannot be read: \(error.reason)")
  }
}
