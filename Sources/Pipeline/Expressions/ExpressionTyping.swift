import Diagnostics
import Foundation
import Syntax

/// What an expression comes to, as far as the columns' kinds tell before any row is read.
struct ExpressionTyping {
  enum Kind: Hashable {
    case number, text, bool, json, vector, unknown

    var words: String {
      switch self {
      case .number: "a number"
      case .text: "text"
      case .bool: "true or false"
      case .json: "a list or an object"
      case .vector: "a vector"
      case .unknown: "anything"
      }
    }
  }

  /// What a whole expression must come to.
  enum Wanted {
    case condition
    /// For the option or slot of that name.
    case number(of: String)

    fileprivate var kind: Kind {
      switch self {
      case .condition: .bool
      case .number: .number
      }
    }

    fileprivate var words: String {
      switch self {
      case .condition: "the condition"
      case .number(let name): "`\(name)`"
      }
    }
  }

  let columns: ColumnSet
  private(set) var diagnostics: [Diagnostic] = []

  init(columns: ColumnSet) { self.columns = columns }

  /// Everything that cannot be right.
  /// - Parameter wanted: what the whole must come to; nil for anything.
  func findings(_ expression: RowExpression, wanted: Wanted?) -> [Diagnostic] {
    var typing = self
    let kind = typing.type(expression)
    if let wanted, kind != .unknown, kind != wanted.kind {
      let isComparable = wanted.kind == .bool && (kind == .number || kind == .text)
      typing.diagnostics.append(
        Diagnostic(
          Codes.expressionType, "\(wanted.words) must be \(wanted.kind.words), and this is \(kind.words)",
          at: expression.span, label: kind.words,
          helps: isComparable ? [.init("compare it with something, as in `tokens <= 2048`")] : []))
    }
    return typing.diagnostics
  }

  /// The kind of the column that `derive` makes of it.
  func kind(of expression: RowExpression) -> ColumnKind {
    var typing = self
    switch typing.type(expression) {
    case .number: return typing.isInteger(expression) ? .integer : .number
    case .text: return .text
    case .bool: return .bool
    case .json: return .json
    case .vector: return .vector
    case .unknown: return .unknown
    }
  }

  private func isInteger(_ expression: RowExpression) -> Bool {
    switch expression {
    case .number(let literal, _): literal.integer != nil && literal.unit != .percent
    case .column(let name, _): columns[name]?.kind == .integer
    case .unary(_, let operand, _): isInteger(operand)
    case .binary(.divide, _, _, _): false
    case .binary(_, let a, let b, _): isInteger(a) && isInteger(b)
    case .call(let name, let arguments, _):
      switch ExpressionFunction(rawValue: name.text)?.wholeness {
      case .always: true
      case .ofWholeNumbers: arguments.allSatisfy { isInteger($0) }
      case .never, nil: false
      }
    case .string, .boolean, .variable, .list: false
    }
  }

  // MARK: Types

  private mutating func type(_ expression: RowExpression) -> Kind {
    switch expression {
    case .number: return .number
    case .string: return .text
    case .boolean: return .bool
    case .variable, .list: return .unknown
    case .column(let name, _):
      switch columns[name]?.kind {
      case .text: return .text
      case .integer, .number: return .number
      case .bool: return .bool
      case .json: return .json
      case .vector: return .vector
      case .unknown, nil: return .unknown
      }
    case .unary(.not, let operand, _):
      expect(.bool, type(operand), operand, "`not`")
      return .bool
    case .unary(.minus, let operand, _):
      expect(.number, type(operand), operand, "`-`")
      return .number
    case .binary(let op, let a, let b, let span): return binary(op, a, b, span)
    case .call(let name, let arguments, let span): return call(name, arguments, span)
    }
  }

  private mutating func binary(
    _ op: RowExpression.BinaryOperator, _ a: RowExpression, _ b: RowExpression, _ span: Span
  ) -> Kind {
    switch op {
    case .or, .and:
      expect(.bool, type(a), a, "`\(op.rawValue)`")
      expect(.bool, type(b), b, "`\(op.rawValue)`")
      return .bool
    case .add, .subtract, .multiply, .divide, .remainder:
      let left = type(a)
      let right = type(b)
      expect(.number, left, a, "`\(op.rawValue)`")
      expect(.number, right, b, "`\(op.rawValue)`")
      return .number
    case .isIn:
      let left = type(a)
      if case .list(let items, _) = b {
        for item in items { comparable(left, type(item), a, item) }
      } else {
        // `"rust" in topic`: a part of the text.
        expect(.text, left, a, "`in` before text")
        expect(.text, type(b), b, "`in`")
      }
      return .bool
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      let left = type(a)
      let right = type(b)
      comparable(left, right, a, b)
      if ![.equal, .notEqual].contains(op) {
        for (kind, side) in [(left, a), (right, b)] where kind == .bool || kind == .vector || kind == .json {
          report("`\(op.rawValue)` needs numbers or text, and this is \(kind.words)", side, kind.words)
        }
      }
      return .bool
    }
  }

