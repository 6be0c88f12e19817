import Rows
import Testing

/// What rows take of conversations: all of it, and nothing is lost without a word.
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

  /// The turns of a row: roles' first letters, texts, and an exclamation mark behind an answer that is not learned.
  private func turns(_ rows: Rows, _ row: Int) -> String {
    guard let conversation = rows.conversation(row) else { return "pair" }
    return conversation.turns.map { turn in
      let text = String(decoding: turn.text ?? turn.toolCalls ?? [], as: UTF8.self)
      return "\(turn.role.rawValue.prefix(1)): \(text)\(turn.role == .assistant && !turn.isLearned ? "!" : "")"
    }.joined(separator: "|")
  }

  @Test func aConversationIsTheRow() throws {
    let lines = [
      messages("s: S|u: Q1|a: A1|u: Q2|a: A2"), messages("u: Q3|a: A3"), messages("u: Q4|a: wrong!|u: Q5|a: A5"),
      messages("a: Hello|u: Q6|a: A6|u: thanks"), messages("u: Q7|t: 3|a: A7"), messages("s: |u: Q|a: A"),
      messages("u: Q8|u: Q9|a: A8|a: A9"),
    ]
    let (rows, ledger) = try read(lines)
    #expect(
      (0..<rows.count).map { turns(rows, $0) } == [
        "s: S|u: Q1|a: A1|u: Q2|a: A2", "pair", "u: Q4|a: wrong!|u: Q5|a: A5", "a: Hello!|u: Q6|a: A6",
        "u: Q7|t: 3|a: A7", "pair", "u: Q8|u: Q9|a: A8|a: A9",
      ])
    #expect(
      pairs(rows) == [
        "S\n\nQ1 → A2", "Q3 → A3", "Q4\n\nwrong\n\nQ5 → A5", "Hello\n\nQ6 → A6", "Q7\n\n3 → A7", "Q → A",
        "Q8\n\nQ9 → A9",
      ])
    #expect((0..<7).map { rows.cell($0, "turns") } == [4, 2, 4, 3, 2, 2, 4].map { .integer($0) })
    #expect(rows.cell(0, "system").string == "S" && rows.cell(1, "system") == .missing)
    #expect(rows.cell(0, "roles").string == "system user assistant user assistant")
    #expect(rows.cell(4, "roles").string == "user tool assistant")
    #expect(
      ledger.reduced == [
        Ledger.Entry(reason: "without 1 turn after the last learned answer", count: 1, examples: [4])
      ])
    #expect(ledger.isBalanced && ledger.kept == 7)

    let (last, _) = try read(lines, ReadOptions(turns: .last))
    #expect(turns(last, 0) == "s: S|u: Q1|a: A1!|u: Q2|a: A2" && turns(last, 6) == "u: Q8|u: Q9|a: A8!|a: A9")
    #expect(last.cell(0, "question").string == "S\n\nQ1\n\nA1\n\nQ2")
    // What is learned is part of what a row is.
    #expect(last.contentKey(of: 0) != rows.contentKey(of: 0) && last.contentKey(of: 1) == rows.contentKey(of: 1))
  }

  @Test func conversationsAreStoredAndTaken() throws {
    let (rows, _) = try read([messages("s: S|u: Q1|a: A1|u: Q2|a: A2"), messages("u: Q3|a: A3")])
    let again = try Rows(serialized: rows.serialized())
    #expect(again.roles == rows.roles && again.conversation(0) == rows.conversation(0) && again.conversation(1) == nil)
    #expect(rows.taking([1, 0]).conversation(1) == rows.conversation(0))
    // Columns may go, but turns stay where the answer does; a row whose answer becomes another is a pair.
    #expect(rows.keeping(["answer", "question"]).conversation(0) == rows.conversation(0))
    #expect(rows.keeping(["turns"]).roles.conversation == nil)
    let changed = rows.adding(.texts(["X", "Y"]), named: "answer")
    #expect(
      changed.conversation(0) == nil && !changed.hasColumn("conversation")
        && pairs(changed) == ["S\n\nQ1 → X", "Q3 → Y"])
    let (pair, _) = try read([#"{"instruction": "I", "output": "O"}"#])
    let joined = pair.appending(rows)
    #expect(joined.conversation(0) == nil && joined.conversation(1) == rows.conversation(0))
    #expect(try read([#"{"instruction": "I", "output": "O"}"#]).0.roles.conversation == nil)
  }

  @Test(arguments: [
    ("u: Q1|a: A1!", "without an answer that is to be learned"), ("u: Q", "no answer"), ("a: A|u: Q", "no answer"),
    ("a: A", "with answers to no question"), ("s: S|a: A", "with answers to no question"),
    ("u: Q|x: aside|a: A", "with a role that is none of system, user, assistant and tool"),
    ("u: Q|a: ", "empty answer"),
    ("u: Q1|a: |u: Q2|a: ", "empty answer"),
  ])
  func whatCannotBeARowIsRefusedByItsReason(turns: String, reason: String) throws {
    let (rows, ledger) = try read([messages("u: Good|a: Fine"), messages(turns)])
    #expect(pairs(rows) == ["Good → Fine"])
    #expect(ledger.failed.map(\.reason) == [reason] && ledger.failed[0].examples == [2])
    #expect(ledger.isBalanced && ledger.reduced.isEmpty)
  }

  @Test func turnsThatSayNothingAreCounted() throws {
    let (rows, ledger) = try read([messages("u: Q1|a: |u: Q2|a: A2"), messages("u: Q1|a: A1|u: |a: A2|u: X|a: ")])
    #expect((0..<2).map { turns(rows, $0) } == ["u: Q1|u: Q2|a: A2", "u: Q1|a: A1|a: A2"])
    #expect(
      ledger.reduced.map(\.reason) == [
        "without 1 empty turn", "without 2 empty turns and 1 turn after the last learned answer",
      ])
  }

  /// The spellings of roles and keys in public sets.
  @Test(arguments: [
    (#"{"from": "human", "value": "Q"}"#, #"{"from": "gpt", "value": "A"}"#),
    (#"{"role": "User", "content": "Q"}"#, #"{"role": "Assistant", "content": "A"}"#),
    (#"{"role": "prompter", "text": "Q"}"#, #"{"role": "bot", "text": "A"}"#),
    (#"{"user": "human", "text": "Q"}"#, #"{"user": "chatgpt", "text": "A"}"#),
    (#"{"role": "user", "parts": [{"text": "Q"}]}"#, #"{"role": "model", "parts": ["A"]}"#),
    (#"{"from": "user", "content": {"type": "text", "text": "Q"}}"#, #"{"from": "model", "content": ["A"]}"#),
    (#"{"role": "user", "content": "Q", "text": null}"#, #"{"role": "assistant", "content": "A", "text": "shown"}"#),
  ])
  func spellings(question: String, answer: String) throws {
    let (rows, _) = try read([#"{"conversations": [\#(question), \#(answer)]}"#])
    #expect(pairs(rows) == ["Q → A"])
  }

  @Test func developersAreTheSystem() throws {
    let (rows, _) = try read([
      #"{"messages": [{"role": "developer", "content": "S"}, {"role": "user", "content": "Q"}, {"role": "assistant", "content": "A"}]}"#
    ])
    #expect(turns(rows, 0) == "s: S|u: Q|a: A")
  }

  @Test func weightsBetweenNoneAndAllAreSaid() throws {
    let (rows, ledger) = try read([
      #"{"messages": [{"role": "user", "content": "Q"}, {"role": "assistant", "content": "A", "weight": 0.5}]}"#,
      #"{"messages": [{"role": "user", "content": "Q"}, {"role": "assistant", "content": "A", "weight": 1}]}"#,
    ])
    #expect(rows.count == 2)
    #expect(ledger.notes == ["1 row has answers of other weights than 0 and 1, which count as 1: row 1"])
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

  @Test func whatStandsBesideAPairBelongsToIt() throws {
    let (rows, ledger) = try read([
      #"{"instruction": "Q1", "output": "A1", "images": ["a.png"], "tools": null}"#,
      #"{"instruction": "Q2", "output": "A2", "images": [], "tools": [{"name": "f"}]}"#,
      #"{"instruction": "Q3", "output": "A3", "images": [], "tools": []}"#,
      #"{"instruction": "Q4", "output": "A4", "systemPrompt": "Be brief."}"#,
      #"{"instruction": "Q5", "output": "A5", "tools": "a hammer"}"#,
    ])
    #expect(
      (0..<5).map { turns(rows, $0) } == ["pair", "u: Q2|a: A2", "pair", "s: Be brief.|u: Q4|a: A4", "u: Q5|a: A5"])
    #expect(rows.conversation(1)?.tools == Array(#"[{"name": "f"}]"#.utf8))
    #expect(pairs(rows) == ["Q1 → A1", "Q2 → A2", "Q3 → A3", "Q4 → A4", "Q5 → A5"])
    #expect(
      (0..<5).map { rows.cell($0, "turns") } == [.integer(2), .integer(2), .integer(2), .integer(2), .integer(2)])
    #expect(ledger.reduced.map(\.reason) == ["without its attachments", "without its tools"])
    let message = #"{"role": "user", "content": "Q", "tools": [{"name": "f"}]}"#
    let answer = #"{"role": "assistant", "content": "A", "reasoning_details": [{"text": "T"}]}"#
    let asked = try read([#"{"messages": [\#(message), \#(answer)]}"#])
    #expect(asked.0.conversation(0)?.tools == Array(#"[{"name": "f"}]"#.utf8))
    #expect(asked.1.reduced.map(\.reason) == ["without its reasoning"])
  }

  @Test func toolCallsPartsAndThoughts() throws {
    let (rows, ledger) = try read([
      #"{"messages": [{"role": "user", "content": "Q1"}, {"role": "assistant", "content": "A1", "tool_calls": null}], "tools": []}"#,
      #"{"messages": [{"role": "user", "content": "Q2"}, {"role": "assistant", "content": null, "tool_calls": [{"id": "c", "function": {"name": "f", "arguments": {"a": 1e2}}}]}, {"role": "tool", "tool_call_id": "c", "name": "f", "content": "R"}, {"role": "assistant", "content": "A2"}], "tools": "[{\"type\": \"function\"}]"}"#,
      #"{"conversations": [{"from": "human", "value": "Q"}], "messages": [{"role": "user", "content": [{"type": "text", "text": "Q"}, {"type": "text", "text": "3"}]}, {"role": "assistant", "content": ["A", "3"]}]}"#,
      #"{"messages": [{"role": "user", "content": [{"type": "text", "text": "Q4"}, {"type": "image_url", "image_url": {"url": "x"}}]}, {"role": "assistant", "content": "A4"}]}"#,
      #"{"messages": [{"role": "user", "content": "Q5"}, {"role": "assistant", "content": "A5", "reasoning_content": "hm"}]}"#,
      #"{"messages": [{"role": "user", "content": "Q6"}, {"role": "function_call", "content": "{\"name\": \"ls\", \"arguments\": {}}"}, {"role": "observation", "content": "a b"}, {"role": "gpt", "content": "A6"}]}"#,
      #"{"messages": [{"role": "user", "content": "Q7"}, {"role": "function_call", "content": "ls"}]}"#,
      #"{"messages": [{"role": "user", "content": 7}, {"role": "assistant", "content": "A8"}]}"#,
      #"{"messages": "none"}"#, #"{"other": 1}"#,
      #"{"messages": [{"role": "user", "content": "Q11"}, {"role": "assistant", "content": "", "function_call": {"name": "f"}}]}"#,
      #"{"messages": [{"role": "user", "content": "Q12"}, {"role": "assistant", "content": "A", "tool_calls": "call f"}]}"#,
    ])
    #expect(pairs(rows).prefix(5) == ["Q1 → A1", "Q2 → A2", "Q3 → A3", "Q5 → A5", "Q6 → A6"])
    let calls = rows.conversation(1)
    #expect(calls?.tools == Array(#"[{"type": "function"}]"#.utf8))
    #expect(
      calls?.turns[1].toolCalls == Array(#"[{"id": "c", "function": {"name": "f", "arguments": {"a": 1e2}}}]"#.utf8))
    #expect(calls?.turns[1].text == nil && calls?.turns[1].isLearned == true)
    #expect(calls?.turns[2].toolCallID == Array("c".utf8) && calls?.turns[2].name == Array("f".utf8))
    #expect(rows.conversation(3)?.turns[1].reasoning == Array("hm".utf8))
    #expect(
      turns(rows, 4)
        == #"u: Q6|a: [{"type":"function","function":{"name": "ls", "arguments": {}}}]|t: a b|a: A6"#)
    #expect(rows.cell(5, "answer").string == #"[{"type":"function","function":{"name": "f"}}]"#)
    #expect(ledger.reduced.isEmpty)
    #expect(
      ledger.failed.map { "\($0.reason): \($0.examples)" } == [
        "with a part that is not text: [4, 8, 12]", "with a function call that is no JSON: [7]",
        "not a list of messages: [9]", "no conversation: [10]",
      ])
    #expect(ledger.isBalanced)
  }

  @Test func promptsAndCompletionsThatAreMessages() throws {
    let (rows, ledger) = try read([
      #"{"prompt": [{"role": "system", "content": "S"}, {"role": "user", "content": "Q"}], "completion": [{"role": "assistant", "content": "A"}]}"#,
      #"{"prompt": [{"role": "user", "content": "Q1"}, {"role": "assistant", "content": "A1"}, {"role": "user", "content": "Q2"}], "completion": [{"role": "assistant", "content": "A2"}]}"#,
    ])
    #expect((0..<2).map { turns(rows, $0) } == ["s: S|u: Q|a: A", "u: Q1|a: A1!|u: Q2|a: A2"])
    #expect(ledger.reduced.isEmpty && ledger.failed.isEmpty)
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
      #"{"instruction": "Go on.", "input": "", "output": "A", "system": "S", "history": [["Q", "B"]]}"#,
      #"{"instruction": "B", "input": "x", "output": "A", "system": "S", "history": []}"#,
      #"{"instruction": "C", "input": null, "output": "A", "system": "", "history": null}"#,
      #"{"instruction": "D", "input": "nan", "output": "None", "system": null}"#,
      #"{"instruction": "E", "input": "N/A", "output": "A", "system": "None"}"#,
      #"{"instruction": "F", "output": "A", "history": [{"role": "user", "content": "Q"}, {"role": "assistant", "content": "B"}]}"#,
      #"{"instruction": "G", "output": "A", "history": ["Q", "B"]}"#,
    ])
    #expect(
      (0..<rows.count).map { turns(rows, $0) } == [
        "s: S|u: Q|a: B|u: Go on.|a: A", "s: S|u: B|a: A", "pair", "pair", "s: None|u: E|a: A", "u: Q|a: B|u: F|a: A",
      ])
    #expect(rows.conversation(1)?.turns[1].input == Array("x".utf8))
    #expect(
      ledger.failed.map { "\($0.reason), \($0.field ?? "")" } == [
        "with earlier turns that are neither pairs nor messages, history"
      ])
    #expect(ledger.reduced.isEmpty)
    #expect(
      ledger.notes.contains { $0.hasPrefix("`input`: the text of 2 rows is \"nan\"") && $0.hasSuffix("rows 4, 5") })
    #expect(ledger.notes.contains { $0.hasPrefix("`system`: the text of 1 row is \"None\"") })
    let (other, _) = try read([#"{"system_prompt": "S", "question": "Q", "response": "A"}"#])
    #expect(pairs(other) == ["Q → A"] && turns(other, 0) == "s: S|u: Q|a: A" && other.cell(0, "system").string == "S")
    // A message of its own stands before the column's.
    let (both, lost) = try read([
      #"{"messages": [{"role": "system", "content": "M"}, {"role": "user", "content": "Q"}, {"role": "assistant", "content": "A"}], "system": "S"}"#,
      #"{"messages": [{"role": "user", "content": "Q"}, {"role": "assistant", "content": "A"}], "system": "S"}"#,
    ])
    #expect((0..<2).map { turns(both, $0) } == ["s: M|u: Q|a: A", "s: S|u: Q|a: A"])
    #expect(lost.reduced.map(\.reason) == ["without its system column"])
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
