import Documents

extension GGUF {
  /// Reads the header of a file from its beginning on. Every size is held against what is left of the file before anything of
  /// that size is made.
  struct Cursor {
    let bytes: UnsafeRawBufferPointer
    let path: String
    private(set) var at = 0
    /// Values of arrays so far.
    private var values = 0

    /// Values that all arrays of a file may have: the largest vocabularies, with scores, kinds and merges, have a quarter of it.
    private static let mostValues = 1 << 23
    private static let mostDepth = 4

    init(_ bytes: UnsafeRawBufferPointer, path: String) {
      self.bytes = bytes
      self.path = path
    }

    var left: Int { bytes.count - at }

    func broken(_ reason: String) -> LanguageModelError { .file(path: path, reason: reason) }

    mutating func skip(_ count: Int, _ what: String) throws -> Int {
      guard count <= left else { throw broken("\(what) reaches beyond the end of the file: it is cut, or damaged") }
      defer { at += count }
      return at
    }

    mutating func number<N: FixedWidthInteger>(_: N.Type, _ what: String) throws -> N {
      let from = try skip(MemoryLayout<N>.size, what)
      return N(littleEndian: bytes.loadUnaligned(fromByteOffset: from, as: N.self))
    }

    /// A count of things that take at least `least` bytes each.
    mutating func count(_ what: String, least: Int) throws -> Int {
      let count = try number(UInt64.self, what)
      guard count <= UInt64(left / max(1, least)) else {
        throw broken("\(what) is \(count), more than the \(left) bytes that follow can hold: it is cut, or damaged")
      }
      return Int(count)
    }

    mutating func text(_ what: String) throws -> String {
      let count = try count("the length of \(what)", least: 1)
      let from = try skip(count, what)
      let text = UnsafeRawBufferPointer(rebasing: bytes[from..<from + count])
      guard let valid = String(validating: text, as: UTF8.self) else { throw broken("\(what) is not UTF-8") }
      return valid
    }

    /// A value of one of the format's kinds.
    mutating func value(_ kind: UInt32, _ what: String, depth: Int = 0) throws -> JSONValue {
      switch kind {
      case 0: return .integer(Int64(try number(UInt8.self, what)))
      case 1: return .integer(Int64(try number(Int8.self, what)))
      case 2: return .integer(Int64(try number(UInt16.self, what)))
      case 3: return .integer(Int64(try number(Int16.self, what)))
      case 4: return .integer(Int64(try number(UInt32.self, what)))
      case 5: return .integer(Int64(try number(Int32.self, what)))
      case 6: return .number(Double(Float(bitPattern: try number(UInt32.self, what))))
      case 7: return .bool(try number(UInt8.self, what) != 0)
      case 8: return .string(try text(what))
      case 9: return .array(try array(what, depth: depth))
      case 10:
        let wide = try number(UInt64.self, what)
        return Int64(exactly: wide).map { .integer($0) } ?? .number(Double(wide))
      case 11: return .integer(try number(Int64.self, what))
      case 12: return .number(Double(bitPattern: try number(UInt64.self, what)))
      default: throw broken("\(what) is of the unknown kind \(kind): it is damaged, or of a later version")
      }
    }

    private mutating func array(_ what: String, depth: Int) throws -> [JSONValue] {
      guard depth < Self.mostDepth else { throw broken("\(what) has arrays inside of arrays, too deep") }
      let kind = try number(UInt32.self, what)
      let sizes = [1, 1, 2, 2, 4, 4, 4, 1, 8, 12, 8, 8, 8]
      let least = sizes.indices.contains(Int(kind)) ? sizes[Int(kind)] : 1
      let count = try count("the number of values of \(what)", least: least)
      values += count
      guard values <= Self.mostValues else {
        throw broken("\(what) has \(count) values: more than \(Self.mostValues) in all is no model's")
      }
      var found: [JSONValue] = []
      found.reserveCapacity(count)
      for _ in 0..<count { found.append(try value(kind, what, depth: depth + 1)) }
      return found
    }
  }
}
