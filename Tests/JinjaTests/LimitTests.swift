import Documents
import Jinja
import Testing

/// Templates that would take all time or memory: each is stopped, and says why.
@Suite("Jinja: limits") struct LimitTests {
  private static let long = "{% for i in range(99999) %}{% for j in range(99999) %}"
  private static let end = "{% endfor %}{% endfor %}"

  static let endless: [(String, JinjaError.Limit)] = [
    ("\(long)\(end)", .steps), ("\(long){{ i }}\(end)", .steps),
    ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", .nesting),
    ("{% macro m(x) %}{% call m(x) %}{{ caller() }}{% endcall %}{% endmacro %}{{ m(1) }}", .nesting),
    ("{% set x = [1] %}{% for i in [x] recursive %}{{ loop([i]) }}{% endfor %}", .nesting),
    ("{% set ns = namespace(x=[]) %}{% for i in range(999) %}{% set ns.x = [ns.x] %}{% endfor %}", .nesting),
    ("{% set ns = namespace(x={}) %}{% for i in range(999) %}{% set ns.x = {'a': ns.x} %}{% endfor %}", .nesting),
    ("{% set ns = namespace(x='a') %}{% for i in range(99) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}", .memory),
    ("{% set ns = namespace(x='a') %}{% for i in range(99) %}{% set ns.x = ns.x + ns.x %}{% endfor %}", .memory),
    ("{% set ns = namespace(x=[1]) %}{% for i in range(99) %}{% set ns.x = ns.x + ns.x %}{% endfor %}", .memory),
    (
      "{% set ns = namespace(x=[1]) %}{% for i in range(90) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x }}",
      .memory
    ),
    (
      "{% set ns = namespace(x=[1]) %}{% for i in range(90) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x | tojson | length }}",
      .memory
    ),
    (
      "{% set ns = namespace(x=[1], y=[1]) %}{% for i in range(90) %}{% set ns.x = [ns.x, ns.x] %}{% set ns.y = [ns.y, ns.y] %}{% endfor %}{{ ns.x == ns.y }}",
      .steps
    ),
    ("{{ 'a' * 10 ** 12 }}", .memory), ("{{ [1] * 10 ** 12 }}", .memory), ("{{ 10 ** 12 * 'ab' }}", .memory),
    ("{{ ('a' * 999999).replace('a', 'b' * 999999) }}", .memory),
    ("{{ ('a' * 9999).replace('', 'b' * 99999) }}", .memory),
    ("{{ ('x' * 999999).join('a' * 99) }}", .memory), ("{{ range(99999) | join('x' * 99999) }}", .memory),
    ("{{ '%999999999999d' % 1 }}", .memory), ("{{ '%.999999999999f' % 1 }}", .memory),
    ("{{ '{:999999999999}'.format(1) }}", .memory),
    ("{{ '{:.999999999999f}'.format(1.5) }}", .memory), ("{{ 'a'.ljust(10 ** 12) }}", .memory),
    ("{{ 'a'.center(10 ** 12, 'é') }}", .memory),
    ("{{ 'a'.zfill(10 ** 12) }}", .memory), ("{{ 'a' | center(10 ** 12) }}", .memory),
    ("{{ 'a\\nb' | indent(10 ** 12) }}", .memory),
    ("{{ 'a\\tb'.expandtabs(10 ** 12) }}", .memory), ("{{ [1] | tojson(indent=10 ** 12) }}", .memory),
    ("{{ [1] | batch(10 ** 12, 0) | list }}", .memory), ("{{ [1] | slice(10 ** 12) | list }}", .steps),
    ("{{ ('a' * 9999999) | list }}", .memory), ("{{ ('a ' * 9999999).split() }}", .memory),
    ("{{ ('aa' * 9999999).split('a') }}", .memory),
    ("{% for i in range(99999) %}{{ 'a' * 99999 }}{% endfor %}", .output),
    ("{% set x %}{% for i in range(99999) %}{{ 'a' * 99999 }}{% endfor %}{% endset %}", .output),
    (
      "{% set a = 'a' * 999999 %}{% set b = 'a' * 499999 ~ 'b' %}{% for i in range(99) %}{{ b in a }}{% endfor %}",
      .steps
    ),
    (
      "{% set ns = namespace(x=[]) %}{% for i in range(99999) %}{% set ns.x = ns.x + [range(99999) | list] %}{% endfor %}",
      .memory
    ),
    (
      "{% set ns = namespace(x=[1]) %}{% for i in range(999) %}{% set ns.x = ns.x | map('string') %}{% endfor %}",
      .nesting
    ),
    (
      "{% set ns = namespace(x=1) %}{% for i in range(99999) %}{% set ns.x = namespace(x=ns.x, y=ns) %}{% endfor %}",
      .memory
    ),
    (
      "{% set ns = namespace(x=0) %}{% for i in range(99999) %}{% macro m() %}{{ i }}{% endmacro %}{% set ns.x = ns.x + 1 %}{{ range(99999) | sum }}{% endfor %}",
      .steps
    ),
    ("{{ range(99999) | map('string') | sort | length }}", .memory),
  ]

