import CMPI
import Synchronization

/// The ranks of an MPI job. MPI is called by one thread at a time.
///
/// `@unchecked Sendable` holds because the table never changes and every call of it happens while `lock` is held.
package final class MPILink: Link, @unchecked Sendable {
  package let rank: Int
  package let size: Int
  /// Name and version of the MPI in use, one line.
  package let implementation: String
  private let table: UnsafePointer<cact_mpi_table>
  private let lock = Mutex(())
  /// MPI counts bytes in 31 bits: what is longer goes in pieces.
  private static let piece = 1 << 30

  /// Starts MPI, once in a process's life.
  /// - Throws: `RankError`.
  init(table: UnsafePointer<cact_mpi_table>) throws {
    var (rank, size): (Int32, Int32) = (0, 0)
    let code = table.pointee.start(&rank, &size)
    guard code == 0 else { throw Self.error(table, code, "MPI does not start") }
    self.table = table
    self.rank = Int(rank)
    self.size = Int(size)
    let text = table.pointee.implementation.map { String(cString: $0) } ?? "MPI"
    implementation = text.split(whereSeparator: \.isNewline).first.map { String($0.prefix { $0 != "," }) } ?? text
  }

  private static func error(_ table: UnsafePointer<cact_mpi_table>, _ code: Int32, _ what: String) -> RankError {
    var text = [CChar](repeating: 0, count: 512)
    table.pointee.describe(code, &text, Int32(text.count))
    let reason = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return RankError("\(what): \(reason)")
  }

  private func check(_ code: Int32, _ what: @autoclosure () -> String) throws {
    guard code == 0 else { throw Self.error(table, code, what()) }
  }

  package func send(_ bytes: UnsafeRawBufferPointer, to rank: Int, tag: Int) throws -> any Transfer {
    let transfer = MPITransfer(self)
    for from in Self.pieces(bytes.count) {
      try lock.withLock { _ in
        try check(
          table.pointee.send(
            bytes.baseAddress.map { $0 + from }, Int64(min(Self.piece, bytes.count - from)), Int32(rank), Int32(tag),
            &transfer.requests[from / Self.piece, default: nil]), "sending to rank \(rank)")
      }
    }
    return transfer
  }

  package func receive(_ bytes: UnsafeMutableRawBufferPointer, from rank: Int, tag: Int) throws -> any Transfer {
    let transfer = MPITransfer(self)
    for from in Self.pieces(bytes.count) {
      try lock.withLock { _ in
        try check(
          table.pointee.receive(
            bytes.baseAddress.map { $0 + from }, Int64(min(Self.piece, bytes.count - from)), Int32(rank), Int32(tag),
            &transfer.requests[from / Self.piece, default: nil]), "receiving from rank \(rank)")
      }
    }
    return transfer
  }

  private static func pieces(_ count: Int) -> StrideTo<Int> { stride(from: 0, to: max(1, count), by: piece) }

  package func message(from rank: Int?, tag: Int) throws -> (from: Int, bytes: [UInt8])? {
    var (found, source): (Int32, Int32) = (0, 0)
    var count: Int64 = 0
    // Found and taken under one lock: no other thread takes it in between.
    return try lock.withLock { _ -> (from: Int, bytes: [UInt8])? in
      try check(
        table.pointee.probe(rank.map { Int32($0) } ?? -1, Int32(tag), &found, &source, &count), "waiting for a message")
      guard found != 0 else { return nil }
      var bytes = [UInt8](repeating: 0, count: Int(count))
      var request: UnsafeMutableRawPointer?
      try bytes.withUnsafeMutableBytes { buffer in
        try check(
          table.pointee.receive(buffer.baseAddress, count, source, Int32(tag), &request), "receiving a message")
        var isDone: Int32 = 0
        var patience = Patience()
        while true {
          try check(table.pointee.test(&request, &isDone), "receiving a message")
          if isDone != 0 { break }
          patience.rest()
        }
      }
      return (Int(source), bytes)
    }
  }

  fileprivate func test(_ requests: inout [Int: UnsafeMutableRawPointer?]) throws -> Bool {
    try lock.withLock { _ in
      for (place, request) in requests {
        var request = request
        var isDone: Int32 = 0
        try check(table.pointee.test(&request, &isDone), "waiting for another rank")
        guard isDone != 0 else { return false }
        requests[place] = nil
      }
      return true
    }
  }

  /// Ends MPI, once all ranks have come to this.
  package func finish() { _ = lock.withLock { _ in table.pointee.finish() } }

  /// Ends all ranks at once.
  package func abort(_ status: Int32) { table.pointee.abort(status) }
}

/// `@unchecked Sendable` holds because one thread at a time asks it.
private final class MPITransfer: Transfer, @unchecked Sendable {
  fileprivate var requests: [Int: UnsafeMutableRawPointer?] = [:]
  private let link: MPILink

  init(_ link: MPILink) { self.link = link }

  func isDone() throws -> Bool { try requests.isEmpty || link.test(&requests) }
}
