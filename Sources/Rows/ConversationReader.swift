/// Reads conversations: `[{"role": "user", "content": …}, {"role": "assistant", …}]`, or with `from` and `value` as ShareGPT
/// writes them.
struct ConversationReader {
  /// Why a value is no conversation that can be used; as a ledger says it after the number of rows.
  enum Refusal: String, Error {
    case notMessages = "not a list of messages"
    case unknownRole = "with a role that is none of system, user and assistant"
    case tools = "with tool calls, which are not read yet"
  }

  /// The conversation that a JSON value holds.
  static func read(_ json: ArraySlice<UInt8>) -> Result<Conversation, Refusal> {
    json.withUnsafeBufferPointer { bytes in
      do throws(Stop) { return .success(Conversation(turns: try turns(bytes))) } catch {
        switch error {
        case .refused(let refusal): return .failure(refusal)
        // Text inside a string need not be JSON.
        case .scan: return .failure(.notMessages)
        }
      }
    }
  }

  /// Whether a value looks like messages: an array whose first element is an object that names who speaks.
  static func isLikely(_ json: ArraySlice<UInt8>) -> Bool {
    json.withUnsafeBufferPointer { bytes in
      var scanner = JSONScanner(bytes)
      scanner.skipBlanks()
      do throws(JSONScanner.Failure) {
        guard try scanner.peek() == UInt8(ascii: "[") else { return false }
        scanner.at += 1
        scanner.skipBlanks()
        guard try scanner.peek() == UInt8(ascii: "{") else { return false }
        var namesSpeaker = false
        try scanner.members { key, scanner throws(JSONScanner.Failure) in
          if ["role", "from"].contains(string(key, bytes)) { namesSpeaker = true }
          _ = try scanner.value()
        }
        return namesSpeaker
      } catch { return false }
    }
  }

  // MARK: -

  private enum Stop: Error {
    case refused(Refusal)
    case scan
  }

  private static func turns(_ bytes: UnsafeBufferPointer<UInt8>) throws(Stop) -> [Conversation.Turn] {
    var scanner = JSONScanner(bytes)
    var turns: [Conversation.Turn] = []
    do throws(JSONScanner.Failure) {
      scanner.skipBlanks()
      guard try scanner.peek() == UInt8(ascii: "[") else { throw JSONScanner.Failure(offset: 0, message: "") }
      scanner.at += 1
      scanner.skipBlanks()
      if try scanner.peek() == UInt8(ascii: "]") { return [] }
    } catch { throw .refused(.notMessages) }
    while true {
      let message: Message
      let isLast: Bool
      do throws(JSONScanner.Failure) {
        scanner.skipBlanks()
        guard try scanner.peek() == UInt8(ascii: "{") else {
          throw JSONScanner.Failure(offset: scanner.at, message: "a message is an object")
        }
        message = try Self.message(&scanner, bytes)
        scanner.skipBlanks()
        isLast = try scanner.next(closing: UInt8(ascii: "]"))
      } catch { throw .scan }
      if message.callsTools || ["tool", "function", "function_call", "observation", "ipython"].contains(message.role) {
        throw .refused(.tools)
      }
      guard let role = Conversation.Role(message.role) else { throw .refused(.unknownRole) }
      var turn = message.turn
      turn.role = role
      turns.append(turn)
      if isLast { return turns }
    }
  }

  private struct Message {
    var role = ""
    var callsTools = false
    var turn = Conversation.Turn(role: .user)
  }

