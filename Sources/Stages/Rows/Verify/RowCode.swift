import Curation
import Rows

/// The code in a row's answer.
struct RowCode {
  /// Of most of it; nil: none that is known here.
  var language: (any CodeLanguage)?
  /// What a fence calls a language that is not known here.
  var word: String?
  /// Each block of that language.
  var pieces: [[UInt8]] = []

  /// Blocks between fences; without any, the answer where it looks like code, with the question before it where the answer goes on
  /// with the question's code.
  init(_ rows: Rows, _ row: Int) {
    guard let answer = rows.answer(row) else { return }
    let blocks = FencedCode.blocks(of: answer)
    guard !blocks.isEmpty else {
      if let first = answer.first(where: { $0 != 0x0A && $0 != 0x0D }), first == 0x20 || first == 0x09,
        let question = rows.question(row),
        let language = CodeLanguages.detected(question + answer)
      {
        self.language = language
        pieces = [Array(question + answer)]
      } else if let language = CodeLanguages.detected(answer) {
        self.language = language
        pieces = [Array(answer)]
      }
      return
    }
    let known = blocks.map { block in
      block.language.isEmpty ? CodeLanguages.detected(block.code[...]) : CodeLanguages.named(block.language)
    }
    var bytes: [String: Int] = [:]
    for (block, language) in zip(blocks, known) {
      if let language { bytes[language.name, default: 0] += block.code.count }
    }
    let most = bytes.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    guard let most else {
      word = blocks.lazy.map(\.language).first { !$0.isEmpty && !Self.noCode.contains($0) }
      return
    }
    language = CodeLanguages.named(most)
    pieces = zip(blocks, known).filter { $1?.name == most }.map(\.0.code)
  }

  /// What stands between fences and is no code.
  private static let noCode: Set = ["text", "txt", "plaintext", "plain", "output", "console", "markdown", "md"]
}
