import CMPI
import Foundation
import Work

/// Whether an MPI launcher started this process, and the library that speaks to it.
package enum MPILibrary {
  /// What launchers set for each process that they start: Open MPI, whatever follows PMIx, MPICH and Slurm's own (PMI).
  private static let marks = ["OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK"]
  private static let sizes = ["OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "SLURM_NTASKS"]
  static let name = "libcact_mpi.so"

  /// How many processes were started together, as far as the launcher says; nil: none started this one.
  package static func launched(_ environment: [String: String] = ProcessInfo.processInfo.environment) -> Int? {
    guard marks.contains(where: { environment[$0] != nil }) else { return nil }
    return sizes.lazy.compactMap { environment[$0].flatMap { Int($0) } }.first ?? 1
  }

  /// The library's places, in the order of looking: CACT_MPI, beside the program, above it in the build folder, in the installation.
  private static func places() -> [String] {
    let folder = URL(fileURLWithPath: RunningProgram.path).resolvingSymlinksInPath().deletingLastPathComponent().path
    let named = ProcessInfo.processInfo.environment["CACT_MPI"].map { [$0] } ?? []
    return named
      + ["", "/..", "/../..", "/../lib/cact", "/../lib"].map { "\(folder)\($0)/\(name)" }
  }

  /// Joins the other processes of the job.
  /// - Throws: `RankError` where the library is absent or does not fit.
  package static func join() throws -> MPILink {
    guard let path = places().first(where: { FileManager.default.fileExists(atPath: $0) }) else {
      throw RankError(
        "an MPI launcher started this program, but \(name) is not there: `make mpi` builds it with this machine's mpicc, "
          + "and CACT_MPI may name it")
    }
    var problem: UnsafePointer<CChar>?
    guard let table = cact_mpi_open(path, &problem) else {
      throw RankError("\(path) cannot be used: \(problem.map { String(cString: $0) } ?? "unknown")")
    }
    return try MPILink(table: table)
  }
}
