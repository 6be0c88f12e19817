import Kernels
import MatMul
import Numerics

extension LanguageModel {
  /// A model of these frozen weights and the adapter; the weights are shared, not copied.
  ///
  /// Throws `LanguageModelError.adapter` for an adapter of another shape, or where one is attached already.
  public func attaching(_ adapter: Adapter) throws -> LanguageModel {
    var problems: [String] = []
    if adapter.shape != layout { problems.append("it was made for a model of different dimensions") }
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
          let b = AlignedBuffer<Float>(uninitialized: site.outputs * rank)
          Kernels.scale(parameters.constant + site.b, by: scale, into: b.pointer, b.count)
          MatrixProduct(.f32).multiply(
            site.outputs, site.inputs, rank, .f32(b.constant, rank),
            .f32(parameters.constant + site.a, site.inputs), accumulate: true,
            into: weights.pointer + site.linear + site.column * site.inputs, site.inputs)
        }
      }
    }
    return model
  }

  /// The gradient of each segment's own loss, the sum over its targets, with respect to the attached adapter's parameters,
  /// projected: one vector a segment, of the projection's dimension.
  ///
  /// Work and memory are those of a gradient of the batch, and grow with its tokens. Throws `LanguageModelError`: no adapter is
  /// attached, or a segment cannot be run.
  public func projectedGradients(of batch: [Segment], by projection: SignProjection) throws -> [[Float]] {
    guard adapter != nil else {
      throw LanguageModelError.adapter(path: "adapter", problems: ["the model has none to take gradients of"])
    }
    try validate(batch)
    let scrap = Gradient(for: self)
    return withDecoder { $0.projectedGradients(of: batch, by: projection, scrap) }
  }

  /// Whether the checkpoint keeps its linear layers as inputs x outputs, which PEFT calls fan_in_fan_out.
  package var storesTransposed: Bool { layout.entries.contains(where: \.isTransposed) }
}
