import Diagnostics
import Foundation
import Numerics
import Stages
import Work

/// What a process that has run out of memory says with its last breath, and its status.
///
/// A stage's needs are compared with what there is before it starts. Where memory goes all the same, Swift's runtime aborts and
/// the products' scratch cannot be had: both end here, with status 5 and the figure, instead of a signal or a loop.
enum MemoryExhaustion {
  /// Made beforehand: when it is written there is no memory. Written once, before the handlers are installed, and only read
  /// afterwards.
  nonisolated(unsafe) private static var message: UnsafeBufferPointer<UInt8> = .init(start: nil, count: 0)

  /// To be called once, at the start, on the main thread.
  static func install() {
    guard message.isEmpty else { return }
    let budget = Budget.current
    let text = """
      error[\(StageCodes.memory)]: out of memory: this job may use \(Figures.bytes(budget.memoryBytes)) (\(budget.memorySource)), which is used up
        help: a smaller model, fewer or shorter rows, a smaller capacity of `pack`, `lora` or `gradient_checkpointing` take less
        help: `cact explain \(StageCodes.memory)` says more

      """
    let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.utf8.count)
    _ = bytes.initialize(from: text.utf8)
    message = UnsafeBufferPointer(bytes)
    AllocationFailure.install { _ in MemoryExhaustion.end() }
    // What Swift's runtime does where memory is gone: it aborts or traps, after an allocation that failed.
    for number in [SIGABRT, SIGILL, SIGTRAP] {
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { MemoryExhaustion.handle($0) }
      action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND)) | SA_NODEFER
      sigaction(number, &action, nil)
    }
  }

  /// Only async-signal-safe calls: mmap, write, _exit, raise.
  private static func handle(_ number: Int32) {
    let error = errno
    let probe = mmap(nil, 16 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    if error == ENOMEM || probe == MAP_FAILED { end() }
    munmap(probe, 16 << 20)
    raise(number)
  }

  private static func end() -> Never {
    TerminalMode.restore(endsLine: true)
    _ = write(STDERR_FILENO, message.baseAddress, message.count)
    _exit(ExitStatus.failed.rawValue)
  }
}