  private static func message(
    _ scanner: inout JSONScanner, _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(JSONScanner.Failure) -> Message {
    var message = Message()
    try scanner.members { key, scanner throws(JSONScanner.Failure) in
      let start = scanner.at
      let value = try scanner.value()
      let source = bytes[value.range]
      switch string(key, bytes) {
      case "role", "from": if value.kind.isString { message.role = string(value, bytes) ?? "" }
      case "content", "value":
        if value.kind.isString {
          message.turn.text = decoded(value, bytes)
        } else if value.kind == .nested {
          var parts = JSONScanner(bytes, from: start)
          try Self.parts(&parts, bytes, into: &message.turn)
        } else if value.kind != .null {
          message.turn.otherParts.append("\(value.kind)")
        }
      case "tool_calls", "function_call": if hasContent(value, source) { message.callsTools = true }
      case "reasoning_content", "reasoning", "reasoning_details", "thinking":
        if hasContent(value, source) { message.turn.hasReasoning = true }
      case "tools", "functions": if hasContent(value, source) { message.turn.hasTools = true }
      case let name? where RowContext.attachments.contains(name):
        if hasContent(value, source) { message.turn.otherParts.append(name) }
      case "weight", "train", "training", "trainable", "loss", "loss_mask":
        if saysNo(value, bytes) { message.turn.isLearned = false }
      case "masked": if hasContent(value, source), !saysNo(value, bytes) { message.turn.isLearned = false }
      default: break
      }
    }
    return message
  }

  /// `content` as a list of parts, or as one part: texts are joined, other parts are named.
  private static func parts(
    _ scanner: inout JSONScanner, _ bytes: UnsafeBufferPointer<UInt8>, into turn: inout Conversation.Turn
  ) throws(JSONScanner.Failure) {
    if try scanner.peek() == UInt8(ascii: "{") { return try part(&scanner, bytes, into: &turn) }
    scanner.at += 1
    scanner.skipBlanks()
    if try scanner.peek() == UInt8(ascii: "]") { return }
    repeat {
      scanner.skipBlanks()
      if try scanner.peek() == UInt8(ascii: "{") {
        try part(&scanner, bytes, into: &turn)
      } else {
        let value = try scanner.value()
        if value.kind.isString {
          turn.text = (turn.text ?? []) + decoded(value, bytes)
        } else {
          turn.otherParts.append("\(value.kind)")
        }
      }
      scanner.skipBlanks()
    } while try !scanner.next(closing: UInt8(ascii: "]"))
  }

  private static func part(
    _ scanner: inout JSONScanner, _ bytes: UnsafeBufferPointer<UInt8>, into turn: inout Conversation.Turn
  ) throws(JSONScanner.Failure) {
    var kind = "text"
    var text: [UInt8]?
    var others: [String] = []
    try scanner.members { key, scanner throws(JSONScanner.Failure) in
      let value = try scanner.value()
      switch string(key, bytes) {
      case "type": if value.kind.isString { kind = string(value, bytes) ?? "" }
      case "text", "content": if value.kind.isString { text = decoded(value, bytes) }
      // Columnar files give every part every key, most of them null.
      case let name? where RowContext.attachments.contains(name):
        if hasContent(value, bytes[value.range]) { others.append(name) }
      default: break
      }
    }
    turn.otherParts += others
    if ["text", "input_text", "output_text"].contains(kind), let text {
      turn.text = (turn.text ?? []) + text
    } else if others.isEmpty {
      turn.otherParts.append(kind)
    }
  }

  /// Whether a value says anything: `null`, `[]`, `{}`, `""` and `false` do not.
  private static func hasContent(_ value: RawValue, _ source: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    switch value.kind {
    case .null, .absent: false
    case .nested: source.contains { ![0x20, 0x09, 0x0A, 0x0D].contains($0) && !"[]{}".utf8.contains($0) }
    case .bool: source.elementsEqual("true".utf8)
    case .plainString, .wideString, .escapedString: value.length > 2
    case .integer, .number: true
    }
  }

  /// Whether a value is `false`, 0, or a text of these.
  private static func saysNo(_ value: RawValue, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard value.kind != .nested else { return false }
    let text = value.kind.isString ? string(value, bytes) ?? "" : String(decoding: bytes[value.range], as: UTF8.self)
    return text.lowercased() == "false" || Double(text) == 0
  }

  private static func decoded(_ value: RawValue, _ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var text: [UInt8] = []
    JSONStrings.decode(UnsafeBufferPointer(rebasing: bytes[value.inside]), into: &text)
    return text
  }

  private static func string(_ value: RawValue, _ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    String(decoding: decoded(value, bytes), as: UTF8.self)
  }
}
