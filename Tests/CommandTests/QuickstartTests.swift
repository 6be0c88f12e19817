import Documents
import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// The tour's first line on the embedded model and data, under both kernels of OpenBLAS.
  @Suite("Quickstart") struct Quickstart {
    private struct Demo {
      var command: Command
      var heldOut: JSONValue
      var chosen: [Int]

      init(_ kernel: CommandTests.Bits.Kernel) throws {
        let cact = try Cact()
        let choose = "load | score complexity | select diverse 10%"
        command = try cact.run(
          choose + " | pack 4096 | tune epochs 3", ["--format", "json"], environment: kernel.environment)
        #expect(command.status == 0, "\(command.errors)")
        let tuned = try #require(try command.objects.first)
        #expect(tuned["type"] == "Model")
        heldOut = try #require(tuned["conclusion"])
        #expect((tuned["bill"]?["tuning_seconds"]?.double ?? 0) > 0)
        #expect((tuned["bill"]?["choosing_seconds"]?.double ?? 0) > 0)
        let rows = try cact.run(choose + " | show row", ["--format", "jsonl"], environment: kernel.environment)
        #expect(rows.computed.isEmpty, "\(rows.errors)")
        chosen = try rows.objects.map { $0["row"]?.int ?? 0 }
      }

      func number(_ name: String) -> Double { heldOut[name]?.double ?? .nan }

      /// The sentence that ends the verdict.
      var sentence: Substring? { command.flat[...].firstMatch(of: #/(These|On these) 200 rows [^.]*\./#)?.0 }
    }

    @Test("both kernels choose the same rows, agree on the losses to 0.002 nats and say the same sentence")
    func kernels() throws {
      let native = try Demo(.native)
      let haswell = try Demo(.haswell)
      #expect(native.chosen.count == 120)
      #expect(native.chosen == haswell.chosen)
      for name in ["before", "chosen", "control"] {
        #expect(native.number(name) > 0 && abs(native.number(name) - haswell.number(name)) <= 0.002, "\(name)")
        print(name, native.number(name), haswell.number(name))
      }
      #expect(native.number("chosen") < native.number("before"))
      #expect(native.sentence != nil && native.sentence == haswell.sentence)
      #expect(native.heldOut["verdict"] == haswell.heldOut["verdict"])
      print(native.sentence ?? "")
    }
  }
}
