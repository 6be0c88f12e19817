import Documents
import Numerics

/// Rows of one layout, with a word in each turn that stands nowhere else.
struct RandomRows {
  enum Layout: CaseIterable {
    case alpaca, pairs, messageLists, shareGPT, messages, spelledMessages, stringMessages, preferred, preferredMessages
    case nested, columns, messageColumns, printed

    /// Whether the file is one JSON value and not a line a row.
    var isOneValue: Bool { [.nested, .columns, .messageColumns, .printed].contains(self) }
  }

  /// A word, and what it is part of.
  struct Said: Hashable {
    enum Part { case turn, system, reasoning }

    let word: String
    let part: Part
  }

  private let layout: Layout
  private var generator: SeededGenerator
  private var count = 0
  /// The words of each row.
  private(set) var rows: [[Said]] = []

  init(_ layout: Layout, _ generator: inout SeededGenerator) {
    self.layout = layout
    self.generator = SeededGenerator(seed: generator.next(), stream: "rows")
  }

  private mutating func chance(_ percent: Int) -> Bool { generator.index(below: 100) < percent }

  private mutating func one<T>(of values: [T]) -> T { values[generator.index(below: values.count)] }

  /// A text that begins with a new word of the row that is being made.
  private mutating func text(_ part: Said.Part = .turn) -> String {
    count += 1
    let word = "w\(count)q"
    rows[rows.count - 1].append(Said(word: word, part: part))
    return word
      + String(repeating: one(of: [" é🙂", " and", "\nx", " </s>", " <|im_end|>"]), count: generator.index(below: 9))
  }

  mutating func file(rows wanted: Int) -> String {
    var made: [JSONObject] = []
    for _ in 0..<wanted {
      rows.append([])
      made.append(row())
    }
    switch layout {
    case .nested: return JSONValue.object(["data": .array(made.map { .object($0) })]).serialized()
    case .columns, .messageColumns:
      let names = made[0].keys
      return JSONValue.object(
        JSONObject(names.map { name in (name, JSONValue.array(made.map { $0[name] ?? .null })) })
      ).serialized()
    case .printed: return made.map { JSONValue.object($0).serialized(pretty: true) }.joined(separator: "\n")
    case .alpaca, .pairs, .messageLists, .shareGPT, .messages, .spelledMessages, .stringMessages, .preferred,
      .preferredMessages:
      return made.map { JSONValue.object($0).serialized() }.joined(separator: "\n")
    }
  }

  private mutating func row() -> JSONObject {
    switch layout {
    case .alpaca:
      let system: JSONValue = chance(50) ? .string(text(.system)) : .null
      let history = (0..<generator.index(below: 3)).map { _ -> JSONValue in [.string(text()), .string(text())] }
      let question = text()
      let input = chance(40) ? text() : ""
      return [
        "system": system, "history": .array(history), "instruction": .string(question), "input": .string(input),
        "output": chance(10) ? "" : .string(text()),
      ]
    case .pairs, .columns: return ["prompt": .string(text()), "completion": .string(text())]
    case .messageLists:
      let all = conversation(role: "role", text: "content")
      let last = all.lastIndex { $0["role"]?.string == "user" }.map { $0 + 1 } ?? 0
      return ["prompt": .array(Array(all[..<last])), "completion": .array(Array(all[last...]))]
    case .shareGPT:
      return ["conversations": .array(conversation(role: "from", text: "value", user: "human", assistant: "gpt"))]
    case .messages, .messageColumns, .printed, .nested:
      return ["messages": .array(conversation(role: "role", text: "content"))]
    case .spelledMessages:
      let names = one(of: [("prompter", "assistant"), ("User", "Assistant"), ("user", "model"), ("human", "chatgpt")])
      return [
        "conversation": .array(
          conversation(
            role: one(of: ["role", "from"]), text: one(of: ["content", "text", "parts"]), user: names.0,
            assistant: names.1))
      ]
    case .stringMessages:
      return ["messages": .string(JSONValue.array(conversation(role: "role", text: "content")).serialized())]
    case .preferred: return ["prompt": .string(text()), "chosen": .string(text()), "rejected": "another answer"]
    case .preferredMessages:
      let chosen = conversation(role: "role", text: "content")
      return [
        "chosen": .array(chosen),
        "rejected": [["role": "user", "content": "q"], ["role": "assistant", "content": "a"]],
      ]
    }
  }

  /// 1 to 12 turns, mostly in order.
  private mutating func conversation(
    role: String, text name: String, user: String = "user", assistant: String = "assistant"
  ) -> [JSONValue] {
    var messages: [JSONValue] = []
    func add(_ who: String, _ said: JSONValue, _ more: JSONObject = [:]) {
      messages.append(.object(JSONObject([(role, .string(who)), (name, said)] + more.map { ($0.key, $0.value) })))
    }
    if chance(40) { add("system", .string(text(.system))) }
    let isOrderly = chance(70)
    for turn in 0..<1 + generator.index(below: 11) {
      let who =
        isOrderly ? (turn % 2 == 0 ? user : assistant) : one(of: [user, assistant, assistant, "tool", "system"])
      if who == assistant {
        var more: JSONObject = [:]
        if chance(10) { more["weight"] = 0 }
        if chance(10) { more["reasoning_content"] = .string(text(.reasoning)) }
        if chance(10) {
          let function: JSONValue = ["name": "f", "arguments": ["a": .string(text())]]
          more["tool_calls"] = [["type": "function", "function": function]]
          add(who, .null, more)
        } else if chance(5) {
          add(who, "", more)
        } else if chance(15) {
          let said = text()
          add(who, [["type": "text", "text": .string(said)]], more)
        } else {
          add(who, .string(text()), more)
        }
      } else {
        add(who, chance(5) ? "" : .string(text(who == "system" ? .system : .turn)))
      }
    }
    return messages
  }
}
