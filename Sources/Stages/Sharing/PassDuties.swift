import LanguageModel
import MatMul
import Ranks

/// In what is computed where the order is given.
struct PassArithmetic: Wire, Sendable {
  private var precision = Precision.current.rawValue
  private var products = Products.current.rawValue

  /// What holds on this thread.
  init() {}

  func write(to writer: inout WireWriter) {
    writer.write(precision)
    writer.write(products)
  }

  init(from reader: inout WireReader) throws {
    precision = try reader.read()
    products = try reader.read()
  }

  func run<Result>(_ body: () throws -> Result) rethrows -> Result {
    try Precision.with(Precision(rawValue: precision) ?? .f32) {
      try Products.with(Products(rawValue: products) ?? .standard, body)
    }
  }
}

/// A batch for a replica, and the arithmetic that it is to be run in.
struct PassOrder: Wire, Sendable {
  var replica: Int
  var arithmetic = PassArithmetic()
  var batch: [Segment] = []

  init(replica: Int) { self.replica = replica }

  func write(to writer: inout WireWriter) {
    writer.write(replica)
    writer.write(arithmetic)
    writer.write(batch)
  }

  init(from reader: inout WireReader) throws {
    replica = try reader.read()
    arithmetic = try reader.read()
    batch = try reader.read()
  }

  /// The same for another batch.
  func of(_ batch: [Segment]) -> PassOrder {
    var order = self
    order.batch = batch
    return order
  }

  /// Runs `body` with the replica, as rank 0 would.
  func run<Result>(_ member: Member, _ body: (LanguageModel) throws -> Result) throws -> Result {
    let model = try member.kept { Replicas() }.model(replica)
    return try arithmetic.run { try body(model) }
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
