import Curation
import Foundation
import LanguageModel
import Numerics
import Packing
import Quantities
import Tuning
import Work

/// One part of the paper's comparison, in a process of its own so that its peak memory is its own.
enum PaperPart: String, CaseIterable {
  /// The loss on the rows held out, before any tuning: no part of either arm.
  case before
  case tuneAll, score, select, tuneSelected

  /// What a part says of itself: its last line, as JSON.
  struct Report: Codable {
    var seconds = 0.0
    /// Tokens that went through the model, padding included.
    var tokens = 0
    var learnedTokens = 0
    var rows = 0
    var steps = 0
    /// Mean nats a learned token on the rows held out, after the part; outside its seconds and its peak.
    var heldOut: Double?
    var peakMegabytes = 0
  }

  /// What scoring leaves for selecting; the embeddings are in a file beside it.
  private struct Scores: Codable {
    var rows: [Int]
    var ifd: [Double]
    var dimension: Int
  }

  static let heldOutRows = 64
  static let rowsPerStep = 16
  static let share = 0.4
  private static let clusters = 10
  private static let seed: UInt64 = 42

  /// Does the part, reading and leaving what the parts pass on in `folder`.
  func run(_ job: Job, folder: URL) throws {
    let began = ContinuousClock.now
    var report = Report()
    func finished() {
      report.seconds = (ContinuousClock.now - began) / .seconds(1)
      report.peakMegabytes = Job.peakMegabytes
    }
    switch self {
    case .select:
      report.rows = try Self.select(folder)
      finished()
    case .score:
      let (model, encoded) = try job.load()
      try Self.score(model, encoded, job, folder, &report)
      finished()
    case .before:
      let (model, encoded) = try job.load()
      report.heldOut = try Self.heldOutLoss(model, encoded, job)
      finished()
    case .tuneAll, .tuneSelected:
      let (base, encoded) = try job.load()
      let model = try base.copy()
      let rows = try self == .tuneSelected ? read([Int].self, "selected", folder) : Self.training(encoded)
      try tune(model, rows, encoded, job, &report)
      finished()
      report.heldOut = try Self.heldOutLoss(model, encoded, job)
    }
    print(String(decoding: try JSONEncoder().encode(report), as: UTF8.self))
  }

  /// All rows but those held out, which are the last.
  private static func training(_ encoded: EncodedRows) throws -> [Int] {
    guard encoded.count > heldOutRows else {
      throw Misuse(description: "\(encoded.count) rows: the last \(heldOutRows) are held out, so that more are needed")
    }
    return Array(0..<encoded.count - heldOutRows)
  }

  // MARK: - Tuning

  private func tune(
    _ model: LanguageModel, _ rows: [Int], _ encoded: EncodedRows, _ job: Job, _ report: inout Report
  ) throws {
    var samples = Self.samples(rows, encoded, job)
    var options = TuningOptions()
    options.epochs = job.epochs
    options.samplesPerStep = Self.rowsPerStep
    options.gradientCheckpointing = job.gradientCheckpointing
    report.rows = samples.count
    if self == .tuneAll {
      (samples, options) = PaddedBatches.samples(samples, filler: encoded.endOfText, options: options)
    }
    let outcome = try Trainer(model: model, samples: samples, options: options).run()
    (report.tokens, report.learnedTokens, report.steps) = (outcome.totalTokens, outcome.learnedTokens, outcome.steps)
  }

  /// The rows as they are trained; those that have no answer, or none that fits, are left out.
  private static func samples(_ rows: [Int], _ encoded: EncodedRows, _ job: Job) -> [TrainingSample] {
    rows.flatMap { row in
      let form = try? encoded.trainingForm(row, maxLength: job.maxLength, long: .cut)
      return (form?.segments ?? []).map { TrainingSample(row: row + 1, segment: $0) }
    }
  }

  private static func heldOutLoss(_ model: LanguageModel, _ encoded: EncodedRows, _ job: Job) throws -> Double {
    let rows = Array(encoded.count - min(encoded.count, heldOutRows)..<encoded.count)
    let segments = samples(rows, encoded, job).map(\.segment)
    var (nats, count) = (0.0, 0)
    for bin in BestFit.bins(lengths: segments.map(\.tokens.count), capacity: 4096) {
      for loss in try model.losses(of: bin.map { segments[$0] }) {
        nats += loss.nats
        count += loss.count
      }
    }
    return nats / Double(max(1, count))
  }

  // MARK: - Choosing

  private static func score(
    _ model: LanguageModel, _ encoded: EncodedRows, _ job: Job, _ folder: URL, _ report: inout Report
  ) throws {
    let pairs = try training(encoded).compactMap { row in
      (try? encoded.scoringPair(row, maxLength: job.maxLength)).map { (row, $0) }
    }
    let requests = pairs.map { ScoringRequest(conditional: $0.1.conditional, direct: $0.1.direct) }
    let scored = try ComplexityScorer(seed: seed).score(
      requests, model: model, known: [:], work: .silent, keep: { _ in })
    let scores = scored.compactMap { $0 }
    try write(
      Scores(rows: pairs.map(\.0), ifd: scores.map(\.complexity.ifd), dimension: model.configuration.hiddenSize),
      "scores", folder)
    try scores.flatMap(\.embedding).withUnsafeBytes {
      try Data($0).write(to: folder.appendingPathComponent("embeddings"))
    }
    report.rows = scores.count
    report.tokens = requests.reduce(0) { $0 + $1.conditional.tokens.count + $1.direct.tokens.count }
    report.learnedTokens = requests.reduce(0) { $0 + $1.conditional.targetCount + $1.direct.targetCount }
  }

  /// CDAS as `select diverse 40%` does it: the rows with the highest IFD below 1 of each of 10 clusters of questions.
  private static func select(_ folder: URL) throws -> Int {
    let scores = try PaperPart.score.read(Scores.self, "scores", folder)
    let bytes = try Data(contentsOf: folder.appendingPathComponent("embeddings"))
    let vectors = [Float](unsafeUninitializedCapacity: bytes.count / MemoryLayout<Float>.stride) { buffer, count in
      count = bytes.copyBytes(to: buffer) / MemoryLayout<Float>.stride
    }
    let count = scores.rows.count
    let points = Clustering.normalized(vectors, count: count, dimension: scores.dimension)
    let groups = try KMeans.cluster(
      points, count: count, dimension: scores.dimension, clusters: min(clusters, max(1, count)), seed: seed)
    let candidates = zip(scores.ifd, groups.labels).map { ifd, cluster in
      Candidate(score: ifd.isNaN ? nil : ifd, tokens: 0, excluded: ifd >= 1 ? .unhelped : nil, cluster: cluster)
    }
    let selection = Selection.hardest(candidates, share: .fraction(share), clusters: clusters)
    try write(selection.kept.map { scores.rows[$0] }, "selected", folder)
    return selection.kept.count
  }

  private static func write(_ value: some Encodable, _ name: String, _ folder: URL) throws {
    try JSONEncoder().encode(value).write(to: folder.appendingPathComponent(name))
  }

  private func read<T: Decodable>(_ type: T.Type, _ name: String, _ folder: URL) throws -> T {
    try JSONDecoder().decode(type, from: Data(contentsOf: folder.appendingPathComponent(name)))
  }
}
