/// The sizes by which a config.json declares tensors: what is compared with the headers of the files before anything of these
/// sizes is made.
struct DeclaredShape {
  /// How many parameters there are at least.
  var parameters: Double
  var layers: (field: String, count: Int)
  /// Sizes that some tensor has as a dimension.
  var dimensions: [(field: String, size: Int)]

  /// More than any model has: sizes whose products end here never overflow.
  static let mostParameters = 1e14
  static let mostLayers = 10_000
}

extension DeclaredShape {
  init(_ c: ModelConfiguration) {
    // In floating point: what is checked may be too large for anything else.
    let h = Double(c.hiddenSize)
    let query = Double(c.heads) * Double(c.headDimension)
    let key = Double(c.keyValueHeads) * Double(c.headDimension)
    let attention = h * (2 * query + 2 * key)
    func feedForward(_ width: Int) -> Double { h * Double(width) * (c.feedForward == .gated ? 3 : 2) }
    let dense = Double(c.layers - c.sparseLayers) * feedForward(c.intermediateSize)
    let sparse =
      c.experts.map { Double(c.sparseLayers) * Double($0.count) * (h + feedForward($0.intermediateSize)) } ?? 0
    let tables =
      Double(c.vocabularySize) * (c.tiedEmbeddings ? 1 : 2) + (c.position == .learned ? Double(c.contextLength) : 0)
    parameters = tables * h + Double(c.layers) * attention + dense + sparse
    layers = ("num_hidden_layers", c.layers)
    dimensions = [("vocab_size", c.vocabularySize), ("hidden_size", c.hiddenSize)]
    if c.hasDenseLayers { dimensions.append(("intermediate_size", c.intermediateSize)) }
    if let experts = c.experts, c.sparseLayers > 0 {
      dimensions.append(("the number of experts", experts.count))
      let isOwn = experts.intermediateSize != c.intermediateSize
      dimensions.append((isOwn ? "moe_intermediate_size" : "intermediate_size", experts.intermediateSize))
    }
    if c.position == .learned { dimensions.append(("max_position_embeddings", c.contextLength)) }
    if c.family.names.attention.count > 1, query <= Double(Int32.max) {
      dimensions.append(("num_attention_heads × head_dim", c.heads * c.headDimension))
    }
  }

  init(_ c: EncoderConfiguration) {
    let h = Double(c.hiddenSize)
    let tables = Double(c.vocabularySize) + Double(c.positions) + Double(c.tokenTypes)
    parameters = tables * h + Double(c.layers) * (4 * h * h + 2 * h * Double(c.intermediateSize))
    layers = ("num_hidden_layers", c.layers)
    dimensions = [
      ("vocab_size", c.vocabularySize), ("hidden_size", c.hiddenSize), ("intermediate_size", c.intermediateSize),
      ("max_position_embeddings", c.positions),
    ]
  }

  /// What makes these sizes impossible whatever the files hold; nil where nothing does.
  var problem: String? {
    if layers.count > Self.mostLayers { return "\(layers.field) is \(layers.count), outside 1...\(Self.mostLayers)" }
    return parameters > Self.mostParameters ? "describes more than \(Int(Self.mostParameters)) parameters" : nil
  }
}

extension ModelConfiguration {
  /// Parameters of the matrices and tables, from the sizes alone: nothing is made.
  public var declaredParameters: Double { DeclaredShape(self).parameters }
}

extension ModelFiles {
  /// Throws `LanguageModelError.configuration` where config.json describes far more than the headers of the files do, naming the
  /// fields that no tensor bears out. Smaller differences are told tensor by tensor, by `match`.
  func check(_ shape: DeclaredShape, file: String) throws {
    let entries = places.flatMap { name, reader in reader.entries[name].map { [$0] } ?? [] }
    let elements = entries.reduce(0.0) { $0 + Double($1.count) }
    let tooManyLayers = shape.layers.count > max(1, entries.count)
    guard tooManyLayers || shape.parameters > 2 * elements + 1e6 else { return }
    // Shards that are missing are the reason then.
    if !problems.isEmpty { throw LanguageModelError.tensors(path: directory, problems: problems) }
    var found: [String] = []
    if tooManyLayers {
      found.append("\(shape.layers.field) is \(shape.layers.count), and the weights are \(entries.count) tensors")
    }
    let dimensions = Set(entries.flatMap(\.shape))
    for (field, size) in shape.dimensions where !dimensions.contains(size) {
      found.append("\(field) is \(size), which is not a dimension of any tensor in the weights")
    }
    if found.isEmpty {
      found.append("describes \(Int(shape.parameters)) parameters, and the weights hold \(Int(elements))")
    }
    throw LanguageModelError.configuration(path: file, problems: found)
  }
}
