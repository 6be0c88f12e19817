import Curation
import Dispatch
import Foundation
import Numerics

/// k-means of 200,000 x 384 points around 150 centres, K = 100.
///
/// With a folder as argument the points and the start are left there (float32, row-major, `points.f32`, `start.f32`) for
/// `peers/peer_kmeans.py`, and the result is printed as one JSON object. `--threads N` limits the threads.
enum KMeansBenchmark {
  private static let (count, dimension, clusters) = (200_000, 384, 100)

  static func run(_ arguments: [String]) throws {
    var arguments = arguments
    if let threads = try takeNumber("--threads", from: &arguments) { Threads.set(threads) }
    var generator = SeededGenerator(seed: 1)
    var centres = [Float](repeating: 0, count: 150 * dimension)
    for i in centres.indices { centres[i] = Float(generator.normal()) }
    var points = [Float](repeating: 0, count: count * dimension)
    for i in 0..<count {
      let centre = generator.index(below: 150) * dimension
      for d in 0..<dimension { points[i * dimension + d] = centres[centre + d] + 3 * Float(generator.uniform() - 0.5) }
    }
    var start: [Float] = []
    let startTime = seconds {
      start = KMeans.startingPoints(points, count: count, dimension: dimension, clusters: clusters, seed: 1)
        .flatMap { points[$0 * dimension..<($0 + 1) * dimension] }
    }
    let folder = arguments.first.map { URL(fileURLWithPath: $0, isDirectory: true) }
    if let folder {
      try points.withUnsafeBytes { try Data($0).write(to: folder.appendingPathComponent("points.f32")) }
      try start.withUnsafeBytes { try Data($0).write(to: folder.appendingPathComponent("start.f32")) }
    }
    let began = DispatchTime.now().uptimeNanoseconds
    let result = try KMeans.lloyd(points, count: count, dimension: dimension, startingCentres: start)
    let time = Double(DispatchTime.now().uptimeNanoseconds - began) / 1e9
    let outcome: [(String, Double)] = [
      ("seconds", time), ("start", startTime), ("iterations", Double(result.iterations)), ("inertia", result.inertia),
      ("threads", Double(Threads.count)),
    ]
    if folder != nil {
      print("{" + outcome.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ") + "}")
    } else {
      print(outcome.map { "\($0.0) \($0.1)" }.joined(separator: ", "))
    }
  }
}
