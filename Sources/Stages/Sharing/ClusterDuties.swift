import Curation
import Ranks
import Work

/// Points that are to be clustered, as many as one member takes; it knows those of the latest order.
enum PointsDuty: Duty {
  static let name = "points"

  struct Order: Wire, Sendable {
    var dimension: Int
    /// Row by row.
    var values: [Float]

    init(dimension: Int, values: [Float]) {
      self.dimension = dimension
      self.values = values
    }

    func write(to writer: inout WireWriter) {
      writer.write(dimension)
      writer.write(raw: values)
    }

    init(from reader: inout WireReader) throws {
      dimension = try reader.read()
      values = try reader.read(raw: Float.self)
    }
  }

  /// What a member keeps.
  final class Known {
    var points: Order?
  }

  static func answer(_ order: Order, _ member: Member) -> Nothing {
    member.kept { Known() }.points = order
    return Nothing()
  }
}

/// The nearest of some centres to each of the member's points.
enum NearestDuty: Duty {
  static let name = "nearest centres"

  struct Order: Wire, Sendable {
    var arithmetic = PassArithmetic()
    /// Row by row.
    var centres: [Float]

    init(centres: [Float]) { self.centres = centres }

    func write(to writer: inout WireWriter) {
      writer.write(arithmetic)
      writer.write(raw: centres)
    }

    init(from reader: inout WireReader) throws {
      arithmetic = try reader.read()
      centres = try reader.read(raw: Float.self)
    }
  }

  struct Answer: Wire, Sendable {
    var labels: [Int]

    init(labels: [Int]) { self.labels = labels }
    func write(to writer: inout WireWriter) { writer.write(raw: labels.map(Int32.init)) }
    init(from reader: inout WireReader) throws { labels = try reader.read(raw: Int32.self).map(Int.init) }
  }

  static func answer(_ order: Order, _ member: Member) throws -> Answer {
    let known = member.kept { PointsDuty.Known() }
    guard let points = known.points, points.dimension > 0 else {
      throw RankError("there are no points to assign")
    }
    return order.arithmetic.run {
      Answer(
        labels: KMeans.nearest(
          points.values, count: points.values.count / points.dimension, dimension: points.dimension,
          centres: order.centres))
    }
  }
}

extension StageCrew {
  /// Operations of a round from which the others are worth asking.
  private static let leastOperations = 1e8

  /// Finds nearest centres with a part of the points on each rank, for `clusters` of them; nil where this process is as fast. Who has
  /// which points is settled here, and the points are sent.
  func assignment(
    of points: [Float], count: Int, dimension: Int, clusters: Int, work: Work
  ) throws -> KMeans.Assignment? {
    let team = team
    let grains = (count + KMeans.grain - 1) / KMeans.grain
    guard team.ranks.count > 1, grains >= team.ranks.count,
      2 * Double(count) * Double(clusters) * Double(dimension) >= Self.leastOperations
    else { return nil }
    func values(_ place: Int) -> [Float] {
      let bounds = [place, place + 1].map { min(count, $0 * grains / team.ranks.count * KMeans.grain) }
      return Array(points[bounds[0] * dimension..<bounds[1] * dimension])
    }
    for (place, rank) in team.ranks.enumerated() where rank != 0 {
      crew.drop(
        try crew.give(PointsDuty.Order(dimension: dimension, values: values(place)), of: PointsDuty.self, to: rank))
    }
    let own = team.isElsewhere ? [] : values(0)
    return { [crew] centres in
      let order = NearestDuty.Order(centres: centres)
      let tickets = try team.members.map { try crew.give(order, of: NearestDuty.self, to: $0) }
      let labels = KMeans.nearest(own, count: own.count / dimension, dimension: dimension, centres: centres)
      return try tickets.reduce(labels) { try $0 + crew.wait(for: $1, work).labels }
    }
  }
}
