import Kernels
import Numerics

/// What layers with experts work in, one after the other.
final class ExpertSpace<Element: StoredElement> {
  /// Rows that an expert takes at once: a product by a matrix that is read for it alone is to be large, and what becomes of the rows
  /// small beside the weights.
  private static var most: Int { 512 }

  let most: Int
  let input: AlignedBuffer<Element>  // T x hidden: what experts read
  /// T x hidden: the experts' weighted outputs; backward the gradient of what they read.
  let sums: AlignedBuffer<Float>

  // At most `most` rows of one expert.
  let rows: AlignedBuffer<Element>  // x hidden: what it reads
  let wide: AlignedBuffer<Float>  // x intermediate, or twice that, before the activation
  let active: AlignedBuffer<Element>  // x intermediate
  let output: AlignedBuffer<Float>  // x hidden: what it gives; backward the gradient of what it reads

  /// For the backward pass alone.
  struct Gradients {
    let weights: AlignedBuffer<Float>  // T x chosen
    let logits: AlignedBuffer<Float>  // T x experts
    let output: AlignedBuffer<Element>  // rows x hidden
    let up: AlignedBuffer<Element>  // rows x intermediate, or twice that: `wide`, where elements are float32
    let active: AlignedBuffer<Float>  // rows x intermediate, before they are weighted
    let weighted: AlignedBuffer<Float>  // rows x intermediate
  }
  private(set) lazy var gradients = makeGradients()
  private let makeGradients: () -> Gradients

  init(_ c: ModelConfiguration, _ experts: ModelConfiguration.Experts, rows total: Int) {
    let (h, width, up) = (c.hiddenSize, experts.intermediateSize, c.upWidth(of: experts.intermediateSize))
    let most = min(Self.most, total)
    self.most = most
    input = AlignedBuffer(uninitialized: total * h)
    sums = AlignedBuffer(uninitialized: total * h)
    rows = AlignedBuffer(uninitialized: most * h)
    let wide = AlignedBuffer<Float>(uninitialized: most * up)
    self.wide = wide
    active = AlignedBuffer(uninitialized: most * width)
    output = AlignedBuffer(uninitialized: most * h)
    makeGradients = {
      Gradients(
        weights: AlignedBuffer(uninitialized: total * experts.chosen),
        logits: AlignedBuffer(uninitialized: total * experts.count), output: AlignedBuffer(uninitialized: most * h),
        up: wide as? AlignedBuffer<Element> ?? AlignedBuffer(uninitialized: most * up),
        active: AlignedBuffer(uninitialized: most * width), weighted: AlignedBuffer(uninitialized: most * width))
    }
  }
}
