public import Diagnostics
public import Digests
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
  /// What it begins with.
  public var head: Head
  /// Its stages, in order.
  public var calls: [BoundCall]
  /// Where it is written.
  public var span: Span
  /// Type and columns of what comes out.
  public var output: Shape
  /// As the user wrote it, for labels such as the arms of `compare`.
  public var text: String

  /// A pipeline that was bound and checked.
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
  /// Of the value.
  public var type: ValueType
  /// Empty for anything but rows.
  public var columns: ColumnSet
  /// A shape of this type.
  public init(_ type: ValueType, _ columns: ColumnSet = ColumnSet()) {
    self.type = type
    self.columns = columns
  }
}

/// A `let` name or a cell: the recipe with the settings that it was made under. Its value may be in memory, in the store, or,
/// when the store let it go, is made again from the recipe.
public final class Binding: Sendable {
  /// What the user calls it: `scored`, or a cell's `_3`.
  public let name: String
  /// Type and columns of its value.
  public let shape: Shape
  /// The stages that its value was made by, which its key is taken of.
  public let pipeline: BoundPipeline
  /// As they were when it was made.
  public let settings: Settings
  /// Key of its value; nil until the statement has run (a script that is checked whole).
  public let key: ContentDigest?

  /// What a name stands for.
  public init(name: String, shape: Shape, pipeline: BoundPipeline, settings: Settings, key: ContentDigest? = nil) {
    self.name = name
    self.shape = shape
    self.pipeline = pipeline
    self.settings = settings
    self.key = key
  }
}
