import Documents
import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// The tour's first line on the embedded model and some of the data, on all kernels.
  @Suite("Quickstart") struct Quickstart {
    private struct Demo {
      var command: Command
      var heldOut: JSONValue
      var chosen: [Int]
      /// Digest of the tuned weights.
      var model: String?

      init(_ kernel: CommandTests.Bits.Kernel, threads: Int = 2, control: Bool = true) throws {
        let cact = try Cact()
        // What a product gives does not depend on how many rows there are; the time does.
        let choose = "load | take 120 | hold 40 | score complexity | select diverse 25%"
        command = try cact.run(
          choose + " | pack 4096 | tune epochs 3" + (control ? "" : " control 0"),
          ["--format", "json", "--threads", "\(threads)"],
          environment: kernel.environment)
        #expect(command.status == 0, "\(command.errors)")
        let tuned = try #require(try command.objects.first)
        #expect(tuned["type"] == "Model")
        heldOut = try #require(tuned["conclusion"])
        model = tuned["digest"]?.string
        #expect((tuned["bill"]?["tuning_seconds"]?.double ?? 0) > 0)
        #expect((tuned["bill"]?["choosing_seconds"]?.double ?? 0) > 0)
        let rows = try cact.run(choose + " | show row", ["--format", "jsonl"], environment: kernel.environment)
        #expect(rows.computed.isEmpty, "\(rows.errors)")
        chosen = try rows.objects.map { $0["row"]?.int ?? 0 }
      }

      func number(_ name: String) -> Double { heldOut[name]?.double ?? .nan }

      /// The sentence that ends the verdict.
      var sentence: Substring? { command.flat[...].firstMatch(of: #/(These|On these) 40 rows [^.]*\./#)?.0 }
    }

    @Test(
      "with AVX2 alone and on one thread the same figures to the last digit; with OpenBLAS the losses to 0.002 nats")
    func kernels() throws {
      let native = try Demo(.native)
      #expect(native.chosen.count == 20)
      #expect(native.number("chosen") < native.number("before"))
      #expect(native.sentence != nil)
      let narrow = try Demo(.avx2, threads: 1)
      #expect(narrow.chosen == native.chosen && narrow.sentence == native.sentence)
      #expect(narrow.model == native.model && narrow.model != nil, "the weights' digest")
      for name in ["before", "chosen", "control"] { #expect(native.number(name) == narrow.number(name), "\(name)") }
      // The control is the same work on other rows.
      let library = try Demo(.library, control: false)
      #expect(library.chosen == native.chosen)
      for name in ["before", "chosen"] {
        #expect(native.number(name) > 0 && abs(native.number(name) - library.number(name)) <= 0.002, "\(name)")
        print(name, native.number(name), library.number(name))
      }
    }
  }
}
