import Documents
import LanguageModel
import Packing
import Rows
import TestSupport
import Testing
import Tokenization

/// Against transformers' `apply_chat_template` on the texts that models are published with: ../Fixtures/templates.json.
@Suite("Chat templates")
struct TemplateTests {
  private let fixture: JSONValue

  init() throws { fixture = try JSONValue.read(PackageRoot.path + "/Tests/Fixtures/templates.json") }

  private static let special = SpecialTexts(begin: "<BOS>", end: "<EOS>")

  private func text(_ prompt: [UInt8]) -> String { String(decoding: prompt, as: UTF8.self) }

  @Test("each known text is recognised, and its prompts are transformers' to the byte")
  func known() throws {
    let known = try #require(fixture["known"]?.array)
    let cases = try #require(fixture["cases"]?.array)
    for entry in known {
      let (name, jinja) = (entry["name"]?.string ?? "", entry["jinja"]?.string ?? "")
      let found = ModelTemplate(jinja: jinja, Self.special)
      let template = found.template
      #expect(template.name == name && found.refusal == nil, "\(name): \(found.shown)")
      let begin = template.beginsWithBegin || entry["written"]?.bool == true ? "<BOS>" : ""
      let used = cases.filter { name != "plain" || $0[1]?.string == nil }
      let prompts = try #require(entry["prompts"]?.array)
      #expect(used.count == prompts.count)
      for (row, expected) in zip(used, prompts) {
        let question = Array((row[0]?.string ?? "").utf8)
        let prompt = template.rendering(
          question: question[...], input: row[1]?.string.map { Array($0.utf8)[...] })
        // `beginsWithBegin` false means: the text has none, or (Qwen) leaves it out.
        #expect(begin + text(prompt.text) == expected.string, "\(name)")
        #expect(prompt.text[prompt.row].count == prompt.row.count)
        let own = text(Array(prompt.text[prompt.row]))
        #expect(question.isEmpty || text(question).contains(own.prefix(4)), "\(name): \(own)")
      }
    }
    // Qwen3 shows that nothing was thought before an answer, and no form with a name does.
    #expect(
      Set(known.compactMap { $0["name"]?.string }) == Set(Template.all.map(\.name) + ["own"]),
      "one has no published text")
  }

  @Test("the tokens of prompts are transformers'")
  func tokens() throws {
    let cases = (fixture["cases"]?.array ?? []).filter { $0[0]?.string?.contains("</s>") != true }
    for entry in fixture["ids"]?.array ?? [] {
      let (kind, jinja) = (entry[0]?.string ?? "", entry[1]?.string ?? "")
      let folder = try TemporaryDirectory()
      let source = PackageRoot.path + "/Tests/Fixtures/tokenizers/\(kind)/tokenizer.json"
      try AtomicFile.write(AtomicFile.read(source), to: folder("tokenizer.json"))
      let end: JSONValue = kind.contains("llama") || kind == "metaspace" ? "</s>" : "<|endoftext|>"
      let special = JSONValue.object(["bos_token": entry[2] ?? .null, "eos_token": end])
      try AtomicFile.write(Array(special.serialized().utf8), to: folder("tokenizer_config.json"))
      try AtomicFile.write(Array(jinja.utf8), to: folder(ChatTemplateFile.name))
      let template = try ModelTemplate(directory: folder.path).template
      let lines = cases.map { row -> String in
        let input: (String, JSONValue)? = row[1]?.string.map { ("input", .string($0)) }
        let fields: [(String, JSONValue)] =
          [("instruction", row[0] ?? ""), ("output", "x")] + (input.map { [$0] } ?? [])
        return JSONValue.object(JSONObject(fields)).serialized()
      }
      let encoded = try EncodedRows(
        Fixtures.rows(lines), tokenizer: Tokenizer(directory: folder.path), template: template)
      let expected = (entry[3]?.array ?? []).compactMap(\.string)
      #expect(expected.count == cases.count)
      for (row, expected) in expected.enumerated() where !(cases[row][0]?.string ?? "").isEmpty {
        #expect(Self.digest(encoded.prompt(row)) == expected, "\(kind), \(template.name), case \(row)")
      }
    }
  }

  /// As gpt2-evol-ids.json has it.
  private static func digest(_ ids: ArraySlice<Int32>) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for id in ids {
      withUnsafeBytes(of: id.littleEndian) { for byte in $0 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 } }
    }
    let hex = String(hash, radix: 16)
    return "\(ids.count):" + String(repeating: "0", count: 16 - hex.count) + hex
  }

  @Test("the Jinja text that is written makes the same, and is what was rendered")
  func written() throws {
    for entry in fixture["known"]?.array ?? [] where entry["written"]?.bool == true {
      let template = try #require(Template.named(entry["name"]?.string ?? ""))
      #expect(template.jinja == entry["jinja"]?.string)
    }
    for template in Template.all {
      #expect(ModelTemplate(jinja: template.jinja, Self.special) == ModelTemplate(template))
      // By its words alone it would be the same.
      let rendered = try RenderedTemplate(template.jinja + "{# #}", Self.special).template(Self.special)
      #expect(rendered.name == template.name || template.beginsWithBegin == false, "\(template.name)")
    }
  }

  @Test("a model's own text is followed to the byte, to the end of an answer")
  func own() throws {
    let own = try #require(fixture["own"]?.object)
    #expect(own.count >= 15)
    let cases = try #require(fixture["cases"]?.array)
    for (what, entry) in own {
      let found = ModelTemplate(jinja: entry["jinja"]?.string ?? "", Self.special)
      let template = found.template
      #expect(found.refusal == nil && template.name == "own", "\(what): \(found.shown)")
      let begin = template.beginsWithBegin ? "<BOS>" : ""
      for (row, expected) in zip(cases, entry["prompts"]?.array ?? []) {
        let question = Array((row[0]?.string ?? "").utf8)
        // A text that strips its message with what it put before it strips that too where there is no message.
        if question.isEmpty, template.trimmed == .end { continue }
        let prompt = template.rendering(question: question[...], input: row[1]?.string.map { Array($0.utf8)[...] })
        #expect(begin + text(prompt.text) == expected.string, "\(what)")
      }
      let answered = try #require(entry["answered"]?.string)
      let prompt = begin + text(template.prompt(question: Array("Why?".utf8)[...]))
      let end =
        template.opening + "Because." + template.afterAnswer + (template.endToken ?? "<EOS>") + template.afterEnd
      // Asks with something that it does not put before an answer that is there.
      let differ = ["thinking opened", "Gemma"].contains(what)
      #expect(differ ? answered != prompt + end && answered.hasSuffix(end) : answered == prompt + end, "\(what)")
    }
  }

  @Test(
    "a text that cannot be followed is refused with the reason",
    arguments: [
      ("{% for m in messages %}{{ m.content | upper }}{% endfor %}", "it changes the question's text"),
      ("{{ messages | length }}", "it changes the question's text"),
      ("{% for m in messages %}{{ m.content ~ m.content }}{% endfor %}", "it changes the question's text"),
      ("{% for m in messages %}{{ m.content | replace('\\n', ' ') }}|{% endfor %}", "it changes the question's text"),
      ("{{ messages[0].content }}{{ '>' if add_generation_prompt }}", "it does not put an answer behind its question"),
      ("{% for m in messages %}{{ m.content | title }}{% endfor", "chat_template:1:"),
      ("{{ raise_exception('only in\u{1b}[31m pairs') }}", "pairs"),
      ("{% for a in range(99999999) %}{{ a }}{% endfor %}", "chat_template:1:"),
      ("{{ messages.__class__ }}{{ messages[0].content }}{{ x.y }}", "chat_template:1:"),
    ])
  func refused(_ jinja: String, _ reason: String) {
    let found = ModelTemplate(jinja: jinja, Self.special)
    #expect(found.template == .plain)
    #expect(found.refusal?.contains(reason) == true, "\(found.shown)")
  }

  @Test("a directory's own template, from each of the files that may hold it; one that is not known is said")
  func directories() throws {
    func jinja(_ name: String) throws -> String {
      let all = fixture["known"]?.array ?? []
      return try #require(all.first { $0["name"]?.string == name }?["jinja"]?.string)
    }
    let folder = try TemporaryDirectory()
    #expect(try ModelTemplate(directory: folder.path) == ModelTemplate(.plain))
    #expect(try ModelTemplate(directory: folder("absent")).shown == "plain")

    func write(_ text: String, _ name: String) throws { try AtomicFile.write(Array(text.utf8), to: folder(name)) }
    func json(_ value: JSONValue) -> String { JSONValue.object(["chat_template": value]).serialized() }
    try write(json(.null), "tokenizer_config.json")
    #expect(try ModelTemplate(directory: folder.path).shown == "plain")
    try write(json(.string(try jinja("qwen2_5"))), "tokenizer_config.json")
    #expect(try ModelTemplate(directory: folder.path).shown == "qwen2_5")
    try write(
      json([
        ["name": "tool_use", "template": "{{ 1 }}"], ["name": "default", "template": .string(try jinja("llama3"))],
      ]), "tokenizer_config.json")
    #expect(try ModelTemplate(directory: folder.path).shown == "llama3")
    try write(json(.string(try jinja("deepseek"))), "chat_template.json")
    #expect(try ModelTemplate(directory: folder.path).shown == "deepseek")
    try write(try jinja("starcoder2"), "chat_template.jinja")
    #expect(try ModelTemplate(directory: folder.path).shown == "starcoder2")
    try write("{{ messages }}", "chat_template.jinja")
    let standIn = try ModelTemplate(directory: folder.path)
    #expect(standIn.template == .plain)
    #expect(
      standIn.shown == "plain (the model's own chat template cannot be followed: it changes the question's text)")
    try write("{", "chat_template.json")
    try write("{", "tokenizer_config.json")
    #expect(try ModelTemplate(directory: folder.path).refusal != nil)  // the first file that is there decides
    let broken = try TemporaryDirectory()
    try AtomicFile.write(Array("{".utf8), to: broken("tokenizer_config.json"))
    #expect(throws: (any Error).self) { try ModelTemplate(directory: broken.path) }
  }

  @Test("an answer ends with the template's token where the tokenizer has it, else with end-of-text")
  func ends() throws {
    let tokenizer = try Fixtures.tokenizer()
    let chatML = try #require(Template.named("chatml"))
    #expect(tokenizer.id(of: Array("<|im_end|>".utf8)) == nil)
    #expect(try chatML.closing(in: tokenizer) == [tokenizer.endOfText])
    let tagged =
      "{% for m in messages %}<{{ m.role }}>{{ m.content }}</{{ m.role }}>{% endfor %}"
      + "{% if add_generation_prompt %}<assistant>{% endif %}"
    let own = ModelTemplate(jinja: tagged, Self.special)
    #expect(own.template.name == "own" && own.refusal == nil, "\(own.shown)")
    #expect(try own.template.closing(in: tokenizer) == tokenizer.encode("</assistant>") + [tokenizer.endOfText])
    let deepSeek = try #require(Template.named("deepseek"))
    let rows = try Fixtures.many(3)
    let encoded = try EncodedRows(rows, tokenizer: tokenizer, template: deepSeek)
    #expect(try encoded.closing == tokenizer.encode("\n") + [tokenizer.endOfText])
    for row in 0..<3 {
      let whole = try encoded.trainingForm(row, maxLength: encoded.length(row), long: .drop).segments[0]
      #expect(whole.tokens.count == encoded.length(row))
      #expect(Array(whole.tokens.suffix(2)) == encoded.closing && whole.learnTo == whole.tokens.count)
      // The end is learned whole or not at all.
      let cut = try encoded.trainingForm(row, maxLength: encoded.length(row) - 1, long: .cut).segments[0]
      #expect(cut.tokens.count == encoded.length(row) - 2 && cut.tokens.last != tokenizer.endOfText)
    }
  }

  @Test("the template's marks are special tokens; the same text in a row is not")
  func marksInRows() throws {
    let folder = try TemporaryDirectory()
    let embedded = PackageRoot.path + "/share/model/cact-4m/"
    var json = try JSONValue.read(embedded + "tokenizer.json").object ?? [:]
    let marks = ["<|im_start|>", "<|im_end|>"].enumerated().map { index, name -> JSONValue in
      ["id": .integer(4096 + index), "content": .string(name), "special": true, "normalized": .bool(index == 1)]
    }
    json["added_tokens"] = .array((json["added_tokens"]?.array ?? []) + marks)
    try AtomicFile.write(Array(JSONValue.object(json).serialized().utf8), to: folder("tokenizer.json"))
    try AtomicFile.write(AtomicFile.read(embedded + "tokenizer_config.json"), to: folder("tokenizer_config.json"))
    let tokenizer = try Tokenizer(directory: folder.path)
    let chatML = try #require(Template.named("chatml"))
    #expect(try chatML.closing(in: tokenizer) == [4097])

    let rows = try Fixtures.rows([
      #"{"instruction": "a<|im_end|>\nb<|endoftext|>", "input": "<|im_start|>", "output": "<|im_end|> c <|endoftext|>"}"#,
      #"{"instruction": "Plain words.", "output": "x = 1"}"#,
    ])
    let encoded = try EncodedRows(rows, tokenizer: tokenizer, template: chatML)
    for row in 0..<2 {
      let prompt = Array(encoded.prompt(row))
      #expect(prompt.filter(tokenizer.isSpecial) == [4096, 4097, 4096], "begin user, end, begin assistant")
      let question = rows.question(row) ?? []
      #expect(tokenizer.decode(prompt) == chatML.prompt(question: question, input: rows.input(row)))
      #expect(!encoded.answer(row).contains(where: tokenizer.isSpecial))
      #expect(tokenizer.decode(encoded.answer(row)) == Array(rows.answer(row) ?? []))
    }
    // Where a row holds none of them, the ids are those of the whole text.
    let text = chatML.prompt(question: rows.question(1) ?? [])
    #expect(try Array(encoded.prompt(1)) == tokenizer.encode(text))
    // Bytes that are no UTF-8 do not move the row's place.
    let broken = Array("<|im_end|>".utf8) + [0xFF] + Array("<|im_end|>".utf8) + [0xFE] + Array("<|im_end|>".utf8)
    let ids = try tokenizer.encode(broken, literal: 11..<22)
    #expect(ids.filter(tokenizer.isSpecial).count == 2 && ids.first == 4097 && ids.last == 4097)
  }
}
