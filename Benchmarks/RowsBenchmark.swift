import Diagnostics
import Documents
import Foundation
import Numerics
import Pipeline
import Rows
import Stages
import Store
import Syntax
import Work

/// A million short rows: reading them, and what the stages that look at them take in one session.
enum RowsBenchmark {
  static func run(_ arguments: [String]) throws {
    let place = arguments.firstIndex(of: "--rows").map { $0 + 1 } ?? arguments.count
    let count = place < arguments.count ? max(1, Int(arguments[place]) ?? 1_000_000) : 1_000_000
    Threads.set(Budget.current.threads)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("cact-rows-\(getpid())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }

    let lines = made(count)
    var bytes = 0
    for (name, begin, between, end) in [("rows.jsonl", "", "\n", "\n"), ("rows.json", "[\n", ",\n", "\n]\n")] {
      let text = Array((begin + lines.joined(separator: between) + end).utf8)
      bytes = text.count
      try Data(text).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
      var best = Double.infinity
      for _ in 0..<3 {
        let time = try seconds { _ = try RowReader.read(path: "\(folder)/\(name)") }
        best = min(best, time)
      }
      print("\(column("reading \(name)", 42))\(column(String(format: "%.0f MB/s", Double(bytes) / best / 1e6), 12))")
    }
    print("\(count) rows, \(bytes / 1_000_000) MB, \(Threads.count) threads, seconds:")
    print("\(column("", 42))\(column("stage", 12))\(column("statement", 12))")

    let executor = Executor(
      registry: .standard, store: try ResultStore(directory: "\(folder)/store"), engine: .current)
    let interpreter = Interpreter(executor: executor)
    try interpreter.load(library: StandardLibrary.files)
    for stages in [
      "", "| take 5", "| where level >= 3", "| where level == 1 and contains(question, \"77\")",
      "| where topic == \"merge\"", "| sample 10%", "| sort level desc", "| sort weight", "| sort question",
      "| where tokens > 60", "| describe", "| sort tokens desc", "| sort topic, question desc",
    ] {
      try report("load \"\(folder)/rows.jsonl\" \(stages)", as: stages.isEmpty ? "load" : stages, interpreter)
    }
    print("peak memory \(Job.peakMegabytes) MB")
  }

  /// Seconds of the last stage alone, and of the statement with its keys and what it remembers.
  private static func report(_ text: String, as name: String, _ interpreter: Interpreter) throws {
    let source = SourceText(name: "benchmark", text: text)
    let (program, found) = Parser.parse(source)
    if found.hasErrors { throw Findings(found) }
    let heard = StageSeconds()
    let whole = try seconds {
      for statement in program.statements {
        _ = try interpreter.run(statement, in: source, observer: heard, work: .silent)
      }
    }
    print(
      "\(column(name, 42))\(column(String(format: "%.2f", heard.last ?? whole), 12))"
        + column(String(format: "%.2f", whole), 12))
  }

  /// Seeded rows of some 180 bytes: a question, an answer, a topic, a small whole number and a number.
  private static func made(_ count: Int) -> [String] {
    let topics = ["sort", "count", "parse", "merge", "reverse", "filter", "sum", "split"]
    var random = SeededGenerator(seed: 11)
    return (0..<count).map { row in
      let topic = topics[Int.random(in: 0..<topics.count, using: &random)]
      let (level, number) = (Int.random(in: 0..<5, using: &random), Int.random(in: 0..<1_000_000, using: &random))
      return "{\"question\": \"Write a function that can \(topic) the values of list \(number).\", "
        + "\"answer\": \"def \(topic)_\(number)(values):\\n    return \(topic)(values, \(row % 97))\", "
        + "\"topic\": \"\(topic)\", \"level\": \(level), \"weight\": \(Double(Int.random(in: 0..<1_000_000, using: &random)) / 1_024)}"
    }
  }
}
