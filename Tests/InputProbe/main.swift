// Parses and checks damaged lines by the million, in one process.
//
//   InputProbe STORE COUNT SEED FILE…    lines of the files, spliced and damaged; the same SEED makes the same inputs
//
// Of each input: every span of a finding lies inside it; what parses prints as text that parses to the same program and prints the
// same again; a patched line that would be shown checks; nothing takes longer than two seconds. Prints what failed, with the number of
// its input, and how many were tried; status 1 after any failure. A trap ends the process by a signal: `at N` is the last thing printed.
import Diagnostics
import Foundation
import Pipeline
import Stages
import Store
import Syntax
import TestSupport

/// Lines of the corpus, and the words in them.
struct Corpus {
  let lines: [[UInt8]]
  let words: [[UInt8]]

  init(_ files: [String]) throws {
    var lines: Set<String> = []
    for file in files {
      for line in try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n") {
        let text = line.hasPrefix("> ") ? line.dropFirst(2) : line[...]
        if text.utf8.count < 300 { lines.insert(String(text)) }
      }
    }
    self.lines = lines.sorted().map { Array($0.utf8) }
    words = Set(lines.flatMap { $0.split(separator: " ").map(String.init) }).sorted().map { Array($0.utf8) }
  }

  /// An input: a line or several, spliced with another, then damaged.
  func input(_ random: inout SplitMix) -> [UInt8] {
    var bytes = lines[random.below(lines.count)]
    switch random.below(8) {
    case 0: bytes += [0x0A] + lines[random.below(lines.count)]
    case 1:
      let other = lines[random.below(lines.count)]
      bytes = Array(bytes.prefix(random.below(bytes.count + 1))) + other.suffix(random.below(other.count + 1))
    case 2: bytes += Array(" | ".utf8) + lines[random.below(lines.count)]
    case 3: bytes = Array("load mixed | compare { ".utf8) + bytes + Array(" } { take 5 }".utf8)
    default: break
    }
    for _ in 0..<random.below(5) { damage(&bytes, &random) }
    return bytes
  }

  private static let signs = Array("|{}()\"`$%#=<>-+*/,.:;&'[]~\\\n \t!?@_0123456789".utf8)
  private static let characters = ["é", "日", "‘", "–", "\u{0}", "\u{1B}", "\u{202E}", "𝔘", "\u{FEFF}", "…"].map {
    Array($0.utf8)
  }

  private func damage(_ bytes: inout [UInt8], _ random: inout SplitMix) {
    guard !bytes.isEmpty else { return bytes.append(UInt8(truncatingIfNeeded: random.next())) }
    let index = random.below(bytes.count)
    switch random.below(9) {
    case 0: bytes[index] = UInt8(truncatingIfNeeded: random.next())
    case 1: bytes.removeSubrange(index...)
    case 2: bytes.remove(at: index)
    case 3, 4: bytes.insert(Self.signs[random.below(Self.signs.count)], at: index)
    case 5: bytes.insert(contentsOf: Self.characters[random.below(Self.characters.count)], at: index)
    case 6: bytes.insert(contentsOf: [0x20] + words[random.below(words.count)] + [0x20], at: index)
    case 7:
      // A word gone.
      let end = bytes[index...].firstIndex(of: 0x20) ?? bytes.count
      bytes.removeSubrange(index..<end)
    default:
      let end = min(bytes.count, index + random.below(20))
      bytes.insert(contentsOf: Array(bytes[index..<end]), at: random.below(bytes.count))
    }
  }
}

/// What is looked at of one input.
struct Examination {
  let interpreter: Interpreter
  let bytes: [UInt8]
  let mode: Parser.Mode
  /// Proving advice parses and checks again: not of every input.
  let provesAdvice: Bool

  /// What is wrong; nil: nothing.
  func fault() -> String? {
    let source = SourceText(name: "input", bytes: bytes)
    let (program, mistakes) = Parser.parse(source, mode: mode)
    if let fault = outside(mistakes, in: source, "parsing") { return fault }
    let found = mistakes.hasErrors ? mistakes : mistakes + interpreter.check(program, source)
    if let fault = outside(found, in: source, "checking") { return fault }
    _ = Renderer.plain.render(found, in: source)
    if mistakes.isEmpty {
      let printed = Canonical.print(program)
      let again = Parser.parse(SourceText(name: "printed", text: printed), mode: mode)
      if again.diagnostics.hasErrors { return "what was printed does not parse" }
      if TreeDump.dump(again.program) != TreeDump.dump(program) { return "what was printed is another program" }
      if Canonical.print(again.program) != printed { return "what was printed prints otherwise" }
    }
    guard provesAdvice, found.hasErrors else { return nil }
    for help in interpreter.proven(found, in: source, mode: mode).flatMap(\.helps) where !help.edits.isEmpty {
      let patched = SourceText(name: "patched", bytes: help.applied(to: source))
      let (program, mistakes) = Parser.parse(patched, mode: mode)
      let lines = Set(help.edits.map { source.lineIndex(of: min($0.span.lower, max(0, bytes.count - 1))) })
      // Other lines may have mistakes of their own.
      guard source.lineStarts.count == 1, lines.count == 1 else { continue }
      let left = (mistakes + (mistakes.hasErrors ? [] : interpreter.check(program, patched))).filter(\.isError)
      if let error = left.first { return "a patched line does not check: \(error.message)" }
    }
    return nil
  }

  private func outside(_ found: [Diagnostic], in source: SourceText, _ what: String) -> String? {
    for finding in found {
      let edits = finding.helps.flatMap(\.edits).map(\.span)
      for span in [finding.span] + finding.secondary.map(\.span) + edits
      where span.lower < 0 || span.upper > source.bytes.count || span.lower > span.upper {
        return "\(what): \(finding.code) points outside: \(span)"
      }
    }
    return nil
  }
}

/// At once: what was said last tells where a trap was.
func say(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }

let words = Array(CommandLine.arguments.dropFirst())
guard words.count >= 4, let count = Int(words[1]), let seed = UInt64(words[2]) else { exit(2) }
let corpus = try Corpus(Array(words[3...]))
let executor = Executor(registry: .standard, store: try ResultStore(directory: words[0]), engine: .current)

/// One that has warned of nothing yet: it remembers of what it has.
func interpreter() throws -> Interpreter {
  let interpreter = Interpreter(executor: executor, cells: true)
  try interpreter.load(library: StandardLibrary.files)
  return interpreter
}

var checker = try interpreter()
var failures = 0
for number in 0..<count {
  if number % 10_000 == 0 {
    say("at \(number)")
    checker = try interpreter()
  }
  var random = SplitMix(seed: seed &* 0x2545_F491_4F6C_DD1D &+ UInt64(number))
  let examination = Examination(
    interpreter: checker, bytes: corpus.input(&random), mode: number % 2 == 0 ? .script : .prompt,
    provesAdvice: number % 20 == 0)
  let started = ContinuousClock.now
  var fault = examination.fault()
  if ContinuousClock.now - started > .seconds(2) { fault = "took \(ContinuousClock.now - started)" }
  guard let fault else { continue }
  failures += 1
  say("input \(number): \(fault)\n\(String(decoding: examination.bytes, as: UTF8.self).debugDescription)")
  if failures >= 50 { break }
}
say("\(count) inputs, \(failures) failures")
exit(failures == 0 ? 0 : 1)
