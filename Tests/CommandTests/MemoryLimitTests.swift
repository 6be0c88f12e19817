import Foundation
import TestSupport
import Testing

/// A job that may use little memory does its work or says in a sentence what it lacks: it neither aborts nor hangs.
@Suite(.serialized) struct MemoryLimitTests {
  #if os(Linux)
    @Test(
      "a limit of the address space ends a stage with the figure",
      arguments: [
        (200, "load | take 5"), (300, "load | take 5 | score complexity"), (400, "load | take 5 | score complexity"),
        (600, "load | take 5 | pack 1024 | tune epochs 1 steps 1"), (800, "generate \"hi\" max 3"),
        (1000, "load | take 5 | pack 1024 | tune epochs 1 steps 1"),
      ])
    func addressSpace(megabytes: Int, statement: String) throws {
      let store = try TemporaryDirectory()
      // Four threads, wherever the tests run: each takes 128 MB of address space for its products.
      let program = try BuiltProduct.path("cact")
      let run = try Command.shell(
        "ulimit -v $1; shift; exec timeout -s KILL 600 \"$@\"", String(megabytes * 1000), program, "run", "-e",
        statement,
        "--store", store.path, "--threads", "4")
      guard run.status != 0 else { return }
      #expect(run.status == 5, "\(megabytes) MB: \(run.errors)")
      #expect(run.errors.contains("C0530") && run.errors.contains("ulimit -v"), "\(megabytes) MB: \(run.errors)")
    }
  #endif
}
