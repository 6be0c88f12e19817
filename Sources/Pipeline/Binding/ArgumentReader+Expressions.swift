import Diagnostics
import Syntax

/// Expressions, and what is made of several: assignments and the keys of a sort.
extension ArgumentReader {
  mutating func expression(_ role: String) throws -> RowExpression {
    guard !isAtEnd else {
      throw Diagnostic(
        Codes.missingValue, "\(role) is missing", at: .empty(at: end), label: "expected an expression")
    }
    let start = index
    let place =
      start > 0 ? arguments[start - 1].span : Span(max(0, arguments[start].span.lower - 1), arguments[start].span.lower)
    let result = ExpressionParser.parse(arguments, from: start, after: place)
    index = max(result.next, start)
    noted += result.diagnostics
    guard let expression = result.expression else {
      // What it reported is the reason; this only unwinds.
      throw AlreadyReported()
    }
    return expression
  }

  mutating func assignments(_ role: String) throws -> [Assignment] {
    var result: [Assignment] = []
    repeat {
      if current?.kind == .comma { index += 1 }
      guard let name = current else {
        throw Diagnostic(
          Codes.missingValue, "\(role) is missing", at: .empty(at: end), label: "expected `name = expression`")
      }
      switch name.kind {
      case .word(let text), .column(let text):
        guard index + 1 < arguments.count, arguments[index + 1].isOperator(.assign) else {
          throw mismatch(name, .assignments, role)
        }
        index += 2
        result.append(Assignment(name: text, expression: try expression("the expression for `\(text)`")))
      default: throw mismatch(name, .assignments, role)
      }
    } while current?.kind == .comma
    return result
  }

  mutating func sortKeys(_ role: String) throws -> [SortKey] {
    var result: [SortKey] = []
    repeat {
      if current?.kind == .comma { index += 1 }
      let key = try expression(role)
      let descending = current?.word == "desc"
      if descending || current?.word == "asc" { index += 1 }
      result.append(SortKey(key, descending: descending))
    } while current?.kind == .comma
    return result
  }
}
