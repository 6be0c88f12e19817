/// Float32 kernels over raw rows, single-threaded: callers split rows between threads.
///
/// Every function reads and writes only the rows it is given, so that disjoint rows may run at once. Elementwise loops
/// are plain scalar code, which vectorises; sums keep `lanes` running sums, because a strictly ordered sum does not.
/// This module is compiled unchecked: callers validate shapes.
package enum Kernels {
  package typealias Input = UnsafePointer<Float>
  package typealias Output = UnsafeMutablePointer<Float>
  typealias Lanes = SIMD8<Float>

  @inline(__always)
  static func load(_ p: Input, _ i: Int) -> Lanes {
    UnsafeRawPointer(p + i).loadUnaligned(as: Lanes.self)
  }

  /// The sum of `term(i)` over whole groups of 32, with four groups of running sums, and of `tail(i)` over the rest.
  @inline(__always)
  static func reduce(_ count: Int, _ term: (Int) -> Lanes, _ tail: (Int) -> Float) -> Float {
    var a = Lanes.zero
    var b = Lanes.zero
    var c = Lanes.zero
    var d = Lanes.zero
    var i = 0
    while i + 32 <= count {
      a += term(i)
      b += term(i + 8)
      c += term(i + 16)
      d += term(i + 24)
      i += 32
    }
    var rest: Float = 0
    while i < count {
      rest += tail(i)
      i += 1
    }
    let s = (a + b) + (c + d)
    return ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7])) + rest
  }

  /// Σ x over `count` values, added in 32 lanes: the bits depend on the count alone.
  package static func sum(_ x: Input, _ count: Int) -> Float {
    reduce(count, { load(x, $0) }, { x[$0] })
  }

  /// Σ x·y over `count` pairs, added in 32 lanes: the bits depend on the count alone.
  package static func dot(_ x: Input, _ y: Input, _ count: Int) -> Float {
    reduce(count, { load(x, $0) * load(y, $0) }, { x[$0] * y[$0] })
  }

  /// The largest of `count` >= 1 values; a NaN may be passed over (it shows in the sum of exponentials).
  package static func maximum(_ x: Input, _ count: Int) -> Float {
    var best = x[0]
    var i = 0
    if count >= 16 {
      var a = load(x, 0)
      var b = load(x, 8)
      i = 16
      while i + 16 <= count {
        let u = load(x, i)
        let v = load(x, i + 8)
        a.replace(with: u, where: u .> a)
        b.replace(with: v, where: v .> b)
        i += 16
      }
      a.replace(with: b, where: b .> a)
      for lane in 0..<8 where a[lane] > best { best = a[lane] }
    }
    while i < count {
      if x[i] > best { best = x[i] }
      i += 1
    }
    return best
  }

  /// Σ x² in double precision, as the partial sums of groups of 4,096.
  package static func sumOfSquares(_ x: Input, _ count: Int) -> Double {
    var total = 0.0
    var i = 0
    while i < count {
      let n = min(4096, count - i)
      total += Double(dot(x + i, x + i, n))
      i += n
    }
    return total
  }

  /// y += a·x
  package static func add(_ x: Input, times a: Float, to y: Output, _ count: Int) {
    for i in 0..<count { y[i] += a * x[i] }
  }
}
