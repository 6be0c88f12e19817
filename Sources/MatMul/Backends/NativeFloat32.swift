package import Kernels
import Numerics

/// Products in float32 by this program's own kernels. An element's bits depend on its row of A and its column of B alone, so
/// that how a product is divided, here, is a matter of speed.
package struct NativeFloat32: ProductBackend {
  /// Whether this processor has the kernels.
  package static let isAvailable = Kernels.hasProduct

  /// Packed values at a time that all rows meet: they stay in the cache that threads share.
  private static let shared = 2 << 20
  /// Packed values of a thread's own, in its second-level cache.
  private static let own = 64 << 10
  /// Values of k at a time: with more, few columns would fill the caches.
  private static let deepest = 2 << 10
  /// Columns that are packed at a time.
  private static let packs = 64
  private static let scratch = ScratchMemory()

  package init() {}

  package var isFreeOfCompany: Bool { true }

  package var library: String? { nil }

  package func takes(_ precision: Precision) -> Bool { precision == .f32 && Products.current == .native }

  package func tileRows(of rows: Int) -> Int { TileRows.even(rows, step: 12) }

  package func packedForm<E: StoredElement>(k: Int, n: Int, _: E.Type) -> (any PackedForm)? {
    E.self != BFloat16.self && Self.isAvailable ? Float32Panels(k: k, n: n) : nil
  }

  package func multiply(_ call: ProductCall) {
    let k = call.k
    call.a.withFloats(call.m, k, serially: call.isSerial) { a in
      if call.m <= Kernels.fewRows, !a.transposed { return multiplyFew(call, a) }
      call.b.withFloats(k, call.n, serially: call.isSerial) { b in
        let parts = (k + Self.deepest - 1) / Self.deepest
        let depth =
          ((k + parts - 1) / parts + Kernels.productBlock - 1) / Kernels.productBlock * Kernels.productBlock
        for first in stride(from: 0, to: k, by: depth) {
          multiplyPacking(call, a, b, terms: first..<min(k, first + depth))
        }
      }
    }
  }

  /// The product's part of these, at most `deepest`, values of k.
  private func multiplyPacking(
    _ call: ProductCall, _ a: StoredMatrix<Float>, _ b: StoredMatrix<Float>, terms: Range<Int>
  ) {
    let (m, n, k) = (call.m, call.n, terms.count)
    let threads = call.isSerial ? 1 : Threads.count
    let tile = Kernels.productColumns
    // Blocks of rows of one size, each a multiple of a tile's.
    let blocks = (m + Kernels.productRows - 1) / Kernels.productRows
    let rows = min(Kernels.productRows, ((m + blocks - 1) / blocks + 11) / 12 * 12)
    let count = (m + rows - 1) / rows
    let (step, accumulate) = (a.steps, call.accumulate || terms.lowerBound > 0)

    func multiply(
      _ block: Int, _ columns: Range<Int>, _ packed: UnsafePointer<Float>, _ workspace: UnsafeMutablePointer<Float>
    ) {
      let first = block * rows
      Kernels.multiply(
        min(rows, m - first), columns.count, k, a.at(row: first, column: terms.lowerBound), row: step.row,
        step: step.column, packed, accumulate: accumulate, into: call.c + first * call.ldc + columns.lowerBound,
        call.ldc, workspace: workspace)
    }
    func pack(_ columns: Range<Int>, _ packed: UnsafeMutablePointer<Float>) {
      Kernels.pack(
        b.at(row: terms.lowerBound, column: columns.lowerBound), stride: b.stride, transposed: b.transposed, k: k,
        n: columns.count, into: packed)
    }

    if blocks < 2 * threads {
      // Few rows: each thread packs columns for itself, and all rows meet them at once.
      let widest = max(1, Self.own / (k * tile))
      let most = ((n + threads - 1) / threads + tile - 1) / tile
      let width = max(1, min(widest, most)) * tile
      call.forEach((n + width - 1) / width) { i in
        let columns = i * width..<min(n, (i + 1) * width)
        withPanels(Kernels.packedCount(k: k, n: columns.count)) { packed, workspace in
          pack(columns, packed)
          for block in 0..<count { multiply(block, columns, packed, workspace) }
        }
      }
      return
    }
    let width = Self.shared / (k * tile) * tile
    for first in stride(from: 0, to: n, by: width) {
      let columns = first..<min(n, first + width)
      Self.scratch.withBytes(4 * Kernels.packedCount(k: k, n: columns.count)) { memory in
        let packed = memory.assumingMemoryBound(to: Float.self)
        call.forEach((columns.count + Self.packs - 1) / Self.packs) { i in
          let part = first + i * Self.packs..<min(columns.upperBound, first + (i + 1) * Self.packs)
          pack(part, packed + i * Self.packs * k)
        }
        call.forEach(count) { block in
          withPanels(0) { _, workspace in multiply(block, columns, packed, workspace) }
        }
      }
    }
  }

  /// The product of at most `Kernels.fewRows` rows, with B as it is stored.
  private func multiplyFew(_ call: ProductCall, _ a: StoredMatrix<Float>) {
    let (n, width, b) = (call.n, call.isSerial ? call.n : Self.fewColumns(call.n), call.b)
    func multiply<E: StoredElement>(_ memory: UnsafePointer<E>) {
      call.forEach((n + width - 1) / width) { i in
        let first = i * width
        Kernels.multiplyFew(
          call.m, min(width, n - first), call.k, a.memory, a.stride,
          memory + (b.transposed ? first * b.stride : first), stride: b.stride, transposed: b.transposed,
          accumulate: call.accumulate, into: call.c + first, call.ldc)
      }
    }
    switch b.elements {
    case .f32(let p): multiply(p)
    case .bf16(let p): multiply(p)
    case .f16(let p): multiply(p)
    }
  }

  /// Of n columns, how many a thread best takes at a time where rows are few: not many of those that the kernel fetches ahead are
  /// then another's.
  package static func fewColumns(_ n: Int) -> Int {
    let pieces = 4 * max(1, Threads.count)
    return min(1024, max(64, ((n + pieces - 1) / pieces + 31) / 32 * 32))
  }

  /// Calls the body with memory for `count` packed values, and the kernel's workspace.
  private func withPanels(_ count: Int, _ body: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>) -> Void) {
    Self.scratch.withBytes(4 * (Kernels.productWorkspace + count)) { memory in
      let workspace = memory.assumingMemoryBound(to: Float.self)
      body(workspace + Kernels.productWorkspace, workspace)
    }
  }
}

