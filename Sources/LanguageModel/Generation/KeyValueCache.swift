import Numerics

/// Keys and values of the tokens of one sequence, of every layer, in pages that grow with it.
///
/// A value: copies share their pages, and a page is copied only where one of several sharers writes to it. So the beams
/// of one prompt hold its keys and values once.
package struct KeyValueCache {
  /// Positions of a page.
  package static let pageLength = 32

  private final class Page {
    /// layers x positions x (keys + values).
    let values: AlignedBuffer<Float>
    init(_ count: Int) { values = AlignedBuffer(uninitialized: count) }
  }

  package let layers: Int
  /// Of the keys and the values of one position, side by side.
  package let width: Int
  /// Those whose positions are taken.
  package private(set) var tokens: [Int32] = []
  /// Positions that are taken.
  package var count: Int { tokens.count }
  private var pages: [Page] = []

  package init(layers: Int, width: Int) {
    self.layers = layers
    self.width = width
  }

  /// Takes one more position, whose keys and values are then to be written.
  package mutating func grow(_ token: Int32) {
    let place = count % Self.pageLength
    if place == 0 {
      pages.append(Page(layers * Self.pageLength * width))
    } else if !isKnownUniquelyReferenced(&pages[pages.count - 1]) {
      let copy = Page(layers * Self.pageLength * width)
      copy.values.copy(from: pages[pages.count - 1].values)
      pages[pages.count - 1] = copy
    }
    tokens.append(token)
  }

  /// Keys, then values of `position` in `layer`.
  package func entry(_ layer: Int, _ position: Int) -> UnsafeMutablePointer<Float> {
    pages[position / Self.pageLength].values.pointer
      + (layer * Self.pageLength + position % Self.pageLength) * width
  }

  /// Calls `body` with consecutive runs of positions of `range` and the first one's entry; the next is `width` further.
  package func runs(_ layer: Int, _ range: Range<Int>, _ body: (Range<Int>, UnsafeMutablePointer<Float>) -> Void) {
    var from = range.lowerBound
    while from < range.upperBound {
      let to = min(range.upperBound, (from / Self.pageLength + 1) * Self.pageLength)
      body(from..<to, entry(layer, from))
      from = to
    }
  }
}
