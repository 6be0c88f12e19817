package import Kernels

/// One way to multiply matrices: a library, or kernels of this program's own. A new one is a file beside
/// `Backends/NativeFloat32.swift`, and a line in `ProductBackends.all`. It has no state of its own, so that to choose it for each
/// product takes nothing that threads would wait for.
package protocol ProductBackend: Sendable {
  /// Whether it multiplies in that precision here, where none before it in the list does: as the processor, the libraries that are
  /// installed, and `Products.current` say.
  func takes(_ precision: Precision) -> Bool

  /// Runs a product in which no length is 0, whatever format the operands are in. An element's bits do not depend on whether it
  /// is run serially, but for OpenBLAS's.
  func multiply(_ call: ProductCall)

  /// How it keeps the second operand of many products, k x n, of these elements; nil where it has no such form: `PlainRows` takes
  /// its place.
  func packedForm<E: StoredElement>(k: Int, n: Int, _: E.Type) -> (any PackedForm)?

  /// Of so many rows, how many meet a packed matrix at once best: a multiple of `TileRows.least` in bfloat16.
  func tileRows(of rows: Int) -> Int

  /// Whether an element's bits depend on its row of A and its column of B alone, and not on how many others there are.
  var isFreeOfCompany: Bool { get }

  /// The library that multiplies, with its version and what else decides its bits; nil for this program's own kernels.
  var library: String? { get }
}

extension ProductBackend {
  /// Whether both are the same backend.
  package func isSame(as other: any ProductBackend) -> Bool { type(of: other) == Self.self }
}

/// The backends that there are.
package enum ProductBackends {
  /// The better ones first.
  package static let all: [any ProductBackend] = [
    NativeBFloat16(),
    OneDNNProducts(),
    NativeFloat32(),
    openBLAS,
  ]

  /// What takes every product that none of the others does.
  private static let openBLAS = OpenBLASProducts()

  /// The fastest that this machine has, or that was asked for.
  package static func best(for precision: Precision) -> any ProductBackend {
    for i in all.indices where all[i].takes(precision) { return all[i] }
    return openBLAS
  }

  /// As above, of matrices of these elements.
  package static func best<E: StoredElement>(for _: E.Type) -> any ProductBackend {
    switch E.format {
    case .bfloat16: best(for: .bf16)
    case .single, .half: best(for: .f32)
    }
  }
}
