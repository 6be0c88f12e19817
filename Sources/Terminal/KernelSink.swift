import Documents
import Foundation
package import Jupyter
import Synchronization
import Work

/// Where what a console prints goes while a kernel runs a cell: to the cell's output. May be used from any thread.
package final class KernelSink: Sendable {
  private let current = Mutex<CellOutput?>(nil)

  /// Drops everything until it has an output.
  package init() {}

  /// The output of the cell that runs; nil: what is printed is dropped.
  package var output: CellOutput? {
    get { current.withLock { $0 } }
    set { current.withLock { $0 = newValue } }
  }

  /// A console that looks like the prompt's, with colours as Jupyter shows them.
  func console(like other: Console) -> Console {
    Console(
      other, out: Output { [self] in output?.write($0, to: .output) },
      // Front ends show standard error as they show failures, and a ledger is none.
      err: Output { [self] in output?.write($0, to: .output) },
      text: Output { [self] in output?.write($0, to: .output) },
      screen: KernelSink.screen(color: true))
  }

  /// As wide as blocks are laid out.
  static func screen(color: Bool) -> Screen {
    Screen(width: BlockLayout.designWidth, isTerminal: true, color: color, unicode: true)
  }
}

/// Text that a console prints for somebody in this process.
final class CollectedText: Sendable {
  private let collected = Mutex("")

  /// What was printed, without the last line's end.
  var text: String {
    let text = collected.withLock { $0 }
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }

  /// A console that prints both streams here.
  func console(like other: Console, color: Bool) -> Console {
    let output = Output { [self] piece in collected.withLock { $0 += piece } }
    return Console(other, out: output, err: output, screen: KernelSink.screen(color: color))
  }
}
