/// Pieces by their bytes, one step a byte: one walk finds all pieces that begin at a place of a text.
struct PieceTrie: Sendable {
  // By node, level by level, so that the children of a node stand side by side, in the order of their bytes.
  private var labels: [UInt8] = [0]
  private var firstChild: [Int32] = []
  private var pieces: [Int32] = [-1]

  /// Of equal pieces the one with the highest number counts. Time and room grow with the bytes of all pieces.
  init(_ entries: [(bytes: [UInt8], id: Int32)]) {
    let sorted = entries.sorted { a, b in
      for at in 0..<min(a.bytes.count, b.bytes.count) where a.bytes[at] != b.bytes[at] {
        return a.bytes[at] < b.bytes[at]
      }
      return (a.bytes.count, a.id) < (b.bytes.count, b.id)
    }
    var ranges = [sorted.indices]  // of each node: the pieces that go through it
    var (node, depth, nextLevel) = (0, 0, 1)
    while node < labels.count {
      if node == nextLevel { (depth, nextLevel) = (depth + 1, labels.count) }
      firstChild.append(Int32(labels.count))
      var at = ranges[node].lowerBound
      let end = ranges[node].upperBound
      while at < end, sorted[at].bytes.count == depth {
        pieces[node] = sorted[at].id
        at += 1
      }
      while at < end {
        let label = sorted[at].bytes[depth]
        let start = at
        while at < end, sorted[at].bytes[depth] == label { at += 1 }
        labels.append(label)
        pieces.append(-1)
        ranges.append(start..<at)
      }
      node += 1
    }
    firstChild.append(Int32(labels.count))
  }

  /// Steps through the nodes, valid during the call of `withWalker`. The root is node 0.
  struct Walker {
    fileprivate let labels: UnsafeBufferPointer<UInt8>
    fileprivate let firstChild: UnsafeBufferPointer<Int32>
    fileprivate let pieces: UnsafeBufferPointer<Int32>

    /// The node behind a byte, which is never the root; -1 where no piece goes on with it.
    @inline(__always)
    func child(of node: Int, _ byte: UInt8) -> Int {
      var low = Int(firstChild[node])
      var high = Int(firstChild[node + 1])
      while high - low > 4 {
        let middle = (low + high) / 2
        if labels[middle] <= byte { low = middle } else { high = middle }
      }
      while low < high {
        if labels[low] == byte { return low }
        low += 1
      }
      return -1
    }

    /// The number of the piece that ends at a node; -1 for none.
    @inline(__always)
    func piece(at node: Int) -> Int32 { pieces[node] }
  }

  func withWalker<Result>(_ body: (Walker) throws -> Result) rethrows -> Result {
    try labels.withUnsafeBufferPointer { labels in
      try firstChild.withUnsafeBufferPointer { firstChild in
        try pieces.withUnsafeBufferPointer { pieces in
          try body(Walker(labels: labels, firstChild: firstChild, pieces: pieces))
        }
      }
    }
  }

  /// The piece with just these bytes.
  func piece(of bytes: Bytes) -> Int32? {
    withWalker { walker in
      var node = 0
      for byte in bytes {
        node = walker.child(of: node, byte)
        if node < 0 { return nil }
      }
      return walker.piece(at: node) < 0 ? nil : walker.piece(at: node)
    }
  }
}
