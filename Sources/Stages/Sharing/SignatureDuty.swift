package import Curation
package import Ranks
import Rows

extension TextSignature: Wire {
  package func write(to writer: inout WireWriter) { writer.write(raw: values) }
  package init(from reader: inout WireReader) throws { self.init(values: try reader.read(raw: UInt32.self)) }
}

/// Some texts, to be hashed for a search of near twins.
enum SignatureDuty: Duty {
  static let name = "signatures"

  struct Order: Wire, Sendable {
    /// Shingles that do not count.
    var template: [UInt64]
    var texts: [[UInt8]] = []

    init(template: Set<UInt64>) { self.template = template.sorted() }

    func write(to writer: inout WireWriter) {
      writer.write(raw: template)
      writer.write(lists: texts)
    }

    /// The same for other texts.
    func of(_ texts: [[UInt8]]) -> Order {
      var order = self
      order.texts = texts
      return order
    }

    init(from reader: inout WireReader) throws {
      template = try reader.read(raw: UInt64.self)
      texts = try reader.read(lists: UInt8.self)
    }
  }

  static func answer(_ order: Order, _ member: Member) -> [TextSignature] {
    TextHashing(template: Set(order.template)).signatures(order.texts.count) { order.texts[$0] }
  }
}

extension StageCrew {
  /// Hashing of rows' texts, in blocks on whichever rank is free.
  func signatures(of rows: Rows) -> (TextHashing) -> TextPasses<TextSignature> {
    { [self] hashing in
      { [self] blocks, here, shouldStop, each in
        let order = SignatureDuty.Order(template: hashing.template)
        try share(
          blocks.count, SignatureDuty.self, size: { blocks[$0].reduce(0) { $0 + rows.textLength($1) } },
          order: { order.of(blocks[$0].map(rows.wholeText)) }, here: { here(blocks[$0]) }, shouldStop: shouldStop,
          each: each)
      }
    }
  }
}
