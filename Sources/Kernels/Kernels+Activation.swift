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
}
