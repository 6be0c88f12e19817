import Rows
import Testing

/// What a row that is one question and one answer takes of a conversation: nothing is lost without a word.
@Suite("Conversations") struct ConversationTests {
  private func read(_ lines: [String], _ options: ReadOptions = ReadOptions()) throws -> (Rows, Ledger) {
    try RowReader.read(bytes: Array(lines.joined(separator: "\n").utf8), name: "t.jsonl", options: options)
  }

  private func pairs(_ rows: Rows) -> [String] {
    (0..<rows.count).map { "\(rows.cell($0, "question").description) → \(rows.cell($0, "answer").description)" }
  }

  /// Roles and contents as one line of a file: `s: Be brief.|u: Hi|a: Hello`, an exclamation mark for `weight: 0`.
  private func messages(_ turns: String, field: String = "messages") -> String {
    let names = ["s": "system", "u": "user", "a": "assistant", "t": "tool", "x": "narrator"]
    let parts = turns.split(separator: "|").map { turn in
      let isMuted = turn.hasSuffix("!")
      let role = names[String(turn.prefix(1))] ?? ""
      let text = turn.dropFirst(3).dropLast(isMuted ? 1 : 0)
      return #"{"role": "\#(role)", "content": "\#(text)"\#(isMuted ? #", "weight": 0"# : "")}"#
    }
    return #"{"\#(field)": [\#(parts.joined(separator: ", "))]}"#
  }