  private mutating func call(_ name: NameSyntax, _ arguments: [RowExpression], _ span: Span) -> Kind {
    guard let function = ExpressionFunction(rawValue: name.text) else {
      var diagnostic = Diagnostic(
        Codes.unknownFunction, "no function is named `\(name.text)`", at: name.span, label: "unknown function",
        notes: ["functions: " + Words.list(ExpressionFunction.allCases.map(\.rawValue), "and")])
      if let note = ExpressionFunction.note(on: name.text) { diagnostic.notes.insert(note, at: 0) }
      if let familiar = ExpressionFunction.familiar[name.text.lowercased()] {
        diagnostic = diagnostic.adding(
          help: "it is called `\(familiar.rawValue)` here", edits: [.init(name.span, familiar.rawValue)])
      } else if let near = Spelling.candidate(for: name.text, among: ExpressionFunction.allCases.map(\.rawValue)) {
        diagnostic = diagnostic.adding(help: "a function with a similar name exists", edits: [.init(name.span, near)])
      }
      diagnostics.append(diagnostic)
      return .unknown
    }
    let kinds = arguments.map { type($0) }
    guard function.counts.contains(arguments.count) else {
      diagnostics.append(
        Diagnostic(
          Codes.functionArguments, "`\(name.text)` is written `\(function.usage)`", at: span,
          label: "\(arguments.count) given", notes: function.note(ofCount: arguments.count)))
      return function.result
    }
    for (kind, argument) in zip(kinds, arguments) {
      switch function.takes {
      case .unknown: break
      case .json:
        if kind != .text && kind != .json && kind != .unknown {
          report("`\(name.text)` needs text or a list, and this is \(kind.words)", argument, kind.words)
        }
      case .number, .text, .bool, .vector: expect(function.takes, kind, argument, "`\(name.text)`")
      }
    }
    if function == .bin, arguments.count == 2 { checkBins(arguments[1], kinds[1]) }
    if function == .matches, arguments.count == 2, case .string(let literal, let place) = arguments[1],
      let pattern = literal.plain
    {
      do {
        _ = try NSRegularExpression(pattern: pattern)
      } catch {
        diagnostics.append(
          Diagnostic(
            Codes.badPattern, "this is not a regular expression", at: place, label: "cannot be parsed",
            notes: ["to look for the text itself, use `contains`"]))
      }
    }
    return function.result
  }

  /// The number of bins is one for all rows: a whole number that stands there. A parameter's is checked where it is filled in.
  private mutating func checkBins(_ expression: RowExpression, _ kind: Kind) {
    if case .variable = expression { return }
    if case .number(let literal, _) = expression {
      if literal.unit == .none, let integer = literal.integer, integer >= 1 { return }
    } else if kind != .number, kind != .unknown {
      // What is no number at all was reported as such.
      return
    }
    report("`bin` needs a whole number of bins, 1 or more", expression, "not a whole number of bins")
  }

  // MARK: Findings

  private mutating func expect(_ wanted: Kind, _ kind: Kind, _ expression: RowExpression, _ owner: String) {
    guard kind != .unknown, kind != wanted else { return }
    report("\(owner) needs \(wanted.words), and this is \(kind.words)", expression, kind.words)
  }

  private mutating func comparable(_ a: Kind, _ b: Kind, _ left: RowExpression, _ right: RowExpression) {
    guard a != .unknown, b != .unknown, a != b else { return }
    var diagnostic = Diagnostic(
      Codes.expressionType, "\(a.words) and \(b.words) cannot be compared", at: left.span.union(right.span),
      label: "never the same kind",
      secondary: [.init(span: left.span, text: a.words), .init(span: right.span, text: b.words)])
    if case .string(let literal, let span) = right, a == .number, let text = literal.plain, Double(text) != nil {
      diagnostic = diagnostic.adding(help: "a number has no quotes", edits: [.init(span, text)])
    }
    if case .column(let name, let span) = right, a == .text, columns[name] == nil {
      diagnostic = diagnostic.adding(help: "text is written in double quotes", edits: [.init(span, "\"\(name)\"")])
    }
    diagnostics.append(diagnostic)
  }

  private mutating func report(_ message: String, _ expression: RowExpression, _ label: String) {
    diagnostics.append(Diagnostic(Codes.expressionType, message, at: expression.span, label: label))
  }
}
