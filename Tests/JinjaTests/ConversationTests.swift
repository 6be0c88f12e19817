import Documents
import Foundation
import Jinja
import TestSupport
import Testing

/// Against transformers' `apply_chat_template`: ../Fixtures/jinja.
@Suite("Jinja: chat templates") struct ConversationTests {
  private static func template(_ name: String) throws -> JinjaTemplate {
    let source = try AtomicFile.read("\(Rendered.folder)/templates/\(name).jinja")
    return try JinjaTemplate(String(decoding: source, as: UTF8.self), name: name)
  }

  @Test("text and what the model writes are transformers', or both refuse") func published() throws {
    let fixture = try JSONValue.read(Rendered.folder + "/conversations.json")
    let conversations = try #require(fixture["conversations"]?.array).map { try Rendered.variables($0) }
    let clock = JinjaClock.fixed(fixture["moment"]?.int ?? 0)
    let outcomes = try #require(fixture["outcomes"]?.object)
    #expect(outcomes.count >= 40)
    let names = try FileManager.default.contentsOfDirectory(atPath: Rendered.folder + "/templates")
    #expect(Set(outcomes.keys) == Set(names.filter { $0.hasSuffix(".jinja") }.map { String($0.dropLast(6)) }))
    for (name, expected) in outcomes {
      let template = try Self.template(name)
      var firstText: [UInt8]?
      for (row, (given, expected)) in zip(conversations, expected.array ?? []).enumerated() {
        let outcome: String
        do {
          let rendering = try template.render(given, clock: clock)
          firstText = firstText ?? rendering.text
          let learned = rendering.generations.map { $0.map { " \($0.lowerBound)-\($0.upperBound)" }.joined() }
          outcome = Rendered.digest(rendering.text) + (learned ?? " unknown")
        } catch {
          outcome = "refused"
        }
        #expect(outcome == expected.string, "\(name), conversation \(row)")
      }
      if let text = fixture["texts"]?[name]?.string { #expect(firstText == Array(text.utf8), "\(name)") }
    }
  }

  @Test("one question renders as the published templates of ../templates.json render it") func questions() throws {
    let fixture = try JSONValue.read(PackageRoot.path + "/Tests/Fixtures/templates.json")
    let cases = try #require(fixture["cases"]?.array)
    for entry in try #require(fixture["known"]?.array) {
      let name = entry["name"]?.string ?? ""
      let template = try JinjaTemplate(entry["jinja"]?.string ?? "", name: name)
      let used = cases.filter { name != "plain" || $0[1]?.string == nil }
      for (row, expected) in zip(used, entry["prompts"]?.array ?? []) {
        let question = (row[0]?.string ?? "") + (row[1]?.string.map { "\n\n" + $0 } ?? "")
        let given: JSONValue = [
          "messages": [["role": "user", "content": .string(question)]], "tools": nil, "documents": nil,
          "add_generation_prompt": true, "bos_token": "<BOS>", "eos_token": "<EOS>",
        ]
        let text = try template.render(Rendered.variables(given)).text
        #expect(text == expected.string.map { Array($0.utf8) }, "\(name)")
      }
    }
  }

  @Test("what a model writes in text that becomes a value has no known place") func generationInMacro() throws {
    let inMacro = "{% macro m() %}{% generation %}a{% endgeneration %}{% endmacro %}b{{ m() }}"
    let template = try JinjaTemplate(inMacro)
    #expect(template.marksGenerations)
    let rendering = try template.render([:])
    #expect(rendering.text == Array("ba".utf8) && rendering.generations == nil)
    let plain = try JinjaTemplate("é{% generation %}ü{% endgeneration %}!").render([:])
    #expect(plain.generations == [2..<4])
  }

  @Test("a template renders on several threads at once") func threads() async throws {
    let template = try Self.template("qwen3")
    let conversations = try #require(
      try JSONValue.read(Rendered.folder + "/conversations.json")["conversations"]?.array)
    let given = try conversations.map { try Rendered.variables($0) }
    let alone = given.map { try? template.render($0).text }
    #expect(alone.contains { $0 != nil })
    await withTaskGroup(of: [[UInt8]?].self) { group in
      for _ in 0..<4 { group.addTask { given.map { try? template.render($0).text } } }
      for await together in group { #expect(together == alone) }
    }
  }
}
