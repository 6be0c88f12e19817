import Documents
import LanguageModel
import Packing
import Rows
import TestSupport
import Testing
import Tokenization

/// Whole conversations against transformers' `apply_chat_template`: ../Fixtures/chats.json.
@Suite("Conversations in their templates")
struct ChatTests {
  private let fixture: ChatFixture

  init() throws { fixture = try ChatFixture() }

  @Test("what is read of a row is what a template is given, and its answers those that are learned")
  func reading() throws {
    for (number, entry) in fixture.entries.enumerated() {
      let what: Comment = "\(number): \(fixture.kind(number))"
      guard let conversation = fixture.conversation(number) else {
        let reasons = fixture.ledger.failed.map(\.reason)
        #expect(reasons.contains(entry["refused"]?.string ?? "read"), what)
        continue
      }
      #expect(conversation.turns.count == entry["messages"]?.array?.count, what)
      let learned = conversation.turns.indices.filter { conversation.turns[$0].isLearned }
      #expect(learned == entry["learned"]?.array?.compactMap(\.int), what)
      #expect((conversation.tools != nil) == (entry["tools"] != nil), what)
    }
    let refused = fixture.entries.count { $0["refused"] != nil }
    #expect(fixture.ledger.failedCount == refused && fixture.ledger.isBalanced)
  }

  @Test("files in other layouts: the same rows, answers and text, or refused by the reason")
  func layouts() throws {
    let template = try #require(try fixture.template("qwen3"))
    let renderer = try ConversationRenderer(template, tokenizer: fixture.tokenizer("qwen2"))
    for layout in fixture.json["layouts"]?.array ?? [] {
      let what: Comment = "\(layout["kind"]?.string ?? "")"
      let (text, name) = (try #require(layout["text"]?.string), try #require(layout["name"]?.string))
      func read() throws -> (Rows, Ledger) { try RowReader.read(bytes: Array(text.utf8), name: name) }
      guard let expected = layout["rows"]?.array else {
        let error = #expect(throws: RowError.self, what) { _ = try read() }
        #expect(error?.description.contains(layout["refused"]?.string ?? "read") == true, what)
        continue
      }
      let (rows, ledger) = try read()
      #expect(rows.count == expected.count && ledger.isBalanced, what)
      for (row, expected) in zip(0..<rows.count, expected) {
        let conversation = try #require(rows.wholeConversation(row), what)
        #expect(conversation.turns.count == expected["turns"]?.int, what)
        let learned = conversation.turns.indices.filter { conversation.turns[$0].isLearned }
        #expect(learned == expected["learned"]?.array?.compactMap(\.int), what)
        let text = try renderer.rendered(conversation).text
        #expect(ChatFixture.digest(text) == expected["text"]?.string, what)
      }
    }
  }

  /// What becomes of a conversation, as the fixture says it.
  private func outcome(_ renderer: ConversationRenderer, _ conversation: Conversation) -> String {
    do throws(RenderedConversation.Refusal) {
      let rendered = try renderer.rendered(conversation)
      return (rendered.isMerged ? "merged " : "") + ChatFixture.digest(rendered.text)
    } catch {
      switch error.reason {
      case "with tool calls, which the template leaves out": return "calls"
      case "with results of tools, which the template leaves out": return "results"
      case "with turns that the template leaves out": return "turns"
      case "with turns that the template puts in another order": return "order"
      case "refused by the template": return "refused"
      default: return error.reason
      }
    }
  }

  private static let leavesOut: Set = ["calls", "results", "turns", "order"]

  /// Where cact says no to what transformers renders: a template that has no place for a call where it has one for words.
  private static let notTaken: Set = ["published qwen2_5, a call last", "published qwen2_5, a result last"]

  @Test("the text is transformers', or both refuse")
  func texts() throws {
    let tokenizer = try fixture.tokenizer("qwen2")
    let conversations = fixture.entries.indices.map(fixture.conversation)
    var tally: [String: Int] = [:]
    var notFollowed: Set<String> = []
    for (name, expected) in try #require(fixture.json["texts"]?.object) {
      guard let template = try fixture.template(name) else {
        notFollowed.insert(name)
        continue
      }
      let renderer = try ConversationRenderer(template, tokenizer: tokenizer)
      #expect(expected.array?.count == conversations.count)
      for (row, (conversation, expected)) in zip(conversations, expected.array ?? []).enumerated() {
        guard let conversation, let expected = expected.string else { continue }
        let found = outcome(renderer, conversation)
        let what: Comment = "\(name), \(row): \(fixture.kind(row)): \(found) instead of \(expected)"
        let isRefusedHere = !found.contains(":") && expected != "refused"
        if found == expected, found.contains(":") {
          tally["equal", default: 0] += 1
        } else if expected == "refused", !found.contains(":") {
          // A form that has a name is not asked whether it takes what it would leave out.
          tally["refused by both", default: 0] += 1
        } else if isRefusedHere, Self.leavesOut.contains(found), Self.leavesOut.contains(expected) {
          tally["refused here: \(found)", default: 0] += 1
        } else if isRefusedHere, !fixture.isOwn || Self.notTaken.contains("\(name), \(fixture.kind(row))") {
          tally["refused here: \(found) instead of \(expected.prefix { $0 != ":" && !$0.isNumber })", default: 0] += 1
          if !fixture.isOwn { print("refused here:", what) }
        } else {
          tally["other", default: 0] += 1
          Issue.record(what)
        }
      }
    }
    if !fixture.isOwn { print("texts", tally.sorted { $0.key < $1.key }, "not followed", notFollowed.sorted()) }
    #expect(notFollowed.isEmpty || !fixture.isOwn)
  }

