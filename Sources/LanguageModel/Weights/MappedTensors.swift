import Digests
import Numerics

/// A model's tensors in its mapped files, one for each entry of the layout, and the scratch that they are converted to.
final class MappedTensors {
  /// In the order of the layout's entries.
  let tensors: [StoredTensor]
  private let starts: [Int]
  private let files: [any TensorFile]
  /// One-dimensional tensors, converted once.
  private let vectors: AlignedBuffer<Float>
  private var vectorPlaces: [Int: Int] = [:]
  private var scratch = AlignedBuffer<Float>(count: 0)
  /// What the scratch holds now.
  private var held = 0..<0
  /// Of the model, once it was asked for: what is mapped does not change.
  var digest: ContentDigest?

  /// `files` own the memory that `tensors` point into.
  init(_ layout: WeightLayout, _ tensors: [StoredTensor], files: [any TensorFile]) {
    self.tensors = tensors
    self.files = files
    starts = layout.entries.map(\.range.lowerBound)
    // Vectors that touch in the layout touch here, each run of them begins at a multiple of 64 bytes.
    var size = 0
    var end = -1
    for entry in layout.entries where entry.shape.count == 1 {
      if entry.range.lowerBound != end { size = (size + 15) / 16 * 16 }
      vectorPlaces[entry.range.lowerBound] = size
      size += entry.range.count
      end = entry.range.upperBound
    }
    vectors = AlignedBuffer(count: size)
    for (entry, tensor) in zip(layout.entries, tensors) {
      if let place = vectorPlaces[entry.range.lowerBound], entry.shape.count == 1 {
        tensor.read(0..<tensor.count, into: vectors.pointer + place)
      }
    }
  }

  /// Index of the tensor that holds `offset`.
  func index(of offset: Int) -> Int {
    var (low, high) = (0, starts.count)
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle + 1 } else { high = middle }
    }
    return low - 1
  }

  /// Offset in the layout of the tensor's first element.
  func start(_ index: Int) -> Int { starts[index] }

  func vector(_ offset: Int) -> UnsafePointer<Float> {
    if let place = vectorPlaces[offset] { return vectors.constant + place }
    let start = starts[index(of: offset)]
    guard let place = vectorPlaces[start] else { preconditionFailure("no vector at \(offset)") }
    return vectors.constant + place + (offset - start)
  }

  /// Converts the range to `destination`; padding between tensors is left as it is.
  func read(_ range: Range<Int>, into destination: UnsafeMutablePointer<Float>) {
    var i = index(of: range.lowerBound)
    while i < tensors.count, starts[i] < range.upperBound {
      let part = range.clamped(to: starts[i]..<starts[i] + tensors[i].count)
      if !part.isEmpty {
        tensors[i].read(
          part.lowerBound - starts[i]..<part.upperBound - starts[i],
          into: destination + (part.lowerBound - range.lowerBound))
      }
      i += 1
    }
  }

  /// The range as float32 in the scratch, valid until the next call.
  func converted(_ range: Range<Int>) -> UnsafePointer<Float> {
    if held == range { return scratch.constant }
    if scratch.count < range.count {
      // The old one is freed before the new one is made.
      scratch = AlignedBuffer(count: 0)
      scratch = AlignedBuffer(uninitialized: range.count)
    }
    read(range, into: scratch.pointer)
    held = range
    return scratch.constant
  }
}