/// float32 in panels of columns, for `Kernels.multiply`.
private struct Float32Panels: PackedForm {
  let k: Int
  let n: Int
  private static let scratch = ScratchMemory()

  var bytes: Int { 4 * Kernels.packedCount(k: k, n: n) }
  var packsPieces: Bool { true }

  func pack(_ b: MatrixOperand, columns: Range<Int>, into memory: UnsafeMutableRawPointer) {
    b.withFloats(k, columns.count, serially: true) { b in
      Kernels.pack(
        b.memory, stride: b.stride, transposed: b.transposed, k: k, n: columns.count,
        into: memory.assumingMemoryBound(to: Float.self) + Kernels.packedCount(k: k, n: columns.lowerBound))
    }
  }

  func multiply(
    _ m: Int, _ a: UnsafeRawPointer, _ lda: Int, _ memory: UnsafeRawPointer, accumulate: Bool,
    into c: UnsafeMutablePointer<Float>, _ ldc: Int
  ) {
    Self.scratch.withBytes(4 * Kernels.productWorkspace) {
      Kernels.multiply(
        m, n, k, a.assumingMemoryBound(to: Float.self), row: lda, step: 1, memory.assumingMemoryBound(to: Float.self),
        accumulate: accumulate, into: c, ldc, workspace: $0.assumingMemoryBound(to: Float.self))
    }
  }
}
