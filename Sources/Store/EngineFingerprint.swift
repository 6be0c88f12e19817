/// What decides the last bits of a computed float: on the same engine the same input gives the same bits.
public struct EngineFingerprint: Sendable, Hashable, Codable, CustomStringConvertible {
  /// What multiplies in float32: "cact", "OpenBLAS".
  public let library: String
  /// Of that library.
  public let version: String
  /// Of OpenBLAS its kernel for this processor: "SkylakeX", "Haswell"; of cact's own, which give the same bits on every
  /// processor that has them, "float32".
  public let kernel: String
  /// That it computes with; part of OpenBLAS's bits alone.
  public let threads: Int
  /// "f32", "bf16 (kernels 2)"
  public let precision: String

  /// The engine that these words describe.
  public init(library: String, version: String, kernel: String, threads: Int, precision: String) {
    self.library = library
    self.version = version
    self.kernel = kernel
    self.threads = threads
    self.precision = precision
  }

  /// All of it in one line.
  public var description: String {
    "\(library) \(version) \(kernel), \(threads) \(threads == 1 ? "thread" : "threads"), \(precision)"
  }
}