  /// Marks every turn's text, so that it is known wherever it stands.
  private func marked(_ conversation: Conversation) -> Conversation {
    var conversation = conversation
    for place in conversation.turns.indices where conversation.turns[place].text != nil {
      conversation.turns[place].text? += Self.mark(place)
    }
    return conversation
  }

  private static func mark(_ turn: Int) -> [UInt8] { Array("mark\(turn)q".utf8) }

  @Test("an answer is its turn's text and no other's, up to what the template ends it with")
  func answers() throws {
    let tokenizer = try fixture.tokenizer("qwen2")
    let conversations = fixture.entries.indices.map { fixture.conversation($0).map(marked) }
    // Some templates end a turn with who speaks next, or one that is not the last with another token.
    let ends = ["<|observation|>", "<|system|>", "<|end|>", "<|call|>", "<|tool_response>", "<tool_call|>", "<|eom|>"]
      .map {
        Array($0.utf8)
      }
    var noEnd: [String: Int] = [:]
    var count = 0
    for name in fixture.templates.keys.sorted() {
      guard let template = try fixture.template(name) else { continue }
      let renderer = try ConversationRenderer(template, tokenizer: tokenizer)
      let closing = Array((template.afterAnswer + (template.endToken ?? "</s>")).utf8)
      for (row, conversation) in conversations.enumerated() {
        guard let conversation, let rendered = try? renderer.rendered(conversation), !rendered.isMerged else {
          continue
        }
        let what: Comment = "\(name), \(row): \(fixture.kind(row))"
        let turns = conversation.turns
        #expect(rendered.answers.map(\.turn) == turns.indices.filter { turns[$0].isLearned }, what)
        var at = 0
        for answer in rendered.answers {
          count += 1
          #expect(at <= answer.text.lowerBound && answer.text.upperBound == answer.ending.lowerBound, what)
          at = answer.ending.upperBound
          let text = rendered.text[answer.text]
          for turn in turns.indices where turns[turn].text != nil {
            let isIn = text.firstRange(of: Self.mark(turn)) != nil
            #expect(isIn == (turn == answer.turn), "\(name), \(row): turn \(turn) in the answer \(answer.turn)")
            #expect(rendered.text[answer.ending].firstRange(of: Self.mark(turn)) == nil, what)
          }
          // All of the text that the template shows: without thoughts, white space at its ends trimmed at most.
          let own = turns[answer.turn].text ?? []
          if own.firstRange(of: Array("think>".utf8)) == nil {
            let shown = String(decoding: own, as: UTF8.self).drop { $0.isWhitespace }
            #expect(text.firstRange(of: Array(shown.utf8)) != nil, what)
          }
          if answer.ending.isEmpty {
            noEnd[name, default: 0] += 1
          } else {
            let ending = rendered.text[answer.ending]
            #expect(
              ending.starts(with: closing) || ends.contains(Array(ending)),
              "\(what): \(String(decoding: ending, as: UTF8.self))")
          }
        }
      }
    }
    if !fixture.isOwn { print("answers", count, "without an end", noEnd.sorted { $0.key < $1.key }) }
    #expect(count > 2_000)
  }

  /// What DeepSeek's templates ask with behind the results of a call.
  private static let afterResults = "<｜tool▁outputs▁end｜>"

  @Test("where trl marks what a model writes in the same text, that is learned but for what the model is asked with")
  func marks() throws {
    let tokenizer = try fixture.tokenizer("qwen2")
    let conversations = fixture.entries.indices.map(fixture.conversation)
    var compared: [String: Int] = [:]
    for name in fixture.templates.keys.sorted() where fixture.templates[name + "_training"] != nil {
      guard let template = try fixture.template(name), let training = try fixture.template(name + "_training") else {
        continue
      }
      let (own, marking) = (
        try ConversationRenderer(template, tokenizer: tokenizer),
        try ConversationRenderer(training, tokenizer: tokenizer)
      )
      for (row, conversation) in conversations.enumerated() {
        guard let conversation, let marked = try? marking.rendered(conversation),
          let rendered = try? own.rendered(conversation),
          marked.text == rendered.text
        else { continue }
        compared[name, default: 0] += 1
        for (marked, found) in zip(marked.answers, rendered.answers) {
          let (start, end) = (marked.text.lowerBound, marked.ending.upperBound)
          func text(_ range: Range<Int>) -> String { String(decoding: rendered.text[range], as: UTF8.self) }
          let isWithin = start <= found.text.lowerBound && found.ending.upperBound <= end
          let asked = isWithin ? text(start..<found.text.lowerBound) : ""
          let rest = isWithin ? text(found.ending.upperBound..<end).drop(while: \.isWhitespace) : ""
          let isAsked = asked.isEmpty || (template.beforeAnswer + Self.afterResults).contains(asked)
          if isWithin, isAsked, rest.isEmpty || rest == "</s>" { continue }
          let what: Comment = "\(name), \(row): \(fixture.kind(row)): in answer \(found.turn) \(asked), \(rest)"
          if fixture.isOwn { Issue.record(what) } else { print("marked otherwise:", what) }
        }
      }
    }
    if !fixture.isOwn { print("marks", compared.sorted { $0.key < $1.key }) }
    #expect(compared.count > 8)
  }

  @Test(
    "where a template has generation blocks, tokens and mask are transformers'",
    arguments: ["qwen2", "llama2", "llama2-metaspace"])
  func tokens(kind: String) throws {
    // Other files may be of fewer tokenizers.
    guard fixture.isOwn || fixture.json["tokens"]?[kind] != nil else { return }
    var counts: [String: Int] = [:]
    let tokenizer = try fixture.tokenizer(kind)
    for (name, expected) in try #require(fixture.json["tokens"]?[kind]?.object) {
      guard let template = try fixture.template(name) else { continue }
      let encoded = try EncodedRows(fixture.rows, tokenizer: tokenizer, template: template)
      for (entry, expected) in (expected.array ?? []).enumerated() {
        // In content that spells special tokens these are text here.
        guard let row = fixture.place(entry), let expected = expected.string, expected.contains(":") else { continue }
        let what: Comment = "\(kind), \(name), \(entry): \(fixture.kind(entry))"
        // Where a merge would reach over the border of an answer, both sides are encoded apart, as the fixture then has it.
        let isApart = expected.hasPrefix("apart ")
        let form: TrainingForm
        do { form = try encoded.trainingForm(row, maxLength: 1 << 20, long: .drop) } catch {
          // Where the template leaves nothing of an answer of white space but its end.
          if error == .noAnswer, !fixture.isOwn {
            counts["no answer", default: 0] += 1
          } else {
            Issue.record("\(error): \(what)")
          }
          continue
        }
        let segment = form.segments[0]
        let learned = segment.targets.flatMap { Array($0) }
        var isLearned = segment.tokens.map { _ in Int32(0) }
        for place in learned { isLearned[place] = 1 }
        let bytes = zip(segment.tokens, isLearned).dropFirst().flatMap { token, isLearned in
          withUnsafeBytes(of: (2 * token + isLearned).littleEndian) { Array($0) }
        }
        #expect(ChatFixture.digest(bytes) == (isApart ? String(expected.dropFirst(6)) : expected), what)
        counts[isApart ? "apart" : "same", default: 0] += 1
      }
    }
    if !fixture.isOwn { print("tokens", kind, counts) }
    #expect(counts["same"] ?? 0 > 500)
  }

  /// As templates do that write a call's results into its turn, and thoughts in the last turn alone.
  @Test func resultsInTheTurnOfTheirCallAreNotLearned() throws {
    let template = try #require(
      try fixture.template(
        jinja: """
          {%- for m in messages -%}
          {%- set ns = namespace(open=loop.index0 > 0 and messages[loop.index0 - 1].role == 'tool') -%}
          {%- if m.role == 'user' -%}{{ '<|turn|>user\n' + m.content + '<|end|>\n' }}
          {%- elif m.role == 'tool' -%}
            {%- if messages[:loop.index0] | selectattr('tool_calls') | list -%}{{ '[' + m.content + ']' }}{%- endif -%}
          {%- elif m.role == 'assistant' -%}
            {%- if not ns.open -%}{{ '<|turn|>assistant\n' }}{%- endif -%}
            {%- if m.reasoning_content and loop.last -%}{{ '(' + m.reasoning_content + ')' }}{%- endif -%}
            {%- for c in m.tool_calls or [] -%}{{ '<|call|>' + c.function.name }}{%- endfor -%}
            {{- m.content or '' -}}
            {%- if not m.tool_calls -%}{{ '<|end|>\n' }}{%- endif -%}
          {%- endif -%}
          {%- endfor -%}
          {%- if add_generation_prompt -%}{{ '<|turn|>assistant\n' }}{%- endif -%}
          """))
    let renderer = try ConversationRenderer(template, tokenizer: try fixture.tokenizer("qwen2"))
    for thoughts in [nil, Array("why".utf8)] {
      var call = Conversation.Turn(.assistant, nil)
      call.reasoning = thoughts
      call.toolCalls = Array(#"[{"type": "function", "function": {"name": "f", "arguments": {}}}]"#.utf8)
      let said = try renderer.rendered(
        Conversation([
          Conversation.Turn(.user, Array("Q".utf8)), call, Conversation.Turn(.tool, Array("R1".utf8)),
          Conversation.Turn(.tool, Array("R2".utf8)), Conversation.Turn(.assistant, Array("A".utf8)),
          Conversation.Turn(.user, Array("Q2".utf8)), Conversation.Turn(.assistant, Array("A2".utf8)),
        ]))
      let learned = said.answers.map {
        String(decoding: said.text[$0.text] + said.text[$0.ending], as: UTF8.self)
      }
      #expect(learned == ["<|call|>f", "A<|end|>", "A2<|end|>"], "\(learned)")
    }
  }
}
