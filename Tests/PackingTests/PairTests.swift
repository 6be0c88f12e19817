import Documents
import LanguageModel
import Packing
import Rows
import TestSupport
import Testing
import Tokenization

/// A question and its answer are the same tokens, whether they are read as a pair or as a conversation.
@Suite("Pairs as conversations")
struct PairTests {
  private static let pairs: [(question: String, input: String?, answer: String)] = [
    ("Add the numbers.", nil, "1 + 2 = 3"), ("Add the numbers.", "1\n2\n", "3"), ("é 日本語 🙂", nil, "ok\n\nend."),
    ("What is </s> and <|im_end|>?", nil, "It ends: <|im_end|> </s>"), ("a", " b ", "{{ c }} {% d %}"),
    ("\n  x\t", nil, "y"),
  ]

  private func rows(asConversations: Bool) throws -> Rows {
    try Fixtures.rows(
      Self.pairs.map { pair in
        let input: [(String, JSONValue)] = pair.input.map { [("input", .string($0))] } ?? []
        if !asConversations {
          return JSONValue.object(
            JSONObject([("instruction", .string(pair.question)), ("output", .string(pair.answer))] + input)
          ).serialized()
        }
        let asked = JSONObject([("role", "user"), ("content", .string(pair.question)), ("name", "bob")] + input)
        let messages: JSONValue = [.object(asked), ["role": "assistant", "content": .string(pair.answer)]]
        return JSONValue.object(["messages": messages]).serialized()
      })
  }

