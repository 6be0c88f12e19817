/// Questions and answers from conversations: `[{"role": "user", "content": …}, {"role": "assistant", …}]`, or with
/// `from` and `value` as ShareGPT writes them.
enum Conversation {
  /// With the columns `question` and `answer` of the first user message and the assistant's reply to it, when a column
  /// of `rows` holds conversations and no pair of columns plays these roles.
  static func adding(to rows: Rows) -> Rows {
    for name in Roles.conversations {
      guard case .json(let column)? = rows.column(name) else { continue }
      let pairs = (0..<rows.count).map { column[$0].flatMap(firstPair) }
      guard pairs.contains(where: { $0 != nil }) else { continue }
      var rows = rows.removing("question").removing("answer")
      rows = rows.adding(.text(TextColumn(bytes: pairs.map { $0.map { $0.question[...] } })), named: "question")
      rows = rows.adding(.text(TextColumn(bytes: pairs.map { $0.map { $0.answer[...] } })), named: "answer")
      rows.roles = Roles(question: "question", answer: "answer")
      return rows
    }
    return rows
  }

  /// The first message of a user and the next of the assistant; nil when the value has no such pair.
  static func firstPair(_ json: ArraySlice<UInt8>) -> (question: [UInt8], answer: [UInt8])? {
    var question: [UInt8]?
    var answer: [UInt8]?
    json.withUnsafeBufferPointer { bytes in
      var scanner = JSONScanner(bytes)
      // The value was scanned when the file was: nothing can fail but an unexpected shape.
      do throws(JSONScanner.Failure) {
        guard try scanner.peek() == UInt8(ascii: "[") else { return }
        scanner.at += 1
        scanner.skipBlanks()
        if try scanner.peek() == UInt8(ascii: "]") { return }
        while answer == nil {
          scanner.skipBlanks()
          guard try scanner.peek() == UInt8(ascii: "{") else { return }
          let message = try message(&scanner, bytes)
          switch message.role {
          case "user", "human": if question == nil { question = message.text }
          case "assistant", "gpt", "model", "bot": if question != nil { answer = message.text }
          default: break
          }
          scanner.skipBlanks()
          if try scanner.next(closing: UInt8(ascii: "]")) { return }
        }
      } catch {}
    }
    guard let question, let answer else { return nil }
    return (question, answer)
  }

  private static func message(
    _ scanner: inout JSONScanner, _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(JSONScanner.Failure) -> (role: String, text: [UInt8]?) {
    var role = ""
    var text: [UInt8]?
    try scanner.members { key, scanner throws(JSONScanner.Failure) in
      let value = try scanner.value()
      guard value.kind.isString else { return }
      var decoded: [UInt8] = []
      JSONStrings.decode(UnsafeBufferPointer(rebasing: bytes[value.inside]), into: &decoded)
      switch String(decoding: bytes[key.inside], as: UTF8.self) {
      case "role", "from": role = String(decoding: decoded, as: UTF8.self)
      case "content", "value": text = decoded
      default: break
      }
    }
    return (role, text)
  }
}
