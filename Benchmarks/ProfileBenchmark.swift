import Curation
import Foundation
import LanguageModel
import MatMul
import Numerics
import Packing
import Tuning

/// Where the time of a scoring pass and of tuning steps goes, kernel by kernel, beside the ceiling of its products.
///
/// Seconds are those of all threads together over their number, so that shares add up to the whole; bytes are what a kernel
/// must move if nothing that it reads is in a cache, and none where what it reads has just been computed there.
enum ProfileBenchmark {
  static func run(_ arguments: [String]) throws {
    guard let what = arguments.first, ["score", "tune"].contains(what) else {
      throw Misuse(description: "score or tune is expected, then MODEL DATA")
    }
    let rest = Array(arguments.dropFirst())
    let profile = Profile()
    let wall = what == "score" ? try ScoreJob.run(rest, profile: profile) : try TuneJob.run(rest, profile: profile)
    let threads = Double(Threads.count)
    let precision = rest.contains("bf16") ? Precision.bf16 : .f32
    let ceiling = try rest.first.map { try CeilingBenchmark.rate(model: $0, precision) } ?? 0
    print(
      "kernel".padding(28) + column("share", 8) + column("seconds", 10) + column("GFLOP", 10) + column("GFLOP/s", 10)
        + column("GB", 8) + column("GB/s", 8))
    var (known, operations) = (0.0, 0.0)
    for (name, e) in profile.entries.sorted(by: { $0.value.threadSeconds > $1.value.threadSeconds }) {
      let seconds = e.threadSeconds / threads
      known += seconds
      operations += e.operations
      print(
        name.padding(28) + column(rounded(100 * seconds / wall, 1) + " %", 8) + column(rounded(seconds, 3), 10)
          + (e.operations > 0
            ? column(rounded(e.operations / 1e9, 0), 10) + column(rounded(e.operations / seconds / 1e9, 0), 10)
            : column("", 20))
          + (e.bytes > 0
            ? column(rounded(e.bytes / 1e9, 2), 8) + column(rounded(e.bytes / seconds / 1e9, 1), 8) : ""))
    }
    print(
      "waiting for each other, other".padding(28) + column(rounded(100 * (wall - known) / wall, 1) + " %", 8)
        + column(rounded(wall - known, 3), 10))
    let rate = operations / wall / 1e9
    print(
      "all of \(rounded(wall, 3)) s: \(rounded(rate, 0)) GFLOP/s; products alone \(rounded(ceiling, 0)) in "
        + "\(precision.rawValue) on \(Threads.count) threads (\(Products.current.engineName)): "
        + "\(rounded(100 * rate / ceiling, 0)) % of them")
  }
}
