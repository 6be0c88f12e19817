/// Settings that go with work to the other threads that share it.
///
/// A task-local value is that of one thread; `Parallel` and `Lanes` hand part of their work to others. What is set by
/// `ThreadContext.with` holds there too.
package final class ThreadContext: Sendable {
  @TaskLocal private static var current: ThreadContext?

  /// Runs work on any thread with all that was set.
  private let enter: @Sendable (_ work: () -> Void) -> Void

  private init(_ enter: @escaping @Sendable (() -> Void) -> Void) { self.enter = enter }

  /// The settings here; nil where there are none.
  static var here: ThreadContext? { current }

  /// Runs the body with a value of that setting, which goes with its loops and lanes.
  package static func with<Value: Sendable, Result>(
    _ setting: TaskLocal<Value>, _ value: Value, _ body: () throws -> Result
  ) rethrows -> Result {
    let outer = current
    let context = ThreadContext { work in
      run(in: outer) { setting.withValue(value, operation: work) }
    }
    return try setting.withValue(value) { try $current.withValue(context, operation: body) }
  }

  /// Runs work that began under these settings, on whatever thread this is.
  static func run(in context: ThreadContext?, _ work: () -> Void) {
    guard let context, context !== current else { return work() }
    context.enter { $current.withValue(context, operation: work) }
  }
}
