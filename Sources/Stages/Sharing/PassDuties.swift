import LanguageModel
import MatMul
import Ranks

/// A batch for a replica, and the arithmetic that it is to be run in.
struct PassOrder: Wire, Sendable {
  var replica: Int
  var precision: String
  var products: String
  var batch: [Segment]

  init(replica: Int, batch: [Segment]) {
    self.init(
      replica: replica, precision: Precision.current.rawValue, products: Products.current.rawValue, batch: batch)
  }

  init(replica: Int, precision: String, products: String, batch: [Segment]) {
    self.replica = replica
    self.precision = precision
    self.products = products
    self.batch = batch
  }

  func write(to writer: inout WireWriter) {
    writer.write(replica)
    writer.write(precision)
    writer.write(products)
    writer.write(batch)
  }

  init(from reader: inout WireReader) throws {
    replica = try reader.read()
    precision = try reader.read()
    products = try reader.read()
    batch = try reader.read()
  }

  /// Runs `body` with the replica, as rank 0 would.
  func run<Result>(_ member: Member, _ body: (LanguageModel) throws -> Result) throws -> Result {
    let model = try member.kept { Replicas() }.model(replica)
    return try Precision.with(Precision(rawValue: precision) ?? .f32) {
      try Products.with(Products(rawValue: products) ?? .standard) { try body(model) }
    }
  }
}

enum LossesDuty: Duty {
  static let name = "losses"

  static func answer(_ order: PassOrder, _ member: Member) throws -> [SegmentLoss] {
    try order.run(member) { try $0.losses(of: order.batch) }
  }
}

enum GradientsDuty: Duty {
  static let name = "projected gradients"

  struct Order: Wire, Sendable {
    var pass: PassOrder
    var projection: SignProjection

    init(pass: PassOrder, projection: SignProjection) {
      self.pass = pass
      self.projection = projection
    }

    func write(to writer: inout WireWriter) {
      writer.write(pass)
      writer.write(projection.dimension)
      writer.write(projection.seed)
    }

    init(from reader: inout WireReader) throws {
      pass = try reader.read()
      projection = SignProjection(dimension: try reader.read(), seed: try reader.read())
    }
  }

  static func answer(_ order: Order, _ member: Member) throws -> Vectors {
    try order.pass.run(member) { Vectors(try $0.projectedGradients(of: order.pass.batch, by: order.projection)) }
  }
}
