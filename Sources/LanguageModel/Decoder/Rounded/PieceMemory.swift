import Numerics

/// What one thread works in while it takes a piece of rows through a part of a rounded layer: small enough for the
/// second-level cache.
final class PieceMemory {
  let input: AlignedBuffer<UInt16>  // rows x hidden
  let normed: AlignedBuffer<Float>  // rows x hidden
  let wide: AlignedBuffer<Float>  // rows x the widest output of a layer's matrices
  let active: AlignedBuffer<UInt16>  // rows x intermediate
  /// Backward only.
  let dActive: AlignedBuffer<Float>  // rows x max(intermediate, hidden)

  init(_ c: ModelConfiguration) {
    let rows = PackedMatrix.mostRows
    input = AlignedBuffer(uninitialized: rows * c.hiddenSize)
    normed = AlignedBuffer(uninitialized: rows * c.hiddenSize)
    wide = AlignedBuffer(uninitialized: rows * max(c.attentionWidth, c.upWidth))
    active = AlignedBuffer(uninitialized: rows * c.intermediateSize)
    dActive = AlignedBuffer(uninitialized: rows * max(c.intermediateSize, c.hiddenSize))
  }
}

/// What the backward pass of rounded layers keeps of one layer for the products over all rows.
final class BackwardPlanes {
  let dOut: AlignedBuffer<UInt16>  // T x hidden: the gradient that comes from above
  let active: AlignedBuffer<UInt16>  // T x intermediate
  let normed: AlignedBuffer<UInt16>  // T x hidden
  let dMixed: AlignedBuffer<UInt16>  // T x queries
  let dAttention: AlignedBuffer<UInt16>  // T x (queries + keys + values)

  init(_ c: ModelConfiguration, rows: Int) {
    dOut = AlignedBuffer(count: rows * c.hiddenSize)
    active = AlignedBuffer(count: rows * c.intermediateSize)
    normed = AlignedBuffer(count: rows * c.hiddenSize)
    dMixed = AlignedBuffer(count: rows * c.queryWidth)
    dAttention = AlignedBuffer(count: rows * c.attentionWidth)
  }
}
