import Diagnostics
import Syntax

extension Scope {
  /// What `$name` stands for: script parameter, then setting (a `def`'s own parameters come before both).
  func scalar(_ name: String) -> Scalar? {
    if let parameter = parameters[name] { return parameter }
    return settings[name].flatMap(Scalars.scalar)
  }

  /// A `def`'s scope as it is seen from the place of its call: its own names, the caller's settings and parameters.
  func seen(from caller: Scope) -> Scope {
    var scope = self
    scope.settings = caller.settings
    scope.parameters = caller.parameters
    scope.allowsCells = false
    return scope
  }
}

/// Scalars as arguments, and back.
enum Scalars {
  /// A setting's value as the user would write it.
  static func scalar(_ value: ArgumentValue) -> Scalar? {
    let none = Span(0, 0)
    func number(_ value: Double, _ unit: NumberLiteral.Unit, _ suffix: String) -> Scalar {
      let text = Literals.text(unit == .percent ? value * 100 : value) + suffix
      return Scalar([Argument(.number(NumberLiteral(text: text, value: value, unit: unit)), span: none)])
    }
    switch value {
    case .number(let x): return number(x, .none, "")
    case .integer(let n): return number(Double(n), .none, "")
    case .percentage(let x): return number(x, .percent, "%")
    case .duration(let x): return number(x, .seconds, "s")
    case .size(let n): return number(Double(n), .bytes, "B")
    case .string(let text), .path(let text):
      return Scalar([Argument(.string(StringLiteral(text)), span: none)])
    case .word(let text), .choice(let text), .column(let text): return Scalar([Argument(.word(text), span: none)])
    case .rate(let x):
      var scalar = number(x, .none, "")
      scalar.arguments += [Argument(.op(.divide), span: none), Argument(.word("h"), span: none)]
      return scalar
    case .share, .shard, .expression, .assignments, .sortKeys, .flag, .block, .pipeline, .list: return nil
    }
  }

  /// The type names of `def name(parameter: type)`.
  static let types: [String: ArgumentKind] = [
    "number": .number, "integer": .integer, "percentage": .percentage, "share": .share, "duration": .duration,
    "size": .size, "rate": .rate, "string": .string, "path": .path, "word": .word, "column": .column,
  ]
}
