import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// A processor that OpenBLAS does not know gets its oldest kernel; the program does not put up with it.
  @Suite("OpenBLAS's kernel") struct OpenBLASKernel {
    private func firstLine(_ environment: [String: String?]) throws -> String {
      // Where there are kernels of our own, OpenBLAS multiplies nothing.
      let environment = environment.merging(["CACT_CPU": "baseline"]) { $1 }
      let run = try Cact()(["run", "-e", "load | take 2 | show row"], environment: environment)
      #expect(run.status == 0, "\(run.errors)")
      return String(run.errors.prefix { $0 != "\n" })
    }

    @Test func aPoorChoiceOfTheLibraryIsReplacedOnceAndSaid() throws {
      let line = try firstLine(["OPENBLAS_CORETYPE": "Prescott", "CACT_TEST_CORETYPE_IS_OWN": "1"])
      #expect(
        line.contains("SkylakeX in place of the library's choice, Prescott")
          || line.contains("Haswell in place of the library's choice, Prescott"), "\(line)")
    }

    @Test func theUsersChoiceStands() throws {
      let line = try firstLine(["OPENBLAS_CORETYPE": "Prescott"])
      #expect(line.contains(" Prescott, slower than this processor allows, "), "\(line)")
      #expect(try firstLine(["OPENBLAS_CORETYPE": "Haswell"]).contains(" Haswell, "))
    }

    @Test func aWordThatNamesNoInstructionsIsRefused() throws {
      let run = try Cact()(["run", "-e", "load | take 2 | show row"], environment: ["CACT_CPU": "avx3"])
      #expect(run.status == 2, "\(run.errors)")
      #expect(run.errors.contains("`avx3` in CACT_CPU") && run.errors.contains("avx2, avx512, amx"), "\(run.errors)")
      let line = try Cact()(["run", "-e", "load | take 2 | show row"], environment: ["CACT_CPU": "avx2"]).errors
      #expect(line.contains("AVX2 kernels"), "\(line)")
    }

    @Test func aGoodChoiceStaysAsItIs() throws {
      for environment in [["OPENBLAS_CORETYPE": nil], ["OPENBLAS_CORETYPE": ""]] as [[String: String?]] {
        let line = try firstLine(environment)
        #expect(!line.contains("slower than this processor allows"), "\(line)")
      }
    }
  }
}
