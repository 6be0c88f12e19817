import Diagnostics
import Pipeline
import Syntax
import Testing

@Suite struct ExpressionTests {
  static let rows = ToyRows(
    names: ["a", "b", "n", "s", "flag", "list"],
    cells: [
      [.integer(7), .integer(2), .missing, .text("Grün ist def f():"), .bool(true), .json(Array("[1, 2, 3]".utf8))],
      [.number(0.5), .integer(0), .number(.nan), .text(""), .bool(false), .json(Array("{}".utf8))],
    ])

  func value(_ text: String, row: Int = 0) throws -> ExpressionValue {
    let source = SourceText(name: "test", text: "derive x = " + text)
    let (program, found) = Parser.parse(source)
    #expect(!found.hasErrors, "\(text)")
    guard case .pipeline(let pipeline)? = program.statements.first, let stage = pipeline.stages.first else {
      throw InternalError("no pipeline in \(text)")
    }
    let result = ExpressionParser.parse(stage.arguments, from: 2, after: stage.nameSpan)
    let expression = try #require(result.expression, "\(text)")
    #expect(result.next == stage.arguments.count, "\(text)")
    return try ExpressionEvaluator(expression, over: Self.rows).value(row: row, of: Self.rows)
  }

  @Test(arguments: [
    ("1 + 2 * 3", ExpressionValue.integer(7)), ("(1 + 2) * 3", .integer(9)), ("a / b", .number(3.5)),
    ("a % b", .integer(1)), ("-a", .integer(-7)), ("-a % b", .integer(-1)), ("a - -b", .integer(9)),
    ("10% * 50", .number(5)), ("2k", .integer(2000)), ("a / 0", .missing), ("a % 0", .missing),
    ("7.5 % 2", .number(1.5)),
    ("n + 1", .missing), ("9223372036854775807 + 1", .number(9.223372036854775807e18)),
    ("a > 3", .bool(true)), ("a == 7.0", .bool(true)), ("a != 7", .bool(false)), ("n == n", .missing),
    ("n > 1 or true", .bool(true)), ("n > 1 or false", .missing), ("n > 1 and false", .bool(false)),
    ("n > 1 and true", .missing), ("not (n > 1)", .missing), ("not flag", .bool(false)),
    ("a in (1, 7)", .bool(true)), ("a in (1, n)", .missing), ("a not in (1, 2)", .bool(true)),
    ("n in (1, 2)", .missing),
    ("\"def\" in s", .bool(true)), ("contains(s, \"ist\")", .bool(true)), ("contains(s, \"Ist\")", .bool(false)),
    ("contains(lower(s), \"grün\")", .bool(true)), ("starts(s, \"Gr\")", .bool(true)),
    ("ends(s, \"():\")", .bool(true)),
    ("matches(s, \"def \\\\w+\")", .bool(true)), ("matches(s, \"^def\")", .bool(false)), ("len(s)", .integer(17)),
    ("len(list)", .integer(3)), ("abs(-3)", .integer(3)), ("min(a, b, 9)", .integer(2)), ("max(a, 7.5)", .number(7.5)),
    ("max(a, n)", .missing), ("exp(0)", .number(1)), ("log(exp(1)) > 0.99", .bool(true)), ("log(0)", .missing),
    ("is_missing(n)", .bool(true)), ("is_missing(a)", .bool(false)), ("s == 3", .bool(false)),
    ("\"b\" > \"a\"", .bool(true)),
  ])
  func values(_ text: String, _ expected: ExpressionValue) throws {
    #expect(try value(text) == expected, "\(text)")
  }

  @Test func notANumberIsMissing() throws {
    #expect(try value("is_missing(n)", row: 1) == .bool(true))
    #expect(try value("n < 1", row: 1) == .missing)
    #expect(try value("len(list)", row: 1) == .integer(0))
  }

  @Test func aConditionNamesTheMissingColumn() throws {
    let source = SourceText(name: "test", text: "where a > 1 and n < 5")
    guard case .pipeline(let pipeline)? = Parser.parse(source).program.statements.first else { return }
    let arguments = pipeline.stages[0].arguments
    let expression = try #require(ExpressionParser.parse(arguments, after: pipeline.stages[0].nameSpan).expression)
    let evaluator = try ExpressionEvaluator(expression, over: Self.rows)
    #expect(evaluator.verdict(row: 0, of: Self.rows) == .missing(.column("n")))
    #expect(evaluator.verdict(row: 1, of: Self.rows) == .fails)
  }

  @Test(arguments: [
    ("a / 0", ExpressionGap.divisionByZero), ("a % (b - 2)", .divisionByZero), ("1 / (a - 7) > 3", .divisionByZero),
    ("log(0)", .logarithm), ("log(b - a) < 1 or n > 1", .logarithm), ("exp(1000)", .range), ("1e308 * 10 - 1", .range),
    ("-exp(b * 1000)", .range), ("n / 0", .column("n")), ("a / 0 > n", .divisionByZero), ("n > a / 0", .column("n")),
    ("a in (1, n)", .column("n")), ("a in (1, 1 / 0)", .divisionByZero), ("min(a, log(-1))", .logarithm),
    ("matches(s, \"(\")", .pattern), ("not (n > 1)", .column("n")), ("abs(list) > 1", .kinds),
  ])
  func whatHasNoValueSaysWhy(_ text: String, _ expected: ExpressionGap) throws {
    let evaluator = try ExpressionEvaluator(try #require(Self.expression(text)), over: Self.rows)
    #expect(evaluator.value(row: 0, of: Self.rows) == .missing)
    #expect(evaluator.gap(row: 0, of: Self.rows) == expected)
    let all = try ExpressionEvaluator(try #require(Self.expression("a + b")), over: Self.rows)
    #expect(all.gap(row: 0, of: Self.rows) == nil)
  }

  private static func expression(_ text: String) -> RowExpression? {
    let source = SourceText(name: "test", text: "derive x = " + text)
    guard case .pipeline(let pipeline)? = Parser.parse(source).program.statements.first else { return nil }
    let stage = pipeline.stages[0]
    return ExpressionParser.parse(stage.arguments, from: 2, after: stage.nameSpan).expression
  }
}
