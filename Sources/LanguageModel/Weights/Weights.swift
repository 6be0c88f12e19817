import Kernels
import MatMul
import Numerics

/// A model's tensors as the decoder sees them: addressed by their offset in the layout's flat buffer, read as float32.
///
/// Resident weights are that buffer. Mapped ones stay in their files in the precision they are stored in, and are
/// converted tensor by tensor into one scratch. Pointers that `matrix` lends are valid until the next call of `matrix` or
/// `blocks`; those of `vector` for the owner's life. Not shared between threads: the model's lock guards it.
package final class Weights {
  private enum Storage {
    /// With the files that the buffer was read from, while it is what they hold.
    case resident(AlignedBuffer<Float>, of: MappedTensors?)
    case mapped(MappedTensors)
  }

  package let layout: WeightLayout
  private var storage: Storage
  /// Resident weights in bfloat16, while they are what the buffer rounds to.
  private var bfloat16Copy: AlignedBuffer<BFloat16>?
  private var copyIsCurrent = false
  private var isUnloaded = false
  /// Counts the changes.
  var version = 0
  /// Bytes of float32 that `blocks` converts at once; tests make it small.
  package var blockBytes = 32 << 20

  /// Zeros.
  init(_ layout: WeightLayout) {
    self.layout = layout
    storage = .resident(AlignedBuffer(count: layout.size), of: nil)
  }

  init(_ layout: WeightLayout, mapped: MappedTensors) {
    self.layout = layout
    storage = .mapped(mapped)
  }

  /// The files' tensors; nil where the weights are in memory.
  var mapped: MappedTensors? {
    if case .mapped(let tensors) = storage { tensors } else { nil }
  }

  /// The flat buffer, for reading, or for updating what `changed` is then called for. Mapped weights become resident.
  var buffer: AlignedBuffer<Float> {
    switch storage {
    case .resident(let buffer, _): return buffer
    case .mapped(let tensors):
      let buffer = AlignedBuffer<Float>(count: layout.size)
      tensors.read(0..<layout.size, into: buffer.pointer)
      storage = .resident(buffer, of: tensors)
      return buffer
    }
  }

  /// Converts or copies floats from `offset` on to `destination`; of a transposed tensor whole rows.
  package func read(_ range: Range<Int>, into destination: UnsafeMutablePointer<Float>) {
    switch storage {
    case .resident(let buffer, _): destination.update(from: buffer.constant + range.lowerBound, count: range.count)
    case .mapped(let tensors): tensors.read(range, into: destination)
    }
  }

  /// A tensor in its file's orientation.
  func tensor(_ entry: WeightLayout.Entry) -> [Float] {
    switch storage {
    case .resident(let buffer, _): return entry.inFileOrder(buffer.constant)
    case .mapped(let tensors):
      let stored = tensors.tensors[tensors.index(of: entry.range.lowerBound)]
      guard stored.isInFileOrder(of: entry) else {
        let values = AlignedBuffer<Float>(uninitialized: stored.count)
        stored.read(0..<stored.count, into: values.pointer)
        return entry.inFileOrder(values: values.constant)
      }
      return [Float](unsafeUninitializedCapacity: stored.count) { values, count in
        if let base = values.baseAddress { stored.widen(0..<stored.count, into: base) }
        count = stored.count
      }
    }
  }

  /// `count` floats of one or more adjoining tensors from `offset`: row-major, outputs x inputs.
  func matrix(_ offset: Int, _ count: Int) -> UnsafePointer<Float> {
    switch storage {
    case .resident(let buffer, _): buffer.constant + offset
    case .mapped(let tensors): tensors.converted(offset..<offset + count)
    }
  }

  /// A one-dimensional tensor, or several that touch: always held in float32.
  func vector(_ offset: Int, _ count: Int) -> UnsafePointer<Float> {
    switch storage {
    case .resident(let buffer, _): buffer.constant + offset
    case .mapped(let tensors): tensors.vector(offset)
    }
  }

  /// Row `index` of the matrix of `width` columns at `offset`, copied to `destination`.
  func row(_ offset: Int, _ index: Int, width: Int, into destination: UnsafeMutablePointer<Float>) {
    read(offset + index * width..<offset + (index + 1) * width, into: destination)
  }

  /// Calls `body` with consecutive blocks of rows of the matrix at `offset`, and each block's first element: one block
  /// where the weights are resident, blocks of `blockBytes` where they are mapped.
  func blocks(of offset: Int, rows: Int, columns: Int, body: (Range<Int>, UnsafePointer<Float>) -> Void) {
    guard mapped != nil else { return body(0..<rows, matrix(offset, rows * columns)) }
    // Multiples of what the loss takes at once: whether weights are mapped then changes no sum.
    let unit = rows < 512 ? 64 : 512
    let grain = max(unit, blockBytes / (4 * columns) / unit * unit)
    for from in stride(from: 0, to: rows, by: grain) {
      let block = from..<min(rows, from + grain)
      body(block, matrix(offset + from * columns, block.count * columns))
    }
  }

  /// y = x Wᵀ for few rows of x (rows x inputs), straight from storage: bound by reading W once.
  /// W: outputs x inputs at `offset`, of one or more adjoining tensors. Each row's result is the same to the bit
  /// whatever the number of rows.
  package func multiplyFew(
    _ x: UnsafePointer<Float>, rows: Int, inputs: Int, _ offset: Int, outputs: Int,
    into y: UnsafeMutablePointer<Float>
  ) {
    var output = 0
    while output < outputs {
      var part = StoredTensor(
        name: "", format: .plain(.f32), bytes: UnsafeRawPointer(x), rows: outputs, columns: inputs)
      var first = 0  // the part's row that is this output
      switch storage {
      case .resident(let buffer, _): part.bytes = UnsafeRawPointer(buffer.pointer + offset)
      case .mapped(let tensors):
        let index = tensors.index(of: offset + output * inputs)
        part = tensors.tensors[index]
        first = (offset + output * inputs - tensors.start(index)) / inputs
      }
      let count = min(outputs - output, part.rows - first)
      let into = y + output
      Parallel.ranges(count, grain: NativeFloat32.fewColumns(count)) { r in
        part.multiplyFew(
          x, rows: rows, outputs: first + r.lowerBound..<first + r.upperBound, into: into + r.lowerBound,
          stride: outputs)
      }
      output += count
    }
  }

  /// To be called when the flat buffer has been written to.
  func changed() {
    version += 1
    copyIsCurrent = false
    if case .resident(let buffer, .some) = storage { storage = .resident(buffer, of: nil) }
  }

  /// Gives up the memory of weights that their files still hold: they are mapped until `reload`.
  func unload() {
    guard case .resident(_, let tensors?) = storage else { return }
    storage = .mapped(tensors)
    (bfloat16Copy, copyIsCurrent) = (nil, false)
    isUnloaded = true
  }

  /// Takes what `unload` has given up.
  func reload() {
    if isUnloaded { _ = buffer }
    isUnloaded = false
  }

  /// Lends the flat buffer to a body that writes every tensor of it, and of the bfloat16 copy if there is one.
  func update(
    _ body: (AlignedBuffer<Float>, _ bfloat16Copy: UnsafeMutablePointer<BFloat16>?) throws -> Void
  ) rethrows {
    let buffer = buffer
    changed()
    try body(buffer, bfloat16Copy?.pointer)
    copyIsCurrent = bfloat16Copy != nil
  }

  /// Whether there is a bfloat16 copy of what the buffer holds.
  var hasBFloat16Copy: Bool { bfloat16Copy != nil && copyIsCurrent }

  /// The resident buffer rounded to bfloat16, converted again only after it has changed; nil where weights are mapped.
  func asBFloat16() -> UnsafePointer<BFloat16>? {
    guard case .resident(let buffer, _) = storage else { return nil }
    let bfloat16Copy = bfloat16Copy ?? AlignedBuffer(uninitialized: buffer.count)
    self.bfloat16Copy = bfloat16Copy
    if !copyIsCurrent {
      Parallel.ranges(buffer.count, grain: StoredTensor.grain) { r in
        Kernels.store(buffer.constant + r.lowerBound, bfloat16Copy.pointer + r.lowerBound, r.count)
      }
      copyIsCurrent = true
    }
    return bfloat16Copy.constant
  }
}
