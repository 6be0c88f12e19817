import Diagnostics
import Digests
import Store

/// What a pipeline begins with.
public enum Head: Sendable {
  /// Its first stage is a source.
  case source
  /// A block: the value of the stage that takes the block.
  case input
  /// A name or a cell, as it was when the pipeline was bound.
  case binding(Binding)
}

/// Stages in order, bound and checked, every `def` expanded and every `$` filled in.
public struct BoundPipeline: Sendable {
  public var head: Head
  public var calls: [BoundCall]
  public var span: Span
  /// Type and columns of what comes out.
  public var output: Shape
  /// As the user wrote it, for labels such as the arms of `compare`.
  public var text: String

  public init(head: Head, calls: [BoundCall], span: Span, output: Shape, text: String) {
    self.head = head
    self.calls = calls
    self.span = span
    self.output = output
    self.text = text
  }
}

/// Type of a value and, for rows, its columns.
public struct Shape: Sendable, Hashable, Codable {
  public var type: ValueType
  public var columns: ColumnSet
  public init(_ type: ValueType, _ columns: ColumnSet = ColumnSet()) {
    self.type = type
    self.columns = columns
  }
}

/// A `let` name or a cell: the recipe with the settings that it was made under. Its value may be in memory, in the store, or,
/// when the store let it go, is made again from the recipe.
public final class Binding: Sendable {
  /// `scored`, `_3`.
  public let name: String
  public let shape: Shape
  public let pipeline: BoundPipeline
  public let settings: Settings
  /// Key of its value; nil until the statement has run (a script that is checked whole).
  public let key: ContentDigest?

  public init(name: String, shape: Shape, pipeline: BoundPipeline, settings: Settings, key: ContentDigest? = nil) {
    self.name = name
    self.shape = shape
    self.pipeline = pipeline
    self.settings = settings
    self.key = key
  }
}
