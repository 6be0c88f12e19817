import Digests
import Numerics
import Parquet
import Synchronization
import Work

/// The pages of a table's texts, one behind another, each unpacked when a text in it is asked for.
final class TextPages: TextFile {
  let standing: StandingFile
  let pages: [TextPage]
  /// Where each page begins, and where the last one ends.
  private let starts: [Int]
  private let cache: PageCache

  /// - Parameter contents: of each page, where it is known already.
  init(_ standing: StandingFile, _ pages: [TextPage], contents: [[UInt8]?] = []) {
    self.standing = standing
    self.pages = pages
    starts = pages.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.size) }
    cache = PageCache(size: Self.kept)
    for (page, content) in contents.enumerated() { if let content { cache.put(content, of: page) } }
  }

  var size: Int { starts[pages.count] }

  /// Bytes of pages that are kept unpacked.
  static var kept: Int { min(Budget.memoryBytes() / 8, LargeText.pages) }

  func bytes(_ range: Range<Int>) -> ArraySlice<UInt8>? {
    var (low, high) = (0, pages.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= range.lowerBound { low = middle } else { high = middle }
    }
    // No text goes on in another page.
    guard low < pages.count, range.upperBound <= starts[low + 1] else { return range.isEmpty ? [] : nil }
    let place = range.lowerBound - starts[low]..<range.upperBound - starts[low]
    return content(of: low)?[place]
  }

  private func content(of number: Int) -> [UInt8]? {
    if let known = cache.content(of: number) { return known }
    let page = pages[number]
    let packed = standing.bytes(page.offset..<page.offset + page.packedSize)
    guard let packed, let content = try? page.unpacked(Array(packed)) else { return nil }
    cache.put(content, of: number)
    return content
  }
}

/// The pages that were used last.
private final class PageCache: Sendable {
  private struct State {
    var contents: [Int: (bytes: [UInt8], used: Int)] = [:]
    var size = 0
    var uses = 0
  }
  private let limit: Int
  private let state = Mutex(State())

  init(size: Int) { limit = size }

  func content(of page: Int) -> [UInt8]? {
    state.withLock { state in
      state.uses += 1
      state.contents[page]?.used = state.uses
      return state.contents[page]?.bytes
    }
  }

  func put(_ bytes: [UInt8], of page: Int) {
    state.withLock { state in
      guard state.contents[page] == nil else { return }
      state.uses += 1
      state.contents[page] = (bytes, state.uses)
      state.size += bytes.count
      // The page that is asked for stays, however large it is.
      while state.size > limit, state.contents.count > 1,
        let oldest = state.contents.min(by: { $0.value.used < $1.value.used })
      {
        state.contents[oldest.key] = nil
        state.size -= oldest.value.bytes.count
      }
    }
  }
}
