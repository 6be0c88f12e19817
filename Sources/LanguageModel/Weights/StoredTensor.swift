import Kernels
import Numerics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// One tensor where its file is mapped, and how it becomes float32.
///
/// The mapping's owner keeps it alive. A matrix is `rows` x `columns` as the layout has it (outputs x inputs); where
/// `isTransposed`, the file holds columns x rows (GPT-2's Conv1D); where it has `pairedRows`, the rows of each so many stand
/// in another order (Llama's queries and keys in GGUF).
package struct StoredTensor {
  package var name: String
  package var format: StoredFormat
  package var bytes: UnsafeRawPointer
  package var rows: Int
  package var columns: Int
  package var isTransposed = false
  /// Rows of a head, of which the file holds the two halves in turns: its row 2i + s is the layout's s·n/2 + i.
  package var pairedRows: Int?

  package init(
    name: String, format: StoredFormat, bytes: UnsafeRawPointer, rows: Int, columns: Int, isTransposed: Bool = false
  ) {
    self.name = name
    self.format = format
    self.bytes = bytes
    self.rows = rows
    self.columns = columns
    self.isTransposed = isTransposed
  }

  package var count: Int { rows * columns }

  /// Elements per piece of a conversion: what two threads share, and what a file is written by.
  package static let grain = 1 << 16

  /// Elements of the file's own order as float32, on the calling thread.
  package func widen(_ range: Range<Int>, into y: UnsafeMutablePointer<Float>) {
    switch format {
    case .plain(let type):
      let x = bytes + range.lowerBound * type.size
      switch type {
      case .f32: UnsafeMutableRawPointer(y).copyMemory(from: x, byteCount: 4 * range.count)
      case .bf16: Kernels.load(x, as: BFloat16.self, y, range.count)
      case .f16: Kernels.load(x, as: Half.self, y, range.count)
      }
    case .blocks(let format): format.widen(bytes, range, into: y)
    }
  }

  /// The file's row that is the layout's row `row`; of a tensor that is not transposed.
  func storedRow(_ row: Int) -> Int {
    guard let n = pairedRows else { return row }
    let (head, place) = (row / n, row % n)
    return head * n + place % (n / 2) * 2 + place / (n / 2)
  }

  /// Whether the file has the elements in the order that the family's own files have them in.
  func isInFileOrder(of entry: WeightLayout.Entry) -> Bool {
    pairedRows == nil && isTransposed == entry.isTransposed
  }

  /// Elements of the layout's order as float32, any part of it, on the calling thread; of a tensor that is not transposed.
  func readPart(_ range: Range<Int>, into y: UnsafeMutablePointer<Float>) {
    guard pairedRows != nil else { return widen(range, into: y) }
    var at = range.lowerBound
    while at < range.upperBound {
      let row = at / columns
      let part = at..<min(range.upperBound, (row + 1) * columns)
      let from = storedRow(row) * columns + at % columns
      widen(from..<from + part.count, into: y + (at - range.lowerBound))
      at = part.upperBound
    }
  }

  /// Whether another tensor of as many elements has the same values, bit by bit in float32.
  func hasValues(of other: StoredTensor) -> Bool {
    if format.name == other.format.name { return memcmp(bytes, other.bytes, format.bytes(of: count)) == 0 }
    var (one, two) = ([Float](repeating: 0, count: Self.grain), [Float](repeating: 0, count: Self.grain))
    for start in stride(from: 0, to: count, by: Self.grain) {
      let piece = start..<min(count, start + Self.grain)
      let same = one.withUnsafeMutableBufferPointer { one in
        two.withUnsafeMutableBufferPointer { two in
          guard let x = one.baseAddress, let y = two.baseAddress else { return true }
          widen(piece, into: x)
          other.widen(piece, into: y)
          return memcmp(x, y, 4 * piece.count) == 0
        }
      }
      if !same { return false }
    }
    return true
  }

  /// Elements of the layout's order as float32; of a transposed tensor, or one with its rows in another order, whole rows. The pages of a large part are given back
  /// to the system's file cache, so that the process never holds a whole file.
  package func read(_ range: Range<Int>, into y: UnsafeMutablePointer<Float>) {
    defer { release(isTransposed ? 0..<count : range) }
    if pairedRows != nil {
      precondition(range.lowerBound % columns == 0 && range.count % columns == 0, "part of a row in another order")
      let first = range.lowerBound / columns
      Parallel.ranges(range.count / columns, grain: max(1, Self.grain / columns)) { r in
        for row in r {
          let from = storedRow(first + row) * columns
          widen(from..<from + columns, into: y + row * columns)
        }
      }
      return
    }
    guard isTransposed else {
      Parallel.ranges(range.count, grain: Self.grain) { r in
        widen(range.lowerBound + r.lowerBound..<range.lowerBound + r.upperBound, into: y + r.lowerBound)
      }
      return
    }
    precondition(range.lowerBound % columns == 0 && range.count % columns == 0, "part of a transposed row")
    let first = range.lowerBound / columns
    // Strips of 64 rows: each read is a cache line or more of the file.
    Parallel.ranges(range.count / columns, grain: 64) { r in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: 64) { strip in
        guard let strip = strip.baseAddress else { return }
        for column in 0..<columns {
          let from = column * rows + first + r.lowerBound
          widen(from..<from + r.count, into: strip)
          for i in 0..<r.count { y[(r.lowerBound + i) * columns + column] = strip[i] }
        }
      }
    }
  }

  /// Fewer bytes than this stay mapped.
  private static let smallest = 1 << 20

  private func release(_ range: Range<Int>) {
    let from = format.bytes(of: range.lowerBound / format.unit * format.unit)
    let to = format.bytes(of: range.upperBound)
    guard to - from >= Self.smallest else { return }
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let first = (Int(bitPattern: bytes) + from + page - 1) / page * page
    let last = (Int(bitPattern: bytes) + to) / page * page
    if last > first { madvise(UnsafeMutableRawPointer(bitPattern: first), last - first, MADV_DONTNEED) }
  }
}
