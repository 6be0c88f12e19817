import Diagnostics
import Documents
import Foundation
import Jupyter
import Synchronization
import TestSupport

/// A language of a few words, whose cells end when a test wants them to.
final class InventedLanguage: KernelLanguage {
  /// What a test sees of a kernel and does to it, from its own thread.
  final class Controls: Sendable {
    let wasInterrupted = Atomic<Bool>(false)
    let wasEndedHard = Atomic<Bool>(false)
    let isReleased = Atomic<Bool>(false)
    let log = Mutex<[String]>([])
    let ended = DispatchSemaphore(value: 0)
  }

  private let controls: Controls
  private var count = 0

  init(_ controls: Controls) { self.controls = controls }

  let facts = LanguageFacts(
    name: "invented", version: "1", mediaType: "text/x-invented", fileExtension: ".inv", resembles: "c",
    banner: "Hello",
    links: [("a page", "https://example.org")])

  /// That of `late` is known once it is interrupted: it has been said to run by then, and has not begun.
  func number(of code: String) -> Int {
    let end = Date(timeIntervalSinceNow: 60)
    while code == "late", !controls.wasInterrupted.load(ordering: .acquiring), Date() < end { usleep(1000) }
    return count + 1
  }

  /// `say TEXT`, `value TEXT`, `fail`, `wait` for an interrupt, `hang` until released whatever is wished;
  /// `late` and `heed` look once whether they are interrupted.
  func execute(_ cell: CellRequest, output: CellOutput) -> CellResult {
    if !cell.isSilent { count += 1 }
    let word = cell.code.prefix { $0 != " " }
    let rest = String(cell.code.dropFirst(word.count + 1))
    switch word {
    case "say": output.write(rest, to: .output)
    case "value": output.result(["text/plain": .string(rest)], number: count)
    case "fail": return CellResult(number: count, failure: .init(name: "E1", message: "failed", lines: ["a", "b"]))
    case "wait", "hang":
      output.write("began", to: .errors)
      while !(word == "wait"
        ? controls.wasInterrupted.load(ordering: .acquiring) : controls.isReleased.load(ordering: .acquiring))
      {
        usleep(1000)
      }
      return CellResult(number: count, failure: .init(name: "Interrupted", message: "stopped", lines: ["a", "b"]))
    case "late", "heed":
      guard controls.wasInterrupted.load(ordering: .acquiring) else { break }
      return CellResult(number: count, failure: .init(name: "Interrupted", message: "stopped", lines: ["a", "b"]))
    default: break
    }
    return CellResult(number: count)
  }

  func complete(_ code: String, at cursor: Int) -> KernelCompletion {
    KernelCompletion(range: 0..<cursor, candidates: [.init(text: code, kind: "word", help: "itself")])
  }

  func inspect(_ code: String, at cursor: Int) -> JSONObject? { cursor == 0 ? nil : ["text/plain": .string(code)] }

  func state(of code: String) -> CodeState { code.isEmpty ? .incomplete : .complete }

  /// A kernel of this language on a thread of its own.
  static func serve(_ place: KernelClient.Place) throws -> Controls {
    let controls = Controls()
    let connection = try ConnectionFile(place.path)
    let hooks = KernelHooks(
      clear: { controls.wasInterrupted.store(false, ordering: .releasing) },
      interrupt: { controls.wasInterrupted.store(true, ordering: .releasing) }, shouldEnd: { false },
      endHard: { controls.wasEndedHard.store(true, ordering: .releasing) },
      log: { line in controls.log.withLock { $0.append(line) } })
    Thread {
      do {
        try Kernel(connection, language: InventedLanguage(controls), hooks: hooks).run()
      } catch {
        controls.log.withLock { $0.append("\(error)") }
      }
      controls.ended.signal()
    }.start()
    return controls
  }
}
