import Foundation
import Testing

extension CommandTests {
  /// A processor that OpenBLAS does not know gets its oldest kernel; the program does not put up with it.
  @Suite("OpenBLAS's kernel") struct LibraryKernel {
    private func firstLine(_ environment: [String: String?]) throws -> String {
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
      #expect(line.contains(" Prescott, below this processor, "), "\(line)")
      #expect(try firstLine(["OPENBLAS_CORETYPE": "Haswell"]).contains(" Haswell, "))
    }

    @Test func aGoodChoiceStaysAsItIs() throws {
      for environment in [["OPENBLAS_CORETYPE": nil], ["OPENBLAS_CORETYPE": ""]] as [[String: String?]] {
        let line = try firstLine(environment)
        #expect(!line.contains("below this processor"), "\(line)")
      }
    }
  }
}