  @Test("stop every template that would run on", arguments: endless)
  func stop(source: String, limit: JinjaError.Limit) throws {
    // Fewer steps than by default: what is tried here is that each step counts.
    let limits = JinjaLimits(steps: 500_000)
    let error = try Rendered.onSmallStack { try Rendered.error(source, limits: limits) }
    let kinds: [JinjaError.Kind] = [.limit(limit), .limit(.steps)]
    #expect(error.map { kinds.contains($0.kind) } == true, "\(error?.description ?? "no error")")
  }

  @Test("a range is no longer than Jinja's sandbox allows") func range() throws {
    #expect(try Rendered.error("{{ range(10 ** 12) | length }}")?.kind == .value)
    #expect(try Rendered.text("{{ range(99999) | length }}") == "99999")
  }

  private static func nested(_ open: String, _ inner: String, _ close: String, _ count: Int = 9_999) -> String {
    String(repeating: open, count: count) + inner + String(repeating: close, count: count)
  }

  private static let deep = [
    nested("(", "1", ")"), nested("[", "1", "]"), nested("{1:", "1", "}"), nested("x(", "1", ")"),
    nested("x[", "1", "]"),
    nested("not ", "x", ""), nested("-", "x", ""), nested("", "x", ".y"), nested("", "x", "|e"),
    nested("", "x", " - 1"),
    nested("", "x", " if y else x"), nested("", "x", "[0]"), nested("", "x", "()"), nested("", "x", " ** 1"),
    nested("x|default(", "1", ")"), nested("x is eq(", "1", ")"),
  ]

  @Test("a template's nesting has an end, on any thread", arguments: deep.indices)
  func nesting(index: Int) throws {
    let error = try Rendered.onSmallStack { try Rendered.error("{{ \(Self.deep[index]) }}") }
    #expect(error?.kind == .limit(.nesting), "\(error?.description ?? "no error")")
  }

  @Test(
    "blocks have an end too",
    arguments: [
      "{% if x %}", "{% for x in y %}", "{% set x %}", "{% filter e %}", "{% macro m() %}", "{% generation %}",
      "{% for x in [",
    ])
  func blocks(block: String) throws {
    let error = try Rendered.onSmallStack { try Rendered.error(String(repeating: block, count: 9_999)) }
    #expect(error?.kind == .limit(.nesting) || error?.kind == .syntax, "\(error?.description ?? "no error")")
  }

  @Test("long is not deep, but not without end") func length() throws {
    #expect(try Rendered.error(String(repeating: "x", count: 2 << 20))?.kind == .limit(.source))
    let long = Array(repeating: "'a'", count: 5_000)
    #expect(try Rendered.text("{{ (\(long.joined(separator: " + "))) | length }}") == "5000")
    #expect(try Rendered.text("{{ (\(long.joined(separator: " ~ "))) | length }}") == "5000")
    #expect(try Rendered.text("{{ \(long.joined(separator: " or ")) }}") == "a")
    let chain = (0..<500).map { "{% elif x == \($0) %}\($0)" }.joined()
    #expect(try Rendered.text("{% if no %}\(chain){% endif %}", ["x": 499]) == "499")
    #expect(try Rendered.error("{{ f(\(long.joined(separator: ", "))) }}")?.kind == .limit(.source))
    let names = (0..<5_000).map { "{% set a\($0) = 1 %}" }.joined()
    #expect(try Rendered.error(names)?.kind == .limit(.source))
  }

  @Test(
    "as deep as is allowed is rendered, on any thread",
    arguments: [
      ("{{ \(nested("(", "1", ")", 28)) }}", "1"), (nested("{% if not x %}", "a", "{% endif %}", 28), "a"),
      (nested("{% for i in [1] %}", "a", "{% endfor %}", 28), "a"), ("{{ \(nested("[", "1", "][0]", 14)) }}", "1"),
      (
        "{% set ns = namespace(x=[]) %}{% for i in range(98) %}{% set ns.x = [ns.x] %}{% endfor %}"
          + "{{ ns.x | tojson | length }} {{ ns.x | string | length }} {{ [ns.x] == [[ns.x][0]] }}", "198 198 True"
      ),
      ("{% macro m(n) %}{{ n }}{% if n %}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(150) | length }}", "343"),
    ])
  func allowed(source: String, text: String) throws {
    #expect(try Rendered.onSmallStack { try Rendered.text(source) } == text)
  }

  @Test("input that nests too deep is refused") func input() throws {
    var value = JSONValue.array([])
    for _ in 0..<200 { value = .array([value]) }
    let error = #expect(throws: JinjaError.self) { try JinjaValue(value) }
    #expect(error?.kind == .limit(.nesting))
  }

  @Test("what is not stopped leaves nothing behind: a template can be rendered again") func again() throws {
    let template = try JinjaTemplate(
      "{% set ns = namespace() %}{% set ns.me = ns %}{% macro m() %}{{ ns.x }}{% endmacro %}{% set ns.m = m %}{% set ns.x = 'a' * 999999 %}{{ m() | length }}"
    )
    for _ in 0..<20 {
      #expect(try template.render([:], limits: JinjaLimits(memory: 4 << 20)).text == Array("999999".utf8))
    }
  }
}
