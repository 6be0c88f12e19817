import Diagnostics
import Pipeline
import Syntax
import Testing

/// Expressions as a plan shows them: no parenthesis too many, and none too few.
@Suite struct ExpressionDisplayTests {
  private func parsed(_ text: String) throws -> RowExpression {
    let (program, found) = Parser.parse(SourceText(name: "test", text: "derive x = " + text))
    #expect(!found.hasErrors, "\(text)")
    guard case .pipeline(let pipeline)? = program.statements.first, let stage = pipeline.stages.first else {
      throw InternalError("no pipeline in \(text)")
    }
    return try #require(ExpressionParser.parse(stage.arguments, from: 2, after: stage.nameSpan).expression, "\(text)")
  }

  /// Everything in parentheses: two expressions that mean the same have the same.
  private func tree(_ expression: RowExpression) -> String {
    switch expression {
    case .unary(let sign, let operand, _): "(\(sign.rawValue) \(tree(operand)))"
    case .binary(let sign, let left, let right, _): "(\(tree(left)) \(sign.rawValue) \(tree(right)))"
    case .call(let name, let arguments, _): "\(name.text)(\(arguments.map(tree).joined(separator: ", ")))"
    case .list(let items, _): "[\(items.map(tree).joined(separator: ", "))]"
    case .number(let number, _): "\(number.value)\(number.unit)"
    case .string(let text, _): "\(text.plain ?? "")"
    case .boolean(let value, _): "\(value)"
    case .column(let name, _), .variable(let name, _): name
    }
  }

  @Test(arguments: [
    ("tokens < 300 and (level >= 3 or n == 1)", "tokens < 300 and (level >= 3 or n == 1)"),
    ("((a + 1) * 2) - 3", "(a + 1) * 2 - 3"), ("a - (b - c)", "a - (b - c)"), ("(a - b) - c", "a - b - c"),
    ("a / (b * c)", "a / (b * c)"), ("not (a < 1)", "not a < 1"), ("not (a and b)", "not (a and b)"),
    ("(not a) and b", "not a and b"), ("-(a + b)", "-(a + b)"), ("-a * b", "-a * b"), ("a - -b", "a - -b"),
    ("- -a", "-(-a)"), ("(a < b) == c", "(a < b) == c"), ("a in (1, 2)", "a in (1, 2)"),
    ("a not in (1, 2)", "not a in (1, 2)"), ("z(a) - (0.5 * z(b))", "z(a) - 0.5 * z(b)"),
    ("max((a), (b + 1))", "max(a, b + 1)"), ("(a or b) or c", "a or b or c"), ("a or (b or c)", "a or (b or c)"),
  ])
  func oneWritesItSo(_ text: String, _ shown: String) throws {
    #expect(try parsed(text).displayText == shown)
  }

  @Test func whatIsShownMeansTheSame() throws {
    var random = SystemRandomNumberGenerator()
    func expression(_ depth: Int) -> String {
      guard depth > 0 else { return ["a", "b", "2", "0.5", "true", "`a b`"].randomElement(using: &random) ?? "a" }
      let (left, right) = (expression(depth - 1), expression(depth - 1))
      switch Int.random(in: 0..<8, using: &random) {
      case 0: return "(not (\(left)))"
      case 1: return "(-(\(left)))"
      case 2: return "max(\(left), \(right))"
      case 3: return "((\(left)) in (\(right), 1))"
      default:
        let sign = ["or", "and", "==", "<", "+", "-", "*", "/", "%"].randomElement(using: &random) ?? "+"
        return "((\(left)) \(sign) (\(right)))"
      }
    }
    for _ in 0..<500 {
      let text = expression(Int.random(in: 1...4, using: &random))
      let whole = try parsed(text)
      #expect(tree(try parsed(whole.displayText)) == tree(whole), "\(text) is shown as \(whole.displayText)")
    }
  }
}
