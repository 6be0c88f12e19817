import Diagnostics
import Documents
import Foundation
import Numerics
import Pipeline
import Stages
import Store
import Syntax
import Work

/// One statement in an empty store: TEXT [--threads N]. Printed as one JSON object: seconds of the whole statement, with its keys and
/// what it remembers, those of its last stage alone, those of all processors, rows, and peak memory.
enum StatementBenchmark {
  static func run(_ arguments: [String]) throws {
    var arguments = arguments
    if let threads = try takeNumber("--threads", from: &arguments) { Threads.set(threads) }
    guard arguments.count == 1 else { return print("usage: Benchmarks statement TEXT [--threads N]") }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("cact-statement-\(getpid())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let executor = Executor(
      registry: .standard, store: try ResultStore(directory: folder), engine: .current)
    let interpreter = Interpreter(executor: executor)
    try interpreter.load(library: StandardLibrary.files)
    let source = SourceText(name: "benchmark", text: arguments[0])
    let (program, found) = Parser.parse(source)
    if found.hasErrors { throw Findings(found) }
    let heard = StageSeconds()
    var rows: Int?
    let before = cpuSeconds
    let whole = try seconds {
      for statement in program.statements {
        rows = try interpreter.run(statement, in: source, observer: heard, work: .silent).value?.size.rows
      }
    }
    print(
      "{\"seconds\": \(whole), \"stage_seconds\": \(heard.last ?? whole), \"rows\": \(rows ?? 0), "
        + "\"cpu_seconds\": \(cpuSeconds - before), \"peak_rss_mb\": \(Job.peakMegabytes), \"threads\": \(Threads.count)}"
    )
  }

  /// Of all threads of this process so far.
  private static var cpuSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
