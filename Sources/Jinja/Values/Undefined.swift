/// What a name, a key or an attribute that is not there stands for: it prints as nothing, is false and empty, and anything
/// else that is done with it fails.
final class Undefined: Sendable {
  private enum Cause {
    case name(String)
    case attribute(String, of: String)
    case hint(String)
    case unsafe(String, of: String)
  }

  private let cause: Cause

  private init(_ cause: Cause) { self.cause = cause }

  /// A variable that nobody has set.
  convenience init(name: String) { self.init(.name(name)) }

  /// A key or an attribute that a value does not have.
  convenience init(_ name: String, of value: Value) { self.init(.attribute(name, of: value.typeName)) }

  /// A key that a dictionary does not have.
  convenience init(inDict name: String) { self.init(.attribute(name, of: "dict")) }

  /// Anything else.
  convenience init(hint: String) { self.init(.hint(hint)) }

  /// An attribute that the sandbox keeps to itself.
  convenience init(unsafe name: String, of value: Value) { self.init(.unsafe(name, of: value.typeName)) }

  /// A macro's parameter that the call left out, before its default takes its place.
  static let missing = Undefined(hint: "missing")

  /// What using it says.
  var failure: Failure {
    switch cause {
    case .name(let name): Failure(kind: .undefined, message: "'\(name)' is undefined")
    case .attribute(let name, let of):
      Failure(kind: .undefined, message: "\(Self.shown(of)) has no attribute '\(name)'")
    case .hint(let text): Failure(kind: .undefined, message: text)
    case .unsafe(let name, let of):
      .forbidden("access to attribute '\(name)' of '\(of)' object is unsafe")
    }
  }

  private static func shown(_ typeName: String) -> String { typeName == "NoneType" ? "None" : "'\(typeName) object'" }
}
