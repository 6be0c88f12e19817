import Curation
import Documents
import LanguageModel
import TestSupport
import Testing
import Tokenization

/// all-MiniLM-L6-v2 with its real weights on 500 evol instructions, against sentence-transformers and scikit-learn
/// (Tests/Fixtures/minilm.safetensors).
@Suite struct MiniLMTests {
  /// Cosine >= 0.99999 of vectors of length 1 is a distance of at most 4.5e-3.
  private static let farthest = 4.5e-3

  private func integers(_ reader: Safetensors.Reader, _ name: String) throws -> [Int] {
    let bytes = try reader.rawBytes(name)
    return stride(from: 0, to: bytes.count, by: 4).map { i in
      (0..<4).reduce(0) { $0 | Int(bytes[i + $1]) << (8 * $1) }
    }
  }

  @Test func vectorsAndClustersAreThoseOfTheReferences() throws {
    guard let directory = SentenceModel.path(), let data = SharedData.path("instruct/evol-codealpaca-1.json") else {
      return
    }
    let expected = try Safetensors.Reader(PackageRoot.path + "/Tests/Fixtures/minilm.safetensors")
    let rows = try #require(try JSONValue.read(data).array).prefix(500)
    let texts = try rows.map { Array(try #require($0["instruction"]?.string).utf8) }
    let encoder = try SentenceEncoder(directory: directory)
    let tokenizer = try Tokenizer(encoderDirectory: encoder.tokenizerDirectory)
    let (vectors, tokens) = try Embedding.sentences(texts, encoder: encoder, tokenizer: tokenizer)
    #expect(encoder.dimension == 384 && encoder.maximalLength == 256 && vectors.count == 500)
    #expect(tokens.texts.allSatisfy { $0.count <= 256 && $0.first == 101 && $0.last == 102 })
    #expect(tokens.textsCut > 0 && tokens.texts.count { $0.count == 256 } >= tokens.textsCut)

    // Some vectors whole, by their cosine.
    let whole = try expected.floats("vectors")
    var lowest = 1.0
    for i in 0..<40 {
      let theirs = whole[i * 384..<(i + 1) * 384].map { Double($0) }
      let ours = vectors[i * 12].map { Double($0) }
      func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
      lowest = min(lowest, dot(ours, theirs) / (dot(ours, ours) * dot(theirs, theirs)).squareRoot())
    }
    #expect(lowest >= 0.99999, "\(lowest)")
    // All of them along 16 random directions: the mean square there is that of the difference, to within a third or so.
    let directions = try expected.floats("directions")
    let projections = try expected.floats("projections")
    for i in 0..<500 {
      var square = 0.0
      for d in 0..<16 {
        let ours = vectors[i].indices.reduce(0.0) { $0 + Double(vectors[i][$1]) * Double(directions[d * 384 + $1]) }
        square += (ours - Double(projections[i * 16 + d])) * (ours - Double(projections[i * 16 + d]))
      }
      #expect((square / 16).squareRoot() < Self.farthest / 10, "row \(i + 1)")
      #expect(abs(vectors[i].reduce(0.0) { $0 + Double($1) * Double($1) } - 1) < 1e-5)
    }

    // The clusters, from the points that seed 42 begins with.
    let points = Clustering.normalized(vectors.flatMap { $0 }, count: 500, dimension: 384)
    let starts = KMeans.startingPoints(points, count: 500, dimension: 384, clusters: 10, seed: 42)
    #expect(starts == (try integers(expected, "starts")), "\(starts)")
    let result = try KMeans.cluster(points, count: 500, dimension: 384, clusters: 10, seed: 42)
    let labels = try integers(expected, "labels")
    for i in 0..<500 where result.labels[i] != labels[i] {
      let distances = (0..<10).map { c in
        (0..<384).reduce(0.0) {
          let difference = Double(points[i * 384 + $1]) - Double(result.centres[c * 384 + $1])
          return $0 + difference * difference
        }
      }
      #expect(abs(distances[result.labels[i]] - distances[labels[i]]) < 1e-6, "row \(i + 1)")
    }
  }
}
