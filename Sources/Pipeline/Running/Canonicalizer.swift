import Quantities
public import Syntax

/// Canonical text of bound things: two calls that mean the same have the same text.
enum Canonicalizer {
  /// Every argument, defaults filled in, slots then options then flags in the order of the signature. Pipelines and blocks
  /// are left out: their keys stand beside it.
  static func text(_ call: BoundCall, _ signature: Signature) -> String {
    parts(call, signature, blocks: false) { $0 != nil }
  }

  /// As the user might write it: defaults left out.
  static func display(_ call: BoundCall, _ signature: Signature) -> String {
    parts(call, signature, blocks: true) { $0?.span != nil }
  }

  /// Every argument with its name, defaults filled in, as the user might write it; long ones cut short.
  static func arguments(_ call: BoundCall, _ signature: Signature) -> [(name: String, text: String)] {
    (signature.slots.map(\.name) + signature.options.map(\.name)).compactMap { name in
      call.arguments[name].map { (name, String(shown($0.value, blocks: true).prefix(200))) }
    } + signature.flags.filter { call.flag($0.name) }.map { ($0.name, "") }
  }

  private static func shown(_ value: ArgumentValue, blocks: Bool) -> String {
    if case .list(let values) = value { return values.map { shown($0, blocks: blocks) }.joined(separator: " ") }
    guard blocks else { return value.pipelines.isEmpty ? text(value) : "{}" }
    switch value {
    case .expression(let expression): return expression.displayText
    case .assignments(let list):
      return list.map { column($0.name) + " = " + $0.expression.displayText }.joined(separator: ", ")
    case .sortKeys(let keys):
      return keys.map { $0.expression.displayText + ($0.descending ? " desc" : "") }.joined(separator: ", ")
    default: return text(value)
    }
  }

  private static func parts(
    _ call: BoundCall, _ signature: Signature, blocks: Bool, _ isShown: (BoundArgument?) -> Bool
  ) -> String {
    func shown(_ value: ArgumentValue) -> String { Self.shown(value, blocks: blocks) }
    var words = [signature.name]
    for slot in signature.slots where isShown(call.arguments[slot.name]) {
      if let argument = call.arguments[slot.name] { words.append(shown(argument.value)) }
    }
    for option in signature.options where isShown(call.arguments[option.name]) {
      if let argument = call.arguments[option.name] { words.append(option.name + " " + shown(argument.value)) }
    }
    for flag in signature.flags where call.flag(flag.name) { words.append(flag.name) }
    return words.joined(separator: " ")
  }

  static func text(_ value: ArgumentValue) -> String {
    switch value {
    case .number(let x): Literals.text(x)
    case .integer(let n): String(n)
    case .percentage(let x): Literals.text(x * 100) + "%"
    case .share(let share): share.description
    case .duration(let x): Literals.text(x) + "s"
    case .size(let n): "\(n)B"
    case .rate(let x): Literals.text(x) + "/h"
    case .shard(let shard): shard.description
    case .string(let text), .path(let text): Canonical.quoted(text)
    case .word(let word), .choice(let word): word
    case .column(let name): column(name)
    case .expression(let expression): text(expression)
    case .assignments(let list):
      list.map { column($0.name) + " = " + text($0.expression) }.joined(separator: ", ")
    case .sortKeys(let keys):
      keys.map { text($0.expression) + ($0.descending ? " desc" : "") }.joined(separator: ", ")
    case .flag(let value): value ? "true" : "false"
    case .block(let block): block.text.hasPrefix("{") ? block.text : "{ \(block.text) }"
    case .pipeline(let pipeline): pipeline.calls.isEmpty ? pipeline.text : "{ \(pipeline.text) }"
    case .list(let values): values.map(text).joined(separator: " ")
    }
  }

  /// Every operation in parentheses, so that no two trees share a text.
  static func text(_ expression: RowExpression) -> String {
    switch expression {
    case .number(let literal, _):
      // Exact, since two conditions that differ in a last digit are two.
      literal.unit == .percent
        ? Literals.text(literal.value * 100) + "%" : Int(exactly: literal.value).map(String.init) ?? "\(literal.value)"
    case .string(let literal, _): Canonical.quoted(literal.plain ?? "")
    case .boolean(let value, _): value ? "true" : "false"
    case .column(let name, _): column(name)
    case .variable(let name, _): "$" + name
    case .unary(let op, let operand, _): "(\(op.rawValue) \(text(operand)))"
    case .binary(let op, let a, let b, _): "(\(text(a)) \(op.rawValue) \(text(b)))"
    case .call(let name, let arguments, _): "\(name.text)(\(arguments.map(text).joined(separator: ", ")))"
    case .list(let items, _): "(\(items.map(text).joined(separator: ", ")))"
    }
  }

  static func column(_ name: String) -> String { Words.isWord(name) ? name : "`\(name)`" }
}
