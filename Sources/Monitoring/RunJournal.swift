public import Digests
import Foundation
public import Pipeline
import Sandbox
import Store
import Synchronization
import Work

/// Tells of every long stage while it runs: in a run log, in TensorBoard's event files and by an alert, as the settings say. Nothing
/// that goes wrong here reaches the stage.
public final class RunJournal: RunMonitor {
  /// What lasts so many seconds is long.
  public static let usualLength = 2.0
  /// Logs that are kept in the folder.
  public static let mostLogs = 50

  private let folder: String?
  let longFrom: Double
  private let count = Atomic<Int>(0)
  private let state = Mutex(State())

  private struct State {
    var ownLog: String?
    var torn: Set<String> = []
    var problem: String?
    var isProblemTold = false
    var alerts = DetachedCommand()
  }

  /// - Parameters:
  ///   - folder: where a log of this process is made, once a stage is long and no other is set; nil: none is.
  ///   - longFrom: seconds.
  public init(folder: String?, longFrom: Double = RunJournal.usualLength) {
    self.folder = folder
    self.longFrom = longFrom
  }

  /// The watch of a stage that begins.
  public func stageBegins(_ stage: String, key: ContentDigest, within: Int, settings: Settings) -> any StageWatch {
    RunEntry(
      journal: self, number: count.add(1, ordering: .relaxed).newValue, within: within, stage: stage, key: key,
      settings: settings)
  }

  /// What kept something from being written, once.
  public func takeProblem() -> String? {
    state.withLock { state in
      guard let problem = state.problem, !state.isProblemTold else { return nil }
      state.isProblemTold = true
      return problem
    }
  }

  func failed(_ what: String) { state.withLock { $0.problem = $0.problem ?? what } }

  /// Appends a line to the log that is set, else to this process's own.
  func write(_ line: String, to set: String?) {
    state.withLock { state in
      do {
        guard let path = try set ?? ownLog(&state) else { return }
        // Behind a line that the disk had no room for.
        let bytes = Array(((state.torn.contains(path) ? "\n" : "") + line + "\n").utf8)
        state.torn.insert(path)
        try LogFile.append(bytes, to: path)
        state.torn.remove(path)
      } catch {
        state.problem = state.problem ?? "the run log is not written: \(error)"
      }
    }
  }

  func path(_ set: String?) -> String? { set ?? state.withLock { $0.ownLog } }

  /// A name that sorts by time; the oldest of the folder make room.
  private func ownLog(_ state: inout State) throws -> String? {
    guard let folder else { return nil }
    if let path = state.ownLog { return path }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let logs = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(Self.suffix) }.sorted()
    for name in logs.prefix(max(0, logs.count - Self.mostLogs + 1)) {
      try? FileManager.default.removeItem(atPath: folder + "/" + name)
    }
    let path = "\(folder)/\(RunClock.stamp())-\(getpid())\(Self.suffix)"
    state.ownLog = path
    return path
  }

  static let suffix = ".jsonl"

  /// The log of a folder that was written to last; nil where there is none.
  public static func newestLog(in folder: String) -> String? {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    func changed(_ name: String) -> Date {
      let found = try? FileManager.default.attributesOfItem(atPath: folder + "/" + name)
      return found?[.modificationDate] as? Date ?? .distantPast
    }
    return names.filter { $0.hasSuffix(suffix) }.map { ($0, changed($0)) }
      .max { ($0.1, $0.0) < ($1.1, $1.0) }.map { folder + "/" + $0.0 }
  }

  func alert(_ command: String, _ facts: [(String, String)]) {
    state.withLock { state in
      do { try state.alerts.start(command, facts) } catch {
        state.problem = state.problem ?? "the alert could not be started: \(error)"
      }
    }
  }
}

extension RunJournal {
  /// Where the logs of a store lie.
  public static func folder(ofStore directory: String?) -> String {
    (directory.map { ($0 as NSString).expandingTildeInPath } ?? ResultStore.defaultDirectory()) + "/runs"
  }

  /// The name of this machine, as logs have it.
  public static var host: String { RunHost.name }
}
