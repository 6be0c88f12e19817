import Assistance
import Diagnostics
import Documents

extension LanguageServer {
  /// `textDocument/completion`. Names that hold something hidden are not offered: nobody would see what is written.
  func completion(_ params: JSONValue) throws(RPCError) -> JSONValue {
    let (document, offset) = try place(params)
    let completion = Assistant(checker()).complete(in: document.source, at: offset)
    let range = document.range(completion.span(before: offset))
    let shown = completion.candidates.filter { !$0.text.unicodeScalars.contains(where: DisplayText.isHidden) }
    let items = shown.enumerated().map { index, candidate -> JSONValue in
      let place = String(index)
      var item: JSONObject = [
        "label": .string(candidate.text), "kind": .integer(Self.kind(candidate.kind)),
        // The likeliest first: editors would sort by the alphabet.
        "sortText": .string(String(repeating: "0", count: max(0, 5 - place.count)) + place),
        "filterText": .string(candidate.text),
        "textEdit": ["range": range, "newText": .string(candidate.text)],
      ]
      if !candidate.description.isEmpty { item["detail"] = .string(DisplayText.escaped(candidate.description)) }
      return .object(item)
    }
    return ["isIncomplete": false, "items": .array(items)]
  }

  /// `CompletionItemKind`.
  private static func kind(_ kind: Candidate.Kind) -> Int {
    switch kind {
    case .stage, .function: 3  // Function
    case .column: 5  // Field
    case .value: 6  // Variable
    case .scalar: 21  // Constant
    case .setting, .option: 10  // Property
    case .statement, .comparison, .command: 14  // Keyword
    case .flag, .choice: 20  // EnumMember
    case .topic: 18  // Reference
    case .file: 17  // File
    case .folder: 19  // Folder
    case .model: 9  // Module
    }
  }
}
