import Documents
import Foundation
public import Syntax

/// An expression made ready for given rows: names are looked up, patterns compiled and functions of whole columns computed
/// once. It is asked about these rows alone.
public struct ExpressionEvaluator {
  /// What a condition says of a row.
  public enum Verdict: Sendable, Hashable {
    case holds
    case fails
    /// It has no answer for this row.
    case missing(ExpressionGap)
  }

  private let root: ExpressionNode
  private let columns: [(name: String, index: Int)]

  /// - Throws: `InternalError` for names that the checker would have refused.
  public init(_ expression: RowExpression, over rows: some RowAccess) throws {
    var columns: [(String, Int)] = []
    for column in expression.columns {
      guard let index = rows.columnIndex(column.text) else { throw InternalError("no column `\(column.text)`") }
      columns.append((column.text, index))
    }
    self.columns = columns
    root = try ExpressionNode(expression, rows)
  }

  /// The value for one row.
  public func value(row: Int, of rows: some RowAccess) -> ExpressionValue { root.value(row, rows) }

  /// The value taken as a condition.
  public func verdict(row: Int, of rows: some RowAccess) -> Verdict {
    switch root.value(row, rows) {
    case .bool(true): .holds
    case .missing: .missing(gap(row: row, of: rows) ?? .kinds)
    case .bool(false), .integer, .number, .text, .json: .fails
    }
  }

  /// Why there is no value for one row; nil where there is one.
  public func gap(row: Int, of rows: some RowAccess) -> ExpressionGap? {
    root.gap(row, rows) { index in columns.first { $0.index == index }?.name ?? "" }
  }
}

