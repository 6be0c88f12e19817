import Kernels
import MatMul
import Testing

@Suite("Which kernel of OpenBLAS") struct OpenBLASKernelTests {
  private static let dynamic = "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH NO_AFFINITY Prescott MAX_THREADS=64"

  @Test func aPoorChoiceIsReplacedByWhatTheProcessorRuns() {
    func better(_ name: String, _ processor: Instructions) -> String? {
      OpenBLASKernel.better(than: name, on: processor, configuration: Self.dynamic)
    }
    #expect(better("Prescott", .avx512) == "SkylakeX")
    #expect(better("Haswell", .avx512) == "SkylakeX")
    #expect(better("Zen", .avx512) == "SkylakeX")
    #expect(better("Prescott", .avx2) == "Haswell")
    #expect(better("Sandybridge", .avx2) == "Haswell")
    // As good, or better than we know.
    for name in ["SkylakeX", "Cooperlake", "SapphireRapids", "Zen9"] {
      #expect(better(name, .avx512) == nil && better(name, .amx) == nil)
    }
    #expect(better("Prescott", .amx) == "SkylakeX" && better("Prescott", .baseline) == nil)
    for name in ["Haswell", "Zen", "SkylakeX"] { #expect(better(name, .avx2) == nil) }
  }

  @Test func aLibraryWithOneKernelIsLeftAlone() {
    #expect(OpenBLASKernel.better(than: "Prescott", on: .avx512, configuration: "OpenBLAS 0.3.21 Prescott") == nil)
  }
}
