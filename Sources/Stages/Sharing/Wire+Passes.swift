package import LanguageModel
package import Ranks
package import Tuning

extension Segment: Wire {
  package func write(to writer: inout WireWriter) {
    writer.write(raw: tokens)
    writer.write([learnFrom, learnTo] + skipped.flatMap { [$0.lowerBound, $0.upperBound] })
    writer.write(pool.map { [$0.lowerBound, $0.upperBound] })
    writer.write(poolRises)
  }

  package init(from reader: inout WireReader) throws {
    let tokens = try reader.read(raw: Int32.self)
    let bounds = try reader.read([Int].self)
    let pool = try reader.read([Int]?.self)
    guard bounds.count >= 2, pool.map({ $0.count == 2 && $0[0] <= $0[1] }) ?? true else { throw WireReader.torn }
    self.init(
      tokens: tokens, learnFrom: bounds[0], learnTo: bounds[1], pool: pool.map { $0[0]..<$0[1] })
    for place in stride(from: 2, to: bounds.count - 1, by: 2) where bounds[place] <= bounds[place + 1] {
      skipped.append(bounds[place]..<bounds[place + 1])
    }
    poolRises = try reader.read()
  }
}

extension SegmentLoss: Wire {
  package func write(to writer: inout WireWriter) {
    writer.write(nats)
    writer.write(count)
    writer.write(pooled != nil)
    if let pooled { writer.write(raw: pooled) }
  }

  package init(from reader: inout WireReader) throws {
    self.init(nats: try reader.read(), count: try reader.read())
    if try reader.read(Bool.self) { pooled = try reader.read(raw: Float.self) }
  }
}

extension TrainingSample: Wire {
  package func write(to writer: inout WireWriter) {
    writer.write(row)
    writer.write(segment)
  }

  package init(from reader: inout WireReader) throws {
    self.init(row: try reader.read(), segment: try reader.read())
  }
}

/// Vectors of one length each.
struct Vectors: Wire, Sendable {
  var values: [[Float]]

  init(_ values: [[Float]]) { self.values = values }

  func write(to writer: inout WireWriter) { writer.write(lists: values) }
  init(from reader: inout WireReader) throws { values = try reader.read(lists: Float.self) }
}
