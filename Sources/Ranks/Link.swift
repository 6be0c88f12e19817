#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Bytes between the ranks of a job, in order between any two of them under one tag. Several threads may use it.
package protocol Link: AnyObject, Sendable {
  /// Of this process, from 0.
  var rank: Int { get }
  /// How many there are.
  var size: Int { get }
  /// Begins to send; the bytes are to stay as they are until the transfer is done.
  /// - Throws: `RankError`.
  func send(_ bytes: UnsafeRawBufferPointer, to rank: Int, tag: Int) throws -> any Transfer
  /// Begins to receive as many bytes as the other side sends.
  /// - Throws: `RankError`.
  func receive(_ bytes: UnsafeMutableRawBufferPointer, from rank: Int, tag: Int) throws -> any Transfer
  /// A whole message that has come, if one has; nil for `rank`: from any.
  /// - Throws: `RankError`.
  func message(from rank: Int?, tag: Int) throws -> (from: Int, bytes: [UInt8])?
}

/// Something that was begun and is not awaited yet; asked by one thread at a time.
package protocol Transfer: AnyObject, Sendable {
  /// - Throws: `RankError`.
  func isDone() throws -> Bool
}

/// What messages are about: those of one kind never stand in the way of another's.
package enum Tag {
  /// Orders and their answers.
  package static let orders = 1
  /// A replica's weights.
  package static let weights = 2
  /// Steps of a tuning: what a member has come to.
  package static let steps = 3
  /// Rank 0 wants no more of the step.
  package static let abandoned = 4
  /// Parts of gradients, and what becomes of the weights.
  package static let gradients = 16
}

/// Waiting for others: often at first, then a thousand times a second, so that the processor is left to who computes.
package struct Patience {
  /// Microseconds.
  private var pause = 5
  private var waited = 0
  private let most: Int

  /// - Parameter most: microseconds of a pause where what is waited for takes long: none is more than a hundredth of what was waited
  ///   already. Transfers go on only while they are asked for, and are not to wait longer.
  package init(most: Int = 1_000) { self.most = most }

  package mutating func rest() {
    usleep(UInt32(pause))
    waited += pause
    pause = max(min(1_000, 2 * pause), min(most, waited / 100))
  }
}

extension Link {
  /// Sends a message and waits until its bytes are on their way.
  package func send(_ message: [UInt8], to rank: Int, tag: Int) throws {
    try message.withUnsafeBytes { try wait(for: send($0, to: rank, tag: tag)) }
  }

  /// Waits until the transfer is done.
  package func wait(for transfer: any Transfer) throws {
    var patience = Patience()
    while try !transfer.isDone() { patience.rest() }
  }

  /// Waits for a message.
  /// - Parameter isCalledOff: asked meanwhile; nil is the answer when it says so.
  package func awaitMessage(
    from rank: Int?, tag: Int, isCalledOff: () throws -> Bool = { false }
  ) throws -> (from: Int, bytes: [UInt8])? {
    var patience = Patience()
    while true {
      if let found = try message(from: rank, tag: tag) { return found }
      if try isCalledOff() { return nil }
      patience.rest()
    }
  }
}

/// What goes wrong between ranks.
public struct RankError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The sentence for the user.
  public var description: String

  package init(_ description: String) { self.description = description }
}