  @Test("the same tokens, mask, scores and training forms, in every template")
  func same() throws {
    let fixture = try ChatFixture()
    let (pairs, conversations) = (try rows(asConversations: false), try rows(asConversations: true))
    #expect((0..<pairs.count).allSatisfy { !pairs.hasConversation($0) && conversations.hasConversation($0) })
    let own = try fixture.templates.keys.sorted().compactMap { name in
      try fixture.template(name).map { (name: name, template: $0) }
    }
    var compared = 0
    var askOtherwise: Set<String> = []
    for kind in ["qwen2", "llama2"] {
      let tokenizer = try fixture.tokenizer(kind)
      for (name, template) in Template.all.map({ ($0.name, $0) }) + own {
        let renderer = try ConversationRenderer(template, tokenizer: tokenizer)
        let alone = try EncodedRows(pairs, tokenizer: tokenizer, template: template)
        let whole = try EncodedRows(conversations, tokenizer: tokenizer, template: template)
        for row in 0..<pairs.count {
          guard var unnamed = conversations.conversation(row) else { continue }
          let what: Comment = "\(kind), \(name), pair \(row)"
          let named = try? renderer.rendered(unnamed).text
          unnamed.turns[0].name = nil
          // A template may write the name.
          let text = try renderer.rendered(unnamed).text
          guard named == text else { continue }
          // What these ask with they do not put before an answer that is there, be it a pair's or not.
          let asked = template.prompt(question: pairs.question(row) ?? [], input: pairs.input(row))
          if !text.starts(with: asked) { askOtherwise.insert(name) }
          #expect(text.starts(with: asked) == (template.askingNote == nil), what)
          compared += 1
          let length = whole.length(row)
          #expect(alone.length(row) == length, what)
          #expect(alone.prompt(row) == whole.prompt(row) && alone.answer(row) == whole.answer(row), what)
          for maxLength in [length, length - 1, alone.prompt(row).count + 2] {
            let scored = [alone, whole].map { rows in
              Result { try rows.scoringPair(row, maxLength: maxLength) }.map {
                [$0.conditional, $0.direct, Segment(tokens: [Int32($0.tokensCut)])]
              }.mapError { $0 as? Unscorable ?? .noAnswer }
            }
            #expect(scored[0] == scored[1], what)
            let trained = [alone, whole].map { rows in
              Result { try rows.trainingForm(row, maxLength: maxLength, long: .cut) }.map {
                $0.segments + [Segment(tokens: [Int32($0.tokensCut)])]
              }.mapError { $0 as? Untrainable ?? .noAnswer }
            }
            #expect(trained[0] == trained[1], what)
          }
        }
      }
    }
    #expect(
      askOtherwise == [
        "deepseek_r1_distill", "deepseek_r1_distill_training", "deepseekv3", "deepseekv3_training", "like Gemma",
        "like thinking opened",
      ])
    #expect(compared > 500)
  }

  @Test("a template that asks otherwise than it writes is said to; what it writes is learned")
  func asksOtherwise() throws {
    let fixture = try ChatFixture()
    let tokenizer = try fixture.tokenizer("qwen2")
    let template = try #require(try fixture.template("deepseek_r1_distill"))
    let note = try #require(template.askingNote)
    #expect(note.contains(#"`<think>\n`"#))
    #expect(try fixture.template("qwen3")?.askingNote == nil && Template.all.allSatisfy { $0.askingNote == nil })
    let settings = PackSettings(capacity: 4096, contextLength: 2048, long: .cut, template: template.name)
    let packs = try Packs(rows(asConversations: false), tokenizer: tokenizer, template: template, settings: settings)
    #expect(packs.ledger.notes == [note])
    let text = String(decoding: tokenizer.decode(packs.samples[0].segment.tokens), as: UTF8.self)
    #expect(text.hasSuffix("<｜Assistant｜>1 + 2 = 3<｜end▁of▁sentence｜>"), "\(text)")
  }

  @Test("special tokens that the contents spell are text, in every turn and with every tokenizer")
  func special() throws {
    let folder = PackageRoot.path + "/Tests/Fixtures/tokenizers/"
    var (tried, shown) = (0, 0)
    for kind in [
      "cl100k", "deepseek-coder", "deepseek-llm", "deepseek-v3", "gpt2", "llama2", "llama2-metaspace", "llama3",
      "metaspace", "o200k", "parts", "qwen2", "starcoder2",
    ] {
      let json = try JSONValue.read(folder + kind + "/tokenizer.json")
      let special = (json["added_tokens"]?.array ?? []).filter { $0["special"]?.bool == true }
        .compactMap { $0["content"]?.string }
      guard let end = special.last else { continue }
      let directory = try TemporaryDirectory()
      try AtomicFile.write(AtomicFile.read(folder + kind + "/tokenizer.json"), to: directory("tokenizer.json"))
      let ends: JSONValue = ["eos_token": .string(end)]
      try AtomicFile.write(Array(ends.serialized().utf8), to: directory("tokenizer_config.json"))
      let tokenizer = try Tokenizer(directory: directory.path)
      for token in special {
        tried += 1
        for template in Template.all {
          let encoded = try EncodedRows(rows(spelling: token), tokenizer: tokenizer, template: template)
          let plain = try EncodedRows(rows(spelling: "x"), tokenizer: tokenizer, template: template)
          guard let segment = try? encoded.trainingForm(0, maxLength: 10_000, long: .drop).segments[0] else { continue }
          let other = try plain.trainingForm(0, maxLength: 10_000, long: .drop).segments[0]
          let what: Comment = "\(kind), \(template.name), \(token)"
          #expect(segment.tokens.filter(tokenizer.isSpecial) == other.tokens.filter(tokenizer.isSpecial), what)
          let text = tokenizer.decode(segment.tokens[1...])
          for content in Self.turns(spelling: token).map({ Array($0.text.utf8) }) {
            // Some of these tokenizers do not have every byte.
            let alone = try tokenizer.encode(content, literal: 0..<content.count)
            guard tokenizer.decode(alone, continuing: true).suffix(content.count) == content[...] else { continue }
            shown += 1
            #expect(text.firstRange(of: content) != nil, what)
          }
        }
      }
    }
    #expect(tried >= 15 && shown > 500)
  }

  private static func turns(spelling token: String) -> [(role: String, text: String)] {
    [
      ("system", "\(token) x"), ("user", "a \(token)b\(token)"), ("assistant", token), ("user", "\(token)\(token)"),
      ("assistant", "c\(token)\nd \(token)"),
    ]
  }

  private func rows(spelling token: String) throws -> Rows {
    let messages = Self.turns(spelling: token).map { turn -> JSONValue in
      ["role": .string(turn.role), "content": .string(turn.text)]
    }
    return try Fixtures.rows([JSONValue.object(["messages": .array(messages)]).serialized()])
  }
}
