package import Documents
import Kernels

extension GGUF {
  /// One memory-mapped file, its header checked against the file before any tensor is read.
  ///
  /// The format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md, versions 2 and 3, little-endian.
  package final class Reader: TensorFile {
    package let path: String
    package let entries: [String: TensorEntry]
    /// Settings, tokenizer and chat template, in the file's order.
    package let settings: JSONObject
    private let mapping: MappedFile
    private let dataStart: Int

    /// Throws `FileError`, or `LanguageModelError.file` or `.tensor` for a header that does not fit the file.
    package init(_ path: String) throws {
      self.path = path
      mapping = try MappedFile(path)
      var cursor = Cursor(mapping.bytes, path: path)
      let counts = try Self.head(&cursor)
      settings = try Self.settings(counts.settings, &cursor)
      if let parts = settings["split.count"]?.int, parts > 1 {
        throw cursor.broken("is one of \(parts) parts; join them with `llama-gguf-split --merge` first")
      }
      let alignment = try Self.alignment(settings, cursor)
      var tensors = try Self.tensors(counts.tensors, &cursor)
      let end = cursor.at.addingReportingOverflow(alignment - 1)
      dataStart = end.partialValue / alignment * alignment
      try Self.place(&tensors, size: mapping.bytes.count - dataStart, alignment: alignment, path: path)
      var entries: [String: TensorEntry] = [:]
      for (name, entry) in tensors {
        guard entries.updateValue(entry, forKey: name) == nil else {
          throw LanguageModelError.tensor(path: path, name: name, reason: "is there twice")
        }
      }
      self.entries = entries
    }

    // MARK: - Header

    private static func head(_ cursor: inout Cursor) throws -> (tensors: Int, settings: Int) {
      guard cursor.left >= 4, cursor.bytes.prefix(4).elementsEqual("GGUF".utf8) else {
        throw cursor.broken("is no GGUF file: it does not begin with \"GGUF\"")
      }
      _ = try cursor.skip(4, "the beginning")
      let version = try cursor.number(UInt32.self, "the version")
      if version != 0, version & 0xFFFF == 0 {
        throw cursor.broken("is a big-endian GGUF file, which is not supported")
      }
      guard (2...3).contains(version) else {
        throw cursor.broken("is of GGUF version \(version), which is not supported; supported: 2, 3")
      }
      // A tensor has a name, a number of dimensions, a format and an offset at least; a setting a name and a kind.
      let tensors = try cursor.count("the number of tensors", least: 24)
      return (tensors, try cursor.count("the number of settings", least: 13))
    }

    private static func settings(_ count: Int, _ cursor: inout Cursor) throws -> JSONObject {
      var settings = JSONObject()
      for i in 0..<count {
        let key = try cursor.text("the name of setting \(i + 1)")
        guard settings[key] == nil else { throw cursor.broken("`\(key)` is set twice") }
        settings[key] = try cursor.value(cursor.number(UInt32.self, "`\(key)`"), "`\(key)`")
      }
      return settings
    }

    private static func alignment(_ settings: JSONObject, _ cursor: Cursor) throws -> Int {
      guard let stated = settings["general.alignment"] else { return 32 }
      guard let alignment = stated.int, (8...1 << 20).contains(alignment), alignment & (alignment - 1) == 0 else {
        throw cursor.broken("general.alignment is \(stated.serialized()), no power of two from 8 on")
      }
      return alignment
    }

    /// Names, shapes and formats; the ranges begin at the offsets that the file says.
    private static func tensors(_ count: Int, _ cursor: inout Cursor) throws -> [(name: String, entry: TensorEntry)] {
      var found: [(name: String, entry: TensorEntry)] = []
      for i in 0..<count {
        let name = try cursor.text("the name of tensor \(i + 1)")
        func broken(_ reason: String) -> LanguageModelError { .tensor(path: cursor.path, name: name, reason: reason) }
        let dimensions = try cursor.number(UInt32.self, "tensor `\(name)`")
        guard (1...4).contains(dimensions) else { throw broken("has \(dimensions) dimensions, not 1 to 4") }
        var shape: [Int] = []
        var elements = 1
        for _ in 0..<dimensions {
          let size = try cursor.number(UInt64.self, "tensor `\(name)`")
          guard size > 0 else { throw broken("has a dimension of 0") }
          let product = elements.multipliedReportingOverflow(by: Int(clamping: size))
          guard !product.overflow, product.partialValue < 1 << 48 else {
            throw broken("has more elements than fit in memory")
          }
          elements = product.partialValue
          shape.insert(Int(size), at: 0)
        }
        let number = try cursor.number(UInt32.self, "tensor `\(name)`")
        guard let format = GGUF.format(number) else {
          throw broken(
            "is stored as \(GGUF.name(number)), which is not supported; supported: "
              + GGUF.formats.joined(separator: ", "))
        }
        guard shape[shape.count - 1] % format.unit == 0 else {
          throw broken("has rows of \(shape[shape.count - 1]) elements, no whole blocks of \(format.name)")
        }
        let offset = try cursor.number(UInt64.self, "tensor `\(name)`")
        guard let from = Int(exactly: offset), from < 1 << 60 else { throw broken("begins at byte \(offset)") }
        let bytes = format.bytes(of: elements)
        found.append(
          (name, TensorEntry(type: format.name, shape: shape, range: from..<from + bytes, count: elements)))
      }
      return found
    }

    /// Holds the ranges against the file and each other.
    private static func place(
      _ tensors: inout [(name: String, entry: TensorEntry)], size: Int, alignment: Int, path: String
    ) throws {
      func broken(_ name: String, _ reason: String) -> LanguageModelError {
        .tensor(path: path, name: name, reason: reason)
      }
      for (name, entry) in tensors {
        if entry.range.lowerBound % alignment != 0 {
          throw broken(name, "begins at byte \(entry.range.lowerBound), no multiple of \(alignment)")
        }
        if entry.range.upperBound > max(0, size) {
          throw broken(
            name, "ends at byte \(entry.range.upperBound) of \(max(0, size)): the file is cut, or its header lies")
        }
      }
      tensors.sort { ($0.entry.range.lowerBound, $0.name) < ($1.entry.range.lowerBound, $1.name) }
      for (before, tensor) in zip(tensors, tensors.dropFirst())
      where tensor.entry.range.lowerBound < before.entry.range.upperBound {
        throw broken(tensor.name, "overlaps `\(before.name)`")
      }
    }

    // MARK: - Tensors

    package var metadata: [String: String] { [:] }

    package var followsFamily: Bool { false }

    package func canonical(_ name: String, _ names: TensorNames) -> String { names.canonical(gguf: name) ?? name }

    package func isDerived(_ name: String, _ names: TensorNames) -> Bool { name == GGUF.rotaryFactors }

    package func stored(_ name: String) throws -> StoredTensor {
      guard let entry = entries[name] else {
        throw LanguageModelError.tensor(path: path, name: name, reason: "is missing")
      }
      guard let format = StoredFormat(named: entry.type), let base = mapping.bytes.baseAddress else {
        throw LanguageModelError.tensor(path: path, name: name, reason: "is stored as \(entry.type)")
      }
      let rows = entry.shape[0]
      return StoredTensor(
        name: name, format: format, bytes: base + dataStart + entry.range.lowerBound, rows: rows,
        columns: rows > 0 ? entry.count / rows : 0)
    }

    package func stored(
      _ name: String, as entry: WeightLayout.Entry, _ configuration: ModelConfiguration
    ) throws -> StoredTensor {
      var tensor = try stored(name)
      // From here on it has the name under which it is saved.
      (tensor.name, tensor.rows, tensor.columns) = (entry.name, entry.rows, entry.columns)
      if settings["general.architecture"]?.string == "llama", name.contains(".attn_q.") || name.contains(".attn_k.") {
        tensor.pairedRows = configuration.headDimension
      }
      return tensor
    }
  }
}
