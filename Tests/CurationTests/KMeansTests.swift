import Curation
import Documents
import Numerics
import Testing

@Suite struct KMeansTests {
  @Test func lloydMatchesScikitLearn() throws {
    let data = try #require(try ChoosingFixture.read("curation")["kmeans"])
    let points = try ChoosingFixture.doubles(data["points"]).map { Float($0) }
    let start = try ChoosingFixture.doubles(data["start"]).map { Float($0) }
    let result = try KMeans.lloyd(points, count: 80, dimension: 5, startingCentres: start)
    let labels = try ChoosingFixture.doubles(data["labels"]).map { Int($0) }
    #expect(result.labels == labels)
    let centres = try ChoosingFixture.doubles(data["centres"])
    for (a, b) in zip(result.centres, centres) { #expect(abs(Double(a) - b) < 1e-5) }
    let inertia = try #require(data["inertia"]?.double)
    #expect(abs(result.inertia - inertia) < 1e-5 * inertia)
    let silhouette = try #require(KMeans.silhouette(points, count: 80, dimension: 5, labels: labels))
    let expected = try #require(data["silhouette"]?.double)
    #expect(abs(silhouette - expected) < 1e-6)
  }

  /// Four far groups are found from the seed's start, whichever it is, and the same seed gives the same result.
  @Test(arguments: [1, 2, 42] as [UInt64]) func separatedGroupsAreFound(_ seed: UInt64) throws {
    var g = SeededGenerator(seed: 5)
    let count = 2100  // more than one block of distances
    var points: [Float] = []
    for i in 0..<count {
      points += [Float(i % 4) * 50 + Float(g.normal()), Float(i % 2) * 80 + Float(g.normal()), Float(g.normal())]
    }
    let result = try KMeans.cluster(points, count: count, dimension: 3, clusters: 4, seed: seed)
    for i in 4..<count { #expect(result.labels[i] == result.labels[i % 4]) }
    #expect(Set(result.labels).count == 4)
    #expect(result.inertia / Double(count) < 4)
    #expect(try KMeans.cluster(points, count: count, dimension: 3, clusters: 4, seed: seed) == result)
  }

  @Test func degenerateInputs() throws {
    let same = [Float](repeating: 1, count: 12)
    let result = try KMeans.cluster(same, count: 6, dimension: 2, clusters: 3, seed: 1)
    #expect(result.labels.allSatisfy { (0..<3).contains($0) })
    #expect(result.inertia == 0)
    #expect(try KMeans.cluster([1, 2], count: 2, dimension: 1, clusters: 10, seed: 1).centres.count == 2)
    #expect(try KMeans.cluster([], count: 0, dimension: 4, clusters: 10, seed: 1).labels.isEmpty)
    // The second centre is nobody's nearest: it takes the farthest point instead of standing empty.
    let moved = try KMeans.lloyd([0, 1, 9], count: 3, dimension: 1, startingCentres: [1, 1000])
    #expect(moved.labels == [0, 0, 1])
  }

  @Test func theRoundsCanBeStopped() {
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      try KMeans.cluster([1, 2, 3, 4], count: 4, dimension: 1, clusters: 2, seed: 1) { _ in throw Stop() }
    }
  }
}
