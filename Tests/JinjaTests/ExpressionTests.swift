import Documents
import Jinja
import Testing

/// Against jinja2 in the environment that transformers makes: ../Fixtures/jinja/expressions.json.
@Suite("Jinja: expressions and statements") struct ExpressionTests {
  private let fixture: JSONValue

  init() throws { fixture = try JSONValue.read(Rendered.folder + "/expressions.json") }

  @Test("render what Jinja renders, or are refused where it refuses") func cases() throws {
    let context = try Rendered.variables(fixture["context"])
    let clock = JinjaClock.fixed(fixture["moment"]?.int ?? 0)
    let cases = try #require(fixture["cases"]?.array)
    #expect(cases.count > 1_000)
    for entry in cases {
      let source = entry["source"]?.string ?? ""
      let expected = entry["text"]?.string.map { Array($0.utf8) }
      do {
        let text = try JinjaTemplate(source).render(context, clock: clock).text
        #expect(
          text == expected, "\(source): \(String(decoding: text, as: UTF8.self)), not \(entry["text"] ?? "an error")")
      } catch {
        #expect(expected == nil, "\(source): \(error)")
      }
    }
  }

  @Test("are refused by name where cact knows less of Python than Jinja does") func narrower() throws {
    let context = try Rendered.variables(fixture["context"])
    for source in try #require(fixture["narrower"]?.array).compactMap(\.string) {
      let error = #expect(throws: JinjaError.self, "\(source)") { try JinjaTemplate(source).render(context) }
      #expect([.unsupported, .value, .type].contains(error?.kind), "\(source): \(error?.description ?? "")")
    }
  }

  @Test("the time is the one that the caller says") func clock() throws {
    #expect(
      try Rendered.text("{{ strftime_now('%Y-%m-%d %H:%M:%S') }}", clock: .fixed(1_700_000_000))
        == "2023-11-14 22:13:20")
    let now = try Rendered.text("{{ strftime_now('%Y') }}", clock: .system)
    #expect(Int(now).map { $0 > 2023 } == true)
  }

  @Test("values come in as JSON has them, and as they are made") func values() throws {
    let made = try JinjaValue(members: [
      ("a", JinjaValue(1)), ("b", JinjaValue(list: [JinjaValue("x"), JinjaValue(true), .none])), ("a", JinjaValue(2)),
    ])
    let template = try JinjaTemplate("{{ v }} {{ v | tojson }}", name: "v")
    #expect(
      String(decoding: try template.render(["v": made]).text, as: UTF8.self)
        == #"{'a': 2, 'b': ['x', True, None]} {"a": 2, "b": ["x", true, null]}"#)
    #expect(template.variables == ["v"] && !template.marksGenerations)
  }
}
