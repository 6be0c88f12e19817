/// Why a template was not read, or not rendered, and where.
public struct JinjaError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of fault it is.
  public enum Kind: Hashable, Sendable {
    /// The text is no template.
    case syntax
    /// A part of Jinja that chat templates have no use for, or that the sandbox has nothing for: `include`, `block`.
    case unsupported
    /// Something was asked of a value that is not there.
    case undefined
    /// An operation, a filter or a method does not take a value of this type.
    case type
    /// A value of the right type that cannot be used: a division by zero, a text that is no number.
    case value
    /// The sandbox does not let it happen.
    case forbidden
    /// The template refused its input itself, by `raise_exception`.
    case raised
    /// The rendering reached a limit.
    case limit(Limit)
  }

  /// What there is too much of.
  public enum Limit: Hashable, Sendable {
    /// A template's own length, and how many names it has at one place.
    case source
    /// Blocks, brackets, calls or values within one another.
    case nesting
    /// Steps of work, counted over the whole rendering.
    case steps
    /// Bytes of values held at once.
    case memory
    /// Bytes of text written.
    case output
  }

  /// What kind of fault it is.
  public let kind: Kind
  /// The template, as the caller named it.
  public let template: String
  /// The number of the template's line, from 1.
  public let line: Int
  /// From 1, counted in Unicode scalars.
  public let column: Int
  /// What is wrong, without the place. Of a `raised` error it is the template's own text, which nobody vouches for.
  public let message: String

  /// One line as compilers write it: `TEMPLATE:LINE:COLUMN: MESSAGE`.
  public var description: String { "\(template):\(line):\(column): \(message)" }
}

/// A fault where it is found, before anybody knows its place in the template.
struct Failure: Error {
  let kind: JinjaError.Kind
  let message: String

  static func syntax(_ message: String) -> Failure { Failure(kind: .syntax, message: message) }
  static func unsupported(_ message: String) -> Failure { Failure(kind: .unsupported, message: message) }
  static func type(_ message: String) -> Failure { Failure(kind: .type, message: message) }
  static func value(_ message: String) -> Failure { Failure(kind: .value, message: message) }
  static func forbidden(_ message: String) -> Failure { Failure(kind: .forbidden, message: message) }
  static func nesting(_ what: String) -> Failure { Failure(kind: .limit(.nesting), message: what) }
}
