/// The elementwise function of a feed-forward part.
public enum Activation: Sendable, Hashable, CaseIterable {
  /// x·σ(x), σ the logistic function (arXiv 1702.03118)
  case silu
  /// x·Φ(x), Φ the normal distribution function (arXiv 1606.08415)
  case gelu
  /// Its approximation ½x(1 + tanh(√(2/π)(x + 0.044715x³)))
  case geluTanh
}

/// One function as straight arithmetic, so that the loops over it vectorise.
protocol ActivationFunction {
  static func value(_ x: Float) -> Float
  /// f(x) and f'(x)
  static func withDerivative(_ x: Float) -> (value: Float, derivative: Float)
}

enum SiLU: ActivationFunction {
  @inline(__always)
  static func value(_ x: Float) -> Float { x / (1 + Kernels.exponential(-x)) }

  /// silu'(x) = σ(x) + silu(x)·(1 - σ(x))
  @inline(__always)
  static func withDerivative(_ x: Float) -> (value: Float, derivative: Float) {
    let sigmoid = 1 / (1 + Kernels.exponential(-x))
    let silu = x * sigmoid
    return (silu, sigmoid + silu * (1 - sigmoid))
  }
}

enum GELU: ActivationFunction {
  @inline(__always)
  private static func distribution(_ x: Float) -> Float { 0.5 + 0.5 * Kernels.errorFunction(x * 0.707_106_77) }

  @inline(__always)
  static func value(_ x: Float) -> Float { x * distribution(x) }

  /// gelu'(x) = Φ(x) + x·φ(x)
  @inline(__always)
  static func withDerivative(_ x: Float) -> (value: Float, derivative: Float) {
    let phi = distribution(x)
    let density = 0.398_942_28 * Kernels.exponential(-0.5 * x * x)
    return (x * phi, phi + x * density)
  }
}

enum GELUTanh: ActivationFunction {
  /// ½(1 + tanh u) = σ(2u)
  @inline(__always)
  private static func sigmoid(_ x: Float) -> Float {
    let twice: Float = 1.595_769_1 * (x + 0.044_715 * x * x * x)
    return 1 / (1 + Kernels.exponential(-twice))
  }

  @inline(__always)
  static func value(_ x: Float) -> Float { x * sigmoid(x) }

  /// (x·σ(2u))' = σ + x·σ(1 - σ)·2u'
  @inline(__always)
  static func withDerivative(_ x: Float) -> (value: Float, derivative: Float) {
    let s = sigmoid(x)
    let slope: Float = 1.595_769_1 * (1 + 0.134_145 * x * x)
    return (x * s, s + x * s * (1 - s) * slope)
  }
}
