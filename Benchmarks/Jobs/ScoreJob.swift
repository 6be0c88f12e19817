import Curation
import Foundation
import LanguageModel
import Numerics
import Packing
import Work

/// IFD of every row, both passes.
enum ScoreJob {
  /// Returns the seconds that scoring took.
  static func run(_ arguments: [String], profile: Profile? = nil) throws -> Double {
    let job = try Job(arguments, samples: 64)
    let (model, encoded) = try job.load()
    model.profile = profile
    var rows: [Int] = []
    var requests: [ScoringRequest] = []
    for row in 0..<encoded.count {
      guard let pair = try? encoded.scoringPair(row, maxLength: job.maxLength) else { continue }
      rows.append(row)
      requests.append(ScoringRequest(conditional: pair.conditional, direct: pair.direct))
    }
    var scores: [ScoredRow?] = []
    let time = try seconds {
      scores = try ComplexityScorer(seed: 42).score(requests, model: model, known: [:], work: .silent, keep: { _ in })
    }
    let ratios = scores.map { $0?.complexity.ifd ?? .nan }
    if let out = job.out {
      let lines = zip(rows, zip(scores, ratios)).map { row, score in
        "{\"row\": \(row), \"loss_cond\": \(score.0?.complexity.lossConditional ?? .nan), "
          + "\"loss_direct\": \(score.0?.complexity.lossDirect ?? .nan), \"ifd\": \(score.1)}\n"
      }
      try lines.joined().write(toFile: out, atomically: true, encoding: .utf8)
    }
    let tokens = requests.reduce(0) { $0 + $1.conditional.tokens.count + $1.direct.tokens.count }
    let flop = Operations(model.configuration).forward(requests.flatMap { [$0.conditional, $0.direct] })
    job.report([
      ("rows", "\(rows.count)"), ("tokens", "\(tokens)"), ("tflop", rounded(flop / 1e12, 4)),
      ("seconds", rounded(time, 2)), ("tok_s", rounded(Double(tokens) / time, 1)),
      ("mean_ifd", rounded(ratios.reduce(0, +) / Double(max(1, ratios.count)), 6)),
    ])
    return time
  }
}
