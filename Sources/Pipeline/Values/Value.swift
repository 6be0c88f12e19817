import Documents

/// The size of a value, as far as it is known; an unknown figure is nil, never 0.
public struct ValueSize: Sendable, Codable, Hashable {
  /// Rows, or rows of packs.
  public var rows: Int?
  /// Tokens of these rows.
  public var tokens: Int?
  /// Bytes in memory.
  public var bytes: Int?

  /// What is not known may be left out.
  public init(rows: Int? = nil, tokens: Int? = nil, bytes: Int? = nil) {
    self.rows = rows
    self.tokens = tokens
    self.bytes = bytes
  }
}

/// A value that flows through a pipe. Pipeline knows nothing more of rows and models than this.
public protocol Value: Sendable {
  var type: ValueType { get }
  /// Columns that stages after this one may name; empty for anything but rows.
  var columns: ColumnSet { get }
  var size: ValueSize { get }
  /// One line for lists of cells and bindings, such as `1,200 rows, 5 columns`.
  var summary: String { get }
  /// The form that the store keeps.
  /// - Parameter scratch: an empty directory; what is written there may be handed to the store as `StoredForm.directory`.
  /// - Throws: what writing there throws.
  func encode(scratch: String) throws -> StoredForm
}

/// A value as the store keeps it: small things as bytes, weights as files.
public struct StoredForm: Sendable {
  /// Name of the decoder that reads it back (`Registry.decoders`).
  public var kind: String
  /// What `decode` reads back.
  public var bytes: [UInt8]
  /// A directory (or one file) that the store takes over under the value's key; nil when the bytes are all.
  public var directory: String?

  /// A form of this kind.
  public init(kind: String, bytes: [UInt8], directory: String? = nil) {
    self.kind = kind
    self.bytes = bytes
    self.directory = directory
  }
}

/// Reads a value back from what `encode` wrote; throws when the form is damaged or older, and the value is then computed again.
public typealias ValueDecoder = @Sendable (StoredForm, Resources) throws -> any Value
