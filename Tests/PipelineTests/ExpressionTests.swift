import Diagnostics
import Documents
import Foundation
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

  // MARK: whole columns

  /// The value for each row, nil where it is missing.
  private func column(_ text: String, of rows: ToyRows) throws -> [Double?] {
    let evaluator = try ExpressionEvaluator(try #require(Self.expression(text)), over: rows)
    return (0..<rows.count).map { evaluator.value(row: $0, of: rows).double }
  }

  private static func rows(_ columns: [(String, [Double?])]) -> ToyRows {
    let count = columns.first?.1.count ?? 0
    return ToyRows(
      names: columns.map(\.0),
      cells: (0..<count).map { row in columns.map { $0.1[row].map { .number($0) } ?? .missing } })
  }

  private func near(_ found: [Double?], _ expected: [Double?]) -> Bool {
    found.count == expected.count
      && zip(found, expected).allSatisfy { found, expected in
        guard let found, let expected else { return (found == nil) == (expected == nil) }
        return abs(found - expected) < 1e-12
      }
  }

  @Test func wholeColumnsAsNumPyAndSciPyHaveThem() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = try JSONValue.read(root.appendingPathComponent("Fixtures/columns.json").path)
    func numbers(_ value: JSONValue?) throws -> [Double?] { try #require(value?.array).map(\.double) }
    let rows = Self.rows([("a", try numbers(file["a"]?["values"])), ("b", try numbers(file["b"]?["values"]))])
    #expect(rows.count == 60)
    for name in ["a", "b"] {
      let expected = try #require(file[name])
      #expect(near(try column("z(\(name))", of: rows), try numbers(expected["z"])))
      #expect(near(try column("rank(\(name))", of: rows), try numbers(expected["rank"])))
      #expect(try column("bin(\(name), 3)", of: rows) == numbers(expected["bin"]?["3"]))
      #expect(try column("bin(\(name))", of: rows) == numbers(expected["bin"]?["10"]))
    }
    #expect(near(try column("z(a) - 0.3 * z(b)", of: rows), try numbers(file["mix"])))
    // Of what is no column but computed, and of each other: z does not change with unit and origin.
    #expect(near(try column("z(3 * a + 7)", of: rows), try numbers(file["a"]?["z"])))
    #expect(near(try column("rank(z(a))", of: rows), try numbers(file["a"]?["rank"])))
  }

  @Test func wholeColumnsOfOneValueOrNone() throws {
    let rows = Self.rows([
      ("same", [0.1, 0.1, nil, 0.1]), ("one", [nil, nil, 5, nil]), ("none", [nil, nil, nil, nil]),
    ])
    #expect(try column("z(same)", of: rows) == [0, 0, nil, 0])
    #expect(try column("rank(same)", of: rows) == [0.5, 0.5, nil, 0.5])
    #expect(try column("bin(same, 4)", of: rows) == [1, 1, nil, 1])
    #expect(try column("z(one)", of: rows) == [nil, nil, 0, nil])
    #expect(try column("rank(one)", of: rows) == [nil, nil, 0.5, nil])
    #expect(try column("bin(one, 1000)", of: rows) == [nil, nil, 1, nil])
    for function in ["z", "rank", "bin"] {
      #expect(try column("\(function)(none)", of: rows) == [nil, nil, nil, nil])
      #expect(try column("\(function)(none)", of: ToyRows(names: ["none"], cells: [])) == [])
    }
    // An infinite value has a place and a bin, but no distance from the mean.
    let wide = Self.rows([("x", [1, .infinity, 3])])
    #expect(near(try column("z(x)", of: wide), [-1, nil, 1]))
    #expect(try column("rank(x)", of: wide) == [0, 1, 0.5])
    // Why a row has no value is what it was without: its own argument's reason, or that infinity has no z.
    let gaps = try ExpressionEvaluator(try #require(Self.expression("z(log(same - one)) + 1")), over: rows)
    #expect(gaps.gap(row: 0, of: rows) == .column("one"))
    let infinite = try ExpressionEvaluator(try #require(Self.expression("2 * z(x)")), over: wide)
    #expect(infinite.gap(row: 1, of: wide) == .range && infinite.gap(row: 0, of: wide) == nil)
  }

  private static func expression(_ text: String) -> RowExpression? {
    let source = SourceText(name: "test", text: "derive x = " + text)
    guard case .pipeline(let pipeline)? = Parser.parse(source).program.statements.first else { return nil }
    let stage = pipeline.stages[0]
    return ExpressionParser.parse(stage.arguments, from: 2, after: stage.nameSpan).expression
  }
}
