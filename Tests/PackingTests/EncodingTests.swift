import LanguageModel
import Packing
import Rows
import TestSupport
import Testing
import Tokenization

@Suite("Rows as tokens")
struct EncodingTests {
  @Test("the plain template, to the byte")
  func template() {
    let plain = Template.plain.prompt(question: Array("Q".utf8)[...])
    #expect(String(decoding: plain, as: UTF8.self) == "### Instruction:\nQ\n\n### Response:\n")
    let alpaca = Template.plain.prompt(question: Array("Q".utf8)[...], input: Array("I".utf8)[...])
    #expect(String(decoding: alpaca, as: UTF8.self) == "### Instruction:\nQ\n\n### Input:\nI\n\n### Response:\n")
    #expect(Template.named("plain") == .plain && Template.named("nonsense") == nil)
  }

  @Test("the input follows the instruction; an empty one leaves no trace")
  func input() throws {
    let tokenizer = try Fixtures.tokenizer()
    let rows = try Fixtures.rows([
      #"{"instruction": "Add.", "input": "1 2", "output": "3"}"#,
      #"{"instruction": "Add.", "input": "", "output": "3"}"#,
    ])
    let encoded = try EncodedRows(rows, tokenizer: tokenizer)
    #expect(
      try Array(encoded.prompt(0)) == tokenizer.encode("### Instruction:\nAdd.\n\n### Input:\n1 2\n\n### Response:\n"))
    #expect(try Array(encoded.prompt(1)) == tokenizer.encode("### Instruction:\nAdd.\n\n### Response:\n"))
  }

  @Test("both losses cover the same answer tokens, the first included, without an end-of-text")
  func scoringPair() throws {
    let tokenizer = try Fixtures.tokenizer()
    let encoded = try EncodedRows(
      Fixtures.rows([#"{"instruction": "Say.", "output": "\n\nreturn 1"}"#]), tokenizer: tokenizer)
    let pair = try encoded.scoringPair(0, maxLength: 100)
    let prompt = try tokenizer.encode("### Instruction:\nSay.\n\n### Response:\n")
    let answer = try tokenizer.encode("\n\nreturn 1")
    #expect(pair.conditional.tokens == [tokenizer.beginOfText] + prompt + answer)
    #expect(pair.direct.tokens == [tokenizer.beginOfText] + answer)
    for segment in [pair.conditional, pair.direct] {
      #expect(Array(segment.tokens[segment.learnFrom..<segment.learnTo]) == answer)
    }
    #expect(pair.conditional.pool == 1..<1 + prompt.count)
    #expect(pair.tokensCut == 0)
    // Joint tokenization would merge the template's last line feed with the answer's.
    let joint = try tokenizer.encode("### Instruction:\nSay.\n\n### Response:\n\n\nreturn 1")
    #expect(joint != prompt + answer)
  }

  @Test("an over-long pair loses the answer's tail, to maxLength - 1 - prompt tokens; none left is an own class")
  func overLong() throws {
    let encoded = try EncodedRows(Fixtures.many(12), tokenizer: Fixtures.tokenizer())
    let counts = try EncodedRows.counts(of: Fixtures.many(12), at: [7, 0, 11], tokenizer: Fixtures.tokenizer())
    #expect(counts[0] == [7, 0, 11].map { Int32(encoded.length($0)) })
    #expect(counts[1] == [7, 0, 11].map { Int32(encoded.answer($0).count) })
    for row in 0..<encoded.count {
      let (prompt, answer) = (encoded.prompt(row).count, encoded.answer(row).count)
      for maxLength in [prompt - 1, prompt + 1, prompt + 2, prompt + answer, prompt + answer + 1, 500] {
        let room = maxLength - 1 - prompt
        if room <= 0 {
          #expect(throws: Unscorable.questionTooLong) { try encoded.scoringPair(row, maxLength: maxLength) }
        } else {
          let pair = try encoded.scoringPair(row, maxLength: maxLength)
          #expect(pair.conditional.targetCount == min(answer, room))
          #expect(pair.direct.targetCount == min(answer, room))
          #expect(pair.tokensCut == max(0, answer - room))
          #expect(pair.conditional.tokens.count <= maxLength)
        }
      }
    }
  }

  @Test("training: the end-of-text is learned just where the answer is whole")
  func training() throws {
    let encoded = try EncodedRows(Fixtures.many(12), tokenizer: Fixtures.tokenizer())
    for row in 0..<encoded.count {
      let (prompt, answer) = (encoded.prompt(row).count, encoded.answer(row).count)
      #expect(encoded.length(row) == prompt + answer + 2)
      let whole = try encoded.trainingForm(row, maxLength: prompt + answer + 2, long: .drop)
      #expect(whole.segments.count == 1 && whole.tokensCut == 0)
      #expect(whole.segments[0].tokens.last == encoded.endOfText)
      #expect(whole.segments[0].targetCount == answer + 1)
      #expect(whole.segments[0].learnFrom == 1 + prompt)
      let tight = try encoded.trainingForm(row, maxLength: prompt + answer + 1, long: .cut)
      #expect(tight.segments[0].targetCount == answer && tight.tokensCut == 0)
      #expect(tight.segments[0].tokens.last != encoded.endOfText)
      if answer > 3 {
        let cut = try encoded.trainingForm(row, maxLength: prompt + answer - 2, long: .cut)
        #expect(cut.segments[0].targetCount == answer - 3 && cut.tokensCut == 3)
        #expect(cut.segments[0].tokens.count == prompt + answer - 2)
      }
      #expect(throws: Untrainable.tooLong) { try encoded.trainingForm(row, maxLength: prompt + answer, long: .drop) }
      #expect(throws: Untrainable.questionTooLong) { try encoded.trainingForm(row, maxLength: prompt + 1, long: .cut) }
    }
  }

  @Test("plain text: every token once, in pieces that begin anew")
  func plainText() throws {
    let tokenizer = try Fixtures.tokenizer()
    let text = (0..<60).map { "word\($0)" }.joined(separator: " ")
    let rows = try RowReader.read(bytes: Array(text.utf8), name: "a.txt").0
    let encoded = try EncodedRows(rows, tokenizer: tokenizer)
    #expect(encoded.isPlainText(0) && encoded.prompt(0).isEmpty)
    #expect(throws: Unscorable.noQuestion) { try encoded.scoringPair(0, maxLength: 100) }
    let all = try tokenizer.encode(text)
    for maxLength in [2, 7, 16, all.count, all.count + 1, all.count + 2] {
      let form = try encoded.trainingForm(0, maxLength: maxLength, long: .split)
      #expect(form.tokensCut == 0)
      #expect(form.segments.allSatisfy { $0.tokens.count <= maxLength && $0.tokens.first == tokenizer.beginOfText })
      #expect(form.segments.allSatisfy { $0.learnFrom == 1 && $0.learnTo == $0.tokens.count })
      var joined = form.segments.flatMap { $0.tokens.dropFirst() }
      if joined.count > all.count { #expect(joined.removeLast() == tokenizer.endOfText) }
      #expect(joined == all)
    }
  }

  @Test("a template that runs on is an error that names row and template, not a refusal of each row in turn")
  func runsOn() throws {
    let endless =
      "{% if messages | length > 2 %}{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}{% endif %}"
      + "{% for m in messages %}{{ '[' + m['role'] + ']' + m['content'] + '</s>' }}{% endfor %}"
      + "{% if add_generation_prompt %}{{ '[assistant]' }}{% endif %}"
    let template = ModelTemplate(jinja: endless, SpecialTexts(begin: nil, end: "</s>")).template
    #expect(template.name == "own")
    let turn = #"{"role": "user", "content": "Q"}, {"role": "assistant", "content": "A"}"#
    let rows = try Fixtures.rows([#"{"messages": [\#(turn)]}"#, #"{"messages": [\#(turn), \#(turn)]}"#])
    let error = #expect(throws: TokenizerError.self) {
      try EncodedRows(rows, tokenizer: Fixtures.tokenizer(), template: template)
    }
    #expect(error?.message.contains("takes too much") == true && error?.message.contains("row 2") == true)
  }
}
