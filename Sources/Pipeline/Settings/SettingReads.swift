import Synchronization

/// The settings that a stage read while it ran. A test compares them with what the stage declares: what is read and not
/// declared is missing from the stage's key.
package final class SettingReads: Sendable {
  /// Is given every call that ran, with what it read. A class: a function as a task-local value crashes in optimised builds
  /// of Swift 6.3.
  package final class Listener: Sendable {
    let hear: @Sendable (_ call: BoundCall, _ names: Set<String>) -> Void

    package init(_ hear: @escaping @Sendable (_ call: BoundCall, _ names: Set<String>) -> Void) { self.hear = hear }
  }

  /// Set while a test listens.
  @TaskLocal package static var listener: Listener?

  private let read = Mutex<Set<String>>([])

  func add(_ name: String) { read.withLock { _ = $0.insert(name) } }

  var names: Set<String> { read.withLock { $0 } }
}
