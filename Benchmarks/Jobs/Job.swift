import Foundation
import LanguageModel
import MatMul
import Numerics
import Packing
import Rows
import Tokenization

/// One job as the peers do it: the first rows of a file under one model, in one precision. The arguments are
/// `MODEL DATA [--samples N] [--dtype fp32|bf16] [--max-length N] [--epochs N] [--steps N] [--threads N]
/// [--gradient-checkpointing] [--lora RANK] [--out FILE]`; it prints one JSON line.
struct Job {
  var model = ""
  var data = ""
  var samples = 64
  var precision = "fp32"
  var maxLength = 1024
  var epochs = 1.0
  /// Tuning stops after so many steps, its schedule ending there; nil: after the epochs.
  var steps: Int?
  var gradientCheckpointing = false
  /// Of an adapter that is tuned in place of the weights; nil: the weights are.
  var rank: Int?
  var out: String?

  init(_ arguments: [String], samples: Int) throws {
    self.samples = samples
    var rest = arguments[...]
    var places: [String] = []
    while let word = rest.popFirst() {
      guard word.hasPrefix("--") else {
        places.append(word)
        continue
      }
      if word == "--gradient-checkpointing" {
        gradientCheckpointing = true
        continue
      }
      guard let value = rest.popFirst() else { throw Misuse(description: "\(word) needs a value") }
      let number = Int(value).flatMap { $0 > 0 ? $0 : nil }
      switch (word, number) {
      case ("--samples", let n?): self.samples = n
      case ("--max-length", let n?): maxLength = n
      case ("--threads", let n?): Threads.set(n)
      case ("--epochs", let n?): epochs = Double(n)
      case ("--steps", let n?): steps = n
      case ("--lora", let n?): rank = n
      case ("--dtype", _) where ["fp32", "bf16"].contains(value): precision = value
      case ("--out", _): out = value
      default: throw Misuse(description: "\(word) \(value) is not understood")
      }
    }
    guard places.count == 2 else { throw Misuse(description: "a model's directory and a data file are expected") }
    (model, data) = (places[0], places[1])
    if precision == "bf16", let obstacle = Precision.bf16.obstacle { throw Misuse(description: obstacle) }
  }

  /// The model and the rows as tokens, in the plain template that the peers use too.
  func load() throws -> (model: LanguageModel, encoded: EncodedRows) {
    let (rows, _) = try RowReader.read(path: data, options: ReadOptions(limit: samples))
    let tokenizer = try Tokenizer(directory: model)
    let model = try LanguageModel(directory: model)
    model.precision = precision == "bf16" ? .bf16 : .f32
    return (model, try EncodedRows(rows, tokenizer: tokenizer))
  }

  /// MiB of memory that the process had at its largest, mapped pages included: `ru_maxrss`, as the peers measure theirs.
  static var peakMegabytes: Int {
    var usage = rusage()
    #if canImport(Darwin)
      getrusage(RUSAGE_SELF, &usage)
      return usage.ru_maxrss >> 20
    #else
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      return usage.ru_maxrss >> 10
    #endif
  }

  func report(_ facts: [(String, String)]) {
    let own = [
      ("peer", "\"cact\""), ("dtype", "\"\(precision)\""), ("samples", "\(samples)"),
      ("threads", "\(Threads.count)"),
    ]
    let all = own + facts + [("peak_rss_mb", "\(Self.peakMegabytes)")]
    print("{" + all.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ") + "}")
  }
}

/// A number with so many digits behind its point.
func rounded(_ x: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", x) }
