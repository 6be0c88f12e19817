import Diagnostics
import Documents
import Foundation
import Notebook
import Pipeline
import Store
import Work

extension Application {
  /// Runs a session's cells again in an empty store of their own and compares what they come to, up to the first stage that differs.
  /// The session and the usual store are only read; stages that write files are left out.
  /// - Parameter file: a session's file.
  public func replay(file: String) -> ExitStatus {
    started {
      let document = try SessionFile.read(file)
      let usual = try engine()
      let scratch = try Self.temporaryFolder()
      defer { try? FileManager.default.removeItem(atPath: scratch) }
      let empty = try Engine(storeDirectory: scratch, threads: options.threads, cancellation: cancellation)
      let interpreter = try interpreter(empty, cells: true)
      try restoreFixed(document, interpreter)
      let replay = Replay(document, interpreter: interpreter, then: usual.executor)
      console.greet(empty.greeting())
      let observer = StatementObserver(console)
      let work = empty.work { observer.progress($0) }
      var counts: [Replay.Finding: Int] = [:]
      var left = 0
      for (place, cell) in document.cells.enumerated() {
        console.note("\n[\(cell.number)] " + cell.source, keepNewlines: true)
        observer.begin()
        let finding: Replay.Finding
        do {
          finding = try Signals.whileRunning { try replay.run(cell, observer: observer, work: work) }
        } catch {
          observer.end(nil, cell: cell.number)
          guard error is Interrupted else {
            return console.report(error, in: SourceText(name: "", text: ""), again: "the same command")
          }
          console.note("stopped in cell \(cell.number): of what a replay makes nothing is kept")
          return Signals.asksToEnd ? .stopped : .interrupted
        }
        observer.end(nil, cell: cell.number)
        switch finding {
        case .differs(let stage, let difference):
          let rest = document.cells.count - place - 1
          console.line(
            "cell \(cell.number) differs" + (stage.isEmpty ? "" : " at `\(stage)`") + ": " + Self.words(difference))
          if rest > 0 { console.line("\(rest) more cell\(rest == 1 ? "" : "s") not run") }
          return .failed
        case .left(let reason):
          left += 1
          console.line("cell \(cell.number) not run: \(reason)")
        case .sameValues, .sameFigures, .noValue: counts[finding, default: 0] += 1
        }
      }
      console.line(Self.summary(counts, left: left))
      return .done
    }
  }

  private static func summary(_ counts: [Replay.Finding: Int], left: Int) -> String {
    let (values, figures) = (counts[.sameValues] ?? 0, counts[.sameFigures] ?? 0)
    guard values + figures > 0 else { return "nothing to compare" + (left > 0 ? ": \(left) not run" : "") }
    var text = "\(values + figures) value\(values + figures == 1 ? "" : "s") as they were"
    text += figures == 0 ? ", to the bit" : values == 0 ? ", as far as was printed of them" : ": \(values) to the bit"
    if figures > 0, values > 0 { text += ", \(figures) as far as was printed of them" }
    return text + (left > 0 ? " · \(left) not run" : "")
  }

  private static func words(_ difference: Replay.Difference) -> String {
    switch difference {
    case .inputs: "it reads something else now, a file, a model or a setting, or the stage has another version"
    case .value: "from the same inputs comes another value"
    case .verdict: "its model is judged otherwise on the held-out rows"
    case .printed(let then, let now): "it said `\(then)`, and says `\(now)`"
    case .failed(let message): message
    }
  }

  /// What the command line of the session said, which no cell does: this command's own words go before it.
  private func restoreFixed(_ document: SessionDocument, _ interpreter: Interpreter) throws {
    for (name, given) in [("model", options.model), ("seed", options.seed.map(String.init))] where given == nil {
      guard let value = document.settings[name]?.string,
        !document.cells.contains(where: { $0.source.trimmingBlanks().hasPrefix("set \(name) ") })
      else { continue }
      try interpreter.fix(setting: name, text: value)
      console.note("\(name): \(value), as the session's command line said")
    }
  }

  /// An empty folder of this process alone, beside other temporary files. Those that processes left which were killed are removed.
  private static func temporaryFolder() throws -> String {
    let folder = FileManager.default.temporaryDirectory.path
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
      guard let match = name.wholeMatch(of: #/cact-replay-(\d+)-\w{6}/#), let process = pid_t(match.1),
        kill(process, 0) != 0, errno == ESRCH
      else { continue }
      try? FileManager.default.removeItem(atPath: folder + "/" + name)
    }
    var path = Array((folder + "/cact-replay-\(getpid())-XXXXXX").utf8CString)
    guard mkdtemp(&path) != nil else { throw FileError(path: folder, operation: .write) }
    return String(decoding: path.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
