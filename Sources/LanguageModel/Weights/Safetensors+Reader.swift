import Documents
import Foundation

/// The safetensors format: 8 bytes of header length, a JSON header, then the tensors' bytes without gaps.
package enum Safetensors {
  /// One memory-mapped file, its header checked against the file before any tensor is read.
  package final class Reader: TensorFile {
    package let path: String
    package let entries: [String: TensorEntry]
    package let metadata: [String: String]
    private let mapping: MappedFile
    private let dataStart: Int

    /// Throws `FileError`, or `LanguageModelError.file` or `.tensor` for a header that does not fit the file.
    package init(_ path: String) throws {
      self.path = path
      mapping = try MappedFile(path)
      let bytes = mapping.bytes
      func broken(_ reason: String) -> LanguageModelError { .file(path: path, reason: reason) }
      guard bytes.count >= 8 else {
        throw broken("not a safetensors file: it has \(bytes.count) bytes, and the length of the header alone takes 8")
      }
      let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
      guard length <= UInt64(bytes.count - 8) else {
        throw broken(
          "the header claims \(length) bytes, but only \(bytes.count - 8) follow: the file is truncated, or not safetensors"
        )
      }
      guard length <= 100_000_000 else { throw broken("the header has \(length) bytes; the limit is 100 MB") }
      dataStart = 8 + Int(length)
      let header: JSONValue
      do {
        header = try JSONValue.parse(UnsafeRawBufferPointer(rebasing: bytes[8..<dataStart]), file: path)
      } catch {
        throw broken("the header is not JSON: \(error)")
      }
      guard let object = header.object else { throw broken("the header is \(header.kind), not an object") }
      var entries: [String: TensorEntry] = [:]
      var metadata: [String: String] = [:]
      let size = bytes.count - dataStart
      for (name, value) in object {
        if name == "__metadata__" {
          for (key, text) in value.object ?? [:] { metadata[key] = text.string }
        } else {
          entries[name] = try Self.entry(name, value, size: size, path: path)
        }
      }
      // In order of offset the tensors must follow each other exactly.
      var end = 0
      for (name, entry) in entries.sorted(by: {
        ($0.value.range.lowerBound, $0.value.range.upperBound, $0.key)
          < ($1.value.range.lowerBound, $1.value.range.upperBound, $1.key)
      }) {
        if entry.range.lowerBound < end {
          throw LanguageModelError.tensor(path: path, name: name, reason: "overlaps the tensor before it")
        }
        if entry.range.lowerBound > end {
          throw LanguageModelError.tensor(
            path: path, name: name,
            reason: "begins at byte \(entry.range.lowerBound), not \(end): the bytes between belong to no tensor")
        }
        end = entry.range.upperBound
      }
      guard end == size else { throw broken("\(size - end) bytes follow the last tensor") }
      self.entries = entries
      self.metadata = metadata
    }

    private static func entry(_ name: String, _ value: JSONValue, size: Int, path: String) throws -> TensorEntry {
      func broken(_ reason: String) -> LanguageModelError { .tensor(path: path, name: name, reason: reason) }
      let widths = [
        "F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I64": 8, "I32": 4, "I16": 2, "I8": 1, "U64": 8, "U32": 4, "U16": 2,
        "U8": 1, "BOOL": 1, "F8_E4M3": 1, "F8_E5M2": 1,
      ]
      guard let type = value["dtype"]?.string, let width = widths[type] else {
        throw broken("dtype \(value["dtype"]?.string ?? "missing") is unknown")
      }
      guard let dimensions = value["shape"]?.array else { throw broken("has no shape") }
      var count = 1
      var shape: [Int] = []
      for dimension in dimensions {
        guard let n = dimension.int, n >= 0 else { throw broken("its shape has a dimension that is not a size") }
        let (product, overflow) = count.multipliedReportingOverflow(by: n)
        guard !overflow else { throw broken("its shape has more elements than memory can hold") }
        count = product
        shape.append(n)
      }
      guard let offsets = value["data_offsets"]?.array, offsets.count == 2, let from = offsets[0].int,
        let to = offsets[1].int, from >= 0, from <= to
      else { throw broken("its data_offsets are not a range") }
      guard to <= size else {
        throw broken("ends at byte \(to) of \(size): the file is truncated, or its header is wrong")
      }
      let (bytes, overflow) = count.multipliedReportingOverflow(by: width)
      guard !overflow, bytes == to - from else {
        throw broken("shape \(shape) of \(type) does not match the \(to - from) bytes of its data_offsets")
      }
      return TensorEntry(type: type, shape: shape, range: from..<to, count: count)
    }

    package var followsFamily: Bool { true }

    package func canonical(_ name: String, _ names: TensorNames) -> String { names.canonical(name) }

    package func isDerived(_ name: String, _ names: TensorNames) -> Bool { names.isDerived(name) }

    /// The tensor in the mapping, as a matrix of its first dimension; the reader must outlive it.
    package func stored(_ name: String) throws -> StoredTensor {
      guard let entry = entries[name] else {
        throw LanguageModelError.tensor(path: path, name: name, reason: "is missing")
      }
      guard let type = StoredType(rawValue: entry.type) else {
        throw LanguageModelError.tensor(
          path: path, name: name,
          reason:
            "is stored as \(entry.type); supported: \(StoredType.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      // A mapping is never empty, so it has a first byte.
      guard let base = mapping.bytes.baseAddress else {
        throw LanguageModelError.file(path: path, reason: "is empty")
      }
      let rows = entry.shape.first ?? 1
      return StoredTensor(
        name: name, format: .plain(type), bytes: base + dataStart + entry.range.lowerBound, rows: rows,
        columns: rows > 0 ? entry.count / rows : 0)
    }

    /// The tensor's bytes as the file has them.
    package func rawBytes(_ name: String) throws -> [UInt8] {
      guard let entry = entries[name] else {
        throw LanguageModelError.tensor(path: path, name: name, reason: "is missing")
      }
      return Array(bytes(of: entry))
    }

    private func bytes(of entry: TensorEntry) -> Slice<UnsafeRawBufferPointer> {
      mapping.bytes[dataStart + entry.range.lowerBound..<dataStart + entry.range.upperBound]
    }
  }
}
