import Diagnostics
import Syntax
import Testing

@Suite struct ExpressionTests {
  @Test(arguments: [
    ("a or b and not c == 1", "(`a` or (`b` and (not (`c` == 1))))"),
    ("a + b * c - d", "((`a` + (`b` * `c`)) - `d`)"), ("-a * b", "((- `a`) * `b`)"),
    ("(a + b) * c", "((`a` + `b`) * `c`)"),
    ("not a in (1, 2)", "(not (`a` in [1, 2]))"), ("a not in (\"x\")", "(not (`a` in [\"x\"]))"),
    ("len(answer) > 2k", "(len(`answer`) > 2k)"), ("max(a, b + 1, -c) % 3", "(max(`a`, (`b` + 1), (- `c`)) % 3)"),
    ("`pass rate` >= 10%", "(`pass rate` >= 10%)"), ("10%3", "(10 % 3)"), ("10 % a", "(10 % `a`)"),
    ("10%(a)", "(10 % `a`)"),
    ("10%$n", "(10 % $n)"), ("ok == true", "(`ok` == true)"), ("f() + 1", "(f() + 1)"),
    ("a in tags", "(`a` in `tags`)"),
    ("a and b or c and d", "((`a` and `b`) or (`c` and `d`))"),
    ("a < b or not not c", "((`a` < `b`) or (not (not `c`)))"),
    ("a contains \"b\" and c", "(contains(`a`, \"b\") and `c`)"),
    ("lower(a) contains b + c", "contains(lower(`a`), (`b` + `c`))"),
    ("not a matches \"b\"", "(not matches(`a`, \"b\"))"), ("a starts (b)", "starts(`a`, `b`)"),
    ("a ends(b)", "ends(`a`, `b`)"), ("a not contains b", "(not contains(`a`, `b`))"),
    ("starts ends contains", "ends(`starts`, `contains`)"), ("ends(a, b) == true", "(ends(`a`, `b`) == true)"),
    ("a - -1", "(`a` - (- 1))"), ("(\n a\n == 1 )", "(`a` == 1)"),
  ])
  func precedence(text: String, tree: String) throws {
    let (arguments, result) = parseExpression(SourceText(name: "t", text: "where " + text))
    let parsed = try #require(result)
    #expect(parsed.diagnostics.isEmpty)
    #expect(parsed.next == arguments.count)
    #expect(parsed.expression.map(TreeDump.dump) == tree)
  }

  /// It ends at the first argument that cannot go on, and says where.
  @Test(arguments: [
    ("ifd desc", "`ifd`", 1), ("ifd, tokens", "`ifd`", 1), ("a (b)", "`a`", 1), ("a < 1 by b", "(`a` < 1)", 3),
    ("a + 1 { load }", "(`a` + 1)", 3), ("10% rows", "10%", 1), ("a not b", "`a`", 1),
    ("a contain b", "`a`", 1),
  ])
  func endsWhereItCannotGoOn(text: String, tree: String, next: Int) throws {
    let result = try #require(parseExpression(SourceText(name: "t", text: "sort " + text)).result)
    #expect(result.diagnostics.isEmpty)
    #expect(result.expression.map(TreeDump.dump) == tree)
    #expect(result.next == next)
  }

  @Test func mistakes() {
    expectExpressionDiagnostic(
      "where row ⟦=⟧ 1", "C0141", "`=` is not a comparison", help: "equality is written `==`",
      repaired: "where row == 1")
    expectExpressionDiagnostic(
      "where 1 < a ⟦<=⟧ 5", "C0142", "comparisons cannot be chained", help: "join two with `and`",
      repaired: "where 1 < a and a <= 5")
    expectExpressionDiagnostic(
      "where a contains b ⟦ends⟧ c", "C0142", "comparisons cannot be chained", help: "join two with `and`",
      repaired: "where a contains b and b ends c")
    expectExpressionDiagnostic("where a ⟦contains⟧", "C0140", "the expression ends too early")
    expectExpressionDiagnostic("where a ⟦<⟧", "C0140", "the expression ends too early")
    expectExpressionDiagnostic("⟦where⟧", "C0140", "the expression ends too early")
    expectExpressionDiagnostic("where a + ⟦*⟧ b", "C0140", "a column or a value is missing before `*`")
    expectExpressionDiagnostic("where a and ⟦or⟧ b", "C0140", "a column or a value is missing before `or`")
    expectExpressionDiagnostic("where (a ⟦b⟧)", "C0145", "a group cannot continue like this")
    expectExpressionDiagnostic("where max(a ⟦b⟧)", "C0145", "`max(…)` cannot continue like this")
    expectExpressionDiagnostic("where a == ⟦{ load }⟧", "C0140", "a block cannot be part of an expression")
    let nested = "where " + String(repeating: "(", count: 64) + "⟦(⟧a" + String(repeating: ")", count: 65)
    expectExpressionDiagnostic(nested, "C0144", "this expression is nested too deeply")
    let long = "where a" + String(repeating: " + a", count: 500) + " ⟦+⟧ a"
    expectExpressionDiagnostic(
      long, "C0144", "this expression is too long", notes: ["`in (…)` replaces a chain of `or`"])
  }

  @Test func columnsInOrderOfUse() throws {
    let result = try #require(parseExpression(SourceText(name: "t", text: "where b > a and len(b) in (c, 1)")).result)
    #expect(result.expression?.columns.map(\.text) == ["b", "a", "c"])
  }

  @Test func afterAMistakeTheOthersAreStillFound() throws {
    let result = try #require(parseExpression(SourceText(name: "t", text: "where a = 1 and b = 2")).result)
    #expect(result.diagnostics.map(\.code) == ["C0141", "C0141"])
  }
}
