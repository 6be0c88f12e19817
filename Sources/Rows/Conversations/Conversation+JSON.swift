import Documents

/// The form in which a column holds conversations: `{"messages": […], "tools": […]}`, with the keys that chat templates read
/// and `"weight": 0` on answers that are not learned.
extension Conversation {
  var json: [UInt8] {
    var out = Array(#"{"messages":["#.utf8)
    for (place, turn) in turns.enumerated() {
      if place > 0 { out.append(UInt8(ascii: ",")) }
      turn.write(into: &out)
    }
    out.append(UInt8(ascii: "]"))
    if let tools { out += Array(#","tools":"#.utf8) + tools }
    out.append(UInt8(ascii: "}"))
    return out
  }

  /// nil where the bytes are not what `json` makes.
  init?(json: ArraySlice<UInt8>) {
    guard let parts = Parts(json: json), let messages = parts.messages,
      case .success(let read) = ConversationReader.read(messages[...])
    else { return nil }
    self.init(read.map(\.turn), tools: parts.tools)
  }

  /// The JSON of its messages and of its tools.
  struct Parts {
    private(set) var messages: [UInt8]?
    private(set) var tools: [UInt8]?

    /// nil where the bytes are no object.
    init?(json: ArraySlice<UInt8>) {
      let found = json.withUnsafeBufferPointer { bytes -> (messages: [UInt8]?, tools: [UInt8]?)? in
        var scanner = JSONScanner(bytes)
        var (messages, tools): ([UInt8]?, [UInt8]?)
        do throws(JSONScanner.Failure) {
          scanner.skipBlanks()
          guard try scanner.peek() == UInt8(ascii: "{") else { return nil }
          try scanner.members { key, scanner throws(JSONScanner.Failure) in
            let value = try scanner.value()
            switch JSONStrings.string(key, bytes) {
            case "messages": messages = Array(bytes[value.range])
            case "tools": tools = Array(bytes[value.range])
            default: break
            }
          }
          return (messages, tools)
        } catch { return nil }
      }
      guard let found else { return nil }
      (messages, tools) = found
    }
  }
}

extension Conversation.Turn {
  fileprivate func write(into out: inout [UInt8]) {
    out += Array(#"{"role":""#.utf8) + Array(role.rawValue.utf8) + Array(#"","content":"#.utf8)
    if let text { JSONStrings.encode(text[...], into: &out) } else { out += Array("null".utf8) }
    func put(_ key: String, _ value: [UInt8]?) {
      guard let value else { return }
      out += Array(",\"\(key)\":".utf8)
      JSONStrings.encode(value[...], into: &out)
    }
    put("input", input)
    put("reasoning_content", reasoning)
    put("name", name)
    put("tool_call_id", toolCallID)
    if let toolCalls { out += Array(#","tool_calls":"#.utf8) + toolCalls }
    if role == .assistant, !isLearned { out += Array(#","weight":0"#.utf8) }
    out.append(UInt8(ascii: "}"))
  }
}
