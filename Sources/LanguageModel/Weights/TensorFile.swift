/// A mapped file of named tensors.
package protocol TensorFile: AnyObject, Sendable {
  var path: String { get }
  /// What the file holds, by its own names.
  var entries: [String: TensorEntry] { get }
  /// The file's own remarks, by name.
  var metadata: [String: String] { get }
  /// Whether matrices are oriented as the family's own files have them; otherwise they are outputs x inputs.
  var followsFamily: Bool { get }

  /// The layout's name for one of the file's.
  func canonical(_ name: String, _ names: TensorNames) -> String

  /// Whether a tensor of the file is a computed table and no weight.
  func isDerived(_ name: String, _ names: TensorNames) -> Bool

  /// The tensor in the mapping, as a matrix of its first dimension; the file must outlive it. Throws `LanguageModelError.tensor`.
  func stored(_ name: String) throws -> StoredTensor

  /// The same as the model has it: `entry` says its place in the layout.
  func stored(_ name: String, as entry: WeightLayout.Entry, _ configuration: ModelConfiguration) throws -> StoredTensor
}

/// One tensor of a file.
package struct TensorEntry: Sendable, Hashable {
  /// As the file names its format: "BF16", "Q4_1".
  package var type: String
  /// The slowest dimension first.
  package var shape: [Int]
  /// Bytes from the start of the data.
  package var range: Range<Int>
  /// Elements.
  package var count: Int
}

extension TensorFile {
  package func stored(
    _ name: String, as entry: WeightLayout.Entry, _ configuration: ModelConfiguration
  ) throws -> StoredTensor {
    var tensor = try stored(name)
    (tensor.rows, tensor.columns, tensor.isTransposed) = (
      entry.rows, entry.columns, entry.isTransposed && followsFamily
    )
    return tensor
  }

  /// The tensor of the layout that the file's tensor holds from element `first` on, a whole number of blocks: called as the layout
  /// calls it. Throws `LanguageModelError.tensor`.
  func part(of name: String, from first: Int, as entry: WeightLayout.Entry) throws -> StoredTensor {
    var tensor = try stored(name)
    tensor.bytes += tensor.format.bytes(of: first)
    (tensor.name, tensor.rows, tensor.columns) = (entry.name, entry.rows, entry.columns)
    return tensor
  }

  /// The shape that a tensor of the layout has in this file.
  func shape(of entry: WeightLayout.Entry) -> [Int] {
    followsFamily || entry.shape.count < 2 ? entry.shape : [entry.rows, entry.columns]
  }

  /// Converts the tensor to float32 at `destination`, which has room for its elements.
  package func read(_ name: String, into destination: UnsafeMutablePointer<Float>) throws {
    let tensor = try stored(name)
    tensor.read(0..<tensor.count, into: destination)
  }

  /// The tensor as float32.
  package func floats(_ name: String) throws -> [Float] {
    try [Float](unsafeUninitializedCapacity: entries[name]?.count ?? 0) { buffer, count in
      if let base = buffer.baseAddress { try read(name, into: base) }
      count = buffer.count
    }
  }
}