  @Test func whatIsLeftOutIsCountedByWhatItIs() throws {
    let (rows, ledger) = try read([
      messages("s: S|u: Q1|a: A1|u: Q2|a: A2"), messages("s: S|u: Q3|a: A3"), messages("u: Q4|a: A4"),
      messages("u: Q5|a: A5|u: Q6|a: A6|u: Q7|a: A7"), messages("u: Q8|a: A8|u: Q9|a: A9"), messages("s: |u: Q|a: A"),
    ])
    #expect(pairs(rows) == ["Q1 → A1", "Q3 → A3", "Q4 → A4", "Q5 → A5", "Q8 → A8", "Q → A"])
    #expect(
      ledger.reduced == [
        Ledger.Entry(reason: "without its system message and 2 later turns", count: 1, examples: [1]),
        Ledger.Entry(reason: "without its system message", count: 1, examples: [2]),
        Ledger.Entry(reason: "without 6 later turns", count: 2, examples: [4, 5]),
      ])
    #expect(ledger.isBalanced && ledger.kept == 6 && ledger.reducedCount == 4)
  }

  @Test(arguments: [
    // A pair across another user's turn, or without the turns that the answer goes on from.
    ("u: Q1|u: Q2|a: A", "needing earlier turns"), ("a: Hello|u: Q|a: A", "needing earlier turns"),
    ("u: Q1|a: wrong!|u: Q2|a: A2", "needing earlier turns"),
    ("u: Q1|a: A1!", "without an answer that is to be learned"),
    ("u: Q1|t: 3|a: A1", "with tool calls, which are not read yet"), ("u: Q", "no answer"), ("a: A|u: Q", "no answer"),
    ("u: Q|s: S|a: A", "no answer"),
    ("u: Q|x: aside|a: A", "with a role that is none of system, user and assistant"), ("u: Q|a: ", "empty answer"),
  ])
  func whatCannotBeAPairIsRefusedByItsReason(turns: String, reason: String) throws {
    let (rows, ledger) = try read([messages("u: Good|a: Fine"), messages(turns)])
    #expect(pairs(rows) == ["Good → Fine"])
    #expect(ledger.failed.map(\.reason) == [reason] && ledger.failed[0].examples == [2])
    #expect(ledger.isBalanced && ledger.reduced.isEmpty)
  }

  /// An answer that is context alone, by the names and values in use.
  @Test(arguments: [
    ("weight", "0.0", "0.5"), ("weight", "\"0\"", "\"1\""), ("train", "false", "true"), ("train", "0", "1"),
    ("training", "\"False\"", "\"True\""), ("loss", "0", "null"), ("loss", "-0.0", "1.0"), ("loss_mask", "0", "1"),
    ("trainable", "false", "true"), ("masked", "true", "false"), ("masked", "1", "0"), ("masked", "\"yes\"", "null"),
  ])
  func answersThatAreNotLearned(name: String, no: String, yes: String) throws {
    func line(_ value: String) -> String {
      #"{"messages": [{"role": "user", "content": "Q"}, {"role": "assistant", "content": "A", "\#(name)": \#(value)}]}"#
    }
    let (rows, ledger) = try read([messages("u: Good|a: Fine"), line(no)])
    #expect(pairs(rows) == ["Good → Fine"])
    #expect(ledger.failed.map(\.reason) == ["without an answer that is to be learned"])
    #expect(try pairs(read([line(yes)]).0) == ["Q → A"])
  }

  /// Beside a conversation, in a message, or in a part of one: what the text speaks of is not there.
  @Test(arguments: [
    #"{"messages": [{"role": "user", "content": "<image>Q"}, {"role": "assistant", "content": "A"}], "images": IT}"#,
    #"{"messages": [{"role": "user", "content": "Q"}, {"role": "assistant", "content": "A"}], "audio": IT}"#,
    #"{"messages": [{"role": "user", "content": "Q", "images": IT}, {"role": "assistant", "content": "A"}]}"#,
    #"{"messages": [{"role": "user", "content": "Q"}, {"role": "assistant", "content": "A", "audio": IT}]}"#,
    #"{"messages": [{"role": "user", "content": [{"text": "Q", "image": IT}]}, {"role": "assistant", "content": "A"}]}"#,
  ])
  func whatIsNoTextRefusesItsRow(line: String) throws {
    for it in [#"["a.png"]"#, #"{"path": "a"}"#, #""a.png""#] {
      let (rows, ledger) = try read([messages("u: Good|a: Fine"), line.replacing("IT", with: it)])
      #expect(pairs(rows) == ["Good → Fine"])
      #expect(ledger.failed.map(\.reason) == ["with a part that is not text"])
    }
    // Columnar files have every key everywhere.
    for nothing in ["null", "[]", "{}"] {
      let (rows, ledger) = try read([line.replacing("IT", with: nothing)])
      #expect(rows.count == 1 && ledger.reduced.isEmpty)
    }
  }

  @Test func whatStandsBesideAPairIsNamed() throws {
    let (rows, ledger) = try read([
      #"{"instruction": "Q1", "output": "A1", "images": ["a.png"], "tools": null}"#,
      #"{"instruction": "Q2", "output": "A2", "images": [], "tools": [{"name": "f"}]}"#,
      #"{"instruction": "Q3", "output": "A3", "images": [], "tools": []}"#,
      #"{"instruction": "Q4", "output": "A4", "systemPrompt": "Be brief."}"#,
    ])
    #expect(rows.count == 4)
    #expect(
      ledger.reduced.map(\.reason) == ["without its attachments", "without its tools", "without its system message"])
    let message = #"{"role": "user", "content": "Q", "tools": [{"name": "f"}]}"#
    let answer = #"{"role": "assistant", "content": "A", "reasoning_details": [{"text": "T"}]}"#
    let asked = try read([#"{"messages": [\#(message), \#(answer)]}"#])
    #expect(asked.1.reduced.map(\.reason) == ["without its tools and its reasoning"])
  }

  @Test func toolCallsPartsAndThoughts() throws {
    let (rows, ledger) = try read([
      #"{"messages": [{"role": "user", "content": "Q1"}, {"role": "assistant", "content": "A1", "tool_calls": null}], "tools": []}"#,
      #"{"messages": [{"role": "user", "content": "Q2"}, {"role": "assistant", "content": null, "tool_calls": [{"id": "c"}]}, {"role": "assistant", "content": "A2"}]}"#,
      #"{"conversations": [{"from": "human", "value": "Q"}], "messages": [{"role": "user", "content": [{"type": "text", "text": "Q"}, {"type": "text", "text": "3"}]}, {"role": "assistant", "content": ["A", "3"]}]}"#,
      #"{"messages": [{"role": "user", "content": [{"type": "text", "text": "Q4"}, {"type": "image_url", "image_url": {"url": "x"}}]}, {"role": "assistant", "content": "A4"}]}"#,
      #"{"messages": [{"role": "user", "content": "Q5"}, {"role": "assistant", "content": "A5", "reasoning_content": "hm"}]}"#,
      #"{"messages": [{"role": "user", "content": "Q6"}, {"role": "assistant", "content": "A6"}], "tools": [{"name": "ls"}]}"#,
      #"{"messages": [{"role": "user", "content": "Q7"}, {"role": "function_call", "content": "ls"}]}"#,
      #"{"messages": [{"role": "user", "content": 7}, {"role": "assistant", "content": "A8"}]}"#,
      #"{"messages": "none"}"#, #"{"other": 1}"#,
    ])
    #expect(pairs(rows) == ["Q1 → A1", "Q3 → A3", "Q5 → A5", "Q6 → A6"])
    #expect(ledger.reduced.map(\.reason) == ["without its reasoning", "without its tools"])
    #expect(
      ledger.failed.map { "\($0.reason): \($0.examples)" } == [
        "with tool calls, which are not read yet: [2, 7]", "with a part that is not text: [4, 8]",
        "not a list of messages: [9]", "no conversation: [10]",
      ])
    #expect(ledger.isBalanced)
  }

  @Test func promptsAndCompletionsThatAreMessages() throws {
    let (rows, ledger) = try read([
      #"{"prompt": [{"role": "system", "content": "S"}, {"role": "user", "content": "Q"}], "completion": [{"role": "assistant", "content": "A"}]}"#,
      #"{"prompt": [{"role": "user", "content": "Q1"}, {"role": "assistant", "content": "A1"}, {"role": "user", "content": "Q2"}], "completion": [{"role": "assistant", "content": "A2"}]}"#,
    ])
    #expect(pairs(rows) == ["Q → A"])
    #expect(ledger.reduced.map(\.reason) == ["without its system message"])
    #expect(ledger.failed.map(\.reason) == ["needing earlier turns"])
    let (preferred, said) = try read([#"{"prompt": "Q", "chosen": "A", "rejected": "B"}"#])
    #expect(pairs(preferred) == ["Q → A"])
    #expect(said.notes == ["question and answer are read from `prompt` and `chosen`; not used: `rejected`"])
    // Each preferred conversation whole, as some sets have it.
    let (whole, _) = try read([
      #"{"prompt": "Q", "chosen": [{"role": "user", "content": "Q"}, {"role": "assistant", "content": "A"}], "rejected": [{"role": "user", "content": "Q"}, {"role": "assistant", "content": "B"}]}"#
    ])
    #expect(pairs(whole) == ["Q → A"])
  }

  @Test func conversationsInsideStrings() throws {
    let (rows, ledger) = try read([
      #"{"messages": "[{\"role\": \"user\", \"content\": \"Q\\n1\"}, {\"role\": \"assistant\", \"content\": \"A\"}]"}"#,
      #"{"messages": "[{\"role\": \"user\", \"content\": \"cut"}"#, #"{"messages": "\"quoted\\"}"#,
    ])
    #expect(pairs(rows) == ["Q\n1 → A"])
    #expect(
      ledger.failed == [
        Ledger.Entry(reason: "not a list of messages", count: 2, field: "messages", examples: [2, 3])
      ])
  }

  @Test func theRicherLayoutWinsAndTheChoiceIsSaid() throws {
    let line =
      #"{"problem": "P", "solution": "S", "answer": "2", "text": "P S", "messages": [{"role": "user", "content": "Q"}, {"role": "assistant", "content": "A"}]}"#
    let (rows, ledger) = try read([line])
    #expect(pairs(rows) == ["Q → A"])
    #expect(
      rows.cell(0, "file_answer").string == "2"
        && ledger.notes.contains("the file's column `answer` is `file_answer` here"))
    #expect(
      ledger.notes.contains(
        "question and answer are read from `messages`; not used: `problem` and `solution`, `problem` and `answer`, "
          + "`text` (`load … question \"problem\" answer \"solution\"` uses these)"))
    let (named, quiet) = try read([line], ReadOptions(question: "problem", answer: "solution"))
    #expect(pairs(named) == ["P → S"] && !quiet.notes.contains { $0.contains("not taken") })
    // Of two layouts that share a file the one with more rows.
    let pair = #"{"instruction": "I", "output": "O"}"#
    let (more, counted) = try read([pair, messages("u: Q|a: A"), pair])
    #expect(pairs(more) == ["I → O", "I → O"] && counted.failed.map(\.reason) == ["no answer"])
    #expect(counted.notes.contains { $0.contains("not used: `messages`") })
    // One layout alone is no choice.
    #expect(try read([messages("u: Q|a: A")]).1.notes.isEmpty && read([pair]).1.notes.isEmpty)
  }

  @Test func systemAndHistoryBesideAPair() throws {
    let (rows, ledger) = try read([
      #"{"instruction": "Go on.", "input": "", "output": "A", "system": "S", "history": [["Q", "A"]]}"#,
      #"{"instruction": "B", "input": "x", "output": "A", "system": "S", "history": []}"#,
      #"{"instruction": "C", "input": null, "output": "A", "system": "", "history": null}"#,
      #"{"instruction": "D", "input": "nan", "output": "None", "system": null}"#,
      #"{"instruction": "E", "input": "N/A", "output": "A", "system": "None"}"#,
    ])
    #expect(rows.rowNumbers == [2, 3, 4, 5])
    #expect(ledger.failed.map { "\($0.reason), \($0.field ?? "")" } == ["needing earlier turns, history"])
    #expect(
      ledger.reduced == [Ledger.Entry(reason: "without their system messages", count: 2, examples: [2, 5])])
    #expect(
      ledger.notes.contains { $0.hasPrefix("`input`: the text of 2 rows is \"nan\"") && $0.hasSuffix("rows 4, 5") })
    #expect(ledger.notes.contains { $0.hasPrefix("`system`: the text of 1 row is \"None\"") })
    let (other, lost) = try read([#"{"system_prompt": "S", "question": "Q", "response": "A"}"#])
    #expect(pairs(other) == ["Q → A"] && lost.reduced.map(\.reason) == ["without its system message"])
  }

  @Test func numbersThatAreNone() throws {
    let (rows, ledger) = try read([
      #"{"text": "a", "n": NaN, "m": 1}"#, #"{"text": "b", "n": 1e999, "m": 2.5}"#,
      #"{"text": "c", "n": -Infinity, "m": null}"#, #"{"text": "d", "n": 4, "m": 0.1}"#,
    ])
    #expect(rows.count == 4)
    #expect(
      ledger.notes == ["`n`: 3 values are not finite numbers (NaN, Infinity, or too large): rows 1, 2, 3"])
  }
}
