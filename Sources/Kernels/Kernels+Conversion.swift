extension Kernels {
  /// y = x, exact. `x` may lie at any address, as a tensor of a file may.
  @_specialize(where E == Float)
  @_specialize(where E == BFloat16)
  @_specialize(where E == Half)
  package static func load<E: StoredElement>(_ x: UnsafeRawPointer, as: E.Type, _ y: Output, _ count: Int) {
    let size = MemoryLayout<E>.size
    for i in 0..<count { y[i] = x.loadUnaligned(fromByteOffset: size * i, as: E.self).widened }
  }

  /// y = x, rounded; nothing where x is y already.
  @_specialize(where E == Float)
  @_specialize(where E == BFloat16)
  @_specialize(where E == Half)
  package static func store<E: StoredElement>(_ x: Input, _ y: UnsafeMutablePointer<E>, _ count: Int) {
    if let y = floats(y), Input(y) == x { return }
    for i in 0..<count { y[i] = E(rounding: x[i]) }
  }

  /// Where the float32 values of elements at `place` are worked on: there itself, if that is what they are, or in `scratch`;
  /// `store` then brings them back.
  package static func working<E: StoredElement>(_ place: UnsafeMutablePointer<E>, _ scratch: Output) -> Output {
    floats(place) ?? scratch
  }

  /// The same memory, if it is float32.
  private static func floats<E: StoredElement>(_ place: UnsafeMutablePointer<E>) -> Output? {
    E.self == Float.self ? UnsafeMutableRawPointer(place).assumingMemoryBound(to: Float.self) : nil
  }

  /// As `working`, with the elements' values in it.
  package static func loaded<E: StoredElement>(
    _ place: UnsafeMutablePointer<E>, _ scratch: Output, _ count: Int
  ) -> Output {
    if let place = floats(place) { return place }
    load(place, as: E.self, scratch, count)
    return scratch
  }

  /// y += x
  @_specialize(where E == Float)
  @_specialize(where E == BFloat16)
  package static func add<E: StoredElement>(_ x: UnsafePointer<E>, to y: Output, _ count: Int) {
    for i in 0..<count { y[i] += x[i].widened }
  }

  /// x *= a
  @_specialize(where E == Float)
  @_specialize(where E == BFloat16)
  package static func scale<E: StoredElement>(_ x: UnsafeMutablePointer<E>, by a: Float, _ count: Int) {
    for i in 0..<count { x[i] = E(rounding: x[i].widened * a) }
  }

  /// y = x·a
  @_specialize(where E == Float)
  @_specialize(where E == BFloat16)
  package static func scale<E: StoredElement>(
    _ x: Input, by a: Float, into y: UnsafeMutablePointer<E>, _ count: Int
  ) {
    for i in 0..<count { y[i] = E(rounding: x[i] * a) }
  }
}
