import Diagnostics
import Documents
import Foundation
import Pipeline
import Stages
import Store
import Work

extension Application {
  /// Takes what the stores in `folders` remember into the one in use, and says what came of it. A store that cannot be read is
  /// named, and the others are taken.
  /// - Parameter limit: what the store may take, as `set cache` spells it; nil: as it is by default.
  public func mergeStores(_ folders: [String], limit: String?) -> ExitStatus {
    started {
      let engine = try engine(apart: false)
      let interpreter = try interpreter(engine, cells: false)
      if let limit { try interpreter.fix(setting: "cache", text: limit) }
      _ = engine.follow(interpreter.scope.settings)
      var report = MergeReport()
      var failures: [any Error] = []
      let ended: ExitStatus
      do {
        try storeWork { work in
          var sources: [StoreSource] = []
          for folder in folders {
            do {
              let source = try StoreSource(directory: folder, work: work)
              guard !source.isSame(as: engine.store) else {
                throw StoreError(.unreadable, path: source.directory, reason: "it is the one that is merged into")
              }
              // The same folder under two names counts once.
              if !sources.contains(where: { $0.directory == source.directory }) { sources.append(source) }
            } catch let error as StoreError {
              failures.append(error)
            }
          }
          try engine.store.merge(sources, work: work, report: &report)
        }
        ended = .done
      } catch {
        say(report, into: engine.store)
        return console.report(error, in: SourceText(name: "cact", text: ""), again: "the same command")
      }
      say(report, into: engine.store)
      for error in failures + report.failures.map({ $0 as any Error }) {
        console.show(Diagnostic(TerminalCodes.unusableStore, "\(error)", at: Span(0, 0)))
      }
      return failures.isEmpty && report.failures.isEmpty ? ended : .usage
    }
  }

  /// Reads a store whole, changes nothing, and names what is not as it was written.
  /// - Parameter folder: nil: the store in use.
  public func checkStore(_ folder: String?) -> ExitStatus {
    started {
      let directory = folder ?? Engine.storeDirectory(options.store)
      var result = StoreCheck()
      do {
        try storeWork { work in
          try StoreSource(directory: directory, work: work).check(work: work, result: &result)
        }
      } catch {
        name(result.damage)
        return console.report(error, in: SourceText(name: "cact", text: ""), again: "the same command")
      }
      let what = Self.counted([
        (result.values, "value", "values"), (result.rowValues, "value of a row", "values of rows"),
        (result.notes, "note", "notes"),
      ])
      console.line("\(directory): \(what ?? "nothing"), \(Figures.bytes(result.bytes)), as written")
      if result.damage.count == 0 { return .done }
      console.line("\(Figures.count(result.damage.count)) damaged, which count as forgotten:")
      name(result.damage)
      return .failed
    }
  }

  /// Runs what reads stores, with a line of progress, until Ctrl-C.
  private func storeWork(_ body: (Work) throws -> Void) throws {
    let console = console
    let line = ProgressLine(output: console.err, screen: console.errScreen, quiet: console.isQuiet.isOn)
    defer { line.finish() }
    try Signals.whileRunning { try body(Work(cancellation: cancellation) { line.report($0) }) }
  }

  private func say(_ report: MergeReport, into store: ResultStore) {
    let taken = Self.counted([
      (report.values, "value", "values"), (report.rowValues, "value of a row", "values of rows"),
      (report.notes, "note", "notes"),
    ])
    let size = taken != nil && report.bytes > 0 ? ", \(Figures.bytes(report.bytes))," : ""
    console.line("\(taken ?? "nothing")\(size) merged into \(store.directory)")
    let there = Self.counted([
      (report.valuesThere, "value", "values"), (report.rowValuesThere, "value of a row", "values of rows"),
    ])
    if let there { console.line("\(there) there already") }
    let left = Self.counted([
      (report.valuesLeftOut, "value", "values"),
      (report.kindsLeftOut, "kind of values of rows", "kinds of values of rows"),
    ])
    if let left {
      console.line(
        "\(left) left out: what was used later fills the store's \(Figures.bytes(store.limitBytes)) (--cache)")
    }
    guard report.damage.count > 0 else { return }
    console.line("\(Figures.count(report.damage.count)) damaged, not merged:")
    name(report.damage)
  }

  private func name(_ damage: EntryDamage) {
    let most = 20
    for name in damage.named.prefix(most) { console.line("  " + name) }
    if damage.count > most { console.line("  and \(Figures.count(damage.count - most)) more") }
  }

  /// "1,204 values, 1 note"; nil where there is none of anything.
  private static func counted(_ counts: [(Int, String, String)]) -> String? {
    let words = counts.filter { $0.0 > 0 }.map { "\(Figures.count($0.0)) \($0.0 == 1 ? $0.1 : $0.2)" }
    return words.isEmpty ? nil : words.joined(separator: ", ")
  }
}
