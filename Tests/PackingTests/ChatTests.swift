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

  /// What becomes of a conversation, as the fixture says it.
  private func outcome(_ renderer: ConversationRenderer, _ conversation: Conversation) -> String {
    do throws(RenderedConversation.Refusal) {
      let rendered = try renderer.rendered(conversation)
      return (rendered.isMerged ? "merged " : "") + ChatFixture.digest(rendered.text)
    } catch {
      switch error.reason {
      case "with tool calls, which the template leaves out", "with results of tools, which the template leaves out",
        "with turns that the template leaves out":
        return "leaves out"
      case "refused by the template": return "refused"
      default: return error.reason
      }
    }
  }

  /// One writes the words beside a call as a thought, which it leaves out where an answer follows; the other, shortened, has no
  /// place for a call.
  private static let notTaken: Set = ["gptoss, a call with words", "published qwen2_5, a call last"]

  @Test("the text is transformers', or both refuse")
  func texts() throws {
    let tokenizer = try fixture.tokenizer("qwen2")
    let conversations = fixture.rows.map(ChatFixture.conversation)
    var notFollowed: Set<String> = []
    for (name, expected) in try #require(fixture.json["texts"]?.object) {
      guard let template = try fixture.template(name) else {
        notFollowed.insert(name)
        continue
      }
      let renderer = try ConversationRenderer(template, tokenizer: tokenizer)
      #expect(expected.array?.count == conversations.count)
      for (row, (conversation, expected)) in zip(conversations, expected.array ?? []).enumerated() {
        var found = outcome(renderer, conversation)
        var expected = expected.string ?? ""
        if expected == "calls" || expected == "results" { expected = "leaves out" }
        // A form that has a name is not asked whether it takes what it would leave out.
        if expected == "refused", found == "leaves out" { found = "refused" }
        if Self.notTaken.contains("\(name), \(fixture.kinds[row])") {
          #expect(found == "leaves out" || found == "in which the template does not show where an answer stands")
          continue
        }
        #expect(found == expected, "\(name), \(row): \(fixture.kinds[row])")
      }
    }
    // These take contents as lists of parts alone.
    #expect(
      notFollowed == [
        "idefics3", "idefics3_training", "llava_next", "llava_next_training", "smolvlm", "smolvlm_training",
      ])
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
    let conversations = fixture.rows.map { marked(ChatFixture.conversation($0)) }
    // Some templates end a turn with who speaks next, which need not be the user.
    let speakers = ["<|observation|>", "<|system|>"].map { Array($0.utf8) }
    var noEnd: [String: Int] = [:]
    var count = 0
    for name in fixture.templates.keys.sorted() {
      guard let template = try fixture.template(name) else { continue }
      let renderer = try ConversationRenderer(template, tokenizer: tokenizer)
      let closing = Array((template.afterAnswer + (template.endToken ?? "</s>")).utf8)
      for (row, conversation) in conversations.enumerated() {
        guard let rendered = try? renderer.rendered(conversation), !rendered.isMerged else { continue }
        let what: Comment = "\(name), \(row): \(fixture.kinds[row])"
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
            #expect(ending.starts(with: closing) || speakers.contains(Array(ending)), what)
          }
        }
      }
    }
    #expect(count > 2_000)
  }

  @Test("where a template has generation blocks, tokens and mask are transformers'")
  func tokens() throws {
    var same = 0
    var counts: [String: Int] = [:]
    for (kind, expected) in try #require(fixture.json["tokens"]?.object) {
      let tokenizer = try fixture.tokenizer(kind)
      for (name, expected) in try #require(expected.object) {
        guard let template = try fixture.template(name) else { continue }
        for (row, (rows, expected)) in zip(fixture.rows, expected.array ?? []).enumerated() {
          let expected = expected.string ?? ""
          // In content that spells special tokens these are text here.
          guard expected.contains(":") else { continue }
          let what: Comment = "\(kind), \(name), \(row): \(fixture.kinds[row])"
          // Where a merge would reach over the border of an answer, both sides are encoded apart, as the fixture then has it.
          let isApart = expected.hasPrefix("apart ")
          let encoded = try EncodedRows(rows, tokenizer: tokenizer, template: template)
          let form: TrainingForm
          do { form = try encoded.trainingForm(0, maxLength: 1 << 20, long: .drop) } catch {
            Issue.record("\(error): \(what)")
            continue
          }
          let segment = form.segments[0]
          let learned = segment.targets.flatMap { Array($0) }
          var isLearned = segment.tokens.map { _ in Int32(0) }
          for place in learned { isLearned[place] = 1 }
          let bytes = zip(segment.tokens, isLearned).dropFirst().flatMap { token, isLearned in
            withUnsafeBytes(of: (2 * token + isLearned).littleEndian) { Array($0) }
          }
          let found = ChatFixture.digest(bytes)
          #expect(found == (isApart ? String(expected.dropFirst(6)) : expected), what)
          same += found == expected ? 1 : 0
          counts[kind + (isApart ? " apart" : "") + (expected.hasSuffix(found) ? "" : " DIFFERS"), default: 0] += 1
        }
      }
    }
    #expect(same > 1_000)
  }
}
