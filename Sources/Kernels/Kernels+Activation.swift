extension Kernels {
  // MARK: - Gated (arXiv 2002.05202)

  /// y = f(g)·u, rounded if y is; each row of `gateUp` holds g then u (2·width), y: rows x width.
  @_specialize(where E == Float)
  @_specialize(where E == BFloat16)
  package static func gated<E: StoredElement>(
    _ f: Activation, _ gateUp: Input, _ y: UnsafeMutablePointer<E>, rows: Int, width: Int
  ) {
    switch f {
    case .silu where hasBFloat16 && E.self == BFloat16.self: gatedSiLUWide(gateUp, bits(y), rows: rows, width: width)
    case .silu: gated(SiLU.self, gateUp, y, rows, width)
    case .gelu: gated(GELU.self, gateUp, y, rows, width)
    case .geluTanh: gated(GELUTanh.self, gateUp, y, rows, width)
    }
  }

  /// From dy, in `y`: replaces (g, u) by (dg, du), and dy by y again.
  package static func gatedBackward(_ f: Activation, _ gateUp: Output, _ y: Output, rows: Int, width: Int) {
    switch f {
    case .silu: gatedBackward(SiLU.self, gateUp, y, rows, width)
    case .gelu: gatedBackward(GELU.self, gateUp, y, rows, width)
    case .geluTanh: gatedBackward(GELUTanh.self, gateUp, y, rows, width)
    }
  }

  @inline(__always)
  private static func gated<F: ActivationFunction, E: StoredElement>(
    _: F.Type, _ gateUp: Input, _ y: UnsafeMutablePointer<E>, _ rows: Int, _ width: Int
  ) {
    for t in 0..<rows {
      let g = gateUp + t * 2 * width
      let u = g + width
      let yt = y + t * width
      for i in 0..<width { yt[i] = E(rounding: F.value(g[i]) * u[i]) }
    }
  }

  @inline(__always)
  private static func gatedBackward<F: ActivationFunction>(
    _: F.Type, _ gateUp: Output, _ y: Output, _ rows: Int, _ width: Int
  ) {
    for t in 0..<rows {
      let g = gateUp + t * 2 * width
      let u = g + width
      let yt = y + t * width
      for i in 0..<width {
        let up = u[i]
        let d = yt[i]
        let (value, derivative) = F.withDerivative(g[i])
        yt[i] = value * up
        u[i] = d * value
        g[i] = d * up * derivative
      }
    }
  }

  // MARK: - Plain

  /// y = f(x), rounded if y is.
  @_specialize(where E == Float)
  @_specialize(where E == BFloat16)
  package static func activate<E: StoredElement>(
    _ f: Activation, _ x: Input, _ y: UnsafeMutablePointer<E>, _ count: Int
  ) {
    switch f {
    case .silu: activate(SiLU.self, x, y, count)
    case .gelu: activate(GELU.self, x, y, count)
    case .geluTanh: activate(GELUTanh.self, x, y, count)
    }
  }

  /// From dy, in `y`: replaces x by dx, and dy by y again.
  package static func activateBackward(_ f: Activation, _ x: Output, _ y: Output, _ count: Int) {
    switch f {
    case .silu: activateBackward(SiLU.self, x, y, count)
    case .gelu: activateBackward(GELU.self, x, y, count)
    case .geluTanh: activateBackward(GELUTanh.self, x, y, count)
    }
  }

  @inline(__always)
  private static func activate<F: ActivationFunction, E: StoredElement>(
    _: F.Type, _ x: Input, _ y: UnsafeMutablePointer<E>, _ count: Int
  ) {
    for i in 0..<count { y[i] = E(rounding: F.value(x[i])) }
  }

  @inline(__always)
  private static func activateBackward<F: ActivationFunction>(_: F.Type, _ x: Output, _ y: Output, _ count: Int) {
    for i in 0..<count {
      let d = y[i]
      let (value, derivative) = F.withDerivative(x[i])
      y[i] = value
      x[i] = d * derivative
    }
  }
}
