import Synchronization

/// The settings that a stage read while it ran. A test compares them with what the stage declares: what is read and not
/// declared is missing from the stage's key.
package final class SettingReads: Sendable {
  /// Is given every call that ran, with what it read, while a test listens.
  @TaskLocal package static var listener: (@Sendable (_ call: BoundCall, _ names: Set<String>) -> Void)?

  private let read = Mutex<Set<String>>([])

  func add(_ name: String) { read.withLock { _ = $0.insert(name) } }

  var names: Set<String> { read.withLock { $0 } }
}
