import Foundation
import Parquet
import TestSupport

/// The files that `Tests/Fixtures/make/parquet.py` writes.
enum ParquetFixture {
  static let folder = PackageRoot.path + "/Tests/Fixtures/parquet/"

  /// Of each file that is read, the one in which its rows stand.
  static let expected: [String: String] = {
    guard let data = FileManager.default.contents(atPath: folder + "names.json") else { return [:] }
    return (try? JSONDecoder().decode([String: String].self, from: data)) ?? [:]
  }()

  static let names = expected.keys.sorted().filter { FileManager.default.fileExists(atPath: folder + $0 + ".parquet") }

  static func bytes(_ name: String) -> [UInt8] {
    FileManager.default.contents(atPath: folder + name).map { Array($0) } ?? []
  }

  /// What a file's rows are, a line each.
  static func rows(of name: String) -> [String] {
    String(decoding: bytes((expected[name] ?? name) + ".jsonl"), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  static func lines(_ bytes: [UInt8], limit: Int = .max, memory: Int = 64 << 20) throws -> TableLines {
    try ParquetFile(ParquetBytes(bytes)).lines(limit: limit, memory: memory)
  }
}

extension TableLines {
  /// The lines, cut by bytes: by characters 80 MB take seconds.
  var texts: [String] {
    bytes.withUnsafeBytes { bytes in
      var found: [String] = []
      var start = 0
      while start < bytes.count {
        let rest = UnsafeRawBufferPointer(rebasing: bytes[start...])
        let end = rest.baseAddress.flatMap { first in
          memchr(first, 0x0A, rest.count).map { UnsafeRawPointer($0) - first }
        }
        let line = rest.prefix(end ?? rest.count)
        if !line.isEmpty { found.append(String(decoding: line, as: UTF8.self)) }
        start += line.count + 1
      }
      return found
    }
  }
}
