import Foundation
import MatMul
import Numerics

/// The comparison of CodeACT (arXiv 2408.02193) as one job on one engine: all rows, padded, against score, select 40 %, pack
/// and tune these. Each part runs as a process of its own; one Markdown table is printed.
///
/// `MODEL DATA [--dtype fp32|bf16] [--epochs N] [--samples N] [--max-length N] [--threads N] [--gradientCheckpointing]`
enum PaperComparison {
  static func run(_ arguments: [String]) throws {
    var own = arguments
    let name = try takeOption("--part", from: &own)
    let folder = try takeOption("--folder", from: &own)
    let job = try Job(own, samples: .max)
    guard job.out == nil, job.steps == nil else {
      throw Misuse(description: "--out and --steps say nothing here: each arm ends with its epochs")
    }
    if let name, let folder {
      guard let part = PaperPart(rawValue: name) else { throw Misuse(description: "there is no part \(name)") }
      return try part.run(job, folder: URL(fileURLWithPath: folder, isDirectory: true))
    }
    let temporary = FileManager.default.temporaryDirectory.appendingPathComponent("cact-paper-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: temporary) }
    var reports: [PaperPart: PaperPart.Report] = [:]
    for part in PaperPart.allCases { reports[part] = try child(part, own, temporary) }
    table(reports, job, arguments)
  }

  /// Runs the part in a new process; what it says on standard error is seen.
  private static func child(_ part: PaperPart, _ arguments: [String], _ folder: URL) throws -> PaperPart.Report {
    guard let program = Bundle.main.executableURL else { throw Misuse(description: "this program's file is not known") }
    let process = Process()
    process.executableURL = program
    process.arguments = ["paper"] + arguments + ["--part", part.rawValue, "--folder", folder.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let said = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Misuse(description: "the part \(part.rawValue) failed (status \(process.terminationStatus))")
    }
    FileHandle.standardError.write(Data("\(part.rawValue): \(String(decoding: said, as: UTF8.self))".utf8))
    return try JSONDecoder().decode(PaperPart.Report.self, from: said)
  }

  private static func table(_ reports: [PaperPart: PaperPart.Report], _ job: Job, _ arguments: [String]) {
    func report(_ part: PaperPart) -> PaperPart.Report { reports[part] ?? PaperPart.Report() }
    func total(_ parts: [PaperPart]) -> PaperPart.Report {
      parts.map(report).reduce(into: PaperPart.Report()) {
        $0.seconds += $1.seconds
        $0.tokens += $1.tokens
        $0.learnedTokens += $1.learnedTokens
        $0.peakMegabytes = max($0.peakMegabytes, $1.peakMegabytes)
        $0.heldOut = $1.heldOut ?? $0.heldOut
      }
    }
    func row(_ name: String, _ r: PaperPart.Report, _ what: String) {
      let loss = r.heldOut.map { rounded($0, 3) } ?? ""
      print(
        "| \(name) | \(what) | \(rounded(r.seconds, 1)) | \(r.tokens) | \(r.learnedTokens) | \(r.peakMegabytes) | \(loss) |"
      )
    }
    // Folders of this machine say nothing elsewhere.
    let command = arguments.map { $0.hasPrefix("/") ? URL(fileURLWithPath: $0).lastPathComponent : $0 }
      .joined(separator: " ")
    func steps(_ part: PaperPart) -> String { "\(report(part).rows) rows, \(report(part).steps) steps" }
    let (all, selected) = (total([.tuneAll]), total([.score, .select, .tuneSelected]))
    print("| part | what | seconds | tokens | with a loss | peak MiB | held-out loss |\n|---|---|--:|--:|--:|--:|--:|")
    row("A: tune all, padded", report(.tuneAll), steps(.tuneAll))
    row("B: score", report(.score), "\(report(.score).rows) rows, both passes")
    row("B: select", report(.select), "\(report(.select).rows) rows kept")
    row("B: tune selected, packed", report(.tuneSelected), steps(.tuneSelected))
    row("**A**", all, "total, largest peak")
    row("**B**", selected, "total, largest peak")
    func ratio(_ a: Double, _ b: Double) -> String { b > 0 ? rounded(a / b, 2) : "" }
    print(
      "| **A / B** | | \(ratio(all.seconds, selected.seconds)) | \(ratio(Double(all.tokens), Double(selected.tokens))) | "
        + "\(ratio(Double(all.learnedTokens), Double(selected.learnedTokens))) | "
        + "\(ratio(Double(all.peakMegabytes), Double(selected.peakMegabytes))) | |")
    print(
      """

      A: batches of \(PaperPart.rowsPerStep) rows, padded to the longest and run at once; B: \(Int(PaperPart.share * 100)) % \
      selected by IFD within 10 clusters, \(PaperPart.rowsPerStep) rows per step in packs of at most 4,096 tokens. Rows are \
      truncated at \(job.maxLength) tokens; epochs: \(Int(job.epochs)); \(job.precision); \(Threads.count) threads. \
      Seconds are those of a part's whole process, reading the model and the rows included. Tokens include padding. In \
      both arms logits are computed at learned positions only, which favours A: trainers that pad compute them at every \
      position. Held-out loss: mean nats per learned token on the last \(PaperPart.heldOutRows) rows, which neither arm has \
      seen; before tuning \
      \(rounded(report(.before).heldOut ?? .nan, 3)).

      \(Products.current.engineName); \
      \(OneDNN.library.map { "oneDNN \($0.version)" } ?? "no oneDNN").

      `Benchmarks paper \(command)`
      """)
  }
}
