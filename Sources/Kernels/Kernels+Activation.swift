extension Kernels {
  /// SwiGLU (arXiv 2002.05202): y = silu(g)·u; each row of `gateUp` holds g then u (2·width), y: rows x width.
  package static func swiglu(_ gateUp: Input, _ y: Output, rows: Int, width: Int) {
    for t in 0..<rows {
      let g = gateUp + t * 2 * width
      let u = g + width
      let yt = y + t * width
      for i in 0..<width {
        yt[i] = g[i] / (1 + exponential(-g[i])) * u[i]
      }
    }
  }

  /// From dy, in `y`: replaces (g, u) by (dg, du), and dy by y again: silu'(g) = σ(g) + silu(g)·(1 - σ(g)).
  package static func swigluBackward(_ gateUp: Output, _ y: Output, rows: Int, width: Int) {
    for t in 0..<rows {
      let g = gateUp + t * 2 * width
      let u = g + width
      let yt = y + t * width
      for i in 0..<width {
        let gate = g[i]
        let up = u[i]
        let d = yt[i]
        let sigmoid = 1 / (1 + exponential(-gate))
        let silu = gate * sigmoid
        yt[i] = silu * up
        u[i] = d * silu
        g[i] = d * up * (sigmoid + silu * (1 - sigmoid))
      }
    }
  }

  /// erf(x) to about 4e-7: an odd rational function on [-4, 4] (the coefficients that Eigen uses in float32), ±1 beyond.
  @inline(__always)
  package static func errorFunction(_ value: Float) -> Float {
    var x = value
    x = x < -4 ? -4 : x
    x = x > 4 ? 4 : x
    let z = x * x
    var p: Float = -2.726_142_3e-10
    p = (2.770_681_4e-8 as Float).addingProduct(p, z)
    p = (-2.101_024e-6 as Float).addingProduct(p, z)
    p = (-5.692_506_4e-5 as Float).addingProduct(p, z)
    p = (-7.349_906_3e-4 as Float).addingProduct(p, z)
    p = (-2.954_599_8e-3 as Float).addingProduct(p, z)
    p = (-1.609_603_3e-2 as Float).addingProduct(p, z)
    var q: Float = -1.456_607_2e-5
    q = (-2.133_740_6e-4 as Float).addingProduct(q, z)
    q = (-1.682_827e-3 as Float).addingProduct(q, z)
    q = (-7.373_329e-3 as Float).addingProduct(q, z)
    q = (-1.426_473_9e-2 as Float).addingProduct(q, z)
    return x * p / q
  }

  /// Gaussian error linear unit (arXiv 1606.08415): y = x·Φ(x), Φ by the error function.
  package static func gelu(_ x: Input, _ y: Output, _ count: Int) {
    for i in 0..<count { y[i] = x[i] * (0.5 + 0.5 * errorFunction(x[i] * 0.707_106_77)) }
  }

  /// From dy, in `y`: replaces x by dx, and dy by y again: gelu'(x) = Φ(x) + x·φ(x).
  package static func geluBackward(_ x: Output, _ y: Output, _ count: Int) {
    for i in 0..<count {
      let v = x[i]
      let cumulative = 0.5 + 0.5 * errorFunction(v * 0.707_106_77)
      let density = 0.398_942_28 * exponential(-0.5 * v * v)
      x[i] = y[i] * (cumulative + v * density)
      y[i] = v * cumulative
    }
  }

  /// GELU with the hyperbolic tangent in place of Φ (`gelu_new`, `gelu_pytorch_tanh`): y = x·σ(2u),
  /// u = √(2/π)·(x + 0.044715·x³), because (1 + tanh u)/2 = σ(2u).
  package static func geluTanh(_ x: Input, _ y: Output, _ count: Int) {
    for i in 0..<count {
      let v = x[i]
      y[i] = v / (1 + exponential(-1.595_769_1 * (v + 0.044_715 * v * v * v)))
    }
  }

  /// From dy, in `y`: replaces x by dx, and dy by y again: d/dx x·σ(2u) = σ + x·σ·(1 - σ)·2u'.
  package static func geluTanhBackward(_ x: Output, _ y: Output, _ count: Int) {
    for i in 0..<count {
      let v = x[i]
      let sigmoid = 1 / (1 + exponential(-1.595_769_1 * (v + 0.044_715 * v * v * v)))
      let slope = 1.595_769_1 * (1 + 0.134_145 * v * v)
      x[i] = y[i] * sigmoid * (1 + v * (1 - sigmoid) * slope)
      y[i] = v * sigmoid
    }
  }
}
