/// Values of a tensor that follow from its name and a counter, so that a script and a test make the same ones: the recipe of
/// Tests/Fixtures/README.md.
public enum CounterValues {
  /// base + u·amplitude, u uniform in [-0.5, 0.5) in steps of 2^-24, row-major.
  public static func values(named name: String, count: Int, base: Double, amplitude: Double) -> [Float] {
    let seed = name.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }  // FNV-1a
    return (0..<count).map { k in
      Float(base + (Double(splitmix64(seed &+ UInt64(k)) >> 40) * 0x1p-24 - 0.5) * amplitude)
    }
  }

  private static func splitmix64(_ x: UInt64) -> UInt64 {
    var z = x &+ 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
