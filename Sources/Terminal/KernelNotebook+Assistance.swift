import Assistance
import Diagnostics
import Documents
import Jupyter
import Notebook
import Pipeline
import Plots
import Syntax

// What a client asks while a cell is written.
extension KernelNotebook {
  func state(of code: String) -> CodeState {
    let line = code.trimmingBlanks()
    if line.hasPrefix("?") || line.hasPrefix(":") { return .complete }
    if Parser.isIncomplete(code) { return .incomplete }
    return Parser.parse(SourceText(name: "cell", text: code), mode: .prompt).diagnostics.hasErrors
      ? .invalid : .complete
  }

  func complete(_ code: String, at cursor: Int) -> KernelCompletion {
    let before = Self.prefix(code, cursor)
    let completion = completion(before)
    // The protocol counts code points, the language bytes.
    let word = before.utf8.suffix(completion.length)
    let length = String(decoding: word, as: UTF8.self).unicodeScalars.count
    return KernelCompletion(
      range: max(0, cursor - length)..<cursor,
      candidates: completion.candidates.map { .init(text: $0.text, kind: "\($0.kind)", help: $0.description) })
  }

  private func completion(_ before: String) -> Completion {
    // As at the prompt, whose commands a cell has not.
    if before.hasPrefix("?") { return assistant.stages(beginningWith: String(before.dropFirst())) }
    let source = SourceText(name: "cell", text: before)
    return assistant.complete(in: source, at: source.bytes.count)
  }

  func inspect(_ code: String, at cursor: Int) -> JSONObject? {
    let source = SourceText(name: "cell", text: code)
    guard let help = assistant.help(in: source, at: Self.prefix(code, cursor).utf8.count) else { return nil }
    return [
      "text/plain": .string(DisplayText.escaped(help.text, keepNewlines: true)),
      "text/html": .string("<pre>\(Markup.escaped(help.text, keepNewlines: true))</pre>"),
    ]
  }

  private var assistant: Assistant {
    Assistant(notebook.interpreter) { [notebook] binding in
      notebook.cells.last { $0.name == binding.name || "_\($0.number)" == binding.name }?.summary
    }
  }

  private static func prefix(_ code: String, _ cursor: Int) -> String {
    String(String.UnicodeScalarView(code.unicodeScalars.prefix(cursor)))
  }
}
