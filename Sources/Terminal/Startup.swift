import Foundation
import Kernels
import MatMul
import Work

/// What must be settled before the program looks at its command line.
public enum Startup {
  /// Puts the standard streams in order; ends the program where the processor cannot run its kernels; begins it again, once,
  /// where its stack is small, or where OpenBLAS was loaded with a kernel that is below this processor, or with threads that a
  /// limited address space has no room for.
  public static func prepareProcess() {
    StandardStreams.prepare()
    MemoryExhaustion.install()
    do {
      try Processor.requireKernels()
    } catch let error as UnknownInstructions {
      Output.errors.line("cact: \(error)")
      exit(ExitStatus.usage.rawValue)
    } catch {
      Output.errors.line("cact cannot run here: \(error)")
      exit(ExitStatus.failed.rawValue)
    }
    let changes = [
      StackLimit.raise(), OpenBLASKernel.askForBetter(),
      ProcessMemory.isLimited && OpenBLAS.askForNoThreads(),
    ]
    if changes.contains(true) { RunningProgram.restart() }
  }

  /// Runs the program proper and returns its exit status.
  public static func run(_ body: @escaping @Sendable () -> Int32) -> Int32 { StackLimit.withEnough(body) }
}
