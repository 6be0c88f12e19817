import COpenBLAS
import Dispatch
import Kernels
import Numerics
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Matrix products in float32, by this program's kernels or over OpenBLAS, and what the library and this machine are.
///
/// OpenBLAS itself is held to one thread: a product is cut into as many pieces as there are threads along the longer side
/// of its result, each a call of its own. So the library's spinning workers never compete with this program's threads.
public enum LinearAlgebra {
  /// "0.3.21"
  public static let libraryVersion: String = {
    let words = String(cString: openblas_get_config()).split(separator: " ")
    return words.count > 1 ? String(words[1]) : "unknown"
  }()

  /// The kernel that OpenBLAS chose for this processor: "SkylakeX", "Haswell".
  public static let kernelName = String(cString: openblas_get_corename())

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

  /// FLOP/s of a float32 product of 1024 x 512 by 512 x 512 on this machine, the best of some 12 ms: a
  /// prompt waits for it.
  public static func measuredRate() -> Double {
    let (m, n, k) = (1024, 512, 512)
    let a = AlignedBuffer<Float>(count: m * k)
    let b = AlignedBuffer<Float>(count: k * n)
    let c = AlignedBuffer<Float>(count: m * n)
    for i in 0..<m * k { a.pointer[i] = Float(i % 7) * 0.1 }
    for i in 0..<k * n { b.pointer[i] = Float(i % 5) * 0.1 }
    let start = DispatchTime.now().uptimeNanoseconds
    var best = Double.infinity
    repeat {
      let from = DispatchTime.now().uptimeNanoseconds
      multiply(m, n, k, a.constant, k, b.constant, n, into: c.pointer, n)
      best = min(best, Double(DispatchTime.now().uptimeNanoseconds - from))
    } while DispatchTime.now().uptimeNanoseconds - start < 12_000_000
    return 2 * Double(m * n * k) / best * 1e9
  }

  /// C = op(A)·op(B), or += with `accumulate`, row-major; C: m x n, op(A): m x k, op(B): k x n; `lda` and so on are row
  /// strides. Where the processor has this program's kernels, an element's bits depend on its row and its column alone.
  package static func multiply(
    _ m: Int, _ n: Int, _ k: Int, _ a: UnsafePointer<Float>, _ lda: Int, transposeA: Bool = false,
    _ b: UnsafePointer<Float>, _ ldb: Int, transposeB: Bool = false, accumulate: Bool = false,
    into c: UnsafeMutablePointer<Float>, _ ldc: Int
  ) {
    if usesKernels {
      return NativeProduct.multiply(
        m, n, k, .init(memory: a, row: transposeA ? 1 : lda, step: transposeA ? lda : 1),
        .init(memory: b, stride: ldb, isTransposed: transposeB), accumulate: accumulate, into: c, ldc, serially: false)
    }
    let pieces = min(Threads.count, max(m, n) / 64)
    guard pieces > 1 else {
      multiplySerially(
        m, n, k, a, lda, transposeA: transposeA, b, ldb, transposeB: transposeB, accumulate: accumulate,
        into: c, ldc)
      return
    }
    let length = max(m, n)
    let grain = ((length + pieces - 1) / pieces + 15) / 16 * 16
    Parallel.ranges(length, grain: grain) { range in
      let from = range.lowerBound
      if m >= n {
        multiplySerially(
          range.count, n, k, a + (transposeA ? from : from * lda), lda, transposeA: transposeA, b, ldb,
          transposeB: transposeB, accumulate: accumulate, into: c + from * ldc, ldc)
      } else {
        multiplySerially(
          m, range.count, k, a, lda, transposeA: transposeA, b + (transposeB ? from * ldb : from), ldb,
          transposeB: transposeB, accumulate: accumulate, into: c + from, ldc)
      }
    }
  }

  /// As `multiply`, on the calling thread alone.
  package static func multiplySerially(
    _ m: Int, _ n: Int, _ k: Int, _ a: UnsafePointer<Float>, _ lda: Int, transposeA: Bool = false,
    _ b: UnsafePointer<Float>, _ ldb: Int, transposeB: Bool = false, accumulate: Bool = false,
    into c: UnsafeMutablePointer<Float>, _ ldc: Int
  ) {
    if usesKernels {
      return NativeProduct.multiply(
        m, n, k, .init(memory: a, row: transposeA ? 1 : lda, step: transposeA ? lda : 1),
        .init(memory: b, stride: ldb, isTransposed: transposeB), accumulate: accumulate, into: c, ldc, serially: true)
    }
    _ = single
    cblas_sgemm(
      CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans, transposeB ? CblasTrans : CblasNoTrans,
      blasint(m), blasint(n), blasint(k), 1, a, blasint(lda), b, blasint(ldb), accumulate ? 1 : 0, c, blasint(ldc))
  }

  /// Whether products in float32 are this program's own, here; else they are OpenBLAS's.
  public static var usesKernels: Bool { Products.current == .native }

  /// Of this program's kernels: raised when they could give other bits.
  package static let kernelVersion = "\(Kernels.singleVersion)"

  /// What multiplies in float32, for the first line: "AVX-512 kernels", "OpenBLAS 0.3.21 Haswell".
  public static var description: String {
    guard usesKernels else { return "OpenBLAS \(libraryVersion) \(kernelName)" }
    switch Instructions.used {
    case .baseline, .avx2: return "AVX2 kernels"
    case .avx512, .amx: return "AVX-512 kernels"
    }
  }
}
