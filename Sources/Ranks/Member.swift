import Numerics
import Synchronization

/// A rank other than 0: it does what rank 0 orders, one thing after the other, and keeps what later orders speak of.
package final class Member {
  package let link: any Link
  /// What duties keep between orders, by type.
  private var kept: [ObjectIdentifier: Any] = [:]
  private let duties: [String: any Duty.Type]
  private var isDismissed = false

  package init(_ link: any Link, duties: [any Duty.Type]) {
    self.link = link
    self.duties = Dictionary(duties.map { ($0.name, $0) }) { first, _ in first }
  }

  /// The one thing of this type, made when it is first asked for.
  package func kept<Value>(_ type: Value.Type = Value.self, _ make: () -> Value) -> Value {
    if let value = kept[ObjectIdentifier(type)] as? Value { return value }
    let made = make()
    kept[ObjectIdentifier(type)] = made
    return made
  }

  /// Serves rank 0 until it says that all is done.
  /// - Throws: `RankError` where the link fails.
  package func serve() throws {
    while !isDismissed, let (_, bytes) = try link.awaitMessage(from: 0, tag: Tag.orders) { try serve(bytes) }
  }

  /// Does what is ordered now, in the middle of a longer duty.
  package func serveWaiting() throws {
    while let (_, bytes) = try link.message(from: 0, tag: Tag.orders) { try serve(bytes) }
  }

  private func serve(_ bytes: [UInt8]) throws {
    var reader = WireReader(bytes)
    let number = try reader.read(Int.self)
    let name = try reader.read(String.self)
    if name == Crew.end { return isDismissed = true }
    var writer = WireWriter()
    writer.write(number)
    do {
      guard let duty = duties[name] else { throw RankError("rank \(link.rank) knows no \(name)") }
      let (answer, operations) = try OperationMeter.measure { try duty.answer(&reader, self) }
      writer.write(Int(operations))
      writer.write(true)
      writer.write(raw: answer)
    } catch {
      writer.write(0)
      writer.write(false)
      writer.write("\(error)")
    }
    try link.send(writer.bytes, to: 0, tag: Tag.orders)
  }
}