/// The tree with columns as positions.
indirect enum ExpressionNode {
  case constant(ExpressionValue)
  case column(Int)
  case not(ExpressionNode)
  case minus(ExpressionNode)
  case or(ExpressionNode, ExpressionNode)
  case and(ExpressionNode, ExpressionNode)
  case compare(RowExpression.BinaryOperator, ExpressionNode, ExpressionNode)
  case isIn(ExpressionNode, [ExpressionNode])
  case contains(part: ExpressionNode, text: ExpressionNode)
  case arithmetic(RowExpression.BinaryOperator, ExpressionNode, ExpressionNode)
  case matches(ExpressionNode, Pattern)
  case call(ExpressionFunction, [ExpressionNode])
  /// A function of the whole column, computed for every row.
  case columnwise([ExpressionValue], of: [ExpressionNode])

  init(_ expression: RowExpression, _ rows: some RowAccess) throws {
    switch expression {
    case .number(let literal, _):
      self = .constant(literal.integer.map { .integer(Int64($0)) } ?? .number(literal.value))
    case .string(let literal, _): self = .constant(.text(literal.plain ?? ""))
    case .boolean(let value, _): self = .constant(.bool(value))
    case .column(let name, _):
      guard let index = rows.columnIndex(name) else { throw InternalError("no column `\(name)`") }
      self = .column(index)
    case .variable(let name, _): throw InternalError("`$\(name)` was not filled in")
    case .unary(.not, let operand, _): self = .not(try ExpressionNode(operand, rows))
    case .unary(.minus, let operand, _): self = .minus(try ExpressionNode(operand, rows))
    case .list: throw InternalError("a list stands only after `in`")
    case .binary(let op, let a, let b, _):
      let left = try ExpressionNode(a, rows)
      switch op {
      case .or: self = .or(left, try ExpressionNode(b, rows))
      case .and: self = .and(left, try ExpressionNode(b, rows))
      case .isIn:
        if case .list(let items, _) = b {
          self = .isIn(left, try items.map { try ExpressionNode($0, rows) })
        } else {
          self = .contains(part: left, text: try ExpressionNode(b, rows))
        }
      case .add, .subtract, .multiply, .divide, .remainder: self = .arithmetic(op, left, try ExpressionNode(b, rows))
      case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
        self = .compare(op, left, try ExpressionNode(b, rows))
      }
    case .call(let name, let arguments, _):
      guard let function = ExpressionFunction(rawValue: name.text), function.counts.contains(arguments.count) else {
        throw InternalError("no function `\(name.text)` of \(arguments.count) arguments")
      }
      let nodes = try arguments.map { try ExpressionNode($0, rows) }
      if function == .matches {
        self = .matches(nodes[0], Pattern(nodes[1]))
      } else if function.isColumnwise {
        self = .columnwise(try Self.columnwise(function, nodes, rows), of: nodes)
      } else {
        self = .call(function, nodes)
      }
    }
  }

  func value(_ row: Int, _ rows: some RowAccess) -> ExpressionValue {
    switch self {
    case .constant(let value): return value
    case .column(let index): return rows.cell(row: row, column: index)
    case .not(let operand): return operand.value(row, rows).bool.map { .bool(!$0) } ?? .missing
    case .minus(let operand):
      switch operand.value(row, rows) {
      case .integer(let n): return n == .min ? .number(-Double(n)) : .integer(-n)
      case .number(let x): return .checked(-x)
      case .missing, .bool, .text, .json: return .missing
      }
    case .or(let a, let b):
      // Kleene: true or missing is true.
      let left = a.value(row, rows).bool
      if left == true { return .bool(true) }
      let right = b.value(row, rows).bool
      if right == true { return .bool(true) }
      return left == nil || right == nil ? .missing : .bool(false)
    case .and(let a, let b):
      let left = a.value(row, rows).bool
      if left == false { return .bool(false) }
      let right = b.value(row, rows).bool
      if right == false { return .bool(false) }
      return left == nil || right == nil ? .missing : .bool(true)
    case .compare(let op, let a, let b):
      return Self.compare(op, a.value(row, rows), b.value(row, rows))
    case .isIn(let item, let list):
      let wanted = item.value(row, rows)
      if wanted.isMissingOrNaN { return .missing }
      var isUnsure = false
      for node in list {
        switch ExpressionValue.equal(wanted, node.value(row, rows)) {
        case true?: return .bool(true)
        case nil: isUnsure = true
        case false?: break
        }
      }
      return isUnsure ? .missing : .bool(false)
    case .contains(let part, let text):
      guard let part = part.value(row, rows).bytes, let text = text.value(row, rows).bytes else { return .missing }
      return .bool(Self.find(part, in: text))
    case .arithmetic(let op, let a, let b):
      return Self.arithmetic(op, a.value(row, rows), b.value(row, rows))
    case .matches(let text, let pattern):
      guard let text = text.value(row, rows).bytes, let expression = pattern.expression(row, rows) else {
        return .missing
      }
      let string = String(decoding: text, as: UTF8.self)
      return .bool(expression.firstMatch(in: string, range: NSRange(string.startIndex..., in: string)) != nil)
    case .call(let function, let arguments):
      return Self.call(function, arguments.map { $0.value(row, rows) })
    case .columnwise(let values, _): return values[row]
    }
  }

  // MARK: -

  private static func compare(
    _ op: RowExpression.BinaryOperator, _ a: ExpressionValue, _ b: ExpressionValue
  ) -> ExpressionValue {
    func ordered(_ holds: (Int) -> Bool) -> ExpressionValue {
      ExpressionValue.order(a, b).map { .bool(holds($0)) } ?? .missing
    }
    switch op {
    case .equal, .notEqual: return ExpressionValue.equal(a, b).map { .bool($0 == (op == .equal)) } ?? .missing
    case .less: return ordered { $0 < 0 }
    case .lessOrEqual: return ordered { $0 <= 0 }
    case .greater: return ordered { $0 > 0 }
    case .greaterOrEqual: return ordered { $0 >= 0 }
    // Nodes of their own.
    case .or, .and, .isIn, .add, .subtract, .multiply, .divide, .remainder: return .missing
    }
  }

  /// Integers stay integers while they fit, but for `/`; a division by zero is missing. The result of `%` has the sign of
  /// the dividend.
  private static func arithmetic(
    _ op: RowExpression.BinaryOperator, _ a: ExpressionValue, _ b: ExpressionValue
  ) -> ExpressionValue {
    if case .integer(let x) = a, case .integer(let y) = b, op != .divide {
      let result: (partialValue: Int64, overflow: Bool)
      switch op {
      case .add: result = x.addingReportingOverflow(y)
      case .subtract: result = x.subtractingReportingOverflow(y)
      case .multiply: result = x.multipliedReportingOverflow(by: y)
      case .remainder:
        if y == 0 { return .missing }
        result = y == -1 ? (0, false) : x.remainderReportingOverflow(dividingBy: y)
      // Nodes of their own, but for division, which is not of integers.
      case .divide, .or, .and, .isIn, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: return .missing
      }
      if !result.overflow { return .integer(result.partialValue) }
    }
    guard let x = a.double, let y = b.double else { return .missing }
    switch op {
    case .add: return .checked(x + y)
    case .subtract: return .checked(x - y)
    case .multiply: return .checked(x * y)
    case .divide: return y == 0 ? .missing : .checked(x / y)
    case .remainder: return y == 0 ? .missing : .checked(x.truncatingRemainder(dividingBy: y))
    case .or, .and, .isIn, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: return .missing
    }
  }

  private static func call(_ function: ExpressionFunction, _ arguments: [ExpressionValue]) -> ExpressionValue {
    guard let first = arguments.first else { return .missing }
    if function == .isMissing { return .bool(first.isMissingOrNaN) }
    switch function {
    case .len: return length(first)
    case .lower:
      guard case .text(let bytes) = first else { return .missing }
      return .text(Array(String(decoding: bytes, as: UTF8.self).lowercased().utf8))
    case .contains: return ofTexts(first, arguments[1]) { find($1, in: $0) }
    case .starts: return ofTexts(first, arguments[1]) { $0.starts(with: $1) }
    case .ends: return ofTexts(first, arguments[1]) { $0.count >= $1.count && $0.suffix($1.count).elementsEqual($1) }
    case .abs:
      if case .integer(let n) = first, n != .min { return .integer(Swift.abs(n)) }
      return first.double.map { .checked($0.magnitude) } ?? .missing
    case .min, .max:
      var best = first
      for value in arguments {
        guard value.double != nil, let order = ExpressionValue.order(value, best) else { return .missing }
        if function == .min ? order < 0 : order > 0 { best = value }
      }
      return best.double == nil ? .missing : best
    case .log:
      guard let x = first.double, x > 0 else { return .missing }
      return .checked(Foundation.log(x))
    case .exp: return first.double.map { .checked(Foundation.exp($0)) } ?? .missing
    case .matches, .isMissing, .z, .rank, .bin: return .missing
    }
  }

  private static func ofTexts(
    _ text: ExpressionValue, _ part: ExpressionValue, _ holds: (_ text: [UInt8], _ part: [UInt8]) -> Bool
  ) -> ExpressionValue {
    guard let text = text.bytes, let part = part.bytes else { return .missing }
    return .bool(holds(text, part))
  }

  /// Characters of text, elements of a JSON array, members of an object.
  private static func length(_ value: ExpressionValue) -> ExpressionValue {
    switch value {
    case .text(let bytes):
      return .integer(Int64(String(decoding: bytes, as: UTF8.self).count))
    case .json(let bytes):
      guard let parsed = try? JSONValue.parse(bytes, file: "a cell") else { return .missing }
      if let array = parsed.array { return .integer(Int64(array.count)) }
      return parsed.object.map { .integer(Int64($0.count)) } ?? .missing
    case .missing, .bool, .integer, .number: return .missing
    }
  }

  private static func find(_ part: [UInt8], in text: [UInt8]) -> Bool {
    guard let first = part.first else { return true }
    guard text.count >= part.count else { return false }
    return text.withUnsafeBufferPointer { text in
      part.withUnsafeBufferPointer { part in
        for start in 0...(text.count - part.count) where text[start] == first {
          if text[start..<(start + part.count)].elementsEqual(part) { return true }
        }
        return false
      }
    }
  }
}

/// A pattern: compiled once when it is a literal, per row otherwise.
struct Pattern {
  let node: ExpressionNode
  private let compiled: NSRegularExpression?

  init(_ node: ExpressionNode) {
    self.node = node
    if case .constant(.text(let bytes)) = node {
      compiled = try? NSRegularExpression(pattern: String(decoding: bytes, as: UTF8.self))
    } else {
      compiled = nil
    }
  }

  func expression(_ row: Int, _ rows: some RowAccess) -> NSRegularExpression? {
    if let compiled { return compiled }
    guard let bytes = node.value(row, rows).bytes else { return nil }
    return try? NSRegularExpression(pattern: String(decoding: bytes, as: UTF8.self))
  }
}
