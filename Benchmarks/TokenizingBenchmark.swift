import Documents
import Dispatch
import Numerics
import Tokenization

/// Tokens of every text of instruction files, on all threads: MODEL FILE... [--runs N]
/// [--threads N]. Printed as one JSON object: seconds of every run, the first with empty caches; reading and parsing are
/// not timed.
enum TokenizingBenchmark {
  static func run(_ arguments: [String]) throws {
    var arguments = arguments
    let runs = try takeNumber("--runs", from: &arguments) ?? 1
    if let threads = try takeNumber("--threads", from: &arguments) { Threads.set(threads) }
    guard arguments.count >= 2 else {
      return print("usage: Benchmarks tokenize MODEL FILE... [--runs N] [--threads N]")
    }
    let tokenizer = try Tokenizer(encoderDirectory: arguments[0])
    var texts: [ArraySlice<UInt8>] = []
    for file in arguments.dropFirst() {
      for row in try JSONValue.read(file).array ?? [] {
        for (_, value) in row.object ?? [:] { if let text = value.string { texts.append(Array(text.utf8)[...]) } }
      }
    }
    var times: [Double] = []
    var tokens = 0
    for _ in 0..<runs {
      times.append(try seconds { tokens = try tokenizer.encode(batch: texts).reduce(0) { $0 + $1.count } })
    }
    let bytes = texts.reduce(0) { $0 + $1.count }
    print(
      "{\"seconds\": \(times), \"texts\": \(texts.count), \"bytes\": \(bytes), \"tokens\": \(tokens), "
        + "\"threads\": \(Threads.count)}")
  }
}
