import Diagnostics
import Foundation
import Pipeline
import Stages
import Store
import Syntax
import TestSupport
import Testing

/// What is said of hundreds of mistakes, word for word: whoever changes a message sees which lines it is about.
///
/// `Goldens/mistakes.md` holds the lines, after `>`, and below each its message; `Goldens/not-yet-proud.md` those whose messages should be
/// better. CACT_RECORD=1 records anew.
@Suite struct MistakeGoldenTests {
  private let folder: TemporaryDirectory
  private let interpreter: Interpreter

  init() throws {
    folder = try TemporaryDirectory()
    interpreter = Interpreter(
      executor: Executor(registry: .standard, store: try ResultStore(directory: folder("store")), engine: .current),
      cells: true)
    try interpreter.load(library: StandardLibrary.files)
  }

  private func findings(_ text: String) -> (source: SourceText, found: [Diagnostic]) {
    let source = SourceText(name: "cell[1]", text: text)
    let (program, found) = Parser.parse(source, mode: .prompt)
    return (source, found.hasErrors ? found : found + interpreter.check(program, source))
  }

  /// What the prompt says of a line; every patched line in it checks.
  private func said(of line: String) -> String {
    let (source, found) = findings(line)
    #expect(!found.isEmpty, "nothing is said of \(line)")
    let proven = interpreter.proven(found, in: source, mode: .prompt)
    for help in proven.flatMap(\.helps) where !help.edits.isEmpty {
      let patched = String(decoding: help.applied(to: source), as: UTF8.self)
      let errors = findings(patched).found.filter(\.isError)
      // One of several mistakes may be mended by itself.
      let others = Set(found.map { "\($0.code) \($0.message)" })
      #expect(
        errors.allSatisfy { others.contains("\($0.code) \($0.message)") } && errors.count < max(1, found.count),
        "\(line)\n\(patched)\n\(errors.map(\.message))")
    }
    return Renderer.plain.render(proven, in: source)
  }

  @Test(arguments: ["mistakes", "not-yet-proud"]) func everyMistakeIsToldAsRecorded(file: String) throws {
    let path = PackageRoot.path + "/Tests/TerminalTests/Goldens/\(file).md"
    let recorded = try String(contentsOfFile: path, encoding: .utf8)
    var now: [String] = []
    var line: [String] = []
    var count = 0
    var isHead = true
    func end() {
      guard !line.isEmpty else { return }
      count += 1
      now += line.map { "> " + $0 } + [""]
      now += said(of: line.joined(separator: "\n")).split(separator: "\n", omittingEmptySubsequences: false)
        .map { $0.isEmpty ? "" : "    " + $0 }
      if now.last != "" { now.append("") }
      line = []
    }
    for text in recorded.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if text.hasPrefix("> ") {
        isHead = false
        line.append(String(text.dropFirst(2)))
        continue
      }
      end()
      if text.hasPrefix("## ") {
        now += [text, ""]
        isHead = false
      } else if isHead {
        now.append(text)
      }
    }
    end()
    while now.last == "" { now.removeLast() }
    let text = now.joined(separator: "\n") + "\n"
    if ProcessInfo.processInfo.environment["CACT_RECORD"] == "1" {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
    } else {
      #expect(text == recorded, "\(file).md differs; CACT_RECORD=1 records it")
    }
    if file == "mistakes" { #expect(count >= 120) }
  }
}
