import Documents
import Kernels

extension Safetensors {
  /// One tensor to be written.
  package struct Tensor {
    /// Where the values come from.
    enum Source {
      case floats(UnsafePointer<Float>)
      /// Bytes of the type that is written.
      case bytes(UnsafeRawPointer)
      /// Elements of the file's order, fetched piece by piece.
      case pieces((Range<Int>, UnsafeMutablePointer<Float>) -> Void)
    }

    package var name: String
    package var shape: [Int]
    /// What it is stored as; nil for the file's own type.
    var type: StoredType?
    var source: Source

    package init(name: String, shape: [Int], values: UnsafePointer<Float>) {
      self.init(name: name, shape: shape, type: nil, .floats(values))
    }

    init(name: String, shape: [Int], type: StoredType?, _ source: Source) {
      self.name = name
      self.shape = shape
      self.type = type
      self.source = source
    }

    var count: Int { shape.reduce(1, *) }
  }

  /// Writes the tensors in the order given, those without a type of their own converted to `type`; the file appears
  /// whole or not at all. Throws `FileError`.
  package static func write(
    _ tensors: [Tensor], as type: StoredType, metadata: [(String, String)] = [("format", "pt")], to path: String
  ) throws {
    var header = JSONObject()
    header["__metadata__"] = .object(JSONObject(metadata.map { ($0.0, JSONValue.string($0.1)) }))
    var offset = 0
    for tensor in tensors {
      let type = tensor.type ?? type
      let end = offset + tensor.count * type.size
      header[tensor.name] = [
        "dtype": .string(type.rawValue), "shape": .array(tensor.shape.map { .integer($0) }),
        "data_offsets": [.integer(offset), .integer(end)],
      ]
      offset = end
    }
    var text = Array(JSONValue.object(header).serialized().utf8)
    // Spaces, so that the data begin at a multiple of 64 bytes.
    while (8 + text.count) % 64 != 0 { text.append(UInt8(ascii: " ")) }
    let writer = try AtomicFile.Writer(path)
    try withUnsafeBytes(of: UInt64(text.count).littleEndian) { try writer.write($0) }
    try writer.write(text)
    for tensor in tensors { try write(tensor, as: tensor.type ?? type, to: writer) }
    try writer.commit()
  }

  private static func write(_ tensor: Tensor, as type: StoredType, to writer: AtomicFile.Writer) throws {
    let count = tensor.count
    switch tensor.source {
    case .bytes(let bytes):
      try writer.write(UnsafeRawBufferPointer(start: bytes, count: count * type.size))
    case .floats(let values):
      if type == .f32 {
        try writer.write(UnsafeRawBufferPointer(start: values, count: 4 * count))
      } else {
        try pieces(count) { try narrow(values + $0.lowerBound, $0.count, as: type, to: writer) }
      }
    case .pieces(let fetch):
      try withUnsafeTemporaryAllocation(of: Float.self, capacity: StoredTensor.grain) { buffer in
        guard let floats = buffer.baseAddress else { return }
        try pieces(count) {
          fetch($0, floats)
          try narrow(floats, $0.count, as: type, to: writer)
        }
      }
    }
  }

  private static func pieces(_ count: Int, _ body: (Range<Int>) throws -> Void) rethrows {
    for from in stride(from: 0, to: count, by: StoredTensor.grain) {
      try body(from..<min(count, from + StoredTensor.grain))
    }
  }

  /// At most `StoredTensor.grain` values.
  private static func narrow(
    _ values: UnsafePointer<Float>, _ count: Int, as type: StoredType, to writer: AtomicFile.Writer
  ) throws {
    func write<E: StoredElement>(as _: E.Type) throws {
      try withUnsafeTemporaryAllocation(of: E.self, capacity: count) {
        if let base = $0.baseAddress { Kernels.store(values, base, count) }
        try writer.write(UnsafeRawBufferPointer($0))
      }
    }
    switch type {
    case .f32: try writer.write(UnsafeRawBufferPointer(start: values, count: 4 * count))
    case .bf16: try write(as: BFloat16.self)
    case .f16: try write(as: Half.self)
    }
  }
}
