import MatMul
import Numerics
public import Store

extension EngineFingerprint {
  /// The engine of this process as it is set now.
  public static var current: EngineFingerprint {
    let (library, version, kernel) =
      Products.current == .native
      ? ("cact", Products.nativeVersion, "float32")
      : ("OpenBLAS", OpenBLAS.version, OpenBLAS.kernelName)
    return EngineFingerprint(
      library: library, version: version, kernel: kernel, threads: Threads.count,
      precision: Precision.current.fingerprint)
  }
}
