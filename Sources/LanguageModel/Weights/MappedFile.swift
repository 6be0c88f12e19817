import Documents
import Foundation

/// A read-only memory mapping, unmapped with its owner.
///
/// `@unchecked Sendable`: the memory is never written to.
final class MappedFile: @unchecked Sendable {
  let bytes: UnsafeRawBufferPointer

  /// Throws `FileError`, or `LanguageModelError.file` for an empty file.
  init(_ path: String) throws {
    let file = try PlainFile(path)
    guard file.size > 0 else { throw LanguageModelError.file(path: path, reason: "is empty") }
    guard let base = mmap(nil, file.size, PROT_READ, MAP_PRIVATE, file.descriptor, 0), base != MAP_FAILED else {
      throw FileError(path: path, operation: .map)
    }
    bytes = UnsafeRawBufferPointer(start: base, count: file.size)
  }

  deinit { munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count) }
}
