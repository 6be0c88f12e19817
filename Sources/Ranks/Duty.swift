/// Something that rank 0 can have the other ranks do.
package protocol Duty {
  associatedtype Order: Wire & Sendable
  associatedtype Answer: Wire & Sendable
  /// As messages call it.
  static var name: String { get }
  /// Does it, on a member.
  static func answer(_ order: Order, _ member: Member) throws -> Answer
}

extension Duty {
  static func answer(_ bytes: inout WireReader, _ member: Member) throws -> [UInt8] {
    var writer = WireWriter()
    writer.write(try answer(bytes.read(Order.self), member))
    return writer.bytes
  }
}
