import Assistance
import Diagnostics
import Documents

extension LanguageServer {
  /// `textDocument/hover`: what the word there means, as a block of text that holds nothing for the editor to format.
  func hover(_ params: JSONValue) throws(RPCError) -> JSONValue {
    let (document, offset) = try place(params)
    guard let help = Assistant(checker()).help(in: document.source, at: offset) else { return .null }
    let text = DisplayText.escaped(help.text, keepNewlines: true)
    let contents: JSONValue =
      client.readsMarkdown
      ? ["kind": "markdown", "value": .string(Self.fenced(text))] : ["kind": "plaintext", "value": .string(text)]
    return ["contents": contents, "range": document.range(help.span)]
  }

  /// A text between fences longer than any row of backticks in it (CommonMark 0.31, section 4.5).
  static func fenced(_ text: String) -> String {
    var longest = 0
    var length = 0
    for byte in text.utf8 {
      length = byte == UInt8(ascii: "`") ? length + 1 : 0
      longest = max(longest, length)
    }
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return "\(fence)text\n\(text)\n\(fence)"
  }
}
