import COpenBLAS
import Numerics
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The library OpenBLAS: what it is, and what it is asked for.
///
/// It is held to one thread, so that its spinning workers never compete with this program's threads.
public enum OpenBLAS {
  /// "0.3.21"
  public static let version: String = {
    let words = String(cString: openblas_get_config()).split(separator: " ")
    return words.count > 1 ? String(words[1]) : "unknown"
  }()

  /// The kernel that it chose for this processor: "SkylakeX", "Haswell".
  public static let kernelName = String(cString: openblas_get_corename())

  /// "OpenBLAS 0.3.21 Haswell"
  public static var description: String { "OpenBLAS \(version) \(kernelName)" }

  private static let single: Void = {
    openblas_set_num_threads(1)
    if reserved.load(ordering: .relaxed) == 0 { AllocationFailure.fail(128 << 20) }
  }()
  /// Threads that the library has taken its working memory for; -1 before it was made to.
  private static let reserved = Atomic<Int>(-1)

  /// Where memory is limited: takes the library's working memory, 128 MB of address space a thread, leaving `spare` bytes. To be
  /// called before the first product.
  /// - Returns: for how many of `threads` there is room; where there is for none, the first product ends the process.
  public static func reserve(threads: Int, sparing spare: Int) -> Int {
    let known = Int32(clamping: max(0, reserved.load(ordering: .relaxed)))
    let count = Int(cact_openblas_reserve(Int32(clamping: threads), known, spare))
    reserved.store(max(count, Int(known)), ordering: .relaxed)
    return count
  }

  /// Asks the library to start no threads of its own, which it does as it is loaded, each with working memory, and which are
  /// never used here: for a program whose address space is limited, which must then begin again.
  /// - Returns: whether it was asked; not where it was before, or where the user has said how many there are.
  public static func askForNoThreads() -> Bool {
    getenv("OPENBLAS_NUM_THREADS") == nil && setenv("OPENBLAS_NUM_THREADS", "1", 1) == 0
  }

  /// C = op(A)·op(B), or += with `accumulate`, on the calling thread; row-major, `lda` and so on: distances between rows.
  static func multiply(
    _ m: Int, _ n: Int, _ k: Int, _ a: UnsafePointer<Float>, _ lda: Int, transposeA: Bool, _ b: UnsafePointer<Float>,
    _ ldb: Int, transposeB: Bool, accumulate: Bool, into c: UnsafeMutablePointer<Float>, _ ldc: Int
  ) {
    _ = single
    cblas_sgemm(
      CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans, transposeB ? CblasTrans : CblasNoTrans,
      blasint(m), blasint(n), blasint(k), 1, a, blasint(lda), b, blasint(ldb), accumulate ? 1 : 0, c, blasint(ldc))
  }
}
