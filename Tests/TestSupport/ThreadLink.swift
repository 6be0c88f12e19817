import Foundation
package import Ranks
import Synchronization

/// Ranks that are threads of this process: what is sent is copied, and matched as MPI matches it.
package final class ThreadLink: Link, Sendable {
  fileprivate struct Key: Hashable {
    var from: Int
    var to: Int
    var tag: Int
  }

  /// What was sent to be received in that order: who asks first gets the first, also where it comes later than the asking.
  fileprivate struct Line {
    var sent = 0
    var asked = 0
    var waiting: [Int: [UInt8]] = [:]
  }

  fileprivate final class Post: Sendable {
    let lines = Mutex<[Key: Line]>([:])
  }

  package let rank: Int
  package let size: Int
  private let post: Post

  private init(_ rank: Int, of size: Int, _ post: Post) {
    self.rank = rank
    self.size = size
    self.post = post
  }

  /// So many ranks that reach each other.
  package static func group(_ size: Int) -> [ThreadLink] {
    let post = Post()
    return (0..<size).map { ThreadLink($0, of: size, post) }
  }

  package func send(_ bytes: UnsafeRawBufferPointer, to rank: Int, tag: Int) throws -> any Transfer {
    let key = Key(from: self.rank, to: rank, tag: tag)
    post.lines.withLock { lines in
      let line = lines[key, default: Line()]
      lines[key, default: Line()].waiting[line.sent] = Array(bytes)
      lines[key]?.sent += 1
    }
    return Done()
  }

  package func receive(_ bytes: UnsafeMutableRawBufferPointer, from rank: Int, tag: Int) throws -> any Transfer {
    let key = Key(from: rank, to: self.rank, tag: tag)
    let place = post.lines.withLock { lines in
      defer { lines[key, default: Line()].asked += 1 }
      return lines[key, default: Line()].asked
    }
    return Arrival(bytes, key, place, post)
  }

  package func message(from rank: Int?, tag: Int) throws -> (from: Int, bytes: [UInt8])? {
    post.lines.withLock { lines in
      for source in rank.map({ $0...$0 }) ?? 0...size - 1 {
        let key = Key(from: source, to: self.rank, tag: tag)
        if let line = lines[key], let first = lines[key]?.waiting.removeValue(forKey: line.asked) {
          lines[key]?.asked += 1
          return (source, first)
        }
      }
      return nil
    }
  }

  /// Messages that this rank has sent under the tag.
  package func sent(tag: Int) -> Int {
    post.lines.withLock { $0.filter { $0.key.from == rank && $0.key.tag == tag }.values.reduce(0) { $0 + $1.sent } }
  }

  private final class Done: Transfer {
    func isDone() -> Bool { true }
  }

  /// `@unchecked Sendable` holds because one thread at a time asks it.
  private final class Arrival: Transfer, @unchecked Sendable {
    private let bytes: UnsafeMutableRawBufferPointer
    private let key: Key
    private let place: Int
    private let post: Post
    private var hasCome = false

    init(_ bytes: UnsafeMutableRawBufferPointer, _ key: Key, _ place: Int, _ post: Post) {
      (self.bytes, self.key, self.place, self.post) = (bytes, key, place, post)
    }

    func isDone() throws -> Bool {
      if hasCome { return true }
      let message = post.lines.withLock { $0[key]?.waiting.removeValue(forKey: place) }
      guard let message else { return false }
      guard message.count == bytes.count else {
        throw RankError("\(message.count) bytes came where \(bytes.count) were awaited")
      }
      bytes.copyBytes(from: message)
      hasCome = true
      return true
    }
  }

  /// Runs `body` for each rank on a thread of its own, and waits for all; the first error, by rank, is thrown.
  package static func run(_ size: Int, _ body: @escaping @Sendable (ThreadLink) throws -> Void) throws {
    let failures = Mutex<[Int: any Error]>([:])
    let group = DispatchGroup()
    for link in Self.group(size) {
      group.enter()
      let thread = Thread {
        do { try body(link) } catch { failures.withLock { $0[link.rank] = error } }
        group.leave()
      }
      thread.stackSize = 8 << 20
      thread.start()
    }
    group.wait()
    if let first = failures.withLock({ $0.min { $0.key < $1.key }?.value }) { throw first }
  }

}
