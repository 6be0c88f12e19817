import Documents
import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// What is promised of floating point: the same bits on every processor with AVX2, for any number of threads, interrupted or
  /// not; and OpenBLAS's products agree with them to 1e-5.
  @Suite("Bits") struct Bits {
    /// The kernels that the processor gets by itself, those of most laptops, and OpenBLAS in their place.
    enum Kernel: String, CaseIterable, CustomTestStringConvertible {
      case native, avx2, library = "baseline"
      var environment: [String: String?] { ["CACT_CPU": self == .native ? nil : rawValue] }
      var testDescription: String { rawValue }
    }

    /// Scores of 80 rows of a real file, as saved; "ifd" and both losses of each.
    struct Scores {
      var bytes: [UInt8]
      var numbers: [[Double]]
      init(_ cact: Cact) throws {
        bytes = try cact.bytes("scores.jsonl")
        numbers = try cact.rows("scores.jsonl").map { row in
          ["ifd", "loss_cond", "loss_direct"].map { row[$0]?.double ?? .nan }
        }
      }
    }

    /// Rows of moderate length, so that seven runs take a minute less; still several batches.
    private static func line(_ file: String) -> String {
      "load \"\(file)\" | where tokens < 300 | take 80 | score complexity | save \"scores.jsonl\""
    }

    /// Runs a line to its end, stopping it by SIGTERM while its stage runs; how often it was stopped in mid-run.
    ///
    /// - Parameter midway: waits until it is in its midst.
    private static func interrupted(
      _ cact: Cact, _ line: String, _ options: [String], _ kernel: Kernel, midway: (Running) throws -> Void
    ) throws -> (last: Command, stops: Int) {
      var stops = 0
      // Stopped at most three times, then run to the end.
      for attempt in 0..<4 {
        let running = try cact.start(line, options, environment: kernel.environment)
        if attempt < 3 {
          try midway(running)
          running.send(SIGTERM)
        }
        let ended = running.end()
        if ended.status == 0 { return (ended, stops) }
        #expect(ended.status == 75, "\(ended.errors)")
        // A signal that comes after the last stage ends the program too, and says nothing.
        if ended.errors.contains("resume with the same command") { stops += 1 }
      }
      throw Never()
    }

    private struct Never: Error {}

    @Test("rows scored whole, interrupted, on 1 and 2 threads, with all kernels")
    func scoring() throws {
      guard let file = SharedData.path("instruct/evol-codealpaca-1.json") else { return }
      let line = Self.line(file)
      var reference: Scores?
      for (kernel, threads) in [(Kernel.native, 1), (.native, 2), (.avx2, 2), (.avx2, 1), (.library, 2)] {
        let options = ["--threads", String(threads)]
        let cact = try Cact()
        let undisturbed = try cact.run(line, options + ["--format", "json"], environment: kernel.environment)
        #expect(undisturbed.status == 0, "\(undisturbed.errors)")
        let scores = try Scores(cact)
        #expect(scores.numbers.count >= 72 && scores.numbers.joined().allSatisfy(\.isFinite))
        let first = reference ?? scores
        reference = first
        if kernel == .library {
          let largest = zip(scores.numbers.joined(), first.numbers.joined()).map { abs($0 - $1) / max(1, abs($1)) }
            .max()
          #expect((largest ?? .infinity) <= 1e-5, "\(largest ?? .nan)")
        } else {
          #expect(scores.bytes == first.bytes, "\(kernel), \(threads) threads")
        }
        // The others differ from these in nothing that resuming touches.
        if kernel != .avx2 && threads == 2 {
          // One that was through before the signal came is no such run.
          var split = try Cact()
          var (last, stops) = (undisturbed, 0)
          for attempt in 1...5 where stops == 0 {
            if attempt > 1 { split = try Cact() }
            (last, stops) = try Self.interrupted(split, line, options, kernel) { [split] running in
              // Each batch is remembered as it is done.
              let before = try split.remembered()
              try running.wait { try split.remembered() > before }
            }
          }
          #expect(stops >= 1, "it was never stopped in mid-run")
          #expect(last.errors.contains("rows were scored before"), "\(last.errors)")
          #expect(try Scores(split).bytes == scores.bytes, "\(kernel), \(threads) threads: interrupted")
        }
      }
    }

    @Test(
      "a tune that is interrupted and goes on in another process saves the same weights",
      arguments: [Kernel.native, .library])
    func tuning(_ kernel: Kernel) throws {
      let text = #"tune epochs 6 control 0 | save "model""#
      func prepare() throws -> (Cact, String) {
        let cact = try Cact()
        let rows = try Command.shell(
          "head -n 16 $1 > $2", PackageRoot.path + "/share/teaching/train.jsonl", cact.folder("rows.jsonl"))
        #expect(rows.status == 0)
        return (cact, "set log \"run.jsonl\"\nload \"rows.jsonl\" | pack 1024 | \(text)")
      }
      let (cact, line) = try prepare()
      let undisturbed = try cact.run(line, ["--format", "json"], environment: kernel.environment)
      #expect(undisturbed.status == 0, "\(undisturbed.errors)")
      var (split, sameLine) = try prepare()
      var stops = 0
      for attempt in 1...5 where stops == 0 {
        if attempt > 1 { (split, sameLine) = try prepare() }
        stops = try Self.interrupted(split, sameLine, [], kernel) { [split] running in
          func steps() -> Int {
            let log = FileManager.default.contents(atPath: split.folder("run.jsonl")) ?? Data()
            return String(decoding: log, as: UTF8.self).components(separatedBy: "\"step\":").count
          }
          let before = steps()
          running.wait { steps() > before + 1 }
        }.stops
      }
      #expect(stops >= 1, "it was never stopped in mid-run")
      let weights = try cact.bytes("model/model.safetensors")
      #expect(weights.count > 10_000_000)
      #expect(try split.bytes("model/model.safetensors") == weights)
      // It did learn.
      #expect(try AtomicFile.read(PackageRoot.path + "/share/model/cact-4m/model.safetensors") != weights)
    }
  }
}
