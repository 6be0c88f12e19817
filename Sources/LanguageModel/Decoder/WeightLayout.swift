/// Where each tensor lies in the one flat parameter buffer.
///
/// Matrices are outputs x inputs there, whatever their orientation in files. Tensors that are multiplied together lie side
/// by side (query, key and value; gate and up), so that one product does them all; each begins at a multiple of 16 floats
/// (64 bytes) where its size allows side-by-side neighbours to touch.
package struct WeightLayout: Sendable, Hashable {
  package struct Entry: Sendable, Hashable {
    package enum Role: Sendable, Hashable { case embedding, matrix, norm, bias }

    package var name: String  // Hugging Face's
    /// As the file has it: inputs x outputs where `isTransposed`.
    package var shape: [Int]
    package var range: Range<Int>
    package var role: Role
    /// Whether the file holds the transpose of what the buffer holds.
    package var isTransposed = false
    /// Whether its product is added to the residual stream.
    package var isResidual = false

    /// Rows and columns in the buffer: outputs and inputs; a vector is one column.
    package var rows: Int { isTransposed ? shape[1] : shape[0] }
    package var columns: Int { isTransposed ? shape[0] : shape.dropFirst().reduce(1, *) }

    package var isNorm: Bool { role == .norm }
    /// Weight decay is for what has two dimensions: not for norms and biases.
    package var isDecayed: Bool { role == .embedding || role == .matrix }
  }

  package struct Layer: Sendable, Hashable {
    package var attentionNorms: BranchNorms
    /// Queries, keys and values, side by side.
    package var attention: Linear
    /// Offsets of the weights that normalise queries and keys, where the family has them.
    package var queryNorm: Int?
    package var keyNorm: Int?
    package var output: Linear
    package var feedForwardNorms: BranchNorms
    package var feedForward: FeedForward

    /// All but those of experts.
    package var linears: [Linear] { [attention, output] + (feedForward.dense.map { [$0.up, $0.down] } ?? []) }
  }

  /// Offsets of a normalisation over the hidden size.
  package struct Norm: Sendable, Hashable {
    package var weight: Int
    package var bias: Int?
  }

  /// The norms with which a residual branch begins and ends, where it does.
  package struct BranchNorms: Sendable, Hashable {
    package var before: Norm?
    package var after: Norm?
  }

  package private(set) var entries: [Entry] = []
  package private(set) var layers: [Layer] = []
  /// What each layer's tensors take of the buffer.
  package private(set) var layerRanges: [Range<Int>] = []
  package private(set) var embedding = 0
  /// Offset of the learned positions, contextLength x hidden.
  package private(set) var positions: Int?
  package private(set) var finalNorm = Norm(weight: 0)
  /// The output matrix: the embedding where tied.
  package private(set) var head = Linear(offset: 0, inputs: 0, outputs: 0, bias: nil, parts: [])
  /// Floats in the buffer, the padding between tensors included.
  package private(set) var size = 0

  package init(_ c: ModelConfiguration) {
    let names = c.family.names
    let prefix = names.prefix
    embedding = add(prefix + names.embedding + ".weight", [c.vocabularySize, c.hiddenSize], .embedding)
    if c.position == .learned {
      positions = add(prefix + names.positions + ".weight", [c.contextLength, c.hiddenSize], .embedding)
    }
    for i in 0..<c.layers {
      let start = (size + 15) / 16 * 16
      let prefix = "\(prefix)\(names.layers)\(i)."
      let parts = names.attention.count == 1 ? [c.attentionWidth] : [c.queryWidth, c.keyWidth, c.keyWidth]
      let attentionNorms = addNorms(prefix, (names.attentionNorm, names.attentionOutputNorm), c)
      let attention = addLinear(
        prefix, Array(zip(names.attention, parts)), inputs: c.hiddenSize, bias: c.attentionBias, names.transposed)
      let queryNorm = c.queryKeyNorm.map { norm in
        add(prefix + names.queryNorm + ".weight", [norm == .heads ? c.headDimension : c.queryWidth], .norm)
      }
      let keyNorm = c.queryKeyNorm.map { norm in
        add(prefix + names.keyNorm + ".weight", [norm == .heads ? c.headDimension : c.keyWidth], .norm)
      }
      let output = addLinear(
        prefix, [(names.attentionOutput, c.hiddenSize)], inputs: c.queryWidth, bias: c.attentionOutputBias,
        names.transposed, residual: true)
      layers.append(
        Layer(
          attentionNorms: attentionNorms, attention: attention, queryNorm: queryNorm, keyNorm: keyNorm, output: output,
          feedForwardNorms: addNorms(prefix, (names.feedForwardNorm, names.feedForwardOutputNorm), c),
          feedForward: addFeedForward(prefix, i, c)))
      layerRanges.append(start..<size)
    }
    finalNorm = addNorm(prefix + names.finalNorm, c)
    let offset =
      c.tiedEmbeddings ? embedding : add(names.head + ".weight", [c.vocabularySize, c.hiddenSize], .embedding)
    head = Linear(offset: offset, inputs: c.hiddenSize, outputs: c.vocabularySize, bias: nil, parts: [])
    size = (size + 15) / 16 * 16
  }

  private mutating func addNorms(
    _ prefix: String, _ names: (before: String, after: String), _ c: ModelConfiguration
  ) -> BranchNorms {
    BranchNorms(
      before: c.normPlacement.isBefore ? addNorm(prefix + names.before, c) : nil,
      after: c.normPlacement.isAfter ? addNorm(prefix + names.after, c) : nil)
  }

  private mutating func addNorm(_ name: String, _ c: ModelConfiguration) -> Norm {
    let weight = add(name + ".weight", [c.hiddenSize], .norm)
    return Norm(weight: weight, bias: c.norm == .layer ? add(name + ".bias", [c.hiddenSize], .bias) : nil)
  }

  private mutating func addFeedForward(_ prefix: String, _ layer: Int, _ c: ModelConfiguration) -> FeedForward {
    let names = c.family.names
    if let experts = c.experts(at: layer), let expertNames = names.experts {
      return .experts(addExperts(prefix, expertNames, experts, c))
    }
    let up = names.up.map { ($0, c.upWidth / names.up.count) }
    return .dense(
      Perceptron(
        up: addLinear(prefix, up, inputs: c.hiddenSize, bias: c.feedForwardBias, names.transposed),
        down: addLinear(
          prefix, [(names.down, c.hiddenSize)], inputs: c.intermediateSize, bias: c.feedForwardBias, names.transposed,
          residual: true)))
  }

  /// Adds matrices that share their input, side by side, and then their biases, side by side.
  mutating func addLinear(
    _ prefix: String, _ parts: [(name: String, outputs: Int)], inputs: Int, bias: Bool, _ isTransposed: Bool,
    residual: Bool = false
  ) -> Linear {
    var linear = Linear(offset: 0, inputs: inputs, outputs: 0, bias: nil, parts: [])
    for (i, part) in parts.enumerated() {
      let shape = isTransposed ? [inputs, part.outputs] : [part.outputs, inputs]
      let offset = add(prefix + part.name + ".weight", shape, .matrix, touching: i > 0)
      entries[entries.count - 1].isTransposed = isTransposed
      entries[entries.count - 1].isResidual = residual
      if i == 0 { linear.offset = offset }
      let outputs = linear.outputs..<linear.outputs + part.outputs
      linear.parts.append(Linear.Part(name: prefix + part.name, outputs: outputs))
      linear.outputs = outputs.upperBound
    }
    guard bias else { return linear }
    for (i, part) in parts.enumerated() {
      let offset = add(prefix + part.name + ".bias", [part.outputs], .bias, touching: i > 0)
      if i == 0 { linear.bias = offset }
    }
    return linear
  }

  private mutating func add(_ name: String, _ shape: [Int], _ role: Entry.Role, touching: Bool = false) -> Int {
    let start = touching ? size : (size + 15) / 16 * 16
    size = start + shape.reduce(1, *)
    entries.append(Entry(name: name, shape: shape, range: start..<size, role: role))
    return start
  }

  /// Parameters, without padding.
  package var parameterCount: Int { entries.reduce(0) { $0 + $1.range.count } }
}

extension WeightLayout.Entry {
  /// The tensor in the file's orientation, from a buffer of this layout.
  package func inFileOrder(_ buffer: UnsafePointer<Float>) -> [Float] {
    inFileOrder(values: buffer + range.lowerBound)
  }

  /// The same from the tensor's own values.
  func inFileOrder(values: UnsafePointer<Float>) -> [Float] {
    guard isTransposed else { return Array(UnsafeBufferPointer(start: values, count: range.count)) }
    return Self.transpose(values, rows: shape[1], columns: shape[0])
  }

  private static func transpose(_ x: UnsafePointer<Float>, rows: Int, columns: Int) -> [Float] {
    [Float](unsafeUninitializedCapacity: rows * columns) { y, count in
      for i in 0..<rows { for j in 0..<columns { y[j * rows + i] = x[i * columns + j] } }
      count = rows * columns
    }
  }
}
