import Foundation
import Synchronization
import Work

/// The notebook begun again in the place of its own process: how a cell that does not stop when asked is stopped all the same,
/// and the prompt comes back. What the cell had stored is whole, as after any end of a process.
enum Restart {
  /// The variable that tells the new process where to go on: `CELL:SESSION`.
  private static let variable = "CACT_RESTART"

  private enum State {
    /// A script: there is no prompt to come back to.
    static let ends = 0
    /// A notebook that is written nowhere: to begin again would lose its cells.
    static let refuses = 1
    static let begins = 2
  }
  private static let state = Atomic<Int>(State.ends)

  /// The arguments of `execve`, at addresses that never change. `value` is written only while the state says that nobody
  /// begins again.
  private struct Call {
    var path: UnsafeMutablePointer<CChar>
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    var environment: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    /// `CACT_RESTART=…`, the first of the environment.
    var value: UnsafeMutablePointer<CChar>
  }
  private static let room = 8192
  nonisolated(unsafe) private static let call: Call = {
    func list(_ words: [String]) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> {
      let list = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: words.count + 1)
      for (index, word) in words.enumerated() { list[index] = strdup(word) }
      list[words.count] = nil
      return list
    }
    let value = UnsafeMutablePointer<CChar>.allocate(capacity: room)
    value[0] = 0
    let inherited = ProcessInfo.processInfo.environment.filter { $0.key != variable }
    let environment = list([""] + inherited.map { "\($0.key)=\($0.value)" })
    free(environment[0])
    environment[0] = value
    return Call(
      path: strdup(RunningProgram.path), arguments: list(CommandLine.arguments), environment: environment, value: value)
  }()

  private static let refusal: StaticString =
    "\r\ncact: this session is not saved, so the cell is not stopped hard; Ctrl-\\ ends cact and loses all cells\r\n"

  static func prepare() { _ = (state.load(ordering: .relaxed), refusal.utf8CodeUnitCount) }

  private static let isForbidden = Atomic<Bool>(false)

  /// A hard stop ends the program from now on, whatever is said later: MPI does not begin twice in one process.
  static func forbid() { isForbidden.store(true, ordering: .relaxed) }

  /// From now on a hard stop begins the notebook again.
  /// - Parameters:
  ///   - cell: the number of the cell that runs; nil: none does.
  ///   - session: the file that holds all cells, that one included; nil: there are none to lose.
  static func arm(cell: Int?, session: String?) {
    guard !isForbidden.load(ordering: .relaxed) else { return }
    state.store(State.refuses, ordering: .sequentiallyConsistent)
    let text = "\(variable)=\(cell ?? 0):\(session ?? "")"
    guard text.utf8.count < room else { return }
    _ = text.withCString { strcpy(call.value, $0) }
    state.store(State.begins, ordering: .sequentiallyConsistent)
  }

  /// From now on a hard stop is refused: cells would be lost.
  static func refuse() {
    guard !isForbidden.load(ordering: .relaxed) else { return }
    state.store(State.refuses, ordering: .sequentiallyConsistent)
  }

  /// Begins again, where that is wanted. Only async-signal-safe calls: write, execve.
  /// - Returns: whether the program is to end: there is no prompt, or the system does not start it again.
  static func perform() -> Bool {
    switch state.load(ordering: .acquiring) {
    case State.begins:
      execve(call.path, call.arguments, call.environment)
      return true
    case State.refuses:
      _ = write(STDERR_FILENO, refusal.utf8Start, refusal.utf8CodeUnitCount)
      return false
    default: return true
    }
  }

  /// Where to go on, in a process that took the place of one that was stopped hard; asked once.
  static func taken() -> (cell: Int?, session: String?)? {
    guard let text = getenv(variable).map({ String(cString: $0) }) else { return nil }
    unsetenv(variable)
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let cell = Int(parts[0]) else { return nil }
    return (cell > 0 ? cell : nil, parts[1].isEmpty ? nil : String(parts[1]))
  }
}
