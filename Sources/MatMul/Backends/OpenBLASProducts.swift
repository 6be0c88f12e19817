package import Kernels
import Numerics

/// Products in float32 by OpenBLAS, where the processor has no kernels of this program's own, or where it is asked for: its bits
/// depend on its kernel, on the threads, and on the batch.
///
/// A product is cut into as many pieces as there are threads along the longer side of its result, each a call of its own.
package struct OpenBLASProducts: ProductBackend {
  package init() {}

  package var isFreeOfCompany: Bool { false }

  package var library: String? { OpenBLAS.description }

  package func takes(_ precision: Precision) -> Bool { precision == .f32 }

  /// It packs the matrix anew for each tile.
  package func tileRows(of rows: Int) -> Int { 4 * TileRows.most }

  package func packedForm<E: StoredElement>(k: Int, n: Int, _: E.Type) -> (any PackedForm)? { nil }

  package func multiply(_ call: ProductCall) {
    call.a.withFloats(call.m, call.k, serially: call.isSerial) { a in
      call.b.withFloats(call.k, call.n, serially: call.isSerial) { b in
        func multiply(_ rows: Range<Int>, _ columns: Range<Int>) {
          OpenBLAS.multiply(
            rows.count, columns.count, call.k, a.at(row: rows.lowerBound, column: 0), a.stride,
            transposeA: a.transposed, b.at(row: 0, column: columns.lowerBound), b.stride, transposeB: b.transposed,
            accumulate: call.accumulate, into: call.c + rows.lowerBound * call.ldc + columns.lowerBound, call.ldc)
        }
        let (rows, columns) = (0..<call.m, 0..<call.n)
        let length = max(call.m, call.n)
        let pieces = call.isSerial ? 1 : min(Threads.count, length / 64)
        guard pieces > 1 else { return multiply(rows, columns) }
        let grain = ((length + pieces - 1) / pieces + 15) / 16 * 16
        Parallel.ranges(length, grain: grain) { part in
          if call.m >= call.n { multiply(part, columns) } else { multiply(rows, part) }
        }
      }
    }
  }
}
