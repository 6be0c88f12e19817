import Documents

/// Reads conversations: `[{"role": "user", "content": …}, {"role": "assistant", …}]`, or with `from` and `value` as ShareGPT
/// writes them.
struct ConversationReader {
  /// Why a value is no conversation that can be used; as a ledger says it after the number of rows.
  enum Refusal: String, Error {
    case notMessages = "not a list of messages"
    case unknownRole = "with a role that is none of system, user, assistant and tool"
    case unreadableCall = "with a function call that is no JSON"
  }

  /// A turn, and what the message has that a turn cannot say.
  struct Message {
    var turn: Conversation.Turn
    /// Kinds of its parts that are no text: `image_url`.
    var otherParts: [String] = []
    /// It brings thoughts that are no text.
    var hasOtherReasoning = false
    /// It brings the tools that may be called: a JSON array.
    var tools: [UInt8]?
    /// It brings tools in another form than a list.
    var hasOtherTools = false
    /// It is to count more or less than others, not just at all or not.
    var hasFractionalWeight = false

    fileprivate var roleName = ""

    init(_ turn: Conversation.Turn = Conversation.Turn(.user, nil)) { self.turn = turn }
  }

  /// The messages that a JSON value holds.
  static func read(_ json: ArraySlice<UInt8>) -> Result<[Message], Refusal> {
    json.withUnsafeBufferPointer { bytes in
      do throws(Stop) { return .success(try messages(bytes)) } catch {
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
          if ["role", "from", "user"].contains(JSONStrings.string(key, bytes)) { namesSpeaker = true }
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

  private static func messages(_ bytes: UnsafeBufferPointer<UInt8>) throws(Stop) -> [Message] {
    var scanner = JSONScanner(bytes)
    var messages: [Message] = []
    do throws(JSONScanner.Failure) {
      scanner.skipBlanks()
      guard try scanner.peek() == UInt8(ascii: "[") else { throw JSONScanner.Failure(offset: 0, message: "") }
      scanner.at += 1
      scanner.skipBlanks()
      if try scanner.peek() == UInt8(ascii: "]") { return [] }
    } catch { throw .refused(.notMessages) }
    while true {
      var message: Message
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
      guard let role = Conversation.Role(message.roleName) else { throw .refused(.unknownRole) }
      message.turn.role = role
      if message.roleName.lowercased() == "function_call" { try readCall(&message.turn) }
      if role != .assistant { message.turn.isLearned = false }
      messages.append(message)
      if isLast { return messages }
    }
  }

  /// ShareGPT writes a call as what somebody says: `{"from": "function_call", "value": "{\"name\": …, \"arguments\": …}"}`.
  private static func readCall(_ turn: inout Conversation.Turn) throws(Stop) {
    guard let text = turn.text else { return }
    guard let kind = nested(text) else { throw .refused(.unreadableCall) }
    turn.toolCalls = kind == .list ? text : calls(text)
    turn.text = nil
  }

  private enum Nested { case list, object }

  /// What a text holds that is one JSON list or object; nil where it is neither.
  private static func nested(_ text: [UInt8]) -> Nested? {
    text.withUnsafeBufferPointer { bytes in
      var scanner = JSONScanner(bytes)
      scanner.skipBlanks()
      guard let value = try? scanner.value(), value.kind == .nested else { return nil }
      scanner.skipBlanks()
      return scanner.at == bytes.count ? bytes[value.start] == UInt8(ascii: "[") ? .list : .object : nil
    }
  }

  /// A function and its arguments as the only call of a list.
  private static func calls(_ function: some Sequence<UInt8>) -> [UInt8] {
    Array(#"[{"type":"function","function":"#.utf8) + function + Array("}]".utf8)
  }

  private static func message(
    _ scanner: inout JSONScanner, _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(JSONScanner.Failure) -> Message {
    var message = Message()
    message.turn.isLearned = true
    // What older sets name the speaker and the text by, where there is no other name.
    var user = ""
    var other = Message()
    try scanner.members { key, scanner throws(JSONScanner.Failure) in
      let start = scanner.at
      let value = try scanner.value()
      let source = bytes[value.range]
      let text = value.kind.isString ? JSONStrings.decoded(value, bytes) : nil
      let says = hasContent(value, source)
      switch JSONStrings.string(key, bytes) {
      case "role", "from": message.roleName = JSONStrings.string(value, bytes) ?? ""
      case "user": user = JSONStrings.string(value, bytes) ?? ""
      case "content", "value": try Self.content(value, at: start, bytes, into: &message)
      case "text", "parts": try Self.content(value, at: start, bytes, into: &other)
      case "tool_calls", "function_call":
        guard says else { break }
        let calls = text ?? Array(source)
        switch nested(calls) {
        case .list: message.turn.toolCalls = calls
        case .object: message.turn.toolCalls = Self.calls(calls)
        case nil: message.otherParts.append("tool_calls")
        }
      case "tool_call_id": if says { message.turn.toolCallID = text ?? Array(source) }
      case "name": if says { message.turn.name = text ?? Array(source) }
      // Alpaca's, in the form that a column holds.
      case "input": if let text { message.turn.input = text }
      case "reasoning_content", "reasoning", "thinking":
        if says, let text { message.turn.reasoning = text } else if says { message.hasOtherReasoning = true }
      case "reasoning_details": if says { message.hasOtherReasoning = true }
      case "tools", "functions":
        guard says else { break }
        let tools = text ?? Array(source)
        if nested(tools) == .list { message.tools = tools } else { message.hasOtherTools = true }
      case let name? where RowContext.attachments.contains(name): if says { message.otherParts.append(name) }
      case "weight", "train", "training", "trainable", "loss", "loss_mask":
        if saysNo(value, bytes) {
          message.turn.isLearned = false
        } else if isFractional(value, bytes) {
          message.hasFractionalWeight = true
        }
      case "masked": if says, !saysNo(value, bytes) { message.turn.isLearned = false }
      default: break
      }
    }
    if message.roleName.isEmpty { message.roleName = user }
    if message.turn.text == nil, message.otherParts.isEmpty {
      (message.turn.text, message.otherParts) = (other.turn.text, other.otherParts)
    }
    return message
  }

  /// What is said: a text, or parts.
  private static func content(
    _ value: RawValue, at start: Int, _ bytes: UnsafeBufferPointer<UInt8>, into message: inout Message
  ) throws(JSONScanner.Failure) {
    if value.kind.isString {
      message.turn.text = (message.turn.text ?? []) + JSONStrings.decoded(value, bytes)
    } else if value.kind == .nested {
      var parts = JSONScanner(bytes, from: start)
      try Self.parts(&parts, bytes, into: &message)
    } else if value.kind != .null {
      message.otherParts.append("\(value.kind)")
    }
  }

  /// `content` as a list of parts, or as one part: texts are joined, other parts are named.
  private static func parts(
    _ scanner: inout JSONScanner, _ bytes: UnsafeBufferPointer<UInt8>, into message: inout Message
  ) throws(JSONScanner.Failure) {
    if try scanner.peek() == UInt8(ascii: "{") { return try part(&scanner, bytes, into: &message) }
    scanner.at += 1
    scanner.skipBlanks()
    if try scanner.peek() == UInt8(ascii: "]") { return }
    repeat {
      scanner.skipBlanks()
      if try scanner.peek() == UInt8(ascii: "{") {
        try part(&scanner, bytes, into: &message)
      } else {
        let value = try scanner.value()
        if value.kind.isString {
          message.turn.text = (message.turn.text ?? []) + JSONStrings.decoded(value, bytes)
        } else {
          message.otherParts.append("\(value.kind)")
        }
      }
      scanner.skipBlanks()
    } while try !scanner.next(closing: UInt8(ascii: "]"))
  }

  private static func part(
    _ scanner: inout JSONScanner, _ bytes: UnsafeBufferPointer<UInt8>, into message: inout Message
  ) throws(JSONScanner.Failure) {
    var kind = "text"
    var text: [UInt8]?
    var others: [String] = []
    try scanner.members { key, scanner throws(JSONScanner.Failure) in
      let value = try scanner.value()
      switch JSONStrings.string(key, bytes) {
      case "type": kind = JSONStrings.string(value, bytes) ?? ""
      case "text", "content": if value.kind.isString { text = JSONStrings.decoded(value, bytes) }
      // Columnar files give every part every key, most of them null.
      case let name? where RowContext.attachments.contains(name):
        if hasContent(value, bytes[value.range]) { others.append(name) }
      default: break
      }
    }
    message.otherParts += others
    if ["text", "input_text", "output_text"].contains(kind), let text {
      message.turn.text = (message.turn.text ?? []) + text
    } else if others.isEmpty {
      message.otherParts.append(kind)
    }
  }

  /// Whether a value says anything: `null`, `[]`, `{}`, `""` and `false` do not.
  private static func hasContent(_ value: RawValue, _ source: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    switch value.kind {
    case .null, .absent: false
    case .nested: source.contains { ![0x20, 0x09, 0x0A, 0x0D].contains($0) && !"[]{}".utf8.contains($0) }
    case .bool: source.elementsEqual("true".utf8)
    case .plainString, .wideString, .escapedString, .bareString: !value.inside.isEmpty
    case .integer, .number: true
    }
  }

  /// Whether a value is `false`, 0, or a text of these.
  private static func saysNo(_ value: RawValue, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let text = scalar(value, bytes) else { return false }
    return text.lowercased() == "false" || Double(text) == 0
  }

  /// Whether a value is a number that is neither 0 nor 1.
  private static func isFractional(_ value: RawValue, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    scalar(value, bytes).flatMap { Double($0) }.map { $0 != 0 && $0 != 1 } ?? false
  }

  private static func scalar(_ value: RawValue, _ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    if value.kind == .nested { return nil }
    return JSONStrings.string(value, bytes) ?? String(decoding: bytes[value.range], as: UTF8.self)
  }
}
