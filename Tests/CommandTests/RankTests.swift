import Documents
import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// Processes of one MPI job, on this machine. What hosts of a network do is tried by scripts/ranks/trial.py.
  @Suite("Ranks") struct Ranks {
    private let cact: Cact
    private let program: String
    /// Nil where this machine has no MPI.
    private let library: String?

    init() throws {
      cact = try Cact()
      program = try BuiltProduct.path("cact")
      let path = cact.folder("libcact_mpi.so")
      let built = try Command.shell(
        "command -v mpirun >/dev/null && mpicc -shared -fPIC -o \"$1\" \"$2\"", path,
        PackageRoot.path + "/Sources/CMPI/library/cact_mpi.c")
      library = built.status == 0 ? path : nil
      if library == nil { print("Without MPI (openmpi-bin, libopenmpi-dev) ranks are not tried: \(built.errors)") }
    }

    private static let script = """
      let scored = load "rows.jsonl" | score complexity
      scored | save "scored.jsonl"
      scored | pack 512 | tune steps 1 control 0 | save "model"
      """

    private func run(_ ranks: Int?, in name: String, _ environment: [String: String?] = [:]) throws -> Command {
      let folder = cact.folder(name)
      if !FileManager.default.fileExists(atPath: folder) {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: cact.folder("rows.jsonl"), toPath: folder + "/rows.jsonl")
        try AtomicFile.write(Self.script, to: folder + "/job.cact")
      }
      var variables: [String: String?] = ["CACT_MPI": library, "CACT_STORE": folder + "/store", "NO_COLOR": "1"]
      variables.merge(environment) { $1 }
      let words = [program, "run", "job.cact", "--threads", "1"]
      guard let ranks else {
        return try Command.run(program, Array(words.dropFirst()), environment: variables, directory: folder)
      }
      return try Command.run(
        "/usr/bin/env",
        ["mpirun", "--allow-run-as-root", "--oversubscribe", "--bind-to", "none", "-n", "\(ranks)"] + words,
        environment: variables, directory: folder)
    }

    @Test("three ranks make the files of one process, byte for byte")
    func same() throws {
      guard library != nil else { return }
      let answer = (1...60).map { "value_\($0) = compute(\($0))" }.joined(separator: "\\n")
      let rows = (1...16).map {
        #"{"instruction": "Write \#($0) assignments of kind \#($0 * 7).", "output": "kind = \#($0)\n\#(answer)"}"#
      }
      try cact.write(rows.joined(separator: "\n") + "\n", to: "rows.jsonl")
      let alone = try run(nil, in: "alone")
      #expect(alone.status == 0, "\(alone.errors)")
      let shared = try run(3, in: "shared")
      #expect(shared.status == 0, "\(shared.errors)")
      #expect((shared.output + shared.errors).contains("3 ranks on "), "\(shared.errors)")
      for file in ["scored.jsonl", "model/model.safetensors"] {
        #expect(try cact.bytes("alone/\(file)") == cact.bytes("shared/\(file)"), "\(file)")
      }
      // Remembered is remembered, on however many ranks.
      let again = try run(2, in: "shared")
      #expect(again.status == 0, "\(again.errors)")
    }

    @Test("a script that fails gives its status to the launcher, and the library that is missing is named")
    func failures() throws {
      guard library != nil else { return }
      try cact.write(#"{"instruction": "a", "output": "b"}"# + "\n", to: "rows.jsonl")
      _ = try run(nil, in: "one")
      try AtomicFile.write("load \"none.jsonl\"\n", to: cact.folder("one/job.cact"))
      let failed = try run(2, in: "one")
      #expect(failed.status == 2, "\(failed.status): \(failed.errors)")
      #expect(failed.errors.contains("none.jsonl"), "\(failed.errors)")
      let without = try run(2, in: "one", ["CACT_MPI": cact.folder("absent.so")])
      // The build folder may hold one.
      #expect(without.status == failed.status || without.errors.contains("make mpi"), "\(without.errors)")
    }
  }
}
