import Kernels
package import Numerics

/// The gradient of what is trainable of a model, all weights or an attached adapter's parameters, laid out as it is. Not
/// shared between threads by its users.
public final class Gradient {
  let trainable: Trainable
  /// All but what `embeddings` still holds.
  let sums: AlignedBuffer<Float>
  /// Where the embedding is the output matrix too; nil elsewhere.
  let embeddings: EmbeddingGradient?

  /// Zeros of the model's shape.
  public init(for model: LanguageModel) {
    trainable = model.trainable
    sums = AlignedBuffer(count: trainable.size)
    let c = model.configuration
    embeddings = c.tiedEmbeddings && model.adapter == nil ? EmbeddingGradient(width: c.hiddenSize) : nil
    table = model.layout.embedding
  }

  private let table: Int

  /// The values, laid out as what is trainable.
  package var buffer: AlignedBuffer<Float> {
    embeddings?.join(into: sums.pointer + table)
    return sums
  }

  /// Sets every value to 0.
  public func zero() { buffer.zero() }

  /// The tensor of that Hugging Face (or PEFT) name, row-major in the file's orientation; nil where there is none.
  public func tensor(_ name: String) -> [Float]? {
    guard let entry = trainable.entries.first(where: { $0.name == name }) else { return nil }
    return entry.inFileOrder(buffer.constant)
  }

  /// The Euclidean norm over all parameters; not finite as soon as one of them is not.
  public func norm() -> Double {
    let (buffer, grain) = (buffer, 1 << 16)
    let blocks = (buffer.count + grain - 1) / grain
    let partial = AlignedBuffer<Double>(count: blocks)
    Parallel.ranges(buffer.count, grain: grain) { range in
      partial.pointer[range.lowerBound / grain] = Kernels.sumOfSquares(
        buffer.constant + range.lowerBound, range.count)
    }
    var total = 0.0
    for i in 0..<blocks { total += partial.pointer[i] }
    return total.squareRoot()
  }
}

/// What the tokens of a step add to an embedding that is the output matrix too, apart from what the loss adds to it: each a chain
/// of sums in the order of the step's rows, however the step is divided into batches.
final class EmbeddingGradient {
  private let width: Int
  private var places: [Int32: Int] = [:]
  private var rows = AlignedBuffer<Float>(count: 0)  // places x width

  init(width: Int) { self.width = width }

  /// Makes room for these tokens.
  func reserve(_ tokens: [Int32]) {
    for token in tokens where places[token] == nil { places[token] = places.count }
    guard rows.count < places.count * width else { return }
    let new = AlignedBuffer<Float>(count: 2 * places.count * width)
    new.pointer.update(from: rows.pointer, count: rows.count)
    rows = new
  }

  /// The row of a token that there is room for.
  func row(_ token: Int32) -> UnsafeMutablePointer<Float> { rows.pointer + (places[token] ?? 0) * width }

  /// Adds the rows to the table's, and begins anew.
  func join(into table: UnsafeMutablePointer<Float>) {
    guard !places.isEmpty else { return }
    for (token, place) in places {
      Kernels.add(rows.constant + place * width, to: table + Int(token) * width, width)
    }
    rows.zero()
    places = [:]
  }
}
