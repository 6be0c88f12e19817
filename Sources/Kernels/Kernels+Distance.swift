extension Kernels {
  private typealias Wide = SIMD4<Double>

  @inline(__always)
  private static func widen(_ p: Input, _ i: Int) -> Wide {
    let x = UnsafeRawPointer(p + i).loadUnaligned(as: SIMD4<Float>.self)
    return Wide(Double(x[0]), Double(x[1]), Double(x[2]), Double(x[3]))
  }

  /// Σ (x - y)², in double precision.
  package static func squaredDistance(_ x: Input, _ y: Input, _ count: Int) -> Double {
    var a = Wide.zero
    var b = Wide.zero
    var c = Wide.zero
    var d = Wide.zero
    var i = 0
    while i + 16 <= count {
      let p = widen(x, i) - widen(y, i)
      let q = widen(x, i + 4) - widen(y, i + 4)
      let r = widen(x, i + 8) - widen(y, i + 8)
      let s = widen(x, i + 12) - widen(y, i + 12)
      a += p * p
      b += q * q
      c += r * r
      d += s * s
      i += 16
    }
    var rest = 0.0
    while i < count {
      let difference = Double(x[i]) - Double(y[i])
      rest += difference * difference
      i += 1
    }
    let s = (a + b) + (c + d)
    return ((s[0] + s[1]) + (s[2] + s[3])) + rest
  }

  /// The first j that makes |c_j|² - 2 p·c_j least: the centre nearest to the point whose products are given.
  /// products and squares: `count` values each; `count` >= 1. NaN distances lose; 0 where all are.
  package static func nearest(_ products: Input, squares: UnsafePointer<Double>, _ count: Int) -> Int {
    var least = Double.infinity
    var j = 0
    if count >= 8 {
      var a = Wide(repeating: .infinity)
      var b = a
      while j + 8 <= count {
        let u = UnsafeRawPointer(squares + j).loadUnaligned(as: Wide.self) - 2 * widen(products, j)
        let v = UnsafeRawPointer(squares + j + 4).loadUnaligned(as: Wide.self) - 2 * widen(products, j + 4)
        a.replace(with: u, where: u .< a)
        b.replace(with: v, where: v .< b)
        j += 8
      }
      a.replace(with: b, where: b .< a)
      for lane in 0..<4 where a[lane] < least { least = a[lane] }
    }
    while j < count {
      let distance = squares[j] - 2 * Double(products[j])
      if distance < least { least = distance }
      j += 1
    }
    for j in 0..<count where squares[j] - 2 * Double(products[j]) == least { return j }
    return 0
  }

  /// sums += x, in double precision.
  package static func add(_ x: Input, to sums: UnsafeMutablePointer<Double>, _ count: Int) {
    for i in 0..<count { sums[i] += Double(x[i]) }
  }
}
