import Documents
import Kernels

extension Safetensors {
  /// One tensor to be written.
  package struct Tensor {
    package var name: String
    package var shape: [Int]
    package var values: UnsafePointer<Float>

    package init(name: String, shape: [Int], values: UnsafePointer<Float>) {
      self.name = name
      self.shape = shape
      self.values = values
    }
  }

  /// Writes the tensors, converted to `type`, in the order given; the file appears whole or not at all.
  /// Throws `FileError`.
  package static func write(
    _ tensors: [Tensor], as type: StoredType, metadata: [(String, String)] = [("format", "pt")], to path: String
  ) throws {
    var header = JSONObject()
    header["__metadata__"] = .object(JSONObject(metadata.map { ($0.0, JSONValue.string($0.1)) }))
    var offset = 0
    for tensor in tensors {
      let end = offset + tensor.shape.reduce(1, *) * type.size
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
    var piece = [UInt16](repeating: 0, count: 1 << 16)
    for tensor in tensors {
      let count = tensor.shape.reduce(1, *)
      if type == .f32 {
        try writer.write(UnsafeRawBufferPointer(start: tensor.values, count: count * 4))
        continue
      }
      for from in stride(from: 0, to: count, by: piece.count) {
        let n = min(piece.count, count - from)
        try piece.withUnsafeMutableBufferPointer { p in
          guard let base = p.baseAddress else { return }
          if type == .bf16 {
            Kernels.narrowBrain(tensor.values + from, base, n)
          } else {
            Kernels.narrowHalf(tensor.values + from, base, n)
          }
          try writer.write(UnsafeRawBufferPointer(start: base, count: n * 2))
        }
      }
    }
    try writer.commit()
  }
}
