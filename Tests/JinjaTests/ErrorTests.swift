import Documents
import Jinja
import Testing

@Suite("Jinja: errors") struct ErrorTests {
  @Test(
    "name template, line and column",
    arguments: [
      ("a\n{% if x %}", "t:2:11: the template ends before 'elif' or 'else' or 'endif' of the block 'if'"),
      ("{{ x", "t:1:5: the tag has no end"), ("{{ 'x }}", "t:1:4: the string that begins here has no end"),
      ("é {{ ? }}", "t:1:6: unexpected character '?'"), ("{% nosuch %}", "t:1:4: unknown tag 'nosuch'"),
      ("{% if x %}{% endfor %}", "t:1:14: unknown tag 'endfor': the block 'if' awaits 'elif' or 'else' or 'endif'"),
      ("{% include 'x' %}", "t:1:4: 'include' is not supported: a chat template stands alone"),
      ("{% extends 'x' %}", "t:1:4: 'extends' is not supported: a chat template stands alone"),
      ("{% from 'x' import y %}", "t:1:4: 'from' is not supported: a chat template stands alone"),
      ("{% import 'x' as y %}", "t:1:4: 'import' is not supported: a chat template stands alone"),
      ("{{ x | nosuch }}", "t:1:8: no filter is named 'nosuch'"),
      ("{{ x is nosuch }}", "t:1:6: no test is named 'nosuch'"),
      ("{{ x | pprint }}", "t:1:8: the filter 'pprint' is not supported"),
      ("{{ 99999999999999999999 }}", "t:1:4: a number beyond 64 bits"),
      ("{% set loop.x = 1 %}", "t:1:4: cannot set an attribute of anything but a namespace"),
      ("{% break %}", "t:1:4: 'break' outside of a loop"),
      ("\n\n  {{ messages[9].role }}", "t:3:17: 'list object' has no attribute '9'"),
      ("{{ m.role.x.y }}", "t:1:12: 'm' is undefined"), ("{{ d.x.y }}", "t:1:7: 'dict object' has no attribute 'x'"),
      ("{{ 1 + 'a' }}", "t:1:4: unsupported operand types for +: 'int' and 'str'"),
      ("{{ f() }}", "t:1:5: 'f' is undefined"),
      ("{{ 1 / 0 }}", "t:1:4: division by zero"), ("{{ 9223372036854775807 + 1 }}", "t:1:4: an integer beyond 64 bits"),
      ("{{ raise_exception('No ' ~ 'way') }}", "t:1:19: No way"),
      ("{{ d.clear() }}", "t:1:5: access to attribute 'clear' of 'dict' object is unsafe"),
      ("{{ ''.__class__.__mro__ }}", "t:1:16: access to attribute '__class__' of 'str' object is unsafe"),
      ("{% macro m(a) %}{% endmacro %}{{ m(1, 2) }}", "t:1:35: macro 'm' takes at most 1 arguments (2 given)"),
      ("{% for a, b in [[1]] %}{% endfor %}", "t:1:4: 1 values for 2 names"),
    ])
  func places(source: String, message: String) throws {
    let error = try Rendered.error(source, ["messages": [], "d": [:]])
    // An undefined variable's own part fails first.
    if source.contains("m.role") {
      #expect(error?.message == "'m' is undefined")
    } else {
      #expect(error?.description == message)
    }
  }

  @Test func sayWhatKindTheyAre() throws {
    let kinds: [(String, JinjaError.Kind)] = [
      ("{{ ", .syntax), ("{% block a %}", .unsupported), ("{{ x.y }}", .undefined), ("{{ none + 1 }}", .type),
      ("{{ 1 % 0 }}", .value), ("{{ [].append(1) }}", .forbidden), ("{{ raise_exception('') }}", .raised),
    ]
    for (source, kind) in kinds { #expect(try Rendered.error(source)?.kind == kind, "\(source)") }
  }

  @Test("an unknown filter is none where the way does not lead there") func optional() throws {
    #expect(try Rendered.text("{% if x %}{{ 1 | nosuch }}{% endif %}{{ (1 is nosuch) if x else 2 }}") == "2")
    #expect(try Rendered.error("{% if not x %}{{ 1 | nosuch }}{% endif %}")?.message == "no filter is named 'nosuch'")
  }

  // As Python has it, but that its integers go on beyond 64 bits: nil, an error here.
  private static let leastInteger: [(String, String?)] = [
    ("-m", nil), ("m | abs", nil), ("m // -1", nil), ("m * -1", nil), ("m - 1", nil), ("m % -1", "0"),
    ("m // 2", "-4611686018427387904"),
    ("m | round(-1)", nil), ("m | round(-30)", "0"), ("1.5 | round(m)", "0.0"), ("1.5 | round(-(m + 1))", "1.5"),
    ("5 | round(m)", "0"),
    ("m | int", "-9223372036854775808"), ("m | float", "-9.223372036854776e+18"), ("1e300 | int", nil),
    ("2 ** 63", nil), ("2 ** 62", "4611686018427387904"),
    ("'a' * m", ""), ("[1] * m", "[]"), ("'a'[m]", ""), ("'aé'[m:]", "aé"), ("'aé'[::m]", "é"),
    ("[1, 2][m:-(m + 1)]", "[1, 2]"), ("[1, 2][m:m:m]", "[]"),
    ("[1, 2][:m:m]", "[2]"), ("'%*d' % (m, 1)", nil), ("'a'.ljust(m)", "a"), ("'a'.zfill(m)", "a"),
    ("'a' | truncate(m)", nil),
    ("[1, 2] | batch(m) | list", "[[1, 2]]"), ("[1, 2] | slice(m) | list", "[]"), ("'a' | indent(m)", "a"),
    ("'a b'.split(none, m)", "['a', 'b']"),
    ("'aa'.replace('a', 'b', m)", "bb"), ("'ab'.find('b', m)", "1"), ("'ab'.find('b', m, m)", "-1"),
    ("[1].index(1, m)", "0"), ("range(m, m + 3) | list | length", "3"),
    ("range(m, 0) | length", nil), ("range(2 ** 62, -(m + 1), 2 ** 61)[5:]", nil), ("range(3)[m:]", "range(0, 3)"),
    ("range(0, 3)[::m]", "range(2, -1, -9223372036854775808)"),
    ("m == m * 1.0", "True"), ("1 / 123456789012345678", "8.100000072900001e-18"), ("m / 3", "-3.0744573456182584e+18"),
    ("0 / m", "-0.0"), ("m < -9.3e18", "False"), ("{m: 1}[m]", "1"), ("m.bit_length()", "64"),
    ("'{:d}'.format(m)", "-9223372036854775808"),
    ("'%x' % m", "-8000000000000000"), ("m | filesizeformat", "-9223372036854775808 Bytes"),
    ("(m | string) | int", "-9223372036854775808"), ("'9223372036854775808' | int", nil),
    ("[1] | tojson(indent=m)", "[\n1\n]"),
  ]

  @Test("the least integer does no harm", arguments: leastInteger) func extremes(expression: String, text: String?)
    throws
  {
    let source = "{% set m = -9223372036854775807 - 1 %}{{ \(expression) }}"
    let error = try Rendered.error(source)
    if let text {
      try #expect(error == nil && Rendered.text(source) == text, "\(error?.description ?? "")")
    } else {
      #expect(error != nil)
    }
  }
}
