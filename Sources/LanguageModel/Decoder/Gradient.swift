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

  /// The values without what is still to be joined to the embedding's; of the layers nothing is.
  package var unjoined: UnsafePointer<Float> { sums.constant }

  /// The values, laid out as what is trainable.
  package var buffer: AlignedBuffer<Float> {
    embeddings?.join(into: sums.pointer + table)
    return sums
  }

  /// Adds another gradient of the same shape, which is zero afterwards.
  package func take(_ other: Gradient) {
    let (sums, others) = (buffer, other.buffer)
    Parallel.ranges(sums.count, grain: 1 << 16) { r in
      Kernels.add(others.constant + r.lowerBound, to: sums.pointer + r.lowerBound, r.count)
      (others.pointer + r.lowerBound).update(repeating: 0, count: r.count)
    }
  }

  /// Hears during a backward pass of a layer, by its number, that nothing more of this batch comes to its weights; nil: nobody asks.
  package var layerIsDone: ((Int) -> Void)?

  /// Sets every value to 0.
  public func zero() { buffer.zero() }

  /// The tensor of that Hugging Face (or PEFT) name, row-major in the file's orientation; nil where there is none.
  public func tensor(_ name: String) -> [Float]? {
    guard let entry = trainable.entries.first(where: { $0.name == name }) else { return nil }
    return entry.inFileOrder(buffer.constant)
  }

  /// The Euclidean norm over all parameters; not finite as soon as one of them is not.
  public func norm() -> Double { Self.norm(squares: Self.squares(buffer)) }

  /// Floats whose squares are summed by themselves.
  package static let squaresGrain = 1 << 16

  /// The sums of squares of the buffer's blocks of `squaresGrain`.
  package static func squares(_ buffer: AlignedBuffer<Float>) -> [Double] {
    let grain = squaresGrain
    let partial = AlignedBuffer<Double>(count: (buffer.count + grain - 1) / grain)
    Parallel.ranges(buffer.count, grain: grain) { range in
      partial.pointer[range.lowerBound / grain] = Kernels.sumOfSquares(
        buffer.constant + range.lowerBound, range.count)
    }
    return (0..<partial.count).map { partial.pointer[$0] }
  }

  /// The norm of a whole gradient from the sums of its blocks, in order.
  package static func norm(squares: [Double]) -> Double { squares.reduce(0, +).squareRoot() }
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
