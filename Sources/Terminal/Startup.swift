import Foundation
import Numerics
import Work

/// What must be settled before the program looks at its command line.
public enum Startup {
  /// Puts the standard streams in order, and starts the program again where its stack is small, where OpenBLAS came up with a
  /// kernel that is below this processor, or with threads that a limited address space has no room for; ends it where the
  /// processor cannot run cact's own.
  public static func prepareProcess() {
    StandardStreams.prepare()
    StackLimit.raise()
    MemoryExhaustion.install()
    do {
      try Processor.requireKernels()
    } catch {
      Output.errors.line("cact cannot run here: \(error)")
      exit(ExitStatus.failed.rawValue)
    }
    LibraryKernel.restartIfPoor()
    if ProcessMemory.isLimited { LinearAlgebra.restartWithoutThreads() }
  }

  /// Runs the program proper and returns its exit status.
  public static func run(_ body: @escaping @Sendable () -> Int32) -> Int32 { StackLimit.withEnough(body) }
}
