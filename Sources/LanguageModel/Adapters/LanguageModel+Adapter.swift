import Numerics

extension LanguageModel {
  /// A model of these frozen weights and the adapter; the weights are shared, not copied.
  ///
  /// Throws `LanguageModelError.adapter` for an adapter of another shape, or where one is attached already.
  public func attaching(_ adapter: Adapter) throws -> LanguageModel {
    var problems: [String] = []
    if adapter.shape != layout { problems.append("it was made for a model of another shape") }
    if self.adapter != nil { problems.append("the model has an adapter already; merge it first") }
    guard problems.isEmpty else { throw LanguageModelError.adapter(path: "adapter", problems: problems) }
    return LanguageModel(sharing: self, adapter: adapter)
  }

  /// The frozen weights without the adapter; itself where there is none.
  public var detached: LanguageModel { adapter == nil ? self : LanguageModel(sharing: self, adapter: nil) }

  /// A model of its own, in float32, with W + s·B·A in place of each adapted W; a copy where there is no adapter.
  public func merged() throws -> LanguageModel {
    guard let adapter else { return try copy() }
    let model = try detached.copy()
    let (rank, scale) = (adapter.options.rank, Float(adapter.options.scale))
    withTrainable { parameters in
      model.withWeights { weights in
        for site in adapter.sites {
          LinearAlgebra.multiply(
            site.outputs, site.inputs, rank, alpha: scale, parameters.constant + site.b, rank,
            parameters.constant + site.a, site.inputs, beta: 1,
            into: weights.pointer + site.linear + site.column * site.inputs, site.inputs)
        }
      }
    }
    return model
  }

  /// Whether the checkpoint keeps its linear layers as inputs x outputs, which PEFT calls fan_in_fan_out.
  package var storesTransposed: Bool { layout.entries.contains(where: \.isTransposed) }
}
